/** What stands beside a paragraph: drop caps, bullets and numbers, speakers' signs. And the edges of its column. */
import { a, docWith, intro, q } from "../../../schema/build.ts";
import { EN, EN_MORE, VI, VI_MORE } from "./copy.ts";
import { card, type Specimen } from "./specimen.ts";

const BODY = { font: "Spectral", size: 9.4, leading: 12, align: "justify", indent: 9.4, indentFirst: 0 };
const QUESTION = { ...BODY, align: "left", weight: 600, italic: true, spaceBefore: 12, indent: 0 };
const answer = (more: object) => ({
  answer: { ...BODY, ...more },
  question: QUESTION,
  list_item: { ...BODY, indent: 0 },
});
const turns = (lang: "vi" | "en", ...openings: readonly string[]) =>
  docWith({ lang }, ...openings.flatMap((words) => [q("—"), a(`${words} ${lang === "vi" ? VI : EN}`)]));
const capped = (cap: object) => answer({ dropCap: { at: "all", lines: 3, ...cap } });
const display = { characterStyles: { cap: { font: "Playfair Display", weight: 700, colour: "red" } } };

export const BESIDE: readonly Specimen[] = [
  {
    name: "drop-caps",
    shows:
      "Tops level with the first line's capitals, feet on the third baseline, stems on the margin; A and L take their " +
      "first line in, Q and J keep clear of the line below.",
    story: turns("en", "The", "At", "Let", "On", "Question:", "Just", "We", "Here"),
    design: card(3, 44, capped({})),
  },
  {
    name: "drop-caps-vi",
    shows: "Letters with marks as large as letters without; the marks stand inside the paragraph and touch no line.",
    story: turns("vi", "Ẫm", "Ế", "Ặt", "Để", "Ở", "Ộp", "Ữ", "Ấy"),
    design: card(3, 46, capped({})),
  },
  {
    name: "drop-caps-quoted-beside",
    shows: "The opening quotation mark stands at half size before the letter, inside the measure.",
    story: turns("vi", "“Ấm", "“Quê", "“Chợ"),
    design: card(2, 30, capped({ lines: 3, style: "cap", quote: "beside" }), display),
  },
  {
    name: "drop-cap-small-capitals",
    shows: "The rest of the first line in small capitals after the letter.",
    story: docWith({ lang: "vi" }, intro(VI), q("—"), a(VI_MORE)),
    design: card(
      2,
      24,
      {
        ...answer({}),
        intro: { ...BODY, dropCap: { lines: 3 }, nested: [{ style: "small", until: "line" }], spaceAfter: 12 },
      },
      { characterStyles: { small: { smallCaps: "small", letterSpace: 3 } } },
    ),
  },
  {
    name: "signs-in-the-indent",
    shows: "Signs hang in an indent that all paragraphs of the turn have.",
    story: docWith({ lang: "en" }, q("Why does anybody still do this by hand, and at that pace?"), a(EN, EN_MORE)),
    design: card(2, 16, answer({}), {
      signs: { question: { text: "Q.", place: "indent", colour: "red" }, answer: { text: "A.", place: "indent" } },
    }),
  },
  {
    name: "edges",
    shows: "Both edges straight to the eye: A, T, V, W and Y, quotation marks, hyphens and points stand out by little.",
    story: docWith(
      { lang: "en" },
      a(
        "“The Tower,” wrote Agnes, “was taller than any Yew.” Very well: We took Alice’s view, walking “Away” – to Avila, " +
          "Ypres, Trent; Jena, Turin, Oxford. “Tell us,” they say, “what you saw.” And so: Value, worth, type, variety, " +
          "fly-by-night well-to-do folk, Wolves. Yes! Yet Tom, Vic, Al, Ida, Jo – even Theo – voted. “You, too?” asked " +
          "Walter. “Try Antwerp, Vienna, York, Tartu.” " +
          EN,
      ),
    ),
    design: card(1, 26, answer({})),
  },
];
