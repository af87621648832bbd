import { expect, test } from "vitest";
import { cmyk, type Ink, type Spot } from "../color/ink.ts";
import { createSwatches } from "./swatches.ts";

const gold: Spot = { kind: "spot", name: "PANTONE 871 C", tint: 0.6, alternate: cmyk(0, 0.2, 0.8, 0.1) };
const dusk: Ink = { kind: "mix", spots: [gold], process: cmyk(0, 0.25, 0, 0.1) };

test("a mix is a mixed ink of process inks and spots, each there to be referred to, and is made once", () => {
  const swatches = createSwatches({ dusk });
  expect(swatches.use(dusk)).toEqual({ swatch: "MixedInk/dusk", tint: -1 });
  const xml = swatches.colours();
  expect(xml.match(/<MixedInk /g)).toHaveLength(1);
  expect(xml).toContain('InkPercentages="25 10 60"');
  const [, list = ""] = /InkList="([^"]*)"/.exec(xml) ?? [];
  const inks = list.split(" ").map((one) => one.replaceAll("%20", " "));
  expect(inks).toEqual(["Ink/$ID/Process Magenta", "Ink/$ID/Process Black", "Ink/PANTONE 871 C"]);
  for (const ink of inks) expect(xml).toContain(`<Ink Self="${ink}"`);
  expect(xml).toContain('<Color Self="Color/PANTONE 871 C" Model="Spot"');
  expect(swatches.use({ ...dusk, overprint: true })).toMatchObject({ swatch: "MixedInk/dusk", overprints: true });
  // The spot alone is the same swatch, at a tint.
  expect(swatches.use(gold)).toEqual({ swatch: "Color/PANTONE 871 C", tint: 60 });
});
