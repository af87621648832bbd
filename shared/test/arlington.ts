/**
 * The Arlington PDF model (PDF Association): a table for each kind of object, and a walk over all objects of a file that
 * holds each to its table: keys, types, versions, references, values, conditions. A condition in words this reader does
 * not know is named and counted, never passed over.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { PdfFile } from "../pdf/read/file.ts";
import {
  isArray,
  isDict,
  isRef,
  isStream,
  isString,
  latin,
  type PdfDict,
  type PdfValue,
  textOf,
} from "../pdf/read/values.ts";
import { evaluate, type Scope, UnknownPredicate } from "./arlingtonTerms.ts";

const ROOT = new URL("../../../shared/arlington/", import.meta.url).pathname;
export const hasArlington = existsSync(`${ROOT}1.6/Catalog.tsv`);

type Row = {
  readonly key: string;
  readonly types: readonly string[];
  readonly since: string;
  readonly deprecated: string;
  readonly required: string;
  readonly indirect: readonly string[];
  readonly inheritable: boolean;
  readonly values: readonly string[];
  readonly special: readonly string[];
  readonly links: readonly string[];
};
type Table = readonly Row[];

export type Walked = {
  readonly faults: readonly string[];
  /** Conditions in words that are not known, by name, with how often they were met. */
  readonly unknown: ReadonlyMap<string, number>;
  /** Objects held to a table, by table. */
  readonly checked: ReadonlyMap<string, number>;
  /** Numbers of objects that nothing leads to. */
  readonly unreached: readonly number[];
};

export function walkFile(file: PdfFile, tablesOf: "1.4" | "1.6", version: number): Walked {
  const tables = readTables(tablesOf);
  const faults: string[] = [];
  const unknown = new Map<string, number>();
  const checked = new Map<string, number>();
  const reached = new Set<number>();
  const done = new Set<string>();
  type Todo = { readonly value: PdfValue; readonly table: string; readonly parent: PdfValue; readonly path: string };
  const todo: Todo[] = [{ value: file.trailer, table: "FileTrailer", parent: null, path: "trailer" }];

  const scopeOf = (self: PdfValue, parent: PdfValue, value: PdfValue | null): Scope => ({
    file,
    self,
    parent,
    value,
    version,
  });
  const holds = (term: string, scope: Scope): boolean | null => {
    try {
      const result = evaluate(term, scope);
      return result === null ? null : result === true;
    } catch (error) {
      if (!(error instanceof UnknownPredicate)) throw error;
      unknown.set(error.message, (unknown.get(error.message) ?? 0) + 1);
      return null;
    }
  };

  /** Faults of an object against a table, and what its keys lead to. */
  function hold(value: PdfValue, name: string, parent: PdfValue, path: string, told: string[]): Todo[] {
    const table = tables.get(name);
    const next: Todo[] = [];
    if (!table) {
      told.push(`${path}: there is no table ${name}`);
      return next;
    }
    const entries = entriesOf(value);
    for (const row of table) {
      const found = entries.get(row.key);
      if (found !== undefined && !(found === null)) continue;
      const required =
        row.required === "TRUE" || (row.required !== "FALSE" && holds(row.required, scopeOf(value, parent, null)));
      if (!required || /[*]/.test(row.key)) continue;
      if (row.inheritable && inherits(value, row.key)) continue;
      told.push(`${path}: ${row.key} is required of ${name}`);
    }
    for (const [key, held] of entries) {
      const row = rowFor(table, key, entries.size, isArray(value));
      const where = `${path}/${key}`;
      if (!row) {
        told.push(`${where}: ${name} knows no such key`);
        continue;
      }
      next.push(...holdKey(row, held, value, parent, where, name, told));
    }
    return next;
  }

  function holdKey(
    row: Row,
    held: PdfValue,
    self: PdfValue,
    parent: PdfValue,
    where: string,
    name: string,
    told: string[],
  ): Todo[] {
    const target = file.get(held);
    if (row.since.startsWith("fn:Extension")) told.push(`${where}: only in an extension`);
    else if (/^\d\.\d$/.test(row.since)) {
      if (Number(row.since) > version) told.push(`${where}: since ${row.since}`);
    } else if (holds(row.since, scopeOf(self, parent, target)) === false) told.push(`${where}: not in this version`);
    if (row.deprecated !== "" && Number(row.deprecated) <= version)
      told.push(`${where}: deprecated in ${row.deprecated}`);
    const at = row.types.findIndex((type) => isOf(type, target));
    if (at < 0) {
      told.push(`${where}: is ${kindOf(target)}, ${name} wants ${row.types.join(" or ")}`);
      return [];
    }
    const type = row.types[at] as string;
    const indirect = part(row.indirect, at);
    if (indirect === "TRUE" && !isRef(held)) told.push(`${where}: must be indirect`);
    const call = /^fn:MustBe(Direct|Indirect)\((.*)\)$/.exec(indirect);
    if (call) {
      const [, kind, condition = ""] = call;
      if (
        (condition === "" || holds(condition, scopeOf(self, parent, target)) === true) &&
        isRef(held) === (kind === "Direct")
      ) {
        told.push(`${where}: must be ${kind?.toLowerCase()}`);
      }
    }
    const scope = scopeOf(self, parent, target);
    const values = part(row.values, at);
    if (values !== "" && !allowed(values, target, scope)) {
      told.push(`${where}: ${shown(target)} is none of ${values.slice(0, 120)}`);
    }
    for (const special of split(part(row.special, at), ",")) {
      if (special !== "" && holds(special, scope) === false) told.push(`${where}: ${special} does not hold`);
    }
    const links = split(part(row.links, at), ",").flatMap((link) => {
      const bare = /^fn:\w+\((?:[\d.]+,)?(\w+)\)$/.exec(link);
      if (!bare) return link === "" ? [] : [link];
      return /SinceVersion\(([\d.]+)/.test(link) && Number(/([\d.]+)/.exec(link)?.[1]) > version
        ? []
        : [bare[1] as string];
    });
    if (links.length === 0) return [];
    if (isRef(held)) {
      reached.add(held.number);
      // Each object is held to each kind it is used as once.
      const key = `${held.number} ${links.join(",")}`;
      if (done.has(key)) return [];
      done.add(key);
    }
    const leaves =
      type === "number-tree" || type === "name-tree"
        ? treeValues(target, type === "number-tree" ? "Nums" : "Names")
        : [held];
    return leaves.map((leaf, n) => ({
      value: leaf,
      table: links.join(","),
      parent: self,
      path: leaves.length > 1 ? `${where}[${n}]` : where,
    }));
  }

  function treeValues(node: PdfValue, list: "Nums" | "Names"): PdfValue[] {
    const dict = isDict(node) ? node : null;
    const pairs = file.get(dict?.get(list));
    const kids = file.get(dict?.get("Kids"));
    const own = isArray(pairs) ? pairs.filter((_, n) => n % 2 === 1) : [];
    return [...own, ...(isArray(kids) ? kids.flatMap((kid) => (mark(kid), treeValues(file.get(kid), list))) : [])];
  }
  function mark(value: PdfValue): void {
    if (isRef(value)) reached.add(value.number);
  }
  function inherits(value: PdfValue, key: string): boolean {
    let now: PdfValue = value;
    for (let step = 0; step < 50 && isDict(now); step++) {
      if (now.has(key)) return true;
      now = file.get(now.get("Parent"));
    }
    return false;
  }
  function allowed(values: string, target: PdfValue, scope: Scope): boolean {
    const list = split(values, ",");
    let plain = 0;
    for (const one of list) {
      const wanted = /^fn:RequiredValue\((.*),([^,]*)\)$/.exec(one);
      if (wanted) {
        plain++;
        if (holds(wanted[1] as string, scope) === true) return same(target, wanted[2] as string);
        if (same(target, wanted[2] as string)) return true;
        continue;
      }
      const versioned = /^fn:(SinceVersion|Deprecated|IsPDFVersion|BeforeVersion)\(([\d.]+),([^()]*)\)$/.exec(one);
      if (versioned) {
        plain++;
        const limit = Number(versioned[2]);
        const known =
          versioned[1] === "SinceVersion"
            ? version >= limit
            : versioned[1] === "IsPDFVersion"
              ? version === limit
              : version < limit;
        if (known && same(target, versioned[3] as string)) return true;
        continue;
      }
      if (one.startsWith("fn:Extension(")) {
        plain++;
        continue;
      }
      if (one.startsWith("fn:")) {
        const result = holds(one, scope);
        if (result !== false) return true;
        plain++;
        continue;
      }
      plain++;
      if (one === "*" || same(target, one)) return true;
    }
    return plain === 0;
  }

  for (let item = todo.pop(); item; item = todo.pop()) {
    const { value, parent, path } = item;
    mark(value);
    const target = file.get(value);
    let best: { told: string[]; next: Todo[]; name: string } | null = null;
    for (const name of split(item.table, ",")) {
      const told: string[] = [];
      const before = new Set(done);
      const next = hold(target, name, parent, path, told);
      if (!best || told.length < best.told.length) best = { told, next, name };
      else {
        // What a kind that was not chosen led to was not visited.
        for (const key of done) if (!before.has(key)) done.delete(key);
      }
      if (told.length === 0) break;
    }
    if (!best) continue;
    faults.push(...best.told);
    checked.set(best.name, (checked.get(best.name) ?? 0) + 1);
    todo.push(...best.next);
  }
  const unreached = [...file.numbers()].filter(
    (number) => !reached.has(number) && file.get({ kind: "ref", number, generation: 0 }) !== null,
  );
  return { faults, unknown, checked, unreached };
}

// Tables

const read = new Map<string, ReadonlyMap<string, Table>>();
function readTables(version: string): ReadonlyMap<string, Table> {
  let tables = read.get(version);
  if (tables) return tables;
  const folder = `${ROOT}${version}/`;
  tables = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".tsv"))
      .map((name) => [name.slice(0, -4), readTable(readFileSync(folder + name, "utf8"))]),
  );
  read.set(version, tables);
  return tables;
}
function readTable(text: string): Table {
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => {
      const [
        key = "",
        type = "",
        since = "",
        deprecated = "",
        required = "",
        indirect = "",
        inheritable = "",
        ,
        values = "",
        special = "",
        link = "",
      ] = line.split("\t");
      return {
        key,
        types: split(type, ";"),
        since,
        deprecated,
        required: required.replace(/^fn:IsRequired\((.*)\)$/, "$1"),
        indirect: split(indirect, ";"),
        inheritable: inheritable === "TRUE",
        values: split(values, ";"),
        special: split(special, ";"),
        links: split(link, ";"),
      };
    });
}

/** Splits where no bracket is open. */
function split(text: string, sign: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let n = 0; n < text.length; n++) {
    const letter = text.charAt(n);
    if (letter === "(" || letter === "[") depth++;
    else if (letter === ")" || letter === "]") depth--;
    else if (letter === sign && depth === 0) {
      parts.push(text.slice(start, n));
      start = n + 1;
    }
  }
  return [...parts, text.slice(start)];
}
/** The part for one of several types; a single entry counts for all. Brackets round it are taken off. */
function part(list: readonly string[], at: number): string {
  const own = (list.length === 1 ? list[0] : list[at]) ?? "";
  return own.startsWith("[") && own.endsWith("]") ? own.slice(1, -1) : own;
}

/** The row for a key; in arrays "2" is the third, "*" any, "0*", "1*" take turns. */
function rowFor(table: Table, key: string, size: number, array: boolean): Row | null {
  const exact = table.find((row) => row.key === key);
  if (exact) return exact;
  const turns = table.filter((row) => /^\d+\*$/.test(row.key));
  if (array && turns.length > 0) {
    const fixed = table.filter((row) => /^\d+$/.test(row.key)).length;
    return turns[(Number(key) - fixed) % turns.length] ?? null;
  }
  return size >= 0 ? (table.find((row) => row.key === "*") ?? null) : null;
}
function entriesOf(value: PdfValue): ReadonlyMap<string, PdfValue> {
  if (isArray(value)) return new Map(value.map((one, n) => [String(n), one]));
  return (isStream(value) ? value.dict : isDict(value) ? value : new Map()) as PdfDict;
}

// Types and values

const DATE = /^D:\d{4}(\d\d(\d\d(\d\d(\d\d(\d\d([Z+-](\d\d'?(\d\d'?)?)?)?)?)?)?)?)?$/;

function isOf(type: string, value: PdfValue): boolean {
  switch (type.replace(/^fn:\w+\((?:[\d.]+,)?([\w-]+)\)$/, "$1")) {
    case "array":
      return isArray(value);
    case "boolean":
      return typeof value === "boolean";
    case "integer":
    case "bitmask":
      return typeof value === "number" && Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "name":
      return typeof value === "string";
    case "null":
      return value === null;
    case "dictionary":
    case "name-tree":
    case "number-tree":
      return isDict(value);
    case "stream":
      return isStream(value);
    case "rectangle":
      return numbers(value, 4);
    case "matrix":
      return numbers(value, 6);
    case "date":
      return isString(value) && DATE.test(latin(value.bytes));
    case "string-ascii":
      return isString(value) && value.bytes.every((byte) => byte < 128);
    case "string":
    case "string-byte":
    case "string-text":
      return isString(value);
    default:
      throw new RangeError(`the type ${type} is not known`);
  }
}
function numbers(value: PdfValue, count: number): boolean {
  return isArray(value) && value.length === count && value.every((one) => typeof one === "number");
}
function kindOf(value: PdfValue): string {
  if (value === null) return "missing";
  if (isArray(value)) return `an array of ${value.length}`;
  if (isStream(value)) return "a stream";
  if (isDict(value)) return "a dictionary";
  if (isString(value)) return `the string ${textOf(value)}`;
  return `the ${typeof value === "string" ? "name" : typeof value} ${shown(value)}`;
}
function shown(value: PdfValue): string {
  if (isString(value)) return textOf(value) ?? "";
  return typeof value === "object" ? "an object" : String(value);
}
function same(value: PdfValue, wanted: string): boolean {
  if (typeof value === "number") return value === Number(wanted);
  if (typeof value === "boolean") return String(value) === wanted;
  if (isString(value)) return textOf(value) === wanted.replace(/^'|'$/g, "");
  return value === wanted;
}
