/**
 * How blocks look in the story: each with its role, and for a turn its speaker, named in the margin; photos as cards
 * with their caption and credit. Only what stands around the text is made here. The text's own element is never
 * touched, so that an input method composing in it is never disturbed.
 */
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView, NodeViewConstructor } from "prosemirror-view";
import type { NodeName } from "../../shared/schema/interview.ts";

/** What the margin and the cards need to know of the rest of the window. */
export type StoryWords = {
  role(name: NodeName): string;
  /** A speaker's name, or null when nobody is named. */
  speaker(id: string | null): string | null;
  say(key: "addCaption" | "addCredit" | "pictureMissing" | "changeRole"): string;
  /** What an empty block of this role says; its own name where there is nothing more to say. */
  prompt(name: NodeName): string;
  /** Address of a small picture; null when the document does not hold it. */
  thumbnail(attrs: { readonly media: string | null; readonly file: string }): string | null;
};
export type StoryActions = {
  /** The margin of the block at `pos` was pressed: choose its role or speaker there. */
  onMargin(pos: number, element: HTMLElement): void;
  onPhotoPart(pos: number, part: "caption" | "photo_credit"): void;
  /** A photo's picture or name was pressed. */
  onPhoto(pos: number): void;
};

/** A view that can be asked to say its words again, when speakers, pictures or the language changed. */
export type Speaking = { refresh(): void };

const WITH_MARGIN: readonly NodeName[] = [
  "kicker",
  "headline",
  "standfirst",
  "credit",
  "question",
  "answer",
  "intro",
  "crosshead",
  "editor_note",
  "pull_quote",
  "sidebar",
  "box",
  "list",
];
const TAGS: Partial<Record<NodeName, string>> = { headline: "h1", crosshead: "h3", pull_quote: "blockquote" };

export function storyNodeViews(
  words: StoryWords,
  actions: StoryActions,
  live: Set<Speaking>,
): Record<string, NodeViewConstructor> {
  const views: Record<string, NodeViewConstructor> = {
    photo: (node, view, getPos) => new PhotoCard(node, view, getPos, words, actions, live),
  };
  for (const name of WITH_MARGIN) {
    views[name] = (node, _view, getPos) => new MarginBlock(node, getPos, words, actions, live);
  }
  return views;
}

class MarginBlock implements NodeView, Speaking {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  private readonly margin: HTMLButtonElement;
  private readonly role = document.createElement("span");
  private readonly speaker = document.createElement("span");
  private node: Node;
  private readonly words: StoryWords;
  private readonly live: Set<Speaking>;

  constructor(
    node: Node,
    getPos: () => number | undefined,
    words: StoryWords,
    actions: StoryActions,
    live: Set<Speaking>,
  ) {
    this.node = node;
    this.words = words;
    this.live = live;
    const name = node.type.name as NodeName;
    this.dom = document.createElement("div");
    this.dom.className = "block";
    this.margin = document.createElement("button");
    this.margin.type = "button";
    this.margin.className = "margin";
    this.margin.contentEditable = "false";
    this.margin.tabIndex = -1;
    this.role.className = "margin-role";
    this.speaker.className = "margin-speaker";
    this.margin.append(this.role, this.speaker);
    this.margin.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const pos = getPos();
      if (pos !== undefined) actions.onMargin(pos, this.margin);
    });
    const tag = name === "list" ? (node.attrs.ordered ? "ol" : "ul") : (TAGS[name] ?? (node.isTextblock ? "p" : "div"));
    this.contentDOM = document.createElement(tag);
    this.contentDOM.className = "text";
    this.dom.append(this.margin, this.contentDOM);
    live.add(this);
    this.refresh();
  }

  refresh(): void {
    const { attrs, type } = this.node;
    const name = type.name as NodeName;
    this.dom.dataset.role = name;
    this.dom.dataset.id = attrs.id as string;
    this.role.textContent = this.words.role(name);
    const label = (attrs.label as string | undefined) ?? "";
    const spoken = "speaker" in attrs ? this.words.speaker(attrs.speaker as string | null) : null;
    this.speaker.textContent = spoken ?? label;
    this.margin.title = [this.speaker.textContent, this.words.say("changeRole")]
      .filter((part) => part !== "")
      .join(" · ");
    this.contentDOM.style.setProperty("--prompt", JSON.stringify(this.words.prompt(name)));
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type || node.attrs.ordered !== this.node.attrs.ordered) return false;
    const same = node.attrs === this.node.attrs || JSON.stringify(node.attrs) === JSON.stringify(this.node.attrs);
    this.node = node;
    if (!same) this.refresh();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && this.margin.contains(event.target);
  }
  ignoreMutation(mutation: { readonly type: string; readonly target: globalThis.Node }): boolean {
    if (mutation.type === "attributes" && mutation.target === this.contentDOM) return true;
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }
  destroy(): void {
    this.live.delete(this);
  }
}

class PhotoCard implements NodeView, Speaking {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  private readonly picture = document.createElement("div");
  private readonly name = document.createElement("div");
  private readonly more = document.createElement("div");
  private node: Node;
  private readonly getPos: () => number | undefined;
  private readonly words: StoryWords;
  private readonly actions: StoryActions;
  private readonly live: Set<Speaking>;
  private shown: string | null | undefined = undefined;

  constructor(
    node: Node,
    _view: EditorView,
    getPos: () => number | undefined,
    words: StoryWords,
    actions: StoryActions,
    live: Set<Speaking>,
  ) {
    this.node = node;
    this.getPos = getPos;
    this.words = words;
    this.actions = actions;
    this.live = live;
    this.dom = document.createElement("figure");
    this.dom.className = "card";
    this.picture.className = "card-picture";
    this.name.className = "card-name";
    this.more.className = "card-more";
    for (const part of [this.picture, this.name, this.more]) part.contentEditable = "false";
    for (const part of [this.picture, this.name]) {
      // Not on the press: that may begin a drag.
      part.addEventListener("click", () => {
        const pos = getPos();
        if (pos !== undefined) actions.onPhoto(pos);
      });
    }
    this.contentDOM = document.createElement("div");
    this.contentDOM.className = "card-text";
    const body = document.createElement("div");
    body.className = "card-body";
    body.append(this.name, this.contentDOM, this.more);
    this.dom.append(this.picture, body);
    live.add(this);
    this.refresh();
  }

  refresh(): void {
    const { attrs } = this.node;
    this.dom.dataset.role = "photo";
    this.dom.dataset.id = attrs.id as string;
    const file = attrs.file as string;
    const address = this.words.thumbnail({ media: attrs.media as string | null, file });
    if (address !== this.shown) {
      this.shown = address;
      this.picture.replaceChildren();
      this.picture.dataset.missing = String(address === null);
      if (address === null) this.picture.textContent = this.words.say("pictureMissing");
      else {
        const image = document.createElement("img");
        image.src = address;
        image.draggable = false;
        this.picture.append(image);
      }
    }
    const image = this.picture.querySelector("img");
    if (image) image.alt = (attrs.alt as string) || file;
    else this.picture.textContent = this.words.say("pictureMissing");
    this.name.textContent = file || this.words.role("photo");
    this.more.replaceChildren();
    this.offer("caption", "addCaption");
    this.offer("photo_credit", "addCredit");
  }

  /** A button for a part that is not there yet. */
  private offer(part: "caption" | "photo_credit", words: "addCaption" | "addCredit"): void {
    if (this.node.children.some((child) => child.type.name === part)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.textContent = this.words.say(words);
    button.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const pos = this.getPos();
      if (pos !== undefined) this.actions.onPhotoPart(pos, part);
    });
    this.more.append(button);
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const before = this.node;
    this.node = node;
    if (node.attrs !== before.attrs || node.childCount !== before.childCount) this.refresh();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && this.more.contains(event.target);
  }
  ignoreMutation(mutation: { readonly type: string; readonly target: globalThis.Node }): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }
  selectNode(): void {
    this.dom.classList.add("selected");
  }
  deselectNode(): void {
    this.dom.classList.remove("selected");
  }
  destroy(): void {
    this.live.delete(this);
  }
}
