import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import * as build from "../schema/build.ts";
import { copies, flat, speakers } from "../test/copies.ts";
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

  test("whatever the text", () => {
    fc.assert(
      fc.property(copies, (doc) => {
        expect(flat(back(doc))).toEqual(flat(doc));
      }),
      { numRuns: 500, seed: 42 },
    );
  });
});
