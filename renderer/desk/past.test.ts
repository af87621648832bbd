import { EditorState, type Transaction } from "prosemirror-state";
import { expect, test } from "vitest";
import type { Json, RecordedTransaction, Result } from "../../shared/ipc.ts";
import { a, doc, h, outline, q } from "../../shared/schema/build.ts";
import { changeBetween, historyOf, historyPlugin, redo, undo } from "../editor/history.ts";
import { readPast } from "./past.ts";

/** A document written, undone and closed; what the journal holds of it. */
function written() {
  const start = doc(h("H"), q("Why?"), a(""));
  const transactions: RecordedTransaction[] = [];
  let state = EditorState.create({ doc: start, plugins: [historyPlugin()] });
  let now = 0;
  const numbers = new Map<unknown, number>();
  const dispatch = (tr: Transaction) => {
    now += 5000;
    tr.setTime(now);
    const before = historyOf(state);
    state = state.apply(tr);
    const change = changeBetween(before, historyOf(state));
    if (!change) return;
    const parts = change.kind === "do" ? [change.part] : change.entry.parts;
    for (const part of parts) {
      const id = transactions.length + 1;
      if (change.kind === "do") numbers.set(part, id);
      const steps = change.kind === "undo" ? part.inverses.toReversed() : part.steps;
      transactions.push({
        kind: change.kind,
        undoes: change.kind === "do" ? null : (numbers.get(part) ?? null),
        steps: steps.map((step) => step.toJSON() as Json),
        before: change.entry.before,
        after: change.entry.after,
        id,
        revision: id,
        time: now,
      });
    }
  };
  for (const word of ["One ", "two ", "three "]) dispatch(state.tr.insertText(word, state.doc.content.size - 2));
  undo(state, dispatch);
  const journal: Result<"document.history"> = { base: { revision: 0, doc: start.toJSON() as Json }, transactions };
  return { journal, doc: state.doc };
}

test("what was written before is undone and redone after a restart", () => {
  const { journal, doc: now } = written();
  const { past, numbers } = readPast(journal, now);
  expect([...numbers.values()]).toEqual([1, 2, 3]);
  let state = EditorState.create({ doc: now, plugins: [historyPlugin(past)] });
  const turn = (command: typeof undo) => {
    command(state, (tr) => {
      state = state.apply(tr);
    });
    return outline(state.doc);
  };
  expect(turn(redo)).toBe("h(H) q(Why?) a(One two three )");
  expect(turn(undo)).toBe("h(H) q(Why?) a(One two )");
  expect(turn(undo)).toBe("h(H) q(Why?) a(One )");
});

test("a journal that does not end in this document gives no past", () => {
  const { journal, doc: now } = written();
  expect(readPast({ ...journal, transactions: journal.transactions.slice(0, 2) }, now).past.done).toHaveLength(2);
  expect(readPast(journal, doc(h("Other"))).past.done).toEqual([]);
  const odd = { ...journal, transactions: [{ ...journal.transactions[0], steps: [{ stepType: "odd" }] }] };
  expect(readPast(odd as typeof journal, now).past.done).toEqual([]);
});
