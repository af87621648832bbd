import { EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import { finding } from "../../shared/finding.ts";
import { a, doc, h, q } from "../../shared/schema/build.ts";
import type { TextOffset } from "../../shared/units.ts";
import { doubtsOf, gathered, lightOf, stillDoubtful } from "./findings.ts";

const at = (block: string, from: number, to: number) => [block, from as TextOffset, to as TextOffset] as const;
const found = (severity: "error" | "warning" | "info", code: string, page?: number) =>
  finding(severity, code, code, "", page === undefined ? {} : { page });

/** A check that could not be carried out. */
const notRun = { ...found("warning", "fonts"), ran: false };

test("the gravest come first, then by page; what is said twice is said once", () => {
  const all = gathered(
    [found("warning", "widow", 3), found("info", "note"), found("warning", "orphan", 2)],
    [found("error", "overset", 9), found("warning", "orphan", 2), notRun],
  );
  expect(all.map(({ code }) => code)).toEqual(["fonts", "overset", "orphan", "widow", "note"]);
});

test("the light is that of the gravest; a check that did not run is an error", () => {
  expect(lightOf([])).toBe("clear");
  expect(lightOf([found("info", "note")])).toBe("clear");
  expect(lightOf([found("warning", "widow")])).toBe("warning");
  expect(lightOf([notRun])).toBe("error");
});

test("a doubtful spot stays while its words do, wherever they move, and goes when they are changed", () => {
  const start = doc(h("H"), q("Why?"), a("HDND met."));
  const block = start.child(2).firstChild?.attrs.id as string;
  const doubts = doubtsOf(start, [finding("warning", "doubtful", "HDND?", "", { place: at(block, 0, 4) })]);
  const state = EditorState.create({ doc: start });
  const inText = start.content.size - 11;
  const moved = state.tr.insertText("More words. ", 1).doc;
  expect(stillDoubtful(moved, doubts)).toBe(doubts);
  const mended = state.tr.insertText("Đ", inText + 1, inText + 2).doc;
  expect(mended.textContent).toContain("HĐND");
  expect(stillDoubtful(mended, doubts)).toEqual([]);
});
