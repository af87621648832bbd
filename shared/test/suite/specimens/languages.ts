/** What the language of a text does: hyphenation, house rules, spaces before punctuation, a language inside another. */
import { a, docWith, marked, p } from "../../../schema/build.ts";
import { card, type Specimen } from "./specimen.ts";

const narrow = (more: object = {}) => ({
  answer: { font: "Spectral", size: 9.4, leading: 12, align: "justify", indent: 0, indentFirst: 0, ...more },
});
const GERMAN =
  "Die Druckerei am Flussufer unterhielt jahrzehntelang eine Setzmaschinenwerkstatt; Veröffentlichungen von " +
  "Lokalnachrichten, Einladungskarten und Bekanntmachungen gehörten zum Tagesgeschäft.";
const FRENCH =
  "« Pourquoi garder la presse ? » – « Parce qu’elle dure ! » Les apprentis recommencent chaque matin : la composition, " +
  "la distribution, puis l’impression ; personne ne s’en plaint.";

export const LANGUAGES: readonly Specimen[] = [
  {
    name: "german",
    shows: "Long words divide by German patterns, in their parts first.",
    story: docWith({ lang: "de" }, a(GERMAN)),
    design: card(2, 9, narrow()),
  },
  {
    name: "french",
    shows: "Fixed spaces stand before ? ! : ; and inside « », and never end or begin a line.",
    story: docWith({ lang: "fr" }, a(FRENCH)),
    design: card(2, 9, narrow()),
  },
  {
    name: "english-in-vietnamese",
    shows: "The English title divides by English patterns, the Vietnamese round it never does.",
    story: docWith(
      { lang: "vi" },
      a(
        p(
          "Ông đọc cuốn ",
          marked("lang", { lang: "en" }, "Typographical Considerations for Extraordinarily Uncomfortable Measurements"),
          " từ hồi còn học nghề, và giữ nó cạnh máy in cho tới bây giờ.",
        ),
      ),
    ),
    design: card(2, 9, narrow()),
  },
  {
    name: "house-rules",
    shows: "Numbers stay with their units, codes and names stay whole, no dash begins a line.",
    story: docWith(
      { lang: "vi" },
      a(
        "Ngày 2-9, theo chỉ thị 05-CT/TW khóa XII, xưởng in được cấp 5 000 m² ở Ô Môn; từ năm 2015 - 2020 doanh thu tăng " +
          "25 %, kinh tế - xã hội đổi khác. Ông Nguyễn Văn Lợi – thợ cả – nói: “Đại hội XIII họp lúc 7 giờ 30, tôi in " +
          "xong trước 6 giờ.” Ảnh: Trần Thị Mơ, tr. 12, điện thoại 0292 3 862 010.",
      ),
    ),
    design: card(2, 12, narrow()),
  },
];
