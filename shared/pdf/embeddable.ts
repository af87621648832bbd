/**
 * May this font go into a PDF? Its licence bits answer (OpenType `OS/2.fsType`): embedding forbidden, pictures of the
 * glyphs only. A printer refuses a file whose font is missing, so these are errors here. A font that may not be cut
 * down goes in whole, and one for preview and print goes in like any other: both are what a PDF for print is.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";

export type FontRights = { readonly name: string; readonly fsType: number };

const RESTRICTED = 0x0002;
const PREVIEW_OR_EDITABLE = 0x0004 | 0x0008;
const NO_SUBSET = 0x0100;
const BITMAPS_ONLY = 0x0200;

/** One finding for each font that forbids what an export does; none for the rest. */
export function embeddable(fonts: readonly FontRights[]): readonly Finding[] {
  return fonts.flatMap(({ name, fsType }) => {
    // Where several of the usage bits are set, the most permissive of them counts (OS/2 version 2 and earlier).
    const forbidden = (fsType & RESTRICTED) !== 0 && (fsType & PREVIEW_OR_EDITABLE) === 0;
    if (!forbidden && (fsType & BITMAPS_ONLY) === 0) return [];
    return [tell("error", "font-embedding.licence", { name, bitmaps: !forbidden, bits: fsType })];
  });
}

/** False: the font goes into the PDF whole or not at all. */
export function maySubset({ fsType }: Pick<FontRights, "fsType">): boolean {
  return (fsType & NO_SUBSET) === 0;
}
