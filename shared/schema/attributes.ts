/**
 * The shapes of the attributes that are more than a word, and the checks that everything read from outside goes
 * through. ProseMirror calls a check with a value and expects it to throw a RangeError that says what was found.
 */
import { INTENTS } from "../color/converter.ts";
import { CAPTION_STANDS, CREDIT_STANDS } from "./photoFile.ts";

/** Which words and pictures belong to whom. `part` says who asks and who answers. */
export type Speaker = {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly part: "interviewer" | "interviewee";
};

/** The periodical's issue this interview appears in. `firstFolio` is printed on page 1. */
export type Issue = {
  readonly title: string;
  readonly number: string;
  readonly date: string;
  readonly firstFolio: number;
};

/** The name of a shipped or user template, and what this document changes in it. Same shape as a template file. */
export type DesignSpec = {
  readonly template: string;
  readonly overrides: Readonly<Record<string, unknown>>;
};

/** Fractions of the whole picture, from its top left. */
export type Crop = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Rights = { readonly holder: string; readonly source: string; readonly permission: string };

/** A place on a page: page counted from 1, column and row of the text grid counted from 0, spans in the same. */
export type GridPlace = {
  readonly page: number;
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
};

/**
 * `auto`: the engine decides. `settled`: it decided, and stays unless that costs too much; `foot` says that the piece
 * hangs at the foot of the columns, wherever that is. `pinned`: by hand, on the grid named (its columns; rows are
 * those of the baseline grid), out to the edges that bleed, with text round `wrap` instead of its box.
 */
export type Placement =
  | { readonly kind: "auto" }
  | ({ readonly kind: "settled"; readonly foot?: boolean } & GridPlace)
  | ({
      readonly kind: "pinned";
      readonly grid: string;
      readonly bleed: readonly Edge[];
      readonly wrap?: Wrap;
    } & GridPlace);
export type Edge = "top" | "right" | "bottom" | "left";
/** The shape text keeps off: a polygon in fractions of the piece's box, or the outline of what the picture shows. */
export type Wrap =
  | { readonly kind: "polygon"; readonly points: readonly (readonly [x: number, y: number])[] }
  | { readonly kind: "outline" };

/** Which of its boxes a page of a PDF is shown by: the finished page, that with its bleed, the whole sheet. */
export const PDF_BOXES = ["trim", "bleed", "media"] as const;
export type PdfBox = (typeof PDF_BOXES)[number];
/** A page of a PDF placed as a picture: counted from 1, its box, and how large that is as it is seen, in points. */
export type PdfPage = { readonly page: number; readonly box: PdfBox; readonly width: number; readonly height: number };

type Fields = Readonly<Record<string, unknown>>;

function fail(expected: string, value: unknown): never {
  const found = JSON.stringify(value);
  throw new RangeError(`expected ${expected}, found ${found === undefined ? String(value) : found.slice(0, 200)}`);
}
function fields(value: unknown, expected: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(expected, value);
  return value as Fields;
}
function words(value: unknown, names: readonly string[], expected: string): Fields {
  const f = fields(value, expected);
  for (const name of names) if (typeof f[name] !== "string") fail(`${expected} with a text in "${name}"`, value);
  return f;
}
function whole(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= 100_000;
}

export function checkSpeakers(value: unknown): void {
  if (!Array.isArray(value)) fail("a list of speakers", value);
  const seen = new Set<unknown>();
  for (const item of value) {
    const f = words(item, ["id", "name", "initials", "part"], "a speaker");
    if (f.part !== "interviewer" && f.part !== "interviewee") fail('"interviewer" or "interviewee"', f.part);
    if (seen.has(f.id)) fail("a speaker id used once", f.id);
    seen.add(f.id);
  }
}
export function checkIssue(value: unknown): void {
  const f = words(value, ["title", "number", "date"], "an issue");
  if (!whole(f.firstFolio, 0)) fail("a first folio of 0 to 100000", f.firstFolio);
}
export function checkDesign(value: unknown): void {
  const f = words(value, ["template"], "a design");
  fields(f.overrides, "design overrides");
}
export function checkCrop(value: unknown): void {
  if (value === null) return;
  const f = fields(value, "a box in fractions of the picture");
  for (const name of ["x", "y", "width", "height"]) {
    const n = f[name];
    if (typeof n !== "number" || !(n >= 0 && n <= 1)) fail(`a fraction from 0 to 1 in "${name}"`, n);
  }
  const { x, y, width, height } = f as unknown as Crop;
  if (width <= 0 || height <= 0 || x + width > 1.000001 || y + height > 1.000001)
    fail("a box inside the picture", value);
}
export function checkRights(value: unknown): void {
  if (value !== null) words(value, ["holder", "source", "permission"], "rights");
}
/** How a picture's colours are brought to ink; null: as the design says. */
export function checkRendering(value: unknown): void {
  if (value === null) return;
  const { intent, blackPoint } = words(value, ["intent"], "a way to ink");
  if (!(INTENTS as readonly unknown[]).includes(intent)) fail(`one of ${INTENTS.join(", ")}`, intent);
  if (typeof blackPoint !== "boolean") fail("true or false in blackPoint", blackPoint);
}
/** Where a picture's own words stand; null: as the design says. */
export function checkStands(value: unknown): void {
  if (value === null) return;
  const { caption, credit, ...rest } = fields(value, "where words stand");
  const [other] = Object.keys(rest);
  if (other !== undefined) fail('nothing but "caption" and "credit"', other);
  const one = (said: unknown, of: readonly unknown[]) => {
    if (said !== undefined && !of.includes(said)) fail(`one of ${of.join(", ")}`, said);
  };
  one(caption, CAPTION_STANDS);
  one(credit, CREDIT_STANDS);
}
/** `pdf` of a photo or a box whose picture is a PDF; null: its first page's trim. */
export function checkPdfPage(value: unknown): void {
  if (value === null) return;
  const { page, box, width, height } = words(value, ["box"], "a page of a PDF");
  if (!whole(page, 1)) fail("a page from 1", page);
  if (!(PDF_BOXES as readonly unknown[]).includes(box)) fail(`one of ${PDF_BOXES.join(", ")}`, box);
  for (const side of [width, height]) {
    if (typeof side !== "number" || !(side > 0 && side <= 14_400)) fail("a length of up to 14400 points", side);
  }
}
export function checkPlacement(value: unknown): void {
  const f = words(value, ["kind"], "a placement");
  if (f.kind === "auto") return;
  if (f.kind !== "settled" && f.kind !== "pinned") fail('"auto", "settled" or "pinned"', f.kind);
  if (!whole(f.page, 1)) fail("a page from 1", f.page);
  if (!whole(f.column, 0) || !whole(f.row, 0)) fail("a column and a row from 0", value);
  if (!whole(f.columns, 1) || !whole(f.rows, 1)) fail("spans of at least 1", value);
  if (f.kind !== "pinned") {
    if (f.foot !== undefined && typeof f.foot !== "boolean") fail("true or false in foot", f.foot);
    return;
  }
  checkWrap(f.wrap);
  if (typeof f.grid !== "string") fail("the name of a grid", f.grid);
  const edges = ["top", "right", "bottom", "left"];
  if (!Array.isArray(f.bleed) || !f.bleed.every((e) => edges.includes(e as string))) fail("a list of edges", f.bleed);
}
function checkWrap(value: unknown): void {
  if (value === undefined) return;
  const { kind, points } = words(value, ["kind"], "a shape for text to keep off");
  if (kind === "outline") return;
  if (kind !== "polygon") fail('"polygon" or "outline"', kind);
  const inside = (n: unknown) => typeof n === "number" && n >= 0 && n <= 1;
  const point = (p: unknown) => Array.isArray(p) && p.length === 2 && p.every(inside);
  if (!Array.isArray(points) || points.length < 3 || points.length > 1000 || !points.every(point))
    fail("3 to 1000 points in fractions of the box", points);
}
