/**
 * Encrypted PDFs that open without a password (ISO 32000-2 §7.6): the standard security handler in all its revisions, RC4
 * with 40 to 128 bits, AES with 128 and 256. Digests and AES come through a port; what strings and streams are made of
 * comes out plain. A password of a person's is never asked for: a file that wants one stays closed.
 */
import { isArray, isDict, isString, latin, nameOf, type PdfDict, type PdfRef, type PdfValue } from "./values.ts";

/** Digests and AES in cipher block chaining, of the platform. Nothing is padded or unpadded. */
export type PdfCrypto = {
  readonly md5: (bytes: Uint8Array) => Uint8Array;
  readonly sha2: (bits: 256 | 384 | 512, bytes: Uint8Array) => Uint8Array;
  readonly aesDecrypt: (key: Uint8Array, iv: Uint8Array, bytes: Uint8Array) => Uint8Array;
  readonly aesEncrypt: (key: Uint8Array, iv: Uint8Array, bytes: Uint8Array) => Uint8Array;
};

export type Decryptor = {
  /** As a person calls it: "AES-256". */
  readonly method: string;
  readonly string: (bytes: Uint8Array, of: PdfRef) => Uint8Array;
  /** `dict`: the stream's, which may name a filter of its own or be the one kind left plain. */
  readonly stream: (bytes: Uint8Array, dict: PdfDict, of: PdfRef) => Uint8Array;
};

type Method = "None" | "RC4" | "AESV2" | "AESV3";
type Get = (value: PdfValue | undefined) => PdfValue;

/** What stands for an empty password (§7.6.4.3.2, Algorithm 2). */
const PAD = Uint8Array.from([
  0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
  0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
]);
const EMPTY = new Uint8Array(0);
const ZEROS = new Uint8Array(16);
const SALT = Uint8Array.from([0x73, 0x41, 0x6c, 0x54]);

/** `password`: it opens for those alone who know one; `unknown`: it is locked in a way nobody described. */
export function openEncryption(
  dict: PdfDict,
  id: Uint8Array,
  get: Get,
  crypto: PdfCrypto,
): Decryptor | "password" | "unknown" {
  const number = (key: string): number => {
    const value = get(dict.get(key));
    return typeof value === "number" ? value : 0;
  };
  const bytes = (key: string): Uint8Array => {
    const value = get(dict.get(key));
    return isString(value) ? value.bytes : EMPTY;
  };
  if (get(dict.get("Filter")) !== "Standard") return "unknown";
  const [version, revision] = [number("V"), number("R")];
  const plainMetadata = get(dict.get("EncryptMetadata")) === false;
  const methodOf = (name: PdfValue): Method | null => {
    if (name === "Identity") return "None";
    const filters = get(dict.get("CF"));
    const own = isDict(filters) ? get(filters.get(nameOf(name))) : null;
    const method = isDict(own) ? get(own.get("CFM")) : null;
    if (method === "V2") return "RC4";
    return method === "AESV2" || method === "AESV3" || method === "None" ? method : null;
  };
  const old = version === 1 || version === 2;
  const [ofStreams, ofStrings] = old
    ? (["RC4", "RC4"] as const)
    : ["StmF", "StrF"].map((key) => methodOf(get(dict.get(key)) ?? "Identity"));
  if (!ofStreams || !ofStrings || (!old && version !== 4 && version !== 5)) return "unknown";

  let key: Uint8Array;
  if (version === 5) {
    if (revision !== 5 && revision !== 6) return "unknown";
    const [u, wrapped] = [bytes("U"), bytes("UE")];
    if (u.length < 48 || wrapped.length < 32) return "unknown";
    const hash = (salt: Uint8Array) => (revision === 5 ? crypto.sha2(256, salt) : hardened(salt, crypto));
    if (!same(hash(u.subarray(32, 40)), u.subarray(0, 32))) return "password";
    key = crypto.aesDecrypt(hash(u.subarray(40, 48)), ZEROS, wrapped.subarray(0, 32));
  } else {
    if (revision < 2 || revision > 4) return "unknown";
    const bits = version === 1 ? 40 : version === 4 ? 128 : number("Length") || 40;
    if (bits < 40 || bits > 128 || bits % 8 !== 0) return "unknown";
    const [o, u] = [bytes("O"), bytes("U")];
    if (o.length < 32 || u.length < 32) return "unknown";
    const rights = little(number("P"), 4);
    const unmarked = revision === 4 && plainMetadata ? Uint8Array.from([255, 255, 255, 255]) : EMPTY;
    let made = crypto.md5(joined(PAD, o.subarray(0, 32), rights, id, unmarked));
    const size = revision === 2 ? 5 : bits / 8;
    if (revision > 2) for (let n = 0; n < 50; n++) made = crypto.md5(made.subarray(0, size));
    key = made.subarray(0, size);
    if (!same(proofOf(key, revision, id, crypto), u.subarray(0, revision === 2 ? 32 : 16))) return "password";
  }

  const open = (method: Method, data: Uint8Array, of: PdfRef): Uint8Array => {
    if (method === "None") return data;
    if (method === "AESV3") return unAes(key, data, crypto);
    const own = joined(key, little(of.number, 3), little(of.generation, 2), method === "AESV2" ? SALT : EMPTY);
    const objectKey = crypto.md5(own).subarray(0, Math.min(key.length + 5, 16));
    return method === "RC4" ? rc4(objectKey, data) : unAes(objectKey, data, crypto);
  };
  const method = { RC4: `RC4 with ${key.length * 8} bits`, AESV2: "AES-128", AESV3: "AES-256", None: "no cipher" };
  return {
    method: method[ofStreams],
    string: (data, of) => open(ofStrings, data, of),
    stream(data, head, of) {
      const type = get(head.get("Type"));
      if (type === "XRef" || (type === "Metadata" && plainMetadata)) return data;
      return open(cryptFilterOf(head, get, methodOf) ?? ofStreams, data, of);
    },
  };
}

/** A stream may name another method than the rest (§7.6.6); null where it does not. */
function cryptFilterOf(head: PdfDict, get: Get, methodOf: (name: PdfValue) => Method | null): Method | null {
  const filters = get(head.get("Filter"));
  const list = isArray(filters) ? filters.slice(0, 8).map(get) : [filters];
  const at = list.indexOf("Crypt");
  if (at < 0) return null;
  const parameters = get(head.get("DecodeParms"));
  const own = isArray(parameters) ? get(parameters[at]) : parameters;
  return methodOf((isDict(own) ? get(own.get("Name")) : null) ?? "Identity");
}

/** What U must say where the empty password is right: Algorithms 4 and 5. */
function proofOf(key: Uint8Array, revision: number, id: Uint8Array, crypto: PdfCrypto): Uint8Array {
  if (revision === 2) return rc4(key, PAD);
  let made = rc4(key, crypto.md5(joined(PAD, id)));
  for (let n = 1; n <= 19; n++)
    made = rc4(
      key.map((byte) => byte ^ n),
      made,
    );
  return made;
}

/** The hash of revision 6, of an empty password: Algorithm 2.B. It ends after 64 rounds and a few. */
function hardened(salt: Uint8Array, crypto: PdfCrypto): Uint8Array {
  let k = crypto.sha2(256, salt);
  for (let round = 1; ; round++) {
    const repeated = joined(...Array.from({ length: 64 }, () => k));
    const e = crypto.aesEncrypt(k.subarray(0, 16), k.subarray(16, 32), repeated);
    let rest = 0;
    for (const byte of e.subarray(0, 16)) rest += byte;
    k = crypto.sha2(([256, 384, 512] as const)[rest % 3] ?? 256, e);
    if (round >= 64 && (e[e.length - 1] as number) <= round - 32) return k.subarray(0, 32);
  }
}

/** The first block is the vector; the last says how much of it is padding. Data cut short give what they have. */
function unAes(key: Uint8Array, data: Uint8Array, crypto: PdfCrypto): Uint8Array {
  const whole = data.length - (data.length % 16);
  if (whole < 32) return EMPTY;
  const plain = crypto.aesDecrypt(key, data.subarray(0, 16), data.subarray(16, whole));
  const padding = plain[plain.length - 1] as number;
  return padding >= 1 && padding <= 16 ? plain.subarray(0, plain.length - padding) : plain;
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const s = Uint8Array.from({ length: 256 }, (_, n) => n);
  for (let i = 0, j = 0; i < 256; i++) {
    const a = s[i] as number;
    j = (j + a + (key[i % key.length] as number)) & 255;
    s[i] = s[j] as number;
    s[j] = a;
  }
  const made = new Uint8Array(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    const a = s[i] as number;
    j = (j + a) & 255;
    const b = s[j] as number;
    s[i] = b;
    s[j] = a;
    made[n] = (data[n] as number) ^ (s[(a + b) & 255] as number);
  }
  return made;
}

function little(value: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, n) => (value >> (8 * n)) & 255);
}
function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}
function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && latin(a) === latin(b);
}
