/**
 * A story of few words and many pictures is a picture essay: pictures one after the other, each on its own page, would
 * be a list. Where a design asks for it, pictures that have fewer characters of text than it names are gathered in rows,
 * as many in one as together come nearest to the breadth wanted of it: tall ones stand three abreast, a broad one alone.
 * Story in, story out: an unchanged section is the same array, an unchanged row the same object. Pictures pinned by
 * hand, grouped by hand or begun on a new column stay as they are.
 */
import type { GroupItem, PhotoItem, Story, StoryItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { heroOf } from "./flow.ts";
import { type Pictures, shapeOf } from "./photos.ts";

/** A last row of less than this part of the breadth wanted would stand too tall. */
const LEAST_SHARE = 0.6;

export type Gatherer = (story: Story) => Story;

type Section = Story["sections"][number];
type Read = { readonly letters: number; readonly photos: readonly PhotoItem[] };

export function createGatherer(design: Design, pictures: Pictures): Gatherer {
  const { gallery, missingRatio } = design.photos;
  if (!gallery) return (story) => story;
  const { below, rows } = gallery;
  const known = new WeakMap<Section, Read>();
  const groups = new WeakMap<PhotoItem, GroupItem>();
  const sections = new WeakMap<Section, Section>();

  function readSection(section: Section): Read {
    const old = known.get(section);
    if (old) return old;
    const letters = section.reduce((sum, item) => sum + (item.kind === "text" ? item.block.text.length : 0), 0);
    const photos = section.flatMap((item) => (item.kind === "photo" && isFree(item) ? [item] : []));
    const read = { letters, photos };
    known.set(section, read);
    return read;
  }

  const breadthOf = (photo: PhotoItem) => shapeOf(photo, pictures.sizeOf(photo), missingRatio);

  /** Rows of two and more, by the picture in the middle of each. */
  function rowsOf(photos: readonly PhotoItem[]): ReadonlyMap<StoryItem, GroupItem> {
    const all: PhotoItem[][] = [];
    let row: PhotoItem[] = [];
    let breadth = 0;
    for (const photo of photos) {
      const wanted = rows[all.length % rows.length] ?? 0;
      const more = breadth + breadthOf(photo);
      // A picture that makes the row broader than wanted by more than it lacked begins the next.
      if (row.length > 0 && more - wanted > wanted - breadth) {
        all.push(row);
        row = [photo];
        breadth = breadthOf(photo);
        continue;
      }
      row.push(photo);
      breadth = more;
    }
    const last = all.at(-1);
    // What is much less than a row joins the one before.
    if (last && breadth < (rows[all.length % rows.length] ?? 0) * LEAST_SHARE) last.push(...row);
    else all.push(row);
    const made = new Map<StoryItem, GroupItem>();
    for (const own of all) {
      const [first] = own;
      const middle = own[Math.floor((own.length - 1) / 2)];
      if (first && middle && own.length > 1) made.set(middle, groupOf(first, own));
    }
    return made;
  }

  function groupOf(first: PhotoItem, items: readonly PhotoItem[]): GroupItem {
    const old = groups.get(first);
    if (old && sameItems(old.items, items)) return old;
    const { id, placement } = first;
    const group: GroupItem = { kind: "photos", id, items, placement, breakBefore: "none", source: null, box: null };
    groups.set(first, group);
    return group;
  }

  return (story) => {
    let letters = 0;
    let count = 0;
    for (const section of story.sections) {
      const read = readSection(section);
      letters += read.letters;
      count += read.photos.length;
    }
    // Asked after every letter typed, and nearly always no. The opening picture is one of the count, and none of a row.
    if (count < 2 || letters >= below * count) return story;
    const hero = heroOf(story);
    const photos = story.sections.flatMap((section) => readSection(section).photos).filter((photo) => photo !== hero);
    if (photos.length < 2 || letters >= below * photos.length) return story;
    const made = rowsOf(photos);
    const within = new Set<StoryItem>([...made.values()].flatMap(({ items }) => items));
    const gathered = story.sections.map((section) => {
      if (!readSection(section).photos.some((photo) => within.has(photo))) return section;
      const items = section.flatMap((item): readonly StoryItem[] => {
        const group = made.get(item);
        if (group) return [group];
        return within.has(item) ? [] : [item];
      });
      const old = sections.get(section);
      if (old && sameItems(old, items)) return old;
      sections.set(section, items);
      return items;
    });
    return { ...story, sections: gathered };
  };
}

/** A row that was gathered, and is no group of the document, goes by its first picture's name. Its width is the text's. */
export function isGathered(item: StoryItem): boolean {
  return item.kind === "photos" && item.items[0]?.id === item.id;
}

function isFree({ placement, breakBefore }: PhotoItem): boolean {
  return placement.kind !== "pinned" && breakBefore === "none";
}

function sameItems(a: readonly StoryItem[], b: readonly StoryItem[]): boolean {
  return a.length === b.length && a.every((item, n) => item === b[n]);
}
