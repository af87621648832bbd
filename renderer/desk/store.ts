/**
 * What the window's parts show, apart from the document itself, which stays in ProseMirror's state. One store that the
 * session writes and React reads.
 */
import { createStore, useStore } from "zustand";
import type { Finding } from "../../shared/finding.ts";
import type { Failure, MediaInfo, Result } from "../../shared/ipc.ts";
import type { Copyfit } from "../../shared/layout/copyfit.ts";
import type { FoundPlace } from "../../shared/schema/placementCommands.ts";
import type { Design } from "../../shared/schema/template.ts";
import type { PhotoFact } from "../compositor/messages.ts";
import type { Zoom } from "../proof/pagesView.ts";
import type { Selected } from "./selected.ts";

export type Notice = {
  readonly id: number;
  readonly tone: "calm" | "error";
  readonly message: string;
  readonly hint: string;
  readonly link: { readonly label: string; readonly href: string } | null;
  /** What may be done about it here and now; the notice goes when it is done. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
};

export type Saving =
  | { readonly kind: "saved" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly failure: Failure };

export type DeskState = {
  readonly host: Result<"app.info"> | null;
  readonly document: {
    readonly handle: string;
    readonly name: string;
    readonly place: string;
    readonly untitled: boolean;
    readonly readOnly: boolean;
  } | null;
  readonly saving: Saving;
  /** Of the pages now shown. */
  readonly design: Design | null;
  readonly pageCount: number;
  readonly folios: readonly string[];
  readonly photos: ReadonlyMap<string, PhotoFact>;
  /** Where pieces stand that have a place of their own, by block. */
  readonly places: ReadonlyMap<string, FoundPlace>;
  readonly copyfit: Copyfit | null;
  readonly findings: readonly Finding[];
  /** Why the pages are not those of the document, or null. */
  readonly trouble: string | null;
  readonly media: readonly MediaInfo[];
  readonly selected: Selected;
  /** Nothing has been written yet. */
  readonly isEmpty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly zoom: Zoom;
  readonly pageInView: number;
  readonly storyFocused: boolean;
  /** Tab leaves the story. */
  readonly tabLeaves: boolean;
  readonly findingsShown: boolean;
  /** The page in view is shown as the press prints it. */
  readonly pressShown: boolean;
  readonly dialog: "export" | "template" | "versions" | null;
  /** Templates to choose from, and whether they are the person's own. */
  readonly templates: readonly { readonly id: string; readonly title: string; readonly own: boolean }[];
  readonly busy: string | null;
  readonly notices: readonly Notice[];
};

const nothingSelected: Selected = {
  role: null,
  block: null,
  turn: null,
  photo: null,
  box: null,
  strong: false,
  em: false,
};

export const desk = createStore<DeskState>(() => ({
  host: null,
  document: null,
  saving: { kind: "saved" },
  design: null,
  pageCount: 0,
  folios: [],
  photos: new Map(),
  places: new Map(),
  copyfit: null,
  findings: [],
  trouble: null,
  media: [],
  selected: nothingSelected,
  isEmpty: false,
  canUndo: false,
  canRedo: false,
  zoom: { fit: true, scale: 1 },
  pageInView: 0,
  storyFocused: false,
  tabLeaves: false,
  findingsShown: false,
  pressShown: false,
  dialog: null,
  templates: [],
  busy: null,
  notices: [],
}));

export function useDesk<T>(select: (state: DeskState) => T): T {
  return useStore(desk, select);
}

let noticeCount = 0;
export function notify(notice: Partial<Notice> & Pick<Notice, "message">): void {
  noticeCount += 1;
  const made: Notice = { id: noticeCount, tone: "calm", hint: "", link: null, action: null, ...notice };
  // The same trouble twice is said once.
  const others = desk.getState().notices.filter(({ message }) => message !== made.message);
  desk.setState({ notices: [...others, made].slice(-3) });
}
export function dismiss(id: number): void {
  desk.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
export function notifyFailure(failure: Failure): void {
  if (failure.code === "cancelled") return;
  notify({ tone: "error", message: failure.message, hint: failure.hint });
}

/** What the chooser of templates lists. */
export function offerTemplates(templates: DeskState["templates"]): void {
  desk.setState({ templates: templates.map(({ id, title, own }) => ({ id, title, own })) });
}
