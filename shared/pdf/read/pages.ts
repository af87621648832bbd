/**
 * The pages of a file one by one, with what they inherit (ISO 32000-1 §7.7.3). A tree that loops or goes too deep is
 * cut, and says so; what a page does not hold itself comes from the nodes above it.
 */
import type { PdfFile } from "./file.ts";
import { isArray, isDict, isRef, type PdfDict, type PdfValue } from "./values.ts";

export type ReadPage = {
  /** Counted from 1. */
  readonly number: number;
  readonly dict: PdfDict;
  /** Own or inherited; null when there is none. */
  readonly resources: PdfDict | null;
  readonly mediaBox: Box | null;
  readonly cropBox: Box | null;
  /** Not inherited. */
  readonly bleedBox: Box | null;
  readonly trimBox: Box | null;
  readonly artBox: Box | null;
  /** Degrees clockwise, as it stands in the file. */
  readonly rotate: number;
  /** Points in a unit of user space. */
  readonly userUnit: number;
};

/** Left, bottom, right, top; y upward. */
export type Box = readonly [left: number, bottom: number, right: number, top: number];

const DEEPEST = 50;
const MOST_PAGES = 100_000;

type Inherited = {
  readonly resources: PdfValue;
  readonly media: PdfValue;
  readonly crop: PdfValue;
  readonly rotate: PdfValue;
};

/** `fault` is told each place where the tree is wrong. */
export function* pagesOf(file: PdfFile, fault: (message: string) => void): Generator<ReadPage> {
  const seen = new Set<number>();
  let number = 0;
  const nothing: Inherited = { resources: null, media: null, crop: null, rotate: null };
  // A stack instead of recursion; children stand on it in reverse.
  const stack: { readonly value: PdfValue; readonly depth: number; readonly from: Inherited }[] = [
    { value: file.catalog.get("Pages") ?? null, depth: 0, from: nothing },
  ];
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (isRef(top.value)) {
      if (seen.has(top.value.number)) {
        fault("The tree of pages names a page twice or runs in a circle");
        continue;
      }
      seen.add(top.value.number);
    }
    const node = file.get(top.value);
    if (!isDict(node)) {
      fault("A page is missing from the file");
      continue;
    }
    const { from } = top;
    const own: Inherited = {
      resources: node.get("Resources") ?? from.resources,
      media: node.get("MediaBox") ?? from.media,
      crop: node.get("CropBox") ?? from.crop,
      rotate: node.get("Rotate") ?? from.rotate,
    };
    const kids = file.get(node.get("Kids"));
    if (isArray(kids)) {
      if (top.depth > DEEPEST || kids.length > MOST_PAGES) {
        fault("The tree of pages is too deep or too large");
        continue;
      }
      for (let n = kids.length - 1; n >= 0; n--) {
        stack.push({ value: kids[n] as PdfValue, depth: top.depth + 1, from: own });
      }
      continue;
    }
    if (++number > MOST_PAGES) {
      fault(`There are more than ${MOST_PAGES} pages`);
      return;
    }
    const rotate = file.get(own.rotate);
    const unit = file.get(node.get("UserUnit"));
    yield {
      number,
      dict: node,
      resources: file.dict(own.resources),
      mediaBox: boxOf(file, own.media),
      cropBox: boxOf(file, own.crop),
      bleedBox: boxOf(file, node.get("BleedBox")),
      trimBox: boxOf(file, node.get("TrimBox")),
      artBox: boxOf(file, node.get("ArtBox")),
      rotate: typeof rotate === "number" ? rotate : 0,
      userUnit: typeof unit === "number" && unit > 0 ? unit : 1,
    };
  }
}

/** A rectangle with its corners in order; null when it is none, or has no area. */
export function boxOf(file: PdfFile, value: PdfValue | undefined): Box | null {
  const list = numbersOf(file, value);
  if (list?.length !== 4) return null;
  const [a, b, c, d] = list as [number, number, number, number];
  const box: Box = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  return box[2] > box[0] && box[3] > box[1] ? box : null;
}

/** An array of numbers; null when it is anything else. */
export function numbersOf(file: PdfFile, value: PdfValue | undefined): readonly number[] | null {
  const list = file.get(value);
  if (!isArray(list) || list.length > 4096) return null;
  const made = list.map((entry) => file.get(entry));
  return made.every((entry): entry is number => typeof entry === "number") ? made : null;
}
