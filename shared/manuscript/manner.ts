/**
 * The manner of one manuscript: which looks (sign, emphasis, heading level, style name) stand for a question, an
 * answer's beginning, its further paragraphs. Houses differ, so it is learned from the manuscript's own first reading
 * and used in the next: a look that questions have and other copy has not speaks for a question.
 */
import type { Looks, Piece } from "./pieces.ts";

const GROUPS = ["question", "questionMore", "answer", "answerMore", "other"] as const;
export type Group = (typeof GROUPS)[number];
const SIDES = ["sign", "emphasis", "heading", "style", "label"] as const satisfies readonly (keyof Looks)[];

/** Points for a look that only one group has; half as many for one twice as common there. */
const FULL = 4.5;
/** As if this many pieces of each group had been seen with everybody's looks. */
const PRIOR = 1;

export type Manner = {
  /** Points for a piece with these looks being of the group; 0 where the manuscript shows no difference. */
  lift(group: Group, looks: Looks): number;
};

const NO_MANNER: Manner = { lift: () => 0 };

export function learnManner(read: Iterable<readonly [piece: Piece, group: Group]>): Manner {
  const totals = new Map<Group, number>();
  const counts = new Map<string, number>();
  const all = new Map<string, number>();
  let n = 0;
  for (const [piece, group] of read) {
    n += 1;
    totals.set(group, (totals.get(group) ?? 0) + 1);
    for (const side of SIDES) {
      const look = `${side}:${piece.looks[side]}`;
      all.set(look, (all.get(look) ?? 0) + 1);
      const key = `${group}/${look}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  if (n === 0) return NO_MANNER;
  // Pieces with the same looks share one object (`pieces.ts`), so a group's points are found by identity.
  const memory = new Map<Group, Map<Looks, number>>();
  const liftOf = (group: Group, look: string): number => {
    const own = totals.get(group) ?? 0;
    const others = n - own;
    if (own === 0 || others === 0) return 0;
    const seen = all.get(look) ?? 0;
    const here = counts.get(`${group}/${look}`) ?? 0;
    const share = (seen + 0.5) / (n + 1);
    const inside = (here + PRIOR * share) / (own + PRIOR);
    const outside = (seen - here + PRIOR * share) / (others + PRIOR);
    // One piece read so proves little: it would only prove itself right.
    const trust = own / (own + 1);
    return (FULL * trust * (inside - outside)) / (inside + outside);
  };
  return {
    lift(group, looks) {
      let known = memory.get(group);
      if (!known) {
        known = new Map();
        memory.set(group, known);
      }
      let points = known.get(looks);
      if (points === undefined) {
        let sum = 0;
        for (const side of SIDES) sum += liftOf(group, `${side}:${looks[side]}`);
        points = Math.max(-6, Math.min(6, sum));
        known.set(looks, points);
      }
      return points;
    },
  };
}
