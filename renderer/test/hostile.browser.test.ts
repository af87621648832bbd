/**
 * A document made to do harm, in the window and in everything that is made of it: script and markup stand in every text
 * and in every attribute that takes words. What a reader sees is words; nothing runs, nothing is asked of the network.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { unzipSync } from "fflate";
import { Node } from "prosemirror-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStoryFile, StoryFile } from "../../electron/host/documents/storyFile.ts";
import { createCheck } from "../../shared/schema/checkNew.ts";
import { schema } from "../../shared/schema/interview.ts";
import { hasChromium, inChromium, openDesk, startBrowser, stopBrowser } from "./openDesk.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const KEPT = join(root, "electron/test/data/format-2.quoin");
const EVIL = `"><img src=x onerror=hit()><script>hit()</script><svg/onload=hit()>'--;DROP TABLE step;]]>&lt;%s$\{hit()}`;
const LINKS = [
  "javascript:hit()",
  "data:text/html,<script>hit()</script>",
  "file:///etc/passwd",
  "http://evil.invalid/",
];

type Tree = Record<string, unknown>;
/** The document with words of ours in every text, and in every attribute that takes them. */
function poisoned(doc: Node): { readonly json: Tree; readonly places: ReadonlySet<string> } {
  const json = doc.toJSON() as Tree;
  const places = new Set<string>();
  const sound = () => {
    try {
      createCheck()(Node.fromJSON(schema, json));
      return true;
    } catch {
      return false;
    }
  };
  const words = (value: unknown, where: string): void => {
    if (typeof value !== "object" || value === null) return;
    const holder = value as Tree;
    for (const key of Object.keys(holder)) {
      const was = holder[key];
      if (key === "id" || key === "template" || key === "media") continue;
      if (typeof was !== "string" && was !== null) {
        words(was, `${where}.${key}`);
        continue;
      }
      holder[key] = `${was ?? ""}${EVIL}`;
      if (sound()) places.add(`${where}.${key}`);
      else holder[key] = was;
    }
  };
  let link = 0;
  const walk = (node: Tree): void => {
    if (typeof node.text === "string") {
      node.text += EVIL;
      node.marks = [{ type: "link", attrs: { href: LINKS[link++ % LINKS.length] } }];
      if (!sound()) delete node.marks;
      else places.add("link");
    }
    words(node.attrs, String(node.type));
    for (const each of (node.content as Tree[] | undefined) ?? []) walk(each);
  };
  walk(json);
  return { json, places };
}

describe.skipIf(!hasChromium)(`a hostile document${inChromium}`, () => {
  beforeAll(startBrowser);
  afterAll(stopBrowser);

  test("is words in the window, in HTML, Word, IDML and PDF, and nothing else", async () => {
    const kept = StoryFile.open(KEPT, { mode: "read", author: "" });
    const { json, places } = poisoned(kept.doc);
    kept.close();
    expect([...places]).toEqual(expect.arrayContaining(["link", "photo.file", "photo.alt"]));
    const folder = mkdtempSync(join(tmpdir(), "quoin-hostile-"));
    const path = join(folder, "story.quoin");
    await createStoryFile(path, json as never, 1000);
    const file = StoryFile.open(path, { mode: "write", author: EVIL });
    file.nameVersion(EVIL, 2000);
    file.close();

    const desk = await openDesk({ path });
    const { page, context } = desk;
    const asked: string[] = [];
    let dialogs = 0;
    let hits = 0;
    const watch = async (each: typeof page) => {
      await each.exposeFunction("hit", () => (hits += 1));
      each.on("dialog", (dialog) => {
        dialogs += 1;
        void dialog.dismiss();
      });
    };
    context.on("request", (request) => {
      if (!request.url().startsWith(desk.address) && !/^(blob|data):/.test(request.url())) asked.push(request.url());
    });
    try {
      await watch(page);
      await desk.settled();
      expect((await desk.story()).filter((line) => line.includes("onerror=hit()")).length).toBeGreaterThan(2);
      await page.locator(".story p").first().click();
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Control+c");
      await page.keyboard.press("Control+v");
      await page.locator(".story a").first().click();
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Versions…" }).click();
      await page.getByRole("listitem").filter({ hasText: "onerror=hit()" }).first().waitFor();
      expect(page.url()).toBe(desk.address);
      expect(await page.locator("script:not([src]), .story img[src='x'], .story svg[onload]").count()).toBe(0);

      for (const ending of ["html", "docx", "idml", "pdf", "md"]) {
        const out = join(folder, `out.${ending}`);
        const made = spawnSync(
          process.execPath,
          [
            "--disable-warning=ExperimentalWarning",
            join(root, "electron/cli.ts"),
            "export",
            path,
            "-o",
            out,
            ...(ending === "pdf" ? ["--standard", "screen"] : []),
          ],
          { encoding: "utf8", env: { ...process.env, QUOIN_HOME: join(folder, "home") } },
        );
        expect(made.stderr.split("\n").filter((line) => /at .*:\d+:\d+/.test(line))).toEqual([]);
        const bytes = readFileSync(out);
        if (ending === "html") {
          const reader = await context.newPage();
          await watch(reader);
          await reader.setContent(bytes.toString("utf8"));
          await reader.waitForTimeout(200);
          const found = await reader.evaluate(() => ({
            active: document.querySelectorAll("script, svg, iframe, object, form, [onload], [onerror], [onclick]")
              .length,
            links: [...document.querySelectorAll("a")].map((each) => each.getAttribute("href") ?? ""),
            words: document.body.textContent?.includes("<script>hit()</script>"),
          }));
          expect(found.active).toBe(0);
          expect(found.words).toBe(true);
          for (const href of found.links) expect(href).toMatch(/^(?:https?:|mailto:|#)/);
          await reader.close();
        } else if (ending === "docx" || ending === "idml") {
          for (const [name, part] of Object.entries(unzipSync(new Uint8Array(bytes)))) {
            expect(name).not.toMatch(/^\/|\\|(^|\/)\.\.(\/|$)|[<>:"|?*\p{Cc}]/u);
            if (!/\.(?:xml|rels)$/.test(name)) continue;
            const text = Buffer.from(part).toString("utf8");
            const wrong = await page.evaluate(
              (xml) =>
                new DOMParser().parseFromString(xml, "text/xml").querySelector("parsererror")?.textContent ?? null,
              text,
            );
            expect(wrong, name).toBe(null);
            expect(text).not.toMatch(/Target="(?:javascript|data|file):|DestinationURL="(?:javascript|data|file):/i);
          }
        } else if (ending === "pdf") expect(actionsOf(bytes)).toEqual([]);
      }
      expect({ hits, dialogs, asked, complaints: desk.complaints }).toEqual({
        hits: 0,
        dialogs: 0,
        asked: [],
        complaints: [],
      });
    } finally {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});

/** What a PDF would do of itself, in its objects and in its packed ones. */
function actionsOf(file: Buffer): string[] {
  const text = file.toString("latin1");
  const packed = [...text.matchAll(/stream\r?\n/g)].map(({ index, 0: head }) => {
    try {
      return inflateSync(file.subarray(index + head.length)).toString("latin1");
    } catch {
      return "";
    }
  });
  return [text, ...packed].flatMap((part) =>
    [
      ...part.matchAll(
        /\/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|RichMedia)\b|\/URI\s*\((?!https?:|mailto:)/g,
      ),
    ].map(([found]) => found),
  );
}
