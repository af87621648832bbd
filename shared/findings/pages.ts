/** What the layout tells: of columns, keeps, pieces, pins, copyfitting, and of single lines of type. */
import { counted, EDGES_VI, row, so } from "./table.ts";

const ENDS = {
  free: ["nothing amiss", "không có gì sai"],
  orphan: ["a paragraph's first line alone", "dòng đầu của một đoạn đứng lẻ loi"],
  widow: ["all of a paragraph but its last line", "cả đoạn trừ dòng cuối"],
  stranded: ["a question parted from its answer", "câu hỏi lìa câu trả lời"],
} as const;
type Break = { readonly page: number; readonly column: number };
const ending = (kind: keyof typeof ENDS) =>
  row<Break>(
    ({ page, column }) => [
      `Page ${page}, column ${column} ends with ${ENDS[kind][0]}: no other break left it a column`,
      "Edit a line more or fewer above it, or move a picture",
    ],
    ({ page, column }) => [
      `Trang ${page}, cột ${column} kết thúc bằng ${ENDS[kind][1]}: không còn chỗ ngắt nào khác`,
      "Thêm hoặc bớt một dòng ở phía trên, hoặc dời một bức ảnh",
    ],
  );

const LEVEL = {
  hand: ["a piece stands where it was put", "có mục đứng ở chỗ đã đặt"],
  spend: ["the design lets nothing be set tighter or looser", "thiết kế không cho xếp chặt hay thưa hơn"],
  none: [
    "no setting of its paragraphs and no place of its pictures levels them",
    "không cách xếp đoạn và không chỗ đặt ảnh nào làm chúng bằng nhau",
  ],
} as const;

const OVER_VI: Readonly<Record<string, string>> = { title: "Tít", caption: "Chú thích", credit: "Nguồn ảnh" };

type Fit = { readonly lines: number; readonly pages: number; readonly taken: number; readonly words: number };
const pagesEn = (count: number): string => (count === 1 ? "one page" : `${count} pages`);

/** What spending a line gained, and its number. */
type Spent = {
  readonly name: string;
  readonly number: number;
  readonly part: number;
  readonly lines: number;
  readonly gain: string;
  readonly count: number;
  readonly page: number;
};
const GAINS: Readonly<Record<string, readonly [(v: Spent) => string, (v: Spent) => string]>> = {
  free: [({ page }) => `keeps page ${page} from ending badly`, ({ page }) => `giúp trang ${page} không kết thúc dở`],
  orphan: [
    ({ page }) => `keeps page ${page} from ending with a paragraph's first line alone`,
    ({ page }) => `giúp trang ${page} không kết thúc bằng dòng đầu lẻ loi`,
  ],
  widow: [
    ({ page }) => `keeps page ${page} from ending in a widow`,
    ({ page }) => `giúp trang ${page} không để dòng cuối đoạn lẻ loi`,
  ],
  stranded: [
    ({ page }) => `keeps page ${page} from ending with a question parted from its answer`,
    ({ page }) => `giúp trang ${page} không tách câu hỏi khỏi câu trả lời`,
  ],
  short: [
    ({ page, count }) => `fills ${count === 1 ? "an empty line" : `${count} empty lines`} at the foot of page ${page}`,
    ({ page, count }) => `lấp ${count} dòng trống ở chân trang ${page}`,
  ],
  level: [() => "levels the columns of the last page", () => "làm các cột của trang cuối bằng nhau"],
  next: [({ page }) => `lets page ${page} end well`, ({ page }) => `giúp trang ${page} kết thúc gọn`],
  runt: [
    ({ count }) => `saves a last page of ${counted(count, "line")}`,
    ({ count }) => `bớt được trang cuối chỉ có ${count} dòng`,
  ],
  pages: [({ count }) => `brings the story to ${pagesEn(count)}`, ({ count }) => `đưa bài về ${count} trang`],
};
const gain = (values: Spent, language: 0 | 1): string => GAINS[values.gain]?.[language](values) ?? "";

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  intro: ["The introduction", "Phần mở bài"],
  outside: ["A paragraph outside the answers", "Một đoạn ngoài các câu trả lời"],
  question: ["Question", "Câu hỏi"],
  answer: ["Answer", "Câu trả lời"],
  paragraph: ["A paragraph", "Một đoạn"],
};
function nameIn({ name, number, part }: Spent, language: 0 | 1): string {
  const word = NAMES[name]?.[language] ?? "";
  if (number === 0) return word;
  const paragraph = language === 0 ? ", paragraph" : ", đoạn";
  return `${word} ${number}${part > 0 ? `${paragraph} ${part},` : ""}`;
}

export const PAGES = {
  "overset.block": row<{ page: number; block: string; file: string | null }>(
    ({ page, block, file }) => [
      `Page ${page} has no room for ${file === null ? `block ${block}` : `picture ${file}`}: it is taller than the text area`,
      "Make it shorter or the margins smaller",
    ],
    ({ page, block, file }) => [
      `Trang ${page} không đủ chỗ cho ${file === null ? `đoạn ${block}` : `ảnh ${file}`}: nó cao hơn vùng chữ`,
      "Rút ngắn lại, hoặc thu hẹp lề",
    ],
  ),
  "overset.title": row<Record<string, never>>(
    () => [
      "The title and what stands with it are taller than the page",
      "Shorten the standfirst or the headline, or give them smaller type",
    ],
    () => ["Tít và những gì đi kèm cao hơn cả trang", "Rút ngắn sapô hoặc tít, hoặc dùng cỡ chữ nhỏ hơn"],
  ),
  "copyfit-over": row<Fit>(
    ({ lines, pages, taken, words }) => [
      `The story is ${counted(lines, "line")} over ${pagesEn(pages)}: it takes ${taken === 1 ? "one" : taken}`,
      `Take out about ${words} words, or make pictures ${counted(lines, "line")} lower in all`,
    ],
    ({ lines, pages, taken, words }) => [
      `Bài dư ${lines} dòng so với ${pages} trang: nó chiếm ${taken} trang`,
      `Bớt chừng ${words} chữ, hoặc hạ các ảnh thấp xuống tổng cộng ${lines} dòng`,
    ],
  ),
  "copyfit-under": row<Fit>(
    ({ lines, pages, taken, words }) => [
      `The story is ${counted(lines, "line")} short of ${pagesEn(pages)}: it takes ${taken === 1 ? "one" : taken}`,
      `Write about ${words} words more, or make pictures ${counted(lines, "line")} taller in all`,
    ],
    ({ lines, pages, taken, words }) => [
      `Bài thiếu ${lines} dòng cho đủ ${pages} trang: nó chiếm ${taken} trang`,
      `Viết thêm chừng ${words} chữ, hoặc nâng các ảnh cao lên tổng cộng ${lines} dòng`,
    ],
  ),
  "ink-overlap": row<{ page: number; above: string; below: string; by: string }>(
    ({ page, above, below, by }) => [
      `Page ${page}: "${above}" runs ${by} pt into "${below}" on the line below`,
      "Open the leading of the text, choose a font with shorter marks, or move one of the words",
    ],
    ({ page, above, below, by }) => [
      `Trang ${page}: “${above}” lấn ${so(by)} pt vào “${below}” ở dòng dưới`,
      "Nới khoảng cách dòng, chọn phông có dấu thấp hơn, hoặc dời một trong hai từ",
    ],
  ),
  "cutout-plain": row<Record<string, never>>(
    () => [
      "The first picture has no transparent ground to stand free on; it stands in a box beside the title",
      "Place a picture cut out on transparent ground (PNG, TIFF or WebP with alpha), or choose another opener",
    ],
    () => [
      "Ảnh đầu không có nền trong suốt để đứng tự do; nó đứng trong khung cạnh tít",
      "Đặt ảnh đã tách nền (PNG, TIFF hoặc WebP có kênh alpha), hoặc chọn kiểu mở bài khác",
    ],
  ),
  "contrast-low.over": row<{ what: string; contrast: string; wanted: string }>(
    ({ what, contrast, wanted }) => [
      `The ${what} has a contrast of ${contrast} : 1 on its picture where ${wanted} : 1 is wanted`,
      "Choose another crop, a calmer picture, or let the words stand off it",
    ],
    ({ what, contrast, wanted }) => [
      `${OVER_VI[what] ?? "Chữ"} có độ tương phản ${so(contrast)} : 1 trên ảnh, cần ${so(wanted)} : 1`,
      "Cắt ảnh cách khác, chọn ảnh êm hơn, hoặc đặt chữ ra ngoài ảnh",
    ],
  ),
  "contrast-low.unknown": row<{ what: string }>(
    ({ what }) => [
      `The contrast of the ${what} on its picture could not be measured: the picture's tones are not known here`,
      "Look at the page, or let the words stand off the picture",
    ],
    ({ what }) => [
      `Chưa đo được độ tương phản của ${(OVER_VI[what] ?? "chữ").toLowerCase()} trên ảnh: chưa biết sắc độ của ảnh`,
      "Hãy nhìn trang, hoặc đặt chữ ra ngoài ảnh",
    ],
  ),
  "picture-missing": row<{ page: number; file: string }>(
    ({ page, file }) => [
      `Page ${page}: the picture "${file}" was not found`,
      "Place the file beside the manuscript, name its folder with --media, or place the picture on the desk",
    ],
    ({ page, file }) => [
      `Trang ${page}: không tìm thấy ảnh “${file}”`,
      "Đặt tệp cạnh bản thảo, chỉ thư mục bằng --media, hoặc đặt ảnh ngay trong cửa sổ",
    ],
  ),
  free: ending("free"),
  orphan: ending("orphan"),
  widow: ending("widow"),
  stranded: ending("stranded"),
  "piece-far": row<{ piece: number; words: number }>(
    ({ piece, words }) => [
      `A piece stands on page ${piece}, its words on page ${words}`,
      "Move it nearer to its words in the story, make it smaller, or pin it",
    ],
    ({ piece, words }) => [
      `Một mục đứng ở trang ${piece}, còn đoạn văn của nó ở trang ${words}`,
      "Dời nó lại gần đoạn văn, thu nhỏ nó, hoặc ghim nó",
    ],
  ),
  "runt-page": row<{ page: number; lines: number; deep: number | null }>(
    ({ page, lines, deep }) => [
      `The last page, ${page}, holds ${counted(lines, "line")}${deep === null ? "" : `, ${deep} deep`}`,
      "Take as many lines out of the story, or write on",
    ],
    ({ page, lines, deep }) => [
      `Trang cuối, trang ${page}, chỉ có ${lines} dòng${deep === null ? "" : `, sâu ${deep} dòng`}`,
      "Bớt chừng ấy dòng, hoặc viết thêm",
    ],
  ),
  underset: row<{ page: number; column: number; short: number }>(
    ({ page, column, short }) => [
      `Column ${column} on page ${page} is ${short} lines short: what comes next has no room in it`,
      "Move or resize a picture, or let the paragraph that comes next be divided",
    ],
    ({ page, column, short }) => [
      `Cột ${column} trang ${page} thiếu ${short} dòng: phần kế tiếp không vừa chỗ ấy`,
      "Dời hoặc đổi cỡ một bức ảnh, hoặc cho phép chia đoạn kế tiếp",
    ],
  ),
  "uneven-end": row<{ page: number; rows: number; why: keyof typeof LEVEL }>(
    ({ page, rows, why }) => [
      `The columns of the last page, ${page}, end ${rows} lines apart: ${LEVEL[why][0]}`,
      "Edit a line more or fewer, or move or resize a picture",
    ],
    ({ page, rows, why }) => [
      `Các cột của trang cuối, trang ${page}, lệch nhau ${rows} dòng: ${LEVEL[why][1]}`,
      "Thêm hoặc bớt một dòng, hoặc dời hay đổi cỡ một bức ảnh",
    ],
  ),
  "face-in-fold": row<{ page: number }>(
    ({ page }) => [
      `Page ${page}: the fold runs through what the picture is about`,
      "Move the picture sideways, crop it otherwise, or keep it on one page",
    ],
    ({ page }) => [
      `Trang ${page}: nếp gấp chạy qua phần chính của ảnh`,
      "Dời ảnh sang bên, cắt cách khác, hoặc giữ ảnh trong một trang",
    ],
  ),
  "text-near-trim.safe": row<{ page: number; near: string; safe: string }>(
    ({ page, near, safe }) => [
      `Page ${page}: words stand ${near} pt from the trim; ${safe} pt are safe from the knife`,
      "Widen the margin or make the words shorter",
    ],
    ({ page, near, safe }) => [
      `Trang ${page}: chữ chỉ cách mép xén ${so(near)} pt; cách ${so(safe)} pt mới an toàn khi xén`,
      "Nới lề hoặc rút ngắn chữ",
    ],
  ),
  "bleed-short.picture": row<{ page: number; away: string; inside: boolean; edge: string; wanted: string }>(
    ({ page, away, inside, edge, wanted }) => [
      `Page ${page}: a picture ends ${away} pt ${inside ? "inside" : "beyond"} the ${edge} trim; it should reach ${wanted} pt beyond or stay well inside`,
      "Let it bleed over this edge or pull it back",
    ],
    ({ page, away, inside, edge, wanted }) => [
      `Trang ${page}: ảnh dừng ${inside ? "trong" : "ngoài"} mép xén ${EDGES_VI[edge]} ${so(away)} pt; nên tràn ra ${so(wanted)} pt hoặc lùi hẳn vào trong`,
      "Cho ảnh tràn qua mép này hoặc kéo ảnh vào",
    ],
  ),
  "pin-freed": row<{ page: number; why: string; from: number; to: number; of: number; name: string }>(
    ({ page, why, from, to, of, name }) => [
      `Page ${page}: a piece is pinned where it cannot stand (${
        {
          grid: `there is no grid "${name}" in this design`,
          columns: `columns ${from} to ${to} of a grid of ${of}`,
          rows: `rows ${from} to ${to} of a page of ${of}`,
          page: `there is no page ${from}`,
        }[why] ?? why
      }); it was placed by itself`,
      "Look where it stands, and pin it anew or leave it free",
    ],
    ({ page, why, from, to, of, name }) => [
      `Trang ${page}: một mục được ghim ở chỗ không đứng được (${
        {
          grid: `thiết kế không có lưới “${name}”`,
          columns: `cột ${from} đến ${to} trên lưới ${of} cột`,
          rows: `dòng ${from} đến ${to} trên trang ${of} dòng`,
          page: `không có trang ${from}`,
        }[why] ?? why
      }); chương trình đã tự đặt nó`,
      "Xem nó đang đứng đâu, rồi ghim lại hoặc để tự do",
    ],
  ),
  "pin-overlap": row<{ page: number; one: string; other: string }>(
    ({ page, one, other }) => [
      `Page ${page}: two pinned pieces lie over each other (${one} and ${other})`,
      "Move one of them",
    ],
    ({ page, one, other }) => [`Trang ${page}: hai mục ghim đè lên nhau (${one} và ${other})`, "Dời một trong hai"],
  ),
  "quote-changed": row<{ why: "gone" | "story" | "quote"; words: string }>(
    ({ why, words }) => [
      `A pull quote does not say what it quotes any more: ${
        {
          gone: "the paragraph is not in the story",
          story: `the story reads “${words}”`,
          quote: `the quote says “${words}”`,
        }[why]
      }`,
      "Correct the quote, or choose its words in the story anew",
    ],
    ({ why, words }) => [
      `Trích dẫn không còn khớp với bài: ${
        { gone: "đoạn ấy không còn trong bài", story: `trong bài là “${words}”`, quote: `trích dẫn ghi “${words}”` }[
          why
        ]
      }`,
      "Sửa trích dẫn, hoặc chọn lại câu chữ trong bài",
    ],
  ),
  "style-missing": row<{ style: string; role: string }>(
    ({ style, role }) => [
      `There is no paragraph style "${style}"; the paragraph is set as ${role.replace("_", " ")}`,
      "Define the style in the design, or take it off the paragraph",
    ],
    ({ style, role }) => [
      `Không có kiểu đoạn “${style}”; đoạn này được xếp như ${role.replace("_", " ")}`,
      "Khai báo kiểu trong thiết kế, hoặc gỡ kiểu khỏi đoạn",
    ],
  ),
  "set-tight": row<Spent>(
    (v) => [
      `${nameIn(v, 0)} is set ${counted(v.lines, "line")} tight, which ${gain(v, 0)}`,
      "Leave it, or take a word or two out of the paragraph",
    ],
    (v) => [
      `${nameIn(v, 1)} được xếp chặt bớt ${v.lines} dòng, ${gain(v, 1)}`,
      "Cứ để vậy, hoặc bớt một hai chữ trong đoạn",
    ],
  ),
  "set-loose": row<Spent>(
    (v) => [
      `${nameIn(v, 0)} is set ${counted(v.lines, "line")} loose, which ${gain(v, 0)}`,
      "Leave it, or add a word or two to the paragraph",
    ],
    (v) => [
      `${nameIn(v, 1)} được xếp thưa thêm ${v.lines} dòng, ${gain(v, 1)}`,
      "Cứ để vậy, hoặc thêm một hai chữ vào đoạn",
    ],
  ),
  "headline-divided": row<{ word: string }>(
    ({ word }) => [
      `"${word}" is divided between two lines`,
      "Shorten the copy, give the style a smaller least size, or put a line break where it reads best",
    ],
    ({ word }) => [
      `“${word}” bị chia ra hai dòng`,
      "Rút ngắn câu chữ, cho kiểu một cỡ nhỏ nhất thấp hơn, hoặc tự ngắt dòng ở chỗ dễ đọc nhất",
    ],
  ),
  "word-too-wide": row<{ word: string; width: string; measure: string }>(
    ({ word, width, measure }) => [
      `"${word}" is ${width} pt wide in a measure of ${measure} pt`,
      "Allow hyphenation for this word, put a soft hyphen in it, or widen the column; it is broken where it must",
    ],
    ({ word, width, measure }) => [
      `“${word}” rộng ${so(width)} pt trong cột rộng ${so(measure)} pt`,
      "Cho phép ngắt từ này, đặt dấu ngắt mềm, hoặc nới cột; từ đã bị ngắt ở chỗ buộc phải ngắt",
    ],
  ),
  "glyph-missing.font": row<{ char: string; codes: string }>(
    ({ char, codes }) => [
      `No font has a glyph for "${char}" (${codes}); it would print as an empty box`,
      "Take the character out, or add a font that has it",
    ],
    ({ char, codes }) => [
      `Không phông nào có hình cho “${char}” (${codes}); in ra sẽ thành ô trống`,
      "Bỏ ký tự ấy, hoặc thêm phông có nó",
    ],
  ),
} as const;
