/** The writing process ended at random moments. `QUOIN_KILLS=2000` ends it more often than a test run does. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { testFolder } from "../../test/fixtures.ts";
import { broken, said } from "../../test/promises.ts";
import { chanceFrom } from "../../test/stories.ts";

const folder = testFolder();
const KILLS = Number(process.env.QUOIN_KILLS ?? 16);
const WRITER = join(import.meta.dirname, "../../test/writer.ts");

/** Runs the writer, ends it `after` milliseconds from its first word, and gives what it had said. */
async function killed(path: string, seed: number, after: number): Promise<string[]> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", WRITER, path, `${seed}`, "4000"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const begun = new Promise<void>((resolve) => {
    child.stdout.on("data", (bytes: Buffer) => {
      text += bytes.toString();
      resolve();
    });
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await begun;
  await wait(after);
  child.kill("SIGKILL");
  await ended;
  // The last line may be half said.
  return text.split("\n").slice(0, -1);
}

test(
  "ended the hard way at any moment: what was on disk is there, and the file is sound",
  async () => {
    const chance = chanceFrom(KILLS);
    for (let n = 0; n < KILLS; n++) {
      const path = join(folder, `${n}.quoin`);
      const lines = await killed(path, n, chance(160));
      expect([`kill ${n}`, ...broken(path, said(lines))]).toEqual([`kill ${n}`]);
    }
  },
  KILLS * 5000,
);
