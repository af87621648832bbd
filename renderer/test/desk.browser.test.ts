/** Journeys through the window as a person makes them, in the built program and a real browser. */
import { readFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, inChromium, type OpenDesk, openDesk, startBrowser, stopBrowser } from "./openDesk.ts";

const STORY = `# On print

**Why print?**

Paper lasts. Ink stays where it is put.

**And the screen?**

It has its uses, and we use it every day.
`;
const story = { name: "story.md", content: STORY };

let desk: OpenDesk | null = null;
async function opened(options: Parameters<typeof openDesk>[0] = { file: story }): Promise<OpenDesk> {
  desk = await openDesk(options);
  return desk;
}
/** Caret to the end of the text that holds these words. */
async function caretAfter({ page }: OpenDesk, words: string): Promise<void> {
  await page.locator(".story p", { hasText: words }).last().click();
  await page.keyboard.press("End");
  // The editor hears of a moved caret a moment later.
  await page.waitForTimeout(60);
}
async function caretBefore({ page }: OpenDesk, words: string): Promise<void> {
  await page.locator(".story p", { hasText: words }).last().click();
  await page.keyboard.press("Home");
  await page.waitForTimeout(60);
}
/** Pastes as another program would have it on the clipboard. */
function paste({ page }: OpenDesk, data: Readonly<Record<string, string>>): Promise<void> {
  return page.locator(".story").evaluate((element, types) => {
    const clipboard = new DataTransfer();
    for (const [type, content] of Object.entries(types)) clipboard.setData(type, content);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
  }, data);
}
const turns = async (d: OpenDesk) =>
  (await d.story()).filter((line) => /^(question|answer|photo|list|crosshead|intro)/.test(line));

describe.skipIf(!hasChromium)(`the window${inChromium}`, () => {
  beforeAll(startBrowser);
  afterAll(stopBrowser);
  afterEach(async () => {
    const complaints = desk?.complaints ?? [];
    await desk?.close();
    desk = null;
    expect(complaints).toEqual([]);
  });

  test("opens on the sample: a story, painted pages, nothing asked", async () => {
    const d = await opened({});
    expect((await d.story()).some((line) => line.startsWith("question:"))).toBe(true);
    expect(await d.page.locator("canvas").count()).toBeGreaterThan(0);
    const blank = await d.page
      .locator("canvas")
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const data =
          (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ??
          new Uint8ClampedArray();
        return data.every((part) => part === 255);
      });
    expect(blank).toBe(false);
    expect(await d.page.getByRole("dialog").count()).toBe(0);
  });

  test("typing in an answer changes its page and not the others; undo brings the pixels back", async () => {
    const d = await opened({});
    const pages = await d.page.locator("canvas").count();
    const before = await Promise.all(Array.from({ length: pages }, (_, n) => d.pixels(n)));
    await d.page.locator(".story [data-role=answer] p").last().click();
    await d.page.keyboard.press("End");
    await d.page.keyboard.type(" Thêm một câu nữa.");
    await d.settled();
    const typed = await Promise.all(Array.from({ length: pages }, (_, n) => d.pixels(n)));
    expect(typed.at(-1)).not.toBe(before.at(-1));
    if (pages > 1) expect(typed[0]).toBe(before[0]);
    for (let i = 0; i < 6; i += 1) await d.page.keyboard.press("Control+z");
    await d.settled();
    expect(await d.pixels(pages - 1)).toBe(before.at(-1));
  });

  test("a page painted in parts has the pixels of one painted whole", async () => {
    const d = await opened({});
    await d.page.locator(".story [data-role=answer] p").nth(1).click();
    await d.page.keyboard.type("Ấy là một câu dài thêm vào giữa. ");
    await d.page.locator(".story [data-role=question] p").nth(1).click();
    await d.page.keyboard.press("End");
    await d.page.keyboard.type(" Ồ?");
    await d.settled();
    const pages = await d.page.locator("canvas").count();
    const parts = await Promise.all(Array.from({ length: pages }, (_, n) => d.pixels(n)));
    await d.page.reload();
    await d.page.locator(".story").waitFor();
    await d.settled();
    expect(await Promise.all(Array.from({ length: pages }, (_, n) => d.pixels(n)))).toEqual(parts);
  });

  test("Enter opens the answer and then the next question; Tab switches; Escape lets Tab go", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    await d.page.keyboard.press("Enter");
    await d.page.keyboard.press("Enter");
    await d.page.keyboard.type("What next?");
    await d.page.keyboard.press("Enter");
    await d.page.keyboard.type("More paper.");
    expect((await turns(d)).slice(-2)).toEqual(["question: What next?", "answer: More paper."]);
    await caretBefore(d, "More paper");
    await d.page.keyboard.press("Tab");
    expect((await turns(d)).at(-1)).toBe("question: More paper.");
    await d.page.keyboard.press("Tab");
    expect((await turns(d)).at(-1)).toBe("answer: More paper.");
    await d.page.keyboard.press("Escape");
    await d.page.keyboard.press("Tab");
    expect((await turns(d)).at(-1)).toBe("answer: More paper.");
    expect(await d.page.locator(".story").evaluate((element) => element === document.activeElement)).toBe(false);
  });

  test("a block is laid out from the moment the caret is in it", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    // No frame is drawn between the keys.
    const laidOut = await d.page.locator(".story").evaluate((story) => {
      const press = () =>
        story.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      press();
      press();
      const block = getSelection()?.anchorNode?.parentElement?.closest(".story > .block");
      return block ? [block.getAttribute("data-role"), getComputedStyle(block).contentVisibility] : null;
    });
    expect(laidOut).toEqual(["question", "visible"]);
  });

  test("Backspace at a turn's start takes its text into the turn before", async () => {
    const d = await opened();
    await caretBefore(d, "Paper lasts");
    await d.page.keyboard.press("Backspace");
    expect((await turns(d))[0]).toBe("question: Why print? / Paper lasts. Ink stays where it is put.");
    await d.page.keyboard.press("Control+z");
    expect((await turns(d)).slice(0, 2)).toEqual([
      "question: Why print?",
      "answer: Paper lasts. Ink stays where it is put.",
    ]);
  });

  test("undo goes word by word, also as Windows types Vietnamese: letters and Backspace", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    const base = (await turns(d)).at(-1);
    await d.page.keyboard.type(" Bao gi");
    await d.page.keyboard.type("ay");
    await d.page.keyboard.press("Backspace");
    await d.page.keyboard.press("Backspace");
    await d.page.keyboard.insertText("ấ");
    await d.page.keyboard.insertText("y");
    expect((await turns(d)).at(-1)).toBe(`${base} Bao giấy`);
    await d.page.keyboard.press("Control+z");
    expect((await turns(d)).at(-1)).toBe(`${base} Bao `);
    await d.page.keyboard.press("Control+Shift+z");
    expect((await turns(d)).at(-1)).toBe(`${base} Bao giấy`);
  });

  test("an input method composes undisturbed, and one undo takes its word", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    const base = (await turns(d)).at(-1);
    await d.page.keyboard.type(" ");
    const cdp = await d.context.newCDPSession(d.page);
    const compose = (text: string) =>
      cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    for (const text of ["t", "ti", "tiê", "tiến", "tiếng"]) {
      await compose(text);
      // The pages follow while the word is still open.
      await d.page.waitForTimeout(120);
    }
    expect((await turns(d)).at(-1)).toBe(`${base} tiếng`);
    await cdp.send("Input.insertText", { text: "tiếng" });
    await d.page.waitForTimeout(150);
    await d.page.keyboard.type(" ");
    for (const text of ["V", "Vi", "Việt"]) await compose(text);
    await cdp.send("Input.insertText", { text: "Việt" });
    await d.page.waitForTimeout(150);
    expect((await turns(d)).at(-1)).toBe(`${base} tiếng Việt`);
    await d.page.keyboard.press("Control+z");
    expect((await turns(d)).at(-1)).toBe(`${base} tiếng `);
    await d.settled();
  });

  test("letters that come with loose marks are composed", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    await d.page.keyboard.insertText(" e\u0302\u0301");
    expect((await turns(d)).at(-1)?.endsWith(" \u1ebf")).toBe(true);
  });

  test("Word's paragraphs become questions, answers and lists; its table is left out and said", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    await paste(d, {
      "text/html": `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body>
        <!--StartFragment-->
        <p class=MsoNormal><b><span style='font-size:12.0pt'>How do you&nbsp;choose?<o:p></o:p></span></b></p>
        <p class=MsoNormal><span style='font-weight:normal'>By <i>touch</i>, mostly.</span></p>
        <p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Weight</p>
        <p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>Grain</p>
        <table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>
        <script>alert(1)</script>
        <p class=MsoNormal><b>And then?</b></p><p class=MsoNormal>We print.</p>
        <!--EndFragment--></body></html>`,
    });
    expect((await turns(d)).slice(-4)).toEqual([
      "question: How do you\u00a0choose?",
      "answer: By touch, mostly. / Weight / Grain",
      "question: And then?",
      "answer: We print.",
    ]);
    expect(await d.page.locator(".story em", { hasText: "touch" }).count()).toBe(1);
    expect(await d.page.locator(".story li").count()).toBe(2);
    await expect.poll(() => d.page.getByText("A table was left out").count()).toBe(1);
  });

  test("Google's spans keep their look; a heading is a crosshead", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    await paste(d, {
      "text/html": `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">One </span><span style="font-weight:700">two</span><span style="font-style:italic"> three</span></p><h2 dir="ltr"><span style="font-weight:700">Part two</span></h2><p dir="ltr"><span>Four</span></p></b>`,
    });
    expect((await turns(d)).at(-1)).toBe(
      "answer: It has its uses, and we use it every day.One two three / Part two / Four",
    );
    expect(await d.page.locator(".story strong", { hasText: "two" }).count()).toBe(1);
    expect(await d.page.locator(".story [data-role=crosshead]", { hasText: "Part two" }).count()).toBe(1);
  });

  test("a copy within the story comes back with its roles", async () => {
    const d = await opened();
    await d.page.locator(".story").click();
    await d.page.keyboard.press("Control+a");
    await d.page.keyboard.press("Control+c");
    await caretAfter(d, "every day");
    await d.page.keyboard.press("Control+v");
    const lines = await turns(d);
    expect(lines.filter((line) => line === "question: Why print?")).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith("question:"))).toHaveLength(4);
  });

  test("a manuscript is imported through the chooser, and its doubtful spots are listed and found", async () => {
    const d = await opened();
    const path = d.file(
      "seed.txt",
      "MỘT CUỘC TRÒ CHUYỆN\n\n❖ HĐND quận làm gì?\n\nHĐND quận họp. HDND quận họp nữa. HĐND quận bàn.\n",
    );
    const chooser = d.page.waitForEvent("filechooser");
    await d.page.keyboard.press("Control+Shift+o");
    await (await chooser).setFiles(path);
    await d.page.locator("h1", { hasText: "seed" }).waitFor();
    await d.settled();
    expect((await turns(d))[0]).toBe("question: HĐND quận làm gì?");
    const found = d.page.getByRole("row", { name: /HDND/ });
    await found.click();
    expect(await d.page.evaluate(() => getSelection()?.toString())).toContain("HDND");
  });

  test("a picture is placed where the caret is, shown in the story and on the page", async () => {
    const d = await opened();
    await caretAfter(d, "Paper lasts");
    const before = await d.pixels(0);
    const chooser = d.page.waitForEvent("filechooser");
    await d.page.keyboard.press("Control+d");
    await (await chooser).setFiles({ name: "press.png", mimeType: "image/png", buffer: picture() });
    await d.page.locator(".story .card img").waitFor();
    await d.settled();
    expect((await turns(d)).slice(0, 2)).toEqual([
      "question: Why print?",
      "answer: Paper lasts. Ink stays where it is put.",
    ]);
    expect(await d.pixels(0)).not.toBe(before);
    await d.page.getByRole("button", { name: "Add a caption" }).first().click();
    await d.page.keyboard.type("A press");
    await d.settled();
    await expect.poll(() => d.page.getByText(/\d+ ppi/).count()).toBeGreaterThan(0);
  });

  test("a picture let go over a page goes into the story there", async () => {
    const d = await opened();
    await caretBefore(d, "It has its uses");
    const caret = await d.page.locator("[class*=caret]").boundingBox();
    if (!caret) throw new Error("no caret on the page");
    await d.page.locator("section", { has: d.page.locator("canvas") }).evaluate(
      (element, { bytes, x, y }) => {
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
        element.dispatchEvent(
          new DragEvent("drop", { dataTransfer: files, clientX: x, clientY: y, bubbles: true, cancelable: true }),
        );
      },
      { bytes: [...picture()], x: caret.x, y: caret.y + caret.height / 2 },
    );
    await d.page.locator(".story .card", { hasText: "dropped.png" }).waitFor();
    expect(await d.page.locator(".story [data-role=answer]").last().locator(".card").count()).toBe(1);
    await d.settled();
  });

  test("the pages follow the caret of a long story", async () => {
    const long = Array.from({ length: 60 }, (_, n) => `**Question ${n}?**\n\n${"Words and more words. ".repeat(30)}`);
    const d = await opened({ file: { name: "long.md", content: `# Long\n\n${long.join("\n\n")}\n` } });
    await d.page.locator(".story p").first().click();
    await d.page.keyboard.press("Control+End");
    await d.page.keyboard.type("The end.");
    await d.settled();
    const caret = d.page.locator("[class*=caret]");
    await expect.poll(async () => (await caret.boundingBox())?.y ?? -1).toBeGreaterThan(40);
    expect((await caret.boundingBox())?.y).toBeLessThan(900);
    expect(await d.page.locator("footer").textContent()).not.toContain("Page 1 ·");
  });

  test("a host that is gone is said in one line, and nothing is lost from the window", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    await d.loseHost();
    await d.page.keyboard.type(" Still typing.");
    await d.page.getByText("Not saved").waitFor();
    expect((await turns(d)).at(-1)).toContain("Still typing.");
    d.complaints.length = 0;
  });

  test("what another window writes is read only here", async () => {
    const first = await openDesk({ file: story });
    await first.page.keyboard.press("Control+Shift+s");
    const download = first.page.waitForEvent("download");
    await first.page.getByRole("link", { name: /Download/ }).click();
    const path = first.file("kept.quoin", readFileSync(await (await download).path()));
    const writer = await openDesk({ path });
    const d = await opened({ path });
    expect(await d.page.locator("footer").textContent()).toContain("Read only");
    const before = await turns(d);
    await caretAfter(d, "every day");
    await d.page.keyboard.type("x");
    expect(await turns(d)).toEqual(before);
    await d.page.getByText("nothing was changed").waitFor();
    await writer.close();
    await first.close();
  });

  test("a click on the page puts the caret there, and what is typed goes in", async () => {
    const d = await opened();
    await d.page.locator("[role=img] canvas").first().waitFor();
    // The middle of the answer's first line, found through the caret that the page draws for it.
    await caretBefore(d, "Paper lasts");
    const caret = await d.page.locator("[class*=caret]").boundingBox();
    if (!caret) throw new Error("no caret on the page");
    await d.page.locator("footer").click();
    await d.page.mouse.click(caret.x + 1, caret.y + caret.height / 2);
    await d.page.keyboard.type("Good ");
    expect((await turns(d))[1]).toMatch(/^answer: Good Paper/);
  });

  test("an export shows its way and ends in a PDF to fetch", async () => {
    const d = await opened();
    await d.page.keyboard.press("Control+e");
    const dialog = d.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Export", exact: true }).click();
    const link = dialog.getByRole("link", { name: /Download .*\.pdf$/ }).first();
    await link.waitFor({ timeout: 60_000 });
    // Unless one says otherwise, a file for the press comes with its receipt.
    expect(await dialog.getByRole("link", { name: /\.receipt\.(json|pdf)$/ }).count()).toBe(2);
    const download = d.page.waitForEvent("download");
    await link.click();
    const path = await (await download).path();
    expect(readFileSync(path).subarray(0, 5).toString("latin1")).toBe("%PDF-");
    expect(await dialog.getByText("differ").count()).toBe(0);
  });

  test("what stops an export is said, and can be allowed", async () => {
    const d = await opened({ file: { name: "story.md", content: `${STORY}\n![A press](nowhere.jpg)\n` } });
    await d.page.keyboard.press("Control+e");
    const dialog = d.page.getByRole("dialog");
    const go = dialog.getByRole("button", { name: "Export", exact: true });
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByText("Allow", { exact: true }).click();
    expect(await go.isDisabled()).toBe(false);
  });

  test("what was written is there after the window is loaded anew, and undo reaches back", async () => {
    const d = await opened();
    await caretAfter(d, "every day");
    await d.page.keyboard.type(" Still here.");
    await d.settled();
    const before = await turns(d);
    await d.page.reload();
    await d.page.locator(".story").waitFor();
    await d.settled();
    expect(await turns(d)).toEqual(before);
    await d.page.getByRole("button", { name: "Undo" }).click();
    expect((await turns(d)).at(-1)).toMatch(/Still $/);
  });

  test("zoom keeps the pages painted from 5 to 4000 per cent", async () => {
    const d = await opened();
    for (const key of ["Control+=", "Control+-"]) {
      for (let i = 0; i < 24; i += 1) await d.page.keyboard.press(key);
      await d.page.waitForTimeout(300);
      const sizes = await d.page
        .locator("canvas")
        .evaluateAll((all) =>
          all.map((canvas) => (canvas as HTMLCanvasElement).width * (canvas as HTMLCanvasElement).height),
        );
      expect(Math.max(...sizes)).toBeGreaterThan(0);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(16e6);
    }
    expect(await d.page.locator("footer").textContent()).toContain("5 %");
    await d.page.keyboard.press("Control+0");
  });

  test("speaks Vietnamese where the system does", async () => {
    const d = await opened({ file: story, locale: "vi-VN" });
    expect(await d.page.getByRole("region", { name: "Nội dung" }).count()).toBe(1);
    expect(await d.page.locator(".story .margin-role").first().textContent()).toBe("Tít");
    expect(await d.page.locator("footer").textContent()).toContain("Đã lưu");
  });
});

/** A PNG of 600 × 400 grey pixels, made here so that no file is needed. */
function picture(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(600, 0);
  head.writeUInt32BE(400, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.concat(
    Array.from({ length: 400 }, (_, y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(600, y % 256)])),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
