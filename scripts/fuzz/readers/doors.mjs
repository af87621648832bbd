/** The host's doors: calls between window and host, addresses and uploads, and bytes that come over a socket. */
import { connect } from "node:net";
import { mutated, mutatedJson } from "../mutate.mjs";
import { failures, json } from "./seeds.mjs";

/** A host whose calls do nothing: the doors are what is asked. */
async function quietHost() {
  const { calls } = await import("../../../shared/ipc.ts");
  const { Failed } = await import("../../../electron/host/failure.ts");
  const { createEvents } = await import("../../../electron/host/registry.ts");
  const { createGrants } = await import("../../../electron/host/grants.ts");
  const { createStreams } = await import("../../../electron/host/streams.ts");
  const grants = createGrants();
  const streams = await createStreams({
    renderer: "/no/such/folder",
    fonts: { file: () => null },
    documents: {
      get() {
        throw new Failed("unknown-handle", "This document is not open any more", "Open it again");
      },
    },
    grants,
    preview: () => Promise.reject(new RangeError("no picture is there")),
  });
  const handlers = Object.fromEntries(Object.keys(calls).map((name) => [name, () => ({})]));
  return { handlers, events: createEvents(), grants, streams };
}

export const DOORS = {
  calls: {
    mutate: mutatedJson,
    words: [
      "handle",
      "file",
      "document.open",
      "export.start",
      "document.steps",
      "../../etc/passwd",
      "__proto__",
      "media.add",
    ],
    async start() {
      const { answerCall } = await import("../../../electron/host/registry.ts");
      const { calls } = await import("../../../shared/ipc.ts");
      const handlers = Object.fromEntries(Object.keys(calls).map((name) => [name, (args) => args]));
      const step = { stepType: "replace", from: 1, to: 1 };
      const transaction = { kind: "do", undoes: null, steps: [step], before: null, after: null };
      return {
        seeds: [
          json(["document.steps", { handle: "0123456789abcdef", base: 0, transactions: [transaction] }]),
          json(["document.open", { file: "abc", takeOver: false }]),
          json([
            "export.start",
            {
              handle: "0123456789abcdef",
              standard: "x4",
              printer: null,
              pages: "1-3",
              marks: true,
              allow: [],
              digests: null,
              target: null,
            },
          ]),
          json(["font.list", { wanted: [], letters: "abc" }]),
        ],
        expected: (error) => error instanceof SyntaxError,
        async read(bytes) {
          const said = JSON.parse(bytes.toString("utf8"));
          const [channel, args] = Array.isArray(said) ? said : [said, said];
          const answer = await answerCall(handlers, String(channel), args, new AbortController().signal, (error) => {
            throw error;
          });
          if (typeof answer.ok !== "boolean") throw new TypeError("a call without an answer");
        },
      };
    },
  },

  /** Names of uploads and addresses of streams. */
  uploads: {
    mutate: mutated,
    words: [
      "../",
      "..\\",
      "%2e%2e%2f",
      "%00",
      "CON",
      "NUL.quoin",
      "/etc/passwd",
      "C:",
      "upload?name=",
      "media/",
      "\u202e",
    ],
    async start(folder) {
      // The workspace is made in the system's folder for such things: here it is to be this one.
      process.env.TMPDIR = folder;
      const { safeName } = await import("../../../electron/host/grants.ts");
      const { streams } = await quietHost();
      let turn = 0;
      return {
        seeds: ["upload?name=a.quoin", "media/0123/0123?width=10", "font/0", "download/0", "../x"].map((each) =>
          Buffer.from(each),
        ),
        expected: await failures(),
        async read(bytes) {
          const text = bytes.toString("utf8");
          const name = safeName(text);
          if (/[\\/\p{Cc}]|^\.|^$/u.test(name) || name.length > 100) throw new RangeError(`"${name}" is no safe name`);
          // A folder for each: enough to see, and not enough to fill the memory they are in.
          const upload = turn++ % 64 === 0;
          const asked = new Request("http://127.0.0.1/", upload ? { method: "POST", body: "x" } : {});
          const answer = await streams.respond(asked, upload ? `upload?name=${encodeURIComponent(text)}` : text);
          if (answer.status >= 500) throw new RangeError(`${answer.status}: ${await answer.text()}`);
          await answer.body?.cancel();
        },
      };
    },
  },

  /** What anybody on the machine may send to the loopback door. It must answer, or close, and live. */
  http: {
    mutate: mutated,
    words: [
      "GET ",
      "POST ",
      "TRACE ",
      " HTTP/1.1\r\n",
      "Host: ",
      "Origin: ",
      "Content-Length: ",
      "Transfer-Encoding: chunked\r\n",
      "\r\n\r\n",
      "0\r\n\r\n",
      "Expect: 100-continue\r\n",
      "Upgrade: websocket\r\nConnection: Upgrade\r\n",
      "/../",
      "%2e%2e/",
    ],
    async start() {
      const { openLoopback } = await import("../../../electron/host/loopback.ts");
      const mistakes = [];
      const door = await openLoopback({ ...(await quietHost()), port: 0, report: (error) => mistakes.push(error) });
      const { host, port, pathname } = new URL(door.address);
      const head = (line, more = "") => Buffer.from(`${line} HTTP/1.1\r\nHost: HOST\r\n${more}\r\n`);
      const origin = "Origin: http://HOST\r\nContent-Type: application/json\r\n";
      return {
        seeds: [
          head("GET /TOKEN/"),
          head("GET /"),
          Buffer.concat([head("POST /TOKEN/call/app.info", `${origin}Content-Length: 2\r\n`), Buffer.from("{}")]),
          Buffer.concat([
            head("POST /TOKEN/upload?name=a", `${origin}Transfer-Encoding: chunked\r\n`),
            Buffer.from("1\r\na\r\n0\r\n\r\n"),
          ]),
          head("GET /TOKEN/media/0/0?width=1", "Range: bytes=0-1\r\n"),
        ],
        expected: () => false,
        async read(bytes) {
          const text = bytes.toString("latin1").replaceAll("HOST", host).replaceAll("TOKEN", pathname.slice(1, -1));
          await new Promise((resolve) => {
            const socket = connect(Number(port), "127.0.0.1", () => socket.end(text, "latin1"));
            socket.setTimeout(1000, () => socket.destroy());
            socket.resume();
            socket.on("error", () => undefined).on("close", resolve);
          });
          if (mistakes.length > 0) throw mistakes[0];
        },
      };
    },
  },
};
