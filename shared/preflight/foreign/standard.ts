/**
 * Which standard a file says it keeps, and whether its frame does: version, identification, dates and title, Trapped,
 * output intent (ISO 15930-1, -4, -6, -7; print practice in GWG 2015). What the pages hold is judged elsewhere.
 */
import type { PdfFile } from "../../pdf/read/file.ts";
import { isArray, isStream, latin, textOf, type PdfDict } from "../../pdf/read/values.ts";
import type { PressLimits } from "./limits.ts";
import type { Report } from "./report.ts";

/** `none`: the file claims no standard, or one that is judged as the printer's own. */
type Claim = "x1a" | "x3" | "x4" | "other" | "none";

export type Frame = {
  readonly claim: Claim;
  /** What the pages are held to: the claim where it can be, else the printer's standard. */
  readonly judged: "x1a" | "x3" | "x4";
  /** The profile of the output intent; null when there is none or it is broken. */
  readonly profile: Uint8Array | null;
};

const LARGEST_METADATA = 1 << 20;
const LARGEST_PROFILE = 1 << 24;

export function checkFrame(file: PdfFile, limits: PressLimits, report: Report): Frame {
  const info = file.dict(file.trailer.get("Info")) ?? new Map();
  const stream = file.get(file.catalog.get("Metadata"));
  const xmp = isStream(stream) ? utf8(file.decoded(stream, LARGEST_METADATA).bytes) : null;
  const inXmp = (property: string): string | null => {
    const name = property.replace(/[^A-Za-z_:]/g, "");
    const found = new RegExp(`<${name}>\\s*(?:<rdf:\\w+>\\s*<rdf:li[^>]*>)?([^<]*)|\\b${name}\\s*=\\s*"([^"]*)"`).exec(
      xmp ?? "",
    );
    const value = found?.[1] ?? found?.[2] ?? null;
    return value === null ? null : unescape(value.trim());
  };
  const said = textOf(file.get(info.get("GTS_PDFXVersion"))) ?? "";
  const conformance = textOf(file.get(info.get("GTS_PDFXConformance"))) ?? "";
  const wordInXmp = inXmp("pdfxid:GTS_PDFXVersion") ?? inXmp("pdfx:GTS_PDFXVersion") ?? "";
  const named = wordInXmp.startsWith("PDF/X-4") ? wordInXmp : said || wordInXmp;
  const claim = claimOf(named, conformance);
  const claimed = claim === "x1a" || claim === "x3" || claim === "x4";
  const judged = claimed && !limits.held ? claim : limits.standard;

  if (claim === "none") {
    report.add("error", "pdfx-missing", null, { printer: limits.printer, wanted: NAMES[limits.standard] });
  } else if (claim === "other") {
    report.add("warning", "pdfx-other", null, {
      claim: named.slice(0, 60),
      judged: NAMES[judged],
      wanted: NAMES[limits.standard],
    });
  } else if (limits.standard === "x1a" && claim !== "x1a") {
    report.add("error", "pdfx-claim", null, { claim: NAMES[claim], printer: limits.printer, wanted: NAMES.x1a });
  }
  if (claim === "x4" && said !== "" && !said.startsWith("PDF/X-4")) {
    report.add(
      "error",
      "pdfx-claim.labels",
      null,
      { one: said.slice(0, 40), other: wordInXmp.slice(0, 40) },
      "contradiction",
    );
  }

  checkVersion(file, judged, report);
  checkMetadata(file, info, xmp, inXmp, judged, report);
  return { claim, judged, profile: checkIntent(file, judged, limits, report) };
}

const NAMES = { x1a: "PDF/X-1a", x3: "PDF/X-3", x4: "PDF/X-4" } as const;

function claimOf(named: string, conformance: string): Claim {
  if (named === "") return "none";
  if (named.startsWith("PDF/X-1a") || conformance.startsWith("PDF/X-1a")) return "x1a";
  if (named.startsWith("PDF/X-3")) return "x3";
  return named.startsWith("PDF/X-4") ? "x4" : "other";
}

function checkVersion(file: PdfFile, judged: Frame["judged"], report: Report): void {
  const later = file.get(file.catalog.get("Version"));
  const version = Math.max(
    Number(file.version),
    typeof later === "string" && /^\d\.\d$/.test(later) ? Number(later) : 0,
  );
  const most = judged === "x4" ? 1.6 : 1.4;
  if (version > most) {
    report.add("error", "pdf-version", null, { version, judged: NAMES[judged], most });
  } else if (judged !== "x4" && file.modern) {
    report.add("error", "pdf-version.packed", null, { judged: NAMES[judged] }, "packed");
  }
  const id = file.get(file.trailer.get("ID"));
  if (!isArray(id) || id.length !== 2) {
    report.add("error", "file-id", null, {});
  }
}

function checkMetadata(
  file: PdfFile,
  info: PdfDict,
  xmp: string | null,
  inXmp: (property: string) => string | null,
  judged: Frame["judged"],
  report: Report,
): void {
  const infoText = (key: string): string | null => textOf(file.get(info.get(key)));
  const missing: string[] = [];
  if (judged === "x4") {
    if (xmp === null) missing.push("XMP metadata");
    else {
      for (const property of ["dc:title", "xmp:CreateDate", "xmp:ModifyDate"])
        if (!inXmp(property)) missing.push(property);
    }
  } else for (const key of ["Title", "CreationDate", "ModDate"]) if (!infoText(key)) missing.push(key);
  if (missing.length > 0) {
    report.add("error", "metadata", null, { judged: NAMES[judged], missing });
  }
  const [title, titleInXmp] = [infoText("Title"), inXmp("dc:title")];
  if (title && titleInXmp && title.trim() !== titleInXmp && titleInXmp.length < 900) {
    report.add("warning", "metadata.title", null, { one: title.slice(0, 60), other: titleInXmp.slice(0, 60) }, "title");
  }
  const trapped = file.get(info.get("Trapped"));
  const trappedInXmp = inXmp("pdf:Trapped");
  const known =
    trapped === "True" || trapped === "False" || (judged === "x4" && /^(True|False)$/.test(trappedInXmp ?? ""));
  if (!known) {
    report.add("error", "trapped", null, {});
  } else if (typeof trapped === "string" && trappedInXmp !== null && trapped !== trappedInXmp) {
    report.add("error", "trapped.differs", null, {}, "differs");
  }
}

function checkIntent(file: PdfFile, judged: Frame["judged"], limits: PressLimits, report: Report): Uint8Array | null {
  const list = file.get(file.catalog.get("OutputIntents"));
  const intents = isArray(list)
    ? list.slice(0, 50).flatMap((one) => {
        const dict = file.dict(one);
        return dict && file.get(dict.get("S")) === "GTS_PDFX" ? [dict] : [];
      })
    : [];
  const [intent] = intents;
  if (!intent) {
    report.add("error", "output-intent", null, {});
    return null;
  }
  if (intents.length > 1) {
    report.add("error", "output-intent.many", null, { count: intents.length }, "many");
  }
  const identifier = textOf(file.get(intent.get("OutputConditionIdentifier"))) ?? "";
  if (identifier === "") {
    report.add("error", "output-intent.identifier", null, {}, "identifier");
  }
  const embedded = file.get(intent.get("DestOutputProfile"));
  if (!isStream(embedded)) {
    if (judged === "x4" || !textOf(file.get(intent.get("RegistryName")))) {
      report.add("error", "output-intent.profile", null, {}, "profile");
    }
    return null;
  }
  const { bytes, fault, coded } = file.decoded(embedded, LARGEST_PROFILE);
  const wrong = fault || coded ? "it cannot be decoded" : profileFault(bytes, file.get(embedded.dict.get("N")));
  if (wrong !== null) {
    report.add("error", "output-profile", null, { broken: wrong });
    return null;
  }
  if (limits.profile && !sameProfile(bytes, limits.profile)) {
    report.add("warning", "output-other", null, {
      condition: identifier.slice(0, 60),
      profile: describe(bytes),
      printer: limits.printer,
      prints: describe(limits.profile),
    });
  }
  return bytes;
}

/** Null when it is a profile of class `prtr` and space CMYK, with tables both ways (ICC.1:2010 §7.2, §8.5). */
function profileFault(bytes: Uint8Array, parts: unknown): string | null {
  if (bytes.length < 132) return "it is too short";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): string => latin(bytes.subarray(at, at + 4));
  if (word(36) !== "acsp") return "it is no ICC profile";
  if (view.getUint32(0) !== bytes.length) return `it says ${view.getUint32(0)} bytes and has ${bytes.length}`;
  if (word(12) !== "prtr") return `its class is ${printable(word(12))}`;
  if (word(16) !== "CMYK") return `its colour space is ${printable(word(16))}`;
  if (parts !== 4) return `N is ${typeof parts === "number" ? parts : "missing"}`;
  const tags = new Set<string>();
  for (let n = 0; n < Math.min(view.getUint32(128), 100) && 136 + 12 * n <= bytes.length; n++)
    tags.add(word(132 + 12 * n));
  for (const tag of ["A2B0", "B2A0"]) if (!tags.has(tag)) return `it has no table ${tag}`;
  return null;
}

export function sameProfile(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
}

/** The profile's own description, version 2 or 4 (ICC.1:2001 §6.5.17, ICC.1:2010 §10.13). */
function describe(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let n = 0; n < Math.min(view.getUint32(128), 100) && 144 + 12 * n <= bytes.length; n++) {
    if (latin(bytes.subarray(132 + 12 * n, 136 + 12 * n)) !== "desc") continue;
    const at = view.getUint32(136 + 12 * n);
    if (at + 28 > bytes.length) break;
    if (latin(bytes.subarray(at, at + 4)) === "desc") {
      return `“${printable(latin(bytes.subarray(at + 12, at + 12 + Math.min(80, Math.max(0, view.getUint32(at + 8) - 1)))))}”`;
    }
    const [length, offset] = [view.getUint32(at + 20), view.getUint32(at + 24)];
    const words = latin(bytes.subarray(at + offset, at + offset + Math.min(160, length))).replaceAll("\0", "");
    return `“${printable(words)}”`;
  }
  return "a profile without a name";
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8").decode(bytes);
}
function unescape(text: string): string {
  const plain: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|quot|apos|amp));/gi, (whole, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    if (name) return plain[name] ?? whole;
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });
}
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").trim();
}
