/**
 * What ships inside Quoin and under which terms, from the lock file and the packages themselves: a table, a list of
 * components in CycloneDX (`out/sbom.cdx.json`); the licence texts that must go along are written by the build.
 * `node scripts/licences.mjs` ends with 1 when a package comes under terms that nobody has agreed to.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** Terms under which a package may be bundled. */
const AGREED = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "CC0-1.0",
  "Unlicense",
  "PSF-2.0",
  "Python-2.0",
  "Zlib",
  // As `duck` says it; its text is that of two clauses.
  "BSD",
  "BlueOak-1.0.0",
]);
/** A library of its own beside the program, which anybody may replace: that is what its terms ask. */
const BESIDE = /^@img\/sharp-(libvips-)?/;
const LGPL = /LGPL-3\.0-or-later/;

/**
 * The packages that ship, by name and version: what `package.json` names as dependencies, what those need in turn, and
 * Electron. Packages for other platforms are in the list, though not installed here.
 */
export function shipped(folder = root) {
  const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages;
  const own = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const found = new Map();
  const visit = (name, from) => {
    const path = resolve(lock, name, from);
    if (path === null || found.has(path)) return;
    const entry = lock[path];
    found.set(path, {
      name,
      path,
      version: entry.version,
      integrity: entry.integrity ?? null,
      licence: entry.license ?? licenceIn(join(folder, path)),
      installs: entry.hasInstallScript === true,
    });
    for (const each of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) visit(each, path);
  };
  for (const name of Object.keys(own.dependencies)) visit(name, "");
  const electron = lock["node_modules/electron"];
  found.set("node_modules/electron", {
    name: "electron",
    path: "node_modules/electron",
    version: electron.version,
    integrity: electron.integrity ?? null,
    licence: electron.license ?? "MIT",
    installs: false,
  });
  return [...found.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
  );
}

/** Where Node would find it: nearest first. */
function resolve(lock, name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const path = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock[path]) return path;
    if (at === "") return null;
  }
}
function licenceIn(folder) {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return null;
  const { license } = JSON.parse(readFileSync(file, "utf8"));
  return typeof license === "string" ? license : null;
}

/** Why a package may not ship; null when it may. */
export function objection({ name, licence }) {
  if (licence === null) return BESIDE.test(name) ? null : "it names no licence";
  if (BESIDE.test(name) && LGPL.test(licence)) return null;
  const choices = licence.replace(/[()]/g, "").split(" OR ");
  const agreed = choices.some((choice) => choice.split(" AND ").every((each) => AGREED.has(each.trim())));
  return agreed ? null : `nobody has agreed to ${licence}`;
}

/** CycloneDX 1.6. */
export function billOfMaterials(packages, version) {
  // Installed twice, in two folders, it is one component.
  const once = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { type: "application", name: "quoin", version, licenses: [{ license: { id: "MIT" } }] } },
    components: [...once.values()].map(({ name, version: of, integrity, licence }) => ({
      type: "library",
      name,
      version: of,
      purl: `pkg:npm/${name.replace("@", "%40")}@${of}`,
      ...(licence === null ? {} : { licenses: [{ expression: licence }] }),
      ...(integrity === null
        ? {}
        : { hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.slice(7), "base64").toString("hex") }] }),
    })),
  };
}

/** The notices of all packages that are installed, one after the other. */
export function licenceTexts(packages, folder = root) {
  const parts = [];
  for (const { name, version, path, licence } of packages) {
    const here = join(folder, path);
    if (!existsSync(here)) continue;
    const texts = readdirSync(here)
      .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
      .map((file) => readFileSync(join(here, file), "utf8").trim());
    parts.push(`${name} ${version} (${licence ?? "see its package"})\n\n${texts.join("\n\n")}`.trim());
  }
  return `${parts.join("\n\n----------------------------------------\n\n")}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const packages = shipped();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const out = join(root, "out");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "sbom.cdx.json"), `${JSON.stringify(billOfMaterials(packages, version), null, 2)}\n`);
  for (const each of packages) console.log(`${each.name} ${each.version}  ${each.licence ?? "–"}`);
  const refused = packages.flatMap((each) => {
    const why = objection(each);
    return why === null ? [] : [`${each.name} ${each.version}: ${why}`];
  });
  console.log(`${packages.length} packages in ${join("out", "sbom.cdx.json")}`);
  for (const line of refused) console.error(line);
  process.exit(refused.length > 0 ? 1 : 0);
}
