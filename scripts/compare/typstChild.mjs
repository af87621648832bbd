/** Typst as a whole process: `node typstChild.mjs PACKAGE FOLDER SOURCE OUT`; `FOLDER` holds source and pictures. */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [from, workspace, source, out, ...fonts] = process.argv.slice(2);
const { NodeCompiler } = createRequire(import.meta.url)(from);
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fonts }] });
writeFileSync(out, compiler.pdf({ mainFilePath: source }));
