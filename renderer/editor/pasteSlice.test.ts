import fc from "fast-check";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import {
  a,
  bullets,
  caption,
  credit,
  crosshead,
  doc,
  h,
  intro,
  kicker,
  outline,
  p,
  photo,
  photoCredit,
  photos,
  q,
  quote,
  sidebar,
  standfirst,
} from "../../shared/schema/build.ts";
import { idsPlugin } from "../../shared/schema/ids.ts";
import { composeText } from "./nfc.ts";
import { pasteSlice } from "./pasteSlice.ts";

const CARET = "‸";
function pasted(into: Node, ...content: readonly Node[]): string {
  let state = EditorState.create({ doc: into, plugins: [idsPlugin()] });
  let at = 0;
  into.descendants((node, pos) => {
    const found = (node.text ?? "").indexOf(CARET);
    if (found >= 0) at = pos + found;
  });
  const tr = state.tr.delete(at, at + 1);
  state = state.apply(tr.setSelection(TextSelection.create(tr.doc, at)));
  state = state.apply(pasteSlice(state, Slice.maxOpen(Fragment.from(content), true)));
  state.doc.check();
  return outline(state.doc);
}

describe("pasting", () => {
  test("words go into the sentence, paragraphs divide it", () => {
    expect(pasted(doc(h("H"), a("One ‸two.")), p("and "))).toBe("h(H) a(One and two.)");
    expect(pasted(doc(h("H"), a("One ‸two.")), p("x"), p("y "))).toBe("h(H) a(One x / y two.)");
  });
  test("turns divide the answer they are pasted into", () => {
    expect(pasted(doc(h("H"), a("One.‸")), q("Why?"), a("So."))).toBe("h(H) a(One.) q(Why?) a(So.)");
    expect(pasted(doc(h("H"), a("One. ‸Two.", "Three.")), q("Why?"), a("So."))).toBe(
      "h(H) a(One. ) q(Why?) a(So.) a(Two. / Three.)",
    );
    expect(pasted(doc(h("H"), q("Why?"), a("‸")), a("So."), q("How?"))).toBe("h(H) q(Why?) a(So.) q(How?)");
  });
  test("a title part takes text alone", () => {
    expect(pasted(doc(h("On ‸print")), q("Why?"), a("So."))).toBe("h(On Why? So.print)");
    expect(pasted(doc(h("H"), photo("p", "A ‸press")), p("x"), bullets("y", "z"))).toBe(
      "h(H) photo[p caption(A x y zpress)]",
    );
  });
  test("text of one turn speaks in the turn it is pasted into", () => {
    expect(pasted(doc(h("H"), q("Why ‸print?")), a("now", "and here "))).toBe("h(H) q(Why now / and here print?)");
    expect(pasted(doc(h("H"), a("One.‸")), bullets("x", "y"))).toBe("h(H) a(One. / list(item(x) / item(y)))");
  });
  test("lines pasted into a list, quote or sidebar are lines of it", () => {
    expect(pasted(doc(h("H"), a("One.", bullets("x‸", "y"))), p("1"), p("2"))).toBe(
      "h(H) a(One. / list(item(x1) / item(2) / item(y)))",
    );
    expect(pasted(doc(h("H"), sidebar("Fa‸ct")), bullets("1", "2"))).toBe("h(H) sidebar(Fa1 / 2ct)");
    expect(pasted(doc(h("H"), a("One.", quote("Sa‸id"), "Two.")), photo("p"))).toBe(
      "h(H) a(One. / quote(Said) / photo[p] / Two.)",
    );
  });
  test("what cannot stand in a question comes after it", () => {
    expect(pasted(doc(h("H"), q("Why?‸")), bullets("x", "y"))).toBe("h(H) q(Why? / x / y)");
    expect(pasted(doc(h("H"), q("Why?‸")), photo("p", "Cap"))).toBe("h(H) q(Why?) photo[p caption(Cap)]");
  });
});

test("a copy pasted into its own answer is the one that gets a new id", () => {
  const start = doc(h("H"), a("One.", "Two.", "Three."));
  const state = EditorState.create({ doc: start, plugins: [idsPlugin()] });
  const answer = start.child(1);
  const copy = new Slice(Fragment.from([answer.child(1), answer.child(2)]), 0, 0);
  const at = start.child(0).nodeSize + 2;
  const placed = state.apply(state.tr.setSelection(TextSelection.create(start, at)));
  const next = placed.apply(pasteSlice(placed, copy)).doc.child(1);
  expect(outline(next)).toBe("a(Two. / Three.One. / Two. / Three.)");
  expect(next.children.slice(-2).map((node) => node.attrs.id)).toEqual(["b5", "b6"]);
});

test("no letter is lost, wherever anything is pasted", () => {
  const letters = (node: Node | Fragment) => {
    let all = "";
    node.descendants((child) => {
      all += (child.text ?? "") + ((child.attrs.label as string | undefined) ?? "");
    });
    return [...all.replace(/\s/g, "")].toSorted().join("");
  };
  const target = doc(
    kicker("Kick"),
    h("Head"),
    standfirst("Stand"),
    credit("words", "An", "(WORDS)"),
    intro("Once"),
    q("Why?", "How?"),
    a("So", bullets("x", "y"), crosshead("Cross"), photo("p", "Cap", photoCredit("Bo", "Ảnh:")), quote("Said"), "End"),
    sidebar(crosshead("Facts"), "Fact", bullets("z")),
    photos(photo("m"), photo("n"), caption("Two")),
  );
  const source = doc(
    h("Top"),
    credit("photography", "Chi"),
    q("Ask"),
    a("Tell", bullets("i", "j"), photo("r", "Shot"), "More"),
    crosshead("Next"),
    sidebar("Box"),
    a("Last"),
  );
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), (from, to, at, until) => {
      const [x, y] = [from % source.content.size, to % source.content.size].toSorted((m, n) => m - n) as [
        number,
        number,
      ];
      const slice = source.slice(x, y);
      const size = target.content.size + 1;
      const selection = TextSelection.between(
        target.resolve(at % size),
        target.resolve(at % 3 ? at % size : until % size),
      );
      const state = EditorState.create({ doc: target, plugins: [idsPlugin()], selection });
      const bare = state.tr.deleteSelection().doc;
      const next = state.apply(pasteSlice(state, slice));
      next.doc.check();
      expect(letters(next.doc)).toBe([...letters(bare), ...letters(slice.content)].toSorted().join(""));
    }),
    { numRuns: 300 },
  );
});

test("decomposed text is composed, marks and line breaks in their places", () => {
  const state = EditorState.create({ doc: doc(h("Tie\u0302\u0301ng\u2028Vie\u0323\u0302t"), a("o\u031b")) });
  const tr = composeText(state.tr);
  expect(outline(tr.doc)).toBe("h(Tiếng⏎Việt) a(ơ)");
  expect(composeText(state.apply(tr).tr).docChanged).toBe(false);
});
