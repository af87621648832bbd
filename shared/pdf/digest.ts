/**
 * A 128-bit fingerprint of what goes into a file, for the trailer's ID and for subset tags. Not a secret and not a
 * proof: it tells two files apart, and gives the same answer for the same bytes on every machine. The mixing is that of
 * MurmurHash3's 128-bit variant for 32-bit machines (Austin Appleby, public domain), fed piece by piece; the last block is
 * filled with zeros, so its numbers are not those of the original.
 */
export type Digest = {
  add(bytes: Uint8Array): void;
  /** 16 bytes. The digest may go on being fed afterwards. */
  bytes(): Uint8Array;
};

const C = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;

export function digest(): Digest {
  const h = new Uint32Array(4);
  const rest = new Uint8Array(16);
  let held = 0;
  let total = 0;

  function block(b: Uint8Array, at: number): void {
    const word = (i: number) =>
      (b[at + i] as number) |
      ((b[at + i + 1] as number) << 8) |
      ((b[at + i + 2] as number) << 16) |
      ((b[at + i + 3] as number) << 24);
    let [h1, h2, h3, h4] = h as unknown as [number, number, number, number];
    h1 ^= Math.imul(rotate(Math.imul(word(0), C[0]), 15), C[1]);
    h1 = (Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(word(4), C[1]), 16), C[2]);
    h2 = (Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(word(8), C[2]), 17), C[3]);
    h3 = (Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(word(12), C[3]), 18), C[0]);
    h4 = (Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
    h[0] = h1;
    h[1] = h2;
    h[2] = h3;
    h[3] = h4;
  }

  return {
    add(bytes) {
      total += bytes.length;
      let at = 0;
      if (held > 0) {
        while (held < 16 && at < bytes.length) rest[held++] = bytes[at++] as number;
        if (held < 16) return;
        block(rest, 0);
        held = 0;
      }
      for (; at + 16 <= bytes.length; at += 16) block(bytes, at);
      while (at < bytes.length) rest[held++] = bytes[at++] as number;
    },
    bytes() {
      const kept = h.slice();
      const tail = rest.slice();
      tail.fill(0, held);
      block(tail, 0);
      const end = Uint32Array.from(h, (word) => word ^ total);
      h.set(kept);
      mix(end);
      for (let i = 0; i < 4; i++) {
        let x = end[i] as number;
        x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
        x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
        end[i] = x ^ (x >>> 16);
      }
      mix(end);
      const out = new Uint8Array(16);
      for (let i = 0; i < 16; i++) out[i] = (end[i >> 2] as number) >>> (8 * (i & 3));
      return out;
    },
  };
}

function mix(words: Uint32Array): void {
  const [a, b, c, d] = words as unknown as [number, number, number, number];
  const first = (a + b + c + d) >>> 0;
  words.set([first, b + first, c + first, d + first].map((word) => word >>> 0));
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
