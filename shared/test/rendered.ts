/**
 * Pages as programs that did not write them draw them, and how much two such pictures differ. Every renderer rounds the
 * place of a letter to pixels in its own way and smooths its edges its own way: drawn straight at 100 ppi, 2 to 14 % of the
 * pixels differ between any two, all at the edges of letters. So a page is drawn four times as fine and reduced; what
 * differs then is shape, place or colour. CMYK is brought to the screen by each renderer's own idea of ink; so pages for
 * the press are held against each other plate by plate.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import sharp from "sharp";

const PPI = 100;
const FINE = 4;
/** What pages are drawn at. */
export const FINE_PPI = PPI * FINE;
/** Of 255; and the part of the pixels that may differ by more. */
const TELLING = 16;
export const ALIKE = 0.02;

/** Rows from the top, `parts` bytes a pixel: colours, or plates where 255 is full ink. */
export type Drawn = {
  readonly width: number;
  readonly height: number;
  readonly parts: number;
  readonly pixels: Uint8Array;
};

type Program = { readonly program: string; draw(pdf: string, page: number, out: string): Promise<Drawn> };

const call = (program: string, ...args: string[]) =>
  void execFileSync(program, args, { stdio: ["ignore", "pipe", "pipe"] });
const GS = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", `-r${FINE_PPI}`];
const POPPLER = ["-r", `${FINE_PPI}`, "-singlefile"];
const only = (page: number) => [`-dFirstPage=${page}`, `-dLastPage=${page}`];

/** In the colours of a screen. */
export const ON_SCREEN: readonly Program[] = [
  {
    program: "pdftoppm",
    async draw(pdf, page, out) {
      call("pdftoppm", ...POPPLER, "-f", `${page}`, "-l", `${page}`, pdf, out);
      return reduced(netpbm(`${out}.ppm`));
    },
  },
  {
    program: "mutool",
    async draw(pdf, page, out) {
      call("mutool", "draw", "-q", "-F", "ppm", "-r", `${FINE_PPI}`, "-o", `${out}.ppm`, pdf, `${page}`);
      return reduced(netpbm(`${out}.ppm`));
    },
  },
  {
    program: "gs",
    async draw(pdf, page, out) {
      call("gs", ...GS, ...only(page), "-sDEVICE=ppmraw", "-o", `${out}.ppm`, pdf);
      return reduced(netpbm(`${out}.ppm`));
    },
  },
];

/** As the four process plates. */
export const IN_PLATES: readonly Program[] = [
  {
    program: "pdftoppm",
    async draw(pdf, page, out) {
      call("pdftoppm", ...POPPLER, "-f", `${page}`, "-l", `${page}`, "-jpegcmyk", pdf, out);
      const made = sharp(`${out}.jpg`).pipelineColourspace("cmyk").toColourspace("cmyk").raw();
      const { data, info } = await made.toBuffer({ resolveWithObject: true });
      return reduced({ width: info.width, height: info.height, parts: info.channels, pixels: data });
    },
  },
  {
    program: "mutool",
    async draw(pdf, page, out) {
      call("mutool", "draw", "-q", "-c", "cmyk", "-F", "pam", "-r", `${FINE_PPI}`, "-o", `${out}.pam`, pdf, `${page}`);
      return reduced(netpbm(`${out}.pam`));
    },
  },
  {
    program: "gs",
    async draw(pdf, page, out) {
      call("gs", ...GS, ...only(page), "-sDEVICE=pamcmyk32", "-o", `${out}.pam`, pdf);
      return reduced(netpbm(`${out}.pam`));
    },
  },
];

/** A PPM or PAM of 8 bits (https://netpbm.sourceforge.net/doc/). */
function netpbm(path: string): Drawn {
  const bytes = readFileSync(path);
  const head = bytes.toString("latin1", 0, 400);
  const pam = /^P7[\s\S]*?WIDTH (\d+)[\s\S]*?HEIGHT (\d+)[\s\S]*?DEPTH (\d+)[\s\S]*?ENDHDR\n/.exec(head);
  const ppm = /^P6\s+(?:#[^\n]*\n)*(\d+)\s+(\d+)\s+255\s/.exec(head);
  const [whole = "", width, height, parts = 3] = pam ?? ppm ?? [];
  if (whole === "") throw new RangeError(`${path} is no picture that is read here`);
  return { width: Number(width), height: Number(height), parts: Number(parts), pixels: bytes.subarray(whole.length) };
}

/** A page drawn at `FINE_PPI` as one of 100 ppi, blurred by a pixel. Cut to whole blocks: sizes are rounded differently. */
export async function reduced({ width: fine, height: high, parts, pixels }: Drawn): Promise<Drawn> {
  const [width, height] = [Math.floor((fine - 1) / FINE), Math.floor((high - 1) / FINE)];
  const made = new Uint8Array(width * height * parts);
  for (let n = 0; n < parts; n++) {
    const plate = new Uint8Array(fine * high);
    for (let at = 0, from = n; at < plate.length; at++, from += parts) plate[at] = pixels[from] as number;
    const small = await sharp(plate, { raw: { width: fine, height: high, channels: 1 } })
      .extract({ left: 0, top: 0, width: width * FINE, height: height * FINE })
      .resize(width, height, { kernel: "linear", fit: "fill" })
      .toColourspace("b-w")
      .raw()
      .toBuffer();
    const soft = await sharp(small, { raw: { width, height, channels: 1 } })
      .blur(1)
      .toColourspace("b-w")
      .raw()
      .toBuffer();
    for (let at = 0, to = n; at < soft.length; at++, to += parts) made[to] = soft[at] as number;
  }
  return { width, height, parts, pixels: made };
}

/** Part of the pixels that differ in any of their parts by more than 16 of 255. */
export function unlike(a: Drawn, b: Drawn): number {
  const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [p, q] = [(y * a.width + x) * a.parts, (y * b.width + x) * b.parts];
      for (let n = 0; n < a.parts; n++) {
        if (Math.abs((a.pixels[p + n] as number) - (b.pixels[q + n] as number)) <= TELLING) continue;
        count++;
        break;
      }
    }
  }
  return count / (width * height);
}

/**
 * How light each pixel is (Rec. 601 luma), without its hue. Two renderers that bring CMYK to a screen by their own idea of
 * ink agree on this where they draw the same, and on the hue of red and brown they do not.
 */
export function lightness({ width, height, parts, pixels }: Drawn): Drawn {
  const made = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < made.length; at++, from += parts) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(from, from + 3);
    made[at] = Math.round(red * 0.299 + green * 0.587 + blue * 0.114);
  }
  return { width, height, parts: 1, pixels: made };
}

/** Nothing at all, of the size of `page`: what an honest comparison must tell apart. */
export function blank(page: Drawn): Drawn {
  return { ...page, pixels: new Uint8Array(page.pixels.length).fill(page.parts === 4 ? 0 : 255) };
}
