/**
 * Page items: text frames, rectangles, rules, placed pictures, each a path of its own and the transformation that sets
 * it into its spread (IDML File Format Specification 8.0, "Page Items" and "Geometry"). A spread's origin is the middle
 * of its spine's height, y downward; items here are given in points of their page.
 */
import type { Box } from "../layout/display.ts";
import type { PlacedPhoto } from "../layout/page.ts";
import { decimal, element } from "../xml.ts";
import type { InkUse } from "./swatches.ts";
import { NO_INK } from "./swatches.ts";
import { OBJECT_STYLE, property } from "./styles.ts";

/** Where a page's own origin lies in its spread. */
export type Origin = { readonly x: number; readonly y: number };

export type TextFrame = {
  readonly id: string;
  readonly story: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly name: string;
  readonly box: Box;
  /** Turned a quarter anticlockwise round its top left corner. */
  readonly upward?: boolean;
};

/** A picture's file: its name in `Links/`, its upright pixels, and the resolution that the file itself states. */
export type IdmlLink = {
  readonly name: string;
  /** IANA media type. */
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly ppi: number;
};

function path(points: readonly (readonly [number, number])[], open: boolean): string {
  const anchors = points.map(([x, y]) => {
    const at = `${decimal(x)} ${decimal(y)}`;
    return element("PathPointType", { Anchor: at, LeftDirection: at, RightDirection: at });
  });
  return element(
    "PathGeometry",
    {},
    element("GeometryPathType", { PathOpen: open }, element("PathPointArray", {}, ...anchors)),
  );
}
/** Counted round from the top left, as InDesign draws a rectangle. */
function rectangle(width: number, height: number): string {
  const corners = [
    [0, 0],
    [0, height],
    [width, height],
    [width, 0],
  ] as const;
  return path(corners, false);
}
function at(x: number, y: number, origin: Origin, upward = false): string {
  return `${upward ? "0 -1 1 0" : "1 0 0 1"} ${decimal(x + origin.x)} ${decimal(y + origin.y)}`;
}

const CLEAR = { FillColor: NO_INK, StrokeColor: NO_INK, StrokeWeight: 0, AppliedObjectStyle: OBJECT_STYLE };
const NO_WRAP = wrap("None", 0);
function wrap(mode: string, offset: number): string {
  return element(
    "TextWrapPreference",
    { Inverse: false, ApplyToMasterPageOnly: false, TextWrapSide: "BothSides", TextWrapMode: mode },
    element("Properties", {}, element("TextWrapOffset", { Top: offset, Left: offset, Bottom: offset, Right: offset })),
  );
}

export function textFrame(frame: TextFrame, layer: string, origin: Origin): string {
  const { box } = frame;
  return element(
    "TextFrame",
    {
      Self: frame.id,
      ParentStory: frame.story,
      PreviousTextFrame: frame.before ?? "n",
      NextTextFrame: frame.after ?? "n",
      ContentType: "TextType",
      ItemLayer: layer,
      Name: frame.name,
      Visible: true,
      ...CLEAR,
      ItemTransform: at(box.x, box.y, origin, frame.upward),
    },
    element("Properties", {}, rectangle(box.width, box.height)),
    element(
      "TextFramePreference",
      {
        TextColumnCount: 1,
        TextColumnFixedWidth: box.width,
        FirstBaselineOffset: "LeadingOffset",
        VerticalJustification: "TopAlign",
        IgnoreWrap: false,
        AutoSizingType: "Off",
      },
      element(
        "Properties",
        {},
        element("InsetSpacing", { type: "list" }, ...[0, 1, 2, 3].map(() => property("ListItem", "unit", "0"))),
      ),
    ),
    NO_WRAP,
  );
}

export function tint(id: string, box: Box, ink: InkUse, layer: string, origin: Origin): string {
  return element(
    "Rectangle",
    {
      Self: id,
      ContentType: "Unassigned",
      ItemLayer: layer,
      Name: "$ID/",
      Visible: true,
      ...CLEAR,
      FillColor: ink.swatch,
      FillTint: ink.tint,
      OverprintFill: ink.overprints ?? null,
      ItemTransform: at(box.x, box.y, origin),
    },
    element("Properties", {}, rectangle(box.width, box.height)),
    NO_WRAP,
  );
}

type Ends = { readonly x: number; readonly y: number };
export function rule(
  id: string,
  from: Ends,
  to: Ends,
  weight: number,
  ink: InkUse,
  layer: string,
  origin: Origin,
): string {
  return element(
    "GraphicLine",
    {
      Self: id,
      ContentType: "Unassigned",
      ItemLayer: layer,
      Name: "$ID/",
      Visible: true,
      AppliedObjectStyle: OBJECT_STYLE,
      FillColor: NO_INK,
      StrokeColor: ink.swatch,
      StrokeTint: ink.tint,
      OverprintStroke: ink.overprints ?? null,
      StrokeWeight: weight,
      StrokeType: "StrokeStyle/$ID/Solid",
      ItemTransform: at(from.x, from.y, origin),
    },
    element(
      "Properties",
      {},
      path(
        [
          [0, 0],
          [to.x - from.x, to.y - from.y],
        ],
        true,
      ),
    ),
    NO_WRAP,
  );
}

const TYPES: Readonly<Record<string, string>> = {
  "image/jpeg": "$ID/JPEG",
  "image/png": "$ID/Portable Network Graphics (PNG)",
  "image/tiff": "$ID/TIFF",
  "image/gif": "$ID/GIF",
};

/**
 * A picture in its frame, cropped as on the page; without `link` an empty frame in its place. `apart` is how far text
 * keeps off it, null where none meets it.
 */
export function picture(
  ids: readonly [frame: string, image: string, link: string],
  photo: PlacedPhoto,
  link: IdmlLink | null,
  apart: number | null,
  layer: string,
  origin: Origin,
): string {
  const { box, crop } = photo;
  const attributes = {
    Self: ids[0],
    ContentType: "GraphicType",
    ItemLayer: layer,
    Name: link?.name ?? photo.file,
    Visible: true,
    ...CLEAR,
    ItemTransform: at(box.x, box.y, origin),
  };
  const around = apart === null ? NO_WRAP : wrap("BoundingBoxTextWrap", apart);
  const frame = element("Properties", {}, rectangle(box.width, box.height));
  if (!link) return element("Rectangle", attributes, frame, around);
  const width = (link.width * 72) / link.ppi;
  const height = (link.height * 72) / link.ppi;
  const sx = box.width / (crop.width * width);
  const sy = box.height / (crop.height * height);
  const place = [sx, 0, 0, sy, -crop.x * width * sx, -crop.y * height * sy];
  const image = element(
    "Image",
    {
      Self: ids[1],
      ItemTransform: place.map(precise).join(" "),
      ActualPpi: `${decimal(link.ppi)} ${decimal(link.ppi)}`,
      EffectivePpi: `${Math.round(link.ppi / sx)} ${Math.round(link.ppi / sy)}`,
      ImageTypeName: TYPES[link.type] ?? "$ID/",
      Name: "$ID/",
      Visible: true,
      AppliedObjectStyle: OBJECT_STYLE,
    },
    element("Properties", {}, element("GraphicBounds", { Left: 0, Top: 0, Right: width, Bottom: height })),
    NO_WRAP,
    element("Link", {
      Self: ids[2],
      LinkResourceURI: `file:Links/${encodeURIComponent(link.name)}`,
      LinkResourceFormat: TYPES[link.type] ?? "$ID/",
      StoredState: "Normal",
      LinkClassID: 35906,
      LinkObjectModified: false,
      ShowInUI: true,
      CanEmbed: true,
      CanUnembed: true,
      CanPackage: true,
      ImportPolicy: "NoAutoImport",
      ExportPolicy: "NoAutoExport",
    }),
  );
  const description = element("ObjectExportOption", {
    AltTextSourceType: photo.alt === "" ? "SourceXMLStructure" : "SourceCustom",
    CustomAltText: photo.alt === "" ? "$ID/" : photo.alt,
  });
  return element(
    "Rectangle",
    attributes,
    frame,
    around,
    element("FrameFittingOption", { AutoFit: false }),
    description,
    image,
  );
}

/** A scale is multiplied by thousands of pixels: more places than a length needs. */
function precise(value: number): string {
  return value
    .toFixed(9)
    .replace(/\.?0+$/, "")
    .replace(/^-0$/, "0");
}
