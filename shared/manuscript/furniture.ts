/**
 * Page furniture that a scan or a copy out of a PDF carries along: folios, running heads and feet, jump lines. It is
 * set aside, never thrown away: the report shows it under the role `furniture`. Looks at lines alone and errs on the
 * side of copy: a word of the interview must not vanish.
 */
import { CREDIT_BEFORE, words } from "./cues.ts";
import { readCredits, readPhotoCredit } from "./credits.ts";
import { labelAt, type LabelUse } from "./labels.ts";
import { readSign, shareOfCapitals } from "./signs.ts";
import { textOf, type SourceLine } from "./source.ts";

const FOLIO =
  /^(?:[-–—•|.\s[(]*(?:trang|page|p\.|pg\.?|tr\.|seite)?\s*\d{1,4}(?:\s*(?:\/|of|trên)\s*\d{1,4})?[-–—•|.\s\])]*)$/iu;
const JUMP =
  /^[([<»►▶→\s]*(?:xem tiếp|(?:đọc )?tiếp theo|xem)(?: ở)? (?:trang|tr\.) \d+[)\]>»\s.]*$|^[([<«\s]*(?:tiếp (?:theo )?(?:từ )?)(?:trang|tr\.) \d+[)\]>\s.]*$|^[([<»►▶→\s]*(?:continued|turn|see|cont\.?)(?: on| from| to)? (?:page|p\.) \d+[)\]>»\s.]*$/iu;
/** Words of a periodical's head beside a number or a date. */
const PERIODICAL = words(
  "tạp chí|tập san|tuần báo|nguyệt san|đặc san|bản tin|báo|số|tháng|quý|xuân|magazine|review|journal|quarterly|weekly|monthly|issue|no|vol|volume|spring|summer|autumn|fall|winter|january|february|march|april|june|july|august|september|october|november|december",
);
const NUMBERED = /\d/;
const SENTENCE_END = /[.!?…:;,]["”’»)]*$/u;
const CREDIT_WORD = words(CREDIT_BEFORE.map((cue) => cue.words).join("|"));

/** Line index to the reason it is furniture. */
export function findFurniture(
  lines: readonly SourceLine[],
  labels: ReadonlyMap<string, LabelUse>,
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const candidates = new Map<string, number[]>();
  lines.forEach((line, index) => {
    const { hints } = line;
    if (hints.image || hints.rule || hints.list || hints.heading || line.spans.length === 0) return;
    const text = textOf(line.spans);
    if (text.length > 110) return;
    if (FOLIO.test(text) && /\d/.test(text)) {
      found.set(index, "page number alone on its line");
      return;
    }
    if (JUMP.test(text)) {
      found.set(index, "jump line");
      return;
    }
    if (SENTENCE_END.test(text) || readPhotoCredit(text) || readCredits(text)) return;
    if (text.includes(":") && CREDIT_WORD.test(text.split(":")[0] ?? "")) return;
    if (/^[([*“"]/.test(text)) return;
    const label = labelAt(line.spans, readSign(text).lead);
    if (label && labels.has(label.key)) return;
    const key = text
      .toLowerCase()
      .replace(/\d+/g, "0")
      .replace(/[^\p{L}0]+/gu, " ")
      .trim();
    // A page's two heads often differ in the folio's side alone.
    const sorted = key.replace(/^0 | 0$/g, "");
    if (sorted.length < 3) return;
    const at = candidates.get(sorted) ?? [];
    at.push(index);
    candidates.set(sorted, at);
  });
  for (const at of candidates.values()) {
    const text = textOf((lines[at[0] as number] as SourceLine).spans);
    const numberOfWords = text.split(/\s+/).length;
    const headlike =
      (NUMBERED.test(text) && PERIODICAL.test(text)) ||
      /\s[|•·]\s/.test(text) ||
      (at.length >= 2 && shareOfCapitals(text) > 0.9);
    // A line inside a wrapped paragraph may come twice by chance; a running head stands alone.
    const alone = (index: number): boolean => {
      const line = lines[index] as SourceLine;
      const next = lines[index + 1];
      const before = index === 0 || line.gap > 0 || line.hints.newPage === true;
      return before && (next === undefined || next.gap > 0 || next.hints.newPage === true);
    };
    const certain = NUMBERED.test(text) && (PERIODICAL.test(text) || /\s[|•·]\s/.test(text));
    const apart =
      at.length >= 2 &&
      at.every((index, i) => i === 0 || index - (at[i - 1] as number) >= 4) &&
      (certain || at.every(alone));
    if (
      apart &&
      numberOfWords <= 14 &&
      (headlike || at.length >= 3 || at.some((i) => NUMBERED.test(textOf((lines[i] as SourceLine).spans))))
    ) {
      // The first of them may be the headline itself, which the running head repeats.
      at.forEach((index, i) => {
        const line = lines[index] as SourceLine;
        const words = textOf(line.spans);
        const opensTheCopy =
          i === 0 && !NUMBERED.test(words) && !NAME_OF_PERIODICAL.test(words) && isAmongFirst(lines, index);
        if (!opensTheCopy) found.set(index, `running head, ${at.length} times`);
      });
    } else if (at.length === 1 && isPeriodicalHead(text, numberOfWords)) {
      found.set(at[0] as number, "a periodical's name with number or date");
    }
  }
  return found;
}

const NUMBER_OF_ISSUE = /(?:^|[\s|•·–—-])(?:số|no\.?|issue|vol\.?|volume)\s*\d{1,4}(?:\s*[/-]\s*\d{1,4})?/iu;
const NAME_OF_PERIODICAL = words("tạp chí|tập san|tuần báo|bản tin|báo|magazine|review|journal|quarterly|weekly");
const FOLIO_BESIDE = /^\d{1,4}\s*[|•·]\s*\p{L}|\p{L}\s*[|•·]\s*\d{1,4}$/u;
const FOLIO_AT_END = /^\d{1,3}\s+\p{Lu}|\p{Lu}\s+\d{1,3}$/u;
const MONTH =
  /^(?:tháng|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter)\s*\d{1,4}(?:\s*[/-]\s*\d{4})?$/iu;

/** Seen once only, so its own words must say it: "TẠP CHÍ SÔNG NƯỚC – SỐ 3/2020", "Harbour Review | 12". */
function isPeriodicalHead(text: string, numberOfWords: number): boolean {
  if (numberOfWords > 12 || !NUMBERED.test(text)) return false;
  if (FOLIO_BESIDE.test(text) || MONTH.test(text)) return true;
  if (NUMBER_OF_ISSUE.test(text)) {
    return (
      (numberOfWords <= 6 && /^(?:số|no\.?|issue|vol\.?|volume)\s*\d/iu.test(text)) || NAME_OF_PERIODICAL.test(text)
    );
  }
  return FOLIO_AT_END.test(text) && shareOfCapitals(text) > 0.9 && NAME_OF_PERIODICAL.test(text);
}

function isAmongFirst(lines: readonly SourceLine[], index: number): boolean {
  let texts = 0;
  for (let i = 0; i < index; i += 1) if ((lines[i] as SourceLine).spans.length > 0) texts += 1;
  return texts <= 6;
}
