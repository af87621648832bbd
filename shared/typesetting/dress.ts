/**
 * What a paragraph wears besides its own style: the character styles that its marks and its nested runs name. Told apart
 * by content, so that a character style that changes shapes only the paragraphs that use it.
 */
import type { Block } from "../schema/story.ts";
import type { CharacterStyles, ParagraphStyle } from "../schema/stylesheet.ts";
import type { Dress } from "./items.ts";
import { characterStyle } from "./looks.ts";
import { nestedStretches } from "./nested.ts";

export type Wardrobe = {
  /** The paragraph's dress when its first lines end at these offsets of sign and text, as far as they are known. */
  dress(block: Block, style: ParagraphStyle, sign: string, lineEnds: readonly number[]): Dress;
  /** The same for all that shape alike; the ink of a character style is not in it. Empty for a paragraph without any. */
  key(block: Block, style: ParagraphStyle): string;
};

export const NO_LINE_ENDS: readonly number[] = [];

/**
 * `origin` says of a block that is the rest of another which one, and from what offset on: its nested runs are those of
 * the whole.
 */
export function wardrobeOf(
  characters: CharacterStyles,
  origin: (block: Block) => { readonly block: Block; readonly from: number } | undefined,
): Wardrobe {
  const keys = new Map<string, string>();
  const plain: Dress = { characters, nested: [] };

  function keyOf(name: string): string {
    const known = keys.get(name);
    if (known !== undefined) return known;
    const style = characterStyle(characters, name);
    const key = style ? JSON.stringify({ ...style, ink: null }) : "missing";
    keys.set(name, key);
    return key;
  }

  return {
    dress(block, style, sign, lineEnds) {
      if (style.nested.length === 0) return plain;
      const whole = origin(block);
      if (!whole) {
        return { characters, nested: nestedStretches(style.nested, sign + block.text, sign.length, lineEnds) };
      }
      // Its first lines are set already, and end where it begins at the latest.
      const nested = nestedStretches(style.nested, whole.block.text, 0, [whole.from]);
      return {
        characters,
        nested: nested
          .filter((run) => run.to > whole.from)
          .map((run) => ({ ...run, from: Math.max(0, run.from - whole.from), to: run.to - whole.from })),
      };
    },
    key(block, style) {
      const names = namesIn(block);
      if (names.length === 0 && style.nested.length === 0) return "";
      const nested = style.nested.flatMap((run) => run.style ?? []);
      return `\n${[...names, ...nested].map((name) => `${name}=${keyOf(name)}`).join("\n")}`;
    },
  };
}

const named = new WeakMap<Block, readonly string[]>();
const NO_NAMES: readonly string[] = [];
function namesIn(block: Block): readonly string[] {
  const known = named.get(block);
  if (known) return known;
  let names = NO_NAMES;
  for (const { marks } of block.runs) {
    if (marks.charStyle !== null && !names.includes(marks.charStyle)) names = [...names, marks.charStyle];
  }
  named.set(block, names);
  return names;
}
