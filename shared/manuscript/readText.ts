/**
 * Plain text to source lines. Reads what people type into plain text all the same: emphasis between stars or
 * underscores, `#` before a heading, `>` before a quotation, `![words](file)` for a picture, a row of dashes as a rule.
 * Decides nothing about paragraphs: every line stays a line, with its number.
 */
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

type RawLine = { readonly number: number; readonly text: string; readonly parting: Parting; readonly newPage: boolean };

/**
 * Physical lines. Numbers count line feeds (CR LF and a lone CR as one), as every editor does; a form feed, a
 * vertical tab and U+2028/2029 part lines too but are not counted.
 */
function physicalLines(text: string): RawLine[] {
  const lines: RawLine[] = [];
  let number = 1;
  for (const counted of text.split(/\r\n|\n|\r/)) {
    if (!/[\v\f\u2028\u2029]/.test(counted)) {
      lines.push({ number, text: counted, parting: "soft", newPage: false });
    } else {
      let parting: Parting = "soft";
      let newPage = false;
      for (const piece of counted.split(/([\v\f\u2028\u2029])/)) {
        if (piece === "\f") newPage = true;
        else if (piece === "\v" || piece === "\u2028") parting = "hard";
        else if (piece === "\u2029") parting = "block";
        else {
          lines.push({ number, text: piece, parting, newPage });
          parting = "soft";
          newPage = false;
        }
      }
    }
    number += 1;
  }
  return lines;
}

const RULE = /^\s*(?:(?:[-–—_=]\s*){3,}|(?:[*~•·⁂]\s*){3,}|⁂)$/u;
const HEADING = /^(#{1,6})\s+(?=\S)/;
const QUOTED = /^>\s?/;
const IMAGE = /^!\[([^\]]*)\]\(\s*<?([^)>\s]*)>?(?:\s+["']([^"']*)["'])?\s*\)\s*/;

/** A picture's place in typed copy: "[Ảnh: cho-noi.jpg]", "<harbour 3.tif>", "Photo: cat.png", the bare name alone. */
const PLACE_OF_PICTURE =
  /^[[(<{]\s*(?:(?:ảnh|hình|photo|image|picture|pic|foto|fig|figure|file)\s*\d{0,2}\s*[:.–-]?\s*)?([^\]()<>{}|:/\\]+\.(?:jpe?g|png|tiff?|webp|gif|heic|psd|bmp|svg|eps))\s*[\])>}]\s*|^(?:(?:ảnh|hình|photo|image|picture|foto)\s*\d{0,2}\s*[:.–-]\s*)?([^\s\]()<>{}|:/\\]+\.(?:jpe?g|png|tiff?|webp|gif|heic|psd|bmp|svg|eps))$/iu;

/** `text` is decoded already. Empty lines are not in the result; they are counted as the `gap` of the line after. */
export function readText(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let group: { raw: RawLine; text: string; gap: number; indent: number; hints: Hints }[] = [];
  let gap = 0;
  let quote = 0;
  let inQuote = false;
  let newPage = false;

  // Emphasis may open on one line and close on another of the same stretch, so stretches are read whole.
  const flush = () => {
    const spans = readEmphasis(group.map((line) => line.text).join("\n"));
    const perLine = splitAtNewlines(spans);
    group.forEach((line, i) => {
      lines.push({
        number: line.raw.number,
        lastNumber: line.raw.number,
        spans: trimSpans(perLine[i] ?? []),
        parting: line.raw.parting,
        gap: line.gap,
        indent: line.indent,
        hints: line.hints,
      });
    });
    group = [];
  };

  for (const raw of physicalLines(text)) {
    const clean = cleanText(raw.text);
    newPage ||= raw.newPage;
    if (clean.trim() === "") {
      flush();
      gap += 1;
      inQuote = false;
      continue;
    }
    const indent = raw.text.length - raw.text.trimStart().length;
    let rest = clean.trim();
    let hints: Hints = newPage ? { newPage } : {};
    newPage = false;
    if (RULE.test(rest)) {
      flush();
      lines.push({ ...emptyLine(raw.number, gap), hints: { ...hints, rule: true } });
      gap = 0;
      inQuote = false;
      continue;
    }
    if (QUOTED.test(rest)) {
      if (!inQuote) quote += 1;
      inQuote = true;
      rest = rest.replace(QUOTED, "").trim();
      if (rest === "") continue;
      hints = { ...hints, quote };
    } else inQuote = false;
    const heading = HEADING.exec(rest);
    if (heading) {
      rest = rest.slice(heading[0].length).replace(/\s+#+$/, "");
      hints = { ...hints, heading: (heading[1] as string).length };
    }
    let ahead = gap;
    for (let image = IMAGE.exec(rest); image; image = IMAGE.exec(rest)) {
      flush();
      rest = rest.slice(image[0].length);
      lines.push({
        ...emptyLine(raw.number, ahead),
        hints: { ...hints, image: { file: image[2] ?? "", alt: (image[1] || image[3]) ?? "" } },
      });
      ahead = 0;
    }
    const place = PLACE_OF_PICTURE.exec(rest);
    if (place) {
      flush();
      rest = rest.slice(place[0].length);
      const image = { file: (place[1] ?? place[2] ?? "").trim(), alt: "", typed: place[0].trim() };
      lines.push({ ...emptyLine(raw.number, ahead), hints: { ...hints, image } });
      ahead = 0;
    }
    if (rest !== "") {
      if (heading) flush();
      group.push({ raw, text: rest, gap: ahead, indent, hints });
      if (heading) flush();
    }
    gap = 0;
  }
  flush();
  return lines;
}

const emptyLine = (number: number, gap: number): SourceLine => ({
  number,
  lastNumber: number,
  spans: [],
  parting: "block",
  gap,
  indent: 0,
  hints: {},
});

function splitAtNewlines(spans: readonly SourceSpan[]): SourceSpan[][] {
  const lines: SourceSpan[][] = [[]];
  for (const span of spans) {
    span.text.split("\n").forEach((text, i) => {
      if (i > 0) lines.push([]);
      lines[lines.length - 1]?.push({ text, marks: span.marks });
    });
  }
  return lines;
}

const OPENS_AFTER = /[\s\p{Ps}\p{Pi}"'\-–—/❖◆•.:;,*_]/u;
const CLOSES_BEFORE = /[\s\p{P}\p{S}]/u;
const MARKS: Readonly<Record<string, readonly InlineMark[]>> = {
  "*": [{ kind: "em" }],
  _: [{ kind: "em" }],
  "**": [{ kind: "strong" }],
  __: [{ kind: "strong" }],
  "***": [{ kind: "strong" }, { kind: "em" }],
  ___: [{ kind: "strong" }, { kind: "em" }],
};

/**
 * Stars and underscores that plainly open and close around words are emphasis and go; any other stays as typed
 * (footnote stars, `2*3*4`, `file_name`). Simpler than CommonMark §6.2: no nesting but `***`.
 */
function readEmphasis(text: string): SourceSpan[] {
  if (!/[*_]/.test(text)) return [{ text, marks: [] }];
  const spans: SourceSpan[] = [];
  let from = 0;
  const runs = [...text.matchAll(/\*{1,3}|_{1,3}/g)].filter(
    (run) => text[run.index - 1] !== run[0][0] && text[run.index + run[0].length] !== run[0][0],
  );
  for (let i = 0; i < runs.length; i += 1) {
    const open = runs[i] as RegExpExecArray;
    const after = open.index + open[0].length;
    const before = text[open.index - 1];
    if (open.index < from || (before !== undefined && !OPENS_AFTER.test(before))) continue;
    if (!/[\p{L}\p{N}\p{Ps}\p{Pi}"'❖¿¡\-–—+#]/u.test(text[after] ?? " ")) continue;
    // A stretch holds few runs of stars; a file made of nothing else must not cost the square of its length.
    const close = runs
      .slice(i + 1, i + 33)
      .find(
        (run) =>
          run[0] === open[0] &&
          /[\p{L}\p{M}\p{N}\p{Pe}\p{Pf}"'.,;:?!…%]/u.test(text[run.index - 1] ?? " ") &&
          CLOSES_BEFORE.test(text[run.index + run[0].length] ?? " "),
      );
    if (!close) continue;
    spans.push({ text: text.slice(from, open.index), marks: [] });
    spans.push({ text: text.slice(after, close.index), marks: MARKS[open[0]] ?? [] });
    from = close.index + close[0].length;
  }
  spans.push({ text: text.slice(from), marks: [] });
  return tidySpans(spans);
}
