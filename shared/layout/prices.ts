/** What is good and bad on a page, in rows of white space: the one table that every search compares by. */
export const PRICE = {
  /** A row left empty at a foot, or beside a piece. */
  hole: 2.5,
  /** A column ended where a keep forbids it. */
  badBreak: 60,
  /** A whole column between a piece and its words. */
  distance: 8,
  /** The piece comes before the words it belongs to: so much dearer. */
  early: 1.3,
  /** It stands neither at the head nor at the foot of its columns. */
  inside: 4,
  /** It stands at the foot: the head is the better place. */
  foot: 1,
  /** It goes to a later page than its words. */
  later: 30,
  /** The words of a piece placed here moved off the page. */
  pushedOff: 40,
  /** A quote stands before the words it repeats: what it says is given away. */
  tooSoon: 200,
  /** A last page of a few lines. */
  runt: 45,
  /** A row more above a question, so that the copy goes further. */
  letOut: 1,
  /** A picture a row taller or lower than its shape asks. */
  cropRow: 0.6,
  /** A page more, for pieces alone. */
  extraPage: 120,
  /** A column more or fewer than the design prefers for it. */
  size: 6,
  /** A picture stands over a column of the text that is small enough for the margin. */
  coarse: 12,
  /** A picture's words stand otherwise than the design asks, for want of room. */
  misfit: 3,
  /** A quote nearer to the words it repeats than the design's lines, for each line. */
  echo: 8,
} as const;
