import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { testFolder } from "../test/fixtures.ts";
import { png } from "../test/stories.ts";
import { createDecoder } from "./decoder.ts";
import { decodeIn, pictureRoom } from "./originals.ts";
import { outlineOfPicture, previewPicture, probePicture, toneOfPicture } from "./pictures.ts";

const folder = testFolder();
const decoder = createDecoder();
afterAll(() => decoder.close());

test("elsewhere a picture is what it is here", async () => {
  const plain = png(64, 40);
  const cut = await sharp({ create: { width: 60, height: 40, channels: 4, background: "#00000000" } })
    .composite([{ input: png(20, 20), left: 10, top: 10 }])
    .png()
    .toBuffer();
  for (const bytes of [plain, cut]) {
    expect(await decoder.probePicture(bytes, "a.png")).toEqual(await probePicture(bytes, "a.png"));
    expect(await decoder.toneOfPicture(bytes)).toEqual(await toneOfPicture(bytes));
    expect(await decoder.outlineOfPicture(bytes)).toEqual(await outlineOfPicture(bytes));
    const [there, here] = [await decoder.previewPicture(bytes, 32), await previewPicture(bytes, 32)];
    expect(there.type).toBe(here.type);
    const hash = (each: Uint8Array) => createHash("sha256").update(each).digest("hex");
    expect(hash(there.bytes)).toBe(hash(here.bytes));
  }
  expect(await decoder.probePicture(Buffer.from("x"), "a.png")).toMatchObject({ code: "picture-broken" });
  await expect(decoder.previewPicture(Buffer.from("x"), 10)).rejects.toThrow("cannot be read");
  expect(await decoder.toneOfPicture(Buffer.from("x"))).toBe(null);
  expect(await decoder.outlineOfPicture(Buffer.from("x"))).toBe(null);
});

/** A decoder that hangs, crashes or answers, as the first letter of a picture says. */
const program = join(folder, "odd.mjs");
writeFileSync(
  program,
  `process.on("message", ({ id, bytes }) => {
     const letter = String.fromCharCode(bytes[0]);
     if (letter === "h") for (;;);
     if (letter === "c") process.abort();
     setTimeout(() => process.send({ id, value: { pid: process.pid } }), 50);
   });
   process.on("disconnect", () => process.exit(0));`,
);

test("one that hangs or crashes is answered like a broken one, and those beside and behind it are decoded", async () => {
  const odd = createDecoder(1500, program);
  try {
    const ask = (letter: string) => odd.probePicture(Buffer.from(letter), `${letter}.jpg`);
    const first = await ask("a");
    expect(await ask("a")).toEqual(first);
    const broken = expect.objectContaining({ code: "picture-broken" });
    const fine = { pid: expect.any(Number) };
    const answers = await Promise.all(["a", "h", "a", "c", "a"].map(ask));
    expect(answers).toEqual([fine, broken, fine, broken, fine]);
    expect(await ask("a")).not.toEqual(first);
    await expect(odd.previewPicture(Buffer.from("c"), 10)).rejects.toMatchObject({
      failure: { code: "picture-broken" },
    });
    expect(await odd.toneOfPicture(Buffer.from("h"))).toBe(null);
  } finally {
    odd.close();
  }
});

test("what is under way when the host ends is answered", async () => {
  const odd = createDecoder(60_000, program);
  const asked = odd.toneOfPicture(Buffer.from("h"));
  odd.close();
  expect(await asked).toBe(null);
});

test("a host says once where pictures are decoded, for all who read them", async () => {
  const here = await pictureRoom();
  decodeIn(decoder);
  expect(await pictureRoom()).toBe(decoder);
  decodeIn(null);
  expect(await pictureRoom()).toBe(here);
});
