/**
 * Findings as they gather while a PDF is read. What repeats on a page is one finding with its first place and a count;
 * what repeats on hundreds of pages ends in a sum, so that a thousand bad pages stay readable and small.
 */
import type { Finding, Rect, Severity } from "../../finding.ts";
import { added, tell, type Telling, type ValuesOf } from "../../findings/tell.ts";
import type { Box, ReadPage } from "../../pdf/read/pages.ts";
import { pt } from "../../units.ts";

/** Pages that are told of one code before the rest is summed up. */
const MOST_PAGES_A_CODE = 200;

export type Where = { readonly page: ReadPage; readonly box?: Box } | null;

export type Report = {
  /** `same`: findings of one code, page and `same` are one; the message of the first is told. */
  add<K extends Telling>(severity: Severity, told: K, where: Where, values: ValuesOf<K>, same?: string): void;
  /** A check that could not be carried out; counts as an error. */
  notRun<K extends Telling>(told: K, where: Where, values: ValuesOf<K>): void;
  all(): readonly Finding[];
};

export function createReport(): Report {
  const found = new Map<string, { finding: Finding; count: number }>();
  const pages = new Map<string, Set<number>>();
  const more = new Map<string, { finding: Finding; pages: Set<number> }>();

  function put(made: Finding, same: string): void {
    const key = `${made.code} ${made.page ?? 0} ${made.ran} ${same}`;
    const known = found.get(key);
    if (known) {
      known.count++;
      return;
    }
    if (made.page !== undefined) {
      let told = pages.get(made.code);
      if (!told) pages.set(made.code, (told = new Set()));
      if (told.size >= MOST_PAGES_A_CODE && !told.has(made.page)) {
        const rest = more.get(made.code) ?? { finding: made, pages: new Set() };
        rest.pages.add(made.page);
        more.set(made.code, rest);
        return;
      }
      told.add(made.page);
    }
    // One page with thousands of different faults of a kind tells the first of them.
    if (found.size < 5000) found.set(key, { finding: made, count: 1 });
  }
  return {
    add(severity, told, where, values, same = "") {
      put(tell(severity, told, values, placeOf(where)), same);
    },
    notRun(told, where, values) {
      const made = tell("error", told, values, placeOf(where));
      put({ ...made, ran: false }, made.message);
    },
    all() {
      const list = [...found.values()].map(({ finding: made, count }) =>
        count === 1 ? made : added(made, { timesOnPage: count }),
      );
      const order = (f: Finding): number => (f.page ?? 0) * 4 + ["error", "warning", "info"].indexOf(f.severity);
      list.sort((a, b) => order(a) - order(b));
      for (const { finding: made, pages: rest } of more.values()) {
        const { page: _page, rect: _rect, ...plain } = made;
        list.push(added(plain, { morePages: rest.size }));
      }
      return list;
    },
  };
}

function placeOf(where: Where): { page?: number; rect?: Rect } {
  if (!where) return {};
  const { page, box } = where;
  return box ? { page: page.number, rect: rectOf(page, box) } : { page: page.number };
}

/** From a page's own space, y upward, to points from the trim's top left, y downward. */
function rectOf(page: ReadPage, box: Box): Rect {
  const trim = trimOf(page);
  const round = (value: number) => pt(Math.round(value * 100) / 100);
  return [round(box[0] - trim[0]), round(trim[3] - box[3]), round(box[2] - box[0]), round(box[3] - box[1])];
}

/** The finished page in points: its TrimBox, else what stands for it. */
export function trimOf(page: ReadPage): Box {
  return scaled(page, page.trimBox ?? page.artBox ?? page.cropBox ?? page.mediaBox ?? [0, 0, 612, 792]);
}
/** Where ink counts: the bleed, else the finished page. */
export function bleedOf(page: ReadPage): Box {
  return page.bleedBox ? scaled(page, page.bleedBox) : trimOf(page);
}
function scaled({ userUnit: unit }: ReadPage, box: Box): Box {
  return [box[0] * unit, box[1] * unit, box[2] * unit, box[3] * unit];
}
/** Do two boxes share more than a border? Lines without width count where they run inside. */
export function overlap(a: Box, b: Box): boolean {
  const slack = 0.01;
  return a[0] < b[2] - slack && a[2] > b[0] + slack && a[1] < b[3] - slack && a[3] > b[1] + slack;
}
