/**
 * A finding is a problem in the copy, the pictures or the design, told to the person who can mend it. It is data: the
 * stage that makes one still returns its best result. Our own mistakes throw instead.
 */
import type { Pt, TextOffset } from "./units.ts";

/** A stretch of a block's text: block id, from, to. It survives edits elsewhere, unlike a document position. */
export type Place = readonly [block: string, from: TextOffset, to: TextOffset];
/** In points from the trim's top left, y downward: x, y, width, height. */
export type Rect = readonly [x: Pt, y: Pt, width: Pt, height: Pt];

/**
 * `error`: a printer refuses it, or words or pictures are lost. `warning`: looks, keeps, contrast, doubtful spots.
 * `info`: worth knowing.
 */
export type Severity = "error" | "warning" | "info";

export type Finding = {
  /** A short word, stable: scripts and waivers hold it. */
  readonly code: string;
  readonly severity: Severity;
  /** What was found, what was expected, where. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** Counted from 1. */
  readonly page?: number;
  readonly place?: Place;
  readonly rect?: Rect;
  /** False when the check itself could not be carried out; then it counts as an error. */
  readonly ran: boolean;
  /** The row of words it is told by, and the values in it: for saying it in another language. */
  readonly said?: {
    readonly told: string;
    readonly values: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  };
};

export function finding(
  severity: Severity,
  code: string,
  message: string,
  hint: string,
  where: { readonly page?: number; readonly place?: Place; readonly rect?: Rect } = {},
): Finding {
  return { code, severity, message, hint, ...where, ran: true };
}

/** The findings that keep a document from being exported: errors whose code is not allowed. */
export function blocking(findings: readonly Finding[], allowed: ReadonlySet<string>): readonly Finding[] {
  return findings.filter((f) => (f.severity === "error" || !f.ran) && !allowed.has(f.code));
}
