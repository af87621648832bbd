/** Bookmarks: the headline, and under it each question by its first words (ISO 32000-1 §12.3.3). Destinations, never actions. */
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { pageBoxes } from "./boxes.ts";
import { dict, type Ref, text } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";
import type { JobTicket } from "./ticket.ts";

type Glyphs = Extract<DisplayItem, { kind: "glyphs" }>;
type Entry = { readonly block: string; words: string; end: number; readonly page: number; readonly top: number };

/** A bookmark longer than this is cut at a word. */
const LENGTH = 80;

/** Null when the pages hold neither headline nor question. */
export async function outline(
  file: PdfFile,
  lists: readonly DisplayList[],
  ticket: Pick<JobTicket, "reading" | "marks" | "standard">,
  page: (index: number) => Ref,
): Promise<Ref | null> {
  const headline = new Map<string, Entry>();
  const questions = new Map<string, Entry>();
  for (const [index, list] of lists.entries()) {
    const boxes = pageBoxes(list, ticket);
    for (const item of list.items) {
      if (item.kind !== "glyphs" || item.of === "artifact") continue;
      const { role, block } = item.of;
      const kind = role === "headline" ? headline : role === "question" ? questions : null;
      if (!kind) continue;
      const entry = kind.get(block);
      if (entry) addWords(entry, item);
      else {
        const made = { block, words: "", end: 0, page: index, top: boxes.y(item.baseline - item.run.size) };
        addWords(made, item);
        kind.set(block, made);
      }
    }
  }
  const { reading } = ticket;
  const order = new Map(reading.map((block, i) => [block, i]));
  const sorted = [...questions.values()].sort(
    (a, b) => (order.get(a.block) ?? Infinity) - (order.get(b.block) ?? Infinity) || a.page - b.page,
  );
  // A question of several paragraphs is one bookmark: the following blocks of the story belong to the first.
  const tops = sorted.filter((entry) => {
    const at = order.get(entry.block);
    return at === undefined || !questions.has(reading[at - 1] ?? "");
  });
  const head = [...headline.values()];
  if (head.length === 0 && tops.length === 0) return null;

  const root = file.allocate();
  const first = head[0] ?? null;
  if (first) {
    const ref = file.allocate();
    const kids = await siblings(tops, ref);
    await file.write(item(first, root, kids), ref);
    return file.write(dict({ Type: "Outlines", First: ref, Last: ref, Count: 1 + kids.count }), root);
  }
  const kids = await siblings(tops, root);
  return file.write(dict({ Type: "Outlines", First: kids.first, Last: kids.last, Count: kids.count }), root);

  async function siblings(entries: readonly Entry[], parent: Ref): Promise<Siblings> {
    const refs = entries.map(() => file.allocate());
    for (const [i, entry] of entries.entries()) {
      await file.write(item(entry, parent, NONE, refs[i - 1] ?? null, refs[i + 1] ?? null), refs[i] as Ref);
    }
    return { first: refs[0] ?? null, last: refs[refs.length - 1] ?? null, count: refs.length };
  }

  function item(entry: Entry, parent: Ref, kids: Siblings, previous: Ref | null = null, next: Ref | null = null) {
    return dict({
      Title: text(shorten(entry.words)),
      Parent: parent,
      Prev: previous,
      Next: next,
      First: kids.first,
      Last: kids.last,
      Count: kids.count > 0 ? kids.count : null,
      Dest: [page(entry.page), "XYZ", 0, entry.top, 0],
    });
  }
}

type Siblings = { readonly first: Ref | null; readonly last: Ref | null; readonly count: number };
const NONE: Siblings = { first: null, last: null, count: 0 };

/** Lines joined as they were typed: a made hyphen goes, a space that fell at a line's end comes back. */
function addWords(entry: Entry, { run }: Glyphs): void {
  if (run.from === null || entry.words.length > 2 * LENGTH) return;
  if (entry.words && run.from > entry.end && !/\s$/.test(entry.words)) entry.words += " ";
  const made = run.text.endsWith("\u00ad");
  entry.words += run.text.replaceAll("\u00ad", "").replace(/[\u2028\s]+/g, " ");
  entry.end = run.from + run.text.length - (made ? 1 : 0);
}

function shorten(words: string): string {
  const trimmed = words.trim();
  if (trimmed.length <= LENGTH) return trimmed;
  const cut = trimmed.lastIndexOf(" ", LENGTH - 1);
  return `${trimmed.slice(0, cut > 0 ? cut : LENGTH - 1)}…`;
}
