/** Documents, steps and pictures as the tests' programs make them: no test framework, so a child process may use them. */
import { crc32, deflateSync } from "node:zlib";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import type { Json, Transaction } from "../../shared/ipc.ts";
import { schema } from "../../shared/schema/interview.ts";

/** An interview of one question and one answer. */
export function interview(answer = "Paper lasts.", headline = "A talk"): Node {
  const s = schema;
  const words = (text: string) => (text === "" ? [] : [s.text(text)]);
  return s.node("interview", { lang: "en" }, [
    s.node("title_block", { id: "b1" }, [s.node("headline", { id: "b2" }, words(headline))]),
    s.node("question", { id: "b3" }, [s.node("paragraph", { id: "b4" }, words("Why print?"))]),
    s.node("answer", { id: "b5" }, [s.node("paragraph", { id: "b6" }, words(answer))]),
  ]);
}
export const interviewJson = (answer?: string): Json => interview(answer).toJSON() as Json;

/** Position of the end of the last answer's last paragraph. */
export function endOfAnswer(doc: Node): number {
  let end = 0;
  doc.descendants((node, pos, parent) => {
    if (node.type === schema.nodes.paragraph && parent?.type === schema.nodes.answer) end = pos + node.nodeSize - 1;
    return !node.isTextblock;
  });
  return end;
}

/** Types `text` at the answer's end, as one transaction of one step. */
export function typed(doc: Node, text: string): { readonly transaction: Transaction; readonly doc: Node } {
  const at = endOfAnswer(doc);
  const step = new ReplaceStep(at, at, new Slice(Fragment.from(schema.text(text)), 0, 0));
  const after = step.apply(doc).doc;
  if (!after) throw new RangeError("the step of the test does not fit");
  const selection = (pos: number): Json => ({ type: "text", anchor: pos, head: pos });
  return {
    doc: after,
    transaction: {
      kind: "do",
      undoes: null,
      steps: [step.toJSON() as Json],
      before: selection(at),
      after: selection(at + text.length),
    },
  };
}

/** A grey PNG of `width` × `height`, its noise from `seed`. */
export function png(width: number, height: number, seed = 1): Buffer {
  const rows = Buffer.alloc(height * (width + 1));
  let state = seed;
  for (let i = 0; i < rows.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    rows[i] = i % (width + 1) === 0 ? 0 : state >>> 24;
  }
  const chunk = (type: string, data: Buffer) => {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, "latin1");
    data.copy(out, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Whole numbers from 0 to n − 1, the same for the same seed (a linear congruence, Knuth's MMIX constants cut to 32 bits). */
export function chanceFrom(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * n);
  };
}
