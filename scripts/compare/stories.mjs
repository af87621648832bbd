/** The comparison stories, as `../shared/tools` has them: the job of a language, and the same as a document. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { a, credit, docWith, h, kicker, photo, photoCredit, q, standfirst } from "../../shared/schema/build.ts";
import { root } from "../setup.mjs";

/** Outside the repository: the stories, and a meter of finished PDFs. */
export const tools = join(root, "../shared/tools");
/** How the comparison is laid out. */
export const design = join(root, "shared/test/data/comparison.json");

const composed = (words) => words.normalize("NFC");

/** A story as a list of blocks, its letters composed; null where it is not there. */
export function jobOf(lang) {
  const file = join(tools, `job-${lang}.json`);
  if (!existsSync(file)) return null;
  return JSON.parse(readFileSync(file, "utf8"), (_key, value) => (typeof value === "string" ? composed(value) : value));
}

/** A comparison story as a document. */
export function storyOf(job) {
  const picture = (id) => {
    const { file, caption, credit: by } = job.photos.find((one) => one.id === id);
    return photo(file, caption, photoCredit(by));
  };
  const turns = [];
  let open = null;
  for (const block of job.body) {
    if (block.t === "photo") (open?.parts ?? turns).push(picture(block.id));
    else if (open?.kind === block.t && !block.first) open.parts.push(block.s);
    else turns.push((open = { kind: block.t, parts: [block.s] }));
  }
  const nodes = turns.map((turn) => ("parts" in turn ? (turn.kind === "q" ? q : a)(...turn.parts) : turn));
  const hero = job.photos.find((one) => one.cols === 2);
  return docWith(
    { lang: job.lang },
    kicker(job.kicker),
    h(job.title),
    standfirst(job.standfirst),
    credit("interview", job.byline),
    ...(hero ? [picture(hero.id)] : []),
    ...nodes,
  );
}
