/** Every specimen there is. */
import { ALIGNMENTS } from "./alignments.ts";
import type { Specimen } from "./specimen.ts";

export const SPECIMENS: readonly Specimen[] = [...ALIGNMENTS];
