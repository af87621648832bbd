/**
 * The compositor without its worker: holds its own copy of the document, takes steps, lays out and says which pages
 * changed. What it needs from outside (fonts' bytes, a way to answer) is given to it, so it runs in a test as well.
 *
 * Messages that wait are all taken before the next layout: of ten keystrokes that came during a long one, the pages in
 * between are never made.
 */
import { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import type { Finding } from "../../shared/finding.ts";
import type { FontEntry } from "../../shared/ipc.ts";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import type { Tone } from "../../shared/layout/openers/calm.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import { createEngine, type Engine, type Layout } from "../../shared/layout/engine.ts";
import { type Page, placesOf } from "../../shared/layout/page.ts";
import type { Pictures } from "../../shared/layout/photos.ts";
import type { DesignSpec } from "../../shared/schema/attributes.ts";
// Registers the step's JSON.
import "../../shared/schema/designStep.ts";
import { pressFindings, type PressJob, withPress } from "../../shared/preflight/press.ts";
import { picturesUnderType } from "../../shared/preflight/pressPage.ts";
import { GENERIC_PRINTER, type PrinterRules } from "../../shared/preflight/printer.ts";
import { spacingFaultsIn } from "../../shared/preflight/spacing.ts";
import { schema } from "../../shared/schema/interview.ts";
import { type Design, DesignError, resolveDesign } from "../../shared/schema/template.ts";
import { rareLetters } from "../../shared/schema/rareLetters.ts";
import { fontRequests } from "../../shared/typesetting/fontRequests.ts";
import type { FontRequest } from "../../shared/typesetting/fonts.ts";
import type { Shaper } from "../../shared/typesetting/shaper.ts";
import { loadHyphenation } from "../../shared/typesetting/hyphenate.ts";
import { findPicture } from "./findPicture.ts";
import type { FromCompositor, PictureSize, ToCompositor } from "./messages.ts";
import { transferable } from "./transferable.ts";

export type Surroundings = {
  /** A shaper for these fonts. */
  shaperFor(fonts: readonly FontEntry[]): Promise<Shaper>;
  answer(message: FromCompositor, handedOver?: readonly ArrayBuffer[]): void;
  now(): number;
};

type Open = {
  readonly epoch: number;
  revision: number;
  doc: Node;
  pictures: readonly PictureSize[];
  /** Of pictures under type, as far as the window has answered. */
  tones: PressJob["tones"];
  /** Outlines of what pictures show, and whose were asked for or are about to be. */
  shapes: ReadonlyMap<string, Outline | null>;
  readonly shapesAsked: Set<string>;
  shapesMissing: string[];
  /** Whose tones were asked for or are about to be. */
  readonly tonesAsked: Set<string>;
  tonesMissing: string[];
  /** What the window has, page by page. */
  sent: readonly DisplayList[];
  design: Design | null;
  /** Languages whose hyphenation was asked for. */
  readonly languages: Set<string>;
};
/** `fonts`: the ids the shaper was made of. */
type Composing = { readonly shaper: Shaper; readonly engine: Engine; readonly fonts: string };

/** Pages of a story just opened that are shown before the others are made. */
const PAGES_AT_ONCE = 3;

export type Compositor = { take(message: Exclude<ToCompositor, { kind: "outlines" }>): void };

export function createCompositor({ shaperFor, answer, now }: Surroundings): Compositor {
  let open: Open | null = null;
  let templates: ReadonlyMap<string, unknown> | null = null;
  let composing: Composing | null = null;
  let families = "";
  /** What the design asked for last. */
  let asked: {
    readonly spec: DesignSpec;
    readonly templates: ReadonlyMap<string, unknown>;
    readonly wanted: readonly FontRequest[];
  } | null = null;
  let waitingForFonts = false;
  let scheduled = false;
  let rules: PrinterRules = GENERIC_PRINTER;
  let locked: PressJob["locked"] = new Map();

  function engineOn(shaper: Shaper, templates: ReadonlyMap<string, unknown>): Engine {
    const pictures: Pictures = {
      sizeOf: (photo) => findPicture(open?.pictures ?? [], photo),
      toneOf: (photo) => toneOf(findPicture(open?.pictures ?? [], photo)),
      outlineOf: (photo) => shapeOf(findPicture(open?.pictures ?? [], photo)?.media ?? null),
    };
    return createEngine({ shaper, pictures, templates });
  }

  /** What a picture shows; one not known yet is noted down, to be asked for when the pages are made. */
  function shapeOf(media: string | null): Outline | null {
    if (!open || media === null) return null;
    const known = open.shapes.get(media);
    if (known === undefined && !open.shapesAsked.has(media)) {
      open.shapesAsked.add(media);
      open.shapesMissing.push(media);
    }
    return known ?? null;
  }

  /** How light a picture is where; one not known yet is noted down likewise. */
  function toneOf(picture: PictureSize | null): Tone | null {
    if (!open || !picture) return null;
    const known = open.tones.get(picture.media);
    if (known === undefined && !open.tonesAsked.has(picture.media)) {
      open.tonesAsked.add(picture.media);
      open.tonesMissing.push(picture.media);
    }
    return known ?? null;
  }

  function askForShapes(here: Open): void {
    const media = here.shapesMissing;
    if (media.length === 0) return;
    here.shapesMissing = [];
    answer({ kind: "shapesWanted", epoch: here.epoch, media });
  }

  /** Fonts are asked for anew whenever the design wants others, or a letter comes that few fonts have. */
  function fontsAreThere(doc: Node, templates: ReadonlyMap<string, unknown>): boolean {
    const spec = doc.attrs.design as DesignSpec;
    if (asked?.spec !== spec || asked.templates !== templates) {
      asked = { spec, templates, wanted: wantedOf(spec, templates) };
    }
    const { wanted } = asked;
    const letters = rareLetters(doc);
    const key = JSON.stringify([wanted, letters]);
    if (key !== families) {
      families = key;
      waitingForFonts = true;
      answer({ kind: "fontsWanted", wanted, letters });
    }
    return !waitingForFonts && composing !== null;
  }

  /** Hyphenation patterns beyond the common ones are fetched; the pages are made again when they are there. */
  function askForHyphenation(here: Open): void {
    for (const lang of languagesOf(here.doc)) {
      if (here.languages.has(lang)) continue;
      here.languages.add(lang);
      void loadHyphenation(lang).then((ready) => {
        if (ready && open === here && !COMMON.test(lang)) {
          startAnew();
          schedule();
        }
      });
    }
  }

  /** The next layout is from scratch: something outside the document is another than before. */
  function startAnew(): void {
    if (composing && templates) composing = { ...composing, engine: engineOn(composing.shaper, templates) };
  }

  /** What the printer would say; pages that are as they were are not looked at again. */
  function pressSays(here: Open, pages: readonly Page[], lists: readonly DisplayList[]): readonly Finding[] {
    const { facing } = (here.design as Design).page;
    const sizes = new Map(here.pictures.map((picture) => [picture.media, picture]));
    askForTones(here, lists);
    const job: PressJob = { rules, facing, sizes, tones: here.tones, locked };
    return pressFindings(
      pages.map(({ side }, n) => ({ side, list: lists[n] as DisplayList })),
      job,
    );
  }

  function askForTones(here: Open, lists: readonly DisplayList[]): void {
    const { epoch, tonesAsked, tonesMissing } = here;
    const under = new Set(lists.flatMap((list) => [...picturesUnderType(list)]));
    const media = [...tonesMissing, ...[...under].filter((one) => !tonesAsked.has(one))];
    if (media.length === 0) return;
    here.tonesMissing = [];
    for (const one of media) tonesAsked.add(one);
    answer({ kind: "tonesWanted", epoch, media });
  }

  /** Sends the pages that the window has not. */
  function show(
    here: Open,
    engine: Engine,
    pages: readonly Page[],
    laidOut: { readonly design: Design; readonly complete: boolean; readonly took: number },
  ): void {
    const changed: Extract<FromCompositor, { kind: "layout" }>["changed"][number][] = [];
    const buffers: ArrayBuffer[] = [];
    const lists = pages.map((page, index) => {
      const list = engine.paint(page);
      if (here.sent[index] !== list) {
        const { list: handed, buffer } = transferable(list);
        buffers.push(buffer);
        const photos = page.photos.map(({ block, box, ppi }) => ({ block, box, ppi }));
        changed.push({ index, page: { list: handed, side: page.side, photos } });
      }
      return list;
    });
    here.sent = lists;
    const design = here.design === laidOut.design ? null : laidOut.design;
    here.design = laidOut.design;
    const { epoch, revision } = here;
    const { complete, took } = laidOut;
    answer({ kind: "layout", epoch, revision, count: lists.length, changed, complete, design, took }, buffers);
  }

  /**
   * Says what there is to say of a layout whose pages were shown. It is thought of after the ink, and not at all when
   * the pages have changed again or are about to.
   */
  function say(here: Open, { pages, findings, copyfit, story }: Layout, lists: readonly DisplayList[]): void {
    if (open !== here || here.sent !== lists || scheduled) return;
    const { epoch, revision } = here;
    const all = [...withPress(findings, pressSays(here, pages, lists)), ...spacingFaultsIn(story)];
    answer({ kind: "said", epoch, revision, findings: all, copyfit, places: placesOf(pages) });
  }

  function layOut(): void {
    scheduled = false;
    const here = open;
    if (!here || !templates) return;
    const began = now();
    const files = templates;
    attempt(here, () => {
      if (!fontsAreThere(here.doc, files) || !composing) return;
      askForHyphenation(here);
      const { engine } = composing;
      const slices = engine.layOutSlices(here.doc);
      let step = slices.next();
      if (here.sent.length === 0) {
        const first: Page[] = [];
        for (; !step.done && first.length < PAGES_AT_ONCE; step = slices.next()) first.push(step.value.page);
        const design = engine.designOf(here.doc);
        if (!step.done) show(here, engine, first, { design, complete: false, took: now() - began });
      }
      while (!step.done) step = slices.next();
      const layout = step.value;
      show(here, engine, layout.pages, { design: layout.design, complete: true, took: now() - began });
      askForShapes(here);
      const lists = here.sent;
      setTimeout(() => attempt(here, () => say(here, layout, lists)), 0);
    });
  }

  /** What goes wrong is told, and the pages before stay. */
  function attempt({ epoch, revision }: Open, work: () => void): void {
    try {
      work();
    } catch (error) {
      const code = error instanceof DesignError ? "design" : "internal";
      const message = error instanceof Error ? error.message : String(error);
      answer({ kind: "failed", epoch, revision, code, message });
    }
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    // Behind the messages that have already come in.
    setTimeout(layOut, 0);
  }

  return {
    take(message) {
      switch (message.kind) {
        case "open": {
          const doc = Node.fromJSON(schema, message.doc);
          open = {
            ...message,
            doc,
            shapes: new Map(),
            shapesAsked: new Set(),
            shapesMissing: [],
            tones: new Map(),
            tonesAsked: new Set(),
            tonesMissing: [],
            sent: [],
            design: null,
            languages: new Set(),
          };
          startAnew();
          break;
        }
        case "templates":
          templates = new Map(message.templates);
          families = "";
          startAnew();
          break;
        case "steps": {
          if (open?.epoch !== message.epoch) return;
          for (const json of message.steps) {
            const result = Step.fromJSON(schema, json).apply(open.doc);
            if (!result.doc) throw new RangeError(`a step does not fit the compositor's document: ${result.failed}`);
            open.doc = result.doc;
          }
          open.revision = message.revision;
          break;
        }
        case "printer":
          rules = message.rules;
          break;
        case "pictures":
          if (open?.epoch !== message.epoch) return;
          open.pictures = message.pictures;
          break;
        case "shapes":
          if (open?.epoch !== message.epoch) return;
          open.shapes = new Map([...open.shapes, ...message.shapes]);
          break;
        case "tones":
          if (open?.epoch !== message.epoch) return;
          open.tones = new Map([...open.tones, ...message.tones]);
          break;
        case "fonts": {
          locked = new Map(
            message.fonts.flatMap(({ id, family, subfamily, restricted }) =>
              restricted ? [[id, `${family} ${subfamily}`] as const] : [],
            ),
          );
          const ids = message.fonts.map(({ id }) => id).join(" ");
          if (composing && ids === composing.fonts) {
            // A letter that no font has brings no font: what is shaped stays as it is.
            waitingForFonts = false;
            break;
          }
          const askedFor = families;
          shaperFor(message.fonts).then(
            (shaper) => {
              if (askedFor !== families || !templates) return;
              composing = { shaper, engine: engineOn(shaper, templates), fonts: ids };
              waitingForFonts = false;
              if (open) {
                open.sent = [];
                open.design = null;
              }
              schedule();
            },
            (error: unknown) => {
              const message = error instanceof Error ? error.message : String(error);
              answer({
                kind: "failed",
                epoch: open?.epoch ?? 0,
                revision: open?.revision ?? 0,
                code: "fonts",
                message,
              });
            },
          );
          return;
        }
      }
      schedule();
    },
  };
}

/** Languages whose patterns are always there; laying out again for them would be work for nothing. */
const COMMON = /^(vi|en)\b/;

/** Kept by node, since an edit changes few of them. */
function languagesOf(node: Node): ReadonlySet<string> {
  const known = languages.get(node);
  if (known) return known;
  const found = new Set<string>(typeof node.attrs.lang === "string" ? [node.attrs.lang] : []);
  for (const mark of node.marks) if (mark.type.name === "lang") found.add(mark.attrs.lang as string);
  node.forEach((child) => {
    for (const lang of languagesOf(child)) found.add(lang);
  });
  const kept = found.size === 0 ? NO_LANGUAGE : found;
  languages.set(node, kept);
  return kept;
}
const languages = new WeakMap<Node, ReadonlySet<string>>();
const NO_LANGUAGE: ReadonlySet<string> = new Set();

/** What the design asks for; one that is none asks for nothing, and fails in the layout. */
function wantedOf(spec: DesignSpec, templates: ReadonlyMap<string, unknown>): readonly FontRequest[] {
  const template = templates.get(spec.template);
  if (template === undefined) return [];
  return fontRequests(resolveDesign([template, spec.overrides], spec.template));
}
