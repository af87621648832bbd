import { readFileSync } from "node:fs";
import { join } from "node:path";
import { instantiate } from "lcms-wasm";
import { expect, test } from "vitest";
import { BLACK, cmyk, PAPER, REGISTRATION } from "./ink.ts";
import { inkToRgb, SCREEN_STEPS } from "./screen.ts";
import { SCREEN_TABLE } from "./screenTable.ts";

const hex = (rgb: readonly number[]) =>
  rgb
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("");

test("the table is what Little CMS makes of the shipped profile", async () => {
  const lcms = await instantiate();
  const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, "../../assets/color/quoin-coated-300.icc")));
  const press = lcms.cmsOpenProfileFromMem(bytes, bytes.length);
  // TYPE_CMYK_8, TYPE_RGB_8, relative colorimetric; black-point compensation, no optimisation, no cache.
  const transform = lcms.cmsCreateTransform(
    press,
    393249,
    lcms.cmsCreate_sRGBProfile(),
    262169,
    1,
    0x2000 | 0x100 | 0x40,
  );
  const nodes = new Uint8Array(SCREEN_STEPS ** 4 * 4);
  for (let i = 0; i < nodes.length / 4; i++) {
    for (let k = 0; k < 4; k++) {
      const step = Math.floor(i / SCREEN_STEPS ** (3 - k)) % SCREEN_STEPS;
      nodes[4 * i + k] = Math.round((step * 255) / (SCREEN_STEPS - 1));
    }
  }
  const rgb = lcms.cmsDoTransform(transform, nodes, nodes.length / 4);
  expect(Buffer.from(rgb).toString("base64")).toBe(SCREEN_TABLE);
});

test("paper is white, black is the black of one plate, and inks look like themselves", () => {
  expect(hex(inkToRgb(PAPER))).toBe("ffffff");
  expect(hex(inkToRgb(cmyk(0, 0, 0, 0)))).toBe("ffffff");
  expect(hex(inkToRgb(REGISTRATION))).toBe("000000");
  expect(hex(inkToRgb(BLACK))).toBe("141311");
  const [r, g, b] = inkToRgb(cmyk(0, 1, 1, 0));
  expect(r).toBeGreaterThan(0.85);
  expect(Math.max(g, b)).toBeLessThan(0.2);
});

test("a tint of a spot is a tint of its alternate, and more ink is never lighter", () => {
  expect(inkToRgb({ kind: "spot", name: "Đỏ", tint: 0.5, alternate: cmyk(0, 1, 1, 0) })).toEqual(
    inkToRgb(cmyk(0, 0.5, 0.5, 0)),
  );
  for (let k = 1; k <= 50; k++) {
    const sum = (ink: number) => inkToRgb(cmyk(0, 0, 0, ink)).reduce((a, b) => a + b);
    expect(sum(k / 50)).toBeLessThan(sum((k - 1) / 50));
  }
});
