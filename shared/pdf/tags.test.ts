import { PDFArray, PDFDict, type PDFDocument, PDFName, type PDFObject, PDFRef } from "pdf-lib";
import { expect, test } from "vitest";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { page, run, ticket, words, write } from "../test/pdfJob.ts";
import { at, look, plain, readPdf } from "../test/pdfText.ts";
import type { Role } from "../schema/story.ts";
import { pt } from "../units.ts";
import type { JobTicket } from "./ticket.ts";

let y = 0;
const line = (block: string, role: Role, text: string, options: Parameters<typeof run>[2] = {}): DisplayItem =>
  words({ block, role }, run("viet", text, options), 20, (y += 14));
const link = (block: string, text: string, href: string): DisplayItem =>
  words({ block, role: "answer" }, run("viet", text, { look: { href } }), 20, y);
const figure = (block: string, alt: string): DisplayItem => ({
  kind: "picture",
  of: { block, role: "caption" },
  media: "m",
  box: { x: pt(100), y: pt(200), width: pt(60), height: pt(40) },
  crop: { x: 0, y: 0, width: 1, height: 1 },
  alt,
});

async function read(lists: readonly DisplayList[], changes: Partial<JobTicket> = {}) {
  const pictures: JobTicket["pictures"] = async () => ({
    width: 1,
    height: 1,
    space: "gray",
    coding: "flate",
    data: new Uint8Array(await ticket().deflate(Uint8Array.from([90]))),
    inverted: false,
    orientation: 1,
    crop: { x: 0, y: 0, width: 1, height: 1 },
    findings: [],
  });
  const { bytes } = await write(lists, ticket({ pictures, ...changes }));
  return readPdf(bytes);
}

/** The tree in words: type, alt, language, and its pieces as page.mark; @ is an annotation. */
function show(doc: PDFDocument): string {
  const pages = doc.getPages().map((p) => p.ref);
  const number = (ref: PDFObject | undefined) => pages.findIndex((p) => p === ref) + 1;
  const of = (from: PDFObject | undefined): string => {
    const element = look(doc, from) as PDFDict;
    const type = plain(doc, element.get(PDFName.of("S")));
    const alt = plain(doc, element.get(PDFName.of("Alt")));
    const lang = plain(doc, element.get(PDFName.of("Lang")));
    const own = number(element.get(PDFName.of("Pg")));
    const kids = (look(doc, element.get(PDFName.of("K"))) as PDFArray).asArray().map((kid) => {
      const value = look(doc, kid);
      if (!(value instanceof PDFDict)) return `${own}.${plain(doc, value)}`;
      const kind = plain(doc, value.get(PDFName.of("Type")));
      if (kind === "MCR") return `${number(value.get(PDFName.of("Pg")))}.${plain(doc, value.get(PDFName.of("MCID")))}`;
      return kind === "OBJR" ? "@" : of(kid);
    });
    return `${type}${alt === undefined ? "" : ` "${alt}"`}${lang === undefined ? "" : ` ${lang}`}(${kids.join(" ")})`;
  };
  return of(at(doc, doc.catalog, "StructTreeRoot", "K", 0));
}

/** Every mark of every page is in the parent tree under its page's key, at its own number. */
function checkParents(doc: PDFDocument): void {
  const nums = at(doc, doc.catalog, "StructTreeRoot", "ParentTree", "Nums") as PDFArray;
  const parents = new Map<number, PDFObject>();
  for (let i = 0; i < nums.size(); i += 2) parents.set(plain(doc, nums.get(i)) as number, nums.get(i + 1));
  doc.getPages().forEach((p) => {
    const key = plain(doc, p.node.get(PDFName.of("StructParents"))) as number;
    const list = look(doc, parents.get(key)) as PDFArray;
    list.asArray().forEach((parent, mark) => {
      expect(parent).toBeInstanceOf(PDFRef);
      const kids = (at(doc, parent, "K") as PDFArray).asArray();
      const found = kids.some((kid) => {
        const value = look(doc, kid);
        return value instanceof PDFDict
          ? plain(doc, value.get(PDFName.of("MCID"))) === mark && value.get(PDFName.of("Pg")) === p.ref
          : plain(doc, value) === mark && at(doc, parent, "Pg") === p.node;
      });
      if (!found) throw new Error(`mark ${mark} is not among its parent's kids`);
    });
  });
}

test("the tree is the story's order, not the pages'; lists and quotes are gathered", async () => {
  const lists = [
    page(1, [
      figure("p1", "Một bàn họp"),
      line("h", "headline", "Nói thật"),
      words("artifact", run("viet", "Tạp chí"), 20, 800),
      line("q1", "question", "Vì sao?"),
      line("a1", "answer", "Vì dân."),
      line("l1", "list_item", "một"),
      line("l2", "list_item", "hai"),
      line("p1c", "caption", "Ảnh"),
    ]),
    page(2, [
      line("a1b", "answer", "Ở đầu trang,"),
      line("k1", "pull_quote", "trích"),
      line("a1", "answer", "và tiếp."),
      line("x", "crosshead", "Mục"),
      line("e", "editor_note", "Note", { look: { lang: "en" } }),
    ]),
  ];
  const { doc } = await read(lists, { reading: ["h", "q1", "p1", "p1c", "a1", "l1", "l2", "k1", "a1b", "x", "e"] });
  expect(show(doc)).toBe(
    'Document(H1(1.1) P(1.2) Figure "Một bàn họp"(1.0) P(1.6) P(1.3 2.2) L(LI(LBody(1.4)) LI(LBody(1.5))) ' +
      "BlockQuote(P(2.1)) P(2.0) H2(2.3) P en(2.4))",
  );
  checkParents(doc);
  expect(plain(doc, at(doc, doc.catalog, "Lang"))).toBe("vi");
  expect(plain(doc, at(doc, doc.catalog, "MarkInfo"))).toEqual({ Marked: "true" });
});

test("all ink is marked: the story's with a number, the rest as artifact", async () => {
  const { pages } = await read([
    page(1, [
      line("a", "answer", "Một"),
      {
        kind: "fill",
        of: { block: "a", role: "answer" },
        box: { x: pt(0), y: pt(0), width: pt(9), height: pt(9) },
        ink: { kind: "paper" },
      },
      line("a", "answer", "hai"),
      words("artifact", run("viet", "12"), 20, 800),
    ]),
  ]);
  const marks = pages[0]?.glyphs.map(({ mark }) => mark).filter((mark, i, all) => mark !== all[i - 1]);
  expect(marks).toEqual(["/P <</MCID 0>>", "/P <</MCID 1>>", "/Artifact <</Type /Pagination>>"]);
  expect(pages[0]?.paths.map(({ mark }) => mark)).toEqual(["/Artifact <</Type /Layout>>"]);
});

test("blocks the story does not name stay behind their neighbours", async () => {
  const { doc } = await read(
    [page(1, [line("b", "answer", "b"), line("sign", "box", "s"), line("a", "answer", "a")])],
    {
      reading: ["a", "b"],
    },
  );
  expect(show(doc)).toBe("Document(P(1.2) P(1.0) P(1.1))");
});

test("on screen a link is a link, in words and as a place to click; the press gets none", async () => {
  const items = [
    line("a", "answer", "Xem "),
    link("a", "quoin.", "https://example.org/a"),
    link("a", "org", "https://example.org/a"),
    line("a", "answer", " nhé."),
    link("a", "khác", "https://example.org/b"),
  ];
  const { doc } = await read([page(1, items)], { standard: "screen" });
  expect(show(doc)).toBe("Document(P(1.0 Link(1.1 @) 1.2 Link(1.3 @)))");
  checkParents(doc);
  const annots = plain(doc, at(doc, doc.getPage(0).node, "Annots")) as {
    A: unknown;
    Contents: unknown;
    Rect: number[];
  }[];
  expect(annots.map(({ A, Contents }) => ({ A, Contents }))).toEqual([
    { A: { S: "URI", URI: "https://example.org/a" }, Contents: "quoin. org" },
    { A: { S: "URI", URI: "https://example.org/b" }, Contents: "khác" },
  ]);
  expect(plain(doc, at(doc, doc.getPage(0).node, "Tabs"))).toBe("S");
  const press = await read([page(1, items)]);
  expect(at(press.doc, press.doc.getPage(0).node, "Annots")).toBeUndefined();
  expect(show(press.doc)).toBe("Document(P(1.0))");
});

test("bookmarks: the headline, under it each question once, by its words as typed", async () => {
  const lists = [
    page(1, [
      line("h", "headline", "Nói thật", { from: 0 }),
      line("q1", "question", "❖ ", { from: null }),
      line("q1", "question", "Thưa ông, inter", { from: 0, hyphen: true }),
      line("q1", "question", "view là gì", { from: 15 }),
      line("q1", "question", "vậy?", { from: 26 }),
      line("q1b", "question", "Đoạn hai.", { from: 0 }),
    ]),
    page(2, [line("a", "answer", "Là hỏi."), line("q2", "question", "từ ".repeat(60), { from: 0 })]),
  ];
  const { doc } = await read(lists, { standard: "proof", reading: ["h", "q1", "q1b", "a", "q2"] });
  const head = at(doc, doc.catalog, "Outlines", "First");
  expect(plain(doc, at(doc, head, "Title"))).toBe("Nói thật");
  expect(plain(doc, at(doc, head, "First", "Title"))).toBe("Thưa ông, interview là gì vậy?");
  expect(plain(doc, at(doc, head, "First", "Next", "Title"))).toBe(`${"từ ".repeat(26).trim()}…`);
  expect(at(doc, head, "First", "Next", "Next")).toBeUndefined();
  expect((at(doc, head, "First", "Next", "Dest") as PDFArray).get(0)).toBe(doc.getPage(1).ref);
  const press = await read(lists);
  expect(at(press.doc, press.doc.catalog, "Outlines")).toBeUndefined();
});
