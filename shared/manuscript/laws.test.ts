import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import { outline } from "../schema/build.ts";
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

/** Everything that must be true of whatever was imported. */
function checkImported(source: string, { doc, report, findings }: Imported, unit = wordsOf): void {
  // Every word of the source is in exactly one field.
  const fields = report.blocks.map((block) => `${block.label ?? ""} ${block.text}`).join("\n|\n");
  expect(unit(fields)).toEqual(unit(source));
  doc.check();
  const ids: string[] = [];
  const texts: string[] = [];
  doc.descendants((node: Node) => {
    if (node.attrs.id !== undefined) ids.push(node.attrs.id as string);
    if (node.isTextblock && node.content.size > 0) texts.push(node.textBetween(0, node.content.size, "", "\u2028"));
  });
  expect(ids).toEqual(ids.map((_, i) => `b${i + 1}`));
  expect(
    report.blocks.filter((b) => b.role !== "furniture" && b.role !== "photo" && b.text !== "").map((b) => b.text),
  ).toEqual(texts);
  for (const text of texts) expect(text).toBe(text.normalize("NFC"));
  // Turns count from 1 without a gap.
  const turns = [...new Set(report.blocks.flatMap((block) => block.turn ?? []))];
  expect(turns).toEqual(turns.map((_, i) => i + 1));
  const speakers = new Set(report.speakers.map((speaker) => speaker.id));
  for (const block of report.blocks) {
    expect(block.confidence).toBeGreaterThanOrEqual(0);
    expect(block.confidence).toBeLessThanOrEqual(1);
    expect(block.source[0]).toBeLessThanOrEqual(block.source[1]);
    if (block.speaker !== undefined) expect(speakers.has(block.speaker)).toBe(true);
    if (block.role === "photo") expect(block.text).toBe("");
  }
  for (const { place } of findings) {
    if (!place) continue;
    let found = "";
    doc.descendants((node) => {
      if (node.attrs.id === place[0]) found = node.textContent;
    });
    expect(found.slice(place[1], place[2]).length).toBe(place[2] - place[1]);
  }
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
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
function checkRoundTrip(doc: Node): void {
  const back = importMarkdown(writeMarkdown(doc)).doc;
  expect(rolesAndTexts(back)).toEqual(rolesAndTexts(doc));
  expect(back.attrs.speakers).toEqual(doc.attrs.speakers);
  expect(back.attrs.lang).toBe(doc.attrs.lang);
}

describe("every word is in exactly one field, and the document comes back from its Markdown", () => {
  const samples = join(import.meta.dirname, "../../assets/samples");
  for (const name of readdirSync(samples).filter((file) => /\.(?:txt|md)$/.test(file) && file !== "README.md")) {
    test(name, () => {
      const source = readFileSync(join(samples, name), "utf8");
      const read = name.endsWith(".md") ? importMarkdown(source) : importText(source);
      checkImported(name.endsWith(".md") ? withoutMarkup(source) : source, read);
      checkRoundTrip(read.doc);
      expect(outline(importMarkdown(writeMarkdown(read.doc)).doc)).toBe(outline(read.doc));
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
      checkImported(source, read);
      checkRoundTrip(read.doc);
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
  test("of manuscripts put together at random", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        const source = lines.join("\n");
        const read = importText(source);
        checkImported(source, read, lettersOf);
        checkRoundTrip(read.doc);
      }),
      { numRuns: 400, seed: 20_240 },
    );
  });
  test("of any text at all", () => {
    const soup = fc.string({ unit: fc.constantFrom(...'aăđB 1.?!:,-–*_#>()[]"“”❖\n\n |\\&<~`'), maxLength: 80 });
    fc.assert(
      fc.property(soup, (source) => {
        const read = importText(source);
        checkImported(source, read, lettersOf);
        checkRoundTrip(read.doc);
      }),
      { numRuns: 600, seed: 7 },
    );
  });
});
