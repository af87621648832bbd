import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import type { Answer, Opened } from "../shared/ipc.ts";
import { schema } from "../shared/schema/interview.ts";
import { StoryFile } from "./host/documents/storyFile.ts";
import { testFolder } from "./test/fixtures.ts";
import { typed } from "./test/stories.ts";

const folder = testFolder();

function serve(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "serve.ts"), ...args], {
    cwd: folder,
    env: { ...process.env, QUOIN_HOME: join(folder, "home") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stderr.on("data", (piece) => (err += piece));
  const address = new Promise<string>((resolve) => {
    child.stdout.on("data", (piece) => {
      out += piece;
      const found = /^Quoin is at (\S+)\n/.exec(out)?.[1];
      if (found) resolve(found);
    });
  });
  const ended = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, err }));
  });
  return { child, address, ended };
}
async function call<T>(base: string, channel: string, args: unknown): Promise<T> {
  const response = await fetch(new URL(`call/${channel}`, base), {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(base).origin },
    body: JSON.stringify(args),
  });
  const answer = (await response.json()) as Answer<T>;
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

test("it prints its address, offers the file it was given, and has the last keystroke on disk when told to end", async () => {
  writeFileSync(join(folder, "talk.md"), "# Why print?\n\n**Why print?**\n\nPaper lasts.\n");
  const { child, address, ended } = serve("talk.md");
  const base = await address;
  expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{64}\/$/);
  const info = await call<{ start: { token: string; name: string; purpose: string } }>(base, "app.info", {});
  expect(info.start).toMatchObject({ name: "talk.md", purpose: "manuscript" });
  const { document } = await call<{ document: Opened }>(base, "manuscript.import", {
    file: info.start.token,
    lang: null,
    template: "bulletin",
  });
  expect(document).toMatchObject({ name: "talk", untitled: true, revision: 0 });
  const { transaction, doc } = typed(Node.fromJSON(schema, document.doc), " Goodbye.");
  await call(base, "document.steps", { handle: document.handle, base: 0, transactions: [transaction] });
  const recent = await call<{ recent: { token: string; name: string }[] }>(base, "app.info", {});
  expect(recent.recent.map((file) => file.name)).toEqual(["talk"]);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  const draft = join(folder, "home", "drafts");
  const [name] = readdirSync(draft);
  const file = StoryFile.open(join(draft, name ?? ""), { mode: "write", author: "" });
  expect(file.readOnly).toBe(null);
  expect(file.doc.eq(doc)).toBe(true);
  file.close();
});

test("it ends with its window, the last keystroke on disk", async () => {
  const { child, address, ended } = serve("--linger", "0.02");
  let out = "";
  child.stdout.on("data", (piece) => (out += piece));
  const base = await address;
  const made = await call<Opened>(base, "document.create", { template: "bulletin", lang: "en" });
  const before = new Set(readdirSync(join(folder, "home", "drafts")));
  const { transaction, doc } = typed(Node.fromJSON(schema, made.doc), "Goodbye.");
  await call(base, "document.steps", { handle: made.handle, base: 0, transactions: [transaction] });
  const window = new AbortController();
  await fetch(new URL("events", base), { signal: window.signal });
  window.abort();
  expect((await ended).code).toBe(0);
  expect(out).toMatch(/^Quoin ends: no window was open for 0.02 minutes. Everything is on disk$/m);
  const found = [...before]
    .filter((name) => name.endsWith(".quoin"))
    .map((name) => {
      const file = StoryFile.open(join(folder, "home", "drafts", name), { mode: "write", author: "" });
      try {
        expect(file.readOnly).toBe(null);
        return file.doc.eq(doc);
      } finally {
        file.close();
      }
    });
  expect(found).toContain(true);
});

test("what cannot be served is one line and exit 2", async () => {
  const none = await serve("nobody.md").ended;
  expect(none).toEqual({ code: 2, err: "quoin: nobody.md: there is no such file. Check the name\n" });
  const port = await serve("--port", "teatime").ended;
  expect(port.code).toBe(2);
  expect(port.err).toMatch(/^quoin: --port teatime[^\n]*\n$/);
  const linger = await serve("--linger", "teatime").ended;
  expect(linger.code).toBe(2);
  expect(linger.err).toMatch(/^quoin: --linger teatime[^\n]*\n$/);
  const odd = await serve("--colour").ended;
  expect(odd.code).toBe(2);
  expect(odd.err).toMatch(/^quoin: Unknown option [^\n]*\n$/);
});
