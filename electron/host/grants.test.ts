import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../test/fixtures.ts";
import { safeName } from "./grants.ts";
import { readJsonFile } from "./shelves.ts";

const folder = testFolder();

test("a name from outside is a name in a folder of ours, on every system", () => {
  const cases = {
    "../../etc/passwd": "passwd",
    "C:\\Windows\\x.quoin": "x.quoin",
    "a\u0000b.pdf": "ab.pdf",
    "\u202egpj.exe": "gpj.exe",
    CON: "_CON",
    "nul.quoin": "_nul.quoin",
    "com1.tar.gz": "_com1.tar.gz",
    "lpt¹.txt": "_lpt¹.txt",
    "console.txt": "console.txt",
    "..": "file",
    "": "file",
    " .hidden. ": "hidden",
    "Cuộc trò chuyện.quoin": "Cuộc trò chuyện.quoin",
  };
  for (const long of ["字".repeat(300), "\ufffd".repeat(80) + "." + "\ufffd".repeat(20), `a${"😀".repeat(200)}`]) {
    expect(Buffer.byteLength(safeName(long))).toBeLessThan(250);
    expect(safeName(long).isWellFormed()).toBe(true);
  }
  for (const [given, safe] of Object.entries(cases)) expect(safeName(given), given).toBe(safe);
});

test("JSON of a person's own is read from an ordinary file of a sane size", async () => {
  const path = join(folder, "a.json");
  writeFileSync(path, "{}");
  expect(await readJsonFile(path)).toEqual({});
  truncateSync(path, 40 << 20);
  await expect(readJsonFile(path)).rejects.toMatchObject({ failure: { code: "too-large" } });
  await expect(readJsonFile(folder)).rejects.toMatchObject({ failure: { code: "not-a-file" } });
  if (process.platform === "win32") return;
  execFileSync("mkfifo", [join(folder, "pipe.json")]);
  await expect(readJsonFile(join(folder, "pipe.json"))).rejects.toMatchObject({ failure: { code: "not-a-file" } });
});
