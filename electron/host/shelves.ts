/**
 * Printers: what ships as data files, and what a person may add beside it in the working folder, each a JSON file known
 * by its name without the ending. A file that holds no printer is a clear failure, when it is asked for.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Json } from "../../shared/ipc.ts";
import type { OutputIntent } from "../../shared/pdf/ticket.ts";
import { type PrinterRules, readPrinterFile } from "../../shared/preflight/printer.ts";
import { about, Failed } from "./failure.ts";
import { assetsDir, workingDir } from "./places.ts";

/** The names of the files; one of the person's own stands before a shipped one of its name. */
async function printerFiles(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of [join(assetsDir(), "printers"), join(workingDir(), "printers")]) {
    const names = await readdir(folder).catch((): string[] => []);
    for (const name of names.sort()) {
      if (name.endsWith(".json") && !name.startsWith(".")) found.set(name.slice(0, -5), join(folder, name));
    }
  }
  return found;
}

/** Templates and printers have some kilobytes; the receipt of a thousand pages has a few megabytes. */
const LARGEST_JSON = 32 << 20;

/** A JSON object from a file. Throws `Failed`, naming the file. */
export async function readJsonFile(path: string): Promise<Json> {
  const found = await about(path, () => stat(path));
  if (!found.isFile()) throw new Failed("not-a-file", `${path}: it is no ordinary file`, "Name a file");
  if (found.size > LARGEST_JSON) {
    throw new Failed("too-large", `${path}: it is larger than ${LARGEST_JSON >> 20} MB`, "Name another file");
  }
  const text = await about(path, () => readFile(path, "utf8"));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failed(
      "bad-json",
      `${path}: it is not JSON (${(error as Error).message})`,
      "Mend the file at that place",
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new Failed("bad-json", `${path}: expected a JSON object`, "Put braces round it");
}

export type Printer = {
  readonly id: string;
  readonly rules: PrinterRules;
  readonly intent: OutputIntent;
};
/** The generic one: coated paper, 300 % of ink. */
export const DEFAULT_PRINTER = "coated";

export type PrinterList = {
  readonly printers: { readonly id: string; readonly rules: PrinterRules }[];
  /** One line for each file that holds no printer. */
  readonly problems: string[];
};

/** All printers that can be read: one spoilt file of a person's own hides none of the others. */
export async function listPrinters(): Promise<PrinterList> {
  const printers = [];
  const problems = [];
  for (const [id, path] of await printerFiles()) {
    try {
      printers.push({ id, rules: (await readFileOf(path)).rules });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      problems.push(error.message);
    }
  }
  return { printers, problems };
}

/** The printer of that name, its profile read. Throws `Failed`; the message lists the names there are. */
export async function readPrinter(name: string | null): Promise<Printer> {
  const id = name ?? DEFAULT_PRINTER;
  const printers = await printerFiles();
  const path = printers.get(id);
  if (path === undefined) {
    throw new Failed(
      "not-found",
      `There is no printer "${id}"`,
      `Choose one of ${[...printers.keys()].sort().join(", ")}`,
    );
  }
  const { rules, condition } = await readFileOf(path);
  const { profile, ...intent } = condition;
  const beside = join(path, "..", profile);
  const bytes = await readFile(beside).catch(() => readFile(join(assetsDir(), "color", profile)).catch(() => null));
  if (!bytes) {
    throw new Failed("not-found", `${path}: its profile ${profile} is not there`, "Put the .icc file beside it");
  }
  const problem = pressProfileProblem(bytes);
  if (problem !== null) {
    throw new Failed("bad-profile", `${join(path, "..", profile)}: ${problem}`, "Ask the printer for the ICC profile");
  }
  return { id, rules, intent: { ...intent, profile: bytes } };
}

async function readFileOf(path: string) {
  const read = readPrinterFile(await readJsonFile(path));
  if (read.problem === null) return read;
  throw new Failed("bad-json", `${path}: ${read.problem}`, "Mend the printer's file at that place");
}

/** What keeps an ICC profile from being an output intent (ICC.1:2010, 7.2): class, space and signature are in its head. */
function pressProfileProblem(bytes: Buffer): string | null {
  if (bytes.length < 132 || bytes.toString("latin1", 36, 40) !== "acsp") return "it is no ICC profile";
  if (bytes.readUInt32BE(0) !== bytes.length) return "the ICC profile is cut off";
  const kind = bytes.toString("latin1", 12, 16);
  const space = bytes.toString("latin1", 16, 20);
  if (kind === "prtr" && space === "CMYK") return null;
  return `a press has a profile of class prtr for CMYK, this one is ${kind.trim()} for ${space.trim()}`;
}
