/**
 * The findings a person sees: of the pages, of the host, and of the import (doubtful spots). Those of the import are
 * held to the words they were about: once the words changed, someone has looked, and the finding goes.
 */
import type { Node } from "prosemirror-model";
import type { Finding } from "../../shared/finding.ts";
import { locate } from "../../shared/schema/story.ts";

export type Doubt = { readonly finding: Finding; readonly words: string };

export function doubtsOf(doc: Node, findings: readonly Finding[]): readonly Doubt[] {
  return findings.map((finding) => ({ finding, words: wordsAt(doc, finding) }));
}
export function stillDoubtful(doc: Node, doubts: readonly Doubt[]): readonly Doubt[] {
  const kept = doubts.filter(({ finding, words }) => wordsAt(doc, finding) === words);
  return kept.length === doubts.length ? doubts : kept;
}
function wordsAt(doc: Node, finding: Finding): string {
  const at = finding.place && locate(doc, finding.place);
  return at ? doc.textBetween(at.from, at.to) : "";
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Gravest first, then in the order of pages; what two sources say alike is said once. */
export function gathered(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const seen = new Set<string>();
  return lists
    .flat()
    .filter((finding) => {
      const key = JSON.stringify([finding.code, finding.message, finding.page, finding.place]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map((finding, n) => ({ finding, n }))
    .toSorted((a, b) => rank(a.finding) - rank(b.finding) || (a.finding.page ?? 0) - (b.finding.page ?? 0) || a.n - b.n)
    .map(({ finding }) => finding);
}
function rank(finding: Finding): number {
  return finding.ran ? RANK[finding.severity] : 0;
}

/** The light on the status bar. */
export function lightOf(findings: readonly Finding[]): "error" | "warning" | "clear" {
  if (findings.some((finding) => finding.severity === "error" || !finding.ran)) return "error";
  return findings.some((finding) => finding.severity === "warning") ? "warning" : "clear";
}
