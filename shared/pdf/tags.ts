/**
 * The structure tree: what the marks on the pages are to a reader, in the story's order (ISO 32000-1 §14.7, §14.8). It is made
 * from the origin that every display item carries; the layout knows nothing of it. Harmless in PDF/X, needed for reading aloud.
 */
import type { OriginRole } from "../layout/display.ts";
import { unreachable } from "../units.ts";
import type { Corners } from "./boxes.ts";
import { array, dict, type Ref, text, type Value } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";

/** A link on a page: its address and, once it is placed, its annotation. */
export type LinkTag = { readonly href: string; readonly annotation: Ref; readonly structParent: number };

export type PageTags = {
  /** A piece of a block's text in the page's content. `link` when it is the text of one. Returns its mark's number. */
  text(block: string, role: OriginRole, lang: string, link: LinkTag | null): number;
  figure(block: string, alt: string, box: Corners): number;
  /** Key of this page in the parent tree. */
  readonly structParents: number;
};

export type Tags = {
  page(page: Ref): PageTags;
  /** A key of the parent tree for an annotation. */
  allocateParent(): number;
  /** Writes the tree; returns its root. */
  write(root: Ref): Promise<Ref>;
};

type Element = {
  readonly ref: Ref;
  readonly block: string;
  /** Structure types from outside in; the last is the block's own. */
  readonly path: readonly string[];
  readonly lang: string;
  readonly alt: string | null;
  readonly box: Corners | null;
  readonly kids: Kid[];
  page: Ref | null;
};
type Kid = { readonly page: Ref; readonly mark: number; readonly link: LinkElement | null };
type LinkElement = { readonly ref: Ref; readonly tag: LinkTag; readonly marks: { page: Ref; mark: number }[] };

/** Standard structure types (ISO 32000-1 §14.8.4). Every kind of paragraph, and no role map to misread. */
function pathOf(role: OriginRole): readonly string[] {
  switch (role) {
    case "headline":
      return ["H1"];
    case "crosshead":
      return ["H2"];
    case "photo":
      return ["Figure"];
    case "pull_quote":
      return ["BlockQuote", "P"];
    case "list_item":
      return ["L", "LI", "LBody"];
    case "kicker":
    case "standfirst":
    case "credit":
    case "intro":
    case "question":
    case "answer":
    case "caption":
    case "photo_credit":
    case "sidebar":
    case "box":
    case "editor_note":
      return ["P"];
    default:
      return unreachable(role);
  }
}

export function structureTags(file: PdfFile, documentLang: string, reading: readonly string[]): Tags {
  const elements = new Map<string, Element>();
  /** Entry n of the parent tree: the elements of a page's marks, or the element of an annotation. */
  const parents: (Ref[] | Ref | null)[] = [];

  function element(key: string, make: () => Omit<Element, "ref" | "kids" | "page">): Element {
    let found = elements.get(key);
    if (!found) {
      found = { ...make(), ref: file.allocate(), kids: [], page: null };
      elements.set(key, found);
    }
    return found;
  }

  return {
    page(page) {
      const marks: Ref[] = [];
      const structParents = parents.push(marks) - 1;
      const add = (to: Element, link: LinkTag | null): number => {
        to.page ??= page;
        const last = to.kids[to.kids.length - 1];
        const mark = marks.length;
        if (!link) {
          to.kids.push({ page, mark, link: null });
          marks.push(to.ref);
          return mark;
        }
        const same = last?.link?.tag === link ? last.link : null;
        const made = same ?? { ref: file.allocate(), tag: link, marks: [] };
        made.marks.push({ page, mark });
        if (!same) to.kids.push({ page, mark, link: made });
        marks.push(made.ref);
        parents[link.structParent] = made.ref;
        return mark;
      };
      return {
        structParents,
        text: (block, role, lang, link) =>
          add(
            element(`${role} ${block}`, () => ({ block, path: pathOf(role), lang, alt: null, box: null })),
            link,
          ),
        figure: (block, alt, box) =>
          add(
            element(`figure ${block} ${structParents}`, () => ({
              block,
              path: ["Figure"],
              lang: documentLang,
              alt,
              box,
            })),
            null,
          ),
      };
    },

    allocateParent: () => parents.push(null) - 1,

    async write(root) {
      const order = new Map(reading.map((block, i) => [block, i]));
      const place = (e: Element) => order.get(e.block) ?? null;
      const sorted = [...elements.values()];
      // Blocks the story does not name stay behind the block they were met after.
      let after = -1;
      const rank = new Map(
        sorted.map((e) => {
          after = place(e) ?? after;
          return [e, after] as const;
        }),
      );
      sorted.sort((a, b) => (rank.get(a) as number) - (rank.get(b) as number));

      const document = file.allocate();
      const kids: Ref[] = [];
      for (let i = 0; i < sorted.length; ) {
        const outer = (sorted[i] as Element).path[0] as string;
        const depth = (sorted[i] as Element).path.length;
        let end = i + 1;
        // Neighbouring list items are one list, neighbouring paragraphs of a quote one quote.
        while (depth > 1 && end < sorted.length && sorted[end]?.path[0] === outer) end++;
        const group = sorted.slice(i, end);
        if (depth === 1) kids.push(await writeElement(group[0] as Element, document));
        else {
          const holder = file.allocate();
          kids.push(await writeGroup(group, holder, document));
        }
        i = end;
      }
      await file.write(dict({ Type: "StructElem", S: "Document", P: root, K: array(kids) }), document);
      const nums: Value[] = [];
      for (const [key, value] of parents.entries()) {
        if (Array.isArray(value)) nums.push(key, await file.write(array(value)));
        else if (value) nums.push(key, value as Ref);
      }
      const parentTree = await file.write(dict({ Nums: array(nums) }));
      return file.write(
        dict({
          Type: "StructTreeRoot",
          K: [document],
          ParentTree: parentTree,
          ParentTreeNextKey: parents.length,
        }),
        root,
      );
    },
  };

  async function writeGroup(group: readonly Element[], holder: Ref, parent: Ref): Promise<Ref> {
    const path = (group[0] as Element).path;
    const kids: Ref[] = [];
    for (const e of group) {
      if (path.length === 2) kids.push(await writeElement(e, holder));
      else {
        const item = file.allocate();
        await writeElement(e, item);
        await file.write(dict({ Type: "StructElem", S: path[1] as string, P: holder, K: [e.ref] }), item);
        kids.push(item);
      }
    }
    return file.write(dict({ Type: "StructElem", S: path[0] as string, P: parent, K: array(kids) }), holder);
  }

  async function writeElement(e: Element, parent: Ref): Promise<Ref> {
    const kids: Value[] = [];
    for (const kid of e.kids) kids.push(kid.link ? await writeLink(kid.link, e) : markOf(kid, e.page));
    return file.write(
      dict({
        Type: "StructElem",
        S: e.path[e.path.length - 1] as string,
        P: parent,
        Pg: e.page,
        Lang: e.lang !== documentLang ? text(e.lang) : null,
        Alt: e.alt !== null ? text(e.alt) : null,
        A: e.box ? { O: "Layout", BBox: e.box, Placement: "Block" } : null,
        K: array(kids),
      }),
      e.ref,
    );
  }

  async function writeLink(link: LinkElement, parent: Element): Promise<Ref> {
    const page = link.marks[0]?.page ?? null;
    const kids: Value[] = link.marks.map((mark) => markOf(mark, page));
    kids.push(dict({ Type: "OBJR", Obj: link.tag.annotation, Pg: page }));
    return file.write(dict({ Type: "StructElem", S: "Link", P: parent.ref, Pg: page, K: array(kids) }), link.ref);
  }
}

/** A mark on the element's own page is a bare number. */
function markOf(kid: { readonly page: Ref; readonly mark: number }, page: Ref | null): Value {
  return kid.page === page ? kid.mark : dict({ Type: "MCR", Pg: kid.page, MCID: kid.mark });
}
