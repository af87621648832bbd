/**
 * A Word document, already taken apart by mammoth, to source lines. Knows mammoth's document tree (`lib/documents.js`)
 * as plain data and neither zip nor XML. Paragraphs are counted from 1, empty ones and those in tables included, and
 * stand where formats with lines have line numbers. Accepted insertions are in the tree, deletions are not.
 */
import { STAGE_NOTE } from "./ownCopy.ts";
import {
  cleanText,
  tidySpans,
  trimSpans,
  type Hints,
  type InlineMark,
  type Parting,
  type SourceLine,
  type SourceSpan,
} from "./source.ts";

type WordRun = {
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  readonly isSmallCaps?: boolean;
  readonly verticalAlignment?: string;
  readonly font?: string | null;
  readonly styleName?: string | null;
};
export type WordElement = WordRun & {
  readonly type: string;
  readonly children?: readonly WordElement[];
  readonly styleId?: string | null;
  readonly numbering?: { readonly isOrdered: boolean; readonly level: string } | null;
  readonly alignment?: string | null;
  readonly value?: string;
  readonly breakType?: string;
  readonly href?: string | null;
  readonly altText?: string | null;
  readonly contentType?: string | null;
  readonly noteType?: string;
  readonly noteId?: string;
  readonly body?: readonly WordElement[];
};

type WordPicture = { readonly name: string; readonly element: WordElement };
export type WordReading = {
  readonly lines: SourceLine[];
  /** In document order, under the names that the lines use. */
  readonly pictures: readonly WordPicture[];
  /** Fonts of old code pages that hold text: its letters are not what they look like. */
  readonly oldFonts: readonly string[];
};

/** .VnTime and its kin (TCVN3), VNI-Times (VNI), VPS fonts. */
const OLD_FONT = /^(?:\.Vn|VNI[- ]|VPS |SVNI)/i;
const EXTENSIONS: Readonly<Record<string, string>> = {
  jpeg: "jpg",
  tiff: "tif",
  "svg+xml": "svg",
  "x-emf": "emf",
  "x-wmf": "wmf",
};

/** `noteOf` gives the body of a footnote or endnote, null where there is none. */
export function readWord(
  document: WordElement,
  noteOf: (reference: WordElement) => readonly WordElement[] | null = () => null,
): WordReading {
  const lines: SourceLine[] = [];
  const pictures: WordPicture[] = [];
  const oldFonts = new Set<string>();
  const notes: { readonly mark: string; readonly body: readonly WordElement[] }[] = [];
  const counters = new Map<string, number>();
  let number = 0;
  let empty = 0;
  let newPage = false;

  const paragraph = (element: WordElement, prefix: readonly SourceSpan[] = [], extra: Hints = {}): void => {
    number += 1;
    let hints: Hints = { ...hintsOf(element), ...extra };
    if (element.numbering) {
      const key = `${element.numbering.level}:${element.numbering.isOrdered}`;
      const count = (counters.get(key) ?? 0) + 1;
      counters.set(key, count);
      hints = {
        ...hints,
        list: { ordered: element.numbering.isOrdered, marker: element.numbering.isOrdered ? `${count}.` : "•" },
      };
    } else counters.clear();
    let spans: SourceSpan[] = [...prefix];
    let parting: Parting = "block";
    const before = lines.length;
    const end = (next: Parting): void => {
      const tidy = trimSpans(tidySpans(spans).map((span) => ({ ...span, text: cleanText(span.text) })));
      spans = [];
      if (tidy.length > 0) {
        push(tidy, parting, hints);
        const { list: _list, ...rest } = hints;
        hints = rest;
      }
      if (tidy.length > 0 || lines.length > before) parting = next;
    };
    const push = (tidy: readonly SourceSpan[], how: Parting, own: Hints): void => {
      const gap = how === "block" && lines.length > 0 ? (lines.length > before ? 0 : empty + 1) : 0;
      lines.push({
        number,
        lastNumber: number,
        spans: tidy,
        parting: how,
        gap,
        indent: 0,
        hints: newPage ? { ...own, newPage } : own,
      });
      empty = 0;
      newPage = false;
    };
    const inline = (child: WordElement, marks: readonly InlineMark[]): void => {
      switch (child.type) {
        case "run": {
          const own = [...marks, ...marksOf(child)];
          if (
            child.font &&
            OLD_FONT.test(child.font) &&
            child.children?.some((part) => (part.value ?? "").trim() !== "")
          ) {
            oldFonts.add(child.font);
          }
          for (const part of child.children ?? []) inline(part, own);
          break;
        }
        case "text":
          spans.push({ text: child.value ?? "", marks });
          break;
        case "tab":
          spans.push({ text: " ", marks });
          break;
        case "break":
          if (child.breakType === "page") newPage = true;
          end(child.breakType === "line" ? "hard" : "block");
          break;
        case "hyperlink": {
          const href = child.href ?? "";
          const own: readonly InlineMark[] = /^(?:https?:|mailto:)/i.test(href)
            ? [...marks, { kind: "link", href }]
            : marks;
          for (const part of child.children ?? []) inline(part, own);
          break;
        }
        case "image": {
          end("block");
          const type = (child.contentType ?? "").split("/")[1] ?? "";
          const name = `picture-${pictures.length + 1}${type === "" ? "" : `.${EXTENSIONS[type] ?? type}`}`;
          pictures.push({ name, element: child });
          const image = { file: name, alt: cleanText(child.altText ?? "").trim(), altOnly: true };
          push([], "block", hints.style?.startsWith("Quoin ") ? { style: hints.style, image } : { image });
          parting = "block";
          break;
        }
        case "noteReference": {
          const body = noteOf(child);
          if (!body) break;
          const mark = String(notes.length + 1);
          notes.push({ mark, body });
          spans.push({ text: mark, marks: [{ kind: "superscript" }] });
          break;
        }
        default:
          for (const part of child.children ?? []) inline(part, marks);
      }
    };
    for (const child of element.children ?? []) inline(child, []);
    end("block");
    if (lines.length === before) empty += 1;
  };

  const block = (element: WordElement): void => {
    if (element.type === "paragraph") paragraph(element);
    else if (element.type === "tableRow") row(element);
    else for (const child of element.children ?? []) block(child);
  };
  /** Two cells, the first a name: a transcript set as a table. */
  const row = (element: WordElement): void => {
    const cells = element.children ?? [];
    const [first, second] = cells;
    const label = first ? textIn(first).trim() : "";
    const turn =
      cells.length === 2 &&
      second &&
      label !== "" &&
      label.split(/\s+/).length <= 5 &&
      !/[.?!…]$/u.test(label.replace(/^\S{1,3}\.$/u, ""));
    if (!turn) {
      cells.forEach(block);
      return;
    }
    const paragraphs = (second.children ?? []).filter((child) => child.type === "paragraph");
    if (paragraphs.length !== (second.children ?? []).length || paragraphs.length === 0) {
      cells.forEach(block);
      return;
    }
    number += (first?.children ?? []).length;
    paragraphs.forEach((child, i) => {
      paragraph(child, i === 0 ? [{ text: `${label.replace(/\s*:$/, "")}: `, marks: [] }] : []);
    });
  };

  for (const child of document.children ?? []) block(child);
  for (const note of notes) {
    const from = lines.length;
    for (const child of note.body) {
      if (child.type === "paragraph") {
        paragraph(
          child,
          lines.length === from
            ? [
                { text: note.mark, marks: [{ kind: "superscript" }] },
                { text: " ", marks: [] },
              ]
            : [],
          {
            stated: "editor_note",
          },
        );
      }
    }
  }
  return { lines, pictures, oldFonts: [...oldFonts] };
}

function textIn(element: WordElement): string {
  return (element.value ?? "") + (element.children ?? []).map(textIn).join(element.type === "tableCell" ? " " : "");
}

function hintsOf(element: WordElement): Hints {
  const name = element.styleName ?? "";
  const level =
    /^(?:heading|tiêu đề|überschrift|titre|título)\s*([1-6])$/iu.exec(name) ??
    /^Heading([1-6])$/.exec(element.styleId ?? "");
  const plain =
    name === "" ||
    level !== null ||
    /^(?:normal|body text|list paragraph|no spacing|default|normal \(web\))/i.test(name);
  return {
    ...(level ? { heading: Number(level[1]) } : {}),
    ...(plain ? {} : { style: name }),
    ...(element.alignment === "center" ? { centred: true } : {}),
  };
}

function marksOf(run: WordRun): InlineMark[] {
  const marks: InlineMark[] = [];
  if (run.isBold) marks.push({ kind: "strong" });
  if (run.isItalic) marks.push({ kind: "em" });
  if (run.isSmallCaps) marks.push({ kind: "small_caps" });
  if (run.styleName === STAGE_NOTE.name) marks.push({ kind: "stage_note" });
  if (run.verticalAlignment === "superscript") marks.push({ kind: "superscript" });
  if (run.verticalAlignment === "subscript") marks.push({ kind: "subscript" });
  return marks;
}
