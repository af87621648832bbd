/**
 * Pictures for the rest of the host: what is in a file, a preview for the screen, and the pictures of an export. Heavy work is
 * done in a thread of its own; whatever the file is, the answer is a picture or a finding, never an exception.
 */
import { Worker } from "node:worker_threads";
import type { Finding } from "../../shared/finding.ts";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import type { Tone } from "../../shared/layout/openers/calm.ts";
import type { Pictures, PreparedPicture, Standard } from "../../shared/pdf/ticket.ts";
import { carryInk, headOfInk } from "./carriedInk.ts";
import { Failed } from "./failure.ts";
import type { InkShelf } from "./inkShelf.ts";
import type {
  OutlineAnswerMessage,
  OutlineRequestMessage,
  PictureAnswerMessage,
  PictureRequestMessage,
} from "./pictureWorker.ts";
import { isPdf, probePdf } from "./placedPdf.ts";
import { MOST_PIXELS, passThrough } from "./plainJpeg.ts";
import type { PictureJob } from "./preparePicture.ts";

/** Loaded when something must be decoded: JPEGs that go into a file as they are never need it. */
const decoders = () => import("./preparePicture.ts");
async function sharpLibrary() {
  // They say how it is to use memory and threads.
  await decoders();
  return (await import("sharp")).default;
}

export type PictureFacts = {
  /** IANA media type. */
  readonly type: string;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
};

/** Reads a picture's head. Whether the rest of it is sound shows only when it is decoded. */
export async function probePicture(bytes: Uint8Array, name: string): Promise<PictureFacts | Finding> {
  if (isPdf(bytes)) return probePdf(bytes, name);
  const { metadataOf, broken } = await decoders();
  try {
    const meta = await metadataOf(bytes);
    const lying = (meta.orientation ?? 1) >= 5;
    return {
      type: meta.mediaType ?? (meta.format === "svg" ? "image/svg+xml" : `image/${meta.format}`),
      width: lying ? meta.height : meta.width,
      height: lying ? meta.width : meta.height,
    };
  } catch (error) {
    return broken(name, (error as Error).message);
  }
}

/** At most `width` pixels across, upright, sRGB; never enlarged. Throws `Failed` for what is no picture. */
export async function previewPicture(
  original: Uint8Array,
  width: number,
): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  const [sharp, { metadataOf, broken }] = await Promise.all([sharpLibrary(), decoders()]);
  try {
    const { hasAlpha } = await metadataOf(original);
    const shown = sharp(original, { limitInputPixels: MOST_PIXELS, failOn: "error" })
      .autoOrient()
      .resize({ width, withoutEnlargement: true })
      .toColourspace("srgb");
    // Transparent ground shows the page below it, as it does in print.
    return hasAlpha
      ? { type: "image/webp", bytes: await shown.webp({ quality: 82 }).toBuffer() }
      : { type: "image/jpeg", bytes: await shown.jpeg({ quality: 82 }).toBuffer() };
  } catch (error) {
    throw new Failed("picture-broken", broken("", (error as Error).message).message, "Ask for the original again");
  }
}

/** Cells across and down of a picture's tone. */
const TONE = 48;

/** How light an upright picture is where: relative luminances (IEC 61966-2-1). Null for what is no picture. */
export async function toneOfPicture(original: Uint8Array): Promise<Tone | null> {
  const [sharp, { metadataOf }] = await Promise.all([sharpLibrary(), decoders()]);
  try {
    await metadataOf(original);
    const { data } = await sharp(original, { limitInputPixels: MOST_PIXELS, failOn: "error" })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .resize({ width: TONE, height: TONE, fit: "fill" })
      .toColourspace("srgb")
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const channels = data.length / (TONE * TONE);
    const linear = (at: number) => {
      const value = (data[at] ?? 0) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    // Rounded, so that every machine and both sides of the bridge hold the same numbers.
    const values = Array.from({ length: TONE * TONE }, (_, n) => {
      const at = n * channels;
      const light = channels < 3 ? linear(at) : 0.2126 * linear(at) + 0.7152 * linear(at + 1) + 0.0722 * linear(at + 2);
      return Math.round(light * 1000) / 1000;
    });
    return { columns: TONE, rows: TONE, values };
  } catch {
    return null;
  }
}

let tracing: PictureShop | null = null;

/** Of what a picture shows on transparent ground, traced in a thread; null where there is none, or no picture. */
export function outlineOfPicture(original: Uint8Array): Promise<Outline | null> {
  tracing ??= pictureShop();
  return tracing.outline(original);
}

export type PictureShop = {
  /** Rejects only with an AbortError. `given`: the job's bytes are nobody else's, and are gone afterwards. */
  prepare(job: PictureJob, signal?: AbortSignal, given?: boolean): Promise<PreparedPicture | Finding>;
  /** Of what the picture shows on transparent ground; null where there is none, or no picture. */
  outline(bytes: Uint8Array): Promise<Outline | null>;
  close(): Promise<void>;
};

/** Opens the thread when the first picture needs it. One that dies is replaced; its jobs end as findings. */
export function pictureShop(): PictureShop {
  type Waiting = { readonly name: string; readonly settle: (answer: PictureAnswerMessage["answer"]) => void };
  let worker: Worker | null = null;
  let next = 1;
  const waiting = new Map<number, Waiting>();
  const tracing = new Map<number, (outline: Outline | null) => void>();
  const rest = () => {
    if (waiting.size === 0 && tracing.size === 0) worker?.unref();
  };

  function open(): Worker {
    if (worker) return worker;
    // Beside this file, in the sources as in what is built from them.
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const opened = new Worker(new URL(`./pictureWorker.${extension}`, import.meta.url));
    opened.on("message", (message: PictureAnswerMessage | OutlineAnswerMessage) => {
      if ("answer" in message) waiting.get(message.id)?.settle(message.answer);
      else tracing.get(message.id)?.(message.outline);
    });
    const lost = async (why: string) => {
      if (worker === opened) worker = null;
      const gone = [...waiting.values()];
      waiting.clear();
      for (const settle of tracing.values()) settle(null);
      const { broken } = await decoders();
      for (const { name, settle } of gone) settle(broken(name, why));
    };
    opened.on("error", (error) => void lost((error as Error).message));
    opened.on("exit", () => void lost("its decoder ended"));
    opened.unref();
    worker = opened;
    return opened;
  }

  return {
    prepare(job, signal, given = false) {
      if (signal?.aborted) return Promise.reject(aborted());
      const passed = passThrough(job);
      if (passed) return Promise.resolve(passed);
      return new Promise((resolve, reject) => {
        const id = next++;
        const stop = new Int32Array(new SharedArrayBuffer(4));
        const cancel = () => {
          Atomics.store(stop, 0, 1);
          waiting.delete(id);
          rest();
          reject(aborted());
        };
        signal?.addEventListener("abort", cancel, { once: true });
        waiting.set(id, {
          name: job.name,
          settle: (answer) => {
            waiting.delete(id);
            rest();
            signal?.removeEventListener("abort", cancel);
            if (answer === "stopped") reject(aborted());
            else resolve(answer);
          },
        });
        const thread = open();
        thread.ref();
        const message: PictureRequestMessage = { id, job, stop };
        const { buffer, byteLength } = job.bytes;
        const goes = given && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
        thread.postMessage(message, goes ? [buffer] : []);
      });
    },
    outline(bytes) {
      return new Promise((resolve) => {
        const id = next++;
        tracing.set(id, (outline) => {
          tracing.delete(id);
          rest();
          resolve(outline);
        });
        const thread = open();
        thread.ref();
        thread.postMessage({ id, trace: bytes } satisfies OutlineRequestMessage);
      });
    },
    async close() {
      const closing = worker;
      worker = null;
      await closing?.terminate();
    },
  };
}

function aborted(): Error {
  return new DOMException("stopped", "AbortError");
}

export type ExportPictures = {
  /**
   * The original by its hash, and the name a person knows it by; null when it is not there. `given`: nobody else holds
   * the bytes, so that a thread may take them over.
   */
  readonly original: (
    media: string,
  ) => Promise<{ readonly bytes: Uint8Array; readonly name: string; readonly given?: boolean } | null>;
  readonly standard: Standard;
  readonly press: Uint8Array | null;
  readonly inkLimit: number;
  /** Pixels to the inch at most; half as much again as is wanted of a picture. */
  readonly ceiling?: number;
  /** Where measured ink is kept between exports; it is measured each time when left out. */
  readonly inks?: InkShelf;
};

const CEILING = { x4: 450, x1a: 450, proof: 220, screen: 220 } as const;
/** Of decoding and measuring as it is now: raised when either gives other figures. */
const MEASURED = 1;

/** The pictures of one export, as `writePdf` asks for them. */
export function exportPictures(shop: PictureShop, options: ExportPictures, signal?: AbortSignal): Pictures {
  const { original, standard, press, inkLimit, ceiling = CEILING[standard], inks } = options;
  return async ({ media, box, crop, grey = false, rendering, ground }) => {
    const found = await original(media);
    if (!found) return (await decoders()).broken(media.slice(0, 12), "it is not in the document");
    const { bytes, name, given = false } = found;
    const own = { ...(rendering ? { rendering } : {}), ...(ground && !("below" in ground) ? { ground } : {}) };
    const job: PictureJob = { bytes, name, crop, box, grey, standard, press, ceiling, inkLimit, ...own };
    const head = inks ? headOfInk(job) : null;
    const of = [MEASURED, media, box.width, box.height, crop.x, crop.y, crop.width, crop.height];
    const ink = head && (await inks?.find(of));
    const carried = ink && carryInk(job, head, ink);
    if (carried) return carried;
    const made = await shop.prepare(job, signal, given);
    if (head && !("code" in made) && made.carried && made.ink) void inks?.keep(of, made.ink);
    return made;
  };
}
