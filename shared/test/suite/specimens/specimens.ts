/** Every specimen there is. */
import { ALIGNMENTS } from "./alignments.ts";
import { BESIDE } from "./beside.ts";
import { LETTERS } from "./letters.ts";
import { PARAGRAPHS } from "./paragraphs.ts";
import type { Specimen } from "./specimen.ts";

export const SPECIMENS: readonly Specimen[] = [...ALIGNMENTS, ...BESIDE, ...LETTERS, ...PARAGRAPHS];
