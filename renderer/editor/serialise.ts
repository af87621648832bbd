/**
 * From document to clipboard. The HTML is the schema's own, so other programs get clean paragraphs, and beside each
 * role stand the attributes that HTML has no word for, so that a copy pasted back is the same. As plain text, blocks
 * are lines, and a forced line end is one too.
 */
import { DOMSerializer, type DOMOutputSpec, type Node, type Slice } from "prosemirror-model";
import { schema } from "../../shared/schema/interview.ts";
import { ATTRS } from "./parse.ts";

type ToDOM = (node: Node) => DOMOutputSpec;

function withAttributes(toDOM: ToDOM): ToDOM {
  return (node) => {
    const spec = toDOM(node);
    if (!Array.isArray(spec)) return spec;
    const [tag, second, ...rest] = spec as [string, unknown, ...unknown[]];
    const changed = Object.entries(node.attrs).filter(
      ([name, value]) => value !== node.type.spec.attrs?.[name]?.default,
    );
    if (typeof second !== "object" || second === null || Array.isArray(second) || changed.length === 0) return spec;
    const attributes = { ...second, [ATTRS]: JSON.stringify(Object.fromEntries(changed)) };
    return [tag, attributes, ...rest] as unknown as DOMOutputSpec;
  };
}

const plain = DOMSerializer.nodesFromSchema(schema);
export const storySerializer = new DOMSerializer(
  Object.fromEntries(Object.entries(plain).map(([name, toDOM]) => [name, withAttributes(toDOM)])),
  DOMSerializer.marksFromSchema(schema),
);

export function plainText(slice: Slice): string {
  return slice.content.textBetween(0, slice.content.size, "\n", (leaf) =>
    leaf.type === schema.nodes.line_break ? "\n" : "",
  );
}
