/**
 * Our paragraphs beside LuaTeX's: `node scripts/compare/luatex.mjs`. First with micro-typography off in both, where the
 * breakpoints are to be the same or no dearer by TeX's own measure; then with it on in both, where our word spaces are
 * to be the more even. Needs Debian's texlive-luatex and, for the second part, texlive-latex-recommended.
 */
import { compareBreaks, compareSpacing, gaveUp, isGood, isSame, reasonOf } from "./compare.ts";
import { AWFUL } from "./demerits.ts";
import { hasLuaTex, hasPackage } from "./tex.ts";
import { copies } from "./texts.ts";

if (!hasLuaTex("luahbtex")) {
  console.log("NOT RUN: luahbtex is not installed (Debian: texlive-luatex)");
  process.exit(1);
}
const all = copies(150);
const judged = await compareBreaks(all);
const different = judged.filter((one) => !isSame(one));
const worse = judged.filter((one) => !isGood(one));
const within = judged.filter((one) => !gaveUp(one));
const exact = within.filter(({ told, recount }) => told === recount);
const stories = judged.filter(({ copy }) => copy.story);
const say = (what, value) => console.log(`${what.padEnd(35)}${value}`);
say("paragraphs", `${judged.length}, ${stories.length} of them of the comparison stories`);
say("same breakpoints", judged.length - different.length);
say("other breakpoints, cost no higher", different.length - worse.length);
say("other breakpoints, cost higher", worse.length);
say("good", `${((100 * (judged.length - worse.length)) / judged.length).toFixed(2)} % (target 99 %)`);
say("LuaTeX's demerits found again", `${exact.length} of the ${within.length} it breaks within its tolerance`);
say("natural widths apart, at most", `${Math.max(...judged.map(({ apart }) => apart)).toFixed(4)} pt`);
const price = (cost) => (cost >= AWFUL ? "overfull" : cost);
for (const one of different) {
  const { copy, shaped, ours, theirs, ourCost, theirCost } = one;
  const at = ours.findIndex((end, line) => end !== theirs[line]);
  const words = (end) => shaped.text.slice(0, shaped.chances.offsets[end]).trimEnd().split(" ").slice(-2).join(" ");
  const mm = ((copy.measure * 25.4) / 72).toFixed(2);
  console.log(`  ${copy.name} (${copy.font.replace(/^.*\//, "")}, ${copy.size} pt, ${mm} mm)`);
  console.log(`    line ${at + 1} ends "${words(ours[at])}", LuaTeX's "${words(theirs[at])}"`);
  console.log(`    demerits ${price(ourCost)} against ${price(theirCost)}: ${reasonOf(one)}`);
}

let behind = worse.length > judged.length / 100;
if (hasLuaTex("lualatex") && hasPackage("microtype.sty") && hasPackage("fontspec.sty")) {
  console.log("\nmicro-typography on        lines   mean     SD   > 1.5 ×   > 2 ×");
  for (const lang of ["vi", "en"]) {
    const story = all.filter((copy) => copy.story && copy.lang === lang);
    if (story.length === 0) continue;
    const { ours, theirs } = await compareSpacing(story);
    table(`story ${lang}, Quoin`, ours);
    table(`story ${lang}, LuaLaTeX`, theirs);
    behind ||= ours.sd >= theirs.sd;
  }
} else console.log("NOT RUN: micro-typography on (Debian: texlive-latex-recommended)");
process.exit(behind ? 1 : 0);

function table(name, { lines, mean, sd, loose, veryLoose }) {
  const cells = [String(lines).padStart(6), mean.toFixed(2).padStart(7), sd.toFixed(3).padStart(7)];
  const shares = [loose, veryLoose].map((share) => `${share.toFixed(1).padStart(6)} %`);
  console.log(`${name.padEnd(25)}${cells.join("")} ${shares.join("")}`);
}
