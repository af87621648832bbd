import { beforeEach, expect, test, vi } from "vitest";
import type { Bridge } from "../shared/ipc.ts";

const electron = vi.hoisted(() => {
  const said: unknown[][] = [];
  const heard = new Map<string, ((...args: unknown[]) => void)[]>();
  const exposed: Record<string, unknown> = {};
  return {
    said,
    heard,
    exposed,
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => void (exposed[name] = value) },
    ipcRenderer: {
      invoke: async (...args: unknown[]) => {
        said.push(["invoke", ...args]);
        return { ok: true, value: {} };
      },
      send: (...args: unknown[]) => void said.push(["send", ...args]),
      on: (channel: string, listener: (...args: unknown[]) => void) =>
        void heard.set(channel, [...(heard.get(channel) ?? []), listener]),
      removeListener: (channel: string, listener: (...args: unknown[]) => void) =>
        void heard.set(
          channel,
          (heard.get(channel) ?? []).filter((l) => l !== listener),
        ),
    },
  };
});
vi.mock("electron", () => electron);
await import("./preload.ts");
const bridge = electron.exposed.quoin as Bridge;
beforeEach(() => {
  electron.said.length = 0;
});

test("one bridge is put into the window, and nothing of Electron's own", () => {
  expect(Object.keys(electron.exposed)).toEqual(["quoin"]);
  expect(Object.keys(bridge).sort()).toEqual(["call", "cancel", "on", "url"]);
});

test("calls and cancels travel on two wires", async () => {
  expect(await bridge.call("document.versions", { handle: "h" }, "t1")).toEqual({ ok: true, value: {} });
  await bridge.call("template.list", {});
  bridge.cancel("t1");
  expect(electron.said).toEqual([
    ["invoke", "quoin:call", "document.versions", { handle: "h" }, "t1"],
    ["invoke", "quoin:call", "template.list", {}, null],
    ["send", "quoin:cancel", "t1"],
  ]);
});

test("a listener hears its own event, without Electron's event object, until it stops", () => {
  const got: unknown[] = [];
  const stop = bridge.on("app.menu", (...args) => got.push(args));
  const emit = (...args: unknown[]) => {
    for (const listener of electron.heard.get("quoin:event") ?? []) listener({ sender: "secret" }, ...args);
  };
  emit("app.menu", { command: "open" });
  emit("app.open", { name: "x" });
  stop();
  emit("app.menu", { command: "new" });
  expect(got).toEqual([[{ command: "open" }]]);
});

test("addresses are of our own scheme", () => {
  expect(bridge.url("font/abc")).toBe("quoin://app/font/abc");
});
