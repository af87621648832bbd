import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import type { Finding } from "../shared/finding.ts";
import { schema } from "../shared/schema/interview.ts";
import { createStoryFile, StoryFile } from "./host/documents/storyFile.ts";
import { remountReadOnly, smallDisk, testFolder } from "./test/fixtures.ts";
import { interview, png, typed } from "./test/stories.ts";

const folder = testFolder();
const cli = join(import.meta.dirname, "cli.ts");

type Ran = { readonly code: number | null; readonly out: string; readonly err: string };
function quoin(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { ...process.env, QUOIN_HOME: join(folder, "home") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => (out += piece));
    child.stderr.setEncoding("utf8").on("data", (piece: string) => (err += piece));
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
const at = (name: string) => join(folder, name);
const sha = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
/** Two at a time, for two cores. */
async function together<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([one(), one()]);
}
/** What is in the folder beside the fixtures that were there before. */
function left(name: string): string[] {
  return readdirSync(folder).filter((n) => n.includes(name));
}
/** Could not be done: exit 2, nothing on stdout, one line that begins with our name and has no trace of a stack. */
function refused(run: Ran, message: RegExp): void {
  expect(run).toMatchObject({ code: 2, out: "" });
  expect(run.err).toMatch(/^quoin: [^\n]+\n$/);
  expect(run.err).toMatch(message);
  expect(run.err).not.toMatch(/\bat \S+ \(|node:|\.ts:\d/);
}

const changed = Date.UTC(2026, 10, 23, 10, 0, 0);
const photo = (id: string, file: string) =>
  schema.node("photo", { id, file }, [schema.node("caption", { id: `${id}c` }, schema.text("A street after rain."))]);
const plain = interview("Paper lasts. ".repeat(60));
await createStoryFile(at("plain.quoin"), plain.toJSON(), changed);
const pictured = plain.copy(plain.content.addToEnd(photo("b20", "street.png")));
await createStoryFile(at("pictured.quoin"), pictured.toJSON(), changed);
mkdirSync(at("photos"));
writeFileSync(at("photos/street.png"), png(1700, 1200, 5));

test("a document makes a PDF: exit 0, its name on stdout, nothing on stderr", async () => {
  expect(await quoin("export", "plain.quoin", "-o", "plain.pdf")).toEqual({ code: 0, out: "plain.pdf\n", err: "" });
  const bytes = readFileSync(at("plain.pdf"));
  expect(bytes.toString("latin1", 0, 8)).toBe("%PDF-1.6");
  expect(bytes.toString("latin1").trimEnd().endsWith("%%EOF")).toBe(true);
});

test("same document and arguments, same bytes; its dates are the document's", async () => {
  await quoin("export", "plain.quoin", "-o", "once.pdf");
  const { out } = await quoin("export", "plain.quoin", "-o", "twice.pdf", "--json");
  expect(sha(at("once.pdf"))).toBe(sha(at("twice.pdf")));
  const told = JSON.parse(out) as { files: { path: string; bytes: number; sha256: string }[]; findings: Finding[] };
  expect(told.files).toEqual([
    { path: at("twice.pdf"), bytes: readFileSync(at("twice.pdf")).length, sha256: sha(at("once.pdf")) },
  ]);
  expect(readFileSync(at("once.pdf")).toString("latin1")).toContain("2026-11-23T10:00:00");
  await quoin("export", "plain.quoin", "-o", "stamped.pdf", "--stamp", "2030-01-02T03:04:05Z");
  expect(readFileSync(at("stamped.pdf")).toString("latin1")).toContain("2030-01-02T03:04:05");
  await quoin("export", "plain.quoin", "-o", "again.pdf", "--stamp", String(Date.UTC(2030, 0, 2, 3, 4, 5) / 1000));
  expect(sha(at("again.pdf"))).toBe(sha(at("stamped.pdf")));
});

test("errors that are not allowed: exit 1 and no file; allowed: exit 0 and a file; found beside it: none", async () => {
  const bare = await quoin("export", "pictured.quoin", "-o", "pictured.pdf", "--json");
  expect(bare.code).toBe(1);
  const { files, findings } = JSON.parse(bare.out) as { files: unknown[]; findings: Finding[] };
  expect(files).toEqual([]);
  expect(findings.map((f) => [f.code, f.severity, f.ran])).toEqual([["picture-missing", "error", true]]);
  expect(left("pictured.pdf")).toEqual([]);
  const words = await quoin("export", "pictured.quoin", "-o", "pictured.pdf");
  expect(words).toMatchObject({ code: 1 });
  expect(words.out).toMatch(/^error: Page 1: the picture "street.png".*picture-missing/);
  expect(words.err).toBe(
    "quoin: pictured.pdf was not written; what is in the way can be mended, or allowed: --allow picture-missing\n",
  );
  expect((await quoin("export", "pictured.quoin", "-o", "pictured.pdf", "--allow", "other")).code).toBe(1);
  expect(await quoin("export", "pictured.quoin", "-o", "allowed.pdf", "--allow", "picture-missing")).toMatchObject({
    code: 0,
  });
  expect(existsSync(at("allowed.pdf"))).toBe(true);
  expect((await quoin("export", "pictured.quoin", "-o", "proof.pdf", "--standard", "proof")).code).toBe(0);
  expect(await quoin("export", "pictured.quoin", "-o", "found.pdf", "--media", "photos")).toEqual({
    code: 0,
    out: "found.pdf\n",
    err: "",
  });
  expect(readFileSync(at("found.pdf")).toString("latin1")).toContain("/DeviceGray");
});

test("an old file stays as it was when nothing may be written", async () => {
  writeFileSync(at("old.pdf"), "yesterday's");
  expect((await quoin("export", "pictured.quoin", "-o", "old.pdf")).code).toBe(1);
  expect(readFileSync(at("old.pdf"), "utf8")).toBe("yesterday's");
});

test("layout: pages as numbers, with a template overridden and a body repeated", async () => {
  const one = JSON.parse((await quoin("layout", "plain.quoin", "--json")).out) as {
    trim: number[];
    pages: { lines: { text: string }[] }[];
  };
  expect(one.trim).toEqual([595.276, 841.89]);
  const text = one.pages.flatMap((p) => p.lines.map((l) => l.text)).join("");
  expect(text).toContain("Paper lasts. Paper lasts.");
  writeFileSync(at("narrow.json"), JSON.stringify({ page: { trim: ["148mm", "210mm"] } }));
  const many = await quoin("layout", "plain.quoin", "--json", "--design", "narrow.json", "--repeat", "12");
  const read = JSON.parse(many.out) as { trim: number[]; pages: unknown[] };
  expect(many.code).toBe(0);
  expect(read.trim).toEqual([419.528, 595.276]);
  expect(read.pages.length).toBeGreaterThan(3);
  expect(await quoin("layout", "plain.quoin")).toMatchObject({ code: 0, out: "1 pages\n" });
});

test("pages are chosen as printers write them", async () => {
  const all = ["export", "plain.quoin", "--repeat", "30", "--standard", "proof"];
  await quoin(...all, "-o", "all.pdf");
  expect((await quoin(...all, "-o", "some.pdf", "--pages", "2-3")).code).toBe(0);
  const pages = (name: string) =>
    readFileSync(at(name))
      .toString("latin1")
      .match(/\/Type \/Page\b/g)?.length;
  expect(pages("some.pdf")).toBe(2);
  expect(pages("all.pdf")).toBeGreaterThan(3);
  refused(await quoin(...all, "-o", "none.pdf", "--pages", "2000"), /Pages "2000".*not among pages 1-/);
  expect(left("none.pdf")).toEqual([]);
});

test("preflight says what a printer would refuse and writes nothing", async () => {
  const before = readdirSync(folder).sort();
  const run = await quoin("preflight", "pictured.quoin", "--json");
  expect(run.code).toBe(1);
  expect(JSON.parse(run.out)).toMatchObject({ files: [], findings: [{ code: "picture-missing" }] });
  expect(await quoin("preflight", "plain.quoin", "--json")).toEqual({
    code: 0,
    out: '{"files":[],"findings":[]}\n',
    err: "",
  });
  expect(await quoin("preflight", "plain.pdf")).toEqual({ code: 0, out: "", err: "" });
  writeFileSync(at("no.pdf"), "%PDF-1.4 and nothing more");
  refused(await quoin("preflight", "no.pdf"), /no\.pdf: its pages cannot be found/);
  writeFileSync(at("no.pdf"), "no PDF at all");
  refused(await quoin("preflight", "no.pdf"), /no\.pdf: it does not begin as a PDF does/);
  rmSync(at("no.pdf"));
  expect(readdirSync(folder).sort()).toEqual(before);
});

test("package: PDF, receipt, IDML, fonts with licences, pictures; the same bytes twice", async () => {
  expect(await quoin("package", "pictured.quoin", "-o", "job.zip", "--media", "photos")).toEqual({
    code: 0,
    out: "job.zip\n",
    err: "",
  });
  const entries = unzipSync(readFileSync(at("job.zip")));
  const receipt = JSON.parse(Buffer.from(entries["receipt.json"] ?? []).toString("utf8")) as {
    files: { name: string; sha256: string; bytes: number }[];
    fonts: { file: string | null }[];
    pictures: { name: string; file: string; sha256: string }[];
    missing: { what: string }[];
  };
  for (const { name, sha256, bytes } of receipt.files) {
    const entry = entries[name] ?? new Uint8Array();
    expect([name, entry.length, createHash("sha256").update(entry).digest("hex")]).toEqual([name, bytes, sha256]);
  }
  expect(Object.keys(entries).sort()).toEqual([...receipt.files.map((f) => f.name), "receipt.json"].sort());
  expect(receipt.pictures).toMatchObject([
    { name: "street.png", file: "Links/street.png", sha256: sha(at("photos/street.png")) },
  ]);
  expect(receipt.fonts.every((f) => f.file !== null)).toBe(true);
  expect(Object.keys(entries).some((name) => name.endsWith("OFL.txt"))).toBe(true);
  expect(receipt.missing).toEqual([]);
  // The IDML links to what lies beside it once the package is unpacked.
  const idml = unzipSync(entries["job.idml"] ?? new Uint8Array());
  const spreads = Object.keys(idml).filter((name) => name.startsWith("Spreads/"));
  const linked = spreads.flatMap((name) => [
    ...Buffer.from(idml[name] ?? [])
      .toString("utf8")
      .matchAll(/LinkResourceURI="file:([^"]+)"/g),
  ]);
  expect(linked.map(([, path]) => decodeURIComponent(path ?? ""))).toEqual(["Links/street.png"]);
  await quoin("package", "pictured.quoin", "-o", "job2.zip", "--media", "photos");
  expect(Object.keys(unzipSync(readFileSync(at("job2.zip")))).length).toBe(Object.keys(entries).length);
  copyFileSync(at("job.zip"), at("first.zip"));
  await quoin("package", "pictured.quoin", "-o", "job.zip", "--media", "photos");
  expect(sha(at("job.zip"))).toBe(sha(at("first.zip")));
  expect((await quoin("package", "pictured.quoin", "-o", "blocked.zip")).code).toBe(1);
  expect(left("blocked.zip")).toEqual([]);
});

test("rescue: what is sound, and a list of what is not", async () => {
  copyFileSync(at("plain.quoin"), at("whole.quoin"));
  expect(await quoin("rescue", "whole.quoin", "-o", "rescued.quoin")).toEqual({
    code: 0,
    out: "rescued.quoin\n",
    err: "",
  });
  const long = interview("Paper lasts and ink with it. ".repeat(12_000));
  const path = at("long.quoin");
  await createStoryFile(path, long.toJSON(), 1);
  const file = StoryFile.open(path, { mode: "write", author: "" });
  file.apply(0, [typed(file.doc, "The end.").transaction], 2);
  file.close();
  truncateSync(path, Math.floor(readFileSync(path).length / 2));
  refused(await quoin("export", "long.quoin", "-o", "long.pdf"), /long\.quoin: the file is cut off.*quoin rescue/);
  const run = await quoin("rescue", "long.quoin", "-o", "half.quoin", "--json");
  expect(run.code).toBe(1);
  const told = JSON.parse(run.out) as { files: { path: string }[]; findings: Finding[] };
  expect(told.files[0]?.path).toBe(at("half.quoin"));
  expect(told.findings.map((f) => f.code)).toEqual(["text-lost"]);
  expect((await quoin("layout", "half.quoin")).code).toBe(0);
});

test("what cannot be done is one line and exit 2", async () => {
  writeFileSync(at("bad.json"), '{ "page": ');
  writeFileSync(at("odd.json"), '{ "page": { "trim": ["a", 3] } }');
  const tries: readonly [args: readonly string[], message: RegExp][] = [
    [[], /import, export, package/],
    [["frobnicate"], /unknown command/],
    [["export", "plain.quoin"], /-o, --output/],
    [["export", "plain.quoin", "-o", "x.pdf", "--standard", "x5"], /x4, x1a, proof, screen/],
    [["export", "plain.quoin", "-o", "x.pdf", "--stamp", "teatime"], /expected 2026/],
    [["export", "plain.quoin", "-o", "x.pdf", "--repeat", "0"], /1 to 10000/],
    [["export", "plain.quoin", "-o", "x.pdf", "--printer", "nobody"], /"nobody".*coated/],
    [["export", "plain.quoin", "-o", "x.pdf", "--template", "nothing"], /"nothing".*bulletin/],
    [["export", "plain.quoin", "-o", "x.pdf", "--media", "nowhere"], /nowhere/],
    [["export", "plain.quoin", "-o", "x.pdf", "--fonts", "nowhere"], /nowhere/],
    [["export", "plain.quoin", "-o", "x.pdf", "--design", "nowhere.json"], /nowhere\.json: no such file/],
    [["export", "plain.quoin", "-o", "x.pdf", "--design", "bad.json"], /bad\.json: it is not JSON/],
    [["export", "plain.quoin", "-o", "x.pdf", "--design", "odd.json"], /odd\.json: page\.trim/],
    [["export", "plain.quoin", "-o", "x.xyz"], /x\.xyz: its ending says no format\. End the name in \.pdf, .* or \.md/],
    [["export", "plain.quoin", "-o", "plain.quoin"], /plain\.quoin: it is the file being read/],
    [["export", "nobody.quoin", "-o", "x.pdf"], /nobody\.quoin: no such file/],
    [["export", "photos", "-o", "x.pdf"], /photos: it is not a file/],
    [["export", "plain.quoin", "-o", "nowhere/x.pdf"], /nowhere\/x\.pdf: there is no folder/],
    [["export", "plain.quoin", "-o", "/dev/null.pdf/x.pdf"], /\/dev\/null\.pdf/],
    [["import", "plain.quoin", "-o", "x.quoin"], /a Quoin document already/],
    [["import", "plain.quoin"], /no -o/],
    [["rescue", "bad.json", "-o", "x.quoin"], /bad\.json/],
  ];
  await together(tries, async ([args, message]) => refused(await quoin(...args), message));
  expect(await quoin("--help")).toMatchObject({ code: 0, err: "" });
  expect(left("x.")).toEqual([]);
});

const manuscript = `# Why print?

Interview by Ana Lee

**Why print?**

Paper lasts, and nobody has to charge it.

![A street after rain.](photos/street.png)

Photograph: Bo Tran

**And then?**

Ink, and glue, and a van at four in the morning.
`;
writeFileSync(at("talk.md"), manuscript);
utimesSync(at("talk.md"), changed / 1000, changed / 1000);

test("import: the report as JSON, the document beside it with the picture found by its name", async () => {
  const report = await quoin("import", "talk.md", "--json");
  expect(report).toMatchObject({ code: 0, err: "" });
  const told = JSON.parse(report.out) as {
    lang: string;
    blocks: { role: string; text: string; source: number[] }[];
    findings: Finding[];
  };
  expect(told.lang).toBe("en");
  expect(told.blocks.filter((b) => b.role === "question").map((b) => b.text)).toEqual(["Why print?", "And then?"]);
  expect(told.blocks.every((b) => b.source.length === 2)).toBe(true);
  expect(await quoin("import", "talk.md", "-o", "talk.quoin")).toMatchObject({ code: 0, err: "" });
  const file = StoryFile.open(at("talk.quoin"), { mode: "read", author: "" });
  const media = file.mediaList();
  let bound: unknown = null;
  file.doc.descendants((node) => {
    if (node.type.name === "photo") bound = node.attrs.media;
  });
  expect(media).toMatchObject([{ name: "street.png", width: 1700, height: 1200, hash: bound }]);
  expect(
    createHash("sha256")
      .update(file.media(media[0]?.hash ?? ""))
      .digest("hex"),
  ).toBe(sha(at("photos/street.png")));
  file.drop();
  expect((await quoin("export", "talk.quoin", "-o", "talk.pdf")).code).toBe(0);
});

test("straight from a manuscript: dated by its file, the same bytes from a copy with --stamp", async () => {
  expect((await quoin("export", "talk.md", "-o", "direct.pdf")).code).toBe(0);
  expect(readFileSync(at("direct.pdf")).toString("latin1")).toContain("2026-11-23T10:00:00");
  mkdirSync(at("copy/photos"), { recursive: true });
  copyFileSync(at("talk.md"), at("copy/talk.md"));
  copyFileSync(at("photos/street.png"), at("copy/photos/street.png"));
  await quoin("export", "talk.md", "-o", "s1.pdf", "--stamp", "1700000000");
  await quoin("export", "copy/talk.md", "-o", "s2.pdf", "--stamp", "1700000000");
  expect(sha(at("s1.pdf"))).toBe(sha(at("s2.pdf")));
});

test.each(["md", "html", "docx"])("a document goes out as .%s and comes in the same", async (ending) => {
  const out = `out.${ending}`;
  expect(await quoin("export", "talk.quoin", "-o", out)).toEqual({ code: 0, out: `${out}\n`, err: "" });
  await quoin("import", out, "-o", `${ending}.quoin`);
  const text = (name: string) => {
    const file = StoryFile.open(at(name), { mode: "read", author: "" });
    try {
      return file.doc.textContent;
    } finally {
      file.drop();
    }
  };
  expect(text(`${ending}.quoin`)).toBe(text("talk.quoin"));
});

const hostile: readonly [string, Buffer, RegExp][] = [
  ["empty.quoin", Buffer.alloc(0), /empty\.quoin: the file is empty/],
  ["noise.quoin", png(64, 64), /noise\.quoin: it is not a Quoin document/],
  ["empty.txt", Buffer.alloc(0), /empty\.txt: the file is empty/],
  ["binary.txt", png(200, 200).subarray(64), /binary\.txt: it is no text/],
  ["picture.md", png(40, 40), /picture\.md: it is a picture/],
  ["cut.docx", Buffer.from("504b0304140000000800", "hex"), /cut\.docx: /],
  ["large.txt", Buffer.alloc(50 << 20, "Why print? Paper lasts.\n"), /large\.txt: the file has 50 MB/],
  ["half.quoin", readFileSync(at("plain.quoin")).subarray(0, 9000), /half\.quoin: the file is cut off/],
];
for (const [name, bytes, message] of hostile) {
  test(`${name}: one line, exit 2, the file untouched`, async () => {
    const path = at(`hostile-${name}`);
    writeFileSync(path, bytes);
    const tries = [
      ["export", path, "-o", "h.pdf"],
      ["layout", path, "--json"],
    ];
    await together(tries, async (args) => refused(await quoin(...args), message));
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(left("h.pdf")).toEqual([]);
  });
}

test("broken UTF-8 is read as far as it can be, and said", async () => {
  writeFileSync(
    at("broken.txt"),
    Buffer.concat([Buffer.from("Hỏi: Vì sao?\n\nĐáp: Giấy c"), Buffer.from([0xff, 0xc3]), Buffer.from("n lại.\n")]),
  );
  const run = await quoin("import", "broken.txt", "--json");
  expect(run.code).toBe(0);
  const { findings } = JSON.parse(run.out) as { findings: Finding[] };
  expect(findings.map((f) => f.code)).toContain("encoding");
});

test("stopped in the middle it leaves nothing and says so", async () => {
  const child: ChildProcess = spawn(
    process.execPath,
    [cli, "export", at("plain.quoin"), "-o", at("stopped.pdf"), "--repeat", "3000", "--standard", "proof"],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  let err = "";
  child.stderr?.on("data", (piece) => (err += piece));
  const code = await new Promise<number | null>((resolve) => {
    setTimeout(() => child.kill("SIGINT"), 1500);
    child.on("exit", resolve);
  });
  expect(code).toBe(2);
  expect(err).toBe("quoin: Stopped. Nothing was written\n");
  expect(left("stopped.pdf")).toEqual([]);
});

test("whoever stops reading the output gets no complaint", () => {
  const run = spawnSync(
    "sh",
    ["-c", `"${process.execPath}" "${cli}" layout plain.quoin --json --repeat 40 | head -c 10`],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  expect(run.stdout.length).toBe(10);
  expect(run.stderr).toBe("");
});

test("a read-only target stays as it was, whoever asks", async () => {
  mkdirSync(at("marked"));
  writeFileSync(at("marked/old.pdf"), "yesterday's");
  chmodSync(at("marked/old.pdf"), 0o444);
  refused(await quoin("export", "plain.quoin", "-o", "marked/old.pdf"), /marked\/old\.pdf: the file is read-only/);
  chmodSync(at("marked"), 0o555);
  refused(await quoin("import", "talk.md", "-o", "marked/new.quoin"), /marked\/new\.quoin: the folder is read-only/);
  chmodSync(at("marked"), 0o755);
  expect(readdirSync(at("marked"))).toEqual(["old.pdf"]);
  expect(readFileSync(at("marked/old.pdf"), "utf8")).toBe("yesterday's");
});

const disk = smallDisk(folder, 120);
test.skipIf(!disk)(
  "a full disk, a read-only disk: one line, exit 2, nothing left (needs the right to mount)",
  async () => {
    if (!disk) return;
    try {
      const target = join(disk.path, "out.pdf");
      refused(await quoin("export", "plain.quoin", "-o", target), /out\.pdf: the disk is full/);
      expect(readdirSync(disk.path)).toEqual([]);
      refused(await quoin("package", "plain.quoin", "-o", join(disk.path, "out.zip")), /out\.zip: the disk is full/);
      expect(readdirSync(disk.path)).toEqual([]);
      remountReadOnly(disk.path);
      refused(await quoin("export", "plain.quoin", "-o", target), /out\.pdf: the disk is read-only/);
    } finally {
      disk.unmount();
    }
  },
);

test("a document that is open elsewhere is read between its commits", async () => {
  const file = StoryFile.open(at("plain.quoin"), { mode: "write", author: "" });
  try {
    expect((await quoin("export", "plain.quoin", "-o", "open.pdf")).code).toBe(0);
    refused(await quoin("rescue", "long.quoin", "-o", "plain.quoin"), /plain\.quoin: it is open in Quoin/);
  } finally {
    file.close();
  }
  utimesSync(at("plain.quoin"), changed / 1000, changed / 1000);
});
