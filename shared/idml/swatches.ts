/**
 * Inks as InDesign's swatches (IDML File Format Specification 8.0, "Colors, Swatches, Inks, and Gradients"): process
 * colours in CMYK or, where they were measured, in Lab, spots with their alternate, and the four swatches that every
 * document has. A swatch of the design keeps its name; an ink nobody named gets the name that InDesign gives such a
 * colour.
 */
import type { Cmyk, Ink } from "../color/ink.ts";
import { isPlainBlack } from "../color/ink.ts";
import { decimal, element } from "../xml.ts";

/** How an object refers to an ink: the swatch, and its tint in per cent (-1: the swatch as it is). */
export type InkUse = { readonly swatch: string; readonly tint: number };

export type Swatches = {
  use(ink: Ink): InkUse;
  /** All colours used or named so far, for `Resources/Graphic.xml`. */
  colours(): string;
};

export const NO_INK = "Swatch/None";

/** An id may hold anything but what separates its parts. */
export function idOf(kind: string, name: string): string {
  return `${kind}/${name.replace(/[%/:]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`;
}

export function createSwatches(named: Readonly<Record<string, Ink>>): Swatches {
  const made = new Map<string, string>();
  const names = new Map<string, string>();
  const taken = new Set(["black", "paper", "registration", "none", "cyan", "magenta", "yellow"]);

  function free(wanted: string): string {
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} ${n}`;
    taken.add(name.toLowerCase());
    return name;
  }
  function process(ink: Cmyk, wanted: string | null): string {
    const value = percents(ink);
    const key = `process ${value}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const [c, m, y, k] = value.split(" ");
    const name = free(wanted ?? `C=${c} M=${m} Y=${y} K=${k}`);
    names.set(key, idOf("Color", name));
    made.set(idOf("Color", name), colour(name, "Process", value));
    return idOf("Color", name);
  }
  function measured(lab: readonly number[], wanted: string | null): string {
    const value = lab.map((part) => decimal(part)).join(" ");
    const key = `lab ${value}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const [l, a, b] = value.split(" ");
    const name = free(wanted ?? `L=${l} a=${a} b=${b}`);
    names.set(key, idOf("Color", name));
    made.set(idOf("Color", name), colour(name, "Process", value, { Space: "LAB" }));
    return idOf("Color", name);
  }
  function refer(ink: Ink, wanted: string | null = null): InkUse {
    switch (ink.kind) {
      case "paper":
        return { swatch: "Color/Paper", tint: -1 };
      case "registration":
        return { swatch: "Color/Registration", tint: -1 };
      case "cmyk":
        if (ink.lab) return { swatch: measured(ink.lab.of, wanted), tint: tintPercent(ink.lab.tint) };
        return { swatch: isPlainBlack(ink) ? "Color/Black" : process(ink, wanted), tint: -1 };
      case "spot": {
        const key = `spot ${ink.name}`;
        let id = names.get(key);
        if (id === undefined) {
          const name = free(ink.name);
          id = idOf("Color", name);
          names.set(key, id);
          made.set(id, colour(name, "Spot", percents(ink.alternate)));
        }
        return { swatch: id, tint: tintPercent(ink.tint) };
      }
    }
  }
  for (const [name, ink] of Object.entries(named)) refer(ink, name);

  return {
    use: (ink) => refer(ink),
    colours: () => STANDARD + [...made.values()].join(""),
  };
}

function tintPercent(tint: number): number {
  return tint === 1 ? -1 : Math.round(tint * 100);
}
function percents({ c, m, y, k }: Cmyk): string {
  return [c, m, y, k].map((part) => decimal(Math.round(part * 10_000) / 100)).join(" ");
}

function colour(name: string, model: string, value: string, more: Readonly<Record<string, string | boolean>> = {}) {
  return element("Color", {
    Self: idOf("Color", name),
    Model: model,
    Space: "CMYK",
    ColorValue: value,
    ColorOverride: "Normal",
    AlternateSpace: "NoAlternateColor",
    AlternateColorValue: "",
    Name: name,
    ColorEditable: true,
    ColorRemovable: true,
    Visible: true,
    SwatchCreatorID: 7937,
    ...more,
  });
}

const FIXED = { ColorEditable: false, ColorRemovable: false };
const STANDARD =
  colour("Black", "Process", "0 0 0 100", { ...FIXED, ColorOverride: "Specialblack" }) +
  colour("Paper", "Process", "0 0 0 0", { ColorOverride: "Specialpaper", ColorEditable: true, ColorRemovable: false }) +
  colour("Registration", "Registration", "100 100 100 100", { ...FIXED, ColorOverride: "Specialregistration" }) +
  element("Swatch", {
    Self: NO_INK,
    Name: "None",
    ColorEditable: false,
    ColorRemovable: false,
    Visible: true,
    SwatchCreatorID: 7937,
  });
