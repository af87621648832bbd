/** Whole pages with the fonts that ship: the display list of each case against its golden, and the laws of layout. */
import { beforeAll, expect, test } from "vitest";
import { createEngine } from "../../../layout/engine.ts";
import {
  a,
  bullets,
  credit,
  crosshead,
  doc,
  docWith,
  em,
  h,
  kicker,
  p,
  photo,
  photoCredit,
  q,
  quote,
  sidebar,
  standfirst,
} from "../../../schema/build.ts";
import { createShaper } from "../../../typesetting/harfbuzz.ts";
import type { Shaper } from "../../../typesetting/shaper.ts";
import { dumpPage, expectGolden } from "../../golden.ts";
import { anyPicture, brokenLaws, bulletin } from "../../layout.ts";
import { FALLBACKS, shippedFonts } from "../../shippedFonts.ts";

const fonts = shippedFonts();
const fontName = (id: string) => fonts.find((face) => face.id === id)?.postscriptName ?? id.slice(0, 8);
let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(fonts, FALLBACKS);
});

const VIETNAMESE =
  "Chợ họp từ ba giờ sáng, khi nước còn ròng và ghe chưa phải chen nhau. Tôi bán chữ cho người ta, nghĩa là in tờ rơi, " +
  "thiệp cưới, bảng hiệu; mỗi tháng một lần in tờ tin của phường. Giấy thì mua trên thành phố, mực thì tự pha.";
const ENGLISH =
  "The press came up the river on a barge in nineteen fifty-two, and nobody has been able to move it since. We set " +
  "perhaps forty lines an hour, which people find extraordinarily slow, until they have tried to read what was set faster.";

const CASES = {
  "vietnamese-opener": docWith(
    { lang: "vi" },
    kicker("BÀ TRẦN THỊ MƠ, CHỦ NHÀ IN BÊN SÔNG:"),
    h("GIỮ CHỮ CHO CHỢ NỔI"),
    standfirst("Ba đời nhà bà in tờ tin cho chợ. Năm nay máy in cũ vẫn chạy, và bà vẫn tự tay xếp từng con chữ."),
    credit("interview", "HẠNH NGUYÊN", "(THỰC HIỆN)"),
    photo("press.jpg", "Bà Mơ bên chiếc máy in mua năm 1952.", photoCredit("VĂN LỢI", "Ảnh:")),
    q("Thưa bà, một ngày ở nhà in bắt đầu từ lúc nào?"),
    a(VIETNAMESE, VIETNAMESE),
    q("Bà học nghề từ ai?"),
    a(`${VIETNAMESE} ${VIETNAMESE}`, photo("missing.jpg", "Khay chữ chì.")),
    q("Xin cảm ơn bà!"),
  ),
  "english-columns": doc(
    h("The slow press"),
    q("Why keep it?"),
    a(p("Because of ", em("this"), `. ${ENGLISH}`), ENGLISH, crosshead("After the flood"), `${ENGLISH} ${ENGLISH}`),
    q("What is it that you print?"),
    a(ENGLISH, bullets("Wedding cards.", "Handbills."), ENGLISH, quote("Nobody has been able to move it.")),
    sidebar("The press weighs four tonnes.", "It runs on belts."),
    q("And the apprentices?"),
    a(`${ENGLISH} ${ENGLISH} ${ENGLISH}`),
  ),
} as const;

for (const [name, story] of Object.entries(CASES)) {
  test(`${name} comes out as it was looked at`, () => {
    const engine = createEngine({ shaper, pictures: anyPicture, templates: new Map([["bulletin", bulletin]]) });
    const layout = engine.layOut(story);
    expect(brokenLaws(story, layout)).toEqual([]);
    expectGolden(
      import.meta.dirname,
      name,
      layout.pages.map((page) => dumpPage(engine.paint(page), fontName)).join("\n"),
    );
  });
}
