/**
 * Text is kept in NFC. Windows' own Vietnamese keyboard sends a letter and then a combining mark, pasted names from a
 * Mac come decomposed: what arrives is composed in the same undo. While an input method composes, its text is left
 * alone; the plugin is asked again when it has ended.
 */
import { Fragment, type Node, Slice } from "prosemirror-model";
import { type EditorState, Plugin, type Transaction } from "prosemirror-state";

/** A letter and the marks on it, or a Hangul syllable in pieces. */
const CLUSTER = /(?:\P{M}\p{M}+|[\u1100-\u11ff]+)/gu;

/** Nodes that hold no text to compose: an edit makes few new ones. */
const composed = new WeakSet<Node>();

/** Appends to `tr` what composes the text of every block that is not in NFC; returns `tr`. */
export function composeText(tr: Transaction): Transaction {
  const found: { from: number; to: number; text: string }[] = [];
  tr.doc.descendants((node, pos) => {
    if (composed.has(node)) return false;
    if (!node.isTextblock) return true;
    // Line breaks and other leaves count one position each, as they do in the document.
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
    if (text.normalize("NFC") === text) {
      composed.add(node);
      return false;
    }
    for (const match of text.matchAll(CLUSTER)) {
      const composed = match[0].normalize("NFC");
      if (composed === match[0]) continue;
      const from = pos + 1 + match.index;
      found.push({ from, to: from + match[0].length, text: composed });
    }
    return false;
  });
  for (const { from, to, text } of found.toReversed()) {
    const marks = tr.doc.resolve(from).nodeAfter?.marks ?? [];
    tr.replaceWith(from, to, tr.doc.type.schema.text(text, marks));
  }
  return tr;
}

/** Composes what transactions bring, but those of an input method. */
export function nfcPlugin(): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, after) {
      if (!transactions.some((tr) => tr.docChanged)) return null;
      if (transactions.some((tr) => tr.getMeta("composition") !== undefined)) return null;
      return changed(composeText(after.tr));
    },
  });
}

/** For the end of a composition. */
export function composeState(state: EditorState): Transaction | null {
  return changed(composeText(state.tr));
}
function changed(tr: Transaction): Transaction | null {
  return tr.docChanged ? tr : null;
}

/** The slice with all its text in NFC and without characters that have no place in copy. */
export function cleanSlice(slice: Slice): Slice {
  return new Slice(cleanFragment(slice.content), slice.openStart, slice.openEnd);
}
function cleanFragment(fragment: Fragment): Fragment {
  const out: Node[] = [];
  fragment.forEach((node) => {
    if (!node.isText) out.push(node.copy(cleanFragment(node.content)));
    else {
      const text = cleanText(node.text ?? "");
      if (text !== "") out.push(node.type.schema.text(text, node.marks));
    }
  });
  return Fragment.from(out);
}

/** NFC; no zero-width space, byte order mark, soft hyphen or control character; tabs and line ends are spaces. */
export function cleanText(text: string): string {
  return text
    .replace(/[\t\n\r\f\v\u0085\u2029]/g, " ")
    .replace(/[\p{Cc}\u200b\u2060\ufeff\u00ad\ufffc]/gu, "")
    .normalize("NFC");
}
