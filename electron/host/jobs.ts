/**
 * Pages and PDFs out of a document: the one place where command line, window and loopback server have them made. All
 * of a job is plain data, so it can be handed to another process; the same job gives the same bytes.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { Node } from "prosemirror-model";
import type { DesignSpec } from "../../shared/schema/attributes.ts";
import { blocking, type Finding } from "../../shared/finding.ts";
import type { Standard } from "../../shared/ipc.ts";
import { loadSubsetter, type Subsetter } from "../../shared/pdf/subset.ts";
import type { JobTicket, Pictures, Written } from "../../shared/pdf/ticket.ts";
import { writePdf } from "../../shared/pdf/writePdf.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import type { Tone } from "../../shared/layout/openers/calm.ts";
import type { Layout } from "../../shared/layout/engine.ts";
import { forPrinter } from "../../shared/preflight/forPrinter.ts";
import { pressFindings, withPress } from "../../shared/preflight/press.ts";
import { picturesUnderType } from "../../shared/preflight/pressPage.ts";
import { asStandardSees, isForPress } from "../../shared/preflight/standards.ts";
import { spacingFaultsIn } from "../../shared/preflight/spacing.ts";
import type { ProofMap } from "../../shared/proof/map.ts";
import { storyReader } from "../../shared/schema/story.ts";
import type { Sink } from "../../shared/pdf/serialise.ts";
import { matchFace } from "../../shared/typesetting/fonts.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";
import { writeWhole } from "./atomicFile.ts";
import { subsetterWasm } from "./fontBytes.ts";
import { collectGarbage } from "./collect.ts";
import { type EditionFacts, editionOf, editionWords, proofOf } from "./editions.ts";
import { unlikeTheScreen } from "./exportFindings.ts";
import { createFontStore, type FontFile, type FontStore, systemFontFolders } from "./fonts.ts";
import { glyphPaths } from "./glyphPaths.ts";
import { createPictureDesk, type PictureSeen, watched } from "./pictureDesk.ts";
import { readPageRange } from "./pageRange.ts";
import { assetsDir, rootDir, workingDir } from "./places.ts";
import { pressTicket } from "./pressTicket.ts";
import { type Printer, readPrinter } from "./shelves.ts";
import { mustHave, readTemplates } from "./templates.ts";
import { type Typeset, typeset } from "./typeset.ts";
import { openWork, type Work, type WorkOptions } from "./work.ts";

/** What to lay out, and how; plain data. */
export type LayoutJob = WorkOptions & {
  readonly source: string;
  /** Laid over the document's own design. */
  readonly overrides: readonly unknown[];
  /** The file the overrides were read from, for errors to name. */
  readonly designFile?: string;
  /** Folders of fonts besides the shipped ones. */
  readonly fonts: readonly string[];
};
export type ExportJob = LayoutJob & {
  readonly standard: Standard;
  readonly printer: string | null;
  /** As printers write them; null for all. */
  readonly pages: string | null;
  readonly marks: boolean;
  readonly allow: readonly string[];
  /** Of the pages as the window shows them, to compare with; null: nothing to compare with. */
  readonly digests: readonly string[] | null;
  /** Milliseconds since 1970 for every date in the file; null: the document's own. */
  readonly stamp: number | null;
  /** Count this proof or print in the document and keep it there. */
  readonly record?: boolean;
  /** Of a proof: numbers beside the lines, the baseline grid and the columns. */
  readonly lineNumbers?: boolean;
  readonly grid?: boolean;
};

export type Stage = "layout" | "pictures" | "write";
export type Progress = (stage: Stage, done: number, of: number) => void;

export type Exported = {
  /** Null: findings that are not allowed stood against it, and nothing was written. */
  readonly file: { readonly path: string; readonly bytes: number; readonly sha256: string } | null;
  readonly findings: readonly Finding[];
  readonly pages: number;
  readonly fonts: readonly FontFile[];
};

export type LaidOut = Typeset & { readonly work: Work; readonly fonts: FontStore };

/** The document of a job as pages. The caller closes `work`. Throws `Failed`, or the signal's reason. */
export async function layOutJob(job: LayoutJob, progress: Progress, signal: AbortSignal): Promise<LaidOut> {
  const fonts = createFontStore({
    shipped: join(assetsDir(), "fonts"),
    named: job.fonts.map((folder) => resolve(folder)),
    own: join(workingDir(), "fonts"),
    system: systemFontFolders(),
    cache: join(workingDir(), "cache"),
  });
  // The shipped and named fonts are read from disk while the manuscript is.
  const [work, templates] = await Promise.all([openWork(job.source, job), readTemplates(), fonts.faces([])]);
  try {
    mustHave(templates, (work.doc.attrs.design as DesignSpec).template);
    const laid = await typeset(work.doc, {
      fonts,
      pictures: work.originals.pictures,
      tone: (photo) => work.originals.tone(photo),
      outline: (photo) => work.originals.outline(photo),
      templates: templates.files,
      overrides: job.overrides,
      ...(job.designFile === undefined ? {} : { designFile: job.designFile }),
      async page(done) {
        progress("layout", done, 0);
        if (done % 8 === 0) await breathe();
        signal.throwIfAborted();
      },
    });
    return { ...laid, work, fonts };
  } catch (error) {
    work.close();
    throw error;
  }
}

/** A job whose pages are made: what there is to write, and what stands against it. The caller closes it. */
export type Prepared = {
  readonly printer: Printer;
  readonly work: Work;
  readonly layout: Layout;
  /** Every page of the document, as the window shows it. */
  readonly all: readonly DisplayList[];
  /** The pages that are asked for, as this printer gets them. */
  readonly lists: readonly DisplayList[];
  /** Of pages as they are and of what writing them brought to light. */
  found(written: readonly Written[]): readonly Finding[];
  write(lists: readonly DisplayList[], sink: Sink): Promise<Written>;
  fontsOf(written: readonly Written[]): readonly FontFile[];
  readonly title: string;
  readonly font: FontFile;
  readonly edition: EditionFacts;
  /** Of a proof: its map, made when it is asked for. */
  readonly map: (() => ProofMap) | null;
  close(): Promise<void>;
};

/** `seen` is told of every picture that goes into a file. Throws `Failed`, or the signal's reason. */
export async function prepareJob(
  job: ExportJob,
  progress: Progress,
  signal: AbortSignal,
  seen: PictureSeen | null = null,
): Promise<Prepared> {
  const printer = await readPrinter(job.printer);
  const { work, layout, lists: all, faces, fonts, outline } = await layOutJob(job, progress, signal);
  collectGarbage();
  const press = isForPress(job.standard);
  const ink = press
    ? await pressTicket(layout.design.swatches, printer, outline).catch((error: unknown) => {
        work.close();
        throw error;
      })
    : {};
  const shop = createPictureDesk(work, job, printer, { ...ink, outline }, signal);
  const close = async () => {
    await shop.close();
    work.close();
  };
  try {
    const numbers = new Set(readPageRange(job.pages, all.length));
    const pages = all.flatMap((list, n) => {
      const side = layout.pages[n]?.side ?? "recto";
      return numbers.has(list.number) ? [{ list, side }] : [];
    });
    const { facing } = layout.design.page;
    const lists = pages.map(({ list, side }) => (press ? forPrinter(list, side, facing, printer.rules) : list));
    const early = [
      ...work.findings,
      ...work.originals.findings,
      ...fonts.findings(),
      ...withPress(
        layout.findings,
        job.standard === "screen"
          ? []
          : pressFindings(pages, {
              rules: printer.rules,
              facing,
              sizes: work.originals.all,
              tones: await tonesUnderType(pages, work),
              locked: lockedOf(faces),
            }),
      ),
      ...spacingFaultsIn(storyReader()(work.doc)),
      ...unlikeTheScreen(all, job.digests),
    ];
    // Of fonts that may not be embedded the pages have told already, with their place.
    const isNews = ({ code }: Finding) => code !== "font-embedding" || !early.some((f) => f.code === code);
    const pictures = watched(shop.pictures, press, seen);
    const edition = editionOf(job, work);
    const font = matchFace(faces, { family: "Be Vietnam Pro", weight: 400, italic: false }).face;
    const plain = await ticketFor(job, printer, work, edition, font, fonts, pictures, progress);
    const proof = job.standard === "proof" ? proofOf(job, work, edition, { layout, lists }, plain, font) : null;
    early.push(...(proof?.findings ?? []));
    const ticket: JobTicket = {
      ...plain,
      ...(proof ? { dress: proof.dress } : {}),
      ...ink,
      ...(press && printer.rules.outlines ? { glyphPath: glyphPaths((id) => bytesOf(fonts, id)) } : {}),
    };
    return {
      printer,
      work,
      layout,
      all,
      lists,
      found: (written) =>
        [...early, ...written.flatMap(({ findings }) => findings.filter(isNews))]
          .filter((f) => f.page === undefined || numbers.has(f.page))
          .map((f) => asStandardSees(f, job.standard)),
      async write(lists, sink) {
        const written = await writePdf(lists, ticket, sink, signal);
        signal.throwIfAborted();
        return written;
      },
      fontsOf: (written) => [
        ...new Set(written.flatMap(({ fonts: used }) => used.flatMap(({ id }) => fonts.face(id) ?? []))),
      ],
      title: ticket.title,
      font,
      edition,
      map: proof?.map ?? null,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Makes the PDF at `out`, or, with `out` null, makes it for its findings alone and keeps nothing. Throws `Failed`, or
 * the signal's reason.
 */
export async function exportJob(
  job: ExportJob,
  out: string | null,
  progress: Progress,
  signal: AbortSignal,
): Promise<Exported> {
  const made = await prepareJob(job, progress, signal);
  const told = (written: Written): Exported => ({
    file: null,
    findings: made.found([written]),
    pages: made.lists.length,
    fonts: made.fontsOf([written]),
  });
  try {
    if (out === null) return told(await made.write(made.lists, { write: () => undefined }));
    let result: Exported | null = null;
    try {
      return await writeWhole(out, async (file) => {
        const hashed = hashedInto((chunk) => file.writeFile(chunk));
        result = told(await made.write(made.lists, hashed.sink));
        // Thrown, so that what was written goes away; caught below.
        if (blocking(result.findings, new Set(job.allow)).length > 0) throw new Blocked();
        return { ...result, file: { path: resolve(out), ...hashed.sum() } };
      });
    } catch (error) {
      if (error instanceof Blocked && result) return result;
      throw error;
    }
  } finally {
    await made.close();
  }
}

/** A sink that counts and hashes what goes through it. */
export function hashedInto(write: (chunk: Uint8Array) => Promise<unknown>) {
  const hash = createHash("sha256");
  let bytes = 0;
  const sink: Sink = {
    async write(chunk) {
      hash.update(chunk);
      bytes += chunk.length;
      await write(chunk);
    },
  };
  return { sink, sum: () => ({ bytes, sha256: hash.digest("hex") }) };
}
class Blocked extends Error {}

/** In a thread of Node's own, a page ahead. Level 6 takes three times as long for a fortieth of the size. */
const deflated = promisify<Uint8Array, { level: number }, Buffer>(deflate);
const LEVEL = { level: 5 } as const;

async function ticketFor(
  job: ExportJob,
  printer: Printer,
  work: Work,
  edition: EditionFacts,
  font: FontFile,
  fonts: FontStore,
  pictures: Pictures,
  progress: Progress,
): Promise<JobTicket> {
  const { doc } = work;
  const created = new Date(job.stamp ?? work.created).toISOString();
  const modified = new Date(job.stamp ?? work.modified).toISOString();
  const title = titleOf(doc) || work.name;
  return {
    standard: job.standard,
    title,
    authors: authorsOf(doc),
    subject: "",
    keywords: [],
    creator: `Quoin ${appVersion()}`,
    created,
    modified,
    documentId: work.documentId,
    lang: doc.attrs.lang as string,
    marks: job.marks,
    outputIntent: isForPress(job.standard) ? printer.intent : null,
    fonts: (id) => bytesOf(fonts, id),
    subset: await subsetter(),
    pictures,
    note: {
      font: font.id,
      slug: `${basename(job.source)}   ${title}   ${modified.slice(0, 16).replace("T", " ")} UTC   ${printer.rules.title}   Quoin ${appVersion()}`,
      edition: editionWords(edition, doc.attrs.lang as string).line,
    },
    reading: blockIds(doc),
    deflate: (bytes) => deflated(bytes, LEVEL),
    async progress(page, of) {
      progress("write", page, of);
      // Lets a request to stop be heard.
      await breathe();
    },
  };
}

async function tonesUnderType(pages: readonly { readonly list: DisplayList }[], work: Work) {
  const media = new Set(pages.flatMap(({ list }) => [...picturesUnderType(list)]));
  const tones = new Map<string, Tone | null>();
  for (const one of media) tones.set(one, await work.originals.tone({ file: "", media: one }));
  return tones;
}

function lockedOf(faces: readonly FontFile[]): ReadonlyMap<FontId, string> {
  return new Map(
    faces.flatMap(({ id, family, subfamily, embedding, bitmapsOnly }) =>
      embedding === "restricted" || bitmapsOnly ? [[id, `${family} ${subfamily}`] as const] : [],
    ),
  );
}

function bytesOf(fonts: FontStore, id: FontId): Uint8Array {
  const face = fonts.face(id);
  if (!face) throw new RangeError(`a page uses font ${id}, which no folder has`);
  return face.bytes;
}

/** The headline, on one line. */
export function titleOf(doc: Node): string {
  let title = "";
  doc.descendants((node) => {
    if (node.type.name === "headline") title = node.textContent;
    return title === "" && !node.isTextblock;
  });
  return title.replace(/[\s\u2028]+/g, " ").trim();
}

/** Who made the words: the interviewers, and the writers. */
function authorsOf(doc: Node): readonly string[] {
  const authors: string[] = [];
  doc.descendants((node) => {
    const role = node.attrs.role as unknown;
    if (node.type.name === "credit" && (role === "interview" || role === "words")) {
      const name = node.textContent.replace(/[\s\u2028]+/g, " ").trim();
      if (name) authors.push(name);
    }
    return !node.isTextblock;
  });
  return authors;
}

function blockIds(doc: Node): readonly string[] {
  const ids: string[] = [];
  doc.descendants((node) => {
    const id = node.attrs.id as string | undefined;
    if (id) ids.push(id);
    return !node.isTextblock;
  });
  return ids;
}

let loading: Promise<Subsetter> | null = null;
function subsetter(): Promise<Subsetter> {
  loading ??= loadSubsetter(subsetterWasm());
  return loading;
}

let version: string | null = null;
/** As package.json says. */
export function appVersion(): string {
  version ??= (JSON.parse(readFileSync(join(rootDir(), "package.json"), "utf8")) as { version: string }).version;
  return version;
}
