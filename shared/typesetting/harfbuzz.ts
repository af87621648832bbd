/**
 * The shaper on HarfBuzz (harfbuzzjs 1.6.4, which brings its wasm up at import, in Node and in a module worker).
 * Fonts stay in the wasm memory as long as the shaper lives: harfbuzzjs frees through the garbage collector only, so
 * make few shapers and keep them.
 *
 * A cluster the font has no glyph for is shaped with the first fallback font that has all of it, at the size that
 * matches the x-height, or the capitals' height where all are capitals; what no font has is reported as missing, never
 * passed over.
 */
import * as hb from "harfbuzzjs";
import type { Em } from "../units.ts";
import { type FontFace, type FontRequest, familyKey, matchFace } from "./fonts.ts";
import type { Direction, FontId } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";
import { type LigatureCarets, readLigatureCarets } from "./ligatureCarets.ts";
import { type Outline, outlinePen } from "./outline.ts";
import { readOffers } from "./fontOffers.ts";
import type { FontMetrics, FontOffers, Setup, ShapedPiece, ShapedText, Shaper } from "./shaper.ts";

/** A fallback's letters are scaled to match, but never by more than this: beyond it the weight looks wrong. */
const LEAST_SCALE = 0.8;
const MOST_SCALE = 1.2;

/** What belongs to a script or a sum; signs and ornaments do not. */
const LETTER = /^[\p{L}\p{N}\p{M}\p{Sc}]/u;
/** Clusters whose lender is remembered, and how long such a cluster may be. */
const MOST_LENDERS = 20_000;
const LONG_CLUSTER = 16;

/** Families asked first for what a font lacks, in this order: letters, then signs such as ❖. All are shipped. */
export const FALLBACK_FAMILIES: readonly string[] = ["Source Serif 4", "Be Vietnam Pro", "Noto Sans Symbols 2"];

type Loaded = {
  readonly face: FontFace;
  readonly font: hb.Font;
  readonly hb: hb.Face;
  readonly upem: number;
  readonly metrics: FontMetrics;
  /** Read at the first asking. */
  offers: FontOffers | null;
  /** Highest and lowest ink of glyphs met so far, in font units: top, bottom. */
  readonly ink: Map<number, readonly [number, number]>;
};

const DIRECTIONS: Readonly<Record<Direction, hb.Direction>> = { ltr: hb.Direction.LTR, rtl: hb.Direction.RTL };

/**
 * `fallbacks`: families to look in for characters a font lacks, in this order; all other fonts come after them.
 * Resolves at once in practice; asynchronous because the wasm is.
 */
export async function createShaper(faces: readonly FontFace[], fallbacks: readonly string[]): Promise<Shaper> {
  if (faces.length === 0) throw new RangeError("a shaper needs at least one font");
  const byId = new Map<FontId, FontFace>();
  for (const face of faces) byId.set(face.id, face);
  const loaded = new Map<FontId, Loaded>();
  const buffer = new hb.Buffer();
  const featureCache = new Map<string, hb.Feature[]>();
  const fallbackOrder = new Map<string, readonly FontId[]>();
  /** Who lends what a font lacks, by font and cluster; null for nobody. */
  const lenders = new Map<string, FontId | null>();
  const answers = new Map<string, ReturnType<Shaper["resolve"]>>();

  function load(id: FontId): Loaded {
    const known = loaded.get(id);
    if (known) return known;
    const face = byId.get(id);
    if (!face) throw new RangeError(`no font has the id ${id}`);
    const hbFace = new hb.Face(new hb.Blob(face.bytes), face.index ?? 0);
    const font = new hb.Font(hbFace);
    const made: Loaded = {
      face,
      font,
      hb: hbFace,
      upem: hbFace.upem,
      metrics: measure(face, font, hbFace.upem),
      offers: null,
      ink: new Map(),
    };
    loaded.set(id, made);
    return made;
  }

  function featuresOf(list: string): hb.Feature[] {
    let made = featureCache.get(list);
    if (!made) {
      made = list === "" ? [] : list.split(",").map((one) => new hb.Feature(one.slice(0, 4), Number(one.slice(5))));
      featureCache.set(list, made);
    }
    return made;
  }

  /**
   * Fonts to try for what `font` lacks, each family in the nearest weight and slope: the named families, then all
   * others. For letters those of its genre come before any other, so that a sans lends to a sans.
   */
  function fallbacksOf(font: FontId, letters: boolean): readonly FontId[] {
    const name = `${font} ${letters}`;
    const known = fallbackOrder.get(name);
    if (known) return known;
    const own = byId.get(font);
    const request = { weight: own?.weight ?? 400, italic: own?.italic ?? false };
    const seen = new Set<string>([familyKey(own?.family ?? "")]);
    const order: FontId[] = [];
    const genreOf = (family: string) => faces.find((face) => familyKey(face.family) === familyKey(family))?.genre;
    const families = [...new Set([...fallbacks, ...faces.map((face) => face.family)])];
    // A sort keeps the order of equals.
    if (letters) families.sort((a, b) => Number(genreOf(b) === own?.genre) - Number(genreOf(a) === own?.genre));
    for (const family of families) {
      const key = familyKey(family);
      if (seen.has(key)) continue;
      seen.add(key);
      const match = matchFace(faces, { family, ...request });
      if (match.miss !== "missing") order.push(match.face.id);
    }
    fallbackOrder.set(name, order);
    return order;
  }

  function shapePiece(text: string, from: number, to: number, on: Loaded, setup: Setup, scale: number): ShapedPiece {
    buffer.clearContents();
    // A soft hyphen marks a joint of the word, and no ligature goes across one: HarfBuzz keeps that for U+200C only.
    buffer.addText(text.includes("\u00ad") ? text.replaceAll("\u00ad", "\u200c") : text, from, to - from);
    buffer.setDirection(DIRECTIONS[setup.direction]);
    buffer.setScript(setup.script);
    buffer.setLanguage(setup.lang);
    buffer.setClusterLevel(hb.ClusterLevel.MONOTONE_GRAPHEMES);
    buffer.setFlags(hb.BufferFlag.REMOVE_DEFAULT_IGNORABLES);
    hb.shape(on.font, buffer, featuresOf(setup.features));
    const infos = buffer.getGlyphInfos();
    const positions = buffer.getGlyphPositions();
    const count = infos.length;
    const glyphs = new Uint16Array(count);
    const clusters = new Uint32Array(count);
    const advances = new Float64Array(count);
    const unsafe = new Uint8Array(count);
    let dx: Float64Array | null = null;
    let dy: Float64Array | null = null;
    let top = 0;
    let bottom = 0;
    const em = scale / on.upem;
    for (let i = 0; i < count; i++) {
      const info = infos[i] as hb.GlyphInfo;
      const position = positions[i] as hb.GlyphPosition;
      const glyph = info.codepoint;
      glyphs[i] = glyph;
      clusters[i] = info.cluster;
      advances[i] = position.xAdvance * em;
      unsafe[i] = info.flags & hb.GlyphFlag.UNSAFE_TO_BREAK;
      if (position.xOffset !== 0) {
        dx ??= new Float64Array(count);
        dx[i] = position.xOffset * em;
      }
      if (position.yOffset !== 0) {
        dy ??= new Float64Array(count);
        dy[i] = position.yOffset * em;
      }
      const [high, low] = inkOf(on, glyph);
      if (high !== low) {
        top = Math.max(top, high + position.yOffset);
        bottom = Math.min(bottom, low + position.yOffset);
      }
    }
    return {
      font: on.face.id,
      from,
      to,
      scale,
      glyphs,
      clusters,
      advances,
      dx,
      dy,
      unsafe,
      above: (top * em) as Em,
      below: (-bottom * em) as Em,
    };
  }

  const pens = outlineDrawer();
  const outlines = new Map<FontId, Map<number, Outline>>();
  function outlineOf(on: Loaded, glyph: number): Outline {
    let known = outlines.get(on.face.id);
    if (!known) outlines.set(on.face.id, (known = new Map()));
    let made = known.get(glyph);
    if (!made) known.set(glyph, (made = pens(on.font, glyph, on.upem)));
    return made;
  }
  const ligatures = new Map<FontId, LigatureCarets>();
  function caretsOf(on: Loaded, glyph: number): readonly number[] {
    let known = ligatures.get(on.face.id);
    if (!known) ligatures.set(on.face.id, (known = readLigatureCarets(on.hb.referenceTable("GDEF"), on.upem)));
    return known(glyph);
  }

  function shape(text: string, setup: Setup): ShapedText {
    const own = load(setup.font);
    const whole = shapePiece(text, 0, text.length, own, setup, 1);
    if (!whole.glyphs.includes(0)) return { pieces: [whole], missing: [] };
    return shapeWithFallbacks(text, setup, own, whole);
  }

  /** The first fallback that has all of a cluster, or null. */
  function lenderOf(font: FontId, text: string, from: number, to: number): FontId | null {
    const find = (): FontId | null => {
      const letters = LETTER.test(String.fromCodePoint(text.codePointAt(from) ?? 0));
      return fallbacksOf(font, letters).find((id) => hasAll(load(id), text, from, to)) ?? null;
    };
    // A heap of marks on one letter is met once.
    if (to - from > LONG_CLUSTER) return find();
    const key = `${font} ${text.slice(from, to)}`;
    let lender = lenders.get(key);
    if (lender === undefined) {
      if (lenders.size >= MOST_LENDERS) lenders.clear();
      lender = find();
      lenders.set(key, lender);
    }
    return lender;
  }

  function shapeWithFallbacks(text: string, setup: Setup, own: Loaded, whole: ShapedPiece): ShapedText {
    const lacking = new Set<number>();
    for (let i = 0; i < whole.glyphs.length; i++) {
      if (whole.glyphs[i] === 0) lacking.add(whole.clusters[i] ?? 0);
    }
    const ends = [...new Set(whole.clusters)].sort((a, b) => a - b);
    const starts = clusterStarts(text);
    const pieces: ShapedPiece[] = [];
    const missing: { from: number; to: number }[] = [];
    // Each cluster's font: the own one, or the first fallback that has it; neighbours of one font are shaped together.
    const choice: { from: number; to: number; font: FontId; has: boolean }[] = [];
    let cluster = 0;
    let next = 0;
    for (let i = 0; i + 1 < starts.length; i++) {
      const from = starts[i] ?? 0;
      const to = starts[i + 1] ?? text.length;
      // The glyph cluster this letter lies in.
      while ((ends[next] ?? Number.POSITIVE_INFINITY) <= from) cluster = ends[next++] ?? 0;
      let font = setup.font;
      let has = true;
      if (lacking.has(cluster)) {
        const other = lenderOf(setup.font, text, from, to);
        if (other === null) has = hasAll(own, text, from, to);
        else if (!hasAll(own, text, from, to)) font = other;
      }
      const before = choice[choice.length - 1];
      if (before && before.font === font && before.has === has) before.to = to;
      else choice.push({ from, to, font, has });
    }
    for (const part of choice) {
      const on = load(part.font);
      const scale =
        part.font === setup.font ? 1 : matchingScale(own.metrics, on.metrics, text.slice(part.from, part.to));
      const piece = shapePiece(text, part.from, part.to, on, setup, scale);
      pieces.push(piece);
      if (!part.has || piece.glyphs.includes(0)) missing.push({ from: part.from, to: part.to });
    }
    return { pieces, missing };
  }

  return {
    resolve(request: FontRequest) {
      const key = `${request.family}\n${request.weight} ${request.italic} ${request.width ?? 100} ${request.size ?? ""}`;
      const known = answers.get(key);
      if (known) return known;
      const match = matchFace(faces, request);
      const { id, family, subfamily } = match.face;
      const name = `${family} ${subfamily}`;
      const answer = { font: id, family, missing: match.miss === "missing", name, differs: match.differs };
      answers.set(key, answer);
      return answer;
    },
    metrics: (font) => load(font).metrics,
    offers: (font) => offersOf(load(font)),
    outline: (font, glyph) => outlineOf(load(font), glyph),
    ligatureCarets: (font, glyph) => caretsOf(load(font), glyph),
    shape,
  };
}

/** Draws a glyph into straight pieces. One set of callbacks serves all fonts: each takes a slot of the wasm table. */
function outlineDrawer(): (font: hb.Font, glyph: number, upem: number) => Outline {
  const draw = new hb.DrawFuncs();
  let pen = outlinePen(1);
  draw.setMoveToFunc((x, y) => pen.moveTo(x, y));
  draw.setLineToFunc((x, y) => pen.lineTo(x, y));
  draw.setQuadraticToFunc((cx, cy, x, y) => pen.quadraticTo(cx, cy, x, y));
  draw.setCubicToFunc((ax, ay, bx, by, x, y) => pen.cubicTo(ax, ay, bx, by, x, y));
  draw.setClosePathFunc(() => pen.close());
  return (font, glyph, upem) => {
    pen = outlinePen(1 / upem);
    font.drawGlyph(glyph, draw);
    return pen.outline();
  };
}

function offersOf(on: Loaded): FontOffers {
  const { hb: face } = on;
  on.offers ??= readOffers(face.referenceTable("GSUB"), face.referenceTable("GPOS"), face.referenceTable("name"));
  return on.offers;
}

function measure(face: FontFace, font: hb.Font, upem: number): FontMetrics {
  const extents = font.hExtents();
  const of = (tag: hb.MetricsTag): number => font.getMetricPositionWithFallback(tag) / upem;
  const { MetricsTag } = hb;
  const space = font.nominalGlyph(0x20);
  const shift = (value: number): Em => (Number.isFinite(value) ? value : 0) as Em;
  return {
    family: face.family,
    ascender: (extents.ascender / upem) as Em,
    descender: (-extents.descender / upem) as Em,
    xHeight: of(MetricsTag.X_HEIGHT) as Em,
    capHeight: of(MetricsTag.CAP_HEIGHT) as Em,
    space: (space === undefined ? 0.25 : font.glyphHAdvance(space) / upem) as Em,
    superscript: {
      size: plausible(of(MetricsTag.SUPERSCRIPT_EM_Y_SIZE), 0.6),
      shift: shift(of(MetricsTag.SUPERSCRIPT_EM_Y_OFFSET)),
    },
    subscript: {
      size: plausible(of(MetricsTag.SUBSCRIPT_EM_Y_SIZE), 0.6),
      shift: shift(-of(MetricsTag.SUBSCRIPT_EM_Y_OFFSET)),
    },
  };
}
/** Many fonts hold nonsense here. */
function plausible(size: number, otherwise: number): number {
  return size >= 0.4 && size <= 0.85 ? size : otherwise;
}

/** By the x-height; words of capitals alone by the height of capitals. */
function matchingScale(wanted: FontMetrics, found: FontMetrics, text: string): number {
  const capitals = text !== text.toLowerCase() && text === text.toUpperCase();
  const [own, other] = capitals ? [wanted.capHeight, found.capHeight] : [wanted.xHeight, found.xHeight];
  if (own <= 0 || other <= 0) return 1;
  return Math.min(MOST_SCALE, Math.max(LEAST_SCALE, own / other));
}

/** Has the font a glyph for every character of this stretch that shows? */
function hasAll(on: Loaded, text: string, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const code = text.codePointAt(at) ?? 0xfffd;
    at += code > 0xffff ? 2 : 1;
    if (isIgnorable(code)) continue;
    const glyph = on.font.nominalGlyph(code);
    if (glyph !== undefined && glyph !== 0) continue;
    return false;
  }
  return true;
}
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;
function isIgnorable(code: number): boolean {
  return code >= 0xad && IGNORABLE.test(String.fromCodePoint(code));
}

function inkOf(on: Loaded, glyph: number): readonly [number, number] {
  const known = on.ink.get(glyph);
  if (known) return known;
  const extents = on.font.glyphExtents(glyph);
  const made = extents ? ([extents.yBearing, extents.yBearing + extents.height] as const) : ([0, 0] as const);
  on.ink.set(glyph, made);
  return made;
}
