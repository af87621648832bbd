/**
 * Goldens: what a case came out as when somebody last looked at it and said yes. Text that changed and should not have
 * is found in review because it is text. `npm run golden` compares, `npm run golden -- --update` accepts.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { onPage } from "../layout/upward.ts";
import type { Ink } from "../color/ink.ts";
import type { FontId } from "../typesetting/glyphs.ts";

/** Compares with `golden/<name>.txt` in the case's folder, or writes it when goldens are being accepted. */
export function expectGolden(folder: string, name: string, text: string): void {
  const file = join(folder, "golden", `${name}.txt`);
  if (process.env.QUOIN_UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  expect(
    existsSync(file),
    `there is no golden for ${name}; look at the page, then run npm run golden -- --update`,
  ).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
}

const n = (value: number) => (Math.round(value * 100) / 100 + 0).toFixed(2);
function ink(of: Ink): string {
  switch (of.kind) {
    case "cmyk":
      return [of.c, of.m, of.y, of.k].map((part) => Math.round(part * 1000) / 10).join("/");
    case "spot":
      return `${of.name} ${of.tint}`;
    case "mix":
      return [...of.spots, of.process].map(ink).join(" + ");
    case "paper":
    case "registration":
      return of.kind;
  }
}

/** A display list in words, one item a line, lengths to 0.01 pt. `fontName` turns ids into names a person knows. */
export function dumpPage(list: DisplayList, fontName: (id: FontId) => string): string {
  const lines = [`page ${list.number} folio ${list.folio} trim ${n(list.trim.width)} × ${n(list.trim.height)}`];
  for (const item of list.items) lines.push(`${dumpItem(item, fontName)}${origin(item)}`);
  return `${lines.join("\n")}\n`;
}

function origin(item: DisplayItem): string {
  return item.of === "artifact" ? " · artifact" : ` · ${item.of.role} ${item.of.block}`;
}

function dumpItem(item: DisplayItem, fontName: (id: FontId) => string): string {
  switch (item.kind) {
    case "glyphs": {
      const { run } = item;
      const begins = onPage(item, run.x, 0);
      const [x, y] = [n(begins.x), n(begins.y)];
      const scaling = run.scaling === 1 ? "" : ` ×${run.scaling.toFixed(4)}`;
      const text = JSON.stringify(run.text.replaceAll("\u00ad", "~"));
      return `glyphs ${x} ${y}${item.upward ? " upward" : ""} +${n(run.width)} ${fontName(run.font)} ${n(run.size)}${scaling} ${ink(item.ink)} ${text}`;
    }
    case "rule":
      return `rule ${n(item.from.x)} ${n(item.from.y)} → ${n(item.to.x)} ${n(item.to.y)} ${n(item.weight)} ${ink(item.ink)}`;
    case "fill":
      return `fill ${box(item.box)} ${ink(item.ink)}`;
    case "picture":
      return `picture ${box(item.box)} crop ${[item.crop.x, item.crop.y, item.crop.width, item.crop.height].map((v) => v.toFixed(3)).join(" ")} ${item.media.slice(0, 8)}`;
  }
}
function box(of: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): string {
  return `${n(of.x)} ${n(of.y)} ${n(of.width)} × ${n(of.height)}`;
}
