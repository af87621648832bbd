/** What is told of files on their way in and out: fonts at hand, imports, placed PDFs, rescues, receipts. */
import { row } from "./table.ts";

type Named = { readonly name: string };
const DIFFERS = { width: "bề rộng", slope: "độ nghiêng", weight: "độ đậm" } as const;
const DIFFER_EN = { width: "width", slope: "slope", weight: "weight" } as const;
export type Differs = keyof typeof DIFFERS;

/** Why a word may be misread; what stands after a colon is the word that is meant by it. */
const DOUBTS = {
  unread: ["a character could not be read", "có ký tự không đọc được"],
  mark: ["a mark inside a word", "có dấu lạ giữa từ"],
  alphabets: ["letters of two alphabets in one word", "một từ có chữ của hai bảng chữ cái"],
  digit: ["a digit inside a word", "có chữ số giữa từ"],
  syllable: ["not a Vietnamese syllable", "không phải âm tiết tiếng Việt"],
  english: ["not an English word, but a frequent misreading", "không phải từ tiếng Anh, mà là lỗi đọc thường gặp"],
  twice: ["the same word twice", "một từ lặp hai lần"],
  elsewhere: ["“*” stands elsewhere", "chỗ khác ghi “*”"],
  letters: ["“*” has the same letters", "“*” có cùng các chữ"],
} as const;
type Plain = Exclude<keyof typeof DOUBTS, "elsewhere" | "letters">;
export type Doubtful = Plain | `${"elsewhere" | "letters"}:${string}`;
/** "elsewhere:Huế" in words. */
function doubtIn(said: string, language: 0 | 1): string {
  const colon = said.indexOf(":");
  const [kind, word] = colon < 0 ? [said, ""] : [said.slice(0, colon), said.slice(colon + 1)];
  return DOUBTS[kind as keyof typeof DOUBTS]?.[language].replace("*", () => word) ?? said;
}

const PARTS = {
  type: ["type", "chữ"],
  picture: ["another picture", "ảnh khác"],
  tints: ["tints or rules", "nền màu hoặc nét kẻ"],
} as const;
export type Part = keyof typeof PARTS;
const partsIn = (parts: readonly string[], language: 0 | 1): string =>
  parts.map((part) => PARTS[part as Part]?.[language] ?? part).join(", ");

const BACKUP = ["Take it from a backup if you have one", "Lấy lại từ bản sao lưu nếu có"] as const;
const AGAIN = [
  "Ask for the receipt again; the file was not held against it",
  "Xin lại phiếu giao; tệp chưa được đối chiếu",
];

export const DESK = {
  "font-near": row<{ font: string; differs: readonly string[]; style: string; asked: string; name: string }>(
    ({ font, differs, style, asked, name }) => [
      `${font} is not here in the ${differs.map((what) => DIFFER_EN[what as Differs] ?? what).join(" and ")} that style ${style} asks for (${asked}); ${name} stands in for it`,
      "Add that font of the family, or choose one that is here",
    ],
    ({ font, differs, style, asked, name }) => [
      `${font} không có ${differs.map((what) => DIFFERS[what as Differs] ?? what).join(" và ")} mà kiểu ${style} cần (${asked}); dùng tạm ${name}`,
      "Thêm phông ấy của bộ chữ, hoặc chọn phông đang có",
    ],
  ),
  doubtful: row<{ words: string; says: readonly string[] }>(
    ({ words, says }) => [
      `“${words}” may be misread: ${says.map((one) => doubtIn(one, 0)).join("; ")}`,
      "Look at the original; correct it if it is wrong",
    ],
    ({ words, says }) => [
      `“${words}” có thể bị đọc sai: ${says.map((one) => doubtIn(one, 1)).join("; ")}`,
      "Xem bản gốc; nếu sai thì sửa",
    ],
  ),
  "encoding.line": row<Named & { line: number; encoding: string }>(
    ({ name, line, encoding }) => [
      `${name}, line ${line}: characters that are not valid ${encoding} were read as \uFFFD`,
      "Look at the original and type them again",
    ],
    ({ name, line, encoding }) => [
      `${name}, dòng ${line}: ký tự không hợp lệ trong ${encoding} được đọc thành \uFFFD`,
      "Xem bản gốc và gõ lại",
    ],
  ),
  "encoding.more": row<Named & { more: number; encoding: string }>(
    ({ name, more, encoding }) => [
      `${name}, ${more} more lines: characters that are not valid ${encoding} were read as \uFFFD`,
      "Look at the original and type them again",
    ],
    ({ name, more, encoding }) => [
      `${name}, ${more} dòng nữa: ký tự không hợp lệ trong ${encoding} được đọc thành \uFFFD`,
      "Xem bản gốc và gõ lại",
    ],
  ),
  "read-only": row<Named & { because: string }>(
    ({ name, because }) => [`${name}: ${because}`, "What you change is not kept; save a copy and work in that"],
    ({ name, because }) => [
      `${name} chỉ đọc được (${because})`,
      "Những gì thay đổi sẽ không được giữ; hãy lưu một bản sao và làm trên đó",
    ],
  ),
  "template-bad": row<{ problem: string }>(
    ({ problem }) => [`A template cannot be used: ${problem}`, "Mend the file at that place, or take it away"],
    ({ problem }) => [`Không dùng được một mẫu: ${problem}`, "Sửa tệp ở chỗ ấy, hoặc bỏ tệp đi"],
  ),
  rescued: row<Named>(
    ({ name }) => [
      `${name}: the file is damaged; this is what is sound of it, in a new document`,
      "The file stays as it was. Read the list of what is missing, then save this under a name",
    ],
    ({ name }) => [
      `${name} bị hỏng; đây là phần còn nguyên, trong một tài liệu mới`,
      "Tệp cũ vẫn như trước. Xem danh sách những gì thiếu, rồi lưu tài liệu này dưới một tên",
    ],
  ),
  "version-lost": row<Named>(
    ({ name }) => [`The version "${name}" is damaged`, BACKUP[0]],
    ({ name }) => [`Phiên bản “${name}” bị hỏng`, BACKUP[1]],
  ),
  "version-lost.edition": row<{ kind: string; number: number }>(
    ({ kind, number }) => [`The text of ${kind} ${number} is damaged`, BACKUP[0]],
    ({ kind, number }) => [`Nội dung của ${kind === "proof" ? "bản bông" : "bản in"} ${number} bị hỏng`, BACKUP[1]],
  ),
  "picture-lost": row<Named>(
    ({ name }) => [`The picture "${name}" is damaged`, BACKUP[0]],
    ({ name }) => [`Ảnh “${name}” bị hỏng`, BACKUP[1]],
  ),
  "picture-lost.gone": row<Named>(
    ({ name }) => [`The picture "${name}" is gone`, BACKUP[0]],
    ({ name }) => [`Ảnh “${name}” không còn`, BACKUP[1]],
  ),
  "text-lost": row<{ last: string }>(
    ({ last }) => [`Only the beginning of the document could be read, up to "…${last}"`, BACKUP[0]],
    ({ last }) => [`Chỉ đọc được phần đầu của tài liệu, đến “…${last}”`, BACKUP[1]],
  ),
  "steps-lost": row<{ from: number; to: number }>(
    ({ from, to }) => [`Changes ${from} to ${to} could not be joined to a document`, BACKUP[0]],
    ({ from, to }) => [`Không ghép được các thay đổi từ ${from} đến ${to} vào tài liệu`, BACKUP[1]],
  ),
  "history-lost": row<{ before: number }>(
    ({ before }) => [`The history before change ${before} was not kept`, "Undo reaches back to there"],
    ({ before }) => [`Lịch sử trước thay đổi ${before} không được giữ`, "Chỉ hoàn tác được đến đó"],
  ),
  "picture-flattened.paper": row<Named>(
    ({ name }) => [
      `The transparent picture ${name} stands over a placed PDF; for PDF/X-1a it was laid on paper and hides what is under its box`,
      "Export as PDF/X-4, or move the picture off the placed page",
    ],
    ({ name }) => [
      `Ảnh trong suốt ${name} nằm trên một PDF đặt vào; với PDF/X-1a nó được đặt trên nền giấy và che phần bên dưới khung`,
      "Xuất PDF/X-4, hoặc dời ảnh khỏi trang đặt vào",
    ],
  ),
  "picture-flattened.over": row<Named & { parts: readonly string[]; ceiling: number; word: string }>(
    ({ name, parts, ceiling, word }) => [
      `The transparent picture ${name} stands over ${partsIn(parts, 0)}; for PDF/X-1a they became one picture of ${ceiling} ppi where it covers them${word === "" ? "" : `, “${word}” among them`}`,
      word === "" ? "Nothing to do" : "Export as PDF/X-4, or keep the picture off the words",
    ],
    ({ name, parts, ceiling, word }) => [
      `Ảnh trong suốt ${name} nằm trên ${partsIn(parts, 1)}; với PDF/X-1a chúng thành một ảnh ${ceiling} ppi ở chỗ bị che${word === "" ? "" : `, trong đó có “${word}”`}`,
      word === "" ? "Không cần làm gì" : "Xuất PDF/X-4, hoặc đừng để ảnh đè lên chữ",
    ],
  ),
  "picture-flattened.spots": row<Named & { lost: readonly string[] }>(
    ({ name, lost }) => [
      `Under the transparent picture ${name} there are more spot inks than a PDF/X-1a picture can hold; ${lost.join(", ")} is left out there`,
      "Export as PDF/X-4, or give some of them process ink",
    ],
    ({ name, lost }) => [
      `Dưới ảnh trong suốt ${name} có nhiều mực pha hơn mức một ảnh PDF/X-1a chứa được; bỏ ${lost.join(", ")} ở đó`,
      "Xuất PDF/X-4, hoặc đổi vài màu sang mực bốn màu",
    ],
  ),
  "picture-broken.pdf": row<Named & { why: string }>(
    ({ name, why }) => [
      `The PDF ${name} cannot be placed: ${why}`,
      "Ask for the file again, without a password, or export it anew from the program it was made in",
    ],
    ({ name, why }) => [
      `Không đặt được PDF ${name} (${why})`,
      "Xin lại tệp không có mật khẩu, hoặc xuất lại từ chương trình đã làm ra nó",
    ],
  ),
  "placed-size": row<Named & { has: string; space: string; percent: number }>(
    ({ name, has, space, percent }) => [
      `The PDF ${name} is ${has} and its space ${space}; it is set at ${percent} %`,
      "Ask for it in the size of the space, or give it a space of its size",
    ],
    ({ name, has, space, percent }) => [
      `PDF ${name} khổ ${has.replaceAll(".", ",")}, chỗ của nó ${space.replaceAll(".", ",")}; đặt ở ${percent} %`,
      "Xin tệp đúng khổ của chỗ, hoặc cho nó chỗ đúng khổ",
    ],
  ),
  "placed-dropped": row<Named & { what: readonly string[] }>(
    ({ name, what }) => [`Of the PDF ${name} these stay behind: ${what.join(", ")}`, "Look at it on the proof"],
    ({ name, what }) => [
      `Những phần của PDF ${name} không được mang theo: ${what.map((one) => DROPPED_VI[one] ?? one).join(", ")}`,
      "Xem nó trên bản bông",
    ],
  ),
  "receipt-unreadable": row<{ problem: string }>(
    ({ problem }) => [`The receipt beside the file cannot be read (${problem})`, AGAIN[0] ?? ""],
    ({ problem }) => [`Không đọc được phiếu giao cạnh tệp (${problem})`, AGAIN[1] ?? ""],
  ),
  "receipt-differs.other": row<Named & { by: string; day: string }>(
    ({ name, by, day }) => [
      `${name} is not in its receipt: it is not what ${by} made on ${day}`,
      "Take the file that came with the receipt, or ask for both again",
    ],
    ({ name, by, day }) => [
      `${name} không có trong phiếu giao: nó không phải tệp mà ${by} làm ngày ${day}`,
      "Lấy tệp đi cùng phiếu, hoặc xin lại cả hai",
    ],
  ),
  "receipt-differs.changed": row<Named & { has: string; wanted: string; by: string; day: string }>(
    ({ name, has, wanted, by, day }) => [
      `${name} has the SHA-256 ${has}, the receipt says ${wanted}: it is not what ${by} made on ${day}`,
      "Take the file that came with the receipt, or ask for both again",
    ],
    ({ name, has, wanted, by, day }) => [
      `${name} có SHA-256 ${has}, phiếu giao ghi ${wanted}: nó không phải tệp mà ${by} làm ngày ${day}`,
      "Lấy tệp đi cùng phiếu, hoặc xin lại cả hai",
    ],
  ),
  "receipt-differs.pages": row<{ has: number; wanted: number }>(
    ({ has, wanted }) => [
      `The file has ${has} pages, its receipt speaks of ${wanted}`,
      "Ask for file and receipt again",
    ],
    ({ has, wanted }) => [`Tệp có ${has} trang, phiếu giao ghi ${wanted}`, "Xin lại cả tệp lẫn phiếu giao"],
  ),
  "receipt-verified": row<{ by: string; day: string }>(
    ({ by, day }) => [`The file is what ${by} made on ${day}, byte for byte, as its receipt says`, "Nothing to do"],
    ({ by, day }) => [
      `Tệp đúng là tệp mà ${by} làm ngày ${day}, không lệch một byte, như phiếu giao ghi`,
      "Không cần làm gì",
    ],
  ),
  "page-changed.count": row<{ day: string; had: number; has: number }>(
    ({ day, had, has }) => [
      `The delivery of ${day} had ${had} pages, the document has ${has} now`,
      "Deliver all pages again, or take back what added or took away pages",
    ],
    ({ day, had, has }) => [
      `Lần giao ngày ${day} có ${had} trang, nay tài liệu có ${has}`,
      "Giao lại mọi trang, hoặc bỏ những gì đã thêm hay bớt trang",
    ],
  ),
  "page-changed": row<{ page: number; day: string }>(
    ({ page, day }) => [
      `Page ${page} has changed since the delivery of ${day} and is not among the pages replaced`,
      "Replace it as well, or take back what changed it",
    ],
    ({ page, day }) => [
      `Trang ${page} đã đổi từ lần giao ngày ${day} mà không nằm trong các trang thay`,
      "Thay cả trang ấy, hoặc bỏ những gì đã đổi nó",
    ],
  ),
} as const;

const DROPPED_VI: Readonly<Record<string, string>> = {
  "notes and links": "ghi chú và liên kết",
  actions: "hành động",
  layers: "các lớp",
  "stand-ins for pictures": "ảnh thay thế",
};
