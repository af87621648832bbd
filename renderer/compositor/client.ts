/**
 * The window's side of the compositor: sends documents and steps, keeps the pages that come back, and drops answers to
 * a document that is no longer open or to a revision older than one already shown.
 */
import type { Finding } from "../../shared/finding.ts";
import type { Bridge, Json } from "../../shared/ipc.ts";
import type { PrinterRules } from "../../shared/preflight/printer.ts";
import type { Design } from "../../shared/schema/template.ts";
import type { FontRequest } from "../../shared/typesetting/fonts.ts";
import type { Copyfit } from "../../shared/layout/copyfit.ts";
import type { Tone } from "../../shared/layout/openers/calm.ts";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import type { FoundPlace } from "../../shared/schema/placementCommands.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";
import type { FromCompositor, PaintedPage, PictureSize, ToCompositor } from "./messages.ts";

export type Pages = {
  readonly revision: number;
  readonly pages: readonly PaintedPage[];
  readonly changed: ReadonlySet<number> | "all";
  /** Of these pages when `said`, before that of the ones before; null before the first. */
  readonly findings: readonly Finding[];
  readonly copyfit: Copyfit | null;
  /** False while only the first pages of a story just opened are there. */
  readonly complete: boolean;
  readonly places: readonly FoundPlace[];
  readonly said: boolean;
  readonly design: Design;
  readonly took: number;
};

export type CompositorClient = {
  templates(templates: readonly (readonly [name: string, file: unknown])[]): void;
  /** The findings speak of this printer's limits from now on. */
  printer(rules: PrinterRules): void;
  open(revision: number, doc: Json, pictures: readonly PictureSize[]): void;
  steps(revision: number, steps: readonly Json[]): void;
  pictures(pictures: readonly PictureSize[]): void;
  /** Outlines of pictures, as `onShapesWanted` asked. */
  shapes(shapes: readonly (readonly [media: string, outline: Outline | null])[]): void;
  /** Of pictures under type, as `onTonesWanted` asked. */
  tones(tones: readonly (readonly [media: string, tone: Tone | null])[]): void;
  outlines(font: FontId, glyphs: readonly number[]): void;
  /** The pages as they were last told of; null before the first. */
  current(): Pages | null;
  close(): void;
};

export type CompositorEvents = {
  /** A font that pages will soon be painted in. */
  onFontUsed(font: FontId): void;
  onPages(pages: Pages): void;
  /** Findings, copyfit and places of the pages told of last. */
  onSaid(pages: Pages): void;
  onFailure(code: "design" | "internal" | "fonts", message: string): void;
  onShapesWanted(media: readonly string[]): void;
  onTonesWanted(media: readonly string[]): void;
  onOutlines(font: FontId, unitsPerEm: number, paths: readonly (readonly [glyph: number, path: string])[]): void;
};

/** The worker, as far as this file knows it. */
export type Port = {
  postMessage(message: ToCompositor): void;
  onmessage: ((event: MessageEvent<FromCompositor>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
};

const NOTHING_SAID: Pick<Pages, "findings" | "copyfit" | "places"> = { findings: [], copyfit: null, places: [] };

export function compositorClient(port: Port, bridge: Bridge, events: CompositorEvents): CompositorClient {
  let epoch = 0;
  let current: Pages | null = null;
  let design: Design | null = null;
  /** Messages from before the worker listened. */
  let early: ToCompositor[] | null = [];

  function send(message: ToCompositor): void {
    if (early) early.push(message);
    else port.postMessage(message);
  }

  async function findFonts(wanted: readonly FontRequest[], letters: string): Promise<void> {
    const answer = await bridge.call("font.list", { wanted: [...wanted], letters });
    if (!answer.ok) return events.onFailure("fonts", answer.failure.message);
    send({ kind: "fonts", fonts: answer.value.map((font) => ({ ...font, url: bridge.url(font.url) })) });
  }

  port.onmessage = ({ data }) => {
    switch (data.kind) {
      case "ready": {
        const waiting = early ?? [];
        early = null;
        for (const message of waiting) port.postMessage(message);
        return;
      }
      case "fontsWanted":
        void findFonts(data.wanted, data.letters);
        return;
      case "shapesWanted":
        if (data.epoch === epoch) events.onShapesWanted(data.media);
        return;
      case "tonesWanted":
        if (data.epoch === epoch) events.onTonesWanted(data.media);
        return;
      case "fontUsed":
        events.onFontUsed(data.font);
        return;
      case "outlines":
        events.onOutlines(data.font, data.unitsPerEm, data.paths);
        return;
      case "failed":
        if (data.epoch === epoch || data.code === "fonts") events.onFailure(data.code, data.message);
        return;
      case "layout": {
        if (data.epoch !== epoch) return;
        design = data.design ?? design;
        if (!design) throw new RangeError("pages came without a design");
        const known = current && data.design === null ? current.pages : [];
        const pages: PaintedPage[] = known.slice(0, data.count);
        for (const { index, page } of data.changed) pages[index] = page;
        if (pages.length !== data.count || pages.some((page) => page === undefined)) {
          throw new RangeError(`of ${data.count} pages some never came`);
        }
        const all = data.changed.length === data.count;
        const { revision, complete, took } = data;
        const { findings, copyfit, places } = current ?? NOTHING_SAID;
        const changed = all ? "all" : new Set(data.changed.map(({ index }) => index));
        current = { revision, pages, changed, findings, copyfit, complete, places, said: false, design, took };
        events.onPages(current);
        return;
      }
      case "said": {
        if (data.epoch !== epoch || data.revision !== current?.revision) return;
        const { findings, copyfit, places } = data;
        current = { ...current, findings, copyfit, places, said: true };
        events.onSaid(current);
      }
    }
  };
  port.onerror = (event) => events.onFailure("internal", event.message || "the compositor's thread ended");

  return {
    shapes: (shapes) => send({ kind: "shapes", epoch, shapes }),
    tones: (tones) => send({ kind: "tones", epoch, tones }),
    templates: (templates) => send({ kind: "templates", templates }),
    printer: (rules) => send({ kind: "printer", rules }),
    open(revision, doc, pictures) {
      epoch += 1;
      current = null;
      design = null;
      send({ kind: "open", epoch, revision, doc, pictures });
    },
    steps(revision, steps) {
      send({ kind: "steps", epoch, revision, steps });
    },
    pictures(pictures) {
      send({ kind: "pictures", epoch, pictures });
    },
    outlines(font, glyphs) {
      send({ kind: "outlines", font, glyphs });
    },
    current: () => current,
    close() {
      port.terminate();
    },
  };
}
