/** What was spent, told: one finding for each paragraph set a line longer or shorter, with what that keeps from happening. */
import type { Finding } from "../finding.ts";
import { tell, type ValuesOf } from "../findings/tell.ts";
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
      const values = { ...(names.get(block) ?? NAMELESS), ...gained(why, number), lines: Math.abs(lines) };
      const place = [block, 0 as TextOffset, to] as const;
      return tell("info", tight ? "set-tight" : "set-loose", values, { page: number, place });
    }),
  );
}

type Spent = ValuesOf<"set-tight">;
type Name = Pick<Spent, "name" | "number" | "part">;
const NAMELESS: Name = { name: "paragraph", number: 0, part: 0 };

/** What a line spent is good for, on which page, and how much of it. */
function gained(why: SpendReason, page: number): Pick<Spent, "gain" | "count" | "page"> {
  switch (why.kind) {
    case "break":
      return { gain: why.from, page, count: 0 };
    case "short":
      return { gain: "short", page, count: why.rows };
    case "level":
      return { gain: "level", page, count: 0 };
    case "next":
      return { gain: "next", page: why.page, count: 0 };
    case "runt":
      return { gain: "runt", page, count: why.lines };
    case "pages":
      return { gain: "pages", page, count: why.wanted };
  }
}

/** "Answer 7" for these paragraphs of the seventh answer; with their number in it where it has several. */
function namesOf(blocks: ReadonlySet<string>, { sections }: Story): ReadonlyMap<string, Name> {
  const names = new Map<string, Name>();
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

function nameOf(item: StoryItem & { readonly kind: "text" }, number: number, inTurn: number): Name {
  const { role } = item.block;
  if (item.turn === null) return { ...NAMELESS, name: role === "intro" ? "intro" : "outside" };
  const name = role === "question" ? "question" : "answer";
  return { name, number, part: item.opens && item.closes ? 0 : inTurn };
}
