/**
 * Where a person sees one letter end and the next begin: extended grapheme clusters by UAX 29, rules GB3 to GB13 with
 * the conjuncts of Indian scripts (GB9c), over the tables that ship with the program.
 */
import { CLUSTER_CLASS } from "./lineClasses.ts";
import { clusterClasses } from "./unicode.ts";

const { Other, Extend, SpacingMark, LV, LVT, Control, Picture, Prepend, L, V, T, CR, LF, ZWJ } = CLUSTER_CLASS;
const { Regional_Indicator: FLAG, Consonant, Linker, Parting } = CLUSTER_CLASS;

/** How far an Indian conjunct has come (GB9c). */
const NO_CONJUNCT = 0;
const CONSONANT_SEEN = 1;
const LINKER_SEEN = 2;

/**
 * Starts of the clusters of `text` in UTF-16 units, and the text's length as the last entry. Empty text has none but
 * its length 0. A lone surrogate is a cluster of its own.
 */
export function clusterStarts(text: string): number[] {
  const starts: number[] = [];
  let before = -1;
  let flags = 0;
  let conjunct = NO_CONJUNCT;
  /** GB11: a pictograph and marks stand directly before; and behind them a joiner. */
  let picture = false;
  let pictureJoined = false;
  let kind = -1;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    kind = clusterClasses.of(code);
    if (before < 0 || divides()) starts.push(at);
    flags = kind === FLAG ? flags + 1 : 0;
    pictureJoined = kind === ZWJ && picture;
    if (kind === Picture) picture = true;
    else if (!isExtending(kind)) picture = false;
    if (kind === Consonant) conjunct = CONSONANT_SEEN;
    else if (kind === Linker && conjunct !== NO_CONJUNCT) conjunct = LINKER_SEEN;
    else if (kind !== Extend && kind !== ZWJ && kind !== Linker) conjunct = NO_CONJUNCT;
    before = kind;
    at += code > 0xffff ? 2 : 1;
  }
  starts.push(text.length);
  return starts;

  function divides(): boolean {
    if (before === Other && kind === Other) return true;
    if (before === CR && kind === LF) return false;
    if (isControl(before) || isControl(kind)) return true;
    if (before === L && (kind === L || kind === V || kind === LV || kind === LVT)) return false;
    if ((before === LV || before === V) && (kind === V || kind === T)) return false;
    if ((before === LVT || before === T) && kind === T) return false;
    if (isExtending(kind) || kind === SpacingMark || before === Prepend) return false;
    if (kind === Consonant && conjunct === LINKER_SEEN) return false;
    if (kind === Picture && pictureJoined) return false;
    return !(kind === FLAG && flags % 2 === 1);
  }
}

function isExtending(kind: number): boolean {
  return kind === Extend || kind === ZWJ || kind === Linker || kind === Parting;
}
function isControl(kind: number): boolean {
  return kind === Control || kind === CR || kind === LF;
}
