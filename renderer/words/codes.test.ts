/** Every kind of finding that the program makes has a short name in every language of the desk. Read from the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeOf, TELLINGS } from "../../shared/findings/tell.ts";
import { en } from "./en.ts";
import { vi } from "./vi.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const SEVERITY = String.raw`"(?:error|warning|info)"`;
/** finding("error", "code", …), also with a severity that is chosen: short ? "warning" : "error". */
const MADE = new RegExp(String.raw`\bfinding\(\s*(?:[^",;]*\?\s*${SEVERITY}\s*:\s*)?${SEVERITY},\s*"([a-z-]+)"`, "g");
/** The reports on foreign PDFs and on the setting of items. */
const TOLD = new RegExp(String.raw`\breport\.(?:add\(\s*${SEVERITY},|notRun\()\s*"([a-z-]+)"`, "g");

function codesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).flatMap((name) => {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts")) return [];
    const text = readFileSync(join(ROOT, folder, name), "utf8");
    return [...text.matchAll(MADE), ...text.matchAll(TOLD)].map(([, code = ""]) => code);
  });
}

test("each code of a finding has a name in each language", () => {
  const made = ["shared", "electron", "renderer"].flatMap(codesIn);
  const codes = [...new Set([...made, ...TELLINGS.map(codeOf)])].sort();
  expect(codes.length).toBeGreaterThan(60);
  for (const words of [en.code, vi.code]) expect(codes.filter((code) => !(code in words))).toEqual([]);
  expect(Object.keys(vi.code).sort()).toEqual(Object.keys(en.code).sort());
});
