/** Room for advertisements: as much of the page as is asked for, at its foot, in the story between two turns. */
import fc from "fast-check";
import { type Node } from "prosemirror-model";
import { EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import "../test/seed.ts";
import type { Placement } from "./attributes.ts";
import { BOX_SHARES, boxAround, insertBox } from "./boxCommands.ts";
import { a, box, doc, h, p, q } from "./build.ts";

const story = doc(h("Why print?"), q("Why?"), a("Paper.", "More."), q("And?"), a("That."));
function inserted(from: number, ...asked: Parameters<typeof insertBox>): EditorState {
  let state = EditorState.create({ doc: story, selection: TextSelection.near(story.resolve(from)) });
  insertBox(...asked)(state, (tr) => {
    state = state.apply(tr);
  });
  return state;
}
const namesOf = (of: Node) => of.children.map(({ type }) => type.name);

test("wherever the caret is, one box stands in the body between two blocks, selected, and the words stay", () => {
  fc.assert(
    fc.property(fc.nat(story.content.size), fc.constantFrom(...BOX_SHARES), (from, share) => {
      const { doc: made, selection } = inserted(from, share, { page: 2, columns: 3, rows: 40 });
      made.check();
      expect(made.textContent).toBe(story.textContent);
      expect(namesOf(made).filter((name) => name === "box")).toHaveLength(1);
      expect(namesOf(made).filter((name) => name !== "box")).toEqual(namesOf(story));
      expect(selection instanceof NodeSelection && selection.node.attrs.kind).toBe("advertisement");
      expect(namesOf(made)[0]).not.toBe("box");
    }),
  );
});

test("it takes the share of the page it is named by, down to the foot", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 8, max: 80 }), (columns, rows) => {
      for (const [n, share] of BOX_SHARES.entries()) {
        const { selection } = inserted(3, share, { page: 4, columns, rows });
        const placement = (selection as NodeSelection).node.attrs.placement as Extract<Placement, { kind: "pinned" }>;
        expect(placement).toMatchObject({ kind: "pinned", grid: "text", page: 4 });
        expect(placement.row + placement.rows).toBe(rows);
        expect(placement.column + placement.columns).toBe(columns);
        const part = (placement.columns * placement.rows) / (columns * rows);
        const wanted = [1 / 4, 1 / 2, 1][n] ?? 0;
        expect(part).toBeLessThanOrEqual(wanted);
        expect(part).toBeGreaterThan(wanted - 1 / rows);
      }
    }),
  );
});

test("a position knows the box it is in", () => {
  const made = doc(h("H"), q("Why?"), a("So."), box(p("Adieu.")));
  let at = 0;
  made.descendants((node, pos) => void (node.type.name === "box" && (at = pos)));
  expect(boxAround(made.resolve(at + 2))).toBe(made.nodeAt(at)?.attrs.id);
  expect(boxAround(made.resolve(at))).toBeNull();
});
