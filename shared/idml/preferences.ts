/** `Resources/Preferences.xml`: the page, its bleed and margins, and the baseline grid from the trim's top. */
import type { Design } from "../schema/template.ts";
import { element } from "../xml.ts";
import { property } from "./styles.ts";
import type { Margins } from "./spreads.ts";

export function preferencesXml(design: Design, pages: number, firstFolio: number, margins: Margins): string {
  const { trim, bleed, facing } = design.page;
  const { baseline, first } = design.grid;
  return [
    element("DocumentPreference", {
      PageHeight: trim.height,
      PageWidth: trim.width,
      PagesPerDocument: pages,
      FacingPages: facing,
      PageOrientation: trim.width > trim.height ? "Landscape" : "Portrait",
      StartPageNumber: firstFolio,
      DocumentBleedTopOffset: bleed.top,
      DocumentBleedBottomOffset: bleed.bottom,
      DocumentBleedInsideOrLeftOffset: bleed.left,
      DocumentBleedOutsideOrRightOffset: bleed.right,
      DocumentBleedUniformSize: bleed.top === bleed.bottom && bleed.left === bleed.right && bleed.top === bleed.left,
      AllowPageShuffle: true,
      PageBinding: "LeftToRight",
      ColumnDirection: "Horizontal",
      MasterTextFrame: false,
      Intent: "PrintIntent",
    }),
    element("MarginPreference", margins),
    element(
      "GridPreference",
      {
        BaselineStart: first % baseline,
        BaselineDivision: baseline,
        BaselineShown: false,
        BaselineViewThreshold: 50,
        BaselineGridRelativeOption: "TopOfPageOfBaselineGridRelativeOption",
        GridsInBack: true,
      },
      element("Properties", {}, property("BaselineColor", "enumeration", "LightBlue")),
    ),
    element("ViewPreference", {
      HorizontalMeasurementUnits: "Millimeters",
      VerticalMeasurementUnits: "Millimeters",
      RulerOrigin: "PageOrigin",
    }),
    element("TextPreference", { TypographersQuotes: false, SmallCap: 70, SuperscriptSize: 58.3, SubscriptSize: 58.3 }),
    element("TextWrapPreference", { Inverse: false, TextWrapSide: "BothSides", TextWrapMode: "None" }),
  ].join("");
}
