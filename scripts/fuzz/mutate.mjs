/**
 * Mutations: bytes, numbers, words and pieces changed, lost, doubled or taken from another input; inside an archive or a
 * tree of JSON as well as of the file as a whole. The repertory is that of AFL (M. Zalewski), the dice are our own.
 */
import { unzipSync, zipSync } from "fflate";

/** Whole numbers from 0 to n − 1; the same for the same seed (xorshift32, Marsaglia 2003). */
export function dice(seed) {
  let state = seed >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % n;
  };
}

const NUMBERS = [0, 1, 2, 7, 8, 16, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 0x7fffffff, 0x80000000, 0xffffffff];
/** Larger inputs find nothing that smaller ones do not, and take longer. */
const LARGEST = 1 << 20;

/** A changed copy of `input`. `others` are inputs of the same kind, `words` are what the format is made of. */
export function mutated(input, others, words, chance) {
  let bytes = Buffer.from(input);
  for (let n = 1 + chance(chance(4) === 0 ? 24 : 4); n > 0; n--) bytes = once(bytes, others, words, chance);
  return bytes.subarray(0, LARGEST);
}

function once(bytes, others, words, chance) {
  const size = bytes.length;
  if (size === 0) return Buffer.from(words[chance(words.length)] ?? "a");
  const at = chance(size);
  const length = 1 + chance(Math.min(size - at, 1 << chance(10)));
  switch (chance(12)) {
    case 0:
      bytes[at] ^= 1 << chance(8);
      return bytes;
    case 1:
      bytes[at] = chance(256);
      return bytes;
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 4:
      return bytes.subarray(0, at);
    case 5: {
      const value = NUMBERS[chance(NUMBERS.length)];
      const wide = chance(2) === 0 && at + 4 <= size;
      if (wide) bytes[chance(2) === 0 ? "writeUInt32BE" : "writeUInt32LE"](value >>> 0, at);
      else if (at + 2 <= size) bytes[chance(2) === 0 ? "writeUInt16BE" : "writeUInt16LE"](value & 0xffff, at);
      return bytes;
    }
    case 6: {
      const word = Buffer.from(words[chance(words.length)] ?? "");
      return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(at + (chance(2) === 0 ? 0 : word.length))]);
    }
    case 7: {
      const other = others[chance(others.length)] ?? bytes;
      const from = chance(other.length || 1);
      return Buffer.concat([
        bytes.subarray(0, at),
        other.subarray(from, from + length * 4),
        bytes.subarray(at + length),
      ]);
    }
    case 8: {
      // A number as people write it.
      const text = bytes.toString("latin1");
      const found = [...text.matchAll(/\d+/g)];
      const one = found[chance(found.length || 1)];
      if (!one) return bytes;
      const put = ["0", "-1", "99999999999", "1e999", String(chance(1000)), "2147483648"][chance(6)];
      return Buffer.from(text.slice(0, one.index) + put + text.slice(one.index + one[0].length), "latin1");
    }
    case 9: {
      const many = 1 + chance(64);
      return Buffer.concat([
        bytes.subarray(0, at),
        ...Array(many).fill(bytes.subarray(at, at + length)),
        bytes.subarray(at),
      ]);
    }
    case 10:
      bytes.fill(chance(256), at, at + length);
      return bytes;
    default: {
      const to = chance(size);
      bytes.copyWithin(to, at, at + length);
      return bytes;
    }
  }
}

/** One file of a ZIP archive changed and the archive made anew; now and then the archive's own bytes. */
export function mutatedArchive(input, others, words, chance) {
  if (chance(4) === 0) return mutated(input, others, ["PK\x03\x04", "PK\x01\x02", "PK\x05\x06"], chance);
  try {
    const files = unzipSync(input);
    const names = Object.keys(files);
    const name = names[chance(names.length)] ?? "";
    const same = others.flatMap((other) => {
      try {
        return [Buffer.from(unzipSync(other, { filter: (file) => file.name === name })[name] ?? [])];
      } catch {
        return [];
      }
    });
    const changed = mutated(files[name] ?? Buffer.alloc(0), same, words, chance);
    const called = chance(20) === 0 ? `../../${name}` : name;
    return Buffer.from(zipSync({ ...files, [called]: new Uint8Array(changed) }, { level: 1 }));
  } catch {
    return mutated(input, others, words, chance);
  }
}

const VALUES = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  0.1,
  "",
  "1mm",
  "-5pt",
  "\ud800",
  [],
  {},
  [[[]]],
  "x".repeat(3000),
];

/** One value of a tree of JSON changed, moved, doubled or taken away; now and then the text's own bytes. */
export function mutatedJson(input, others, words, chance) {
  if (chance(6) === 0) return mutated(input, others, words, chance);
  try {
    const tree = JSON.parse(input.toString("utf8"));
    for (let n = 1 + chance(4); n > 0; n--) {
      const places = [];
      const walk = (value, holder, key) => {
        if (holder) places.push([holder, key]);
        if (typeof value === "object" && value !== null)
          for (const each of Object.keys(value)) walk(value[each], value, each);
      };
      walk(tree, null, null);
      const [holder, key] = places[chance(places.length || 1)] ?? [];
      if (!holder) break;
      const [from, at] = places[chance(places.length)];
      const kind = chance(6);
      if (kind === 0) delete holder[key];
      else if (kind === 1) holder[words[chance(words.length)] ?? "x"] = structuredClone(from[at]);
      else if (kind === 2) holder[key] = structuredClone(from[at]);
      else if (kind === 3 && typeof holder[key] === "number") holder[key] *= [-1, 0, 1e9, 1e-9, 2][chance(5)];
      else if (kind === 4 && typeof holder[key] === "string") holder[key] = words[chance(words.length)] ?? "";
      else holder[key] = structuredClone(VALUES[chance(VALUES.length)]);
    }
    return Buffer.from(JSON.stringify(tree)).subarray(0, LARGEST);
  } catch {
    return mutated(input, others, words, chance);
  }
}
