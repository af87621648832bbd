/** The page of a PDF that a photo or a box shows is chosen by a command, and taken back by it. */
import type { Node } from "prosemirror-model";
import { type Command, EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import { a, box, doc, h, photo, q } from "./build.ts";
import { setPdfPage } from "./photoCommands.ts";

const story = doc(h("Why print?"), q("Why?"), a("Paper.", photo("ad.pdf")), box());
function after(of: Node, edit: Command): Node | null {
  let made: Node | null = null;
  edit(EditorState.create({ doc: of }), (tr) => {
    made = tr.doc;
  });
  return made;
}

test.each(["photo", "box"])("of a %s", (name) => {
  let id = "";
  story.descendants((node) => void (node.type.name === name && (id = node.attrs.id as string)));
  const page = { page: 3, box: "bleed", width: 200, height: 100 } as const;
  const shown = after(story, setPdfPage(id, page));
  const found: unknown[] = [];
  shown?.descendants((node) => void (node.attrs.id === id && found.push(node.attrs.pdf)));
  expect(found).toEqual([page]);
  if (!shown) return;
  expect(after(shown, setPdfPage(id, page))).toBeNull();
  expect(after(shown, setPdfPage(id, null))?.eq(story)).toBe(true);
  expect(after(story, setPdfPage("nobody", page))).toBeNull();
  expect(() => setPdfPage(id, { ...page, page: 0 })).toThrow("a page from 1");
});
