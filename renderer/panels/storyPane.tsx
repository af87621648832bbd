/** The story's side of the window: what can be done with the selected text, and the text. */
import { ArrowDown, ArrowUp, Bold, Italic, MessageCirclePlus, MessageSquareReply } from "lucide-react";
import { NodeSelection, TextSelection } from "prosemirror-state";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Header, Menu, MenuSection, Popover, Separator, Toolbar } from "react-aria-components";
import type { Speaker } from "../../shared/schema/attributes.ts";
import {
  convertTo,
  insertTurn,
  joinTurn,
  move,
  setBlock,
  toggleEm,
  toggleStrong,
} from "../../shared/schema/commands.ts";
import type { Role } from "../../shared/schema/stylesheet.ts";
import type { Actions } from "../desk/actions.ts";
import type { Session } from "../desk/session.ts";
import { notify, useDesk } from "../desk/store.ts";
import { SHORTCUTS } from "../editor/keymap.ts";
import { createStoryView, type StoryView } from "../editor/storyView.ts";
import controls from "./controls.module.css";
import { Choose, IconButton, IconToggle, MenuRow, shortcutName, TextButton } from "./controls.tsx";
import styles from "./storyPane.module.css";
import toolbar from "./toolbar.module.css";

/** Roles offered for text, the common ones first. */
const OFFERED: readonly Role[] = [
  "question",
  "answer",
  "intro",
  "crosshead",
  "pull_quote",
  "list_item",
  "sidebar",
  "editor_note",
  "kicker",
  "headline",
  "standfirst",
  "credit",
  "caption",
  "photo_credit",
];
const KEYS: Partial<Record<Role, string>> = {
  question: SHORTCUTS.question,
  answer: SHORTCUTS.answer,
  intro: SHORTCUTS.intro,
  crosshead: SHORTCUTS.crosshead,
};

type MarginMenu = {
  readonly element: HTMLElement;
  readonly id: string;
  readonly speaker: string | null;
  readonly isTurn: boolean;
};

export function StoryPane({ session, actions }: { readonly session: Session; readonly actions: Actions }) {
  const { t, i18n } = useTranslation();
  const mount = useRef<HTMLDivElement>(null);
  const view = useRef<StoryView | null>(null);
  const handle = useDesk((state) => state.document?.handle);
  const selected = useDesk((state) => state.selected);
  const media = useDesk((state) => state.media);
  const isEmpty = useDesk((state) => state.isEmpty);
  const [margin, setMargin] = useState<MarginMenu | null>(null);
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  }, [t]);

  useEffect(() => {
    const state = session.state();
    if (!mount.current || !state || handle === undefined) return undefined;
    const made = createStoryView({
      mount: mount.current,
      state,
      label: words.current("story.label"),
      words: {
        role: (name) => words.current(`role.${name}`),
        speaker: (id) => speakersOf(session).find((speaker) => speaker.id === id)?.name ?? null,
        say: (key) => words.current(`story.${key}`),
        prompt: (name) =>
          name === "headline" || name === "question" || name === "answer"
            ? words.current(`prompt.${name}`)
            : words.current(`role.${name}`),
        thumbnail: (photo) => session.thumbnail(photo),
      },
      dispatch: (tr) => session.dispatch(tr),
      onMargin: (pos, element) => setMargin(openMargin(session, pos, element)),
      onFiles: (files, pos) => void actions.drop(files, pos),
      onLeftOut: ({ tables }) =>
        notify({
          message: words.current("story.tableLeftOut", { count: tables }),
          hint: words.current("story.tableHint"),
        }),
      onFocus: (focused) => session.setFocus(focused),
    });
    view.current = made;
    session.setStory(made);
    return () => {
      session.setStory(null);
      view.current = null;
      made.destroy();
    };
  }, [session, actions, handle]);

  useEffect(() => {
    view.current?.refresh();
    view.current?.view.dom.setAttribute("aria-label", t("story.label"));
  }, [t, i18n.language, media]);

  const run = (command: Parameters<Session["run"]>[0]) => () => {
    session.run(command);
    view.current?.view.focus();
  };
  const inText = selected.role !== null;

  return (
    <section className={styles.pane} aria-label={t("story.label")}>
      <Toolbar className={styles.tools ?? ""} aria-label={t("story.toolbar")}>
        <div className={styles.role}>
          <Choose
            quiet
            label={t("story.role")}
            value={selected.role}
            placeholder={selected.photo && !inText ? t("role.photo") : "–"}
            isDisabled={!inText}
            choices={OFFERED.map((role) => ({
              id: role,
              label: t(`role.${role}`),
              ...(KEYS[role] === undefined ? {} : { shortcut: shortcutName(KEYS[role]) }),
            }))}
            onChange={(role) => run(convertTo(role as Role))()}
          />
        </div>
        <IconToggle
          icon={Bold}
          label={t("story.strong")}
          shortcut={SHORTCUTS.strong}
          isSelected={selected.strong}
          isDisabled={!inText}
          onPress={run(toggleStrong)}
        />
        <IconToggle
          icon={Italic}
          label={t("story.em")}
          shortcut={SHORTCUTS.em}
          isSelected={selected.em}
          isDisabled={!inText}
          onPress={run(toggleEm)}
        />
        <span className={styles.gap} />
        <IconButton icon={MessageCirclePlus} label={t("story.question")} onPress={run(insertTurn("question"))} />
        <IconButton icon={MessageSquareReply} label={t("story.answer")} onPress={run(insertTurn("answer"))} />
        <span className={styles.gap} />
        <IconButton icon={ArrowUp} label={t("story.up")} shortcut={SHORTCUTS.up} onPress={run(move("up"))} />
        <IconButton icon={ArrowDown} label={t("story.down")} shortcut={SHORTCUTS.down} onPress={run(move("down"))} />
      </Toolbar>
      <div className={styles.scroll}>
        <div ref={mount} />
        {isEmpty ? (
          <div className={styles.empty}>
            <p>{t("story.empty")}</p>
            <TextButton onPress={() => void actions.import()}>{t("bar.import")}</TextButton>
          </div>
        ) : null}
      </div>
      <Popover
        className={controls.popover ?? ""}
        triggerRef={{ current: margin?.element ?? null }}
        isOpen={margin !== null}
        onOpenChange={(open) => {
          if (!open) setMargin(null);
        }}
        placement="bottom start"
        offset={4}
      >
        {margin === null ? null : (
          <Menu
            className={toolbar.menu ?? ""}
            aria-label={t("turn.menu")}
            autoFocus="first"
            onAction={(key) => {
              const [kind, value = ""] = String(key).split(" ");
              if (kind === "role") session.run(convertTo(value as Role));
              else if (kind === "speaker") session.run(setBlock(margin.id, { speaker: value === "" ? null : value }));
              else if (kind === "up" || kind === "down") session.run(move(kind));
              else session.run(joinTurn);
              setMargin(null);
              view.current?.view.focus();
            }}
          >
            <MenuSection aria-label={t("inspector.role")}>
              <Header className={toolbar.heading ?? ""}>{t("inspector.role")}</Header>
              {OFFERED.slice(0, 8).map((role) => (
                <MenuRow
                  id={`role ${role}`}
                  key={role}
                  label={t(`role.${role}`)}
                  ticked={selected.role === role}
                  {...(KEYS[role] === undefined ? {} : { shortcut: KEYS[role] })}
                />
              ))}
            </MenuSection>
            {margin.isTurn ? <Separator className={toolbar.rule ?? ""} /> : null}
            {margin.isTurn ? (
              <MenuSection aria-label={t("turn.speaker")}>
                <Header className={toolbar.heading ?? ""}>{t("turn.speaker")}</Header>
                {[...speakersOf(session).map(({ id, name }) => ({ id, name })), { id: "", name: t("turn.nobody") }].map(
                  ({ id, name }) => (
                    <MenuRow id={`speaker ${id}`} key={id} label={name} ticked={(margin.speaker ?? "") === id} />
                  ),
                )}
              </MenuSection>
            ) : null}
            <Separator className={toolbar.rule ?? ""} />
            <MenuRow id="up" label={t("turn.up")} shortcut={SHORTCUTS.up} />
            <MenuRow id="down" label={t("turn.down")} shortcut={SHORTCUTS.down} />
            {margin.isTurn ? <MenuRow id="join" label={t("turn.join")} shortcut={SHORTCUTS.join} /> : null}
          </Menu>
        )}
      </Popover>
    </section>
  );
}

export function speakersOf(session: Session): readonly Speaker[] {
  return (session.state()?.doc.attrs.speakers as readonly Speaker[] | undefined) ?? [];
}

/** Selects the block whose margin was pressed, text and all, so that what is chosen there is done to it. */
function openMargin(session: Session, pos: number, element: HTMLElement): MarginMenu | null {
  const state = session.state();
  const node = state?.doc.nodeAt(pos);
  if (!state || !node) return null;
  const isTurn = node.type.name === "question" || node.type.name === "answer";
  const selection =
    node.isTextblock || isTurn || node.type.name === "list"
      ? TextSelection.between(state.doc.resolve(pos + 1), state.doc.resolve(pos + node.nodeSize - 1))
      : NodeSelection.create(state.doc, pos);
  session.dispatch(state.tr.setSelection(selection));
  return {
    element,
    id: node.attrs.id as string,
    speaker: (node.attrs.speaker as string | null | undefined) ?? null,
    isTurn,
  };
}
