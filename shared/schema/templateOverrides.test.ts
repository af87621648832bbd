/** Whatever a shipped template says, a document or a `--design` file can say otherwise. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isObject } from "./designFields.ts";
import { DesignError, resolveDesign } from "./template.ts";

const folder = join(import.meta.dirname, "../../assets/templates");
const names = readdirSync(folder).flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -5)] : []));

type Said = { readonly path: readonly string[]; readonly value: unknown };

/** Everything said under objects; a list is said as a whole. */
function saidIn(value: unknown, path: readonly string[] = []): readonly Said[] {
  if (!isObject(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => saidIn(inner, [...path, name]));
}

/** Where a template says "none of it", one of these is some of it: a colour, a rule, a running head. */
const SOMETHING = [[0, 0, 0, 50], { weight: 1, colour: [0, 0, 0, 100] }, { fromFoot: "9mm" }];

/** Values of the same kind, one of which the field should take. */
function others(value: unknown): readonly unknown[] {
  if (typeof value === "number") return [value + 1, value - 1, value / 2, value + 100];
  if (typeof value === "boolean") return value ? [false] : [true, ...SOMETHING];
  if (typeof value === "string" && /^[\d.]+mm$/.test(value)) return [`${Number.parseFloat(value) + 0.5}mm`];
  if (typeof value === "string" && /^\d+%$/.test(value)) return [`${Number.parseInt(value, 10) - 1}%`];
  return [];
}

function saying({ path }: Said, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

/** The design with this laid over it; null when it makes none. */
function designWith(file: unknown, patch: unknown): string | null {
  try {
    return JSON.stringify(resolveDesign([file, patch], "test"));
  } catch (error) {
    if (error instanceof DesignError) return null;
    throw error;
  }
}

test.each(names)("%s says nothing that cannot be said otherwise", (name) => {
  const file: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const before = JSON.stringify(resolveDesign([file], name));
  const tried = saidIn(file).filter(({ path, value }) => path[0] !== "version" && others(value).length > 0);
  expect(tried.length).toBeGreaterThan(80);
  const isHeard = (said: Said) =>
    others(said.value).some((value) => {
      const made = designWith(file, saying(said, value));
      return made !== null && made !== before;
    });
  const stuck = tried.filter((said) => !isHeard(said));
  expect(stuck.map(({ path }) => path.join("."))).toEqual([]);
});
