/**
 * The rescue copy: while a document's own file cannot be written (disk full, disk gone, another file in its place) the
 * work goes on in a copy in Quoin's folder, step by step like the file itself, until the file can be written again.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Json } from "../../../shared/ipc.ts";
import { createStoryFile, StoryFile } from "./storyFile.ts";

export class Refuge {
  readonly #copy: StoryFile;
  /** The document's revision up to which the copy goes. */
  #upTo: number;

  private constructor(copy: StoryFile, upTo: number) {
    this.#copy = copy;
    this.#upTo = upTo;
  }

  get path(): string {
    return this.#copy.path;
  }

  /**
   * A copy of `file` below `folder`, with its journal, versions and originals where they can still be read, else with
   * the document alone. Throws what the disk says there.
   */
  static async of(file: StoryFile, folder: string, time: number): Promise<Refuge> {
    mkdirSync(folder, { recursive: true });
    const path = freePath(folder, basename(file.path, ".quoin"));
    let whole = true;
    try {
      await file.backupTo(path);
    } catch {
      whole = false;
      rmSync(path, { force: true });
      await createStoryFile(path, file.doc.toJSON() as Json, time);
    }
    const copy = StoryFile.open(path, { mode: "write", author: file.author, takeOver: true });
    const refuge = new Refuge(copy, whole ? copy.revision : file.revision);
    refuge.keep(file);
    return refuge;
  }

  /** Takes over what `file` has not on disk. Throws what the disk says. */
  keep(file: StoryFile): void {
    for (const { revision, time, ...transaction } of file.pending) {
      if (revision <= this.#upTo) continue;
      this.#copy.apply(this.#copy.revision, [transaction], time);
      this.#upTo = revision;
    }
    this.#copy.commit();
  }

  /** The file itself is whole again: the copy is not needed any more. */
  end(): void {
    this.#copy.drop();
    rmSync(this.path, { force: true });
    rmSync(`${this.path}-journal`, { force: true });
  }

  /** The copy is all there is: it is let go as a document of its own. */
  leave(): void {
    this.#copy.close();
  }
}

function freePath(folder: string, name: string): string {
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? `${name}.quoin` : `${name} ${n}.quoin`);
    if (!existsSync(path)) return path;
  }
}
