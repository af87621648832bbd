/**
 * A content stream being written: a page's painting instructions as bytes. Numbers are fixed point, three decimals,
 * since a page of text is some ten thousand of them and formatting doubles would be the dearest thing about it.
 */
export type Content = {
  /** Words as they are; ASCII only. */
  ascii(words: string): void;
  /** A number and a space. At most three decimals; throws when it is not finite. */
  num(value: number): void;
  /** A glyph code of two bytes, within a literal string. Half as long as hex, and so half the work to compress. */
  code(value: number): void;
  /** What was written; a view that is good until the next `clear`. */
  bytes(): Uint8Array;
  readonly length: number;
  clear(): void;
};

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

  /** Parentheses, backslash and carriage return mean something in a literal string (ISO 32000-1 §7.3.4.2). */
  function byte(value: number): void {
    if (value === 0x28 || value === 0x29 || value === 0x5c) buffer[used++] = 0x5c;
    if (value === 0x0d) {
      buffer[used++] = 0x5c;
      buffer[used++] = 0x72;
    } else buffer[used++] = value;
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
      byte(value >> 8);
      byte(value & 255);
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
