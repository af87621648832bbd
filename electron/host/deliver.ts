/**
 * A delivery to a printer: one PDF or one for each page, named as the printer wants them, with their receipt. All files
 * of a delivery appear together when the last of them is whole and nothing stands against it, or none does.
 */
import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { blocking, type Finding } from "../../shared/finding.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import { pageDigest } from "../../shared/layout/pageDigest.ts";
import type { Written } from "../../shared/pdf/ticket.ts";
import { nameFrom, namePattern } from "../../shared/preflight/printer.ts";
import { changedSince, type Receipt } from "../../shared/preflight/receipt.ts";
import { abandon, finish, replaceable, reserveBeside } from "./atomicFile.ts";
import { type EditionKeeper, recordOf } from "./editions.ts";
import { about, Failed } from "./failure.ts";
import type { FontFile } from "./fonts.ts";
import { safeName } from "./grants.ts";
import { type ExportJob, hashedInto, type Prepared, prepareJob, type Progress } from "./jobs.ts";
import { pictureLedger } from "./pictureLedger.ts";
import { readReceiptFile, receiptOf, receiptPdf } from "./receipts.ts";

export type DeliveryWish = {
  /** A file's name, a folder, or a folder and a pattern such as "{title}-{page}.pdf". */
  readonly out: string;
  readonly receipt: boolean;
  /** The receipt of the delivery that pages are replaced of; null: none. */
  readonly replaces: string | null;
};
export type DeliveredFile = { readonly path: string; readonly bytes: number; readonly sha256: string };
export type Delivery = {
  /** Empty: findings that are not allowed stood against it, and nothing was written. */
  readonly files: readonly DeliveredFile[];
  readonly findings: readonly Finding[];
  /** Every page of the document, with its fingerprint: they are taken when they are asked for. */
  sheets(): Receipt["sheets"];
  readonly receipt: Receipt | null;
  readonly fonts: readonly FontFile[];
};

/** Does this name ask for more than one plain file? */
export async function isDelivery(out: string): Promise<boolean> {
  return /[{}]/.test(basename(out)) || (await isFolder(out));
}
async function isFolder(path: string): Promise<boolean> {
  if (/[/\\]$/.test(path)) return true;
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Throws `Failed`, or the signal's reason. */
export async function deliverJob(
  job: ExportJob,
  wish: DeliveryWish,
  progress: Progress,
  signal: AbortSignal,
  keeper: EditionKeeper | null = null,
): Promise<Delivery> {
  const earlier = wish.replaces === null ? null : await readReceiptFile(wish.replaces);
  let prepared: Prepared | null = null;
  const ledger = pictureLedger(() => (prepared as Prepared).work.originals);
  const made = await prepareJob(job, progress, signal, wish.receipt ? ledger.seen : null);
  prepared = made;
  const begun: Begun[] = [];
  try {
    const plan = await planOf(made, job, wish.out);
    const written: Written[] = [];
    const files: DeliveredFile[] = [];
    for (const { path, lists } of plan) {
      const file = await begin(path, begun);
      const hashed = hashedInto((chunk) => file.write(chunk));
      written.push(await made.write(lists, hashed.sink));
      await file.close();
      files.push({ path: file.target, ...hashed.sum() });
    }
    const fileOf = new Map(plan.flatMap(({ path, lists }) => lists.map(({ number }) => [number, basename(path)])));
    let taken: Receipt["sheets"] | null = null;
    const sheets = (): Receipt["sheets"] =>
      (taken ??= made.all.map((list) => ({
        number: list.number,
        folio: list.folio,
        digest: pageDigest(list),
        file: fileOf.get(list.number) ?? null,
      })));
    const since = earlier && changedSince(earlier, sheets(), new Set(fileOf.keys()));
    const findings = [...made.found(written), ...(since?.findings ?? [])];
    const fonts = made.fontsOf(written);
    if (blocking(findings, new Set(job.allow)).length > 0) return { files: [], findings, sheets, receipt: null, fonts };
    let receipt: Receipt | null = null;
    if (wish.receipt) {
      receipt = receiptOf(job, made, {
        files: files.map(({ path, bytes, sha256 }) => ({ name: basename(path), bytes, sha256 })),
        sheets: sheets(),
        written,
        findings,
        placed: [...ledger.lines()],
        replaces: earlier && since ? { made: earlier.made, unchanged: [...since.unchanged] } : null,
      });
      const stem = receiptStem(made, job, plan);
      for (const [ending, bytes] of [
        ["json", Buffer.from(`${JSON.stringify(receipt, null, 1)}\n`)],
        ["pdf", await receiptPdf(receipt, made.font)],
      ] as const) {
        const file = await begin(`${stem}.receipt.${ending}`, begun);
        await file.write(bytes);
        await file.close();
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        files.push({ path: file.target, bytes: bytes.length, sha256 });
      }
    }
    signal.throwIfAborted();
    const pages = plan.flatMap(({ lists }) => lists.map(({ number }) => number));
    const edition = recordOf(job, made.edition, made.work.kept?.revision ?? 0, pages, files.slice(0, plan.length));
    // Recorded before the files have their names: what is out was counted.
    if (edition && !keeper) throw new RangeError("nobody keeps the record of editions");
    if (edition) await keeper?.record(edition, made.map && JSON.stringify(made.map()));
    try {
      while (begun[0]) {
        await finish(begun[0].temporary, begun[0].target);
        begun.shift();
      }
    } catch (error) {
      if (edition) await keeper?.forget(edition.kind, edition.number);
      throw error;
    }
    return { files, findings, sheets, receipt, fonts };
  } finally {
    for (const { temporary, close } of begun) {
      await close().catch(() => undefined);
      await abandon(temporary);
    }
    await made.close();
  }
}

type Planned = { readonly path: string; readonly lists: readonly DisplayList[] };

/** Which file holds which pages. */
async function planOf(made: Prepared, job: ExportJob, out: string): Promise<readonly Planned[]> {
  const { lists, printer, all } = made;
  const { files } = printer.rules;
  const folder = await isFolder(out);
  if (!folder && !/[{}]/.test(basename(out))) return [{ path: out, lists }];
  if (!folder && namePattern(basename(out)) !== null) {
    throw new Failed("usage", `${out}: ${namePattern(basename(out))}`, "Mend the name after -o");
  }
  const single = folder ? files.by === "page" || job.pages !== null : /\{(page|folio)\}/.test(basename(out));
  const pattern = !folder ? basename(out) : !single ? files.whole : job.pages === null ? files.page : files.replacement;
  const place = folder ? out : dirname(out);
  const facts = factsOf(made, job);
  if (!single) return [{ path: join(place, nameFrom(pattern, { ...facts, page: null })), lists }];
  const planned = lists.map((list) => {
    const page = { number: list.number, folio: safeName(list.folio), of: all.length };
    return { path: join(place, nameFrom(pattern, { ...facts, page })), lists: [list] };
  });
  const twice = planned.find(({ path }, n) => planned.findIndex((each) => each.path === path) !== n);
  if (twice) {
    throw new Failed("usage", `${twice.path}: two pages would have this name`, "Put {page} into the pattern of names");
  }
  return planned;
}

function factsOf({ title, work }: Prepared, job: ExportJob) {
  const { number } = work.doc.attrs.issue as { readonly number: string };
  return {
    title: safeName(title.replace(/[/\\.]/g, " ")).trim(),
    issue: number === "" ? "" : safeName(number.replace(/[/\\.]/g, "-")),
    date: new Date(job.stamp ?? work.modified).toISOString().slice(0, 10),
  };
}

/** Beside one file it bears its name; of several, that of the whole. */
function receiptStem(made: Prepared, job: ExportJob, plan: readonly Planned[]): string {
  const first = plan[0]?.path ?? "";
  if (plan.length === 1) return first.replace(/\.pdf$/i, "");
  const name = nameFrom(made.printer.rules.files.whole, { ...factsOf(made, job), page: null });
  return join(dirname(first), name.replace(/\.pdf$/i, ""));
}

type Begun = { readonly temporary: string; readonly target: string; close(): Promise<void> };

/** A file of the delivery under a name of its own, until all are whole. What the disk does is thrown as `Failed`. */
async function begin(path: string, begun: Begun[]) {
  const target = await replaceable(resolve(path));
  return about(path, async () => {
    const temporary = await reserveBeside(target);
    const file = await open(temporary, "w");
    let isOpen = true;
    const close = async () => {
      if (!isOpen) return;
      isOpen = false;
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    };
    begun.push({ temporary, target, close });
    return { target, close, write: (chunk: Uint8Array) => about(path, () => file.writeFile(chunk)) };
  });
}
