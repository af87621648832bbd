/** Editions put straight into a document's file, by a command that does nothing else meanwhile. */
import { StoryFile, readOnlyBecause } from "./documents/storyFile.ts";
import type { EditionKeeper } from "./editions.ts";
import { Failed } from "./failure.ts";

export function keepIn(path: string): EditionKeeper {
  /** Opened for each word, so that nobody finds the file held while pages are made. Throws `Failed`. */
  function within(work: (file: StoryFile) => void): void {
    const file = StoryFile.open(path, { mode: "write", author: "" });
    try {
      if (file.readOnly) {
        const why = readOnlyBecause(file.readOnly);
        throw new Failed(
          "read-only",
          `${path}: nothing can be recorded in it, ${why}`,
          "Close it there, or leave --record out",
        );
      }
      work(file);
    } finally {
      file.close();
    }
  }
  return {
    async record(edition, map) {
      within((file) => file.recordEdition(edition, map));
    },
    async forget(kind, number) {
      within((file) => file.forgetEdition(kind, number));
    },
  };
}
