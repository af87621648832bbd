/**
 * The window's way to the host. Electron's preload has put a bridge at `window.quoin`; anywhere else this file makes
 * one that talks to the loopback server the page came from. The rest of the window cannot tell them apart.
 */
import type { Answer, Bridge, CallName, EventData, EventName, Failure, Picked } from "../shared/ipc.ts";
import { streams } from "../shared/ipc.ts";

declare global {
  interface Window {
    readonly quoin?: Bridge;
  }
}

export function openBridge(): Bridge {
  return window.quoin ?? loopbackBridge(new URL(".", location.href));
}

/** Browsers send at most 64 kB with a page that is going away. */
const KEPT_ALIVE = 60_000;

function loopbackBridge(base: URL): Bridge {
  const waiting = new Map<string, AbortController>();
  let source: EventSource | null = null;

  return {
    async call<C extends CallName>(channel: C, args: unknown, ticket?: string) {
      const stop = new AbortController();
      if (ticket !== undefined) waiting.set(ticket, stop);
      const body = JSON.stringify(args);
      try {
        const response = await fetch(new URL(`call/${channel}`, base), {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
          signal: stop.signal,
          keepalive: body.length < KEPT_ALIVE,
        });
        if (!response.ok) return failed("refused", `Quoin refused ${channel} (${response.status})`, RELOAD);
        return (await response.json()) as Answer<never>;
      } catch {
        if (stop.signal.aborted) return failed("cancelled", "Cancelled", "");
        return failed("unreachable", "Quoin does not answer: the program behind this window has ended", RELOAD);
      } finally {
        if (ticket !== undefined) waiting.delete(ticket);
      }
    },
    cancel(ticket) {
      waiting.get(ticket)?.abort();
    },
    on<E extends EventName>(event: E, listener: (data: EventData<E>) => void) {
      source ??= new EventSource(new URL("events", base));
      const heard = (message: MessageEvent<string>) => listener(JSON.parse(message.data) as EventData<E>);
      const from = source;
      from.addEventListener(event, heard);
      return () => from.removeEventListener(event, heard);
    },
    url: (path) => new URL(path, base).href,
  };
}

const RELOAD = "Start Quoin again and open the address it prints; what was written is kept";

function failed(code: string, message: string, hint: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, message, hint } };
}

/** Hands a file's bytes to the host, under its name. */
export async function upload(bridge: Bridge, file: File): Promise<Answer<Picked>> {
  try {
    const response = await fetch(bridge.url(streams.upload(file.name)), { method: "POST", body: file });
    if (!response.ok) return failed("refused", `${file.name}: Quoin did not take it (${response.status})`, "Try again");
    return (await response.json()) as Answer<Picked>;
  } catch {
    // The file went while it was read, or the host ended: the browser does not say which.
    return failed("unreadable", `${file.name}: it could not be read`, "See that the file is still there and try again");
  }
}
