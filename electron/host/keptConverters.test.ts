import { expect, test } from "vitest";
import type { ColorEngine, Conversion } from "../../shared/color/converter.ts";
import { keptConverters } from "./keptConverters.ts";

test("a conversion is opened once, stays open, and leaves when others come and nobody uses it", () => {
  const opened: string[] = [];
  const closed: string[] = [];
  const engine = keptConverters({
    open: ({ source }: Conversion) => {
      const name = String(source?.[0]);
      if (name === "99") return null;
      opened.push(name);
      return { convert: () => Uint8Array.of(Number(name)), close: () => closed.push(name) };
    },
  } as unknown as ColorEngine);
  const open = (source: number) =>
    engine.open({ space: "rgb", bits: 8, source: Uint8Array.of(source), press: Uint8Array.of(1) });
  const busy = open(0);
  for (let n = 0; n < 9; n++) {
    const converter = open(n);
    expect([...(converter?.convert(new Uint8Array()) ?? [])]).toEqual([n]);
    converter?.close();
    converter?.close();
  }
  expect(opened).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
  expect(closed).toEqual(["1", "2", "3"]);
  expect([...(busy?.convert(new Uint8Array()) ?? [])]).toEqual([0]);
  expect(open(99)).toBeNull();
});
