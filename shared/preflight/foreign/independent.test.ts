/** An independent checker of PDF/X sees the same fault in the same page. Skipped where it, or what it needs, is missing. */
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { CHECKER, hasChecker, saved } from "../../test/pdfJob.ts";
import { FAULTS } from "../../test/pdfFaults.ts";
import { buildPdf, type Parts, X1A } from "../../test/pdfParts.ts";

const PYTHON = "/usr/bin/python3";
const runs = hasChecker && spawnSync(PYTHON, ["-c", "import pikepdf, PIL, numpy"]).status === 0;

/** Names of `pdfFaults.ts`, and the checker's rule. */
const SAME: Readonly<Record<string, string>> = {
  "no standard": "META-PDFX",
  "Trapped unknown": "META-TRAPPED",
  "no output intent": "OI-ONE",
  "an RGB output profile": "OI-PROFILE",
  "a note on the page": "PAGE-ANNOTS",
  LZW: "FILE-FILTERS",
  "trim beyond bleed": "PAGE-NESTING",
  "little bleed": "PAGE-BLEED",
  "no font program": "FONT-EMBED",
  "text that cannot be read": "FONT-TOUNICODE",
  RGB: "COLOR-SPACES",
  "RGB in a form in a form": "COLOR-SPACES",
  "the output profile again": "COLOR-ICC",
  "a spot of two kinds": "COLOR-SPOTS",
  "registration colour": "COLOR-ALL",
  "white that overprints": "OVERPRINT-WHITE",
  "too much ink": "INK-TAC",
  "too much ink in a picture": "INK-TAC",
  "a hairline by its matrix": "LINE-HAIR",
  "a coarse picture": "IMG-RES",
  "a soft mask in X-1a": "TRANSPARENCY",
  "blended in RGB": "TRANSPARENCY",
  "a transfer function": "GS-TRANSFER",
  "states not balanced": "CONTENT-PARSE",
};

const call = promisify(execFile);
async function failed(changes: Partial<Parts>): Promise<readonly string[]> {
  const standard = changes.version === "1.4" ? "x1a" : "x4";
  const args = [CHECKER, saved(buildPdf(changes)), "--standard", standard];
  const { stdout } = await call(PYTHON, args).catch((error: { stdout: string }) => error);
  return [...stdout.matchAll(/^FAIL (\S+)/gm)].map(([, rule]) => rule as string);
}

test.skipIf(!runs)("sound pages pass there too (needs pdfx_check.py and pikepdf)", async () => {
  expect(await failed({})).toEqual([]);
  expect(await failed(X1A)).toEqual([]);
});

test.skipIf(!runs)("the same faults are found (needs pdfx_check.py and pikepdf)", { timeout: 60_000 }, async () => {
  const cases = FAULTS.filter(([name]) => name in SAME);
  expect(cases.length).toBe(Object.keys(SAME).length);
  const unseen: string[] = [];
  const todo = [...cases];
  const work = async (): Promise<void> => {
    for (let one = todo.pop(); one; one = todo.pop()) {
      const [name, , changes] = one;
      const rules = await failed(changes);
      if (!rules.includes(SAME[name] as string)) unseen.push(`${name}: ${SAME[name]} not among ${rules.join(", ")}`);
    }
  };
  await Promise.all([work(), work(), work()]);
  expect(unseen).toEqual([]);
});
