/**
 * The window's words. English is the catalogue every other is held against by its type; the person's language is that
 * of the system until they choose, and the choice is remembered.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";
import { vi } from "./vi.ts";

/** The English catalogue's shape, with any words. */
export type Catalogue = Shape<typeof en>;
type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

export const LANGUAGES = ["en", "vi"] as const;
export type Language = (typeof LANGUAGES)[number];
const KEPT = "quoin.language";

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, vi: { translation: vi } },
    lng: chosen(),
    fallbackLng: "en",
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
}

function chosen(): Language {
  const kept = localStorage.getItem(KEPT);
  const wanted = [kept, ...navigator.languages].map((language) => language?.slice(0, 2));
  return LANGUAGES.find((language) => wanted.find((each) => LANGUAGES.some((l) => l === each)) === language) ?? "en";
}

export function speak(language: Language): void {
  localStorage.setItem(KEPT, language);
  void i18next.changeLanguage(language);
}
export { i18next as words };
