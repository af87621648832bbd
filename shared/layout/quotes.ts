/** Quotes that no longer say what they quote. */
import type { Finding } from "../finding.ts";
import { tell, type ValuesOf } from "../findings/tell.ts";
import type { GroupItem, Story } from "../schema/story.ts";
import type { Unit } from "./flow.ts";

/** A quote whose source is gone or reads otherwise, or whose own words are not in what its source says. */
export function changedQuotes(story: Story, units: readonly Unit[], pieces: readonly number[]): readonly Finding[] {
  const quotes: GroupItem[] = [];
  for (const at of pieces) {
    const unit = units[at];
    if (unit?.kind === "group" && unit.item.source) quotes.push(unit.item);
  }
  if (quotes.length === 0) return [];
  const wanted = new Set(quotes.map((quote) => quote.source?.block));
  const texts = new Map<string, string>();
  for (const item of [story.headline, story.standfirst, story.kicker]) if (item) texts.set(item.id, item.block.text);
  for (const { item } of units) if (item.kind === "text" && wanted.has(item.id)) texts.set(item.id, item.block.text);
  return quotes.flatMap((quote) => {
    const why = whatChanged(quote, texts);
    return why === null ? [] : [tell("warning", "quote-changed", why, { place: [quote.id, 0, 0] })];
  });
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
