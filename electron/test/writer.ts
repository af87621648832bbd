/**
 * A program that writes a document as a person would, and says on its standard output what is safe by then: for the
 * tests that end it in the middle. `node writer.ts FILE SEED TURNS`; each turn is a few letters, a picture, a version
 * or closing and opening. It says `doc REVISION SHA-256`, before that revision is committed; `created`; and, when it
 * is on disk, `safe REVISION`, `picture HASH`, `version REVISION`.
 */
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import type { Node } from "prosemirror-model";
import { createStoryFile, StoryFile } from "../host/documents/storyFile.ts";
import { chanceFrom, interviewJson, png, typed } from "./stories.ts";

const say = (line: string) => writeSync(1, `${line}\n`);
const docHash = (doc: Node) => createHash("sha256").update(JSON.stringify(doc.toJSON())).digest("hex");

const [path = "", seed = "1", turns = "1"] = process.argv.slice(2);
const chance = chanceFrom(Number(seed));
const write = { mode: "write", author: "writer" } as const;

await createStoryFile(path, interviewJson(), 1);
say("created");
let file = StoryFile.open(path, write);
say(`doc 0 ${docHash(file.doc)}`);
for (let turn = 0; turn < Number(turns); turn++) {
  switch (chance(12)) {
    case 0: {
      const bytes = png(40 + chance(900), 40 + chance(900), chance(1 << 30));
      const name = `picture ${turn}.png`;
      const media = file.addMedia({ source: { bytes }, name, type: "image/png", width: 1, height: 1 }, turn);
      say(`safe ${file.saved}`);
      say(`picture ${media.hash}`);
      break;
    }
    case 1:
      say(`version ${file.nameVersion(`Version ${turn}`, turn).revision}`);
      say(`safe ${file.saved}`);
      break;
    case 2:
      file.close();
      say(`safe ${file.saved}`);
      file = StoryFile.open(path, write);
      break;
    default: {
      const letters = 1 + chance(60);
      for (let n = 0; n < letters; n++) {
        file.apply(file.revision, [typed(file.doc, String.fromCharCode(97 + chance(26))).transaction], turn);
        say(`doc ${file.revision} ${docHash(file.doc)}`);
      }
      file.commit();
      say(`safe ${file.saved}`);
    }
  }
}
file.close();
say(`safe ${file.saved}`);
