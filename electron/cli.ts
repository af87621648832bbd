/**
 * The command line. Reads arguments, calls the host, prints: nothing is decided here but words and exit codes.
 *
 * Exit 0: done and clean, or every error allowed. 1: done, with findings of severity error. 2: could not be done, and
 * one line on stderr says what and what to do. With `--json` one JSON value on stdout, also at exit 1.
 *
 * Dates in a PDF come from the document's last change; made straight from a manuscript, from that file's own last
 * change; `--stamp` sets them for good, so that a copy of the manuscript gives the same bytes.
 */
import { realpathSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { extname, join, relative, resolve } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { blocking, type Finding } from "../shared/finding.ts";
import type { Standard } from "../shared/ipc.ts";
import { removeUnfinished } from "./host/atomicFile.ts";
import { anyFailure, Failed } from "./host/failure.ts";
import { workingDir } from "./host/places.ts";
import type { DeliveredFile } from "./host/deliver.ts";
import type { ExportJob, LayoutJob } from "./host/jobs.ts";

const EXIT = { clean: 0, findings: 1, failed: 2 } as const;
const stop = new AbortController();

type Common = { readonly media: readonly string[]; readonly json?: boolean };
type LayoutOptions = Common & {
  readonly template?: string;
  readonly design?: string;
  readonly fonts: readonly string[];
  readonly repeat: number;
  readonly lang?: string;
};
type ExportOptions = LayoutOptions & {
  readonly output: string;
  readonly standard?: Standard;
  readonly printer?: string;
  readonly pages?: string;
  readonly marks?: boolean;
  readonly allow: readonly string[];
  readonly stamp?: number;
  readonly receipt?: boolean;
  readonly replaces?: string;
  readonly record?: boolean;
  readonly lineNumbers?: boolean;
  readonly grid?: boolean;
};

// What every command prints

function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** A finding in one line, as a person reads it. */
function line(f: Finding): string {
  const where = f.page === undefined || /^page \d/i.test(f.message) ? "" : ` page ${f.page}`;
  const says = f.message.replace(/\s*\n\s*/g, " ");
  return `${f.ran ? f.severity : "not run"}${where}: ${says}${f.hint ? ` (${f.code}: ${f.hint})` : ` (${f.code})`}`;
}

/** Prints the findings, and sets the exit code after those that are not allowed. */
function conclude(
  findings: readonly Finding[],
  allowed: readonly string[],
  asJson: unknown,
  files: readonly string[],
): void {
  if (asJson !== null) print(JSON.stringify(asJson));
  else {
    for (const file of files) print(file);
    for (const f of findings) print(line(f));
  }
  process.exitCode = blocking(findings, new Set(allowed)).length > 0 ? EXIT.findings : EXIT.clean;
}

/** Progress on stderr, in place, when a person is looking. */
function progressLine(): { tell(stage: string, done: number, of: number): void; end(): void } {
  if (!process.stderr.isTTY) return { tell: () => undefined, end: () => undefined };
  let last = 0;
  let shown = false;
  return {
    tell(stage, done, of) {
      const now = performance.now();
      if (now - last < 80 && done !== of) return;
      last = now;
      shown = true;
      process.stderr.write(`\r\u001b[K${stage} ${done}${of > 0 ? ` of ${of}` : ""}`);
    },
    end() {
      if (shown) process.stderr.write("\r\u001b[K");
      shown = false;
    },
  };
}
const progress = progressLine();

// What is asked for

const collect = (value: string, before: readonly string[]): string[] => [...before, value];
const collectCodes = (value: string, before: readonly string[]): string[] => [
  ...before,
  ...value
    .split(",")
    .map((code) => code.trim())
    .filter((code) => code !== ""),
];
function readTimes(value: string): number {
  const times = Number(value);
  if (!Number.isInteger(times) || times < 1 || times > 10_000) throw new InvalidArgumentError("expected 1 to 10000");
  return times;
}
function readStamp(value: string): number {
  const time = /^\d{1,11}$/.test(value) ? Number(value) * 1000 : Date.parse(value);
  if (!Number.isFinite(time)) throw new InvalidArgumentError("expected 2026-11-23T10:00:00Z, or seconds since 1970");
  return time;
}

/** The target must not be what is read. */
function notTheSource(source: string, target: string): void {
  const real = (path: string) => {
    try {
      return realpathSync(path);
    } catch {
      return resolve(path);
    }
  };
  if (real(source) === real(target)) {
    throw new Failed("same-file", `${target}: it is the file being read`, "Give -o another name");
  }
}

async function layoutJobOf(source: string, options: LayoutOptions): Promise<LayoutJob> {
  const { readJsonFile } = await import("./host/shelves.ts");
  return {
    source,
    lang: options.lang ?? null,
    template: options.template ?? null,
    repeat: options.repeat,
    media: options.media,
    fonts: options.fonts,
    overrides: options.design === undefined ? [] : [await readJsonFile(options.design)],
    ...(options.design === undefined ? {} : { designFile: options.design }),
  };
}
async function exportJobOf(source: string, options: Omit<ExportOptions, "output">): Promise<ExportJob> {
  const { readPrinter } = await import("./host/shelves.ts");
  const { rules } = await readPrinter(options.printer ?? null);
  return {
    ...(await layoutJobOf(source, options)),
    standard: options.standard ?? rules.standard,
    printer: options.printer ?? null,
    pages: options.pages ?? null,
    marks: options.marks ?? rules.marks,
    allow: options.allow,
    digests: null,
    stamp: options.stamp ?? null,
    record: options.record ?? false,
    lineNumbers: options.lineNumbers ?? false,
    grid: options.grid ?? false,
  };
}

// The commands

async function runImport(
  source: string,
  options: Common & { readonly output?: string; readonly lang?: string },
): Promise<void> {
  const { output, lang, media, json } = options;
  if (output === undefined && !json) {
    throw new Failed("usage", "import: there is no -o OUT.quoin, and no --json", "Say where the document goes");
  }
  if (output !== undefined) notTheSource(source, output);
  const { openWork } = await import("./host/work.ts");
  const work = await openWork(source, { lang: lang ?? null, template: null, repeat: 1, media });
  try {
    if (!work.report)
      throw new Failed("not-a-manuscript", `${source}: it is a Quoin document already`, "Name a manuscript");
    const findings = [...work.findings, ...work.originals.findings];
    if (output !== undefined) {
      const [{ createStoryFile }, { boundToOriginals }] = await Promise.all([
        import("./host/documents/storyFile.ts"),
        import("./host/originals.ts"),
      ]);
      const originals = [...work.originals.all.values()].flatMap((original) => original.media ?? []);
      const doc = boundToOriginals(work.doc, work.originals).toJSON();
      await createStoryFile(output, doc, Date.now(), originals);
    }
    conclude(findings, [], json ? { ...work.report, findings } : null, output === undefined ? [] : [output]);
  } finally {
    work.close();
  }
}

async function runExport(source: string, options: ExportOptions): Promise<void> {
  notTheSource(source, options.output);
  const { deliverJob, isDelivery } = await import("./host/deliver.ts");
  const { keepIn } = await import("./host/recordEdition.ts");
  if (extname(options.output).toLowerCase() === ".pdf" || (await isDelivery(options.output))) {
    const wish = { out: options.output, receipt: options.receipt ?? false, replaces: options.replaces ?? null };
    const job = await exportJobOf(source, options);
    const { files, findings, sheets } = await deliverJob(job, wish, progress.tell, stop.signal, keepIn(source));
    progress.end();
    written(files, findings, options, options.json ? { pages: sheets() } : {});
    return;
  }
  if (options.record) {
    throw new Failed("usage", `${options.output}: only PDFs are counted as proofs and prints`, "Leave --record out");
  }
  if (options.receipt || options.replaces !== undefined) {
    throw new Failed("usage", `${options.output}: only a PDF has a receipt`, "End the name in .pdf, or name a folder");
  }
  const { exportTo } = await import("./host/exportFormats.ts");
  const make = exportTo(options.output);
  const job = await exportJobOf(source, options);
  const { file, findings } = await make(job, options.output, progress.tell, stop.signal);
  progress.end();
  written(file ? [file] : [], findings, options);
}

/** What came of an export or a package: `more` stands beside its files and findings in the JSON. */
function written(
  files: readonly DeliveredFile[],
  findings: readonly Finding[],
  options: ExportOptions,
  more: object = {},
): void {
  const { output, allow, json } = options;
  const names = files.map(({ path }) => (path === resolve(output) ? output : relative(process.cwd(), path) || path));
  conclude(findings, allow, json ? { files, findings, ...more } : null, names);
  if (files.length > 0 || json) return;
  const codes = new Set(blocking(findings, new Set(allow)).map((f) => f.code));
  process.stderr.write(
    `quoin: ${output} was not written; what is in the way can be mended, or allowed: ${[...codes].map((code) => `--allow ${code}`).join(" ")}\n`,
  );
}

async function runLayout(source: string, options: LayoutOptions): Promise<void> {
  const [{ layOutJob }, { layoutJson }] = await Promise.all([
    import("./host/jobs.ts"),
    import("../shared/layout/json.ts"),
  ]);
  const { layout, work, fonts } = await layOutJob(await layoutJobOf(source, options), progress.tell, stop.signal);
  progress.end();
  work.close();
  const findings = [...work.findings, ...work.originals.findings, ...fonts.findings(), ...layout.findings];
  const told = { ...layout, findings };
  conclude(findings, [], options.json ? layoutJson(told) : null, [`${layout.pages.length} pages`]);
}

async function runPreflight(source: string, options: Omit<ExportOptions, "output">): Promise<void> {
  const [{ exportJob }, { kindOf }] = await Promise.all([import("./host/jobs.ts"), import("./host/work.ts")]);
  if ((await kindOf(source)) === "pdf") {
    const { preflightPdf } = await import("./host/foreignPdf.ts");
    const tell = (page: number) => progress.tell("page", page, 0);
    const { receiptFindings } = await import("./host/receipts.ts");
    const found = [
      ...(await preflightPdf(source, options.printer ?? null, tell, stop.signal)),
      ...(await receiptFindings(source)),
    ];
    progress.end();
    conclude(found, options.allow, options.json ? { files: [], findings: found } : null, []);
    return;
  }
  const { findings } = await exportJob(await exportJobOf(source, options), null, progress.tell, stop.signal);
  progress.end();
  conclude(findings, options.allow, options.json ? { files: [], findings } : null, []);
}

async function runPackage(source: string, options: ExportOptions): Promise<void> {
  notTheSource(source, options.output);
  if (extname(options.output).toLowerCase() !== ".zip") {
    throw new Failed("usage", `${options.output}: a package is a .zip`, "End the name in .zip");
  }
  const { packageJob } = await import("./host/package.ts");
  const job = await exportJobOf(source, options);
  const { file, findings } = await packageJob(job, options.output, progress.tell, stop.signal);
  progress.end();
  written(file ? [file] : [], findings, options);
}

async function runRescue(source: string, options: { readonly output: string; readonly json?: boolean }): Promise<void> {
  notTheSource(source, options.output);
  const { rescue } = await import("./host/documents/rescue.ts");
  const { sha256OfFile } = await import("./host/fileHash.ts");
  const { findings, ...kept } = await rescue(source, options.output);
  const files = [{ path: resolve(options.output), ...(await sha256OfFile(options.output)) }];
  conclude(findings, [], options.json ? { files, findings, ...kept } : null, [options.output]);
}

// The words

function program(): Command {
  const quoin = new Command("quoin")
    .description("Lays out magazine interviews and makes the PDF the printer prints")
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError(true);

  const json = (c: Command) => c.option("--json", "print one JSON value on stdout");
  const media = (c: Command) =>
    c.option("--media <folder>", "look there too for pictures (may be repeated)", collect, []);
  const layout = (c: Command) =>
    media(c)
      .option("--template <name>", "lay out with this template")
      .option("--design <file>", "a JSON file laid over the template")
      .option("--fonts <folder>", "look there too for fonts (may be repeated)", collect, [])
      .option("--lang <code>", "the manuscript's language; otherwise as it reads")
      .option("--repeat <times>", "repeat questions and answers, for measurements", readTimes, 1);
  const printed = (c: Command) =>
    layout(c)
      .addOption(
        new Option("--standard <name>", "what the PDF is for; otherwise as the printer's profile says").choices([
          "x4",
          "x1a",
          "proof",
          "screen",
        ]),
      )
      .option("--printer <name>", "the printer's profile and limits")
      .option("--pages <pages>", "as in 3-5,8")
      .option("--marks", "crop and registration marks, colour bar; otherwise as the printer's profile says")
      .option("--no-marks", "none of them")
      .option("--allow <code>", "write in spite of errors of this code (may be repeated)", collectCodes, [])
      .option("--stamp <time>", "the time that stands in the PDF", readStamp);

  json(media(quoin.command("import")))
    .argument("<source>", "a manuscript")
    .option("-o, --output <file>", "the document to write, .quoin")
    .option("--lang <code>", "the manuscript's language; otherwise as it reads")
    .description("read a manuscript into a document")
    .action(runImport);
  json(printed(quoin.command("export")))
    .argument("<source>", "a document or a manuscript")
    .requiredOption(
      "-o, --output <file>",
      "a .pdf, .idml, .docx, .html or .md; a folder; or a pattern: {title}-{page}.pdf",
    )
    .option("--receipt", "write what the PDF is made of beside it, for a person (.pdf) and for programs (.json)")
    .option("--replaces <receipt>", "hold the other pages against this receipt of an earlier delivery")
    .option("--record", "count this proof or print in the document, and keep a proof's map there")
    .option("--line-numbers", "number every fifth line of a proof")
    .option("--grid", "show the baseline grid and the columns on a proof")
    .description("write a PDF, or the story for another program")
    .action(runExport);
  json(printed(quoin.command("package")))
    .argument("<source>", "a document or a manuscript")
    .requiredOption("-o, --output <file>", "the file to write, .zip")
    .description("write the PDF with its receipt, the story as IDML, fonts and pictures")
    .action(runPackage);
  json(layout(quoin.command("layout")))
    .argument("<source>", "a document or a manuscript")
    .description("lay out and print the pages as numbers")
    .action(runLayout);
  json(printed(quoin.command("preflight")))
    .argument("<source>", "a document or a manuscript")
    .description("say what a printer would refuse")
    .action(runPreflight);
  json(quoin.command("rescue"))
    .argument("<file>", "a damaged document")
    .requiredOption("-o, --output <file>", "the document to write, .quoin")
    .description("save what is sound of a damaged document, and list what is not")
    .action(runRescue);
  for (const command of quoin.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  return quoin;
}

function fail(message: string, hint: string): void {
  progress.end();
  const said = message.replace(/\.+$/, "");
  const text = hint ? `${said}. ${hint}` : said;
  process.stderr.write(`quoin: ${text.replace(/\s*\n\s*/g, " ")}\n`);
  process.exitCode = EXIT.failed;
}

/** What is half written is removed, whatever ends the process. */
function endOn(signal: NodeJS.Signals): void {
  process.on(signal, () => {
    stop.abort();
    removeUnfinished();
    fail("Stopped", "Nothing was written");
    process.exit(EXIT.failed);
  });
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) endOn(signal);
process.on("uncaughtException", (error) => {
  removeUnfinished();
  const { message, hint } = anyFailure(error, "quoin");
  fail(message, hint);
  process.exit(EXIT.failed);
});
// Whoever reads may stop reading, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.clean);
});

// Compiled code is kept from one run to the next: a third of a short command's time is reading our own.
enableCompileCache(join(workingDir(), "cache"));
try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) {
      const asked =
        error.code === "commander.help"
          ? "Say what to do: import, export, package, layout, preflight or rescue"
          : error.message;
      fail(asked.replace(/^error: /, ""), "quoin --help lists the commands and their options");
    }
  } else {
    const { message, hint } = anyFailure(error, "quoin");
    fail(message, hint);
    if (process.env.QUOIN_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
