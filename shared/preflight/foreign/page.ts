/**
 * One page's contents against the press: fonts, colours, blacks, overprint, rules, type, resolution, transparency. Reads
 * what the interpreter tells, judges each thing where it stands. Pictures' own ink is measured elsewhere, from the list
 * this gives back. Thresholds: the printer's rules; what is forbidden: ISO 15930; the rest after GWG 2015 and 2022.
 */
import type { Lays, Transparent } from "../../findings/foreignPage.ts";
import type { PdfFile } from "../../pdf/read/file.ts";
import type { Effort } from "../../pdf/read/effort.ts";
import { interpretPage } from "../../pdf/read/interpret.ts";
import { type Box, boxOf, type ReadPage } from "../../pdf/read/pages.ts";
import type { Painted, PictureUse, Visitor } from "../../pdf/read/painted.ts";
import type { Known } from "../../pdf/read/resources.ts";
import type { Space } from "../../pdf/read/spaces.ts";
import { isArray, isStream, nameOf, type PdfDict } from "../../pdf/read/values.ts";
import { show } from "../../units.ts";
import { inksOf, platesOf, spacesIn, sumOf } from "./inks.ts";
import type { PressLimits } from "./limits.ts";
import { bleedOf, overlap, type Report, trimOf, type Where } from "./report.ts";
import { isOutputProfile, type Spots } from "./spots.ts";
import type { Frame } from "./standard.ts";

export type Placed = { readonly use: PictureUse; readonly space: Space; readonly box: Box };
/** What is the same for all pages. */
export type Desk = {
  readonly file: PdfFile;
  readonly limits: PressLimits;
  readonly frame: Frame;
  readonly report: Report;
  readonly effort: Effort;
  readonly known: Known;
  readonly spots: Spots;
};

const BLENDS = new Set(
  "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color Luminosity".split(
    " ",
  ),
);
const INTENTS = new Set(["AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual"]);
/** Pixels on both sides for which resolution says nothing (GWG 2015). */
const EXEMPT = 16;

/** Pictures whose ink is to be measured. */
export function checkPage(desk: Desk, page: ReadPage): readonly Placed[] {
  const { file, frame, report } = desk;
  const where: Where = { page };
  const judged = frame.judged;
  const opaque = judged !== "x4";
  const bleed = bleedOf(page);
  const trim = trimOf(page);
  const placed: Placed[] = [];
  let painted = 0;
  let blends = false;
  let blendsInRgb = false;

  const transparent = (thing: Transparent, detail = ""): void => {
    blends = true;
    if (!opaque) return;
    report.add("error", "transparency", where, { thing, detail, judged: NAMES[judged] }, `${thing} ${detail}`);
  };

  const visitor: Visitor = {
    fault(broken) {
      report.add("error", "content", where, { broken }, broken);
    },
    font(font) {
      const name = font.name.slice(0, 80) || "without a name";
      if (font.kind === "Type3") {
        report.add("warning", "font-type3", where, { name }, name);
      } else if (font.program === "none") {
        report.add("error", "font-missing.pdf", where, { name }, name);
      } else if (font.program === "broken") {
        report.add("error", "font-broken", where, { name }, name);
      } else if (!font.subset) {
        report.add("info", "font-whole", where, { name }, name);
      }
      if (!font.readable) {
        report.add("warning", "font-unreadable.text", where, { name }, name);
      }
    },
    notdef(font, box) {
      report.add("error", "glyph-missing.pdf", { page, box }, { name: font.name.slice(0, 80) });
    },
    space(space, use) {
      if (use === "group") {
        if ([...spacesIn(space)].some((one) => one.parts === 3 && one.family !== "DeviceN")) blendsInRgb = true;
        return;
      }
      for (const one of spacesIn(space)) checkSpace(desk, where, one);
    },
    state(dict) {
      const value = (key: string) => file.get(dict.get(key));
      for (const key of ["ca", "CA"]) {
        const alpha = value(key);
        if (typeof alpha === "number" && alpha < 1) transparent("opacity", `${Math.round(alpha * 100)}`);
      }
      const modes = value("BM");
      for (const mode of isArray(modes) ? modes.slice(0, 16).map(file.get) : [modes]) {
        if (typeof mode !== "string" || mode === "Normal" || mode === "Compatible") continue;
        if (BLENDS.has(mode)) transparent("blend", mode);
        else report.add("error", "blend-mode", where, { mode: mode.slice(0, 40) }, mode);
      }
      const mask = value("SMask");
      if (mask !== null && mask !== "None") transparent("mask");
      if (value("TR") !== null && value("TR") !== "Identity") transfer();
      if (value("TR2") !== null && value("TR2") !== "Default") transfer();
      if (dict.has("HTP") || named(file, dict)) {
        report.add("error", "halftone", where, {});
      }
    },
    group(_dict, soft) {
      if (!soft) transparent("group");
    },
    object(dict, kind) {
      if (kind === "picture") {
        const inside = file.get(dict.get("SMaskInData"));
        const masked = isStream(file.get(dict.get("SMask"))) || inside === 1 || inside === 2;
        if (masked) transparent("picture");
        const bits = file.get(dict.get("BitsPerComponent"));
        if (opaque && bits === 16) {
          report.add("error", "picture-depth", where, {});
        }
        if (dict.has("Intent")) this.intent(file.get(dict.get("Intent")));
      }
    },
    intent(name) {
      if (typeof name === "string" && INTENTS.has(name)) return;
      report.add("error", "content.intent", where, {}, "intent");
    },
    paint(item) {
      painted++;
      checkPainted(desk, page, item, bleed, trim);
      if (item.picture && item.kind === "picture" && overlap(item.box, bleed)) {
        placed.push({ use: item.picture, space: item.colour.space, box: item.box });
      }
    },
  };
  const transfer = (): void => {
    report.add("error", "transfer", where, {});
  };

  interpretPage(file, page, visitor, desk.effort, desk.known);

  if (blends && blendsInRgb && !opaque) {
    report.add("error", "blend-space", where, {});
  }
  if (painted === 0) report.add("warning", "page-empty.pdf", where, {});
  if (page.dict.has("SeparationInfo")) {
    report.add("error", "separated", where, {});
  }
  if (page.dict.has("AA")) report.add("error", "actions.page", where, {});
  checkAnnotations(desk, page, bleed, trim);
  return placed;
}

const NAMES = { x1a: "PDF/X-1a", x3: "PDF/X-3", x4: "PDF/X-4" } as const;

function named(file: PdfFile, dict: PdfDict): boolean {
  const halftone = file.dict(dict.get("HT"));
  const kind = halftone ? file.get(halftone.get("HalftoneType")) : null;
  return halftone !== null && ((kind !== 1 && kind !== 5) || halftone.has("HalftoneName"));
}

function checkSpace(desk: Desk, where: NonNullable<Where>, space: Space): void {
  const { report, frame, file } = desk;
  const strict = frame.judged === "x1a";
  switch (space.family) {
    case "DeviceRGB": {
      report.add("error", "rgb", where, {});
      return;
    }
    case "CalRGB":
    case "CalGray":
    case "Lab": {
      if (space.family === "Lab") report.add(strict ? "error" : "warning", "lab", where, { strict });
      else
        report.add(strict ? "error" : "warning", "rgb-managed.calibrated", where, {
          strict,
          grey: space.family === "CalGray",
        });
      return;
    }
    case "ICCBased":
      if (strict) {
        report.add("error", "icc", where, {});
      } else if (space.parts === 3) {
        report.add("warning", "rgb-managed", where, {});
      } else if (space.parts === 4 && isOutputProfile(file, space, frame.profile)) {
        report.add("error", "icc.output", where, {}, "output");
      }
      return;
    case "Separation":
    case "DeviceN":
      desk.spots.meet(file, space, where);
      return;
    default:
      return;
  }
}

function checkPainted(desk: Desk, page: ReadPage, item: Painted, bleed: Box, trim: Box): void {
  const { limits, report } = desk;
  if (!overlap(item.box, bleed)) return;
  const where: Where = { page, box: item.box };
  const names = new Set([...spacesIn(item.colour.space)].flatMap(({ inks }) => inks));
  if (names.has("All") && overlap(item.box, trim)) {
    report.add("error", "registration.pdf", where, {});
  }
  if (item.picture && item.kind !== "shading") checkResolution(desk, where, item.picture, item.kind === "stencil");
  if (item.kind === "picture") return;
  if (item.kind === "shading") {
    if (item.stops === null) {
      const { family, parts } = item.colour.space;
      if (family === "DeviceGray" || parts === 1 || parts === 3) return;
      report.notRun("ink-over.shading", where, {});
      return;
    }
    const worst = item.stops.reduce((most, values) => {
      const inks = inksOf({ space: item.colour.space, values });
      return Math.max(most, inks ? sumOf(inks) : 0);
    }, 0);
    tooMuch(desk, where, worst, "shading");
    return;
  }
  if (item.thickness !== null) {
    const [least, wanted] = limits.rule;
    const thin = Math.round(item.thickness * 1000) / 1000;
    if (thin < wanted && !(item.kind === "fill" && item.thickness === 0)) {
      report.add(
        thin < least ? "error" : "warning",
        "rule-thin.pdf",
        where,
        { weight: show(thin, 3), least: show(wanted) },
        thin < least ? "least" : "",
      );
    }
  }
  const inks = inksOf(item.colour);
  if (!inks) return;
  const sum = sumOf(inks);
  const family = item.colour.space.family;
  if (!inks.all) tooMuch(desk, where, sum, item.kind === "text" ? "type" : "colour");
  if (sum < 0.005 && item.overprint && (family !== "DeviceCMYK" || item.overprintMode === 1)) {
    report.add("error", "overprint-white", where, {});
  }
  if (family === "ICCBased" && item.colour.space.parts === 4 && item.overprint && item.overprintMode === 1) {
    report.add("error", "overprint-icc", where, {});
  }
  if (item.kind !== "text" || item.size === null) return;
  const size = Math.round(item.size * 10) / 10;
  const white = sum < 0.005;
  const plates = platesOf(inks);
  const [least, several] = limits.text;
  // A glyph alone, a space after it, is a bullet or an ornament, which nobody reads.
  const sizes = { size: show(size, 1), least: show(size < least ? least : several, 1) };
  if (size < least) report.add("warning", "type-small.pdf", where, sizes);
  else if (size < several && white) report.add("warning", "type-reversed.pdf", where, sizes);
  else if (size < several && plates > 1 && item.glyphs > 2)
    report.add("warning", "type-mixed.pdf", where, { ...sizes, plates });
  if (inks.black < 0.995 || inks.all || size >= limits.plainBlack) return;
  if (sum - inks.black > 0.005) {
    report.add("warning", "rich-black.pdf", where, { size: show(size, 1) });
  } else if (!item.overprint || (family === "DeviceCMYK" && item.overprintMode !== 1) || family === "DeviceGray") {
    report.add("warning", "black-knocks-out.pdf", where, { size: show(size, 1) });
  }
}

function tooMuch({ limits, report }: Desk, where: Where, sum: number, lays: Lays): void {
  const percent = Math.round(sum * 100);
  if (percent <= limits.inkLimit) return;
  report.add(
    "error",
    "ink-over.pdf",
    where,
    { lays, percent, printer: limits.printer, limit: limits.inkLimit },
    String(percent),
  );
}

function checkResolution({ limits, report }: Desk, where: Where, use: PictureUse, stencil: boolean): void {
  if (use.width <= EXEMPT && use.height <= EXEMPT) return;
  const [least, wanted] = stencil || use.bits === 1 ? limits.bitmapPpi : limits.ppi;
  const ppi = Math.round(Math.min(...use.ppi));
  if (ppi >= Math.round(wanted)) return;
  const severity = ppi < Math.round(least) ? "error" : "warning";
  report.add(
    severity,
    "picture-low.pdf",
    where,
    { ppi, fine: Math.round(wanted), least: Math.round(least) },
    `${use.stream.at}`,
  );
}

function checkAnnotations({ file, report }: Desk, page: ReadPage, bleed: Box, trim: Box): void {
  const list = file.get(page.dict.get("Annots"));
  if (!isArray(list)) return;
  for (const one of list.slice(0, 2000)) {
    const annotation = file.dict(one);
    if (!annotation) continue;
    const kind = nameOf(file.get(annotation.get("Subtype"))).slice(0, 40);
    const box = boxOf(file, annotation.get("Rect")) ?? trim;
    if (kind === "TrapNet" || !overlap(box, kind === "PrinterMark" ? trim : bleed)) continue;
    report.add("error", "annotation", { page, box }, { kind }, kind);
  }
}
