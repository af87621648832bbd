/**
 * The Arlington model's conditions, as far as PDFs of ours meet them: `fn:Eval((@Size>0) && fn:IsPresent(Root))`. Comes
 * out true, false, a value, or null where a condition is for another version. What is not known is thrown by name.
 */
import type { PdfFile } from "../pdf/read/file.ts";
import { isArray, isDict, isStream, isString, type PdfValue } from "../pdf/read/values.ts";

export class UnknownPredicate extends Error {}

export type Scope = {
  readonly file: PdfFile;
  readonly self: PdfValue;
  /** What led to the object. */
  readonly parent: PdfValue;
  /** The value of the key in question. */
  readonly value: PdfValue;
  readonly version: number;
};
type Term =
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Term[] }
  | { readonly kind: "path"; readonly steps: readonly string[] }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "join"; readonly sign: string; readonly left: Term; readonly right: Term };
type Result = PdfValue | undefined;

const RANKS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!=", "<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "mod"],
];

export function evaluate(text: string, scope: Scope): Result {
  const tokens =
    text.match(/fn:\w+|[\w.'+-]*(?:::@?[\w*]+)+|@[\w*]+|\|\||&&|[=!<>]=|[<>(),+*]|mod\b|[^\s(),=!<>&|]+/g) ?? [];
  let at = 0;
  const parse = (rank: number): Term => {
    if (rank === RANKS.length) return single();
    let left = parse(rank + 1);
    while (RANKS[rank]?.includes(tokens[at] ?? "")) {
      const sign = tokens[at++] as string;
      left = { kind: "join", sign, left, right: parse(rank + 1) };
    }
    return left;
  };
  const single = (): Term => {
    const token = tokens[at++] ?? "";
    if (token === "(") {
      const inner = parse(0);
      at++;
      return inner;
    }
    if (token.startsWith("fn:")) {
      const of: Term[] = [];
      at++;
      while (at < tokens.length && tokens[at] !== ")") {
        of.push(parse(0));
        if (tokens[at] === ",") at++;
      }
      at++;
      return { kind: "call", name: token.slice(3), of };
    }
    if (token.includes("::") || token.startsWith("@")) return { kind: "path", steps: token.split("::") };
    return { kind: "word", word: token };
  };
  return result(parse(0), scope);
}

function result(term: Term, scope: Scope): Result {
  switch (term.kind) {
    case "word": {
      const { word } = term;
      if (word === "true") return true;
      if (word === "false") return false;
      return /^-?[\d.]+$/.test(word) ? Number(word) : word.replace(/^'|'$/g, "");
    }
    case "path":
      return follow(term.steps, scope);
    case "join":
      return join(term.sign, term, scope);
    case "call":
      return call(term.name, term.of, scope);
  }
}

function join(sign: string, { left, right }: { readonly left: Term; readonly right: Term }, scope: Scope): Result {
  const a = result(left, scope);
  if (sign === "&&") return a === false ? false : (result(right, scope) ?? true);
  if (sign === "||") return a === true ? true : (result(right, scope) ?? false);
  const b = result(right, scope);
  if (sign === "==") return equal(a, b);
  if (sign === "!=") return !equal(a, b);
  if (typeof a !== "number" || typeof b !== "number") return false;
  switch (sign) {
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    default:
      return a % b;
  }
}
function equal(a: Result, b: Result): boolean {
  if (isString(a) && isString(b))
    return a.bytes.length === b.bytes.length && a.bytes.every((byte, n) => byte === b.bytes[n]);
  return a === b;
}

/** `@Key`, `parent::@Key`, `Key::@0`, `trailer::Catalog::Key`. */
function follow(steps: readonly string[], scope: Scope): Result {
  let now: PdfValue = scope.self;
  for (const [n, step] of steps.entries()) {
    if (n === 0 && step === "parent") now = scope.parent;
    else if (n === 0 && step === "trailer") now = scope.file.trailer;
    else if (step === "Catalog" && steps[n - 1] === "trailer") now = scope.file.catalog;
    else {
      const key = step.replace(/^@/, "");
      const held: PdfValue | undefined = isArray(now)
        ? now[Number(key)]
        : (isStream(now) ? now.dict : isDict(now) ? now : null)?.get(key);
      if (held === undefined) return undefined;
      now = scope.file.get(held);
    }
  }
  return now;
}
/** The value of a key named as a bare word or a path. */
function keyed(term: Term | undefined, scope: Scope): Result {
  if (term?.kind === "word") return follow([term.word], scope);
  return term ? result(term, scope) : scope.value;
}

function call(name: string, of: readonly Term[], scope: Scope): Result {
  const [first, second] = of;
  const own = typeof scope.value === "number" ? scope.value : 0;
  const number = (term: Term | undefined): number => Number(term ? result(term, scope) : Number.NaN);
  const bits = (from: number, to: number, want: 0 | 1): boolean => {
    for (let bit = from; bit <= to; bit++) if (Math.floor(own / 2 ** (bit - 1)) % 2 !== want) return false;
    return true;
  };
  const when = (applies: boolean): Result =>
    applies ? (second ? result(second, scope) : true) : second ? null : false;
  switch (name) {
    case "Eval":
    case "IsRequired":
      return first ? result(first, scope) : true;
    case "Not": {
      const value = first ? result(first, scope) : null;
      return value === null ? null : value !== true;
    }
    case "IsPresent": {
      const there =
        first?.kind === "word" || first?.kind === "path"
          ? keyed(first, scope) !== undefined
          : first
            ? result(first, scope) === true
            : false;
      return second ? (there ? result(second, scope) : null) : there;
    }
    case "IsMeaningful":
    case "Ignore":
      return null;
    case "Contains": {
      const value = keyed(first, scope);
      const wanted = second ? result(second, scope) : null;
      return isArray(value) ? value.some((one) => equal(scope.file.get(one), wanted)) : equal(value, wanted);
    }
    case "SinceVersion":
      return when(scope.version >= number(first));
    case "BeforeVersion":
      return when(scope.version < number(first));
    case "IsPDFVersion":
      return when(scope.version === number(first));
    case "ArrayLength": {
      const value = keyed(first, scope);
      return isArray(value) ? value.length : undefined;
    }
    case "StringLength": {
      const value = keyed(first, scope);
      return isString(value) ? value.bytes.length : undefined;
    }
    case "RectWidth":
    case "RectHeight": {
      const value = keyed(first, scope);
      if (!isArray(value)) return undefined;
      const [low, high] = name === "RectWidth" ? [value[0], value[2]] : [value[1], value[3]];
      return typeof low === "number" && typeof high === "number" ? high - low : undefined;
    }
    case "BitClear":
      return bits(number(first), number(first), 0);
    case "BitsClear":
      return bits(number(first), number(second), 0);
    case "BitSet":
      return bits(number(first), number(first), 1);
    case "BitsSet":
      return bits(number(first), number(second), 1);
    case "FileSize":
      return Number.MAX_SAFE_INTEGER;
    case "NotStandard14Font": {
      const base = follow(["BaseFont"], scope);
      return typeof base === "string" && !/^(Helvetica|Times|Courier|Symbol|ZapfDingbats)\b/.test(base);
    }
    case "IsPDFTagged": {
      const marked = follow(["trailer", "Catalog", "MarkInfo", "Marked"], scope);
      return marked === true;
    }
    case "AlwaysUnencrypted":
      // Nothing is encrypted in ours.
      return scope.file.encryption === null || null;
    case "InNameTree":
      if (!scope.file.catalog.has("Names")) return false;
      throw new UnknownPredicate(name);
    case "Extension":
      return false;
    default:
      throw new UnknownPredicate(name);
  }
}
