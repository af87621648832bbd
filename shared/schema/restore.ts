/**
 * An earlier state of the document made the present one, as an ordinary change that can be undone. Blocks at the ends
 * that are the same in both are left alone, so only what differs is set anew.
 */
import type { Node } from "prosemirror-model";
import type { Command } from "prosemirror-state";
import { before, command } from "./edit.ts";

/** Makes `then` the document; says false when it is that already. */
export function restoreVersion(then: Node): Command {
  return command((tr) => {
    const now = tr.doc;
    for (const [name, value] of Object.entries(then.attrs)) {
      if (JSON.stringify(value) !== JSON.stringify(now.attrs[name])) tr.setDocAttribute(name, value);
    }
    const same = (from: (n: number) => number, into: (n: number) => number, most: number) => {
      let n = 0;
      while (n < most && now.child(from(n)).eq(then.child(into(n)))) n += 1;
      return n;
    };
    const most = Math.min(now.childCount, then.childCount);
    const head = same(
      (n) => n,
      (n) => n,
      most,
    );
    const tail = same(
      (n) => now.childCount - 1 - n,
      (n) => then.childCount - 1 - n,
      most - head,
    );
    if (head < now.childCount - tail || head < then.childCount - tail) {
      const blocks = Array.from({ length: then.childCount - tail - head }, (_, n) => then.child(head + n));
      tr.replaceWith(before(now, head), before(now, now.childCount - tail), blocks);
    }
    return tr.steps.length > 0;
  });
}
