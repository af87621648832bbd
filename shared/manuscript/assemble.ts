/**
 * Parts of copy with their roles, in the order of the source, become the document and the report about it. Only the
 * document's shape is decided here: what goes into which turn, where photos stand, what may not stand inside an
 * answer and follows it instead. Ids are counted in document order.
 */
import type { Mark, Node } from "prosemirror-model";
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { Speaker } from "../schema/attributes.ts";
import { idOf } from "../schema/ids.ts";
import { schema, type CreditRole, type NodeName } from "../schema/interview.ts";
import { joinSpans, type HyphenUndone, type Vocabulary } from "./mend.ts";
import type { ReadRole } from "./evidence.ts";
import {
  textOf,
  tidySpans,
  withoutMark,
  wholly,
  type InlineMark,
  type SourceImage,
  type SourceSpan,
  trimSpans,
} from "./source.ts";

/** One entry of `import --json`: a paragraph, photo or piece of furniture. The words of the contract. */
type ReportBlock = {
  readonly role: string;
  readonly turn?: number;
  readonly speaker?: string;
  readonly creditRole?: string;
  readonly label?: string;
  readonly text: string;
  readonly source: [first: number, last: number];
  readonly confidence: number;
  readonly why: string[];
  readonly joined?: true;
};

export type ImportReport = {
  readonly lang: string;
  readonly speakers: { readonly id: string; readonly name: string; readonly initials?: string }[];
  readonly blocks: ReportBlock[];
  readonly findings: Finding[];
};

/** `report` is exactly what `import --json` prints; its findings are `findings`. */
export type Imported = { readonly doc: Node; readonly report: ImportReport; readonly findings: Finding[] };

/** A piece of copy with its role; sign and label are off its spans already. */
export type Part = {
  readonly role: ReadRole;
  /** Before the first turn, in a question, in an answer, after the last turn. */
  readonly zone: "head" | "question" | "answer" | "tail";
  readonly spans: readonly SourceSpan[];
  /** Words that became structure. */
  readonly label: string;
  readonly speaker: string | null;
  readonly creditRole: CreditRole;
  readonly image: SourceImage | null;
  readonly ordered: boolean;
  /** Directly beneath the part before it. */
  readonly beneath: boolean;
  /** A photo of the group that the photo before it is in; a caption of the whole group. Left out: as they stand. */
  readonly grouped?: boolean;
  readonly first: number;
  readonly last: number;
  readonly confidence: number;
  readonly why: readonly string[];
  readonly hyphens: readonly { readonly hyphen: HyphenUndone; readonly at: number }[];
};

/** A part whose role stands in the file itself: what it is goes unquestioned. `first` and `last` count the source's lines. */
export function statedPart(
  role: ReadRole,
  zone: Part["zone"],
  spans: readonly SourceSpan[],
  first: number,
  last: number,
  more: Partial<Part> = {},
): Part {
  return {
    role,
    zone,
    spans: trimSpans(spans),
    label: "",
    speaker: null,
    creditRole: "other",
    image: null,
    ordered: false,
    beneath: false,
    first,
    last,
    confidence: 1,
    why: ["the file states it"],
    hyphens: [],
    ...more,
  };
}

type Entry = {
  role: string;
  turn: number | null;
  speaker: string | null;
  creditRole: string;
  label: string;
  first: number;
  last: number;
  confidence: number;
  why: string[];
  joined: boolean;
};
type Leaf = {
  kind: "leaf";
  type: NodeName;
  attrs: Record<string, unknown>;
  spans: SourceSpan[];
  entry: Entry;
  hyphens: number[];
  id: string;
};
type Branch = {
  kind: "branch";
  type: NodeName;
  attrs: Record<string, unknown>;
  children: Draft[];
  entry: Entry | null;
  id: string;
};
/** In the report, not in the document. */
type Aside = { kind: "aside"; text: string; entry: Entry };
type Draft = Leaf | Branch | Aside;

export type AssemblyOptions = {
  readonly lang: string;
  readonly speakers: readonly Speaker[];
  readonly vocabulary: Vocabulary;
  /** Doubtful spots in finished text blocks. */
  readonly doubts: (
    blocks: readonly { readonly id: string; readonly role: string; readonly text: string }[],
  ) => Finding[];
};

export function assemble(parts: readonly Part[], options: AssemblyOptions): Imported {
  const top = arrange(parts, options);
  let count = 0;
  const number = (draft: Draft): void => {
    if (draft.kind === "aside") return;
    count += 1;
    draft.id = idOf(count);
    if (draft.kind === "branch") draft.children.forEach(number);
  };
  top.forEach(number);
  quoteSources(top);
  const doc = schema.nodes.interview.createChecked(
    { lang: options.lang, speakers: options.speakers },
    top.flatMap((draft) => build(draft)),
  );
  doc.check();

  const blocks: ReportBlock[] = [];
  const texts: { id: string; role: string; text: string }[] = [];
  const hyphens: Finding[] = [];
  const report = (draft: Draft): void => {
    if (draft.entry && !(draft.kind === "leaf" && draft.spans.length === 0 && draft.entry.label === "")) {
      blocks.push(
        reportBlock(
          draft.entry,
          draft.kind === "leaf" ? textOf(draft.spans) : draft.kind === "aside" ? draft.text : "",
        ),
      );
    }
    if (draft.kind === "leaf") {
      const text = textOf(draft.spans);
      texts.push({ id: draft.id, role: draft.entry.role, text });
      for (const at of draft.hyphens) hyphens.push(keptHyphen(draft.id, text, at));
    }
    if (draft.kind === "branch") draft.children.forEach(report);
  };
  top.forEach(report);
  const findings = [...shapeFindings(blocks), ...hyphens, ...options.doubts(texts)];
  return {
    doc,
    findings,
    report: {
      lang: options.lang,
      speakers: options.speakers.map(({ id, name, initials }) =>
        initials === "" ? { id, name } : { id, name, initials },
      ),
      blocks,
      findings,
    },
  };
}

function shapeFindings(blocks: readonly ReportBlock[]): Finding[] {
  const findings: Finding[] = [];
  if (!blocks.some((block) => block.role === "headline")) {
    findings.push(tell("warning", "headline-missing", {}));
  }
  if (!blocks.some((block) => block.role === "question")) {
    findings.push(tell("warning", "no-turns", {}));
  }
  return findings;
}

function keptHyphen(id: string, text: string, at: number): Finding {
  const from = text.slice(0, at).search(/\S+$/);
  const to = at + (text.slice(at).search(/\s|$/) ?? 0);
  return tell("warning", "doubtful.hyphen", { word: text.slice(from, to) }, { place: [id, from, to] });
}

function reportBlock(entry: Entry, text: string): ReportBlock {
  return {
    role: entry.role,
    ...(entry.turn === null ? {} : { turn: entry.turn }),
    ...(entry.speaker === null ? {} : { speaker: entry.speaker }),
    ...(entry.creditRole === "" ? {} : { creditRole: entry.creditRole }),
    ...(entry.label === "" ? {} : { label: entry.label }),
    text,
    source: [entry.first, entry.last],
    confidence: entry.confidence,
    why: entry.why,
    ...(entry.joined ? { joined: true as const } : {}),
  };
}

const entryOf = (part: Part, role: string): Entry => ({
  role,
  turn: null,
  speaker: null,
  creditRole: "",
  label: part.label,
  first: part.first,
  last: part.last,
  confidence: part.confidence,
  why: [...part.why],
  joined: false,
});
const leaf = (part: Part, type: NodeName, role: string, attrs: Record<string, unknown> = {}): Leaf => ({
  kind: "leaf",
  type,
  attrs,
  spans: tidySpans(part.spans),
  entry: entryOf(part, role),
  hyphens: part.hyphens.filter(({ hyphen }) => !hyphen.sure).map(({ at }) => at),
  id: "",
});
const branch = (
  type: NodeName,
  children: Draft[],
  attrs: Record<string, unknown> = {},
  entry: Entry | null = null,
): Branch => ({
  kind: "branch",
  type,
  attrs,
  children,
  entry,
  id: "",
});

/** Parts to drafts: the document's shape, ids and text nodes still missing. */
function arrange(parts: readonly Part[], options: AssemblyOptions): Draft[] {
  let kicker: Leaf | null = null;
  let headline: Leaf | null = null;
  let standfirst: Leaf | null = null;
  const credits: Leaf[] = [];
  const body: Draft[] = [];
  const named = new Set(parts.flatMap((part) => (part.image?.file ? [part.image.file] : [])));

  let turn: Branch | null = null;
  let turns = 0;
  /** The paragraph that a torn rest belongs to. */
  let running: Leaf | null = null;
  /** The photo that captions and credits still belong to, and the last caption. */
  let photo: Branch | null = null;
  let group: Branch | null = null;
  let captioned: Leaf | null = null;
  let unnamed = 0;

  const inAnswer = (): Branch | null =>
    turn?.type === "answer" && turn.children.some((child) => child.kind === "leaf") ? turn : null;
  /** What may not end a turn stands between this one and the next. */
  const closeTurn = (): void => {
    if (!turn) return;
    const loose = (draft: Draft) => draft.kind === "aside" || (draft.kind === "leaf" && draft.type === "crosshead");
    let keep = turn.children.length;
    for (let i = keep - 1; i >= 0; i -= 1) {
      const child = turn.children[i] as Draft;
      if (loose(child)) keep = i;
      else if (!(child.kind === "branch" && (child.type === "photo" || child.type === "photo_group"))) break;
    }
    body.splice(body.indexOf(turn) + 1, 0, ...turn.children.splice(keep));
    turn = null;
  };
  const openTurn = (type: "question" | "answer", part: Part): void => {
    closeTurn();
    turns += 1;
    turn = branch(type, [], { speaker: part.speaker });
    body.push(turn);
  };
  const inTurn = (part: Part, type: NodeName, role: string): Leaf => {
    if (!turn) openTurn(part.zone === "question" ? "question" : "answer", part);
    const host = turn as unknown as Branch;
    const text = leaf(part, type, role);
    text.entry.turn = turns;
    text.entry.speaker = host.attrs.speaker as string | null;
    return text;
  };
  const float = (draft: Draft): void => {
    const answer = inAnswer();
    if (answer) answer.children.push(draft);
    else body.push(draft);
  };
  const join = (target: Leaf, part: Part, keepBreak = false): void => {
    const before = textOf(target.spans).length;
    const { spans, hyphen } = joinSpans(target.spans, part.spans, options.vocabulary, options.lang, keepBreak);
    target.spans = spans;
    if (hyphen && !hyphen.sure) target.hyphens.push(before - 1);
    const shift = textOf(spans).length - textOf(part.spans).length;
    target.hyphens.push(...part.hyphens.filter((entry) => !entry.hyphen.sure).map((entry) => entry.at + shift));
    const { entry } = target;
    entry.first = Math.min(entry.first, part.first);
    entry.last = Math.max(entry.last, part.last);
    entry.confidence = Math.min(entry.confidence, part.confidence);
    for (const reason of part.why) if (!entry.why.includes(reason)) entry.why.push(reason);
    entry.joined = true;
    entry.why.push(`joined: line ${part.first} goes on`);
  };
  const fileOf = (image: SourceImage | null): string => {
    if (image?.file) return image.file;
    do unnamed += 1;
    while (named.has(`photo-${unnamed}`));
    return `photo-${unnamed}`;
  };
  const newPhoto = (part: Part): Branch => {
    const { image } = part;
    const label = [image?.typed ?? "", image?.alt ?? ""].filter((words) => words !== "").join(" ");
    const attrs = { file: fileOf(image), alt: image?.alt ?? "", altOnly: image?.altOnly ?? false };
    const made = branch("photo", [], attrs, { ...entryOf(part, "photo"), label });
    if (!image && made.entry) made.entry.why = ["a caption or a credit stands here"];
    return made;
  };

  for (const part of parts) {
    const { role } = part;
    const belongsToPhoto =
      role === "caption" ||
      role === "captionRest" ||
      role === "photoCredit" ||
      role === "image" ||
      role === "furniture";
    if (!belongsToPhoto) {
      photo = null;
      group = null;
      captioned = null;
    }
    switch (role) {
      case "furniture": {
        const aside: Aside = { kind: "aside", text: textOf(part.spans), entry: entryOf(part, "furniture") };
        (turn ? (turn as Branch).children : body).push(aside);
        break;
      }
      case "kicker":
        kicker = leaf(part, "kicker", "kicker");
        break;
      case "kickerMore":
        // A section's name and the line that leads to the headline: two lines, no sentence.
        if (kicker) join(kicker, part, true);
        else kicker = leaf(part, "kicker", "kicker");
        break;
      case "headline":
        headline = leaf(part, "headline", "headline");
        break;
      case "headlineMore":
        if (headline) join(headline, part);
        else headline = leaf(part, "headline", "headline");
        break;
      case "standfirst":
        standfirst = leaf(part, "standfirst", "standfirst");
        running = standfirst;
        break;
      case "intro":
        closeTurn();
        running = leaf(part, "intro", "intro");
        body.push(running);
        break;
      case "standfirstRest":
      case "introRest":
      case "questionRest":
      case "answerRest":
        if (running) join(running, part);
        else {
          // No search reads a rest before its beginning; copy is never dropped all the same.
          running = leaf(part, "intro", "intro");
          body.push(running);
        }
        break;
      case "credit": {
        const credit = leaf(part, "credit", "credit", { role: part.creditRole, label: part.label });
        credit.entry.creditRole = part.creditRole;
        credits.push(credit);
        break;
      }
      case "question":
      case "answer":
        openTurn(role, part);
        running = inTurn(part, "paragraph", role);
        (turn as unknown as Branch).children.push(running);
        break;
      case "questionMore":
      case "answerMore":
      case "stageNote": {
        const kind = part.zone === "question" ? "question" : "answer";
        const text = inTurn(part, "paragraph", role === "stageNote" ? "stage_note" : kind);
        const host = turn as unknown as Branch;
        const only = host.children[0];
        if (host.children.length === 1 && only?.kind === "leaf" && only.spans.length === 0) {
          // The label stood alone; these are its words.
          only.spans = text.spans;
          only.hyphens = text.hyphens;
          only.entry.last = part.last;
          running = only;
        } else {
          host.children.push(text);
          if (role !== "stageNote") running = text;
        }
        break;
      }
      case "listItem": {
        const item = inTurn(part, "list_item", "list_item");
        const host = turn as unknown as Branch;
        const last = host.children[host.children.length - 1];
        if (last?.kind === "branch" && last.type === "list" && last.attrs.ordered === part.ordered)
          last.children.push(item);
        else if (host.type === "answer" && host.children.length > 0)
          host.children.push(branch("list", [item], { ordered: part.ordered }));
        else {
          item.type = "paragraph";
          host.children.push(item);
        }
        running = item;
        break;
      }
      case "crosshead":
        if (turn && part.zone === "question") closeTurn();
        float(leaf(part, "crosshead", "crosshead"));
        break;
      case "editorNote": {
        const note = leaf(part, "editor_note", "editor_note");
        if (part.zone === "tail") closeTurn();
        body.push(note);
        break;
      }
      case "pullQuote": {
        const text = leaf(part, "paragraph", "pull_quote");
        const hosts: readonly Draft[] = inAnswer()?.children ?? body;
        const last = hosts[hosts.length - 1];
        if (part.beneath && last?.kind === "branch" && last.type === "pull_quote") last.children.push(text);
        else float(branch("pull_quote", [text]));
        break;
      }
      case "sidebar": {
        const last = body[body.length - 1];
        const box = part.beneath && last?.kind === "branch" && last.type === "sidebar" ? last : branch("sidebar", []);
        if (box !== last) body.push(box);
        const head =
          box.children.length === 0 &&
          (part.label === "crosshead" || textOf(part.spans).length <= 60) &&
          !/[.!?…]$/u.test(textOf(part.spans));
        box.children.push(
          head ? leaf({ ...part, label: "" }, "crosshead", "crosshead") : leaf(part, "paragraph", "sidebar"),
        );
        break;
      }
      case "image": {
        const next = newPhoto(part);
        if (photo && (part.grouped ?? (part.beneath && !captioned))) {
          // Pictures directly one beneath the other are one group.
          if (group) group.children.push(next);
          else {
            group = branch("photo_group", [photo, next]);
            for (const host of [body, inAnswer()?.children ?? []]) {
              const at = host.indexOf(photo);
              if (at >= 0) host[at] = group;
            }
          }
        } else {
          group = null;
          float(next);
        }
        photo = next;
        captioned = null;
        break;
      }
      case "caption": {
        if (part.grouped !== true && (!photo || captioned || photo.children.length > 0)) {
          group = null;
          photo = newPhoto({ ...part, image: null });
          float(photo);
        }
        captioned = leaf(part, "caption", "caption");
        ((part.grouped ?? true) ? (group ?? photo) : photo)?.children.push(captioned);
        break;
      }
      case "captionRest":
        if (captioned) join(captioned, part);
        else body.push(leaf(part, "intro", "intro"));
        break;
      case "photoCredit": {
        if (!photo || photo.children.some((child) => child.kind === "leaf" && child.type === "photo_credit")) {
          group = null;
          photo = newPhoto({ ...part, image: null });
          float(photo);
        }
        photo.children.push(leaf(part, "photo_credit", "photo_credit", { label: part.label }));
        break;
      }
    }
  }
  closeTurn();
  for (const draft of body) captionFromAlt(draft);
  for (const draft of body) if (draft.kind === "branch" && draft.type === "sidebar") completeSidebar(draft);

  const title: Draft[] = [];
  const headlineLeaf = (headline as Leaf | null) ?? emptyHeadline();
  if (kicker) title.push(kicker);
  title.push(headlineLeaf);
  if (standfirst) title.push(standfirst);
  return [branch("title_block", title), ...(credits.length > 0 ? [branch("byline", credits)] : []), ...body];
}

const emptyHeadline = (): Leaf => ({
  kind: "leaf",
  type: "headline",
  attrs: {},
  spans: [],
  entry: {
    role: "headline",
    turn: null,
    speaker: null,
    creditRole: "",
    label: "",
    first: 0,
    last: 0,
    confidence: 0,
    why: [],
    joined: false,
  },
  hyphens: [],
  id: "",
});

/** A picture whose only words are its alternative text prints them as its caption (as pandoc's implicit figures do). */
function captionFromAlt(draft: Draft): void {
  if (draft.kind !== "branch") return;
  if (draft.type === "photo_group") {
    const captioned = draft.children.some((child) => child.kind === "leaf");
    if (!captioned) draft.children.forEach(captionFromAlt);
    return;
  }
  if (draft.type === "photo") {
    const { entry, attrs } = draft;
    const alt = attrs.alt as string;
    if (
      !entry ||
      alt === "" ||
      attrs.altOnly === true ||
      draft.children.some((child) => child.kind === "leaf" && child.type === "caption")
    )
      return;
    draft.children.unshift({
      kind: "leaf",
      type: "caption",
      attrs: {},
      spans: [{ text: alt, marks: [] }],
      entry: { ...entry, role: "caption", label: "", why: ["the picture's own words"] },
      hyphens: [],
      id: "",
    });
    entry.label = entry.label.slice(0, entry.label.length - alt.length).trim();
    return;
  }
  draft.children.forEach(captionFromAlt);
}

/** A sidebar needs a paragraph; one that is a head alone keeps it as its paragraph. */
function completeSidebar(box: Branch): void {
  const only = box.children[0];
  if (box.children.length === 1 && only?.kind === "leaf" && only.type === "crosshead") {
    only.type = "paragraph";
    only.entry.role = "sidebar";
  }
}

/** Fills in what each pull quote quotes, where the same words stand in a paragraph of a turn. */
function quoteSources(top: readonly Draft[]): void {
  const quotes: Branch[] = [];
  const paragraphs: { id: string; text: string }[] = [];
  const visit = (draft: Draft): void => {
    if (draft.kind === "leaf" && (draft.entry.role === "answer" || draft.entry.role === "question")) {
      paragraphs.push({ id: draft.id, text: textOf(draft.spans) });
    }
    if (draft.kind !== "branch") return;
    if (draft.type === "pull_quote") quotes.push(draft);
    else draft.children.forEach(visit);
  };
  top.forEach(visit);
  for (const quote of quotes) {
    const words = quote.children
      .map((child) => (child.kind === "leaf" ? textOf(child.spans) : ""))
      .join(" ")
      .replace(/^["“”«»„'‘’\s]+|["“”«»„'‘’\s]+$/gu, "");
    if (words === "") continue;
    for (const { id, text } of paragraphs) {
      let from = text.indexOf(words);
      let length = words.length;
      if (from < 0) {
        // A quote often ends with a stop of its own where the sentence went on.
        const bare = words.replace(/[.…,;]+$/u, "");
        from = text.indexOf(bare);
        length = bare.length;
      }
      if (from < 0) continue;
      quote.attrs.source = { block: id, from, to: from + length, words: text.slice(from, from + length) };
      break;
    }
  }
}

function build(draft: Draft): Node[] {
  if (draft.kind === "aside") return [];
  const type = schema.nodes[draft.type];
  const { altOnly: _altOnly, ...attrs } = draft.attrs;
  if (draft.kind === "leaf") return [type.createChecked({ ...attrs, id: draft.id }, draft.spans.flatMap(inline))];
  return [type.createChecked({ ...attrs, id: draft.id }, draft.children.flatMap(build))];
}

function inline(span: SourceSpan): Node[] {
  const marks = markSet(span.marks);
  return span.text
    .split(/(\u2028)/)
    .filter((text) => text !== "")
    .map((text) =>
      text === "\u2028" ? schema.nodes.line_break.create(null, null, marks) : schema.text(text.normalize("NFC"), marks),
    );
}
function markSet(marks: readonly InlineMark[]): readonly Mark[] {
  let set: readonly Mark[] = [];
  for (const mark of marks) set = markOf(mark).addToSet(set);
  return set;
}
function markOf(mark: InlineMark): Mark {
  switch (mark.kind) {
    case "link":
      return schema.marks.link.create({ href: mark.href });
    case "lang":
      return schema.marks.lang.create({ lang: mark.lang });
    default:
      return schema.marks[mark.kind].create();
  }
}

/** Emphasis that a whole paragraph has is its role's look, which the design gives; inside it stays. */
export const withoutWholeEmphasis = (spans: readonly SourceSpan[]): SourceSpan[] => {
  let bare = tidySpans(spans);
  for (const kind of ["strong", "em"] as const) if (wholly(bare, kind)) bare = withoutMark(bare, kind);
  return bare;
};
