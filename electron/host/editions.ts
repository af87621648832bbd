/**
 * Which proof or print a job makes: its number and time, what it says of itself on the page, and what of it is kept in the
 * document. A job that is not recorded has no number and says so, for a number that nobody counted would be a lie.
 */
import { basename } from "node:path";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import type { Layout } from "../../shared/layout/engine.ts";
import { readSfnt, faceOf } from "../../shared/pdf/sfnt.ts";
import type { JobTicket, ProofDress } from "../../shared/pdf/ticket.ts";
import { changedLines } from "../../shared/proof/changes.ts";
import { overPage } from "../../shared/proof/dress.ts";
import { type ProofMap, proofMap, readProofMap } from "../../shared/proof/map.ts";
import { linesOfPage, type MappedLine } from "../../shared/proof/places.ts";
import { type Edition, type EditionKind, nextNumber } from "./documents/editions.ts";
import type { DeliveredFile } from "./deliver.ts";
import { Failed } from "./failure.ts";
import type { FontFile } from "./fonts.ts";
import { glyphPaths } from "./glyphPaths.ts";
import type { ExportJob } from "./jobs.ts";
import type { Work } from "./work.ts";

/** Puts editions into the document, through whoever holds its file. */
export type EditionKeeper = {
  record(edition: Edition, map: string | null): Promise<void>;
  /** Takes back the last, whose files never came to be. */
  forget(kind: EditionKind, number: number): Promise<void>;
};

export type EditionFacts = {
  /** Null for what is neither: an edition for reading on a screen. */
  readonly kind: EditionKind | null;
  /** Null where it is not recorded. */
  readonly number: number | null;
  /** Milliseconds since 1970. */
  readonly time: number;
};

/** Throws `Failed` where a number is asked for that nothing could count. */
export function editionOf(job: ExportJob, work: Work): EditionFacts {
  const kind = job.standard === "screen" ? null : job.standard === "proof" ? "proof" : "print";
  if (!job.record) return { kind, number: null, time: job.stamp ?? work.modified };
  const name = basename(job.source);
  if (kind === null) {
    throw new Failed("usage", `${name}: only proofs and prints are counted`, "Leave --record out, or ask for a proof");
  }
  if (!work.kept) {
    const hint = "Import it into a .quoin first, or leave --record out";
    throw new Failed("usage", `${name}: a manuscript keeps no record of its proofs`, hint);
  }
  return { kind, number: nextNumber(work.kept.editions(), kind), time: job.stamp ?? Date.now() };
}

const WORDS = {
  en: {
    proof: "Proof",
    print: "Print",
    unrecorded: "not recorded",
    state: "text of",
    never: "not for print",
  },
  vi: {
    proof: "Bản bông",
    print: "Bản in",
    unrecorded: "không ghi số",
    state: "nội dung lúc",
    never: "không dùng để in",
  },
} as const;

/** What the slug line or the proof line says, and the watermark. */
export function editionWords({ kind, number, time }: EditionFacts, lang: string): { line: string; watermark: string } {
  if (kind === null) return { line: "", watermark: "" };
  const words = WORDS[lang.startsWith("vi") ? "vi" : "en"];
  const at = `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const name = number === null ? `${words[kind]}, ${words.unrecorded}` : `${words[kind]} ${number}`;
  const when = number === null ? `${words.state} ${at}` : at;
  const line = [name, when, ...(kind === "proof" ? [words.never] : [])].join(" · ");
  return { line, watermark: `${name} · ${at}` };
}

export type Proof = {
  readonly dress: ProofDress;
  readonly findings: readonly Finding[];
  /** Of all its pages, made when it is asked for. */
  map(): ProofMap;
};

/** What the pages of a proof bear, and their map. */
export function proofOf(
  job: ExportJob,
  work: Work,
  facts: EditionFacts,
  { layout, lists }: { readonly layout: Layout; readonly lists: readonly DisplayList[] },
  ticket: Pick<JobTicket, "title" | "marks" | "standard" | "lang" | "fonts">,
  font: FontFile,
): Proof {
  // A page's map is made when the page is written, and dropped: in memory maps are larger than the pages.
  const mapOf = (of: readonly DisplayList[]) =>
    proofMap(of, ticket, {
      document: work.documentId,
      revision: work.kept?.revision ?? null,
      number: facts.number,
      time: new Date(facts.time).toISOString(),
      title: ticket.title,
      of: layout.pages.length,
    });
  const before = proofBefore(work);
  const changed = before.map ? changedLines(before.map, mapOf(lists)) : new Map<number, readonly MappedLine[]>();
  const wish = { lineNumbers: job.lineNumbers ?? false, grid: job.grid ?? false };
  const drawn = { id: font.id, sfnt: readSfnt(font.bytes, faceOf(font.id)) };
  const laidOut = new Map(layout.pages.map((page) => [page.number, page]));
  const encoder = new TextEncoder();
  const dress: ProofDress = {
    watermark: editionWords(facts, ticket.lang).watermark,
    glyphPath: glyphPaths(ticket.fonts),
    over(list) {
      const page = laidOut.get(list.number);
      if (!page) return [];
      const lines = wish.lineNumbers ? linesIn(mapOf([list])) : [];
      return overPage(page, layout.design, lines, changed.get(list.number) ?? [], wish, drawn);
    },
    data: (list) => encoder.encode(JSON.stringify(mapOf([list]))),
  };
  return { dress, map: () => mapOf(lists), findings: before.findings };
}

function linesIn(map: ProofMap): readonly MappedLine[] {
  return map.pages.flatMap((page) => linesOfPage(map, page));
}

/** The map of the last proof that was recorded. */
function proofBefore(work: Work): { readonly map: ProofMap | null; readonly findings: readonly Finding[] } {
  const last = work.kept?.editions().findLast(({ kind }) => kind === "proof");
  if (!last) return { map: null, findings: [] };
  const unreadable = (why: string) => ({
    map: null,
    findings: [tell("warning", "proof-before", { number: last.number, why })],
  });
  try {
    const read = readProofMap(work.kept?.proofMap(last.number));
    return "map" in read ? { map: read.map, findings: [] } : unreadable(read.problem);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return unreadable("it is damaged");
  }
}

/** The record of an edition whose files are whole; null for one that is not counted. */
export function recordOf(
  job: ExportJob,
  { kind, number, time }: EditionFacts,
  revision: number,
  pages: readonly number[],
  files: readonly DeliveredFile[],
): Edition | null {
  if (kind === null || number === null || job.standard === "screen") return null;
  const named = files.map(({ path, bytes, sha256 }) => ({ name: basename(path), bytes, sha256 }));
  return { kind, number, time, revision, standard: job.standard, pages: [...pages], files: named };
}
