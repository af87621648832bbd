/** The bar on top: which document this is, and what can be done with the whole of it. */
import {
  Download,
  FilePlus2,
  FileText,
  FolderOpen,
  ImagePlus,
  Layers,
  Maximize,
  Menu as MenuIcon,
  Redo2,
  Save,
  Undo2,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import {
  Header,
  Menu,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
  Toolbar as AriaToolbar,
} from "react-aria-components";
import type { BoxShare } from "../../shared/schema/boxCommands.ts";
import type { Picked } from "../../shared/ipc.ts";
import { desk, useDesk } from "../desk/store.ts";
import { ACTUAL } from "../proof/spreads.ts";
import { LANGUAGES, type Language, speak } from "../words/index.ts";
import controls from "./controls.module.css";
import { IconButton, IconToggle, MenuRow, TextButton } from "./controls.tsx";
import styles from "./toolbar.module.css";

/** Boxes by the words that menus use. */
const BOXES = { quarterBox: "quarter", halfBox: "half", fullBox: "full" } as const satisfies Record<string, BoxShare>;
type BoxCommand = keyof typeof BOXES;
const BOX_COMMANDS = Object.keys(BOXES) as readonly BoxCommand[];
/** What part of a page a command keeps for a box; null for every other command. */
export function boxShare(name: CommandName): BoxShare | null {
  return BOX_COMMANDS.includes(name as BoxCommand) ? BOXES[name as BoxCommand] : null;
}

/** The window's commands by the words that menus use. */
export type CommandName =
  | "new"
  | "open"
  | "save"
  | "saveAs"
  | "import"
  | "photo"
  | BoxCommand
  | "export"
  | "versions"
  | "revert"
  | "saveTemplate"
  | "pin"
  | "undo"
  | "redo"
  | "zoomIn"
  | "zoomOut"
  | "fit"
  | "actual"
  | "asPrinted"
  | "findings";

const WINDOW_SHORTCUTS: Partial<Record<CommandName, string>> = {
  new: "Mod-n",
  open: "Mod-o",
  save: "Mod-s",
  saveAs: "Mod-Shift-s",
  import: "Mod-Shift-o",
  photo: "Mod-d",
  export: "Mod-e",
  undo: "Mod-z",
  redo: "Mod-Shift-z",
  zoomIn: "Mod-=",
  zoomOut: "Mod--",
  fit: "Mod-0",
  actual: "Mod-1",
  asPrinted: "Mod-Shift-y",
};
const hint = (name: CommandName) => {
  // A browser keeps its own key for a new window.
  const inBrowser = name === "new" && desk.getState().host?.platform !== "electron";
  const shortcut = inBrowser ? "Mod-Alt-n" : WINDOW_SHORTCUTS[name];
  return shortcut === undefined ? {} : { shortcut };
};

const MOST_RECENT = 6;
const OWN_NAMES: Readonly<Record<Language, string>> = { en: "English", vi: "Tiếng Việt" };

export function Toolbar({ onCommand, onRecent }: { onCommand(name: CommandName): void; onRecent(file: Picked): void }) {
  const { t, i18n } = useTranslation();
  const document_ = useDesk((state) => state.document);
  const canUndo = useDesk((state) => state.canUndo);
  const canRedo = useDesk((state) => state.canRedo);
  const zoom = useDesk((state) => state.zoom);
  const hasPages = useDesk((state) => state.pageCount > 0);
  const pressShown = useDesk((state) => state.pressShown);
  const busy = useDesk((state) => state.busy);
  const host = useDesk((state) => state.host);
  const recent = (host?.recent ?? []).slice(0, MOST_RECENT);
  const run = (name: CommandName) => () => onCommand(name);
  const isOpen = document_ !== null;
  const place = document_?.readOnly
    ? t("bar.readOnly")
    : document_?.untitled
      ? t("bar.notSaved")
      : (document_?.place ?? "");

  return (
    <AriaToolbar className={styles.bar ?? ""} aria-label={t("bar.label")}>
      <MenuTrigger>
        <IconButton icon={MenuIcon} label={t("bar.more")} />
        <Popover className={controls.popover ?? ""} placement="bottom start" offset={4}>
          <Menu
            className={styles.menu ?? ""}
            onAction={(key) => {
              const [kind, value = ""] = String(key).split(" ");
              const file = recent.find(({ token }) => kind === "recent" && token === value);
              if (file) onRecent(file);
              else if (kind === "language") speak(value as Language);
              else onCommand(kind as CommandName);
            }}
          >
            <MenuRow id="new" label={t("bar.new")} {...hint("new")} />
            <MenuRow id="open" label={t("bar.open")} {...hint("open")} />
            <MenuRow id="import" label={t("bar.import")} {...hint("import")} />
            <Separator className={styles.rule ?? ""} />
            <MenuRow id="save" label={t("bar.save")} {...hint("save")} isDisabled={!isOpen} />
            <MenuRow id="saveAs" label={t("bar.saveCopy")} {...hint("saveAs")} isDisabled={!isOpen} />
            <MenuRow id="versions" label={t("bar.versions")} isDisabled={!isOpen} />
            <MenuRow id="revert" label={t("bar.revert")} isDisabled={!isOpen || (document_?.readOnly ?? true)} />
            <MenuRow id="saveTemplate" label={t("bar.saveTemplate")} isDisabled={!isOpen} />
            <MenuRow id="export" label={t("bar.export")} {...hint("export")} isDisabled={!isOpen} />
            <Separator className={styles.rule ?? ""} />
            <MenuSection aria-label={t("bar.insert")}>
              <Header className={styles.heading ?? ""}>{t("bar.insert")}</Header>
              <MenuRow id="photo" label={t("bar.photo")} {...hint("photo")} isDisabled={!isOpen} />
              {BOX_COMMANDS.map((name) => (
                <MenuRow id={name} key={name} label={t(`bar.${name}`)} isDisabled={!hasPages} />
              ))}
            </MenuSection>
            {recent.length > 0 ? <Separator className={styles.rule ?? ""} /> : null}
            {recent.length > 0 ? (
              <MenuSection aria-label={t("bar.recent")}>
                <Header className={styles.heading ?? ""}>{t("bar.recent")}</Header>
                {recent.map((file) => (
                  <MenuRow id={`recent ${file.token}`} key={file.token} label={file.name || t("bar.untitled")} />
                ))}
              </MenuSection>
            ) : null}
            <Separator className={styles.rule ?? ""} />
            <MenuSection aria-label={t("bar.language")}>
              <Header className={styles.heading ?? ""}>{t("bar.language")}</Header>
              {LANGUAGES.map((language) => (
                <MenuRow
                  id={`language ${language}`}
                  key={language}
                  label={OWN_NAMES[language]}
                  ticked={i18n.language === language}
                />
              ))}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      <div className={styles.name}>
        <h1>{document_ ? document_.name || t("bar.untitled") : "Quoin"}</h1>
        <span>{busy ?? place}</span>
      </div>
      <div className={styles.group}>
        <IconButton icon={FilePlus2} label={t("bar.new")} {...hint("new")} onPress={run("new")} />
        <IconButton icon={FolderOpen} label={t("bar.open")} {...hint("open")} onPress={run("open")} />
        <IconButton icon={Save} label={t("bar.save")} {...hint("save")} isDisabled={!isOpen} onPress={run("save")} />
      </div>
      <div className={styles.group}>
        <IconButton icon={FileText} label={t("bar.import")} {...hint("import")} onPress={run("import")} />
        <IconButton
          icon={ImagePlus}
          label={t("bar.photo")}
          {...hint("photo")}
          isDisabled={!isOpen}
          onPress={run("photo")}
        />
      </div>
      <div className={styles.group}>
        <IconButton icon={Undo2} label={t("bar.undo")} {...hint("undo")} isDisabled={!canUndo} onPress={run("undo")} />
        <IconButton icon={Redo2} label={t("bar.redo")} {...hint("redo")} isDisabled={!canRedo} onPress={run("redo")} />
      </div>
      <div className={styles.space} />
      <div className={styles.group}>
        <IconButton
          icon={ZoomOut}
          label={t("pages.zoomOut")}
          {...hint("zoomOut")}
          isDisabled={!hasPages}
          onPress={run("zoomOut")}
        />
        <button
          type="button"
          className={styles.zoom}
          aria-label={`${t("pages.zoom")}: ${t("pages.actual")}`}
          disabled={!hasPages}
          onClick={run("actual")}
        >
          {hasPages ? `${Math.round((zoom.scale / ACTUAL) * 100)} %` : "–"}
        </button>
        <IconButton
          icon={ZoomIn}
          label={t("pages.zoomIn")}
          {...hint("zoomIn")}
          isDisabled={!hasPages}
          onPress={run("zoomIn")}
        />
        <IconButton
          icon={Maximize}
          label={t("pages.fit")}
          {...hint("fit")}
          isDisabled={!hasPages}
          onPress={run("fit")}
        />
        <IconToggle
          icon={Layers}
          label={t("press.label")}
          {...hint("asPrinted")}
          isSelected={pressShown}
          isDisabled={!hasPages}
          onPress={run("asPrinted")}
        />
      </div>
      <TextButton isDisabled={!isOpen} onPress={run("export")}>
        <Download size={16} strokeWidth={1.5} aria-hidden />
        {t("bar.export")}
      </TextButton>
    </AriaToolbar>
  );
}
