/** Justified, ragged and centred paragraphs. */
import { a, docWith } from "../../../schema/build.ts";
import { EN, EN_MORE, VI, VI_MORE } from "./copy.ts";
import { card, type Specimen } from "./specimen.ts";

const both = (lang: "vi" | "en") => docWith({ lang }, lang === "vi" ? a(VI, VI_MORE, VI) : a(EN, EN_MORE, EN));
const set = (align: string, more: object = {}) => ({
  answer: { size: 9.4, leading: 12, align, indent: 9.4, indentFirst: 0, ...more },
});

export const ALIGNMENTS: readonly Specimen[] = [
  {
    name: "justified-vi",
    shows: "Even word spaces without a hyphen; no gap that draws the eye, no line tighter than its neighbours.",
    story: both("vi"),
    design: card(2, 22, set("justify")),
  },
  {
    name: "justified-en",
    shows: "Even word spaces, few hyphens and never three in a row; commas and hyphens hang out of the right edge.",
    story: both("en"),
    design: card(2, 22, set("justify")),
  },
  {
    name: "ragged-left-edge-straight",
    shows: "An even rag: neither steps nor wedges, no short word left dangling, no hyphen.",
    story: both("en"),
    design: card(2, 24, set("left")),
  },
  {
    name: "ragged-vi",
    shows: "An even rag in Vietnamese.",
    story: both("vi"),
    design: card(2, 24, set("left")),
  },
  {
    name: "ragged-right-edge-straight",
    shows: "The right edge is straight, punctuation hangs out of it.",
    story: both("en"),
    design: card(2, 24, set("right")),
  },
  {
    name: "centred",
    shows: "Centred lines of like length, the last one not a lone word.",
    story: both("en"),
    design: card(2, 24, set("center", { indent: 0 })),
  },
];
