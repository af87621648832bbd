/**
 * A content stream being written: a page's painting instructions as bytes. Numbers are fixed point, three decimals,
 * since a page of text is some ten thousand of them and formatting doubles would be the dearest thing about it.
 */
export type Content = {
  /** Words as they are; ASCII only. */
  ascii(words: string): void;
  /** A number and a space. At most three decimals; throws when it is not finite. */
  num(value: number): void;
  /** A glyph code of two bytes as four hex digits. */
  code(value: number): void;
  /** What was written; a view that is good until the next `clear`. */
  bytes(): Uint8Array;
  readonly length: number;
  clear(): void;
};

const HEX = Uint8Array.from("0123456789ABCDEF", (c) => c.charCodeAt(0));

export function content(): Content {
  let buffer = new Uint8Array(1 << 16);
  let used = 0;
  const digits = new Uint8Array(24);

  function room(size: number): void {
    if (used + size <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, used + size));
    larger.set(buffer.subarray(0, used));
    buffer = larger;
  }

  return {
    ascii(words) {
      room(words.length);
      for (let i = 0; i < words.length; i++) buffer[used++] = words.charCodeAt(i);
    },
    num(value) {
      let thousandths = Math.round(value * 1000);
      // Coordinates of a page are below 14,400 (ISO 32000-1 annex C); far more than that is our mistake.
      if (!(Math.abs(thousandths) < 2 ** 31)) throw new RangeError(`a page holds no ${value}`);
      room(16);
      if (thousandths < 0) {
        buffer[used++] = 0x2d;
        thousandths = -thousandths;
      }
      let whole = Math.floor(thousandths / 1000);
      let part = thousandths - whole * 1000;
      let n = 0;
      do {
        const tenth = Math.floor(whole / 10);
        digits[n++] = 0x30 + (whole - tenth * 10);
        whole = tenth;
      } while (whole > 0);
      while (n > 0) buffer[used++] = digits[--n] as number;
      if (part > 0) {
        buffer[used++] = 0x2e;
        for (let unit = 100; part > 0; unit /= 10) {
          const digit = Math.floor(part / unit);
          buffer[used++] = 0x30 + digit;
          part -= digit * unit;
        }
      }
      buffer[used++] = 0x20;
    },
    code(value) {
      room(4);
      buffer[used++] = HEX[(value >> 12) & 15] as number;
      buffer[used++] = HEX[(value >> 8) & 15] as number;
      buffer[used++] = HEX[(value >> 4) & 15] as number;
      buffer[used++] = HEX[value & 15] as number;
    },
    bytes: () => buffer.subarray(0, used),
    get length() {
      return used;
    },
    clear() {
      used = 0;
    },
  };
}
