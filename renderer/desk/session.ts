/**
 * The one document that is open: its state, and everyone who must hear of a change of it, in this order: the views,
 * the compositor, the journal. It wires; what a change means stands in commands, what a page is in the engine, what is
 * kept on disk with the host.
 */
import { Node } from "prosemirror-model";
import { type Command, EditorState, NodeSelection, TextSelection, type Transaction } from "prosemirror-state";
import type { Finding } from "../../shared/finding.ts";
import type { Answer, Bridge, Failure, Json, MediaInfo, Opened, Result } from "../../shared/ipc.ts";
import { pageDigest } from "../../shared/layout/pageDigest.ts";
import type { PrinterRules } from "../../shared/preflight/printer.ts";
import { editPhotoText } from "../../shared/schema/commands.ts";
import { schema } from "../../shared/schema/interview.ts";
import { settle } from "../../shared/schema/placementCommands.ts";
import { locate, placeOf } from "../../shared/schema/story.ts";
import { compositorClient, type Pages, type Port } from "../compositor/client.ts";
import { findPicture } from "../compositor/findPicture.ts";
import type { PhotoFact, PictureSize } from "../compositor/messages.ts";
import { changeBetween, historyOf, sealed } from "../editor/history.ts";
import type { StoryView } from "../editor/storyView.ts";
import { selectedPhoto, storyPlugins } from "../editor/storyView.ts";
import { screenFonts } from "../proof/fonts.ts";
import { pdfThumbnail } from "../proof/pdfPage.ts";
import { outlines } from "../proof/outlines.ts";
import type { Brushes } from "../proof/paintList.ts";
import type { PagesView, Pick, Shown } from "../proof/pagesView.ts";
import { screenPictures } from "../proof/pictures.ts";
import { type Doubt, doubtsOf, gathered, stillDoubtful } from "./findings.ts";
import { createJournal, type Journal } from "./journal.ts";
import { placedPdfs } from "./placedPdfs.ts";
import { readPast } from "./past.ts";
import { nodeWithId, selectedRanges, selectionOf, wordAt } from "./places.ts";
import { sameSelected, selectedOf } from "./selected.ts";
import { words } from "../words/index.ts";
import { desk, notify } from "./store.ts";

export type PdfSizes = Result<"media.pages">;
export type Session = {
  readonly bridge: Bridge;
  readonly brushes: Brushes;
  state(): EditorState | null;
  dispatch(tr: Transaction): void;
  /** Carries a command out; false when it does not apply. */
  run(command: Command): boolean;
  /** Takes the place of the document before, which is let go. `doubts`: doubtful spots of an import. */
  open(opened: Opened, doubts?: readonly Finding[]): Promise<void>;
  setStory(story: StoryView | null): void;
  setPagesView(view: PagesView | null): void;
  pages(): Pages | null;
  setFocus(focused: boolean): void;
  /** Gives the story the keyboard. */
  focus(): void;
  /** What was pressed on the pages becomes the selection. */
  pick(pick: Pick): void;
  /** Selects the place and brings it into view, in the story and on the pages. */
  goTo(finding: Finding): void;
  /** Puts the caret into a photo's caption or credit, made when it is missing. */
  editPhotoText(id: string, part: "caption" | "photo_credit"): void;
  addMedia(media: MediaInfo): void;
  /** The sizes of a PDF's pages, for choosing one; none where it cannot be read. */
  pdfSizes(hash: string): Promise<PdfSizes>;
  thumbnail(photo: { readonly media: string | null; readonly file: string }): string | null;
  /** Everything written so far is with the host; a failure says why not. */
  flush(): Promise<Failure | null>;
  /** One a page, for holding an export against what is on screen; null while the pages are behind the document. */
  digests(): readonly string[] | null;
  /** The printer the findings speak of; null: the generic one. */
  printer(): string | null;
  setPrinter(id: string, rules: PrinterRules): void;
  /** Template files by name, from now on. */
  setTemplates(templates: TemplateFiles): void;
};
export type TemplateFiles = readonly (readonly [name: string, file: unknown])[];

/** Undo reaches this many transactions into earlier sessions. */
const PAST = 500;
const PDF = "application/pdf";
const THUMBNAIL = 320;
/** A document larger than this has something in it; smaller ones are looked at. */
const EMPTY = 100;
/** The story is not kept waiting longer than this for its pages. */
const FIRST_PAGES_MS = 800;
/** Longer than a pause between two words. */
const SETTLE_AFTER_MS = 1500;
/** React looks through the whole story for the selection each time it draws: not between two keys. */
const PANELS_AFTER_MS = 150;

/** When what was asked for has been painted. */
function nextFrame(): Promise<unknown> {
  return new Promise((painted) => requestAnimationFrame(() => window.setTimeout(painted)));
}

export function createSession(bridge: Bridge, port: Port, templates: TemplateFiles): Session {
  let state: EditorState | null = null;
  let journal: Journal | null = null;
  let story: StoryView | null = null;
  let pagesView: PagesView | null = null;
  let revision = 0;
  let media: readonly MediaInfo[] = [];
  let doubts: readonly Doubt[] = [];
  let openFindings: readonly Finding[] = [];
  let hostFindings: readonly Finding[] = [];
  let handle = "";
  let printer: string | null = null;
  /** The host's last word on what is on disk. */
  let onDisk: { readonly failed: Failure | null } = { failed: null };
  let toldSaved: number | null = null;
  /** The pages are to follow the caret once they are those of the document. */
  let following = false;

  const compositor = compositorClient(port, bridge, {
    // Fetched while the pages are made.
    onFontUsed: (font) => void fonts.family(font),
    onPages: showPages,
    onSaid: hearPages,
    onFailure(code, message) {
      desk.setState({ trouble: code === "design" ? message : `${message}` });
      pagesView?.setShown(shownOf());
    },
    // What pictures show on transparent ground, for text to run round; and how light they are, for type upon them.
    onShapesWanted: (wanted) =>
      void tellOf(wanted, (hash) => bridge.call("media.outline", { handle, hash }), compositor.shapes),
    onTonesWanted: (wanted) =>
      void tellOf(wanted, (hash) => bridge.call("media.tone", { handle, hash }), compositor.tones),
    onOutlines: (font, unitsPerEm, paths) => glyphOutlines.take(font, unitsPerEm, paths),
  });
  compositor.templates(templates);
  const repaint = () => pagesView?.refresh();
  const fonts = screenFonts(bridge, repaint, () => desk.setState({ trouble: "font" }));
  const pictures = screenPictures(bridge, repaint);
  const glyphOutlines = outlines((font, glyphs) => compositor.outlines(font, glyphs), repaint);
  const brushes: Brushes = { family: fonts.family, picture: pictures.picture, outline: glyphOutlines.outline };

  bridge.on("document.state", ({ handle: of, state: written, failure }) => {
    if (of !== handle) return;
    if (written === "error" && failure) onDisk = { failed: failure };
    else if (written === "saved") onDisk = { failed: null };
    if (onDisk.failed) desk.setState({ saving: { kind: "failed", failure: onDisk.failed } });
    else if (desk.getState().saving.kind === "failed") desk.setState({ saving: { kind: "saved" } });
  });
  bridge.on("document.findings", ({ handle: of, findings }) => {
    if (of !== handle) return;
    hostFindings = findings;
    tellFindings();
  });

  function tellFindings(): void {
    const { findings } = compositor.current() ?? { findings: [] };
    desk.setState({
      findings: gathered(
        findings,
        openFindings,
        hostFindings,
        pdfs.findings(),
        doubts.map((doubt) => doubt.finding),
      ),
    });
  }

  const pdfs = placedPdfs(async (asked) => {
    const answer = await bridge.call("media.preflight", { handle, ...asked });
    return answer.ok ? answer.value : [];
  }, tellFindings);
  function lookAtPdfs({ pages }: Pages): void {
    const known = new Set(media.filter(({ type }) => type === PDF).map(({ hash }) => hash));
    pdfs.look(known.size === 0 ? [] : pages.map(({ list }) => list), printer, (hash) => known.has(hash));
  }

  /** Small pictures of PDFs, drawn once each; null while one is on its way, or cannot be drawn. */
  const drawn = new Map<string, string | null>();
  function drawnPdf(hash: string, url: string): string | null {
    const known = drawn.get(hash);
    if (known !== undefined) return known;
    drawn.set(hash, null);
    void pdfThumbnail(url, THUMBNAIL).then(
      (address) => {
        drawn.set(hash, address);
        story?.refresh();
      },
      () => undefined,
    );
    return null;
  }

  /** Ink first. What the panels say of the pages may come a moment after the last of several keys. */
  let toldPages: number | null = null;
  /** Told when pages of a document just opened are there. */
  let onFirstPages: (() => void) | null = null;
  function showPages(pages: Pages): void {
    if (pages.complete) lookAtPdfs(pages);
    pagesView?.setPages(pages.pages, pages.changed, pages.design.page.facing);
    settleSoon();
    onFirstPages?.();
    onFirstPages = null;
    pagesView?.setShown(shownOf());
    if (following && pages.complete && pages.revision === revision) follow();
    if (toldPages !== null) window.clearTimeout(toldPages);
    toldPages = null;
    const { design, pageCount, trouble } = desk.getState();
    if (design !== pages.design || pageCount !== pages.pages.length || trouble !== null) tellPages(pages);
  }
  function hearPages(pages: Pages): void {
    if (toldPages !== null) window.clearTimeout(toldPages);
    if (desk.getState().copyfit === null) tellPages(pages);
    else toldPages = window.setTimeout(() => tellPages(pages), PANELS_AFTER_MS);
  }

  /**
   * When the keys have been still for a while, the places the compositor found are written into the document, so that
   * what is typed next sends no picture elsewhere. Nothing is settled in a document that nobody has touched.
   */
  let settling: number | null = null;
  function settleSoon(): void {
    if (settling !== null) window.clearTimeout(settling);
    settling = window.setTimeout(() => {
      settling = null;
      const pages = compositor.current();
      const current = state && journal && pages?.said && pages.revision === revision ? pages : null;
      if (!state || !current || story?.view.composing || historyOf(state).done.length === 0) return;
      settle(current.places)(state, dispatch);
    }, SETTLE_AFTER_MS);
  }

  function tellPages(pages: Pages): void {
    toldPages = null;
    const photos = new Map<string, PhotoFact>();
    for (const page of pages.pages) for (const photo of page.photos) photos.set(photo.block, photo);
    desk.setState({
      design: pages.design,
      pageCount: pages.pages.length,
      folios: pages.pages.map(({ list }) => list.folio),
      photos,
      places: new Map(pages.places.map((place) => [place.block, place])),
      copyfit: pages.copyfit,
      trouble: null,
    });
    tellFindings();
  }

  /** Brings the caret's place on the pages into view; leaves them alone when it is. */
  function follow(): void {
    following = false;
    const place = state && placeOf(state.doc, state.selection.head);
    if (place) pagesView?.reveal(place);
  }

  /** The selection as places, for the pages to draw. */
  function shownOf(): Shown {
    const focused = desk.getState().storyFocused;
    if (!state) return { head: null, ranges: [], photo: null, pinned: false, focused };
    const { doc, selection } = state;
    const head = selection instanceof NodeSelection ? null : placeOf(doc, selection.head);
    const pinned = desk.getState().selected.photo?.placement === "pinned";
    return { head, ranges: selectedRanges(state), photo: selectedPhoto(state), pinned, focused };
  }

  function tellSelected(): void {
    if (!state) return;
    const selected = selectedOf(state);
    const history = historyOf(state);
    const before = desk.getState();
    const [canUndo, canRedo] = [history.done.length > 0, history.undone.length > 0];
    if (!sameSelected(before.selected, selected)) desk.setState({ selected });
    const isEmpty = state.doc.content.size < EMPTY && state.doc.textContent === "";
    if (before.isEmpty !== isEmpty) desk.setState({ isEmpty });
    if (before.canUndo !== canUndo || before.canRedo !== canRedo) desk.setState({ canUndo, canRedo });
  }

  function dispatch(tr: Transaction): void {
    if (!state) return;
    if (tr.docChanged && desk.getState().document?.readOnly) {
      notify({ message: words.t("notice.readOnly"), hint: words.t("notice.readOnlyHint") });
      return;
    }
    if (tr.docChanged && journal?.sealed()) sealed(tr);
    const before = state;
    const { state: next, transactions } = state.applyTransaction(tr);
    state = next;
    const steps = transactions.flatMap((each) => each.steps);
    if (steps.length > 0) {
      revision += steps.length;
      // The compositor works while the story's view is drawn anew.
      compositor.steps(
        revision,
        steps.map((step) => step.toJSON() as Json),
      );
    }
    story?.view.updateState(next);
    if (steps.length > 0) {
      const change = changeBetween(historyOf(before), historyOf(next));
      if (change) journal?.record(change);
      const { speakers, lang } = before.doc.attrs;
      if (next.doc.attrs.speakers !== speakers || next.doc.attrs.lang !== lang) story?.refresh();
      const left = stillDoubtful(next.doc, doubts);
      if (left !== doubts) {
        doubts = left;
        tellFindings();
      }
    }
    const moved = !before.selection.eq(next.selection);
    // After a change the caret is drawn with the ink that comes of it.
    if (steps.length === 0 && moved) pagesView?.setShown(shownOf());
    if (tr.getMeta("addToHistory") === false) return;
    if (steps.length > 0) following = desk.getState().storyFocused;
    else if (moved && desk.getState().storyFocused && !picking) follow();
    tellSelected();
  }

  const sizes = (): readonly PictureSize[] =>
    media
      .filter(({ problem }) => problem === null)
      .map(({ hash, name, width, height }) => ({ media: hash, name, width, height }));

  /** What the compositor wants to know of pictures, one after the other; not told once another document is open. */
  async function tellOf<T>(
    wanted: readonly string[],
    ask: (hash: string) => Promise<Answer<T | null>>,
    tell: (found: readonly (readonly [media: string, fact: T | null])[]) => void,
  ): Promise<void> {
    const asked = handle;
    const found: (readonly [media: string, fact: T | null])[] = [];
    for (const hash of wanted) {
      const answer = await ask(hash);
      if (handle !== asked) return;
      found.push([hash, answer.ok ? answer.value : null]);
    }
    tell(found);
  }

  async function letGo(): Promise<void> {
    const old = handle;
    if (old === "") return;
    await journal?.flush();
    journal?.close();
    await bridge.call("document.close", { handle: old });
  }

  function selectPhoto(id: string): boolean {
    const found = state && nodeWithId(state.doc, id);
    if (!state || found?.node.type !== schema.nodes.photo) return false;
    dispatch(state.tr.setSelection(NodeSelection.create(state.doc, found.pos)).scrollIntoView());
    return true;
  }

  /** What was pressed on the pages is in view there. */
  let picking = false;
  function selectPicked({ place, unit, extend }: Extract<Pick, { kind: "text" }>): void {
    const at = state && locate(state.doc, place);
    const found = state && nodeWithId(state.doc, place[0]);
    if (!state || !at || !found) return;
    const start = found.pos + 1;
    if (unit === "paragraph") selectText(start, start + found.node.content.size);
    else if (unit === "word") selectText(...wordAt(found.node, start, place[1], state.doc.attrs.lang as string));
    else selectText(extend ? state.selection.anchor : at.from, at.from);
  }

  function selectText(from: number, to: number): void {
    if (state) dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)).scrollIntoView());
  }

  return {
    bridge,
    brushes,
    state: () => state,
    dispatch,
    run(command) {
      return state !== null && command(state, dispatch);
    },

    async open(opened, imported = []) {
      const listed = bridge.call("media.list", { handle: opened.handle });
      const told =
        opened.revision > 0
          ? bridge.call("document.history", { handle: opened.handle, before: opened.revision, limit: PAST })
          : null;
      const doc = Node.fromJSON(schema, opened.doc);
      doc.check();
      const list = await listed;
      const same = handle === opened.handle;
      if (!same) await letGo();
      // From here on nothing is typed into the document before. The pages come first: a long story takes the window
      // longer to write out than the compositor to lay out its first pages.
      state = null;
      handle = opened.handle;
      media = list.ok ? list.value : [];
      openFindings = opened.findings;
      hostFindings = [];
      pdfs.forget();
      doubts = doubtsOf(doc, imported);
      pictures.turnTo(handle);
      desk.setState({ trouble: null, design: null, pageCount: 0, copyfit: null, findings: [] });
      const firstPages = new Promise<void>((shown) => (onFirstPages = shown));
      compositor.open(opened.revision, opened.doc, sizes());
      const inked = firstPages.then(() => fonts.come()).then(nextFrame);
      const history = await told;
      await Promise.race([inked, new Promise((late) => window.setTimeout(late, FIRST_PAGES_MS))]);
      const { past, numbers } = history?.ok
        ? readPast(history.value, doc)
        : readPast({ base: { revision: 0, doc: opened.doc }, transactions: [] }, doc);
      onDisk = { failed: null };
      revision = opened.revision;
      journal?.close();
      journal = opened.readOnly
        ? null
        : createJournal({
            bridge,
            handle,
            revision,
            known: numbers,
            onState(written) {
              if (toldSaved !== null) window.clearTimeout(toldSaved);
              toldSaved = null;
              if (written.kind === "failed") desk.setState({ saving: written });
              else if (onDisk.failed) return;
              else if (written.kind === "written") {
                toldSaved = window.setTimeout(() => desk.setState({ saving: { kind: "saved" } }), PANELS_AFTER_MS);
              } else if (desk.getState().saving.kind !== "saving") desk.setState({ saving: { kind: "saving" } });
            },
          });
      state = EditorState.create({
        doc,
        // Where the caret was when the last change was made.
        selection: selectionOf(doc, history?.ok ? history.value.transactions.at(-1)?.after : null),
        plugins: storyPlugins(past, (tabLeaves) => desk.setState({ tabLeaves })),
      });
      const { name, place, untitled, readOnly } = opened;
      desk.setState({
        document: { handle, name, place, untitled, readOnly },
        saving: { kind: "saved" },
        media,
        pageInView: 0,
        // Of a document read along with, what was said of it still holds.
        notices: same ? desk.getState().notices : [],
      });
      tellFindings();
      pagesView?.setShown(shownOf());
      story?.view.updateState(state);
      story?.view.dom.setAttribute("lang", doc.attrs.lang as string);
      tellSelected();
    },

    setStory(next) {
      story = next;
    },
    setPagesView(next) {
      pagesView = next;
      const pages = compositor.current();
      if (next && pages) {
        next.setPages(pages.pages, "all", pages.design.page.facing);
        next.setShown(shownOf());
      }
    },
    pages: () => compositor.current(),
    setFocus(focused) {
      desk.setState({ storyFocused: focused });
      pagesView?.setShown(shownOf());
    },

    // A story that has just been opened is on screen a frame later.
    focus: () => void requestAnimationFrame(() => story?.view.focus()),

    pick(pick) {
      if (!state) return;
      // An input method must end before the caret goes elsewhere.
      if (story?.view.composing) story.view.dom.blur();
      picking = true;
      if (pick.kind === "photo") selectPhoto(pick.block);
      else if (pick.kind === "text") selectPicked(pick);
      picking = false;
      if (pick.kind !== "none") story?.view.focus();
    },

    goTo({ place, page }) {
      if (state && place) {
        const at = locate(state.doc, place);
        const found = nodeWithId(state.doc, place[0]);
        if (found && !found.node.isTextblock && !selectPhoto(place[0])) selectText(found.pos + 1, found.pos + 1);
        else if (at && found?.node.isTextblock) selectText(at.from, at.to);
        story?.view.focus();
        if (pagesView?.reveal(place)) return;
      }
      if (page !== undefined) pagesView?.revealPage(page - 1);
    },

    editPhotoText(id, part) {
      const found = state && nodeWithId(state.doc, id);
      if (state && found) editPhotoText(part, found.pos)(state, dispatch);
      story?.view.focus();
    },
    addMedia(info) {
      media = [...media.filter(({ hash }) => hash !== info.hash), info];
      desk.setState({ media });
      compositor.pictures(sizes());
      story?.refresh();
    },
    thumbnail(photo) {
      const found = findPicture(sizes(), photo);
      if (!found) return null;
      const url = bridge.url(`media/${handle}/${found.media}?width=${THUMBNAIL}`);
      return media.find(({ hash }) => hash === found.media)?.type === PDF ? drawnPdf(found.media, url) : url;
    },
    async pdfSizes(hash) {
      const answer = await bridge.call("media.pages", { handle, hash });
      return answer.ok ? answer.value : [];
    },
    flush: async () => (journal ? journal.flush() : null),
    digests() {
      const pages = compositor.current();
      return pages?.complete && pages.revision === revision ? pages.pages.map(({ list }) => pageDigest(list)) : null;
    },
    printer: () => printer,
    setPrinter(id, rules) {
      printer = id;
      compositor.printer(rules);
    },
    setTemplates: (files) => compositor.templates(files),
  };
}
