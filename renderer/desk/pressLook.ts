/**
 * The page in view as the press prints it: asked of the host, kept until another page, plate or document is wanted. The
 * last question alone is answered; older ones are called off.
 */
import type { Bridge, Failure, Result } from "../../shared/ipc.ts";

export type PressWish = {
  readonly handle: string;
  /** Counted from 1. */
  readonly page: number;
  readonly printer: string | null;
  readonly ppi: number;
  readonly paper: boolean;
  readonly hidden: readonly string[];
};

/** `values`: each plate one after the other, a byte a pixel, 255 for full ink. */
export type PressLook = Omit<Result<"press.page">, "proof" | "values"> & {
  readonly values: Uint8Array;
  /** The address of the proof. */
  readonly image: string;
};

let asked = 0;
let ticket: string | null = null;

/** Null when another question came after this one. */
export async function askPress(bridge: Bridge, wish: PressWish): Promise<PressLook | Failure | null> {
  if (ticket !== null) bridge.cancel(ticket);
  const mine = `press ${++asked}`;
  ticket = mine;
  const answer = await bridge.call("press.page", { ...wish, hidden: [...wish.hidden] }, mine);
  if (ticket !== mine) return null;
  if (!answer.ok) {
    ticket = null;
    return answer.failure;
  }
  const { proof, values, ...look } = answer.value;
  const bytes = new Uint8Array(await (await fetch(bridge.url(values))).arrayBuffer());
  if (ticket !== mine) return null;
  ticket = null;
  return { ...look, values: bytes, image: bridge.url(proof) };
}

/** Nobody looks any more. */
export function letPressGo(bridge: Bridge): void {
  if (ticket !== null) bridge.cancel(ticket);
  ticket = null;
}

/** Per cent of each plate at a point of the picture, in fractions of its sides; null outside. */
export function inkAt({ width, height, plates, values }: PressLook, x: number, y: number): readonly number[] | null {
  if (!(x >= 0 && x < 1 && y >= 0 && y < 1)) return null;
  const at = Math.floor(y * height) * width + Math.floor(x * width);
  return plates.map((_, n) => ((values[n * width * height + at] as number) * 100) / 255);
}

/** The sum of all plates as a picture, RGBA: paper clear, then darker, and what is over the limit in red. */
export function heatOf({ width, height, plates, values, ink }: PressLook): Uint8ClampedArray<ArrayBuffer> {
  const size = width * height;
  const out = new Uint8ClampedArray(size * 4);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let n = 0; n < plates.length; n++) sum += values[n * size + i] as number;
    const per = sum / 2.55;
    // A table's rounding is not too much ink.
    if (per > ink.limit + 1) out.set([201, 48, 28, 255], 4 * i);
    else {
      const grey = 255 - Math.round((per / ink.limit) * 205);
      out.set([grey, grey, grey, 255], 4 * i);
    }
  }
  return out;
}
