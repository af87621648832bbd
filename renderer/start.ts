/**
 * The page's first script, and a small one: it starts the compositor's thread while the window's own code is still being
 * read, since both take their time. What the thread says before anyone listens is kept.
 */
import type { Port } from "./compositor/client.ts";

const main = import("./main.tsx");
const worker = new Worker(new URL("./compositor.worker.ts", import.meta.url), { type: "module" });
const port = worker as unknown as Port;
const early: Parameters<NonNullable<Port["onmessage"]>>[0][] = [];
port.onmessage = (event) => early.push(event);

void main.then(({ open }) =>
  open(port, () => {
    for (const event of early) port.onmessage?.(event);
  }),
);
