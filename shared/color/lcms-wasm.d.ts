/** What we use of lcms-wasm 1.0.5 (Little CMS 2.16), which ships no types. Handles are numbers; 0 is none. */
declare module "lcms-wasm" {
  export type Lcms = {
    /** Copies the bytes. 0 when they are no profile. */
    cmsOpenProfileFromMem(bytes: Uint8Array, length: number): number;
    cmsCloseProfile(profile: number): void;
    cmsCreate_sRGBProfile(): number;
    /** D50 when no white point is given. */
    cmsCreateLab4Profile(whitePoint: readonly number[] | null): number;
    cmsGetColorSpaceASCII(profile: number): string | null;
    cmsCreateTransform(
      input: number,
      inputFormat: number,
      output: number,
      outputFormat: number,
      intent: number,
      flags: number,
    ): number;
    cmsDeleteTransform(transform: number): void;
    /** `pixels` must hold exactly `count` pixels. Sixteen-bit formats take and give a Uint16Array. */
    cmsDoTransform(transform: number, pixels: Uint8Array | Uint16Array, count: number): Uint8Array | Uint16Array;
  };
  export function instantiate(options?: { readonly wasmBinary?: Uint8Array }): Promise<Lcms>;
}
