import { expect, test } from "vitest";
import type { Bridge } from "../../shared/ipc.ts";
import { askPress, heatOf, inkAt, letPressGo, type PressLook, type PressWish } from "./pressLook.ts";

const LOOK: PressLook = {
  width: 2,
  height: 1,
  scale: 1,
  origin: [0, 0],
  plates: [
    { name: "Cyan", look: [0, 160, 220] },
    { name: "Black", look: [0, 0, 0] },
  ],
  unseen: 0,
  ink: { mean: 100, high: 100, limit: 150, rect: [0, 0, 1, 1] },
  image: "p",
  values: Uint8Array.of(0, 255, 51, 255),
};
const ANSWER = { ...LOOK, proof: "p", values: "AP8z/w==" };
const WISH: PressWish = { handle: "h", page: 1, printer: null, ppi: 72, paper: false, hidden: [] };

test("the ink under a point is read plate by plate, and over the limit is red", () => {
  expect(inkAt(LOOK, 0.1, 0.5)).toEqual([0, 20]);
  expect(inkAt(LOOK, 0.9, 0)).toEqual([100, 100]);
  expect(inkAt(LOOK, 1, 0)).toBeNull();
  expect(inkAt(LOOK, -0.01, 0)).toBeNull();
  const heat = heatOf(LOOK);
  expect([...heat.subarray(4)]).toEqual([201, 48, 28, 255]);
  expect(heat[0]).toBe(heat[1]);
});

test("an older question is called off and its answer dropped; a failure is handed on", async () => {
  const answers: ((answer: unknown) => void)[] = [];
  const cancelled: string[] = [];
  const bridge = {
    call: () => new Promise((resolve) => answers.push(resolve)),
    cancel: (ticket: string) => cancelled.push(ticket),
    url: (path: string) => `data:application/octet-stream;base64,${path}`,
  } as unknown as Bridge;
  const first = askPress(bridge, WISH);
  const second = askPress(bridge, { ...WISH, page: 2 });
  expect(cancelled.length).toBe(1);
  answers[0]?.({ ok: true, value: ANSWER });
  answers[1]?.({ ok: true, value: ANSWER });
  expect(await first).toBeNull();
  expect(await second).toMatchObject({ values: LOOK.values, width: 2 });
  const third = askPress(bridge, WISH);
  answers[2]?.({ ok: false, failure: { code: "x", message: "no", hint: "" } });
  expect(await third).toMatchObject({ code: "x" });
  const fourth = askPress(bridge, WISH);
  letPressGo(bridge);
  answers[3]?.({ ok: true, value: LOOK });
  expect(await fourth).toBeNull();
});
