/**
 * A few things typed as something else is meant. Quotation marks turn, dots become an ellipsis, two hyphens a dash, and
 * the question sign that the design prints makes the paragraph a question instead of standing in it. Backspace right
 * after takes each back. Nothing happens while an input method composes.
 */
import { ellipsis, InputRule, inputRules, smartQuotes } from "prosemirror-inputrules";
import { Plugin, TextSelection } from "prosemirror-state";
import { switchRole } from "../../shared/schema/commands.ts";

const dash = new InputRule(/(?<=\s|^)--$/, "–");

/** The sign at a paragraph's start: it goes, and an answer's paragraph becomes a question. */
const questionSign = new InputRule(/^[❖◆]\s$/u, (state, _match, start, end) => {
  const $start = state.doc.resolve(start);
  if ($start.depth !== 2) return null;
  const isAnswer = $start.node(1).type.name === "answer";
  const tr = state.tr.delete(start, end);
  if (!isAnswer) return tr;
  tr.setSelection(TextSelection.create(tr.doc, start));
  // The command works on a state; its steps are taken over into this change.
  const cleared = state.apply(tr);
  switchRole(cleared, (switched) => {
    for (const step of switched.steps) tr.step(step);
    tr.setSelection(TextSelection.create(tr.doc, switched.selection.anchor));
  });
  return tr;
});

export function storyInputRules(): Plugin {
  return inputRules({ rules: [...smartQuotes, ellipsis, dash, questionSign] });
}
