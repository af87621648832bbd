/**
 * Colour conversion as the rest of the program sees it: pixels in, ink out. Who does the arithmetic is behind it.
 */
export type SourceSpace = "gray" | "rgb" | "cmyk";
export type Samples = Uint8Array | Uint16Array;

/** How a picture is brought to its printing condition. */
export type Conversion = {
  readonly space: SourceSpace;
  /** 8 or 16 bits a sample; 16-bit pictures are rounded to 8 only once they are ink. */
  readonly bits: 8 | 16;
  /** The picture's own ICC profile; null means sRGB, or its grey. */
  readonly source: Uint8Array | null;
  /** The press's ICC profile: CMYK, class prtr. */
  readonly press: Uint8Array;
};

export type Converter = {
  /**
   * Whole pixels, interleaved, no alpha. RGB and CMYK give four bytes a pixel, C M Y K, 255 for full ink. Grey gives one
   * byte a pixel for a DeviceGray picture, 0 for full black: grey stays on the black plate, lightened or darkened so that
   * it looks there as it did on screen.
   */
  convert(pixels: Samples): Uint8Array;
  /** Frees what it holds. It must not be used after that. */
  close(): void;
};

export type ColorEngine = {
  /** Null when one of the profiles is no profile, or not of the space it should be. */
  open(conversion: Conversion): Converter | null;
};
