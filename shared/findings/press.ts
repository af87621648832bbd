/** What the printer's rules tell of pages, inks, pictures, fonts and deliveries. */
import { EDGES_VI, row, so } from "./table.ts";

type OnPage = { readonly page: number };
/** Words on a page: what of them is seen, their size and the size that is wanted, in points. */
type Type = OnPage & { readonly words: string; readonly size: string; readonly wanted: string };
type Inks = { readonly plates: number; readonly inks: string };

type Words = OnPage & { readonly words: string };
type Contrast = { readonly contrast: string; readonly wanted: string };
type Thin = OnPage & { readonly weight: string; readonly wanted: string };

const ASK_LICENCE = [
  "Choose another font, or ask its maker for a file licensed for embedding",
  "Chọn phông khác, hoặc xin nhà làm phông một tệp được phép nhúng",
] as const;
const SPACING = {
  twice: ["Two spaces or more", "Hai dấu cách trở lên", "Leave one", "Bớt còn một"],
  tab: [
    "A tab inside a paragraph",
    "Dấu tab trong đoạn văn",
    "Put a space, or make a list of it",
    "Thay bằng dấu cách, hoặc làm thành danh sách",
  ],
  comma: [
    "A space before a comma or a full stop",
    "Dấu cách trước dấu phẩy hoặc dấu chấm",
    "Take the space out",
    "Bỏ dấu cách",
  ],
  before: ["A space before a punctuation mark", "Dấu cách trước dấu câu", "Take the space out", "Bỏ dấu cách"],
  inside: [
    "A space inside brackets or quotation marks",
    "Dấu cách bên trong ngoặc",
    "Take the space out",
    "Bỏ dấu cách",
  ],
  after: ["No space after a punctuation mark", "Thiếu dấu cách sau dấu câu", "Put a space there", "Thêm dấu cách"],
  dash: [
    "A hyphen where a dash is meant",
    "Gạch nối thay cho gạch ngang",
    "Put a dash (–) there",
    "Dùng gạch ngang (–)",
  ],
  quote: [
    "A straight quotation mark among curly ones",
    "Dấu nháy thẳng giữa những dấu nháy cong",
    "Put the curly one there",
    "Dùng dấu nháy cong",
  ],
} as const;

export const PRESS = {
  "bleed-short.edge": row<OnPage & { picture: boolean; away: string; stands: string; edge: string; wanted: string }>(
    ({ page, picture, away, stands, edge, wanted }) => [
      `Page ${page}: ${picture ? "a picture" : "a colour area"} ends ${away} mm ${stands} the ${edge} trim; it should reach ${wanted} mm beyond, or stay well inside`,
      "Let it bleed over this edge or pull it back",
    ],
    ({ page, picture, away, stands, edge, wanted }) => [
      `Trang ${page}: ${picture ? "ảnh" : "mảng màu"} dừng ${stands === "inside" ? "trong" : "ngoài"} mép xén ${EDGES_VI[edge]} ${so(away)} mm; nên tràn ra ${so(wanted)} mm, hoặc lùi hẳn vào trong`,
      "Cho tràn qua mép này hoặc kéo vào",
    ],
  ),
  "bleed-small": row<{ has: string; wanted: string }>(
    ({ has, wanted }) => [
      `The design bleeds ${has} mm; the printer wants ${wanted} mm`,
      "Set the design's bleed to the printer's",
    ],
    ({ has, wanted }) => [
      `Thiết kế tràn lề ${so(has)} mm; nhà in cần ${so(wanted)} mm`,
      "Đặt độ tràn lề của thiết kế theo nhà in",
    ],
  ),
  "text-near-trim.cut": row<OnPage & { by: string; edge: string }>(
    ({ page, by, edge }) => [
      `Page ${page}: words stand ${by} mm beyond the ${edge} trim and are cut off`,
      "Widen the margin or make the words shorter",
    ],
    ({ page, by, edge }) => [
      `Trang ${page}: chữ vượt mép xén ${EDGES_VI[edge]} ${so(by)} mm và sẽ bị cắt`,
      "Nới lề hoặc rút ngắn chữ",
    ],
  ),
  "text-near-trim.edge": row<OnPage & { near: string; edge: string; wanted: string }>(
    ({ page, near, edge, wanted }) => [
      `Page ${page}: words stand ${near} mm from the ${edge} trim; the printer wants ${wanted} mm`,
      "Widen the margin or make the words shorter",
    ],
    ({ page, near, edge, wanted }) => [
      `Trang ${page}: chữ cách mép xén ${EDGES_VI[edge]} ${so(near)} mm; nhà in cần ${so(wanted)} mm`,
      "Nới lề hoặc rút ngắn chữ",
    ],
  ),
  "page-size": row<OnPage & { size: string; wanted: string; printers: boolean }>(
    ({ page, size, wanted, printers }) => [
      `Page ${page} is ${size} mm; ${printers ? "the printer takes" : "the first page is"} ${wanted} mm`,
      printers ? "Set the design's trim to the printer's, or choose another printer" : "Give all pages one size",
    ],
    ({ page, size, wanted, printers }) => [
      `Trang ${page} khổ ${so(size)} mm; ${printers ? "nhà in nhận" : "trang đầu"} ${so(wanted)} mm`,
      printers ? "Đặt khổ trang theo nhà in, hoặc chọn nhà in khác" : "Cho mọi trang cùng một khổ",
    ],
  ),
  "page-empty": row<OnPage>(
    ({ page }) => [`Page ${page} is empty`, "Take it out, or put on it what belongs there"],
    ({ page }) => [`Trang ${page} trống`, "Bỏ trang ấy, hoặc đặt vào đó thứ phải có"],
  ),
  "folio-twice": row<{ one: number; other: number; folio: string }>(
    ({ one, other, folio }) => [
      `Pages ${one} and ${other} both bear the number ${folio}`,
      "Mend the first folio of the issue, or of the part that begins there",
    ],
    ({ one, other, folio }) => [
      `Trang ${one} và trang ${other} cùng mang số ${folio}`,
      "Sửa số trang đầu của số báo, hoặc của phần bắt đầu ở đó",
    ],
  ),
  "ink-over.colour": row<OnPage & { sum: number; ink: string; limit: string }>(
    ({ page, sum, ink, limit }) => [
      `Page ${page}: a colour lays ${sum} % ink (${ink}); the press takes ${limit} %`,
      "Take colour out of the swatch; a rich black of 60, 40, 40, 100 lays 240 %",
    ],
    ({ page, sum, ink, limit }) => [
      `Trang ${page}: một màu có tổng mực ${sum} % (${ink}); máy in chỉ nhận ${so(limit)} %`,
      "Bớt mực trong mẫu màu; màu đen đậm 60, 40, 40, 100 có tổng 240 %",
    ],
  ),
  "ink-over.page": row<OnPage & { sum: number; limit: number }>(
    ({ page, sum, limit }) => [
      `Page ${page}: what is printed over what lays ${sum} % ink, the mean of 15 mm²; the press takes ${limit} %`,
      "Move what overprints off the dark ground, let it knock out, or lighten the picture",
    ],
    ({ page, sum, limit }) => [
      `Trang ${page}: các lớp in chồng có tổng mực ${sum} %, trung bình trên 15 mm²; máy in chỉ nhận ${limit} %`,
      "Dời phần in đè khỏi nền tối, cho nó đục nền, hoặc làm sáng ảnh",
    ],
  ),
  registration: row<OnPage>(
    ({ page }) => [
      `Page ${page}: something is printed in registration colour, on all plates at once`,
      "Give it black; registration colour is for marks outside the bleed",
    ],
    ({ page }) => [
      `Trang ${page}: có phần in bằng màu định vị, trên mọi bản kẽm cùng lúc`,
      "Đổi sang màu đen; màu định vị chỉ dùng cho dấu ngoài phần tràn lề",
    ],
  ),
  "spot-unwanted": row<{ name: string; takes: string; number: number; count: number | null }>(
    ({ name, takes, number, count }) => [
      `The spot ink ${name} makes a plate of its own; the printer ${
        count === null
          ? `takes ${takes || "none"}`
          : count === 0
            ? "takes none"
            : `takes ${count}, this is number ${number}`
      }`,
      "Give the swatch CMYK, or ask the printer",
    ],
    ({ name, takes, number, count }) => [
      `Màu pha ${name} cần một bản kẽm riêng; nhà in ${
        count === null
          ? takes
            ? `chỉ nhận ${takes}`
            : "không nhận màu pha"
          : count === 0
            ? "không nhận màu pha"
            : `nhận ${count}, đây là màu thứ ${number}`
      }`,
      "Đổi mẫu màu sang CMYK, hoặc hỏi nhà in",
    ],
  ),
  "spot-alike": row<{ one: string; other: string }>(
    ({ one, other }) => [
      `The spot inks ${one} and ${other} differ only in how they are written: two plates where one is meant`,
      "Give both swatches the same name",
    ],
    ({ one, other }) => [
      `Màu pha ${one} và ${other} chỉ khác nhau ở cách viết: hai bản kẽm thay vì một`,
      "Đặt cùng một tên cho cả hai mẫu màu",
    ],
  ),
  "spot-twice": row<{ name: string; one: string; other: string }>(
    ({ name, one, other }) => [
      `The spot ink ${name} is described as ${one} and as ${other}`,
      "Give the swatch one colour; on the press it is one ink",
    ],
    ({ name, one, other }) => [
      `Màu pha ${name} được khai là ${one} và là ${other}`,
      "Cho mẫu màu một màu duy nhất; trên máy in nó là một loại mực",
    ],
  ),
  "font-embedding.page": row<OnPage & { name: string }>(
    ({ page, name }) => [
      `Page ${page} is set in ${name}, whose licence forbids embedding; a PDF for the press must hold its fonts`,
      ASK_LICENCE[0],
    ],
    ({ page, name }) => [
      `Trang ${page} dùng phông ${name}, mà giấy phép cấm nhúng; PDF cho nhà in phải chứa phông`,
      ASK_LICENCE[1],
    ],
  ),
  "font-missing.style": row<{ font: string; style: string; other: string }>(
    ({ font, style, other }) => [
      `The font "${font}" (style ${style}) is not here; ${other} stands in for it`,
      "Install it, name its folder with --fonts, or choose another font for the style",
    ],
    ({ font, style, other }) => [
      `Không có phông “${font}” (kiểu ${style}); ${other} được dùng thay`,
      "Cài phông ấy, chỉ thư mục bằng --fonts, hoặc chọn phông khác cho kiểu",
    ],
  ),
  "font-unreadable.program": row<{ name: string }>(
    ({ name }) => [
      `${name} is damaged: it cannot be cut down to the glyphs in use, and stands in the PDF whole`,
      "Install the font anew, or choose another",
    ],
    ({ name }) => [
      `${name} bị hỏng: không rút gọn được theo các chữ đã dùng, nên nằm nguyên bộ trong PDF`,
      "Cài lại phông, hoặc chọn phông khác",
    ],
  ),
  "glyph-missing.page": row<{ count: number; folio: string }>(
    ({ count, folio }) => [
      `${count} character${count === 1 ? "" : "s"} on page ${folio} stand in a font that has no glyph for them`,
      "Choose a font that has them; they are left out of the PDF",
    ],
    ({ count, folio }) => [
      `${count} ký tự ở trang ${folio} dùng phông không có hình cho chúng`,
      "Chọn phông có các ký tự ấy; chúng bị bỏ khỏi PDF",
    ],
  ),
  "picture-blocks": row<{ name: string; quality: number }>(
    ({ name, quality }) => [
      `The picture ${name} was saved as a JPEG of quality ${quality} or so: blocks of pixels may show in print`,
      "Ask for the original before it was sent or shrunk; saving it again makes it no better",
    ],
    ({ name, quality }) => [
      `Ảnh ${name} được lưu JPEG chất lượng chừng ${quality}: khi in có thể lộ ô vuông`,
      "Xin ảnh gốc trước khi gửi hay thu nhỏ; lưu lại lần nữa không tốt hơn",
    ],
  ),
  "picture-low": row<OnPage & { ppi: number; wanted: number; least: number; widest: number }>(
    ({ page, ppi, wanted, least, widest }) => [
      `A picture on page ${page} has ${ppi} ppi at its size, wanted are ${wanted}, the least is ${least}`,
      `Use a larger original, or set it at most ${widest} mm wide`,
    ],
    ({ page, ppi, wanted, least, widest }) => [
      `Một ảnh ở trang ${page} chỉ có ${ppi} ppi ở cỡ đang đặt; nên có ${wanted}, ít nhất ${least}`,
      `Dùng ảnh gốc lớn hơn, hoặc đặt rộng tối đa ${widest} mm`,
    ],
  ),
  "picture-low.unknown": row<OnPage>(
    ({ page }) => [
      `Page ${page}: the resolution of a picture could not be judged, since its pixels are not known`,
      "Place the picture again",
    ],
    ({ page }) => [`Trang ${page}: chưa xét được độ phân giải của một ảnh, vì chưa biết số điểm ảnh`, "Đặt lại ảnh"],
  ),
  "picture-broken": row<{ name: string; why: string }>(
    ({ name, why }) => [
      `The picture ${name} cannot be read: ${why}`,
      "Ask for the original again, or open it in a picture editor and save a copy",
    ],
    ({ name, why }) => [
      `Không đọc được ảnh ${name} (${why})`,
      "Xin lại ảnh gốc, hoặc mở bằng chương trình sửa ảnh rồi lưu một bản sao",
    ],
  ),
  "picture-ink": row<{ name: string; mean: number; high: number; limit: number }>(
    ({ name, mean, high, limit }) => [
      `The CMYK picture ${name} lays ${mean} % ink over 15 mm² and ${high} % in its darkest pixels, the press takes ${limit} %; its shadows were separated again`,
      "Ask for the RGB original, or have it separated for this press",
    ],
    ({ name, mean, high, limit }) => [
      `Ảnh CMYK ${name} có tổng mực ${mean} % trên 15 mm² và ${high} % ở chỗ tối nhất, máy in chỉ nhận ${limit} %; vùng tối đã được tách màu lại`,
      "Xin ảnh gốc RGB, hoặc nhờ tách màu cho máy in này",
    ],
  ),
  "picture-profile.again": row<{ name: string }>(
    ({ name }) => [
      `The CMYK picture ${name} was separated for another press; it was separated again for this one, its black kept`,
      "Ask for the RGB original where colour matters",
    ],
    ({ name }) => [
      `Ảnh CMYK ${name} được tách màu cho máy in khác; đã tách lại cho máy này, giữ nguyên bản đen`,
      "Xin ảnh gốc RGB nếu màu sắc quan trọng",
    ],
  ),
  "picture-profile.none": row<{ name: string }>(
    ({ name }) => [
      `The CMYK picture ${name} does not say for which press it was separated; its numbers are taken for this one's`,
      "Ask for it with its profile, or for the RGB original",
    ],
    ({ name }) => [
      `Ảnh CMYK ${name} không nói được tách màu cho máy in nào; trị số của nó được dùng cho máy này`,
      "Xin ảnh kèm hồ sơ màu, hoặc ảnh gốc RGB",
    ],
  ),
  "rgb-left": row<OnPage>(
    ({ page }) => [
      `A picture on page ${page} could not be brought to the press's inks and is RGB still`,
      "Ask for the original again",
    ],
    ({ page }) => [`Một ảnh ở trang ${page} chưa chuyển được sang mực in và vẫn là RGB`, "Xin lại ảnh gốc"],
  ),
  "screen-differs.count": row<{ shown: number; made: number }>(
    ({ shown, made }) => [
      `The window shows ${shown} pages, the export made ${made}`,
      "Close the document and open it again; report it if it stays so",
    ],
    ({ shown, made }) => [
      `Cửa sổ hiện ${shown} trang, bản xuất có ${made} trang`,
      "Đóng tài liệu rồi mở lại; nếu vẫn vậy, hãy báo lỗi",
    ],
  ),
  "screen-differs": row<OnPage>(
    ({ page }) => [
      `Page ${page} differs from what the window shows`,
      "Close the document and open it again; report it if it stays so",
    ],
    ({ page }) => [`Trang ${page} khác với cửa sổ đang hiện`, "Đóng tài liệu rồi mở lại; nếu vẫn vậy, hãy báo lỗi"],
  ),
  "proof-before": row<{ number: number; why: string }>(
    ({ number, why }) => [
      `The map of proof ${number} cannot be read (${why}); no bars stand beside what changed since`,
      "The next recorded proof has a map of its own",
    ],
    ({ number, why }) => [
      `Không đọc được bản đồ của bản bông ${number} (${why}); không có vạch cạnh những chỗ đã đổi`,
      "Bản bông ghi số tiếp theo sẽ có bản đồ riêng",
    ],
  ),
  "headline-missing": row<Record<string, never>>(
    () => [
      "No headline was found in the manuscript",
      "Type one into the title block, or give the line that is the headline that role",
    ],
    () => ["Không thấy tít trong bản thảo", "Gõ tít vào ô tít, hoặc gán vai trò tít cho dòng ấy"],
  ),
  "no-turns": row<Record<string, never>>(
    () => [
      "No question was found in the manuscript: everything was read as introduction",
      "Give the questions their role, or begin them with a sign (❖, Q., a name and a colon) and import again",
    ],
    () => [
      "Không thấy câu hỏi nào trong bản thảo: mọi thứ được đọc như phần mở bài",
      "Gán vai trò cho các câu hỏi, hoặc mở đầu chúng bằng một dấu (❖, Hỏi:, tên và dấu hai chấm) rồi nhập lại",
    ],
  ),
  "type-small": row<Type>(
    ({ page, words, size, wanted }) => [
      `Page ${page}: “${words}” is set in ${size} pt; the least that prints clean is ${wanted} pt`,
      `Set it in ${wanted} pt or larger`,
    ],
    ({ page, words, size, wanted }) => [
      `Trang ${page}: “${words}” cỡ ${so(size)} pt; nhỏ nhất còn in rõ là ${so(wanted)} pt`,
      `Xếp cỡ ${so(wanted)} pt trở lên`,
    ],
  ),
  "type-reversed": row<Type>(
    ({ page, words, size, wanted }) => [
      `Page ${page}: “${words}” is light on dark in ${size} pt; below ${wanted} pt ink fills the letters`,
      `Set it in ${wanted} pt or larger`,
    ],
    ({ page, words, size, wanted }) => [
      `Trang ${page}: “${words}” là chữ sáng trên nền tối, cỡ ${so(size)} pt; dưới ${so(wanted)} pt mực lấp mất nét chữ`,
      `Xếp cỡ ${so(wanted)} pt trở lên`,
    ],
  ),
  "rich-black": row<Type & Inks>(
    ({ page, words, size, plates, inks }) => [
      `Page ${page}: “${words}” is black of ${plates} inks (${inks}) in ${size} pt; plates that shift give it coloured edges`,
      "Print it in black alone; keep rich black for large type",
    ],
    ({ page, words, size, plates, inks }) => [
      `Trang ${page}: “${words}” là màu đen gồm ${plates} loại mực (${inks}), cỡ ${so(size)} pt; bản kẽm lệch sẽ viền màu quanh chữ`,
      "In bằng mực đen thôi; màu đen đậm chỉ dùng cho chữ lớn",
    ],
  ),
  "type-mixed": row<Type & Inks>(
    ({ page, words, size, wanted, plates, inks }) => [
      `Page ${page}: “${words}” is printed in ${plates} inks (${inks}) in ${size} pt; below ${wanted} pt plates that shift blur it`,
      `Print it in one ink, or set it in ${wanted} pt or larger`,
    ],
    ({ page, words, size, wanted, plates, inks }) => [
      `Trang ${page}: “${words}” in bằng ${plates} loại mực (${inks}), cỡ ${so(size)} pt; dưới ${so(wanted)} pt bản kẽm lệch làm nhòe chữ`,
      `In bằng một loại mực, hoặc xếp cỡ ${so(wanted)} pt trở lên`,
    ],
  ),
  "contrast-low.unseen": row<Words & { inks: string }>(
    ({ page, words, inks }) => [
      `Page ${page}: “${words}” cannot be seen: its ink (${inks}) is that of what it stands on`,
      "Give it another colour",
    ],
    ({ page, words, inks }) => [
      `Trang ${page}: không thấy được “${words}”: mực của nó (${inks}) trùng với nền`,
      "Đổi màu khác",
    ],
  ),
  "contrast-low.ground": row<Words & Contrast>(
    ({ page, words, contrast, wanted }) => [
      `Page ${page}: “${words}” has a contrast of ${contrast} : 1 to what it stands on; ${wanted} : 1 can be read`,
      "Make it darker, or what lies under it lighter",
    ],
    ({ page, words, contrast, wanted }) => [
      `Trang ${page}: “${words}” có độ tương phản ${so(contrast)} : 1 với nền; từ ${so(wanted)} : 1 mới đọc được`,
      "Làm chữ đậm hơn, hoặc nền nhạt hơn",
    ],
  ),
  "contrast-low.picture": row<Words & Contrast>(
    ({ page, words, contrast, wanted }) => [
      `Page ${page}: “${words}” has a contrast of ${contrast} : 1 to the picture under it; ${wanted} : 1 can be read`,
      "Move it to a calmer part, give it another ink, or set it beside the picture",
    ],
    ({ page, words, contrast, wanted }) => [
      `Trang ${page}: “${words}” có độ tương phản ${so(contrast)} : 1 với ảnh bên dưới; từ ${so(wanted)} : 1 mới đọc được`,
      "Dời chữ sang chỗ êm hơn, đổi màu mực, hoặc đặt cạnh ảnh",
    ],
  ),
  "contrast-low.tones": row<Words>(
    ({ page, words }) => [
      `Page ${page}: “${words}” stands over a picture whose tones are not known; its contrast could not be measured`,
      "Look at the page, or move the words beside the picture",
    ],
    ({ page, words }) => [
      `Trang ${page}: “${words}” nằm trên ảnh chưa biết sắc độ; chưa đo được độ tương phản`,
      "Hãy nhìn trang, hoặc dời chữ ra cạnh ảnh",
    ],
  ),
  "rule-thin.least": row<Thin>(
    ({ page, weight, wanted }) => [
      `Page ${page}: a rule is ${weight} pt thick; the press holds ${wanted} pt and more`,
      `Make it at least ${wanted} pt`,
    ],
    ({ page, weight, wanted }) => [
      `Trang ${page}: nét kẻ dày ${so(weight)} pt; máy in chỉ giữ được từ ${so(wanted)} pt`,
      `Cho nét ít nhất ${so(wanted)} pt`,
    ],
  ),
  "rule-thin.mixed": row<Thin & Inks>(
    ({ page, weight, wanted, plates, inks }) => [
      `Page ${page}: a rule is ${weight} pt thick in ${plates} inks (${inks}); below ${wanted} pt plates that shift tear it apart`,
      `Print it in one ink, or make it at least ${wanted} pt`,
    ],
    ({ page, weight, wanted, plates, inks }) => [
      `Trang ${page}: nét kẻ dày ${so(weight)} pt in bằng ${plates} loại mực (${inks}); dưới ${so(wanted)} pt bản kẽm lệch làm rã nét`,
      `In bằng một loại mực, hoặc cho nét ít nhất ${so(wanted)} pt`,
    ],
  ),
  "rule-thin.reversed": row<Thin>(
    ({ page, weight, wanted }) => [
      `Page ${page}: a rule is ${weight} pt thick and left white in ink; below ${wanted} pt ink runs into it`,
      `Make it at least ${wanted} pt`,
    ],
    ({ page, weight, wanted }) => [
      `Trang ${page}: nét trắng dày ${so(weight)} pt trong nền mực; dưới ${so(wanted)} pt mực lấp mất nét`,
      `Cho nét ít nhất ${so(wanted)} pt`,
    ],
  ),
  "rule-thin.wanted": row<Thin>(
    ({ page, weight, wanted }) => [
      `Page ${page}: a rule is ${weight} pt thick; the printer wants ${wanted} pt and more`,
      `Make it at least ${wanted} pt`,
    ],
    ({ page, weight, wanted }) => [
      `Trang ${page}: nét kẻ dày ${so(weight)} pt; nhà in cần từ ${so(wanted)} pt`,
      `Cho nét ít nhất ${so(wanted)} pt`,
    ],
  ),
  "font-embedding.licence": row<{ name: string; bitmaps: boolean; bits: number }>(
    ({ name, bitmaps, bits }) => [
      `The licence of ${name} ${bitmaps ? "allows only bitmaps of its glyphs to be embedded" : "forbids embedding"} (fsType ${bits}), and a PDF for the press must hold its fonts`,
      ASK_LICENCE[0],
    ],
    ({ name, bitmaps, bits }) => [
      `Giấy phép của phông ${name} ${bitmaps ? "chỉ cho nhúng hình chấm của chữ" : "cấm nhúng"} (fsType ${bits}), mà PDF cho nhà in phải chứa phông`,
      ASK_LICENCE[1],
    ],
  ),
  "font-unreadable.file": row<{ path: string; problem: string }>(
    ({ path, problem }) => [`${path}: ${problem}`, "Install the font anew, or take the file away"],
    ({ path, problem }) => [`Không đọc được tệp phông ${path} (${problem})`, "Cài lại phông, hoặc bỏ tệp ấy"],
  ),
  "picture-profile.unreadable": row<{ name: string; taken: string }>(
    ({ name, taken }) => [
      `The profile inside the picture ${name} cannot be read; it was taken for ${taken}`,
      "Open it in a picture editor, assign the right profile and save a copy",
    ],
    ({ name, taken }) => [
      `Không đọc được hồ sơ màu trong ảnh ${name}; ảnh được coi là ${taken}`,
      "Mở bằng chương trình sửa ảnh, gán đúng hồ sơ rồi lưu một bản sao",
    ],
  ),
  "doubtful.hyphen": row<{ word: string }>(
    ({ word }) => [
      `“${word}”: a hyphen stood at the line's end; it may be the word's own or the scan's`,
      "Look at the original; take the hyphen out if the word has none",
    ],
    ({ word }) => [
      `“${word}”: có gạch nối ở cuối dòng; có thể của từ, có thể do bản quét`,
      "Xem bản gốc; bỏ gạch nối nếu từ ấy không có",
    ],
  ),
  "encoding.other": row<{ name: string; label: string }>(
    ({ name, label }) => [
      `${name} is not UTF-8; it was read as ${label}`,
      "Look at the letters with marks; if they are wrong, save the manuscript as UTF-8 and import it again",
    ],
    ({ name, label }) => [
      `${name} không phải UTF-8; đã đọc như ${label}`,
      "Xem các chữ có dấu; nếu sai, hãy lưu bản thảo dạng UTF-8 rồi nhập lại",
    ],
  ),
  "encoding.font": row<{ name: string; font: string }>(
    ({ name, font }) => [
      `${name}: words set in “${font}” use an old Vietnamese code page and come out as other letters`,
      "Convert the manuscript to Unicode in the program it was written in, then import it again",
    ],
    ({ name, font }) => [
      `${name}: chữ dùng phông “${font}” theo bảng mã tiếng Việt cũ nên hiện thành chữ khác`,
      "Chuyển bản thảo sang Unicode trong chương trình đã viết nó, rồi nhập lại",
    ],
  ),
  "picture-missing.word": row<{ name: string; file: string; why: string }>(
    ({ name, file, why }) => [
      `${name}: the picture “${file}” inside the Word file cannot be read (${why})`,
      "Ask for the picture as a file",
    ],
    ({ name, file, why }) => [
      `${name}: không đọc được ảnh “${file}” trong tệp Word (${why})`,
      "Xin ảnh ấy thành tệp riêng",
    ],
  ),
  "idml-links": row<{ count: number }>(
    ({ count }) => [
      `${count === 1 ? "The picture is" : `The ${count} pictures are`} not in the file: it links to the folder Links beside it`,
      "Put the originals there, or make a package, which holds them",
    ],
    ({ count }) => [
      `${count} ảnh không nằm trong tệp: tệp trỏ đến thư mục Links bên cạnh`,
      "Đặt ảnh gốc vào đó, hoặc đóng gói, vì gói có sẵn ảnh",
    ],
  ),
  "idml-colour": row<Record<string, never>>(
    () => [
      "The design prints pictures in black alone; the IDML links to the originals, in their colours",
      "Make them grey in the other program",
    ],
    () => [
      "Thiết kế in ảnh bằng mực đen thôi; IDML trỏ đến ảnh gốc còn nguyên màu",
      "Chuyển ảnh sang xám trong chương trình kia",
    ],
  ),
  spacing: row<{ fault: keyof typeof SPACING; around: string }>(
    ({ fault, around }) => [`${SPACING[fault][0]}: “${around}”`, SPACING[fault][2]],
    ({ fault, around }) => [`${SPACING[fault][1]}: “${around}”`, SPACING[fault][3]],
  ),
} as const;
