/**
 * Pages made on trial while an ending is sought. Letters typed leave most of them as they were, and trials share pages
 * with each other: what was made from the same is taken again. Pages that two searches in a row did not ask for go.
 */
import { type Composed, composePage } from "./compose.ts";
import type { Context, Remaining } from "./context.ts";
import { remember, type Remembered, reuse } from "./reuse.ts";

export type Trials = {
  readonly compose: (context: Context, rest: Remaining) => Composed;
  /** Another search begins. */
  readonly begin: () => void;
};

export function createTrials(): Trials {
  let now = new Map<string, Remembered[]>();
  let before: typeof now = new Map();

  /** The page made before from the same, kept with those of this search. */
  function known(name: string, context: Context, rest: Remaining): Composed | null {
    for (const old of now.get(name) ?? []) {
      const found = reuse(old, rest, context);
      if (found) return found;
    }
    for (const old of before.get(name) ?? []) {
      const found = reuse(old, rest, context);
      if (!found) continue;
      keep(name, found === old.composed ? old : remember(rest, found, context));
      return found;
    }
    return null;
  }
  function keep(name: string, page: Remembered): void {
    const list = now.get(name);
    if (list) list.push(page);
    else now.set(name, [page]);
  }

  return {
    begin() {
      before = now;
      now = new Map();
    },
    compose(context, rest) {
      const { cursor, page } = rest;
      const name = `${page} ${cursor.line} ${JSON.stringify(context.pulled)}`;
      const old = known(name, context, rest);
      if (old) return old;
      const made = composePage(context, rest);
      keep(name, remember(rest, made, context));
      return made;
    },
  };
}
