/** Each format's way in, from decoded text to an interview. Word documents come apart in the host first. */
import { importLines, type ImportOptions, type Imported } from "./importLines.ts";
import { ownHtmlHead, readHtml } from "./readHtml.ts";
import { readMarkdown } from "./readMarkdown.ts";
import { importOwnMarkdown, isOwnMarkdown } from "./readOwnMarkdown.ts";
import { importOwnLines, isOwnLines, readOwnHead } from "./readOwnLines.ts";
import { readText } from "./readText.ts";
import type { SourceLine } from "./source.ts";

export const importText = (text: string, options: ImportOptions = {}): Imported => importLines(readText(text), options);
/** Markdown that Quoin wrote is taken at its word; any other is read by the rules. */
export const importMarkdown = (text: string, options: ImportOptions = {}): Imported =>
  isOwnMarkdown(text) ? importOwnMarkdown(text, options) : importLines(readMarkdown(text), options);
/** So is HTML. */
export const importHtml = (text: string, options: ImportOptions = {}): Imported =>
  importStyled(readHtml(text), ownHtmlHead(text), options);
/** Lines with styles or classes; `head` is what a file of ours says of the whole, null in any other. */
export function importStyled(lines: readonly SourceLine[], head: string | null, options: ImportOptions): Imported {
  const own = head === null ? null : readOwnHead(head);
  return own && isOwnLines(lines) ? importOwnLines(lines, own, options) : importLines(lines, options);
}
