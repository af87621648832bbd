/** Photos: their captions and credits, where new ones go, and putting them there. */
import { Fragment, type Node, type ResolvedPos } from "prosemirror-model";
import { type Command, NodeSelection, type Transaction } from "prosemirror-state";
import type { Rendering } from "../color/converter.ts";
import { checkPdfPage, checkRendering, checkStands, type PdfPage } from "./attributes.ts";
import { schema } from "./interview.ts";
import type { WordsStand } from "./photoFile.ts";
import { nodes, command, bodyStart, before, caretAt } from "./edit.ts";

/** Position of the last photo that begins before `pos`, else of the first one after. */
export function nearestPhoto(doc: Node, pos: number): string | null {
  let found: string | null = null;
  doc.descendants((node, at) => {
    if (node.type === nodes.photo && (found === null || at <= pos)) found = node.attrs.id as string;
    return !node.isTextblock;
  });
  return found;
}
function photoById(doc: Node, id: string): number | null {
  let found: number | null = null;
  doc.descendants((node, pos) => {
    if (node.type === nodes.photo && node.attrs.id === id) found = pos;
    return found === null && !node.isTextblock;
  });
  return found;
}
/** Makes the photo's part when it is missing; position of its start. */
function photoPart(tr: Transaction, photo: number, part: "caption" | "photo_credit"): number {
  const node = tr.doc.nodeAt(photo) as Node;
  let pos = photo + 1;
  for (const child of node.children) {
    if (child.type === nodes[part]) return pos + 1;
    if (part === "photo_credit" || child.type !== nodes.photo_credit) pos += child.nodeSize;
  }
  tr.insert(pos, nodes[part].create());
  return pos + 1;
}
export function addToPhoto(tr: Transaction, id: string, part: "caption" | "photo_credit", words: Fragment): void {
  const photo = photoById(tr.doc, id);
  if (photo === null) throw new RangeError(`the photo ${id} went while its ${part} was made`);
  const start = photoPart(tr, photo, part);
  const $start = tr.doc.resolve(start);
  const text = $start.parent.content.size > 0 ? Fragment.from(schema.text(" ")).append(words) : words;
  tr.insert($start.end(), text);
  caretAt(tr, tr.doc.resolve(start).end());
}
export function editPhotoPart(tr: Transaction, photo: number, part: "caption" | "photo_credit"): boolean {
  if (tr.doc.nodeAt(photo)?.type !== nodes.photo) return false;
  const start = photoPart(tr, photo, part);
  return caretAt(tr, tr.doc.resolve(start).end());
}

/** Caret into the caption or credit of the photo at `pos` (the selected one when null), made when it is missing. */
export function editPhotoText(part: "caption" | "photo_credit", pos: number | null = null): Command {
  return command((tr) => {
    const at = pos ?? (tr.selection instanceof NodeSelection ? tr.selection.from : null);
    return at !== null && editPhotoPart(tr, at, part);
  });
}

/**
 * How a photo's colours are brought to ink; null: as the design says. Does nothing for what is no photo, or is so
 * already. Throws a RangeError when `rendering` is none.
 */
export function setRendering(id: string, rendering: Rendering | null): Command {
  checkRendering(rendering);
  return command((tr) => {
    const at = photoById(tr.doc, id);
    const old = at === null ? null : (tr.doc.nodeAt(at)?.attrs.rendering as Rendering | null);
    if (at === null || (old?.intent === rendering?.intent && old?.blackPoint === rendering?.blackPoint)) return false;
    tr.setNodeAttribute(at, "rendering", rendering);
    return true;
  });
}

/**
 * Where a photo's caption and credit stand; what is left out, and null, as the design says. Does nothing for what is no
 * photo, stands in a row of photos (there words stand below), or stands so already. Throws a RangeError when `stands`
 * says what no words can do.
 */
export function setStands(id: string, stands: WordsStand | null): Command {
  checkStands(stands);
  const wanted = stands?.caption || stands?.credit ? stands : null;
  return command((tr) => {
    const at = photoById(tr.doc, id);
    const old = at === null ? null : (tr.doc.nodeAt(at)?.attrs.stands as WordsStand | null);
    if (at === null || tr.doc.resolve(at).parent.type === nodes.photo_group) return false;
    if (old?.caption === wanted?.caption && old?.credit === wanted?.credit) return false;
    tr.setNodeAttribute(at, "stands", wanted);
    return true;
  });
}

/**
 * Which page of a PDF a photo or a box shows, and by which box; null: its first page, trimmed. Does nothing for what
 * holds no picture, or shows that already. Throws a RangeError when `page` is none.
 */
export function setPdfPage(id: string, page: PdfPage | null): Command {
  checkPdfPage(page);
  return command((tr) => {
    let at: number | null = null;
    tr.doc.descendants((node, pos) => {
      if ((node.type === nodes.photo || node.type === nodes.box) && node.attrs.id === id) at = pos;
      return at === null && !node.isTextblock;
    });
    if (at === null || JSON.stringify(tr.doc.nodeAt(at)?.attrs.pdf) === JSON.stringify(page)) return false;
    tr.setNodeAttribute(at, "pdf", page);
    return true;
  });
}

/** What a photo is placed with; `media` is the SHA-256 of an original that the document already holds. */
export type NewPhoto = { readonly file: string; readonly media: string | null; readonly alt: string };

/**
 * Places photos after the paragraph the caret is in; after the question when it is in one; first in the body when it is
 * in the title. Nothing selected is replaced. The last photo is selected.
 */
export function insertPhotos(photos: readonly NewPhoto[]): Command {
  return command((tr) => {
    if (photos.length === 0) return false;
    const made = photos.map((attrs) => nodes.photo.create(attrs));
    const pos = placeForPhoto(tr.doc, tr.selection.$head);
    tr.insert(pos, made);
    const size = made.reduce((sum, node) => sum + node.nodeSize, 0);
    const last = made[made.length - 1] as Node;
    tr.setSelection(NodeSelection.create(tr.doc, pos + size - last.nodeSize));
    return true;
  });
}
/** Where a photo dropped at `$pos` may stand. */
export function placeForPhoto(doc: Node, $pos: ResolvedPos): number {
  const index = $pos.index(0);
  if (index < bodyStart(doc)) return before(doc, bodyStart(doc));
  if ($pos.depth === 0) return Math.max($pos.pos, before(doc, bodyStart(doc)));
  const block = $pos.node(1);
  if (block.type === nodes.answer && $pos.depth > 1) return $pos.after(2);
  return $pos.after(1);
}
