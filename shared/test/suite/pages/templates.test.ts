/**
 * The five templates over stories short and long, with pictures and without, in Vietnamese and in English: each obeys
 * the laws of layout, and a small story comes out as it was when somebody last looked at it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Node } from "prosemirror-model";
import { beforeAll, describe, expect, test } from "vitest";
import { createEngine } from "../../../layout/engine.ts";
import {
  a,
  by,
  credit,
  crosshead,
  docWith,
  h,
  interviewee,
  interviewer,
  kicker,
  photo,
  photoCredit,
  q,
  quote,
  standfirst,
} from "../../../schema/build.ts";
import { createShaper } from "../../../typesetting/harfbuzz.ts";
import type { Shaper } from "../../../typesetting/shaper.ts";
import { dumpPage, expectGolden } from "../../golden.ts";
import { anyPicture, brokenLaws } from "../../layout.ts";
import { FALLBACKS, shippedFonts } from "../../shippedFonts.ts";

const fonts = shippedFonts();
const fontName = (id: string) => fonts.find((face) => face.id === id)?.postscriptName ?? id.slice(0, 8);
let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(fonts, FALLBACKS);
});

const folder = join(import.meta.dirname, "../../../../assets/templates");
const TEMPLATES = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name): [string, unknown] => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), "utf8"))]),
);

const WORDS = {
  vi:
    "Chợ họp từ ba giờ sáng, khi nước còn ròng và ghe chưa phải chen nhau. Tôi bán chữ cho người ta, nghĩa là in tờ " +
    "rơi, thiệp cưới, bảng hiệu; mỗi tháng một lần in tờ tin của phường. Giấy thì mua trên thành phố, mực thì tự pha.",
  en:
    "The press came up the river on a barge in nineteen fifty-two, and nobody has been able to move it since. We set " +
    "perhaps forty lines an hour, which people find extraordinarily slow, until they have tried to read faster work.",
} as const;
const HEADS = {
  vi: ["Giữ chữ cho chợ nổi", "Ba đời nhà bà in tờ tin cho chợ. Năm nay máy in cũ vẫn chạy.", "Vì sao bà còn giữ máy?"],
  en: ["The slow press", "Three generations have printed the market's paper on one machine.", "Why keep it?"],
} as const;

/** About 40 words a turn; pictures spread evenly over the answers, the first before the first question. */
function story(lang: "vi" | "en", turns: number, pictures: number, template: string, firstFolio = 1): Node {
  const [headline, deck, question] = HEADS[lang];
  const every = pictures > 1 ? Math.max(1, Math.floor(turns / (pictures - 1))) : turns + 1;
  const shapes = ["wide.jpg", "tall.jpg", "900x600.jpg", "missing.jpg", "2000x2000.jpg"];
  const picture = (n: number) =>
    photo(shapes[n % shapes.length] as string, WORDS[lang].slice(0, 60), photoCredit("N. N."));
  const body = Array.from({ length: turns }, (_, n) => [
    ...(n % 7 === 6 ? [crosshead(question.replace("?", ""))] : []),
    by("ask", q(question)),
    by(
      "answer",
      n % every === every - 1
        ? a(WORDS[lang], picture(n), WORDS[lang])
        : n % 9 === 4
          ? a(WORDS[lang], quote(WORDS[lang].slice(0, 50)))
          : a(WORDS[lang]),
    ),
  ]).flat();
  return docWith(
    {
      lang,
      design: { template, overrides: {} },
      issue: { title: "Bến", number: "7", date: "11/2026", firstFolio },
      speakers: [interviewer("ask", "Thanh Trúc"), interviewee("answer", "Trần Thị Mơ")],
    },
    kicker(question),
    h(headline),
    standfirst(deck),
    credit("interview", "Hạnh Nguyên", "(thực hiện)"),
    credit("photography", "Văn Lợi"),
    ...(pictures > 0 ? [picture(0)] : []),
    ...body,
  );
}

const engine = () => createEngine({ shaper, pictures: anyPicture, templates: TEMPLATES });

describe.each([...TEMPLATES.keys()])("%s", (template) => {
  test.each([
    ["vi", 15, 1, 1],
    ["vi", 120, 12, 2],
    ["en", 15, 0, 1],
    ["en", 120, 12, 1],
  ] as const)("%s, %i turns, %i pictures, from folio %i", (lang, turns, pictures, folio) => {
    const doc = story(lang, turns, pictures, template, folio);
    const layout = engine().layOut(doc);
    expect(brokenLaws(doc, layout)).toEqual([]);
    const errors = layout.findings.filter((f) => f.severity === "error" && f.code !== "picture-missing");
    expect(errors).toEqual([]);
  });

  test("comes out as it was looked at", () => {
    const own = engine();
    const { pages } = own.layOut(story("vi", 5, 1, template));
    const dump = pages.map((page) => dumpPage(own.paint(page), fontName)).join("\n");
    expectGolden(import.meta.dirname, `template-${template}`, dump);
  });
});
