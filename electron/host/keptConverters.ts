/**
 * Conversions that stay open from picture to picture: most pictures of an issue come from a few cameras, and opening two
 * profiles takes longer than converting a small picture.
 */
import { createHash } from "node:crypto";
import type { ColorEngine, Conversion, Converter } from "../../shared/color/converter.ts";

/** Half a megabyte each. */
const MOST = 6;

/** The same engine; what it opened is closed when another conversion needs its place. */
export function keptConverters(engine: ColorEngine): ColorEngine {
  const kept = new Map<string, { readonly converter: Converter; users: number }>();

  return {
    ...engine,
    open(conversion) {
      const key = keyOf(conversion);
      let entry = kept.get(key);
      if (entry) kept.delete(key);
      else {
        const converter = engine.open(conversion);
        if (!converter) return null;
        entry = { converter, users: 0 };
      }
      // The one used last stands last.
      kept.set(key, entry);
      const held = entry;
      held.users++;
      for (const [old, { converter, users }] of kept) {
        if (kept.size <= MOST) break;
        if (users > 0) continue;
        converter.close();
        kept.delete(old);
      }
      let open = true;
      return {
        convert: (pixels) => held.converter.convert(pixels),
        close() {
          if (open) held.users--;
          open = false;
        },
      };
    },
  };
}

function keyOf({ space, bits, source, press, rendering }: Conversion): string {
  const print = (bytes: Uint8Array | null) => (bytes ? createHash("sha256").update(bytes).digest("base64") : "");
  return [space, bits, print(source), print(press), rendering?.intent, rendering?.blackPoint].join(" ");
}
