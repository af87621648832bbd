/** Asking for pages: a step of the design, taken back whole, and refused where it makes no sense. */
import { EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import type { DesignSpec } from "./attributes.ts";
import { a, docWith, q } from "./build.ts";
import { wantPages } from "./copyfitCommands.ts";

const stateOf = () => EditorState.create({ doc: docWith({}, q("Why?"), a("Paper.")) });
const wantedIn = (state: EditorState) =>
  ((state.doc.attrs.design as DesignSpec).overrides as { readonly pages?: { readonly wanted?: unknown } }).pages
    ?.wanted;

test("pages are asked for, and no longer", () => {
  let state = stateOf();
  expect(wantPages(4)(state, (tr) => (state = state.apply(tr)))).toBe(true);
  expect(wantedIn(state)).toBe(4);
  expect(wantPages(4)(state)).toBe(false);
  expect(wantPages(null)(state, (tr) => (state = state.apply(tr)))).toBe(true);
  expect(wantedIn(state)).toBeNull();
  expect(wantPages(null)(stateOf())).toBe(false);
});

test("no story fills half a page, none, or a library", () => {
  for (const count of [0, -1, 2.5, 2001, Number.NaN]) expect(() => wantPages(count)).toThrow(RangeError);
});
