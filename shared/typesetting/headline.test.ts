/**
 * Headlines as an art editor would divide them. Each entry gives the copy with a bar at every line end; entries in one
 * list are all acceptable. Fonts are the shipped ones, so the widths are those of a page.
 */
import { beforeAll, expect, test } from "vitest";
import { bodyStyle, block } from "../test/typeset.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import { pt } from "../units.ts";
import { createShaper } from "./harfbuzz.ts";
import { fittedSize, setHeadline } from "./headline.ts";
import { shapeBlock } from "./shape.ts";
import type { Shaper } from "./shaper.ts";

let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(shippedFonts(), FALLBACKS);
});

function headline(changes: Partial<ParagraphStyle> = {}): ParagraphStyle {
  const flush = { align: "left", hyphenate: false, protrusion: false, indent: 0, indentFirst: 0 } as const;
  return bodyStyle({ ...flush, font: "Be Vietnam Pro", weight: 700, size: 25, leading: 30, ...changes });
}
function setting(
  copy: string,
  measure: number,
  lang = "vi",
  changes: Partial<ParagraphStyle> = {},
  own: string[] = [],
) {
  return setHeadline(shapeBlock(block(lang, copy), headline(changes), "", shaper), [{ x: 0, width: measure }], own);
}
function broken(...args: Parameters<typeof setting>): string {
  return setting(...args)
    .lines.map((line) => line.text.trim())
    .join(" | ");
}

/** Across a page of three columns, and across two of them. */
const PAGE = 503;
const TWO = 320;

const VIETNAMESE: readonly (readonly [measure: number, ...accepted: string[]])[] = [
  [PAGE, "TIẾP TỤC XÂY DỰNG ĐẢNG, | HỆ THỐNG CHÍNH TRỊ TRONG SẠCH, | VỮNG MẠNH, THÚC ĐẨY | Ô MÔN PHÁT TRIỂN TOÀN DIỆN"],
  [TWO, "Mùi mực, mùi cà phê | và con mèo tên Chì"],
  [PAGE, "BẢO VỆ NỀN TẢNG | TƯ TƯỞNG CỦA ĐẢNG"],
  [PAGE, "Giữ gìn bản sắc văn hóa dân tộc | trong thời kỳ hội nhập quốc tế"],
  [PAGE, "Đổi mới phương thức lãnh đạo | của Đảng đối với hệ thống chính trị"],
  [TWO, "Đổi mới phương thức | lãnh đạo của Đảng | đối với hệ thống chính trị"],
  [PAGE, "Nông dân Cần Thơ làm giàu | từ mô hình trồng sầu riêng hữu cơ"],
  [PAGE, "Nhà văn Nguyễn Ngọc Tư: | Viết là cách tôi trở về với dòng sông"],
  [PAGE, "Nghệ nhân Trần Thị Mơ | và ba đời giữ chữ cho chợ nổi"],
  [PAGE, "Chuyển đổi số trong cơ quan báo chí: | cơ hội và thách thức"],
  [TWO, "Chuyển đổi số | trong cơ quan báo chí: | cơ hội và thách thức"],
  [PAGE, "Học sinh giỏi quốc gia | từ một ngôi trường làng"],
  [PAGE, "Xây dựng đội ngũ cán bộ đủ phẩm chất, | năng lực, uy tín ngang tầm nhiệm vụ"],
  [TWO, "Người giữ lửa | cho nghề đan lát | ở Thuận Hưng"],
  [PAGE, "Phát huy vai trò của phụ nữ | trong xây dựng nông thôn mới"],
  [PAGE, "Đồng bằng sông Cửu Long cần | một cuộc cách mạng về nước"],
  [PAGE, "TÔI VẼ ĐỂ NHỚ, | VÀ ĐỂ NGƯỜI KHÁC ĐỪNG QUÊN"],
  [
    PAGE,
    "Đại sứ Phạm Quang Vinh | nói về quan hệ Việt Nam - Hoa Kỳ",
    "Đại sứ Phạm Quang Vinh nói | về quan hệ Việt Nam - Hoa Kỳ",
  ],
  [PAGE, "Từ 3 triệu đồng khởi nghiệp | đến doanh nghiệp 500 tỷ đồng"],
  [TWO, "Bác sĩ trẻ tình nguyện | lên vùng cao"],
  [PAGE, "Bí thư Tỉnh ủy đối thoại | với thanh niên về khởi nghiệp"],
  [PAGE, "Trí tuệ nhân tạo và tương lai | của nghề làm báo"],
  [PAGE, "ĐƯA NGHỊ QUYẾT | CỦA ĐẢNG VÀO CUỘC SỐNG", "ĐƯA NGHỊ QUYẾT CỦA ĐẢNG | VÀO CUỘC SỐNG"],
  [TWO, "Lan tỏa phong trào | học tập và làm theo Bác"],
  [TWO, "NGUYỄN VĂN HẢI | VÀ KHÁT VỌNG | LÀM GIÀU | TRÊN ĐẤT PHÈN"],
  [TWO, "Khi người trẻ chọn | ở lại với quê hương"],
  [TWO, "Một đời gắn bó | với cây đàn kìm"],
  [TWO, "“Tôi không viết cho ai cả, | tôi viết vì phải viết”"],
  [PAGE, "Sức mạnh của lòng dân | là nguồn lực vô tận"],
];
const ENGLISH: typeof VIETNAMESE = [
  [PAGE, "The Net-Menders' Café"],
  [PAGE, "Nobody who knows the river | would ever build a house on it"],
  [PAGE, "The last lighthouse keeper | of the northern coast | looks back at forty winters"],
  [PAGE, "Why we still need the slow press | and the people who feed it"],
  [PAGE, "An interview with Orla Tennick | on the art of mending what is broken"],
  [TWO, "In praise | of the unread book"],
  [PAGE, "How a village of 200 people | saved its only school"],
  [TWO, "She sold the company | to buy a boat | and never looked back"],
  [PAGE, "A conversation with James Baldwin | about exile and the price of the ticket"],
  [TWO, "The man who taught | a city to listen"],
  [TWO, "The river remembers: | Maud Ellery on floods, | memory and the law"],
  [TWO, "Ten questions | for the mayor | of New York"],
  [TWO, "What the sea gives | to those who wait"],
];

for (const [lang, table] of [
  ["vi", VIETNAMESE],
  ["en", ENGLISH],
] as const) {
  for (const [measure, ...accepted] of table) {
    const copy = (accepted[0] ?? "").replaceAll(" | ", " ");
    test(`${lang}: at ${measure} pt, ${copy}`, () => {
      expect(accepted).toContain(broken(copy, measure, lang));
      expect(setting(copy, measure, lang).findings).toEqual([]);
    });
  }
}

test("words of the story and of the design stay whole", () => {
  const copy = "Seven net mender songs";
  expect(broken(copy, 220, "en")).toContain("net | mender");
  expect(broken(copy, 220, "en", {}, ["net mender"])).not.toContain("net | mender");
});

test("what must be divided is divided, and said", () => {
  const { lines, findings } = setting("TRONG SẠCH, VỮNG MẠNH", 100);
  expect(lines.length).toBeGreaterThan(2);
  expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toContain("info headline-divided");
  expect(findings[0]?.message).toContain("TRONG SẠCH");
});

const range = { sizeRange: { least: pt(22), most: pt(34) } };
function size(copy: string, measure: number, lang = "vi"): number {
  return fittedSize(shapeBlock(block(lang, copy), headline(range), "", shaper), [{ x: 0, width: measure }]);
}

test("the size is the largest at which the lines are good", () => {
  expect(size("The Net-Menders' Café", PAGE, "en")).toBe(34);
  const copy = "Mùi mực, mùi cà phê và con mèo tên Chì";
  const fitted = size(copy, PAGE);
  expect(fitted % 0.5).toBe(0);
  expect(broken(copy, PAGE, "vi", { size: pt(fitted) })).not.toContain("|");
  expect(broken(copy, PAGE, "vi", { size: pt(fitted + 0.5) })).toContain("|");
});

test("the size gives way before the sense does", () => {
  const copy = "HỆ THỐNG CHÍNH TRỊ TRONG SẠCH";
  const narrow = 190;
  const fitted = size(copy, narrow);
  expect(fitted).toBeLessThan(34);
  expect(setting(copy, narrow, "vi", { size: pt(fitted) }).findings).toEqual([]);
});

test("a stepped headline goes in line by line, and an empty or endless one comes back", () => {
  const { lines } = setting("Phát huy vai trò của phụ nữ trong xây dựng nông thôn mới", TWO, "vi", {
    shape: "stepped",
  });
  const lefts = lines.map((line) => line.x);
  expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
  expect(new Set(lefts.map((x) => Math.round(x))).size).toBeGreaterThan(1);
  for (const line of lines) expect(line.x + line.width).toBeLessThanOrEqual(TWO + 0.01);
  expect(setting("", TWO).lines).toHaveLength(1);
  expect(setting("chính trị ".repeat(300).trim(), TWO).lines.length).toBeGreaterThan(50);
});

test("a forced line break is kept", () => {
  expect(broken("Mùi mực,\u2028mùi cà phê và con mèo tên Chì", PAGE)).toBe("Mùi mực, | mùi cà phê và con mèo tên Chì");
});
