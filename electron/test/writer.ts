/**
 * A program that writes a document as a person would, and says on its standard output what is safe by then: for the
 * tests that end it in the middle. `node writer.ts FILE SEED TURNS [BEGINNING]`; each turn is a few letters, a picture,
 * a version, a proof, compaction, or closing and opening; BEGINNING is a document to go on with, of an older format
 * perhaps. It says `doc REVISION SHA-256`, before that revision is committed; `created`; and, when it
 * is on disk, `safe REVISION`, `picture HASH`, `version REVISION`; `compacting`, before it is; and `failed CODE` when
 * the disk would not.
 */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Node } from "prosemirror-model";
import { Failed } from "../host/failure.ts";
import { createStoryFile, StoryFile } from "../host/documents/storyFile.ts";
import { chanceFrom, interviewJson, png, typed } from "./stories.ts";

const say = (line: string) => writeSync(1, `${line}\n`);
const docHash = (doc: Node) => createHash("sha256").update(JSON.stringify(doc.toJSON())).digest("hex");

const [path = "", seed = "1", turns = "1", beginning] = process.argv.slice(2);
const chance = chanceFrom(Number(seed));
const write = { mode: "write", author: "writer" } as const;

process.on("uncaughtException", (error) => {
  say(error instanceof Failed ? `failed ${error.failure.code}` : `mistaken ${error.message}`);
  process.exit(1);
});

if (beginning === undefined) await createStoryFile(path, interviewJson(), 1);
else {
  const made = openSync(path, "w");
  writeSync(made, readFileSync(beginning));
  fsyncSync(made);
  closeSync(made);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}
say("created");
let file = StoryFile.open(path, write);
say(`doc ${file.revision} ${docHash(file.doc)}`);
let proofs = 0;
for (let turn = 0; turn < Number(turns); turn++) {
  switch (chance(15)) {
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
      proofs += 1;
      file.recordEdition(
        {
          kind: "proof",
          number: proofs,
          time: turn,
          revision: file.revision,
          standard: "proof",
          pages: [1],
          files: [{ name: "proof.pdf", bytes: 1, sha256: "0".repeat(64) }],
        },
        null,
      );
      say(`safe ${file.saved}`);
      break;
    case 3:
      // Pictures that nothing shows may be gone from here on.
      say("compacting");
      file.compact(turn);
      say(`safe ${file.saved}`);
      break;
    case 4:
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
