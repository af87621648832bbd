/**
 * What a design lets page make-up do with the copy itself: how many paragraphs it may set a line longer or shorter than
 * they are at their best, and how many pages the story is to fill. Parts of the template file, keys `columns.spend` and
 * `pages`; every field has a value when no layer names it.
 */
import { z } from "zod";

/** Settings a line longer or shorter, so that columns and pages end well. */
export type Spend = {
  /** Paragraphs of one page that may be set so; 0 is never. */
  readonly perPage: number;
  /** Paragraphs that may be set so in the whole story to reach a number of pages or save a last page of a few lines. */
  readonly perStory: number;
  /** How far the loosest line may be from its natural look: 1 is the limit of the paragraph's style. */
  readonly tolerance: number;
};

export const spendFields = z
  .strictObject({
    perPage: z.number().int().min(0).max(60).default(6),
    perStory: z.number().int().min(0).max(1000).default(40),
    tolerance: z.number().min(0.25).max(3).default(1.5),
  })
  .prefault({});

/** The pages the story is to fill; null takes as many as it takes. */
export type PagesWanted = { readonly wanted: number | null };

export const pagesFields = z
  .strictObject({ wanted: z.number().int().min(1).max(2000).nullable().default(null) })
  .prefault({});
