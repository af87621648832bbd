/** What is told of a PDF made elsewhere as a file: its labels, boxes and output intent, and what has no place in it. */
import { faultVi } from "./foreignFaults.ts";
import { EDGES_VI, plain, row, so } from "./table.ts";

const EXPORT = ["Export it again as PDF/X", "Xuất lại theo PDF/X"] as const;
const ANEW = ["Export it again from the program it was made in", "Xuất lại từ chương trình đã làm ra nó"] as const;
const AGAIN = ["Ask for the file again", "Xin lại tệp"] as const;
const SIMPLY = ["Ask for the file again, made more simply", "Xin lại tệp, làm đơn giản hơn"] as const;
const OPEN = [
  "Ask for the file without a password and without restrictions",
  "Xin tệp không có mật khẩu và không giới hạn quyền",
] as const;
const EMBED = ["Embed everything on export", "Nhúng mọi thứ khi xuất"] as const;
const FLAT = ["Flatten the layers", "Gộp các lớp lại"] as const;
const PROFILE = ["Export it with the printer's profile", "Xuất với hồ sơ màu của nhà in"] as const;

/** Boxes that contradict each other. */
const CLASHES = {
  "trim-bleed": ["The trim reaches beyond the bleed", "Khổ thành phẩm vượt ra ngoài vùng tràn lề"],
  "trim-media": ["The trim reaches beyond the sheet", "Khổ thành phẩm vượt ra ngoài tờ in"],
  "bleed-media": ["The bleed reaches beyond the sheet", "Vùng tràn lề vượt ra ngoài tờ in"],
  "bleed-crop": ["The CropBox cuts into the bleed", "CropBox cắt vào vùng tràn lề"],
  "trim-crop": ["The CropBox cuts into the page", "CropBox cắt vào khổ thành phẩm"],
} as const;
export type Clash = keyof typeof CLASHES;

const unnamedVi = (profile: string) =>
  profile === "a profile without a name" ? "một hồ sơ màu không tên" : `${profile}`;

export const FOREIGN_FILE = {
  boxes: plain(["The page has no MediaBox", ANEW[0]], ["Trang không có MediaBox", ANEW[1]]),
  "boxes.trim": plain(
    ["The page does not say where it is trimmed", "Export with the page's finished size as TrimBox"],
    ["Trang không ghi chỗ xén", "Xuất với khổ thành phẩm làm TrimBox"],
  ),
  "boxes.both": plain(
    ["The page has a TrimBox and an ArtBox; PDF/X allows one of them", "Leave the ArtBox out"],
    ["Trang có cả TrimBox lẫn ArtBox; PDF/X chỉ cho một trong hai", "Bỏ ArtBox"],
  ),
  "boxes.clash": row<{ clash: Clash }>(
    ({ clash }) => [CLASHES[clash][0], "Export it again; its boxes contradict each other"],
    ({ clash }) => [CLASHES[clash][1], "Xuất lại; các khung của trang mâu thuẫn nhau"],
  ),
  "page-turned": row<{ angle: number }>(
    ({ angle }) => [`The page is turned by ${angle}°`, "Turn the artwork, not the page"],
    ({ angle }) => [`Trang bị xoay ${angle}°`, "Xoay thiết kế, đừng xoay trang"],
  ),
  "page-scaled": row<{ unit: number }>(
    ({ unit }) => [`The page is scaled by ${unit} (UserUnit)`, "Export at the finished size"],
    ({ unit }) => [`Trang bị phóng ${so(unit)} lần (UserUnit)`, "Xuất đúng khổ thành phẩm"],
  ),
  /** `printer`: empty where the first page is the measure. */
  "page-size.pdf": row<{ size: string; printer: string; wanted: string }>(
    ({ size, printer, wanted }) => [
      `The page is ${size}; ${printer ? `${printer} wants` : "the first page has"} ${wanted}`,
      "Make it that size",
    ],
    ({ size, printer, wanted }) => [
      `Khổ thành phẩm là ${so(size)}; ${printer ? `${printer} cần` : "trang đầu là"} ${so(wanted)}`,
      "Làm lại theo khổ ấy",
    ],
  ),
  /** `short`: edge, its bleed and the wanted one in millimetres, a space between them. */
  "bleed-short.pdf": row<{ short: readonly string[] }>(
    ({ short }) => [
      `The bleed is too small: ${short.map((one) => one.replace(/ (\S+)$/, " of $1 mm")).join(", ")}`,
      "Extend what touches the edge, and export with bleed",
    ],
    ({ short }) => [
      `Tràn lề thiếu: ${short
        .map((one) => one.split(" "))
        .map(([edge = "", has = "", wanted = ""]) => `${EDGES_VI[edge]} ${so(has)} trên ${so(wanted)} mm`)
        .join("; ")}`,
      "Kéo dài những gì chạm mép, và xuất có tràn lề",
    ],
  ),
  "encrypted.locked": plain(
    ["The file is locked (encrypted); nothing inside could be checked, and PDF/X forbids it", OPEN[0]],
    ["Tệp bị khoá (mã hoá); không kiểm được gì bên trong, và PDF/X cấm điều đó", OPEN[1]],
  ),
  encrypted: row<{ cipher: string }>(
    ({ cipher }) => [`The file is encrypted (${cipher}); it opens without a password, but printers refuse it`, OPEN[0]],
    ({ cipher }) => [`Tệp bị mã hoá (${cipher}); mở được không cần mật khẩu, nhưng nhà in sẽ từ chối`, OPEN[1]],
  ),
  damaged: row<{ broken: string }>(
    ({ broken }) => [broken, AGAIN[0]],
    ({ broken }) => [`Tệp hỏng: ${faultVi(broken)}`, AGAIN[1]],
  ),
  "damaged.empty": plain(["The file has no pages", AGAIN[0]], ["Tệp không có trang nào", AGAIN[1]]),
  "content.rest": row<{ pages: number }>(
    ({ pages }) => [`Nothing after page ${pages} was checked: the file asks for more work than it should`, SIMPLY[0]],
    ({ pages }) => [`Chưa kiểm gì sau trang ${pages}: tệp đòi nhiều công xử lý hơn mức hợp lý`, SIMPLY[1]],
  ),
  "content.page": row<{ number: number; broken: string }>(
    ({ number, broken }) => [`Page ${number} could not be checked to its end: ${broken}`, SIMPLY[0]],
    ({ number, broken }) => [`Không kiểm được hết trang ${number}: ${faultVi(broken)}`, SIMPLY[1]],
  ),
  "actions.unseen": row<{ broken: string }>(
    ({ broken }) => [`Scripts, actions and attachments could not be looked for: ${broken}`, AGAIN[0]],
    ({ broken }) => [`Chưa tìm được mã lệnh, hành động và tệp đính kèm: ${faultVi(broken)}`, AGAIN[1]],
  ),
  "actions.opening": plain(
    ["The file holds an action on opening, which PDF/X forbids", "Export it without links and buttons"],
    ["Tệp có hành động khi mở, mà PDF/X cấm", "Xuất không kèm liên kết và nút bấm"],
  ),
  "actions.kind": row<{ kind: string }>(
    ({ kind }) => [`The file holds an action (${kind}), which PDF/X forbids`, "Export it without links and buttons"],
    ({ kind }) => [`Tệp có hành động (${kind}), mà PDF/X cấm`, "Xuất không kèm liên kết và nút bấm"],
  ),
  "form-fields": plain(
    ["The file holds a form to fill in", "Flatten the form"],
    ["Tệp có biểu mẫu để điền", "Làm phẳng biểu mẫu"],
  ),
  multimedia: row<{ kind: string }>(
    ({ kind }) => [`The file holds ${kind}, which no press prints`, "Take it out"],
    ({ kind }) => [`Tệp có ${kind}, thứ không máy in nào in được`, "Bỏ nó đi"],
  ),
  "external.stream": plain(
    ["Parts of the file are kept in other files", EMBED[0]],
    ["Vài phần của tệp nằm ở tệp khác", EMBED[1]],
  ),
  "external.opi": plain(
    ["A picture is to be exchanged later (OPI)", "Embed the picture itself"],
    ["Một ảnh chờ thay sau (OPI)", "Nhúng chính ảnh ấy"],
  ),
  "external.ref": plain(
    ["A part of a page stands in another file", EMBED[0]],
    ["Một phần của trang nằm ở tệp khác", EMBED[1]],
  ),
  "external.alternates": plain(
    ["A picture has alternates", "Leave one picture only"],
    ["Một ảnh có các bản thay thế", "Chỉ giữ lại một ảnh"],
  ),
  filter: row<{ filter: string }>(
    ({ filter }) => [`The file is packed with ${filter}, which PDF/X forbids`, EXPORT[0]],
    ({ filter }) => [`Tệp nén bằng ${filter}, mà PDF/X cấm`, EXPORT[1]],
  ),
  postscript: plain(["The file holds PostScript", ANEW[0]], ["Tệp chứa mã PostScript", ANEW[1]]),
  "layers.forbidden": plain(
    ["The file has layers, which this standard forbids", FLAT[0]],
    ["Tệp có các lớp, mà chuẩn này cấm", FLAT[1]],
  ),
  layers: plain(
    ["The file has layers; what prints depends on which are shown", FLAT[0]],
    ["Tệp có các lớp; in ra gì tuỳ lớp nào đang hiện", FLAT[1]],
  ),
  "layers.settings": plain(
    ["The layers' settings have no name, or change by themselves", EXPORT[0]],
    ["Thiết lập của các lớp không có tên, hoặc tự thay đổi", EXPORT[1]],
  ),
  javascript: plain(
    ["The file holds a program (JavaScript)", EXPORT[0]],
    ["Tệp chứa chương trình (JavaScript)", EXPORT[1]],
  ),
  "embedded-file": plain(
    ["Other files are attached to the file", "Take the attachments out"],
    ["Có tệp khác đính kèm trong tệp", "Bỏ các tệp đính kèm"],
  ),
  "pdfx-missing": row<{ printer: string; wanted: string }>(
    ({ printer, wanted }) => [`The file does not say that it is PDF/X; ${printer} wants ${wanted}`, EXPORT[0]],
    ({ printer, wanted }) => [`Tệp không khai là PDF/X; ${printer} cần ${wanted}`, EXPORT[1]],
  ),
  "pdfx-other": row<{ claim: string; judged: string; wanted: string }>(
    ({ claim, judged, wanted }) => [`The file says it is ${claim}, judged as ${judged}`, `Export it as ${wanted}`],
    ({ claim, judged, wanted }) => [`Tệp khai là ${claim}, được xét theo ${judged}`, `Xuất lại theo ${wanted}`],
  ),
  "pdfx-claim": row<{ claim: string; printer: string; wanted: string }>(
    ({ claim, printer, wanted }) => [`The file is ${claim}; ${printer} wants ${wanted}`, `Export it as ${wanted}`],
    ({ claim, printer, wanted }) => [`Tệp là ${claim}; ${printer} cần ${wanted}`, `Xuất lại theo ${wanted}`],
  ),
  "pdfx-claim.labels": row<{ one: string; other: string }>(
    ({ one, other }) => [`Its two labels contradict each other: ${one} and ${other}`, EXPORT[0]],
    ({ one, other }) => [`Hai nhãn của tệp mâu thuẫn nhau: ${one} và ${other}`, EXPORT[1]],
  ),
  "pdf-version": row<{ version: number; judged: string; most: number }>(
    ({ version, judged, most }) => [`The file is PDF ${version}; ${judged} ends at ${most}`, EXPORT[0]],
    ({ version, judged, most }) => [`Tệp là PDF ${version}; ${judged} chỉ tới ${most}`, EXPORT[1]],
  ),
  "pdf-version.packed": row<{ judged: string }>(
    ({ judged }) => [`The file packs its objects as PDF 1.5 does; ${judged} knows PDF 1.4 only`, EXPORT[0]],
    ({ judged }) => [`Tệp gói đối tượng theo kiểu PDF 1.5; ${judged} chỉ biết PDF 1.4`, EXPORT[1]],
  ),
  "file-id": plain(
    ["The file has no identifier (ID), which PDF/X asks for", EXPORT[0]],
    ["Tệp không có mã nhận dạng (ID) mà PDF/X đòi hỏi", EXPORT[1]],
  ),
  metadata: row<{ judged: string; missing: readonly string[] }>(
    ({ judged, missing }) => [
      `${judged} asks for ${missing.join(", ")}; not in the file`,
      "Give the document a title and export it again",
    ],
    ({ judged, missing }) => [
      `${judged} đòi hỏi ${missing.join(", ").replace("XMP metadata", "siêu dữ liệu XMP")}; trong tệp không có`,
      "Đặt tên cho tài liệu rồi xuất lại",
    ],
  ),
  "metadata.title": row<{ one: string; other: string }>(
    ({ one, other }) => [`The title is “${one}” in one place and “${other}” in another`, "Export it again"],
    ({ one, other }) => [`Tên tài liệu chỗ này là “${one}”, chỗ kia là “${other}”`, "Xuất lại"],
  ),
  trapped: plain(
    [
      "The file does not say whether it is trapped; PDF/X wants True or False",
      "Set it on export; False is what most files are",
    ],
    [
      "Tệp không ghi đã bù chồng màu (Trapped) hay chưa; PDF/X cần True hoặc False",
      "Đặt khi xuất; phần lớn tệp là False",
    ],
  ),
  "trapped.differs": plain(
    ["Trapped says one thing in Info and another in XMP", EXPORT[0]],
    ["Trapped trong Info và trong XMP ghi khác nhau", EXPORT[1]],
  ),
  "output-intent": plain(
    [
      "The file does not say which printing condition it is for: there is no PDF/X output intent",
      "Export it with the printer's output intent",
    ],
    ["Tệp không ghi dành cho điều kiện in nào: không có output intent của PDF/X", "Xuất với output intent của nhà in"],
  ),
  "output-intent.many": row<{ count: number }>(
    ({ count }) => [`The file names ${count} output intents; PDF/X allows one`, EXPORT[0]],
    ({ count }) => [`Tệp khai ${count} output intent; PDF/X chỉ cho một`, EXPORT[1]],
  ),
  "output-intent.identifier": plain(
    ["The output intent has no OutputConditionIdentifier", EXPORT[0]],
    ["Output intent thiếu OutputConditionIdentifier", EXPORT[1]],
  ),
  "output-intent.profile": plain(
    ["The output intent holds no profile, nor the registry that knows it", "Export it with the profile embedded"],
    ["Output intent không chứa hồ sơ màu, cũng không ghi nơi đăng ký", "Xuất có nhúng hồ sơ màu"],
  ),
  "output-profile": row<{ broken: string }>(
    ({ broken }) => [`The output intent's profile is no CMYK printing profile: ${broken}`, PROFILE[0]],
    ({ broken }) => [`Hồ sơ màu của output intent không phải hồ sơ in CMYK: ${faultVi(broken)}`, PROFILE[1]],
  ),
  "output-other": row<{ condition: string; profile: string; printer: string; prints: string }>(
    ({ condition, profile, printer, prints }) => [
      `The file is made for “${condition}” (${profile}), ${printer} prints with ${prints}`,
      "Ask for a file made for this printer, or for a proof",
    ],
    ({ condition, profile, printer, prints }) => [
      `Tệp làm cho “${condition}” (${unnamedVi(profile)}), ${printer} in theo ${unnamedVi(prints)}`,
      "Xin tệp làm cho nhà in này, hoặc xin bản in thử",
    ],
  ),
} as const;
