/**
 * Undo from before the last start: the journal's transactions read back into entries. Steps are played from the
 * document the journal gives, since a step's inverse needs the document it was made on. Any doubt (a step of another
 * schema, a journal that does not end in this document) gives no past rather than a wrong one.
 */
import { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import type { Result } from "../../shared/ipc.ts";
import "../../shared/schema/designStep.ts";
import { schema } from "../../shared/schema/interview.ts";
import { type Entry, NO_PAST, type Part, type Past } from "../editor/history.ts";

/** The entries, and the journal's number of each of their parts. */
export type ReadPast = { readonly past: Past; readonly numbers: ReadonlyMap<Part, number> };
const NOTHING: ReadPast = { past: NO_PAST, numbers: new Map() };

export function readPast(journal: Result<"document.history">, now: Node): ReadPast {
  try {
    let doc = Node.fromJSON(schema, journal.base.doc);
    const done: Entry[] = [];
    const undone: Entry[] = [];
    const numbers = new Map<Part, number>();
    const numberOf = (entry: Entry | undefined) => (entry?.parts[0] ? numbers.get(entry.parts[0]) : undefined);
    for (const each of journal.transactions) {
      const steps: Step[] = [];
      const inverses: Step[] = [];
      for (const json of each.steps) {
        const step = Step.fromJSON(schema, json);
        const result = step.apply(doc);
        if (!result.doc) return NOTHING;
        steps.push(step);
        inverses.push(step.invert(doc));
        doc = result.doc;
      }
      const { kind, undoes } = each;
      if (kind === "do") {
        const part: Part = { steps, inverses };
        numbers.set(part, each.id);
        done.push({ parts: [part], before: each.before, after: each.after });
        undone.length = 0;
        continue;
      }
      const [from, to] = kind === "undo" ? [done, undone] : [undone, done];
      const last = from.at(-1);
      if (last && numberOf(last) === undoes) to.push(from.pop() as Entry);
      else {
        // What it takes back lies before the part of the journal read: undo ends here.
        done.length = 0;
        undone.length = 0;
      }
    }
    return doc.eq(now) ? { past: { done, undone }, numbers } : NOTHING;
  } catch {
    return NOTHING;
  }
}
