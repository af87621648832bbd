/**
 * The desktop door: window, menu, native dialogs, Electron's own wire. What is used of Electron is named in `Desktop`,
 * a part of its own typings, and handed in, so all of this runs in tests without Electron. The window is sandboxed and
 * may go nowhere: no navigation, no second window, no permission, no address but its own scheme.
 */
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  Menu,
  MenuItemConstructorOptions,
  Protocol,
  Session,
} from "electron";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Purpose } from "../../shared/ipc.ts";
import { BASE, WIRE } from "../wire.ts";
import { ENDINGS, purposeOf } from "./grants.ts";
import type { Dialogs, Host, HostOptions } from "./host.ts";
import { answerCall } from "./registry.ts";

export type WindowPort = Pick<
  BrowserWindow,
  "loadURL" | "show" | "focus" | "isMinimized" | "restore" | "once" | "on" | "isDestroyed"
> & {
  readonly webContents: Pick<BrowserWindow["webContents"], "send">;
};
export type Desktop = {
  readonly app: Pick<
    App,
    "requestSingleInstanceLock" | "whenReady" | "on" | "quit" | "exit" | "getLocale" | "isPackaged" | "enableSandbox"
  >;
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => WindowPort;
  readonly Menu: Pick<typeof Menu, "setApplicationMenu" | "buildFromTemplate">;
  readonly dialog: Pick<Dialog, "showOpenDialog" | "showSaveDialog" | "showErrorBox">;
  readonly ipcMain: Pick<IpcMain, "handle" | "on">;
  readonly protocol: Pick<Protocol, "registerSchemesAsPrivileged" | "handle">;
  readonly session: {
    readonly defaultSession: Pick<
      Session,
      "setPermissionRequestHandler" | "setPermissionCheckHandler" | "setDevicePermissionHandler"
    > & { readonly webRequest: Pick<Session["webRequest"], "onBeforeRequest"> };
  };
};

export type DesktopOptions = {
  /** The built preload script. */
  readonly preload: string;
  /** Command line without the program itself. */
  readonly args: readonly string[];
  /** Makes the host; everything but what Electron alone knows is decided there. */
  readonly createHost: (options: Pick<HostOptions, "platform" | "dialogs" | "start">) => Promise<Host>;
  readonly report: (error: unknown) => void;
};

/** Must be called before Electron is ready. Resolves when the window is open, or at once in a second instance. */
export async function startDesktop(electron: Desktop, options: DesktopOptions): Promise<void> {
  const { app, protocol } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    {
      scheme: "quoin",
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event) => event.preventDefault());
    contents.on("will-frame-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });

  let window: WindowPort | null = null;
  let host: Host | null = null;
  let start = fileIn(options.args, process.cwd());
  // macOS tells of a double-clicked file by an event, before or after we are ready.
  app.on("open-file", (event, path) => {
    event.preventDefault();
    if (host) tell(host, path);
    else start = path;
  });
  app.on("second-instance", (_event, argv, cwd) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    const path = fileIn(argv.slice(1), cwd);
    if (path && host) tell(host, path);
  });

  await app.whenReady();
  const made = await options.createHost({ platform: "electron", dialogs: dialogsOf(electron, () => window), start });
  host = made;
  const { defaultSession } = electron.session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  // Whatever got past everything else: nothing but our own scheme is ever asked for.
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !ours(url, app.isPackaged) }));
  protocol.handle("quoin", (request) => {
    const asked = new URL(request.url);
    if (asked.host !== "app") return new Response("Not found", { status: 404 });
    return made.streams.respond(request, asked.pathname.slice(1) + asked.search);
  });
  connect(electron.ipcMain, made, options.report);
  made.events.listen((event, data) => {
    if (window && !window.isDestroyed()) window.webContents.send(WIRE.event, event, data);
  });
  electron.Menu.setApplicationMenu(
    electron.Menu.buildFromTemplate(
      menu(app.getLocale(), (command) => made.events.emit("app.menu", { command }), app.isPackaged),
    ),
  );

  window = new electron.BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: "Quoin",
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      webviewTag: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once("ready-to-show", () => window?.show());
  await window.loadURL(BASE);

  // The last keystrokes are put on disk before anything ends.
  let ended = false;
  app.on("window-all-closed", () => app.quit());
  app.on("before-quit", (event) => {
    if (ended) return;
    event.preventDefault();
    ended = true;
    void made.close().then((failed) => {
      for (const { failure } of failed) electron.dialog.showErrorBox(failure.message, failure.hint);
      app.exit(0);
    });
  });
}

/** Calls from our own window's top frame, and no other, reach the host. */
function connect(ipcMain: Desktop["ipcMain"], host: Host, report: (error: unknown) => void): void {
  const running = new Map<string, AbortController>();
  ipcMain.handle(WIRE.call, async (event, channel: unknown, args: unknown, ticket: unknown) => {
    if (!isOurPage(event.senderFrame) || typeof channel !== "string") {
      return { ok: false, failure: { code: "refused", message: "This page may not ask here", hint: "" } };
    }
    const stop = new AbortController();
    if (typeof ticket === "string") running.set(ticket, stop);
    try {
      return await answerCall(host.handlers, channel, args, stop.signal, report);
    } finally {
      if (typeof ticket === "string") running.delete(ticket);
    }
  });
  ipcMain.on(WIRE.cancel, (event, ticket: unknown) => {
    if (isOurPage(event.senderFrame) && typeof ticket === "string") running.get(ticket)?.abort();
  });
}

/** Our own page, and not a frame within it. */
function isOurPage(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.url.startsWith(BASE) && frame.parent === null;
}

/** Our scheme, what a page makes itself, and, while the program is being made, its own inspector. */
function ours(url: string, packaged: boolean): boolean {
  return url.startsWith(BASE) || /^(blob:quoin:|data:)/.test(url) || (!packaged && url.startsWith("devtools:"));
}

function tell(host: Host, path: string): void {
  host.events.emit("app.open", { ...host.grants.read(path), purpose: purposeOf(path) });
}

/** The file a command line names, whole; null when it names none. */
function fileIn(args: readonly string[], cwd: string): string | null {
  for (const arg of args) {
    if (arg.startsWith("-") || arg === ".") continue;
    const path = resolve(cwd, arg);
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  }
  return null;
}

function dialogsOf({ dialog }: Desktop, window: () => WindowPort | null): Dialogs {
  // The port has all of a window that a dialog needs: to stand before it.
  const parent = () => window() as BrowserWindow | null;
  return {
    async open(purpose, multiple) {
      const asked = {
        properties: multiple ? ["openFile" as const, "multiSelections" as const] : ["openFile" as const],
        filters: filtersFor(purpose),
      };
      const before = parent();
      const { canceled, filePaths } = await (before
        ? dialog.showOpenDialog(before, asked)
        : dialog.showOpenDialog(asked));
      return canceled ? [] : filePaths;
    },
    async save(purpose, name) {
      const asked = { defaultPath: name, filters: filtersFor(purpose) };
      const before = parent();
      const { canceled, filePath } = await (before
        ? dialog.showSaveDialog(before, asked)
        : dialog.showSaveDialog(asked));
      return canceled || !filePath ? null : filePath;
    },
  };
}
function filtersFor(purpose: Purpose) {
  return [{ name: ENDINGS[purpose].map((e) => `*.${e}`).join(" "), extensions: [...ENDINGS[purpose]] }];
}

const WORDS = {
  en: {
    file: "File",
    new: "New",
    open: "Open…",
    import: "Import manuscript…",
    version: "Save version…",
    saveAs: "Save as…",
    export: "Export PDF…",
    edit: "Edit",
    undo: "Undo",
    redo: "Redo",
    view: "View",
    window: "Window",
  },
  vi: {
    file: "Tệp",
    new: "Mới",
    open: "Mở…",
    import: "Nhập bản thảo…",
    version: "Lưu phiên bản…",
    saveAs: "Lưu thành…",
    export: "Xuất PDF…",
    edit: "Sửa",
    undo: "Hoàn tác",
    redo: "Làm lại",
    view: "Xem",
    window: "Cửa sổ",
  },
} as const;

/**
 * Few items; the window has all commands. Where the system lets it (not on macOS) the window's own keymap hears the
 * keys, and the menu only names them.
 */
function menu(locale: string, command: (word: string) => void, packaged: boolean): MenuItemConstructorOptions[] {
  const words = locale.startsWith("vi") ? WORDS.vi : WORDS.en;
  const item = (label: string, word: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    registerAccelerator: false,
    click: () => command(word),
  });
  return [
    ...(process.platform === "darwin" ? [{ role: "appMenu" as const }] : []),
    {
      label: words.file,
      submenu: [
        item(words.new, "new", "CmdOrCtrl+N"),
        item(words.open, "open", "CmdOrCtrl+O"),
        item(words.import, "import", "CmdOrCtrl+Shift+O"),
        { type: "separator" },
        item(words.version, "save", "CmdOrCtrl+S"),
        item(words.saveAs, "saveAs", "CmdOrCtrl+Shift+S"),
        item(words.export, "export", "CmdOrCtrl+E"),
        { type: "separator" },
        { role: process.platform === "darwin" ? "close" : "quit" },
      ],
    },
    {
      label: words.edit,
      submenu: [
        item(words.undo, "undo", "CmdOrCtrl+Z"),
        item(words.redo, "redo", "CmdOrCtrl+Shift+Z"),
        { type: "separator" },
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll" },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: "togglefullscreen" },
        ...(packaged ? [] : [{ role: "reload" as const }, { role: "toggleDevTools" as const }]),
      ],
    },
    { label: words.window, submenu: [{ role: "minimize" }, { role: "zoom" }] },
  ];
}
