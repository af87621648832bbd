/**
 * Signs as data: what the design puts before a turn so that the reader knows who speaks. A mark ("❖", "–", "+"), the
 * letter of the language for a question or an answer ("Q." "A.", "H:" "Đ:"), the speaker's initials or name. The
 * document holds none of it.
 */
import { z } from "zod";
import type { Ink } from "../color/ink.ts";
import type { Pt } from "../units.ts";
import { type Colour, colour, DesignError, distance } from "./designFields.ts";
import type { CharacterStyle, CharacterStyles } from "./stylesheet.ts";

/** A mark with an ink of its own; null is the ink of the words after it. */
export type Sign = { readonly text: string; readonly ink: Ink | null };

/**
 * A turn's sign and where it stands: before the first words, in an indent that all of the turn has, or in the margin.
 * In its text `{letter}` is the language's letter for a question or an answer with its point or colon, `{initials}` and
 * `{name}` are the speaker's, and `{colon}` is what the language sets after a name.
 */
export type TurnSign = Sign & {
  readonly place: "run-in" | "indent" | "margin";
  /** The indent; null is the house's measure. */
  readonly indent: Pt | null;
  /** Between sign and text; null is the house's measure. */
  readonly gap: Pt | null;
  /** A character style's name. */
  readonly style: string | null;
  /** `{name}` is the whole name at a speaker's first turn and the initials from then on. */
  readonly full: "first" | "always";
  /** Character styles of the speakers in the document's order, again from the first when there are more; may be none. */
  readonly bySpeaker: readonly string[];
};

export type Signs = { readonly question: TurnSign; readonly answer: TurnSign };

/** `colour: "speaker"` is the speaker's own from `colours`, so no swatch can have that name here. */
const SPEAKER = "speaker";
const turnSign = z.union([
  z.string(),
  z
    .strictObject({
      text: z.string(),
      colour: colour.nullish(),
      place: z.enum(["run-in", "indent", "margin"]).default("run-in"),
      indent: distance.nullable().default(null),
      gap: distance.nullable().default(null),
      style: z.string().min(1).nullable().default(null),
      full: z.enum(["first", "always"]).default("always"),
    })
    .refine(
      (said) => said.colour !== SPEAKER || said.place !== "run-in",
      'expected place "indent" or "margin" where the colour is the speaker\'s',
    ),
]);

export const signFields = z.strictObject({
  question: turnSign,
  answer: turnSign,
  colours: z.array(colour).max(12).default([]),
});

type InkOf = (value: Colour, where: string) => Ink;

/**
 * The signs, and the character styles made for speakers' colours, to be added to the design's own. Throws `DesignError`
 * where a sign names a style that is not there.
 */
export function resolveSigns(
  data: z.infer<typeof signFields>,
  characters: CharacterStyles,
  ink: InkOf,
  design: string,
): { readonly signs: Signs; readonly characterStyles: CharacterStyles } {
  const made: Record<string, CharacterStyle> = {};
  const sign = (said: z.infer<typeof turnSign>, where: string): TurnSign => {
    if (typeof said === "string") return { ...PLAIN_SIGN, text: said };
    const { colour: named, style, ...rest } = said;
    if (style !== null && !Object.hasOwn(characters, style)) {
      throw new DesignError(
        `${design}: ${where}.style: there is no character style "${style}"; define it under characterStyles`,
      );
    }
    if (named !== SPEAKER) {
      const own = named === null || named === undefined ? null : ink(named, where);
      return { ...rest, style, ink: own, bySpeaker: [] };
    }
    const bySpeaker = data.colours.map((one, n) => {
      const name = `${style ?? "sign"} · ${n + 1}`;
      made[name] = { ...(style === null ? {} : characters[style]), name, ink: ink(one, `signs.colours.${n}`) };
      return name;
    });
    return { ...rest, style, ink: null, bySpeaker };
  };
  const signs = { question: sign(data.question, "signs.question"), answer: sign(data.answer, "signs.answer") };
  return { signs, characterStyles: { ...characters, ...made } };
}
const PLAIN_SIGN = {
  ink: null,
  place: "run-in",
  indent: null,
  gap: null,
  style: null,
  full: "always",
  bySpeaker: [],
} as const;

/** What marks a question and an answer by letter, and how a letter and a name are closed. */
type Manner = { readonly question: string; readonly answer: string; readonly letter: string; readonly name: string };
const MANNERS: Readonly<Record<string, Manner>> = {
  en: { question: "Q", answer: "A", letter: ".", name: ":" },
  vi: { question: "H", answer: "Đ", letter: ":", name: ":" },
  de: { question: "F", answer: "A", letter: ":", name: ":" },
  nl: { question: "V", answer: "A", letter: ":", name: ":" },
  // A colon has a no-break space before it (Lexique des règles typographiques en usage à l'Imprimerie nationale).
  fr: { question: "Q", answer: "R", letter: "\u00a0:", name: "\u00a0:" },
  es: { question: "P", answer: "R", letter: ".", name: ":" },
  pt: { question: "P", answer: "R", letter: ":", name: ":" },
  it: { question: "D", answer: "R", letter: ".", name: ":" },
  pl: { question: "P", answer: "O", letter: ":", name: ":" },
  sv: { question: "F", answer: "S", letter: ":", name: ":" },
  da: { question: "S", answer: "S", letter: ":", name: ":" },
  nb: { question: "S", answer: "S", letter: ":", name: ":" },
};

/** How this language signs turns; English where it is not known. `lang` is a BCP 47 tag. */
export function mannerOf(lang: string): Manner {
  return MANNERS[lang.split("-")[0]?.toLowerCase() ?? ""] ?? (MANNERS.en as Manner);
}

/** Who speaks a turn, as its sign needs it. */
export type Voice = {
  readonly name: string;
  readonly initials: string;
  /** Place among the document's speakers, from 0. */
  readonly order: number;
  /** Is this the speaker's first turn? */
  readonly first: boolean;
};

/** The words of a sign in this language, with the space after them; empty for none. */
export function signText(sign: TurnSign, role: "question" | "answer", voice: Voice | undefined, lang: string): string {
  const manner = mannerOf(lang);
  const initials = voice ? voice.initials || initialsOf(voice.name) : "";
  const name = voice && (sign.full === "always" || voice.first) ? voice.name || initials : initials;
  const said = sign.text
    .replaceAll("{letter}", manner[role] + manner.letter)
    .replaceAll("{initials}", initials)
    .replaceAll("{name}", name)
    .replaceAll("{colon}", manner.name);
  // A speaker nobody named leaves no lone colon behind.
  const empty = said === "" || (WORDS.test(sign.text) && !WORDS.test(said));
  return empty ? "" : `${said} `;
}
const WORDS = /[\p{L}\p{N}]/u;

/** The first letter of each part of a name: "Lâm Huệ Khanh" is LHK. */
function initialsOf(name: string): string {
  return name
    .split(/[\s-]+/u)
    .filter((word) => word !== "")
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
}
