/** A person's own templates: written from a document's design, read again, and told when they cannot be used. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mustHave, readTemplates, saveTemplate } from "./templates.ts";

let home = "";
const before = process.env.QUOIN_HOME;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "quoin-templates-"));
  process.env.QUOIN_HOME = home;
});
afterEach(async () => {
  if (before === undefined) delete process.env.QUOIN_HOME;
  else process.env.QUOIN_HOME = before;
  await rm(home, { recursive: true, force: true });
});
const own = async (name: string, text: string) => {
  await mkdir(join(home, "templates"), { recursive: true });
  await writeFile(join(home, "templates", name), text);
};

test("the shipped ones are there, whatever the person has", async () => {
  const { files, bad } = await readTemplates();
  expect([...files.keys()]).toEqual(["broadsheet", "bulletin", "dialogue", "portrait", "quiet"]);
  expect(bad.size).toBe(0);
});

test("a design saved is a whole template, with the document's changes in it", async () => {
  const overrides = { columns: { count: 2 }, styles: { answer: { size: 10 } } };
  const { id, path } = await saveTemplate("Bản tin Tết", { template: "bulletin", overrides }, false);
  expect(id).toBe("bản-tin-tết");
  const file = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  expect(file).toMatchObject({ version: 1, name: "Bản tin Tết", columns: { count: 2, gutter: "4.5mm" } });
  const { files } = await readTemplates();
  expect(files.get(id)).toEqual(file);
});

test("one that is there is replaced only when that is wanted", async () => {
  const design = { template: "bulletin", overrides: {} };
  await saveTemplate("Mine", design, false);
  await expect(saveTemplate("Mine", design, false)).rejects.toThrow('There is a template "mine" already');
  await expect(saveTemplate("Quiet", design, false)).rejects.toThrow('There is a template "quiet" already');
  await saveTemplate("Mine", { ...design, overrides: { columns: { count: 1 } } }, true);
  expect((await readTemplates()).files.get("mine")).toMatchObject({ columns: { count: 1 } });
  expect(await readdir(join(home, "templates"))).toEqual(["mine.json"]);
});

test.each(["", "..", "a/b", "../x", "CON:", "x".repeat(90), ".hidden"])("%j is no name", async (name) => {
  await expect(saveTemplate(name, { template: "bulletin", overrides: {} }, false)).rejects.toThrow("is no name");
});

test("a design that makes no page is not written", async () => {
  const spec = { template: "bulletin", overrides: { columns: { count: 40 } } };
  await expect(saveTemplate("Mine", spec, false)).rejects.toThrow("columns.count");
  await expect(readdir(join(home, "templates"))).rejects.toThrow("ENOENT");
  await expect(saveTemplate("Mine", { template: "gone", overrides: {} }, false)).rejects.toThrow('no template "gone"');
});

test("own files that cannot be used are told one by one and keep nobody from the others", async () => {
  await own("torn.json", "{");
  await own("old.json", JSON.stringify({ version: 7 }));
  await own("list.json", "[]");
  await own("note.txt", "no template");
  const templates = await readTemplates();
  expect([...templates.bad.keys()]).toEqual(["list", "old", "torn"]);
  expect(templates.files.has("bulletin")).toBe(true);
  expect([...templates.bad.values()].every((f) => f.code === "template-bad" && f.severity === "warning")).toBe(true);
  expect(() => mustHave(templates, "old")).toThrow("template of version 7, and this program reads version 1");
  expect(() => mustHave(templates, "none")).toThrow('There is no template "none"');
});

test("one of the person's own stands before a shipped one of its name", async () => {
  const { files } = await readTemplates();
  await own("quiet.json", JSON.stringify({ ...files.get("quiet"), name: "Quieter" }));
  expect((await readTemplates()).files.get("quiet")?.name).toBe("Quieter");
});
