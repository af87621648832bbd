/**
 * One page's contents against the press: fonts, colours, blacks, overprint, rules, type, resolution, transparency. Reads
 * what the interpreter tells, judges each thing where it stands. Pictures' own ink is measured elsewhere, from the list
 * this gives back. Thresholds: the printer's rules; what is forbidden: ISO 15930; the rest after GWG 2015 and 2022.
 */
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
const EXPORT = "Export it again as PDF/X";

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

  const transparent = (what: string): void => {
    blends = true;
    if (!opaque) return;
    const hint = "Flatten the transparency, or ask the printer for PDF/X-4";
    report.add("error", "transparency", where, `${what}; ${NAMES[judged]} forbids transparency`, hint, what);
  };

  const visitor: Visitor = {
    fault(message) {
      report.add("error", "content", where, `${message}`, EXPORT, message);
    },
    font(font) {
      const name = font.name.slice(0, 80) || "without a name";
      if (font.kind === "Type3") {
        const hint = "Use another font, or turn its text into outlines";
        report.add("warning", "font-type3", where, `The font ${name} is drawn glyph by glyph (Type 3)`, hint, name);
      } else if (font.program === "none") {
        const hint = "Embed all fonts on export";
        report.add("error", "font-missing", where, `The font ${name} is not in the file`, hint, name);
      } else if (font.program === "broken") {
        report.add("error", "font-broken", where, `The font ${name} in the file is none`, EXPORT, name);
      } else if (!font.subset) {
        const hint = "Nothing to do for print; the file is larger than it needs to be";
        report.add("info", "font-whole", where, `The font ${name} is in the file as a whole`, hint, name);
      }
      if (!font.readable) {
        const hint = "Export with ToUnicode; it prints all the same";
        report.add("warning", "font-unreadable", where, `Text in ${name} cannot be read back or searched`, hint, name);
      }
    },
    notdef(font, box) {
      const hint = "Choose a font that has the sign";
      report.add(
        "error",
        "glyph-missing",
        { page, box },
        `Empty boxes stand for missing glyphs of ${font.name.slice(0, 80)}`,
        hint,
      );
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
        if (typeof alpha === "number" && alpha < 1) transparent(`Something is ${Math.round(alpha * 100)} % opaque`);
      }
      const modes = value("BM");
      for (const mode of isArray(modes) ? modes.slice(0, 16).map(file.get) : [modes]) {
        if (typeof mode !== "string" || mode === "Normal" || mode === "Compatible") continue;
        if (BLENDS.has(mode)) transparent(`Something is blended (${mode})`);
        else report.add("error", "blend-mode", where, `There is no blend mode ${mode.slice(0, 40)}`, EXPORT, mode);
      }
      const mask = value("SMask");
      if (mask !== null && mask !== "None") transparent("Something has a soft mask");
      if (value("TR") !== null && value("TR") !== "Identity") transfer();
      if (value("TR2") !== null && value("TR2") !== "Default") transfer();
      if (dict.has("HTP") || named(file, dict)) {
        report.add("error", "halftone", where, "The page brings its own screens", "Export it without halftones");
      }
    },
    group(_dict, soft) {
      if (!soft) transparent("Parts of the page are a transparency group");
    },
    object(dict, kind) {
      if (kind === "picture") {
        const inside = file.get(dict.get("SMaskInData"));
        const masked = isStream(file.get(dict.get("SMask"))) || inside === 1 || inside === 2;
        if (masked) transparent("A picture has a soft mask");
        const bits = file.get(dict.get("BitsPerComponent"));
        if (opaque && bits === 16) {
          const hint = "Export with 8 bits";
          report.add(
            "error",
            "picture-depth",
            where,
            "A picture has 16 bits a part, which the standard does not know",
            hint,
          );
        }
        if (dict.has("Intent")) this.intent(file.get(dict.get("Intent")));
      }
    },
    intent(name) {
      if (typeof name === "string" && INTENTS.has(name)) return;
      report.add("error", "content", where, "A rendering intent is none of the four", EXPORT, "intent");
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
    report.add("error", "transfer", where, "The page changes tones on the plate (transfer function)", EXPORT);
  };

  interpretPage(file, page, visitor, desk.effort, desk.known);

  if (blends && blendsInRgb && !opaque) {
    const hint = "Set the page's transparency blend space to CMYK";
    report.add("error", "blend-space", where, "Transparency is blended in RGB, so that black and inks change", hint);
  }
  if (painted === 0)
    report.add("warning", "page-empty", where, "Nothing is printed on the page", "Leave it if it is meant");
  if (page.dict.has("SeparationInfo")) {
    report.add("error", "separated", where, "The page is a single plate already", "Export a composite file");
  }
  if (page.dict.has("AA")) report.add("error", "actions", where, "The page holds an action", EXPORT);
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
      const hint = "Convert to the printer's CMYK on export";
      report.add("error", "rgb", where, "Colours are RGB of no known kind", hint);
      return;
    }
    case "CalRGB":
    case "CalGray":
    case "Lab": {
      const name = space.family === "Lab" ? "Lab" : space.family === "CalRGB" ? "calibrated RGB" : "calibrated grey";
      const message = strict
        ? `Colours are ${name}, which PDF/X-1a forbids`
        : `Colours are ${name}; the printer converts them`;
      report.add(
        strict ? "error" : "warning",
        space.family === "Lab" ? "lab" : "rgb-managed",
        where,
        message,
        "Convert to CMYK",
      );
      return;
    }
    case "ICCBased":
      if (strict) {
        const message = "Colours bring their own ICC profile, which PDF/X-1a forbids";
        report.add("error", "icc", where, message, "Convert to the printer's CMYK on export");
      } else if (space.parts === 3) {
        const message = "Colours are RGB with a profile; the printer converts them";
        report.add("warning", "rgb-managed", where, message, "Convert them yourself to see what will be printed");
      } else if (space.parts === 4 && isOutputProfile(file, space, frame.profile)) {
        const message = "Colours bring the output intent's profile a second time, which PDF/X-4 forbids";
        report.add("error", "icc", where, message, "Write them as DeviceCMYK", "output");
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
    const hint = "Give it black; registration colour is for marks outside the page";
    report.add("error", "registration", where, "Something on the page is printed in registration colour", hint);
  }
  if (item.picture && item.kind !== "shading") checkResolution(desk, where, item.picture, item.kind === "stencil");
  if (item.kind === "picture") return;
  if (item.kind === "shading") {
    if (item.stops === null) {
      const { family, parts } = item.colour.space;
      if (family === "DeviceGray" || parts === 1 || parts === 3) return;
      report.notRun(
        "ink-over",
        where,
        "The ink of a shading could not be found: its colours are a program or a mesh",
        "Look at its total ink in a viewer",
      );
      return;
    }
    const worst = item.stops.reduce((most, values) => {
      const inks = inksOf({ space: item.colour.space, values });
      return Math.max(most, inks ? sumOf(inks) : 0);
    }, 0);
    tooMuch(desk, where, worst, "A shading");
    return;
  }
  if (item.thickness !== null) {
    const [least, wanted] = limits.rule;
    const thin = Math.round(item.thickness * 1000) / 1000;
    if (thin < wanted && !(item.kind === "fill" && item.thickness === 0)) {
      const message = `A rule is ${show(thin, 3)} pt thin, wanted are ${show(wanted)} pt`;
      report.add(
        thin < least ? "error" : "warning",
        "rule-thin",
        where,
        message,
        "Make it thicker",
        thin < least ? "least" : "",
      );
    }
  }
  const inks = inksOf(item.colour);
  if (!inks) return;
  const sum = sumOf(inks);
  const family = item.colour.space.family;
  if (!inks.all) tooMuch(desk, where, sum, item.kind === "text" ? "Type" : "A colour");
  if (sum < 0.005 && item.overprint && (family !== "DeviceCMYK" || item.overprintMode === 1)) {
    const hint = "Set white to knock out";
    report.add("error", "overprint-white", where, "Something white is set to overprint, and will not be there", hint);
  }
  if (family === "ICCBased" && item.colour.space.parts === 4 && item.overprint && item.overprintMode === 1) {
    const hint = "Write the colour as DeviceCMYK";
    report.add("error", "overprint-icc", where, "CMYK with a profile of its own is set to overprint (OPM 1)", hint);
  }
  if (item.kind !== "text" || item.size === null) return;
  const size = Math.round(item.size * 10) / 10;
  const white = sum < 0.005;
  const plates = platesOf(inks);
  const small = (code: string, least: number, what: string): void => {
    if (size >= least) return;
    const message = `${what} of ${show(size, 1)} pt; wanted are ${show(least, 1)} pt`;
    report.add("warning", code, where, message, "Set it larger, or in one ink");
  };
  // A glyph alone, a space after it, is a bullet or an ornament, which nobody reads.
  if (size < limits.text[0]) small("type-small", limits.text[0], "Type");
  else if (white) small("type-reversed", limits.text[1], "White type");
  else if (plates > 1 && item.glyphs > 2) small("type-mixed", limits.text[1], `Type in ${plates} inks`);
  if (inks.black < 0.995 || inks.all || size >= limits.plainBlack) return;
  if (sum - inks.black > 0.005) {
    const message = `Black type of ${show(size, 1)} pt is printed in several inks and will look smeared`;
    report.add("warning", "rich-black", where, message, "Give small type black alone");
  } else if (!item.overprint || (family === "DeviceCMYK" && item.overprintMode !== 1) || family === "DeviceGray") {
    const message = `Black type of ${show(size, 1)} pt does not overprint; white may flash at its edges`;
    report.add("warning", "black-knocks-out", where, message, "Let black overprint on export (100 % K, OPM 1)");
  }
}

function tooMuch({ limits, report }: Desk, where: Where, sum: number, what: string): void {
  const percent = Math.round(sum * 100);
  if (percent <= limits.inkLimit) return;
  const message = `${what} lays ${percent} % ink; ${limits.printer} takes ${limits.inkLimit} %`;
  report.add("error", "ink-over", where, message, "Convert with the printer's profile", String(percent));
}

function checkResolution({ limits, report }: Desk, where: Where, use: PictureUse, stencil: boolean): void {
  if (use.width <= EXEMPT && use.height <= EXEMPT) return;
  const [least, wanted] = stencil || use.bits === 1 ? limits.bitmapPpi : limits.ppi;
  const ppi = Math.round(Math.min(...use.ppi));
  if (ppi >= Math.round(wanted)) return;
  const message = `A picture has ${ppi} ppi at its size, wanted are ${Math.round(wanted)}, the least is ${Math.round(least)}`;
  const severity = ppi < Math.round(least) ? "error" : "warning";
  report.add(severity, "picture-low", where, message, "Use a larger original, or set it smaller", `${use.stream.at}`);
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
    const message = `A note, link or field (${kind || "of no kind"}) lies on the page, which PDF/X forbids`;
    report.add("error", "annotation", { page, box }, message, "Export it without notes, links and fields", kind);
  }
}
