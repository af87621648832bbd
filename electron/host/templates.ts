/**
 * Templates on this machine: the shipped ones, and a person's own in the working folder, each a JSON file known by its
 * name without the ending; one of the person's own stands before a shipped one of its name. An own file that makes no
 * page is left out and told, so that one bad file never keeps anybody from working.
 */
import { access, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { Json } from "../../shared/ipc.ts";
import type { DesignSpec } from "../../shared/schema/attributes.ts";
import { overlay } from "../../shared/schema/designFields.ts";
import { DesignError, resolveDesign, VERSION } from "../../shared/schema/template.ts";
import { writeWhole } from "./atomicFile.ts";
import { Failed } from "./failure.ts";
import { assetsDir, workingDir } from "./places.ts";
import { readJsonFile } from "./shelves.ts";

export type Templates = {
  /** By name, as `createEngine` wants them. */
  readonly files: ReadonlyMap<string, Json>;
  /** Names of the person's own. */
  readonly own: ReadonlySet<string>;
  /** Own files that were left out, and why: by name. */
  readonly bad: ReadonlyMap<string, Finding>;
};

const ownFolder = () => join(workingDir(), "templates");

async function jsonFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => name.endsWith(".json") && !name.startsWith(".")).sort();
}

/** Everything there is. Throws `Failed` only when a shipped file cannot be read. */
export async function readTemplates(): Promise<Templates> {
  const files = new Map<string, Json>();
  const own = new Set<string>();
  const bad = new Map<string, Finding>();
  const shipped = join(assetsDir(), "templates");
  for (const file of await jsonFiles(shipped)) files.set(file.slice(0, -5), await readJsonFile(join(shipped, file)));
  for (const file of await jsonFiles(ownFolder())) {
    const id = file.slice(0, -5);
    const read = await readOwn(join(ownFolder(), file));
    if ("code" in read) bad.set(id, read);
    else {
      files.set(id, read.file);
      own.add(id);
    }
  }
  return { files, own, bad };
}

/** The shipped files were tested; a person's own are checked each time, since anybody may have edited them. */
async function readOwn(path: string): Promise<{ readonly file: Json } | Finding> {
  try {
    const file = await readJsonFile(path);
    resolveDesign([file], path);
    return { file };
  } catch (error) {
    if (!(error instanceof Failed || error instanceof DesignError)) throw error;
    return tell("warning", "template-bad", { problem: error.message });
  }
}

/** Throws `Failed` when there is no template of that name, or why the one there is cannot be used. */
export function mustHave({ files, bad }: Templates, name: string): void {
  if (files.has(name)) return;
  const why = bad.get(name);
  if (why) throw new Failed("bad-design", why.message, why.hint);
  throw new Failed(
    "bad-design",
    `There is no template "${name}"`,
    `Choose one of ${[...files.keys()].sort().join(", ")}`,
  );
}

/** Names that are files on every system, and say something. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._-]{0,58}[\p{L}\p{M}\p{N}])?$/u;

/**
 * Writes a document's design as a template of the person's own: the template it is based on with the document's changes
 * laid into it. Gives the name to ask for it by. `replace`: one of that name may be there. Throws `Failed`.
 */
export async function saveTemplate(
  title: string,
  { template, overrides }: DesignSpec,
  replace: boolean,
): Promise<{ readonly id: string; readonly path: string }> {
  const name = title.normalize("NFC").trim();
  if (!NAME.test(name)) {
    throw new Failed(
      "bad-name",
      `"${title}" is no name for a template`,
      "Use up to 60 letters, digits, spaces and hyphens, with a letter or digit at either end",
    );
  }
  const templates = await readTemplates();
  mustHave(templates, template);
  const file = overlay(templates.files.get(template), { ...overrides, version: VERSION, name });
  try {
    resolveDesign([file], name);
  } catch (error) {
    if (error instanceof DesignError) throw new Failed("bad-design", error.message, "Mend the design at that place");
    throw error;
  }
  const id = name.toLowerCase().replace(/\s+/g, "-");
  const path = join(ownFolder(), `${id}.json`);
  const there = templates.bad.has(id) || templates.files.has(id) || (await exists(path));
  if (there && !replace) {
    throw new Failed("exists", `There is a template "${id}" already`, "Choose another name, or replace it");
  }
  await mkdir(ownFolder(), { recursive: true });
  await writeWhole(path, (handle) => handle.writeFile(`${JSON.stringify(file, null, 2)}\n`));
  return { id, path };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
