import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import * as build from "../schema/build.ts";
import { copies, flat } from "../test/copies.ts";
import { importHtml } from "./import.ts";
import { writeHtml } from "./writeHtml.ts";

const { a, bullets, by, caption, crosshead, docWith, em, h, marked, numbers, outline, p, photo, photoCredit } = build;
const { photos, q, quote, sidebar } = build;

const html = (doc: Node) =>
  writeHtml(doc, { title: "A <title>", generator: "Quoin", picture: ({ file }) => `data:${file}` });
const back = (doc: Node): Node => importHtml(html(doc)).doc;

test("says what everything is, in the document's language", () => {
  const speakers = [build.interviewer("s1", "Maud"), build.interviewee("s2", "Orla")];
  const doc = docWith(
    { speakers, lang: "fr" },
    h("A & ", em("B")),
    by("s1", q("Why?")),
    by("s2", a("So.", photo("a.jpg", caption("A cup."), photoCredit("N. N.", "Photo:")), bullets("one", "two"))),
  );
  const text = html(doc);
  const body = text.slice(text.indexOf("<article>"), text.indexOf("</article>"));
  expect(text).toContain('<html lang="fr">');
  expect(text).toContain("<title>A &lt;title&gt;</title>");
  expect(body).toBe(`<article>
<header>
<h1 class="quoin-headline">A &amp; <em>B</em></h1>
</header>
<section data-role="question">
<p class="quoin-question"><strong>Maud:</strong> Why?</p>
</section>
<section data-role="answer">
<p class="quoin-answer"><strong>Orla:</strong> So.</p>
<figure>
<div class="quoin-picture"><img src="data:a.jpg" alt="" data-file="a.jpg"></div>
<figcaption>
<p class="quoin-caption">A cup.</p>
<p class="quoin-photo-credit"><strong>Photo:</strong> N. N.</p>
</figcaption>
</figure>
<ul>
<li class="quoin-bullet">one</li>
<li class="quoin-bullet">two</li>
</ul>
</section>
`);
});

test("comes back: marks, groups, lists, quotes, sidebars", () => {
  const doc = docWith(
    {},
    h("Shapes"),
    q(
      p(
        marked("small_caps", null, "nasa"),
        " and ",
        marked("lang", { lang: "fr" }, "déjà vu"),
        "\u2028then ",
        marked("link", { href: "https://example.org/?a=1&b=2" }, "a link"),
        " and ",
        marked("no_break", null, "10 km"),
        ".",
      ),
    ),
    a(
      p("He ", marked("stage_note", null, "(laughs)"), " left."),
      numbers("one", "two"),
      bullets("three"),
      photos(photo("1.jpg", caption("One.")), photo("2.jpg"), caption("Both.")),
      quote("First.", "Second."),
      quote("Another."),
      p("After."),
    ),
    sidebar(crosshead("Facts"), p("One fact."), p("Another.")),
    sidebar(p("A second.")),
  );
  expect(outline(back(doc))).toBe(outline(doc));
  expect(flat(back(doc))).toEqual(flat(doc));
});

test("comes back whatever the text", () => {
  fc.assert(
    fc.property(copies, (doc) => {
      expect(flat(back(doc))).toEqual(flat(doc));
    }),
    { numRuns: 300, seed: 42 },
  );
});

test("a label in brackets follows its name, and comes back", () => {
  const doc = docWith({}, h("By"), build.credit("interview", "THANH TRÚC", "(thực hiện)"), q("Why?"));
  expect(html(doc)).toContain(">THANH TRÚC <strong>(thực hiện)</strong></p>");
  expect(flat(back(doc))).toEqual(flat(doc));
});

test("HTML of anybody else is read by the rules, classes or not", () => {
  const foreign = '<p class="quoin-answer">Q. Why?</p><p>A. So.</p>';
  expect(outline(importHtml(foreign).doc)).toContain("q(Why?)");
});
