import { EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import { doc, q } from "./build.ts";
import { wantPages } from "./copyfitCommands.ts";
import { chooseTemplate } from "./templateCommands.ts";

test("another template keeps what the document says of its design; the one it has is no change", () => {
  let state = EditorState.create({ doc: doc(q("First?")) });
  const take = (tr: EditorState["tr"]) => {
    state = state.apply(tr);
  };
  expect(wantPages(4)(state, take)).toBe(true);
  expect(chooseTemplate("quiet")(state, take)).toBe(true);
  expect(state.doc.attrs.design).toEqual({ template: "quiet", overrides: { pages: { wanted: 4 } } });
  expect(chooseTemplate("quiet")(state, take)).toBe(false);
});
