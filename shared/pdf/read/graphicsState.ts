/** The graphics state as far as ink depends on it (ISO 32000-1 §8.4, §9.3); a value, changed by making another. */
import type { FontFacts } from "./fontFacts.ts";
import { IDENTITY, type Matrix } from "./matrix.ts";
import type { Box } from "./pages.ts";
import type { Colour } from "./painted.ts";
import { GRAY } from "./spaces.ts";

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
