/**
 * A comparison story as Typst source, laid out as `shared/test/data/comparison.json` says: A4, margins of 15 mm, three
 * columns with gutters of 4 mm, Noto Serif 9.5/12, answers justified, questions bold italic after an empty line and kept
 * with their answer, the headline across, a photo of two columns beside the standfirst, the others in their column.
 */

/** Marks of Typst's own in running text, and a line that would begin a list or a heading. */
const escaped = (words) =>
  words
    .replace(/[\\#$*_`<>@[\]~/"'=+-]/g, (sign) => (/["']/.test(sign) ? sign : `\\${sign}`))
    .replace(/^(\d+)\./, "$1\\.");

const SETUP = ({ lang, hyphenate }) => `#set page(paper: "a4", margin: 15mm, columns: 3)
#set columns(gutter: 4mm)
#set text(font: "Noto Serif", size: 9.5pt, lang: "${lang}", hyphenate: ${hyphenate}, top-edge: 0.75em, bottom-edge: -0.25em)
#set par(justify: true, leading: 2.5pt, spacing: 2.5pt, first-line-indent: (amount: 3mm, all: true))
#set image(width: 100%)
#show figure.caption: none
#let question(body) = block(above: 14.5pt, below: 2.5pt, sticky: true, par(justify: false, first-line-indent: 0pt, text(weight: "bold", style: "italic", hyphenate: false, body)))
#let photo(file, alt, caption, credit) = block(above: 12pt, below: 12pt, breakable: false, {
  image(file, alt: alt)
  set text(size: 7.5pt, hyphenate: false)
  set par(justify: false, leading: 1.5pt, first-line-indent: 0pt, spacing: 1.5pt)
  block(above: 4pt, caption)
  text(style: "italic", credit)
})
`;

const picture = ({ file, caption, credit }) =>
  `photo(${[file, caption].map((words) => JSON.stringify(words)).join(", ")}, [${escaped(caption)}], [${escaped(credit)}])`;

/** `job`: as `jobOf` gives it. The body stands `times` times, every paragraph of it numbered so that no two are alike. */
export function typstSource(job, times) {
  const hero = job.photos.find(({ cols }) => cols === 2);
  const standfirst = `par(justify: false, leading: 3.5pt, first-line-indent: 0pt, text(size: 10.5pt, style: "italic", hyphenate: false)[${escaped(job.standfirst)}])
    par(justify: false, first-line-indent: 0pt, text(size: 8.5pt, weight: "bold")[${escaped(job.byline)}])`;
  const opening = `#place(top, scope: "parent", float: true, clearance: 12pt, {
  set par(justify: false, first-line-indent: 0pt)
  block(below: 6pt, text(weight: "bold", fill: cmyk(0%, 90%, 90%, 25%))[${escaped(job.kicker)}])
  block(below: 10pt, par(leading: 5pt, text(size: 24pt, weight: "bold", hyphenate: false)[${escaped(job.title)}]))
  ${hero ? `grid(columns: (2fr, 1fr), gutter: 4mm, ${picture(hero)}, {\n    ${standfirst}\n  })` : `{\n    ${standfirst}\n  }`}
})
`;
  let count = 0;
  const body = Array.from({ length: times }, () =>
    job.body.map((block) => {
      if (block.t === "photo") return `#${picture(job.photos.find(({ id }) => id === block.id))}\n`;
      const words = times === 1 ? block.s : `${++count}. ${block.s}`;
      if (block.t === "q") return `#question[${escaped(words)}]\n`;
      return `${block.first ? "– " : ""}${escaped(words)}\n`;
    }),
  ).flat();
  return `${SETUP(job)}${opening}${body.join("\n")}`;
}
