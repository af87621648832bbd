/**
 * Stories to look at templates with, made of the sample interviews: cut short or run several times over, without
 * pictures and with twelve of both orientations set among the answers. Nobody reads their sense.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const samples = join(import.meta.dirname, "../../assets/samples");

export type SheetLanguage = "vi" | "en";
type Copy = { readonly head: readonly string[]; readonly body: readonly string[] };
export type SheetPicture = {
  /** What a story calls it. */
  readonly name: string;
  /** The photograph it is made of, and the pixels it is cut and enlarged to, from the middle. */
  readonly file: string;
  readonly size: readonly [width: number, height: number];
  /** What stands under it in either language, and whose it is. */
  readonly vi: string;
  readonly en: string;
  readonly by: string;
};

export const SHEET_PICTURES: readonly SheetPicture[] = (
  [
    {
      file: "quay.jpg",
      size: [2400, 1600],
      vi: "Bến cũ lúc bốn giờ sáng.",
      en: "The long shed on Skerrin quay at four in the morning.",
      by: "Quoin",
    },
    {
      file: "coffee.png",
      size: [2400, 1600],
      vi: "Ly cà phê đầu tiên của buổi sáng, lúc ghe hàng còn thắp đèn.",
      en: "The first cup of the morning, before the boats are in.",
      by: "Rachel Michetti",
    },
    {
      file: "camera.png",
      size: [1678, 2400],
      vi: "Người thợ ảnh đến chụp xưởng in và ở lại suốt buổi chiều.",
      en: "The photographer who came for an hour and stayed until dark.",
      by: "Lav Varshney",
    },
    {
      file: "chelsea.png",
      size: [2400, 1596],
      vi: "Con mèo tên Chì, người canh các hộc chữ.",
      en: "The cat that came in with a crate of twine.",
      by: "Stéfan van der Walt",
    },
    {
      file: "rocket.jpg",
      size: [1922, 2400],
      vi: "Ống khói nhà máy bên kia sông, chụp trong đêm. Ban ngày chẳng ai buồn ngẩng lên nhìn nó, đêm xuống thì cả bến cùng nhìn.",
      en: "Across the water, at night, something is always being sent up. By day nobody looks; after dark the whole quay does.",
      by: "SpaceX",
    },
    {
      file: "river.jpg",
      size: [2400, 1600],
      vi: "Xưởng in trên sông Vàm Lác.",
      en: "The shop on the river, seen from the landing stage.",
      by: "Quoin",
    },
    {
      file: "hubble_deep_field.jpg",
      size: [2400, 2093],
      vi: "Tấm bản đồ trời treo trong phòng khách.",
      en: "The chart of the sky that hangs over the counter.",
      by: "NASA",
    },
    {
      file: "coffee.png",
      size: [1800, 2400],
      vi: "Ly thứ hai, chừng bảy giờ.",
      en: "The second cup, towards seven.",
      by: "Rachel Michetti",
    },
    {
      file: "camera.png",
      size: [2400, 2400],
      vi: "Cũng người thợ ảnh ấy, khi trời đã tạnh.",
      en: "The same photographer, once the rain had stopped.",
      by: "Lav Varshney",
    },
    {
      file: "rocket.jpg",
      size: [2400, 1601],
      vi: "Bờ bên kia, nhìn từ cầu tàu.",
      en: "The far side, from the steps.",
      by: "SpaceX",
    },
    {
      file: "hubble_deep_field.jpg",
      size: [1800, 2400],
      vi: "Một góc tấm bản đồ, nơi bọn trẻ hay chỉ tay.",
      en: "A corner of the chart, where the children point.",
      by: "NASA",
    },
    {
      file: "chelsea.png",
      size: [1920, 2400],
      vi: "Chì nghe khách kể chuyện.",
      en: "Bosun, listening to a customer.",
      by: "Stéfan van der Walt",
    },
  ] as const
).map((picture, n) => ({ ...picture, name: `picture-${n + 1}.jpg` }));

/** The one that opens a story. */
const OPENING = { vi: "river.jpg", en: "quay.jpg" };

/** Manuscripts by name: `vi-600-12` is Vietnamese, plain text, 600 words, twelve pictures; English ones are Markdown. */
export function sheetStories(): Readonly<Record<string, string>> {
  const read = { vi: readVietnamese(), en: readEnglish() };
  const made: Record<string, string> = {};
  for (const lang of ["vi", "en"] as const) {
    const first = SHEET_PICTURES.findIndex(({ file }) => file === OPENING[lang]);
    const turned = [...SHEET_PICTURES.slice(first), ...SHEET_PICTURES.slice(0, first)];
    const copies = { 600: cut(read[lang], 600), 6000: repeated(read[lang], 6000) };
    for (const [words, copy] of Object.entries(copies)) {
      for (const count of [0, 12]) made[`${lang}-${words}-${count}`] = withPictures(copy, turned.slice(0, count), lang);
    }
  }
  return made;
}

const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** Heads and turns of the Vietnamese sample without its pictures, folios and running heads. */
function readVietnamese(): Copy {
  const text = readFileSync(join(samples, "muc-ca-phe-va-con-meo.txt"), "utf8");
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter((p) => p !== "" && !/Tạp chí Bến Sông/.test(p) && !p.startsWith("[Ảnh"));
  const joined: string[] = [];
  for (const p of paragraphs) {
    if (/^\p{Ll}/u.test(p) && joined.length > 0) joined.push(`${joined.pop()} ${p}`);
    else joined.push(p);
  }
  const first = joined.findIndex((p) => /^◆.*\?$/.test(p));
  return { head: joined.slice(0, first), body: joined.slice(first) };
}

function readEnglish(): Copy {
  const text = readFileSync(join(samples, "the-net-menders-cafe.md"), "utf8");
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter((p) => p !== "" && !p.startsWith("!["));
  const first = paragraphs.findIndex((p) => p.startsWith("**") && p.endsWith("?**"));
  return { head: paragraphs.slice(0, first), body: paragraphs.slice(first) };
}

function cut({ head, body }: Copy, words: number): Copy {
  const kept: string[] = [];
  let count = head.reduce((sum, p) => sum + wordsIn(p), 0);
  for (const p of body) {
    if (count >= words && (p.startsWith("◆") || p.startsWith("**") || p.startsWith("#") || wordsIn(p) < 6)) break;
    kept.push(p);
    count += wordsIn(p);
  }
  return { head, body: kept };
}

/** A story's crosshead and quote said again word for word would be taken for running heads, and looked at as a mistake. */
const AGAIN: Readonly<Record<string, readonly string[]>> = {
  "Khách chờ con chữ": ["Mùi mực buổi sáng", "Khi con nước lên", "Những hộc chữ cũ", "Chuyện ở bến", "Ghe hàng về"],
  "> You have to cut back, quite cruelly sometimes, until you come to mesh that never knew anything was wrong.": [
    "> A hole in a net is always larger than it looks.",
    "> I insist on real nets.",
    "> I kept changing the soup. The soup was not the hole.",
    "> She put down the needle and folded her hands.",
    "> There are only two knots.",
  ],
};

function repeated({ head, body }: Copy, words: number): Copy {
  const times = Math.ceil(words / body.reduce((sum, p) => sum + wordsIn(p), 0));
  const turn = (n: number) => body.map((p) => (n > 0 ? (AGAIN[p]?.[n - 1] ?? p) : p));
  return { head, body: Array.from({ length: times }, (_, n) => turn(n)).flat() };
}

function withPictures({ head, body }: Copy, pictures: readonly SheetPicture[], lang: SheetLanguage): string {
  const said = (picture: SheetPicture) =>
    lang === "en"
      ? `![](${picture.name})\n${picture.en} *Photo: ${picture.by}*`
      : `[Ảnh: ${picture.name}]\n${picture.vi} Ảnh: ${picture.by.toUpperCase()}`;
  const [first, ...others] = pictures;
  const places = spreadOver(body, others.length);
  const parts = [...head, ...(first ? [said(first)] : [])];
  for (const [n, p] of body.entries()) {
    parts.push(p, ...others.filter((_, m) => places[m] === n).map(said));
  }
  return parts.join("\n\n");
}

/** After which paragraphs pictures stand: evenly, and never between a question and its answer. */
function spreadOver(body: readonly string[], count: number): readonly (number | undefined)[] {
  const answers = body.flatMap((p, n) => (/^(◆|\*\*|#|>)/.test(p) ? [] : [n]));
  return Array.from({ length: count }, (_, m) => answers[Math.floor(((m + 0.5) * answers.length) / count)]);
}
