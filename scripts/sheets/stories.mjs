/**
 * Stories to look at templates with, made of the sample interviews: cut short or run several times over, without
 * pictures and with twelve of both orientations set among the answers. Written as Markdown and plain text into a folder;
 * nobody reads their sense. Photographs are enlarged, so that what is judged is the page and not their pixels.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { root } from "../setup.mjs";

const samples = join(root, "assets", "samples");

/** Pixels of the longer side of the pictures made. */
const LONGER = 2400;

/**
 * Pictures with words that stand under them in either language. An upright or square one is cut out of the middle of
 * its file, its width a part of its height.
 */
const PICTURES = [
  {
    file: "quay.jpg",
    vi: "Bến cũ lúc bốn giờ sáng.",
    en: "The long shed on Skerrin quay at four in the morning.",
    by: "Quoin",
  },
  {
    file: "coffee.png",
    vi: "Ly cà phê đầu tiên của buổi sáng, lúc ghe hàng còn thắp đèn.",
    en: "The first cup of the morning, before the boats are in.",
    by: "Rachel Michetti",
  },
  {
    file: "camera.png",
    upright: 0.7,
    vi: "Người thợ ảnh đến chụp xưởng in và ở lại suốt buổi chiều.",
    en: "The photographer who came for an hour and stayed until dark.",
    by: "Lav Varshney",
  },
  {
    file: "chelsea.png",
    vi: "Con mèo tên Chì, người canh các hộc chữ.",
    en: "The cat that came in with a crate of twine.",
    by: "Stéfan van der Walt",
  },
  {
    file: "rocket.jpg",
    upright: 0.8,
    vi: "Ống khói nhà máy bên kia sông, chụp trong đêm. Ban ngày chẳng ai buồn ngẩng lên nhìn nó, đêm xuống thì cả bến cùng nhìn.",
    en: "Across the water, at night, something is always being sent up. By day nobody looks; after dark the whole quay does.",
    by: "SpaceX",
  },
  {
    file: "river.jpg",
    vi: "Xưởng in trên sông Vàm Lác.",
    en: "The shop on the river, seen from the landing stage.",
    by: "Quoin",
  },
  {
    file: "hubble_deep_field.jpg",
    vi: "Tấm bản đồ trời treo trong phòng khách.",
    en: "The chart of the sky that hangs over the counter.",
    by: "NASA",
  },
  {
    file: "coffee.png",
    upright: 0.75,
    vi: "Ly thứ hai, chừng bảy giờ.",
    en: "The second cup, towards seven.",
    by: "Rachel Michetti",
  },
  {
    file: "camera.png",
    upright: 1,
    vi: "Cũng người thợ ảnh ấy, khi trời đã tạnh.",
    en: "The same photographer, once the rain had stopped.",
    by: "Lav Varshney",
  },
  {
    file: "rocket.jpg",
    vi: "Bờ bên kia, nhìn từ cầu tàu.",
    en: "The far side, from the steps.",
    by: "SpaceX",
  },
  {
    file: "hubble_deep_field.jpg",
    upright: 0.75,
    vi: "Một góc tấm bản đồ, nơi bọn trẻ hay chỉ tay.",
    en: "A corner of the chart, where the children point.",
    by: "NASA",
  },
  {
    file: "chelsea.png",
    upright: 0.8,
    vi: "Chì nghe khách kể chuyện.",
    en: "Bosun, listening to a customer.",
    by: "Stéfan van der Walt",
  },
].map((picture, n) => ({ ...picture, name: `picture-${n + 1}.jpg` }));

/** The one that opens a story. */
const OPENING = { vi: "river.jpg", en: "quay.jpg" };

/** Files by story name, `vi-600-12` being Vietnamese, 600 words, twelve pictures; each with the folders of its pictures. */
export async function writeStories(folder, photos) {
  const pictures = await makePictures(join(folder, "pictures"), photos);
  const read = { vi: readVietnamese(), en: readEnglish() };
  const made = {};
  for (const lang of ["vi", "en"]) {
    const first = pictures.findIndex(({ file }) => file === OPENING[lang]);
    const turned = [...pictures.slice(first), ...pictures.slice(0, first)];
    const copies = { 600: cut(read[lang], 600), 6000: repeated(read[lang], 6000) };
    for (const [words, copy] of Object.entries(copies)) {
      for (const count of [0, 12]) {
        const name = `${lang}-${words}-${count}`;
        const file = write(folder, name, copy, turned.slice(0, count), lang);
        made[name] = { file, media: [join(folder, "pictures")] };
      }
    }
  }
  return made;
}

/** The pictures cut and enlarged; those whose photograph is not on this machine are taken from the samples instead. */
async function makePictures(folder, photos) {
  mkdirSync(folder, { recursive: true });
  for (const picture of PICTURES) {
    const here = photos === null || /quay|river/.test(picture.file) ? samples : photos;
    const there = photos === null && /rocket|hubble/.test(picture.file) ? "quay.jpg" : picture.file;
    const source = sharp(join(here, there));
    const { width, height } = await source.metadata();
    const cutWidth = picture.upright ? Math.min(width, Math.round(height * picture.upright)) : width;
    await source
      .extract({ left: Math.floor((width - cutWidth) / 2), top: 0, width: cutWidth, height })
      .resize(cutWidth < height ? { height: LONGER } : { width: LONGER })
      .jpeg({ quality: 80 })
      .toFile(join(folder, picture.name));
  }
  return PICTURES;
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

/** A story's crosshead and quote said again word for word would be taken for running heads, and looked at as a mistake. */
const AGAIN = {
  "Khách chờ con chữ": ["Mùi mực buổi sáng", "Khi con nước lên", "Những hộc chữ cũ", "Chuyện ở bến", "Ghe hàng về"],
  "> You have to cut back, quite cruelly sometimes, until you come to mesh that never knew anything was wrong.": [
    "> A hole in a net is always larger than it looks.",
    "> I insist on real nets.",
    "> I kept changing the soup. The soup was not the hole.",
    "> She put down the needle and folded her hands.",
    "> There are only two knots.",
  ],
};

function repeated({ head, body }, words) {
  const times = Math.ceil(words / body.reduce((sum, p) => sum + wordsIn(p), 0));
  const turn = (n) => body.map((p) => (n > 0 ? (AGAIN[p]?.[n - 1] ?? p) : p));
  return { head, body: Array.from({ length: times }, (_, n) => turn(n)).flat() };
}

function write(folder, name, { head, body }, pictures, lang) {
  const markdown = lang === "en";
  const said = (picture) =>
    markdown
      ? `![](${picture.name})\n${picture.en} *Photo: ${picture.by}*`
      : `[Ảnh: ${picture.name}]\n${picture.vi} Ảnh: ${picture.by.toUpperCase()}`;
  const parts = [...head];
  const [first, ...others] = pictures;
  if (first) parts.push(said(first));
  const places = spreadOver(body, others.length);
  body.forEach((p, n) => {
    parts.push(p);
    for (const [m, place] of places.entries()) if (place === n) parts.push(said(others[m]));
  });
  const file = join(folder, `${name}.${markdown ? "md" : "txt"}`);
  writeFileSync(file, parts.join("\n\n"));
  return file;
}

/** After which paragraphs pictures stand: evenly, and never between a question and its answer. */
function spreadOver(body, count) {
  const answers = body.flatMap((p, n) => (/^(◆|\*\*|#|>)/.test(p) ? [] : [n]));
  return Array.from({ length: count }, (_, m) => answers[Math.floor(((m + 0.5) * answers.length) / count)]);
}
