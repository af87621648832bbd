/**
 * Colour conversion as the rest of the program sees it: pixels in, ink out. Who does the arithmetic is behind it.
 */
export type SourceSpace = "gray" | "rgb" | "cmyk";
export type Samples = Uint8Array | Uint16Array;

/** The four of ISO 15076-1 §6.2; a picture's own choice. */
export const INTENTS = ["perceptual", "relative", "saturation", "absolute"] as const;
export type Intent = (typeof INTENTS)[number];

/** How colours that the press cannot print, and the darkest black, find their place on paper. */
export type Rendering = { readonly intent: Intent; readonly blackPoint: boolean };
/** Keeps what can be kept and lets black become the press's black: right for most photographs. */
export const RENDERING: Rendering = { intent: "relative", blackPoint: true };

/** How a picture is brought to its printing condition. */
export type Conversion = {
  readonly space: SourceSpace;
  /** 8 or 16 bits a sample; 16-bit pictures are rounded to 8 only once they are ink. */
  readonly bits: 8 | 16;
  /** The picture's own ICC profile; null means sRGB, or its grey, or for CMYK the press's own numbers. */
  readonly source: Uint8Array | null;
  /** The press's ICC profile: CMYK, class prtr. */
  readonly press: Uint8Array;
  /** `RENDERING` when left out. Grey has none: its lightness is matched on the black plate. */
  readonly rendering?: Rendering;
};

export type Converter = {
  /**
   * Whole pixels, interleaved, no alpha. RGB and CMYK give four bytes a pixel, C M Y K, 255 for full ink. Grey gives one
   * byte a pixel for a DeviceGray picture, 0 for full black: grey stays on the black plate, lightened or darkened so that
   * it looks there as it did on screen. CMYK of another press is separated again with its black plate kept: black alone
   * stays black alone. CMYK with no profile is separated anew from what it looks like on this press, within its ink.
   */
  convert(pixels: Samples): Uint8Array;
  /** Frees what it holds. It must not be used after that. */
  close(): void;
};

export type Quad = readonly [number, number, number, number];

export type ColorEngine = {
  /** Null when one of the profiles is no profile, or not of the space it should be. */
  open(conversion: Conversion): Converter | null;
  /**
   * The press's ink for colours measured as Lab (D50, L 0 to 100), four fractions each, C M Y K; relative colorimetric
   * without black-point compensation, so that a swatch is the colour its guide shows. Null when `press` is no profile.
   */
  labToInk(colours: readonly (readonly [number, number, number])[], press: Uint8Array): readonly Quad[] | null;
  /** Ink as a screen shows it: four bytes a pixel to sRGB, three. `paper`: with the paper's own white. Null as above. */
  openProof(press: Uint8Array, paper: boolean): Converter | null;
};
