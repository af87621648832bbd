import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, type Zippable, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outline } from "../../shared/schema/build.ts";
import { CannotRead, importManuscript } from "./manuscripts.ts";

const samples = join(import.meta.dirname, "../../assets/samples");
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quoin-manuscripts-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The error's two lines, or what came of it instead. */
async function refusal(name: string, bytes: Uint8Array): Promise<string> {
  try {
    const { doc } = await importManuscript({ name, bytes });
    return `read: ${outline(doc)}`;
  } catch (error) {
    if (!(error instanceof CannotRead)) throw error;
    const { message, hint } = error.failure;
    const lines = `${message} → ${hint}`;
    return lines.includes("\n") ? `more than one line: ${lines}` : lines;
  }
}
const read = async (name: string, bytes: Uint8Array) => importManuscript({ name, bytes });
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe("text in any encoding", () => {
  const copy = "Bến cũ\n\nÔng còn nhớ không?\n\nNhớ chứ, nhớ từng chiếc ghe.";
  const right = "h(Bến cũ) q(Ông còn nhớ không?) a(Nhớ chứ, nhớ từng chiếc ghe.)";
  const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < text.length; i += 1) view.setUint16(i * 2, text.charCodeAt(i), !bigEndian);
    return bytes;
  };
  test("UTF-8 with and without a mark, UTF-16 either way, decomposed letters, any line end", async () => {
    const forms: Uint8Array[] = [
      strToU8(copy),
      strToU8(`\uFEFF${copy}`),
      strToU8(copy.normalize("NFD").replaceAll("\n", "\r\n")),
      strToU8(copy.replaceAll("\n", "\r")),
      utf16(`\uFEFF${copy}`, false),
      utf16(`\uFEFF${copy}`, true),
    ];
    for (const bytes of forms) expect(outline((await read("ben-cu.txt", bytes)).doc)).toBe(right);
  });
  test("damaged UTF-8 is read, and each line that suffered is a finding", async () => {
    const bytes = strToU8(copy);
    const at = copy.slice(0, copy.indexOf("từng")).length;
    const broken = new Uint8Array([...strToU8(copy.slice(0, at)), 0xe1, 0xbb, ...strToU8(copy.slice(at))]);
    expect(bytes.length).toBeLessThan(broken.length);
    const { doc, findings, report } = await read("ben-cu.txt", broken);
    expect(doc.textContent).toContain("\uFFFD");
    expect(findings.map((f) => `${f.code}: ${f.message.split(":")[0]}`)).toEqual([
      "encoding: ben-cu.txt, line 5",
      "doubtful: “\uFFFDtừng” may be misread",
    ]);
    expect(report.findings).toBe(findings);
  });
  test("the code pages of Windows are guessed and said", async () => {
    // "Việt Nam" in 1258: the tone is a byte after the vowel.
    const vietnamese = ascii(
      "Sông Viê\xF2t\n\nÔng co\xEC khoe\xD2 không?\n\nKho\xD2e ch\xFD\xEC, năm nay \xF0\xFD\xF5\xF2c mu\xCCa."
        .replace(/ô/g, "\xF4")
        .replace(/ê/g, "\xEA")
        .replace(/ă/g, "\xE3")
        .replace(/Ô/g, "\xD4"),
    );
    const first = await read("song.txt", vietnamese);
    expect(outline(first.doc)).toBe("h(Sông Việt) q(Ông có khoẻ không?) a(Khỏe chứ, năm nay được mùa.)");
    expect(first.findings.map((f) => f.code)).toEqual(["encoding"]);
    const french = await read(
      "cafe.txt",
      ascii("Le caf\xE9\n\nQ: O\xF9 est le caf\xE9 ?\n\nA: L\xE0-bas, \xE0 gauche."),
    );
    expect(outline(french.doc)).toBe("h(Le café) q(Où est le café ?) a(Là-bas, à gauche.)");
    expect(french.findings[0]?.message).toContain("windows-1252");
  });
  test("the language given wins", async () => {
    expect((await importManuscript({ name: "a.txt", bytes: strToU8(copy) }, { lang: "fr" })).report.lang).toBe("fr");
    expect((await importManuscript({ name: "a.txt", bytes: strToU8(copy) }, { lang: null })).report.lang).toBe("vi");
  });
});

describe("what cannot be read is one line that says what to do", () => {
  test("no words", async () => {
    expect(await refusal("a.txt", new Uint8Array())).toBe(
      "a.txt: the file is empty → Check that it was saved and copied whole",
    );
    expect(await refusal("a.txt", strToU8(" \n\n\t\n"))).toBe(
      "a.txt: there are no words in it → Check that it was saved and copied whole",
    );
    expect(await refusal("a.md", strToU8("---\n"))).toContain("there are no words in it");
  });
  test("binary data and other kinds of file, whatever their name says", async () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31 + i * 7) & 0xff);
    expect(await refusal("a.txt", noise)).toContain("a.txt: it is no text but binary data →");
    expect(await refusal("a.txt", strToU8("%PDF-1.7\n"))).toContain("a.txt: it is a PDF →");
    expect(await refusal("a.txt", strToU8("{\\rtf1 hello}"))).toContain("rich text");
    expect(await refusal("a.txt", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10))).toContain("it is a picture");
    expect(await refusal("a.txt", strToU8("SQLite format 3\0 etc."))).toContain("perhaps a Quoin document");
    expect(await refusal("a.docx", strToU8("just words"))).toContain("a.docx: it is no Word file");
    expect(await refusal("a.doc", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0))).toContain(
      "an old Word file, or one locked",
    );
    expect(await refusal("a.odt", strToU8("words"))).toContain(
      "files of the kind .odt are not read yet → Save it as .docx (Quoin reads .txt, .md, .docx and .html)",
    );
    expect(await refusal("a.docx", zipSync({ "a.txt": strToU8("hi") }))).toContain(
      "a zip archive without a Word document",
    );
    expect(
      await refusal(
        "a.zip",
        zipSync({ mimetype: strToU8("application/vnd.oasis.opendocument.text"), "content.xml": strToU8("<x/>") }),
      ),
    ).toContain("OpenDocument");
  });
  test("50 MB of text, refused before it is read", async () => {
    const path = join(folder, "large.txt");
    await writeFile(path, "words\n");
    await truncate(path, 50 * 1024 * 1024);
    const before = performance.now();
    await expect(importManuscript(path)).rejects.toThrow(
      "large.txt: the file has 50 MB, and Quoin reads manuscripts of at most 10 MB",
    );
    expect(performance.now() - before).toBeLessThan(1000);
    expect(await refusal("lines.txt", strToU8("a\n".repeat(70_000)))).toContain(
      "70,000 lines, and Quoin reads at most 60,000",
    );
  });
  test("the system's own refusals", async () => {
    await expect(importManuscript(join(folder, "none.txt"))).rejects.toThrow("none.txt: no such file or folder");
    await expect(importManuscript(folder)).rejects.toThrow("it is a folder");
    await expect(importManuscript(join(folder, "none.txt"))).rejects.toBeInstanceOf(CannotRead);
  });
});

// ---- Word ----------------------------------------------------------------------------------------------------------

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const run = (text: string, properties = ""): string =>
  `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const para = (content: string, style = ""): string =>
  `<w:p>${style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${content}</w:p>`;
const bold = (text: string): string => run(text, "<w:b/>");
const PIXEL = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (char) => char.charCodeAt(0),
);
const picture =
  '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="1" name="x" descr="A cup"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';

function word(body: string, more: Zippable = {}): Uint8Array {
  const style = (id: string, name: string) =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;
  return zipSync({
    "[Content_Types].xml": strToU8(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
    ),
    "_rels/.rels": strToU8(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    "word/_rels/document.xml.rels": strToU8(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    ),
    "word/styles.xml": strToU8(
      `<?xml version="1.0"?><w:styles ${W}>${style("Title", "Title")}${style("Subtitle", "Subtitle")}${style("Heading2", "heading 2")}${style("Caption", "caption")}</w:styles>`,
    ),
    "word/document.xml": strToU8(`<?xml version="1.0"?><w:document ${W}><w:body>${body}</w:body></w:document>`),
    "word/media/image1.png": PIXEL,
    ...more,
  });
}

describe("Word", () => {
  test("styles, bold questions, a picture with its caption, emphasis inside", async () => {
    const body =
      para(run("Salt"), "Title") +
      para(run("A walk along the pans with Ada Reed, who rakes them."), "Subtitle") +
      para(run("Interview by Tom Ashby")) +
      picture +
      para(run("The eastern pan. Photo: J. Holm"), "Caption") +
      para(bold("When do you rake?")) +
      para(
        run("At noon, when the crust is ") +
          run("dry", "<w:i/>") +
          run(". The H") +
          run("2", '<w:vertAlign w:val="subscript"/>') +
          run("O is gone by then."),
      ) +
      para("") +
      para(run("The second pan"), "Heading2") +
      para(bold("And if it rains?") + "<w:r><w:br/></w:r>" + run("Then I sleep.")) +
      para(
        `<w:ins w:id="1" w:author="x">${bold("And ")}</w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>never</w:delText></w:r></w:del>${bold("at night?")}`,
      ) +
      para(run("The moon rakes."));
    const { doc, pictures, media, report } = await read("salt.docx", word(body));
    expect(outline(doc)).toBe(
      "h(Salt) standfirst(A walk along the pans with Ada Reed, who rakes them.) credit(Tom Ashby) photo[picture-1.png caption(The eastern pan.) credit(J. Holm)] q(When do you rake?) a(At noon, when the crust is dry. The H2O is gone by then.) x(The second pan) q(And if it rains?) a(Then I sleep.) q(And at night?) a(The moon rakes.)",
    );
    expect(doc.toString()).toContain('em("dry")');
    expect(doc.toString()).toContain('subscript("2")');
    expect(pictures.map(({ name, bytes }) => `${name} ${bytes.length}`)).toEqual([`picture-1.png ${PIXEL.length}`]);
    expect(media.map(({ name, type, width, height }) => `${name} ${type} ${width}x${height}`)).toEqual([
      "picture-1.png image/png 1x1",
    ]);
    // Paragraphs are counted, the empty one too.
    expect(report.blocks.find((block) => block.role === "crosshead")?.source).toEqual([9, 9]);
  });
  test("a transcript set as a table", async () => {
    const row = (a: string, b: string) => `<w:tr><w:tc>${para(run(a))}</w:tc><w:tc>${para(run(b))}</w:tc></w:tr>`;
    const body = `${para(bold("Muối và mưa"))}<w:tbl>${row("PV", "Ông cào muối khi nào?")}${row("Ông Tám", "Buổi trưa.")}${row("PV", "Còn mưa thì sao?")}${row("Ông Tám", "Thì ngủ.")}</w:tbl>`;
    const { doc, report } = await read("salt.docx", word(body));
    expect(outline(doc)).toBe("h(Muối và mưa) q(Ông cào muối khi nào?) a(Buổi trưa.) q(Còn mưa thì sao?) a(Thì ngủ.)");
    expect(report.speakers.map((speaker) => speaker.name)).toEqual(["PV", "Tám"]);
  });
  test("fonts of old code pages are a finding", async () => {
    const { findings } = await read(
      "cu.docx",
      word(
        para(run("S\u00ABng qu\u00AA", '<w:rFonts w:ascii=".VnTime"/>')) + para(run("Ai hỏi?")) + para(run("Tôi hỏi.")),
      ),
    );
    expect(findings.map((f) => f.message.split(":")[1]?.trim().slice(0, 24))).toContain("words set in “.VnTime” u");
  });
  test("an archive under another name is read by what it is", async () => {
    expect(
      outline((await read("salt.txt", word(para(run("Salt"), "Title") + para(bold("Why?")) + para(run("Rain."))))).doc),
    ).toBe("h(Salt) q(Why?) a(Rain.)");
  });
  test("damaged and hostile archives", async () => {
    const sound = word(para(run("Salt")));
    expect(await refusal("cut.docx", sound.subarray(0, sound.length / 2))).toContain(
      "cut.docx: the archive is damaged (its directory is missing: the file was cut off) →",
    );
    expect(await refusal("xml.docx", word("<w:p><w:r>"))).toContain("xml.docx: the Word file is damaged (");
    const bomb = word("", { "word/document.xml": [new Uint8Array(60 * 1024 * 1024), { level: 9 }] });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusal("bomb.docx", bomb)).toContain(
      "“word/document.xml” inside it grows beyond 48 MB when unpacked",
    );
    const laughs = strToU8(
      `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document ${W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`,
    );
    expect(await refusal("laughs.docx", word("", { "word/document.xml": laughs }))).toContain("declares entities");
    const flipped = Uint8Array.from(sound);
    flipped.fill(0xff, 60, 110);
    expect(await refusal("flipped.docx", flipped)).toMatch(/^flipped\.docx: .+ → .+$/);
    expect(await refusal("empty.docx", word(para("")))).toContain("there are no words in it");
  });
  test("nesting deeper than the stack", async () => {
    const deep = 20_000;
    const body = `${"<w:tbl><w:tr><w:tc>".repeat(deep)}${para(run("x"))}${"</w:tc></w:tr></w:tbl>".repeat(deep)}`;
    expect(await refusal("deep.docx", word(body))).toMatch(/^(?:deep\.docx: |read: )/);
  });
});

test("a sample by its path", async () => {
  const { report } = await importManuscript(join(samples, "the-net-menders-cafe.md"));
  expect(report.blocks[0]?.role).toBe("headline");
});
