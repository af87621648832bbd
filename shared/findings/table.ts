/** One row a thing that can be told: what it says and what to do about it, in each language, from the same values. */

/** Plain data: values cross processes with their finding. */
export type Values = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
export type Says = readonly [message: string, hint: string];
export type Row<V extends Values> = { readonly en: (values: V) => Says; readonly vi: (values: V) => Says };

export function row<V extends Values>(en: (values: V) => Says, vi: (values: V) => Says): Row<V> {
  return { en, vi };
}

/** A row without values. */
export function plain(en: Says, vi: Says): Row<Record<string, never>> {
  return row(
    () => en,
    () => vi,
  );
}

/** "1 line", "3 lines". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `one ${one}` : `${count} ${many}`;
}
/** A number, or a size of several, in Vietnamese: a comma before its decimals. */
export function so(value: number | string): string {
  return String(value).replaceAll(".", ",");
}

/** Words that stand in messages, by the short word the code has for them. */
export const EDGES_VI: Readonly<Record<string, string>> = {
  top: "trên",
  bottom: "dưới",
  left: "trái",
  right: "phải",
};
