/**
 * Bytes to objects and operators (ISO 32000-1 §7.2, §7.3). Reads files and page contents alike, never throws and never
 * loops: what makes no sense is skipped and `broken` is set. It knows no file: references stay references.
 */
import { latin, type PdfDict, type PdfRef, type PdfString, type PdfValue } from "./values.ts";

export type Operator = { readonly kind: "operator"; readonly word: string };
export const END: Operator = { kind: "operator", word: "" };
export type Token = PdfValue | Operator;

export function isOperator(token: Token): token is Operator {
  return typeof token === "object" && token !== null && "kind" in token && token.kind === "operator";
}

/** Arrays and dictionaries within each other; deeper than this no honest file goes. */
const DEEPEST = 64;
const LONGEST_WORD = 127;

const SPACE = 1;
const DELIMITER = 2;
const KIND = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) KIND[code] = SPACE;
for (const sign of "()<>[]{}/%") KIND[sign.charCodeAt(0)] = DELIMITER;

const words = new Map<string, Operator>();
function operator(word: string): Operator {
  let known = words.get(word);
  if (!known) {
    known = { kind: "operator", word };
    if (words.size < 500) words.set(word, known);
  }
  return known;
}
const CLOSE_ARRAY = operator("]");
const CLOSE_DICT = operator(">>");
const utf8 = new TextDecoder("utf-8");

export class Lexer {
  at: number;
  /** Something here was no PDF. */
  broken = false;
  /** The end of the bytes came inside an object. */
  ranOut = false;
  readonly #bytes: Uint8Array;
  /** "12 0 R" is a reference in a file; in page contents there are none. */
  readonly #references: boolean;

  constructor(bytes: Uint8Array, at: number, references: boolean) {
    this.#bytes = bytes;
    this.at = at;
    this.#references = references;
  }

  /** The next object, operator or keyword; `END` after the last. */
  next(depth = 0): Token {
    this.skipSpace();
    const bytes = this.#bytes;
    if (this.at >= bytes.length) {
      if (depth > 0) this.ranOut = true;
      return END;
    }
    const code = bytes[this.at] as number;
    switch (code) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literal();
      case 0x3c:
        if (bytes[this.at + 1] === 0x3c) return this.#dict(depth);
        return this.#hex();
      case 0x5b:
        return this.#array(depth);
      case 0x5d:
        this.at++;
        return CLOSE_ARRAY;
      case 0x3e:
        this.at += bytes[this.at + 1] === 0x3e ? 2 : 1;
        return CLOSE_DICT;
      case 0x29:
      case 0x7b:
      case 0x7d:
        this.at++;
        // Braces are PostScript's, in functions, and no object of a page.
        return operator(String.fromCharCode(code));
    }
    if ((code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e) return this.#number();
    return this.#word();
  }

  skipSpace(): void {
    const bytes = this.#bytes;
    while (this.at < bytes.length) {
      const code = bytes[this.at] as number;
      if (code === 0x25) {
        while (this.at < bytes.length && bytes[this.at] !== 10 && bytes[this.at] !== 13) this.at++;
      } else if (KIND[code] !== SPACE) return;
      else this.at++;
    }
  }

  #word(): Token {
    const start = this.at;
    while (this.at < this.#bytes.length && KIND[this.#bytes[this.at] as number] === 0) this.at++;
    if (this.at >= this.#bytes.length) this.ranOut = true;
    if (this.at - start > LONGEST_WORD) this.broken = true;
    const word = latin(this.#bytes.subarray(start, Math.min(this.at, start + LONGEST_WORD)));
    if (word === "true") return true;
    if (word === "false") return false;
    if (word === "null") return null;
    return operator(word);
  }

  #number(): PdfValue {
    const bytes = this.#bytes;
    const start = this.at;
    let value = 0;
    let scale = 0;
    let negative = false;
    for (; this.at < bytes.length; this.at++) {
      const code = bytes[this.at] as number;
      if (code >= 0x30 && code <= 0x39) {
        if (scale === 0) value = value * 10 + (code - 0x30);
        else {
          value += (code - 0x30) * scale;
          scale /= 10;
        }
      } else if (code === 0x2e && scale === 0) scale = 0.1;
      else if (code === 0x2d && this.at === start) negative = true;
      else if (code === 0x2b && this.at === start) continue;
      else if (KIND[code] === 0) {
        // "12abc", "1e5": no number of PDF's; taken to its end so that reading goes on.
        this.broken = true;
      } else break;
    }
    if (this.at >= bytes.length) this.ranOut = true;
    if (!Number.isFinite(value)) value = 0;
    if (this.#references && scale === 0 && !negative) {
      const made = this.#reference(value);
      if (made) return made;
    }
    return negative ? -value : value;
  }

  /** "0 R" after an object's number. */
  #reference(number: number): PdfRef | null {
    const bytes = this.#bytes;
    let at = this.at;
    let generation = 0;
    if (KIND[bytes[at] ?? 0x41] !== SPACE) return null;
    while (KIND[bytes[at] ?? 0x41] === SPACE) at++;
    const digits = at;
    while (at < digits + 5 && (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) {
      generation = generation * 10 + (bytes[at] as number) - 0x30;
      at++;
    }
    if (at === digits || KIND[bytes[at] ?? 0x41] !== SPACE) {
      if (at >= bytes.length) this.ranOut = true;
      return null;
    }
    while (KIND[bytes[at] ?? 0x41] === SPACE) at++;
    if (at >= bytes.length) this.ranOut = true;
    if (bytes[at] !== 0x52 || KIND[bytes[at + 1] ?? 0x20] === 0) return null;
    this.at = at + 1;
    return { kind: "ref", number, generation };
  }

  #name(): string {
    const bytes = this.#bytes;
    const start = ++this.at;
    let plain = true;
    while (this.at < bytes.length && KIND[bytes[this.at] as number] === 0) {
      const code = bytes[this.at] as number;
      if (code === 0x23 || code > 126) plain = false;
      this.at++;
    }
    if (this.at >= bytes.length) this.ranOut = true;
    const raw = bytes.subarray(start, Math.min(this.at, start + 4 * LONGEST_WORD));
    if (plain) return latin(raw);
    const decoded: number[] = [];
    for (let i = 0; i < raw.length; i++) {
      const code = raw[i] as number;
      const escaped = code === 0x23 ? hexDigit(raw[i + 1]) * 16 + hexDigit(raw[i + 2]) : -1;
      if (escaped >= 0) {
        decoded.push(escaped);
        i += 2;
      } else decoded.push(code);
    }
    return utf8.decode(Uint8Array.from(decoded));
  }

  #literal(): PdfString {
    const bytes = this.#bytes;
    const made: number[] = [];
    let open = 1;
    this.at++;
    for (; this.at < bytes.length; this.at++) {
      let code = bytes[this.at] as number;
      if (code === 0x28) open++;
      else if (code === 0x29) {
        if (--open === 0) break;
      } else if (code === 0x5c) {
        code = bytes[++this.at] ?? 0;
        if (code >= 0x30 && code <= 0x37) {
          let octal = code - 0x30;
          for (let n = 0; n < 2; n++) {
            const digit = (bytes[this.at + 1] ?? 0) - 0x30;
            if (digit < 0 || digit > 7) break;
            octal = octal * 8 + digit;
            this.at++;
          }
          code = octal & 255;
        } else if (code === 13 || code === 10) {
          if (code === 13 && bytes[this.at + 1] === 10) this.at++;
          continue;
        } else code = ESCAPES.get(code) ?? code;
      }
      made.push(code);
    }
    if (this.at >= bytes.length) {
      this.ranOut = true;
      this.broken = true;
    }
    this.at++;
    return { kind: "string", bytes: Uint8Array.from(made) };
  }

  #hex(): PdfString {
    const bytes = this.#bytes;
    const made: number[] = [];
    let high = -1;
    this.at++;
    for (; this.at < bytes.length && bytes[this.at] !== 0x3e; this.at++) {
      const digit = hexDigit(bytes[this.at]);
      if (digit < 0) {
        if (KIND[bytes[this.at] as number] !== SPACE) this.broken = true;
      } else if (high < 0) high = digit;
      else {
        made.push(high * 16 + digit);
        high = -1;
      }
    }
    if (this.at >= bytes.length) {
      this.ranOut = true;
      this.broken = true;
    }
    if (high >= 0) made.push(high * 16);
    this.at++;
    return { kind: "string", bytes: Uint8Array.from(made) };
  }

  #array(depth: number): readonly PdfValue[] {
    const made: PdfValue[] = [];
    this.at++;
    if (this.#tooDeep(depth)) return made;
    for (;;) {
      const token = this.next(depth + 1);
      if (token === CLOSE_ARRAY) return made;
      if (!isOperator(token)) made.push(token);
      else if (token === END || this.#endsObject(token)) return made;
      else this.broken = true;
    }
  }

  #dict(depth: number): PdfDict {
    const made = new Map<string, PdfValue>();
    this.at += 2;
    if (this.#tooDeep(depth)) return made;
    for (;;) {
      const key = this.next(depth + 1);
      if (key === CLOSE_DICT) return made;
      if (isOperator(key)) {
        if (key === END || this.#endsObject(key)) return made;
        this.broken = true;
        continue;
      }
      if (typeof key !== "string") {
        this.broken = true;
        continue;
      }
      const value = this.next(depth + 1);
      if (!isOperator(value)) made.set(key, value);
      else if (value === END || value === CLOSE_DICT) {
        this.broken = true;
        return made;
      } else this.broken = true;
    }
  }

  /** A dictionary or array without its end must not swallow the objects after it. */
  #endsObject(token: Operator): boolean {
    if (token.word !== "endobj" && token.word !== "stream") return false;
    this.broken = true;
    this.at -= token.word.length;
    return true;
  }

  #tooDeep(depth: number): boolean {
    if (depth < DEEPEST) return false;
    this.broken = true;
    this.at = this.#bytes.length;
    return true;
  }
}

const ESCAPES: ReadonlyMap<number, number> = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x66, 12],
]);

function hexDigit(code: number | undefined): number {
  if (code === undefined) return -1000;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1000;
}
