/**
 * The engine: a document in, pages out, and the next time only what changed. It holds every cache of the chain; a
 * page is made anew only when the copy it began with or a unit it looked at is another object than before. What it
 * returns is the same as from scratch, always.
 */
import type { Node } from "prosemirror-model";
import { type Finding, finding } from "../finding.ts";
import { type PhotoItem, storyReader, type Story, type StoryItem } from "../schema/story.ts";
import type { DesignSpec } from "../schema/attributes.ts";
import { type Design, DesignError, resolveDesign } from "../schema/template.ts";
import { fontFindings, fontRequest } from "../typesetting/fontRequests.ts";
import type { Shaper } from "../typesetting/shaper.ts";
import { pt } from "../units.ts";
import { type Composed, composePage, type Context, type Remaining, startOf } from "./compose.ts";
import type { DisplayList } from "./display.ts";
import { type GroupUnit, heroOf, type Unit } from "./flow.ts";
import { type Geometry, geometryOf } from "./geometry.ts";
import { groupUnit, textUnit } from "./groups.ts";
import { closingQuestion } from "./keeps.ts";
import type { Page } from "./page.ts";
import { paintPage } from "./paint.ts";
import type { Pictures } from "./photos.ts";
import { createSetter, createSettingCaches, type Setter } from "./setter.ts";

export type Layout = {
  readonly design: Design;
  readonly pages: readonly Page[];
  readonly findings: readonly Finding[];
  /**
   * Lines too many (positive) or still to write (negative) for the pages wanted. No number of pages can be asked for
   * yet, so the pages wanted are those the copy takes: the figure is what their last one could still hold.
   */
  readonly copyfit: { readonly lines: number };
};

export type Engine = {
  /** Throws `DesignError` when the document's design does not make a page. */
  layOut(doc: Node): Layout;
  /**
   * The same, a page at a time, so that the pages in view can be shown before the others are made. What is left of a
   * run that is given up is lost; nothing of it is kept. Throws `DesignError`.
   */
  layOutSlices(doc: Node): Generator<Slice, Layout, void>;
  /** The display list of a page that this engine made; the same object while the page is. */
  paint(page: Page): DisplayList;
  /** The design a document asks for. */
  designOf(doc: Node): Design;
};

/** A page made or found again; `changed` says which. */
export type Slice = { readonly page: Page; readonly changed: boolean };

export type EngineOptions = {
  readonly shaper: Shaper;
  readonly pictures: Pictures;
  /** Template files by name. */
  readonly templates: ReadonlyMap<string, unknown>;
  /** Laid over the document's own design: the command line's `--design`. */
  readonly overrides?: readonly unknown[];
};

/** What of a design's caches belongs together: another design starts anew, but for the shaper's own word cache. */
type Desk = {
  readonly spec: DesignSpec;
  readonly design: Design;
  readonly setter: Setter;
  readonly geometry: Geometry;
  readonly units: WeakMap<StoryItem, Unit>;
  /** The sections laid out last, and all their units in order. */
  last: { readonly sections: Story["sections"]; readonly units: readonly Unit[] };
  /** What of the design cannot be done: families that are not there, features the engine has not. */
  readonly told: readonly Finding[];
  memory: readonly Remembered[];
};
type Remembered = {
  readonly rest: Remaining;
  readonly looked: readonly Unit[];
  /** Which of the units looked at was the closing question; -1 when none. */
  readonly closing: number;
  /** Where the first of them stood. */
  readonly first: number;
  /** Sizes of the pictures among them, in order. */
  readonly sizes: readonly PictureSize[];
  readonly composed: Composed;
};
type PictureSize = ReturnType<Pictures["sizeOf"]>;

export function createEngine(options: EngineOptions): Engine {
  const { shaper, pictures, templates } = options;
  const read = storyReader();
  const caches = createSettingCaches();
  const designs = new WeakMap<Page, Design>();
  const painted = new WeakMap<Page, DisplayList>();
  let desk: Desk | null = null;
  let lastDesign: Design | null = null;
  let before: Story | null = null;

  function designFor(spec: DesignSpec): Design {
    const template = templates.get(spec.template);
    if (template === undefined) {
      const known = [...templates.keys()].sort().join(", ");
      throw new DesignError(`there is no template "${spec.template}"; there are ${known}`);
    }
    return resolveDesign([template, spec.overrides, ...(options.overrides ?? [])], spec.template);
  }

  function deskFor(spec: DesignSpec): Desk {
    if (desk && (desk.spec === spec || JSON.stringify(desk.spec) === JSON.stringify(spec))) return desk;
    const design = designFor(spec);
    const setter = createSetter(design, shaper, caches);
    const body = design.styles.answer;
    const { font } = shaper.resolve(fontRequest(body));
    const xHeight = pt(shaper.metrics(font).xHeight * body.size);
    desk = {
      spec,
      design,
      setter,
      geometry: geometryOf(design, xHeight),
      units: new WeakMap(),
      last: { sections: [], units: [] },
      told: [...fontFindings(design, shaper), ...unused(design)],
      memory: [],
    };
    return desk;
  }

  function unitOf(item: StoryItem, { units, geometry, setter, design }: Desk): Unit {
    const known = units.get(item);
    if (known) return known;
    const unit: Unit =
      item.kind === "photo"
        ? { kind: "photo", item }
        : item.kind === "text"
          ? textUnit(item, geometry.measure, geometry, setter)
          : groupUnit(item, geometry, setter, pictures, design.photos.missingRatio);
    units.set(item, unit);
    return unit;
  }

  /** A box whose picture has another size than when it was set. */
  function isStale(unit: GroupUnit): boolean {
    return unit.parts.some(
      (part) => part.kind === "photo" && !sameSize(part.block.size, pictures.sizeOf(part.block.item)),
    );
  }

  /** The sections that are the same arrays as last time, from either end, bring the units they had. */
  function unitsOf(story: Story, here: Desk): readonly Unit[] {
    const { sections } = story;
    const last = here.last;
    const most = Math.min(sections.length, last.sections.length);
    let head = 0;
    while (head < most && sections[head] === last.sections[head]) head++;
    let tail = 0;
    const end = sections.length;
    const lastEnd = last.sections.length;
    while (tail < most - head && sections[end - 1 - tail] === last.sections[lastEnd - 1 - tail]) tail++;

    const count = (from: number, to: number) => {
      let units = 0;
      for (let at = from; at < to; at++) units += sections[at]?.length ?? 0;
      return units;
    };
    const before = count(0, head);
    const after = count(end - tail, end);
    const changed: Unit[] = [];
    for (let at = head; at < end - tail; at++) for (const item of sections[at] ?? []) changed.push(unitOf(item, here));
    const units = last.units.slice(0, before).concat(changed, last.units.slice(last.units.length - after));
    for (const [at, unit] of units.entries()) {
      if (unit.kind !== "group" || !isStale(unit)) continue;
      here.units.delete(unit.item);
      units[at] = unitOf(unit.item, here);
    }
    here.last = { sections, units };
    return units;
  }

  /** Everything besides the flow that a page may show: when it changes no page is reused. */
  function sameFrame(a: Story, b: Story): boolean {
    return (
      a.kicker === b.kicker &&
      a.headline === b.headline &&
      a.standfirst === b.standfirst &&
      a.byline.length === b.byline.length &&
      a.byline.every((credit, n) => credit.item === b.byline[n]?.item && credit.after === b.byline[n]?.after) &&
      JSON.stringify([a.issue, a.speakers]) === JSON.stringify([b.issue, b.speakers])
    );
  }

  function* layOutSlices(doc: Node): Generator<Slice, Layout, void> {
    const here = deskFor(doc.attrs.design as DesignSpec);
    const story = read(doc);
    const units = unitsOf(story, here);
    const context: Context = {
      story,
      design: here.design,
      geometry: here.geometry,
      setter: here.setter,
      pictures,
      units,
      closing: closingQuestion(units),
      hero: heroOf(story),
    };
    const reusable = lastDesign === here.design && before !== null && sameFrame(before, story);
    const memory: Remembered[] = [];
    let rest: Remaining | null = startOf();
    while (rest) {
      const old: Remembered | undefined = reusable ? here.memory[memory.length] : undefined;
      const reused = old ? reuse(old, rest, context) : null;
      const composed: Composed = reused ?? composePage(context, rest);
      memory.push(old && reused === old.composed ? old : remember(rest, composed, context));
      rest = composed.rest;
      designs.set(composed.page, here.design);
      yield { page: composed.page, changed: reused === null };
      if (memory.length > MOST_PAGES) throw new RangeError(`a layout of over ${MOST_PAGES} pages does not end`);
    }
    here.memory = memory;
    lastDesign = here.design;
    before = story;
    const pages = memory.map((m) => m.composed.page);
    return {
      design: here.design,
      pages,
      findings: [...here.told, ...placementsUnused(units), ...oncePerFont(pages.flatMap((page) => page.findings))],
      copyfit: { lines: -(pages[pages.length - 1]?.spare ?? 0) },
    };
  }

  return {
    designOf: (doc) => deskFor(doc.attrs.design as DesignSpec).design,
    layOutSlices,
    layOut(doc) {
      const slices = layOutSlices(doc);
      let step = slices.next();
      while (!step.done) step = slices.next();
      return step.value;
    },
    paint(page) {
      const known = painted.get(page);
      if (known) return known;
      const design = designs.get(page);
      if (!design) throw new RangeError(`page ${page.number} was not made by this engine`);
      const list = paintPage(page, design);
      painted.set(page, list);
      return list;
    },
  };
}
const MOST_PAGES = 20_000;

/** Roles that stand in the columns, where a style may not span them yet. */
const IN_COLUMNS: ReadonlySet<string> = new Set([
  "intro",
  "question",
  "answer",
  "crosshead",
  "pull_quote",
  "list_item",
]);

/** Fields of the design that are read and not obeyed: said, so that nobody looks for the mistake elsewhere. */
function unused(design: Design): readonly Finding[] {
  return Object.values(design.styles).flatMap((style) => {
    const asked = [
      ...(style.dropCap ? ["dropCap"] : []),
      ...(style.span === "all" && IN_COLUMNS.has(style.name) ? ["span"] : []),
    ];
    return asked.map((field) =>
      finding(
        "warning",
        "design-unused",
        `styles.${style.name}.${field} is set, and this version does not do it`,
        "Take the field out of the design",
      ),
    );
  });
}

function placementsUnused(units: readonly Unit[]): readonly Finding[] {
  const found: Finding[] = [];
  for (const unit of units) {
    if (unit.kind === "text" || unit.item.placement.kind !== "pinned") continue;
    found.push(
      finding(
        "warning",
        "placement-unused",
        "A piece is pinned to a place, and this version places it by itself",
        "Look where it stands",
        { place: [unit.item.id, 0, 0] },
      ),
    );
  }
  return found;
}

/** What a font has not is said once for font and feature, at the first words that show it. */
function oncePerFont(findings: readonly Finding[]): readonly Finding[] {
  const said = new Set<string>();
  return findings.filter(({ code, message }) => {
    if (code !== "feature-missing") return true;
    if (said.has(message)) return false;
    said.add(message);
    return true;
  });
}

/** The first unit a page depends on: what waits for it, and the words just before it. */
function firstUnit(rest: Remaining, units: readonly Unit[]): number {
  let at = rest.cursor.unit - 1;
  while (units[at]?.kind === "photo") at--;
  return Math.max(0, Math.min(at, ...rest.waiting));
}

function closingWithin(closing: number, first: number, looked: number): number {
  return closing >= first && closing < looked ? closing - first : -1;
}

function remember(rest: Remaining, composed: Composed, { units, closing, pictures }: Context): Remembered {
  const first = firstUnit(rest, units);
  const looked = units.slice(first, composed.looked);
  const sizes = looked.flatMap((unit) => photosIn(unit).map((photo) => pictures.sizeOf(photo)));
  return { rest, looked, closing: closingWithin(closing, first, composed.looked), sizes, first, composed };
}

const NO_PHOTOS: readonly PhotoItem[] = [];
function photosIn(unit: Unit): readonly PhotoItem[] {
  if (unit.kind === "text") return NO_PHOTOS;
  if (unit.kind === "photo") return [unit.item];
  return unit.item.items.filter((part) => part.kind === "photo");
}

function sameSize(a: PictureSize, b: PictureSize): boolean {
  return a?.media === b?.media && a?.width === b?.width && a?.height === b?.height;
}

/** Are the pictures among these units as large as they were, and as many of them there? */
function sameSizes(looked: readonly Unit[], sizes: readonly PictureSize[], pictures: Pictures): boolean {
  let at = 0;
  for (const unit of looked) {
    for (const photo of photosIn(unit)) {
      if (!sameSize(sizes[at++] ?? null, pictures.sizeOf(photo))) return false;
    }
  }
  return true;
}

/** The page made before, when everything it was made from is the same; its rest moved to where the units are now. */
function reuse(old: Remembered, rest: Remaining, { units, closing, pictures }: Context): Composed | null {
  const shift = rest.cursor.unit - old.rest.cursor.unit;
  if (rest.cursor.line !== old.rest.cursor.line) return null;
  if (rest.waiting.length !== old.rest.waiting.length) return null;
  if (!rest.waiting.every((unit, n) => unit - (old.rest.waiting[n] ?? -1) === shift)) return null;
  if (rest.ahead.length !== old.rest.ahead.length) return null;
  if (!rest.ahead.every((unit, n) => unit - (old.rest.ahead[n] ?? -1) === shift)) return null;
  const first = old.first + shift;
  if (first < 0) return null;
  for (let n = 0; n < old.looked.length; n++) if (units[first + n] !== old.looked[n]) return null;
  if (!sameSizes(old.looked, old.sizes, pictures)) return null;
  const looked = old.composed.looked + shift;
  if (closingWithin(closing, first, looked) !== old.closing) return null;
  // A page that saw the end of the copy, or comes to see it now, is made again.
  const sawEnd = old.composed.rest === null;
  if (sawEnd !== looked >= units.length && (sawEnd || looked >= units.length)) return null;
  if (shift === 0) return old.composed;
  const move = (cursor: Remaining["cursor"]) => ({ unit: cursor.unit + shift, line: cursor.line });
  const next = old.composed.rest;
  return {
    page: old.composed.page,
    looked,
    rest: next && {
      ...next,
      cursor: move(next.cursor),
      waiting: next.waiting.map((unit) => unit + shift),
      ahead: next.ahead.map((unit) => unit + shift),
    },
  };
}
