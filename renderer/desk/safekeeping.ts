/**
 * What becomes of the document's file while it is open, said to the person: moved, written by somebody else, free to be
 * written, brought back after a crash. And its named versions: listed, named, gone back to.
 */
import { Node } from "prosemirror-model";
import type { Answer, Failure, Opened, Result } from "../../shared/ipc.ts";
import { schema } from "../../shared/schema/interview.ts";
import { restoreVersion } from "../../shared/schema/restore.ts";
import { words } from "../words/index.ts";
import type { Session } from "./session.ts";
import { desk, notify, notifyFailure } from "./store.ts";

export type Version = Result<"document.versions">[number];

export type Safekeeping = {
  /** Says what there is to say of a document that was just opened. */
  greet(opened: Opened): void;
  versions(): Promise<Answer<readonly Version[]>>;
  /** Names the document as it is now; the failure when it could not be. */
  nameVersion(name: string): Promise<Failure | null>;
  /** Makes the file smaller by what only undo still needs; the failure when it could not be. */
  compact(): Promise<Failure | null>;
  /** Makes that version the document, as one change that can be undone. */
  restore(version: Version): Promise<Failure | null>;
};

const NOTHING_OPEN: Failure = { code: "unknown-handle", message: "", hint: "" };

export function createSafekeeping(session: Session): Safekeeping {
  const { bridge } = session;
  const t = words.t.bind(words);
  const current = (handle: string) => {
    const { document } = desk.getState();
    return document?.handle === handle ? document : null;
  };
  const clock = (time: number) =>
    new Date(time).toLocaleTimeString(words.language, { hour: "2-digit", minute: "2-digit" });

  async function takeOver(handle: string): Promise<void> {
    if (!current(handle)) return;
    const answer = await bridge.call("document.takeOver", { handle });
    if (!answer.ok) return notifyFailure(answer.failure);
    await session.open(answer.value);
    notify({ message: t("notice.tookOver") });
  }
  const takeOverAction = (handle: string) => ({ label: t("notice.takeOver"), run: () => void takeOver(handle) });

  bridge.on("document.moved", ({ handle, name, place }) => {
    const document = current(handle);
    if (!document || (document.name === name && document.place === place)) return;
    desk.setState({ document: { ...document, name, place, untitled: false } });
    notify({ message: t("notice.moved", { name }), hint: place });
  });
  bridge.on("document.changed", (opened) => {
    if (current(opened.handle)) void session.open(opened);
  });
  bridge.on("document.free", ({ handle }) => {
    if (current(handle)) notify({ message: t("notice.free"), action: takeOverAction(handle) });
  });

  return {
    greet({ handle, writer, recovered }) {
      if (writer) {
        notify({
          message: t("notice.openElsewhere", { host: writer.host, time: clock(writer.since) }),
          hint: t("notice.openElsewhereHint"),
          action: takeOverAction(handle),
        });
      }
      if (recovered !== null) {
        notify({ message: t("notice.recovered", { time: clock(recovered) }), hint: t("notice.recoveredHint") });
      }
    },

    async versions() {
      const handle = desk.getState().document?.handle;
      if (handle === undefined) return { ok: false, failure: NOTHING_OPEN };
      return bridge.call("document.versions", { handle });
    },

    async nameVersion(name) {
      const handle = desk.getState().document?.handle;
      if (handle === undefined) return NOTHING_OPEN;
      const failure = await session.flush();
      if (failure) return failure;
      const answer = await bridge.call("document.save", { handle, name });
      return answer.ok ? null : answer.failure;
    },

    async compact() {
      const handle = desk.getState().document?.handle;
      if (handle === undefined) return NOTHING_OPEN;
      const failure = await session.flush();
      if (failure) return failure;
      const answer = await bridge.call("document.compact", { handle });
      if (!answer.ok) return answer.failure;
      const megabytes = (bytes: number) =>
        new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 }).format(bytes / 1e6);
      const { before, after } = answer.value;
      notify({ message: t("notice.compacted", { before: megabytes(before), after: megabytes(after) }) });
      return null;
    },

    async restore(version) {
      const handle = desk.getState().document?.handle;
      if (handle === undefined) return NOTHING_OPEN;
      const answer = await bridge.call("document.at", { handle, revision: version.revision });
      if (!answer.ok) return answer.failure;
      const then = Node.fromJSON(schema, answer.value.doc);
      then.check();
      const { name } = version;
      notify({ message: t(session.run(restoreVersion(then)) ? "notice.restored" : "notice.sameVersion", { name }) });
      return null;
    },
  };
}
