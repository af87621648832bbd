/**
 * The bridge in Electron's window: hands the calls, events and addresses of `shared/ipc.ts` across, and nothing else.
 * It runs sandboxed, as one file, and checks nothing: the host does, on the other side.
 */
import { contextBridge, ipcRenderer } from "electron";
import type { Bridge } from "../shared/ipc.ts";
import { BASE, WIRE } from "./wire.ts";

const bridge: Bridge = {
  call: (channel, args, ticket) => ipcRenderer.invoke(WIRE.call, channel, args, ticket ?? null),
  cancel: (ticket) => ipcRenderer.send(WIRE.cancel, ticket),
  on(event, listener) {
    const hear = (_event: unknown, name: unknown, data: unknown) => {
      if (name === event) listener(data as never);
    };
    ipcRenderer.on(WIRE.event, hear);
    return () => void ipcRenderer.removeListener(WIRE.event, hear);
  },
  url: (path) => BASE + path,
};
contextBridge.exposeInMainWorld("quoin", bridge);
