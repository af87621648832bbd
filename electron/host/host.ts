/**
 * The host whole: what every call of `shared/ipc.ts` does, whichever door it comes through. The doors bring the little
 * that differs (native dialogs, how the program was started); everything is decided here.
 */
import { readFile, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { Transform } from "prosemirror-transform";
import type { Json, Picked, Purpose, WrittenFile } from "../../shared/ipc.ts";
import { withIds } from "../../shared/schema/ids.ts";
import { schema } from "../../shared/schema/interview.ts";
import { endSpare, startAhead } from "./documents/documentProcess.ts";
import { about, Failed } from "./failure.ts";
import { sha256OfFile } from "./fileHash.ts";
import { createExports } from "./exports.ts";
import { createFontStore, fontEntry, systemFontFolders } from "./fonts.ts";
import { createGrants, ENDINGS, type Grants, purposeOf } from "./grants.ts";
import { appVersion } from "./jobs.ts";
import { createOpenDocuments } from "./openDocuments.ts";
import { isPdf, pagesOfPdf, PDF_TYPE, preflightPlaced, previewPdf } from "./placedPdf.ts";
import { limitsOf } from "../../shared/preflight/foreign/limits.ts";
import { createDecoder } from "./decoder.ts";
import { boundToOriginals, decodeIn } from "./originals.ts";
import { outlineOfOriginal } from "./outlines.ts";
import { assetsDir, rendererDir } from "./places.ts";
import { createPress } from "./press.ts";
import { createEvents, type Events, type Handlers } from "./registry.ts";
import { listPrinters, readPrinter } from "./shelves.ts";
import { mustHave, readTemplates, saveTemplate } from "./templates.ts";
import { createStreams, type Streams } from "./streams.ts";
import { openWork } from "./work.ts";

/** Pages of a PDF that a person may choose from. */
const MOST_PDF_PAGES = 500;

/** Native dialogs. Paths, or nothing when the person cancelled. */
export type Dialogs = {
  open(purpose: Purpose, multiple: boolean): Promise<readonly string[]>;
  save(purpose: Purpose, name: string): Promise<string | null>;
};

export type HostOptions = {
  readonly platform: "electron" | "loopback";
  /** Null where there are none: the window uploads and downloads instead. */
  readonly dialogs: Dialogs | null;
  /** The file that was asked for; null: what a crash left open, or else the sample. */
  readonly start: string | null;
  /** What is opened where there is nothing else; null: nothing. */
  readonly sample: string | null;
  readonly workingDir: string;
  /** Folders of fonts besides the shipped ones. */
  readonly fonts: readonly string[];
  /** Stands beside steps in a document's journal. */
  readonly author: string;
  /** The built window; `dist/renderer` when left out. */
  readonly renderer?: string;
};

export type Host = {
  readonly handlers: Handlers;
  readonly events: Events;
  readonly grants: Grants;
  readonly streams: Streams;
  /** Everything on disk, processes ended. Failures of single documents are given back. */
  close(): Promise<readonly Failed[]>;
};

export async function createHost(options: HostOptions): Promise<Host> {
  const { platform, dialogs } = options;
  const events = createEvents();
  const { emit } = events;
  const grants = createGrants();
  // A window is about to open a document, this one or that.
  startAhead();
  const documents = createOpenDocuments({ workingDir: options.workingDir, author: options.author, emit });
  const start = options.start ?? (await documents.left()) ?? options.sample;
  const exports = createExports(emit);
  const decoder = createDecoder();
  const fonts = createFontStore({
    shipped: join(assetsDir(), "fonts"),
    named: options.fonts,
    own: join(options.workingDir, "fonts"),
    system: systemFontFolders(),
    cache: join(options.workingDir, "cache"),
  });
  const streams = await createStreams({
    renderer: options.renderer ?? rendererDir(),
    fonts,
    documents,
    grants,
    preview: async (original, width, { page, box }) =>
      isPdf(original) ? previewPdf(original, page, box) : decoder.previewPicture(original, width),
  });

  decodeIn(decoder);

  const press = createPress((name) => streams.workspace(name));

  async function picked(path: string): Promise<Picked> {
    await about(path, () => stat(path));
    return grants.read(path);
  }

  /** A file that was made in the workspace, as the window may fetch it. */
  async function offered(path: string, name: string): Promise<WrittenFile> {
    const { bytes, sha256 } = await sha256OfFile(path);
    return { name, path: null, url: streams.offer(path, name), bytes, sha256 };
  }

  const handlers: Handlers = {
    "app.info": async () => ({
      version: appVersion(),
      platform,
      system: process.platform,
      nativeDialogs: dialogs !== null,
      start: start === null ? null : { ...(await picked(start)), purpose: purposeOf(start) },
      recent: (await documents.recent()).map(({ path, name, draft }) => {
        const grant = grants.read(path);
        return draft ? { ...grant, name, place: "" } : grant;
      }),
    }),

    async "dialog.open"({ purpose, multiple }) {
      if (!dialogs) throw new Failed("refused", "There are no native dialogs here", "Upload the file");
      return (await dialogs.open(purpose, multiple)).map((path) => grants.read(path));
    },
    async "dialog.save"({ purpose, name }) {
      if (!dialogs) throw new Failed("refused", "There are no native dialogs here", "Download the file");
      const path = await dialogs.save(purpose, name);
      if (path === null) return null;
      // A name typed without its ending gets it.
      return grants.write(extname(path) === "" ? `${path}.${ENDINGS[purpose][0]}` : path);
    },

    async "document.create"({ template, lang }) {
      mustHave(await readTemplates(), template);
      return documents.create(blank(template, lang), "", true);
    },
    "document.open": ({ file, takeOver }) => documents.open(grants.take(file, "read"), takeOver),
    "document.takeOver": ({ handle }) => documents.takeOver(handle),
    "document.history": ({ handle, before, limit }) => documents.get(handle).process.ask("history", { before, limit }),
    async "document.steps"({ handle, base, transactions }) {
      const answer = await documents.get(handle).process.apply(base, transactions, Date.now());
      emit("document.state", { handle, state: "saving", revision: base, time: Date.now(), failure: null });
      return answer;
    },
    "document.save": ({ handle, name }) => documents.get(handle).process.ask("version", { name, time: Date.now() }),
    "document.compact": ({ handle }) => documents.get(handle).process.ask("compact", { time: Date.now() }),
    "document.versions": ({ handle }) => documents.get(handle).process.ask("versions", null),
    "document.at": ({ handle, revision }) => documents.get(handle).process.ask("at", { revision }),
    async "document.saveAs"({ handle, target, copy }) {
      if (target === null) {
        const name = downloadName(documents.get(handle).name, "quoin");
        const path = await streams.workspace(name);
        await documents.copy(handle, path);
        return { name, place: "", file: await offered(path, name) };
      }
      const { path } = grants.take(target, "write");
      if (copy) await documents.copy(handle, path);
      else await documents.move(handle, path);
      const written = await sha256OfFile(path);
      const place = grants.read(path).place;
      return { name: basename(path), place, file: { name: basename(path), path, url: null, ...written } };
    },
    async "document.close"({ handle }) {
      await documents.close(handle);
      return {};
    },

    async "manuscript.import"({ file, lang, template }) {
      const grant = grants.take(file, "read");
      const work = await openWork(grant.path, { lang, template, repeat: 1, media: [] });
      try {
        if (!work.report)
          throw new Failed("not-a-manuscript", `${grant.name}: it is a Quoin document`, "Open it instead");
        const doc = boundToOriginals(work.doc, work.originals);
        const media = [...work.originals.all.values()].flatMap((original) => original.media ?? []);
        const name = basename(grant.name, extname(grant.name));
        return { document: await documents.create(doc.toJSON() as Json, name, false, media), report: work.report };
      } finally {
        work.close();
      }
    },

    async "media.add"({ handle, file }) {
      const { path, name } = grants.take(file, "read");
      const bytes = await about(path, () => readFile(path));
      const facts = await decoder.probePicture(bytes, name);
      if ("code" in facts) throw new Failed(facts.code, facts.message, facts.hint);
      const media = { source: { path }, name, ...facts };
      return documents.get(handle).process.ask("addMedia", { media, time: Date.now() });
    },
    async "media.info"({ handle, hash }) {
      const info = await documents.get(handle).process.ask("mediaInfo", { hash });
      if (!info) throw new Failed("not-found", "The document does not hold this picture", "Place it again");
      return info;
    },
    async "media.tone"({ handle, hash }) {
      const original = await documents.get(handle).process.ask("media", { hash });
      const tone = await decoder.toneOfPicture(original);
      return tone && { ...tone, values: Array.from(tone.values) };
    },
    async "media.preflight"({ handle, hash, printer, page, box, space }) {
      const { process } = documents.get(handle);
      const info = await process.ask("mediaInfo", { hash });
      if (info?.type !== PDF_TYPE) return [];
      const { rules, intent } = await readPrinter(printer);
      const file = { bytes: await process.ask("media", { hash }), name: info.name };
      return [...(await preflightPlaced(file, page, box, space, limitsOf(rules, intent.profile)))];
    },
    async "media.pages"({ handle, hash }) {
      const { process } = documents.get(handle);
      const info = await process.ask("mediaInfo", { hash });
      if (info?.type !== PDF_TYPE) return [];
      const pages = await pagesOfPdf(await process.ask("media", { hash }), info.name, MOST_PDF_PAGES);
      return "code" in pages
        ? []
        : pages.map(({ trim, bleed, media }) => ({ trim: [...trim], bleed: [...bleed], media: [...media] }));
    },
    async "media.outline"({ handle, hash }) {
      const outline = await outlineOfOriginal(hash, () => documents.get(handle).process.ask("media", { hash }));
      return outline && outline.map((island) => island.map(([x, y]): [number, number] => [x, y]));
    },
    "media.list": ({ handle }) => documents.get(handle).process.ask("mediaList", null),

    async "export.start"({ handle, standard, printer, pages, marks, receipt, allow, digests, target, ...more }) {
      const document = documents.get(handle);
      await readPrinter(printer);
      // The export reads the file itself: what is to be printed must be in it.
      const { revision } = await document.process.ask("flush", null);
      const out =
        target === null
          ? await streams.workspace(downloadName(document.name, "pdf"))
          : grants.take(target, "write").path;
      const job = exports.start(
        {
          source: document.file,
          revision,
          lang: null,
          template: null,
          repeat: 1,
          media: [],
          overrides: [],
          fonts: options.fonts,
          standard,
          printer,
          pages,
          marks,
          allow,
          digests,
          stamp: null,
          ...more,
        },
        { out, receipt, replaces: null },
        (word) =>
          word.kind === "record"
            ? document.process.ask("record", { edition: word.edition, map: word.map })
            : document.process.ask("forget", { kind: word.of, number: word.number }),
        target === null ? (path) => streams.offer(path, basename(path)) : null,
      );
      return { job };
    },
    "export.cancel": ({ job }) => {
      exports.cancel(job);
      return {};
    },

    async "press.page"({ handle, ...wish }, signal) {
      const document = documents.get(handle);
      const { revision } = await document.process.ask("flush", null);
      const job = { source: document.file, revision, lang: null, template: null, repeat: 1, media: [] };
      const look = await press.look({ ...job, overrides: [], fonts: options.fonts }, wish, signal);
      return {
        ...look,
        proof: streams.offer(look.proof, basename(look.proof)),
        values: streams.offer(look.values, basename(look.values)),
      };
    },

    "template.save": async ({ name, design, replace }) => ({ id: (await saveTemplate(name, design, replace)).id }),
    "template.list": async () => {
      const { files, own } = await readTemplates();
      return [...files].map(([id, file]) => ({
        id,
        title: typeof file.name === "string" ? file.name : id,
        own: own.has(id),
        file,
      }));
    },
    "printer.list": () => listPrinters(),
    "font.list": async ({ wanted, letters }) => (await fonts.faces(wanted, letters)).map(fontEntry),
  };

  return {
    handlers,
    events,
    grants,
    streams,
    async close() {
      await exports.close();
      press.close();
      decodeIn(null);
      decoder.close();
      const failed = await documents.closeAll();
      endSpare();
      await streams.close();
      return failed;
    },
  };
}

/** A document with nothing in it but the places to write. */
function blank(template: string, lang: string): Json {
  const s = schema;
  const doc = s.node("interview", { lang, design: { template, overrides: {} } }, [
    s.node("title_block", null, [s.node("headline")]),
    s.node("question", null, [s.node("paragraph")]),
    s.node("answer", null, [s.node("paragraph")]),
  ]);
  return withIds(new Transform(doc)).doc.toJSON() as Json;
}

function downloadName(name: string, ending: string): string {
  return `${basename(name, extname(name)) || "interview"}.${ending}`;
}
