/**
 * Words that a story keeps together: two neighbours of its headline or kicker that stand side by side several times in
 * the text and seldom apart are one word there, whatever any list says. Counted section by section, so that a keystroke
 * counts one section again.
 */
import type { Story, StoryItem, TextItem } from "../schema/story.ts";
import { wordKey } from "../typesetting/compounds.ts";

/** So often together in the text, and in so large a part of what the rarer of the two is met at all. */
const TOGETHER = 3;
const PART_TOGETHER = 0.6;

/** What is counted: neighbours of the title, by key. */
type Wanted = {
  readonly text: string;
  readonly pairs: readonly (readonly [first: string, second: string])[];
  /** Counter of each single word, and of each pair after those. */
  readonly words: ReadonlyMap<string, number>;
  readonly size: number;
};

let wantedLast: Wanted | null = null;
const counted = new WeakMap<readonly StoryItem[], { readonly wanted: Wanted; readonly counts: Uint16Array }>();
const answers = new WeakMap<Story, readonly string[]>();

/** Pairs of the title's words that stay whole, "net mender"; in the order they stand there. The same array each time. */
export function repeatedWords(story: Story): readonly string[] {
  const known = answers.get(story);
  if (known) return known;
  const found = count(story);
  answers.set(story, found);
  return found;
}

function count(story: Story): readonly string[] {
  const text = `${story.kicker?.block.text ?? ""}\n${story.headline.block.text}`;
  const wanted = wantedLast?.text === text ? wantedLast : wantedOf(text);
  wantedLast = wanted;
  const { pairs, words, size } = wanted;
  if (pairs.length === 0) return [];
  const total = new Uint32Array(size);
  for (const section of story.sections) {
    const counts = countsOf(section, wanted);
    for (let i = 0; i < size; i++) total[i] = (total[i] ?? 0) + (counts[i] ?? 0);
  }
  return pairs.flatMap(([first, second], n) => {
    const together = total[words.size + n] ?? 0;
    const rarer = Math.min(total[words.get(first) ?? 0] ?? 0, total[words.get(second) ?? 0] ?? 0);
    return together >= TOGETHER && together >= rarer * PART_TOGETHER ? [`${first} ${second}`] : [];
  });
}

const WORD = /[\p{L}\p{M}\p{N}'’]+/gu;
/** Only a space may stand between two words of a pair. */
const apart = (text: string, from: number, to: number): boolean => to - from !== 1 || text.charCodeAt(from) !== 0x20;

function wantedOf(text: string): Wanted {
  const pairs: (readonly [string, string])[] = [];
  const words = new Map<string, number>();
  let before = "";
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const key = match[0].toLowerCase();
    if (before !== "" && !apart(text, end, match.index) && !LINKS.has(wordKey(before)) && !LINKS.has(wordKey(key))) {
      pairs.push([before, key]);
      for (const word of [before, key]) if (!words.has(word)) words.set(word, words.size);
    }
    before = key;
    end = match.index + match[0].length;
  }
  return { text, pairs, words, size: words.size + pairs.length };
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

function countsOf(section: readonly StoryItem[], wanted: Wanted): Uint16Array {
  const known = counted.get(section);
  if (known?.wanted === wanted) return known.counts;
  const counts = new Uint16Array(wanted.size);
  for (const item of section) for (const { block } of textsOf(item)) countIn(block.text.toLowerCase(), wanted, counts);
  counted.set(section, { wanted, counts });
  return counts;
}

function countIn(text: string, { words, pairs }: Wanted, counts: Uint16Array): void {
  let before = "";
  let end = 0;
  for (let match = WORD.exec(text); match; match = WORD.exec(text)) {
    const [word] = match;
    const at = words.get(word);
    if (at !== undefined) {
      counts[at] = (counts[at] ?? 0) + 1;
      if (before !== "" && !apart(text, end, match.index)) {
        pairs.forEach(([first, second], n) => {
          if (first === before && second === word) counts[words.size + n] = (counts[words.size + n] ?? 0) + 1;
        });
      }
    }
    before = at === undefined ? "" : word;
    end = match.index + word.length;
  }
}

function textsOf(item: StoryItem): readonly TextItem[] {
  if (item.kind === "text") return [item];
  if (item.kind === "photo") return item.caption ? [item.caption] : [];
  return item.items.flatMap(textsOf);
}
