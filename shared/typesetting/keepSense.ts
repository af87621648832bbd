/**
 * Ragged paragraphs that are read at a glance (standfirsts, captions) set with an eye to sense: line ends inside a
 * compound or a name, or after a word that leans on the next, are made dear, not forbidden. The paragraph's breaker
 * weighs them against an uneven edge.
 */
import type { Chances } from "./chances.ts";
import { lexiconOf } from "./compounds.ts";
import { DIVIDES, senseOf } from "./sense.ts";
import type { ShapedBlock } from "./shape.ts";

/** As the breaker counts penalties; a made hyphen is 50. */
const DIVIDED = 500;
const LEANING = 25;
/** Prices from `sense.ts` above which a gap is dear at all. */
const DEAR = 30;

const kept = new WeakMap<ShapedBlock, { readonly own: readonly string[]; readonly block: ShapedBlock }>();

/** The block with its chances priced by sense; the same object for the same block and words. */
export function keepSense(shaped: ShapedBlock, own: readonly string[]): ShapedBlock {
  const known = kept.get(shaped);
  if (known?.own === own) return known.block;
  const { chances } = shaped;
  const penalties = chances.penalties.slice();
  const sense = new Map(
    senseOf(shaped.text, shaped.block.lang, lexiconOf(shaped.block.lang, own)).map((g) => [g.at, g]),
  );
  for (let k = 0; k < chances.count; k++) {
    const cost = sense.get(chances.offsets[k] ?? 0)?.cost ?? 0;
    if (cost >= DEAR) penalties[k] = Math.max(penalties[k] ?? 0, cost >= DIVIDES ? DIVIDED : LEANING);
  }
  const priced: Chances = { ...chances, penalties };
  const block = { ...shaped, chances: priced };
  kept.set(shaped, { own, block });
  return block;
}
