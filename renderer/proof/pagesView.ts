/**
 * The pages on the desk: a scrolling stage of spreads, each page a canvas painted when it comes into view, with caret,
 * selection and picture frame drawn over it. It reports points as places in the text and knows nothing of the editor.
 *
 * A canvas covers the whole page, or at high zoom only the stretch in view and half a view around it, so that memory
 * does not grow with the zoom. Positions on screen are whole device pixels: type must not blur.
 */
import type { Place } from "../../shared/finding.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import { boxesOf, caretAt, placeAt, wordsAt } from "../../shared/layout/place.ts";
import { pt, type TextOffset } from "../../shared/units.ts";
import type { PaintedPage } from "../compositor/messages.ts";
import { changedParts } from "./changedParts.ts";
import { type Brushes, paintList, paintPart } from "./paintList.ts";
import styles from "./pages.module.css";
import {
  ACTUAL,
  fitScale,
  LEAST_SCALE,
  MOST_SCALE,
  type Spread,
  spreadsOf,
  type Stage,
  stageOf,
  zoomStep,
} from "./spreads.ts";

/** What is selected in the story, as the pages show it. */
export type Shown = {
  readonly head: Place | null;
  readonly ranges: readonly Place[];
  /** A selected picture. */
  readonly photo: string | null;
  /** It is pinned where it stands. */
  readonly pinned: boolean;
  /** The story has the keyboard: the caret blinks. */
  readonly focused: boolean;
};

export type Pick =
  | {
      readonly kind: "text";
      readonly place: Place;
      readonly extend: boolean;
      readonly unit: "letter" | "word" | "paragraph";
    }
  | { readonly kind: "photo"; readonly block: string }
  | { readonly kind: "none" };

export type Zoom = { readonly fit: boolean; readonly scale: number };

export type PagesViewOptions = {
  readonly host: HTMLElement;
  readonly brushes: Brushes;
  onPick(pick: Pick): void;
  /** Zoom and the page nearest to the middle of the view; told after every change of either. */
  onView(zoom: Zoom, page: number): void;
  /** Words for a page, for those who hear it. */
  pageName(index: number, folio: string): string;
};

export type PagesView = {
  setPages(pages: readonly PaintedPage[], changed: ReadonlySet<number> | "all", facing: boolean): void;
  setShown(shown: Shown): void;
  /** Paints again what is in view: a font, picture or outline has come. */
  refresh(): void;
  fit(): void;
  zoomTo(scale: number): void;
  zoomBy(direction: 1 | -1): void;
  /** Scrolls so that the place is in view; false when no page has it. */
  reveal(place: Place): boolean;
  revealPage(index: number): void;
  /** The place under a point of the window, for drops. */
  placeUnder(clientX: number, clientY: number): Place | null;
  destroy(): void;
};

/** Between spreads and around them, in screen pixels. */
const GAP = 32;
/** Above this the glyph cache's letters are no longer exact. */
const OUTLINES_FROM = 2 * ACTUAL;
/** Device pixels of a canvas that holds a whole page. */
const LARGEST_CANVAS = 16e6;
/** Pages beyond this many views away give their canvas back. */
const KEPT_VIEWS = 2;

type Sheet = {
  readonly element: HTMLDivElement;
  readonly canvas: HTMLCanvasElement;
  readonly overlay: HTMLDivElement;
  /** Where it lies on the stage, in screen pixels: asking the element would make the browser lay out the window. */
  area: Window;
  /** The part of the page the canvas holds, in device pixels from the page's top left; null when nothing is painted. */
  window: Window | null;
  /** What the canvas shows; null when all of it is to be painted again. */
  shows: DisplayList | null;
};
type Window = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export function createPagesView(options: PagesViewOptions): PagesView {
  const { host, brushes } = options;
  const stageElement = document.createElement("div");
  stageElement.className = styles.stage ?? "";
  host.append(stageElement);

  let pages: readonly PaintedPage[] = [];
  let facing = true;
  let spreads: readonly Spread[] = [];
  let stage: Stage = { width: 0, height: 0, pages: [], rows: [] };
  let scale = ACTUAL / 2;
  let fitted = true;
  let sheets: Sheet[] = [];
  let shown: Shown = { head: null, ranges: [], photo: null, pinned: false, focused: false };
  let frame = 0;
  /** Caret, selection and frame are as they were drawn. */
  let marksStand = true;
  let lastPage = -1;
  const blockPages = new WeakMap<DisplayList, ReadonlySet<string>>();

  const ratio = () => window.devicePixelRatio || 1;
  const snapped = (value: number) => Math.round(value * ratio()) / ratio();
  const sizes = () =>
    pages.map(({ list, side }) => ({ width: list.trim.width as number, height: list.trim.height as number, side }));
  const room = () => ({ width: host.clientWidth, height: host.clientHeight });

  function newSheet(): Sheet {
    const element = document.createElement("div");
    element.className = styles.page ?? "";
    element.setAttribute("role", "img");
    const canvas = document.createElement("canvas");
    const overlay = document.createElement("div");
    overlay.className = styles.overlay ?? "";
    element.append(canvas, overlay);
    stageElement.append(element);
    return { element, canvas, overlay, area: { x: 0, y: 0, width: 0, height: 0 }, window: null, shows: null };
  }

  /** Puts every page where it belongs at the present zoom. */
  function arrange(): void {
    const all = sizes();
    spreads = spreadsOf(all, facing);
    if (fitted && all.length > 0 && host.clientWidth > 0) scale = fitScale(all, spreads, room(), GAP, facing);
    stage = stageOf(all, spreads, scale, GAP, facing);
    const { width, height } = room();
    stageElement.style.width = `${Math.max(stage.width, width)}px`;
    stageElement.style.height = `${Math.max(stage.height, height)}px`;
    while (sheets.length < pages.length) sheets.push(newSheet());
    for (const sheet of sheets.splice(pages.length)) sheet.element.remove();
    const left = Math.max(0, (width - stage.width) / 2);
    const top = stage.rows.length === 1 ? Math.max(0, (height - stage.height) / 2) : 0;
    for (const { index, x, y } of stage.pages) {
      const sheet = sheets[index] as Sheet;
      const { element } = sheet;
      const { list } = pages[index] as PaintedPage;
      sheet.area = {
        x: snapped(x + left),
        y: snapped(y + top),
        width: snapped(list.trim.width * scale),
        height: snapped(list.trim.height * scale),
      };
      element.style.left = `${sheet.area.x}px`;
      element.style.top = `${sheet.area.y}px`;
      element.style.width = `${sheet.area.width}px`;
      element.style.height = `${sheet.area.height}px`;
      const spread = spreads.find((each) => each.left === index || each.right === index);
      const spine = spread && spread.left !== null && spread.right !== null;
      element.dataset.spine = spine ? (spread.left === index ? "right" : "left") : "none";
      element.setAttribute("aria-label", options.pageName(index, list.folio));
    }
  }

  function setScale(next: number, at: { readonly x: number; readonly y: number } | null): void {
    const before = scale;
    const wanted = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, next));
    const anchor = at ?? { x: host.clientWidth / 2, y: host.clientHeight / 2 };
    // The point of paper under the anchor stays under it.
    const held = underPoint(anchor.x, anchor.y);
    scale = wanted;
    if (before === wanted) return tell();
    arrange();
    for (const sheet of sheets) sheet.shows = null;
    if (held) {
      const { area } = sheets[held.index] as Sheet;
      host.scrollLeft = area.x + held.x * scale - anchor.x;
      host.scrollTop = area.y + held.y * scale - anchor.y;
    }
    redraw();
  }

  /** The page nearest to a point of the view, and the point on it in points. */
  function underPoint(x: number, y: number): { readonly index: number; readonly x: number; readonly y: number } | null {
    const [sx, sy] = [x + host.scrollLeft, y + host.scrollTop];
    let best: { index: number; x: number; y: number } | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, { area }] of sheets.entries()) {
      const [px, py] = [sx - area.x, sy - area.y];
      const dx = Math.max(0, -px, px - area.width);
      const dy = Math.max(0, -py, py - area.height);
      if (dx + dy < least) {
        least = dx + dy;
        best = { index, x: px / scale, y: py / scale };
      }
    }
    return best;
  }

  /** Caret, selection and frame are drawn in the next frame, with the ink they stand over. */
  function redraw(): void {
    marksStand = false;
    schedule();
  }

  function schedule(): void {
    if (frame === 0) frame = requestAnimationFrame(paintVisible);
  }

  function paintVisible(): void {
    frame = 0;
    const { width, height } = room();
    if (width === 0 || height === 0) return;
    const [left, top] = [host.scrollLeft, host.scrollTop];
    for (const [index, sheet] of sheets.entries()) {
      const { x, y, width: w, height: h } = sheet.area;
      const away = Math.max(0, y - (top + height), top - (y + h), x - (left + width), left - (x + w));
      if (away > height * KEPT_VIEWS) {
        release(sheet);
        continue;
      }
      // Half a view ahead, so that scrolling meets painted paper.
      if (away > height / 2) continue;
      const wanted = windowOf(sheet, index);
      if (!covers(sheet.window, sheet, left, top, width, height)) sheet.shows = null;
      if (sheet.shows !== pages[index]?.list) paint(sheet, index, wanted);
    }
    tell();
    if (marksStand) return;
    marksStand = true;
    drawShown();
  }

  /** The stretch of a page to paint: all of it when a canvas can hold it. */
  function windowOf(sheet: Sheet, index: number): Window {
    const { list } = pages[index] as PaintedPage;
    const unit = scale * ratio();
    const whole = {
      x: 0,
      y: 0,
      width: Math.round(list.trim.width * unit),
      height: Math.round(list.trim.height * unit),
    };
    if (whole.width * whole.height <= LARGEST_CANVAS) return whole;
    const { width, height } = room();
    const x0 = Math.max(0, Math.floor((host.scrollLeft - sheet.area.x - width / 2) * ratio()));
    const y0 = Math.max(0, Math.floor((host.scrollTop - sheet.area.y - height / 2) * ratio()));
    return {
      x: Math.min(x0, whole.width),
      y: Math.min(y0, whole.height),
      width: Math.min(Math.ceil(width * 2 * ratio()), whole.width - Math.min(x0, whole.width)),
      height: Math.min(Math.ceil(height * 2 * ratio()), whole.height - Math.min(y0, whole.height)),
    };
  }

  function covers(has: Window | null, sheet: Sheet, left: number, top: number, width: number, height: number): boolean {
    if (!has) return false;
    const { x, y, width: w, height: h } = sheet.area;
    const r = ratio();
    const x0 = Math.max(0, left - x) * r;
    const y0 = Math.max(0, top - y) * r;
    const x1 = Math.min(w, left + width - x) * r;
    const y1 = Math.min(h, top + height - y) * r;
    const slack = 1;
    return (
      x1 <= x0 ||
      y1 <= y0 ||
      (has.x <= x0 + slack &&
        has.y <= y0 + slack &&
        has.x + has.width >= x1 - slack &&
        has.y + has.height >= y1 - slack)
    );
  }

  function paint(sheet: Sheet, index: number, wanted: Window): void {
    const { canvas, shows, window: has } = sheet;
    const { list } = pages[index] as PaintedPage;
    if (wanted.width <= 0 || wanted.height <= 0) return;
    const ctx = canvas.getContext("2d");
    if (!ctx) return;
    const r = ratio();
    const view = (area: Window) => ({ scale: scale * r, x: -area.x, y: -area.y, outlines: scale > OUTLINES_FROM });
    const parts = shows && has ? changedParts(shows, list) : null;
    sheet.shows = list;
    if (parts && has) {
      for (const part of parts) paintPart(ctx, list, part, view(has), brushes);
      return;
    }
    if (canvas.width !== wanted.width) canvas.width = wanted.width;
    if (canvas.height !== wanted.height) canvas.height = wanted.height;
    canvas.style.left = `${wanted.x / r}px`;
    canvas.style.top = `${wanted.y / r}px`;
    canvas.style.width = `${wanted.width / r}px`;
    canvas.style.height = `${wanted.height / r}px`;
    paintList(ctx, list, view(wanted), brushes);
    sheet.window = wanted;
  }

  function release(sheet: Sheet): void {
    if (!sheet.window) return;
    sheet.canvas.width = 0;
    sheet.canvas.height = 0;
    sheet.window = null;
    sheet.shows = null;
  }

  function tell(): void {
    const middle = host.scrollTop + host.clientHeight / 2;
    let page = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, { area }] of sheets.entries()) {
      const away = Math.max(0, area.y - middle, middle - area.y - area.height);
      if (away < least) {
        least = away;
        page = index;
      }
    }
    lastPage = page;
    options.onView({ fit: fitted, scale }, page);
  }

  // Caret, selection, picture frame

  function pageHolds(list: DisplayList, block: string): boolean {
    let known = blockPages.get(list);
    if (!known) {
      const found = new Set<string>();
      for (const item of list.items) if (item.of !== "artifact") found.add(item.of.block);
      known = found;
      blockPages.set(list, known);
    }
    return known.has(block);
  }

  function mark(sheet: Sheet, kind: string, x: number, y: number, width: number, height: number): HTMLDivElement {
    const element = document.createElement("div");
    element.className = styles[kind] ?? "";
    element.style.left = `${snapped(x * scale)}px`;
    element.style.top = `${snapped(y * scale)}px`;
    element.style.width = `${snapped(width * scale)}px`;
    element.style.height = `${snapped(height * scale)}px`;
    sheet.overlay.append(element);
    return element;
  }

  function drawShown(): void {
    for (const [index, sheet] of sheets.entries()) {
      if (sheet.overlay.firstChild) sheet.overlay.replaceChildren();
      const { list, photos } = pages[index] as PaintedPage;
      for (const range of shown.ranges) {
        if (!pageHolds(list, range[0])) continue;
        for (const { x, y, width, height } of boxesOf(list, range)) mark(sheet, "selection", x, y, width, height);
      }
      if (shown.head && shown.ranges.length === 0 && pageHolds(list, shown.head[0])) {
        const caret = caretAt(list, shown.head);
        if (caret) {
          const element = mark(sheet, "caret", caret.x, caret.y, caret.width, caret.height);
          element.dataset.lying = String(caret.width > caret.height);
          element.dataset.focused = String(shown.focused);
        }
      }
      for (const { block, box } of photos) {
        if (block !== shown.photo) continue;
        mark(sheet, "frame", box.x, box.y, box.width, box.height).dataset.pinned = String(shown.pinned);
      }
    }
  }

  // Pointer and wheel

  function pickAt(clientX: number, clientY: number): { readonly photo: string } | { readonly place: Place } | null {
    const bounds = host.getBoundingClientRect();
    const under = underPoint(clientX - bounds.left, clientY - bounds.top);
    if (!under) return null;
    const { list, photos } = pages[under.index] as PaintedPage;
    const { x, y } = under;
    const words = wordsAt(list, { x: pt(x), y: pt(y) });
    if (words) return { place: words };
    const over = photos.find(
      ({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
    );
    if (over) return { photo: over.block };
    const outside = x < -12 || y < -12 || x > list.trim.width + 12 || y > list.trim.height + 12;
    const place = outside ? null : placeAt(list, { x: pt(x), y: pt(y) });
    return place ? { place } : null;
  }

  let dragging: number | null = null;
  function pointerDown(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof Node) || !stageElement.contains(event.target)) return;
    const found = pickAt(event.clientX, event.clientY);
    event.preventDefault();
    if (!found) return options.onPick({ kind: "none" });
    if ("photo" in found) return options.onPick({ kind: "photo", block: found.photo });
    const unit = event.detail >= 3 ? "paragraph" : event.detail === 2 ? "word" : "letter";
    options.onPick({ kind: "text", place: found.place, extend: event.shiftKey, unit });
    if (unit === "letter") {
      dragging = event.pointerId;
      host.setPointerCapture(event.pointerId);
    }
  }
  function pointerMove(event: PointerEvent): void {
    if (dragging !== event.pointerId) return;
    const found = pickAt(event.clientX, event.clientY);
    if (found && "place" in found) options.onPick({ kind: "text", place: found.place, extend: true, unit: "letter" });
  }
  function pointerUp(event: PointerEvent): void {
    if (dragging === event.pointerId) dragging = null;
  }
  // A pointer that went down moves the keyboard to the story, not to this element.
  function mouseDown(event: MouseEvent): void {
    if (event.target instanceof Node && stageElement.contains(event.target)) event.preventDefault();
  }
  function wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    fitted = false;
    const bounds = host.getBoundingClientRect();
    const step = Math.max(-60, Math.min(60, event.deltaY));
    setScale(scale * 2 ** (-step / 120), { x: event.clientX - bounds.left, y: event.clientY - bounds.top });
  }
  const scrolled = () => schedule();
  const resized = new ResizeObserver(() => {
    const before = scale;
    arrange();
    if (scale !== before) for (const sheet of sheets) sheet.shows = null;
    redraw();
  });
  host.addEventListener("pointerdown", pointerDown);
  host.addEventListener("pointermove", pointerMove);
  host.addEventListener("pointerup", pointerUp);
  host.addEventListener("pointercancel", pointerUp);
  host.addEventListener("mousedown", mouseDown);
  host.addEventListener("wheel", wheel, { passive: false });
  host.addEventListener("scroll", scrolled, { passive: true });
  resized.observe(host);

  function revealBox(index: number, x: number, y: number, height: number): void {
    const { area } = sheets[index] as Sheet;
    const top = area.y + y * scale;
    const left = area.x + x * scale;
    const margin = 48;
    const view = room();
    if (top < host.scrollTop + margin || top + height * scale > host.scrollTop + view.height - margin) {
      host.scrollTop = top - view.height / 3;
    }
    if (left < host.scrollLeft + margin || left > host.scrollLeft + view.width - margin) {
      host.scrollLeft = left - view.width / 2;
    }
  }

  return {
    setPages(next, changed, isFacing) {
      const before = pages.length;
      pages = next;
      facing = isFacing;
      if (changed === "all" || before !== next.length) arrange();
      redraw();
    },
    setShown(next) {
      shown = next;
      redraw();
    },
    refresh() {
      for (const sheet of sheets) sheet.shows = null;
      schedule();
    },
    fit() {
      fitted = true;
      const at = lastPage;
      arrange();
      for (const sheet of sheets) sheet.shows = null;
      const row = stage.rows[stage.pages[at]?.spread ?? 0];
      if (row) host.scrollTop = row.y - GAP;
      redraw();
    },
    zoomTo(next) {
      fitted = false;
      setScale(next, null);
    },
    zoomBy(direction) {
      fitted = false;
      setScale(zoomStep(scale, direction), null);
    },
    reveal(place) {
      for (const [index, { list, photos }] of pages.entries()) {
        const photo = photos.find(({ block }) => block === place[0]);
        if (photo) {
          revealBox(index, photo.box.x, photo.box.y, photo.box.height);
          return true;
        }
        if (!pageHolds(list, place[0])) continue;
        const caret = caretAt(list, [place[0], place[1], place[1]]) ?? caretAt(list, [place[0], START, START]);
        if (!caret) continue;
        revealBox(index, caret.x, caret.y, caret.height);
        return true;
      }
      return false;
    },
    revealPage(index) {
      const row = stage.rows[stage.pages[index]?.spread ?? 0];
      if (row) host.scrollTop = row.y - GAP;
    },
    placeUnder(clientX, clientY) {
      const found = pickAt(clientX, clientY);
      if (!found) return null;
      return "photo" in found ? [found.photo, START, START] : found.place;
    },
    destroy() {
      cancelAnimationFrame(frame);
      resized.disconnect();
      host.removeEventListener("pointerdown", pointerDown);
      host.removeEventListener("pointermove", pointerMove);
      host.removeEventListener("pointerup", pointerUp);
      host.removeEventListener("pointercancel", pointerUp);
      host.removeEventListener("mousedown", mouseDown);
      host.removeEventListener("wheel", wheel);
      host.removeEventListener("scroll", scrolled);
      stageElement.remove();
    },
  };
}
const START = 0 as TextOffset;
