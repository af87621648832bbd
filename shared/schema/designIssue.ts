/**
 * What is wrong with a design file, in one line: the field and what was expected there. Where a field may be one of
 * several things, the one that came nearest is spoken of, not "invalid input".
 */
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** The first thing that is wrong, as "field.field: what was expected". */
export function designIssue(error: z.ZodError): string {
  const first = error.issues[0];
  if (!first) return "not a design";
  const { path, message } = nearest(first);
  return path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`;
}

function nearest(issue: Issue): { readonly path: readonly PropertyKey[]; readonly message: string } {
  const said = { path: issue.path, message: issue.message };
  // A union that says itself what it expects says it better than any of its branches.
  if (issue.code !== "invalid_union" || !issue.message.startsWith("Invalid input")) return said;
  const branches = issue.errors.flatMap((branch) => (branch[0] ? [branch[0]] : []));
  const best = branches.reduce<Issue | null>((most, one) => (most && worth(most) >= worth(one) ? most : one), null);
  if (!best) return said;
  const inner = nearest(best);
  return { path: [...issue.path, ...inner.path], message: inner.message };
}

/** A branch that went wrong deep inside, or for its value and not its kind, was the one meant. */
function worth(issue: Issue): number {
  return issue.path.length * 2 + (issue.code === "invalid_type" || issue.code === "invalid_value" ? 0 : 1);
}
