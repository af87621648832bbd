import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  type Answer,
  type Args,
  type CallName,
  type EventName,
  type Opened,
  type Result,
  streams,
} from "../../shared/ipc.ts";
import { schema } from "../../shared/schema/interview.ts";
import { testFolder } from "../test/fixtures.ts";
import { png, typed } from "../test/stories.ts";
import { Node } from "prosemirror-model";
import { StoryFile } from "./documents/storyFile.ts";
import { createHost, type Host } from "./host.ts";
import { type Loopback, openLoopback } from "./loopback.ts";

const folder = testFolder();
const renderer = join(folder, "renderer");
mkdirSync(join(renderer, "assets"), { recursive: true });
writeFileSync(join(renderer, "index.html"), "<!doctype html><title>Quoin</title>");
writeFileSync(join(renderer, "assets", "index-1.js"), "export {}");
writeFileSync(join(renderer, "assets", "compositor.worker-1.js"), "export {}");
writeFileSync(join(folder, "outside.txt"), "secret");

const reported: unknown[] = [];
const workingDir = join(folder, "home");
const host: Host = await createHost({
  sample: null,
  platform: "loopback",
  dialogs: null,
  start: null,
  workingDir,
  fonts: [],
  author: "tester",
  renderer,
});
const door: Loopback = await openLoopback({ ...host, port: 0, report: (error) => reported.push(error) });
afterAll(async () => {
  await door.close();
  await host.close();
});
const base = new URL(door.address);
const origin = base.origin;

async function call<C extends CallName>(channel: C, args: Args<C>): Promise<Answer<Result<C>>> {
  const response = await fetch(new URL(`call/${channel}`, base), {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(args),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer<Result<C>>;
}
async function done<C extends CallName>(channel: C, args: Args<C>): Promise<Result<C>> {
  const answer = await call(channel, args);
  if (!answer.ok) throw new Error(`${channel}: ${answer.failure.message}`);
  return answer.value;
}
async function failureOf<C extends CallName>(channel: C, args: unknown): Promise<string> {
  const answer = await call(channel, args as Args<C>);
  return answer.ok ? "ok" : answer.failure.code;
}
/** Plain HTTP, with headers that `fetch` would not let through. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = "GET",
  body = "",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: "127.0.0.1", port: base.port, path, method, headers }, (response) => {
      let text = "";
      response
        .on("data", (piece) => (text += piece))
        .on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on("error", reject).end(body);
  });
}
async function upload(name: string, bytes: Uint8Array): Promise<string> {
  const response = await fetch(new URL(streams.upload(name), base), {
    method: "POST",
    headers: { origin },
    body: Buffer.from(bytes),
  });
  const answer = (await response.json()) as Answer<{ token: string }>;
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.token;
}
type Told = { readonly event: EventName; readonly data: Record<string, unknown> };
async function* listen(): AsyncGenerator<Told> {
  const response = await fetch(new URL("events", base));
  let text = "";
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(piece).toString("utf8");
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const read = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end));
      text = text.slice(end + 2);
      if (read) yield { event: read[1] as EventName, data: JSON.parse(read[2] as string) as Record<string, unknown> };
    }
  }
}
async function next(told: AsyncGenerator<Told>, wanted: (t: Told) => boolean): Promise<Told> {
  for (;;) {
    const { value, done: ended } = await told.next();
    if (ended) throw new Error("the events ended");
    if (wanted(value)) return value;
  }
}
const root = (opened: Opened): Node => Node.fromJSON(schema, opened.doc);

test("the address has a token of 256 bits and lies on this machine", () => {
  expect(base.hostname).toBe("127.0.0.1");
  expect(base.pathname).toMatch(/^\/[0-9a-f]{64}\/$/);
});

test("the window is served under a policy without a hole; only workers may compile WebAssembly", async () => {
  const page = await fetch(base);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Quoin");
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  expect(policy).not.toMatch(/https?:|\*/);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  expect(page.headers.get("cache-control")).toBe("no-store");
  const script = await fetch(new URL("assets/index-1.js", base));
  expect(script.headers.get("content-type")).toContain("text/javascript");
  expect(script.headers.get("content-security-policy")).toBe(policy);
  const worker = await fetch(new URL("assets/compositor.worker-1.js", base));
  expect(worker.headers.get("content-security-policy")).toContain("'wasm-unsafe-eval'");
  expect(worker.headers.get("content-security-policy")).not.toContain("'unsafe-");
});

test.each([
  ["no token", (t: string) => t.replace(/./g, ""), {}],
  ["a wrong token", (t: string) => `${t.slice(0, -1)}${t.endsWith("0") ? "1" : "0"}`, {}],
  ["a token cut short", (t: string) => t.slice(0, -1), {}],
  ["a token and more", (t: string) => `${t}0`, {}],
  ["another host's name", (t: string) => t, { host: "quoin.example" }],
  ["localhost by name", (t: string) => t, { host: `localhost:${base.port}` }],
  ["another port", (t: string) => t, { host: "127.0.0.1:1" }],
  ["another origin", (t: string) => t, { origin: "http://evil.example" }],
  ["no origin at all that can be named", (t: string) => t, { origin: "null" }],
  ["another site's script", (t: string) => t, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
])("%s is refused", async (_what, change, headers) => {
  const token = base.pathname.slice(1, -1);
  const path = `/${change(token)}/`;
  const answer = await raw(path, { host: base.host, ...headers });
  expect(answer.status).toBe(403);
  expect(answer.text).not.toContain("title");
  const post = await raw(
    `${path}call/app.info`,
    { host: base.host, origin, "content-type": "application/json", ...headers },
    "POST",
    "{}",
  );
  expect(post.status).toBe(403);
});

test("a call without an origin, as a form elsewhere could send it, is refused; so is one that is not JSON", async () => {
  const path = `${base.pathname}call/app.info`;
  expect((await raw(path, { host: base.host, "content-type": "application/json" }, "POST", "{}")).status).toBe(403);
  expect((await raw(path, { host: base.host, origin, "content-type": "text/plain" }, "POST", "{}")).status).toBe(403);
  expect((await raw(path, { host: base.host, origin, "content-type": "application/json" }, "POST", "{")).status).toBe(
    403,
  );
  expect((await raw(path, { host: base.host, origin, "content-type": "application/json" }, "POST", "{}")).status).toBe(
    200,
  );
});

test.each([
  "..%2foutside.txt",
  "../outside.txt",
  "assets/",
  "assets",
  "%00",
  "%",
  "font/",
  "media/a/b",
  "download/x",
  "upload",
  "call/app.info",
  "nothing.js",
  "//evil.example/",
  "//et%00%08",
  "///",
])("%s gives no file and no listing", async (path) => {
  const answer = await raw(base.pathname + path, { host: base.host });
  expect(answer.status).toBe(404);
  expect(answer.text).toBe("Not found");
});

test("calls are checked before they are heard", async () => {
  expect(await failureOf("nothing.like.this" as CallName, {})).toBe("refused");
  expect(await failureOf("__proto__" as CallName, {})).toBe("refused");
  expect(await failureOf("document.open", {})).toBe("refused");
  expect(await failureOf("document.open", { file: "/etc/passwd" })).toBe("refused");
  expect(await failureOf("document.at", { handle: "x", revision: -1 })).toBe("refused");
  expect(await failureOf("document.versions", { handle: "x" })).toBe("unknown-handle");
  expect(await failureOf("dialog.open", { purpose: "picture", multiple: false })).toBe("refused");
  expect(await failureOf("document.create", { template: "no such", lang: "en" })).toBe("bad-design");
  expect(reported).toEqual([]);
});

test("a document's day: made, typed in, named, read back, downloaded, closed, opened again", async () => {
  const told = listen();
  const info = await done("app.info", {});
  expect(info).toMatchObject({ platform: "loopback", nativeDialogs: false, start: null });
  const made = await done("document.create", { template: "bulletin", lang: "vi" });
  expect(made).toMatchObject({ name: "", place: "", untitled: true, readOnly: false, revision: 0 });
  root(made).check();
  expect(root(made).attrs.lang).toBe("vi");
  const { handle } = made;
  const first = typed(root(made), "Báo giấy còn lại.");
  expect(await done("document.steps", { handle, base: 0, transactions: [first.transaction] })).toEqual({
    revision: 1,
    ids: [1],
  });
  expect(await failureOf("document.steps", { handle, base: 0, transactions: [first.transaction] })).toBe("stale");
  const saved = await next(told, ({ event, data }) => event === "document.state" && data.state === "saved");
  expect(saved.data).toMatchObject({ handle, revision: 1, failure: null });
  const version = await done("document.save", { handle, name: "Bản đầu" });
  expect(await done("document.versions", { handle })).toEqual([version]);
  expect((await done("document.at", { handle, revision: 0 })).doc).toEqual(made.doc);
  const history = await done("document.history", { handle, before: 1, limit: 10 });
  expect(history.transactions.map((t) => t.steps)).toEqual([first.transaction.steps]);

  const { file } = await done("document.saveAs", { handle, target: null, copy: true });
  expect(file.path).toBe(null);
  const download = await fetch(new URL(file.url ?? "", base));
  const bytes = Buffer.from(await download.arrayBuffer());
  expect(download.headers.get("content-disposition")).toContain("interview.quoin");
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(file.sha256);
  writeFileSync(join(folder, "downloaded.quoin"), bytes);
  const copy = StoryFile.open(join(folder, "downloaded.quoin"), { mode: "read", author: "" });
  expect(copy.doc.eq(first.doc)).toBe(true);
  copy.drop();

  const token = await upload("Cuộc trò chuyện.quoin", bytes);
  const again = await done("document.open", { file: token });
  expect(again).toMatchObject({ name: "Cuộc trò chuyện.quoin", untitled: true, readOnly: false, revision: 1 });
  expect(again.handle).not.toBe(handle);
  await done("document.close", { handle: again.handle });
  await done("document.close", { handle });
  const recent = (await done("app.info", {})).recent;
  expect(recent.length).toBe(1);
  const back = await done("document.open", { file: recent[0]?.token ?? "" });
  expect(back.revision).toBe(1);
  const twice = await done("document.open", { file: recent[0]?.token ?? "" });
  expect(twice.handle).toBe(back.handle);
  await done("document.close", { handle: back.handle });
  await told.return(undefined);
});

test("a new document that nobody touched leaves nothing behind", async () => {
  const before = readdirSync(join(workingDir, "drafts")).length;
  const { handle } = await done("document.create", { template: "bulletin", lang: "en" });
  expect(readdirSync(join(workingDir, "drafts")).length).toBeGreaterThan(before);
  await done("document.close", { handle });
  expect(readdirSync(join(workingDir, "drafts")).length).toBe(before);
});

test("a picture goes in by upload and comes out whole, or small", async () => {
  const { handle } = await done("document.create", { template: "bulletin", lang: "en" });
  const bytes = png(640, 480, 3);
  const info = await done("media.add", { handle, file: await upload("photo.png", bytes) });
  expect(info).toMatchObject({ name: "photo.png", type: "image/png", width: 640, height: 480, bytes: bytes.length });
  expect(await done("media.info", { handle, hash: info.hash })).toEqual(info);
  expect(await done("media.list", { handle })).toEqual([info]);
  const whole = await fetch(new URL(streams.media(handle, info.hash), base));
  expect(whole.headers.get("content-type")).toBe("image/png");
  expect(Buffer.compare(Buffer.from(await whole.arrayBuffer()), bytes)).toBe(0);
  const small = await fetch(new URL(streams.media(handle, info.hash, 64), base));
  expect(small.headers.get("content-type")).toMatch(/^image\//);
  const size = (await small.arrayBuffer()).byteLength;
  expect(size).toBeGreaterThan(100);
  expect(size).toBeLessThan(bytes.length / 10);
  expect((await fetch(new URL(streams.media(handle, "0".repeat(64)), base))).status).toBe(404);
  expect((await fetch(new URL(`media/${handle}/${info.hash}?width=0`, base))).status).toBe(404);
  expect(await failureOf("media.add", { handle, file: await upload("x.png", Buffer.from("no picture")) })).toBe(
    "picture-broken",
  );
  await done("document.close", { handle });
});

test("names of uploads are tamed", async () => {
  for (const name of ["../../evil.quoin", "a/b\\c.quoin", "\u0000.quoin", "..", "", "x".repeat(400)]) {
    const token = await upload(name, Buffer.from("x"));
    expect(await failureOf("document.open", { file: token })).toBe("not-quoin");
  }
});

test("fonts are listed once for all, and each can be fetched by its hash", async () => {
  const fonts = await done("font.list", {
    wanted: [{ family: "Spectral", weight: 400, italic: false }],
    letters: "",
  });
  const spectral = fonts.find((f) => f.family === "Spectral" && f.weight === 400 && !f.italic);
  const response = await fetch(new URL(spectral?.url ?? "", base));
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(spectral?.id);
  expect((await fetch(new URL(`font/${"0".repeat(64)}`, base))).status).toBe(404);
});

test("templates and printers are listed", async () => {
  const templates = await done("template.list", {});
  expect(templates.find((t) => t.id === "bulletin")?.title).toBe("Bulletin");
  const { printers, problems } = await done("printer.list", {});
  expect(printers.find((p) => p.id === "coated")?.rules.inkLimit).toBe(300);
  expect(problems).toEqual([]);
});

test("an export tells how far it is and ends in a PDF that can be fetched; a cancelled one in nothing", async () => {
  const told = listen();
  const made = await done("document.create", { template: "bulletin", lang: "en" });
  const { handle } = made;
  const { transaction } = typed(root(made), "Paper lasts, and ink with it. ".repeat(900));
  await done("document.steps", { handle, base: 0, transactions: [transaction] });
  const asked = {
    handle,
    standard: "x4",
    printer: null,
    pages: null,
    marks: true,
    receipt: true,
    allow: [],
    digests: null,
    target: null,
  } satisfies Args<"export.start">;
  const { job } = await done("export.start", asked);
  const seen = new Set<string>();
  const end = await next(told, ({ event, data }) => {
    if (event === "export.progress" && data.job === job) seen.add(String(data.stage));
    return event === "export.done" && data.job === job;
  });
  expect(end.data).toMatchObject({ outcome: "written", failure: null });
  expect(seen).toContain("write");
  const [file, receipt, page] = end.data.files as { url: string; sha256: string; name: string; bytes: number }[];
  expect([receipt?.name, page?.name]).toEqual([
    file?.name.replace(/pdf$/, "receipt.json"),
    file?.name.replace(/pdf$/, "receipt.pdf"),
  ]);
  const said = (await (await fetch(new URL(receipt?.url ?? "", base))).json()) as { files: { sha256: string }[] };
  expect(said.files.map(({ sha256 }) => sha256)).toEqual([file?.sha256]);
  const bytes = Buffer.from(await (await fetch(new URL(file?.url ?? "", base))).arrayBuffer());
  expect(bytes.toString("latin1", 0, 5)).toBe("%PDF-");
  expect(bytes.length).toBe(file?.bytes);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(file?.sha256);

  const { job: second } = await done("export.start", asked);
  await done("export.cancel", { job: second });
  const stopped = await next(told, ({ event, data }) => event === "export.done" && data.job === second);
  expect(stopped.data).toMatchObject({ outcome: "cancelled", files: [] });

  const wrong = { ...asked, digests: ["0123456789abcdef"] };
  const { job: third } = await done("export.start", wrong);
  const blocked = await next(told, ({ event, data }) => event === "export.done" && data.job === third);
  expect(blocked.data).toMatchObject({ outcome: "blocked", files: [] });
  expect((blocked.data.findings as { code: string }[]).map((f) => f.code)).toContain("screen-differs");
  expect(await failureOf("export.start", { ...asked, printer: "nobody" })).toBe("not-found");
  await done("document.close", { handle });
  await told.return(undefined);
});

/** What comes back for bytes on a socket that stays open. */
function told(bytes: string, wait: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(base.port), "127.0.0.1", () => socket.write(bytes, "latin1"));
    const timer = setTimeout(() => socket.destroy(), wait);
    socket.on("data", (piece) => (text += piece.toString("latin1")));
    socket.on("error", reject).on("close", () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

test("headers without end, two lengths, a smuggled request and a foreign protocol are turned away", async () => {
  const head = `GET ${base.pathname} HTTP/1.1\r\nHost: ${base.host}\r\n`;
  expect(await told(`${head}X: ${"x".repeat(20_000)}\r\n\r\n`, 5000)).toMatch(/^HTTP\/1.1 431 /);
  expect(await told(`${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\na`, 5000)).toMatch(/^HTTP\/1.1 400 /);
  expect(await told(`${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 5000)).toMatch(/^HTTP\/1.1 400 /);
  expect(await told("SSH-2.0-x\r\n", 5000)).toMatch(/^HTTP\/1.1 400 /);
  expect(await told(`GET http://evil.example/ HTTP/1.1\r\nHost: ${base.host}\r\n\r\n`, 5000)).toMatch(
    /^HTTP\/1.1 403 /,
  );
  expect(await told(`GET ${base.pathname} HTTP/1.1\r\nHost: ${base.host}\r\nHost: evil.example\r\n\r\n`, 5000)).toMatch(
    /^HTTP\/1.1 403 /,
  );
});

test("a header that never ends is cut off, and many idle connections do not keep the window out", async () => {
  const began = performance.now();
  const slow = Array.from({ length: 40 }, () =>
    told(`GET ${base.pathname} HTTP/1.1\r\nHost: ${base.host}\r\nX`, 40_000),
  );
  expect((await fetch(base)).status).toBe(200);
  const ends = await Promise.all(slow);
  for (const end of ends) expect(end).toMatch(/^HTTP\/1.1 408 /);
  expect(performance.now() - began).toBeLessThan(30_000);
}, 60_000);

test("a door tells when its last window has been gone for a while, once there was one, and not before", async () => {
  let calls = 0;
  const quiet = { handlers: host.handlers, events: host.events, streams: host.streams };
  const other = await openLoopback({
    ...quiet,
    port: 0,
    report: (error) => reported.push(error),
    alone: { after: 2000, call: () => (calls += 1) },
  });
  const address = new URL(other.address);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  await fetch(address);
  await pause(2300);
  expect(calls).toBe(0);
  const stop = new AbortController();
  await fetch(new URL("events", address), { signal: stop.signal });
  await pause(500);
  expect(calls).toBe(0);
  stop.abort();
  // A window that is loaded anew comes back before the time is over.
  const again = new AbortController();
  await fetch(new URL("events", address), { signal: again.signal });
  await pause(2300);
  expect(calls).toBe(0);
  again.abort();
  await expect.poll(() => calls, { timeout: 20_000 }).toBe(1);
  await other.close();
});

test("nothing of this was a mistake of ours", () => {
  expect(reported).toEqual([]);
});
