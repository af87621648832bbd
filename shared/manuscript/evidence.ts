/**
 * What speaks for and against one piece having one role, in points, each with its reason in words. Points are
 * log-odds in spirit: 2.3 of them make a role ten times as likely. They were set by hand, from how Vietnamese and
 * English magazines print interviews, and hold together; none is tuned to one manuscript. Here a piece is looked at alone; its neighbours come in with
 * the grammar (`roles.ts`).
 */
import type { Group, Manner } from "./manner.ts";
import type { Piece } from "./pieces.ts";
import { unreachable } from "../units.ts";

export const READ_ROLES = [
  "kicker",
  "kickerMore",
  "headline",
  "headlineMore",
  "standfirst",
  "standfirstRest",
  "intro",
  "introRest",
  "credit",
  "question",
  "questionMore",
  "questionRest",
  "answer",
  "answerMore",
  "answerRest",
  "listItem",
  "crosshead",
  "pullQuote",
  "sidebar",
  "editorNote",
  "stageNote",
  "image",
  "caption",
  "captionRest",
  "photoCredit",
  "furniture",
] as const;
/** `…More`: a further paragraph of the same. `…Rest`: the rest of a paragraph torn apart. */
export type ReadRole = (typeof READ_ROLES)[number];

export type Part = "interviewer" | "interviewee";
/** What the whole manuscript says about a piece, beyond the piece. */
export type Context = {
  readonly manner: Manner;
  readonly part: (piece: Piece) => Part | null;
  /** Is it the first piece with words? */
  readonly opens: boolean;
  /** The largest heading level used, 0 when there are no headings. */
  readonly topHeading: number;
  /** Is its text repeated from another, longer piece? */
  readonly quotesCopy: boolean;
  /** How many pieces its block quotation has. */
  readonly quotedPieces: number;
  /** Does it open with a person's name that the title block has? */
  readonly opensWithName: boolean;
  /** Empty lines that usually part paragraphs. */
  readonly usualGap: number;
};

export type Say = (points: number, reason: string) => void;
export const IMPOSSIBLE = -1000;

const STATES: Readonly<Record<string, readonly ReadRole[]>> = {
  kicker: ["kicker", "kickerMore"],
  headline: ["headline", "headlineMore"],
  standfirst: ["standfirst", "standfirstRest"],
  intro: ["intro", "introRest"],
  credit: ["credit"],
  question: ["question", "questionMore"],
  answer: ["answer", "answerMore"],
  caption: ["caption"],
  photo_credit: ["photoCredit"],
  pull_quote: ["pullQuote"],
  sidebar: ["sidebar"],
  crosshead: ["crosshead"],
  editor_note: ["editorNote"],
  furniture: ["furniture"],
};

/** Says everything about `piece` as `role`. */
export function evidence(role: ReadRole, piece: Piece, context: Context, say: Say): void {
  const { clues: c, hints, sign, label } = piece;
  if (piece.furniture !== null || role === "furniture") {
    if (piece.furniture !== null && role === "furniture") say(20, piece.furniture);
    else if (c.stated === "furniture" && role === "furniture") say(20, "set aside by its source");
    else say(IMPOSSIBLE, "page furniture or not");
    return;
  }
  if (hints.image || role === "image") {
    say(hints.image && role === "image" ? 20 : IMPOSSIBLE, "a picture stands here");
    return;
  }
  if (c.stated) say((STATES[c.stated] ?? []).includes(role) ? 15 : -15, `the source calls it ${c.stated}`);
  if (c.styled) say((STATES[c.styled] ?? []).includes(role) ? 6 : -3, `style “${hints.style ?? ""}”`);
  const ended = c.ending === "stop" || c.ending === "ellipsis" || c.ending === "bang";
  const long = c.words >= 12;
  const heading = hints.heading ?? 0;
  const part = label ? context.part(piece) : null;
  const lift = (group: Group, share = 1): void => {
    const points = share * context.manner.lift(group, piece.looks);
    if (points > 0.3 || points < -0.3) say(points, mannerOf(piece));
  };
  const notCopy = (points: number): void => {
    if (c.photoCredit && c.photoCredit.at > 0) say(-points, "ends with a photo credit");
    else if (c.photoCredit) say(-points - 2, "is a photo credit");
    if (c.credits) say(-points, "reads as a credit");
  };

  switch (role) {
    case "kicker":
    case "kickerMore":
      say(role === "kicker" ? -1 : -2, "");
      if (c.ending === "colon") say(c.capitals ? 4.5 : 2.5, "ends with a colon");
      if (c.kicker) say(c.kickerLabel ? 4.5 : 2, "words of a kicker");
      if (c.words <= 8) say(0.5, "short");
      if (c.words > 25) say(c.ending === "colon" ? -0.5 : -3, "long");
      if (ended) say(-3, "a whole sentence");
      if (c.asked) say(-1.5, "asks");
      if (heading > 1 && context.topHeading === 1) say(1.8, "lesser heading");
      if (heading === 1) say(-4, "first heading");
      if (c.capitals) say(0.5, "capitals");
      if (hints.quote !== undefined) say(-2, "quoted");
      if (c.small) say(-3, "begins small");
      if (sign.kind === "dash" || sign.kind === "ornament") say(-2, "has a sign");
      if (label && label.weight === 1) say(-6, "has a speaker's label");
      notCopy(4);
      return;
    case "headline":
      say(-0.5, "");
      if (context.opens) say(0.8, "first in the copy");
      if (heading === 1) say(5, "first heading");
      else if (heading > 0 && heading === context.topHeading) say(3.2, "largest heading");
      else if (heading > 0) say(-0.5, "lesser heading");
      if (c.capitals) say(2, "capitals");
      if (c.words >= 3 && c.words <= 24) say(1, "a headline's length");
      else if (c.words > 45) say(-6, "too long");
      else if (c.words > 30) say(-2.5, "long");
      if (c.ending === "none" || c.ending === "bang") say(0.7, "no full stop");
      if (c.ending === "stop" || c.ending === "semicolon") say(heading ? -0.5 : -2.5, "ends as a sentence");
      if (c.ending === "colon") say(-2.5, "ends with a colon");
      if (c.ending === "comma") say(-1, "ends with a comma");
      if (c.asked) say(-0.5, "asks");
      if (piece.looks.emphasis.includes("bold") || hints.centred) say(1, "bold or centred");
      if (c.small) say(-3, "begins small");
      if (hints.quote !== undefined) say(-3, "quoted");
      if (c.name) say(-0.6, "a name alone");
      if (c.kicker && c.words <= 4) say(-1, "words of a kicker");
      if (sign.kind === "dash" || sign.kind === "ornament") say(-2.5, "has a sign");
      if (hints.list) say(-3, "list item");
      if (label && label.weight === 1) say(-6, "has a speaker's label");
      if (part === "interviewer") say(-3, "an interviewer's label");
      if (c.addresses && c.asked) say(-2, "asks somebody");
      notCopy(5);
      return;
    case "headlineMore":
      say(-1.2, "");
      if (c.capitals) say(1, "capitals");
      if (c.kicker) say(-1.5, "words of a kicker");
      if (c.ending === "colon") say(-3, "ends with a colon");
      if (ended) say(-2, "a whole sentence");
      if (c.words > 30) say(-3, "long");
      if (sign.kind === "dash" || sign.kind === "ornament") say(-3, "has a sign");
      if (label) say(-4 * label.weight, "has a label");
      notCopy(5);
      return;
    case "standfirst":
    case "standfirstRest":
      say(role === "standfirst" ? -0.5 : -0.2, "");
      if (long) say(1.5, "sentences before the first question");
      if (c.words >= 20 && c.words <= 110) say(0.6, "a standfirst's length");
      if (c.words > 110) say(-1.5, "long");
      if (c.words > 180) say(-1.5, "very long");
      if (ended || c.ending === "colon") say(1.3, "a whole sentence");
      if (c.asked) say(-1.5, "asks");
      if (c.ending === "none" || c.ending === "comma") say(role === "standfirst" && long ? -0.3 : -1.8, "no full stop");
      if (c.capitals) say(-3, "capitals");
      if (piece.looks.emphasis !== "" && long) say(1.2, "set off by its type");
      if (hints.quote !== undefined) say(2.5, "quoted");
      if (heading > 0) say(long ? -0.5 : -2.5, "heading");
      if (c.announces && long) say(1.2, "announces the conversation");
      if (c.small && role === "standfirst") say(-2.5, "begins small");
      if (sign.kind === "dash" || sign.kind === "ornament" || hints.list) say(-2, "has a sign");
      if (label) say(-7 * label.weight, "has a label");
      if (c.addresses && c.asked) say(-2, "asks somebody");
      if (c.editorNote) say(-4, "words of an editor's note");
      notCopy(4);
      return;
    case "intro":
    case "introRest":
      say(role === "intro" ? -0.8 : -0.5, "");
      if (long) say(1, "copy before the first question");
      if (ended) say(1, "a whole sentence");
      if (c.asked) say(-2, "asks");
      if (c.capitals) say(-3, "capitals");
      if (heading > 0) say(-3, "heading");
      if (c.small && role === "intro") say(-2.5, "begins small");
      if (sign.kind === "dash" || sign.kind === "ornament") say(-2, "has a sign");
      if (label) say(-7 * label.weight, "has a label");
      if (c.addresses && c.asked) say(-2, "asks somebody");
      if (c.name) say(-1.5, "a name alone");
      if (c.kicker && c.words <= 6) say(-1.5, "words of a kicker");
      if (c.editorNote) say(-3, "words of an editor's note");
      notCopy(4);
      return;
    case "credit":
      say(-4.5, "");
      if (c.credits) {
        const onlyPictures = c.credits.every((credit) => credit.role === "photography");
        say(onlyPictures ? 6 : 10, "a name with what he or she did");
      } else if (c.name && c.words >= 2 && c.words <= 6) {
        if (sign.kind === "ornament") say(5, "a name after a sign");
        if (c.capitals) say(1.8, "a name in capitals");
        if (piece.looks.emphasis !== "") say(1.2, "a name set off by its type");
        say(1.4, "a name alone");
      } else say(-3, "no credit's words");
      if (c.words > 16) say(-3, "long");
      if (heading > 0) say(-1.5, "heading");
      if (hints.quote !== undefined) say(-1, "quoted");
      if (label && label.weight === 1 && !c.credits) say(-5, "has a speaker's label");
      return;
    case "question":
      say(-1, "");
      if (c.asked) say(4, "ends with a question mark");
      else if (c.asksInside && c.words <= 120) say(1.6, "has a question mark");
      if (c.asks) say(c.asked ? 0.5 : 1.2, "words of asking");
      if (c.addresses) say(c.asked || c.words <= 70 ? 1.2 : 0.3, "speaks to the other person");
      if (c.thanks && c.words <= 30) say(c.firstPerson && c.words > 12 ? 1 : 3.5, "thanks");
      if (!c.asked && !c.asks && !c.addresses && !c.thanks && !c.asksInside) say(-2, "asks nothing");
      if (piece.looks.emphasis.includes("bold")) say(1.2, "bold");
      else if (piece.looks.emphasis.startsWith("italic")) say(0.5, "italic");
      if (c.words > 150) say(-3.5, "very long");
      else if (c.words > 60) say(-1.5, "long");
      if (c.asked && c.firstPerson && !c.addresses) say(-0.7, "speaks of oneself");
      if (c.small) say(-2.5, "begins small");
      if (c.firstPerson && !c.asked && !c.thanks) say(-0.7, "speaks of oneself");
      if (c.capitals && !c.asked) say(-2, "capitals");
      if (sign.kind === "ornament") say(1, `sign ${sign.mark}`);
      if (sign.kind === "number" && c.asked) say(0.7, "numbered");
      if (sign.kind === "quoted") say(c.asked ? 1.2 : -1, "in quotation marks");
      if (heading > 0 && c.asked) say(1, "heading that asks");
      if (heading === 1) say(-2.5, "first heading");
      if (hints.quote !== undefined) say(-1.5, "quoted");
      if (c.stageNote || c.editorNote) say(-4, "a note");
      lift("question");
      labelled("interviewer");
      notCopy(5);
      return;
    case "questionMore":
      say(-0.6, "");
      if (c.asked) say(4, "ends with a question mark");
      else if (c.asksInside) say(1, "has a question mark");
      if (c.addresses) say(0.8, "speaks to the other person");
      if (c.firstPerson) say(-0.7, "speaks of oneself");
      if (c.answers) say(-1, "opens like an answer");
      if (c.words > 120) say(-2, "very long");
      if (c.small) say(-2.5, "begins small");
      if (c.capitals) say(-2, "capitals");
      if (heading > 0) say(-1.5, "heading");
      if (c.thanks) say(-1, "thanks");
      if (sign.kind === "dash" || sign.kind === "ornament" || sign.kind === "number") say(-1.5, "has a sign");
      lift("questionMore");
      unlabelled();
      notCopy(5);
      return;
    case "questionRest":
      if (c.asked) say(2.5, "ends with a question mark");
      if (c.asks || c.addresses) say(0.5, "words of asking");
      if (c.words > 120) say(-2, "very long");
      unlabelled();
      notCopy(5);
      return;
    case "answer":
      if (context.opensWithName && c.words <= 40 && !c.firstPerson) say(-1.5, "names the person who speaks");
      if (c.asked) say(-2.5, "ends with a question mark");
      if (c.addresses && c.asked) say(-0.7, "speaks to the other person");
      if (c.thanks && c.words <= 25) say(c.firstPerson ? 0 : -1.5, "thanks");
      if (c.words >= 25) say(0.6, "long");
      if (c.words >= 60) say(0.5, "very long");
      if (c.answers) say(1.2, "opens like an answer");
      if (c.firstPerson) say(0.7, "speaks of oneself");
      if (c.small) say(-2.5, "begins small");
      if (c.capitals && c.words > 3) say(-2, "capitals");
      if (c.ending === "none" && c.words < 25) say(-0.5, "no full stop");
      if (sign.kind === "dash") say(0.9, "opens with a dash");
      if (piece.looks.emphasis.includes("bold")) say(-1.2, "bold");
      if (heading > 0) say(-4, "heading");
      if (c.stageNote || c.editorNote) say(-3, "a note");
      if (hints.quote !== undefined) say(-1, "quoted");
      lift("answer");
      labelled("interviewee");
      notCopy(5);
      return;
    case "answerMore":
      say(0.3, "");
      if (context.opensWithName && c.words <= 40 && !c.firstPerson) say(-2.5, "names the person who speaks");
      if (c.asked) say(c.addresses ? -3 : -1.8, "ends with a question mark");
      if (c.thanks && c.words <= 20 && (!c.firstPerson || c.addresses)) say(-1.5, "thanks");
      if (c.words >= 25) say(0.4, "long");
      if (c.firstPerson) say(0.4, "speaks of oneself");
      if (c.small) say(-2.5, "begins small");
      if (c.capitals && c.words > 3) say(-2.5, "capitals");
      if (c.ending === "none" && c.words <= 10) say(-3.5, "short and no full stop");
      if (sign.kind === "dash" || sign.kind === "ornament" || sign.kind === "number") say(-0.7, "has a sign");
      if (heading > 0) say(-4, "heading");
      if (piece.looks.emphasis.includes("bold")) say(-1.2, "bold");
      if (c.stageNote || c.editorNote) say(-3, "a note");
      if (hints.quote !== undefined) say(-2, "quoted");
      lift("answerMore", 0.5);
      unlabelled();
      notCopy(5);
      return;
    case "answerRest":
      if (c.asked) say(-0.7, "ends with a question mark");
      unlabelled();
      notCopy(5);
      return;
    case "listItem":
      say(-2, "");
      if (hints.list) say(2.5, "list item");
      else if (sign.kind === "dash" || sign.kind === "ornament" || sign.kind === "number") say(0.8, "a list's sign");
      else say(-12, "no list's sign");
      if (c.small) say(1.2, "begins small");
      if (c.ending === "semicolon") say(2, "ends with a semicolon");
      if (c.words <= 20) say(0.4, "short");
      if (c.words > 60) say(-2.5, "long");
      if (c.asked) say(-3, "asks");
      if (c.thanks) say(-2, "thanks");
      lift("other", 0.8);
      unlabelled();
      notCopy(4);
      return;
    case "crosshead":
      say(-2.6, "");
      if (c.words <= 10 && c.ending === "none") say(c.words <= 8 ? 2 : 1.5, "short, no full stop");
      if (c.words > 14) say(-4, "long");
      if (c.kicker) say(-1, "words of a kicker");
      if (c.ending !== "none" && c.ending !== "bang" && c.ending !== "ellipsis")
        say(c.asked && heading ? -1 : -3, "ends as a sentence");
      if (piece.looks.emphasis.includes("bold")) say(1.6, "bold");
      if (c.capitals) say(2, "capitals");
      if (heading > 1 || (heading === 1 && !context.opens)) say(3, "heading");
      if (hints.centred) say(1, "centred");
      if (c.small) say(-3, "begins small");
      if (sign.kind !== "none" && sign.kind !== "number") say(-1, "has a sign");
      if (hints.list) say(-2, "list item");
      lift("other", 0.4);
      unlabelled();
      notCopy(5);
      return;
    case "pullQuote":
      say(-7, "");
      if (context.quotesCopy) say(12, "says again what stands in the copy");
      if (hints.quote !== undefined && c.words <= 60) say(context.quotedPieces <= 2 ? 7.5 : 2, "set as a quotation");
      if (sign.kind === "quoted" && !c.asked) say(1, "in quotation marks");
      if (c.styled === "pull_quote") say(6, "style");
      if (c.words > 60) say(-3, "long");
      if (c.asked) say(-2, "asks");
      unlabelled();
      notCopy(5);
      return;
    case "sidebar":
      say(-8, "");
      if (hints.quote !== undefined && context.quotedPieces >= 3) say(11, "a block of several quoted paragraphs");
      if (c.styled === "sidebar") say(6, "style");
      unlabelled();
      return;
    case "editorNote":
      say(-6.5, "");
      if (c.editorNote) say(11, "words of an editor's note");
      else if (c.bracketed && c.words >= 6) say(4.5, "in brackets");
      if (c.imprint && context.opensWithName) say(1.5, "opens with a name of the title block");
      if (c.imprint && !c.editorNote) say(7, "says where it is published or shown");
      if (c.words > 120) say(-2, "long");
      notCopy(3);
      return;
    case "stageNote":
      say(c.stageNote ? 6 : IMPOSSIBLE, "a gesture in brackets");
      return;
    case "caption":
    case "captionRest":
      say(role === "caption" ? -5 : -1.5, "");
      if (c.photoCredit && c.photoCredit.at > 0) say(9, "ends with a photo credit");
      else if (c.photoCredit) say(-6, "a credit without caption");
      if (c.captionLabel !== "") say(4.5, "a caption's label");
      if (c.inPicture) say(3.5, "says where in the picture");
      if (context.opensWithName && c.words <= 40) say(3, "opens with the name of the person talked to");
      if (sign.mark === "!") say(9, "sign of a picture");
      if (piece.gap > context.usualGap + 1) say(1.3, "set apart by space");
      if (c.words > 60) say(-3, "long");
      if (c.words > 90) say(-4, "very long");
      if (c.asked) say(-2, "asks");
      if (c.small && role === "caption") say(-2, "begins small");
      if (c.firstPerson) say(-0.7, "speaks of oneself");
      if (heading > 0) say(-2, "heading");
      if (sign.kind === "dash" || sign.kind === "number") say(-2, "has a sign");
      if (sign.kind === "ornament" && sign.mark !== "!") say(-2, "has a sign");
      if (c.credits && !c.photoCredit) say(-4, "reads as a credit");
      if (label) say(-5 * label.weight, "has a label");
      return;
    case "photoCredit":
      if (c.photoCredit && c.photoCredit.at <= sign.lead) say(5, "a photographer's name");
      else say(c.stated === "photo_credit" || c.styled === "photo_credit" ? 0 : IMPOSSIBLE, "no photographer");
      return;
    default:
      unreachable(role);
  }

  function labelled(wanted: Part): void {
    if (!label) {
      return;
    }
    if (part === wanted) say(9 * label.weight, `label “${label.text}”`);
    else if (part !== null) say(-9 * label.weight, `label “${label.text}”`);
  }
  function unlabelled(): void {
    if (label) say(-9 * label.weight, `label “${label.text}”`);
  }
}

function mannerOf(piece: Piece): string {
  const { sign, emphasis, heading, style } = piece.looks;
  const looks = [
    sign === "" ? "" : `sign ${sign}`,
    emphasis === ""
      ? ""
      : emphasis.replace(/^(bold)?(italic)?(capitals)?$/, (_all, ...parts: unknown[]) =>
          parts.slice(0, 3).filter(Boolean).join(" "),
        ),
    heading === "" ? "" : "heading",
    style === "" ? "" : `style “${style}”`,
  ].filter((word) => word !== "");
  return `${looks.length > 0 ? looks.join(", ") : "no sign"}: this manuscript's manner`;
}
