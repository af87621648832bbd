/**
 * The story: a ProseMirror view over the session's state. It owns its element and nothing else; every change goes out
 * as a transaction and comes back as a state.
 */
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import type { Slice } from "prosemirror-model";
import { type EditorState, NodeSelection, Plugin, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { editPhotoText } from "../../shared/schema/commands.ts";
import { idsPlugin } from "../../shared/schema/ids.ts";
import { caretBlockPlugin } from "./caretBlock.ts";
import { historyPlugin, type Past } from "./history.ts";
import { storyInputRules } from "./inputRules.ts";
import { storyKeys } from "./keymap.ts";
import { cleanSlice, composeState, nfcPlugin } from "./nfc.ts";
import { type Speaking, storyNodeViews, type StoryWords } from "./nodeViews.ts";
import { storyParser } from "./parse.ts";
import { cleanHtml, isOwn, type LeftOut, plainToHtml, withoutStyles } from "./paste.ts";
import { pasteSlice } from "./pasteSlice.ts";
import { plainText, storySerializer } from "./serialise.ts";

/** The plugins a story's state has, whoever shows it. */
export function storyPlugins(past: Past, onTab: (leaves: boolean) => void): Plugin[] {
  return [
    storyInputRules(),
    storyKeys(onTab),
    dropCursor({ color: false, class: "drop-cursor", width: 2 }),
    gapCursor(),
    idsPlugin(),
    nfcPlugin(),
    caretBlockPlugin(),
    historyPlugin(past),
  ];
}

export type StoryOptions = {
  readonly mount: HTMLElement;
  readonly state: EditorState;
  readonly words: StoryWords;
  readonly label: string;
  dispatch(tr: Transaction): void;
  onMargin(pos: number, element: HTMLElement): void;
  /** Files dropped or pasted, at a position of the document. */
  onFiles(files: readonly File[], pos: number): void;
  onLeftOut(leftOut: LeftOut): void;
  onFocus(focused: boolean): void;
};

export type StoryView = {
  readonly view: EditorView;
  /** Names, pictures or the language are others than before. */
  refresh(): void;
  destroy(): void;
};

export function createStoryView(options: StoryOptions): StoryView {
  const live = new Set<Speaking>();
  const nodeViews = storyNodeViews(
    options.words,
    {
      onMargin: options.onMargin,
      onPhoto: (pos) => {
        options.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
        view.focus();
      },
      onPhotoPart: (pos, part) => {
        editPhotoText(part, pos)(view.state, options.dispatch);
        view.focus();
      },
    },
    live,
  );

  function paste(slice: Slice): boolean {
    options.dispatch(pasteSlice(view.state, cleanSlice(slice)).setMeta("paste", true).setMeta("uiEvent", "paste"));
    return true;
  }
  function cleaned(html: string): string {
    if (isOwn(html)) return withoutStyles(html);
    const { html: clean, leftOut } = cleanHtml(html);
    if (leftOut.tables > 0) options.onLeftOut(leftOut);
    return clean;
  }

  const view: EditorView = new EditorView(
    { mount: options.mount },
    {
      state: options.state,
      nodeViews,
      dispatchTransaction: options.dispatch,
      domParser: storyParser,
      clipboardParser: storyParser,
      clipboardSerializer: storySerializer,
      clipboardTextSerializer: plainText,
      clipboardTextParser: (text) => {
        const page = document.implementation.createHTMLDocument("");
        page.body.innerHTML = plainToHtml(text);
        return storyParser.parseSlice(page.body);
      },
      transformPastedHTML: cleaned,
      attributes: {
        class: "story",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": options.label,
        lang: options.state.doc.attrs.lang as string,
        spellcheck: "false",
        autocorrect: "off",
      },
      handlePaste(_view, event, slice) {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length > 0 && slice.size === 0) {
          options.onFiles(files, view.state.selection.head);
          return true;
        }
        return slice.size > 0 ? paste(slice) : false;
      },
      handleDrop(_view, event) {
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length === 0) return false;
        event.preventDefault();
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        // A box without words has no position of its own in it but this.
        const inBox = at && at.inside >= 0 && view.state.doc.nodeAt(at.inside)?.type.name === "box";
        options.onFiles(files, inBox ? at.inside + 1 : (at?.pos ?? view.state.selection.head));
        return true;
      },
      handleDOMEvents: {
        compositionend() {
          // The view reads the composed text a moment later; what was put together from parts is composed after that.
          setTimeout(composeRest, COMPOSITION_READ_MS);
          return false;
        },
        focus: () => (options.onFocus(true), false),
        blur: () => (options.onFocus(false), false),
      },
    },
  );

  function composeRest(): void {
    if (view.isDestroyed || view.composing) return;
    const tr = composeState(view.state);
    if (tr) options.dispatch(tr);
  }

  return {
    view,
    refresh: () => {
      for (const each of live) each.refresh();
    },
    destroy: () => view.destroy(),
  };
}
/** prosemirror-view ends its own reading of a composition 20 to 50 ms after the event. */
const COMPOSITION_READ_MS = 80;

/** The id of the selected picture, or null. */
export function selectedPhoto(state: EditorState): string | null {
  const { selection } = state;
  return selection instanceof NodeSelection && selection.node.type.name === "photo"
    ? (selection.node.attrs.id as string)
    : null;
}
