/**
 * Follows a page's contents as a press would (ISO 32000-1 §8, §9, §11): graphics state, transformations, forms within
 * forms, patterns, glyph procedures, soft masks; and tells a visitor everything that leaves ink, with its state.
 * Judges nothing. Throws `TooMuch` when the work it may ask for is used up.
 */
import { operations } from "./contents.ts";
import { type Effort, spend } from "./effort.ts";
import type { PdfFile } from "./file.ts";
import { colouredBy, extendedBy, inSpace, type State, startState } from "./graphicsState.ts";
import { boxThrough, cut, EVERYWHERE, IDENTITY, type Matrix, NOWHERE, scaleOf, times } from "./matrix.ts";
import { contentBytes, pageBytes } from "./pageBytes.ts";
import { type Box, boxOf, numbersOf, type ReadPage } from "./pages.ts";
import type { Painted, Visitor } from "./painted.ts";
import { PathBox } from "./pathBox.ts";
import { placedPicture } from "./placedPicture.ts";
import { type Known, resourcesOf } from "./resources.ts";
import { shadingColours } from "./shadings.ts";
import { shownText } from "./shownText.ts";
import { spaceOfJpx } from "./spaces.ts";
import { isArray, isDict, isStream, nameOf, type PdfDict, type PdfStream, type PdfValue } from "./values.ts";

const DEEPEST_FORM = 24;
const DEEPEST_STATE = 512;

const OPERATORS = new Set(
  "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split(
    " ",
  ),
);

export function interpretPage(file: PdfFile, page: ReadPage, visitor: Visitor, effort: Effort, known: Known): void {
  const found = resourcesOf(file, visitor, effort, known);
  const whole = pageBytes(file, page.dict.get("Contents"), effort, visitor.fault);
  const unit = page.userUnit;
  const media = page.mediaBox ?? [0, 0, 612, 792];
  const base: Matrix = [unit, 0, 0, unit, 0, 0];
  const clip: Box = [media[0] * unit, media[1] * unit, media[2] * unit, media[3] * unit];
  const running = new Set<number>();
  const group = file.dict(page.dict.get("Group"));
  if (group) found.group(group, false, page.resources);
  run(whole, page.resources, startState(base, clip), 0);

  /** `forced`: where ink of a pattern's cell or a glyph's procedure is told to be. */
  function run(
    bytes: Uint8Array,
    resources: PdfDict | null,
    first: State,
    depth: number,
    forced: Box | null = null,
  ): void {
    let state = first;
    const saved: State[] = [];
    const start = first.ctm;
    const path = new PathBox();
    let clipping = false;
    let compatible = 0;

    const tell = (kind: Painted["kind"], box: Box, stroking: boolean, more: Partial<Painted> = {}): void => {
      const seen = forced ?? cut(box, state.clip);
      if (!seen) return;
      const colour = stroking ? state.stroke : state.fill;
      visitor.paint({
        kind,
        box: seen,
        colour,
        stops: null,
        overprint: stroking ? state.strokeOverprint : state.fillOverprint,
        overprintMode: state.overprintMode,
        thickness: null,
        size: null,
        glyphs: 0,
        picture: null,
        ...more,
      });
    };
    /** Ink laid over a box in the colour in force: plain, or a pattern's. */
    const ink = (kind: "fill" | "stroke" | "text", box: Box, stroking: boolean, more: Partial<Painted>): void => {
      const name = stroking ? state.strokePattern : state.fillPattern;
      if (name === null) return tell(kind, box, stroking, more);
      const pattern = file.get(found.entry(resources, "Pattern", name));
      const dict = isStream(pattern) ? pattern.dict : isDict(pattern) ? pattern : null;
      if (!dict) return visitor.fault(`The pattern ${name.slice(0, 40)} is missing`);
      if (file.get(dict.get("PatternType")) === 2) return shade(dict.get("Shading"), box);
      if (file.get(dict.get("PaintType")) === 2) return tell(kind, box, stroking, more);
      const seen = forced ?? cut(box, state.clip);
      if (!isStream(pattern) || !seen) return;
      const matrix = matrixOf(dict.get("Matrix"));
      inside(
        pattern,
        file.dict(dict.get("Resources")) ?? resources,
        { ...startState(times(matrix, start), EVERYWHERE) },
        seen,
      );
    };
    const shade = (value: PdfValue | undefined, box: Box): void => {
      const shading = file.dict(value);
      if (!shading) return visitor.fault("A shading is missing");
      if (found.isNew(shading)) visitor.object(shading, "shading");
      const space = found.space(shading.get("ColorSpace"), resources);
      if (!space) return;
      visitor.space(space, "content");
      spend(effort, 50);
      const stops = shadingColours(file, value, space.parts);
      spend(effort, stops?.length ?? 0);
      tell("shading", box, false, { colour: { space, values: [] }, stops });
    };
    const inside = (stream: PdfStream, own: PdfDict | null, from: State, box: Box | null): void => {
      if (depth >= DEEPEST_FORM || running.has(stream.at))
        return visitor.fault("Forms hold each other in a circle or too deep");
      running.add(stream.at);
      spend(effort, 20);
      run(contentBytes(file, stream, effort, visitor.fault), own, from, depth + 1, box);
      running.delete(stream.at);
    };
    const finish = (fill: boolean, stroke: boolean): void => {
      const { box } = path;
      if (box) {
        if (fill) ink("fill", box, false, { thickness: path.side });
        if (stroke) {
          const width = state.lineWidth * scaleOf(state.ctm);
          const half = width / 2;
          ink("stroke", [box[0] - half, box[1] - half, box[2] + half, box[3] + half], true, { thickness: width });
        }
        if (clipping) state = { ...state, clip: cut(box, state.clip) ?? NOWHERE };
      }
      path.clear();
      clipping = false;
    };
    const show = (parts: readonly PdfValue[]): void => {
      const { font } = state;
      if (!font) return visitor.fault("Text is shown without a font");
      const text = shownText(state, font, parts, (codes) => spend(effort, 1 + (codes >> 3)));
      const { glyphs, box, em } = text;
      const { fontSize: size, scaling, rise } = state;
      state = { ...state, textMatrix: text.textMatrixAfter };
      if (glyphs === 0) return;
      const seen = forced ?? cut(box, state.clip);
      if (text.missing && seen) visitor.notdef(font, seen);
      const { procedures } = font;
      if (procedures) {
        if (!seen || !found.isNew(procedures)) return;
        const toText = times([size * scaling, 0, 0, size, 0, rise], text.matrix);
        const glyph = times(procedures.matrix as Matrix, toText);
        for (const procedure of procedures.all) {
          const own = procedures.resources ?? resources;
          inside(procedure, own, { ...state, ctm: glyph, clip: EVERYWHERE, font: null }, seen);
        }
        return;
      }
      const mode = state.textMode % 4;
      if (mode === 0 || mode === 2) ink("text", box, false, { size: em, glyphs });
      if (mode === 1 || mode === 2) ink("text", box, true, { size: em, glyphs });
    };
    const picture = (stream: PdfStream): void => {
      const { dict } = stream;
      const placed = placedPicture(file, stream, state.ctm);
      if (typeof placed === "string") return visitor.fault(placed);
      const { use, stencil, jpx } = placed;
      if (found.isNew(stream)) visitor.object(dict, "picture");
      const box = boxThrough(state.ctm, [0, 0, 1, 1]);
      if (stencil) return tell("stencil", box, false, { picture: use });
      // A JPEG 2000 picture may bring its space itself.
      const own = !dict.has("ColorSpace") && jpx ? spaceOfJpx(jpx) : null;
      if (!dict.has("ColorSpace") && jpx && !own) return visitor.fault("A JPEG 2000 picture names no colour space");
      const space = own ?? found.space(dict.get("ColorSpace"), resources);
      if (!space) return;
      visitor.space(space, "content");
      const soft = file.get(dict.get("SMask"));
      if (isStream(soft) && found.isNew(soft)) visitor.object(soft.dict, "picture");
      tell("picture", box, false, { picture: use, colour: { space, values: [] } });
    };
    const form = (stream: PdfStream): void => {
      const { dict } = stream;
      if (found.isNew(dict)) visitor.object(dict, "form");
      const own = file.dict(dict.get("Resources")) ?? resources;
      const group = file.dict(dict.get("Group"));
      if (group) found.group(group, false, own);
      const ctm = times(matrixOf(dict.get("Matrix")), state.ctm);
      const bounds = boxOf(file, dict.get("BBox"));
      const clip = bounds ? cut(boxThrough(ctm, bounds), state.clip) : state.clip;
      if (clip) inside(stream, own, { ...state, ctm, clip }, forced);
    };
    const extended = (dict: PdfDict): void => {
      visitor.state(dict);
      const value = (key: string): PdfValue => file.get(dict.get(key));
      if (dict.has("RI")) visitor.intent(value("RI"));
      const mask = file.dict(dict.get("SMask"));
      const soft = mask ? file.get(mask.get("G")) : null;
      if (isStream(soft)) {
        const group = file.dict(soft.dict.get("Group"));
        if (group) found.group(group, true, resources);
      }
      state = extendedBy(state, value, found.font);
    };
    const colour = (operands: readonly PdfValue[], stroking: boolean): void => {
      const next = colouredBy(state, operands, stroking);
      if (next) state = next;
      else visitor.fault("A colour has too few parts");
    };
    const setSpace = (value: PdfValue | undefined, stroking: boolean, operands: readonly PdfValue[] | null): void => {
      const space = found.space(value, resources);
      if (!space) return;
      visitor.space(space, "content");
      state = inSpace(state, space, stroking);
      if (operands) colour(operands, stroking);
    };
    const newLine = (x: number, y: number): void => {
      const line = times([1, 0, 0, 1, x, y], state.lineMatrix);
      state = { ...state, lineMatrix: line, textMatrix: line };
    };

    for (const { word, operands, inline } of operations(bytes, visitor.fault)) {
      spend(effort, 1);
      const n = (i: number): number => {
        const value = operands[i];
        return typeof value === "number" ? value : 0;
      };
      switch (word) {
        case "q":
          if (saved.length >= DEEPEST_STATE) visitor.fault("States are saved too deep");
          else saved.push(state);
          break;
        case "Q": {
          const before = saved.pop();
          if (before) state = before;
          else visitor.fault("A state is restored that was not saved");
          break;
        }
        case "cm":
          state = { ...state, ctm: times([n(0), n(1), n(2), n(3), n(4), n(5)], state.ctm) };
          break;
        case "w":
          state = { ...state, lineWidth: Math.abs(n(0)) };
          break;
        case "gs": {
          const dict = file.dict(found.entry(resources, "ExtGState", operands[0]));
          if (dict) extended(dict);
          else visitor.fault(`The graphics state ${nameOf(operands[0]).slice(0, 40)} is missing`);
          break;
        }
        case "ri":
          visitor.intent(operands[0] ?? null);
          break;
        case "m":
        case "l":
          path.through(state.ctm, n(0), n(1));
          break;
        case "c":
          path.through(state.ctm, n(0), n(1), n(2), n(3), n(4), n(5));
          break;
        case "v":
        case "y":
          path.through(state.ctm, n(0), n(1), n(2), n(3));
          break;
        case "re":
          path.rectangle(state.ctm, n(0), n(1), n(2), n(3));
          break;
        case "f":
        case "F":
        case "f*":
          finish(true, false);
          break;
        case "S":
        case "s":
          finish(false, true);
          break;
        case "B":
        case "B*":
        case "b":
        case "b*":
          finish(true, true);
          break;
        case "n":
          finish(false, false);
          break;
        case "W":
        case "W*":
          clipping = true;
          break;
        case "g":
          setSpace("DeviceGray", false, operands);
          break;
        case "G":
          setSpace("DeviceGray", true, operands);
          break;
        case "rg":
          setSpace("DeviceRGB", false, operands);
          break;
        case "RG":
          setSpace("DeviceRGB", true, operands);
          break;
        case "k":
          setSpace("DeviceCMYK", false, operands);
          break;
        case "K":
          setSpace("DeviceCMYK", true, operands);
          break;
        case "cs":
          setSpace(operands[0], false, null);
          break;
        case "CS":
          setSpace(operands[0], true, null);
          break;
        case "sc":
        case "scn":
          colour(operands, false);
          break;
        case "SC":
        case "SCN":
          colour(operands, true);
          break;
        case "sh":
          shade(found.entry(resources, "Shading", operands[0]), state.clip);
          break;
        case "Do": {
          const object = file.get(found.entry(resources, "XObject", operands[0]));
          if (!isStream(object)) {
            visitor.fault(`The object ${nameOf(operands[0]).slice(0, 40)} is missing`);
            break;
          }
          const kind = file.get(object.dict.get("Subtype"));
          if (kind === "Image") picture(object);
          else if (kind === "Form") form(object);
          if (kind === "PS" || file.get(object.dict.get("Subtype2")) === "PS")
            visitor.object(object.dict, "postscript");
          break;
        }
        case "BI":
          if (inline) picture(inline);
          break;
        case "BT":
          state = { ...state, textMatrix: IDENTITY, lineMatrix: IDENTITY };
          break;
        case "Tc":
          state = { ...state, letterSpace: n(0) };
          break;
        case "Tw":
          state = { ...state, wordSpace: n(0) };
          break;
        case "Tz":
          state = { ...state, scaling: n(0) / 100 };
          break;
        case "TL":
          state = { ...state, leading: n(0) };
          break;
        case "Ts":
          state = { ...state, rise: n(0) };
          break;
        case "Tr":
          state = { ...state, textMode: n(0) };
          break;
        case "Tf": {
          const font = found.font(found.entry(resources, "Font", operands[0]));
          if (!font) visitor.fault(`The font ${nameOf(operands[0]).slice(0, 40)} is missing`);
          state = { ...state, font, fontSize: n(1) };
          break;
        }
        case "Td":
          newLine(n(0), n(1));
          break;
        case "TD":
          state = { ...state, leading: -n(1) };
          newLine(n(0), n(1));
          break;
        case "Tm": {
          const matrix: Matrix = [n(0), n(1), n(2), n(3), n(4), n(5)];
          state = { ...state, textMatrix: matrix, lineMatrix: matrix };
          break;
        }
        case "T*":
          newLine(0, -state.leading);
          break;
        case "Tj":
          show(operands);
          break;
        case "TJ":
          show(isArray(operands[0]) ? operands[0] : []);
          break;
        case "'":
          newLine(0, -state.leading);
          show(operands);
          break;
        case '"':
          state = { ...state, wordSpace: n(0), letterSpace: n(1) };
          newLine(0, -state.leading);
          show(operands.slice(2));
          break;
        case "BX":
          compatible++;
          break;
        case "EX":
          compatible--;
          break;
        default:
          if (!OPERATORS.has(word) && compatible <= 0)
            visitor.fault(`Its contents hold a word that is no operator: ${printable(word)}`);
      }
    }
    if (saved.length > 0 && depth === 0) visitor.fault("A saved state is never restored");
  }

  function matrixOf(value: PdfValue | undefined): Matrix {
    const numbers = numbersOf(file, value);
    return numbers?.length === 6 ? (numbers as unknown as Matrix) : IDENTITY;
  }
}

function printable(word: string): string {
  return word.slice(0, 20).replace(/[^\x21-\x7e]/g, "?");
}
