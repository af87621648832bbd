import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import * as build from "../schema/build.ts";
import { importMarkdown } from "./import.ts";
import { writeMarkdown } from "./writeMarkdown.ts";

const {
  a,
  by,
  caption,
  credit,
  crosshead,
  docWith,
  em,
  h,
  intro,
  kicker,
  marked,
  note,
  outline,
  p,
  photo,
  photoCredit,
  photos,
  q,
  standfirst,
  strong,
  quote,
  sidebar,
  bullets,
  numbers,
} = build;
const back = (doc: Node): Node => importMarkdown(writeMarkdown(doc)).doc;
const speakers = [
  { id: "s1", name: "Maud Ellery", initials: "ME", part: "interviewer" },
  { id: "s2", name: "Orla: Tennick", initials: "OT", part: "interviewee" },
];

test("reads as Markdown does", () => {
  const doc = docWith(
    { speakers, lang: "en" },
    kicker("TALK"),
    h("The ", em("Net"), " Menders"),
    standfirst("A shed, and a cat."),
    credit("interview", "Maud Ellery", "Interview by"),
    photo("quay.jpg", caption("At four."), photoCredit("J. Holm", "Photo:")),
    by("s1", q("Why *coffee*?")),
    by("s2", a("Because of the ", p("No plan."), crosshead("Later"), p("1. It rained."))),
    note("Edited for length."),
  );
  expect(writeMarkdown(doc)).toBe(`---
quoin: interview
lang: "en"
speakers:
  - "s1 | interviewer | Maud Ellery | ME"
  - "s2 | interviewee | Orla: Tennick | OT"
---

## TALK

# The *Net* Menders

> A shed, and a cat.

@interview **Interview by** Maud Ellery

![](quay.jpg)
{.caption} At four.
{.credit} **Photo:** J. Holm

**Maud Ellery:** Why \\*coffee\\*?

**A (s2):** Because of the

No plan.

### Later

1\\. It rained.

{.note} Edited for length.
`);
  expect(outline(back(doc))).toBe(outline(doc).replace("of the  ", "of the "));
});

describe("comes back", () => {
  test("marks", () => {
    const doc = docWith(
      {},
      h("Marks"),
      q(
        p(
          "H",
          marked("subscript", null, "2"),
          "O, m",
          marked("superscript", null, "2"),
          ", ",
          marked("small_caps", null, "nasa"),
          " and ",
          marked("lang", { lang: "fr" }, "déjà vu"),
          "?",
        ),
      ),
      a(
        p(
          strong("Bold: first"),
          " then ",
          em("italic,"),
          "half",
          em("way"),
          " and ",
          marked("link", { href: "https://example.org/a_b(c)?d=1&e=2" }, "a link"),
          " and ",
          strong(em("both")),
          ".",
        ),
        p(
          "He smiled ",
          marked("stage_note", null, "(laughs)"),
          "\u2028and ",
          marked("no_break", null, "10 km"),
          " went.",
        ),
      ),
    );
    expect(back(doc).toString()).toBe(doc.toString());
  });
  test("groups, alternative text, quotations, sidebars, lists", () => {
    const doc = docWith(
      {},
      h("Shapes"),
      quote("Before any turn."),
      intro("An introduction."),
      q("Why?", "And how?"),
      a(
        "So:",
        numbers("one", "- two"),
        bullets("> three"),
        build.photoWith({ file: "a b.jpg", alt: 'a "cup"' }),
        photos(photo("1.jpg", caption("One.")), photo("2.jpg"), caption("Both of them.")),
        quote("First.", "# Second."),
      ),
      sidebar(
        crosshead("Facts"),
        p("A long fact that goes on and on, past any head's length, with a stop."),
        p("Another."),
      ),
      q("{.note} or @words not?"),
    );
    expect(outline(back(doc))).toBe(outline(doc));
    let alt = "";
    back(doc).descendants((node) => {
      if (node.attrs.file === "a b.jpg") alt = node.attrs.alt as string;
    });
    expect(alt).toBe("a ”cup”");
  });

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
  test("whatever the text", () => {
    const flat = (doc: Node): string[] => {
      const found: string[] = [];
      doc.descendants((node) => {
        if (node.isTextblock)
          found.push(`${node.type.name}: ${node.content.toString()} ${(node.attrs.label as string | undefined) ?? ""}`);
        else if (node.attrs.speaker !== undefined) found.push(`${node.type.name} ${node.attrs.speaker as string}`);
        return !node.isTextblock;
      });
      return found;
    };
    fc.assert(
      fc.property(anything, ([head, over, under, credits, turns, last]) => {
        const doc = docWith(
          { speakers },
          ...(over ? [kicker(...over)] : []),
          h(...head),
          ...(under ? [standfirst(...under)] : []),
          ...credits.map(([name, label]) => credit("words", name, label)),
          ...turns,
          ...(last ? [note(last)] : []),
        );
        expect(flat(back(doc))).toEqual(flat(doc));
      }),
      { numRuns: 500, seed: 42 },
    );
  });
});
