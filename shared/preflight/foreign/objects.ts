/**
 * What may stand anywhere in a file and has no place in one for the press: scripts and actions, forms, film and sound,
 * attached files, layers, PostScript, foreign filters. Every object is looked at, reachable or not: a program that
 * repairs a file may bring back what nothing points to.
 */
import type { PdfFile } from "../../pdf/read/file.ts";
import { filtersOf } from "../../pdf/read/filters.ts";
import { type Effort, TooMuch } from "../../pdf/read/effort.ts";
import { isArray, isDict, isStream, type PdfDict, type PdfValue } from "../../pdf/read/values.ts";
import type { Frame } from "./standard.ts";
import type { Report } from "./report.ts";

const ACTIONS = new Set(
  "GoTo GoToR GoToE Launch Thread URI Sound Movie Hide Named SubmitForm ResetForm ImportData SetOCGState Rendition Trans GoTo3DView RichMediaExecute".split(
    " ",
  ),
);
const FILTERS = new Set([
  "FlateDecode",
  "DCTDecode",
  "CCITTFaxDecode",
  "RunLengthDecode",
  "ASCIIHexDecode",
  "ASCII85Decode",
]);
const LATER_FILTERS = new Set(["JPXDecode", "JBIG2Decode"]);

/** Yields now and then, so that others can work in between. */
export function* checkObjects(file: PdfFile, judged: Frame["judged"], effort: Effort, report: Report): Generator<null> {
  const { catalog } = file;
  const names = file.dict(catalog.get("Names"));
  if (names?.has("JavaScript")) script(report);
  if (names?.has("EmbeddedFiles")) attached(report);
  if (catalog.has("AA") || isDict(file.get(catalog.get("OpenAction")))) action(report, null);
  const form = file.dict(catalog.get("AcroForm"));
  const fields = file.get(form?.get("Fields"));
  if (form && ((isArray(fields) && fields.length > 0) || form.has("XFA"))) {
    report.add("error", "form-fields", null, {});
  }
  layers(file, catalog, judged, report);
  let n = 0;
  for (const number of file.numbers()) {
    effort.left -= 2;
    if (effort.left < 0) throw new TooMuch("the file holds more objects than it should");
    if (++n % 2000 === 0) yield null;
    look(file, file.get({ kind: "ref", number, generation: 0 }), judged, report, 0);
  }
}

function look(
  file: PdfFile,
  value: PdfValue | undefined,
  judged: Frame["judged"],
  report: Report,
  depth: number,
): void {
  if (isArray(value)) {
    if (depth < 8) for (const one of value) if (typeof one === "object") look(file, one, judged, report, depth + 1);
    return;
  }
  const dict = isStream(value) ? value.dict : isDict(value) ? value : null;
  if (!dict) return;
  const kind = dict.get("S");
  if (kind === "JavaScript") script(report);
  else if (typeof kind === "string" && ACTIONS.has(kind) && !(kind === "GoTo" && !dict.has("D"))) action(report, kind);
  const subtype = dict.get("Subtype");
  if (
    subtype === "Movie" ||
    subtype === "Sound" ||
    subtype === "RichMedia" ||
    subtype === "3D" ||
    subtype === "Screen"
  ) {
    report.add("error", "multimedia", null, { kind: subtype }, subtype);
  }
  if (dict.has("EF")) attached(report);
  if (isStream(value)) {
    if (dict.has("F")) {
      report.add("error", "external.stream", null, {});
    }
    for (const filter of filtersOf(dict, file.get)) {
      if (FILTERS.has(filter) || (judged === "x4" && LATER_FILTERS.has(filter))) continue;
      report.add("error", "filter", null, { filter: filter.slice(0, 40) }, filter);
    }
  }
  if (dict.has("OPI")) report.add("error", "external.opi", null, {}, "opi");
  if (isStream(value) && subtype === "Form" && dict.has("Ref")) {
    report.add("error", "external.ref", null, {}, "ref");
  }
  if (isStream(value) && subtype === "Image" && dict.has("Alternates")) {
    report.add("error", "external.alternates", null, {}, "alternates");
  }
  if (isStream(value) && (subtype === "PS" || dict.get("Subtype2") === "PS")) {
    report.add("error", "postscript", null, {});
  }
  if (depth < 8)
    for (const one of dict.values())
      if (typeof one === "object" && one !== null) look(file, one, judged, report, depth + 1);
}

function layers(file: PdfFile, catalog: PdfDict, judged: Frame["judged"], report: Report): void {
  const properties = file.dict(catalog.get("OCProperties"));
  if (!properties) return;
  if (judged !== "x4") {
    report.add("error", "layers.forbidden", null, {});
    return;
  }
  report.add("warning", "layers", null, {});
  const configurations = [properties.get("D"), ...arrayIn(file, properties.get("Configs"))];
  for (const one of configurations) {
    const own = file.dict(one);
    if (!own) continue;
    if (!own.has("Name") || own.has("AS")) {
      report.add("error", "layers.settings", null, {}, "settings");
    }
  }
}
function arrayIn(file: PdfFile, value: PdfValue | undefined): readonly PdfValue[] {
  const list = file.get(value);
  return isArray(list) ? list.slice(0, 100) : [];
}

function script(report: Report): void {
  report.add("error", "javascript", null, {});
}
function action(report: Report, kind: string | null): void {
  if (kind === null) report.add("error", "actions.opening", null, {}, "opening");
  else report.add("error", "actions.kind", null, { kind }, kind);
}
function attached(report: Report): void {
  report.add("error", "embedded-file", null, {});
}
