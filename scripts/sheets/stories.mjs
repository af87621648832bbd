/**
 * Stories to look at templates with, made of the sample interviews: cut short, or run several times over with pictures
 * set among the answers. Written as Markdown and plain text into a folder; nobody reads their sense.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";

const samples = join(root, "assets", "samples");

/** Pictures with words that stand under them in either language. */
const PICTURES = [
  [
    "coffee.png",
    "Ly cà phê đầu tiên của buổi sáng, lúc ghe hàng còn thắp đèn.",
    "The first cup of the morning, before the boats are in.",
    "Rachel Michetti",
  ],
  [
    "chelsea.png",
    "Con mèo tên Chì, người canh các hộc chữ.",
    "The cat that came in with a crate of twine.",
    "Stéfan van der Walt",
  ],
  ["river.jpg", "Xưởng in trên sông Vàm Lác.", "The shop on the river, seen from the landing stage.", "Quoin"],
  [
    "camera.png",
    "Người thợ ảnh đến chụp xưởng in và ở lại suốt buổi chiều.",
    "The photographer who came for an hour and stayed until dark.",
    "Lav Varshney",
  ],
  ["quay.jpg", "Bến cũ lúc bốn giờ sáng.", "The long shed on Skerrin quay at four in the morning.", "Quoin"],
  [
    "rocket.jpg",
    "Ống khói nhà máy bên kia sông, chụp trong đêm.",
    "Across the water, at night, something is always being sent up.",
    "SpaceX",
  ],
  [
    "hubble_deep_field.jpg",
    "Tấm bản đồ trời treo trong phòng khách.",
    "The chart of the sky that hangs over the counter.",
    "NASA",
  ],
];

/** Files by story name, each with the folders its pictures lie in. */
export function writeStories(folder, photos) {
  const pictures = PICTURES.filter(([file]) => photos !== null || !/rocket|hubble/.test(file));
  const media = photos === null ? [samples] : [samples, photos];
  const vietnamese = readVietnamese();
  const english = readEnglish();
  const made = {
    "vi-600": write(folder, "vi-600", cut(vietnamese, 600, "vi"), 1, pictures, "vi"),
    "vi-6000": write(folder, "vi-6000", repeated(vietnamese, 6000), 12, pictures, "vi"),
    "en-600": write(folder, "en-600", cut(english, 600, "en"), 0, pictures, "en"),
    "en-6000": write(folder, "en-6000", repeated(english, 6000), 6, pictures, "en"),
  };
  return Object.fromEntries(Object.entries(made).map(([name, file]) => [name, { file, media }]));
}

const wordsIn = (text) => text.split(/\s+/).filter(Boolean).length;

/** Heads and turns of the Vietnamese sample without its pictures, folios and running heads. */
function readVietnamese() {
  const text = readFileSync(join(samples, "muc-ca-phe-va-con-meo.txt"), "utf8");
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter((p) => p !== "" && !/Tạp chí Bến Sông/.test(p) && !p.startsWith("[Ảnh"));
  const joined = [];
  for (const p of paragraphs) {
    if (/^[\p{Ll}]/u.test(p) && joined.length > 0) joined[joined.length - 1] += ` ${p}`;
    else joined.push(p);
  }
  const first = joined.findIndex((p) => /^◆.*\?$/.test(p));
  return { head: joined.slice(0, first), body: joined.slice(first) };
}

function readEnglish() {
  const text = readFileSync(join(samples, "the-net-menders-cafe.md"), "utf8");
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter((p) => p !== "" && !p.startsWith("!["));
  const first = paragraphs.findIndex((p) => p.startsWith("**") && p.endsWith("?**"));
  return { head: paragraphs.slice(0, first), body: paragraphs.slice(first) };
}

function cut({ head, body }, words) {
  const kept = [];
  let count = head.reduce((sum, p) => sum + wordsIn(p), 0);
  for (const p of body) {
    if (count >= words && (p.startsWith("◆") || p.startsWith("**") || p.startsWith("#") || wordsIn(p) < 6)) break;
    kept.push(p);
    count += wordsIn(p);
  }
  return { head, body: kept };
}

function repeated({ head, body }, words) {
  const times = Math.ceil(words / body.reduce((sum, p) => sum + wordsIn(p), 0));
  return { head, body: Array.from({ length: times }, () => body).flat() };
}

function write(folder, name, { head, body }, count, pictures, lang) {
  const markdown = lang === "en";
  const picture = (n) => {
    const [file, vi, en, by] = pictures[n % pictures.length];
    return markdown ? `![](${file})\n${en} *Photo: ${by}*` : `[Ảnh: ${file}]\n${vi} Ảnh: ${by.toUpperCase()}`;
  };
  const parts = [...head];
  const opening = pictures.findIndex(([file]) => file === (markdown ? "quay.jpg" : "river.jpg"));
  if (count > 0) parts.push(picture(opening));
  const step = count > 1 ? body.length / (count - 1) : Number.POSITIVE_INFINITY;
  let next = step / 2;
  let placed = 0;
  body.forEach((p, n) => {
    const isQuestion = p.startsWith("◆") || p.startsWith("**");
    if (n >= next && isQuestion && placed < count - 1) {
      parts.push(picture(opening + 1 + placed));
      placed += 1;
      next += step;
    }
    parts.push(p);
  });
  const file = join(folder, `${name}.${markdown ? "md" : "txt"}`);
  writeFileSync(file, parts.join("\n\n"));
  return file;
}
