type Package = {
  readonly name: string;
  /** Where it is installed, from the project's root. */
  readonly path: string;
  readonly version: string;
  /** "sha512-…", or null. */
  readonly integrity: string | null;
  /** An SPDX expression; null where none is named. */
  readonly licence: string | null;
  readonly installs: boolean;
};
/** What ships, by name and version. */
export function shipped(folder?: string): readonly Package[];
/** Why a package may not ship; null when it may. */
export function objection(named: Pick<Package, "name" | "licence">): string | null;
/** CycloneDX 1.6. */
export function billOfMaterials(
  packages: readonly Package[],
  version: string,
): { readonly components: readonly { readonly name: string; readonly version: string; readonly purl: string }[] };
/** The notices of all packages that are installed, one after the other. */
export function licenceTexts(packages: readonly Package[], folder?: string): string;
