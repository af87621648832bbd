/**
 * The two sample interviews, retold in every manner of marking turns, wrapped at two widths or not at all, and torn in
 * places: what comes back must be the interview. One number says how much does.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importMarkdown, importText } from "./import.ts";

type Told = { readonly role: string; readonly text: string; readonly label: string };
type Story = {
  readonly vietnamese: boolean;
  readonly asks: string;
  readonly answers: string;
  readonly told: readonly Told[];
};

const samples = join(import.meta.dirname, "../../assets/samples");
function story(file: string, asks: string, answers: string): Story {
  const copy = readFileSync(join(samples, file), "utf8");
  const { report } = file.endsWith(".md") ? importMarkdown(copy) : importText(copy);
  const told = report.blocks
    .filter(({ role }) => role !== "furniture" && role !== "photo" && role !== "pull_quote")
    .map(({ role, text, label = "" }) => ({ role, text, label }));
  return { vietnamese: report.lang === "vi", asks, answers, told };
}
const stories = {
  vi: story("muc-ca-phe-va-con-meo.txt", "PV", "Chị Khanh"),
  en: story("the-net-menders-cafe.md", "ELLERY", "TENNICK"),
};

const QUESTIONS: Readonly<Record<string, (text: string, at: Story, count: number) => string>> = {
  ornament: (text) => `❖ ${text}`,
  bullet: (text) => `• ${text}`,
  plus: (text) => `+ ${text}`,
  star: (text) => `* ${text}`,
  dash: (text) => `- ${text}`,
  label: (text, { asks }) => `${asks}: ${text}`,
  letter: (text, { vietnamese }) => `${vietnamese ? "Hỏi" : "Q"}: ${text}`,
  bold: (text) => `**${text}**`,
  italic: (text) => `*${text}*`,
  quotes: (text) => `"${text.replace(/["“”]/g, "")}"`,
  number: (text, _at, count) => `${count}. ${text}`,
  bare: (text) => text,
  capitals: (text) => text.toUpperCase(),
  "bold label": (text, { asks }) => `**${asks}:** ${text}`,
};
const ANSWERS: Readonly<Record<string, (text: string, at: Story) => string>> = {
  bare: (text) => text,
  dash: (text) => `- ${text}`,
  label: (text, { answers }) => `${answers}: ${text}`,
  letter: (text, { vietnamese }) => `${vietnamese ? "Đáp" : "A"}: ${text}`,
  "bold label": (text, { answers }) => `**${answers}:** ${text}`,
};
const MANNERS = [
  "ornament/dash",
  "ornament/bare",
  "bullet/dash",
  "plus/dash",
  "star/bare",
  "dash/dash",
  "label/label",
  "label/bare",
  "label/dash",
  "letter/letter",
  "bold/bare",
  "bold/dash",
  "italic/bare",
  "quotes/dash",
  "quotes/bare",
  "number/bare",
  "bare/bare",
  "bare/dash",
  "capitals/bare",
  "bold label/bold label",
]; // prettier-ignore

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** Tears at a small-letter word in the middle, now and then with a folio or a photo's caption in the gap. */
function tear(text: string, count: number, at: Story): string {
  const words = text.split(" ");
  const small = words.findIndex(
    (word, i) => i > words.length / 2 && /^\p{Ll}/u.test(word) && /\p{L}$/u.test(words[i - 1] ?? ""),
  );
  if (small < 0) return text;
  const credit = at.vietnamese ? "Bến sông buổi sớm. Ảnh: MINH HÒA" : "The quay at dawn. Photo: Jan Holm";
  const between = ["", `${20 + count}`, credit][count % 3] as string;
  return [words.slice(0, small).join(" "), between, words.slice(small).join(" ")]
    .filter((part) => part !== "")
    .join("\n\n");
}

const plain = (text: string): string => text.toLowerCase().replace(/["“”]/g, "").replace(/\s+/g, " ").trim();

/** Share of the told paragraphs that come back whole and in their role, and those that do not. */
function retell(at: Story, manner: string, width: number, torn: boolean): { share: number; lost: string[] } {
  const [asking, answering] = manner.split("/") as [string, string];
  const question = QUESTIONS[asking] as (typeof QUESTIONS)[string];
  const answer = ANSWERS[answering] as (typeof ANSWERS)[string];
  const copy: string[] = [];
  let before = "";
  let questions = 0;
  at.told.forEach(({ role, text, label }, i) => {
    if (role === "question") copy.push(question(text, at, (questions += 1)));
    else if (role === "answer") {
      const whole = torn && i % 4 === 0 ? tear(text, i / 4, at) : text;
      copy.push(before === "question" ? answer(whole, at) : whole);
    } else if (role === "photo_credit") copy[copy.length - 1] += ` ${label} ${text}`;
    else if (role === "credit") copy.push(label.startsWith("(") ? `${text} ${label}` : `${label} ${text}`);
    else copy.push(text);
    if (role === "question" || role === "answer") before = role;
  });
  const source = copy
    .map((paragraph) =>
      width > 0
        ? paragraph
            .split("\n")
            .map((line) => wrap(line, width))
            .join("\n")
        : paragraph,
    )
    .join("\n\n");
  const back = new Map<string, number>();
  for (const { role, text } of importText(source).report.blocks)
    back.set(`${role} ${plain(text)}`, (back.get(`${role} ${plain(text)}`) ?? 0) + 1);
  const lost = at.told.filter(({ role, text }) => {
    const key = `${role} ${plain(text)}`;
    const left = back.get(key) ?? 0;
    back.set(key, left - 1);
    return left <= 0;
  });
  return {
    share: 1 - lost.length / at.told.length,
    lost: lost.map(({ role, text }) => `${role} ${text.slice(0, 40)}`),
  };
}

for (const [name, at] of Object.entries(stories)) {
  test(`${name}: every manner, wrapped or not, comes back`, () => {
    const poor: string[] = [];
    let sum = 0;
    for (const manner of MANNERS) {
      for (const width of [0, 72, 40]) {
        const { share, lost } = retell(at, manner, width, false);
        sum += share;
        if (share < 0.94) poor.push(`${manner}, ${width}: ${lost.join("; ")}`);
      }
    }
    expect(poor).toEqual([]);
    expect(sum / (MANNERS.length * 3)).toBeGreaterThan(0.99);
  });
  test(`${name}: torn paragraphs come back whole`, () => {
    const poor: string[] = [];
    for (const manner of MANNERS) {
      const { share, lost } = retell(at, manner, 0, true);
      if (share < 0.94) poor.push(`${manner}: ${lost.join("; ")}`);
    }
    expect(poor).toEqual([]);
  });
}
