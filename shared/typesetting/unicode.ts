/**
 * What Unicode says of a character: its class for line breaking, for grapheme clusters, its script. The tables are
 * shipped, because Node and Chromium carry different versions of Unicode and a layout must be the same in both.
 */
import { PACKED_CLUSTER, PACKED_LINE, PACKED_SCRIPT } from "./unicodeTables.ts";

/** One property: the basic plane by index, what lies above as runs. */
export type CodeTable = {
  /** Values of U+0000 to U+FFFF; a half of a surrogate pair has the value of a lone surrogate. */
  readonly basic: Uint8Array;
  /** Any code point up to U+10FFFF. */
  of(code: number): number;
};

const BASIC = 0x10000;

function unpack(packed: string): CodeTable {
  const basic = new Uint8Array(BASIC);
  const starts: number[] = [];
  const values: number[] = [];
  let read = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = digitOf(packed.charCodeAt(read++));
      value |= (digit & 31) << shift;
      if (digit < 32) return value;
    }
  };
  for (let from = 0; read < packed.length; ) {
    const value = number();
    const to = from + number();
    if (from < BASIC) basic.fill(value, from, Math.min(to, BASIC));
    if (to > BASIC) {
      starts.push(from);
      values.push(value);
    }
    from = to;
  }
  return {
    basic,
    of(code) {
      if (code < BASIC) return basic[code] ?? 0;
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= code) low = middle;
        else high = middle;
      }
      return values[low] ?? 0;
    },
  };
}
/** The value of a digit in base 64, URL alphabet. */
function digitOf(code: number): number {
  if (code >= 0x61) return code - 0x61 + 26;
  if (code === 0x5f) return 63;
  if (code >= 0x41) return code - 0x41;
  return code === 0x2d ? 62 : code - 0x30 + 52;
}

/** `LINE_CLASS`, with `EAST_ASIAN` added. */
export const lineClasses: CodeTable = unpack(PACKED_LINE);
/** `CLUSTER_CLASS`. */
export const clusterClasses: CodeTable = unpack(PACKED_CLUSTER);
/** Indices into `SCRIPT_CODES`. */
export const scripts: CodeTable = unpack(PACKED_SCRIPT);
