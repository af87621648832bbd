/**
 * What a word is to the house's rules of line breaking, by the language it is in: a figure, a unit, a title, an
 * initial, a credit's label. Facts are found once for each word and language and remembered.
 */

/** Facts about a word between two spaces, punctuation included. */
export const ENDS_IN_FIGURE = 1;
export const BEGINS_WITH_FIGURE = 1 << 1;
/** Belongs to the figure before it: %, km, °C, đ, tỷ. */
export const UNIT = 1 << 2;
/** A unit written out (years, pounds, minutes): stays where it costs little. */
export const LONG_UNIT = 1 << 3;
/** One to three figures that may open a number in groups; three figures that may go on with it. */
export const GROUP_OPENS = 1 << 4;
export const GROUP_GOES_ON = 1 << 5;
export const DASH = 1 << 6;
/** Dr., TS., GS.: stays with the name. */
export const TITLE = 1 << 7;
/** J., J.R., Ng.: stays with the surname or the next initial. */
export const INITIAL = 1 << 8;
/** Begins with a capital, opening marks aside; and is a word that may be part of a name. */
export const CAPITAL = 1 << 9;
export const NAME = 1 << 10;
/** No., tr., p.: stays with its figure. */
export const ABBREVIATED_NOUN = 1 << 11;
/** năm, khóa, page, chapter: its figure stays where it costs little. */
export const NUMBERED_NOUN = 1 << 12;
/** thế kỷ, đại hội: the same before a Roman figure only. */
export const ROMAN_NOUN = 1 << 13;
export const ROMAN = 1 << 14;
/** A month's name, or what stands between the figures of a date (tháng, năm). */
export const MONTH = 1 << 15;
/** Ảnh:, Photo:, Nguồn: */
export const CREDIT_LABEL = 1 << 16;
/** ông, bà, Mr: a form of address before a name. */
export const ADDRESS_FORM = 1 << 17;
/** A word that looks lost at a line's end: I, a; ở, và. */
export const SHORT = 1 << 18;
export const ENDS_SENTENCE = 1 << 19;
/** giờ, h: what stands between the figures of a time. */
export const HOUR = 1 << 20;
/** $, €, US$ on its own. */
export const CURRENCY = 1 << 21;
export const ELLIPSIS = 1 << 22;
export const AMPERSAND = 1 << 23;
/** photo, ảnh: the word before "by" or before a label's colon. */
export const CREDIT_WORD = 1 << 24;
export const BY = 1 << 25;
/** No punctuation behind, no opening mark before. */
export const ENDS_OPEN = 1 << 26;
export const BEGINS_BARE = 1 << 27;

/** What two words must have, one of them at least, for any rule to speak between them. */
export const NOTABLE = ~(
  BEGINS_BARE |
  ENDS_OPEN |
  ENDS_SENTENCE |
  CAPITAL |
  LONG_UNIT |
  CREDIT_WORD |
  ROMAN |
  GROUP_GOES_ON
);

/** The words of one language's house rules; matched as written, or in small letters where the name says so. */
export type House = {
  readonly units: ReadonlySet<string>;
  readonly longUnits: ReadonlySet<string>;
  readonly numbered: ReadonlySet<string>;
  readonly numberedRoman: ReadonlySet<string>;
  readonly months: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
  readonly short: ReadonlySet<string>;
  readonly hours: ReadonlySet<string>;
  readonly credits: ReadonlySet<string>;
  /** Are names the only words with a capital inside a sentence? Not in German. */
  readonly namesByCapital: boolean;
  /** ; : ! ? » stand off from the word before by a fixed space, « from the word after. */
  readonly spacedPunctuation: boolean;
  readonly facts: Map<string, number>;
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(" ").filter((word) => word !== ""));

/** Symbols that are the same everywhere. */
const SYMBOLS =
  "% ‰ ° °C °F K km km² km³ km2 km/h m m² m³ m2 m3 m/s cm cm² cm2 mm mm² µm nm ha kg g mg µg t l L ml mL dl " +
  "kW kWh MW MWh GW W V A Hz kHz MHz GHz KB kB MB GB TB Mb/s px pt dpi ppi h min s ms € $ £ ¥ ₫ " +
  "VND VNĐ USD EUR GBP JPY CNY ″ ′ dB kcal kJ Pa hPa";
const TITLES = words(
  "TS. ThS. Ths. PGS. GS. GS.TS. PGS.TS. GS.TSKH. TSKH. BS. BSCKI. BSCKII. KS. KTS. LS. NS. NSND. NSƯT. CN. TP. Tp. Q. P. " +
    "ĐC. Đ/c. Dr. Mr. Mrs. Ms. Mx. Prof. St. Ste. Rev. Hon. Gen. Col. Lt. Capt. Maj. Sgt. Sen. Rep. Gov. Pres. Fr. Sr. " +
    "Mme. Mlle. MM. Me. Hr. Dipl.-Ing. Ing. Mag. Sra. Dña. Dott. Sig. Avv.",
);
const ABBREVIATED = words(
  "No. no. Nos. nos. Nr. nr. Nº n° N° № tr. Tr. p. pp. P. vol. Vol. ch. Ch. fig. Fig. figs. Figs. art. Art. § §§ sec. Sec. " +
    "ca. c. v. vv. para. ed. cf. Bd. S. Abs.",
);
const CREDITS = words(
  "ảnh photo photos photograph photographs photography nguồn source picture pictures foto fotos photographie",
);

type Lists = Partial<
  Record<"units" | "longUnits" | "numbered" | "numberedRoman" | "months" | "addresses" | "short" | "hours", string>
>;
function house(lists: Lists, namesByCapital = true, spacedPunctuation = false): House {
  return {
    units: words(`${SYMBOLS} ${lists.units ?? ""}`),
    longUnits: words(lists.longUnits ?? ""),
    numbered: words(lists.numbered ?? ""),
    numberedRoman: words(lists.numberedRoman ?? ""),
    months: words(lists.months ?? ""),
    addresses: words(lists.addresses ?? ""),
    short: words(lists.short ?? ""),
    hours: words(`h ${lists.hours ?? ""}`),
    credits: CREDITS,
    namesByCapital,
    spacedPunctuation,
    facts: new Map(),
  };
}

const HOUSES: ReadonlyMap<string, House> = new Map([
  [
    "vi",
    house({
      units: "đ đồng tấn tạ yến lạng lít tỷ tỉ triệu nghìn ngàn vạn giờ phút giây độ",
      longUnits: "năm tháng ngày tuần tuổi người lần euro đô-la hecta héc-ta cây-số mét ki-lô-mét",
      numbered:
        "khóa khoá năm tháng ngày quý số trang điều khoản điểm lần thứ chương phần mục bài tập quyển kỳ tuổi tầng phòng " +
        "lớp quận phường tổ đường quốc-lộ cấp hạng đợt nghị-định thông-tư",
      numberedRoman: "kỷ hội kì khóa khoá",
      months: "tháng năm",
      addresses:
        "ông bà anh chị cô chú bác cậu dì thầy cụ em ngài chí cha sư vua chúa tướng sĩ phường xã huyện quận tỉnh",
      short: "ở và là do để với của các một những à",
      hours: "giờ",
    }),
  ],
  [
    "en",
    house({
      units: "a.m. p.m. am pm bn mn mph ft in. lb lbs oz",
      longUnits:
        "thousand million billion trillion year years day days hour hours minutes pounds dollars cents euros percent " +
        "per miles metres meters kilometres kilometers tonnes tons acres hectares",
      numbered:
        "page pages chapter section part figure table volume issue number act scene article room line verse phase",
      numberedRoman: "henry louis george elizabeth war pius john william edward charles",
      months:
        "january february march april may june july august september october november december jan. feb. mar. apr. jun. " +
        "jul. aug. sept. sep. oct. nov. dec.",
      addresses:
        "mr mrs ms mx dr professor president senator mayor captain sir lady lord dame king queen saint st uncle aunt",
      short: "i a o",
    }),
  ],
  [
    "fr",
    house(
      {
        units: "millions milliards million milliard",
        longUnits: "ans années jours heures minutes euros francs mètres kilomètres",
        numbered: "page pages chapitre section partie figure numéro article",
        numberedRoman: "louis henri françois tome siècle pie jean charles",
        months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        addresses: "m mme mlle mm monsieur madame docteur professeur",
        short: "à a y ô",
      },
      true,
      true,
    ),
  ],
  [
    "de",
    house(
      {
        units: "mio. mrd.",
        longUnits: "jahre tage stunden minuten millionen milliarden euro meter kilometer",
        numbered: "seite kapitel abschnitt teil abbildung nummer artikel",
        months: "januar februar märz april mai juni juli august september oktober november dezember",
        addresses: "herr herrn frau",
      },
      false,
    ),
  ],
  [
    "es",
    house({
      longUnits: "años días horas minutos millones euros metros kilómetros",
      numbered: "página páginas capítulo sección parte figura número artículo",
      numberedRoman: "siglo carlos felipe alfonso juan",
      months: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
      addresses: "señor señora don doña sr sra",
      short: "a e o u y",
    }),
  ],
]);
/** Of the languages without a list, symbols and titles are known. */
const ANY: House = house({});
/** Czech and its neighbours never leave a preposition of one letter at a line's end. */
const SLAVIC = house({ short: "a i o u k s v z w" });

/** The house's words for a BCP 47 tag. */
export function houseOf(lang: string): House {
  const known = byTag.get(lang);
  if (known) return known;
  const language = lang.toLowerCase().split("-")[0] ?? "";
  const found = /^(?:cs|sk|pl)$/.test(language) ? SLAVIC : (HOUSES.get(language) ?? ANY);
  if (byTag.size >= 1000) byTag.clear();
  byTag.set(lang, found);
  return found;
}
const byTag = new Map<string, House>();

const MOST_FACTS = 50_000;

/** Facts about a word, as bits. */
export function factsOf(word: string, of: House): number {
  const known = of.facts.get(word);
  if (known !== undefined) return known;
  const found = word.length > 60 ? plainFacts(word) : look(word, of);
  if (of.facts.size >= MOST_FACTS) of.facts.clear();
  of.facts.set(word, found);
  return found;
}

const FIGURE_LAST = /[\p{Nd}½¼¾]$/u;
const FIGURE_FIRST = /^[-−+±~≈]?[\p{Nd}½¼¾]/u;
function plainFacts(word: string): number {
  return (FIGURE_LAST.test(word) ? ENDS_IN_FIGURE : 0) | (FIGURE_FIRST.test(word) ? BEGINS_WITH_FIGURE : 0);
}

const OPENING = /^[\p{Ps}\p{Pi}"'¿¡]+/u;
const CLOSING = /[\p{Pe}\p{Pf}"'.,;:!?…]+$/u;
const CURRENCY_SIGN = /^(?:[A-Z]{0,3}\p{Sc}|USD|EUR|GBP|VND)$/u;

function look(word: string, of: House): number {
  let facts = plainFacts(word);
  if (word.length <= 3) {
    if (/^[-\u2010-\u2015]+$/.test(word)) return facts | DASH;
    if (/^(?:…|\.{3})$/.test(word)) return facts | ELLIPSIS;
    if (word === "&") return facts | AMPERSAND;
  }
  if (/^[.…]{2,}$/.test(word)) return facts | ELLIPSIS;
  const opened = word.replace(OPENING, "");
  const bare = opened.replace(CLOSING, "");
  const small = bare.toLowerCase();
  const smallWhole = opened.toLowerCase();
  if (/^\d{1,3}$/.test(opened)) facts |= GROUP_OPENS;
  if (/^\d{3}(?!\d)/.test(word)) facts |= GROUP_GOES_ON;
  if (of.units.has(bare) || of.units.has(opened) || of.units.has(word)) facts |= UNIT;
  if (of.longUnits.has(small)) facts |= LONG_UNIT;
  if (of.hours.has(small) && bare === opened) facts |= HOUR;
  if (CURRENCY_SIGN.test(opened)) facts |= CURRENCY;
  if (TITLES.has(opened)) facts |= TITLE;
  if (ABBREVIATED.has(opened)) facts |= ABBREVIATED_NOUN;
  if (/^(?:\p{Lu}\p{M}*\.-?)+$/u.test(opened) || /^(?:Ng|Ph|Th|Tr|Kh|Nh|Ch|Gi|Qu|Yu|Ya|Sh)\.$/.test(opened)) {
    facts |= INITIAL;
  }
  if (/^\p{Lu}/u.test(opened)) {
    facts |= CAPITAL;
    const shouting = bare.length > 1 && bare === bare.toUpperCase();
    if (of.namesByCapital && !shouting && /^\p{Lu}[\p{L}\p{M}'’-]*$/u.test(bare)) facts |= NAME;
  }
  if (opened === word) facts |= BEGINS_BARE;
  // What ends in a stop or a comma is over: its figure does not follow.
  if (bare === opened) {
    facts |= ENDS_OPEN;
    if (of.numbered.has(small)) facts |= NUMBERED_NOUN;
    if (of.numberedRoman.has(small)) facts |= ROMAN_NOUN;
    if (of.addresses.has(small)) facts |= ADDRESS_FORM;
    if (of.short.has(small)) facts |= SHORT;
    if (of.credits.has(small)) facts |= CREDIT_WORD;
    if (small === "by" || small === "bởi") facts |= BY;
  } else if (of.addresses.has(small) && opened === `${bare}.`) facts |= ADDRESS_FORM;
  if (of.months.has(small) || of.months.has(smallWhole)) facts |= MONTH;
  if (/^[IVXLCDM]+$/.test(bare)) facts |= ROMAN;
  if (opened.endsWith(":") && of.credits.has(small)) facts |= CREDIT_LABEL;
  const isAbbreviation = (facts & (TITLE | INITIAL | ABBREVIATED_NOUN)) !== 0;
  if (!isAbbreviation && /[.!?…:][\p{Pe}\p{Pf}"']*$/u.test(word)) facts |= ENDS_SENTENCE;
  return facts;
}
