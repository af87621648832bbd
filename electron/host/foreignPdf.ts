/**
 * Preflight of a PDF file made elsewhere: its bytes piece by piece from disk, inflating and JPEGs through Node and sharp,
 * each within limits. What is found is judged in `shared/preflight/foreign`.
 */
import { type Cipheriv, createCipheriv, createDecipheriv, createHash, type Decipheriv } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setImmediate as breathe } from "node:timers/promises";
import { constants, inflateSync } from "node:zlib";
import type { Finding } from "../../shared/finding.ts";
import { readJpeg } from "../../shared/pdf/jpeg.ts";
import type { PdfCrypto } from "../../shared/pdf/read/encryption.ts";
import type { PdfSource } from "../../shared/pdf/read/file.ts";
import type { Inflate } from "../../shared/pdf/read/filters.ts";
import { checkPdf } from "../../shared/preflight/foreign/checkPdf.ts";
import { limitsOf } from "../../shared/preflight/foreign/limits.ts";
import type { DecodeJpeg } from "../../shared/preflight/foreign/pictureInk.ts";
import { about, Failed } from "./failure.ts";

/** Throws `Failed` when the file cannot be read or is no PDF, or the signal's reason. `progress`: pages done. */
export async function preflightPdf(
  path: string,
  printer: string | null,
  progress: (page: number) => void,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  // The thread that reads placed PDFs takes the ports below and knows no printer.
  const { readPrinter } = await import("./shelves.ts");
  const { rules, intent } = await readPrinter(printer);
  const file = await about(path, async () => openSync(path, "r"));
  try {
    const source = sourceOf(file);
    const found = await checkPdf(
      {
        source,
        inflate,
        jpeg,
        crypto,
        async progress(page) {
          progress(page);
          await breathe();
        },
      },
      limitsOf(rules, intent.profile),
      signal,
    );
    signal.throwIfAborted();
    if (typeof found === "string") {
      throw new Failed(
        "not-a-pdf",
        `${path}: ${found}`,
        "Ask for the file again, or open it in a viewer to see what it is",
      );
    }
    return found;
  } finally {
    closeSync(file);
  }
}

/** A file read at any place. One that shrinks while it is read gives fewer bytes, as a damaged one would. */
function sourceOf(file: number): PdfSource {
  const { size } = fstatSync(file);
  return {
    size,
    read(at, length) {
      const wanted = Math.max(0, Math.min(length, size - at));
      const bytes = new Uint8Array(wanted);
      let done = 0;
      while (done < wanted) {
        const count = readSync(file, bytes, done, wanted - done, at + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    },
  };
}

/** A stream that was cut short gives what it has; more than the limit, or damage, gives nothing. */
export const inflate: Inflate = (data, limit) => {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, limit), finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
};

/** RC4 is not among them, which OpenSSL gave up; who reads such files brings it. */
export const crypto: PdfCrypto = {
  md5: (bytes) => createHash("md5").update(bytes).digest(),
  sha2: (bits, bytes) => createHash(`sha${bits}`).update(bytes).digest(),
  aesDecrypt: (key, iv, bytes) => aes(createDecipheriv(`aes-${bitsOf(key)}-cbc`, key, iv), bytes),
  aesEncrypt: (key, iv, bytes) => aes(createCipheriv(`aes-${bitsOf(key)}-cbc`, key, iv), bytes),
};
function aes(cipher: Cipheriv | Decipheriv, bytes: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}
function bitsOf(key: Uint8Array): 128 | 256 {
  return key.length === 32 ? 256 : 128;
}

/** More pixels than that are a bomb, or a wall. */
const MOST_PIXELS = 120_000_000;
/** Ink is a mean over 15 mm²; at this many pixels a page has 200 to the inch. */
const WIDEST = 2400;

/** The samples as they stand in the file: libvips turns Adobe's inverted ones round, which is undone here. */
export const jpeg: DecodeJpeg = async (bytes) => {
  const head = readJpeg(bytes);
  if (head?.components !== 4 || head.width * head.height > MOST_PIXELS) return null;
  const { default: sharp } = await import("sharp");
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", sequentialRead: true })
      .pipelineColourspace("cmyk")
      .toColourspace("cmyk")
      .resize({ width: WIDEST, height: WIDEST, fit: "inside", withoutEnlargement: true, kernel: "linear" })
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (head.adobe) for (let n = 0; n < data.length; n++) data[n] = 255 - (data[n] as number);
    return { width: info.width, height: info.height, parts: info.channels, samples: data };
  } catch {
    return null;
  }
};
