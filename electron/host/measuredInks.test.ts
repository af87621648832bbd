import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cmyk } from "../../shared/color/ink.ts";
import { measuredInks } from "./measuredInks.ts";
import { assetsDir } from "./places.ts";

const press = (name: string) => new Uint8Array(readFileSync(join(assetsDir(), "color", name)));

test("a measured swatch is other ink on other paper; a design without one needs no engine", async () => {
  const of = [42, 48, 35] as const;
  const swatches = { a: { ...cmyk(0, 1, 1, 0), lab: { of, tint: 1 } }, b: cmyk(0, 0, 0, 1) };
  const coated = (await measuredInks(swatches, press("quoin-coated-300.icc")))?.(of);
  const uncoated = (await measuredInks(swatches, press("quoin-uncoated-280.icc")))?.(of);
  expect(coated).not.toEqual(uncoated);
  expect(coated?.[1]).toBeGreaterThan(0.7);
  expect(await measuredInks({ b: cmyk(0, 0, 0, 1) }, new Uint8Array())).toBeNull();
  await expect(measuredInks(swatches, new Uint8Array(300))).rejects.toThrow("profile");
});
