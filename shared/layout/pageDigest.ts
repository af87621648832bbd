/**
 * A fingerprint of a page's ink, so that window and export can tell whether they made the same page: the same numbers
 * give the same words on every machine. Two lanes of 32 bits over the bits of every number and the codes of every
 * text; it tells pages apart and proves nothing. Mixing after MurmurHash3's finaliser (Austin Appleby, public domain).
 */
import type { Ink } from "../color/ink.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";
import { unreachable } from "../units.ts";
import type { DisplayItem, DisplayList } from "./display.ts";

/** 16 hexadecimal digits. */
export function pageDigest(list: DisplayList): string {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);

  const word = (value: number): void => {
    a = Math.imul(a ^ value, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b + value, 0x1b873593);
    b = (b << 13) | (b >>> 19);
    a = (a + b) | 0;
  };
  const number = (value: number): void => {
    // 0 and -0 are the same place.
    double[0] = value + 0;
    word(words[0] as number);
    word(words[1] as number);
  };
  const text = (value: string): void => {
    word(value.length);
    for (let i = 0; i < value.length; i++) word(value.charCodeAt(i));
  };
  const numbers = (values: ArrayLike<number>): void => {
    word(values.length);
    for (let i = 0; i < values.length; i++) number(values[i] as number);
  };
  const ink = (value: Ink): void => text(JSON.stringify(value));
  const run = (r: GlyphRun): void => {
    text(`${r.font} ${r.direction}`);
    numbers([r.size, r.scaling, r.x, r.width]);
    numbers(r.glyphs);
    numbers(r.xs);
    numbers(r.ys ?? []);
  };
  const item = (it: DisplayItem): void => {
    text(it.kind);
    switch (it.kind) {
      case "glyphs":
        run(it.run);
        numbers([it.x, it.baseline]);
        if (it.upward) text("upward");
        ink(it.ink);
        break;
      case "rule":
        numbers([it.from.x, it.from.y, it.to.x, it.to.y, it.weight]);
        ink(it.ink);
        break;
      case "fill":
        numbers([it.box.x, it.box.y, it.box.width, it.box.height]);
        ink(it.ink);
        break;
      case "picture": {
        const { box, crop } = it;
        text(it.media);
        numbers([box.x, box.y, box.width, box.height, crop.x, crop.y, crop.width, crop.height]);
        if (it.grey) text("grey");
        if (it.pdf) text(`${it.pdf.page} ${it.pdf.box}`);
        if (it.rendering) text(`${it.rendering.intent} ${it.rendering.blackPoint}`);
        break;
      }
      default:
        unreachable(it);
    }
  };

  text(list.folio);
  const { trim, bleed } = list;
  numbers([list.number, trim.width, trim.height, bleed.top, bleed.right, bleed.bottom, bleed.left]);
  for (const it of list.items) item(it);
  return last(a) + last(b);
}

function last(value: number): string {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return (h >>> 0).toString(16).padStart(8, "0");
}
