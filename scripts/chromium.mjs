/** The window in Debian's Chromium, for pictures and figures: a story served by the built host, on one page. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { HOST_FLAGS, root } from "./setup.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Opens `story` and gives its page and its `address` to `visit`, before the page goes there. Everything that was started
 * is ended and the program's own folder is taken away, however it ends.
 */
export async function inWindow(story, contextOptions, visit) {
  const home = mkdtempSync(join(tmpdir(), "quoin-home-"));
  const server = spawn(process.execPath, [...HOST_FLAGS, join(root, "dist/electron/serve.js"), story], {
    env: { ...process.env, QUOIN_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => server.on("exit", done));
  try {
    const address = await new Promise((found, lost) => {
      let said = "";
      server.stdout.on("data", (chunk) => {
        said += chunk;
        const match = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said);
        if (match) found(match[0]);
      });
      server.on("exit", () => lost(new Error("the server ended before it printed an address")));
    });
    const executablePath = process.env.QUOIN_CHROMIUM ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    try {
      const context = await browser.newContext(contextOptions);
      await visit(await context.newPage(), address);
    } finally {
      await browser.close();
    }
  } finally {
    server.kill();
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
}
