/**
 * The process in which pictures are decoded for the window: what is in a file, a preview, its tone, its outline. A decoder
 * that crashes on a picture, or never comes back from one, takes no document with it. It ends when the host lets go of it.
 */
import type { Failure } from "../../shared/ipc.ts";
import { anyFailure } from "./failure.ts";
import { previewPicture, probePicture, toneOfPicture } from "./pictures.ts";
import { traceOutline } from "./traceOutline.ts";

export type Decoding = { readonly bytes: Uint8Array } & (
  | { readonly kind: "probe"; readonly name: string }
  | { readonly kind: "preview"; readonly width: number }
  | { readonly kind: "tone" }
  | { readonly kind: "outline" }
);
export type ToDecoder = Decoding & { readonly id: number };
export type FromDecoder =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

function decoded(asked: Decoding): Promise<unknown> {
  switch (asked.kind) {
    case "probe":
      return probePicture(asked.bytes, asked.name);
    case "preview":
      return previewPicture(asked.bytes, asked.width);
    case "tone":
      return toneOfPicture(asked.bytes);
    case "outline":
      return traceOutline(asked.bytes);
  }
}

process.on("message", (asked: ToDecoder) => {
  const { id } = asked;
  const answer = (word: FromDecoder): void => {
    if (process.connected) process.send?.(word);
  };
  decoded(asked).then(
    (value) => answer({ id, value }),
    (error: unknown) => answer({ id, failure: anyFailure(error, asked.kind) }),
  );
});
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined);
