import fc from "fast-check";
import { EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import { interviews } from "../test/interviews.ts";
import { restoreVersion } from "./restore.ts";

test("any document becomes any other, to the last attribute, and undoing the steps brings it back", () => {
  fc.assert(
    fc.property(interviews, interviews, (now, then) => {
      const state = EditorState.create({ doc: now });
      let restored = now;
      const applies = restoreVersion(then)(state, (tr) => {
        restored = tr.doc;
        restored.check();
        let back = restored;
        for (let n = tr.steps.length - 1; n >= 0; n--) {
          const step = tr.steps[n];
          const doc = tr.docs[n];
          if (step && doc) back = step.invert(doc).apply(back).doc ?? back;
        }
        expect(back.eq(now)).toBe(true);
      });
      expect(restored.eq(then)).toBe(true);
      expect(applies).toBe(!now.eq(then));
    }),
    { numRuns: 60 },
  );
});
