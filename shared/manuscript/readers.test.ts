import { describe, expect, test } from "vitest";
import { readHtml } from "./readHtml.ts";
import { readMarkdown } from "./readMarkdown.ts";
import { readText } from "./readText.ts";
import type { SourceLine } from "./source.ts";

/** `3 h1 a *b*`: line, hints, text with its marks; `+` before lines that only end softly, `/` before hard breaks. */
function show(lines: readonly SourceLine[]): string[] {
  return lines.map(({ number, lastNumber, hints, spans, parting, gap }) => {
    const what = [
      hints.heading ? `h${hints.heading}` : "",
      hints.quote === undefined ? "" : `>${hints.quote}`,
      hints.list ? `[${hints.list.marker}]` : "",
      hints.image ? `img ${hints.image.file}${hints.image.alt === "" ? "" : ` "${hints.image.alt}"`}` : "",
      hints.rule ? "rule" : "",
      hints.stated ?? "",
      hints.style ? `.${hints.style}` : "",
      hints.newPage ? "page" : "",
    ].filter((part) => part !== "");
    const text = spans
      .map((span) => {
        const kinds = span.marks.map((mark) => mark.kind[0]).join("");
        return kinds === "" ? span.text : `${kinds}(${span.text})`;
      })
      .join("");
    const where = lastNumber === number ? `${number}` : `${number}-${lastNumber}`;
    const part = gap > 0 ? "" : parting === "hard" ? "/" : parting === "soft" ? "+" : "";
    return [where, ...what, part + text].filter((word) => word !== "").join(" ");
  });
}

describe("plain text", () => {
  test("lines keep their numbers whatever ends them", () => {
    expect(show(readText("a\r\nb\rc\n\nd\fe\vf"))).toEqual(["1 +a", "2 +b", "3 +c", "5 d", "5 page +e", "5 /f"]);
  });
  test("emphasis over a line's end, stars that are none", () => {
    expect(show(readText("so **it\nis** and *this*, file_name, 2*3*4, note* (*)"))).toEqual([
      "1 +so s(it)",
      "2 +s(is) and e(this), file_name, 2*3*4, note* (*)",
    ]);
    expect(show(readText("❖ *Thưa ông?*\n***both***"))).toEqual(["1 +❖ e(Thưa ông?)", "2 +se(both)"]);
  });
  test("headings, quotations, rules, pictures' places", () => {
    expect(
      show(readText("# A #\n\n> b\n> c\n\n> d\n\n* * *\n\n![e](f.png)\n[Ảnh: g h.jpg] i\n<j.tif>\nPhoto 2: k.png")),
    ).toEqual([
      "1 h1 +A",
      "3 >1 b",
      "4 >1 +c",
      "6 >2 d",
      "8 rule",
      '10 img f.png "e"',
      "11 img g h.jpg",
      "11 +i",
      "12 img j.tif",
      "13 img k.png",
    ]);
  });
  test("letters are composed, steering characters go, chosen spaces stay", () => {
    expect(show(readText("e\u0302\u0301 a\u200Bb\uFEFF  c\td\u00A0e\u0007"))).toEqual(["1 +ế ab c d\u00A0e"]);
  });
});

describe("Markdown", () => {
  test("paragraph lines, breaks, lists, quotations", () => {
    expect(show(readMarkdown("# A\n\nb\nc  \nd\n\n- e\n- f\n\n> g\n>\n> h\n\n    i\n\n| j | k |\n\n1) l"))).toEqual([
      "1 h1 A",
      "3 b",
      "4 +c",
      "5 /d",
      "7 [-] e",
      "8 [-] f",
      "10 >1 g",
      "12 >1 h",
      "14 i",
      "16 | j | k |",
      "18 [1)] l",
    ]);
  });
  test("pictures, footnotes, definitions that are none, comments, html", () => {
    expect(
      show(
        readMarkdown(
          '![a](b%20c.png "d") e\n\n![](f.png){alt="g"}\n\nh[^1]\n\n[^1]: i\n\n[Note]: this stays\n\n<!-- j -->\n\n<p class="deck">k <b>l</b></p>\n\nm<sup>2</sup><br>n',
        ),
      ),
    ).toEqual([
      '1 img b c.png "a"',
      "1 +d e",
      '3 img f.png "g"',
      "5 hs(1)",
      "7 editor_note s(1) i",
      "9 [Note]: this stays",
      "11 furniture j",
      "13 .deck k s(l)",
      "15 ms(2)",
      "15 /n",
    ]);
  });
  test("front matter states roles; a file that only begins with a rule has none", () => {
    expect(show(readMarkdown('---\ntitle: "A: b"\nphotos: C D\ntags: e\n---\n\nf'))).toEqual([
      "2 headline A: b",
      "3 credit photos: C D",
      "4 furniture tags: e",
      "7 f",
    ]);
    expect(show(readMarkdown("---\n\nWhy?\n\n---\n"))).toEqual(["1 rule +", "3 Why?", "5 rule"]);
  });
});

describe("HTML", () => {
  test("blocks, breaks, figures, what is no copy", () => {
    expect(
      show(
        readHtml(
          '<html><head><title>no</title></head><body><nav>Home</nav>\n<h2>A</h2><div>b<br>c <i>d</i></div>\n<figure><img src="x/e.jpg?w=1" alt="f"><figcaption>g</figcaption></figure><ul><li>h<li>i</ul><script>no()</script><blockquote><p>j</blockquote></body></html>',
        ),
      ),
    ).toEqual([
      "1 furniture Home",
      "2 h2 A",
      "2 b",
      "2 /c e(d)",
      '3 img e.jpg "f"',
      "3 caption g",
      "3 [•] h",
      "3 [•] i",
      "3 >1 j",
    ]);
  });
  test("nesting deeper than the call stack, tags without end", () => {
    const deep = `${"<div>".repeat(50_000)}a`;
    expect(show(readHtml(deep)).at(-1)).toContain("a");
    expect(show(readHtml("<p>a<p>b</b></i><p>c</nothing>"))).toEqual(["1 a", "1 b", "1 c"]);
  });
});
