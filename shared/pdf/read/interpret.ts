/**
 * Follows a page's contents as a press would (ISO 32000-1 §8, §9, §11): graphics state, transformations, forms within
 * forms, patterns, glyph procedures, soft masks; and tells a visitor everything that leaves ink, with its state.
 * Judges nothing. Work is counted, so that forms that multiply each other end: `Effort.spend` throws when there is
 * none left.
 */
import { operations } from "./contents.ts";
import { keyOf, type PdfFile } from "./file.ts";
import { type FontFacts, readFont } from "./fontFacts.ts";
import { type State, startState } from "./graphicsState.ts";
import { boxThrough, cut, EVERYWHERE, IDENTITY, type Matrix, NOWHERE, scaleOf, times } from "./matrix.ts";
import type { Box, ReadPage } from "./pages.ts";
import { boxOf, numbersOf } from "./pages.ts";
import type { Colour, Painted, Visitor } from "./painted.ts";
import { firstColour, readSpace, shadingColours, type Space } from "./spaces.ts";
import { isArray, isDict, isStream, isString, nameOf, type PdfDict, type PdfStream, type PdfValue } from "./values.ts";

/** Raised when a page asks for more work than an honest one could. */
export class TooMuch extends Error {}
/** Work left, in operators; shared by all pages of a file. */
export type Effort = { left: number };

/** Contents of a page or a form, decoded. */
const LARGEST_CONTENT = 1 << 26;
const DEEPEST_FORM = 24;
const DEEPEST_STATE = 512;
/** Contents that expand more than this are no page: ink is described in words that differ. */
const MOST_EXPANSION = 400;

const OPERATORS = new Set(
  "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split(
    " ",
  ),
);

/** Fonts and spaces read once for a file. */
export type Known = {
  readonly fonts: Map<number | object, FontFacts>;
  readonly spaces: Map<number | object, Space | null>;
};

export function interpretPage(file: PdfFile, page: ReadPage, visitor: Visitor, effort: Effort, known: Known): void {
  const contents = file.get(page.dict.get("Contents"));
  const streams = isArray(contents) ? contents.slice(0, 4096).map((one) => file.get(one)) : [contents];
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (const stream of streams) {
    if (!isStream(stream)) {
      if (stream !== null) visitor.fault("Its contents are no stream");
      continue;
    }
    const bytes = readContent(stream);
    size += bytes.length + 1;
    if (size > LARGEST_CONTENT) throw new TooMuch("its contents are larger than 64 MB");
    pieces.push(bytes);
  }
  let whole = pieces.length === 1 ? (pieces[0] as Uint8Array) : new Uint8Array(size).fill(10);
  if (pieces.length !== 1) {
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length + 1;
    }
  }
  const unit = page.userUnit;
  const media = page.mediaBox ?? [0, 0, 612, 792];
  const base: Matrix = [unit, 0, 0, unit, 0, 0];
  const clip: Box = [media[0] * unit, media[1] * unit, media[2] * unit, media[3] * unit];
  const told = new Set<unknown>();
  const running = new Set<number>();
  const group = file.dict(page.dict.get("Group"));
  if (group) blend(group, false, page.resources);
  run(whole, page.resources, startState(base, clip), 0);
  whole = new Uint8Array(0);

  function readContent(stream: PdfStream): Uint8Array {
    const { bytes, fault, coded } = file.decoded(stream, LARGEST_CONTENT);
    if (coded !== null) visitor.fault(`Its contents are coded with ${coded}`);
    if (fault !== null) visitor.fault("Parts of its contents cannot be decoded");
    if (bytes.length > 1 << 20 && bytes.length > stream.length * MOST_EXPANSION) {
      throw new TooMuch("its contents expand more than four hundredfold");
    }
    spend(1 + (bytes.length >> 8));
    return bytes;
  }
  function spend(amount: number): void {
    effort.left -= amount;
    if (effort.left < 0) throw new TooMuch("its contents ask for more work than any page should");
  }
  function blend(dict: PdfDict, soft: boolean, resources: PdfDict | null): void {
    if (file.get(dict.get("S")) !== "Transparency") return;
    visitor.group(dict, soft);
    const space = dict.has("CS") ? readSpace(file, dict.get("CS"), resources) : null;
    if (space && !soft) visitor.space(space, "group");
  }
  function spaceOf(value: PdfValue | undefined, resources: PdfDict | null): Space | null {
    const named = typeof value === "string" ? file.dict(resources?.get("ColorSpace"))?.get(value) : value;
    const key = keyOf(named);
    let space = key === null ? undefined : known.spaces.get(key);
    if (space === undefined) {
      space = readSpace(file, value, resources);
      if (known.spaces.size > 2000) known.spaces.clear();
      if (key !== null) known.spaces.set(key, space);
    }
    if (!space)
      visitor.fault(`The colour space ${nameOf(isArray(value) ? value[0] : value).slice(0, 40)} is missing or wrong`);
    return space;
  }
  function fontOf(value: PdfValue | undefined): FontFacts | null {
    const key = keyOf(value);
    const dict = file.dict(value);
    if (key === null || !dict) return null;
    let font = known.fonts.get(key);
    if (!font) {
      font = readFont(file, dict);
      spend(1000);
      if (known.fonts.size > 300) known.fonts.clear();
      known.fonts.set(key, font);
    }
    if (!told.has(font)) {
      told.add(font);
      visitor.font(font);
    }
    return font;
  }

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
    // The path under construction, as the box round it.
    let path: [number, number, number, number] | null = null;
    let rectangles = 0;
    let others = 0;
    let side: number | null = null;
    let clipping = false;
    let compatible = 0;

    const point = (x: number, y: number): void => {
      const [a, b, c, d, e, f] = state.ctm;
      const [px, py] = [a * x + c * y + e, b * x + d * y + f];
      if (!path) path = [px, py, px, py];
      else {
        if (px < path[0]) path[0] = px;
        if (py < path[1]) path[1] = py;
        if (px > path[2]) path[2] = px;
        if (py > path[3]) path[3] = py;
      }
    };
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
      const pattern = file.get(file.dict(resources?.get("Pattern"))?.get(name));
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
      if (!told.has(shading)) {
        told.add(shading);
        visitor.object(shading, "shading");
      }
      const space = spaceOf(shading.get("ColorSpace"), resources);
      if (!space) return;
      visitor.space(space, "content");
      spend(50);
      tell("shading", box, false, { colour: { space, values: [] }, stops: shadingColours(file, shading) });
    };
    const inside = (stream: PdfStream, own: PdfDict | null, from: State, box: Box | null): void => {
      if (depth >= DEEPEST_FORM || running.has(stream.at))
        return visitor.fault("Forms hold each other in a circle or too deep");
      running.add(stream.at);
      spend(20);
      run(readContent(stream), own, from, depth + 1, box);
      running.delete(stream.at);
    };
    const finish = (fill: boolean, stroke: boolean): void => {
      if (path) {
        const box: Box = [path[0], path[1], path[2], path[3]];
        if (fill) ink("fill", box, false, { thickness: rectangles === 1 && others === 0 ? side : null });
        if (stroke) {
          const width = state.lineWidth * scaleOf(state.ctm);
          const half = width / 2;
          ink("stroke", [box[0] - half, box[1] - half, box[2] + half, box[3] + half], true, { thickness: width });
        }
        if (clipping) state = { ...state, clip: cut(box, state.clip) ?? NOWHERE };
      }
      path = null;
      rectangles = 0;
      others = 0;
      side = null;
      clipping = false;
    };
    const show = (parts: readonly PdfValue[]): void => {
      const { font } = state;
      if (!font) return visitor.fault("Text is shown without a font");
      const trm = times(state.textMatrix, state.ctm);
      let [x, from, missing] = [0, 0, false];
      let glyphs = 0;
      for (const part of parts) {
        if (typeof part === "number") {
          x -= (part / 1000) * state.fontSize * state.scaling;
          if (glyphs === 0) from = x;
          continue;
        }
        if (!isString(part)) continue;
        const { bytes: codes } = part;
        spend(1 + (codes.length >> 3));
        for (let at = 0; at + font.bytesPerCode <= codes.length; at += font.bytesPerCode) {
          const code =
            font.bytesPerCode === 2 ? (codes[at] as number) * 256 + (codes[at + 1] as number) : (codes[at] as number);
          glyphs++;
          if (code === 0 && font.identity) missing = true;
          const space = font.bytesPerCode === 1 && code === 32 ? state.wordSpace : 0;
          const unit = font.procedures ? (font.procedures.matrix[0] as number) : 0.001;
          x += (font.width(code) * unit * state.fontSize + state.letterSpace + space) * state.scaling;
        }
      }
      const size = state.fontSize;
      const box = boxThrough(trm, [
        Math.min(from, x),
        state.rise - 0.22 * size,
        Math.max(from, x),
        state.rise + 0.75 * size,
      ]);
      state = { ...state, textMatrix: times([1, 0, 0, 1, x, 0], state.textMatrix) };
      if (glyphs === 0) return;
      const seen = forced ?? cut(box, state.clip);
      if (missing && seen) visitor.notdef(font, seen);
      const em = Math.abs(size) * Math.hypot(trm[2], trm[3]);
      const mode = state.textMode % 4;
      if (font.procedures) {
        if (!told.has(font.procedures) && seen) {
          told.add(font.procedures);
          const glyph = times(
            font.procedures.matrix as Matrix,
            times([size * state.scaling, 0, 0, size, 0, state.rise], trm),
          );
          for (const procedure of font.procedures.all) {
            const own = font.procedures.resources ?? resources;
            inside(procedure, own, { ...state, ctm: glyph, clip: EVERYWHERE, font: null }, seen);
          }
        }
        return;
      }
      if (mode === 0 || mode === 2) ink("text", box, false, { size: em, glyphs });
      if (mode === 1 || mode === 2) ink("text", box, true, { size: em, glyphs });
    };
    const picture = (stream: PdfStream): void => {
      const { dict } = stream;
      const [width, height] = [file.get(dict.get("Width")), file.get(dict.get("Height"))];
      if (typeof width !== "number" || typeof height !== "number" || width < 1 || height < 1) {
        return visitor.fault("A picture has no size");
      }
      if (!told.has(stream)) {
        told.add(stream);
        visitor.object(dict, "picture");
      }
      const [a, b, c, d] = state.ctm;
      const [across, down] = [Math.hypot(a, b), Math.hypot(c, d)];
      const box = boxThrough(state.ctm, [0, 0, 1, 1]);
      const stencil = file.get(dict.get("ImageMask")) === true;
      const bits = file.get(dict.get("BitsPerComponent"));
      const use = {
        stream,
        width,
        height,
        bits: stencil ? 1 : typeof bits === "number" ? bits : 8,
        ppi: [(width * 72) / Math.max(across, 1e-6), (height * 72) / Math.max(down, 1e-6)] as const,
        placed: [across, down] as const,
      };
      if (stencil) return tell("stencil", box, false, { picture: use });
      const filter = nameOf(file.get(dict.get("Filter")));
      // A JPEG 2000 picture may bring its space itself.
      if (!dict.has("ColorSpace") && filter === "JPXDecode")
        return visitor.fault("A JPEG 2000 picture names no colour space");
      const space = spaceOf(dict.get("ColorSpace"), resources);
      if (!space) return;
      visitor.space(space, "content");
      const soft = file.get(dict.get("SMask"));
      if (isStream(soft) && !told.has(soft)) {
        told.add(soft);
        visitor.object(soft.dict, "picture");
      }
      tell("picture", box, false, { picture: use, colour: { space, values: [] } });
    };
    const form = (stream: PdfStream): void => {
      const { dict } = stream;
      if (!told.has(dict)) {
        told.add(dict);
        visitor.object(dict, "form");
      }
      const own = file.dict(dict.get("Resources")) ?? resources;
      const group = file.dict(dict.get("Group"));
      if (group) blend(group, false, own);
      const ctm = times(matrixOf(dict.get("Matrix")), state.ctm);
      const bounds = boxOf(file, dict.get("BBox"));
      const clip = bounds ? cut(boxThrough(ctm, bounds), state.clip) : state.clip;
      if (clip) inside(stream, own, { ...state, ctm, clip }, forced);
    };
    const extended = (dict: PdfDict): void => {
      visitor.state(dict);
      const value = (key: string): PdfValue => file.get(dict.get(key));
      const [width, upper, lower, mode] = [value("LW"), value("OP"), value("op"), value("OPM")];
      const next = { ...state };
      if (typeof width === "number") next.lineWidth = width;
      if (typeof upper === "boolean") {
        next.strokeOverprint = upper;
        if (typeof lower !== "boolean") next.fillOverprint = upper;
      }
      if (typeof lower === "boolean") next.fillOverprint = lower;
      if (typeof mode === "number") next.overprintMode = mode;
      const font = value("Font");
      if (isArray(font)) {
        next.font = fontOf(font[0]);
        next.fontSize = typeof font[1] === "number" ? font[1] : next.fontSize;
      }
      if (dict.has("RI")) visitor.intent(value("RI"));
      const mask = file.dict(dict.get("SMask"));
      const soft = mask ? file.get(mask.get("G")) : null;
      if (isStream(soft)) {
        const group = file.dict(soft.dict.get("Group"));
        if (group) blend(group, true, resources);
      }
      state = next;
    };
    const colour = (operands: readonly PdfValue[], stroking: boolean): void => {
      const now = stroking ? state.stroke : state.fill;
      const last = operands.at(-1);
      const values = operands.filter((value) => typeof value === "number");
      const pattern = now.space.family === "Pattern" && typeof last === "string" ? last : null;
      const painted: Colour =
        now.space.family === "Pattern"
          ? { space: now.space, values }
          : { space: now.space, values: values.slice(0, now.space.parts) };
      if (values.length < now.space.parts && pattern === null) visitor.fault("A colour has too few parts");
      else
        state = stroking
          ? { ...state, stroke: painted, strokePattern: pattern }
          : { ...state, fill: painted, fillPattern: pattern };
    };
    const setSpace = (value: PdfValue | undefined, stroking: boolean, operands: readonly PdfValue[] | null): void => {
      const space = spaceOf(value, resources);
      if (!space) return;
      visitor.space(space, "content");
      const painted = { space, values: firstColour(space) };
      state = stroking
        ? { ...state, stroke: painted, strokePattern: null }
        : { ...state, fill: painted, fillPattern: null };
      if (operands) colour(operands, stroking);
    };
    const newLine = (x: number, y: number): void => {
      const line = times([1, 0, 0, 1, x, y], state.lineMatrix);
      state = { ...state, lineMatrix: line, textMatrix: line };
    };

    for (const { word, operands, inline } of operations(bytes, visitor.fault)) {
      spend(1);
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
          const dict = file.dict(file.dict(resources?.get("ExtGState"))?.get(nameOf(operands[0])));
          if (dict) extended(dict);
          else visitor.fault(`The graphics state ${nameOf(operands[0]).slice(0, 40)} is missing`);
          break;
        }
        case "ri":
          visitor.intent(operands[0] ?? null);
          break;
        case "m":
        case "l":
          point(n(0), n(1));
          others++;
          break;
        case "c":
          point(n(0), n(1));
          point(n(2), n(3));
          point(n(4), n(5));
          others++;
          break;
        case "v":
        case "y":
          point(n(0), n(1));
          point(n(2), n(3));
          others++;
          break;
        case "re": {
          point(n(0), n(1));
          point(n(0) + n(2), n(1) + n(3));
          point(n(0) + n(2), n(1));
          point(n(0), n(1) + n(3));
          rectangles++;
          const [a, b, c, d] = state.ctm;
          side = Math.min(Math.abs(n(2)) * Math.hypot(a, b), Math.abs(n(3)) * Math.hypot(c, d));
          break;
        }
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
          shade(file.dict(resources?.get("Shading"))?.get(nameOf(operands[0])), state.clip);
          break;
        case "Do": {
          const object = file.get(file.dict(resources?.get("XObject"))?.get(nameOf(operands[0])));
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
          const font = fontOf(file.dict(resources?.get("Font"))?.get(nameOf(operands[0])));
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
