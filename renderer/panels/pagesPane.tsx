/** The pages' side of the window: the canvas, or what to do while there are none. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Actions } from "../desk/actions.ts";
import type { Session } from "../desk/session.ts";
import { desk, useDesk } from "../desk/store.ts";
import { createPagesView, type PagesView } from "../proof/pagesView.ts";
import styles from "./pagesPane.module.css";
import { PressView } from "./pressView.tsx";

export function PagesPane({
  session,
  actions,
  onView,
}: {
  readonly session: Session;
  readonly actions: Actions;
  onView(view: PagesView | null): void;
}) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<PagesView | null>(null);
  const hasPages = useDesk((state) => state.pageCount > 0);
  const trouble = useDesk((state) => state.trouble);
  const pressShown = useDesk((state) => state.pressShown);
  const isOpen = useDesk((state) => state.document !== null);
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  }, [t]);

  useEffect(() => {
    if (!host.current) return undefined;
    const made = createPagesView({
      host: host.current,
      brushes: session.brushes,
      onPick: (pick) => session.pick(pick),
      onView: (zoom, page) => {
        const before = desk.getState();
        if (before.zoom.scale !== zoom.scale || before.zoom.fit !== zoom.fit || before.pageInView !== page) {
          desk.setState({ zoom, pageInView: page });
        }
      },
      pageName: (index, folio) =>
        words.current("pages.page", { folio, index: index + 1, count: session.pages()?.pages.length ?? 0 }),
    });
    view.current = made;
    session.setPagesView(made);
    onView(made);
    return () => {
      session.setPagesView(null);
      onView(null);
      view.current = null;
      made.destroy();
    };
  }, [session, onView]);

  return (
    <section
      className={styles.pane}
      aria-label={t("pages.label")}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes("Files")) event.preventDefault();
      }}
      onDrop={(event) => {
        const files = [...event.dataTransfer.files];
        if (files.length === 0) return;
        event.preventDefault();
        event.stopPropagation();
        void actions.drop(files, view.current?.placeUnder(event.clientX, event.clientY) ?? null);
      }}
    >
      {/* Scrolls by keyboard too. */}
      <div ref={host} className={styles.host} tabIndex={0} role="group" aria-label={t("pages.label")} />
      {hasPages ? null : (
        <div className={styles.empty} role="status">
          <p>{isOpen ? t("pages.making") : t("pages.none")}</p>
          {isOpen ? null : <p>{t("pages.noneHint")}</p>}
        </div>
      )}
      {pressShown && hasPages ? <PressView session={session} /> : null}
      {trouble === null ? null : (
        <div className={styles.trouble} role="alert">
          <strong>{t("status.trouble")}</strong> {trouble === "font" ? t("notice.fontFailed") : trouble}
        </div>
      )}
    </section>
  );
}
