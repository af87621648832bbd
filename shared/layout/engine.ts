/**
 * The engine: a document in, pages out, and the next time only what changed. It holds every cache of the chain; a
 * page is made anew only when the copy it began with or a unit it looked at is another object than before. What it
 * returns is the same as from scratch, always.
 */
import type { Node } from "prosemirror-model";
import type { Finding } from "../finding.ts";
import { storyReader, type Story, type StoryItem, type TextItem } from "../schema/story.ts";
import type { DesignSpec } from "../schema/attributes.ts";
import { type Design, DesignError, resolveDesign } from "../schema/template.ts";
import { fontFindings, fontRequest } from "../typesetting/fontRequests.ts";
import type { Shaper } from "../typesetting/shaper.ts";
import { pt } from "../units.ts";
import { composePage } from "./compose.ts";
import { type Context, placedOn } from "./context.ts";
import { type Copyfit, copyfitFindings, copyfitOf } from "./copyfit.ts";
import type { DisplayList } from "./display.ts";
import { heroOf, type TextUnit, type Unit } from "./flow.ts";
import { createGatherer, type Gatherer } from "./gallery.ts";
import { type Geometry, geometryOf, spanWidth } from "./geometry.ts";
import { textUnit } from "./groups.ts";
import { firstCaps } from "./openings.ts";
import { type QuoteReader, quoteReader } from "./quotes.ts";
import { closingQuestion } from "./keeps.ts";
import type { Page } from "./page.ts";
import { type Kept, type Maker, pagesInTurn, type Slice } from "./pageLoop.ts";
import { paintPage } from "./paint.ts";
import { withPdfPages } from "./pdfPictures.ts";
import type { Pictures } from "./photos.ts";
import { createOpenerColumns, type OpenerColumns } from "./openerColumns.ts";
import { createPieceMaker, type PieceMaker } from "./pieces.ts";
import { repeatedWords } from "./repeatedWords.ts";
import { createSetter, createSettingCaches, type Setter } from "./setter.ts";
import { spendFindings } from "./spendReport.ts";
import { createUnevenSetter, type UnevenSetter } from "./uneven.ts";
import { plainWhereBetter, withoutSpending } from "./spendWorth.ts";
import { createTrials, type Trials } from "./trials.ts";
import { createVariants, type Variants } from "./variants.ts";
import { betterEnding, holdsFor, type Sought, withEnding } from "./wholeStory.ts";

export type Layout = {
  readonly design: Design;
  /** What was laid out. */
  readonly story: Story;
  readonly pages: readonly Page[];
  readonly findings: readonly Finding[];
  readonly copyfit: Copyfit;
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
  readonly uneven: UnevenSetter;
  readonly variants: Variants;
  readonly pieces: PieceMaker;
  readonly gather: Gatherer;
  /** Null where the opener has the columns of all pages. */
  readonly openerColumns: OpenerColumns | null;
  readonly units: WeakMap<StoryItem, Unit>;
  /** Paragraphs set as the story's first of their style. */
  firsts: ReadonlySet<StoryItem>;
  /** The sections laid out last, and all their units in order. */
  last: { readonly sections: Story["sections"]; readonly units: readonly Unit[]; readonly pieces: readonly number[] };
  /** What of the design cannot be done: families that are not there, features the engine has not. */
  readonly told: readonly Finding[];
  memory: readonly Kept[];
  /** The pages as they are with nothing spent, where that was asked. */
  unspent: readonly Kept[];
  trials: Trials;
  readonly changedQuotes: QuoteReader;
  /** How the story ends better; null before that was asked. */
  sought: Sought | null;
  /** The pages that came out last. */
  shown: readonly Page[];
};
export function createEngine(options: EngineOptions): Engine {
  const { shaper, templates } = options;
  const pictures = withPdfPages(options.pictures);
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
    const geometry = geometryOf(design, xHeight);
    desk = {
      spec,
      design,
      setter,
      geometry,
      uneven: createUnevenSetter(geometry, setter),
      variants: createVariants(geometry, setter, design.columns.spend),
      pieces: createPieceMaker(design, geometry, setter, pictures),
      gather: createGatherer(design, pictures),
      openerColumns: createOpenerColumns(design, xHeight, setter, pictures, (item, own, first) =>
        paragraphIn(item, own, setter, first),
      ),
      units: new WeakMap(),
      firsts: new Set(),
      last: { sections: [], units: [], pieces: [] },
      told: [...fontFindings(design, shaper)],
      memory: [],
      unspent: [],
      trials: createTrials(),
      changedQuotes: quoteReader(),
      sought: null,
      shown: [],
    };
    return desk;
  }

  function unitOf(item: StoryItem, here: Desk): Unit {
    const known = here.units.get(item);
    if (known && (known.kind !== "text" || known.first === here.firsts.has(item))) return known;
    const unit: Unit =
      item.kind === "text"
        ? paragraphUnit(item, here)
        : item.kind === "photo"
          ? { kind: "photo", item }
          : { kind: "group", item };
    here.units.set(item, unit);
    return unit;
  }

  function paragraphUnit(item: TextItem, { firsts, geometry, setter }: Desk): TextUnit {
    return paragraphIn(item, geometry, setter, firsts.has(item));
  }

  /** The sections that are the same arrays as last time, from either end, bring the units they had. */
  function unitsOf(story: Story, here: Desk): readonly Unit[] {
    const { sections } = story;
    const last = here.last;
    const hadFirsts = here.firsts;
    here.firsts = firstCaps(story, here.design, here.setter.styleOf);
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
    // A paragraph that is no longer the first of its style, or has become it.
    if (hadFirsts.size > 0 || here.firsts.size > 0) {
      for (const [at, unit] of units.entries()) if (unit.kind === "text") units[at] = unitOf(unit.item, here);
    }
    // Pieces are few: where they stand is carried over, so that nobody has to look for them among all units.
    const shift = units.length - last.units.length;
    const kept = last.units.length - after;
    const pieces = last.pieces.filter((at) => at < before);
    for (const [n, unit] of changed.entries()) if (unit.kind !== "text") pieces.push(before + n);
    for (const at of last.pieces) if (at >= kept) pieces.push(at + shift);
    here.last = { sections, units, pieces };
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
      JSON.stringify([a.issue, a.speakers, repeatedWords(a)]) ===
        JSON.stringify([b.issue, b.speakers, repeatedWords(b)])
    );
  }

  function* layOutSlices(doc: Node): Generator<Slice, Layout, void> {
    const here = deskFor(doc.attrs.design as DesignSpec);
    const story = here.gather(read(doc));
    const units = unitsOf(story, here);
    const context: Context = {
      story,
      design: here.design,
      geometry: here.geometry,
      setter: here.setter,
      uneven: here.uneven,
      variants: here.variants,
      pulled: null,
      pieces: here.pieces,
      pictures,
      units,
      closing: closingQuestion(units),
      hero: heroOf(story),
      pieceUnits: here.last.pieces,
      placedOn: placedOn(units, here.last.pieces),
    };
    const reusable = lastDesign === here.design && before !== null && sameFrame(before, story);
    /** Pages at the beginning whose columns are the opener's own. */
    let fixed = 0;
    const makerIn = (following: Context, page: number): Maker => {
      const columns = here.openerColumns?.covers(story, context.hero, page) ? here.openerColumns : null;
      if (!columns) return { context: following, compose: (rest) => composePage(following, rest), fixed: false };
      fixed = page;
      const own = columns.on(following, here.firsts);
      return { context: own, compose: (rest) => columns.compose(own, following, rest), fixed: true };
    };
    const turns = pagesInTurn(reusable ? here.memory : [], (page) => makerIn(context, page));
    let turn = turns.next();
    for (; !turn.done; turn = turns.next()) {
      designs.set(turn.value.page, here.design);
      yield turn.value;
    }
    here.memory = turn.value;
    const memory = turn.value.map(({ own }) => own);
    const tail = memory.map(({ composed }) => composed);
    if (!reusable) here.trials = createTrials();
    // Last pages that are the same objects as last time end as they did then.
    if (!reusable || !here.sought || !holdsFor(here.sought, memory))
      here.sought = betterEnding(context, memory, fixed, here.trials);
    const plain = { ...context, design: withoutSpending(here.design) };
    const weighed = plainWhereBetter(tail, here.sought.ending, reusable ? here.unspent : [], (page) =>
      makerIn(plain, page),
    );
    here.unspent = weighed.kept;
    const { ending } = weighed;
    const pages = withEnding(tail, ending).map(({ page }) => page);
    for (let at = ending?.from ?? pages.length; at < pages.length; at++) {
      const page = pages[at];
      if (!page) continue;
      designs.set(page, here.design);
      yield { page, changed: page !== here.shown[at] };
    }
    here.shown = pages;
    lastDesign = here.design;
    before = story;
    const copyfit = copyfitOf(pages, here.design, here.geometry);
    return {
      design: here.design,
      story,
      pages,
      findings: [
        ...here.told,
        ...here.changedQuotes(story, units, here.last.pieces),
        ...spendFindings(story, pages),
        ...copyfitFindings(pages, copyfit),
        ...oncePerFont(pages.flatMap((page) => page.findings)),
      ],
      copyfit,
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
function paragraphIn(item: TextItem, geometry: Geometry, setter: Setter, first: boolean): TextUnit {
  const spans = geometry.count > 1 && setter.styleOf(item).span === "all";
  const measure = spans ? spanWidth(geometry, geometry.count) : geometry.measure;
  return { ...textUnit(item, measure, geometry, setter, first), spans };
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
