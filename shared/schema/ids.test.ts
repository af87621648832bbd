import { Fragment, Slice } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { Transform } from "prosemirror-transform";
import { expect, test } from "vitest";
import { a, doc, h, photo, q } from "./build.ts";
import { highestId, idsPlugin, nextId, withIds } from "./ids.ts";
import { schema } from "./interview.ts";

const ids = (node: ReturnType<typeof doc>) => {
  const found: string[] = [];
  node.descendants((child) => {
    if (child.attrs.id !== undefined) found.push(child.attrs.id as string);
    return !child.isTextblock;
  });
  return found.join(" ");
};
const sample = () => doc(h("Why print?"), q("Why?"), a("Paper.", "Ink.", photo("p.jpg", "A press")));

test("a built document is numbered in reading order", () => {
  expect(ids(sample())).toBe("b1 b2 b3 b4 b5 b6 b7 b8 b9");
  expect(highestId(sample())).toBe(9);
  expect(nextId(sample())).toBe("b10");
  expect(nextId(sample(), 40)).toBe("b41");
});

test("after a split the first half keeps the id", () => {
  const node = doc(h("H"), q("Why print?"));
  // After "Why" in the question's paragraph: one into the question, one into the paragraph, three letters.
  const at = node.child(0).nodeSize + 2 + 3;
  expect(ids(withIds(new Transform(node).split(at)).doc)).toBe("b1 b2 b3 b4 b5");
  expect(ids(withIds(new Transform(node).split(at, 2)).doc)).toBe("b1 b2 b3 b4 b5 b6");
});

test("a copy pasted above the original gets the new id", () => {
  const node = sample();
  const question = node.child(1);
  const at = node.child(0).nodeSize;
  const tr = withIds(new Transform(node).insert(at, question));
  expect(ids(tr.doc)).toBe("b1 b2 b10 b11 b3 b4 b5 b6 b7 b8 b9");
});

test("cut and paste keeps the id, also when something else was made in between", () => {
  const node = sample();
  const question = node.child(1);
  const at = node.child(0).nodeSize;
  const cut = new Transform(node).delete(at, at + question.nodeSize);
  expect(ids(withIds(new Transform(cut.doc).insert(cut.doc.content.size, question)).doc)).toBe(
    "b1 b2 b5 b6 b7 b8 b9 b3 b4",
  );
});

test("the plugin numbers in the same change, and never gives a deleted block's id again", () => {
  let state = EditorState.create({ doc: sample(), plugins: [idsPlugin()] });
  const photoAt = () => state.doc.content.size - 1 - 11;
  state = state.apply(state.tr.delete(photoAt(), state.doc.content.size - 1));
  expect(ids(state.doc)).toBe("b1 b2 b3 b4 b5 b6 b7");
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, state.doc.content.size - 3)));
  state = state.apply(state.tr.split(state.selection.from));
  expect(ids(state.doc)).toBe("b1 b2 b3 b4 b5 b6 b7 b10");
});

test("typing in a block asks nothing of the plugin", () => {
  const state = EditorState.create({ doc: sample(), plugins: [idsPlugin()] });
  const { transactions } = state.applyTransaction(state.tr.insertText("x", 3));
  expect(transactions).toHaveLength(1);
});

test("blocks without ids at all are numbered from what comes after the highest", () => {
  const bare = schema.nodes.answer.create(null, schema.nodes.paragraph.create());
  const node = sample();
  const tr = withIds(
    new Transform(node).replace(node.content.size, node.content.size, new Slice(Fragment.from(bare), 0, 0)),
  );
  expect(ids(tr.doc)).toBe("b1 b2 b3 b4 b5 b6 b7 b8 b9 b10 b11");
});
