/**
 * Word and HTML that Quoin wrote, perhaps changed by hand since, back to an interview: every paragraph's style or class
 * states what it is (`ownCopy.ts`), so nothing is guessed and every confidence is 1. A paragraph in any other style
 * goes on the turn it stands in; before the first turn it is introduction.
 */
import { z } from "zod";
import type { CreditRole } from "../schema/interview.ts";
import { assemble, type Imported, type Part, statedPart } from "./assemble.ts";
import type { ReadRole } from "./evidence.ts";
import { OWN_NAMES, type OwnHead, type OwnName } from "./ownCopy.ts";
import { boldLabel, turnOf } from "./readOwnMarkdown.ts";
import { type SourceImage, type SourceLine, type SourceSpan, textOf, tidySpans, trimSpans } from "./source.ts";

const head = z.object({
  lang: z.string().min(1).max(40),
  speakers: z
    .array(
      z.object({
        id: z.string().min(1),
        name: z.string(),
        initials: z.string(),
        part: z.enum(["interviewer", "interviewee"]),
      }),
    )
    .max(1000),
});

/** What a file of ours says of the whole, from its JSON; null for anything else. */
export function readOwnHead(json: string): OwnHead | null {
  try {
    const read = head.safeParse(JSON.parse(json));
    if (!read.success) return null;
    const ids = new Set(read.data.speakers.map(({ id }) => id));
    return ids.size === read.data.speakers.length ? read.data : null;
  } catch {
    return null;
  }
}

/** "Quoin Pull Quote" and "quoin-pull-quote" alike; null for a style that is not ours. */
function ownName(style: string | undefined): OwnName | null {
  const key = style?.trim().toLowerCase().replaceAll(" ", "-") ?? "";
  return OWN_NAMES.find((name) => key === `quoin-${name}`) ?? null;
}
/** Do the lines have styles of ours at all? */
export function isOwnLines(lines: readonly SourceLine[]): boolean {
  return lines.some((line) => ownName(line.hints.style) !== null);
}

type Read = { readonly line: SourceLine; readonly spans: readonly SourceSpan[]; readonly last: number };

/** `lang` overrides the file's own. */
export function importOwnLines(
  lines: readonly SourceLine[],
  { lang, speakers }: OwnHead,
  options: { readonly lang?: string } = {},
): Imported {
  const parts: Part[] = [];
  let zone: Part["zone"] = "head";
  let speaker: string | null = null;
  const add = ({ line, spans, last }: Read, role: ReadRole, more: Partial<Part> = {}): void => {
    parts.push(statedPart(role, zone, spans, line.number, last, more));
  };
  const turn = (read: Read, role: "question" | "answer"): void => {
    const said = turnOf(read.spans, speakers);
    zone = role;
    speaker = said?.speaker ?? null;
    add({ ...read, spans: said?.spans ?? read.spans }, role, { speaker, label: said?.label ?? "" });
  };
  const goesOn = (read: Read): void => {
    if (zone === "question") add(read, "questionMore", { speaker });
    else if (zone === "answer") add(read, "answerMore", { speaker });
    else add(read, "intro");
  };

  for (const read of whole(lines)) {
    const name = ownName(read.line.hints.style);
    const image = read.line.hints.image ?? namedPicture(name, read);
    if (image) {
      const grouped = name === "picture-continued";
      add({ ...read, spans: [] }, "image", { image: { ...image, altOnly: true }, grouped, beneath: grouped });
      continue;
    }
    switch (name) {
      case "kicker":
      case "headline":
      case "standfirst":
      case "crosshead":
        add(read, name);
        break;
      case "intro":
        add(read, "intro");
        if (zone !== "head") zone = "tail";
        break;
      case "question":
      case "answer":
        turn(read, name);
        break;
      case "bullet":
      case "number":
        add(read, "listItem", { ordered: name === "number", speaker });
        break;
      case "pull-quote":
      case "pull-quote-continued":
        add(read, "pullQuote", { beneath: name === "pull-quote-continued" });
        break;
      case "sidebar-crosshead":
        add(read, "sidebar", { label: "crosshead", beneath: parts[parts.length - 1]?.role === "sidebar" });
        break;
      case "sidebar":
      case "sidebar-continued":
        add(read, "sidebar", {
          beneath: name === "sidebar-continued" || parts[parts.length - 1]?.label === "crosshead",
        });
        break;
      case "caption":
      case "group-caption":
        add(read, "caption", { beneath: true, grouped: name === "group-caption" });
        break;
      case "photo-credit":
        add(read, "photoCredit", { beneath: true, ...creditLabel(read.spans) });
        break;
      case "editor-note":
        add(read, "editorNote");
        break;
      case null:
      case "question-continued":
      case "answer-continued":
      case "picture":
      case "picture-continued":
        goesOn(read);
        break;
      default:
        add(read, "credit", { creditRole: name.slice("credit-".length) as CreditRole, ...creditLabel(read.spans) });
    }
  }
  return assemble(parts, {
    lang: options.lang ?? lang,
    speakers,
    vocabulary: { words: new Set(), hyphened: new Set() },
    doubts: () => [],
  });
}

/** "**Ảnh:** PHƯƠNG NAM" or "PHƯƠNG NAM **(ẢNH)**": label and name. */
function creditLabel(spans: readonly SourceSpan[]): { readonly spans: SourceSpan[]; readonly label: string } {
  const all = trimSpans(spans);
  const last = all[all.length - 1];
  const after =
    all.length > 1 && last?.marks.length === 1 && last.marks[0]?.kind === "strong" && /^\s*\(/.test(last.text);
  if (!last || !after) return boldLabel(all);
  return { spans: trimSpans(all.slice(0, -1)), label: last.text.trim() };
}

/** A picture that was not there when the file was written: its name in brackets. */
function namedPicture(name: OwnName | null, { spans }: Read): SourceImage | null {
  if (name !== "picture" && name !== "picture-continued") return null;
  const file = /^\[(.*)\]$/.exec(textOf(spans))?.[1];
  return file === undefined ? null : { file, alt: "" };
}

/** Lines parted by a break inside one paragraph are that paragraph. */
function whole(lines: readonly SourceLine[]): readonly Read[] {
  const read: Read[] = [];
  for (const line of lines) {
    const before = read[read.length - 1];
    if (line.parting === "hard" && before && !before.line.hints.image && !line.hints.image) {
      const spans = tidySpans([...before.spans, { text: "\u2028", marks: [] }, ...line.spans]);
      read[read.length - 1] = { ...before, spans, last: line.lastNumber };
    } else if (line.hints.image || line.spans.length > 0) {
      read.push({ line, spans: line.spans, last: line.lastNumber });
    }
  }
  return read;
}
