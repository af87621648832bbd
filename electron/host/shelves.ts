/**
 * Printers: what ships as data files, and what a person may add beside it in the working folder, each a JSON file known
 * by its name without the ending. A file that is no JSON is a clear failure, when it is asked for.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Json } from "../../shared/ipc.ts";
import type { OutputIntent } from "../../shared/pdf/ticket.ts";
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

/** A JSON object from a file. Throws `Failed`, naming the file. */
export async function readJsonFile(path: string): Promise<Json> {
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

const printerFile = z.strictObject({
  title: z.string().min(1),
  /** A file in `assets/color`, or beside the printer's own file. */
  profile: z.string().regex(/^[^/\\]+\.icc$/, "expected the name of an .icc file"),
  /** Sum of the four inks in per cent. */
  inkLimit: z.number().min(100).max(400),
  identifier: z.string().min(1),
  registry: z.string().nullable(),
  condition: z.string().min(1),
  info: z.string().min(1),
});

export type Printer = {
  readonly id: string;
  readonly title: string;
  readonly inkLimit: number;
  readonly intent: OutputIntent;
};
/** The generic one: coated paper, 300 % of ink. */
export const DEFAULT_PRINTER = "coated";

export async function listPrinters(): Promise<
  { readonly id: string; readonly title: string; readonly inkLimit: number }[]
> {
  const list = [];
  for (const [id, path] of await printerFiles()) {
    const { title, inkLimit } = await readPrinterFile(path);
    list.push({ id, title, inkLimit });
  }
  return list;
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
  const { title, inkLimit, profile, ...rest } = await readPrinterFile(path);
  const beside = join(path, "..", profile);
  const bytes = await readFile(beside).catch(() => readFile(join(assetsDir(), "color", profile)).catch(() => null));
  if (!bytes) {
    throw new Failed("not-found", `${path}: its profile ${profile} is not there`, "Put the .icc file beside it");
  }
  return { id, title, inkLimit, intent: { ...rest, profile: bytes } };
}

async function readPrinterFile(path: string): Promise<z.infer<typeof printerFile>> {
  const read = printerFile.safeParse(await readJsonFile(path));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  throw new Failed(
    "bad-json",
    `${path}: ${where && `${where}: `}${issue?.message ?? "not a printer"}`,
    "Mend the file",
  );
}
