/**
 * The colour engine on Little CMS: relative colorimetric with black-point compensation, in strips, because every call
 * copies its pixels into the engine's memory and out again. The instance comes in from outside: this room loads nothing.
 */
import type { Lcms } from "lcms-wasm";
import type { ColorEngine, Conversion, Converter, Samples } from "./converter.ts";

// lcms2.h: pixel formats and flags.
const TYPE_GRAY_8 = 196617;
const TYPE_GRAY_16 = 196618;
const TYPE_RGB_8 = 262169;
const TYPE_RGB_16 = 262170;
const TYPE_CMYK_8 = 393249;
const TYPE_CMYK_16 = 393250;
const TYPE_LAB_16 = 655386;
const RELATIVE_COLORIMETRIC = 1;
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

  function openColor({ space, bits, source, press }: Conversion): Converter | null {
    const from = source ? profile(source, SPACES[space]) : space === "rgb" ? lcms.cmsCreate_sRGBProfile() : 0;
    const to = from === 0 ? 0 : profile(press, "CMYK");
    const transform =
      to === 0
        ? 0
        : lcms.cmsCreateTransform(
            from,
            FORMATS[space][bits],
            to,
            TYPE_CMYK_8,
            RELATIVE_COLORIMETRIC,
            BLACK_POINT_COMPENSATION,
          );
    if (to !== 0) lcms.cmsCloseProfile(to);
    if (from !== 0) lcms.cmsCloseProfile(from);
    if (transform === 0) return null;
    const channels = CHANNELS[space];
    return {
      convert(pixels) {
        const count = pixels.length / channels;
        const out = new Uint8Array(count * 4);
        for (let at = 0; at < count; at += STRIP) {
          const end = Math.min(at + STRIP, count);
          const strip = pixels.subarray(at * channels, end * channels);
          out.set(lcms.cmsDoTransform(transform, strip, end - at), at * 4);
        }
        return out;
      },
      close: () => lcms.cmsDeleteTransform(transform),
    };
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
