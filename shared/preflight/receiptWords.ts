/** The words of a receipt's page, in the language of its document; names, numbers and standards are the same in all. */
import type { Receipt } from "./receipt.ts";

type Language = "en" | "vi";

const EN = {
  title: "Receipt for the printer",
  document: "Receipt",
  made: "Made",
  madeBy: (time: string, by: string, source: string) => `${time} UTC by ${by}, from ${source}`,
  standard: "Standard",
  standards: { proof: "Proof, not for the press", screen: "Edition for reading on screen" },
  printer: "Printer",
  condition: "Condition",
  profile: "ICC profile",
  itsDigest: "its SHA-256",
  plates: "Plates",
  highest: "Highest ink",
  highestInk: (ink: number, limit: number) => `${ink} % of ${limit} % allowed`,
  onPage: (page: number | string) => `page ${page}`,
  pages: (count: number) => `${count} pages`,
  bytes: (count: string) => `${count} bytes`,
  files: "Files",
  moreFiles: "lines on files",
  replaces: "Replaces",
  replaced: (day: string, pages: string) => `pages of the delivery of ${day}; unchanged since: ${pages}`,
  pictures: "Pictures",
  morePictures: "pictures",
  black: "black",
  notMeasured: "ink not measured",
  ink: (mean: number) => `${mean} % ink`,
  fonts: "Fonts",
  moreFonts: "fonts",
  subset: "embedded, subset",
  whole: "embedded whole",
  noFonts: "none: the text stands as outlines",
  found: "Found and allowed",
  allowed: (codes: string) => `allowed by name: ${codes}`,
  severities: { error: "error", warning: "warning", info: "info", notRun: "not run" },
  moreFound: "findings",
  nothing: "nothing",
  none: "none",
  more: (count: number, what: string) => `and ${count} more ${what}; all stand in the JSON receipt`,
  check: "Hold a file against its SHA-256 with any tool that makes one, or with: quoin preflight FILE.pdf",
};
export type ReceiptWords = typeof EN;

const VI: ReceiptWords = {
  title: "Biên nhận giao nhà in",
  document: "Biên nhận",
  made: "Lập lúc",
  madeBy: (time, by, source) => `${time} UTC bằng ${by}, từ ${source}`,
  standard: "Chuẩn",
  standards: { proof: "Bản bông, không dùng để in", screen: "Bản đọc trên màn hình" },
  printer: "Nhà in",
  condition: "Điều kiện in",
  profile: "Hồ sơ ICC",
  itsDigest: "SHA-256 của nó",
  plates: "Bản kẽm",
  highest: "Tổng mực cao nhất",
  highestInk: (ink, limit) => `${ink} %, cho phép ${limit} %`,
  onPage: (page) => `trang ${page}`,
  pages: (count) => `${count} trang`,
  bytes: (count) => `${count} byte`,
  files: "Tệp",
  moreFiles: "dòng về tệp",
  replaces: "Thay cho",
  replaced: (day, pages) => `các trang của lần giao ${day}; không đổi từ đó: ${pages}`,
  pictures: "Ảnh",
  morePictures: "ảnh",
  black: "đen",
  notMeasured: "chưa đo mực",
  ink: (mean) => `${mean} % mực`,
  fonts: "Phông chữ",
  moreFonts: "phông",
  subset: "nhúng phần đã dùng",
  whole: "nhúng nguyên bộ",
  noFonts: "không có: chữ đã chuyển thành nét",
  found: "Phát hiện và cho phép",
  allowed: (codes) => `được cho phép đích danh: ${codes}`,
  severities: { error: "lỗi", warning: "cần xem", info: "ghi chú", notRun: "chưa kiểm" },
  moreFound: "điều khác",
  nothing: "không có gì",
  none: "không có",
  more: (count, what) => `và ${count} ${what} nữa; tất cả nằm trong biên nhận JSON`,
  check: "Đối chiếu tệp với SHA-256 bằng bất kỳ công cụ nào, hoặc bằng: quoin preflight FILE.pdf",
};

/** English unless the document is Vietnamese, or says no language, as receipts of earlier versions. */
export function receiptLanguage({ document }: Receipt): Language {
  return document.lang?.toLowerCase().startsWith("vi") ? "vi" : "en";
}
export function receiptWords(language: Language): ReceiptWords {
  return language === "vi" ? VI : EN;
}
