/** The page tree (ISO 32000-1 §7.7.3), two levels deep so that a reader finds page 900 without reading 899 references. */
import { array, dict, type Ref } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";

export type PageTree = {
  ref(index: number): Ref;
  parentOf(index: number): Ref;
  write(): Promise<Ref>;
};

const FANOUT = 64;

export function pageTree(file: PdfFile, count: number): PageTree {
  const root = file.allocate();
  const pages = Array.from({ length: count }, () => file.allocate());
  const groups = count <= FANOUT ? [] : Array.from({ length: Math.ceil(count / FANOUT) }, () => file.allocate());
  return {
    ref: (index) => pages[index] as Ref,
    parentOf: (index) => groups[Math.floor(index / FANOUT)] ?? root,
    async write() {
      for (const [g, group] of groups.entries()) {
        const kids = pages.slice(g * FANOUT, (g + 1) * FANOUT);
        await file.write(dict({ Type: "Pages", Parent: root, Kids: array(kids), Count: kids.length }), group);
      }
      return file.write(dict({ Type: "Pages", Kids: array(groups.length > 0 ? groups : pages), Count: count }), root);
    },
  };
}
