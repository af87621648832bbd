/** What an opener is made of: the story's words and first picture, the design, and the tools that set them. */
import type { PhotoItem, Story } from "../../schema/story.ts";
import type { Design } from "../../schema/template.ts";
import type { Geometry } from "../geometry.ts";
import type { Pictures } from "../photos.ts";
import type { Setter } from "../setter.ts";

export type OpenerTask = {
  readonly story: Story;
  readonly hero: PhotoItem | null;
  readonly design: Design;
  /** Of the page's side. */
  readonly geometry: Geometry;
  readonly setter: Setter;
  readonly pictures: Pictures;
  /** The first picture stands on the page before; its words may stand here. */
  readonly heroPlaced?: boolean;
  /** Rows by which the first picture, and a box level with it, are deeper (or less deep) than at their best, as far as the crop allows. */
  readonly deeper?: number;
};
