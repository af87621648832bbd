/** The window: story, pages and properties side by side, the bar above and the line below them. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import type { Actions } from "../desk/actions.ts";
import type { Safekeeping } from "../desk/safekeeping.ts";
import type { Session } from "../desk/session.ts";
import { desk, useDesk } from "../desk/store.ts";
import { redo, undo } from "../editor/history.ts";
import type { PagesView } from "../proof/pagesView.ts";
import { ACTUAL } from "../proof/spreads.ts";
import styles from "./desk.module.css";
import { ExportDialog } from "./exportDialog.tsx";
import { FindingsPanel } from "./findingsPanel.tsx";
import { Inspector } from "./inspector.tsx";
import { Notices } from "./notices.tsx";
import { PagesPane } from "./pagesPane.tsx";
import { StatusBar } from "./statusBar.tsx";
import { StoryPane } from "./storyPane.tsx";
import { TemplateDialog } from "./templateDialog.tsx";
import { boxShare, type CommandName, Toolbar } from "./toolbar.tsx";
import { VersionsDialog } from "./versionsDialog.tsx";

export function Desk({
  session,
  actions,
  safekeeping,
}: {
  readonly session: Session;
  readonly actions: Actions;
  readonly safekeeping: Safekeeping;
}) {
  const { t } = useTranslation();
  const pages = useRef<PagesView | null>(null);
  const handle = useDesk((state) => state.document?.handle);
  const findingsShown = useDesk((state) => state.findingsShown);
  const name = useDesk((state) => state.document?.name);
  const [dragging, setDragging] = useState(false);
  const columns = useDefaultLayout({ id: "quoin.columns", storage: localStorage });

  const onPagesView = useCallback((view: PagesView | null) => {
    pages.current = view;
  }, []);
  const command = useCallback(
    (word: CommandName) => {
      const view = pages.current;
      const share = boxShare(word);
      if (share !== null) return actions.placeBox(share);
      switch (word) {
        case "new":
          return void actions.create().then(() => session.focus());
        case "open":
          return void actions.open();
        case "save":
          return void actions.save();
        case "saveAs":
          return void actions.saveAs(true);
        case "import":
          return void actions.import();
        case "photo":
          return void actions.placePhoto();
        case "export":
          if (desk.getState().document) desk.setState({ dialog: "export" });
          return;
        case "versions":
          if (desk.getState().document) desk.setState({ dialog: "versions" });
          return;
        case "revert":
          return void actions.revert();
        case "saveTemplate":
          if (desk.getState().document) desk.setState({ dialog: "template" });
          return;
        case "pin":
          return actions.togglePin();
        case "undo":
          return void session.run(undo);
        case "redo":
          return void session.run(redo);
        case "zoomIn":
          return view?.zoomBy(1);
        case "zoomOut":
          return view?.zoomBy(-1);
        case "fit":
          return view?.fit();
        case "actual":
          return view?.zoomTo(ACTUAL);
        case "asPrinted":
          if (desk.getState().pageCount > 0) desk.setState({ pressShown: !desk.getState().pressShown });
          return;
        case "findings":
          return desk.setState({ findingsShown: !desk.getState().findingsShown });
      }
    },
    [session, actions],
  );

  useEffect(() => {
    const stop = session.bridge.on("app.menu", ({ command: word }) => command(word as CommandName));
    const opened = session.bridge.on("app.open", (file) => {
      void (file.purpose === "document" ? actions.openFile(file) : actions.importFile(file));
    });
    const key = (event: KeyboardEvent) => {
      const word = windowCommand(event);
      if (word === null) return;
      event.preventDefault();
      if (desk.getState().dialog === null) command(word);
    };
    window.addEventListener("keydown", key);
    return () => {
      stop();
      opened();
      window.removeEventListener("keydown", key);
    };
  }, [session, actions, command]);

  useEffect(() => {
    document.title = name ? `${name} – Quoin` : "Quoin";
  }, [name]);

  return (
    <div
      className={styles.desk}
      onDragEnter={(event) => setDragging(event.dataTransfer.types.includes("Files"))}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false);
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes("Files")) event.preventDefault();
      }}
      onDropCapture={() => setDragging(false)}
      onDrop={(event) => {
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        void actions.drop([...event.dataTransfer.files], null);
      }}
    >
      <Toolbar onCommand={command} onRecent={(file) => void actions.openFile(file)} />
      <main className={styles.main}>
        <Group className={styles.columns ?? ""} orientation="horizontal" {...columns}>
          <Panel id="story" defaultSize="34%" minSize="280px">
            {handle === undefined ? null : <StoryPane session={session} actions={actions} />}
          </Panel>
          <Separator className={styles.separator ?? ""} />
          <Panel id="pages" minSize="320px">
            <PagesPane session={session} actions={actions} onView={onPagesView} />
          </Panel>
          <Separator className={styles.separator ?? ""} />
          <Panel id="properties" defaultSize="264px" minSize="200px" maxSize="420px">
            <Group orientation="vertical">
              <Panel id="inspector" minSize="120px">
                <Inspector session={session} actions={actions} />
              </Panel>
              {findingsShown ? <Separator className={styles.level ?? ""} /> : null}
              {findingsShown ? (
                <Panel id="findings" defaultSize="55%" minSize="120px">
                  <FindingsPanel session={session} />
                </Panel>
              ) : null}
            </Group>
          </Panel>
        </Group>
        {dragging ? <div className={styles.drop}>{t("drop.hint")}</div> : null}
      </main>
      <StatusBar />
      <Notices />
      <ExportDialog session={session} />
      <TemplateDialog actions={actions} />
      <VersionsDialog safekeeping={safekeeping} />
    </div>
  );
}

/** Keys that mean the window, wherever the focus is. Undo in a field of a form stays the field's. */
function windowCommand(event: KeyboardEvent): CommandName | null {
  if (!(event.ctrlKey || event.metaKey) || event.isComposing) return null;
  const key = event.key.toLowerCase();
  const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const inStory = event.target instanceof HTMLElement && event.target.isContentEditable;
  if (event.altKey) return key === "n" ? "new" : key === "p" ? "pin" : null;
  if (event.shiftKey) {
    if (key === "s") return "saveAs";
    if (key === "o") return "import";
    if (key === "z") return inField || inStory ? null : "redo";
    return null;
  }
  switch (key) {
    case "n":
      return "new";
    case "o":
      return "open";
    case "s":
      return "save";
    case "d":
      return "photo";
    case "e":
      return "export";
    case "=":
    case "+":
      return "zoomIn";
    case "-":
      return "zoomOut";
    case "0":
      return "fit";
    case "1":
      return "actual";
    case "z":
      return inField || inStory ? null : "undo";
    case "y":
      return inField || inStory ? null : "redo";
    default:
      return null;
  }
}
