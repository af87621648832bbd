/** What the inspector says of the selection, read from the state: plain data, equal when nothing shown has changed. */
import type { Node } from "prosemirror-model";
import { type EditorState, NodeSelection } from "prosemirror-state";
import type { Rendering } from "../../shared/color/converter.ts";
import type { PdfPage, Placement } from "../../shared/schema/attributes.ts";
import { type NodeName, schema } from "../../shared/schema/interview.ts";
import type { WordsStand } from "../../shared/schema/photoFile.ts";
import type { BoxUse } from "../../shared/schema/story.ts";
import { type Role, ROLES } from "../../shared/schema/stylesheet.ts";

export type Selected = {
  /** The paragraph style in force; null when no text is selected. */
  readonly role: Role | null;
  /** Id of the selected text block or picture. */
  readonly block: string | null;
  readonly turn: { readonly id: string; readonly role: "question" | "answer"; readonly speaker: string | null } | null;
  readonly photo: {
    readonly id: string;
    readonly file: string;
    readonly media: string | null;
    readonly alt: string;
    readonly caption: string;
    readonly credit: string;
    readonly rendering: Rendering | null;
    readonly stands: WordsStand | null;
    readonly pdf: PdfPage | null;
    readonly placement: Placement["kind"];
    /** It stands in a row with others. */
    readonly inRow: boolean;
  } | null;
  readonly box: {
    readonly id: string;
    readonly use: BoxUse;
    readonly media: string | null;
    readonly pdf: PdfPage | null;
    readonly placement: Placement["kind"];
  } | null;
  readonly strong: boolean;
  readonly em: boolean;
};

export function selectedOf(state: EditorState): Selected {
  const { selection } = state;
  // Of a stretch its beginning counts: its end may just touch the next block.
  const $head = selection.empty ? selection.$head : selection.$from;
  const top = $head.depth > 0 ? $head.node(1) : selection instanceof NodeSelection ? selection.node : null;
  const turn =
    top && (top.type.name === "question" || top.type.name === "answer")
      ? {
          id: top.attrs.id as string,
          role: top.type.name as "question" | "answer",
          speaker: top.attrs.speaker as string | null,
        }
      : null;
  const photo = photoAt(state);
  const box = photo ? null : boxAt(state);
  const text = $head.parent.isTextblock ? $head.parent : null;
  const marks = state.storedMarks ?? $head.marks();
  const has = (mark: "strong" | "em") =>
    selection.empty
      ? !!schema.marks[mark].isInSet(marks)
      : state.doc.rangeHasMark(selection.from, selection.to, schema.marks[mark]);
  return {
    role: text ? roleOf(text, $head.depth > 1 ? $head.node(-1) : null) : null,
    block: text ? (text.attrs.id as string) : (photo?.id ?? box?.id ?? null),
    turn,
    photo,
    box,
    strong: text !== null && has("strong"),
    em: text !== null && has("em"),
  };
}

/** The role a textblock is set in; a paragraph has its container's. */
export function roleOf(node: Node, container: Node | null): Role | null {
  const own = node.type.name as NodeName;
  const name = own === "paragraph" ? container?.type.name : own;
  return ROLES.find((role) => role === name) ?? null;
}

function photoAt(state: EditorState): Selected["photo"] {
  const { selection } = state;
  const { $from } = selection;
  let node: Node | null = null;
  let around = $from.parent;
  if (selection instanceof NodeSelection && selection.node.type === schema.nodes.photo) node = selection.node;
  for (let depth = $from.depth; !node && depth > 0; depth -= 1) {
    if ($from.node(depth).type === schema.nodes.photo) [node, around] = [$from.node(depth), $from.node(depth - 1)];
  }
  if (!node) return null;
  const words = (name: NodeName) => node.children.find((child) => child.type.name === name)?.textContent ?? "";
  const { id, file, media, alt, rendering, stands, pdf, placement } = node.attrs as {
    id: string;
    file: string;
    media: string | null;
    alt: string;
    rendering: Rendering | null;
    stands: WordsStand | null;
    pdf: PdfPage | null;
    placement: Placement;
  };
  return {
    id,
    file,
    media,
    alt,
    rendering,
    stands,
    pdf,
    placement: placement.kind,
    inRow: around.type === schema.nodes.photo_group,
    caption: words("caption"),
    credit: words("photo_credit"),
  };
}

function boxAt({ doc, selection }: EditorState): Selected["box"] {
  const own =
    selection instanceof NodeSelection && selection.node.type === schema.nodes.box ? selection.from + 1 : null;
  const $in = own === null ? selection.$from : doc.resolve(own);
  for (let depth = $in.depth; depth > 0; depth -= 1) {
    const { type, attrs } = $in.node(depth);
    if (type !== schema.nodes.box) continue;
    const { id, kind, media, pdf, placement } = attrs as Omit<NonNullable<Selected["box"]>, "use" | "placement"> & {
      readonly kind: BoxUse;
      readonly placement: Placement;
    };
    return { id, use: kind, media, pdf, placement: placement.kind };
  }
  return null;
}

export function sameSelected(a: Selected, b: Selected): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
