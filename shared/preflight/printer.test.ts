import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mm, pt } from "../units.ts";
import { GENERIC_PRINTER, nameFrom, readPrinterFile } from "./printer.ts";

const folder = new URL("../../assets/printers/", import.meta.url).pathname;
const shipped = readdirSync(folder).filter((name) => name.endsWith(".json"));
const LEAST = { title: "T", profile: "p.icc", condition: "C", info: "I", inkLimit: 300 };
const problem = (over: object) => readPrinterFile({ ...LEAST, ...over }).problem;

test.each(shipped)("%s is a printer, its condition Custom, its profile there", (name) => {
  const read = readPrinterFile(JSON.parse(readFileSync(`${folder}${name}`, "utf8")));
  if (read.problem !== null) throw new Error(read.problem);
  expect(read.condition.identifier).toBe("Custom");
  expect(() => readFileSync(`${folder}../color/${read.condition.profile}`)).not.toThrow();
});

test("the generic printer's file says what the defaults say, without its names", () => {
  const read = readPrinterFile(JSON.parse(readFileSync(`${folder}coated.json`, "utf8")));
  if (read.problem !== null) throw new Error(read.problem);
  expect({ ...read.rules, title: "" }).toEqual({ ...GENERIC_PRINTER, title: "" });
});

test("lengths carry units; one length stands for all edges, the spine's bleed among them, not its safe area", () => {
  const read = readPrinterFile({ ...LEAST, bleed: "5mm", safe: "4mm", trim: ["210mm", "297mm"] });
  if (read.problem !== null) throw new Error(read.problem);
  expect(read.rules.bleed).toEqual({ top: mm(5), bottom: mm(5), outside: mm(5), spine: mm(5) });
  expect(read.rules.safe).toEqual({ top: mm(4), bottom: mm(4), outside: mm(4), spine: pt(0) });
  expect(read.rules.trim?.height).toBeCloseTo(841.89, 2);
});

test("what is wrong is said in one line that names the field", () => {
  expect(problem({})).toBeNull();
  expect(problem({ inkLimit: "much" })).toMatch(/^inkLimit: /);
  expect(problem({ bleed: "3 furlongs" })).toMatch(/^bleed/);
  expect(problem({ profile: "../../etc/p.icc" })).toBe("profile: expected the name of an .icc file");
  expect(problem({ identifier: "FOGRA39" })).toMatch(/^registry: expected the registry's address/);
  expect(problem({ identifier: "FOGRA39", registry: "http://www.color.org" })).toBeNull();
  expect(problem({ pictures: { least: 300, wanted: 200 } })).toMatch(/^pictures: expected least, wanted/);
  expect(problem({ files: { page: "{title}.pdf" } })).toMatch(/^files\.page: expected \{page\}/);
  expect(problem({ files: { whole: "../{title}.pdf" } })).toMatch(/^files\.whole: expected a file name/);
  expect(problem({ files: { whole: "{author}.pdf" } })).toMatch(/^files\.whole: expected a file name/);
  expect(problem({ bleeds: 3 })).toMatch(/bleeds/);
  const rich = (ink: readonly number[], from = 36, over = {}) => problem({ black: { rich: { ink, from } }, ...over });
  expect(rich([60, 40, 40, 100])).toBeNull();
  expect(rich([0, 0, 0, 100])).toMatch(/^black\.rich\.ink: expected black at 100 with other inks/);
  expect(rich([60, 40, 40, 100], 20)).toMatch(/^black\.rich\.from: expected a size/);
  expect(rich([80, 70, 70, 100])).toMatch(/^black\.rich\.ink: expected no more ink/);
  expect(problem({ spots: -1 })).toMatch(/^spots: /);
  for (const bad of [problem({ inkLimit: "much" }), problem({ bleeds: 3 })]) expect(bad).not.toContain("\n");
  expect(readPrinterFile(7).problem).not.toBeNull();
});

test("names of files follow the pattern; what is empty leaves no gap", () => {
  const facts = { title: "Nets", issue: "", date: "2026-11-23", page: { number: 3, folio: "43", of: 112 } };
  expect(nameFrom("{title}-{page}.pdf", facts)).toBe("Nets-003.pdf");
  expect(nameFrom("{issue}-{title}-{folio}.pdf", facts)).toBe("Nets-43.pdf");
  expect(nameFrom("{title}-{issue}.pdf", { ...facts, page: null })).toBe("Nets.pdf");
});
