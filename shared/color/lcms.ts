/**
 * The colour engine on Little CMS, in strips, because every call copies its pixels into the engine's memory and out again. The instance comes in from outside: this room loads nothing.
 */
import type { Lcms } from "lcms-wasm";
import { type ColorEngine, type Conversion, type Converter, type Quad, RENDERING, type Samples } from "./converter.ts";

// lcms2.h: pixel formats and flags.
const TYPE_GRAY_8 = 196617;
const TYPE_GRAY_16 = 196618;
const TYPE_RGB_8 = 262169;
const TYPE_RGB_16 = 262170;
const TYPE_CMYK_8 = 393249;
const TYPE_CMYK_16 = 393250;
const TYPE_LAB_16 = 655386;
const RELATIVE_COLORIMETRIC = 1;
const ABSOLUTE_COLORIMETRIC = 3;
const INTENT = { perceptual: 0, relative: 1, saturation: 2, absolute: 3 } as const;
/** lcms2.h: INTENT_PRESERVE_K_PLANE_*. There is no absolute one; its paper white would be ink on all plates. */
const KEEPING_BLACK = { perceptual: 13, relative: 14, saturation: 15, absolute: 14 } as const;
const BLACK_POINT_COMPENSATION = 0x2000;
const NO_OPTIMIZE = 0x100;

const STRIP = 65_536;
const CHANNELS = { gray: 1, rgb: 3, cmyk: 4 } as const;
const FORMATS = {
  gray: { 8: TYPE_GRAY_8, 16: TYPE_GRAY_16 },
  rgb: { 8: TYPE_RGB_8, 16: TYPE_RGB_16 },
  cmyk: { 8: TYPE_CMYK_8, 16: TYPE_CMYK_16 },
} as const;
const SPACES = { gray: "GRAY", rgb: "RGB", cmyk: "CMYK" } as const;

export function lcmsEngine(lcms: Lcms): ColorEngine {
  /** A profile of the space wanted, or 0. */
  function profile(bytes: Uint8Array, space: string): number {
    if (bytes.length < 132) return 0;
    const opened = lcms.cmsOpenProfileFromMem(bytes, bytes.length);
    if (opened === 0 || lcms.cmsGetColorSpaceASCII(opened) === space) return opened;
    lcms.cmsCloseProfile(opened);
    return 0;
  }
  /** Runs `work` with a transform and frees everything. Null when it cannot be made. */
  function once<T>(
    source: number,
    from: number,
    target: number,
    to: number,
    flags: number,
    work: (run: (pixels: Samples, count: number) => Samples) => T,
  ): T | null {
    const transform = lcms.cmsCreateTransform(source, from, target, to, RELATIVE_COLORIMETRIC, flags);
    if (transform === 0) return null;
    const result = work((pixels, count) => lcms.cmsDoTransform(transform, pixels, count));
    lcms.cmsDeleteTransform(transform);
    return result;
  }

  /** Pixels through a transform, a strip at a time. */
  function inStrips(transform: number, channels: number, inks: number): Converter {
    return {
      convert(pixels) {
        const count = pixels.length / channels;
        const out = new Uint8Array(count * inks);
        for (let at = 0; at < count; at += STRIP) {
          const end = Math.min(at + STRIP, count);
          const strip = pixels.subarray(at * channels, end * channels);
          out.set(lcms.cmsDoTransform(transform, strip, end - at), at * inks);
        }
        return out;
      },
      close: () => lcms.cmsDeleteTransform(transform),
    };
  }

  function openColor({ space, bits, source, press, rendering = RENDERING }: Conversion): Converter | null {
    const anew = space === "cmyk" && source === null;
    const own = source ?? (anew ? press : null);
    const from = own ? profile(own, SPACES[space]) : lcms.cmsCreate_sRGBProfile();
    const to = from === 0 ? 0 : profile(press, "CMYK");
    const kept = space === "cmyk" && !anew;
    const intent = anew ? RELATIVE_COLORIMETRIC : (kept ? KEEPING_BLACK : INTENT)[rendering.intent];
    const flags = rendering.blackPoint && !anew ? BLACK_POINT_COMPENSATION : 0;
    const transform =
      to === 0 ? 0 : lcms.cmsCreateTransform(from, FORMATS[space][bits], to, TYPE_CMYK_8, intent, flags);
    if (to !== 0) lcms.cmsCloseProfile(to);
    if (from !== 0) lcms.cmsCloseProfile(from);
    if (transform === 0) return null;
    const converter = inStrips(transform, CHANNELS[space], 4);
    if (!kept || bits !== 8) return converter;
    // Full black alone is type or line art: a dot on its edge because the other press prints a weaker black is a fault.
    return {
      ...converter,
      convert(pixels) {
        const out = converter.convert(pixels);
        for (let i = 0; i < out.length; i += 4) {
          if (pixels[i + 3] === 255 && pixels[i] === 0 && pixels[i + 1] === 0 && pixels[i + 2] === 0) {
            out[i] = out[i + 1] = out[i + 2] = 0;
            out[i + 3] = 255;
          }
        }
        return out;
      },
    };
  }

  /** Lab as lcms takes it in 16 bits (ICC version 4): L 0 to 100 over the whole range, a and b from -128. */
  function labToInk(
    colours: readonly (readonly [number, number, number])[],
    press: Uint8Array,
  ): readonly Quad[] | null {
    const to = profile(press, "CMYK");
    if (to === 0) return null;
    const lab = lcms.cmsCreateLab4Profile(null);
    const whole = (value: number) => Math.round(Math.min(Math.max(value, 0), 65_535));
    const pixels = Uint16Array.from(
      colours.flatMap(([l, a, b]) => [whole(l * 655.35), whole((a + 128) * 257), whole((b + 128) * 257)]),
    );
    const inks = once(lab, TYPE_LAB_16, to, TYPE_CMYK_16, NO_OPTIMIZE, (run) => run(pixels, colours.length));
    lcms.cmsCloseProfile(lab);
    lcms.cmsCloseProfile(to);
    if (!inks) return null;
    const part = (at: number) => Math.round(((inks[at] as number) / 65_535) * 1000) / 1000;
    return colours.map((_, n) => [part(4 * n), part(4 * n + 1), part(4 * n + 2), part(4 * n + 3)]);
  }

  function openProof(press: Uint8Array, paper: boolean): Converter | null {
    const from = profile(press, "CMYK");
    if (from === 0) return null;
    const to = lcms.cmsCreate_sRGBProfile();
    const intent = paper ? ABSOLUTE_COLORIMETRIC : RELATIVE_COLORIMETRIC;
    const flags = paper ? 0 : BLACK_POINT_COMPENSATION;
    const transform = lcms.cmsCreateTransform(from, TYPE_CMYK_8, to, TYPE_RGB_8, intent, flags);
    lcms.cmsCloseProfile(from);
    lcms.cmsCloseProfile(to);
    return transform === 0 ? null : inStrips(transform, 4, 3);
  }

  /**
   * Lightness of each of 256 greys as seen, and of each strength of black as printed; for every grey the black that
   * comes nearest, the darkest black standing for no light at all.
   */
  function openGray({ bits, source, press }: Conversion): Converter | null {
    const lab = lcms.cmsCreateLab4Profile(null);
    const ramp = Uint8Array.from({ length: 256 }, (_, i) => i);
    const asRgb = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
    const asBlack = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 - (i >> 2) : 0));
    const light = (labs: Samples) => Array.from({ length: 256 }, (_, i) => luminance((labs[3 * i] as number) / 655.35));

    const own = source ? profile(source, "GRAY") : 0;
    if (source && own === 0) return null;
    const seenFrom = own || lcms.cmsCreate_sRGBProfile();
    const seen = once(seenFrom, own ? TYPE_GRAY_8 : TYPE_RGB_8, lab, TYPE_LAB_16, NO_OPTIMIZE, (run) =>
      light(run(own ? ramp : asRgb, 256)),
    );
    const ink = profile(press, "CMYK");
    const printed =
      ink === 0 ? null : once(ink, TYPE_CMYK_8, lab, TYPE_LAB_16, NO_OPTIMIZE, (run) => light(run(asBlack, 256)));
    for (const opened of [seenFrom, ink, lab]) if (opened !== 0) lcms.cmsCloseProfile(opened);
    if (!seen || !printed) return null;

    const curve = matchRamp(seen, printed);
    return {
      convert: (pixels) => {
        const out = new Uint8Array(pixels.length);
        if (bits === 8) for (let i = 0; i < out.length; i++) out[i] = Math.round(curve[pixels[i] as number] as number);
        else {
          // Between two entries of the curve, so that a soft sky in 16 bits gets no steps of its own.
          for (let i = 0; i < out.length; i++) {
            const at = (pixels[i] as number) / 257;
            const low = Math.min(Math.floor(at), 254);
            const part = at - low;
            out[i] = Math.round((curve[low] as number) * (1 - part) + (curve[low + 1] as number) * part);
          }
        }
        return out;
      },
      close: () => undefined,
    };
  }

  return {
    open: (conversion) => (conversion.space === "gray" ? openGray(conversion) : openColor(conversion)),
    labToInk,
    openProof,
  };
}

/** CIE 15, 8.2.1: lightness 0 to 100 to luminance 0 to 1. */
function luminance(lightness: number): number {
  const f = (lightness + 16) / 116;
  return lightness > 8 ? f * f * f : lightness / 903.3;
}

/** Both ramps rise from dark to light. Entry g: the printed grey that is as light as grey g, within what black can do. */
function matchRamp(seen: readonly number[], printed: readonly number[]): Float64Array {
  const black = printed[0] as number;
  const white = printed[255] as number;
  const lightest = seen[255] as number;
  const curve = new Float64Array(256);
  let at = 0;
  for (let g = 0; g < 256; g++) {
    const wanted = black + ((seen[g] as number) / lightest) * (white - black);
    while (at < 254 && (printed[at + 1] as number) < wanted) at++;
    const step = (printed[at + 1] as number) - (printed[at] as number);
    const part = step > 0 ? (wanted - (printed[at] as number)) / step : 0;
    curve[g] = Math.min(255, Math.max(0, at + Math.min(Math.max(part, 0), 1)));
  }
  return curve;
}
