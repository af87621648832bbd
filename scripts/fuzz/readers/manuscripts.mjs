/** Readers of copy: text, Markdown, HTML, Word's archives, and what is pasted. */
import { mutated, mutatedArchive, mutatedJson } from "../mutate.mjs";
import { failures, json, smallDoc, smallTexts } from "./seeds.mjs";

const HTML_WORDS = [
  "<p>",
  "</p>",
  "<b>",
  "<table>",
  "<img src=x>",
  "<script>",
  "<style>",
  "&#0;",
  "&amp;",
  "<!--",
  "<svg>",
  'style="',
  "Q: ",
  "PV: ",
];

/** A manuscript read under a name of that ending. */
const manuscript = (ending, words, seeds, mutate = mutated) => ({
  mutate,
  words,
  async start() {
    const { importManuscript } = await import("../../../electron/host/manuscripts.ts");
    return {
      seeds: await seeds(),
      expected: await failures(),
      read: (bytes) => importManuscript({ name: `a.${ending}`, bytes }, {}),
    };
  },
});
const plain = { title: "A talk", generator: "Quoin", picture: () => null };

export const MANUSCRIPTS = {
  text: manuscript(
    "txt",
    ["Q: ", "PV: ", "❖ ", "- ", "\n\n", "\u0000", "\ufeff", "\u2028", "ế", "?", "Ảnh: "],
    async () => smallTexts(),
  ),
  markdown: manuscript(
    "md",
    ["# ", "**", "_", "> ", "![](", "](", "```", "| a |", "[^1]", "---\n", "&lt;", "<b>"],
    async () => smallTexts(),
  ),
  html: manuscript("html", HTML_WORDS, async () => {
    const { writeHtml } = await import("../../../shared/manuscript/writeHtml.ts");
    const own = writeHtml(await smallDoc(), plain).replace(/<style>[\s\S]*<\/style>/, "");
    return [
      Buffer.from(own),
      Buffer.from("<html><body><h1>A talk</h1><p><b>Q: Why?</b></p><p>A: So.</p></body></html>"),
    ];
  }),
  docx: manuscript(
    "docx",
    [
      "<w:p>",
      "</w:p>",
      "<w:t>",
      "<w:ins>",
      "<w:del>",
      '<w:hyperlink r:id="',
      '<w:commentReference w:id="0"/>',
      '<w:footnoteReference w:id="1"/>',
      "&#x0;",
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      "../../x",
    ],
    async () => {
      const { writeWord } = await import("../../../shared/manuscript/writeWord.ts");
      return [Buffer.from(writeWord(await smallDoc(), { ...plain, time: 0 })), await foreignWord()];
    },
    mutatedArchive,
  ),

  /** A slice from elsewhere, as JSON, put into a document; and the HTML of a clipboard with its style sheets taken out. */
  paste: {
    mutate: mutatedJson,
    words: ["type", "content", "marks", "attrs", "text", "photo", "question", "paragraph", "<style>", "href"],
    async start() {
      const { Node, Slice, Fragment } = await import("prosemirror-model");
      const { EditorState, TextSelection } = await import("prosemirror-state");
      const { schema } = await import("../../../shared/schema/interview.ts");
      const { createCheck } = await import("../../../shared/schema/checkNew.ts");
      const { pasteSlice } = await import("../../../renderer/editor/pasteSlice.ts");
      const { withoutStyles } = await import("../../../renderer/editor/paste.ts");
      const doc = await smallDoc();
      const state = EditorState.create({ doc });
      const content = doc.toJSON().content;
      return {
        seeds: [json({ at: 40, content: content.slice(1, 3) }), json({ at: 5, content: content.slice(-2) })],
        expected: () => false,
        read(bytes) {
          withoutStyles(bytes.toString("utf8"));
          let slice;
          let at = 0;
          try {
            const asked = JSON.parse(bytes.toString("utf8"));
            const nodes = asked.content.map((each) => Node.fromJSON(schema, each));
            for (const each of nodes) each.check();
            slice = Slice.maxOpen(Fragment.from(nodes), true);
            at = Math.abs(Math.trunc(asked.at)) % doc.content.size;
          } catch {
            // ProseMirror's own parser lets no such slice come to us.
            return;
          }
          const here = state.apply(state.tr.setSelection(TextSelection.near(state.doc.resolve(at || 0))));
          createCheck()(here.apply(pasteSlice(here, slice)).doc);
        },
      };
    },
  },
};

/** As another program writes it: no more parts than a document needs, and a comment. */
async function foreignWord() {
  const { zipSync } = await import("fflate");
  const part = (text) => new TextEncoder().encode(`<?xml version="1.0"?>${text}`);
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const types = "application/vnd.openxmlformats-officedocument.wordprocessingml";
  const list = "http://schemas.openxmlformats.org/package/2006/relationships";
  return Buffer.from(
    zipSync({
      "[Content_Types].xml": part(
        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${types}.document.main+xml"/><Override PartName="/word/comments.xml" ContentType="${types}.comments+xml"/></Types>`,
      ),
      "_rels/.rels": part(
        `<Relationships xmlns="${list}"><Relationship Id="r1" Type="${relations}/officeDocument" Target="word/document.xml"/></Relationships>`,
      ),
      "word/_rels/document.xml.rels": part(
        `<Relationships xmlns="${list}"><Relationship Id="r2" Type="${relations}/comments" Target="comments.xml"/></Relationships>`,
      ),
      "word/comments.xml": part(
        `<w:comments ${w}><w:comment w:id="0" w:author="E"><w:p><w:r><w:t>Is it so?</w:t></w:r></w:p></w:comment></w:comments>`,
      ),
      "word/document.xml": part(
        `<w:document ${w}><w:body><w:p><w:r><w:t>A talk</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Q: Why print?</w:t></w:r></w:p><w:p><w:commentRangeStart w:id="0"/><w:r><w:t>A: Paper lasts.</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`,
      ),
    }),
  );
}
