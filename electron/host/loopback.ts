/**
 * The loopback door: HTTP on 127.0.0.1 for a browser on the same machine. A token of 256 bits is the first part of
 * every path, so that no other page and no other user's program can guess an address. Beside it the Host header must
 * be ours (a name that was made to point here is refused) and so must the Origin: what a page elsewhere sends is not
 * answered, even if it knew the token. Whoever has no token can neither hold a connection for long nor fill the memory.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { answerCall, type Events, type Handlers } from "./registry.ts";
import { json, SAFE_HEADERS, type Streams } from "./streams.ts";

/** A pasted novel is 2 MB of steps. */
const LARGEST_CALL = 64 << 20;
const KEEP_ALIVE_MS = 15_000;
/** A browser sends its headers at once, and no more than a few thousand bytes of them (RFC 9110 §5.4 sets no limit). */
const HEADERS_MS = 5000;
const HEADER_BYTES = 16 << 10;
/** A body of 2 GB comes from the same machine's disk. */
const REQUEST_MS = 300_000;
/** A window uses seven. */
const CONNECTIONS = 256;

export type Loopback = {
  /** What a person opens: `http://127.0.0.1:PORT/TOKEN/`. */
  readonly address: string;
  close(): Promise<void>;
};

export async function openLoopback(options: {
  readonly handlers: Handlers;
  readonly events: Events;
  readonly streams: Streams;
  /** 0: any free one. */
  readonly port: number;
  readonly report: (error: unknown) => void;
  /** Called once when there was a window, and then none, and no word of one, for so many milliseconds. */
  readonly alone?: { readonly after: number; readonly call: () => void };
}): Promise<Loopback> {
  const { handlers, events, streams, report, alone } = options;
  const token = randomBytes(32).toString("hex");
  let host = "";
  const listeners = new Set<ServerResponse>();

  let watch: NodeJS.Timeout | null = null;
  let visited = false;
  /** A word of a window, or its leaving: the time without one begins anew. */
  function stir(): void {
    if (watch) clearTimeout(watch);
    watch = null;
    if (!alone || !visited || listeners.size > 0) return;
    watch = setTimeout(alone.call, alone.after);
    watch.unref();
  }

  function refusal(request: IncomingMessage): string | null {
    // Of two names Node takes the first; RFC 9112 §3.2 has both refused.
    if (request.headers.host !== host || request.headersDistinct.host?.length !== 1)
      return "This address is not served here";
    const origin = request.headers.origin;
    if (origin !== undefined && origin !== `http://${host}`) return "Another page may not ask here";
    if (request.method !== "GET" && origin === undefined) return "Say where the request comes from";
    const site = request.headers["sec-fetch-site"];
    const opened = request.headers["sec-fetch-mode"] === "navigate" && request.headers["sec-fetch-dest"] === "document";
    if (site !== undefined && site !== "same-origin" && site !== "none" && !opened)
      return "Another page may not ask here";
    return null;
  }

  /** The path below the token, with its query; null when the token is not ours. */
  function addressOf(url: string): string | null {
    const given = Buffer.from(url.slice(1, 1 + token.length));
    const same = given.length === token.length && timingSafeEqual(given, Buffer.from(token));
    const rest = url.slice(1 + token.length);
    return same && rest.startsWith("/") ? rest.slice(1) : null;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request);
    if (refused) return refuse(response, refused);
    const address = addressOf(request.url ?? "/");
    if (address === null) return refuse(response, "The address is not complete: open the one Quoin printed");
    stir();
    if (address === "events" && request.method === "GET") return listen(response);
    const stopped = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) stopped.abort();
    });
    if (address.startsWith("call/") && request.method === "POST") {
      if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) return refuse(response, "Send JSON");
      const received = await readJson(request);
      if (received === undefined) return refuse(response, "The call is not JSON, or too long");
      const answer = await answerCall(handlers, address.slice(5), received, stopped.signal, report);
      return send(response, json(answer));
    }
    const body = request.method === "GET" ? null : (Readable.toWeb(request) as ReadableStream<Uint8Array>);
    const asked = new Request(`http://${host}/`, {
      method: request.method ?? "GET",
      headers: headersOf(request),
      signal: stopped.signal,
      ...(body ? { body, duplex: "half" } : {}),
    });
    return send(response, await streams.respond(asked, address));
  }

  function listen(response: ServerResponse): void {
    response.writeHead(200, {
      ...SAFE_HEADERS,
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
    });
    response.write(": listening\n\n");
    listeners.add(response);
    visited = true;
    stir();
    response.on("close", () => {
      listeners.delete(response);
      stir();
    });
  }
  const silence = events.listen((event, data) => {
    // JSON has no line breaks of its own, so one data line is enough.
    for (const response of listeners) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  const pulse = setInterval(() => {
    for (const response of listeners) response.write(": still here\n\n");
  }, KEEP_ALIVE_MS);

  const limits = { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS };
  const server = createServer({ ...limits, connectionsCheckingInterval: HEADERS_MS / 5 }, (request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A browser that went away in the middle is no mistake of ours.
      if (!response.headersSent && !response.destroyed) {
        report(error);
        response.writeHead(500, SAFE_HEADERS).end("Quoin made a mistake");
      } else response.destroy();
    });
  });
  server.maxConnections = CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: `http://${host}/${token}/`,
    async close() {
      clearInterval(pulse);
      visited = false;
      stir();
      silence();
      for (const response of listeners) response.end();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function refuse(response: ServerResponse, why: string): void {
  response.writeHead(403, { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8", connection: "close" });
  response.end(`${why}\n`);
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), response);
  else response.end();
}

function headersOf(request: IncomingMessage): [string, string][] {
  return ["content-type", "content-length", "range"].flatMap((name): [string, string][] => {
    const value = request.headers[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LARGEST_CALL) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    return undefined;
  }
}
