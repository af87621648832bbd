/** What preflight found, gravest first. A press goes to the place. */
import { CircleX, Info, ShieldQuestion, TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { GridList, GridListItem } from "react-aria-components";
import type { Finding } from "../../shared/finding.ts";
import { saidIn } from "../../shared/findings/tell.ts";
import type { Session } from "../desk/session.ts";
import { desk, useDesk } from "../desk/store.ts";
import { IconButton } from "./controls.tsx";
import styles from "./findingsPanel.module.css";

export function FindingsPanel({ session }: { readonly session: Session }) {
  const { t, i18n } = useTranslation();
  const findings = useDesk((state) => state.findings);
  const items = findings.map((finding, n) => ({ id: n, finding }));
  return (
    <section className={styles.panel} aria-label={t("findings.label")}>
      <header>
        <h2>{t("findings.label")}</h2>
        <IconButton icon={X} label={t("findings.close")} onPress={() => desk.setState({ findingsShown: false })} />
      </header>
      <GridList
        className={styles.list ?? ""}
        aria-label={t("findings.label")}
        items={items}
        onAction={(key) => {
          const found = findings[Number(key)];
          if (found) session.goTo(found);
        }}
        renderEmptyState={() => (
          <div className={styles.empty}>
            <p>{t("findings.none")}</p>
            <p>{t("findings.noneHint")}</p>
          </div>
        )}
      >
        {({ finding }) => (
          <GridListItem className={styles.item ?? ""} textValue={saidIn(i18n.language, finding)[0]}>
            <FindingWords finding={finding} />
          </GridListItem>
        )}
      </GridList>
    </section>
  );
}

/** `brief`: without the hint, where the one above gave it. */
export function FindingWords({ finding, brief = false }: { readonly finding: Finding; readonly brief?: boolean }) {
  const { t, i18n } = useTranslation();
  const [message, hint] = saidIn(i18n.language, finding);
  // What no row of words tells speaks English; elsewhere a word before it says what kind it is.
  const title = i18n.language === "en" ? "" : t(`code.${finding.code}`, { defaultValue: "" });
  const kind = finding.ran ? finding.severity : "notRun";
  const Icon = { error: CircleX, warning: TriangleAlert, info: Info, notRun: ShieldQuestion }[kind];
  return (
    <div className={styles.finding} data-kind={kind}>
      <Icon size={16} strokeWidth={1.5} role="img" aria-label={t(`findings.${kind}`)} />
      <div>
        {title === "" ? null : <p className={styles.title}>{title}</p>}
        <p>{message}</p>
        {brief ? null : <p className={styles.hint}>{hint}</p>}
      </div>
      {finding.page === undefined ? null : (
        <span className={styles.page}>{t("findings.page", { page: finding.page })}</span>
      )}
    </div>
  );
}
