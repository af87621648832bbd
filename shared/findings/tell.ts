/**
 * Findings by the short word of what is told and its values. The words stand in tables, each row in every language, so that
 * a finding made anywhere can be said to anyone: it carries its row's name and values, and no program reads its sentences.
 */
import { type Finding, finding, type Severity } from "../finding.ts";
import { DESK } from "./desk.ts";
import { FOREIGN_FILE } from "./foreignFile.ts";
import { FOREIGN_PAGE } from "./foreignPage.ts";
import { PAGES } from "./pages.ts";
import { PRESS } from "./press.ts";
import type { Row, Says, Values } from "./table.ts";

const ROWS = { ...PAGES, ...PRESS, ...DESK, ...FOREIGN_FILE, ...FOREIGN_PAGE };
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
  if (own.some((text) => /undefined|null|NaN/.test(text))) return [message, hint];
  const { placedName, placedPage, timesOnPage, morePages } = said.values;
  const before = placedName === undefined ? "" : `${String(placedName)}, trang ${String(placedPage)}: `;
  const times = timesOnPage === undefined ? "" : `; ${String(timesOnPage)} lần trên trang này`;
  const pages = morePages === undefined ? "" : `; và ở ${String(morePages)} trang nữa`;
  return [`${before}${own[0]}${times}${pages}`, own[1]];
}

/** What is known only after a finding was told: the placed file and page it is of, how often a thing is found. */
type Added =
  | { readonly placedName: string; readonly placedPage: number }
  | { readonly timesOnPage: number }
  | { readonly morePages: number };

/** The finding with what is `more` in its sentence, in every language. */
export function added(found: Finding, more: Added): Finding {
  const { message, said } = found;
  const longer =
    "placedName" in more
      ? `${more.placedName}, page ${more.placedPage}: ${message}`
      : "timesOnPage" in more
        ? `${message}; ${more.timesOnPage} times on this page`
        : `${message}; so on ${more.morePages} more pages`;
  return { ...found, message: longer, ...(said ? { said: { ...said, values: { ...said.values, ...more } } } : {}) };
}
