/**
 * PostScript calculator functions (ISO 32000-1 §7.10.5): a small language of numbers on a stack, read once and run for
 * given inputs. What is written wrong, runs dry or does not end is no function. Angles, logarithms and powers are reckoned
 * here, to nine places: colours need three, and every engine gives the same.
 */
import { latin } from "./values.ts";

type Word = number | string | readonly Word[];

const LONGEST = 1 << 16;
const DEEPEST = 32;
const MOST_STACK = 100;
const MOST_STEPS = 20_000;

/** Gives what is left on the stack, or null where the program fails for these inputs. Null: it is no program. */
export function readCalculator(bytes: Uint8Array): ((inputs: readonly number[]) => readonly number[] | null) | null {
  if (bytes.length > LONGEST) return null;
  const tokens =
    latin(bytes)
      .replace(/%[^\r\n]*/g, " ")
      .match(/[{}]|[^\s{}]+/g) ?? [];
  let at = 0;
  const block = (depth: number): readonly Word[] | null => {
    const words: Word[] = [];
    while (at < tokens.length) {
      const token = tokens[at++] as string;
      if (token === "}") return words;
      if (token === "{") {
        const inner = depth < DEEPEST ? block(depth + 1) : null;
        if (!inner) return null;
        words.push(inner);
      } else if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(token)) words.push(Number(token));
      else if (KNOWN.has(token)) words.push(token);
      else return null;
    }
    return null;
  };
  if (tokens[at++] !== "{") return null;
  const program = block(0);
  if (!program) return null;
  return (inputs) => {
    const stack = [...inputs];
    const steps = { left: MOST_STEPS };
    try {
      run(program, stack, steps);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
    return stack.every((value) => Number.isFinite(value)) ? stack : null;
  };
}

function run(words: readonly Word[], stack: number[], steps: { left: number }): void {
  for (const [n, word] of words.entries()) {
    if (--steps.left < 0 || stack.length > MOST_STACK) throw new RangeError("it does not end");
    if (typeof word === "number") stack.push(word);
    else if (word === "if" || word === "ifelse") {
      const [yes, no] = word === "if" ? [words[n - 1], null] : [words[n - 2], words[n - 1]];
      const chosen = take(stack) !== 0 ? yes : no;
      if (Array.isArray(chosen)) run(chosen as readonly Word[], stack, steps);
    } else if (typeof word === "string") operate(word, stack);
  }
}

function take(stack: number[]): number {
  const value = stack.pop();
  if (value === undefined) throw new RangeError("the stack is empty");
  return value;
}

/** Truth is 1 and 0: what tells them from numbers no colour asks for. */
const TWO: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  idiv: (a, b) => Math.trunc(a / b),
  mod: (a, b) => a % b,
  exp: (a, b) => a ** b,
  atan: (a, b) => degrees(a, b),
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  bitshift: (a, b) => (b >= 0 ? a << b : a >> -b),
};
const ONE: Readonly<Record<string, (a: number) => number>> = {
  abs: Math.abs,
  neg: (a) => -a,
  ceiling: Math.ceil,
  floor: Math.floor,
  round: (a) => Math.floor(a + 0.5),
  truncate: Math.trunc,
  sqrt: Math.sqrt,
  sin: (a) => sine(a),
  cos: (a) => sine(a + 90),
  ln: (a) => logarithm(a),
  log: (a) => logarithm(a) / LN10,
  cvi: Math.trunc,
  cvr: (a) => a,
  not: (a) => (a === 0 || a === 1 ? 1 - a : ~a),
};
const OTHERS = ["if", "ifelse", "true", "false", "pop", "exch", "dup", "copy", "index", "roll"];
const KNOWN = new Set([...Object.keys(TWO), ...Object.keys(ONE), ...OTHERS]);

function operate(word: string, stack: number[]): void {
  const two = TWO[word];
  const one = ONE[word];
  if (two) {
    const b = take(stack);
    stack.push(two(take(stack), b));
  } else if (one) stack.push(one(take(stack)));
  else if (word === "true" || word === "false") stack.push(Number(word === "true"));
  else if (word === "pop") take(stack);
  else if (word === "dup") {
    const a = take(stack);
    stack.push(a, a);
  } else if (word === "exch") {
    const b = take(stack);
    const a = take(stack);
    stack.push(b, a);
  } else if (word === "copy") {
    const count = counted(stack);
    stack.push(...stack.slice(stack.length - count));
  } else if (word === "index") {
    const down = counted(stack, 1);
    stack.push(stack[stack.length - 1 - down] as number);
  } else if (word === "roll") {
    const by = take(stack);
    const count = counted(stack);
    const moved = stack.splice(stack.length - count);
    const cut = count === 0 ? 0 : ((-by % count) + count) % count;
    stack.push(...moved.slice(cut), ...moved.slice(0, cut));
  }
}

/** A count of things that must be on the stack, after itself is taken; `more` of them than it says. */
function counted(stack: number[], more = 0): number {
  const count = take(stack);
  if (!Number.isInteger(count) || count < 0 || count + more > stack.length)
    throw new RangeError("too few on the stack");
  return count;
}

const PI = Math.PI;
const LN2 = 0.6931471805599453;
const LN10 = 2.302585092994046;

/** Of degrees; Taylor's series within a quarter turn. */
function sine(angle: number): number {
  let a = ((angle % 360) + 360) % 360;
  const sign = a >= 180 ? -1 : 1;
  if (a >= 180) a -= 180;
  if (a > 90) a = 180 - a;
  const x = (a * PI) / 180;
  let [term, sum] = [x, x];
  for (let n = 1; n < 12; n++) {
    term *= (-x * x) / (2 * n * (2 * n + 1));
    sum += term;
  }
  return sign * sum;
}

/** The angle of (b, a) in degrees from 0 to 360, as PostScript's atan. */
function degrees(a: number, b: number): number {
  if (a === 0 && b === 0) throw new RangeError("no angle");
  const small = Math.abs(a) <= Math.abs(b);
  let t = small ? Math.abs(a) / Math.abs(b) : Math.abs(b) / Math.abs(a);
  // Halved twice, the series needs few terms.
  for (let n = 0; n < 2; n++) t = t / (1 + Math.sqrt(1 + t * t));
  let [power, sum] = [t, 0];
  for (let n = 0; n < 16; n++) {
    sum += (n % 2 === 0 ? power : -power) / (2 * n + 1);
    power *= t * t;
  }
  const first = (4 * sum * 180) / PI;
  const acute = small ? first : 90 - first;
  const upper = b < 0 ? 180 - acute : acute;
  return a < 0 ? 360 - upper : upper;
}

function logarithm(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) throw new RangeError("no logarithm");
  let [x, twos] = [value, 0];
  while (x > 1.5) [x, twos] = [x / 2, twos + 1];
  while (x < 0.75) [x, twos] = [x * 2, twos - 1];
  const y = (x - 1) / (x + 1);
  let [power, sum] = [y, 0];
  for (let n = 1; n < 40; n += 2) {
    sum += power / n;
    power *= y * y;
  }
  return 2 * sum + twos * LN2;
}
