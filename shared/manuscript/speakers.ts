/**
 * Who asks and who answers: labels gathered into persons, and names found in the title block where the copy itself
 * makes them sure. A person keeps the name as the copy spells it; a name known only in capitals is set in small
 * letters with capitals at its words, since `speakers` is a register, not copy.
 */
import type { Speaker } from "../schema/attributes.ts";
import { HONORIFIC, HONORIFIC_EN, HONORIFIC_VI } from "./cues.ts";
import { readCredits } from "./credits.ts";
import type { Part } from "./evidence.ts";
import { keyOf } from "./labels.ts";
import { partOfLabel, type Piece } from "./pieces.ts";
import type { RoleReading } from "./roles.ts";
import { shareOfCapitals } from "./signs.ts";
import { skeleton } from "./vietnamese.ts";

type Use = {
  readonly keys: string[];
  readonly core: string;
  count: number;
  asked: number;
  words: number;
  readonly first: number;
};
/** A round table has a dozen voices; where a file has hundreds of labels, alike ones are not looked for. */
const MOST_VOICES = 200;

/** Which part each label plays, from general words ("PV") and from who asks in this manuscript. */
export function partsOfLabels(pieces: readonly Piece[]): ReadonlyMap<string, Part> {
  const uses = new Map<string, Use>();
  const voices: Use[] = [];
  for (const piece of pieces) {
    if (!piece.label) continue;
    const { key, core } = piece.label;
    let use = uses.get(key);
    if (!use) {
      // "GARETH PRYCE" at first and "PRYCE" from then on are one voice.
      const alike = (voice: Use) =>
        partOfLabel(key) === null &&
        partOfLabel(voice.keys[0] ?? "") === null &&
        (isSame(voice.core, core) || isSame(core, voice.core));
      use = voices.length <= MOST_VOICES ? voices.find(alike) : undefined;
      if (use) use.keys.push(key);
      else {
        use = { keys: [key], core, count: 0, asked: 0, words: 0, first: piece.index };
        voices.push(use);
      }
      uses.set(key, use);
    }
    use.count += 1;
    use.asked += piece.clues.asked || piece.clues.asksInside ? 1 : piece.clues.asks ? 0.4 : 0;
    use.words += piece.clues.words;
  }
  const parts = new Map<string, Part>();
  const unknown: Use[] = [];
  for (const use of voices) {
    const part = partOfLabel(use.keys[0] ?? "");
    if (!part) unknown.push(use);
    else for (const key of use.keys) parts.set(key, part);
  }
  const known = new Set(parts.values());
  const asking = (use: Use) => use.asked / use.count;
  const leading = [...unknown].sort((a, b) => asking(b) - asking(a) || a.first - b.first)[0];
  for (const use of unknown) {
    const shortTurns = use.words / use.count < 90;
    let asks = asking(use) >= 0.6 && shortTurns;
    // Nobody asks yet: the one who asks most does, if the other labels ask clearly less.
    if (!known.has("interviewer") && use === leading && asking(use) >= 0.25 && voices.length > 1) asks = true;
    if (known.has("interviewer") && asking(use) < 0.8) asks = false;
    for (const key of use.keys) parts.set(key, asks ? "interviewer" : "interviewee");
  }
  return parts;
}

export type Persons = {
  readonly speakers: readonly Speaker[];
  /** The speaker's id for a turn, null where the copy does not say. */
  of(part: Part, label: string | null): string | null;
};

type Person = { name: string; initials: string; part: Part; keys: Set<string>; first: number };

/** `readings` in order; labels are taken from turns only. */
export function findPersons(readings: readonly RoleReading[]): Persons {
  const named = namesInTitle(readings);
  const persons: Person[] = [];
  const byLabel = new Map<string, Person>();
  for (const { piece, role } of readings) {
    if (!piece.label || (role !== "question" && role !== "answer")) continue;
    const part: Part = role === "question" ? "interviewer" : "interviewee";
    const { key, core } = piece.label;
    if (byLabel.has(`${part} ${key}`)) continue;
    const known = persons.find((person) => person.part === part && isSame(person.name, core));
    if (known) {
      byLabel.set(`${part} ${key}`, known);
      known.keys.add(key);
      if (core.length > known.name.length && !partOfLabel(key) && isSame(known.name, core)) known.name = bareName(core);
      continue;
    }
    const general = partOfLabel(key) !== null;
    const person: Person = {
      name: general ? core : bareName(core),
      initials: general ? generalInitials(core) : isInitials(core) ? core.replace(/[.\s]/g, "") : "",
      part,
      keys: new Set([key]),
      first: piece.index,
    };
    persons.push(person);
    byLabel.set(`${part} ${key}`, person);
  }
  for (const part of ["interviewer", "interviewee"] as const) {
    const names = named[part];
    const candidates = [...names, ...named.anybody];
    const own = persons.filter((person) => person.part === part);
    for (const person of own) {
      const name = candidates.find((candidate) => isSame(candidate, person.name) || isSame(person.name, candidate));
      if (name && name.length > person.name.length) person.name = name;
    }
    // One label that only says the part ("PV", "A") and one name in the title block: they are the same person.
    const only = own[0];
    if (own.length === 1 && only && names.length === 1 && [...only.keys].every((key) => partOfLabel(key) !== null)) {
      only.name = names[0] as string;
    }
    if (own.length === 0 && names.length === 1) {
      const turn = readings.find((reading) => reading.role === (part === "interviewer" ? "question" : "answer"));
      if (turn)
        persons.push({ name: names[0] as string, initials: "", part, keys: new Set(), first: turn.piece.index });
    }
  }
  persons.sort((a, b) => a.first - b.first);
  const speakers = persons.map((person, i): Speaker => {
    const shouted =
      shareOfCapitals(person.name) > 0.9 &&
      (/\s/.test(person.name) || (/^\p{L}{4,}$/u.test(person.name) && !isInitials(person.name)));
    const name = shouted ? capitalise(person.name) : person.name;
    return { id: `s${i + 1}`, name, initials: person.initials || initialsOf(name), part: person.part };
  });
  return {
    speakers,
    of(part, label) {
      if (label !== null) {
        const person = byLabel.get(`${part} ${label}`);
        if (person) return (speakers[persons.indexOf(person)] as Speaker).id;
      }
      const own = speakers.filter((speaker) => speaker.part === part);
      return own.length === 1 ? (own[0] as Speaker).id : null;
    },
  };
}

/** "PV", "Q" and "Hỏi" stay as they are printed; "Phóng viên" is "PV". */
const generalInitials = (core: string): string =>
  /\s/.test(core.trim())
    ? core
        .trim()
        .split(/[\s.]+/)
        .map((word) => (word[0] ?? "").toUpperCase())
        .join("")
    : core.replace(/\./g, "");
const isInitials = (core: string): boolean =>
  /^\p{Lu}{1,3}$/u.test(core) ||
  /^[BCDĐFGHJKLMNPQRSTVWXZ]{2,6}$/u.test(core) ||
  (/^(?:\p{Lu}[.\s-]+){1,4}\p{Lu}?\.?$/u.test(core) && /[.\s-]/.test(core));
const bareName = (core: string): string => core.replace(HONORIFIC, "").replace(/^[.\s]+/, "") || core;
const lettersOf = (name: string): string =>
  skeleton(name)
    .replace(/[^a-z0-9 ]/g, " ")
    .trim()
    .replace(/^(?:the|tap chi|bao) /, "");

/** Do `full` and `short` name the same person: equal, initials, or one the end of the other? */
function isSame(full: string, short: string): boolean {
  const a = lettersOf(bareName(full));
  const b = lettersOf(bareName(short));
  if (a === "" || b === "") return false;
  if (a === b) return true;
  const words = a.split(/\s+/);
  if (isInitials(short)) return words.length > 1 && words.map((word) => word[0]).join("") === b.replace(/\s/g, "");
  return words.length > 1 && a.endsWith(` ${b}`)
    ? true
    : b.split(/\s+/).length === 1 && words[0] === b && words.length > 1;
}

/** "MO" of "Marguerite Oyelaran", "NVP" of "Nguyễn Vũ Phương". */
function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word));
  if (words.length < 2) return name.length <= 3 ? name : ([...name][0] ?? "");
  return words.map((word) => [...word][0] ?? "").join("");
}

const capitalise = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(^|[\s\-'’.(])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

const NAME =
  "(\\p{Lu}[\\p{L}\\p{M}'’.-]*(?:\\s+(?:van|von|de|del|da|di|la|le|bin|al|der|den|ibn)\\b)?(?:\\s+\\p{Lu}[\\p{L}\\p{M}'’.-]*){1,4})";
const TITLES = `(?:(?:${HONORIFIC_VI}|${HONORIFIC_EN})(?:[.,]\\s*|\\s+)){0,4}`;
const MEETS = new RegExp(
  `(?:phỏng vấn|trao đổi (?:với|cùng)|trò chuyện (?:với|cùng)|cuộc trò chuyện (?:với|cùng)|gặp gỡ|gặp|đối thoại (?:với|cùng)|lắng nghe|interview(?:ed|s)?(?: with)?|(?:spoke|speaks|talks?|talked|sat down|chat(?:s|ted)?|caught up|in conversation|conversation|met|meets|visited) (?:to|with|up with)?|we met|meets?|met)\\s+`,
  "giu",
);
const AFTER_TITLES = new RegExp(`^${TITLES}`, "iu");
const TITLES_AT_END = new RegExp(`(?<![\\p{L}])${TITLES}$`, "iu");
const NAME_HERE = new RegExp(`^${NAME}`, "u");

/**
 * Names the title block makes sure: by a word of meeting before them, or by standing in two of its parts. `anybody`:
 * all names there, sure only beside a label that abbreviates them.
 */
function namesInTitle(readings: readonly RoleReading[]): Readonly<Record<Part | "anybody", readonly string[]>> {
  const interviewers = new Set<string>();
  const copy: { text: string; capitals: boolean; title: boolean; quoted: boolean }[] = [];
  for (const { piece, role, zone } of readings) {
    if (role === "credit") {
      if (!piece.clues.credits && /\s/.test(piece.body)) interviewers.add(piece.body);
      for (const credit of readCredits(piece.text.slice(piece.sign.lead)) ?? []) {
        if (credit.role !== "interview" && credit.role !== "words") continue;
        const names = piece.text.slice(piece.sign.lead + credit.from, piece.sign.lead + credit.to).replace(/\.$/, "");
        for (const name of names.split(/\s*(?:,|&| and | và | - | – )\s*/u))
          if (/\s/.test(name)) interviewers.add(name);
      }
    } else if (zone === "head" && role !== "furniture" && role !== "image" && piece.text !== "") {
      const title = role === "kicker" || role === "headline" || role === "headlineMore";
      copy.push({ text: piece.text, capitals: shareOfCapitals(piece.text) > 0.85, title, quoted: role === "caption" });
    } else if (role === "caption") copy.push({ text: piece.text, capitals: false, title: false, quoted: true });
  }
  const points = new Map<string, { name: string; points: number }>();
  const add = (name: string, value: number) => {
    const clean = name
      .replace(/[.'’]s$/u, "")
      .replace(/[.,'’-]+$/u, "")
      .trim();
    const key = skeletonKey(clean);
    if (clean.split(/\s+/).length < 2 || key === "") return;
    const seen = points.get(key);
    if (!seen) points.set(key, { name: clean, points: value });
    else {
      seen.points += value;
      // The spelling with small letters is the better one.
      if (shareOfCapitals(seen.name) > 0.9 && shareOfCapitals(clean) <= 0.9) seen.name = clean;
    }
  };
  for (const part of copy) {
    if (part.capitals) {
      // "ĐỒNG CHÍ NGUYỄN VŨ PHƯƠNG, ỦY VIÊN…:", "IN CONVERSATION: MARGUERITE OYELARAN, HYDROGEOMORPHOLOGIST"
      for (const clause of part.text.split(/\s*[:;|–—]\s*/u)) {
        const head = (clause.split(",")[0] ?? "").trim();
        const bare = head.replace(AFTER_TITLES, "");
        const count = bare.split(/\s+/).length;
        if (count >= 2 && count <= 5 && part.title) add(bare, bare === head ? 1 : 1.5);
      }
      continue;
    }
    for (const match of part.text.matchAll(MEETS)) {
      const rest = part.text.slice(match.index + match[0].length);
      const titles = AFTER_TITLES.exec(rest)?.[0].length ?? 0;
      const name = NAME_HERE.exec(rest.slice(titles)) ?? NAME_HERE.exec(rest);
      if (name && !part.quoted) add(name[1] as string, 3);
    }
    for (const match of part.text.matchAll(new RegExp(NAME, "gu"))) {
      const before = part.text.slice(Math.max(0, match.index - 24), match.index);
      const honoured = new RegExp(`(?<![\\p{L}])(?:${HONORIFIC_VI}|${HONORIFIC_EN})\\.?\\s+$`, "iu").test(before);
      const opens = /(?:^|[.!?…:]["”’)]?\s)$/u.test(part.text.slice(0, match.index).replace(TITLES_AT_END, ""));
      // Headlines capitalise words that are no names.
      const value = part.quoted || part.title ? 0.6 : 1 + (honoured || opens ? 1 : 0);
      add(dropOpening(match[1] as string, part.text, match.index), value);
    }
  }
  for (const [, entry] of points) {
    // "Thầy Diệu", "Ms Oyelaran": the copy speaks of that person with respect.
    const last = entry.name.slice(entry.name.lastIndexOf(" ") + 1);
    const called = new RegExp(
      `(?<![\\p{L}])(?:${HONORIFIC_VI}|${HONORIFIC_EN})\\.?\\s+${last.replace(/[^\p{L}]/gu, "")}(?![\\p{L}])`,
      "iu",
    );
    if (last.length > 1 && readings.some(({ piece }) => called.test(piece.text))) entry.points += 1;
  }
  const interviewerKeys = new Set([...interviewers].map(skeletonKey));
  const sure = [...points.entries()]
    .filter(([key, entry]) => entry.points >= 2 && !interviewerKeys.has(key))
    .sort((a, b) => b[1].points - a[1].points);
  const top = sure[0];
  const interviewee = top
    ? sure.filter(([, entry]) => entry.points >= 3 && entry.points >= top[1].points - 1).map(([, entry]) => entry.name)
    : [];
  return {
    interviewer: [...interviewers].map((name) => name.replace(HONORIFIC, "").trim()),
    anybody: [...points.values()].map((entry) => entry.name),
    interviewee: interviewee.length > 0 ? interviewee : top && sure.length === 1 ? [top[1].name] : [],
  };
}

const skeletonKey = (name: string): string => keyOf(name.replace(AFTER_TITLES, "") || name).normalize("NFC");

/** A sentence's first word has a capital too: "When Ada Reed" is "Ada Reed". */
function dropOpening(name: string, text: string, at: number): string {
  const before = text.slice(0, at).trimEnd();
  const atStart = before === "" || /[.!?…:"“]$/u.test(before);
  const bare = name.replace(AFTER_TITLES, "");
  const words = (bare === "" ? name : bare).split(/\s+/);
  return atStart &&
    words.length > 2 &&
    /^(?:For|When|In|On|At|As|The|With|After|Before|But|And|Since|If|Khi|Với|Nhân|Năm|Từ|Sau|Trong|Gặp|Tại)$/u.test(
      words[0] ?? "",
    )
    ? words.slice(1).join(" ")
    : words.join(" ");
}
