/**
 * A document's validity after a change, by what is new in it: nodes are values that documents share, so one that was
 * found valid is not looked at again. The same rules as ProseMirror's `Node.check`.
 */
import type { Node } from "prosemirror-model";

/** Keeps in mind what it found valid. The function throws `RangeError` like `Node.check`. */
export function createCheck(): (doc: Node) => void {
  const valid = new WeakSet<Node>();
  return function check(node) {
    if (valid.has(node)) return;
    if (node.inlineContent || node.isLeaf || node.marks.length > 0) node.check();
    else {
      if (!node.type.validContent(node.content)) throw new RangeError(`Invalid content for node ${node.type.name}`);
      checkAttributes(node);
      node.content.forEach((child) => check(child));
    }
    valid.add(node);
  };
}

/** Each value against the `validate` of its attribute: a function, or the names of types with bars between. */
function checkAttributes({ type, attrs }: Node): void {
  for (const name of Object.keys(attrs)) {
    const spec = type.spec.attrs?.[name];
    if (!spec) throw new RangeError(`Unsupported attribute ${name} for node of type ${type.name}`);
    const { validate } = spec;
    const value: unknown = attrs[name];
    if (typeof validate === "function") validate(value);
    else if (validate !== undefined && !validate.split("|").includes(value === null ? "null" : typeof value)) {
      throw new RangeError(`Expected value of type ${validate} for attribute ${name} on type ${type.name}`);
    }
  }
}
