/** What stands at a paragraph's beginning and edges: drop caps, lists, signs, nested runs, hung punctuation. */
import { a, bullets, docWith, numbers, p, q } from "../../../schema/build.ts";
import { EN, EN_MORE, VI, VI_MORE } from "./copy.ts";
import { card, type Specimen } from "./specimen.ts";

const set = (more: object = {}) => ({
  answer: { font: "Spectral", size: 9.4, leading: 12, align: "justify", indent: 9.4, indentFirst: 0, ...more },
});
const cap = (dropCap: object) => set({ dropCap: { at: "all", ...dropCap } });

export const PARAGRAPHS: readonly Specimen[] = [
  {
    name: "drop-cap",
    shows:
      "The cap's head stands level with the capitals of line one, its foot on the baseline of line three; the lines beside it begin close to its shape.",
    story: docWith({ lang: "en" }, a(EN, `Apprentices begin early. ${EN_MORE}`)),
    design: card(2, 16, cap({ lines: 3 })),
  },
  {
    name: "drop-cap-vietnamese",
    shows: "Letters with two marks keep the size of the bare letter; no mark touches a line above or below.",
    story: docWith(
      { lang: "vi" },
      a(`Ấy là chuyện cũ. ${VI}`, `Ếch nhái kêu ran. ${VI_MORE}`, `Ộp một tiếng. ${VI_MORE}`),
    ),
    design: card(2, 18, cap({ lines: 3 })),
  },
  {
    name: "drop-cap-quotation",
    shows: "The opening quotation mark hangs small in the margin; the letter after it is the cap.",
    story: docWith({ lang: "en" }, a(`“Give it an afternoon,” my father used to say. ${EN_MORE}`, EN)),
    design: card(2, 14, cap({ lines: 3 })),
  },
  {
    name: "drop-cap-following-shape",
    shows: "The lines beside an A follow its slope, beside a W they stand clear of it.",
    story: docWith({ lang: "en" }, a(`Another press came up the river. ${EN_MORE}`, `We set forty lines. ${EN_MORE}`)),
    design: card(2, 14, cap({ lines: 4, indent: "shape" })),
  },
  {
    name: "lists",
    shows: "Bullets and numbers hang before the text; numbers of one and two figures end in one line.",
    story: docWith(
      { lang: "en" },
      a(
        "What a printer keeps:",
        bullets(
          "a case of type, sorted, with every letter where the hands expect it",
          "ink",
          "patience for those who come to learn and leave again",
        ),
        numbers(...Array.from({ length: 11 }, (_, n) => `proof ${n + 1}, read aloud by one and marked by another`)),
      ),
    ),
    design: card(2, 22, set()),
  },
  {
    name: "nested-runs",
    shows: "The speaker's name up to the colon is bold, and the first line of the second paragraph in small capitals.",
    story: docWith({ lang: "en" }, q("Lan: Why keep the press at all?"), a(EN)),
    design: card(
      2,
      14,
      {
        ...set({ nested: [{ style: "opening", until: "line" }] }),
        question: {
          font: "Spectral",
          weight: 400,
          italic: false,
          size: 9.4,
          leading: 12,
          nested: [{ style: "name", until: { through: ":" } }],
        },
      },
      { characterStyles: { name: { weight: 700 }, opening: { smallCaps: "small", letterSpace: 3 } } },
    ),
  },
  {
    name: "hung-punctuation",
    shows: "Quotation marks, dashes and full points hang out, so that both edges look straight.",
    story: docWith(
      { lang: "en" },
      a(
        "“Paper lasts.” – “Ink stays.” – “Type comes back.” – “Hands learn.” – “Presses wait,” they said, “and rivers rise.” – “Yes.” – “So they do; and fall, too.” – “Then print.” – “We will.” – “When?” – “Now.”",
        EN,
      ),
    ),
    design: card(2, 16, set()),
  },
  {
    name: "flush-punctuation",
    shows: "The same without hanging: the edges look ragged beside it.",
    story: docWith(
      { lang: "en" },
      a(
        "“Paper lasts.” – “Ink stays.” – “Type comes back.” – “Hands learn.” – “Presses wait,” they said, “and rivers rise.” – “Yes.” – “So they do; and fall, too.” – “Then print.” – “We will.” – “When?” – “Now.”",
        EN,
      ),
    ),
    design: card(2, 16, set({ protrusion: false })),
  },
  {
    name: "last-lines",
    shows: "Justified to the end, and last lines centred and flush right.",
    story: docWith({ lang: "en" }, q(EN_MORE), a(p(EN))),
    design: card(2, 18, {
      ...set({ lastLine: "right" }),
      question: {
        font: "Spectral",
        weight: 400,
        italic: false,
        size: 9.4,
        leading: 12,
        align: "justify",
        lastLine: "center",
        spaceBefore: 0,
      },
    }),
  },
];
