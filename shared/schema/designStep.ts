/**
 * One change to the document's design: a value set, or a field taken away, at a path below the `design` attribute. As a
 * ProseMirror step it shares the undo history and the journal with the text. It touches no position, so it commutes
 * with every edit of the text; while a slider moves, each step swallows the one before (`merge`).
 *
 * Fields that a set creates on its way are taken away again by the inverse, so undo gives back the very same design.
 */
import type { Node, Schema } from "prosemirror-model";
import { Step, StepMap, StepResult } from "prosemirror-transform";
import { checkDesign } from "./attributes.ts";

/** From the `design` attribute downward: `["overrides", "styles", "answer", "size"]` or `["template"]`. */
export type DesignPath = readonly string[];
/** What a design file may hold. `undefined` takes the field away, so that the template speaks again. */
export type DesignValue = string | number | boolean | null | readonly DesignValue[] | DesignFields;
export type DesignFields = { readonly [name: string]: DesignValue };

export class DesignStep extends Step {
  readonly path: DesignPath;
  readonly value: DesignValue | undefined;

  /** Throws RangeError when `path` is empty or names a field that no design can have. */
  constructor(path: DesignPath, value: DesignValue | undefined) {
    super();
    if (path.length === 0 || path.includes("__proto__")) {
      throw new RangeError(`expected a path below the design, found ${JSON.stringify(path)}`);
    }
    this.path = path;
    this.value = value;
  }

  override apply(doc: Node): StepResult {
    const design = placed(doc.attrs.design as DesignFields, this.path, this.value);
    try {
      checkDesign(design);
    } catch (error) {
      return StepResult.fail(`design ${this.path.join(".")}: ${(error as RangeError).message}`);
    }
    return StepResult.ok(doc.type.create({ ...doc.attrs, design }, doc.content, doc.marks));
  }

  override getMap(): StepMap {
    return StepMap.empty;
  }

  override invert(doc: Node): DesignStep {
    let at: DesignValue | undefined = doc.attrs.design as DesignFields;
    for (const [depth, name] of this.path.entries()) {
      if (!isFields(at)) return new DesignStep(this.path.slice(0, depth), at);
      if (!Object.hasOwn(at, name)) return new DesignStep(this.path.slice(0, depth + 1), undefined);
      at = at[name];
    }
    return new DesignStep(this.path, at);
  }

  override map(): DesignStep {
    return this;
  }

  /** One step for both when the later one says again what the earlier one said, or more. */
  override merge(other: Step): DesignStep | null {
    if (!(other instanceof DesignStep) || other.value === undefined) return null;
    return other.path.every((name, depth) => this.path[depth] === name) ? other : null;
  }

  override toJSON(): { stepType: "design"; path: string[]; value?: DesignValue } {
    const json = { stepType: "design" as const, path: [...this.path] };
    return this.value === undefined ? json : { ...json, value: this.value };
  }

  static override fromJSON(_schema: Schema, json: { path?: unknown; value?: unknown }): DesignStep {
    const { path, value } = json;
    if (!Array.isArray(path) || !path.every((name) => typeof name === "string")) {
      throw new RangeError(`expected a list of field names, found ${JSON.stringify(path)}`);
    }
    return new DesignStep(path, value as DesignValue | undefined);
  }
}
Step.jsonID("design", DesignStep);

function isFields(value: DesignValue | undefined): value is DesignFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same fields with one changed; whatever is not an object on the way gives way to one. */
function placed(
  fields: DesignValue | undefined,
  path: DesignPath,
  value: DesignValue | undefined,
): DesignValue | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const base = isFields(fields) ? fields : {};
  // Taking away what is not there creates nothing on the way.
  if (value === undefined && !Object.hasOwn(base, name)) return isFields(fields) ? fields : base;
  const below = placed(base[name], rest, value);
  if (below === undefined) return Object.fromEntries(Object.entries(base).filter(([key]) => key !== name));
  return { ...base, [name]: below };
}
