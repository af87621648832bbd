/** A page as the press prints it, held against programs that made neither: Little CMS's calculator, and the pages' own ink. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import type { LayoutJob } from "./jobs.ts";
import { assetsDir } from "./places.ts";
import { createPress } from "./press.ts";
import { createPressRoom, type LookWish } from "./pressRoom.ts";

const hasTransicc = spawnSync("transicc", ["-h"]).error === undefined;
const folder = mkdtempSync(join(tmpdir(), "quoin-press-"));
const room = createPressRoom();
afterAll(() => {
  room.close();
  rmSync(folder, { recursive: true, force: true });
});

const job: LayoutJob = {
  source: join(assetsDir(), "samples", "the-net-menders-cafe.md"),
  lang: null,
  template: null,
  repeat: 1,
  media: [],
  fonts: [],
  overrides: [
    { swatches: { gold: { spot: "Gold", cmyk: [20, 30, 80, 10] } }, styles: { headline: { colour: "gold" } } },
  ],
};
const files = { proof: join(folder, "proof.png"), values: join(folder, "plates.bin") };
const wish: LookWish = { page: 1, printer: null, ppi: 36, area: null, paper: false, hidden: [] };
const never = new AbortController().signal;
const look = async (changes: Partial<LookWish> = {}) => {
  const seen = await room.look(job, { ...wish, ...changes }, files, never);
  const rgb = await sharp(files.proof).raw().toBuffer();
  const values = new Uint8Array(readFileSync(files.values));
  const size = seen.width * seen.height;
  expect(values.length).toBe(size * seen.plates.length);
  return { ...seen, rgb, plate: (n: number) => values.subarray(n * size, (n + 1) * size) };
};

test("plates, proof and ink of a page come together, and a hidden plate leaves the proof alone", async () => {
  const seen = await look();
  expect(seen.plates.map(({ name }) => name)).toEqual(["Cyan", "Magenta", "Yellow", "Black", "Gold"]);
  expect(seen.unseen).toBe(0);
  expect(seen.ink.limit).toBe(300);
  expect(seen.ink.mean).toBeGreaterThan(50);
  expect(seen.ink.mean).toBeLessThan(301);
  const gold = seen.plate(4);
  const at = gold.indexOf(gold.reduce((most, value) => Math.max(most, value)));
  expect([...seen.rgb.subarray(3 * at, 3 * at + 3)]).not.toEqual([255, 255, 255]);
  const without = await look({ hidden: ["Gold", "Cyan", "Magenta", "Yellow", "Black"] });
  expect(new Set(without.rgb)).toEqual(new Set([255]));
  expect([...without.plate(4)]).toEqual([...gold]);
});

test("a part of the page at another scale is that part", async () => {
  const whole = await look();
  const [x, y] = [whole.origin[0] + 100, whole.origin[1] + 200];
  const part = await look({ area: [x, y, 120, 80] });
  expect([part.width, part.height, ...part.origin]).toEqual([60, 40, x, y]);
  let off = 0;
  for (let row = 0; row < 40; row++) {
    for (let column = 0; column < 60; column++) {
      const at = (100 + row) * whole.width + 50 + column;
      const [one, other] = [whole.plate(3)[at] as number, part.plate(3)[row * 60 + column] as number];
      off = Math.max(off, Math.abs(one - other));
    }
  }
  // Of 255: a pixel on a picture's edge may round its share the other way.
  expect(off).toBeLessThanOrEqual(8);
  await expect(look({ ppi: 1200 })).rejects.toThrow("more than is looked at");
  await expect(look({ page: 99 })).rejects.toThrow("There is no page 99");
});

test.skipIf(!hasTransicc)(
  `the proof is what Little CMS's own calculator says of the inks${hasTransicc ? "" : " (transicc is missing)"}`,
  async () => {
    const profile = join(assetsDir(), "color", "quoin-coated-300.icc");
    for (const paper of [false, true]) {
      const seen = await look({ paper });
      const inks = [0, 1, 2, 3].map((n) => seen.plate(n));
      // Where there is no spot: of that the proof shows a look, not a measurement.
      const points = Array.from({ length: 400 }, (_, n) => Math.floor((n / 400) * seen.width * seen.height)).filter(
        (at) => seen.plate(4)[at] === 0,
      );
      const asked = points.map((at) => inks.map((plate) => ((plate[at] as number) / 2.55).toFixed(4)).join(" "));
      const flags = ["-n", "-s", "-i", profile, "-o", "*sRGB", ...(paper ? ["-t", "3"] : ["-t", "1", "-b"])];
      const said = execFileSync("transicc", flags, { stdio: "pipe", input: `${asked.join("\n")}\n`, encoding: "utf8" });
      const lines = said
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/).map(Number));
      expect(lines.length).toBe(points.length);
      const off = lines.flatMap((wanted, n) =>
        wanted.map((value, k) => Math.abs(value - (seen.rgb[3 * (points[n] as number) + k] as number))),
      );
      // Of 255. The calculator works in doubles, the proof in bytes through a table.
      expect(off.reduce((sum, value) => sum + value) / off.length).toBeLessThan(0.7);
      expect(Math.max(...off)).toBeLessThan(8);
    }
  },
);

test("the same is made in a process of its own, which ends when it is let go", { timeout: 60_000 }, async () => {
  const press = createPress(async (name) => join(folder, `child-${name}`));
  try {
    const seen = await press.look(job, wish, never);
    const here = await look();
    expect(seen).toMatchObject({ width: here.width, height: here.height, plates: here.plates, ink: here.ink });
    expect(readFileSync(seen.values).equals(readFileSync(files.values))).toBe(true);
    await expect(press.look({ ...job, source: "/nowhere.md" }, wish, never)).rejects.toThrow("nowhere.md");
    await expect(press.look(job, wish, AbortSignal.abort())).rejects.toThrow("aborted");
  } finally {
    press.close();
  }
});
