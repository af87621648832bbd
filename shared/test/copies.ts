/** Random manuscripts for the laws of writers and readers: every role, every kind of run, signs in every place. */
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import * as build from "../schema/build.ts";

const { a, bullets, by, caption, credit, crosshead, docWith, em, h, kicker, marked, note, p, photo } = build;
const { photoCredit, q, quote, standfirst, strong } = build;

export const speakers = [
  { id: "s1", name: "Maud Ellery", initials: "ME", part: "interviewer" },
  { id: "s2", name: "Orla: Tennick", initials: "OT", part: "interviewee" },
];

const words = fc
  .string({ unit: fc.constantFrom(...'aăB1 .,:;!?-–*_#>()[]{}"“<&~`|@\\+= đ/'), minLength: 1, maxLength: 24 })
  .map((s) => s.replace(/\s+/g, " ").trim())
  .filter((s) => s !== "");
const inline = fc.oneof(
  words,
  words.map((s) => em(s)),
  words.map((s) => strong(s)),
  words.map((s) => marked("small_caps", null, s)),
);
const line = fc.array(inline, { minLength: 1, maxLength: 3 });
const para = line.map((parts) => p(...parts.flatMap((part, i) => (i > 0 ? [" ", part] : [part]))));
const picture = fc
  .tuple(fc.option(line), fc.option(words), words)
  .map(([under, name, label]) =>
    photo("p-1.jpg", ...(under ? [caption(...under)] : []), ...(name ? [photoCredit(name, label)] : [])),
  );
const inAnswer = fc.oneof(
  para,
  para,
  words.map((s) => crosshead(s)),
  picture,
  fc.array(words, { minLength: 1, maxLength: 3 }).map((items) => bullets(...items)),
  para.map((x) => quote(x)),
);
const turn = fc.oneof(
  fc.array(para, { minLength: 1, maxLength: 2 }).map((ps) => q(...ps)),
  fc
    .tuple(para, fc.array(inAnswer, { maxLength: 4 }), para)
    .map(([first, rest, last]) => by("s2", a(first, ...rest, last))),
  para.map((x) => by("s1", q(x))),
);
const anything = fc.tuple(
  line,
  fc.option(line),
  fc.option(line),
  fc.array(fc.tuple(words, words), { maxLength: 2 }),
  fc.array(turn, { maxLength: 5 }),
  fc.option(words),
);

/** Interviews of two persons, with or without their names on the turns. */
export const copies: fc.Arbitrary<Node> = anything.map(([head, over, under, credits, turns, last]) =>
  docWith(
    { speakers },
    ...(over ? [kicker(...over)] : []),
    h(...head),
    ...(under ? [standfirst(...under)] : []),
    ...credits.map(([name, label]) => credit("words", name, label)),
    ...turns,
    ...(last ? [note(last)] : []),
  ),
);

/** The roles, words and speakers of a document, without its pictures' places and its ids. */
export function flat(doc: Node): readonly string[] {
  const found: string[] = [];
  doc.descendants((node) => {
    if (node.isTextblock)
      found.push(`${node.type.name}: ${node.content.toString()} ${(node.attrs.label as string | undefined) ?? ""}`);
    else if (node.attrs.speaker !== undefined) found.push(`${node.type.name} ${node.attrs.speaker as string}`);
    return !node.isTextblock;
  });
  return found;
}
