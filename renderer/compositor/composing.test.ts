import { readFileSync } from "node:fs";
import { EditorState, type Transaction } from "prosemirror-state";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Bridge, FontEntry, Json } from "../../shared/ipc.ts";
import { createEngine } from "../../shared/layout/engine.ts";
import { pressFindings, withPress } from "../../shared/preflight/press.ts";
import { GENERIC_PRINTER, type PrinterRules } from "../../shared/preflight/printer.ts";
import { spacingFaultsIn } from "../../shared/preflight/spacing.ts";
import { storyReader } from "../../shared/schema/story.ts";
import { pt } from "../../shared/units.ts";
import { a, doc, h, lines, photo, photoWith, q } from "../../shared/schema/build.ts";
import { DesignStep } from "../../shared/schema/designStep.ts";
import { settle } from "../../shared/schema/placementCommands.ts";
import { fixedShaper } from "../../shared/typesetting/fixedShaper.ts";
import { compositorClient, type Pages, type Port } from "./client.ts";
import { createCompositor } from "./composing.ts";
import { findPicture } from "./findPicture.ts";
import type { FromCompositor, ToCompositor } from "./messages.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const templates = new Map<string, unknown>([
  ["bulletin", JSON.parse(readFileSync(new URL("../../assets/templates/bulletin.json", import.meta.url), "utf8"))],
]);
const font: FontEntry = {
  id: "0".repeat(64),
  family: "Any",
  weight: 400,
  italic: false,
  width: 100,
  genre: "serif",
  subfamily: "Regular",
  aliases: [],
  opticalFamily: "Any",
  sizes: null,
  url: "font/0",
  restricted: false,
};

/** A window and its compositor without a thread between them; messages are cloned as a thread would. */
function desk(start = doc(h("On print"), q("Why?"), a(...Array.from({ length: 60 }, () => lines(12))))) {
  const failures: string[] = [];
  const seen: Pages[] = [];
  /** Revisions whose pages were spoken of. */
  const said: number[] = [];
  /** Pictures whose tones were asked for. */
  const wanted: string[] = [];
  let fontCalls = 0;
  let port: Port | null = null;
  const compositor = createCompositor({
    shaperFor: async () => fixedShaper({ advance: 0.5 }),
    answer: (message, handedOver = []) =>
      port?.onmessage?.({
        data: structuredClone(message, { transfer: [...handedOver] }),
      } as MessageEvent<FromCompositor>),
    now: () => 0,
  });
  port = {
    postMessage: (message) => compositor.take(structuredClone(message) as Exclude<ToCompositor, { kind: "outlines" }>),
    onmessage: null,
    onerror: null,
    terminate: () => {},
  };
  const bridge = {
    call: async () => {
      fontCalls += 1;
      return { ok: true, value: [font] };
    },
    url: (path: string) => path,
  } as unknown as Bridge;
  const client = compositorClient(port, bridge, {
    onFontUsed: () => {},
    onPages: (pages) => seen.push(pages),
    onSaid: (pages) => said.push(pages.revision),
    onFailure: (code, message) => failures.push(`${code}: ${message}`),
    onShapesWanted: () => {},
    onTonesWanted: (media) => wanted.push(...media),
    onOutlines: () => {},
  });
  client.templates([...templates]);
  let state = EditorState.create({ doc: start });
  let revision = 0;
  client.open(0, state.doc.toJSON() as Json, []);
  const change = (make: (tr: Transaction) => Transaction) => {
    const tr = make(state.tr);
    state = state.apply(tr);
    revision += tr.steps.length;
    client.steps(
      revision,
      tr.steps.map((step) => step.toJSON() as Json),
    );
  };
  return {
    client,
    seen,
    said,
    wanted,
    failures,
    change,
    fontCalls: () => fontCalls,
    ready: () => port?.onmessage?.({ data: { kind: "ready" } } as MessageEvent<FromCompositor>),
    settle: () => vi.advanceTimersByTimeAsync(5),
    doc: () => state.doc,
    revision: () => revision,
  };
}

/** Pages of the document from scratch, as text. */
function fromScratch(node: ReturnType<typeof doc>): string[] {
  const engine = createEngine({ shaper: fixedShaper({ advance: 0.5 }), pictures: { sizeOf: () => null }, templates });
  return engine.layOut(node).pages.map((page) => JSON.stringify(engine.paint(page), numbers));
}
const numbers = (_key: string, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Uint16Array)] : value);

describe("the compositor", () => {
  test("waits for fonts, then sends every page, the same as from scratch", async () => {
    const d = desk();
    expect(d.seen).toEqual([]);
    d.ready();
    await d.settle();
    expect(d.fontCalls()).toBe(1);
    expect(d.client.current()?.complete).toBe(true);
    expect(d.client.current()?.pages.map(({ list }) => JSON.stringify(list, numbers))).toEqual(fromScratch(d.doc()));
  });

  test("asks once for the tones of a picture with words on it, and sets them in the ink that reads there", async () => {
    const stands = { caption: "over" };
    const media = "f".repeat(64);
    const own = photoWith({ file: "p.jpg", media, stands }, "A caption of words.");
    const d = desk(
      doc(h("On print"), q("Why?"), a(lines(20), photoWith({ file: "first.jpg" }), lines(20), own, lines(9))),
    );
    d.client.pictures([{ media, name: "p.jpg", width: 3000, height: 2000 }]);
    d.ready();
    await d.settle();
    const inks = () =>
      d.client
        .current()
        ?.pages.flatMap(({ list }) => list.items)
        .flatMap((item) =>
          item.kind === "glyphs" && item.of !== "artifact" && item.of.role === "caption" ? [item.ink.kind] : [],
        );
    expect(d.wanted).toEqual([media]);
    expect(new Set(inks())).toEqual(new Set(["cmyk"]));
    d.client.tones([[media, { columns: 1, rows: 1, values: [0.02] }]]);
    await d.settle();
    expect(new Set(inks())).toEqual(new Set(["paper"]));
    d.client.tones([[media, { columns: 1, rows: 1, values: [0.9] }]]);
    await d.settle();
    expect(new Set(inks())).toEqual(new Set(["cmyk"]));
    expect(d.wanted).toEqual([media]);
  });

  test("says of its pages what the host says of them, after every change and for every printer", async () => {
    const d = desk();
    const thin = { ...GENERIC_PRINTER, type: { least: pt(30), reversed: pt(30), mixed: pt(30) } };
    const engine = createEngine({ shaper: fixedShaper({ advance: 0.5 }), pictures: { sizeOf: () => null }, templates });
    const asHost = (rules: PrinterRules) => {
      const layout = engine.layOut(d.doc());
      const pages = layout.pages.map((page) => ({ list: structuredClone(engine.paint(page)), side: page.side }));
      const job = { rules, facing: layout.design.page.facing, sizes: new Map(), tones: new Map(), locked: new Map() };
      return [...withPress(layout.findings, pressFindings(pages, job)), ...spacingFaultsIn(storyReader()(d.doc()))];
    };
    d.ready();
    await d.settle();
    expect(d.client.current()?.findings).toEqual(asHost(GENERIC_PRINTER));
    d.client.printer(thin);
    await d.settle();
    expect(d.client.current()?.findings.filter(({ code }) => code === "type-small").length).toBeGreaterThan(5);
    expect(d.client.current()?.findings).toEqual(asHost(thin));
    d.change((tr) => tr.insertText("A word more , and another. ", 40));
    await d.settle();
    expect(d.client.current()?.findings).toEqual(asHost(thin));
  });

  test("of a long story, sends the first pages before the others are made", async () => {
    const d = desk(doc(h("On print"), q("Why?"), a(...Array.from({ length: 120 }, () => lines(12)))));
    d.ready();
    await d.settle();
    expect(d.seen.map(({ complete }) => complete)).toEqual([false, true]);
    const all = fromScratch(d.doc());
    const first = d.seen[0]?.pages.map(({ list }) => JSON.stringify(list, numbers)) ?? [];
    expect(first.length).toBeGreaterThan(0);
    expect(first).toEqual(all.slice(0, first.length));
    expect(d.seen[1]?.pages).toHaveLength(all.length);
    expect(d.seen[1]?.pages[0]).toBe(d.seen[0]?.pages[0]);
  });

  test("of a typed letter, sends only the pages it changed", async () => {
    const d = desk();
    d.ready();
    await d.settle();
    const before = d.client.current()?.pages ?? [];
    d.change((tr) => tr.insertText("x", tr.doc.content.size - 2));
    await d.settle();
    const after = d.client.current();
    expect(after?.pages.length).toBeGreaterThan(2);
    const last = (after?.pages.length ?? 0) - 1;
    expect(after?.changed).toContain(last);
    expect(after?.changed).not.toContain(0);
    expect(after?.pages[0]).toBe(before[0]);
    expect(after?.pages.map(({ list }) => JSON.stringify(list, numbers))).toEqual(fromScratch(d.doc()));
  });

  test("tells where pieces stand, and settling them moves none", async () => {
    const story = doc(h("Harbour"), q("Why?"), a(lines(40), photo("quay.jpg", "The quay."), lines(60)));
    const d = desk(story);
    d.ready();
    await d.settle();
    const before = d.client.current();
    expect(before?.places.length).toBe(1);
    d.change((tr) => {
      settle(before?.places ?? [])(EditorState.create({ doc: tr.doc }), (settled) => {
        for (const step of settled.steps) tr.step(step);
      });
      return tr;
    });
    await d.settle();
    expect(d.revision()).toBe(1);
    const bare = (pages: Pages | null) =>
      pages?.places.map(({ block, page, column, row }) => [block, page, column, row]);
    expect(bare(d.client.current())).toEqual(bare(before));
  });

  test("takes all that waits before it lays out", async () => {
    const d = desk();
    d.ready();
    await d.settle();
    const before = d.seen.length;
    for (const letter of "abc") d.change((tr) => tr.insertText(letter, tr.doc.content.size - 2));
    await d.settle();
    expect(d.seen).toHaveLength(before + 1);
    expect(d.seen.at(-1)?.revision).toBe(3);
  });

  test("sends the ink of a letter first, and then what there is to say of the pages", async () => {
    const d = desk();
    d.ready();
    await d.settle();
    const before = d.client.current();
    expect(before?.said).toBe(true);
    d.change((tr) => tr.insertText("A word more , and another. ", 40));
    while (d.client.current()?.revision === 0) await vi.advanceTimersToNextTimerAsync();
    expect(d.client.current()?.said).toBe(false);
    expect(d.client.current()?.findings).toBe(before?.findings);
    await d.settle();
    expect(d.client.current()?.said).toBe(true);
    expect(d.client.current()?.findings.map(({ code }) => code)).toContain("spacing");
  });

  test("says nothing of pages that are about to change again", async () => {
    const d = desk();
    d.ready();
    await d.settle();
    d.change((tr) => tr.insertText("x", tr.doc.content.size - 2));
    while (d.client.current()?.revision === 0) await vi.advanceTimersToNextTimerAsync();
    d.change((tr) => tr.insertText("y", tr.doc.content.size - 2));
    await d.settle();
    expect(d.seen.map(({ revision }) => revision)).toEqual([0, 0, 1, 2]);
    expect(d.said).toEqual([0, 2]);
  });

  test("says what is wrong with a design and goes on from the next", async () => {
    const d = desk();
    d.ready();
    await d.settle();
    d.change((tr) => tr.step(new DesignStep(["template"], "nowhere")));
    await d.settle();
    expect(d.failures.at(-1)).toMatch(/^design: there is no template "nowhere"/);
    d.change((tr) => tr.step(new DesignStep(["template"], "bulletin")));
    await d.settle();
    expect(d.seen.at(-1)?.revision).toBe(2);
  });

  test("drops what comes of a document that is no longer open", async () => {
    const d = desk();
    d.ready();
    await d.settle();
    d.change((tr) => tr.insertText("x", tr.doc.content.size - 2));
    const other = doc(h("Other"));
    d.client.open(0, other.toJSON() as Json, []);
    await d.settle();
    expect(d.seen.at(-1)?.pages).toHaveLength(1);
    expect(d.seen.at(-1)?.revision).toBe(0);
  });

  test("lays out again when a picture has come", async () => {
    const media = "a".repeat(64);
    const d = desk(doc(h("H"), q("Why?"), a("So."), photoWith({ file: "p.jpg", media })));
    d.ready();
    await d.settle();
    expect(d.client.current()?.findings.map(({ code }) => code)).toContain("picture-missing");
    d.client.pictures([{ media, name: "p.jpg", width: 3000, height: 2000 }]);
    await d.settle();
    expect(d.client.current()?.findings.map(({ code }) => code)).not.toContain("picture-missing");
    expect(d.client.current()?.pages[0]?.photos[0]?.ppi).toBeGreaterThan(0);
    expect(d.client.current()?.findings).toEqual([]);
    d.client.pictures([{ media, name: "p.jpg", width: 300, height: 200 }]);
    await d.settle();
    expect(d.client.current()?.findings.map(({ code }) => code)).toContain("picture-low");
  });
});

test("a picture is found by content, or by name while its content is not known", () => {
  const known = [{ media: "a".repeat(64), name: "p.jpg", width: 3, height: 2 }];
  expect(findPicture(known, { file: "x", media: "a".repeat(64) })?.name).toBe("p.jpg");
  expect(findPicture(known, { file: "p.jpg", media: null })?.name).toBe("p.jpg");
  expect(findPicture(known, { file: "p.jpg", media: "b".repeat(64) })).toBeNull();
});
