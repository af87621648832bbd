/**
 * What is open in each run of Quoin, kept on disk while it runs: a run that ended without a word has crashed, and the
 * next one goes on where it was. One small file a run, so that runs beside each other do not meet.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { forget, isAlive, newWriter, writerRecord } from "./writers.ts";

const record = z.object({ run: writerRecord, documents: z.array(z.string().max(4096)).max(1000) });

export type Running = {
  /** Documents that a run which crashed had open, the one opened last first; they are forgotten with this answer. */
  crashed(): readonly string[];
  /** The documents open now, by path. */
  tell(paths: readonly string[]): void;
  /** This run ends as it should. */
  end(): void;
};

export function createRunning(workingDir: string): Running {
  const folder = join(workingDir, "running");
  const me = newWriter();
  const own = join(folder, `${me.id}.json`);

  return {
    crashed() {
      const found: string[] = [];
      for (const name of names(folder)) {
        const path = join(folder, name);
        const read = recordAt(path);
        if (read && isAlive(read.run)) continue;
        found.push(...(read?.documents.toReversed() ?? []));
        rmSync(path, { force: true });
      }
      return [...new Set(found)];
    },
    tell(paths) {
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(own, JSON.stringify({ run: me, documents: paths }));
      } catch {
        // A note for after a crash that cannot be written is no reason to stop work.
      }
    },
    end() {
      rmSync(own, { force: true });
      forget(me);
    },
  };
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
function recordAt(path: string): z.output<typeof record> | null {
  try {
    return record.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}
