import { expect, test } from "vitest";
import { readJpeg, withoutMetadata } from "./jpeg.ts";

const segment = (marker: number, ...body: number[]) => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 255,
  ...body,
];
const ascii = (words: string) => [...words].map((letter) => letter.charCodeAt(0));
const SOF = (marker = 0xc0, components = 3) =>
  segment(marker, 8, 0, 40, 0, 60, components, ...Array(components * 3).fill(1));
const EXIF = (orientation: number) =>
  segment(
    0xe1,
    ...ascii("Exif\0\0MM"),
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    18,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  );
const ADOBE = segment(0xee, ...ascii("Adobe"), 0, 100, 0, 0, 0, 0, 2);
const SCAN = [...segment(0xda, 1, 1, 0, 0, 63, 0), 1, 2, 3, 0xff, 0, 9];
const file = (...parts: number[][]) => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);

test("reads the head", () => {
  expect(readJpeg(file(EXIF(6), SOF(), SCAN, [0xff, 0xd9]))).toEqual({
    width: 60,
    height: 40,
    components: 3,
    bits: 8,
    plain: true,
    adobe: false,
    orientation: 6,
    profile: null,
    complete: true,
  });
  expect(readJpeg(file(ADOBE, SOF(0xc2, 4), SCAN, [0xff, 0xd9, 7, 7]))).toMatchObject({
    adobe: true,
    plain: true,
    complete: true,
  });
  expect(readJpeg(file(SOF(0xc9), SCAN, [0xff, 0xd9]))).toMatchObject({ plain: false });
});

test("puts a profile together from its pieces, in their order", () => {
  const piece = (n: number, of: number, ...data: number[]) => segment(0xe2, ...ascii("ICC_PROFILE\0"), n, of, ...data);
  expect(readJpeg(file(piece(2, 2, 5, 6), piece(1, 2, 3, 4), SOF(), SCAN))?.profile).toEqual(
    Uint8Array.from([3, 4, 5, 6]),
  );
  expect(readJpeg(file(piece(2, 2, 5, 6), SOF(), SCAN))?.profile).toBeNull();
});

test("a file cut short has no end; one cut in its head, or another kind of file, is none", () => {
  const whole = file(EXIF(1), SOF(), SCAN, [0xff, 0xd9]);
  expect(readJpeg(whole.subarray(0, whole.length - 2))).toMatchObject({ complete: false });
  for (let end = 0; end < 60; end++) expect(readJpeg(whole.subarray(0, end))).toBeNull();
  expect(readJpeg(Uint8Array.from(ascii("%PDF-1.7")))).toBeNull();
});

test("drops everything but the picture and Adobe's mark", () => {
  const clean = withoutMetadata(file(EXIF(3), ADOBE, segment(0xfe, ...ascii("a comment")), SOF(), SCAN, [0xff, 0xd9]));
  expect(clean).toEqual(file(ADOBE, SOF(), SCAN, [0xff, 0xd9]));
});
