/** Each format's way in, from decoded text to an interview. Word documents come apart in the host first. */
import { importLines, type ImportOptions, type Imported } from "./importLines.ts";
import { readHtml } from "./readHtml.ts";
import { readMarkdown } from "./readMarkdown.ts";
import { importOwnMarkdown, isOwnMarkdown } from "./readOwnMarkdown.ts";
import { readText } from "./readText.ts";

export const importText = (text: string, options: ImportOptions = {}): Imported => importLines(readText(text), options);
/** Markdown that Quoin wrote is taken at its word; any other is read by the rules. */
export const importMarkdown = (text: string, options: ImportOptions = {}): Imported =>
  isOwnMarkdown(text) ? importOwnMarkdown(text, options) : importLines(readMarkdown(text), options);
export const importHtml = (text: string, options: ImportOptions = {}): Imported => importLines(readHtml(text), options);
