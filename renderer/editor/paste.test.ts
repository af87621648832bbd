import { expect, test } from "vitest";
import { withoutStyles } from "./paste.ts";

test("style attributes get another name and style sheets go", () => {
  expect(
    withoutStyles('<p STYLE="color:red" class=x>a<STYLE type="text/css">p{}</style >b<style>i{}</style>c</p>'),
  ).toBe('<p data-style="color:red" class=x>abc</p>');
  expect(withoutStyles("a<style>b")).toBe("a<style>b");
  expect(withoutStyles("a</style><style>b</style>c style=d")).toBe("a</style>c style=d");
});

test("what was copied takes time by its length, and not by its square", () => {
  const spent = (html: string): number => {
    const before = process.cpuUsage();
    withoutStyles(html);
    return process.cpuUsage(before).user / 1000;
  };
  for (const odd of ["<style>", "<a", "<style", "</style ", "<a style=", "<style></style"]) {
    // Half a megabyte of it: seconds where every piece looks for an end that is not there.
    expect(spent(odd.repeat(500_000 / odd.length))).toBeLessThan(400);
  }
});
