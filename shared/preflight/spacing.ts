/**
 * Slips of typing that an editor mends in the copy and a program must not: two spaces, a space before a comma, straight
 * quotation marks among curly ones, a hyphen for a dash, no space after a comma. The text is left as it is; each place
 * is told. Read from the story alone, so pages need not exist.
 */
import type { Finding } from "../finding.ts";
import { tell, type ValuesOf } from "../findings/tell.ts";
import { flowOf, type Story, type StoryItem, type TextItem } from "../schema/story.ts";
import type { TextOffset } from "../units.ts";

type Fault = ValuesOf<"spacing">["fault"];
type Pattern = {
  readonly pattern: RegExp;
  readonly fault: Fault;
  /** Is it a fault in this language? A BCP 47 tag's first part. */
  readonly wrongIn?: (language: string) => boolean;
};

/** French and its manner: a space belongs before these marks. */
const SPACES_MARKS = /^(?:fr|br|oc)$/;
/** " - " joins the parts of a compound there: kinh tế - xã hội. */
const SPACED_HYPHENS = /^vi$/;

const FAULTS: readonly Pattern[] = [
  { pattern: /(?<=\S) {2,}(?=\S)/gu, fault: "twice" },
  { pattern: /\t+/gu, fault: "tab" },
  {
    pattern: /(?<=\S) +(?=[,.](?:\s|$))/gu,
    fault: "comma",
  },
  {
    pattern: /(?<=[\p{L}\p{N}]) +(?=[;:!?](?:\s|$))/gu,
    fault: "before",
    wrongIn: (language) => !SPACES_MARKS.test(language),
  },
  {
    pattern: /(?<=[([“]) +(?=\S)|(?<=\S) +(?=[)\]”])/gu,
    fault: "inside",
  },
  {
    pattern: /(?<=\p{L}{2})[,;!?](?=\p{L}{2})|(?<=\p{Ll}{2})\.(?=\p{Lu}\p{Ll})/gu,
    fault: "after",
  },
  {
    pattern: /(?<=\p{L}) -(?= \p{L})/gu,
    fault: "dash",
    wrongIn: (language) => !SPACED_HYPHENS.test(language),
  },
];
const STRAIGHT = /["']/gu;
const CURLY = /[“”‘’«»„]/u;
/** Inches, feet and minutes have straight marks of their own right. */
const FIGURE = /\d/u;
/** Addresses are written as they are. */
const ADDRESS = /\S*(?:https?:|www\.|@)\S*/gu;

/** The faults of one paragraph, in the order of its text. `curly`: the document has curly quotation marks. */
export function spacingFaults(block: string, text: string, lang: string, curly: boolean): readonly Finding[] {
  const language = lang.toLowerCase().split("-")[0] ?? "";
  const found: { readonly at: number; readonly finding: Finding }[] = [];
  // Same length, so that places stay right.
  const plain = text.replace(ADDRESS, (address) => "x".repeat(address.length));
  const report = (at: number, length: number, fault: Fault): void => {
    const around = text.slice(Math.max(0, at - 12), at + length + 12).trim();
    const place = [block, at as TextOffset, (at + length) as TextOffset] as const;
    found.push({ at, finding: tell("info", "spacing", { fault, around }, { place }) });
  };
  for (const { pattern, fault, wrongIn } of FAULTS) {
    if (wrongIn && !wrongIn(language)) continue;
    for (const match of plain.matchAll(pattern)) report(match.index, match[0].length, fault);
  }
  if (curly) {
    for (const match of plain.matchAll(STRAIGHT)) {
      if (FIGURE.test(plain.charAt(match.index - 1))) continue;
      report(match.index, 1, "quote");
    }
  }
  return found.sort((a, b) => a.at - b.at).map((entry) => entry.finding);
}

/** The faults of a whole interview, in reading order. */
export function spacingFaultsIn(story: Story): readonly Finding[] {
  const items: TextItem[] = [];
  const take = (item: TextItem | null): void => {
    if (item) items.push(item);
  };
  const walk = (item: StoryItem): void => {
    if (item.kind === "text") take(item);
    else if (item.kind === "photo") {
      take(item.caption);
      take(item.credit);
    } else item.items.forEach(walk);
  };
  take(story.kicker);
  take(story.headline);
  take(story.standfirst);
  for (const { item } of story.byline) take(item);
  flowOf(story).forEach(walk);
  const curly = items.some(({ block }) => CURLY.test(block.text));
  return items.flatMap((item) => {
    let known = told.get(item);
    if (known?.curly !== curly) {
      known = { curly, findings: spacingFaults(item.id, item.block.text, item.block.lang, curly) };
      told.set(item, known);
    }
    return known.findings;
  });
}
/** An item stays the same object as long as its text does. */
const told = new WeakMap<TextItem, { readonly curly: boolean; readonly findings: readonly Finding[] }>();
