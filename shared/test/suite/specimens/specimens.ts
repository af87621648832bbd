/** Every specimen there is. */
import { ALIGNMENTS } from "./alignments.ts";
import { BESIDE } from "./beside.ts";
import { HEADLINES } from "./headlines.ts";
import { LANGUAGES } from "./languages.ts";
import { LETTERS } from "./letters.ts";
import { PARAGRAPHS } from "./paragraphs.ts";
import type { Specimen } from "./specimen.ts";

export const SPECIMENS: readonly Specimen[] = [
  ...ALIGNMENTS,
  ...BESIDE,
  ...LETTERS,
  ...HEADLINES,
  ...LANGUAGES,
  ...PARAGRAPHS,
];
