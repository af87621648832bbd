/** Another template under the document's own changes: a change of the design like any other, under undo. */
import type { Command } from "prosemirror-state";
import type { DesignSpec } from "./attributes.ts";
import { DesignStep } from "./designStep.ts";
import { command } from "./edit.ts";

/** `name` is what the template is asked for by; what the document says of its design itself stays said. */
export function chooseTemplate(name: string): Command {
  return command((tr) => {
    if ((tr.doc.attrs.design as DesignSpec).template === name) return false;
    tr.step(new DesignStep(["template"], name));
    return true;
  });
}
