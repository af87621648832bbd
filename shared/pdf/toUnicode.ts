/** What codes of two bytes read as: a ToUnicode CMap (ISO 32000-1 §9.10.3; Adobe technical note 5411). */
import { hex16 } from "./objects.ts";

/** `texts` in rising order of code. At most 100 lines go into a block. */
export function toUnicode(texts: readonly (readonly [code: number, meaning: string])[]): string {
  const lines = texts.map(([code, meaning]) => `<${hex16(String.fromCharCode(code))}> <${hex16(meaning)}>`);
  let blocks = "";
  for (let i = 0; i < lines.length; i += 100) {
    const part = lines.slice(i, i + 100);
    blocks += `${part.length} beginbfchar\n${part.join("\n")}\nendbfchar\n`;
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}
