/** Size and SHA-256 of a file, read in pieces. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { about } from "./failure.ts";

export function sha256OfFile(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  return about(path, async () => {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(piece);
      bytes += piece.length;
    }
    return { bytes, sha256: hash.digest("hex") };
  });
}
