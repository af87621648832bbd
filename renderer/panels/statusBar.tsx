/** The line at the foot: where one is, whether the copy fits, what preflight says, whether all is saved. */
import { Check, CircleAlert, CircleCheck, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Button } from "react-aria-components";
import type { Copyfit } from "../../shared/layout/copyfit.ts";
import { lightOf } from "../desk/findings.ts";
import { desk, useDesk } from "../desk/store.ts";
import { ACTUAL } from "../proof/spreads.ts";
import styles from "./statusBar.module.css";

/** Lines that fill the gauge: about a column. */
const GAUGE = 60;

export function StatusBar() {
  const { t } = useTranslation();
  const count = useDesk((state) => state.pageCount);
  const at = useDesk((state) => state.pageInView);
  const folio = useDesk((state) => state.folios[state.pageInView] ?? "");
  const zoom = useDesk((state) => state.zoom);
  const focused = useDesk((state) => state.storyFocused);
  const tabLeaves = useDesk((state) => state.tabLeaves);
  return (
    <footer className={styles.bar} aria-label={t("status.label")}>
      {count > 0 ? <span>{t("status.page", { folio, index: at + 1, count })}</span> : null}
      {count > 0 ? <span className={styles.quiet}>{Math.round((zoom.scale / ACTUAL) * 100)} %</span> : null}
      <CopyfitFigure />
      <Light />
      <span className={styles.keys}>{focused ? t(tabLeaves ? "status.tabLeaves" : "status.tabSwitches") : ""}</span>
      <Saved />
    </footer>
  );
}

function CopyfitFigure() {
  const { t } = useTranslation();
  const copyfit = useDesk((state) => state.copyfit);
  const count = useDesk((state) => state.pageCount);
  if (!copyfit) return null;
  const kind = fitOf(copyfit, count);
  const share = Math.max(0.04, Math.min(1, kind === "under" ? 1 - -copyfit.lines / GAUGE : 1));
  return (
    <span className={styles.copyfit} data-kind={kind}>
      <i aria-hidden>
        <b style={{ width: `${Math.round(share * 100)}%` }} />
      </i>
      {kind === "fits" ? <Check size={14} strokeWidth={1.75} aria-hidden /> : null}
      {wordsOf(copyfit, kind, t)}
    </span>
  );
}

type Fit = "over" | "under" | "fits";

/** Pages asked for fit when the copy takes as many; else the last page fits when it is full. */
function fitOf({ lines, wanted }: Copyfit, pages: number): Fit {
  if (wanted !== null) return pages === wanted ? "fits" : lines > 0 ? "over" : "under";
  return lines < 0 ? "under" : "fits";
}

function wordsOf({ lines, wanted }: Copyfit, kind: Fit, t: TFunction): string {
  const count = Math.abs(lines);
  if (wanted === null) return kind === "under" ? t("status.copyfitUnder", { count }) : t("status.copyfitFull");
  const pages = t("status.copyfitPages", { count: wanted });
  if (kind === "over") return t("status.copyfitOver", { count, pages });
  if (kind === "under") return t("status.copyfitShort", { count, pages });
  return count === 0 ? t("status.copyfitFits", { pages }) : t("status.copyfitFitsWithRoom", { count, pages });
}

function Light() {
  const { t } = useTranslation();
  const findings = useDesk((state) => state.findings);
  const shown = useDesk((state) => state.findingsShown);
  const isOpen = useDesk((state) => state.pageCount > 0);
  if (!isOpen) return null;
  const light = lightOf(findings);
  const errors = findings.filter((finding) => finding.severity === "error" || !finding.ran).length;
  const warnings = findings.filter((finding) => finding.severity === "warning" && finding.ran).length;
  const words = [
    errors > 0 ? t("status.errors", { count: errors }) : "",
    warnings > 0 ? t("status.warnings", { count: warnings }) : "",
  ].filter((part) => part !== "");
  const Icon = { error: CircleX, warning: TriangleAlert, clear: CircleCheck }[light];
  const label = words.length > 0 ? words.join(", ") : t("status.clear");
  return (
    <Button
      className={styles.light ?? ""}
      data-light={light}
      aria-expanded={shown}
      aria-label={`${label}. ${t(shown ? "status.hideFindings" : "status.showFindings")}`}
      onPress={() => desk.setState({ findingsShown: !shown })}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      {label}
    </Button>
  );
}

function Saved() {
  const { t } = useTranslation();
  const saving = useDesk((state) => state.saving);
  const open = useDesk((state) => state.document);
  if (!open) return null;
  if (open.readOnly) return <span role="status">{t("status.readOnly")}</span>;
  if (saving.kind === "failed") {
    return (
      <span className={styles.failed} role="alert" title={saving.failure.hint}>
        <CircleAlert size={16} strokeWidth={1.5} aria-hidden />
        {t("status.notSaved")}: {saving.failure.message}
      </span>
    );
  }
  const Icon = saving.kind === "saved" ? Check : LoaderCircle;
  return (
    <span className={styles.saved} role="status">
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {t(saving.kind === "saved" ? "status.saved" : "status.saving")}
    </span>
  );
}
