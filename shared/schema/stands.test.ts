/** Where pictures' words stand, as the document says it: the command, the check, and whose tones are wanted for it. */
import type { Node } from "prosemirror-model";
import { type Command, EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import { bulletin } from "../test/layout.ts";
import { a, doc, h, photo, photos, photoWith, q } from "./build.ts";
import { setStands } from "./photoCommands.ts";
import { resolveDesign } from "./template.ts";
import { tonedPhotos } from "./toned.ts";

const story = doc(h("Why print?"), q("Why?"), a("Paper.", photo("a.jpg"), "More.", photo("b.jpg")));
const photosOf = (of: Node) => {
  const found: Node[] = [];
  of.descendants((node) => void (node.type.name === "photo" && found.push(node)));
  return found;
};
function after(of: Node, edit: Command): Node | null {
  let made: Node | null = null;
  edit(EditorState.create({ doc: of }), (tr) => {
    made = tr.doc;
  });
  return made;
}

test("a photo's words are told where to stand, one by one, and told back", () => {
  const id = photosOf(story)[1]?.attrs.id as string;
  const over = after(story, setStands(id, { caption: "over" }));
  expect(over && photosOf(over).map((node) => node.attrs.stands as unknown)).toEqual([null, { caption: "over" }]);
  if (!over) return;
  expect(after(over, setStands(id, { caption: "over" }))).toBeNull();
  const both = after(over, setStands(id, { caption: "over", credit: "edge" }));
  expect(both && photosOf(both)[1]?.attrs.stands).toEqual({ caption: "over", credit: "edge" });
  expect(after(over, setStands(id, {}))).toEqual(story);
  expect(after(over, setStands(id, null))).toEqual(story);
  expect(after(story, setStands("nobody", { caption: "over" }))).toBeNull();
  expect(() => setStands(id, { credit: "somewhere" } as never)).toThrow("below, after, edge");
});

test("in a row of photos words stand below, and nothing else can be asked of them", () => {
  const row = doc(h("H"), q("Why?"), a("Paper.", photos(photo("a.jpg"), photo("b.jpg")), "More."));
  for (const { attrs } of photosOf(row)) {
    expect(after(row, setStands(attrs.id as string, { caption: "over", credit: "edge" }))).toBeNull();
  }
});

test("tones are wanted of pictures that type may stand on, and of no others", () => {
  const names = (of: Node, photos: object, opener: object = {}) =>
    tonedPhotos(of, resolveDesign([bulletin, { photos, ...opener }], "bulletin")).map(({ file }) => file);
  expect(names(story, {})).toEqual([]);
  expect(names(story, { caption: "over" })).toEqual(["a.jpg", "b.jpg"]);
  expect(names(story, { credit: "edge" })).toEqual([]);
  expect(names(story, { credit: "edge", edge: { on: "picture" } })).toEqual(["a.jpg", "b.jpg"]);
  const own = (attrs: object) =>
    doc(h("Why?"), q("Why?"), a("Paper.", photo("a.jpg"), photoWith({ file: "b.jpg", ...attrs })));
  expect(names(own({ stands: { caption: "over" } }), {})).toEqual(["b.jpg"]);
  expect(names(own({ stands: { caption: "below" } }), { caption: "over" })).toEqual(["a.jpg"]);
  const pinned = { kind: "pinned", grid: "text", page: 1, column: 0, row: 0, columns: 1, rows: 9 };
  expect(names(own({ placement: { ...pinned, bleed: ["bottom"] } }), {})).toEqual(["b.jpg"]);
  expect(names(own({ placement: { ...pinned, bleed: ["top"] } }), {})).toEqual([]);
  const titled = [{ above: 0, cells: [{ columns: "all", hero: { height: "50%" }, parts: ["headline"] }] }];
  expect(names(story, {}, { opener: { bands: titled } })).toEqual(["a.jpg"]);
});
