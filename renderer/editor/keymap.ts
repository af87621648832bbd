/**
 * Keys of the story. What they do stands in `shared/schema/commands.ts`; here is only which key does it, and the one
 * thing that is about keys alone: Tab switches roles while someone writes, and moves the focus once Escape was pressed
 * or when the story was reached by Tab, so that nobody is caught in it.
 */
import { baseKeymap, chainCommands, deleteSelection } from "prosemirror-commands";
import { undoInputRule } from "prosemirror-inputrules";
import { keydownHandler } from "prosemirror-keymap";
import { type Command, Plugin } from "prosemirror-state";
import {
  convertTo,
  enter,
  insertLineBreak,
  joinBackward,
  joinForward,
  joinTurn,
  move,
  splitTurn,
  switchRole,
  toggleEm,
  toggleStrong,
} from "../../shared/schema/commands.ts";
import { redo, undo } from "./history.ts";

const backspace = chainCommands(undoInputRule, deleteSelection, joinBackward);
const forward = chainCommands(deleteSelection, joinForward);

/** Shortcuts in ProseMirror's notation; tooltips show them. */
export const SHORTCUTS = {
  undo: "Mod-z",
  redo: "Mod-Shift-z",
  strong: "Mod-b",
  em: "Mod-i",
  up: "Alt-ArrowUp",
  down: "Alt-ArrowDown",
  split: "Mod-Enter",
  join: "Mod-Shift-j",
  question: "Mod-Shift-1",
  answer: "Mod-Shift-2",
  intro: "Mod-Shift-3",
  crosshead: "Mod-Shift-4",
} as const;

const KEYS: Readonly<Record<string, Command>> = {
  ...baseKeymap,
  Enter: enter,
  "Shift-Enter": insertLineBreak,
  Backspace: backspace,
  "Mod-Backspace": backspace,
  "Shift-Backspace": backspace,
  Delete: forward,
  "Mod-Delete": forward,
  [SHORTCUTS.undo]: undo,
  [SHORTCUTS.redo]: redo,
  "Mod-y": redo,
  [SHORTCUTS.strong]: toggleStrong,
  [SHORTCUTS.em]: toggleEm,
  [SHORTCUTS.up]: move("up"),
  [SHORTCUTS.down]: move("down"),
  [SHORTCUTS.split]: splitTurn,
  [SHORTCUTS.join]: joinTurn,
  [SHORTCUTS.question]: convertTo("question"),
  [SHORTCUTS.answer]: convertTo("answer"),
  [SHORTCUTS.intro]: convertTo("intro"),
  [SHORTCUTS.crosshead]: convertTo("crosshead"),
};

/** `onTab` is told whether Tab now leaves the story. */
export function storyKeys(onTab: (leaves: boolean) => void): Plugin {
  const handle = keydownHandler(KEYS);
  let leaves = false;
  let pointer = false;
  const turn = (next: boolean) => {
    if (leaves !== next) onTab(next);
    leaves = next;
  };
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        // An input method has the keyboard.
        if (view.composing) return false;
        if (event.key === "Escape") {
          turn(true);
          return true;
        }
        if (event.key === "Tab") {
          if (leaves || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
          return switchRole(view.state, view.dispatch);
        }
        if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) turn(false);
        return handle(view, event);
      },
      handleDOMEvents: {
        mousedown() {
          pointer = true;
          turn(false);
          return false;
        },
        focus() {
          if (!pointer) turn(true);
          pointer = false;
          return false;
        },
      },
    },
  });
}
