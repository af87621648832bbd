import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { type Command, EditorState, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { a, doc, h, p, q } from "./build.ts";
import { flowOf, storyReader } from "./story.ts";
import {
  ADJUSTMENT_LIMITS,
  adjustBy,
  adjustTo,
  clearAdjustment,
  setCharacterStyle,
  setParagraphStyle,
} from "./styleCommands.ts";

const story = doc(h("Tựa"), q("Hỏi gì?"), a(p("Một hai ba"), p("bốn năm")));

function placeOf(node: Node, text: string): number {
  const whole = new Map<number, string>();
  node.descendants((child, pos) => {
    if (child.isTextblock) whole.set(pos + 1, child.textContent);
  });
  for (const [start, words] of whole) if (words.includes(text)) return start + words.indexOf(text);
  throw new RangeError(`there is no "${text}"`);
}
/** Runs a command with the selection from the first text's beginning to the second's end; without a second, a caret. */
function run(node: Node, from: string, to: string, command: Command): { doc: Node; done: boolean; state: EditorState } {
  const start = placeOf(node, from);
  const selection = TextSelection.create(node, start, to === "" ? start : placeOf(node, to) + to.length);
  let state = EditorState.create({ doc: node, selection });
  const done = command(state, (tr) => {
    state = state.apply(tr);
  });
  state.doc.check();
  return { doc: state.doc, done, state };
}
/** Every paragraph as its style and its runs. */
function told(node: Node): readonly string[] {
  return flowOf(storyReader()(node)).flatMap((item) => {
    if (item.kind !== "text") return [];
    const { block } = item;
    const runs = block.runs.map(({ from, to, marks }) => {
      const { charStyle, adjust } = marks;
      const said = [charStyle ?? "", adjust ? Object.values(adjust).join("/") : ""].filter(Boolean).join(" ");
      return said === "" ? block.text.slice(from, to) : `[${said}|${block.text.slice(from, to)}]`;
    });
    return [`${block.style ?? "-"} ${runs.join("")}`];
  });
}

test("a paragraph style goes to every block that is selected, and is taken off again", () => {
  const styled = run(story, "gì", "hai", setParagraphStyle("lead"));
  expect(told(styled.doc)).toEqual(["lead Hỏi gì?", "lead Một hai ba", "- bốn năm"]);
  expect(run(styled.doc, "gì", "hai", setParagraphStyle("lead")).done).toBe(false);
  expect(told(run(styled.doc, "Một", "", setParagraphStyle(null)).doc)).toEqual([
    "lead Hỏi gì?",
    "- Một hai ba",
    "- bốn năm",
  ]);
});

test("a character style goes to the words selected, takes another's place, and goes", () => {
  const one = run(story, "hai", "bốn", setCharacterStyle("name")).doc;
  expect(told(one).slice(1)).toEqual(["- Một [name|hai ba]", "- [name|bốn] năm"]);
  const two = run(one, "ba", "ba", setCharacterStyle("quiet")).doc;
  expect(told(two)[1]).toBe("- Một [name|hai ][quiet|ba]");
  expect(told(run(two, "Một", "năm", setCharacterStyle(null)).doc)).toEqual(told(story));
  expect(run(story, "Một", "hai", setCharacterStyle(null)).done).toBe(false);
});

test("with nothing selected the words typed next have the character style", () => {
  const { state, done } = run(story, "hai", "", setCharacterStyle("name"));
  expect(done).toBe(true);
  expect(told(state.apply(state.tr.insertText("x")).doc)[1]).toBe("- Một [name|x]hai ba");
});

test("adjustment moves by steps from where each word is, within its limits, and can be cleared", () => {
  const one = run(story, "hai", "hai", adjustBy({ tracking: 10, baseline: 0.5 })).doc;
  expect(told(one)[1]).toBe("- Một [10/0/1/0.5|hai] ba");
  const two = run(one, "Một", "ba", adjustBy({ tracking: 5, scaling: -0.02 })).doc;
  expect(told(two)[1]).toBe("- [5/0/0.98/0|Một ][15/0/0.98/0.5|hai][5/0/0.98/0| ba]");
  const back = run(two, "Một", "ba", adjustTo({ tracking: 0, scaling: 1 })).doc;
  expect(told(back)[1]).toBe("- Một [0/0/1/0.5|hai] ba");
  expect(told(run(back, "Một", "năm", clearAdjustment).doc)).toEqual(told(story));
  expect(run(story, "Một", "hai", clearAdjustment).done).toBe(false);
  const most = run(story, "hai", "hai", adjustBy({ tracking: 5000, scaling: Number.NaN }));
  expect(told(most.doc)[1]).toBe(`- Một [${ADJUSTMENT_LIMITS.tracking[1]}/0/1/0|hai] ba`);
  expect(run(most.doc, "hai", "hai", adjustBy({ tracking: 1 })).done).toBe(false);
});

test("steps forth and back leave the document as it was, and no command changes the words", () => {
  const step = fc.record({
    tracking: fc.integer({ min: -20, max: 20 }),
    kerning: fc.integer({ min: -20, max: 20 }),
    scaling: fc.integer({ min: -5, max: 5 }).map((n) => n / 100),
    baseline: fc.integer({ min: -10, max: 10 }).map((n) => n / 10),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      let now = story;
      for (const one of steps) now = run(now, "hai", "bốn", adjustBy(one)).doc;
      expect(now.textContent).toBe(story.textContent);
      for (const { tracking, kerning, scaling, baseline } of steps) {
        const back = { tracking: -tracking, kerning: -kerning, scaling: -scaling, baseline: -baseline };
        now = run(now, "hai", "bốn", adjustBy(back)).doc;
      }
      expect(now.eq(story)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
