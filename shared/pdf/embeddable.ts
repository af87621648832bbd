/**
 * May this font go into a PDF? Its licence bits answer (OpenType `OS/2.fsType`): embedding forbidden, pictures of the
 * glyphs only. A printer refuses a file whose font is missing, so these are errors here. A font that may not be cut
 * down goes in whole, and one for preview and print goes in like any other: both are what a PDF for print is.
 */
import { finding, type Finding } from "../finding.ts";

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
    const why = forbidden
      ? "forbids embedding"
      : (fsType & BITMAPS_ONLY) !== 0
        ? "allows only bitmaps of its glyphs to be embedded"
        : null;
    if (!why) return [];
    return [
      finding(
        "error",
        "font-embedding",
        `The licence of ${name} ${why} (fsType ${fsType}), and a PDF for the press must hold its fonts`,
        "Choose another font, or ask its maker for a file licensed for embedding",
      ),
    ];
  });
}

/** False: the font goes into the PDF whole or not at all. */
export function maySubset({ fsType }: Pick<FontRights, "fsType">): boolean {
  return (fsType & NO_SUBSET) === 0;
}
