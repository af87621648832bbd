/**
 * The built window in a real Chromium, on a real loopback host with an empty home of its own. Tests see what a person
 * sees: text, roles, pixels; and whatever the page complains of (console, policy, failed requests) fails them.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const CHROMIUM = process.env.QUOIN_CHROMIUM ?? "/usr/bin/chromium";
export const hasChromium = existsSync(CHROMIUM);
/** For a test's title where the browser is missing. */
export const inChromium = hasChromium ? "" : " (not run: no Chromium on this machine; set QUOIN_CHROMIUM)";

export type OpenDesk = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly address: string;
  readonly folder: string;
  /** What the page complained of so far. */
  readonly complaints: string[];
  /** Writes a file to pick or open; returns its path. */
  file(name: string, content: string | Uint8Array): string;
  /** The story as roles and text: `question: Why?`. */
  story(): Promise<string[]>;
  /** Waits until the pages are those of the document as it stands. */
  settled(): Promise<void>;
  /** A number for what a page shows; equal when the pixels are. */
  pixels(page: number): Promise<number>;
  /** Ends the host and leaves the window open. */
  loseHost(): Promise<void>;
  close(): Promise<void>;
};

let browser: Browser | null = null;
/** Builds when a source changed, and starts the browser once. */
export async function startBrowser(): Promise<void> {
  const built = spawnSync(process.execPath, [join(root, "scripts/build/all.mjs"), "--if-changed"], {
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`the window could not be built: ${built.stderr}`);
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
export async function stopBrowser(): Promise<void> {
  await browser?.close();
}

export async function openDesk(
  options: {
    readonly file?: { readonly name: string; readonly content: string };
    /** A file that lies somewhere already. */
    readonly path?: string;
    /** Quoin's own folder, where another desk has left one; else an empty one. */
    readonly home?: string;
    readonly locale?: string;
    readonly dark?: boolean;
  } = {},
): Promise<OpenDesk> {
  if (!browser) throw new Error("the browser was not started");
  const folder = mkdtempSync(join(tmpdir(), "quoin-desk-"));
  const file = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const start = options.file ? [file(options.file.name, options.file.content)] : options.path ? [options.path] : [];
  const server = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "dist/electron/serve.js"), ...start],
    { env: { ...process.env, QUOIN_HOME: options.home ?? join(folder, "home") }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const gone = new Promise((ended) => server.on("exit", ended));
  const address = await addressOf(server);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: options.locale ?? "en-GB",
    colorScheme: options.dark ? "dark" : "light",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    // The tests' own reading of pixels.
    if (/getImageData/.test(text)) return;
    if (message.type() === "error" || message.type() === "warning") complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(address);
  const desk: OpenDesk = {
    page,
    context,
    address,
    folder,
    complaints,
    file,
    story: () =>
      page.locator(".story").evaluate((story) => {
        const textOf = (element: Element): string => {
          const copy = element.cloneNode(true) as Element;
          for (const extra of copy.querySelectorAll(".margin, .card-name, .card-more, .card-picture")) extra.remove();
          for (const line of copy.querySelectorAll("br:not(.ProseMirror-trailingBreak)")) line.replaceWith("⏎");
          for (const inner of copy.querySelectorAll("p, li, h3, figcaption")) inner.append("\u0000");
          return (copy.textContent ?? "")
            .split("\u0000")
            .filter((part) => part !== "")
            .join(" / ");
        };
        const outer = [...story.querySelectorAll("[data-role]")].filter(
          (element) =>
            !["title_block", "byline"].includes((element as HTMLElement).dataset.role ?? "") &&
            !element.parentElement?.closest(".block, .card"),
        );
        return outer.map((element) => `${(element as HTMLElement).dataset.role}: ${textOf(element)}`);
      }),
    async settled() {
      await page.waitForFunction(() => {
        const said = document.querySelector("footer")?.textContent ?? "";
        return /Saved|Đã lưu|Read only/.test(said) && document.querySelector("canvas") !== null;
      });
      // Two frames: the pages' answer, and their painting.
      await page.evaluate(
        () => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 150)),
      );
    },
    pixels: (n) =>
      page
        .locator("canvas")
        .nth(n)
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const data = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
          let hash = 0;
          for (let i = 0; i < data.length; i += 4) hash = (Math.imul(hash, 31) + (data[i] ?? 0)) | 0;
          return hash;
        }),
    async loseHost() {
      server.kill("SIGKILL");
      await gone;
    },
    async close() {
      await context.close();
      server.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await page.locator(".story").waitFor();
  await desk.settled();
  return desk;
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((found, lost) => {
    let said = "";
    server.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const match = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said);
      if (match) found(match[0]);
    });
    let wrong = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      wrong += chunk.toString();
    });
    server.on("exit", () => lost(new Error(`the server ended before it printed an address: ${wrong}`)));
  });
}
