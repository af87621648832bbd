/** Random interviews for the laws of layout: turns of every length, and every kind of piece between them. */
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import type { Placement } from "../schema/attributes.ts";
import {
  a,
  box,
  bullets,
  caption,
  crosshead,
  doc,
  h,
  lines,
  photo,
  photoCredit,
  photos,
  photoWith,
  q,
  quote,
  sidebar,
  standfirst,
} from "../schema/build.ts";

const picture = fc.constantFrom("p.jpg", "tall.jpg", "missing.jpg", "4000x300.jpg", "1x20000.jpg");
const place = fc.record({
  page: fc.integer({ min: 1, max: 4 }),
  column: fc.integer({ min: 0, max: 3 }),
  row: fc.integer({ min: 0, max: 16 }),
  columns: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 2, max: 14 }),
});
const pin = fc.option(
  fc.record({ place, grid: fc.constantFrom("text", "text", "six", "gone"), settled: fc.boolean() }),
  { nil: null, freq: 4 },
);
const placement = pin.map((asked): Placement | null => {
  if (!asked) return null;
  return asked.settled
    ? { kind: "settled", ...asked.place }
    : { kind: "pinned", grid: asked.grid, bleed: [], ...asked.place };
});
const KINDS = ["photo", "photo", "photo", "row", "quote", "sidebar", "box", "list", "head", "none", "none"] as const;
const piece = fc.record({ kind: fc.constantFrom(...KINDS), picture, placement, size: fc.integer({ min: 1, max: 5 }) });
const turn = fc.record({
  question: fc.integer({ min: 1, max: 3 }),
  answer: fc.array(fc.integer({ min: 1, max: 18 }), { minLength: 1, maxLength: 3 }),
  piece,
  brk: fc.constantFrom("none", "none", "none", "none", "none", "none", "column", "page"),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

function placed(node: Node, at: Placement | null): Node {
  return at ? node.type.create({ ...node.attrs, placement: at }, node.content) : node;
}

function turnOf({ question, answer, piece: { kind, picture: file, placement: at, size }, brk }: Turn): Node[] {
  const [opening = 1, ...more] = answer;
  const inside: Node[] = [];
  const after: Node[] = [];
  if (kind === "photo") {
    const words = ["A caption of words.", ...(size > 2 ? [photoCredit(`Photo: ${"N. ".repeat(size * 2)}`)] : [])];
    inside.push(photoWith(at ? { file, placement: at } : { file }, ...words));
  }
  if (kind === "row") {
    const own = Array.from({ length: size + 1 }, (_, n) => photo(n % 2 ? file : "p.jpg"));
    inside.push(placed(photos(...own, caption("Left to right, all of them.")), at));
  }
  if (kind === "quote") inside.push(placed(quote(lines(Math.min(size, 2))), at));
  if (kind === "list") inside.push(bullets(lines(1), lines(size)));
  if (kind === "head") inside.push(crosshead("A pause"));
  if (kind === "sidebar") after.push(placed(sidebar(lines(size * 2)), at));
  if (kind === "box") after.push(placed(box(lines(size)), at));
  const asked = q(lines(question));
  const first = brk === "none" ? asked : asked.type.create({ ...asked.attrs, break_before: brk }, asked.content);
  return [first, a(lines(opening), ...inside, ...more.map((n) => lines(n))), ...after];
}

export const interviews: fc.Arbitrary<Node> = fc
  .array(turn, { minLength: 1, maxLength: 8 })
  .map((turns) => doc(h("A headline of some words"), standfirst("Two sentences about it."), ...turns.flatMap(turnOf)));

/** A design in which much of this is asked for: a modular grid, sidebars in columns, crossheads over all columns. */
export function busy(design: unknown): unknown {
  const base = design as { readonly styles: Readonly<Record<string, object>> };
  return {
    ...base,
    makeUp: {
      grids: { six: { columns: 6, gutter: 6 } },
      sidebars: { columns: 2, inner: 2 },
      quotes: { columns: 2 },
      wrap: { least: 50 },
    },
    photos: { spans: [1, 2] },
    styles: { ...base.styles, crosshead: { ...base.styles.crosshead, span: "all" } },
  };
}

/** Where the words of pictures may stand; on them, with tones that are dark, light or both. */
export const wordsStands: fc.Arbitrary<object> = fc.record({
  caption: fc.constantFrom("below", "margin", "beside", "over"),
  credit: fc.constantFrom("below", "after", "edge"),
  beside: fc.record({ side: fc.constantFrom("left", "right"), level: fc.constantFrom("head", "foot") }),
  edge: fc.record({ side: fc.constantFrom("left", "right"), on: fc.constantFrom("paper", "picture") }),
});
