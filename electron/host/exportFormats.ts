/**
 * What a document can be exported to, by the ending of the file asked for. The PDF has a process of its own and
 * streams; the others are small and made in one piece. What stands against a file is said the same way for all of them.
 */
import { extname, resolve } from "node:path";
import { blocking, type Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import { writeWhole } from "./atomicFile.ts";
import { Failed } from "./failure.ts";
import { sha256OfFile } from "./fileHash.ts";
import type { Exported, ExportJob, Progress } from "./jobs.ts";
import { openWork, type Work } from "./work.ts";

type ExportedFile = Pick<Exported, "file" | "findings">;
type Export = (job: ExportJob, out: string, progress: Progress, signal: AbortSignal) => Promise<ExportedFile>;
type Made = { readonly bytes: Uint8Array | string; readonly findings: readonly Finding[] };

const FORMATS: Readonly<Record<string, Export>> = {
  ".pdf": async (...asked) => (await import("./jobs.ts")).exportJob(...asked),
  ".idml": (job, out, progress, signal) => inOnePiece(job, out, () => idml(job, progress, signal)),
  ".docx": (job, out) => inOnePiece(job, out, () => word(job)),
  ".html": (job, out) => inOnePiece(job, out, () => html(job)),
  ".md": (job, out) => inOnePiece(job, out, () => markdown(job)),
};

/** The export for a file's name. Throws `Failed` for an ending that says none. */
export function exportTo(out: string): Export {
  const found = FORMATS[extname(out).toLowerCase()];
  if (found) return found;
  const endings = Object.keys(FORMATS);
  const list = `${endings.slice(0, -1).join(", ")} or ${endings[endings.length - 1]}`;
  throw new Failed("usage", `${out}: its ending says no format`, `End the name in ${list}`);
}

/** Writes what is made, or nothing when findings that are not allowed stand against it. */
async function inOnePiece(job: ExportJob, out: string, make: () => Promise<Made>): Promise<ExportedFile> {
  const { bytes, findings } = await make();
  if (blocking(findings, new Set(job.allow)).length > 0) return { file: null, findings };
  await writeWhole(out, (file) => file.writeFile(bytes));
  return { file: { path: resolve(out), ...(await sha256OfFile(out)) }, findings };
}

async function idml(job: ExportJob, progress: Progress, signal: AbortSignal): Promise<Made> {
  const [{ idmlOf }, { layOutJob }] = await Promise.all([import("./idml.ts"), import("./jobs.ts")]);
  const laid = await layOutJob(job, progress, signal);
  const { work, fonts, layout } = laid;
  try {
    const { bytes, links } = await idmlOf(job, laid, job.stamp ?? work.modified);
    const found = [...work.findings, ...work.originals.findings, ...fonts.findings(), ...layout.findings];
    const findings = found.map((f): Finding => (f.code === "picture-missing" ? { ...f, severity: "warning" } : f));
    if (links.length > 0) findings.push(besideIt(links.length));
    if (links.length > 0 && layout.design.photos.grey) findings.push(inColour());
    return { bytes, findings };
  } finally {
    work.close();
  }
}
function besideIt(count: number): Finding {
  return tell("info", "idml-links", { count });
}

function inColour(): Finding {
  return tell("info", "idml-colour", {});
}

async function markdown(job: ExportJob): Promise<Made> {
  const { writeMarkdown } = await import("../../shared/manuscript/writeMarkdown.ts");
  return fromWork(job, async ({ doc }) => writeMarkdown(doc));
}

async function word(job: ExportJob): Promise<Made> {
  const [{ writeWord }, { picturesForWord }, { titleOf }] = await Promise.all([
    import("../../shared/manuscript/writeWord.ts"),
    import("./manuscriptPictures.ts"),
    import("./jobs.ts"),
  ]);
  return fromWork(job, async ({ doc, originals, modified, name }) => {
    const picture = await picturesForWord(doc, originals);
    return writeWord(doc, { title: titleOf(doc) || name, picture, time: job.stamp ?? modified });
  });
}

async function html(job: ExportJob): Promise<Made> {
  const [{ writeHtml }, { picturesForHtml }, { appVersion, titleOf }] = await Promise.all([
    import("../../shared/manuscript/writeHtml.ts"),
    import("./manuscriptPictures.ts"),
    import("./jobs.ts"),
  ]);
  return fromWork(job, async ({ doc, originals, name }) => {
    const picture = await picturesForHtml(doc, originals);
    return writeHtml(doc, { title: titleOf(doc) || name, generator: `Quoin ${appVersion()}`, picture });
  });
}

/** From the words and pictures alone; no page is laid out. */
async function fromWork(job: ExportJob, make: (work: Work) => Promise<Uint8Array | string>): Promise<Made> {
  const work = await openWork(job.source, job);
  try {
    return { bytes: await make(work), findings: [...work.findings, ...work.originals.findings] };
  } finally {
    work.close();
  }
}
