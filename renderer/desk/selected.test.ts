import { EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { a, by, caption, crosshead, doc, em, h, p, photo, photoCredit, photos, q } from "../../shared/schema/build.ts";
import { selectedOf } from "./selected.ts";

const start = doc(
  h("H"),
  by("v", q("Why?")),
  by("n", a(p("So ", em("it"), " is."), crosshead("Next"), photo("p.jpg", caption("A press"), photoCredit("An")))),
);
const state = EditorState.create({ doc: start });
function posOf(words: string): number {
  let found = -1;
  start.descendants((node, pos) => {
    if (node.isText && node.text?.includes(words)) found = pos + node.text.indexOf(words);
  });
  return found;
}
const select = (from: number, to = from) =>
  selectedOf(state.apply(state.tr.setSelection(TextSelection.create(start, from, to))));

test("a paragraph has the role of its turn, other text its own", () => {
  expect(select(posOf("H")).role).toBe("headline");
  expect(select(posOf("Why"))).toMatchObject({ role: "question", turn: { role: "question", speaker: "v" } });
  expect(select(posOf("So"))).toMatchObject({ role: "answer", turn: { role: "answer", speaker: "n" }, em: false });
  expect(select(posOf("Next")).role).toBe("crosshead");
});

test("of a stretch the beginning counts, and a look that is anywhere in it", () => {
  expect(select(posOf("Why"), posOf("Next"))).toMatchObject({ role: "question", em: true });
});

test("a photo is known by itself and from inside its caption", () => {
  const facts = { file: "p.jpg", caption: "A press", credit: "An" };
  expect(select(posOf("A press"))).toMatchObject({ role: "caption", photo: facts });
  const at = posOf("A press") - 2;
  const chosen = selectedOf(state.apply(state.tr.setSelection(NodeSelection.create(start, at))));
  expect(chosen).toMatchObject({ role: null, photo: facts, turn: { role: "answer" } });
});

test("of a photo in a row it is known that it stands in one, by itself and from inside its caption", () => {
  const row = doc(h("H"), q("Why?"), a("So.", photos(photo("a.jpg", caption("A press")), photo("b.jpg")), "On."));
  const found: number[] = [];
  row.descendants((node, pos) => void (node.type.name === "photo" && found.push(pos)));
  const base = EditorState.create({ doc: row });
  const [first = 0] = found;
  for (const selection of [NodeSelection.create(row, first), TextSelection.create(row, first + 2)])
    expect(selectedOf(base.apply(base.tr.setSelection(selection))).photo).toMatchObject({ file: "a.jpg", inRow: true });
  const alone = posOf("A press");
  expect(select(alone).photo?.inRow).toBe(false);
});
