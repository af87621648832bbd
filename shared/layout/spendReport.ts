/** What was spent, told: one finding for each paragraph set a line longer or shorter, with what that keeps from happening. */
import { type Finding, finding } from "../finding.ts";
import type { Story, StoryItem } from "../schema/story.ts";
import type { Arrangement } from "./arrange.ts";
import type { Context } from "./context.ts";
import type { Page, SpentParagraph } from "./page.ts";
import type { SpendReason } from "./spend.ts";
import type { TextOffset } from "../units.ts";

/** The paragraphs that begin on a page and are set a line longer or shorter. */
export function spentOn({ units, pulled }: Context, made: Arrangement): readonly SpentParagraph[] {
  return made.fill.placed.flatMap(({ unit: index, from }): SpentParagraph[] => {
    if (from > 0) return [];
    const plain = units[index];
    if (plain?.kind !== "text") return [];
    const own = made.spending?.chosen.get(index);
    const set = own ?? plain;
    const why = own ? made.spending?.why : pulled;
    if (set.spent === 0 || !why) return [];
    return [{ block: set.item.id, lines: set.spent, why, to: set.item.block.text.length as TextOffset }];
  });
}

/** The findings of all pages, in their order. */
export function spendFindings(story: Story, pages: readonly Page[]): readonly Finding[] {
  const blocks = new Set(pages.flatMap(({ spent }) => spent.map(({ block }) => block)));
  if (blocks.size === 0) return [];
  const names = namesOf(blocks, story);
  return pages.flatMap(({ number, spent }) =>
    spent.map(({ block, lines, why, to }) => {
      const tight = lines < 0;
      const many = Math.abs(lines) === 1 ? "one line" : `${Math.abs(lines)} lines`;
      return finding(
        "info",
        tight ? "set-tight" : "set-loose",
        `${names.get(block) ?? "A paragraph"} is set ${many} ${tight ? "tight" : "loose"}, which ${gain(why, number)}`,
        tight
          ? "Leave it, or take a word or two out of the paragraph"
          : "Leave it, or add a word or two to the paragraph",
        { page: number, place: [block, 0 as TextOffset, to] },
      );
    }),
  );
}

const BREAKS = {
  free: "ending badly",
  orphan: "ending with a paragraph's first line alone",
  widow: "ending in a widow",
  stranded: "ending with a question parted from its answer",
} as const;

function gain(why: SpendReason, page: number): string {
  switch (why.kind) {
    case "break":
      return `keeps page ${page} from ${BREAKS[why.from]}`;
    case "short":
      return `fills ${why.rows === 1 ? "an empty line" : `${why.rows} empty lines`} at the foot of page ${page}`;
    case "level":
      return "levels the columns of the last page";
    case "next":
      return `lets page ${why.page} end well`;
    case "runt":
      return `saves a last page of ${why.lines === 1 ? "one line" : `${why.lines} lines`}`;
    case "pages":
      return `brings the story to ${why.wanted === 1 ? "one page" : `${why.wanted} pages`}`;
  }
}

/** "Answer 7" for these paragraphs of the seventh answer; with their number in it where it has several. */
function namesOf(blocks: ReadonlySet<string>, { sections }: Story): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const counts = { question: 0, answer: 0 };
  let turn: number | null = null;
  let inTurn = 0;
  for (const section of sections) {
    for (const item of section) {
      if (item.kind !== "text") continue;
      const { role } = item.block;
      const kind = role === "question" ? "question" : "answer";
      if (item.turn !== null && (item.turn !== turn || item.opens)) {
        turn = item.turn;
        inTurn = 0;
        counts[kind] += 1;
      }
      inTurn += 1;
      if (blocks.has(item.id)) names.set(item.id, nameOf(item, counts[kind], inTurn));
    }
  }
  return names;
}

function nameOf(item: StoryItem & { readonly kind: "text" }, number: number, inTurn: number): string {
  const { role } = item.block;
  if (item.turn === null) return role === "intro" ? "The introduction" : "A paragraph outside the answers";
  const turn = `${role === "question" ? "Question" : "Answer"} ${number}`;
  return item.opens && item.closes ? turn : `${turn}, paragraph ${inTurn},`;
}
