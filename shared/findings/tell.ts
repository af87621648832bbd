/**
 * Findings by the short word of what is told and its values. The words stand in tables, each row in every language, so that
 * a finding made anywhere can be said to anyone: it carries its row's name and values, and no program reads its sentences.
 */
import { type Finding, finding, type Severity } from "../finding.ts";
import { DESK } from "./desk.ts";
import { PAGES } from "./pages.ts";
import { PRESS } from "./press.ts";
import type { Row, Says, Values } from "./table.ts";

const ROWS = { ...PAGES, ...PRESS, ...DESK };
export type Telling = keyof typeof ROWS;
export type ValuesOf<K extends Telling> = (typeof ROWS)[K] extends Row<infer V> ? V : never;

/** All rows, for those who hold them against the codes there are. */
export const TELLINGS: readonly Telling[] = Object.keys(ROWS) as Telling[];

/** `told` is the finding's code, with what tells rows of one code apart after a point. */
export function tell<K extends Telling>(
  severity: Severity,
  told: K,
  values: ValuesOf<K>,
  where: { readonly page?: number; readonly place?: Finding["place"]; readonly rect?: Finding["rect"] } = {},
): Finding {
  const [message, hint] = words(told, values, "en");
  const { page, place, rect } = where;
  const at = { ...(page === undefined ? {} : { page }), ...(place ? { place } : {}), ...(rect ? { rect } : {}) };
  return { ...finding(severity, codeOf(told), message, hint, at), said: { told, values } };
}

export function codeOf(told: Telling): string {
  return told.split(".")[0] ?? told;
}

export function words<K extends Telling>(told: K, values: ValuesOf<K>, language: "en" | "vi"): Says {
  return (ROWS[told] as unknown as Row<Values>)[language](values);
}

/** What a finding says, in a language. One of an older or another program, or without a row, says what it says. */
export function saidIn(language: string, { message, hint, said }: Pick<Finding, "message" | "hint" | "said">): Says {
  if (!said || language !== "vi" || !Object.hasOwn(ROWS, said.told)) return [message, hint];
  const own = (ROWS[said.told as Telling] as unknown as Row<Values>).vi(said.values);
  // What was added to the sentence after it was made, as how often a thing is found, stands in no row.
  return own.every((text) => !/undefined|null|NaN/.test(text)) ? own : [message, hint];
}
