/** Page labels equal to the printed folios (ISO 32000-1 §12.4.2): counting stretches as ranges, anything else word by word. */
import type { PDFDict } from "pdf-lib";
import { array, dict, text, type Value } from "./objects.ts";

export function pageLabels(folios: readonly string[]): PDFDict {
  const nums: Value[] = [];
  folios.forEach((folio, i) => {
    const number = /^[1-9]\d{0,8}$/.test(folio) ? Number(folio) : null;
    if (number === null) nums.push(i, dict({ P: text(folio) }));
    else if (folios[i - 1] !== String(number - 1)) nums.push(i, dict({ S: "D", St: number }));
  });
  return dict({ Nums: array(nums) });
}
