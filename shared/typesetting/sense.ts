/**
 * Where a line of display type may end without hurting the sense: never inside a compound or a name, not after a word
 * that leans on the next ("the", "of", "và", "của"), best after a comma. Text and a lexicon come in; what every gap
 * between two words costs goes out. Knows no widths. The order of preference is that of newspaper subeditors
 * (H. Evans, Editing and Design, book 3: lines of a headline are units of sense).
 */
import { bondsOf, FREE, type Lexicon, TIGHT, wordKey } from "./compounds.ts";

export type Gap = {
  /** Offset where the next line would begin. */
  readonly at: number;
  /** 0 is the best place; `DIVIDES` and more hurt the sense. */
  readonly cost: number;
  /** The word or name that a line's end here divides; empty when it divides none. */
  readonly divides: string;
};

/** Prices in the units of `headlineBreaks.ts`: 1 is a line a tenth shorter than its neighbours. */
export const DIVIDES = 1000;
/** The line ends in a word that leans on the next. */
const LEANS = 60;
/** Between the two words of a set phrase: hệ thống | chính trị. */
const LOOSE_PHRASE = 35;
/** A single word between a comma and a line's end or beginning belongs to neither. */
const STRANDED = 20;
const AFTER_QUOTE = 1;
const BEFORE_LINK = 2;
const BETWEEN_WORDS = 7;

const keysOf = (words: string): ReadonlySet<string> => new Set(words.split(" ").map(wordKey));

/** Words that begin a line and never end one. */
const LEANING: Readonly<Record<string, ReadonlySet<string>>> = {
  vi: keysOf(
    "và của là trong với những các một cho để đến từ tại ở bởi vì do như theo về trên dưới khi mà thì nhưng hay hoặc cùng " +
      "bằng không chưa đã sẽ đang vẫn cũng rất mỗi mọi từng nếu dù tuy giữa ngoài sau trước qua vào ra lên xuống nơi gần " +
      "con cái chiếc cuốn quyển bức tấm ngôi sự nỗi niềm cuộc vị vài hai ba bốn năm thứ chỉ càng hãy đừng bị được tên ông bà " +
      "anh chị cô chú bác người nhà nghề hơn nhất lại",
  ),
  en: keysOf(
    "a an the of and or but nor to in on at by for from with without as than into onto upon over under after before " +
      "between about against through during is are was were be been am not no my your his her its our their this that " +
      "these those who whom whose which what when where why how if because so very too mr mrs ms dr st only every each",
  ),
};
/** Of those, the ones a line may end in where the phrase ends with them ("vươn lên", "người ta"): a small matter. */
const MILD = keysOf("hơn nhất lại ra lên xuống vào qua không được sau trước gần lại năm hai ba bốn anh chị");
const MILD_LEAN = 8;

/** Signs after a word that end a phrase. */
const PAUSE = /[,;:.!?…)–—-]/u;
const NUMBER = /^[\d.,/–-]*\d[\d.,/–-]*%?$/u;
/** Nouns whose number follows. */
const NUMBERED = keysOf("năm tháng ngày quý khóa khoá số lần thứ kỳ chương phần điều trang tuổi no part chapter page");
/** Surnames that are no everyday words: in capitals they show that a name follows. */
const SURNAMES = keysOf("nguyễn trần phạm huỳnh đặng bùi ngô");
/** Words that a sentence begins with and no name. */
const OPENERS = keysOf(
  "the a an in on at for from with how why what when where who and but my our your his her its this that these those " +
    "if as by to of is are not no inside after before meet",
);

type Token = {
  readonly from: number;
  readonly word: string;
  readonly key: string;
  /** Signs before and after the word. */
  readonly open: string;
  readonly close: string;
};

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /[^\s\u2028]+/gu;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, open = "", word = "", close = ""] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}%]*)$/u.exec(match[0]) ?? [];
    tokens.push({ from: match.index, word, key: wordKey(word), open, close });
  }
  return tokens;
}

/** The gaps between the words of `text` (UTF-16 offsets), in order. */
export function senseOf(text: string, lang: string, lexicon: Lexicon): readonly Gap[] {
  const tokens = tokensOf(text);
  const leaning = LEANING[/^[a-z]+/i.exec(lang)?.[0].toLowerCase() ?? ""] ?? NONE;
  const bonds = allBonds(tokens, lexicon);
  const names = nameGaps(tokens, text, leaning);
  const gaps: Gap[] = [];
  for (let i = 0; i + 1 < tokens.length; i++) {
    const here = tokens[i] as Token;
    const next = tokens[i + 1] as Token;
    const tight = bonds[i] === TIGHT;
    const name = names[i] === true;
    let cost = BETWEEN_WORDS;
    let divides = "";
    if (tight || name) {
      let from = i;
      let to = i + 1;
      const holds = (gap: number) => (name ? names[gap] === true : bonds[gap] === TIGHT);
      while (from > 0 && holds(from - 1)) from--;
      while (to + 1 < tokens.length && holds(to)) to++;
      divides = tokens
        .slice(from, to + 1)
        .map((token) => token.word)
        .join(" ");
      cost = DIVIDES;
    } else if (PAUSE.test(here.close) || here.word === "") cost = 0;
    else if (here.close !== "" || /[“"«(]/u.test(next.open)) cost = AFTER_QUOTE;
    else if ((NUMBER.test(here.word) && next.word !== "") || (NUMBERED.has(here.key) && NUMBER.test(next.word)))
      cost = LEANS;
    else if (bonds[i] !== FREE) cost = LOOSE_PHRASE;
    else if (leaning.has(here.key) && (i === 0 || bonds[i - 1] !== TIGHT))
      cost = MILD.has(here.key) ? MILD_LEAN : LEANS;
    else if (leaning.has(next.key) && bonds[i + 1] !== TIGHT) cost = BEFORE_LINK;
    const alone = gaps[i - 1]?.cost === 0 || (i + 2 < tokens.length && PAUSE.test(next.close));
    if (cost > 0 && cost < LEANS && alone) cost += STRANDED;
    gaps.push({ at: next.from, cost, divides });
  }
  return gaps;
}
const NONE: ReadonlySet<string> = new Set();

/** How each word holds to the next, phrase by phrase: no compound reaches over a comma. */
function allBonds(tokens: readonly Token[], lexicon: Lexicon): readonly number[] {
  const bonds: number[] = [];
  let from = 0;
  for (let i = 0; i < tokens.length; i++) {
    const next = tokens[i + 1];
    if (next && tokens[i]?.close === "" && next.open === "") continue;
    const keys = tokens.slice(from, i + 1).map((token) => token.key);
    bonds.push(...bondsOf(keys, lexicon), FREE);
    from = i + 1;
  }
  return bonds;
}

const capitalised = (word: string): boolean => /^\p{Lu}/u.test(word) && /\p{Ll}/u.test(word);
/** A longer row of capitals is an office or a title and not one name. */
const LONGEST_NAME = 5;

/** Which gaps lie inside proper names: rows of capitalised words, where not every word is capitalised. */
function nameGaps(tokens: readonly Token[], text: string, leaning: ReadonlySet<string>): readonly boolean[] {
  const inside = tokens.map(() => false);
  const joins = (i: number): boolean => tokens[i]?.close === "" && tokens[i + 1]?.open === "";
  if (!/\p{Ll}/u.test(text)) {
    tokens.forEach(({ key }, i) => {
      if (!SURNAMES.has(key)) return;
      for (let n = i; n < i + 2 && n + 1 < tokens.length && joins(n); n++) inside[n] = true;
    });
    return inside;
  }
  const plain = tokens.filter(({ key, word }) => word !== "" && !leaning.has(key));
  const titleCase = tokens.length >= 4 && plain.filter(({ word }) => capitalised(word)).length > plain.length * 0.75;
  if (titleCase) return inside;
  for (let i = 0; i < tokens.length; ) {
    let end = i;
    const begins = i === 0 || /[.!?:…]/u.test(tokens[i - 1]?.close ?? "");
    if (isName(tokens[i], begins)) while (joins(end) && isName(tokens[end + 1], false)) end++;
    if (end > i && end - i < LONGEST_NAME) inside.fill(true, i, end);
    i = end + 1;
  }
  return inside;
}
function isName(token: Token | undefined, begins: boolean): boolean {
  if (!token || !(capitalised(token.word) || /^\p{Lu}\.?$/u.test(token.word))) return false;
  return !(begins && OPENERS.has(token.key));
}
