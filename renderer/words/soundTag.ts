/** A document may say of its language whatever it likes; `Intl` throws at most of it. */

/** The language tag in canonical form (BCP 47), or "und" for what is none. */
export function soundTag(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? "und";
  } catch {
    return "und";
  }
}
