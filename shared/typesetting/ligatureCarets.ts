/**
 * Where a font wants the caret inside its ligatures: the list of ligature carets of its table GDEF (OpenType 1.9.1,
 * chapter "GDEF", Ligature Caret List). Carets given as points of the outline are left out, for their place depends on
 * hinting. A table that is cut short or lies gives no carets, never an error: equal parts then stand in.
 */

/** Places inside a ligature in em from its pen position, rising; empty where the font says nothing. */
export type LigatureCarets = (glyph: number) => readonly number[];

const NOTHING: readonly number[] = [];

export function readLigatureCarets(gdef: Uint8Array | undefined, unitsPerEm: number): LigatureCarets {
  if (!gdef || gdef.byteLength < 12) return () => NOTHING;
  const view = new DataView(gdef.buffer, gdef.byteOffset, gdef.byteLength);
  /** 0 beyond the table: an offset of 0 says that there is nothing. */
  const u16 = (at: number): number => (at >= 0 && at + 2 <= gdef.byteLength ? view.getUint16(at) : 0);
  const i16 = (at: number): number => (at >= 0 && at + 2 <= gdef.byteLength ? view.getInt16(at) : 0);

  const list = u16(8);
  if (list === 0) return () => NOTHING;
  const coverage = list + u16(list);
  const count = u16(list + 2);

  /** Which ligature of the list a glyph is, -1 when it is none (OpenType, Coverage Table). */
  function indexOf(glyph: number): number {
    const entries = u16(coverage + 2);
    if (u16(coverage) === 1) {
      for (let i = 0; i < entries; i++) if (u16(coverage + 4 + 2 * i) === glyph) return i;
      return -1;
    }
    for (let i = 0; i < entries; i++) {
      const range = coverage + 4 + 6 * i;
      const first = u16(range);
      if (glyph >= first && glyph <= u16(range + 2)) return u16(range + 4) + glyph - first;
    }
    return -1;
  }

  function caretsOf(glyph: number): readonly number[] {
    const index = indexOf(glyph);
    if (index < 0 || index >= count) return NOTHING;
    const ligature = list + u16(list + 4 + 2 * index);
    const found: number[] = [];
    for (let i = 0, most = u16(ligature); i < most && i < MOST_LETTERS; i++) {
      const value = ligature + u16(ligature + 2 + 2 * i);
      const format = u16(value);
      if (format === 1 || format === 3) found.push(i16(value + 2) / unitsPerEm);
    }
    return found.sort((a, b) => a - b);
  }

  const known = new Map<number, readonly number[]>();
  return (glyph) => {
    let carets = known.get(glyph);
    if (!carets) known.set(glyph, (carets = caretsOf(glyph)));
    return carets;
  };
}

/** The longest ligatures (Arabic formulas) have eighteen letters. */
const MOST_LETTERS = 64;
