import fc from "fast-check";
import { expect, test } from "vitest";
import { shippedFonts } from "../test/shippedFonts.ts";
import { FontError, readFontNames } from "./fontFile.ts";
import { matchFace } from "./fonts.ts";

const fonts = shippedFonts();
const spectral = fonts.find((font) => font.postscriptName === "Spectral-Regular");

test("shipped fonts say who they are", () => {
  const said = fonts.map((f) => `${f.family} ${f.weight}${f.italic ? " italic" : ""} ${f.flavour}`);
  expect(said).toContain("Spectral 400 truetype");
  expect(said).toContain("Spectral 600 italic truetype");
  expect(said).toContain("Source Serif 4 600 cff");
  expect(said).toContain("Source Serif 4 700 italic cff");
  expect(said).toContain("Be Vietnam Pro 500 truetype");
  expect(said).toContain("Playfair Display 900 truetype");
  const other = fonts.filter((f) => f.embedding !== "installable" || !f.maySubset || f.faces !== 1);
  expect(other.map((f) => f.postscriptName)).toEqual([]);
});

test("what is no font is refused in one line", () => {
  const refuse = (bytes: Uint8Array, index = 0): string => {
    try {
      readFontNames(bytes, index);
    } catch (error) {
      if (error instanceof FontError) return error.message;
    }
    return "taken";
  };
  expect(refuse(new Uint8Array(0))).toBe("a font has at least 12 bytes, this file has 0");
  expect(refuse(new TextEncoder().encode("%PDF-1.7 and so on"))).toContain("0x25504446");
  expect(refuse(new TextEncoder().encode("wOF2 and so on and on"))).toContain("web font");
  expect(refuse(spectral?.bytes ?? new Uint8Array(0), 3)).toBe("font 3 was asked for, but the file is no collection");
  const cut = (spectral?.bytes ?? new Uint8Array(0)).subarray(0, 20_000);
  expect(refuse(cut)).toContain("cut short");
});

function outcome(bytes: Uint8Array): string {
  try {
    readFontNames(bytes);
    return "names";
  } catch (error) {
    return error instanceof FontError ? `FontError: ${error.message}` : `another error: ${String(error)}`;
  }
}

test("any damage gives names or a FontError, nothing else", () => {
  const whole = spectral?.bytes ?? new Uint8Array(0);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
      fc.integer({ min: 0, max: whole.length }),
      fc.boolean(),
      (damage, length, cut) => {
        const bytes = whole.slice(0, cut ? length : whole.length);
        for (const [at, value] of damage) if (at < bytes.length) bytes[at] = value;
        expect(outcome(bytes)).toMatch(/^(?:names|FontError: [^\n]+)$/);
      },
    ),
    { numRuns: 300 },
  );
});

test("the nearest weight is found as CSS finds it, the slope counts more", () => {
  const find = (family: string, weight: number, italic = false): string => {
    const { face, miss } = matchFace(fonts, { family, weight, italic });
    return `${face.family} ${face.weight}${face.italic ? " italic" : ""} ${miss}`;
  };
  expect(find("Spectral", 400)).toBe("Spectral 400 none");
  expect(find("spectral", 500)).toBe("Spectral 400 near");
  expect(find("Spectral", 300)).toBe("Spectral 400 near");
  expect(find("Spectral", 900)).toBe("Spectral 700 near");
  expect(find("Literata", 500)).toBe("Literata 400 near");
  expect(find("Literata", 200)).toBe("Literata 300 near");
  expect(find("Literata", 600, true)).toBe("Literata 700 italic near");
  expect(find("Noto Sans Symbols 2", 700, true)).toBe("Noto Sans Symbols 2 400 near");
  expect(find("No Such Family", 700)).toBe("Source Serif 4 700 missing");
  expect(find("Helvetica Neue", 700)).toBe("Be Vietnam Pro 700 missing");
  expect(find("Adobe Garamond", 400, true)).toBe("Source Serif 4 400 italic missing");
  expect(find("Spectral SemiBold", 600)).toBe("Spectral 600 none");
});
