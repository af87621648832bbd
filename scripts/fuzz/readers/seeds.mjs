/** What readers share: the shipped files, a document to begin with, and what a reader may throw. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../setup.mjs";

export const asset = (path) => readFileSync(join(root, "assets", path));
export const testData = (name) => readFileSync(join(root, "electron/test/data", name));
export const json = (value) => Buffer.from(JSON.stringify(value));

/** What the host says of a file that is not as it should be. */
export async function failures() {
  const { Failed } = await import("../../../electron/host/failure.ts");
  return (error) => error instanceof Failed;
}
export const orBadJson = (expected) => (error) => expected(error) || error instanceof SyntaxError;

/** A short interview with one of everything: a larger one finds nothing more and takes longer. */
const SMALL = `# A talk

_Why print lasts_

Words: A. Writer

**Why print?**

Paper lasts. It _says_ so, with a [link](https://example.org/) and **weight**.

- one
- two

> Paper lasts.

![A press](press.jpg "Photo: B. C.")

## Later

**And ink?**

Ink too.[^1]
`;
export async function smallDoc() {
  const { importManuscript } = await import("../../../electron/host/manuscripts.ts");
  return (await importManuscript({ name: "a.md", bytes: Buffer.from(SMALL) }, {})).doc;
}
export const smallTexts = () => [
  Buffer.from(SMALL),
  Buffer.from("PV: Xin chào?\n\nĐ/C X: Chào bạn.\n\nẢnh: A.B.\n"),
  Buffer.from("Q: Why?\nA: So.\n\nQ. And then?\nA. That.\n\nINTERVIEWER: More?\nMRS X: None.\n"),
];
