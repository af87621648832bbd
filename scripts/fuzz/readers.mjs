/**
 * Everything that reads what comes from outside: inputs to begin with, what its format is made of, and how it is asked.
 * A reader may give a value or throw what the world did to a file (`Failed`, `FontError`, `DesignError`); anything else
 * thrown is a mistake of ours. `start` gets an empty folder, which is the process's own and its working folder.
 */
import { DATA } from "./readers/data.mjs";
import { DOORS } from "./readers/doors.mjs";
import { FILES } from "./readers/files.mjs";
import { MANUSCRIPTS } from "./readers/manuscripts.mjs";
import { PDFS } from "./readers/pdfs.mjs";

export const READERS = { ...MANUSCRIPTS, ...FILES, ...PDFS, ...DATA, ...DOORS };
