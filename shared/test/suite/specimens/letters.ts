/** What of a font's letters is used: small capitals, figures, fractions, raised letters, languages, stand-ins. */
import { a, docWith, marked, p, q } from "../../../schema/build.ts";
import { card, type Specimen } from "./specimen.ts";

const body = (font: string, more: object = {}) => ({
  answer: { font, size: 12, leading: 18, align: "left", indent: 0, indentFirst: 0, hyphenate: false, ...more },
});
const grid = { grid: { baseline: 18, first: 30 } };
const caps = (text: string) => marked("small_caps", null, text);

export const LETTERS: readonly Specimen[] = [
  {
    name: "small-capitals",
    shows: "Small capitals of one height and weight with every Vietnamese mark, upright and italic.",
    story: docWith(
      { lang: "vi" },
      a(p(caps("Nguyễn Thị Ngọc Ẩn"), ", thợ xếp chữ."), p("Báo ", caps("Tiếng Chuông Ngân"), " ra ngày rằm.")),
      q(p(caps("Ngõ Quỳnh"), " và phố Huế.")),
    ),
    design: card(
      2,
      9,
      {
        ...body("Spectral"),
        question: { font: "Playfair Display", italic: true, size: 12, leading: 18, weight: 400, spaceBefore: 0 },
      },
      grid,
    ),
  },
  {
    name: "small-capitals-imitated",
    shows:
      "Source Serif's italic has no small capitals: reduced capitals stand in for whole words, and a finding says so.",
    story: docWith({ lang: "vi" }, a(p("Tạp chí ", caps("Văn Nghệ Hậu Giang"), " in tại ", caps("Ô Môn"), "."))),
    design: card(2, 6, body("Source Serif 4", { italic: true }), grid),
  },
  {
    name: "figures",
    shows: "Old-style figures run with the letters, lining ones stand with capitals, tabular ones under each other.",
    story: docWith(
      { lang: "en" },
      a("Set in 1952, moved in 1998, 40 lines an hour."),
      a(p(marked("char_style", { name: "lining" }, "Set in 1952, moved in 1998, 40 lines an hour."))),
      a(p(marked("char_style", { name: "tabular" }, "1 111 111\u20288 848 084\u20286 940 596"))),
    ),
    design: card(2, 9, body("Spectral", { figures: "old-style" }), {
      ...grid,
      characterStyles: {
        lining: { figures: "lining" },
        tabular: { figures: "lining", figureWidth: "tabular" },
      },
    }),
  },
  {
    name: "fractions-and-ordinals",
    shows:
      "A half and three quarters are fractions; a date and a document's number are not. The letters of 1st and 2nd are raised.",
    story: docWith(
      { lang: "en" },
      a(
        "Take 1/2 of the ink and 3/4 of the oil.",
        "On 1/9/2015 the paper 05-CT/TW came.",
        "The 1st, the 2nd and the 23rd proof.",
        p("Footnotes", marked("superscript", null, "12"), " and water, H", marked("subscript", null, "2"), "O."),
      ),
    ),
    design: card(2, 9, body("Source Serif 4", { fractions: true, ordinals: true }), grid),
  },
  {
    name: "case-sensitive-forms",
    shows: "Hyphens, brackets and dots stand at the height of the capitals round them.",
    story: docWith({ lang: "en" }, a("(RIVER-BANK) «PRINT» · 24 – 26", "(River-bank) «Print» · 24 – 26")),
    design: card(2, 5, body("Be Vietnam Pro", { size: 15, leading: 18 }), grid),
  },
  {
    name: "ligatures",
    shows: "fi, ffl and ft join; not across the parts of a compound (soft hyphen), not in tracked words.",
    story: docWith(
      { lang: "en" },
      a(
        "office, waffle, drift, shelf\u00adful, offline",
        p(marked("adjust", { tracking: 40 }, "office, waffle, drift")),
      ),
    ),
    design: card(2, 5, body("Spectral", { size: 14, leading: 18 }), grid),
  },
  {
    name: "stand-in-glyphs",
    shows:
      "Letters the font lacks come from another one of like weight and height: the cross, the đồng sign in Playfair.",
    story: docWith({ lang: "vi" }, a("Giá 45.000 ₫ ❖ ra ngày rằm")),
    design: card(2, 4, body("Playfair Display", { size: 15, leading: 18 }), grid),
  },
  {
    name: "adjusted-by-hand",
    shows: "Tracked, kerned, scaled and lifted by hand, each only on its own letters.",
    story: docWith(
      { lang: "en" },
      a(
        p("plain and ", marked("adjust", { tracking: 120 }, "tracked"), " words"),
        p("plain and ", marked("adjust", { scaling: 1.2 }, "scaled"), " words"),
        p("plain and ", marked("adjust", { baseline: 3 }, "lifted"), " words"),
        p("A", marked("adjust", { kerning: -60 }, "V"), "A and AVA"),
      ),
    ),
    design: card(2, 6, body("Spectral", { size: 14, leading: 18 }), grid),
  },
];
