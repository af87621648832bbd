/**
 * What a command or an export works on: a document with its pictures, whether it comes from a `.quoin` file or straight
 * from a manuscript. Nothing is written here; a `.quoin` is opened for reading, between its writer's commits.
 */
import { createHash } from "node:crypto";
import { open, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import type { Node } from "prosemirror-model";
import type { Finding } from "../../shared/finding.ts";
import type { Edition } from "./documents/editions.ts";
import type { NewMedia } from "./documents/originalsTable.ts";
import { StoryFile } from "./documents/storyFile.ts";
import { about, Failed } from "./failure.ts";
import { createFileFinder } from "./findFiles.ts";
import type { ImportReport } from "./manuscripts.ts";
import { collectOriginals, type Originals } from "./originals.ts";
import { repeatBody } from "./repeat.ts";

export type Work = {
  readonly doc: Node;
  /** The file it came from, without its ending. */
  readonly name: string;
  /** Milliseconds since 1970. Of a manuscript both are its file's own last change. */
  readonly created: number;
  readonly modified: number;
  /** Stays the same for all versions of the document. Of a manuscript it follows from the file's bytes. */
  readonly documentId: string;
  readonly originals: Originals;
  /** What importing found; empty for a document. */
  readonly findings: readonly Finding[];
  readonly report: ImportReport | null;
  /** What a document's file keeps of its proofs and prints, and the revision at hand; null for a manuscript. */
  readonly kept: {
    readonly revision: number;
    editions(): readonly Edition[];
    /** As it was kept, not yet checked. Throws `Failed` where it is damaged. */
    proofMap(number: number): unknown;
  } | null;
  close(): void;
};

export type WorkOptions = {
  /** Of a manuscript; null: as the text looks. */
  readonly lang: string | null;
  /** Instead of the document's own template; null: that one. */
  readonly template: string | null;
  readonly repeat: number;
  /** Looked in for pictures after the source's own folder. */
  readonly media: readonly string[];
  /** Of a document: an earlier revision than the last. */
  readonly revision?: number;
};

/** What a file is, by its first bytes and its name. Throws `Failed` when it cannot be read. */
export async function kindOf(path: string): Promise<"document" | "pdf" | "manuscript"> {
  const found = await about(path, () => stat(path));
  if (!found.isFile())
    throw new Failed("not-a-file", `${path}: it is not a file`, "Name a manuscript or a .quoin file");
  const head = Buffer.alloc(16);
  const file = await about(path, () => open(path, "r"));
  try {
    await about(path, () => file.read(head, 0, 16, 0));
  } finally {
    await file.close();
  }
  const ending = extname(path).toLowerCase();
  if (ending === ".quoin" || head.toString("latin1") === "SQLite format 3\0") return "document";
  // A PDF may have something before its first line; one that is none is to be told so as a PDF.
  return ending === ".pdf" || head.toString("latin1", 0, 5) === "%PDF-" ? "pdf" : "manuscript";
}

/** Throws `Failed`. */
export async function openWork(path: string, options: WorkOptions): Promise<Work> {
  switch (await kindOf(path)) {
    case "document":
      return openDocument(path, options);
    case "manuscript":
      return openManuscript(path, options);
    case "pdf":
      throw new Failed(
        "not-a-manuscript",
        `${path}: it is a PDF`,
        "Name the manuscript or the .quoin file it was made from",
      );
  }
}

async function openDocument(path: string, options: WorkOptions): Promise<Work> {
  const story = StoryFile.open(path, { mode: "read", author: "" });
  try {
    const doc = prepared(options.revision === undefined ? story.doc : story.at(options.revision), options);
    const originals = await originalsOf(doc, path, story, [], options);
    return {
      doc,
      name: nameOf(path),
      created: story.created,
      modified: story.changed,
      documentId: story.id,
      originals,
      findings: [],
      report: null,
      kept: {
        revision: options.revision ?? story.revision,
        editions: () => story.editions(),
        proofMap: (number) => story.proofMap(number),
      },
      close: () => story.drop(),
    };
  } catch (error) {
    story.drop();
    throw error;
  }
}

async function openManuscript(path: string, options: WorkOptions): Promise<Work> {
  const { mtimeMs } = await about(path, () => stat(path));
  // The readers of manuscripts are large; a command on a document never needs them.
  const { importManuscript } = await import("./manuscripts.ts");
  const { doc: read, report, media } = await importManuscript(path, { lang: options.lang });
  const doc = prepared(read, options);
  const bytes = await about(path, () => readFile(path));
  const time = Math.floor(mtimeMs);
  return {
    doc,
    name: nameOf(path),
    created: time,
    modified: time,
    documentId: createHash("sha256").update(bytes).digest("hex").slice(0, 32),
    originals: await originalsOf(doc, path, null, media, options),
    findings: report.findings,
    report,
    kept: null,
    close: () => undefined,
  };
}

async function originalsOf(
  doc: Node,
  path: string,
  story: StoryFile | null,
  embedded: readonly NewMedia[],
  options: WorkOptions,
): Promise<Originals> {
  const finder = await createFileFinder(dirname(path), options.media);
  return collectOriginals(doc, { story, embedded, finder });
}

function prepared(doc: Node, { template, repeat }: WorkOptions): Node {
  const design = doc.attrs.design as { readonly template: string };
  const chosen =
    template === null || template === design.template
      ? doc
      : doc.type.create({ ...doc.attrs, design: { ...design, template } }, doc.content, doc.marks);
  return repeatBody(chosen, repeat);
}

function nameOf(path: string): string {
  return basename(path, extname(path)) || basename(path);
}
