/**
 * Preflight of any PDF: what a printer would refuse, and why, page by page. The file may be anyone's and may lie: it is
 * read piece by piece within limits, and a check that could not be carried out is told as one. Nothing is kept of a
 * page but its findings.
 */
import type { Finding } from "../../finding.ts";
import { tell } from "../../findings/tell.ts";
import type { PdfCrypto } from "../../pdf/read/encryption.ts";
import { openPdf, type PdfSource } from "../../pdf/read/file.ts";
import type { Inflate } from "../../pdf/read/filters.ts";
import { type Effort, TooMuch } from "../../pdf/read/effort.ts";
import { pagesOf, type ReadPage } from "../../pdf/read/pages.ts";
import type { StopSignal } from "../../pdf/ticket.ts";
import { checkBoxes } from "./boxes.ts";
import type { PressLimits } from "./limits.ts";
import { checkObjects } from "./objects.ts";
import { checkPage, type Desk, type Placed } from "./page.ts";
import { type DecodeJpeg, inkOfPicture } from "./pictureInk.ts";
import { createReport, type Report, trimOf } from "./report.ts";
import { createSpots } from "./spots.ts";
import { checkFrame } from "./standard.ts";

export type PdfPorts = {
  readonly source: PdfSource;
  readonly inflate: Inflate;
  readonly jpeg: DecodeJpeg;
  /** Left out, an encrypted file stays locked. */
  readonly crypto?: PdfCrypto;
  /** Awaited after each page, so that others can work and a request to stop is heard. */
  readonly progress: (page: number) => void | Promise<void>;
};

/** Work for a file: so much, and more the larger it is. A page of an atlas takes a million operators in 10 MB. */
const EFFORT = 400_000;
const EFFORT_A_BYTE = 8;
const MOST_MEASURED = 20_000;

/** A sentence says why a file is no PDF that can be read. */
export async function checkPdf(
  ports: PdfPorts,
  limits: PressLimits,
  signal: StopSignal | null = null,
): Promise<readonly Finding[] | string> {
  const file = openPdf(ports.source, ports.inflate, ports.crypto ?? null);
  if (typeof file === "string") return file;
  const report = createReport();
  if (file.locked) {
    return [tell("error", "encrypted.locked", {})];
  }
  if (file.encryption !== null) {
    report.add("error", "encrypted", null, { cipher: file.encryption });
  }
  const effort: Effort = { left: EFFORT + EFFORT_A_BYTE * ports.source.size };
  const frame = checkFrame(file, limits, report);
  const spots = createSpots(report);
  const known = { fonts: new Map(), spaces: new Map() };
  const desk: Desk = { file, limits, frame, report, effort, known, spots };
  const damaged = (broken: string): void => report.add("error", "damaged", null, { broken }, broken);
  const measured = new Map<number, Awaited<ReturnType<typeof inkOfPicture>>>();
  let pages = 0;
  let first: readonly [number, number] | null = null;

  for (const page of pagesOf(file, damaged)) {
    if (signal?.aborted) break;
    pages++;
    const trim = trimOf(page);
    first ??= [trim[2] - trim[0], trim[3] - trim[1]];
    checkBoxes(page, first, limits, report);
    const pictures = within(report, page, () => checkPage(desk, page)) ?? [];
    for (const picture of pictures) await checkInk(ports, desk, page, picture, measured);
    await ports.progress(pages);
    if (effort.left < 0) {
      report.notRun("content.rest", null, { pages });
      break;
    }
  }
  if (pages === 0) report.add("error", "damaged.empty", null, {}, "no pages");
  spots.conclude(limits, report);
  try {
    for (const _ of checkObjects(file, frame.judged, effort, report)) {
      await ports.progress(pages);
      if (signal?.aborted) break;
    }
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    report.notRun("actions.unseen", null, { broken: error.message });
  }
  for (const fault of file.damage) damaged(fault);
  return report.all();
}

/** A page that asks too much is told; the others are checked all the same, with what work is left. */
function within<T>(report: Report, page: ReadPage, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    report.notRun("content.page", { page }, { number: page.number, broken: error.message });
    return null;
  }
}

async function checkInk(
  ports: PdfPorts,
  { file, limits, report, effort }: Desk,
  page: ReadPage,
  placed: Placed,
  measured: Map<number, PictureResult>,
): Promise<void> {
  const { stream, width, height } = placed.use;
  let ink = stream.inline ? undefined : measured.get(stream.at);
  if (ink === undefined) {
    if (measured.size >= MOST_MEASURED) measured.clear();
    // Fifty pixels take about the time of an operator.
    effort.left -= Math.floor(Math.min(width * height, stream.length * 1000) / 50);
    ink = effort.left < 0 ? "the file asks for more work than it should" : await inkOfPicture(file, placed, ports.jpeg);
    if (!stream.inline) measured.set(stream.at, ink);
  }
  const where = { page, box: placed.box };
  if (typeof ink === "string") {
    report.notRun("ink-over.unmeasured", where, { broken: ink });
  } else if (ink && (ink.mean > limits.inkLimit || ink.highest > limits.inkLimit + SLACK)) {
    report.add(
      "error",
      "ink-over.picture",
      where,
      { highest: ink.highest, mean: ink.mean, printer: limits.printer, limit: limits.inkLimit },
      `${stream.at}`,
    );
  }
}
type PictureResult = Awaited<ReturnType<typeof inkOfPicture>>;
/** Rounding of four parts of 8 bits, and JPEG's ringing. */
const SLACK = 5;
