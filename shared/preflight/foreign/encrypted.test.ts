/** Files encrypted by another program, in every way there is: opened where no password is asked, refused where one is. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { crypto, inflate, jpeg } from "../../../electron/host/foreignPdf.ts";
import { openPdf } from "../../pdf/read/file.ts";
import { textOf } from "../../pdf/read/values.ts";
import { call, has, saved } from "../../test/pdfJob.ts";
import { painted } from "../../test/pdfFaults.ts";
import { buildPdf, PROFILE } from "../../test/pdfParts.ts";
import { GENERIC_PRINTER } from "../printer.ts";
import { checkPdf } from "./checkPdf.ts";
import { limitsOf } from "./limits.ts";

const LIMITS = limitsOf(GENERIC_PRINTER, PROFILE);
const sourceOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: (at: number, length: number) => bytes.subarray(at, at + length),
});
async function codes(bytes: Uint8Array, more: object = { crypto }) {
  const found = await checkPdf({ source: sourceOf(bytes), inflate, jpeg, progress: () => undefined, ...more }, LIMITS);
  return typeof found === "string" ? found : found.map(({ code, message }) => `${code}: ${message}`);
}

const WAYS = [
  ["RC4 with 40 bits", ["40"], []],
  ["RC4 with 128 bits", ["128"], ["--use-aes=n"]],
  ["AES-128", ["128"], ["--use-aes=y"]],
  ["AES-128", ["128"], ["--use-aes=y", "--cleartext-metadata"]],
  ["AES-256", ["256"], ["--force-R5"]],
  ["AES-256", ["256"], []],
] as const;
const plain = buildPdf(painted("1 0 0 rg 50 50 20 20 re f"));
function encrypted(user: string, [bits]: readonly string[], options: readonly string[], objects: string): Uint8Array {
  const [from, to] = [saved(plain), saved(new Uint8Array(0))];
  const weak = ["--allow-weak-crypto", `--object-streams=${objects}`];
  call("qpdf", ...weak, "--encrypt", user, "owner", String(bits), ...options, "--", from, to);
  return readFileSync(to);
}

const missing = has("qpdf") ? "" : " (qpdf is missing)";
test.skipIf(!has("qpdf")).each(WAYS)(`%s, %s %s${missing}`, async (method, bits, options) => {
  for (const objects of ["disable", "generate"]) {
    const bytes = encrypted("", bits, options, objects);
    const file = openPdf(sourceOf(bytes), inflate, crypto);
    if (typeof file === "string") throw new Error(file);
    expect(file.encryption).toBe(method);
    expect(textOf(file.dict(file.trailer.get("Info"))?.get("Title"))).toBe("An advertisement");
    const found = await codes(bytes);
    expect(found).toContainEqual(
      `encrypted: The file is encrypted (${method}); it opens without a password, but printers refuse it`,
    );
    expect(found).toContainEqual("rgb: Colours are RGB of no known kind");
    // Nothing of it is read wrong: what is told besides is what the version of the file brings with it.
    const others = (found as string[]).map((line) => line.split(":")[0]);
    expect(others.filter((code) => !["encrypted", "rgb", "pdf-version", "filter"].includes(code ?? ""))).toEqual([]);
    expect(await codes(encrypted("secret", bits, options, objects))).toBe("it is locked with a password");
    // Who brings no ciphers says what it is all the same.
    expect(await codes(bytes, {})).toEqual([expect.stringContaining("encrypted: The file is locked")]);
  }
});

test.skipIf(!has("qpdf"))(`encrypted and damaged: findings or a line, never more${missing}`, async () => {
  const sound = encrypted("", ["256"], [], "generate");
  for (let n = 0; n < 60; n++) {
    const copy = Uint8Array.from(sound);
    for (let flips = 0; flips < 12; flips++) copy[(n * 7919 + flips * 104_729) % copy.length] = (n * 31 + flips) & 255;
    const found = await codes(copy.subarray(0, n % 3 === 0 ? copy.length - n * 40 : copy.length));
    expect(found.length).toBeGreaterThan(0);
  }
});
