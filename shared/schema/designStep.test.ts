import fc from "fast-check";
import { Step, Transform } from "prosemirror-transform";
import { expect, test } from "vitest";
import { doc, docWith, q } from "./build.ts";
import { DesignStep, type DesignValue } from "./designStep.ts";
import { schema } from "./interview.ts";

const plain = doc(q("Why?"));
const design = (node: typeof plain) => node.attrs.design as unknown;

function apply(node: typeof plain, step: Step) {
  const { doc: result, failed } = step.apply(node);
  if (!result) throw new Error(failed ?? "no result");
  result.check();
  return result;
}

test("a field is set, and the fields on the way are made", () => {
  const set = new DesignStep(["overrides", "styles", "answer", "size"], 9.4);
  const after = apply(plain, set);
  expect(design(after)).toEqual({ template: "bulletin", overrides: { styles: { answer: { size: 9.4 } } } });
  expect(after.content).toBe(plain.content);
  expect(design(apply(after, set.invert(plain)))).toEqual(design(plain));
});

test("a field is taken away, and taking away what is not there makes nothing", () => {
  const node = docWith({ design: { template: "quiet", overrides: { grid: { baseline: 12, first: 40 } } } }, q("Why?"));
  const gone = new DesignStep(["overrides", "grid", "first"], undefined);
  expect(design(apply(node, gone))).toEqual({ template: "quiet", overrides: { grid: { baseline: 12 } } });
  expect(design(apply(plain, gone))).toEqual(design(plain));
});

test("a value gives way to fields and comes back", () => {
  const node = docWith({ design: { template: "quiet", overrides: { furniture: { folio: false } } } }, q("Why?"));
  const step = new DesignStep(["overrides", "furniture", "folio", "fromFoot"], "8mm");
  const after = apply(node, step);
  expect(design(after)).toEqual({ template: "quiet", overrides: { furniture: { folio: { fromFoot: "8mm" } } } });
  expect(design(apply(after, step.invert(node)))).toEqual(design(node));
});

test("what would not be a design fails and says where", () => {
  expect(new DesignStep(["template"], undefined).apply(plain).failed).toMatch(/^design template: expected/);
  expect(new DesignStep(["overrides"], 3).apply(plain).failed).toMatch(/^design overrides: expected/);
  expect(() => new DesignStep([], 3)).toThrow(RangeError);
  expect(() => new DesignStep(["overrides", "__proto__"], 3)).toThrow(RangeError);
  expect(() => DesignStep.fromJSON(schema, { path: "template" })).toThrow(RangeError);
});

test("steps of one slider merge into the last", () => {
  const path = ["overrides", "styles", "answer", "size"];
  expect(new DesignStep(path, 9).merge(new DesignStep(path, 9.5))?.value).toBe(9.5);
  expect(new DesignStep(path, 9).merge(new DesignStep(["overrides", "styles", "answer"], {}))?.path).toHaveLength(3);
  expect(new DesignStep(path, 9).merge(new DesignStep(["overrides", "grid"], {}))).toBeNull();
  expect(new DesignStep(path, 9).merge(new DesignStep(path, undefined))).toBeNull();
});

test("any run of design steps inverts, travels as JSON and merges without a difference", () => {
  const name = fc.constantFrom("styles", "answer", "size", "grid");
  const value: fc.Arbitrary<DesignValue> = fc.oneof(fc.integer(), fc.boolean(), fc.constant({ size: 3 }));
  const step = fc
    .tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.option(value, { nil: undefined }))
    .map(([path, v]) => new DesignStep(["overrides", ...path], v));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const tr = new Transform(plain);
      for (const each of steps) {
        const read = Step.fromJSON(schema, JSON.parse(JSON.stringify(each.toJSON())) as object);
        const merged = tr.steps.at(-1)?.merge(read);
        const one = merged && apply(tr.docs.at(-1) as typeof plain, merged);
        tr.step(read);
        tr.doc.check();
        if (one) expect(design(one)).toEqual(design(tr.doc));
      }
      const back = new Transform(tr.doc);
      for (let i = steps.length - 1; i >= 0; i -= 1)
        back.step((tr.steps[i] as Step).invert(tr.docs[i] as typeof plain));
      expect(design(back.doc)).toEqual(design(plain));
    }),
    { numRuns: 200 },
  );
});
