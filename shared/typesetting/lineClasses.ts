/**
 * The classes of characters that line breaking knows (UAX 14, table 1), as small numbers. Classes that the standard
 * resolves before its rules begin (LB1: AI, SG, XX, CJ, SA) are resolved in the table already; classes that single
 * rules divide by another property are divided here: opening and closing quotation marks (QI, QF), U+2010 among BA
 * (HN), U+25CC among AL (DC), unassigned pictographs among ID (EP).
 */
export const LINE_CLASS = {
  AL: 0,
  CM: 1,
  ID: 2,
  BA: 3,
  OP: 4,
  CL: 5,
  NU: 6,
  PR: 7,
  PO: 8,
  QU: 9,
  EX: 10,
  GL: 11,
  NS: 12,
  AK: 13,
  AS: 14,
  H2: 15,
  H3: 16,
  IN: 17,
  EB: 18,
  BB: 19,
  EP: 20,
  HL: 21,
  QI: 22,
  QF: 23,
  SP: 24,
  IS: 25,
  SY: 26,
  HY: 27,
  HN: 28,
  B2: 29,
  CP: 30,
  CB: 31,
  ZWJ: 32,
  ZW: 33,
  BK: 34,
  CR: 35,
  LF: 36,
  NL: 37,
  WJ: 38,
  EM: 39,
  JL: 40,
  JV: 41,
  JT: 42,
  RI: 43,
  AP: 44,
  DC: 45,
  VF: 46,
  VI: 47,
} as const;
/** Added to a class: the character is as wide as an ideograph, or half of one (East_Asian_Width F, W or H). */
export const EAST_ASIAN = 64;

/** Classes of grapheme clusters (UAX 29, table 2); 0 is any other character. */
export const CLUSTER_CLASS = {
  Other: 0,
  Extend: 1,
  SpacingMark: 2,
  LV: 3,
  LVT: 4,
  Control: 5,
  /** Extended_Pictographic, rule GB11. */
  Picture: 6,
  Prepend: 7,
  L: 8,
  V: 9,
  T: 10,
  CR: 11,
  LF: 12,
  ZWJ: 13,
  Regional_Indicator: 14,
  /** Indic_Conjunct_Break, rule GB9c: consonants and the sign that joins them; marks that do neither are Extend. */
  Consonant: 15,
  Linker: 16,
  /** U+200C and what else extends a cluster but ends a conjunct. */
  Parting: 17,
} as const;
