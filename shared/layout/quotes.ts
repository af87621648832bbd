/** Quotes that no longer say what they quote. */
import type { Finding } from "../finding.ts";
import { tell, type ValuesOf } from "../findings/tell.ts";
import type { GroupItem, Story } from "../schema/story.ts";
import type { Unit } from "./flow.ts";

export type QuoteReader = (story: Story, units: readonly Unit[], pieces: readonly number[]) => readonly Finding[];

/**
 * Finds each quote whose source is gone or reads otherwise, or whose own words are not in what its source says. Where
 * a source stood is remembered, and all units are looked through only for one that stands there no longer.
 */
export function quoteReader(): QuoteReader {
  let stood = new Map<string, number>();
  return (story, units, pieces) => {
    const quotes = quotesIn(units, pieces);
    if (quotes.length === 0) return [];
    const texts = new Map<string, string>();
    for (const item of [story.headline, story.standfirst, story.kicker]) if (item) texts.set(item.id, item.block.text);
    const wanted = new Set(quotes.flatMap(({ source }) => source?.block ?? []));
    if (![...wanted].every((block) => texts.has(block) || units[stood.get(block) ?? -1]?.item.id === block)) {
      stood = new Map();
      for (const [at, { kind, item }] of units.entries()) {
        if (kind === "text" && wanted.has(item.id)) stood.set(item.id, at);
      }
    }
    for (const block of wanted) {
      const unit = units[stood.get(block) ?? -1];
      if (unit?.kind === "text" && unit.item.id === block) texts.set(block, unit.item.block.text);
    }
    return quotes.flatMap((quote) => {
      const why = whatChanged(quote, texts);
      return why === null ? [] : [tell("warning", "quote-changed", why, { place: [quote.id, 0, 0] })];
    });
  };
}

function quotesIn(units: readonly Unit[], pieces: readonly number[]): readonly GroupItem[] {
  const quotes: GroupItem[] = [];
  for (const at of pieces) {
    const unit = units[at];
    if (unit?.kind === "group" && unit.item.source) quotes.push(unit.item);
  }
  return quotes;
}

function whatChanged(
  { source, items }: GroupItem,
  texts: ReadonlyMap<string, string>,
): ValuesOf<"quote-changed"> | null {
  if (!source) return null;
  const text = texts.get(source.block);
  if (text === undefined) return { why: "gone", words: "" };
  const now = plain(text.slice(source.from, source.to));
  if (now !== plain(source.words)) return { why: "story", words: clip(text.slice(source.from, source.to)) };
  const said = plain(items.map((item) => (item.kind === "text" ? item.block.text : "")).join(" "));
  // Cuts are marked by an ellipsis; every piece between them has to be there, in order.
  let at = 0;
  for (const piece of said.split(/…|\.\.\./)) {
    const words = piece.trim();
    const found = now.indexOf(words, at);
    if (found < 0) return { why: "quote", words: clip(words) };
    at = found + words.length;
  }
  return null;
}

/** Words alone: marks of quotation, brackets for cuts, runs of space and the last stop do not count. */
function plain(text: string): string {
  return text
    .replace(/["“”„‟«»‹›‘’'[\]()]/g, "")
    .replace(/[\s\u00ad]+/g, " ")
    .replace(/[.,;:!?]+$/, "")
    .trim()
    .toLowerCase();
}
function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
