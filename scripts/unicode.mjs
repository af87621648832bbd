/**
 * Makes shared/typesetting/unicodeTables.ts from the Unicode Character Database. Argument: a folder with the files of
 * one version (https://www.unicode.org/Public/16.0.0/ucd/, sub-folders flattened or not): LineBreak.txt,
 * EastAsianWidth.txt, DerivedGeneralCategory.txt, GraphemeBreakProperty.txt, DerivedCoreProperties.txt, Scripts.txt,
 * PropertyValueAliases.txt, emoji-data.txt. Properties become runs of equal value, value and length as numbers of
 * five bits a digit.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLUSTER_CLASS, EAST_ASIAN, LINE_CLASS } from "../shared/typesetting/lineClasses.ts";
import { fail, root } from "./setup.mjs";

const LAST = 0x110000;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const folder = process.argv[2];
if (!folder) fail("name the folder that holds Unicode's data files: node scripts/unicode.mjs FOLDER");

function lines(name) {
  const places = ["", "auxiliary", "extracted", "emoji"].map((sub) => join(folder, sub, name));
  const path = places.find((place) => existsSync(place));
  if (path === undefined) fail(`${name} is not in ${folder}`);
  return readFileSync(path, "utf8").split("\n");
}

/** The values of one property by code point. `field`: which column holds the value. */
function property(name, missing, wanted = (fields) => fields[0]) {
  const values = Array.from({ length: LAST }, () => missing);
  const take = (line) => {
    const [range, ...fields] = line.split(";").map((part) => part.trim());
    const value = wanted(fields);
    if (value === null) return;
    const [first, last = first] = range.split("..").map((code) => Number.parseInt(code, 16));
    values.fill(value, first, last + 1);
  };
  const all = lines(name);
  for (const line of all) {
    const rest = /^# @missing: (.*)$/.exec(line)?.[1];
    // A default for everything is `missing`, in this file's own words.
    if (rest && !rest.startsWith("0000..10FFFF")) take(rest);
  }
  for (const line of all) {
    const said = line.split("#")[0].trim();
    if (said !== "") take(said);
  }
  return values;
}

function packed(values) {
  const number = (n) => {
    let out = "";
    for (let left = n; ; left >>= 5) {
      if (left < 32) return out + DIGITS[left];
      out += DIGITS[32 + (left & 31)];
    }
  };
  let out = "";
  for (let from = 0; from < LAST; ) {
    let to = from;
    while (to < LAST && values[to] === values[from]) to++;
    out += number(values[from]) + number(to - from);
    from = to;
  }
  return out;
}

const category = property("DerivedGeneralCategory.txt", "Cn");
const width = property("EastAsianWidth.txt", "N");
const pictures = property("emoji-data.txt", false, ([name]) => (name === "Extended_Pictographic" ? true : null));

/** LB1 and the divisions that LINE_CLASS describes. */
function lineClass(code, said) {
  if (code === 0x2010) return "HN";
  if (code === 0x25cc) return "DC";
  if (said === "AI" || said === "SG" || said === "XX") return "AL";
  if (said === "CJ") return "NS";
  if (said === "SA") return category[code] === "Mn" || category[code] === "Mc" ? "CM" : "AL";
  if (said === "QU" && category[code] === "Pi") return "QI";
  if (said === "QU" && category[code] === "Pf") return "QF";
  if (said === "ID" && pictures[code] && category[code] === "Cn") return "EP";
  return said;
}
const lineBreak = property("LineBreak.txt", "XX").map((said, code) => {
  const value = LINE_CLASS[lineClass(code, said)];
  if (value === undefined) throw new RangeError(`U+${code.toString(16)} has the unknown line break class ${said}`);
  return value + (/^[FWH]$/.test(width[code]) ? EAST_ASIAN : 0);
});

const conjunct = property("DerivedCoreProperties.txt", null, ([name, value]) => (name === "InCB" ? value : null));
const cluster = property("GraphemeBreakProperty.txt", "Other").map((said, code) => {
  if (conjunct[code] === "Consonant" || conjunct[code] === "Linker") return CLUSTER_CLASS[conjunct[code]];
  if (said === "Other" && pictures[code]) return CLUSTER_CLASS.Picture;
  if (said === "Extend" && conjunct[code] !== "Extend") return CLUSTER_CLASS.Parting;
  return CLUSTER_CLASS[said];
});

const shortNames = new Map();
for (const line of lines("PropertyValueAliases.txt")) {
  const [of, short, long] = line.split(";").map((part) => part.trim());
  if (of === "sc") shortNames.set(long, short);
}
const named = property("Scripts.txt", "Unknown");
const codes = ["Zzzz", "Zyyy", "Zinh", "Latn"];
const script = named.map((long) => {
  const short = shortNames.get(long);
  if (short === undefined) throw new RangeError(`no short name for the script ${long}`);
  if (!codes.includes(short)) codes.push(short);
  return codes.indexOf(short);
});

const version = /-(\d+\.\d+)/.exec(lines("LineBreak.txt")[0])?.[1] ?? "";
if (version === "") fail("LineBreak.txt does not say its version");
writeFileSync(
  join(root, "shared/typesetting/unicodeTables.ts"),
  `/**
 * Properties of characters, packed: for \`unicode.ts\`. Made by scripts/unicode.mjs; change that file, not this one.
 * Unicode Character Database ${version}, © Unicode, Inc., Unicode License V3 (https://www.unicode.org/license.txt).
 */
export const UNICODE_VERSION = "${version}";
export const PACKED_LINE =
  "${packed(lineBreak)}";
export const PACKED_CLUSTER =
  "${packed(cluster)}";
/** ISO 15924 codes, by the numbers in PACKED_SCRIPT. */
export const SCRIPT_CODES =
  "${codes.join(" ")}";
export const PACKED_SCRIPT =
  "${packed(script)}";
`,
);
