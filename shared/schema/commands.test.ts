import fc from "fast-check";
import type { Node } from "prosemirror-model";
import {
  AllSelection,
  type Command,
  EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import { describe, expect, test } from "vitest";
import {
  a,
  box,
  bullets,
  by,
  caption,
  credit,
  crosshead,
  doc,
  docWith,
  h,
  interviewee,
  interviewer,
  intro,
  kicker,
  note,
  outline,
  p,
  photo,
  photoCredit,
  photos,
  q,
  quote,
  sidebar,
  standfirst,
} from "./build.ts";
import {
  convertTo,
  editPhotoText,
  enter,
  insertLineBreak,
  insertPhotos,
  insertTurn,
  joinBackward,
  joinForward,
  joinTurn,
  move,
  setBlock,
  setSpeaker,
  splitTurn,
  switchRole,
  type TextRole,
  toggleEm,
  toggleStrong,
} from "./commands.ts";
import { idsPlugin } from "./ids.ts";
import { ROLES } from "./stylesheet.ts";

const CARET = "‸";

/** The document without its carets, and the selection between them. */
function stateOf(marked: Node): EditorState {
  let state = EditorState.create({ doc: marked, plugins: [idsPlugin()] });
  const found: number[] = [];
  marked.descendants((node, pos) => {
    for (let at = (node.text ?? "").indexOf(CARET); at >= 0; at = (node.text ?? "").indexOf(CARET, at + 1)) {
      found.push(pos + at);
    }
  });
  const tr = state.tr;
  for (const pos of found.toReversed()) tr.delete(pos, pos + 1);
  const anchor = found[0];
  const head = found[1] === undefined ? anchor : found[1] - 1;
  if (anchor !== undefined) tr.setSelection(TextSelection.create(tr.doc, anchor, head));
  state = state.apply(tr);
  return state;
}
function selectNode(state: EditorState, name: string): EditorState {
  let at = -1;
  state.doc.descendants((node, pos) => {
    if (at < 0 && node.type.name === name) at = pos;
  });
  return state.apply(state.tr.setSelection(NodeSelection.create(state.doc, at)));
}

function checkLaws(before: EditorState, after: EditorState, transactions: readonly Transaction[]): void {
  after.doc.check();
  const seen = new Set<string>();
  after.doc.descendants((node) => {
    const id = node.attrs.id as string | undefined;
    if (id !== undefined) {
      expect(id, "every block has an id").not.toBe("");
      expect(seen.has(id), `the id ${id} stands once`).toBe(false);
      seen.add(id);
    }
    return !node.isTextblock;
  });
  let doc = after.doc;
  for (const tr of transactions.toReversed()) {
    for (let i = tr.steps.length - 1; i >= 0; i -= 1) {
      const result = tr.steps[i]?.invert(tr.docs[i] as Node).apply(doc);
      if (!result?.doc) throw new Error(result?.failed ?? "a step has no inverse");
      doc = result.doc;
    }
  }
  expect(doc.eq(before.doc), "undo gives the document back").toBe(true);
}

function run(state: EditorState, command: Command): EditorState {
  let next = state;
  const applied = command(state, (tr) => {
    const { state: result, transactions } = state.applyTransaction(tr);
    checkLaws(state, result, transactions);
    next = result;
  });
  expect(command(state), "says the same without carrying it out").toBe(applied);
  return next;
}

/** The outline with the selection put back in. */
function shown(state: EditorState): string {
  const { selection } = state;
  if (!(selection instanceof TextSelection)) {
    const node = selection instanceof NodeSelection ? selection.node.type.name : "all";
    return `${outline(state.doc)} <${node}>`;
  }
  const tr = state.tr.insertText(CARET, selection.to);
  if (!selection.empty) tr.insertText(CARET, selection.from);
  return outline(tr.doc);
}
const after = (node: Node, ...commands: readonly Command[]) => shown(commands.reduce(run, stateOf(node)));

describe("Enter", () => {
  test("at a question's end opens an answer", () => {
    expect(after(doc(h("H"), q("Why?‸")), enter)).toBe("h(H) q(Why?) a(‸)");
  });
  test("at a question's end goes into the empty answer that waits", () => {
    expect(after(doc(h("H"), q("Why?‸"), a("")), enter)).toBe("h(H) q(Why?) a(‸)");
  });
  test("at a question's end opens an answer before one that is written", () => {
    expect(after(doc(h("H"), q("Why?‸"), a("So.")), enter)).toBe("h(H) q(Why?) a(‸) a(So.)");
  });
  test("in a question divides its paragraph", () => {
    expect(after(doc(h("H"), q("Why? ‸And how?")), enter)).toBe("h(H) q(Why?  / ‸And how?)");
  });
  test("in an answer divides the paragraph", () => {
    expect(after(doc(h("H"), a("One.‸Two.")), enter)).toBe("h(H) a(One. / ‸Two.)");
    expect(after(doc(h("H"), a("One.‸")), enter)).toBe("h(H) a(One. / ‸)");
  });
  test("on an empty line of an answer opens the next question", () => {
    expect(after(doc(h("H"), q("Why?"), a("One.‸")), enter, enter)).toBe("h(H) q(Why?) a(One.) q(‸)");
  });
  test("on an empty line inside an answer divides it", () => {
    expect(after(doc(h("H"), a("One.", "‸", "Two.")), enter)).toBe("h(H) a(One.) q(‸) a(Two.)");
    expect(after(doc(h("H"), a("One.", "‸", photo("p"), "Two.")), enter)).toBe("h(H) a(One.) q(‸) photo[p] a(Two.)");
    expect(after(doc(h("H"), a("One.", "‸", bullets("x", "y"))), enter)).toBe("h(H) a(One.) q(‸) a(x / list(item(y)))");
  });
  test("in a turn that is one empty line changes the role", () => {
    expect(after(doc(h("H"), q("Why?"), a("‸")), enter)).toBe("h(H) q(Why?) q(‸)");
    expect(after(doc(h("H"), q("‸")), enter)).toBe("h(H) a(‸)");
  });
  test("before a text leaves its id with it", () => {
    const state = stateOf(doc(h("H"), a("‸Paper.")));
    const next = run(state, enter);
    expect(shown(next)).toBe("h(H) a( / ‸Paper.)");
    expect(next.doc.child(1).child(1).attrs.id).toBe(state.doc.child(1).child(0).attrs.id);
  });
  test("takes the selection away first", () => {
    expect(after(doc(h("H"), a("One. ‸Two. ‸Three.")), enter)).toBe("h(H) a(One.  / ‸Three.)");
  });
  test("in the title sends what follows to the next part", () => {
    expect(after(doc(kicker("Kick ‸Head"), h("line")), enter)).toBe("kicker(Kick ) h(‸Head line)");
    expect(after(doc(h("Head‸")), enter)).toBe("h(Head) standfirst(‸)");
    expect(after(doc(h("Head"), standfirst("Stand ‸first"), q("Why?")), enter)).toBe(
      "h(Head) standfirst(Stand ) intro(‸first) q(Why?)",
    );
    expect(after(doc(h("Head"), standfirst("Stand‸")), enter)).toBe("h(Head) standfirst(Stand) q(‸)");
    expect(after(doc(h("Head"), standfirst("Stand‸"), credit("words", "An"), q("Why?")), enter)).toBe(
      "h(Head) standfirst(Stand) credit(‸An) q(Why?)",
    );
  });
  test("in a byline makes another credit, and leaves from an empty one", () => {
    const bylined = doc(h("H"), credit("words", "An‸", "(WORDS)"), q("Why?"));
    expect(after(bylined, enter)).toBe("h(H) credit(An) credit(‸) q(Why?)");
    expect(after(bylined, enter, enter)).toBe("h(H) credit(An) q(‸Why?)");
    expect(run(stateOf(bylined), enter).doc.child(1).child(1).attrs.label).toBe("");
  });
  test("in a caption goes on to the credit, and from there below the photo", () => {
    expect(after(doc(h("H"), a("One.", photo("p", "A press‸"))), enter)).toBe(
      "h(H) a(One. / photo[p caption(A press) credit(‸)])",
    );
    expect(after(doc(h("H"), a("One.", photo("p", "A press. ‸An", photoCredit("Bo")))), enter)).toBe(
      "h(H) a(One. / photo[p caption(A press. ) credit(‸An Bo)])",
    );
    expect(after(doc(h("H"), a("One.", photo("p", photoCredit("Bo‸")))), enter)).toBe(
      "h(H) a(One. / photo[p credit(Bo)] / ‸)",
    );
    expect(after(doc(h("H"), photo("p", photoCredit("Bo‸")), q("Why?")), enter)).toBe(
      "h(H) photo[p credit(Bo)] q(‸Why?)",
    );
  });
  test("in lists, quotes and sidebars adds a line, and leaves from an empty last one", () => {
    const listed = doc(h("H"), a("One.", bullets("x‸", "y")));
    expect(after(listed, enter)).toBe("h(H) a(One. / list(item(x) / item(‸) / item(y)))");
    expect(after(listed, enter, enter)).toBe("h(H) a(One. / list(item(x)) / ‸ / list(item(y)))");
    expect(after(doc(h("H"), a("One.", bullets("x", "‸"))), enter)).toBe("h(H) a(One. / list(item(x)) / ‸)");
    expect(after(doc(h("H"), a("One.", quote("Said.", "‸"))), enter)).toBe("h(H) a(One. / quote(Said.) / ‸)");
    expect(after(doc(h("H"), sidebar("Fact.‸")), enter, enter)).toBe("h(H) sidebar(Fact.) q(‸)");
  });
  test("after a crosshead begins a question, or a paragraph inside an answer", () => {
    expect(after(doc(h("H"), crosshead("Part ‸two")), enter)).toBe("h(H) x(Part ) q(‸two)");
    expect(after(doc(h("H"), a("One.", crosshead("Part‸"))), enter)).toBe("h(H) a(One. / x(Part) / ‸)");
  });
  test("on an empty introduction begins a question", () => {
    expect(after(doc(h("H"), intro("Once.‸")), enter, enter)).toBe("h(H) intro(Once.) q(‸)");
  });
  test("on a photo edits its caption", () => {
    const state = selectNode(stateOf(doc(h("H"), photo("p"))), "photo");
    expect(shown(run(state, enter))).toBe("h(H) photo[p caption(‸)]");
  });
});

describe("Backspace at a block's start", () => {
  test("joins paragraphs of a turn", () => {
    expect(after(doc(h("H"), a("One.", "‸Two.")), joinBackward)).toBe("h(H) a(One.‸Two.)");
    expect(after(doc(h("H"), a("One.", bullets("x"), "‸Two.")), joinBackward)).toBe(
      "h(H) a(One. / list(item(x‸Two.)))",
    );
  });
  test("takes a turn's first paragraph into the turn before, then its text", () => {
    const asked = doc(h("H"), q("Why?"), a("‸So.", "And so."));
    expect(after(asked, joinBackward)).toBe("h(H) q(Why? / ‸So.) a(And so.)");
    expect(after(asked, joinBackward, joinBackward)).toBe("h(H) q(Why?‸So.) a(And so.)");
  });
  test("joins turns of one role whole", () => {
    expect(after(doc(h("H"), a("One."), a("‸Two.", photo("p"), "Three.")), joinBackward)).toBe(
      "h(H) a(One. / ‸Two. / photo[p] / Three.)",
    );
  });
  test("removes an empty turn, before or behind the caret", () => {
    expect(after(doc(h("H"), q("Why?"), a("‸")), joinBackward)).toBe("h(H) q(Why?‸)");
    expect(after(doc(h("H"), q(""), a("‸So.")), joinBackward)).toBe("h(H) a(‸So.)");
    expect(after(doc(h("H"), a("One.", "", "‸Two.")), joinBackward)).toBe("h(H) a(One. / ‸Two.)");
  });
  test("selects a photo before it deletes one", () => {
    expect(after(doc(h("H"), a("One.", photo("p"), "‸Two.")), joinBackward)).toBe(
      "h(H) a(One. / photo[p] / Two.) <photo>",
    );
    expect(after(doc(h("H"), photo("p"), q("‸Why?")), joinBackward)).toBe("h(H) photo[p] q(Why?) <photo>");
  });
  test("goes no further than the body's start", () => {
    expect(after(doc(h("H"), q("‸Why?")), joinBackward)).toBe("h(H) q(‸Why?)");
    expect(after(doc(h("H"), q("‸")), joinBackward)).toBe("h(H‸)");
  });
  test("makes a crosshead in an answer, and a list item, a paragraph again", () => {
    expect(after(doc(h("H"), a("One.", crosshead("‸Two"))), joinBackward)).toBe("h(H) a(One. / ‸Two)");
    expect(after(doc(h("H"), a("One.", bullets("x", "‸y", "z"))), joinBackward)).toBe(
      "h(H) a(One. / list(item(x)) / ‸y / list(item(z)))",
    );
  });
  test("joins loose text, and turns after loose text", () => {
    expect(after(doc(h("H"), intro("One."), intro("‸Two.")), joinBackward)).toBe("h(H) intro(One.‸Two.)");
    expect(after(doc(h("H"), intro("One."), a("‸Two.", "Three.")), joinBackward)).toBe(
      "h(H) intro(One.‸Two.) a(Three.)",
    );
    expect(after(doc(h("H"), a("One."), note("‸Two.")), joinBackward)).toBe("h(H) a(One. / ‸Two.)");
  });
  test("removes an empty kicker, caption, credit", () => {
    expect(after(doc(kicker("‸"), h("H")), joinBackward)).toBe("h(‸H)");
    expect(after(doc(h("H"), standfirst("‸")), joinBackward)).toBe("h(H‸)");
    expect(after(doc(h("H"), photo("p", caption("‸"))), joinBackward)).toBe("h(H) photo[p] <photo>");
    expect(after(doc(h("H"), credit("words", "An"), credit("photography", "‸Bo")), joinBackward)).toBe(
      "h(H) credit(An‸Bo)",
    );
  });
});

describe("Delete at a block's end", () => {
  test("does as Backspace would in the next block, and the caret stays", () => {
    expect(after(doc(h("H"), a("One.‸", "Two.")), joinForward)).toBe("h(H) a(One.‸Two.)");
    expect(after(doc(h("H"), q("Why?‸"), a("So.", "Yes.")), joinForward)).toBe("h(H) q(Why?‸ / So.) a(Yes.)");
    expect(after(doc(h("H"), q("‸"), a("So.")), joinForward)).toBe("h(H) a(‸So.)");
    expect(after(doc(h("H"), a("One.‸", photo("p"))), joinForward)).toBe("h(H) a(One. / photo[p]) <photo>");
    expect(after(doc(h("H‸"), q("Why?")), joinForward)).toBe("h(H‸) q(Why?)");
    expect(after(doc(h("H"), a("One.‸")), joinForward)).toBe("h(H) a(One.‸)");
  });
});

describe("Tab at a block's start", () => {
  test("switches a turn", () => {
    expect(after(doc(h("H"), q("‸Why?", "How?")), switchRole)).toBe("h(H) a(‸Why? / How?)");
    expect(after(doc(h("H"), a("‸Why?", photo("p"), "How?")), switchRole)).toBe("h(H) q(‸Why? / How?) photo[p]");
  });
  test("makes a later paragraph a turn of its own", () => {
    expect(after(doc(h("H"), a("One.", "‸Why?", "Two.")), switchRole)).toBe("h(H) a(One.) q(‸Why?) a(Two.)");
  });
  test("makes loose text a question", () => {
    expect(after(doc(h("H"), intro("‸Why?")), switchRole, switchRole)).toBe("h(H) a(‸Why?)");
  });
  test("does nothing within a text", () => {
    expect(switchRole(stateOf(doc(h("H"), q("W‸hy?"))))).toBe(false);
    expect(switchRole(stateOf(doc(h("‸H"))))).toBe(false);
  });
  test("gives the turn to whoever spoke last in that role", () => {
    const speakers = [interviewer("v", "Vân"), interviewee("a", "An"), interviewee("b", "Bo")];
    const spoken = docWith({ speakers }, h("H"), by("v", q("Why?")), by("b", a("So.")), by("v", q("‸Or not?")));
    expect(run(stateOf(spoken), switchRole).doc.child(3).attrs.speaker).toBe("b");
    const fresh = docWith({ speakers }, h("H"), q("Why?‸"));
    expect(run(stateOf(fresh), enter).doc.child(2).attrs.speaker).toBe("a");
  });
});

describe("split, join, move", () => {
  test("a turn divides at the caret and joins again", () => {
    expect(after(doc(h("H"), a("One. ‸Two.", "Three.")), splitTurn)).toBe("h(H) a(One. ) a(‸Two. / Three.)");
    expect(after(doc(h("H"), a("One.", "‸Two.")), splitTurn)).toBe("h(H) a(One.) a(‸Two.)");
    expect(after(doc(h("H"), a("One.", "‸Two.")), splitTurn, joinTurn)).toBe("h(H) a(One. / ‸Two.)");
    expect(after(doc(h("H"), q("Why?"), a("O‸ne.", "Two.")), joinTurn)).toBe("h(H) q(Why? / O‸ne. / Two.)");
  });
  test("a turn moves past its neighbour and not into the title", () => {
    expect(after(doc(h("H"), q("Why?"), a("So‸.")), move("up"))).toBe("h(H) a(So‸.) q(Why?)");
    expect(after(doc(h("H"), q("Wh‸y?"), a("So.")), move("down"))).toBe("h(H) a(So.) q(Wh‸y?)");
    expect(move("up")(stateOf(doc(h("H"), q("Wh‸y?"))))).toBe(false);
    expect(move("down")(stateOf(doc(h("H"), q("Wh‸y?"))))).toBe(false);
    expect(move("down")(stateOf(doc(h("H‸"), q("Why?"))))).toBe(false);
  });
  test("a photo moves within its answer, then out of it", () => {
    const shot = selectNode(stateOf(doc(h("H"), q("Why?"), a("One.", "Two.", photo("p")))), "photo");
    const up = run(shot, move("up"));
    expect(shown(up)).toBe("h(H) q(Why?) a(One. / photo[p] / Two.) <photo>");
    expect(shown(run(up, move("up")))).toBe("h(H) q(Why?) photo[p] a(One. / Two.) <photo>");
    expect(shown(run(shot, move("down")))).toBe("h(H) q(Why?) a(One. / Two.) photo[p] <photo>");
  });
  test("turns and photos are opened where the caret is", () => {
    expect(after(doc(h("H"), q("Wh‸y?"), a("So.")), insertTurn("question"))).toBe("h(H) q(Why?) q(‸) a(So.)");
    expect(after(doc(h("H‸"), q("Why?")), insertTurn("answer"))).toBe("h(H) a(‸) q(Why?)");
    const placed = insertPhotos([
      { file: "x", media: null, alt: "" },
      { file: "y", media: null, alt: "" },
    ]);
    expect(after(doc(h("H"), a("One‸.", "Two.")), placed)).toBe("h(H) a(One. / photo[x] / photo[y] / Two.) <photo>");
    expect(after(doc(h("H"), q("Why‸?")), placed)).toBe("h(H) q(Why?) photo[x] photo[y] <photo>");
    expect(after(doc(h("H‸"), q("Why?")), placed)).toBe("h(H) photo[x] photo[y] q(Why?) <photo>");
  });
  test("a photo's caption and credit are made when they are wanted", () => {
    const shot = selectNode(stateOf(doc(h("H"), photo("p", photoCredit("An")))), "photo");
    expect(shown(run(shot, editPhotoText("caption")))).toBe("h(H) photo[p caption(‸) credit(An)]");
    expect(shown(run(shot, editPhotoText("photo_credit")))).toBe("h(H) photo[p credit(An‸)]");
  });
  test("speaker and attributes", () => {
    const state = run(stateOf(doc(h("H"), q("Why?‸"), a("So.‸"))), setSpeaker("v"));
    expect([state.doc.child(1).attrs.speaker, state.doc.child(2).attrs.speaker]).toEqual(["v", "v"]);
    const named = run(state, setBlock("b3", { speaker: "w" }));
    expect(named.doc.child(1).attrs.speaker).toBe("w");
    expect(setBlock("b99", { speaker: "w" })(named)).toBe(false);
  });
  test("line breaks and emphasis", () => {
    expect(after(doc(h("One ‸Two")), insertLineBreak)).toBe("h(One ⏎‸Two)");
    const bold = run(stateOf(doc(h("H"), a("So ‸it‸ is."))), toggleStrong);
    expect(
      bold.doc
        .child(1)
        .firstChild?.child(1)
        .marks.map((mark) => mark.type.name),
    ).toEqual(["strong"]);
    expect(run(bold, toggleStrong).doc.child(1).firstChild?.childCount).toBe(1);
    expect(toggleEm(bold)).toBe(true);
  });
});

describe("convert", () => {
  const to = (role: TextRole, node: Node) => after(node, convertTo(role));
  test("paragraphs of an answer to a question", () => {
    expect(to("question", doc(h("H"), a("One.", "W‸hy?", "Ho‸w?", "Two.")))).toBe(
      "h(H) a(One.) q(W‸hy? / Ho‸w?) a(Two.)",
    );
  });
  test("a whole turn keeps its id", () => {
    const state = stateOf(doc(h("H"), q("Why?"), a("So‸.")));
    const next = run(state, convertTo("question"));
    expect(shown(next)).toBe("h(H) q(Why?) q(So‸.)");
    expect(next.doc.child(2).attrs.id).toBe(state.doc.child(2).attrs.id);
  });
  test("the role it has already changes nothing", () => {
    for (const node of [q("W‸hy?"), a("W‸hy?"), intro("W‸hy?"), crosshead("W‸hy?"), note("W‸hy?")]) {
      const role = node.type.name as TextRole;
      expect(convertTo(role)(stateOf(doc(h("H"), node)))).toBe(false);
    }
    expect(convertTo("headline")(stateOf(doc(h("H‸"))))).toBe(false);
  });
  test("loose text, quotes and lists", () => {
    expect(to("intro", doc(h("H"), a("One.", "Tw‸o.", "Three.")))).toBe("h(H) a(One.) intro(Tw‸o.) a(Three.)");
    expect(to("crosshead", doc(h("H"), a("One.", "Tw‸o.", "Three.")))).toBe("h(H) a(One. / x(Tw‸o.) / Three.)");
    expect(to("crosshead", doc(h("H"), a("On‸e.", "Two.")))).toBe("h(H) x(On‸e.) a(Two.)");
    expect(to("pull_quote", doc(h("H"), a("One.", "T‸wo.", "Th‸ree.")))).toBe("h(H) a(One. / quote(T‸wo. / Th‸ree.))");
    expect(to("list_item", doc(h("H"), a("One.", "T‸wo.", "Th‸ree.")))).toBe(
      "h(H) a(One. / list(item(T‸wo.) / item(Th‸ree.)))",
    );
    expect(convertTo("list_item")(stateOf(doc(h("H"), q("W‸hy?"))))).toBe(false);
    expect(to("answer", doc(h("H"), a("One.", bullets("x", "y‸", "z"))))).toBe(
      "h(H) a(One. / list(item(x)) / y‸ / list(item(z)))",
    );
    expect(to("sidebar", doc(h("H"), q("Why?"), a("On‸e.", "T‸wo.")))).toBe("h(H) q(Why?) sidebar(On‸e. / T‸wo.)");
    expect(to("intro", doc(h("H"), sidebar(crosshead("Facts"), "O‸ne.", "Two.")))).toBe(
      "h(H) x(Facts) intro(O‸ne.) sidebar(Two.)",
    );
  });
  test("a title part changes places, or what was there becomes an introduction", () => {
    expect(to("standfirst", doc(h("H"), intro("Sta‸nd."), q("Why?")))).toBe("h(H) standfirst(Sta‸nd.) q(Why?)");
    expect(to("standfirst", doc(h("H"), standfirst("Old."), intro("Ne‸w.")))).toBe(
      "h(H) standfirst(Ne‸w.) intro(Old.)",
    );
    expect(to("headline", doc(kicker("He‸ad"), h("Kick")))).toBe("kicker(Kick) h(He‸ad)");
    expect(to("kicker", doc(h("Hea‸d")))).toBe("kicker(Hea‸d) h()");
    expect(to("headline", doc(h(""), q("W‸hy?", "Th‸en?"), a("So.")))).toBe("h(‸Why? Then?) a(So.)");
  });
  test("credits and captions", () => {
    expect(to("credit", doc(h("H"), intro("A‸n"), q("Why?")))).toBe("h(H) credit(A‸n) q(Why?)");
    expect(to("intro", doc(h("H"), credit("words", "A‸n", "(WORDS)"), q("Why?")))).toBe(
      "h(H) intro(A‸n (WORDS)) q(Why?)",
    );
    expect(to("caption", doc(h("H"), a("One.", photo("p"), "A pre‸ss.")))).toBe(
      "h(H) a(One. / photo[p caption(A press.‸)])",
    );
    expect(to("photo_credit", doc(h("H"), photo("p", caption("A‸n"))))).toBe("h(H) photo[p credit(An‸)]");
    expect(to("answer", doc(h("H"), a("One.", photo("p", caption("A‸n")), "Two.")))).toBe(
      "h(H) a(One. / photo[p] / A‸n / Two.)",
    );
    expect(convertTo("caption")(stateOf(doc(h("H"), q("W‸hy?"))))).toBe(false);
  });
});

describe("any run of commands", () => {
  const word = fc.constantFrom("paper", "Đỏ", "ink", "", "nghiêm túc", "a⏎b".replace("⏎", "\u2028"));
  const words = fc.array(word, { minLength: 1, maxLength: 3 });
  const shot = fc.constantFrom(
    () => photo("p.jpg"),
    () => photo("p.jpg", "Cap"),
    () => photo("p.jpg", "Cap", photoCredit("An", "Ảnh:")),
  );
  const inAnswer = fc.oneof(
    word.map((text) => () => p(text)),
    word.map((text) => () => crosshead(text)),
    words.map((items) => () => bullets(...items)),
    words.map((items) => () => quote(...items)),
    shot,
    fc.constant(() => photos(photo("x"), photo("y", "Why"), caption("Two"))),
  );
  const block = fc.oneof(
    { arbitrary: words.map((texts) => q(...texts)), weight: 3 },
    {
      arbitrary: fc
        .tuple(word, fc.array(inAnswer, { maxLength: 3 }))
        .map(([text, rest]) => a(text, ...rest.map((f) => f()))),
      weight: 3,
    },
    word.map((text) => intro(text)),
    word.map((text) => crosshead(text)),
    word.map((text) => note(text)),
    words.map((texts) => sidebar(crosshead("Facts"), ...texts, bullets("x"))),
    words.map((texts) => box(...texts)),
    words.map((texts) => quote(...texts)),
    shot.map((f) => f()),
  );
  const interview = fc
    .tuple(fc.option(word), word, fc.option(word), fc.array(word, { maxLength: 2 }), fc.array(block, { maxLength: 5 }))
    .map(([kick, head, stand, credits, blocks]) =>
      docWith(
        { speakers: [interviewer("v", "Vân"), interviewee("a", "An")] },
        ...(kick === null ? [] : [kicker(kick)]),
        h(head),
        ...(stand === null ? [] : [standfirst(stand)]),
        ...credits.map((name) => credit("words", name, "(WORDS)")),
        ...blocks,
      ),
    );
  const commands: Record<string, Command> = {
    enter,
    joinBackward,
    joinForward,
    switchRole,
    splitTurn,
    joinTurn,
    up: move("up"),
    down: move("down"),
    question: insertTurn("question"),
    answer: insertTurn("answer"),
    photo: insertPhotos([{ file: "new.jpg", media: null, alt: "" }]),
    caption: editPhotoText("caption"),
    line: insertLineBreak,
    ...Object.fromEntries(ROLES.map((role) => [`to ${role}`, convertTo(role)])),
  };
  const step = fc.record({
    command: fc.constantFrom(...Object.keys(commands)),
    from: fc.nat(1000),
    to: fc.option(fc.nat(1000), { freq: 3 }),
    node: fc.boolean(),
  });

  /** Characters of the text and of the words kept beside it, without spaces and breaks, in no order. */
  function letters(doc: Node): string {
    let all = "";
    doc.descendants((node) => {
      all += `${node.text ?? ""}${(node.attrs.label as string | undefined) ?? ""}`;
    });
    return [...all.replace(/[\s\u2028]/g, "")].toSorted().join("");
  }
  function select(state: EditorState, from: number, to: number | null, node: boolean): EditorState {
    const size = state.doc.content.size;
    const at = state.doc.resolve(from % (size + 1));
    let selection: Selection = Selection.near(at, from % 2 ? 1 : -1);
    if (node && at.nodeAfter && NodeSelection.isSelectable(at.nodeAfter) && at.nodeAfter.type.name === "photo") {
      selection = NodeSelection.create(state.doc, at.pos);
    } else if (to !== null && selection instanceof TextSelection) {
      const head = Selection.near(state.doc.resolve(to % (size + 1)));
      selection = TextSelection.between(selection.$from, head.$to);
    }
    return state.apply(state.tr.setSelection(selection));
  }

  test("keeps the document valid, every letter in place, every id its own, and undoes exactly", () => {
    fc.assert(
      fc.property(interview, fc.array(step, { minLength: 1, maxLength: 12 }), (start, steps) => {
        let state = EditorState.create({ doc: start, plugins: [idsPlugin()] });
        for (const { command, from, to, node } of steps) {
          // Enter takes a selection away, so it is given none here.
          state = select(state, from, command === "enter" || command === "line" ? null : to, node);
          const before = letters(state.doc);
          state = run(state, commands[command] as Command);
          expect(letters(state.doc), command).toBe(before);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("deleting any stretch leaves a valid document and the letters outside it", () => {
    fc.assert(
      fc.property(interview, fc.nat(1000), fc.nat(1000), (start, from, to) => {
        const state = select(EditorState.create({ doc: start, plugins: [idsPlugin()] }), from, to, false);
        const { from: left, to: right } = state.selection;
        const kept = state.doc.textBetween(0, left) + state.doc.textBetween(right, state.doc.content.size);
        const next = run(state, (s, dispatch) => {
          dispatch?.(s.tr.deleteSelection());
          return true;
        });
        expect([...next.doc.textContent].toSorted().join("")).toBe([...kept].toSorted().join(""));
      }),
      { numRuns: 200 },
    );
  });

  test("everything selected and deleted leaves a title to type in", () => {
    const state = EditorState.create({ doc: doc(h("H"), q("Why?")), plugins: [idsPlugin()] });
    const all = state.apply(state.tr.setSelection(new AllSelection(state.doc)));
    const next = all.apply(all.tr.deleteSelection());
    next.doc.check();
    expect(outline(next.doc)).toBe("h()");
  });
});
