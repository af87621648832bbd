import { expect, test } from "vitest";
import { a, doc, h, photo, q } from "./build.ts";
import { repeatBody } from "./repeat.ts";

test("the body is repeated whole, numbered, with ids of its own", () => {
  const once = doc(h("Head"), q("Why?"), a("So.", photo("p.jpg", "Seen.")));
  const thrice = repeatBody(once, 3);
  thrice.check();
  const ids: string[] = [];
  const words: string[] = [];
  thrice.descendants((node) => {
    if (node.attrs.id) ids.push(node.attrs.id as string);
    if (node.type.name === "paragraph") words.push(node.textContent);
    return true;
  });
  expect(new Set(ids).size).toBe(ids.length);
  expect(words).toEqual(["1. Why?", "1. So.", "2. Why?", "2. So.", "3. Why?", "3. So."]);
});

test("once is the document itself", () => {
  const once = doc(q("Why?"), a("So."));
  expect(repeatBody(once, 1)).toBe(once);
});
