/** The pictures of one export: read from the document, made ready in a thread that opens with the first of them, looked at. */
import { join } from "node:path";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { PictureRequest, Pictures, PreparedPicture, Standard } from "../../shared/pdf/ticket.ts";
import { pictureBlocks } from "../../shared/preflight/pictures.ts";
import { limitsOf, type PressLimits } from "../../shared/preflight/foreign/limits.ts";
import { isForPress } from "../../shared/preflight/standards.ts";
import type { FlattenPorts } from "./flatten.ts";
import type { ExportJob } from "./jobs.ts";
import { inkShelf } from "./inkShelf.ts";
import type { PictureShop } from "./pictures.ts";
import { PDF_TYPE, preparePdf } from "./placedPdf.ts";
import { workingDir } from "./places.ts";
import type { Printer } from "./shelves.ts";
import type { Work } from "./work.ts";

/**
 * Pictures for the writer, from a thread that is opened with the first of them. `ink`: what a standard without
 * transparency needs to put a picture together with what lies below it.
 */
export function createPictureDesk(
  work: Work,
  job: Pick<ExportJob, "standard">,
  printer: Printer,
  ink: Pick<FlattenPorts, "outline" | "labToInk" | "largeType">,
  signal: AbortSignal,
) {
  let shop: PictureShop | null = null;
  const inks = inkShelf(join(workingDir(), "cache", "ink"));
  /** Originals that are coarse JPEGs, until the first page that shows them has said so. */
  const blocks = new Map<string, Finding>();
  const asStandard = (standard: Standard): Pictures => {
    let prepare: Pictures | null = null;
    return async (request) => {
      const original = work.originals.all.get(request.media);
      if (original?.type === PDF_TYPE) {
        const file = { bytes: await original.read(), name: original.name };
        return preparePdf(file, request, isForPress(standard) ? limitsFor(standard, printer) : null, signal);
      }
      if (!prepare) {
        const room = await import("./pictures.ts");
        shop ??= room.pictureShop();
        prepare ??= room.exportPictures(
          shop,
          {
            standard,
            press: isForPress(standard) ? printer.intent.profile : null,
            inkLimit: printer.rules.inkLimit,
            ...(isForPress(standard) ? { ceiling: printer.rules.pictures.ceiling } : {}),
            async original(hash) {
              const original = work.originals.all.get(hash);
              if (!original) return null;
              const bytes = await original.read();
              const coarse = pictureBlocks(bytes, original.name);
              if (coarse) blocks.set(hash, coarse);
              return { bytes, name: original.name, given: true };
            },
            inks,
          },
          signal,
        );
      }
      const picture = await prepare(request);
      const coarse = blocks.get(request.media);
      blocks.delete(request.media);
      return coarse && !("code" in picture) ? { ...picture, findings: [...picture.findings, coarse] } : picture;
    };
  };
  const plain = asStandard(job.standard);
  /** Its decoders are loaded for the one standard that needs it, with the first picture. */
  let flat: Promise<Pictures> | null = null;
  const flattening = async (): Promise<Pictures> => {
    const { flattened } = await import("./flatten.ts");
    return flattened(plain, {
      ...ink,
      live: asStandard("x4"),
      ceiling: printer.rules.pictures.ceiling,
      nameOf: (media) => work.originals.all.get(media)?.name ?? "",
      isForm: (media) => work.originals.all.get(media)?.type === PDF_TYPE,
    });
  };
  const flatPicture: Pictures = async (request) => (await (flat ??= flattening()))(request);
  const pictures = job.standard === "x1a" ? flatPicture : plain;
  const close = async () => {
    await Promise.all([shop?.close(), inks.close()]);
  };
  return { pictures, close };
}

/** The printer's limits, for a file of this standard. */
function limitsFor(standard: Standard, { rules, intent }: Printer): PressLimits {
  return { ...limitsOf(rules, intent.profile), standard: standard === "x1a" ? "x1a" : "x4" };
}

export type PictureSeen = (request: PictureRequest, picture: PreparedPicture) => void;

/** No picture reaches a press in RGB: one that would is a finding, and its place is marked on the page. */
export function watched(pictures: Pictures, press: boolean, seen: PictureSeen | null): Pictures {
  return async (request) => {
    const picture = await pictures(request);
    if ("code" in picture) return picture;
    if (press && picture.space === "rgb") {
      return tell("error", "rgb-left", { page: request.page }, { page: request.page });
    }
    seen?.(request, picture);
    return picture;
  };
}
