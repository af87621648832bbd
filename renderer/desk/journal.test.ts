import { EditorState, type Transaction } from "prosemirror-state";
import { Step } from "prosemirror-transform";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Bridge, Json, Transaction as Journalled } from "../../shared/ipc.ts";
import { a, doc, h, q } from "../../shared/schema/build.ts";
import { idsPlugin } from "../../shared/schema/ids.ts";
import { schema } from "../../shared/schema/interview.ts";
import { changeBetween, historyOf, historyPlugin, redo, sealed, undo } from "../editor/history.ts";
import { createJournal, type JournalState } from "./journal.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A host that keeps the journal as the real one does, and a desk that writes to it. */
function desk() {
  const start = doc(h("H"), q("Why?"), a(""));
  let kept = start;
  let revision = 0;
  let id = 0;
  let answering: "at once" | "never" | "fails" = "at once";
  const journal: { readonly kind: string; readonly undoes: number | null; readonly steps: number }[] = [];
  const bridge = {
    async call(_channel: string, args: { readonly base: number; readonly transactions: readonly Journalled[] }) {
      if (answering === "never") return new Promise(() => {});
      if (answering === "fails") return { ok: false, failure: { code: "disk-full", message: "full", hint: "" } };
      if (args.base !== revision) return { ok: false, failure: { code: "stale", message: "stale", hint: "" } };
      const ids: number[] = [];
      for (const each of args.transactions) {
        for (const json of each.steps) {
          const result = Step.fromJSON(schema, JSON.parse(JSON.stringify(json)) as Json).apply(kept);
          if (!result.doc) throw new Error(result.failed ?? "");
          kept = result.doc;
          revision += 1;
        }
        ids.push(++id);
        journal.push({ kind: each.kind, undoes: each.undoes, steps: each.steps.length });
      }
      return { ok: true, value: { revision, ids } };
    },
  } as unknown as Bridge;
  const states: JournalState[] = [];
  const pen = createJournal({ bridge, handle: "d", revision: 0, known: new Map(), onState: (s) => states.push(s) });
  let state = EditorState.create({ doc: start, plugins: [idsPlugin(), historyPlugin()] });
  const dispatch = (tr: Transaction) => {
    if (pen.sealed()) sealed(tr);
    const before = historyOf(state);
    state = state.apply(tr);
    const change = changeBetween(before, historyOf(state));
    if (change) pen.record(change);
  };
  return {
    journal,
    states,
    pen,
    type: (text: string) => {
      for (const letter of text) dispatch(state.tr.insertText(letter, state.doc.content.size - 2));
    },
    undo: () => undo(state, dispatch),
    redo: () => redo(state, dispatch),
    host: (how: typeof answering) => {
      answering = how;
    },
    agree: () => expect(kept.eq(state.doc), "the host has what the window has").toBe(true),
  };
}

describe("the journal", () => {
  test("gathers letters into one transaction with one step", async () => {
    const d = desk();
    d.type("Paper");
    expect(d.journal).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(d.journal).toEqual([{ kind: "do", undoes: null, steps: 1 }]);
    d.agree();
  });

  test("a word that goes out in two parts is undone by two transactions, newest first", async () => {
    const d = desk();
    d.type("Pap");
    await vi.advanceTimersByTimeAsync(300);
    d.type("er");
    await vi.advanceTimersByTimeAsync(300);
    d.undo();
    d.redo();
    await d.pen.flush();
    expect(d.journal.map(({ kind, undoes }) => `${kind} ${undoes ?? ""}`.trim())).toEqual([
      "do",
      "do",
      "undo 2",
      "undo 1",
      "redo 1",
      "redo 2",
    ]);
    d.agree();
  });

  test("an undo that comes before the word went out waits for its number", async () => {
    const d = desk();
    d.type("Paper");
    d.undo();
    expect(await d.pen.flush()).toBeNull();
    expect(d.journal.map(({ kind, undoes }) => [kind, undoes])).toEqual([
      ["do", null],
      ["undo", 1],
    ]);
    d.agree();
  });

  test("what could not be written is kept, said, and written when it can be", async () => {
    const d = desk();
    d.host("fails");
    d.type("Paper");
    expect((await d.pen.flush())?.code).toBe("disk-full");
    expect(d.states.at(-1)).toMatchObject({ kind: "failed" });
    d.type(" and ink");
    d.host("at once");
    await vi.advanceTimersByTimeAsync(2000);
    expect(d.states.at(-1)).toEqual({ kind: "written" });
    d.agree();
  });
});
