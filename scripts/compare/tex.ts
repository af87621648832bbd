/**
 * Paragraphs as LuaTeX input, LuaTeX run on them, and its answers read. The chances to end a line, their penalties and
 * hyphenation points are given, so that both breakers choose among the same; the glyphs and their widths are LuaTeX's
 * own, from the same font file through HarfBuzz. Every stretch between two chances carries its number as an attribute:
 * the last number in a line says where the line ended.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FLAGGED, FORCED, HYPHEN } from "../../shared/typesetting/chances.ts";
import type { ShapedBlock } from "../../shared/typesetting/shape.ts";
import type { Copy } from "./texts.ts";

/** `space` and `shrink`: a word space and what it can give, in points. */
export type ShapedCopy = {
  readonly copy: Copy;
  readonly shaped: ShapedBlock;
  readonly space: number;
  readonly shrink: number;
};
export type TexParagraph = {
  readonly demerits: number;
  /** The chance each line ends at. */
  readonly ends: readonly number[];
  /** In scaled points; `gaps`: each word space over the font's own. */
  readonly lines: readonly {
    readonly width: number;
    readonly stretch: number;
    readonly shrink: number;
    readonly gaps: readonly number[];
  }[];
};

/** Is the program there? */
export function hasLuaTex(program: "luahbtex" | "lualatex"): boolean {
  return spawnSync(program, ["--version"], { encoding: "utf8" }).status === 0;
}
/** Is the LaTeX package there? */
export function hasPackage(name: string): boolean {
  const found = spawnSync("kpsewhich", [name], { encoding: "utf8" });
  return found.status === 0 && found.stdout.trim() !== "";
}

const LUA = String.raw`
local file = io.open("answers.jsonl", "w")
local function sum(line, fresh)
  local width, stretch, shrink, gaps, last = 0, 0, 0, {}, -1
  for n in node.traverse(line.head) do
    local at = node.get_attribute(n, 100)
    if at and n.id ~= node.id("penalty") then last = at end
    if n.id == node.id("glue") and (n.subtype == 0 or n.subtype == 13 or n.subtype == 14) then
      width, stretch, shrink = width + n.width, stretch + n.stretch, shrink + n.shrink
      if n.subtype > 0 then gaps[#gaps + 1] = string.format("%.5f", node.effective_glue(n, line) / n.width) end
    elseif n.id ~= node.id("glue") then width = width + node.rangedimensions(line, n, n.next)
    end
  end
  return last, width, stretch, shrink, gaps
end
function record(head, demerits)
  local ends, lines = {}, {}
  for line in node.traverse_id(node.id("hlist"), head) do
    if line.subtype == 1 then
      local last, width, stretch, shrink, gaps = sum(line)
      ends[#ends + 1] = last
      lines[#lines + 1] = string.format('{"width":%d,"stretch":%d,"shrink":%d,"gaps":[%s]}', width, stretch, shrink, table.concat(gaps, ","))
    end
  end
  file:write(string.format('{"demerits":%d,"ends":[%s],"lines":[%s]}\n', demerits, table.concat(ends, ","), table.concat(lines, ",")))
  file:flush()
end
-- Made hyphens wait for the second pass, as those of TeX's own patterns do (subtype "regular").
local function regular(head)
  for n in node.traverse_id(node.id("disc"), head) do
    if n.pre then n.subtype = 3 end
  end
end
luatexbase.add_to_callback("linebreak_filter", function(head, display)
  regular(head)
  local broken, info = tex.linebreak(head)
  record(broken, info.demerits or 0)
  return broken
end, "record")
`;

/** TeX's input for the words of one paragraph. */
function words({ text, chances, items }: ShapedBlock): string {
  const hyphen = items[0]?.book.hyphen ?? "-";
  const out: string[] = [];
  let from = 0;
  for (let k = 0; k < chances.count; k++) {
    const to = chances.offsets[k] ?? text.length;
    const flags = chances.flags[k] ?? 0;
    const penalty = chances.penalties[k] ?? 0;
    let part = text.slice(from, to);
    const spaced = part.endsWith(" ");
    part = part.trimEnd().replace(/\u00ad$/u, "");
    out.push(`\\attribute100=${k} `);
    for (const char of part) {
      if (char === " " || char === "\u00a0") out.push("\\penalty10000\\ ");
      else if (/[\\{}$&#^_%~]/.test(char)) out.push(`\\char${char.codePointAt(0)} `);
      else out.push(char);
    }
    if ((flags & FORCED) !== 0) break;
    if ((flags & HYPHEN) !== 0) out.push(`\\discretionary penalty ${penalty} {${hyphen}}{}{}%\n`);
    else if ((flags & FLAGGED) !== 0) out.push(`\\discretionary penalty ${penalty} {}{}{}%\n`);
    else out.push(spaced ? `${penalty > 0 ? `\\penalty${penalty}` : ""}\\ %\n` : `\\penalty${penalty} %\n`);
    from = to;
  }
  return out.join("");
}

const bp = (points: number): string => `${points.toFixed(6)}bp`;

/** Every paragraph with micro-typography off. Throws when LuaTeX does not end well. */
export function breakWithTex(paragraphs: readonly ShapedCopy[]): readonly TexParagraph[] {
  const body = paragraphs.map(({ copy, shaped, space, shrink }) => {
    const font = `"[${copy.font}]:mode=harf;script=latn;language=dflt;+kern;+liga;" at ${bp(copy.size)}`;
    return `{\\font\\f=${font}\\f \\hyphenchar\\f=-1 \\hsize=${bp(copy.measure)} \\parindent=${bp(copy.indent)}
\\spaceskip=${bp(space)} plus ${bp(space / 2)} minus ${bp(shrink)}\\relax
\\noindent\\hskip\\parindent ${words(shaped)}\\par}`;
  });
  return run(
    "luahbtex",
    `\\input luaotfload.sty
\\directlua{dofile("record.lua")}
\\language=255 \\exhyphenchar=-1 \\frenchspacing
\\pretolerance=100 \\tolerance=9999 \\emergencystretch=0pt
\\linepenalty=10 \\adjdemerits=10000 \\doublehyphendemerits=10000 \\finalhyphendemerits=5000
\\parfillskip=0pt plus 1fil \\hbadness=10000 \\hfuzz=\\maxdimen \\setbox0=\\vbox{
${body.join("\n")}}
\\bye
`,
    paragraphs.length,
  );
}

/**
 * With microtype as its users have it: expansion of 2 % either way, and protrusion. All paragraphs are in one font,
 * since microtype expands the document's main family.
 */
export function breakWithMicrotype(paragraphs: readonly ShapedCopy[]): readonly TexParagraph[] {
  const file = paragraphs[0]?.copy.font ?? "";
  const body = paragraphs.map(({ copy, shaped }) => {
    if (copy.font !== file) throw new RangeError(`one font at a time, not ${file} and ${copy.font}`);
    return `{\\fontsize{${bp(copy.size)}}{12bp}\\selectfont \\hyphenchar\\font=-1 \\hsize=${bp(copy.measure)}
\\noindent\\hskip${bp(copy.indent)} ${words(shaped)}\\par}`;
  });
  return run(
    "lualatex",
    `\\documentclass{article}\\usepackage{fontspec}
\\setmainfont[Path=${file.replace(/[^/]*$/, "")},Renderer=Node]{${file.replace(/^.*\//, "")}}
\\usepackage[protrusion=true,expansion=true,stretch=20,shrink=20]{microtype}
\\begin{document}
\\directlua{dofile("record.lua")}
\\language=255 \\exhyphenchar=-1 \\frenchspacing
\\pretolerance=100 \\tolerance=9999 \\emergencystretch=0pt \\hbadness=10000 \\hfuzz=\\maxdimen
\\setbox0=\\vbox{
${body.join("\n")}}
\\end{document}
`,
    paragraphs.length,
  );
}

function run(program: string, input: string, expected: number): readonly TexParagraph[] {
  const folder = mkdtempSync(join(tmpdir(), "quoin-compare-"));
  try {
    writeFileSync(join(folder, "record.lua"), LUA);
    writeFileSync(join(folder, "text.tex"), input);
    const done = spawnSync(program, ["--interaction=batchmode", "--halt-on-error", "text.tex"], {
      cwd: folder,
      encoding: "utf8",
    });
    const log = (): string => readFileSync(join(folder, "text.log"), "utf8").split("\n").slice(-40).join("\n");
    if (done.status !== 0) throw new Error(`${program} ended with ${done.status}:\n${log()}`);
    const answers = readFileSync(join(folder, "answers.jsonl"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as TexParagraph);
    if (answers.length !== expected) throw new Error(`${program} answered ${answers.length} of ${expected}:\n${log()}`);
    return answers;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
