/** The plug pulled at random moments of a document's writing. `QUOIN_CUTS=2000` pulls it more often than a test run does. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/fixtures.ts";
import { canTrace, Disk, record } from "../../test/powerCuts.ts";
import { chanceFrom } from "../../test/stories.ts";
import { broken, said } from "../../test/promises.ts";

const TEST = join(import.meta.dirname, "../../test");
const folder = testFolder();
const CUTS = Number(process.env.QUOIN_CUTS ?? 200);
/** Each recording has other pictures, versions and closings in it. */
const RECORDINGS = CUTS > 500 ? 10 : 2;

test.skipIf(!canTrace())(
  "a power cut at any moment loses nothing that was on disk, and leaves a sound file (needs strace)",
  () => {
    for (let seed = 1; seed <= RECORDINGS; seed++) {
      const place = join(folder, `recorded-${seed}`);
      mkdirSync(place);
      // Every second one goes on with a document of the first format.
      const goesOn = seed % 2 === 0;
      const beginning = goesOn ? [join(TEST, "data", "format-1.quoin")] : [];
      const events = record(join(TEST, "writer.ts"), [join(place, "a.quoin"), `${seed}`, "40", ...beginning], place);
      const chance = chanceFrom(seed);
      const moments = Array.from({ length: Math.ceil(CUTS / RECORDINGS) }, () => chance(events.length + 1));
      moments.sort((a, b) => a - b);
      const disk = new Disk();
      const lines: string[] = [];
      let at = 0;
      for (const moment of moments) {
        for (; at < moment; at++) {
          const event = events[at];
          if (!event) break;
          disk.hear(event);
          if (event.kind === "said") lines.push(event.line);
        }
        const told = said(lines);
        // Until it is on disk the beginning is a plain copy, which owes nothing.
        if (goesOn && !told.created) continue;
        const left = join(folder, "left");
        disk.cut(place, left, chance);
        const where = `recording ${seed}, cut after event ${moment} of ${events.length}`;
        expect([where, ...broken(join(left, "a.quoin"), told)]).toEqual([where]);
      }
    }
  },
  600_000,
);
