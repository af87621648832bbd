import { expect, test } from "vitest";
import { doc, h, a, marked, p } from "./build.ts";
import { writeHtml } from "../manuscript/writeHtml.ts";
import { writeMarkdown } from "../manuscript/writeMarkdown.ts";
import { writeWord } from "../manuscript/writeWord.ts";
import { unzipSync } from "fflate";
import { schema } from "./interview.ts";
import { storyReader } from "./story.ts";
import { webAddress } from "./webAddress.ts";

const BAD = [
  "javascript:alert(1)",
  " JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "\\\\server\\share",
  "//evil.example/",
  "quoin://app/",
  "https:\u0000//x",
  "",
];

test("the web and a mailbox, and nothing else", () => {
  for (const bad of BAD) expect(webAddress(bad)).toBe(null);
  expect(webAddress(" https://example.org/?a=b#c ")).toBe("https://example.org/?a=b#c");
  expect(webAddress("MAILTO:a@example.org")).toBe("MAILTO:a@example.org");
  expect(webAddress("https://vi.wikipedia.org/wiki/Giấy")).toBe("https://vi.wikipedia.org/wiki/Giấy");
  expect(webAddress(null)).toBe(null);
});

test("a link to anything else leaves the document as words alone, in whatever it is written to", () => {
  for (const href of BAD.filter((each) => each.trim() !== "")) {
    const story = doc(h("H"), a(p("See ", marked("link", { href }, "here"))));
    story.check();
    const plain = { title: "H", generator: "Quoin", picture: () => null };
    const html = writeHtml(story, plain);
    expect(html).toContain("here");
    expect(html).not.toMatch(/<a\b/);
    expect(writeMarkdown(story)).not.toContain("](");
    const word = unzipSync(writeWord(story, { ...plain, time: 0 }));
    for (const bytes of Object.values(word))
      expect(Buffer.from(bytes).toString("utf8")).not.toContain('Mode="External"');
    expect(JSON.stringify(storyReader()(story))).not.toContain(JSON.stringify(href).slice(1, -1));
    const mark = schema.marks.link.create({ href });
    const drawn = schema.marks.link.spec.toDOM?.(mark, true) as unknown as [string, Record<string, string>];
    expect(drawn[1].href).toBeUndefined();
  }
});
