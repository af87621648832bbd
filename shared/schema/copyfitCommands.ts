/** Asking for a number of pages: a change of the design like any other, under undo. */
import type { Command } from "prosemirror-state";
import type { DesignSpec } from "./attributes.ts";
import { DesignStep } from "./designStep.ts";
import { command } from "./edit.ts";

/** The pages the story is to fill, from 1 to 2,000; null takes as many as it takes. Throws a RangeError for other numbers. */
export function wantPages(wanted: number | null): Command {
  if (wanted !== null && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 2000)) {
    throw new RangeError(`a story fills 1 to 2,000 pages, not ${wanted}`);
  }
  return command((tr) => {
    const { overrides } = tr.doc.attrs.design as DesignSpec;
    const pages = (overrides as { readonly pages?: { readonly wanted?: unknown } }).pages;
    if ((pages?.wanted ?? null) === wanted) return false;
    tr.step(new DesignStep(["overrides", "pages", "wanted"], wanted));
    return true;
  });
}
