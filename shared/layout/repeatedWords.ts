/**
 * Words that a story keeps together: two neighbours of its headline or kicker that stand side by side several times in
 * the text and seldom apart are one word there, though no list has them. Counted anew only in sections that changed.
 */
import type { Story, StoryItem, TextItem } from "../schema/story.ts";
import { bondsOf, FREE, lexiconOf, wordKey } from "../typesetting/compounds.ts";

/** So often together in the text, and in so large a part of what the rarer of the two is met at all. */
const TOGETHER = 3;
const PART_TOGETHER = 0.6;

type Sections = Story["sections"];
/** How often phrases stand in sections, remembered for the sections and phrases asked last. */
type Tally = (phrases: readonly string[], sections: Sections) => readonly number[];

const pairTally = createTally();
const wordTally = createTally();
const answers = new WeakMap<Story, readonly string[]>();

/** Pairs of the title's words that stay whole, "net mender", in the order they stand there. */
export function repeatedWords(story: Story): readonly string[] {
  const known = answers.get(story);
  if (known) return known;
  const pairs = titlePairs(story);
  const together = pairTally(
    pairs.map((pair) => pair.join(" ")),
    story.sections,
  );
  const often = pairs.flatMap((pair, n) => ((together[n] ?? 0) >= TOGETHER ? [{ pair, count: together[n] ?? 0 }] : []));
  const words = [...new Set(often.flatMap(({ pair }) => pair))];
  const alone = wordTally(words, story.sections);
  const times = (word: string): number => alone[words.indexOf(word)] ?? 0;
  const found = often.flatMap(({ pair, count }) => {
    const rarer = Math.min(...pair.map(times));
    return count >= rarer * PART_TOGETHER ? [pair.join(" ")] : [];
  });
  answers.set(story, found);
  return found;
}

/** Words too common to make a compound with their neighbour, however often they meet. */
const LINKS: ReadonlySet<string> = new Set(
  (
    "the a an of and or to in on at by for from with as is are was were be it its his her my our your their this that " +
    "và của là có không các những một cho để đến từ tại ở về theo trong trên với được bị đã sẽ đang mà thì này đó cũng " +
    "tôi anh chị em ông bà họ người ra vào lên xuống rất nhiều"
  )
    .split(" ")
    .map(wordKey),
);

type Pairs = readonly (readonly [first: string, second: string])[];
const pairsOfHeadline = new WeakMap<
  TextItem,
  { readonly kicker: TextItem | null; readonly lang: string; readonly pairs: Pairs }
>();
function titlePairs({ kicker, headline, lang }: Story): Pairs {
  const known = pairsOfHeadline.get(headline);
  if (known?.kicker === kicker && known.lang === lang) return known.pairs;
  const pairs = pairsOf([kicker, headline], lang);
  pairsOfHeadline.set(headline, { kicker, lang, pairs });
  return pairs;
}

/** Neighbours in the title that nothing parts and no list holds together, in small letters. */
function pairsOf(items: readonly (TextItem | null)[], lang: string): Pairs {
  const lexicon = lexiconOf(lang, []);
  const pairs = new Map<string, readonly [string, string]>();
  for (const item of items) {
    for (const phrase of item?.block.text.toLowerCase().split(/[^\p{L}\p{M}\p{N}'’ ]+/u) ?? []) {
      const words = phrase.split(" ").filter(Boolean);
      const keys = words.map(wordKey);
      bondsOf(keys, lexicon).forEach((bond, n) => {
        const [first = "", second = ""] = words.slice(n, n + 2);
        if (bond !== FREE || LINKS.has(keys[n] ?? "") || LINKS.has(keys[n + 1] ?? "")) return;
        pairs.set(`${first} ${second}`, [first, second]);
      });
    }
  }
  return [...pairs.values()];
}

function createTally(): Tally {
  let asked = "";
  let counted: Sections = [];
  let totals: number[] = [];
  const add = (phrases: readonly string[], sections: Sections, sign: number): void => {
    for (const section of sections) {
      for (const item of section) {
        for (const { block } of textsOf(item)) {
          const text = block.text.toLowerCase();
          phrases.forEach((phrase, n) => (totals[n] = (totals[n] ?? 0) + sign * occurrences(text, phrase)));
        }
      }
    }
  };
  return (phrases, sections) => {
    const asking = phrases.join("\n");
    if (asking !== asked) {
      asked = asking;
      counted = [];
      totals = phrases.map(() => 0);
    }
    if (phrases.length === 0) return totals;
    const most = Math.min(sections.length, counted.length);
    let head = 0;
    while (head < most && sections[head] === counted[head]) head++;
    let tail = 0;
    while (tail < most - head && sections[sections.length - 1 - tail] === counted[counted.length - 1 - tail]) tail++;
    add(phrases, counted.slice(head, counted.length - tail), -1);
    add(phrases, sections.slice(head, sections.length - tail), 1);
    counted = sections;
    return [...totals];
  };
}

const LETTER = /[\p{L}\p{M}\p{N}]/u;
function occurrences(text: string, phrase: string): number {
  let count = 0;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (!LETTER.test(text.charAt(at - 1)) && !LETTER.test(text.charAt(at + phrase.length))) count++;
  }
  return count;
}

function textsOf(item: StoryItem): readonly TextItem[] {
  if (item.kind === "text") return [item];
  if (item.kind === "photo") return item.caption ? [item.caption] : [];
  return item.items.flatMap(textsOf);
}
