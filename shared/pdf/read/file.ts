/**
 * A PDF of anyone's making, opened for reading: where each object stands, and the object when it is asked for. Only the
 * parts asked for are read, so a file may weigh gigabytes. Every count, offset and length in it may be a lie: offsets
 * are checked against what stands there, a broken table is made anew by looking through the file, what loops is cut.
 * Method and names after ISO 32000-1 §7.5. Knows nothing of pages.
 */
import { type Decryptor, openEncryption, type PdfCrypto } from "./encryption.ts";
import { decode, type Decoded, type Inflate } from "./filters.ts";
import { isOperator, Lexer } from "./lexer.ts";
import {
  isArray,
  isDict,
  isRef,
  isStream,
  isString,
  type PdfDict,
  type PdfRef,
  type PdfStream,
  type PdfValue,
} from "./values.ts";

/** The file's bytes, at any place. `read` gives fewer than asked only at the end. */
export type PdfSource = { readonly size: number; read(at: number, length: number): Uint8Array };

export type PdfFile = {
  /** As in the header: "1.4". The catalog may say a later one. */
  readonly version: string;
  readonly trailer: PdfDict;
  readonly catalog: PdfDict;
  /** How it is encrypted and opened without a password, or null. */
  readonly encryption: string | null;
  /** It is encrypted in a way that was not undone: nothing of its strings and streams can be read. */
  readonly locked: boolean;
  /** What was found broken while reading, so far; a sentence each. */
  readonly damage: ReadonlySet<string>;
  /** A cross-reference or object stream was met, which PDF 1.4 does not know. */
  readonly modern: boolean;
  /** Numbers of all objects in use. */
  numbers(): Iterable<number>;
  /** The value itself; a reference is followed. Missing objects are null. */
  get(value: PdfValue | undefined): PdfValue;
  dict(value: PdfValue | undefined): PdfDict | null;
  /** Bytes of a stream as they are coded, without the file's encryption. */
  coded(stream: PdfStream): Uint8Array;
  /** Bytes of a stream with its filters undone; at most `limit`. */
  decoded(stream: PdfStream, limit: number): Decoded;
};

const MOST_OBJECTS = 4_000_000;
const MOST_SECTIONS = 512;
/** Objects kept after reading; then all are forgotten. */
const KEPT = 4000;
/** Bytes in the file of the objects kept; parsed they take some ten times as much. */
const KEPT_BYTES = 1 << 22;
/** The largest object that is no stream's data: a page tree's list of a hundred thousand pages is 1 MB. */
const LARGEST_OBJECT = 1 << 24;
/** Coded bytes of one stream that are looked at. */
const LARGEST_STREAM = 1 << 28;
const LARGEST_TABLE = 1 << 26;
const SPARE = 1 << 20;
const CHUNK = 1 << 18;

/**
 * Opens a file; a sentence says why it is none that can be read, or wants a password. Without `crypto` an encrypted one
 * is locked.
 */
export function openPdf(source: PdfSource, inflate: Inflate, crypto: PdfCrypto | null = null): PdfFile | string {
  const head = source.read(0, 1024);
  const version = /%PDF-(\d\.\d)/.exec(String.fromCharCode(...head))?.[1];
  if (version === undefined) return "it does not begin as a PDF does";
  const damage = new Set<string>();
  /** Object number to offset, or, below zero, to its place in an object stream. */
  let places = new Map<number, number>();
  let trailer: PdfDict = new Map();
  let modern = false;
  let searched = false;
  const kept = new Map<number, PdfValue>();
  let keptBytes = 0;
  const containers = new Map<
    number,
    { readonly bytes: Uint8Array; readonly offsets: readonly (readonly [number, number])[] }
  >();
  const opening = new Set<number>();
  let decryptor: Decryptor | null = null;
  let lock: "none" | "opened" | "password" | "unknown" = "none";

  /** Once the trailer is known, and before anything that may be encrypted is believed. */
  function unlock(): void {
    const encrypt = trailer.get("Encrypt");
    if (encrypt === undefined || decryptor) return;
    lock = "unknown";
    const dict = dictOf(encrypt);
    const ids = get(trailer.get("ID"));
    const id = isArray(ids) ? get(ids[0]) : null;
    const opened =
      dict && crypto ? openEncryption(dict, isString(id) ? id.bytes : new Uint8Array(0), get, crypto) : null;
    if (opened === "password" || opened === "unknown") lock = opened;
    else if (opened) {
      decryptor = opened;
      lock = "opened";
    }
    kept.clear();
    containers.clear();
  }
  /** A value as it is meant: the strings in it were encrypted for the object it stands in. */
  function unlocked(value: PdfValue, of: PdfRef, depth = 0): PdfValue {
    if (!decryptor || depth > 64) return value;
    if (isString(value)) return { ...value, bytes: decryptor.string(value.bytes, of) };
    if (isArray(value)) return value.map((one) => unlocked(one, of, depth + 1));
    if (isDict(value)) return new Map([...value].map(([key, one]) => [key, unlocked(one, of, depth + 1)]));
    return value;
  }

  // Places of objects

  function readTables(): boolean {
    const tail = source.read(Math.max(0, source.size - 2048), 2048);
    const found = [...String.fromCharCode(...tail).matchAll(/startxref\s+(\d{1,12})/g)].at(-1);
    if (!found) return false;
    const todo = [Number(found[1])];
    const seen = new Set<number>();
    let first = true;
    for (let at = todo.shift(); at !== undefined; at = todo.shift()) {
      if (at >= source.size || seen.has(at) || seen.size > MOST_SECTIONS) return false;
      seen.add(at);
      const own = readTable(at) ?? readTableStream(at);
      if (!own) return false;
      if (first) trailer = own;
      first = false;
      const hybrid = own.get("XRefStm");
      if (typeof hybrid === "number") todo.push(hybrid);
      const before = own.get("Prev");
      if (typeof before === "number") todo.push(before);
    }
    return true;
  }

  /** The classic table: sections of 20-byte lines. Null when there is none at that place. */
  function readTable(at: number): PdfDict | null {
    let window = source.read(at, CHUNK);
    let base = at;
    let lexer = new Lexer(window, 0, false);
    const word = lexer.next();
    if (!isOperator(word) || word.word !== "xref") return null;
    for (;;) {
      const mark = base + lexer.at;
      window = source.read(mark, CHUNK);
      base = mark;
      lexer = new Lexer(window, 0, false);
      const from = lexer.next();
      if (isOperator(from)) {
        if (from.word !== "trailer") return null;
        const dict = objectAt(base + lexer.at);
        return isDict(dict) ? dict : null;
      }
      const count = lexer.next();
      if (typeof from !== "number" || typeof count !== "number" || count < 0 || count > MOST_OBJECTS) return null;
      for (let n = 0; n < count; n++) {
        if (window.length - lexer.at < 64 && base + window.length < source.size) {
          base += lexer.at;
          window = source.read(base, CHUNK);
          lexer = new Lexer(window, 0, false);
        }
        const [offset, , kind] = [lexer.next(), lexer.next(), lexer.next()];
        if (typeof offset !== "number" || !isOperator(kind)) return null;
        if (kind.word === "n") {
          if (!places.has(from + n)) places.set(from + n, offset);
        } else if (kind.word !== "f") return null;
        if (places.size > MOST_OBJECTS) return null;
      }
    }
  }

  /** The newer form: the table as a stream (§7.5.8). */
  function readTableStream(at: number): PdfDict | null {
    const stream = objectAt(at, null);
    if (!isStream(stream) || stream.dict.get("Type") !== "XRef") return null;
    modern = true;
    const widths = stream.dict.get("W");
    if (!isArray(widths) || widths.length < 3) return null;
    const [a, b, c] = widths.map((w) => (typeof w === "number" && w >= 0 && w <= 8 ? Math.floor(w) : -1)) as [
      number,
      number,
      number,
    ];
    const line = a + b + c;
    if (a < 0 || b < 1 || c < 0) return null;
    const { bytes, coded } = decode(raw(stream, LARGEST_TABLE), stream.dict, plain, inflate, LARGEST_TABLE);
    if (coded !== null) return null;
    const size = stream.dict.get("Size");
    const index = stream.dict.get("Index");
    const ranges = isArray(index) ? index : [0, typeof size === "number" ? size : 0];
    let row = 0;
    const field = (from: number, width: number): number => {
      let value = 0;
      for (let i = 0; i < width; i++) value = value * 256 + (bytes[from + i] as number);
      return value;
    };
    for (let r = 0; r + 1 < ranges.length; r += 2) {
      const [from, count] = [ranges[r], ranges[r + 1]];
      if (typeof from !== "number" || typeof count !== "number") return null;
      for (let n = 0; n < count; n++, row++) {
        const start = row * line;
        if (start + line > bytes.length || places.size > MOST_OBJECTS) return stream.dict;
        const kind = a === 0 ? 1 : field(start, a);
        if (places.has(from + n)) continue;
        if (kind === 1) places.set(from + n, field(start + a, b));
        else if (kind === 2)
          places.set(from + n, -(field(start + a, b) * 65_536 + (field(start + a + b, c) % 65_536)) - 1);
      }
    }
    return stream.dict;
  }

  /** Looks through the whole file for objects and trailers: the last of a number counts. */
  function search(): void {
    if (searched) return;
    searched = true;
    damage.add("Its table of objects is broken; the file was looked through instead");
    places = new Map();
    kept.clear();
    containers.clear();
    const pattern = /(?:^|[^0-9])(\d{1,8})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj(?![a-z])|trailer/g;
    const overlap = 64;
    const found: PdfDict[] = [];
    for (let base = 0; base < source.size; base += CHUNK - overlap) {
      const words = latinOf(source.read(base, CHUNK));
      for (const match of words.matchAll(pattern)) {
        const at = base + match.index;
        if (match[1] === undefined) {
          if (found.length > 1000) continue;
          const dict = objectAt(at + 7);
          if (isDict(dict)) found.push(dict);
        } else if (places.size < MOST_OBJECTS) {
          places.set(Number(match[1]), at + (/^\d/.test(match[0]) ? 0 : 1));
        }
      }
    }
    trailer = found.findLast((dict) => dict.has("Encrypt")) ?? trailer;
    unlock();
    let root: PdfValue | undefined = found.findLast((dict) => dict.has("Root"))?.get("Root");
    let encrypt = found.findLast((dict) => dict.has("Encrypt"))?.get("Encrypt");
    let info = found.findLast((dict) => dict.has("Info"))?.get("Info");
    let id = found.findLast((dict) => dict.has("ID"))?.get("ID");
    // In a file with the newer tables there is no trailer: the catalog is looked for, and what is in containers counted.
    let looked = 0;
    const listed = Array.from(places.keys());
    for (const number of listed) {
      if (looked > 200_000) break;
      looked++;
      const value = load(number);
      const dict = isStream(value) ? value.dict : value;
      if (!isDict(dict)) continue;
      const type = dict.get("Type");
      if (root === undefined && type === "Catalog") root = { kind: "ref", number, generation: 0 };
      else if (type === "XRef") {
        modern = true;
        root ??= dict.get("Root");
        info ??= dict.get("Info");
        encrypt ??= dict.get("Encrypt");
        id ??= dict.get("ID");
      } else if (type === "ObjStm" && isStream(value)) {
        modern = true;
        for (const [n, [inner]] of (container(number)?.offsets ?? []).entries()) {
          if (!places.has(inner)) places.set(inner, -(number * 65_536 + n) - 1);
        }
      }
    }
    if (root === undefined) {
      for (const number of places.keys()) {
        const value = load(number);
        if (isDict(value) && value.get("Type") === "Catalog") root = { kind: "ref", number, generation: 0 };
      }
    }
    trailer = new Map<string, PdfValue>([
      ...(root === undefined ? [] : [["Root", root] as const]),
      ...(encrypt === undefined ? [] : [["Encrypt", encrypt] as const]),
      ...(info === undefined ? [] : [["Info", info] as const]),
      ...(id === undefined ? [] : [["ID", id] as const]),
    ]);
  }

  // Objects

  /** The object that stands at an offset. With `number` its header must say that number; `null` takes any. */
  function objectAt(at: number, number?: number | null): PdfValue | undefined {
    if (at < 0 || at >= source.size) return undefined;
    for (let size = 1024; ; size *= 8) {
      const window = source.read(at, size);
      const lexer = new Lexer(window, 0, true);
      let of: PdfRef = { kind: "ref", number: 0, generation: 0 };
      if (number !== undefined) {
        // "12 0 obj"; a reader of references would take "12 0 R" only, so the three are read one by one.
        const header = new Lexer(window, 0, false);
        const [own, generation, word] = [header.next(), header.next(), header.next()];
        of = { kind: "ref", number: Number(own), generation: typeof generation === "number" ? generation : 0 };
        if (typeof own !== "number" || !isOperator(word) || word.word !== "obj") return undefined;
        if (number !== null && own !== number) return undefined;
        lexer.at = header.at;
      }
      const value = lexer.next();
      const more = at + window.length < source.size && size < LARGEST_OBJECT;
      if (more && (lexer.ranOut || window.length - lexer.at < 32)) continue;
      keptBytes += lexer.at;
      if (lexer.broken) damage.add("Some of its objects are written wrong");
      if (isOperator(value)) return null;
      if (number === undefined) return value;
      if (!isDict(value)) return unlocked(value, of);
      lexer.skipSpace();
      const after = lexer.next();
      if (!isOperator(after) || after.word !== "stream") return unlocked(value, of);
      let start = at + lexer.at;
      const [one, two] = source.read(start, 2);
      start += one === 13 && two === 10 ? 2 : one === 10 || one === 13 ? 1 : 0;
      const dict = unlocked(value, of) as PdfDict;
      return { kind: "stream", dict, at: start, length: lengthOf(value, start), inline: null, of };
    }
  }

  /** The length a stream says it has, if "endstream" follows; else where that word is found. */
  function lengthOf(dict: PdfDict, start: number): number {
    const said = get(dict.get("Length"));
    if (typeof said === "number" && said >= 0 && start + said <= source.size) {
      if (/^[\0\t\n\f\r ]{0,2}endstream/.test(latinOf(source.read(start + said, 12)))) return said;
    }
    damage.add("A stream is not as long as it says");
    let last = "";
    for (let at = start; at < source.size && at - start < LARGEST_STREAM; at += CHUNK) {
      const words = last + latinOf(source.read(at, CHUNK));
      const found = words.indexOf("endstream");
      if (found >= 0) {
        const length = at - start - last.length + found;
        return length > 0 && /[\r\n]/.test(words.charAt(found - 1)) ? length - 1 : length;
      }
      last = words.slice(-8);
    }
    return Math.max(0, Math.min(source.size - start, LARGEST_STREAM));
  }

  function container(number: number) {
    const known = containers.get(number);
    if (known) return known;
    const stream = load(number);
    if (!isStream(stream)) return null;
    modern = true;
    const first = get(stream.dict.get("First"));
    const count = get(stream.dict.get("N"));
    const { bytes } = decoded(stream, LARGEST_TABLE);
    const lexer = new Lexer(bytes, 0, false);
    const offsets: [number, number][] = [];
    while (typeof first === "number" && typeof count === "number" && offsets.length < Math.min(count, 65_536)) {
      const [inner, at] = [lexer.next(), lexer.next()];
      if (typeof inner !== "number" || typeof at !== "number" || lexer.at > first) break;
      offsets.push([inner, first + at]);
    }
    if (containers.size >= 4) containers.clear();
    const made = { bytes, offsets };
    containers.set(number, made);
    return made;
  }

  function load(number: number): PdfValue {
    const known = kept.get(number);
    if (known !== undefined) return known;
    const place = places.get(number);
    if (place === undefined || opening.has(number)) return null;
    opening.add(number);
    let value: PdfValue | undefined;
    if (place >= 0) value = objectAt(place, number);
    else {
      const index = (-place - 1) % 65_536;
      const holder = Math.floor((-place - 1) / 65_536);
      const inside = (places.get(holder) ?? -1) < 0 ? null : container(holder);
      const at =
        inside?.offsets[index]?.[0] === number ? inside.offsets[index] : inside?.offsets.find(([n]) => n === number);
      if (inside && at) {
        const token = new Lexer(inside.bytes, at[1], true).next();
        value = isOperator(token) ? null : token;
      }
    }
    opening.delete(number);
    if (value === undefined && !searched && opening.size === 0) {
      search();
      return load(number);
    }
    if (kept.size >= KEPT || keptBytes > KEPT_BYTES) {
      kept.clear();
      keptBytes = 0;
    }
    kept.set(number, value ?? null);
    return value ?? null;
  }

  function get(value: PdfValue | undefined): PdfValue {
    let now = value;
    for (let step = 0; isRef(now); step++) {
      if (step > 16) {
        damage.add("References lead in a circle");
        return null;
      }
      now = load(now.number);
    }
    return now ?? null;
  }
  function dictOf(value: PdfValue | undefined): PdfDict | null {
    const found = get(value);
    return isDict(found) ? found : isStream(found) ? found.dict : null;
  }
  /** Bytes of a stream as they stand in the file. Coded data longer than what they may become are not read to the end. */
  function raw(stream: PdfStream, limit: number): Uint8Array {
    const bytes = stream.inline ?? source.read(stream.at, Math.min(stream.length, limit + SPARE));
    return decryptor && stream.of && !stream.inline ? decryptor.stream(bytes, stream.dict, stream.of) : bytes;
  }
  function decoded(stream: PdfStream, limit: number): Decoded {
    if (stream.dict.has("F") && !stream.inline) return { bytes: new Uint8Array(0), coded: null, fault: "damaged" };
    return decode(raw(stream, limit), stream.dict, get, inflate, limit);
  }

  // Both change while the file is read, which the compiler does not see.
  const lockNow = (): string => lock;
  const encryptionOf = (): string | null => decryptor?.method ?? null;
  if (!readTables()) search();
  unlock();
  let catalog = dictOf(trailer.get("Root"));
  if (!catalog?.has("Pages")) {
    search();
    catalog = dictOf(trailer.get("Root"));
  }
  if (lockNow() === "password") return "it is locked with a password";
  if (!catalog?.has("Pages") && lockNow() !== "unknown") return "its pages cannot be found";
  return {
    version,
    get trailer() {
      return trailer;
    },
    catalog: catalog ?? new Map(),
    encryption: encryptionOf(),
    locked: lockNow() === "unknown",
    damage,
    get modern() {
      return modern;
    },
    numbers: () => places.keys(),
    get,
    dict: dictOf,
    coded: (stream) => raw(stream, LARGEST_STREAM),
    decoded,
  };
}

/** A reference is no value where the table itself is read. */
function plain(value: PdfValue | undefined): PdfValue {
  return value === undefined || isRef(value) ? null : value;
}

function latinOf(bytes: Uint8Array): string {
  let made = "";
  for (let at = 0; at < bytes.length; at += 8192) made += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return made;
}

/** Key under which a value is remembered: its number, or the object itself. */
export function keyOf(value: PdfValue | undefined): number | object | null {
  if (isRef(value)) return (value as PdfRef).number;
  return typeof value === "object" ? value : null;
}
