/** Quoin asks nothing of the network: every socket its processes open is seen by strace. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { testFolder } from "./fixtures.ts";
import { canTrace } from "./powerCuts.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = testFolder();
const sample = join(root, "assets/samples/the-net-menders-cafe.md");
const traced = (log: string) => ["-f", "-qq", "-e", "trace=socket,connect,bind,sendto", "-e", "signal=none", "-o", log];
const env = { ...process.env, QUOIN_HOME: join(folder, "home") };
/** Calls that have to do with other machines. */
const outward = (log: string) =>
  readFileSync(log, "latin1")
    .split("\n")
    .filter((line) => /AF_INET6?|AF_PACKET/.test(line));

test.skipIf(!canTrace())("import, export and package open no socket to anywhere (needs strace)", () => {
  const story = join(folder, "story.quoin");
  const orders = [
    ["import", sample, "-o", story],
    ["export", story, "-o", join(folder, "a.pdf"), "--allow", "picture-low", "--allow", "picture-missing"],
    ["package", story, "-o", join(folder, "a.zip"), "--allow", "picture-low", "--allow", "picture-missing"],
  ];
  for (const order of orders) {
    const log = join(folder, "calls.log");
    const cli = ["--disable-warning=ExperimentalWarning", join(root, "electron/cli.ts"), ...order];
    const done = spawnSync("strace", [...traced(log), process.execPath, ...cli], { encoding: "utf8", env });
    expect([order[0], done.status, done.stderr.slice(0, 300)]).toEqual([order[0], 0, expect.any(String)]);
    expect([order[0], outward(log)]).toEqual([order[0], []]);
  }
});

test.skipIf(!canTrace())(
  "the window's host listens on this machine alone and calls nobody (needs strace)",
  async () => {
    const log = join(folder, "serve.log");
    const host = spawn(
      "strace",
      [...traced(log), process.execPath, "--disable-warning=ExperimentalWarning", join(root, "electron/serve.ts")],
      { stdio: ["ignore", "pipe", "ignore"], env, detached: true },
    );
    try {
      let said = "";
      host.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
      for (const end = Date.now() + 30_000; !said.includes("http://") && Date.now() < end; ) await wait(20);
      expect(said).toContain("http://127.0.0.1:");
    } finally {
      const ended = new Promise((resolve) => host.once("close", resolve));
      // strace and all it follows.
      if (host.pid !== undefined) process.kill(-host.pid, "SIGTERM");
      await ended;
    }
    const calls = outward(log);
    expect(calls.filter((line) => /connect|sendto/.test(line))).toEqual([]);
    const bound = calls.filter((line) => line.includes("bind("));
    expect(bound.length).toBe(1);
    expect(bound[0]).toContain('inet_addr("127.0.0.1")');
  },
);
