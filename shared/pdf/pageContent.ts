/**
 * One page's display list as a content stream: the twin of the painter on screen, one switch over the same items.
 * Says also which resources the page needs and where its links lie.
 */
import { type Ink, REGISTRATION } from "../color/ink.ts";
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { Box, DisplayItem, DisplayList, Origin, Point } from "../layout/display.ts";
import { runBox } from "../layout/upward.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";
import { unreachable } from "../units.ts";
import type { Corners, PageBoxes } from "./boxes.ts";
import type { Content } from "./content.ts";
import type { FontBook } from "./fonts.ts";
import { type InkBook, spaceIn } from "./inks.ts";
import { type Furniture, MARK_WEIGHT, TARGET_RADIUS } from "./marks.ts";
import type { Ref } from "./objects.ts";
import { overprint as overprintRule } from "./overprint.ts";
import { picturePlacement } from "./placePicture.ts";
import type { LinkTag, PageTags } from "./tags.ts";
import { type CapText, NO_CAP, showRun, textState } from "./text.ts";
import { showOutlines } from "./outlineRun.ts";
import type { JobTicket, PreparedPicture } from "./ticket.ts";

type PictureItem = Extract<DisplayItem, { kind: "picture" }>;
type GlyphsItem = Extract<DisplayItem, { kind: "glyphs" }>;

/** A picture on the page: its object and how to place it; null where it could not be had. */
export type PlacedPicture = { readonly resource: string; readonly ref: Ref; readonly picture: PreparedPicture } | null;

export type PageResources = {
  readonly fonts: Map<string, Ref>;
  readonly spaces: Map<string, Ref>;
  readonly pictures: Map<string, Ref>;
  /** Where each link of the page lies, and the words it covers. */
  readonly links: { readonly link: LinkTag; readonly rect: Corners; readonly words: string }[];
  readonly findings: Finding[];
};

export type PagePorts = {
  readonly fonts: FontBook;
  readonly inks: InkBook;
  readonly tags: PageTags;
  /** In the order of the page's picture items. */
  readonly pictures: readonly PlacedPicture[];
  /** Runs that a space follows in the text, but not in the line. */
  readonly spaceAfter: ReadonlySet<GlyphRun>;
  readonly glyphPath: JobTicket["glyphPath"];
  /** Makes a link of an address, or null where this kind of file has none. */
  readonly link: (href: string) => LinkTag | null;
  /** Black type of this size and more knocks out over pictures and tints; points. */
  readonly largeType: number | undefined;
};

/** The two graphics states of all pages, by resource name (ISO 32000-1 §8.6.7). */
export const GRAPHICS_STATES = {
  Over: { Type: "ExtGState", OP: true, op: true, OPM: 1 },
  Knock: { Type: "ExtGState", OP: false, op: false, OPM: 1 },
} as const;

/** `furniture`: what belongs to the job, not to the page: marks, slug, proof line. */
export function writePage(
  out: Content,
  list: DisplayList,
  boxes: PageBoxes,
  furniture: Furniture,
  ports: PagePorts,
): PageResources {
  const resources: PageResources = {
    fonts: new Map(),
    spaces: new Map(),
    pictures: new Map(),
    links: [],
    findings: [],
  };
  const text = textState();
  let marked: string | null = null;
  let inText = false;
  let fill = "";
  let stroke = "";
  let overprints = false;
  let pictureIndex = 0;
  let missing = 0;
  /** The link that the last run belonged to: neighbouring runs of one address are one link. */
  let link: LinkTag | null = null;
  const over = overprintRule(ports.largeType);

  function endText(): void {
    if (inText) out.ascii("ET\n");
    inText = false;
  }
  /** Opens the marked content that `key` names, unless it is open already. `open` writes its beginning. */
  function mark(key: string, open: () => void): void {
    if (marked === key) return;
    endText();
    if (marked !== null) out.ascii("EMC\n");
    open();
    marked = key;
  }
  function artifact(type: "Pagination" | "Layout" | "Page"): void {
    mark(`artifact ${type}`, () => out.ascii(`/Artifact <</Type /${type}>> BDC\n`));
  }
  function overprint(wanted: boolean): void {
    if (overprints === wanted) return;
    out.ascii(wanted ? "/Over gs\n" : "/Knock gs\n");
    overprints = wanted;
  }
  function noteSpace(operators: string): void {
    const space = spaceIn(operators);
    if (space) resources.spaces.set(space, ports.inks.spaces.get(space) as Ref);
  }
  function fillWith(ink: Ink, overprinting: boolean): void {
    const operators = ports.inks.operators(ink);
    overprint(overprinting && operators.mayOverprint);
    if (operators.fill === fill) return;
    noteSpace(operators.fill);
    out.ascii(operators.fill);
    fill = operators.fill;
  }
  function strokeWith(ink: Ink, overprinting: boolean): void {
    const operators = ports.inks.operators(ink);
    overprint(overprinting && operators.mayOverprint);
    if (operators.stroke === stroke) return;
    noteSpace(operators.stroke);
    out.ascii(operators.stroke);
    stroke = operators.stroke;
  }
  function rectangle(box: Box): void {
    const [left, bottom, right, top] = boxes.corners(box);
    for (const value of [left, bottom, right - left, top - bottom]) out.num(value);
    out.ascii("re\n");
  }

  /** Letters of a drop cap that the next run is read with. */
  let letters = "";
  function capText(run: GlyphsItem["run"]): CapText {
    if (run.drop !== undefined) {
      letters += run.text;
      return { unread: true, before: "" };
    }
    if (letters === "") return NO_CAP;
    const before = letters;
    letters = "";
    return { unread: false, before };
  }

  function paintGlyphs(item: GlyphsItem): void {
    const { run, of } = item;
    if (run.glyphs.length === 0) return;
    if (of === "artifact") {
      link = null;
      artifact("Pagination");
    } else {
      const { block, role } = of;
      const href = run.look.href;
      if (href === null) link = null;
      else if (link?.href !== href || marked !== markKey(of, run.look.lang, href)) link = ports.link(href);
      const here = link;
      mark(markKey(of, run.look.lang, here ? here.href : null), () => {
        const number = ports.tags.text(block, role, run.look.lang, here);
        out.ascii(`/${here ? "Link" : "P"} <</MCID ${number}>> BDC\n`);
      });
      if (here) {
        const rect = boxes.corners(runBox(item, 0.8, 0.2));
        resources.links.push({ link: here, rect, words: run.text });
      }
    }
    fillWith(item.ink, over.of(item));
    const { glyphPath } = ports;
    if (glyphPath) {
      endText();
      const path = (glyph: number) => glyphPath(run.font, glyph);
      missing += showOutlines(out, run, boxes.x(item.x), boxes.y(item.baseline), path, item.upward);
      return;
    }
    if (!inText) out.ascii("BT\n");
    inText = true;
    missing += showRun(
      out,
      run,
      boxes.x(item.x),
      boxes.y(item.baseline),
      ports.fonts,
      text,
      (resource, ref) => resources.fonts.set(resource, ref),
      ports.spaceAfter.has(run),
      capText(run),
      item.upward,
    );
  }

  function paintPicture(item: PictureItem): void {
    const placed = ports.pictures[pictureIndex++] ?? null;
    const of = item.of;
    link = null;
    if (of === "artifact") artifact("Layout");
    else {
      mark(`figure ${of.block} ${pictureIndex}`, () => {
        const number = ports.tags.figure(of.block, item.alt, boxes.corners(item.box));
        out.ascii(`/Figure <</MCID ${number}>> BDC\n`);
      });
    }
    endText();
    over.of(item);
    if (!placed) {
      paintMissing(item.box);
      return;
    }
    resources.pictures.set(placed.resource, placed.ref);
    overprint(false);
    const { clip, matrix } = picturePlacement(placed.picture, boxes.corners(item.box));
    out.ascii("q\n");
    if (clip) {
      rectangle(item.box);
      out.ascii("W n\n");
    }
    for (const value of matrix) out.num(value);
    out.ascii(`cm\n/${placed.resource} Do\nQ\n`);
  }

  /** For position only: a tinted box with its diagonals, so that nobody takes the gap for white space. */
  function paintMissing(box: Box): void {
    fillWith({ kind: "cmyk", c: 0, m: 0, y: 0, k: 0.1 }, false);
    rectangle(box);
    out.ascii("f\n");
    strokeWith({ kind: "cmyk", c: 0, m: 0, y: 0, k: 0.5 }, false);
    out.ascii("0.5 w\n");
    const [left, bottom, right, top] = boxes.corners(box);
    for (const [x1, y1, x2, y2] of [
      [left, bottom, right, top],
      [left, top, right, bottom],
    ] as const) {
      out.num(x1);
      out.num(y1);
      out.ascii("m ");
      out.num(x2);
      out.num(y2);
      out.ascii("l S\n");
    }
  }

  function paint(item: DisplayItem, of: "Layout" | "Page"): void {
    switch (item.kind) {
      case "glyphs":
        paintGlyphs(item);
        break;
      case "rule":
        link = null;
        artifact(of);
        endText();
        strokeWith(item.ink, over.of(item));
        out.num(item.weight);
        out.ascii("w ");
        out.num(boxes.x(item.from.x));
        out.num(boxes.y(item.from.y));
        out.ascii("m ");
        out.num(boxes.x(item.to.x));
        out.num(boxes.y(item.to.y));
        out.ascii("l S\n");
        break;
      case "fill":
        link = null;
        artifact(of);
        endText();
        fillWith(item.ink, over.of(item));
        rectangle(item.box);
        out.ascii("f\n");
        break;
      case "picture":
        paintPicture(item);
        break;
      default:
        unreachable(item);
    }
  }

  /** The ring of a registration target; four Bézier arcs. */
  function paintTarget(centre: Point): void {
    artifact("Page");
    endText();
    strokeWith(REGISTRATION, false);
    out.num(MARK_WEIGHT);
    out.ascii("w ");
    const x = boxes.x(centre.x);
    const y = boxes.y(centre.y);
    const r = TARGET_RADIUS;
    const k = r * 0.5523;
    out.num(x + r);
    out.num(y);
    out.ascii("m\n");
    for (const [x1, y1, x2, y2, x3, y3] of [
      [r, k, k, r, 0, r],
      [-k, r, -r, k, -r, 0],
      [-r, -k, -k, -r, 0, -r],
      [k, -r, r, -k, r, 0],
    ] as const) {
      for (const [dx, dy] of [
        [x1, y1],
        [x2, y2],
        [x3, y3],
      ] as const) {
        out.num(x + dx);
        out.num(y + dy);
      }
      out.ascii("c\n");
    }
    out.ascii("s\n");
  }

  out.clear();
  for (const item of list.items) paint(item, "Layout");
  for (const item of furniture.items) paint(item, "Page");
  for (const target of furniture.targets) paintTarget(target);
  endText();
  if (marked !== null) out.ascii("EMC\n");
  if (missing > 0) {
    resources.findings.push(
      tell("error", "glyph-missing.page", { count: missing, folio: list.folio }, { page: list.number }),
    );
  }
  return resources;
}

function markKey(of: Exclude<Origin, "artifact">, lang: string, href: string | null): string {
  return `${of.role} ${of.block} ${lang} ${href ?? ""}`;
}
