/**
 * Paragraphs set beside something: the rows a paragraph runs through give each of its lines its own room, and the
 * composer breaks it to those. Only what follows the cursor is set anew; lines already placed stay as they are. A
 * paragraph that something has stood beside is carried on as it was set, which the cursor remembers.
 */
import type { TextUnit } from "./flow.ts";
import type { Geometry, Room, Segment } from "./geometry.ts";
import type { Setter } from "./setter.ts";

export type UnevenSetter = {
  /**
   * The paragraph with its lines from `line` on set for the rows of `segment` from row `used` of it, and at full width
   * below it. `set` is how it is set above `line`. The same object for the same question.
   */
  (plain: TextUnit, set: TextUnit, line: number, segment: Segment, used: number): TextUnit;
};

/** Settings of one paragraph kept at a time. */
const MOST_KEPT = 24;

export function createUnevenSetter(geometry: Geometry, setter: Setter): UnevenSetter {
  const kept = new WeakMap<TextUnit, Map<string, TextUnit>>();
  const names = new WeakMap<TextUnit, string>();
  /** The first line below which a setting is as wide as the column. */
  const wideFrom = new WeakMap<TextUnit, number>();
  const full: Room = { x: 0, width: geometry.measure };

  return (plain, set, line, segment, used) => {
    const step = Math.max(1, Math.ceil(plain.style.leading / geometry.baseline - 1e-6));
    const { rooms, ends } = roomsFrom(segment, used, step, full);
    // Nothing beside it: the plain setting is the one, unless it has begun as another.
    if (rooms.length === 1 && (set === plain || line >= (wideFrom.get(set) ?? 0))) return set;
    const above = line === 0 ? "" : `${names.get(set) ?? ""} ${set.spent} ${line} `;
    const name = `${above}${ends.join(",")}: ${rooms.map((room) => `${room.x} ${room.width}`).join(",")}`;
    let known = kept.get(plain);
    if (!known) kept.set(plain, (known = new Map()));
    const old = known.get(name);
    if (old) return old;
    const from = line === 0 ? 0 : (set.lines[line - 1]?.to ?? 0);
    const tail = setter.uneven(plain.item, from, rooms, plain.first);
    const head = set.rows.slice(0, line);
    const base = head[line - 1] ?? 0;
    const last = ends[ends.length - 1] ?? 0;
    const rows = tail.lines.map((_, n) => base + (ends[n] ?? last + (n + 1 - ends.length) * step));
    const made: TextUnit = {
      ...plain,
      lines: [...set.lines.slice(0, line), ...tail.lines],
      rows: [...head, ...rows],
      findings: line === 0 ? tail.findings : set.findings,
      deep: line === 0 ? tail.deep : set.deep,
      spent: line === 0 ? plain.spent : set.spent,
    };
    if (known.size >= MOST_KEPT) {
      const oldest = known.keys().next();
      if (!oldest.done) known.delete(oldest.value);
    }
    known.set(name, made);
    names.set(made, name);
    wideFrom.set(made, line + rooms.length - 1);
    return made;
  };
}

/** The room of each line, the last one for all that follow, and the row each of those ends on. */
function roomsFrom(
  segment: Segment,
  used: number,
  step: number,
  full: Room,
): { readonly rooms: readonly Room[]; readonly ends: readonly number[] } {
  const rooms: Room[] = [];
  const ends: number[] = [];
  let lastNarrow = -1;
  for (let row = used; segment.rooms && row < segment.rows; row += step) {
    const here = segment.rooms[row] ?? [full];
    // A line deeper than a row takes the room that all its rows have; only single rows are parted in two.
    if (step === 1) {
      for (const room of here) {
        rooms.push(room);
        ends.push(row - used + 1);
      }
    } else {
      rooms.push(common(segment.rooms.slice(row, row + step), full));
      ends.push(row - used + step);
    }
    if (here.length > 1 || (rooms.at(-1)?.width ?? 0) < full.width) lastNarrow = rooms.length - 1;
  }
  rooms.length = lastNarrow + 1;
  ends.length = lastNarrow + 1;
  return { rooms: [...rooms, full], ends };
}

function common(rows: readonly (readonly Room[])[], full: Room): Room {
  let x = full.x;
  let end = full.x + full.width;
  for (const rooms of rows) {
    const [room] = rooms;
    if (!room) continue;
    x = Math.max(x, room.x);
    end = Math.min(end, room.x + room.width);
  }
  return end > x ? { x, width: end - x } : full;
}
