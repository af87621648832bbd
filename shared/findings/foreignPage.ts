/** What is told of the pages of a PDF made elsewhere: fonts, colours, inks, overprint, type, rules and pictures. */
import { faultVi } from "./foreignFaults.ts";
import { plain, row, so } from "./table.ts";

const EXPORT = ["Export it again as PDF/X", "Xuất lại theo PDF/X"] as const;
const VIEWER = ["Look at its total ink in a viewer", "Xem tổng mực của nó trong trình xem"] as const;
const CMYK = ["Convert to the printer's CMYK on export", "Chuyển sang CMYK của nhà in khi xuất"] as const;
const LARGER = ["Set it larger, or in one ink", "Đặt cỡ lớn hơn, hoặc in một mực"] as const;

/** What makes a page transparent; `detail`: per cent, or the blend mode. */
const THINGS = {
  opacity: [(detail: string) => `Something is ${detail} % opaque`, (detail: string) => `Có phần chỉ đục ${detail} %`],
  blend: [(detail: string) => `Something is blended (${detail})`, (detail: string) => `Có phần hoà trộn (${detail})`],
  mask: [() => "Something has a soft mask", () => "Có phần mang mặt nạ mềm"],
  group: [() => "Parts of the page are a transparency group", () => "Vài phần của trang là nhóm trong suốt"],
  picture: [() => "A picture has a soft mask", () => "Một ảnh mang mặt nạ mềm"],
} as const;
export type Transparent = keyof typeof THINGS;

const LAYS = {
  shading: ["A shading", "Một dải chuyển màu"],
  type: ["Type", "Chữ"],
  colour: ["A colour", "Một màu"],
} as const;
export type Lays = keyof typeof LAYS;

type Name = { readonly name: string };
type Small = { readonly size: string; readonly least: string };

export const FOREIGN_PAGE = {
  transparency: row<{ thing: Transparent; detail: string; judged: string }>(
    ({ thing, detail, judged }) => [
      `${THINGS[thing][0](detail)}; ${judged} forbids transparency`,
      "Flatten the transparency, or ask the printer for PDF/X-4",
    ],
    ({ thing, detail, judged }) => [
      `${THINGS[thing][1](detail)}; ${judged} cấm trong suốt`,
      "Làm phẳng phần trong suốt, hoặc hỏi nhà in có nhận PDF/X-4",
    ],
  ),
  content: row<{ broken: string }>(
    ({ broken }) => [broken, EXPORT[0]],
    ({ broken }) => [`Nội dung trang có lỗi: ${faultVi(broken)}`, EXPORT[1]],
  ),
  "content.intent": plain(
    ["A rendering intent is none of the four", EXPORT[0]],
    ["Một kiểu diễn màu (rendering intent) không thuộc bốn kiểu đã định", EXPORT[1]],
  ),
  "font-type3": row<Name>(
    ({ name }) => [
      `The font ${name} is drawn glyph by glyph (Type 3)`,
      "Use another font, or turn its text into outlines",
    ],
    ({ name }) => [`Phông ${name} vẽ từng chữ một (Type 3)`, "Dùng phông khác, hoặc chuyển chữ thành nét"],
  ),
  "font-missing.pdf": row<Name>(
    ({ name }) => [`The font ${name} is not in the file`, "Embed all fonts on export"],
    ({ name }) => [`Phông ${name} chưa nhúng trong tệp`, "Nhúng mọi phông khi xuất"],
  ),
  "font-broken": row<Name>(
    ({ name }) => [`The font ${name} in the file is none`, EXPORT[0]],
    ({ name }) => [`Phông nhúng ${name} trong tệp bị hỏng`, EXPORT[1]],
  ),
  "font-whole": row<Name>(
    ({ name }) => [
      `The font ${name} is in the file as a whole`,
      "Nothing to do for print; the file is larger than it needs to be",
    ],
    ({ name }) => [`Phông ${name} nhúng nguyên bộ trong tệp`, "Không cần làm gì để in; tệp chỉ lớn hơn mức cần"],
  ),
  "font-unreadable.text": row<Name>(
    ({ name }) => [`Text in ${name} cannot be read back or searched`, "Export with ToUnicode; it prints all the same"],
    ({ name }) => [`Chữ phông ${name} không đọc lại hay tìm kiếm được`, "Xuất kèm ToUnicode; bản in vẫn như vậy"],
  ),
  "glyph-missing.pdf": row<Name>(
    ({ name }) => [`Empty boxes stand for missing glyphs of ${name}`, "Choose a font that has the sign"],
    ({ name }) => [`Phông ${name} thiếu chữ, ô trống hiện thay`, "Chọn phông có ký tự ấy"],
  ),
  "blend-mode": row<{ mode: string }>(
    ({ mode }) => [`There is no blend mode ${mode}`, EXPORT[0]],
    ({ mode }) => [`Không có kiểu hoà trộn ${mode}`, EXPORT[1]],
  ),
  halftone: plain(
    ["The page brings its own screens", "Export it without halftones"],
    ["Trang mang theo tram riêng", "Xuất không kèm thiết lập tram"],
  ),
  "picture-depth": plain(
    ["A picture has 16 bits a part, which the standard does not know", "Export with 8 bits"],
    ["Một ảnh có 16 bit mỗi kênh mực, mà chuẩn này không biết", "Xuất ở 8 bit"],
  ),
  transfer: plain(
    ["The page changes tones on the plate (transfer function)", EXPORT[0]],
    ["Trang làm đổi tông trên bản kẽm (hàm truyền)", EXPORT[1]],
  ),
  "blend-space": plain(
    [
      "Transparency is blended in RGB, so that black and inks change",
      "Set the page's transparency blend space to CMYK",
    ],
    ["Phần trong suốt hoà trộn trong RGB, làm đổi màu đen và các màu mực", "Đặt không gian hoà trộn của trang là CMYK"],
  ),
  "page-empty.pdf": plain(
    ["Nothing is printed on the page", "Leave it if it is meant"],
    ["Trang không in gì", "Để nguyên nếu cố ý"],
  ),
  separated: plain(
    ["The page is a single plate already", "Export a composite file"],
    ["Trang đã là một bản tách màu", "Xuất tệp chưa tách màu (composite)"],
  ),
  "actions.page": plain(["The page holds an action", EXPORT[0]], ["Trang có hành động", EXPORT[1]]),
  rgb: plain(["Colours are RGB of no known kind", CMYK[0]], ["Có màu RGB không rõ loại", CMYK[1]]),
  lab: row<{ strict: boolean }>(
    ({ strict }) => [
      strict ? "Colours are Lab, which PDF/X-1a forbids" : "Colours are Lab; the printer converts them",
      "Convert to CMYK",
    ],
    ({ strict }) => [strict ? "Có màu Lab, mà PDF/X-1a cấm" : "Có màu Lab; nhà in sẽ chuyển đổi", "Chuyển sang CMYK"],
  ),
  "rgb-managed.calibrated": row<{ strict: boolean; grey: boolean }>(
    ({ strict, grey }) => [
      `Colours are calibrated ${grey ? "grey" : "RGB"}${strict ? ", which PDF/X-1a forbids" : "; the printer converts them"}`,
      "Convert to CMYK",
    ],
    ({ strict, grey }) => [
      `Có màu ${grey ? "xám" : "RGB"} hiệu chuẩn${strict ? ", mà PDF/X-1a cấm" : "; nhà in sẽ chuyển đổi"}`,
      "Chuyển sang CMYK",
    ],
  ),
  "rgb-managed": plain(
    ["Colours are RGB with a profile; the printer converts them", "Convert them yourself to see what will be printed"],
    ["Có màu RGB kèm hồ sơ màu ICC; nhà in sẽ chuyển đổi", "Tự chuyển để thấy trước màu in ra"],
  ),
  icc: plain(
    ["Colours bring their own ICC profile, which PDF/X-1a forbids", CMYK[0]],
    ["Màu mang theo hồ sơ màu ICC riêng, mà PDF/X-1a cấm", CMYK[1]],
  ),
  "icc.output": plain(
    ["Colours bring the output intent's profile a second time, which PDF/X-4 forbids", "Write them as DeviceCMYK"],
    ["Màu mang thêm lần nữa hồ sơ màu của output intent, mà PDF/X-4 cấm", "Ghi chúng là DeviceCMYK"],
  ),
  "registration.pdf": plain(
    [
      "Something on the page is printed in registration colour",
      "Give it black; registration colour is for marks outside the page",
    ],
    ["Có phần trên trang in bằng màu định vị", "Đổi sang màu đen; màu định vị chỉ dùng cho dấu ngoài trang"],
  ),
  "ink-over.shading": plain(
    ["The ink of a shading could not be found: its colours are a program or a mesh", VIEWER[0]],
    ["Chưa tính được tổng mực của một dải chuyển màu: màu của nó là hàm hay lưới", VIEWER[1]],
  ),
  "ink-over.unmeasured": row<{ broken: string }>(
    ({ broken }) => [`The ink of a picture could not be measured: ${broken}`, VIEWER[0]],
    ({ broken }) => [`Chưa đo được tổng mực của một ảnh: ${faultVi(broken)}`, VIEWER[1]],
  ),
  "ink-over.picture": row<{ highest: number; mean: number; printer: string; limit: number }>(
    ({ highest, mean, printer, limit }) => [
      `A picture lays up to ${highest} % ink, ${mean} % on 15 mm²; ${printer} takes ${limit} %`,
      "Convert it with the printer's profile",
    ],
    ({ highest, mean, printer, limit }) => [
      `Một ảnh có tổng mực tới ${highest} %, ${mean} % trên 15 mm²; ${printer} chỉ nhận ${so(limit)} %`,
      "Chuyển màu ảnh theo hồ sơ màu của nhà in",
    ],
  ),
  "ink-over.pdf": row<{ lays: Lays; percent: number; printer: string; limit: number }>(
    ({ lays, percent, printer, limit }) => [
      `${LAYS[lays][0]} lays ${percent} % ink; ${printer} takes ${limit} %`,
      "Convert with the printer's profile",
    ],
    ({ lays, percent, printer, limit }) => [
      `${LAYS[lays][1]} có tổng mực ${percent} %; ${printer} chỉ nhận ${so(limit)} %`,
      "Chuyển màu theo hồ sơ màu của nhà in",
    ],
  ),
  "rule-thin.pdf": row<{ weight: string; least: string }>(
    ({ weight, least }) => [`A rule is ${weight} pt thin, wanted are ${least} pt`, "Make it thicker"],
    ({ weight, least }) => [`Một đường kẻ mảnh ${so(weight)} pt, nên có ${so(least)} pt`, "Cho nó dày hơn"],
  ),
  "overprint-white": plain(
    ["Something white is set to overprint, and will not be there", "Set white to knock out"],
    ["Có phần màu trắng đặt in chồng, in ra sẽ mất", "Đặt cho màu trắng đục nền"],
  ),
  "overprint-icc": plain(
    ["CMYK with a profile of its own is set to overprint (OPM 1)", "Write the colour as DeviceCMYK"],
    ["Màu CMYK mang hồ sơ màu riêng lại đặt in chồng (OPM 1)", "Ghi màu ấy là DeviceCMYK"],
  ),
  "type-small.pdf": row<Small>(
    ({ size, least }) => [`Type of ${size} pt; wanted are ${least} pt`, LARGER[0]],
    ({ size, least }) => [`Chữ cỡ ${so(size)} pt; nên có ${so(least)} pt`, LARGER[1]],
  ),
  "type-reversed.pdf": row<Small>(
    ({ size, least }) => [`White type of ${size} pt; wanted are ${least} pt`, LARGER[0]],
    ({ size, least }) => [`Chữ trắng cỡ ${so(size)} pt; nên có ${so(least)} pt`, LARGER[1]],
  ),
  "type-mixed.pdf": row<Small & { plates: number }>(
    ({ plates, size, least }) => [`Type in ${plates} inks of ${size} pt; wanted are ${least} pt`, LARGER[0]],
    ({ plates, size, least }) => [`Chữ ${plates} màu mực cỡ ${so(size)} pt; nên có ${so(least)} pt`, LARGER[1]],
  ),
  "rich-black.pdf": row<{ size: string }>(
    ({ size }) => [
      `Black type of ${size} pt is printed in several inks and will look smeared`,
      "Give small type black alone",
    ],
    ({ size }) => [`Chữ đen cỡ ${so(size)} pt in bằng nhiều mực, trông sẽ nhoè`, "Chữ nhỏ chỉ dùng mực đen"],
  ),
  "black-knocks-out.pdf": row<{ size: string }>(
    ({ size }) => [
      `Black type of ${size} pt does not overprint; white may flash at its edges`,
      "Let black overprint on export (100 % K, OPM 1)",
    ],
    ({ size }) => [
      `Chữ đen cỡ ${so(size)} pt không in chồng; mép chữ có thể hở trắng`,
      "Cho màu đen in chồng khi xuất (100 % K, OPM 1)",
    ],
  ),
  "picture-low.pdf": row<{ ppi: number; fine: number; least: number }>(
    ({ ppi, fine, least }) => [
      `A picture has ${ppi} ppi at its size, wanted are ${fine}, the least is ${least}`,
      "Use a larger original, or set it smaller",
    ],
    ({ ppi, fine, least }) => [
      `Một ảnh có độ phân giải ${ppi} ppi ở cỡ đang đặt; nên có ${fine}, ít nhất ${least}`,
      "Dùng ảnh gốc lớn hơn, hoặc đặt nhỏ lại",
    ],
  ),
  annotation: row<{ kind: string }>(
    ({ kind }) => [
      `A note, link or field (${kind || "of no kind"}) lies on the page, which PDF/X forbids`,
      "Export it without notes, links and fields",
    ],
    ({ kind }) => [
      `Có ghi chú, liên kết hay ô điền (${kind || "không rõ loại"}) nằm trên trang, mà PDF/X cấm`,
      "Xuất không kèm ghi chú, liên kết và ô điền",
    ],
  ),
  "spot-differs": row<{ name: string; before: number }>(
    ({ name, before }) => [
      `The spot ink ${name} is another colour than on page ${before}`,
      "Define each spot ink once",
    ],
    ({ name, before }) => [`Màu pha ${name} khác màu với ở trang ${before}`, "Khai mỗi màu pha một lần"],
  ),
  "spot-alike.pdf": row<{ one: string; other: string }>(
    ({ one, other }) => [`Two spot inks differ in writing only: ${one} and ${other}`, "Make them one"],
    ({ one, other }) => [`Hai màu pha chỉ khác cách viết: ${one} và ${other}`, "Gộp chúng làm một"],
  ),
  "spot-unwanted.pdf": row<{ list: string; printer: string; allowed: string }>(
    ({ list, printer, allowed }) => [
      `Plates nobody ordered: ${list}; ${printer} prints ${allowed || "none"}`,
      "Convert spot inks to CMYK",
    ],
    ({ list, printer, allowed }) => [
      `Bản kẽm không ai đặt: ${list}; ${printer} in màu pha: ${allowed || "không"}`,
      "Chuyển màu pha sang CMYK",
    ],
  ),
  /** `reasons`: each twice, in English and in Vietnamese; `more`: reasons that are not shown. */
  "placed-refused": row<{ name: string; label: string; reasons: readonly string[]; more: number }>(
    ({ name, label, reasons, more }) => [
      `The PDF ${name} cannot be placed in a ${label} file: ${reasons.filter((_, n) => n % 2 === 0).join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
      `Ask for it as ${label} in CMYK with all fonts embedded, or flatten and convert it before it is placed`,
    ],
    ({ name, label, reasons, more }) => [
      `Không đặt được PDF ${name} vào tệp ${label}: ${reasons.filter((_, n) => n % 2 === 1).join("; ")}${more > 0 ? `; và ${more} điều khác` : ""}`,
      `Xin tệp ${label} hệ CMYK có nhúng mọi phông, hoặc làm phẳng và chuyển màu trước khi đặt`,
    ],
  ),
} as const;
