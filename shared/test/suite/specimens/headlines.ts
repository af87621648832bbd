/** Headlines: broken by sense, in their shapes, at the size that fits, and opened where marks would touch. */
import { docWith, h, kicker, standfirst } from "../../../schema/build.ts";
import { card, type Specimen } from "./specimen.ts";

const VI = "Tiếp tục xây dựng hệ thống chính trị trong sạch, vững mạnh, thúc đẩy Ô Môn phát triển toàn diện";
const EN = "The slow press that came up the river and would not leave the people who set its type";
const style = (more: object = {}) => ({
  headline: { font: "Playfair Display", weight: 700, size: 24, leading: 26, hyphenate: false, span: "all", ...more },
});
const shaped = (shape: string, lang: "vi" | "en", align = "center"): Specimen => ({
  name: `headline-${shape}-${lang}`,
  shows: "Lines end where a reader would pause; no compound, name or lone short word is cut off.",
  story: docWith({ lang }, h(lang === "vi" ? VI : EN)),
  design: card(2, 11, style({ shape, align })),
});

export const HEADLINES: readonly Specimen[] = [
  shaped("balanced", "vi", "left"),
  shaped("balanced", "en", "left"),
  shaped("inverted-pyramid", "vi"),
  shaped("pyramid", "en"),
  shaped("stepped", "en", "left"),
  {
    name: "headline-fitted",
    shows: "The largest size of the range at which the words end well fills the measure.",
    story: docWith({ lang: "en" }, h("The Net-Menders’ Café")),
    design: card(2, 8, style({ sizeRange: [18, 44] })),
  },
  {
    name: "headline-marks-apart",
    shows: "Set tight, the lines open just so far that no mark touches the line above or below.",
    story: docWith(
      { lang: "vi" },
      kicker("MỘT THUỞ:"),
      h("BẢO VỆ NỀN TẢNG TƯ TƯỞNG CỦA ĐẢNG, GIỮ VỮNG ĐỘC LẬP DÂN TỘC"),
    ),
    design: card(2, 16, style({ weight: 900, size: 30, leading: 30 })),
  },
  {
    name: "standfirst-ragged-by-sense",
    shows: "A ragged standfirst ends its lines by sense where that costs little.",
    story: docWith(
      { lang: "vi" },
      h("Giữ chữ cho chợ nổi"),
      standfirst(
        "Ba đời nhà bà in tờ tin cho chợ. Năm nay máy in cũ vẫn chạy, và bà vẫn tự tay xếp từng con chữ cho cả xóm.",
      ),
    ),
    design: card(2, 14, style()),
  },
];
