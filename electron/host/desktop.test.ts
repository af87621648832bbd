/**
 * The desktop door over a small stand-in for Electron, typed as the part of Electron's own typings that is used: when
 * Electron changes a signature, this does not compile. What needs the real thing (native menus and dialogs, the real
 * bridge's cloning, the scheme's privileges) is not tested here.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from "electron";
import { afterAll, expect, test } from "vitest";
import { testFolder } from "../test/fixtures.ts";
import { BASE, WIRE } from "../wire.ts";
import { type Desktop, startDesktop } from "./desktop.ts";
import { createHost, type Host } from "./host.ts";

const folder = testFolder();
const renderer = join(folder, "renderer");
mkdirSync(renderer);
writeFileSync(join(renderer, "index.html"), "<!doctype html><title>Quoin</title>");
const story = join(folder, "story.txt");
writeFileSync(story, "A talk\n");

type Listener = (...args: never[]) => unknown;

function fakeElectron(chosen: { open: string[]; save: string }, first = true) {
  const said = {
    windows: [] as BrowserWindowConstructorOptions[],
    loaded: [] as string[],
    sent: [] as unknown[][],
    menu: [] as MenuItemConstructorOptions[],
    schemes: [] as unknown[],
    sandboxed: false,
    quit: 0,
    exits: [] as (number | undefined)[],
    permissions: {} as Record<string, Listener>,
    requests: null as Listener | null,
    dialogs: [] as unknown[],
  };
  const listeners: Record<string, Listener> = {};
  const handlers: Record<string, Listener> = {};
  const told: Record<string, Listener> = {};
  let scheme: ((request: Request) => Response | Promise<Response>) | null = null;
  class Window {
    constructor(options: BrowserWindowConstructorOptions) {
      said.windows.push(options);
    }
    webContents = { send: (...args: unknown[]) => void said.sent.push(args) };
    loadURL = async (url: string) => void said.loaded.push(url);
    show = () => undefined;
    focus = () => undefined;
    isMinimized = () => false;
    restore = () => undefined;
    isDestroyed = () => false;
    once = (() => this) as never;
    on = (() => this) as never;
  }
  const electron = {
    app: {
      requestSingleInstanceLock: () => first,
      whenReady: () => Promise.resolve(),
      on: ((name: string, listener: Listener) => {
        listeners[name] = listener;
      }) as never,
      quit: () => void (said.quit += 1),
      exit: (code) => void said.exits.push(code),
      getLocale: () => "vi",
      isPackaged: true,
      enableSandbox: () => void (said.sandboxed = true),
    },
    BrowserWindow: Window,
    Menu: {
      setApplicationMenu: () => undefined,
      buildFromTemplate: (template) => {
        said.menu = template as MenuItemConstructorOptions[];
        return {} as never;
      },
    },
    dialog: {
      showOpenDialog: (async (...args: unknown[]) => {
        said.dialogs.push(args.at(-1));
        return { canceled: chosen.open.length === 0, filePaths: chosen.open };
      }) as never,
      showSaveDialog: (async (...args: unknown[]) => {
        said.dialogs.push(args.at(-1));
        return { canceled: chosen.save === "", filePath: chosen.save };
      }) as never,
      showErrorBox: () => undefined,
    },
    ipcMain: {
      handle: (channel, listener) => void (handlers[channel] = listener as Listener),
      on: ((channel: string, listener: Listener) => void (told[channel] = listener)) as never,
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes) => void (said.schemes = schemes),
      handle: (_scheme, handler) => void (scheme = handler as typeof scheme),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler) => void (said.permissions.request = handler as Listener),
        setPermissionCheckHandler: (handler) => void (said.permissions.check = handler as Listener),
        setDevicePermissionHandler: (handler) => void (said.permissions.device = handler as Listener),
        webRequest: { onBeforeRequest: ((handler: Listener) => void (said.requests = handler)) as never },
      },
    },
  } satisfies Desktop;
  const frame = { url: BASE, parent: null };
  return {
    electron,
    said,
    emit: (name: string, ...args: unknown[]) => listeners[name]?.(...(args as never[])),
    has: (name: string) => name in listeners,
    cancel: (ticket: unknown, from: unknown = frame) =>
      told[WIRE.cancel]?.(...([{ senderFrame: from }, ticket] as never[])),
    call: (channel: string, args: unknown, ticket: string | null = null, from: unknown = frame) =>
      handlers[WIRE.call]?.(...([{ senderFrame: from }, channel, args, ticket] as never[])) as Promise<{
        ok: boolean;
        value: never;
        failure: { code: string };
      }>,
    get: async (url: string) => {
      if (!scheme) throw new Error("no scheme is handled");
      return scheme(new Request(url));
    },
  };
}

const hosts: Host[] = [];
afterAll(async () => {
  for (const host of hosts) await host.close();
});
let home = 0;
async function started(args: readonly string[] = [], chosen = { open: [] as string[], save: "" }) {
  const fake = fakeElectron(chosen);
  await startDesktop(fake.electron, {
    preload: "/program/preload.cjs",
    args,
    report: (error) => {
      throw error;
    },
    createHost: async (given) => {
      const host = await createHost({
        sample: null,
        ...given,
        workingDir: join(folder, `home-${++home}`),
        fonts: [],
        author: "tester",
        renderer,
      });
      hosts.push(host);
      return host;
    },
  });
  return fake;
}

test("the window is sandboxed and isolated, and loads nothing but our own scheme", async () => {
  const { said } = await started();
  expect(said.sandboxed).toBe(true);
  expect(said.loaded).toEqual([BASE]);
  expect(said.windows[0]?.webPreferences).toEqual({
    preload: "/program/preload.cjs",
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  });
  expect(said.schemes).toEqual([
    {
      scheme: "quoin",
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
});

test("no navigation, no second window, no webview, no permission", async () => {
  const { said, emit } = await started();
  const heard: Record<string, Listener> = {};
  let open: Listener = () => undefined;
  emit(
    "web-contents-created",
    {},
    {
      on: (name: string, listener: Listener) => void (heard[name] = listener),
      setWindowOpenHandler: (handler: Listener) => void (open = handler),
    },
  );
  for (const name of ["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"]) {
    let prevented = false;
    heard[name]?.({ preventDefault: () => void (prevented = true) } as never);
    expect([name, prevented]).toEqual([name, true]);
  }
  expect(open()).toEqual({ action: "deny" });
  let answer: unknown = null;
  said.permissions.request?.(null as never, "media" as never, ((granted: boolean) => void (answer = granted)) as never);
  expect(answer).toBe(false);
  expect(said.permissions.check?.()).toBe(false);
  expect(said.permissions.device?.()).toBe(false);
});

test("nothing is asked of the network, whatever asks", async () => {
  const { said } = await started();
  const cancelled = (url: string) => {
    let answer: { cancel?: boolean } = {};
    said.requests?.({ url } as never, ((given: { cancel?: boolean }) => void (answer = given)) as never);
    return answer.cancel;
  };
  for (const url of [BASE, `${BASE}media/1/2`, "blob:quoin://app/1", "data:image/png;base64,"]) {
    expect([url, cancelled(url)]).toEqual([url, false]);
  }
  for (const url of [
    "https://example.org/",
    "http://127.0.0.1:80/",
    "ws://127.0.0.1/",
    "file:///etc/passwd",
    "quoin://application/",
    "devtools://devtools/",
    "blob:https://example.org/1",
  ]) {
    expect([url, cancelled(url)]).toEqual([url, true]);
  }
});

test("the scheme serves the window under the strict policy, and nothing of another name", async () => {
  const { get } = await started();
  const page = await get(`${BASE}`);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("content-security-policy")).not.toContain("unsafe");
  expect((await get("quoin://other/")).status).toBe(404);
  expect((await get(`${BASE}..%2f..%2fetc/passwd`)).status).toBe(404);
});

test("calls come from our own page's top frame only", async () => {
  const { call, cancel } = await started();
  expect(await call("app.info", {})).toMatchObject({
    ok: true,
    value: { platform: "electron", nativeDialogs: true, start: null },
  });
  for (const frame of [{ url: "https://evil.example/", parent: null }, { url: BASE, parent: {} }, null]) {
    expect(await call("app.info", {}, null, frame)).toMatchObject({ ok: false, failure: { code: "refused" } });
  }
  cancel("a ticket", { url: "https://evil.example/", parent: null });
  cancel({ not: "a ticket" });
  expect(await call("no.such.call", {})).toMatchObject({ ok: false });
  expect(await call(7 as never, {})).toMatchObject({ ok: false });
});

test("native dialogs give tokens, never paths to be named; what was picked can be opened", async () => {
  const target = join(folder, "saved");
  const chosen = { open: [] as string[], save: target };
  const { call, said } = await started([], chosen);
  const made = await call("document.create", { template: "bulletin", lang: "en" });
  const { handle } = made.value as { handle: string };
  const save = await call("dialog.save", { purpose: "document", name: "interview.quoin" });
  const { token } = save.value as { token: string };
  expect(await call("document.open", { file: token })).toMatchObject({ ok: false, failure: { code: "refused" } });
  const saved = await call("document.saveAs", { handle, target: token, copy: false });
  expect(saved).toMatchObject({ ok: true, value: { name: "saved.quoin", place: folder } });
  expect(await call("document.versions", { handle })).toMatchObject({ ok: true });
  await call("document.close", { handle });
  chosen.open = [`${target}.quoin`];
  const picked = await call("dialog.open", { purpose: "document", multiple: false });
  const [file] = picked.value as { token: string; name: string }[];
  expect(await call("document.open", { file: file?.token })).toMatchObject({
    ok: true,
    value: { name: "saved.quoin", place: folder, untitled: false, readOnly: false },
  });
  chosen.open = [];
  expect(await call("dialog.open", { purpose: "picture", multiple: true })).toEqual({ ok: true, value: [] });
  expect(said.dialogs.length).toBe(3);
});

test("events reach the window; a menu's item is one; so is a file from a second start", async () => {
  const { said, emit } = await started([story]);
  const file = said.menu.find((item) => item.label === "Tệp");
  const items = (file?.submenu ?? []) as MenuItemConstructorOptions[];
  const open = items.find((item) => item.label === "Mở…");
  open?.click?.(null as never, undefined, null as never);
  expect(said.sent.at(-1)).toEqual([WIRE.event, "app.menu", { command: "open" }]);
  emit("second-instance", {}, ["quoin", "--flag", "story.txt"], folder);
  expect(said.sent.at(-1)).toMatchObject([
    WIRE.event,
    "app.open",
    { name: "story.txt", place: folder, purpose: "manuscript" },
  ]);
});

test("the file named at start is offered first", async () => {
  const { call } = await started(["--some-switch", story]);
  expect(await call("app.info", {})).toMatchObject({
    value: { start: { name: "story.txt", place: folder, purpose: "manuscript" } },
  });
});

test("a second instance hands over and ends", async () => {
  const fake = fakeElectron({ open: [], save: "" }, false);
  await startDesktop(fake.electron, {
    preload: "",
    args: [],
    report: () => undefined,
    createHost: () => Promise.reject(new Error("a second host was made")),
  });
  expect(fake.said.quit).toBe(1);
  expect(fake.said.windows).toEqual([]);
});

test("quitting waits for the last keystrokes", async () => {
  const { call, emit, said } = await started();
  await call("document.create", { template: "bulletin", lang: "en" });
  let prevented = 0;
  const event = { preventDefault: () => void (prevented += 1) };
  emit("before-quit", event);
  expect(prevented).toBe(1);
  for (let i = 0; i < 300 && said.exits.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(said.exits).toEqual([0]);
  emit("before-quit", event);
  expect(prevented).toBe(1);
});
