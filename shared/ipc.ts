/**
 * Everything the window and the host say to each other, in one typed list. Three kinds: a *call* is asked by the
 * window and answered once; an *event* is told by the host to whoever listens; a *stream* is bytes behind an address.
 * Only plain data crosses, so the same list serves Electron's bridge and the loopback server.
 *
 * No call takes a path. What a person picked in a native dialog, uploaded, or named on the command line becomes a
 * `FileToken`, valid for this run of the host, so that a page gone astray can reach nothing nobody picked.
 *
 * How the loopback door talks. The host prints `http://127.0.0.1:PORT/TOKEN/`; the token of 256 bits is the first part
 * of every path, so the page's own base (`new URL(".", location.href)`) carries it and every address below is relative
 * to that base. In Electron the base is `quoin://app/`, and streams are the same there.
 *   `POST call/<channel>`   body: the arguments as JSON (`content-type: application/json`); the answer is an `Answer`
 *                           as JSON with status 200, whether it went well or not. Aborting the request cancels the call.
 *   `GET events`            Server-Sent Events: the SSE event name is ours, its data the JSON of the schema below.
 *   `GET font/<id>`         the font file. `id` is a FontId without `#n`.
 *   `GET media/<handle>/<hash>`  the original; with `?width=N` a picture of at most N pixels across, upright, sRGB;
 *                           of a PDF then a page as a PDF of its own, `&page=N&box=trim|bleed|media`.
 *   `GET download/<token>`  a file the host made; named by content-disposition.
 *   `POST upload?name=<file name>`  body: the bytes; the answer is an `Answer<Picked>` as JSON.
 *
 * Both doors send the same content security policy: everything from the base alone, no inline script or style, no eval.
 * WebAssembly may be compiled only in worker scripts (file names `*.worker*.js`), never in the page. So the window is
 * built with relative addresses.
 */
import { z } from "zod";
import type { Finding } from "./finding.ts";
import { said } from "./findings/said.ts";
import { PDF_BOXES, type PdfPage } from "./schema/attributes.ts";
import type { PrinterRules } from "./preflight/printer.ts";

// Shared vocabulary

/** An open document. */
export const handle = z.string().min(1).max(64);
export const fileToken = z.string().min(1).max(64);
/** Steps in the document so far; 0 is the document as created. */
export const revision = z.int().nonnegative();
export const mediaHash = z.string().regex(/^[0-9a-f]{64}$/);
/** A ProseMirror node, step or selection in its own JSON. The host reads it through the schema before it believes it. */
export const json = z.record(z.string(), z.unknown());
export type Json = z.infer<typeof json>;

const length = z.number();
/** Left, top, width and height in points from the trim's top left. */
const rect = z.tuple([length, length, length, length]);
export const findingSchema: z.ZodType<Finding> = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  hint: z.string(),
  page: z.int().exactOptional(),
  place: z.tuple([z.string(), length, length]).exactOptional(),
  rect: rect.exactOptional(),
  ran: z.boolean(),
  said: said.exactOptional(),
});

/** A file the person picked: `name` is its name alone, `place` the folder as shown to a person ("" when uploaded). */
export const picked = z.object({ token: fileToken, name: z.string(), place: z.string() });
export type Picked = z.infer<typeof picked>;

/** What a file is wanted for; a native dialog filters by it. */
export const purpose = z.enum(["document", "manuscript", "picture", "pdf", "package"]);
export type Purpose = z.infer<typeof purpose>;

const selection = json.nullable();
export const transactionKind = z.enum(["do", "undo", "redo"]);
/** What one undo takes back: all steps share the kind, and `before`/`after` are selections in ProseMirror's JSON. */
export const transaction = z.object({
  kind: transactionKind,
  /** The transaction that an undo takes back or a redo brings again; null for `do`. */
  undoes: z.int().nullable(),
  steps: z.array(json).min(1).max(10_000),
  before: selection,
  after: selection,
});
export type Transaction = z.infer<typeof transaction>;

/** As the journal holds it: `id` counts from 1, `revision` is the document's after its last step. */
export const recordedTransaction = transaction.extend({ id: z.int().positive(), revision, time: z.number() });
export type RecordedTransaction = z.infer<typeof recordedTransaction>;

/** A named version. `time` in milliseconds since 1970. */
export const version = z.object({ revision, name: z.string(), time: z.number() });
export type Version = z.infer<typeof version>;

export const opened = z.object({
  handle,
  /** The file's name; of a document that has none yet what it was made from is called, or "". */
  name: z.string(),
  /** Folder as shown to a person; "" while the document lies only in the host's own working folder. */
  place: z.string(),
  /** True until the person has given it a name and a place. */
  untitled: z.boolean(),
  readOnly: z.boolean(),
  /** Who writes it, where that is why it is read-only; `since` in milliseconds since 1970. */
  writer: z.object({ host: z.string(), since: z.number() }).nullable(),
  /** Brought back after a crash: the time of the last change that is in it, milliseconds since 1970; else null. */
  recovered: z.number().nullable(),
  revision,
  /** The whole document at `revision`. */
  doc: json,
  findings: z.array(findingSchema),
});
export type Opened = z.infer<typeof opened>;

/** The result of reading a manuscript: the JSON that `quoin import --json` prints. `source` counts lines from 1. */
export const importReport = z.object({
  lang: z.string(),
  speakers: z.array(z.object({ id: z.string(), name: z.string(), initials: z.string().exactOptional() })),
  blocks: z.array(
    z.object({
      role: z.string(),
      turn: z.int().exactOptional(),
      speaker: z.string().exactOptional(),
      creditRole: z.string().exactOptional(),
      label: z.string().exactOptional(),
      text: z.string(),
      source: z.tuple([z.int(), z.int()]),
      confidence: z.number().min(0).max(1),
      why: z.array(z.string()),
      joined: z.literal(true).exactOptional(),
    }),
  ),
  findings: z.array(findingSchema),
});

/** A picture of the document. Pixels are counted upright, after the file's own orientation was applied. */
export const mediaInfo = z.object({
  hash: mediaHash,
  name: z.string(),
  /** IANA media type of the original. */
  type: z.string(),
  bytes: z.int().nonnegative(),
  width: z.int().nonnegative(),
  height: z.int().nonnegative(),
  /** Why it cannot be shown, or null. */
  problem: z.string().nullable(),
});
export type MediaInfo = z.infer<typeof mediaInfo>;

export const standard = z.enum(["x4", "x1a", "proof", "screen"]);
export type Standard = z.infer<typeof standard>;

/** A font as a style asks for it. */
export const fontWish = z.object({
  family: z.string(),
  weight: z.number(),
  italic: z.boolean(),
  width: z.number().exactOptional(),
  /** Points. */
  size: z.number().exactOptional(),
});

export const fontEntry = z.object({
  /** SHA-256 in hex: of the file, or of it and the place on its axes; and `#n` for face n of a collection. */
  id: z.string(),
  family: z.string(),
  /** 1 to 1000, as CSS counts. */
  weight: z.number(),
  italic: z.boolean(),
  /** Per cent of normal. */
  width: z.number(),
  genre: z.enum(["serif", "sans", "mono", "symbol", "unknown"]),
  subfamily: z.string(),
  /** Other names the family is asked for by. */
  aliases: z.array(z.string()),
  /** The family without the word for a size, and the sizes in points it was drawn for. */
  opticalFamily: z.string(),
  sizes: z.tuple([z.number(), z.number()]).nullable(),
  /** Relative to the bridge's base: `font/<id>`. */
  url: z.string(),
  /** The licence bits of the file forbid embedding: shown, but refused on export. */
  restricted: z.boolean(),
});
export type FontEntry = z.infer<typeof fontEntry>;

/** A file the host wrote: where it lies for a person, or the address to fetch it from, relative to the base. */
export const writtenFile = z.object({
  name: z.string(),
  path: z.string().nullable(),
  url: z.string().nullable(),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
});
export type WrittenFile = z.infer<typeof writtenFile>;

/**
 * Something in the world failed (disk, file, permission), said to a person: `message` names the file and says what and
 * where, `hint` what can be done. `code` is a short stable word (`not-found`, `read-only`, `disk-full`, `damaged`,
 * `not-quoin`, `newer`, `stale`, `cancelled`, `refused`, `unreadable`, `unknown-handle`, `internal` …).
 */
export const failure = z.object({ code: z.string(), message: z.string(), hint: z.string() });
export type Failure = z.infer<typeof failure>;
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

// Calls

function call<A extends z.ZodType, R extends z.ZodType>(args: A, result: R): { readonly args: A; readonly result: R } {
  return { args, result };
}
const nothing = z.object({});

export const calls = {
  /** Who the host is, and what was asked of it at start. `start.purpose` is `document` or `manuscript`. */
  "app.info": call(
    nothing,
    z.object({
      version: z.string(),
      platform: z.enum(["electron", "loopback"]),
      /** Operating system in Node's words: `linux`, `darwin`, `win32`; keys and menus follow it. */
      system: z.string(),
      nativeDialogs: z.boolean(),
      start: picked.extend({ purpose: z.enum(["document", "manuscript"]) }).nullable(),
      recent: z.array(picked),
    }),
  ),

  /** A native dialog; null when the person cancelled. `refused` where `nativeDialogs` is false: upload instead. */
  "dialog.open": call(z.object({ purpose, multiple: z.boolean() }), z.array(picked)),
  /** A place to write to, not yet written; `name` is what the dialog proposes. */
  "dialog.save": call(z.object({ purpose, name: z.string() }), picked.nullable()),

  /** A new document, not yet anywhere but in the host's working folder. */
  "document.create": call(z.object({ template: z.string(), lang: z.string() }), opened),
  /** `takeOver`: write although the file names another writer, who is known to be gone. */
  "document.open": call(z.object({ file: fileToken, takeOver: z.boolean().default(false) }), opened),
  /** Writes a document that was read-only because somebody else wrote it, who is gone or is to give way. */
  "document.takeOver": call(z.object({ handle }), opened),
  /**
   * The transactions that led to revision `before`, oldest first, at most `limit` of them and always whole, and the
   * document they begin from: what a history needs to undo over a restart.
   */
  "document.history": call(
    z.object({ handle, before: revision, limit: z.int().min(1).max(1000) }),
    z.object({ base: z.object({ revision, doc: json }), transactions: z.array(recordedTransaction) }),
  ),
  /**
   * Adds transactions. `base` must be the document's revision, or the answer is `stale` and nothing is taken. Taken at
   * once, on disk within a second; `document.state` says when.
   */
  "document.steps": call(
    z.object({ handle, base: revision, transactions: z.array(transaction).min(1) }),
    z.object({ revision, ids: z.array(z.int()) }),
  ),
  /** Puts everything on disk and names this revision as a version. */
  "document.save": call(z.object({ handle, name: z.string() }), version),
  "document.versions": call(z.object({ handle }), z.array(version)),
  /**
   * Makes the file smaller: forgets how the document came to be, but for its named versions, and the pictures that
   * neither they nor the document show. Sizes in bytes.
   */
  "document.compact": call(z.object({ handle }), z.object({ before: z.number(), after: z.number() })),
  /** The document as it was. */
  "document.at": call(z.object({ handle, revision }), z.object({ revision, doc: json })),
  /**
   * The file under another name. `copy` false: the document goes on there; true: only a copy is left there. Without a
   * `target` (no native dialogs) the copy is for download and the document stays where it is.
   */
  "document.saveAs": call(
    z.object({ handle, target: fileToken.nullable(), copy: z.boolean() }),
    z.object({ name: z.string(), place: z.string(), file: writtenFile }),
  ),
  /** Puts everything on disk and lets the file go. */
  "document.close": call(z.object({ handle }), nothing),

  /** Reads a manuscript into a new document. `lang` null: as the text looks. */
  "manuscript.import": call(
    z.object({ file: fileToken, lang: z.string().nullable(), template: z.string() }),
    z.object({ document: opened, report: importReport }),
  ),

  /** Takes an original into the document's file. The same bytes are kept once. */
  "media.add": call(z.object({ handle, file: fileToken }), mediaInfo),
  "media.info": call(z.object({ handle, hash: mediaHash }), mediaInfo),
  "media.list": call(z.object({ handle }), z.array(mediaInfo)),
  /** Relative luminances of an upright picture in rows from the top left, for type over it; null when it is none. */
  "media.tone": call(
    z.object({ handle, hash: mediaHash }),
    z
      .object({ columns: z.int().positive(), rows: z.int().positive(), values: z.array(z.number().min(0).max(1)) })
      .nullable(),
  ),
  /**
   * What preflight finds in a page of a placed PDF for a printer, and whether it may go to the press at all. `space` is
   * the room reserved for it in points, null where it may have any size. Places are the caller's to add.
   */
  "media.preflight": call(
    z.object({
      handle,
      hash: mediaHash,
      printer: z.string().nullable(),
      page: z.int().positive(),
      box: z.enum(PDF_BOXES),
      space: z.tuple([z.number().positive(), z.number().positive()]).nullable(),
    }),
    z.array(findingSchema),
  ),
  /** The sizes of a PDF's pages by their boxes as they are seen, in points: of its first pages, empty for none. */
  "media.pages": call(
    z.object({ handle, hash: mediaHash }),
    z.array(z.record(z.enum(PDF_BOXES), z.tuple([z.number(), z.number()]))).max(500),
  ),
  /** Polygons round what a picture shows, in fractions of it upright; null where it has no transparent ground. */
  "media.outline": call(
    z.object({ handle, hash: mediaHash }),
    z.array(z.array(z.tuple([z.number(), z.number()])).min(3)).nullable(),
  ),

  /**
   * Starts an export of the document as it is now. `pages` as printers write them (`3-5, 8`), null for all; `digests`
   * are those of the pages on screen, compared with the host's own (null: nothing to compare with); `target` null: the
   * file is for download. Without findings of severity `error` that are not in `allow`, `export.done` brings the file.
   */
  "export.start": call(
    z.object({
      handle,
      standard,
      printer: z.string().nullable(),
      pages: z.string().nullable(),
      marks: z.boolean(),
      /** A receipt beside the PDF: one page for a person, JSON for programs. */
      receipt: z.boolean().default(false),
      /** Count it in the document as its next proof or print, and keep it there. */
      record: z.boolean().default(false),
      /** Of a proof: numbers beside the lines; the baseline grid and the columns. */
      lineNumbers: z.boolean().default(false),
      grid: z.boolean().default(false),
      allow: z.array(z.string()),
      digests: z.array(z.string()).nullable(),
      target: fileToken.nullable(),
    }),
    z.object({ job: z.string() }),
  ),
  "export.cancel": call(z.object({ job: z.string() }), nothing),

  /**
   * A page of the document as it is now, as the press will print it. `area`: what of it, in points from the trim's top
   * left; null: all with its bleed. `paper`: the proof shows the paper's own colour. `hidden`: plates left out of the
   * proof. `proof` is the address of a PNG in sRGB, `values` that of every plate one after the other, a byte a pixel, 255
   * for full ink; both hold until three more are asked for. `ink`, per cent: the mean of the heaviest 15 mm² and
   * where, what 99.9 % of the page stays under, what the press takes.
   */
  "press.page": call(
    z.object({
      handle,
      page: z.int().positive(),
      printer: z.string().nullable(),
      ppi: z.number().min(9).max(1200),
      area: rect.nullable().default(null),
      paper: z.boolean().default(false),
      hidden: z.array(z.string().max(200)).max(40).default([]),
    }),
    z.object({
      width: z.int().positive(),
      height: z.int().positive(),
      /** Pixels to the point. */
      scale: z.number().positive(),
      /** Where the first pixel is. */
      origin: z.tuple([z.number(), z.number()]).readonly(),
      /** `look`: its full ink on screen, sRGB, 0 to 255. */
      plates: z
        .array(z.object({ name: z.string(), look: z.tuple([z.number(), z.number(), z.number()]).readonly() }))
        .readonly(),
      /** Missing pictures and placed PDFs: a tint stands for each. */
      unseen: z.int().nonnegative(),
      ink: z.object({ mean: z.number(), high: z.number(), limit: z.number(), rect: rect.readonly() }),
      proof: z.string(),
      values: z.string(),
    }),
  ),

  /** A document's design as a template of the person's own; `id` is what it is asked for by. */
  "template.save": call(
    z.object({ name: z.string(), design: z.object({ template: z.string(), overrides: json }), replace: z.boolean() }),
    z.object({ id: z.string() }),
  ),
  /** `file` is the template's JSON, as the engine takes it under the name `id`; `own`: the person's, not a shipped one. */
  "template.list": call(
    nothing,
    z.array(z.object({ id: z.string(), title: z.string(), own: z.boolean(), file: json })),
  ),
  /** `problems`: a line for each file in the person's own folder that holds no printer. */
  "printer.list": call(
    nothing,
    z.object({
      printers: z.array(z.object({ id: z.string(), rules: z.custom<PrinterRules>((v) => typeof v === "object") })),
      problems: z.array(z.string()),
    }),
  ),
  /**
   * All fonts known; families in `wanted` that are not among them are looked for in the system's folders first, and
   * then fonts for those characters of `letters` that none of them has.
   */
  "font.list": call(z.object({ wanted: z.array(fontWish).max(5000), letters: z.string() }), z.array(fontEntry)),
} as const;

export type CallName = keyof typeof calls;
export type Args<C extends CallName> = z.input<(typeof calls)[C]["args"]>;
export type Result<C extends CallName> = z.output<(typeof calls)[C]["result"]>;

// Events

export const events = {
  /** `saved` up to `revision` at `time`; `saving`: more is on its way; `error`: `failure` says what and the copy in memory is whole. */
  "document.state": z.object({
    handle,
    state: z.enum(["saved", "saving", "error"]),
    revision,
    time: z.number(),
    failure: failure.nullable(),
  }),
  /** The file was moved, or a copy of it goes on elsewhere. */
  "document.moved": z.object({ handle, name: z.string(), place: z.string() }),
  /** Whoever writes a document that is only read here has changed it. */
  "document.changed": opened,
  /** That writer is gone: `document.takeOver` is free to be asked. */
  "document.free": z.object({ handle }),
  /** What the host alone can see: missing pictures and fonts, a file changed under our hands. Replaces the last list. */
  "document.findings": z.object({ handle, findings: z.array(findingSchema) }),
  /** `of` is 0 while the amount of work is not known. */
  "export.progress": z.object({
    job: z.string(),
    stage: z.enum(["layout", "pictures", "write"]),
    done: z.int(),
    of: z.int(),
  }),
  /**
   * `blocked`: findings not allowed, nothing was written. `failed`: `failure` says why, nothing was written.
   */
  "export.done": z.object({
    job: z.string(),
    outcome: z.enum(["written", "blocked", "cancelled", "failed"]),
    files: z.array(writtenFile),
    findings: z.array(findingSchema),
    failure: failure.nullable(),
  }),
  /** The system asked to open a file (second start, drop on the icon). */
  "app.open": picked.extend({ purpose: z.enum(["document", "manuscript"]) }),
  /** A native menu item, by the same word the window uses for its own command (`new`, `open`, `undo` …). */
  "app.menu": z.object({ command: z.string() }),
} as const;

export type EventName = keyof typeof events;
export type EventData<E extends EventName> = z.output<(typeof events)[E]>;

// Streams

/** Addresses of streams, relative to the base; hand them to `Bridge.url`. */
export const streams = {
  font: (id: string): string => `font/${id.replace(/#\d+$/, "")}`,
  media: (document: string, hash: string, width?: number): string =>
    `media/${document}/${hash}${width === undefined ? "" : `?width=${Math.max(1, Math.round(width))}`}`,
  /** As for painting; of a PDF the page named, its first where none is, as a PDF of that page alone. */
  preview: (document: string, hash: string, width: number, pdf?: PdfPage): string =>
    `media/${document}/${hash}?width=${Math.max(1, Math.round(width))}${pdf ? `&page=${pdf.page}&box=${pdf.box}` : ""}`,
  download: (token: string): string => `download/${token}`,
  upload: (name: string): string => `upload?name=${encodeURIComponent(name)}`,
} as const;

/**
 * The window's side of both doors. Electron's preload puts one at `window.quoin`; elsewhere the window makes one that
 * talks to the loopback server. `call` never rejects for what the host or the world did: that is a `Failure`.
 */
export type Bridge = {
  /** `ticket`, any string of the caller's, lets `cancel` stop this call; it then answers with code `cancelled`. */
  call<C extends CallName>(channel: C, args: Args<C>, ticket?: string): Promise<Answer<Result<C>>>;
  cancel(ticket: string): void;
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (data: EventData<E>) => void): () => void;
  /** The full address of a stream. */
  url(path: string): string;
};
