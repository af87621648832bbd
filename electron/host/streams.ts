/**
 * Bytes by address, as a function from a web `Request` to a `Response`: Electron mounts it on its own scheme, the
 * loopback server on HTTP. It serves the built window, fonts, pictures, files made here, and takes uploads; every
 * answer carries the policy below. Only what was listed at start or stands in a table can be named: no path is joined
 * from an address.
 */
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, relative, sep } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Answer, Picked } from "../../shared/ipc.ts";
import { PDF_BOXES, type PdfBox } from "../../shared/schema/attributes.ts";
import { anyFailure, Failed } from "./failure.ts";
import type { FontStore } from "./fonts.ts";
import { type Grants, safeName } from "./grants.ts";
import type { OpenDocuments } from "./openDocuments.ts";
import { PDF_TYPE } from "./placedPdf.ts";

/** Larger uploads are refused before the disk is full of them. */
const LARGEST_UPLOAD = 2 ** 31;
/** Previews kept, in bytes. */
const PREVIEWS = 96 << 20;

/**
 * Content Security Policy 3. Everything comes from where the window came from; nothing is inline, nothing evaluated.
 * HarfBuzz is WebAssembly, whose compiling needs a word of its own: only worker scripts get it.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const WORKER_SCRIPT = /\.worker[^/]*\.js$/;

export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=()",
  "x-frame-options": "DENY",
};

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".otf": "font/otf",
  ".wasm": "application/wasm",
  ".pdf": "application/pdf",
  ".zip": "application/zip",
  ".quoin": "application/vnd.sqlite3",
};
/** Originals are sent under these types only; an SVG, for one, could carry a script. */
const PICTURE_TYPES: ReadonlySet<string> = new Set([
  "image/jpeg",
  "image/png",
  "image/tiff",
  "image/webp",
  "image/avif",
  "image/gif",
]);

/** Which page of a PDF, and by which box. */
type PdfAsked = { readonly page: number; readonly box: PdfBox };
function pdfAsked(asked: URLSearchParams): PdfAsked {
  const page = Number(/^\d{1,5}$/.exec(asked.get("page") ?? "")?.[0] ?? 1);
  return { page: Math.max(1, page), box: PDF_BOXES.find((box) => box === asked.get("box")) ?? "trim" };
}

/**
 * Makes a picture of at most `width` pixels across, upright, sRGB, from an original; of a PDF the page asked for, as a
 * PDF of its own. Throws `Failed`.
 */
export type Preview = (
  original: Uint8Array,
  width: number,
  pdf: PdfAsked,
) => Promise<{ readonly type: string; readonly bytes: Uint8Array }>;

export type Streams = {
  /** `address` is the path below the base, with its query: `font/…`. Never rejects. */
  respond(request: Request, address: string): Promise<Response>;
  /** A file that may be fetched once it is there; the address below the base. */
  offer(path: string, name: string): string;
  /** A place for a file to be made, removed when the host ends. */
  workspace(name: string): Promise<string>;
  close(): Promise<void>;
};

export async function createStreams(options: {
  readonly renderer: string;
  readonly fonts: FontStore;
  readonly documents: OpenDocuments;
  readonly grants: Grants;
  readonly preview: Preview;
}): Promise<Streams> {
  const { fonts, documents, grants, preview } = options;
  const files = await filesBelow(options.renderer);
  const folder = await mkdtemp(join(tmpdir(), "quoin-"));
  const offered = new Map<string, { readonly path: string; readonly name: string }>();
  const previews = previewCache(PREVIEWS);
  let count = 0;

  async function workspace(name: string): Promise<string> {
    const own = join(folder, String(++count));
    await mkdir(own);
    return join(own, safeName(name));
  }

  async function fileAt(path: string, type: string, headers: Record<string, string> = {}): Promise<Response> {
    const { size } = await stat(path);
    const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
    return answer(200, body, { "content-type": type, "content-length": String(size), ...headers });
  }

  async function media(handle: string, hash: string, width: number | null, pdf: PdfAsked): Promise<Response> {
    const { process } = documents.get(handle);
    const info = await process.ask("mediaInfo", { hash });
    if (!info) return notFound();
    if (width === null) {
      let part = 0;
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const piece = await process.ask("mediaPart", { hash, part: part++ });
          if (piece && piece.length > 0) {
            sent += piece.length;
            controller.enqueue(piece);
          } else if (sent === info.bytes) controller.close();
          else controller.error(new Error("the original is damaged"));
        },
      });
      const type = PICTURE_TYPES.has(info.type) ? info.type : "application/octet-stream";
      return answer(200, body, {
        "content-type": type,
        "content-length": String(info.bytes),
        "cache-control": FOREVER,
      });
    }
    // A page is drawn in the window, at any width from the same file.
    const name = info.type === PDF_TYPE ? `${hash} page ${pdf.page} ${pdf.box}` : `${hash} ${width}`;
    const picture = await previews(name, async () => preview(await process.ask("media", { hash }), width, pdf));
    return answer(200, picture.bytes as Uint8Array<ArrayBuffer>, {
      "content-type": picture.type,
      "cache-control": FOREVER,
    });
  }

  async function upload(request: Request, name: string): Promise<Response> {
    let result: Answer<Picked>;
    const path = await workspace(name);
    try {
      const length = Number(request.headers.get("content-length") ?? 0);
      if (length > LARGEST_UPLOAD) throw tooLarge(name);
      let size = 0;
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          done(size > LARGEST_UPLOAD ? tooLarge(name) : null, chunk);
        },
      });
      const body = request.body ? Readable.fromWeb(request.body as never) : Readable.from([]);
      await pipeline(body, counted, createWriteStream(path, { flags: "wx" }));
      result = { ok: true, value: grants.uploaded(path, safeName(name)) };
    } catch (error) {
      await rm(path, { force: true });
      result = { ok: false, failure: anyFailure(error, safeName(name)) };
    }
    return json(result);
  }

  async function route(request: Request, address: string): Promise<Response> {
    // Laid behind our own name: resolved against it, "//x" would be a name of its own.
    const { pathname, searchParams } = new URL(`quoin://app/${address}`);
    const parts = pathname.split("/").slice(1);
    const [kind = "", first = "", second = ""] = parts;
    if (request.method === "POST" || request.method === "PUT") {
      if (kind === "upload" && parts.length === 1) return upload(request, searchParams.get("name") ?? "file");
      return notFound();
    }
    if (request.method !== "GET") return answer(405, null, { allow: "GET, POST" });
    if (kind === "font" && parts.length === 2) {
      const bytes = /^[0-9a-f]{64}$/.test(first) ? fonts.file(first) : null;
      return bytes
        ? answer(200, bytes as Uint8Array<ArrayBuffer>, { "content-type": "font/sfnt", "cache-control": FOREVER })
        : notFound();
    }
    if (kind === "media" && parts.length === 3) {
      if (!/^[0-9a-f]{64}$/.test(second)) return notFound();
      const width = searchParams.get("width");
      if (width !== null && !(/^\d{1,5}$/.test(width) && Number(width) > 0)) return notFound();
      return media(first, second, width === null ? null : Number(width), pdfAsked(searchParams));
    }
    if (kind === "download" && parts.length === 2) {
      const file = offered.get(first);
      if (!file) return notFound();
      return fileAt(file.path, TYPES[extname(file.name).toLowerCase()] ?? "application/octet-stream", {
        "content-disposition": `attachment; filename*=UTF-8''${encodeRfc5987(file.name)}`,
      });
    }
    const name = decodeSafely(pathname.slice(1)) || "index.html";
    const file = files.get(name);
    if (!file) return notFound();
    return fileAt(file, TYPES[extname(name)] ?? "application/octet-stream", {
      "content-security-policy": WORKER_SCRIPT.test(name) ? WORKER_POLICY : POLICY,
      // Built files carry a hash in their name; the page that names them does not.
      "cache-control": name === "index.html" ? "no-store" : FOREVER,
    });
  }

  return {
    async respond(request, address) {
      try {
        return await route(request, address);
      } catch (error) {
        if (error instanceof Failed) return answer(404, error.failure.message, { "content-type": PLAIN });
        return answer(500, "Quoin made a mistake", { "content-type": PLAIN });
      }
    },
    offer(path, name) {
      const token = randomBytes(16).toString("hex");
      offered.set(token, { path, name });
      return `download/${token}`;
    },
    workspace,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const FOREVER = "private, max-age=31536000, immutable";
const PLAIN = "text/plain; charset=utf-8";

function answer(
  status: number,
  body: ConstructorParameters<typeof Response>[0],
  headers: Record<string, string>,
): Response {
  return new Response(body, { status, headers: { ...SAFE_HEADERS, "cache-control": "no-store", ...headers } });
}
function notFound(): Response {
  return answer(404, "Not found", { "content-type": PLAIN });
}
export function json(value: unknown): Response {
  return answer(200, JSON.stringify(value), { "content-type": "application/json" });
}
function tooLarge(name: string): Failed {
  return new Failed("too-large", `${safeName(name)}: it is larger than 2 GB`, "Save it smaller");
}
function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
/** RFC 8187 §3.2.1, the characters that `encodeURIComponent` leaves and a header may not hold. */
function encodeRfc5987(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The built window's files by their address; none when it was not built. */
async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(relative(folder, path).split(sep).join("/"), path);
  }
  return found;
}

/** The newest previews up to `limit` bytes; one that is being made is waited for, not made twice. */
function previewCache(limit: number) {
  type Picture = Awaited<ReturnType<Preview>>;
  const kept = new Map<string, Promise<Picture>>();
  const sizes = new Map<string, number>();
  let total = 0;
  return (key: string, make: () => Promise<Picture>): Promise<Picture> => {
    const known = kept.get(key);
    if (known) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const made = make();
    kept.set(key, made);
    made.then(
      (picture) => {
        sizes.set(key, picture.bytes.length);
        total += picture.bytes.length;
        for (const old of kept.keys()) {
          if (total <= limit) break;
          if (old === key || !sizes.has(old)) continue;
          total -= sizes.get(old) ?? 0;
          sizes.delete(old);
          kept.delete(old);
        }
      },
      () => kept.delete(key),
    );
    return made;
  };
}
