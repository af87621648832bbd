/**
 * What a person asks of the whole document: new, open, save, import, place photos. Files come by native dialog where
 * there is one and by the browser's chooser otherwise; either way the host gets a token, never a path. Each asks, says
 * that it is at work, and ends in a change or in one calm line.
 */
import type { Answer, Failure, Json, Opened, Picked, Result } from "../../shared/ipc.ts";
import { boxAround, type BoxShare, insertBox } from "../../shared/schema/boxCommands.ts";
import { insertPhotos, type NewPhoto, placeForPhoto, setBlock } from "../../shared/schema/commands.ts";
import { geometryOf } from "../../shared/layout/geometry.ts";
import type { DesignSpec, Placement } from "../../shared/schema/attributes.ts";
import { schema } from "../../shared/schema/interview.ts";
import { free, pin } from "../../shared/schema/placementCommands.ts";
import { locate } from "../../shared/schema/story.ts";
import { upload } from "../bridge.ts";
import { words } from "../words/index.ts";
import type { Place } from "../../shared/finding.ts";
import { pt } from "../../shared/units.ts";
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { Safekeeping } from "./safekeeping.ts";
import type { Session } from "./session.ts";
import { desk, notify, notifyFailure, offerTemplates } from "./store.ts";

export type Actions = ReturnType<typeof createActions>;

/** Endings the browser's chooser offers. */
const ENDINGS: Readonly<Record<"document" | "manuscript" | "picture", string>> = {
  document: ".quoin",
  manuscript: ".txt,.md,.markdown,.docx,.odt,.rtf,.html,.htm",
  picture:
    "image/jpeg,image/png,image/tiff,image/webp,image/avif,application/pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp,.avif,.psd,.pdf",
};
const KINDS: readonly (readonly [kind: keyof typeof ENDINGS, name: RegExp])[] = [
  ["document", /\.quoin$/i],
  ["manuscript", /\.(txt|text|md|markdown|docx|odt|rtf|html?)$/i],
  ["picture", /\.(jpe?g|png|tiff?|webp|avif|gif|heic|psd|svg|pdf)$/i],
];
const TEMPLATE = "bulletin";
/** What was open in this window, so that loading it anew comes back to it. */
const LAST = "quoin.last";

export function createActions(session: Session, safekeeping: Safekeeping) {
  const { bridge } = session;
  const t = words.t.bind(words);
  const hasDialogs = () => desk.getState().host?.nativeDialogs ?? false;

  async function atWork<T>(label: string, work: () => Promise<T>): Promise<T> {
    desk.setState({ busy: label });
    try {
      return await work();
    } finally {
      desk.setState({ busy: null });
    }
  }

  /** Files the person picked; none when they thought better of it. */
  async function choose(purpose: keyof typeof ENDINGS, multiple: boolean): Promise<readonly Picked[]> {
    if (hasDialogs()) {
      const answer = await bridge.call("dialog.open", { purpose, multiple });
      if (!answer.ok) notifyFailure(answer.failure);
      return answer.ok ? answer.value : [];
    }
    return uploaded(await browse(ENDINGS[purpose], multiple));
  }

  function browse(accept: string, multiple: boolean): Promise<readonly File[]> {
    return new Promise((resolve) => {
      const input = document.createElement("input");
      input.type = "file";
      input.accept = accept;
      input.multiple = multiple;
      input.addEventListener("change", () => resolve([...(input.files ?? [])]));
      input.addEventListener("cancel", () => resolve([]));
      input.click();
    });
  }

  async function uploaded(files: readonly File[]): Promise<readonly Picked[]> {
    const picked: Picked[] = [];
    for (const file of files) {
      const answer = await upload(bridge, file);
      if (answer.ok) picked.push(answer.value);
      else notifyFailure(answer.failure);
    }
    return picked;
  }

  async function take(answer: Answer<Opened>): Promise<void> {
    if (!answer.ok) return notifyFailure(answer.failure);
    await session.open(answer.value);
    remember(answer.value);
    safekeeping.greet(answer.value);
  }
  function remember({ name, place }: Pick<Opened, "name" | "place">): void {
    sessionStorage.setItem(LAST, JSON.stringify({ name, place }));
  }

  async function create(): Promise<void> {
    const lang = words.language.slice(0, 2);
    await take(await bridge.call("document.create", { template: TEMPLATE, lang }));
  }

  async function openFile(file: Pick<Picked, "token" | "name">): Promise<void> {
    await atWork(t("busy.opening", { name: file.name }), async () =>
      take(await bridge.call("document.open", { file: file.token })),
    );
  }

  /** `quiet`: nobody asked for it just now, so nothing opens by itself. */
  async function importFile(file: Pick<Picked, "token" | "name">, quiet = false): Promise<void> {
    await atWork(t("busy.importing", { name: file.name }), async () => {
      const answer = await bridge.call("manuscript.import", { file: file.token, lang: null, template: TEMPLATE });
      if (!answer.ok) return notifyFailure(answer.failure);
      const { document: opened, report } = answer.value;
      await session.open(opened, report.findings);
      remember(opened);
      if (quiet) return;
      const count = report.findings.filter(({ severity }) => severity !== "info").length;
      desk.setState({ findingsShown: count > 0 });
      if (count > 0)
        notify({ message: t("notice.imported", { count, name: file.name }), hint: t("notice.importedHint") });
      else notify({ message: t("notice.importedClean", { name: file.name }) });
    });
  }

  async function save(): Promise<void> {
    const current = desk.getState().document;
    if (!current || current.readOnly) return;
    const failure = await session.flush();
    if (failure) return notifyFailure(failure);
    if (current.untitled && hasDialogs()) return saveAs(false);
    const answer = await bridge.call("document.save", {
      handle: current.handle,
      name: new Date().toLocaleString(words.language),
    });
    if (!answer.ok) return notifyFailure(answer.failure);
    if (!current.untitled) return notify({ message: t("notice.saved") });
    const copy = await bridge.call("document.saveAs", { handle: current.handle, target: null, copy: true });
    if (!copy.ok) return notifyFailure(copy.failure);
    const { name, url } = copy.value.file;
    const link = url ? { label: t("notice.download", { name }), href: bridge.url(url) } : null;
    notify({ message: t("notice.savedHere"), hint: t("notice.savedHereHint"), link });
  }

  /** Back to the version named last, as one change that can be undone. */
  async function revert(): Promise<void> {
    const versions = await safekeeping.versions();
    if (!versions.ok) return notifyFailure(versions.failure);
    const last = versions.value.at(-1);
    if (!last) return notify({ message: t("versions.none") });
    const failure = await safekeeping.restore(last);
    if (failure) notifyFailure(failure);
  }

  /** Under another name: the document goes on there, or only a copy is left there. */
  async function saveAs(copy: boolean): Promise<void> {
    const current = desk.getState().document;
    if (!current) return;
    const failure = await session.flush();
    if (failure) return notifyFailure(failure);
    let target: string | null = null;
    if (hasDialogs()) {
      const proposed = `${current.name.replace(/\.quoin$/i, "") || t("bar.untitled")}.quoin`;
      const place = await bridge.call("dialog.save", { purpose: "document", name: proposed });
      if (!place.ok) return notifyFailure(place.failure);
      if (!place.value) return;
      target = place.value.token;
    }
    const answer = await bridge.call("document.saveAs", {
      handle: current.handle,
      target,
      copy: copy || target === null,
    });
    if (!answer.ok) return notifyFailure(answer.failure);
    const { name, place, file } = answer.value;
    if (file.url) {
      notify({
        message: t("notice.copyReady"),
        link: { label: t("notice.download", { name: file.name }), href: bridge.url(file.url) },
      });
    } else {
      notify({ message: t("notice.saved"), hint: file.path ?? "" });
      if (!copy) {
        desk.setState({ document: { ...current, name, place, untitled: false } });
        remember({ name, place });
      }
    }
  }

  /** Originals into the document's file, then photos where `at` says: a place, a position, or the caret. */
  async function placePhotos(picked: readonly Picked[], at: Place | number | null): Promise<void> {
    const current = desk.getState().document;
    if (!current) return;
    const photos: NewPhoto[] = [];
    for (const file of picked) {
      await atWork(t("busy.placing", { name: file.name }), async () => {
        const answer = await bridge.call("media.add", { handle: current.handle, file: file.token });
        if (!answer.ok) return notifyFailure(answer.failure);
        session.addMedia(answer.value);
        photos.push({ file: answer.value.name, media: answer.value.hash, alt: "" });
      });
    }
    const state = session.state();
    if (!state || photos.length === 0) return;
    const box = at === null ? null : boxAt(state.doc, at);
    const [first] = photos;
    if (box !== null && first) {
      session.run(setBlock(box, { media: first.media, pdf: null }));
      if (photos.length > 1) notify({ message: t("notice.onePicture"), hint: t("notice.onePictureHint") });
      return;
    }
    const pos = typeof at === "number" ? at : at && (locate(state.doc, at)?.from ?? null);
    if (pos !== null) {
      const $pos = state.doc.resolve(Math.min(pos, state.doc.content.size));
      const near = TextSelection.near(state.doc.resolve(placeForPhoto(state.doc, $pos)), -1);
      session.dispatch(state.tr.setSelection(near));
    }
    session.run(insertPhotos(photos));
  }

  /** The box that files let go at a place belong to. */
  function boxAt(doc: Node, at: Place | number): string | null {
    if (typeof at === "number") return boxAround(doc.resolve(Math.min(at, doc.content.size)));
    const { box } = schema.nodes;
    if (doc.children.some(({ type, attrs }) => type === box && attrs.id === at[0])) return at[0];
    const found = locate(doc, at);
    return found ? boxAround(doc.resolve(found.from)) : null;
  }

  /** Room for an advertisement, on the page in view; never on the first, where the title stands. */
  function placeBox(share: BoxShare): void {
    const { design, pageInView } = desk.getState();
    if (!design) return;
    const { count: columns, rows } = geometryOf(design, pt(0));
    session.run(insertBox(share, { page: Math.max(2, pageInView + 1), columns, rows }));
  }

  /** The picture of a photo or a box that is there already. */
  async function fillPicture(id: string, holder: "photo" | "box"): Promise<void> {
    const current = desk.getState().document;
    const [file] = await choose("picture", false);
    if (!current || !file) return;
    await atWork(t("busy.placing", { name: file.name }), async () => {
      const answer = await bridge.call("media.add", { handle: current.handle, file: file.token });
      if (!answer.ok) return notifyFailure(answer.failure);
      session.addMedia(answer.value);
      const { hash: own, name } = answer.value;
      const shown = { media: own, pdf: null };
      session.run(setBlock(id, holder === "box" ? shown : { ...shown, file: name, crop: null, focus: null }));
    });
  }

  function kindOf(file: File): keyof typeof ENDINGS | null {
    const named = KINDS.find(([, name]) => name.test(file.name));
    if (named) return named[0];
    return file.type.startsWith("image/") ? "picture" : null;
  }

  /** Files let go over the window: pictures are placed, one document or manuscript is opened. */
  async function drop(files: readonly File[], at: Place | number | null): Promise<void> {
    const pictures = files.filter((file) => kindOf(file) === "picture");
    const others = files.filter((file) => kindOf(file) === "document" || kindOf(file) === "manuscript");
    for (const file of files) {
      if (kindOf(file) === null) {
        notify({
          tone: "error",
          message: t("notice.notKnown", { name: file.name }),
          hint: t("notice.notKnownHint"),
        });
      }
    }
    const [first, ...rest] = others;
    if (first) {
      const [picked] = await uploaded([first]);
      if (picked) await (kindOf(first) === "document" ? openFile(picked) : importFile(picked));
      if (rest.length > 0) notify({ message: t("notice.oneDocument"), hint: t("notice.oneDocumentHint") });
    }
    if (pictures.length > 0) await placePhotos(await uploaded(pictures), first ? null : at);
  }

  /** The design of the document as it stands, kept under a name; why not, or null. */
  async function saveTemplate(name: string, replace: boolean): Promise<Failure | null> {
    const design = session.state()?.doc.attrs.design as DesignSpec | undefined;
    if (!design) return null;
    const { template, overrides } = design;
    const answer = await bridge.call("template.save", {
      name,
      design: { template, overrides: overrides as Json },
      replace,
    });
    if (!answer.ok) return answer.failure;
    await readTemplates();
    notify({ message: t("template.saved", { name }), hint: t("template.savedHint") });
    return null;
  }

  /** Everything there is to choose from, for the chooser and the compositor. */
  async function readTemplates(): Promise<void> {
    const list = await bridge.call("template.list", {});
    if (!list.ok) return notifyFailure(list.failure);
    offerTemplates(list.value);
    session.setTemplates(list.value.map(({ id, file }) => [id, file]));
  }

  /** Holds the selected picture or box where it stands, or gives its place back. */
  function togglePin(): void {
    const piece = selectedPiece();
    if (!piece) return;
    if (piece.placement === "pinned") return freePlace();
    const found = desk.getState().places.get(piece.id);
    if (!found) return;
    const { page, column, row, columns, rows } = found;
    session.run(pin(piece.id, { grid: "text", bleed: [], page, column, row, columns, rows }));
  }
  function freePlace(): void {
    const piece = selectedPiece();
    if (piece) session.run(free(piece.id));
  }
  function selectedPiece(): { readonly id: string; readonly placement: Placement["kind"] } | null {
    const { photo, box } = desk.getState().selected;
    return photo ?? box;
  }

  return {
    create,
    saveTemplate,
    togglePin,
    freePlace,
    openFile,
    importFile,
    save,
    saveAs,
    revert,
    fillPicture,
    placeBox,
    drop,
    async open() {
      const [file] = await choose("document", false);
      if (file) await openFile(file);
    },
    async import() {
      const [file] = await choose("manuscript", false);
      if (file) await importFile(file);
    },
    async placePhoto() {
      await placePhotos(await choose("picture", true), null);
    },

    /** What the window shows first: what it had before it was loaded anew, what the host was asked for, or a new one. */
    async start(info: Answer<Result<"app.info">>) {
      if (!info.ok) return notifyFailure(info.failure);
      desk.setState({ host: info.value });
      const kept = sessionStorage.getItem(LAST);
      const last = kept === null ? null : (JSON.parse(kept) as Pick<Opened, "name" | "place">);
      const again = last && info.value.recent.find(({ name, place }) => name === last.name && place === last.place);
      if (again) await openFile(again);
      else if (info.value.start) {
        const { purpose } = info.value.start;
        await (purpose === "document" ? openFile(info.value.start) : importFile(info.value.start, true));
      }
      if (!desk.getState().document) await create();
    },
  };
}
