/**
 * Undo. An entry is what one undo takes back; it grows while someone types a word or moves one slider and is closed by
 * a pause, another place, or the next word. Each entry is kept in parts, a part being one transaction of the journal:
 * so what was undone is told to the journal by the transaction it undoes, and undo outlives a restart.
 *
 * Steps come to the document through here alone (one writer, one history), so nothing is ever rebased. Composed text
 * belongs to the entry its composition began in.
 */
import type { Node } from "prosemirror-model";
import { type Command, type EditorState, Plugin, PluginKey, Selection, type Transaction } from "prosemirror-state";
import { ReplaceStep, type Step } from "prosemirror-transform";
import type { Json } from "../../shared/ipc.ts";
import { DesignStep } from "../../shared/schema/designStep.ts";

/** Steps that the journal holds as one transaction; equal parts are the same object. */
export type Part = { readonly steps: readonly Step[]; readonly inverses: readonly Step[] };
export type Entry = {
  /** Oldest first. */
  readonly parts: readonly Part[];
  /** Selections, as JSON. */
  readonly before: Json | null;
  readonly after: Json | null;
};
export type History = {
  readonly done: readonly Entry[];
  readonly undone: readonly Entry[];
  /** May the last entry grow, and from where? */
  readonly growing: Growing | null;
};
type Growing = {
  readonly time: number;
  /** The stretch of the document the last change left behind; null when it was no typing. */
  readonly range: readonly [from: number, to: number] | null;
  readonly endsWord: boolean;
  readonly composition: unknown;
  /** The document before the last step of the open part: the next may merge into that step. */
  readonly before: Node;
};

const key = new PluginKey<History>("history");
const SEALED = "history$sealed";
type Meta = { readonly kind: "undo" | "redo"; readonly entry: Entry };

/** Longest pause inside one word. */
const PAUSE_MS = 800;
const DEEPEST = 10_000;

/** What was done and undone in earlier sessions: `done` oldest first, `undone` ending with what redo brings first. */
export type Past = Pick<History, "done" | "undone">;
export const NO_PAST: Past = { done: [], undone: [] };

export function historyPlugin(past: Past = NO_PAST): Plugin<History> {
  return new Plugin<History>({
    key,
    state: {
      init: () => ({ ...past, growing: null }),
      apply: (tr, history, before) => applied(history, tr, before),
    },
  });
}

export function historyOf(state: EditorState): History {
  const history = key.getState(state);
  if (!history) throw new RangeError("the state has no history");
  return history;
}

/** Says that the journal has taken the open part: the entry may still grow, but in another part. */
export function sealed(tr: Transaction): Transaction {
  return tr.setMeta(SEALED, true);
}

/** What a change was, for whoever keeps the journal. `grew`: the part that `part` stands for from now on. */
export type Change =
  | { readonly kind: "do"; readonly part: Part; readonly grew: Part | null; readonly entry: Entry }
  | { readonly kind: "undo" | "redo"; readonly entry: Entry };

/** The change that led from one history to the next; null when the document did not change. */
export function changeBetween(before: History, after: History): Change | null {
  const [was, is] = [before.done.at(-1), after.done.at(-1)];
  if (was === is) return null;
  const undone = after.undone.at(-1);
  if (undone !== undefined && undone === was && undone !== before.undone.at(-1)) return { kind: "undo", entry: undone };
  if (!is) throw new RangeError("a change left no entry in the history");
  if (is === before.undone.at(-1)) return { kind: "redo", entry: is };
  const part = is.parts.at(-1) as Part;
  // An entry that grew stands where it stood; a new one begins with a part of its own.
  const grown = was !== undefined && is.parts.length >= was.parts.length && is.before === was.before;
  const same = grown && is.parts.length === was.parts.length && after.done.length === before.done.length;
  return { kind: "do", part, grew: same ? (was.parts.at(-1) ?? null) : null, entry: is };
}

function applied(history: History, tr: Transaction, state: EditorState): History {
  const meta = tr.getMeta(key) as Meta | undefined;
  if (meta) {
    const { kind, entry } = meta;
    return kind === "undo"
      ? { done: history.done.slice(0, -1), undone: [...history.undone, entry], growing: null }
      : { done: [...history.done, entry], undone: history.undone.slice(0, -1), growing: null };
  }
  if (!tr.docChanged) {
    // A caret that goes elsewhere ends the word.
    const moved = tr.selectionSet && history.growing !== null && tr.getMeta("composition") === undefined;
    return moved ? { ...history, growing: null } : history;
  }
  if (tr.getMeta("addToHistory") === false && history.done.length > 0) return joined(history, tr);
  const appended = tr.getMeta("appendedTransaction") !== undefined;
  const last = history.done.at(-1);
  const after = tr.selection.toJSON() as Json;
  const { growing } = history;
  const typed = typing(tr);
  const asBefore = appended && growing !== null;
  const next = (before: Node): Growing => ({
    time: asBefore ? growing.time : tr.time,
    range: asBefore ? growing.range && mapped(growing.range, tr) : (typed?.range ?? null),
    endsWord: asBefore ? growing.endsWord : (typed?.endsWord ?? false),
    composition: tr.getMeta("composition") as unknown,
    before,
  });
  if (last && growing && (appended || continues(growing, last, tr, typed))) {
    const open = tr.getMeta(SEALED) === true ? null : growing.before;
    const [part, before] = grownPart(open ? (last.parts.at(-1) ?? null) : null, tr, open);
    const parts = [...(open ? last.parts.slice(0, -1) : last.parts), part];
    return { done: [...history.done.slice(0, -1), { ...last, parts, after }], undone: [], growing: next(before) };
  }
  const [part, before] = grownPart(null, tr, null);
  const entry: Entry = { parts: [part], before: state.selection.toJSON() as Json, after };
  return { done: [...history.done, entry].slice(-DEEPEST), undone: [], growing: next(before) };
}

/** What nobody asked for by hand goes with the last thing that somebody did, in a part of its own. */
function joined(history: History, tr: Transaction): History {
  const last = history.done.at(-1) as Entry;
  const [part] = grownPart(null, tr, null);
  return { ...history, done: [...history.done.slice(0, -1), { ...last, parts: [...last.parts, part] }], growing: null };
}

/** The part with the transaction's steps added, each merged into the one before where that says the same. */
function grownPart(part: Part | null, tr: Transaction, before: Node | null): readonly [Part, Node] {
  const steps = [...(part?.steps ?? [])];
  const inverses = [...(part?.inverses ?? [])];
  let from = before;
  for (const [i, step] of tr.steps.entries()) {
    const doc = tr.docs[i] as Node;
    const merged = from ? steps.at(-1)?.merge(step) : null;
    if (merged && from) {
      steps[steps.length - 1] = merged;
      inverses[inverses.length - 1] = merged.invert(from);
    } else {
      steps.push(step);
      inverses.push(step.invert(doc));
      from = doc;
    }
  }
  return [{ steps, inverses }, from ?? tr.before];
}

type Typing = {
  readonly range: readonly [number, number];
  readonly startsWord: boolean;
  readonly endsWord: boolean;
  readonly from: number;
  readonly to: number;
};
/** Reads a transaction as typing or deleting within one textblock; null when it is anything else. */
function typing(tr: Transaction): Typing | null {
  const [step] = tr.steps;
  if (tr.steps.length !== 1 || !(step instanceof ReplaceStep)) return null;
  const { from, to, slice } = step;
  const start = tr.before.resolve(from);
  if (
    slice.openStart > 0 ||
    slice.openEnd > 0 ||
    !start.parent.isTextblock ||
    !start.sameParent(tr.before.resolve(to))
  ) {
    return null;
  }
  const text = slice.content.textBetween(0, slice.content.size, "", "\u2028");
  return {
    range: [from, from + slice.size],
    startsWord: /^\S/.test(text) && to === from,
    endsWord: /\s$/.test(text),
    from,
    to,
  };
}

function continues(growing: Growing, last: Entry, tr: Transaction, typed: Typing | null): boolean {
  const composition = tr.getMeta("composition") as unknown;
  if (composition !== undefined && composition === growing.composition) return true;
  if (tr.time - growing.time > PAUSE_MS) return false;
  const [step] = tr.steps;
  // One slider: the step says again what the last one said.
  if (step instanceof DesignStep) return tr.steps.length === 1 && !!last.parts.at(-1)?.steps.at(-1)?.merge(step);
  if (!typed || !growing.range) return false;
  const [from, to] = growing.range;
  if (typed.to < from || typed.from > to) return false;
  return !(growing.endsWord && typed.startsWord);
}

function mapped([from, to]: readonly [number, number], tr: Transaction): readonly [number, number] {
  return [tr.mapping.map(from, -1), tr.mapping.map(to, 1)];
}

/** Takes back the last entry. The selection goes where it was before. */
export const undo: Command = (state, dispatch) => {
  const entry = historyOf(state).done.at(-1);
  if (!entry) return false;
  if (dispatch) {
    const tr = state.tr;
    for (const part of entry.parts.toReversed()) for (const step of part.inverses.toReversed()) tr.step(step);
    dispatch(finished(tr, entry.before, { kind: "undo", entry }));
  }
  return true;
};

export const redo: Command = (state, dispatch) => {
  const entry = historyOf(state).undone.at(-1);
  if (!entry) return false;
  if (dispatch) {
    const tr = state.tr;
    for (const part of entry.parts) for (const step of part.steps) tr.step(step);
    dispatch(finished(tr, entry.after, { kind: "redo", entry }));
  }
  return true;
};

function finished(tr: Transaction, selection: Json | null, meta: Meta): Transaction {
  if (selection) {
    try {
      tr.setSelection(Selection.fromJSON(tr.doc, selection));
    } catch {
      // A selection from an older journal may not fit; the text is what matters.
    }
  }
  return tr.setMeta(key, meta).scrollIntoView();
}
