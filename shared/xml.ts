/**
 * XML as text: elements with their attributes, whatever the words in them are. Characters that XML 1.0 cannot hold
 * (§2.2: controls, lone surrogates, U+FFFE and U+FFFF) are left out. Knows no format.
 */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const FORBIDDEN = /[^\P{Cc}\t\n\r\u007F-\u009F]|[\p{Cs}\uFFFE\uFFFF]/gu;

/** Text between tags. */
export function xmlText(text: string): string {
  return text.replace(FORBIDDEN, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The value of an attribute, without its quotes; line ends and tabs survive (§3.3.3). */
function xmlValue(value: string): string {
  return xmlText(value)
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Attributes that are null are left out; numbers have at most four places. `inner` is XML already. */
export function element(name: string, attributes: Attributes, ...inner: readonly string[]): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) open += ` ${key}="${typeof value === "number" ? decimal(value) : xmlValue(String(value))}"`;
  }
  const content = inner.join("");
  return content === "" ? `${open}/>` : `${open}>${content}</${name}>`;
}

/** A number without exponent, at most four places, and no negative zero. Throws RangeError for what is no number. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written`);
  const text = value.toFixed(4).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
