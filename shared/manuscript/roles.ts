/**
 * Roles by rules over the sequence of pieces: the best way through a small grammar of how interviews run (title
 * block, then questions and answers in turn with pictures between, then a tail), found with Viterbi's search (IEEE
 * Trans. Inf. Theory 13, 1967). A step's points are the piece's own evidence, the grammar's cost of the step, and for
 * "the rest of a torn paragraph" how well the two halves fit. Read several times: each reading teaches the
 * manuscript's manner to the next.
 *
 * The state also remembers which piece was the last with running text, along its best way only; so a torn paragraph
 * is found across any number of photos, at the price that the search is not exact in that one respect.
 */
import { evidence, IMPOSSIBLE, READ_ROLES, type Context, type Part, type ReadRole } from "./evidence.ts";
import { learnManner, type Group, type Manner } from "./manner.ts";
import { tearBetween } from "./mend.ts";
import { cuesFor } from "./cues.ts";
import type { Looks, Piece } from "./pieces.ts";

/** Where in the interview: before the first turn, in a question, in an answer, after the last. */
type Zone = "head" | "question" | "answer" | "tail";

export type RoleReading = {
  readonly piece: Piece;
  readonly role: ReadRole;
  readonly zone: Zone;
  /** 0 to 1: how far the best reading of the whole with this role is ahead of the best with another. */
  readonly confidence: number;
  readonly why: readonly string[];
};

const KICKER = 1;
const HEADLINE = 2;
const STANDFIRST = 4;

type State = { readonly role: ReadRole; readonly zone: Zone; readonly mask: number; readonly roleIndex: number };
type Step = { readonly to: number; readonly points: number };

const RUNNING: ReadonlySet<ReadRole> = new Set<ReadRole>([
  "headline",
  "headlineMore",
  "standfirst",
  "standfirstRest",
  "intro",
  "introRest",
  "question",
  "questionMore",
  "questionRest",
  "answer",
  "answerMore",
  "answerRest",
  "listItem",
]);
const REST: ReadonlySet<ReadRole> = new Set<ReadRole>([
  "standfirstRest",
  "introRest",
  "questionRest",
  "answerRest",
  "captionRest",
]);
const BETWEEN = [
  "image",
  "caption",
  "captionRest",
  "photoCredit",
  "furniture",
  "pullQuote",
  "sidebar",
  "editorNote",
] as const;

function makeStates(): State[] {
  const states: State[] = [];
  const add = (role: ReadRole, zone: Zone, mask: number) => {
    states.push({ role, zone, mask, roleIndex: READ_ROLES.indexOf(role) });
  };
  for (let mask = 0; mask < 8; mask += 1) {
    if (mask & KICKER) {
      add("kicker", "head", mask);
      add("kickerMore", "head", mask);
    }
    if (mask & HEADLINE) {
      add("headline", "head", mask);
      add("headlineMore", "head", mask);
    }
    if (mask & STANDFIRST) {
      add("standfirst", "head", mask);
      add("standfirstRest", "head", mask);
    }
    for (const role of ["intro", "introRest", "credit", "crosshead", ...BETWEEN] as const) add(role, "head", mask);
  }
  for (const role of [
    "question",
    "questionMore",
    "questionRest",
    "stageNote",
    "crosshead",
    "credit",
    ...BETWEEN,
  ] as const) {
    add(role, "question", 0);
  }
  for (const role of [
    "answer",
    "answerMore",
    "answerRest",
    "listItem",
    "crosshead",
    "stageNote",
    "credit",
    ...BETWEEN,
  ] as const) {
    add(role, "answer", 0);
  }
  for (const role of ["credit", "intro", ...BETWEEN] as const) add(role, "tail", 0);
  return states;
}

/** Points for going from one state to the next, whatever the pieces; null where the grammar has no such step. */
function stepPoints(from: State, to: State): number | null {
  const a = from.role;
  const b = to.role;
  if (b === "captionRest" && a !== "caption" && a !== "captionRest") return null;
  let points = 0;
  if (b === "caption") {
    if (a === "image") points += 4;
    else if (a === "caption" || a === "photoCredit") points -= 0.7;
    if (to.zone === "question") points -= 0.6;
  }
  if (b === "photoCredit") points += a === "caption" || a === "captionRest" || a === "image" ? 4 : -2.5;
  if (b === "image" && to.zone === "question") points -= 0.3;
  if (b === "credit") {
    if (a === "credit") points += 0.5;
    if (a === "caption" || a === "image") points -= 1;
    if (to.zone === "answer" || to.zone === "question") points -= 3;
  }
  if (b === "listItem") points += a === "listItem" ? 2.2 : -1;

  if (from.zone === "head" && to.zone === "head") {
    const added = to.mask & ~from.mask;
    if (from.mask & ~to.mask) return null;
    const opens = b === "kicker" ? KICKER : b === "headline" ? HEADLINE : b === "standfirst" ? STANDFIRST : 0;
    if (added !== opens) return null;
    if (b === "kickerMore" && a !== "kicker") return null;
    if (b === "headlineMore" && a !== "headline" && a !== "headlineMore") return null;
    if (b === "headline" && a === "kicker") points += 1;
    if (b === "kicker" && a !== "headline" && a !== "headlineMore" && to.mask & HEADLINE) {
      points -= to.mask & STANDFIRST || a === "intro" || a === "introRest" ? 2.5 : 0.8;
    }
    if (b === "crosshead") points -= to.mask & STANDFIRST ? 0.6 : 2.5;
    if (b === "sidebar" || b === "pullQuote") points -= 2;
    // Copy that stands before the headline is a standfirst a scan put first, not an introduction.
    if (b === "intro" && !(to.mask & HEADLINE)) points -= 2;
    if (b === "standfirst" && (a === "intro" || a === "introRest")) points -= 2.5;
    return points;
  }
  if (from.zone === "head") {
    if (!(from.mask & HEADLINE)) points -= 3.5;
    if (b === "question") return points;
    if (b === "answer") return points - 5;
    return null;
  }
  if (to.zone === "head") return null;
  if (to.zone === "tail") {
    if (b === "intro" && a !== "intro") points -= 4;
    if (from.zone === "tail" || b === "intro") return points;
    if (
      b === "furniture" ||
      b === "image" ||
      b === "caption" ||
      b === "photoCredit" ||
      b === "pullQuote" ||
      b === "sidebar"
    )
      return null;
    return points + (from.zone === "question" ? -0.5 : 0);
  }
  if (from.zone === "tail") return b === "question" ? points - 5 : b === "answerMore" ? points - 7 : null;
  if (from.zone === "question" && to.zone === "question") {
    if (b === "question") return points - 6;
    if (b === "questionMore") return points - 1.8;
    if (b === "crosshead") return points - 5;
    return points;
  }
  if (from.zone === "question") return b === "answer" ? points : null;
  if (to.zone === "question") {
    if (b !== "question") return null;
    return points + (a === "crosshead" ? 1 : 0);
  }
  if (b === "answer") return points - 6;
  if (b === "answerMore") return points - 0.4;
  if (b === "crosshead" && a === "crosshead") return points - 3;
  return points;
}

const STATES = makeStates();
const STEPS: readonly (readonly Step[])[] = STATES.map((from) => {
  const steps: Step[] = [];
  STATES.forEach((to, i) => {
    const points = stepPoints(from, to);
    if (points !== null) steps.push({ to: i, points });
  });
  return steps;
});
/** Before the first piece nothing has been seen: as if an empty title block stood there. */
const START: readonly (number | null)[] = STATES.map((to) => {
  const nothing: State = { role: "furniture", zone: "head", mask: 0, roleIndex: 0 };
  return stepPoints(nothing, to);
});
const END: readonly number[] = STATES.map((state) => {
  if (state.zone === "head") return state.mask & HEADLINE ? 0 : -3.5;
  return 0;
});

/** Ways this far behind the best are not followed. Larger than any one piece's evidence can turn. */
const BEAM = 45;

/** `text`: the last piece with running text on the best way here; `textState`: the state it was read in. */
type Table = {
  readonly best: Float64Array;
  readonly back: Int32Array;
  readonly text: Int32Array;
  readonly textState: Int32Array;
};

/** What each torn rest may be the rest of. */
const REST_OF: Readonly<Partial<Record<ReadRole, ReadonlySet<ReadRole>>>> = {
  standfirstRest: new Set<ReadRole>(["standfirst", "standfirstRest"]),
  introRest: new Set<ReadRole>(["intro", "introRest"]),
  questionRest: new Set<ReadRole>(["question", "questionMore", "questionRest"]),
  answerRest: new Set<ReadRole>(["answer", "answerMore", "answerRest", "listItem"]),
};

export type RoleOptions = { readonly lang: string; readonly part: (piece: Piece) => Part | null };

export function findRoles(pieces: readonly Piece[], options: RoleOptions): RoleReading[] {
  if (pieces.length === 0) return [];
  const shared = contextOf(pieces, options);
  let manner: Manner = learnManner(firstGuess(pieces, options.part));
  let readings: number[] = [];
  /** How well pieces fit as halves of one hangs on no manner: it is found out once for all readings. */
  const tears = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const points = allEvidence(pieces, shared, manner);
    const { states } = search(pieces, points, tears, options);
    const settled = readings.length > 0 && states.every((state, i) => state === readings[i]);
    readings = states;
    if (settled) break;
    manner = learnManner(groupsOf(pieces, states));
  }
  const points = allEvidence(pieces, shared, manner);
  const { states, table } = search(pieces, points, tears, options);
  const confidences = confidenceOf(pieces, points, table, states, tears, options);
  return states.map((index, i) => {
    const piece = pieces[i] as Piece;
    const state = STATES[index] as State;
    return {
      piece,
      role: state.role,
      zone: state.zone,
      confidence: confidences[i] as number,
      why: reasons(state.role, piece, shared(i, manner)),
    };
  });
}
/** A manner is mostly settled after the second reading; more only moves single doubtful pieces to and fro. */
const ROUNDS = 4;

type Shared = (index: number, manner: Manner) => Context;

function contextOf(pieces: readonly Piece[], options: RoleOptions): Shared {
  const opens = pieces.findIndex((piece) => piece.text !== "" && piece.furniture === null);
  const headings = pieces.map((piece) => piece.hints.heading ?? 0).filter((level) => level > 0);
  const topHeading = headings.length > 0 ? Math.min(...headings.slice(0, 2000)) : 0;
  const quoted = new Map<number, number>();
  for (const { hints } of pieces)
    if (hints.quote !== undefined) quoted.set(hints.quote, (quoted.get(hints.quote) ?? 0) + 1);
  const gaps = pieces
    .slice(1)
    .map((piece) => piece.gap)
    .sort((a, b) => a - b);
  const usualGap = gaps[Math.floor(gaps.length / 2)] ?? 1;
  const repeats = findRepeats(pieces);
  const named = opensWithNames(pieces);
  return (index, manner) => {
    const piece = pieces[index] as Piece;
    return {
      manner,
      part: options.part,
      opens: index === opens,
      topHeading,
      quotesCopy: repeats.has(index),
      quotedPieces: piece.hints.quote === undefined ? 0 : (quoted.get(piece.hints.quote) ?? 0),
      opensWithName: named.has(index),
      usualGap,
    };
  };
}

const TITLE_NAME = /\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){1,4}/gu;
const OPENING_NAME = /^((?:\p{L}+\s+){0,3}?)(\p{Lu}[\p{Ll}'’-]+(?:\s+\p{Lu}[\p{Ll}'’-]+){1,4})/u;

/** Pieces after the title block that open with a name standing in it: "Ilse Bergmann in the plant room". */
function opensWithNames(pieces: readonly Piece[]): ReadonlySet<number> {
  const TITLE = 8;
  const names = new Set<string>();
  for (const piece of pieces.slice(0, TITLE)) {
    if (piece.clues.asked || piece.clues.photoCredit || piece.furniture !== null) continue;
    for (const [name] of piece.text.matchAll(TITLE_NAME)) {
      const words = name.toLowerCase().split(/\s+/);
      for (let i = 0; i + 2 <= words.length; i += 1) names.add(words.slice(i).join(" "));
    }
  }
  const found = new Set<number>();
  pieces.forEach((piece, i) => {
    if (i < 3 || piece.clues.words > 60) return;
    const opening = OPENING_NAME.exec(piece.body);
    const name = (opening?.[2] ?? "").toLowerCase().split(/\s+/);
    for (let drop = 0; drop + 2 <= name.length; drop += 1) if (names.has(name.slice(drop).join(" "))) found.add(i);
  });
  return found;
}

/** Pieces of 5 to 60 words whose words all stand, in order, inside a longer piece: the pull quotes of a scan. */
function findRepeats(pieces: readonly Piece[]): ReadonlyMap<number, number> {
  const START_WORDS = 5;
  const plain = pieces.map((piece) =>
    piece.furniture !== null
      ? []
      : piece.body
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s]+/gu, "")
          .split(/\s+/)
          .filter((word) => word !== ""),
  );
  const byStart = new Map<string, number[]>();
  const short: number[] = [];
  plain.forEach((wordList, i) => {
    if (wordList.length >= START_WORDS && wordList.length <= 60) {
      const key = wordList.slice(0, START_WORDS).join(" ");
      const candidates = byStart.get(key);
      if (candidates) candidates.push(i);
      else byStart.set(key, [i]);
      short.push(i);
    }
  });
  // What many pieces begin with is a turn of phrase, nobody's quotation.
  for (const [key, candidates] of byStart) if (candidates.length > 6) byStart.delete(key);
  const found = new Map<number, number>();
  if (short.length === 0) return found;
  plain.forEach((wordList, i) => {
    for (let at = 0; at + START_WORDS <= wordList.length; at += 1) {
      const candidates = byStart.get(wordList.slice(at, at + START_WORDS).join(" "));
      if (!candidates) continue;
      for (const candidate of candidates) {
        const quote = plain[candidate] as string[];
        if (candidate === i || quote.length >= wordList.length || found.has(candidate)) continue;
        if (quote.every((word, k) => wordList[at + k] === word)) found.set(candidate, i);
      }
    }
  });
  return found;
}

/** Before anything is known: what ends in a question mark asks, the next piece answers, others go on. */
function* firstGuess(
  pieces: readonly Piece[],
  part: (piece: Piece) => Part | null,
): Generator<readonly [Piece, Group]> {
  const asks = (piece: Piece) =>
    piece.furniture === null &&
    piece.hints.image === undefined &&
    (part(piece) === "interviewer" || (part(piece) !== "interviewee" && piece.clues.asked && piece.clues.words <= 90));
  let i = pieces.findIndex(asks);
  if (i < 0) return;
  let asked = false;
  let looks: Looks | null = null;
  for (; i < pieces.length; i += 1) {
    const piece = pieces[i] as Piece;
    if (
      piece.furniture !== null ||
      piece.hints.image ||
      piece.clues.photoCredit ||
      piece.clues.credits ||
      piece.text === ""
    )
      continue;
    // "❖ Do you edit?" and then, without a sign, "Never. Would you correct a river?": that is the answer.
    const rhetorical = asked && piece.label === null && piece.looks !== looks;
    if (asks(piece) && !rhetorical) {
      yield [piece, "question"];
      asked = true;
      looks = piece.looks;
    } else if (asked || part(piece) === "interviewee") {
      yield [piece, "answer"];
      asked = false;
    } else if (piece.sign.kind === "none" || piece.sign.kind === "quoted") yield [piece, "answerMore"];
    else yield [piece, "other"];
  }
}

function* groupsOf(pieces: readonly Piece[], states: readonly number[]): Generator<readonly [Piece, Group]> {
  for (let i = 0; i < pieces.length; i += 1) {
    const { role, zone } = STATES[states[i] as number] as State;
    const piece = pieces[i] as Piece;
    if (zone === "head" || zone === "tail") continue;
    if (role === "question" || role === "questionMore" || role === "answer" || role === "answerMore")
      yield [piece, role];
    else if (role === "crosshead" || role === "listItem") yield [piece, "other"];
  }
}

function allEvidence(pieces: readonly Piece[], shared: Shared, manner: Manner): Float64Array {
  const points = new Float64Array(pieces.length * READ_ROLES.length);
  let sum = 0;
  const say = (value: number) => {
    sum += value;
  };
  pieces.forEach((piece, i) => {
    const context = shared(i, manner);
    READ_ROLES.forEach((role, r) => {
      sum = 0;
      evidence(role, piece, context, say);
      points[i * READ_ROLES.length + r] = sum;
    });
  });
  return points;
}

function reasons(role: ReadRole, piece: Piece, context: Context): string[] {
  const said: { points: number; reason: string }[] = [];
  evidence(role, piece, context, (points, reason) => {
    if (points > 0 && reason !== "") said.push({ points, reason });
  });
  return said
    .sort((a, b) => b.points - a.points)
    .slice(0, 4)
    .map((entry) => entry.reason);
}

/** What the two pieces' meeting adds to a step. `cell` is where the step comes from. */
function meeting(
  pieces: readonly Piece[],
  i: number,
  from: State,
  to: State,
  table: Table,
  cell: number,
  tears: Map<number, number>,
  lang: string,
): number {
  const piece = pieces[i] as Piece;
  const text = table.text[cell] as number;
  if (REST.has(to.role)) {
    const of = REST_OF[to.role];
    const before = STATES[table.textState[cell] as number];
    if (of && !(before && of.has(before.role))) return IMPOSSIBLE;
    const left = to.role === "captionRest" ? i - 1 : text;
    return left < 0 ? IMPOSSIBLE : tear(pieces, left, i, tears, lang);
  }
  if (to.role === "headlineMore") {
    const before = pieces[i - 1] as Piece;
    if (before.hints.heading !== piece.hints.heading) return IMPOSSIBLE;
    let points = piece.gap <= 0 ? 1.2 : piece.gap === 1 ? -1.3 : -2;
    if (before.clues.capitals !== piece.clues.capitals) points -= 3;
    const runsOn = piece.clues.small || (piece.clues.capitals && before.clues.capitals);
    if (before.clues.ending === "comma" || (runsOn && cuesFor(lang).dangles.test(before.text))) points += 2;
    if (before.clues.ending === "stop" || before.clues.ending === "bang" || before.clues.asked) points -= 2;
    return points;
  }
  if (to.role === "credit" && from.role === "credit" && piece.clues.credits) return 2.5;
  // A question that has asked needs no second paragraph that asks.
  if (to.role === "questionMore" && text >= 0 && (pieces[text] as Piece).clues.asked) return -4.5;
  if (to.role === "caption" && from.role === "image") return piece.gap === 0 ? 3 : 0;
  // Before a list stands a colon, or another item.
  if (to.role === "listItem" && from.role !== "listItem" && text >= 0) {
    return (pieces[text] as Piece).clues.ending === "colon" ? 3.5 : piece.hints.list ? 0.5 : -1.5;
  }
  if (to.role === "answer" && from.zone === "answer" && piece.label && piece.label.weight === 1) return 5.5;
  if (to.role === "question" && from.zone === "question") {
    if (piece.label && piece.label.weight === 1) return 4.5;
    // Thanks that close: "Xin cảm ơn ông!" after a question left without an answer is rare; a label says so.
  }
  return 0;
}

/** Points for piece `i` being the rest of piece `left`, kept for the next reading. */
function tear(pieces: readonly Piece[], left: number, i: number, tears: Map<number, number>, lang: string): number {
  const key = left * pieces.length + i;
  const known = tears.get(key);
  if (known !== undefined) return known;
  const a = pieces[left] as Piece;
  const b = pieces[i] as Piece;
  let points = IMPOSSIBLE;
  // Never across a speaker's sign, a heading or a list's bullet.
  const parted =
    (b.sign.kind !== "none" && b.sign.kind !== "quoted") ||
    b.label ||
    b.hints.heading ||
    b.hints.list ||
    b.furniture !== null ||
    b.text === "";
  if (!parted && !a.hints.heading) {
    const interrupted = i - left > 1 || b.hints.newPage === true;
    points = tearBetween(a.text.slice(-160), b.text.slice(0, 80), interrupted, lang);
    if (b.sign.kind === "quoted") points -= 3;
    if (a.looks.emphasis !== b.looks.emphasis) points -= 2;
    if (a.looks.style !== b.looks.style) points -= 1;
    if (a.clues.capitals !== b.clues.capitals) points -= 3;
    if (a.hints.quote !== b.hints.quote) points -= 4;
    // A joined paragraph across a dozen pieces is an accident of the search.
    if (i - left > 6) points -= i - left - 6;
    if (points <= 0) points = IMPOSSIBLE;
  }
  tears.set(key, points);
  return points;
}

function search(
  pieces: readonly Piece[],
  points: Float64Array,
  tears: Map<number, number>,
  options: RoleOptions,
): { readonly states: number[]; readonly table: Table } {
  const width = STATES.length;
  const best = new Float64Array(pieces.length * width).fill(Number.NEGATIVE_INFINITY);
  const back = new Int32Array(pieces.length * width).fill(-1);
  const text = new Int32Array(pieces.length * width).fill(-1);
  const textState = new Int32Array(pieces.length * width).fill(-1);
  const table: Table = { best, back, text, textState };
  for (let s = 0; s < width; s += 1) {
    const start = START[s] as number | null;
    const state = STATES[s] as State;
    if (start === null || REST.has(state.role)) continue;
    best[s] = start + (points[state.roleIndex] as number);
    if (RUNNING.has(state.role)) {
      text[s] = 0;
      textState[s] = s;
    }
  }
  for (let i = 1; i < pieces.length; i += 1) {
    const before = (i - 1) * width;
    let top = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < width; s += 1) top = Math.max(top, best[before + s] as number);
    const floor = top - BEAM;
    const at = i * width;
    for (let from = 0; from < width; from += 1) {
      const reached = best[before + from] as number;
      if (reached < floor) continue;
      for (const step of STEPS[from] as readonly Step[]) {
        const to = STATES[step.to] as State;
        const own = points[i * READ_ROLES.length + to.roleIndex] as number;
        if (own <= IMPOSSIBLE / 2) continue;
        const met = meeting(pieces, i, STATES[from] as State, to, table, before + from, tears, options.lang);
        const total = reached + step.points + met + own;
        if (total <= (best[at + step.to] as number)) continue;
        best[at + step.to] = total;
        back[at + step.to] = from;
        const runs = RUNNING.has(to.role);
        text[at + step.to] = runs ? i : (text[before + from] as number);
        textState[at + step.to] = runs ? step.to : (textState[before + from] as number);
      }
    }
  }
  const last = (pieces.length - 1) * width;
  let winner = 0;
  let score = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < width; s += 1) {
    const total = (best[last + s] as number) + (END[s] as number);
    if (total > score) {
      score = total;
      winner = s;
    }
  }
  const states = pieces.map(() => 0);
  for (let i = pieces.length - 1; i >= 0; i -= 1) {
    states[i] = winner;
    winner = Math.max(0, back[i * width + winner] as number);
  }
  return { states, table };
}

/** Roles that print alike: mistaking one for the other costs nobody anything. */
const KIND: Readonly<Record<ReadRole, string>> = Object.fromEntries(
  READ_ROLES.map((role) => [role, role.replace(/(?:More|Rest)$/, "")]),
) as Record<ReadRole, string>;

/**
 * The search run backwards gives, for every piece and state, the best whole reading through it; how far the best
 * with another kind of role stays behind is the margin. 0.5 is a tie; 6 points of margin give 0.9.
 */
function confidenceOf(
  pieces: readonly Piece[],
  points: Float64Array,
  table: Table,
  states: readonly number[],
  tears: Map<number, number>,
  options: RoleOptions,
): number[] {
  const width = STATES.length;
  const confidences = pieces.map(() => 1);
  let ahead = Float64Array.from(END);
  for (let i = pieces.length - 1; i >= 0; i -= 1) {
    const at = i * width;
    const kind = KIND[(STATES[states[i] as number] as State).role];
    let own = Number.NEGATIVE_INFINITY;
    let other = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < width; s += 1) {
      const through = (table.best[at + s] as number) + (ahead[s] as number);
      if (KIND[(STATES[s] as State).role] === kind) own = Math.max(own, through);
      else other = Math.max(other, through);
    }
    const margin = Math.max(0, own - other);
    confidences[i] =
      Math.round((margin === Number.POSITIVE_INFINITY ? 1 : 0.5 + (0.5 * margin) / (margin + 1.5)) * 100) / 100;
    if (i === 0) break;
    const before = at - width;
    let top = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < width; s += 1) top = Math.max(top, table.best[before + s] as number);
    const floor = top - BEAM;
    const next = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
    for (let from = 0; from < width; from += 1) {
      if ((table.best[before + from] as number) < floor) continue;
      for (const step of STEPS[from] as readonly Step[]) {
        const beyond = ahead[step.to] as number;
        const to = STATES[step.to] as State;
        const own = points[i * READ_ROLES.length + to.roleIndex] as number;
        if (beyond === Number.NEGATIVE_INFINITY || own <= IMPOSSIBLE / 2) continue;
        const met = meeting(pieces, i, STATES[from] as State, to, table, before + from, tears, options.lang);
        const total = step.points + met + own + beyond;
        if (total > (next[from] as number)) next[from] = total;
      }
    }
    ahead = next;
  }
  return confidences;
}
