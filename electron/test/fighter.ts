/**
 * A program that opens a document, writes a word, closes it, and does so again for some seconds, as does another.
 * `node fighter.ts FILE NAME SECONDS` says `wrote WORD` when a word is on disk, `waited` when the other has the file.
 */
import { writeSync } from "node:fs";
import { Failed } from "../host/failure.ts";
import { StoryFile } from "../host/documents/storyFile.ts";
import { typed } from "./stories.ts";

const [path = "", name = "", seconds = "1"] = process.argv.slice(2);
const end = Date.now() + Number(seconds) * 1000;
for (let n = 0; Date.now() < end; n++) {
  try {
    const file = StoryFile.open(path, { mode: "write", author: name });
    if (file.readOnly) {
      writeSync(1, "waited\n");
      file.close();
      continue;
    }
    const word = ` ${name}${n}.`;
    file.apply(file.revision, [typed(file.doc, word).transaction], Date.now());
    try {
      file.commit();
      writeSync(1, `wrote ${word}\n`);
      file.close();
    } catch (error) {
      file.drop();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof Failed && ["busy", "in-use"].includes(error.failure.code))) throw error;
    writeSync(1, "waited\n");
  }
}
