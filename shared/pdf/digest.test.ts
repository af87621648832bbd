import fc from "fast-check";
import { expect, test } from "vitest";
import { digest } from "./digest.ts";

const hex = (...parts: Uint8Array[]) => {
  const made = digest();
  for (const part of parts) made.add(part);
  return Buffer.from(made.bytes()).toString("hex");
};

test("depends on the bytes and not on the pieces they come in", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      expect(hex(bytes.subarray(0, cut), bytes.subarray(cut))).toBe(hex(bytes));
    }),
  );
});

test("one bit changes it, and so does a zero at the end", () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => i);
  const seen = new Set([hex(bytes), hex(bytes, new Uint8Array(1))]);
  for (let bit = 0; bit < 512; bit++) {
    const other = bytes.slice();
    other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7));
    seen.add(hex(other));
  }
  expect(seen.size).toBe(514);
});

test("may be asked in between", () => {
  const made = digest();
  made.add(Uint8Array.from([1, 2, 3]));
  made.bytes();
  made.add(Uint8Array.from([4, 5]));
  expect(Buffer.from(made.bytes()).toString("hex")).toBe(hex(Uint8Array.from([1, 2, 3, 4, 5])));
});
