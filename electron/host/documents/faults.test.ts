/** Disk full and I/O errors at each call in turn. `QUOIN_FAULTS=2000` tries more than a test run does. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/fixtures.ts";
import { canTrace, type Fault, runWithFault } from "../../test/powerCuts.ts";
import { broken, said } from "../../test/promises.ts";
import { chanceFrom } from "../../test/stories.ts";

const folder = testFolder();
const FAULTS = Number(process.env.QUOIN_FAULTS ?? 12);
const CALLS: readonly Fault["call"][] = ["pwrite64", "fsync", "fdatasync", "ftruncate", "unlink"];
const WRITER = join(import.meta.dirname, "../../test/writer.ts");

test.skipIf(!canTrace())(
  "whichever call the disk refuses, the failure has a name, and nothing that was safe is lost (needs strace)",
  () => {
    const chance = chanceFrom(FAULTS);
    let failed = 0;
    for (let n = 0; n < FAULTS; n++) {
      const path = join(folder, `${n}.quoin`);
      const fault: Fault = {
        call: CALLS[n % CALLS.length] ?? "fsync",
        error: chance(2) === 0 ? "EIO" : "ENOSPC",
        from: 1 + chance(60),
        goesOn: chance(2) === 0,
      };
      const lines = runWithFault(WRITER, [path, `${n}`, "12"], path, fault);
      const last = lines.at(-1) ?? "";
      const where = `${JSON.stringify(fault)}: ${last}`;
      expect([where, ...broken(path, said(lines))]).toEqual([where]);
      expect(where).not.toContain("mistaken");
      if (last.startsWith("failed")) failed += 1;
    }
    expect(failed).toBeGreaterThan(FAULTS / 8);
  },
  FAULTS * 10_000,
);
