import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { outline } from "../schema/build.ts";
import { importHtml, importMarkdown, importText } from "./import.ts";
import type { Imported } from "./importLines.ts";

const seeds = join(import.meta.dirname, "../../../shared/seeds");
const samples = join(import.meta.dirname, "../../assets/samples");

/** Roles and first words, one entry a line: `q1 s1 [PV:] Thưa ông…`. */
function show({ report }: Imported): string[] {
  return report.blocks.map((block) => {
    const role = ({ question: "q", answer: "a" }[block.role] ?? block.role) + (block.turn ?? "");
    const label = block.label === undefined ? "" : ` [${block.label}]`;
    const text = block.text.length > 34 ? `${block.text.slice(0, 28)}…` : block.text;
    return `${role}${block.speaker ? ` ${block.speaker}` : ""}${label}${block.joined ? " +" : ""} ${text}`.trim();
  });
}
const text = (copy: string, lang?: string) => importText(copy, lang === undefined ? {} : { lang });

describe("the seed", () => {
  const missing = !existsSync(seeds);
  test.skipIf(missing)(`reads as described${missing ? " (NOT RUN: ../shared/seeds is missing)" : ""}`, () => {
    const file = readdirSync(seeds).find((name) => name.endsWith(".txt")) as string;
    const { doc, report, findings } = text(readFileSync(join(seeds, file), "utf8"));
    expect(report.lang).toBe("vi");
    expect(report.speakers).toEqual([
      { id: "s1", name: "Phương Thuy", initials: "PT" },
      { id: "s2", name: "Nguyễn Vũ Phương", initials: "NVP" },
    ]);
    const roles = report.blocks.map(
      (block) => `${block.role}${block.turn === undefined ? "" : ` ${block.turn}`}${block.joined ? " joined" : ""}`,
    );
    expect(roles).toEqual([
      "kicker",
      "headline",
      "standfirst",
      "credit",
      "photo",
      "caption",
      "photo_credit",
      "question 1",
      "answer 2",
      "answer 2",
      "answer 2 joined",
      "answer 2",
      "question 3",
      "answer 4",
      "answer 4 joined",
      "photo",
      "caption",
      "photo_credit",
      "question 5",
      "answer 6",
      "answer 6",
      "question 7 joined",
      "photo",
      "caption",
      "photo_credit",
      "answer 8",
      "answer 8 joined",
      "answer 8",
      "question 9",
    ]);
    const of = (role: string) => report.blocks.filter((block) => block.role === role);
    expect(of("kicker")[0]?.text.endsWith("Ô MÔN:")).toBe(true);
    expect(of("credit")[0]).toMatchObject({
      text: "PHƯƠNG THUY",
      creditRole: "interview",
      label: "(THỰC HIỆN)",
      source: [11, 11],
    });
    expect(of("photo_credit").map((block) => [block.label, block.text])).toEqual([
      ["Ảnh:", "PHƯƠNG NAM"],
      ["Ảnh:", "TIẾN QUYẾT"],
      ["Ảnh:", "PHƯƠNG THẢO"],
    ]);
    expect(of("photo").every((block) => block.text === "")).toBe(true);
    for (const words of [
      "triển khai thực hiện nghiêm túc, hiệu quả",
      "bồi dưỡng cán bộ; sắp xếp",
      "2020 - 2025. Như vậy, trong",
      "và xác định mục tiêu",
    ]) {
      expect(report.blocks.filter((block) => block.joined && block.text.includes(words))).toHaveLength(1);
    }
    expect(report.blocks.find((block) => block.joined)?.source).toEqual([23, 25]);
    // The photo inside the torn answer follows its paragraph; the one inside the question follows the question.
    expect(outline(doc)).toMatch(/bồi dưỡng cán bộ; sắp xếp[^/]* \/ photo\[photo-2 /);
    expect(outline(doc)).toMatch(/q\(Năm 2020 là năm cuối[^)]*\) photo\[photo-3 /);
    expect(of("question").at(-1)?.text).toBe("Xin cảm ơn đồng chí!");
    expect(of("question")[1]?.text.startsWith("Thưa đồng chí, để")).toBe(true);
    expect(of("answer")[0]?.text.startsWith("Năm 2019, Ban")).toBe(true);
    expect(of("answer")[0]?.text).toContain("kinh tế - xã hội");
    expect(findings.map((f) => [f.code, f.severity, f.message.split("”")[0]])).toEqual([
      ["doubtful", "warning", "“phòng viên phòng văn"],
      ["doubtful", "warning", "“HDND"],
    ]);
    expect(doc.attrs.lang).toBe("vi");
  });
});

describe("manners of marking turns", () => {
  test("labels: PV and a name with his office", () => {
    const copy = `Người giữ nhịp chèo

Ông Lê Văn Tám đã đóng ghe hơn bốn mươi năm ở bến Cồn. Phóng viên đã trò chuyện với ông về nghề.

PV: Thưa ông, cơ duyên nào đưa ông đến với nghề?

Ông Lê Văn Tám, thợ đóng ghe: Cha tôi là thợ.

PV: Nghề này có khó không?

Ông Tám: Khó chứ. Ví dụ: gỗ phải phơi hai mùa nắng.

PV: Xin cảm ơn ông!`;
    const read = text(copy);
    expect(show(read)).toEqual([
      "headline Người giữ nhịp chèo",
      "standfirst Ông Lê Văn Tám đã đóng ghe h…",
      "q1 s1 [PV:] Thưa ông, cơ duyên nào đưa ô…",
      "a2 s2 [Ông Lê Văn Tám, thợ đóng ghe:] Cha tôi là thợ.",
      "q3 s1 [PV:] Nghề này có khó không?",
      "a4 s2 [Ông Tám:] Khó chứ. Ví dụ: gỗ phải phơi…",
      "q5 s1 [PV:] Xin cảm ơn ông!",
    ]);
    expect(read.report.speakers.map(({ name, initials }) => `${name} ${initials}`)).toEqual([
      "PV PV",
      "Lê Văn Tám LVT",
    ]);
  });
  test("Hỏi and Đáp, a list inside an answer", () => {
    const copy =
      "Người già cần được nghe\n\nHỎI: Ông chữa bệnh gì?\n\nĐÁP: Có ba thứ:\n\n- đau khớp;\n- mất ngủ;\n- nhớ nhà.\n\nThứ ba là nặng nhất.\n\nHỎI: Vậy ông làm sao?\n\nĐÁP: Tôi ngồi nghe.";
    expect(outline(text(copy).doc)).toBe(
      "h(Người già cần được nghe) q(Ông chữa bệnh gì?) a(Có ba thứ: / list(item(đau khớp;) / item(mất ngủ;) / item(nhớ nhà.)) / Thứ ba là nặng nhất.) q(Vậy ông làm sao?) a(Tôi ngồi nghe.)",
    );
  });
  test("Q and A one beneath the other, wrapped lines between", () => {
    const copy =
      "The clockmaker\nBy Nora Whitcombe\n\nQ: When did you start?\nA: In 1974. My uncle had a shop, and\nit smelled of oil.\n\nQ. Any regrets?\nA. None worth winding.";
    expect(show(text(copy))).toEqual([
      "headline The clockmaker",
      "credit [By] Nora Whitcombe",
      "q1 s1 [Q:] When did you start?",
      "a2 s2 [A:] In 1974. My uncle had a shop…",
      "q3 s1 [Q.] Any regrets?",
      "a4 s2 [A.] None worth winding.",
    ]);
  });
  test("both speakers open with a dash", () => {
    const copy =
      "NGƯỜI THẮP ĐÈN\n\n- Anh làm nghề này bao lâu rồi?\n- Mười bảy năm. Tôi bắt đầu từ hồi đèn dầu.\n- Anh có thấy cô đơn không?\n- Có chứ. Nhưng biển cũng là bạn.\n- Cảm ơn anh.";
    expect(outline(text(copy).doc)).toBe(
      "h(NGƯỜI THẮP ĐÈN) q(Anh làm nghề này bao lâu rồi?) a(Mười bảy năm. Tôi bắt đầu từ hồi đèn dầu.) q(Anh có thấy cô đơn không?) a(Có chứ. Nhưng biển cũng là bạn.) q(Cảm ơn anh.)",
    );
  });
  test("plus asks, minus answers, a second paragraph has neither", () => {
    const copy =
      "GIỮ LỬA\n\n+ Lò gốm có từ đời nào?\n- Từ đời cố tôi. Cha tôi đắp lại.\nTôi phụ cha từ năm tám tuổi.\n+ Đất sét lấy ở đâu?\n- Lấy ở bãi sông.\n+ Xin cảm ơn nghệ nhân.";
    expect(outline(text(copy).doc)).toBe(
      "h(GIỮ LỬA) q(Lò gốm có từ đời nào?) a(Từ đời cố tôi. Cha tôi đắp lại. / Tôi phụ cha từ năm tám tuổi.) q(Đất sét lấy ở đâu?) a(Lấy ở bãi sông.) q(Xin cảm ơn nghệ nhân.)",
    );
  });
  test("numbers, kept as labels", () => {
    const copy =
      "Hai câu hỏi cho nhà thiết kế\n\n1. Bạn vẽ con chữ đầu tiên khi nào?\nNăm lớp bảy, trên bìa vở.\n\n2. Bạn đang làm gì?\nMột bộ chữ cho sách thiếu nhi.";
    expect(show(text(copy)).slice(1)).toEqual([
      "q1 [1.] Bạn vẽ con chữ đầu tiên khi nào?",
      "a2 Năm lớp bảy, trên bìa vở.",
      "q3 [2.] Bạn đang làm gì?",
      "a4 Một bộ chữ cho sách thiếu nhi.",
    ]);
  });
  test("no marks at all: question marks, address and thanks", () => {
    const copy = `Người vá lưới cuối cùng

Chị Trần Thị Mận là người cuối cùng ở xóm Cửa còn vá lưới bằng tay. Chúng tôi gặp chị vào một chiều biển động.

Chị bắt đầu vá lưới từ khi nào?

Từ hồi tôi chín tuổi. Hồi đó cả xóm ai cũng biết vá.

Một tấm lưới vá mất bao lâu, thưa chị?

Tùy tấm. Tấm nhỏ thì một buổi, tấm lớn có khi cả tuần. Cái chính là con mắt.

Tôi có bà bạn vá đẹp nhất xóm, giờ bà ấy mù rồi mà vẫn ngồi sờ từng mắt lưới.

Cảm ơn chị về cuộc trò chuyện!

THU HẰNG (thực hiện)`;
    expect(show(text(copy))).toEqual([
      "headline Người vá lưới cuối cùng",
      "standfirst Chị Trần Thị Mận là người cu…",
      "credit [(thực hiện)] THU HẰNG",
      "q1 s1 Chị bắt đầu vá lưới từ khi nào?",
      "a2 s2 Từ hồi tôi chín tuổi. Hồi đó…",
      "q3 s1 Một tấm lưới vá mất bao lâu,…",
      "a4 s2 Tùy tấm. Tấm nhỏ thì một buổ…",
      "a4 s2 Tôi có bà bạn vá đẹp nhất xó…",
      "q5 s1 Cảm ơn chị về cuộc trò chuyện!",
    ]);
  });
  test("names alone on their lines", () => {
    const copy =
      "The Ferry at Low Water\n\nDUNN\nHow long have you worked the crossing?\n\nMACRAE\nSince I was fourteen. My father had it before me.\n\nDUNN\nAnd the bridge?\n\nMACRAE\nIt goes to the same place.";
    const read = text(copy);
    expect(outline(read.doc)).toBe(
      "h(The Ferry at Low Water) q(How long have you worked the crossing?) a(Since I was fourteen. My father had it before me.) q(And the bridge?) a(It goes to the same place.)",
    );
    expect(read.report.speakers.map((speaker) => speaker.name)).toEqual(["Dunn", "Macrae"]);
  });
  test("several who answer", () => {
    const copy =
      "Ba người một dòng kênh\n\nPV: Con kênh đã đổi thay thế nào?\n\nÔng Hà Văn Sáu: Hồi đó tắm được.\n\nChị Bùi Kim Ngọc: Bây giờ có kè.\n\nPV: Vậy nên làm gì?\n\nÔng Sáu: Mở lại cống.";
    expect(show(text(copy)).slice(1)).toEqual([
      "q1 s1 [PV:] Con kênh đã đổi thay thế nào?",
      "a2 s2 [Ông Hà Văn Sáu:] Hồi đó tắm được.",
      "a3 s3 [Chị Bùi Kim Ngọc:] Bây giờ có kè.",
      "q4 s1 [PV:] Vậy nên làm gì?",
      "a5 s2 [Ông Sáu:] Mở lại cống.",
    ]);
  });
});

describe("Markdown", () => {
  test("bold questions of which not all ask, a crosshead, a quotation of the copy", () => {
    const copy = `# A Garden Under the Bridge

*Helen Marsh has grown vegetables below the viaduct for twenty years. We spoke with her in her shed.*

**Interview by Tom Ashby. Photographs: Lena Ort**

![](shed.jpg)
*Helen Marsh in her shed. Photo: Lena Ort*

**Tell me about the first year.**

It was mostly broken glass. I carried it out by the bucket.

**What changed your mind?**

A single bean. You laugh, but it is true. Why would a bean grow there at all? I had to find out.

## The second life

**And now people come from everywhere.**

They do, and they stay because *nobody* asks them to leave.

> A single bean. You laugh, but it is true.

**Thank you, Helen.**`;
    const read = importMarkdown(copy);
    expect(outline(read.doc)).toBe(
      "h(A Garden Under the Bridge) standfirst(Helen Marsh has grown vegetables below the viaduct for twenty years. We spoke with her in her shed.) credit(Tom Ashby) credit(Lena Ort) photo[shed.jpg caption(Helen Marsh in her shed.) credit(Lena Ort)] q(Tell me about the first year.) a(It was mostly broken glass. I carried it out by the bucket.) q(What changed your mind?) a(A single bean. You laugh, but it is true. Why would a bean grow there at all? I had to find out.) x(The second life) q(And now people come from everywhere.) a(They do, and they stay because nobody asks them to leave. / quote(A single bean. You laugh, but it is true.)) q(Thank you, Helen.)",
    );
    const quote = read.doc.toString().includes('em("nobody")');
    expect(quote).toBe(true);
    let source: unknown = null;
    read.doc.descendants((node) => {
      if (node.type.name === "pull_quote") source = node.attrs.source;
    });
    expect(source).toMatchObject({ from: 0, words: "A single bean. You laugh, but it is true." });
  });
  test("front matter, headings that ask, a caption from the picture's own words", () => {
    const copy =
      "---\ntitle: Bread for the Night Shift\nauthor: Ines Calloway\nphotos: R. Holm\ntags: bread\n---\n\nMarta Holloway bakes for people who eat breakfast at midnight.\n\n![Marta at the oven](img/oven.jpg)\n\n### When does your day start?\n\nAt nine in the evening.\n\n### Is it lonely?\n\nNot with forty loaves:\n\n1. rye first,\n2. then wheat.\n";
    const read = importMarkdown(copy);
    expect(outline(read.doc)).toBe(
      "h(Bread for the Night Shift) standfirst(Marta Holloway bakes for people who eat breakfast at midnight.) credit(Ines Calloway) credit(R. Holm) photo[img/oven.jpg caption(Marta at the oven)] q(When does your day start?) a(At nine in the evening.) q(Is it lonely?) a(Not with forty loaves: / list(item(rye first,) / item(then wheat.)))",
    );
    expect(read.report.blocks.find((block) => block.role === "furniture")?.text).toBe("tags: bread");
  });
  test("initials find their names in the standfirst; a note that closes", () => {
    const copy =
      '# "We never locked the kitchen"\n\n*Anselm Roe ran a canteen. Dora Quill asked him what he fed them.*\n\nDQ: How many did you feed?\n\nAR: Six hundred. (laughs) Nobody counted.\n\nDQ: Did you ever run out?\n\nAR: Once, in the flood.\n\n*This interview has been edited for length.*';
    const read = importMarkdown(copy);
    expect(read.report.speakers).toEqual([
      { id: "s1", name: "Dora Quill", initials: "DQ" },
      { id: "s2", name: "Anselm Roe", initials: "AR" },
    ]);
    expect(read.report.blocks.at(-1)?.role).toBe("editor_note");
    expect(read.doc.toString()).toContain('stage_note("(laughs)")');
  });
  test("a label whose stars CommonMark leaves standing", () => {
    expect(
      outline(
        importMarkdown(
          "# Sông\n\n**PV:**Thưa ông, sông này tên gì?\n\n**Ông Ba:**Không có tên.\n\n**PV:**Vì sao?\n\n**Ông Ba:**Chưa ai đặt.",
        ).doc,
      ),
    ).toBe("h(Sông) q(Thưa ông, sông này tên gì?) a(Không có tên.) q(Vì sao?) a(Chưa ai đặt.)");
  });
});

describe("a scan's scars", () => {
  test("torn paragraphs are joined over photos and folios, never over a sign", () => {
    const copy = `Bến cũ

❖ Ông còn nhớ bến cũ không?

- Nhớ chứ. Bến cũ có cây đa lớn, ghe hàng neo kín cả hai

Bến Cũ trước ngày dời chợ. Ảnh: MINH HÒA

24 | Tạp chí Bến Sông

bên bờ, đêm nào cũng sáng đèn.

❖ Bây giờ thì sao, thưa ông

- Bây giờ thì vắng.`;
    expect(outline(text(copy).doc)).toBe(
      "h(Bến cũ) q(Ông còn nhớ bến cũ không?) a(Nhớ chứ. Bến cũ có cây đa lớn, ghe hàng neo kín cả hai bên bờ, đêm nào cũng sáng đèn. / photo[photo-1 caption(Bến Cũ trước ngày dời chợ.) credit(MINH HÒA)]) q(Bây giờ thì sao, thưa ông) a(Bây giờ thì vắng.)",
    );
  });
  test("lines of a column become paragraphs, hyphens go where the words show it", () => {
    const copy = `THE MAN WHO COUNTS WAVES

WHY WAVES?

Because they hold still for no one. You can-
not photograph a wave and say that you have
it. You have to be there for the next one, the
well-known and the un-
known.

I began when my knee went. A man who cannot
walk has to let things come to him.

HOW MANY HAVE YOU COUNTED?

A little over nine million. I am suspicious
of the first year.`;
    expect(outline(text(copy).doc)).toBe(
      "h(THE MAN WHO COUNTS WAVES) q(WHY WAVES?) a(Because they hold still for no one. You cannot photograph a wave and say that you have it. You have to be there for the next one, the well-known and the unknown. / I began when my knee went. A man who cannot walk has to let things come to him.) q(HOW MANY HAVE YOU COUNTED?) a(A little over nine million. I am suspicious of the first year.)",
    );
  });
  test("running heads, folios and jump lines are set aside and stay in the report", () => {
    const copy =
      "THE HARBOUR REVIEW\n\nThe Tide Clerk\n\n? Who asked you to count?\n\nNobody. I began on a Sunday and have not\n\n12 THE HARBOUR REVIEW\n\nstopped since.\n\n? Do you mind the rain?\n\nI count in it.\n\nTHE HARBOUR REVIEW 13\n\nContinued on page 14";
    const read = text(copy);
    expect(read.report.blocks.filter((block) => block.role === "furniture").map((block) => block.source[0])).toEqual([
      1, 9, 17, 19,
    ]);
    expect(outline(read.doc)).toBe(
      "h(The Tide Clerk) q(Who asked you to count?) a(Nobody. I began on a Sunday and have not stopped since.) q(Do you mind the rain?) a(I count in it.)",
    );
  });
});

describe("HTML", () => {
  test("figures, headings, lists", () => {
    const copy = `<!doctype html><html><head><title>x</title><style>p{}</style></head><body>
<h1>Salt</h1><p class="standfirst">A walk along the pans with Ada Reed, who rakes them.</p>
<figure><img src="/i/pan.jpg" alt="A salt pan"><figcaption>The eastern pan. Photo: J. Holm</figcaption></figure>
<p><b>When do you rake?</b></p><p>At noon, when the crust
is <em>dry</em>.</p><p><b>And if it rains?</b><br>Then I sleep.</p></body></html>`;
    expect(outline(importHtml(copy).doc)).toBe(
      "h(Salt) standfirst(A walk along the pans with Ada Reed, who rakes them.) photo[pan.jpg caption(The eastern pan.) credit(J. Holm)] q(When do you rake?) a(At noon, when the crust is dry.) q(And if it rains?) a(Then I sleep.)",
    );
  });
});

describe("what cannot be told", () => {
  test("no question: everything is introduction, and a finding says so", () => {
    const read = text(
      "A walk\n\nThe path goes down to the river and stops there. Nobody remembers who laid it.\n\nIn spring it is under water.",
    );
    expect(read.findings.map((f) => f.code)).toEqual(["no-turns"]);
  });
  test("no headline: it stays empty, and a finding says so", () => {
    const read = text("Q: Who are you?\n\nA: The lock-keeper.\n\nQ: Since when?\n\nA: Since the flood.");
    expect(outline(read.doc)).toBe("h() q(Who are you?) a(The lock-keeper.) q(Since when?) a(Since the flood.)");
    expect(read.findings.map((f) => f.code)).toEqual(["headline-missing"]);
  });
  test("nothing at all", () => {
    expect(outline(text("").doc)).toBe("h()");
  });
  test("the language given wins", () => {
    expect(text("Xin chào", "fr").report.lang).toBe("fr");
    expect(text("Ông có khỏe không?").report.lang).toBe("vi");
    expect(text("Café à la crème, déjà vu").report.lang).toBe("en");
  });
});

describe("samples", () => {
  test("the Vietnamese one: four tears mended, three folios set aside, one doubtful spot", () => {
    const read = text(readFileSync(join(samples, "muc-ca-phe-va-con-meo.txt"), "utf8"));
    const of = (role: string) => read.report.blocks.filter((block) => block.role === role);
    expect(of("question")).toHaveLength(10);
    expect(new Set(of("answer").map((block) => block.turn)).size).toBe(9);
    expect(of("answer").filter((block) => block.joined)).toHaveLength(4);
    expect(of("furniture")).toHaveLength(3);
    expect(of("crosshead").map((block) => block.text)).toEqual(["Khách chờ con chữ", "Người sau giữ lửa"]);
    expect(of("photo_credit")).toHaveLength(of("photo").length);
    expect(of("caption")).toHaveLength(of("photo").length);
    expect(of("photo_credit").map((block) => block.text)).toContain("STÉFAN VAN DER WALT");
    expect(read.findings.map((f) => f.message.split(" may")[0])).toEqual(["“câu chuyên”"]);
  });
  test("the English one: nothing doubtful", () => {
    const read = importMarkdown(readFileSync(join(samples, "the-net-menders-cafe.md"), "utf8"));
    expect(read.findings).toEqual([]);
    expect(read.report.blocks.filter((block) => block.role === "question")).toHaveLength(10);
    expect(read.report.speakers.map((speaker) => speaker.name)).toEqual(["Maud Ellery", "Orla Tennick"]);
  });
});
