import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { billOfMaterials, licenceTexts, objection, shipped } from "./licences.mjs";

const root = join(import.meta.dirname, "..");
const packages = shipped(root);
const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("every package that ships comes under terms that were agreed to", () => {
  expect(packages.length).toBeGreaterThan(Object.keys(own.dependencies).length);
  expect(packages.flatMap((each) => objection(each) ?? [])).toEqual([]);
  expect(objection({ name: "x", licence: "GPL-3.0-only" })).not.toBe(null);
  expect(objection({ name: "x", licence: "(GPL-2.0 OR MIT)" })).toBe(null);
  expect(objection({ name: "x", licence: "MIT AND SSPL-1.0" })).not.toBe(null);
  expect(objection({ name: "x", licence: null })).not.toBe(null);
});

test("what is installed is what the lock file names, and every version is exact", () => {
  for (const { path, version } of packages) {
    const file = join(root, path, "package.json");
    if (existsSync(file)) expect([path, JSON.parse(readFileSync(file, "utf8")).version]).toEqual([path, version]);
  }
  for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies })) {
    expect([name, version]).toEqual([name, expect.stringMatching(/^(npm:[^@]*@?[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/)]);
  }
});

test("no package runs anything when it is installed, and the lock file names no server", () => {
  expect(readFileSync(join(root, ".npmrc"), "utf8")).toMatch(/^ignore-scripts=true$/m);
  expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toMatch(/"resolved"/);
});

test("each package that is named a dependency is listed with its terms for people", () => {
  const listed = readFileSync(join(root, "THIRD-PARTY.md"), "utf8");
  for (const name of Object.keys(own.dependencies)) {
    expect(listed).toContain(name.startsWith("prosemirror-") ? "prosemirror-*" : name);
  }
});

test("the list of components holds each once, and the notices of those installed go along", () => {
  const { components } = billOfMaterials(packages, "1.0.0");
  expect(new Set(components.map(({ purl }) => purl)).size).toBe(components.length);
  for (const { name, version } of packages) {
    expect(components.some((each) => each.name === name && each.version === version)).toBe(true);
  }
  const texts = licenceTexts(packages, root);
  for (const name of Object.keys(own.dependencies)) expect(texts).toContain(`${name} ${own.dependencies[name]}`);
  expect(texts).toContain("Permission is hereby granted");
});
