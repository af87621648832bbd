import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import { importMarkdown, importText } from "./import.ts";
import type { Imported } from "./importLines.ts";
import { writeMarkdown } from "./writeMarkdown.ts";

/** Letters and digits of the words, in any order; a hyphen at a line's end may be undone, so hyphens do not count. */
function wordsOf(text: string): string[] {
  return (
    text
      .normalize("NFC")
      .replace(/(\p{L})[-\u00AD]\s*\n\s*(?=\p{L})/gu, "$1")
      .replace(/(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])/gu, "")
      .match(/[\p{L}\p{M}\p{N}\uFFFD]+/gu) ?? []
  ).sort();
}
/** Where lines are thrown together, which hyphens stay is not the question; the letters are. */
const lettersOf = (text: string): string[] => [...text.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}]/gu, "")].sort();
/** What a Markdown file says in words: a picture's name and a link's address are none. */
const withoutMarkup = (markdown: string): string =>
  markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]+>/g, "");

/** What is wrong with an import, one line each; nothing should be. */
function broken(source: string, { doc, report, findings }: Imported, unit = wordsOf): string[] {
  const wrong: string[] = [];
  const law = (holds: boolean, words: string): void => {
    if (!holds) wrong.push(words);
  };
  const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const fields = unit(report.blocks.map((block) => `${block.label ?? ""} ${block.text}`).join("\n|\n"));
  law(equal(fields, unit(source)), `words: ${fields.join(" ")} instead of ${unit(source).join(" ")}`);
  try {
    doc.check();
  } catch (error) {
    wrong.push(String(error));
  }
  const ids: string[] = [];
  const texts: string[] = [];
  doc.descendants((node: Node) => {
    if (node.attrs.id !== undefined) ids.push(node.attrs.id as string);
    if (node.isTextblock && node.content.size > 0) texts.push(node.textBetween(0, node.content.size, "", "\u2028"));
  });
  law(
    ids.every((id, i) => id === `b${i + 1}`),
    `ids: ${ids.join(" ")}`,
  );
  const said = report.blocks.filter((b) => b.role !== "furniture" && b.role !== "photo" && b.text !== "");
  law(
    equal(
      said.map((b) => b.text),
      texts,
    ),
    "the report's texts are not the document's",
  );
  law(
    texts.every((text) => text === text.normalize("NFC")),
    "not NFC",
  );
  const turns = [...new Set(report.blocks.flatMap((block) => block.turn ?? []))];
  law(
    turns.every((turn, i) => turn === i + 1),
    `turns: ${turns.join(" ")}`,
  );
  const speakers = new Set(report.speakers.map((speaker) => speaker.id));
  for (const block of report.blocks) {
    law(block.confidence >= 0 && block.confidence <= 1, `confidence ${block.confidence}`);
    law(block.source[0] <= block.source[1], `source ${block.source.join("-")}`);
    law(block.speaker === undefined || speakers.has(block.speaker), `speaker ${block.speaker}`);
    law(block.role !== "photo" || block.text === "", "a photo with text");
  }
  for (const { place } of findings) {
    if (!place) continue;
    let found = "";
    doc.descendants((node) => {
      if (node.attrs.id === place[0]) found = node.textContent;
    });
    law(place[1] < place[2] && place[2] <= found.length, `place ${place.join(" ")}`);
  }
  law(equal(JSON.parse(JSON.stringify(report)), report), "the report is no JSON");
  return wrong;
}

/** Roles and texts in order; whether a photo stands in the answer or after it, Markdown does not say. */
function rolesAndTexts(doc: Node): string[] {
  const found: string[] = [];
  doc.descendants((node) => {
    if (node.isTextblock && node.content.size === 0) return;
    const words = node.isTextblock ? ` ${node.textBetween(0, node.content.size, "", "\u2028")}` : "";
    if (!node.isInline)
      found.push(
        `${node.type.name}${words}${(node.attrs.label as string | undefined) ?? ""}${(node.attrs.file as string | undefined) ?? ""}`,
      );
  });
  return found.filter((line) => line !== "paragraph");
}
const backFromMarkdown = (doc: Node): Node => importMarkdown(writeMarkdown(doc)).doc;

describe("every word is in exactly one field, and the document comes back from its Markdown", () => {
  const samples = join(import.meta.dirname, "../../assets/samples");
  for (const name of readdirSync(samples).filter((file) => /\.(?:txt|md)$/.test(file) && file !== "README.md")) {
    test(`the sample ${name}`, () => {
      const source = readFileSync(join(samples, name), "utf8");
      const read = name.endsWith(".md") ? importMarkdown(source) : importText(source);
      expect(broken(name.endsWith(".md") ? withoutMarkup(source) : source, read)).toEqual([]);
      expect(backFromMarkdown(read.doc).eq(read.doc)).toBe(true);
    });
  }
  const shared = join(import.meta.dirname, "../../../shared");
  const seeds = existsSync(join(shared, "seeds"))
    ? readdirSync(join(shared, "seeds")).map((name) => join("seeds", name))
    : [];
  for (const name of [...seeds, "tools/en-interview.txt"]) {
    const missing = !existsSync(join(shared, name));
    test.skipIf(missing)(`../shared/${name}${missing ? " (NOT RUN: it is missing)" : ""}`, () => {
      const source = readFileSync(join(shared, name), "utf8");
      const read = importText(source);
      expect(broken(source, read)).toEqual([]);
      expect(backFromMarkdown(read.doc).eq(read.doc)).toBe(true);
    });
  }

  const line = fc.constantFrom(
    "",
    "",
    "",
    "NGƯỜI GIỮ BẾN",
    "ĐỒNG CHÍ LÊ VĂN TÁM, BÍ THƯ CHI BỘ:",
    "Ông Lê Văn Tám đã đóng ghe bốn mươi năm. Phóng viên trò chuyện với ông.",
    "❖ THU HÀ (thực hiện)",
    "Words by Ada Reed, photographs: J. Holm",
    "Ảnh: MINH HÒA",
    "Bến cũ trước ngày dời chợ. Ảnh: MINH HÒA",
    "(Trong ảnh: ghe chở lúa. Ảnh: TƯ LIỆU)",
    "A barge at noon | © Ines Castellano",
    "❖ Thưa ông, nghề này có khó không?",
    "❖ *Ông bắt đầu khi nào?*",
    "PV: Vì sao ông ở lại?",
    "“Ông có tiếc không?”",
    "Q: Who counts the waves?",
    "**Why here?**",
    "1. Bao giờ xong?",
    "? Do you mind the rain?",
    "- Khó chứ. Gỗ phải phơi hai mùa nắng.",
    "– Tôi không biết",
    "Ông Tám: Từ hồi còn nhỏ.",
    "A: Nobody does (laughs), not since my well-",
    "known uncle left the un-",
    "known shore, and the cán",
    "bộ xã ghé thăm; rồi họ về.",
    "Cha tôi là thợ, mẹ tôi",
    "- đau khớp;",
    "- mất ngủ.",
    "Khách chờ con chữ",
    "24 | Tạp chí Bến Sông",
    "Tạp chí Bến Sông | 25",
    "12",
    "(Cười)",
    "---",
    "> Nobody counts them all.",
    "[Ảnh: ben-cu.jpg]",
    "Xin cảm ơn ông!",
    "This interview has been edited for length.",
    "HĐND và HDND, phòng viên",
    "Ví dụ: gỗ sao, *gỗ dầu*, và **gỗ mít**.",
  );
  // The laws are asserted inside the property.
  test("of manuscripts put together at random", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        const source = lines.join("\n");
        const read = importText(source);
        expect(broken(source, read, lettersOf)).toEqual([]);
        expect(rolesAndTexts(backFromMarkdown(read.doc))).toEqual(rolesAndTexts(read.doc));
      }),
      { numRuns: 400, seed: 20_240 },
    );
  });
  test("of any text at all", () => {
    const soup = fc.string({ unit: fc.constantFrom(...'aăđB 1.?!:,-–*_#>()[]"“”❖\n\n |\\&<~`'), maxLength: 80 });
    fc.assert(
      fc.property(soup, (source) => {
        const read = importText(source);
        expect(broken(source, read, lettersOf)).toEqual([]);
        expect(rolesAndTexts(backFromMarkdown(read.doc))).toEqual(rolesAndTexts(read.doc));
      }),
      { numRuns: 600, seed: 7 },
    );
  });
});
