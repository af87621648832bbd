import { EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import { a, doc, h, outline, q } from "../../shared/schema/build.ts";
import { enter } from "../../shared/schema/commands.ts";
import { DesignStep } from "../../shared/schema/designStep.ts";
import { idsPlugin } from "../../shared/schema/ids.ts";
import { type Change, changeBetween, historyOf, historyPlugin, redo, sealed, undo } from "./history.ts";

/** A story typed at a clock of the test's own; `changes` is what a journal would hear. */
function desk(start = doc(h("H"), q("Why?"), a(""))) {
  let state = EditorState.create({ doc: start, plugins: [idsPlugin(), historyPlugin()] });
  let now = 1000;
  const changes: Change[] = [];
  const dispatch = (tr: Transaction) => {
    tr.setTime(now);
    const before = historyOf(state);
    state = state.apply(tr);
    const change = changeBetween(before, historyOf(state));
    if (change) changes.push(change);
  };
  const end = () => state.doc.content.size - 2;
  const desk = {
    changes,
    get text() {
      return outline(state.doc);
    },
    get caret() {
      return state.selection.from;
    },
    get doc() {
      return state.doc;
    },
    at(pos: number) {
      dispatch(state.tr.setSelection(TextSelection.create(state.doc, pos)));
      return desk;
    },
    /** Letter by letter, `ms` apart. */
    type(text: string, ms = 100) {
      for (const letter of text) {
        now += ms;
        dispatch(state.tr.insertText(letter));
      }
      return desk;
    },
    backspace(count = 1) {
      for (let i = 0; i < count; i += 1) {
        now += 50;
        dispatch(state.tr.delete(state.selection.from - 1, state.selection.from));
      }
      return desk;
    },
    tr(make: (tr: Transaction) => Transaction, ms = 100) {
      now += ms;
      dispatch(make(state.tr));
      return desk;
    },
    enter() {
      now += 100;
      enter(state, dispatch);
      return desk;
    },
    pause() {
      now += 2000;
      return desk;
    },
    undo() {
      return undo(state, dispatch) ? desk.text : "nothing";
    },
    redo() {
      return redo(state, dispatch) ? desk.text : "nothing";
    },
    end,
  };
  return desk.at(end());
}

describe("undo", () => {
  test("takes back a word", () => {
    const d = desk().type("Paper and ink.");
    expect(d.undo()).toBe("h(H) q(Why?) a(Paper and )");
    expect(d.undo()).toBe("h(H) q(Why?) a(Paper )");
    expect(d.undo()).toBe("h(H) q(Why?) a()");
    expect(d.undo()).toBe("nothing");
    expect([d.redo(), d.redo(), d.redo(), d.redo()].at(2)).toBe("h(H) q(Why?) a(Paper and ink.)");
  });

  test("takes back a word typed as Windows keyboards type Vietnamese: letters and backspaces", () => {
    const d = desk().type("Bao ").type("gi").type("ay").backspace(2).type("ấy").type(" ");
    expect(d.text).toBe("h(H) q(Why?) a(Bao giấy )");
    expect(d.undo()).toBe("h(H) q(Why?) a(Bao )");
    expect(d.redo()).toBe("h(H) q(Why?) a(Bao giấy )");
  });

  test("takes back a composition whole, however long it took", () => {
    const d = desk().type("Bao ");
    const composing = (text: string, replace: number) =>
      d.tr((tr) => tr.insertText(text, d.caret - replace, d.caret).setMeta("composition", 7), 900);
    composing("g", 0);
    composing("gi", 1);
    composing("giâ", 2);
    composing("giấy", 3);
    expect(d.undo()).toBe("h(H) q(Why?) a(Bao )");
  });

  test("takes back what nobody asked for with the last thing somebody did, and tells the journal of it", () => {
    const d = desk().type("Paper ").pause().type("and");
    d.tr((tr) => tr.setNodeAttribute(0, "id", "settled").setMeta("addToHistory", false));
    expect(d.changes.at(-1)).toMatchObject({ kind: "do", grew: null });
    d.type("!");
    expect(d.undo()).toBe("h(H) q(Why?) a(Paper and)");
    expect(d.doc.child(0).attrs.id).toBe("settled");
    expect(d.undo()).toBe("h(H) q(Why?) a(Paper )");
    expect(d.doc.child(0).attrs.id).not.toBe("settled");
    expect(d.redo()).toBe("h(H) q(Why?) a(Paper and)");
    expect(d.doc.child(0).attrs.id).toBe("settled");
  });

  test("ends a word at a pause and where the caret goes elsewhere", () => {
    const paused = desk().type("Pa").pause().type("per");
    expect(paused.undo()).toBe("h(H) q(Why?) a(Pa)");
    const moved = desk().type("er");
    moved.at(moved.caret - 2).type("Pap");
    expect(moved.undo()).toBe("h(H) q(Why?) a(er)");
  });

  test("takes back Enter with the ids that it brought, and the caret returns", () => {
    const d = desk().type("Paper.");
    const caret = d.caret;
    const before = d.doc;
    d.enter();
    expect(d.text).toBe("h(H) q(Why?) a(Paper. / )");
    d.undo();
    expect(d.doc.eq(before)).toBe(true);
    expect(d.caret).toBe(caret);
  });

  test("takes back one slider's way at once, and the next field by itself", () => {
    const set =
      (value: number, field = "size") =>
      (tr: Transaction) =>
        tr.step(new DesignStep(["overrides", "styles", "answer", field], value));
    const d = desk().tr(set(9)).tr(set(9.1)).tr(set(9.2)).tr(set(12, "leading"));
    expect(d.doc.attrs.design).toEqual({
      template: "bulletin",
      overrides: { styles: { answer: { size: 9.2, leading: 12 } } },
    });
    d.undo();
    expect(d.doc.attrs.design).toEqual({ template: "bulletin", overrides: { styles: { answer: { size: 9.2 } } } });
    d.undo();
    expect(d.doc.attrs.design).toEqual({ template: "bulletin", overrides: {} });
  });

  test("forgets what was undone when something new is done", () => {
    const d = desk().type("One ").type("two");
    d.undo();
    d.type("three");
    expect(d.redo()).toBe("nothing");
  });
});

describe("what the journal hears", () => {
  test("letters of a word are one part with one step", () => {
    const d = desk().type("Paper");
    const last = d.changes.at(-1);
    if (last?.kind !== "do") throw new Error("expected a change");
    expect(last.part.steps).toHaveLength(1);
    expect(last.grew).toBe((d.changes.at(-2) as Extract<Change, { kind: "do" }>).part);
    expect((d.changes[0] as Extract<Change, { kind: "do" }>).grew).toBeNull();
  });

  test("a part that was taken does not grow, its entry does", () => {
    const d = desk().type("Pa");
    d.tr((tr) => sealed(tr.insertText("p"))).type("er");
    const parts = new Set(d.changes.map((change) => (change.kind === "do" ? change.entry.parts.length : 0)));
    expect([...parts]).toEqual([1, 2]);
    expect(d.undo()).toBe("h(H) q(Why?) a()");
    expect(d.changes.at(-1)?.kind).toBe("undo");
    expect(d.changes.at(-1)?.entry.parts).toHaveLength(2);
    expect(d.redo()).toBe("h(H) q(Why?) a(Paper)");
    expect(d.changes.at(-1)?.kind).toBe("redo");
  });
});
