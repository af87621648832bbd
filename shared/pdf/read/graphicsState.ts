/** The graphics state as far as ink depends on it (ISO 32000-1 §8.4, §9.3); a value, changed by making another. */
import type { FontFacts } from "./fontFacts.ts";
import { IDENTITY, type Matrix } from "./matrix.ts";
import type { Box } from "./pages.ts";
import type { Colour } from "./painted.ts";
import { firstColour, GRAY, type Space } from "./spaces.ts";
import { isArray, type PdfValue } from "./values.ts";

export type State = {
  ctm: Matrix;
  /** The box round the clip, in the page's default user space. */
  clip: Box;
  fill: Colour;
  stroke: Colour;
  fillPattern: string | null;
  strokePattern: string | null;
  lineWidth: number;
  fillOverprint: boolean;
  strokeOverprint: boolean;
  overprintMode: number;
  font: FontFacts | null;
  fontSize: number;
  letterSpace: number;
  wordSpace: number;
  /** 1 is as drawn. */
  scaling: number;
  leading: number;
  rise: number;
  textMode: number;
  textMatrix: Matrix;
  lineMatrix: Matrix;
};

export function startState(ctm: Matrix, clip: Box): State {
  const black = { space: GRAY, values: [0] };
  return {
    ctm,
    clip,
    fill: black,
    stroke: black,
    fillPattern: null,
    strokePattern: null,
    lineWidth: 1,
    fillOverprint: false,
    strokeOverprint: false,
    overprintMode: 0,
    font: null,
    fontSize: 0,
    letterSpace: 0,
    wordSpace: 0,
    scaling: 1,
    leading: 0,
    rise: 0,
    textMode: 0,
    textMatrix: IDENTITY,
    lineMatrix: IDENTITY,
  };
}

/** The state that a dictionary of graphics parameters leads to (§8.4.5). `font` reads the one it names. */
export function extendedBy(
  state: State,
  value: (key: string) => PdfValue,
  font: (value: PdfValue | undefined) => FontFacts | null,
): State {
  const [width, upper, lower, mode] = [value("LW"), value("OP"), value("op"), value("OPM")];
  const next = { ...state };
  if (typeof width === "number") next.lineWidth = width;
  if (typeof upper === "boolean") {
    next.strokeOverprint = upper;
    if (typeof lower !== "boolean") next.fillOverprint = upper;
  }
  if (typeof lower === "boolean") next.fillOverprint = lower;
  if (typeof mode === "number") next.overprintMode = mode;
  const named = value("Font");
  if (isArray(named)) {
    next.font = font(named[0]);
    next.fontSize = typeof named[1] === "number" ? named[1] : next.fontSize;
  }
  return next;
}

/** The state after a colour was set in the space in force (§8.6.8); null: it has too few parts. */
export function colouredBy(state: State, operands: readonly PdfValue[], stroking: boolean): State | null {
  const { space } = stroking ? state.stroke : state.fill;
  const last = operands.at(-1);
  const values = operands.filter((value) => typeof value === "number");
  const pattern = space.family === "Pattern" && typeof last === "string" ? last : null;
  if (values.length < space.parts && pattern === null) return null;
  const colour: Colour = { space, values: space.family === "Pattern" ? values : values.slice(0, space.parts) };
  return stroking
    ? { ...state, stroke: colour, strokePattern: pattern }
    : { ...state, fill: colour, fillPattern: pattern };
}

/** The state after a space was chosen: its first colour is in force. */
export function inSpace(state: State, space: Space, stroking: boolean): State {
  const colour = { space, values: firstColour(space) };
  return stroking ? { ...state, stroke: colour, strokePattern: null } : { ...state, fill: colour, fillPattern: null };
}
