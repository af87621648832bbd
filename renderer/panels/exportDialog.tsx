/** Export: for whom, which pages, what stands in the way, how far it is, where it lies. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  Checkbox,
  Dialog,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  ProgressBar,
  Radio,
  RadioGroup,
  Switch,
  TextField,
} from "react-aria-components";
import { blocking, type Finding } from "../../shared/finding.ts";
import { asStandardSees, isForPress } from "../../shared/preflight/standards.ts";
import type { Result, Standard } from "../../shared/ipc.ts";
import { show } from "../../shared/units.ts";
import { cancelExport, type Exporting, forgetExport, startExport, useExporting } from "../desk/exporting.ts";
import type { Session } from "../desk/session.ts";
import { desk, notify, useDesk } from "../desk/store.ts";
import { Choose, TextButton } from "./controls.tsx";
import styles from "./exportDialog.module.css";
import { FindingWords } from "./findingsPanel.tsx";

const STANDARDS: readonly Standard[] = ["x4", "x1a", "proof", "screen"];

export function ExportDialog({ session }: { readonly session: Session }) {
  const isOpen = useDesk((state) => state.dialog === "export");
  const exporting = useExporting();
  const close = () => {
    if (exporting.kind === "running") return;
    forgetExport();
    desk.setState({ dialog: null });
  };
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen={isOpen}
      isDismissable={exporting.kind !== "running"}
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.dialog ?? ""}>
          <Order session={session} exporting={exporting} onClose={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Order({
  session,
  exporting,
  onClose,
}: {
  readonly session: Session;
  readonly exporting: Exporting;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const count = useDesk((state) => state.pageCount);
  const known = useDesk((state) => state.findings);
  const [printers, setPrinters] = useState<Result<"printer.list">["printers"]>([]);
  const [standard, setStandard] = useState<Standard>("x4");
  const [printer, setPrinter] = useState<string | null>(null);
  const [some, setSome] = useState(false);
  const [pages, setPages] = useState("");
  const [marks, setMarks] = useState(false);
  const [receipt, setReceipt] = useState(true);
  const [record, setRecord] = useState(true);
  const [lineNumbers, setLineNumbers] = useState(false);
  const [grid, setGrid] = useState(false);
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    void session.bridge.call("printer.list", {}).then((answer) => {
      if (!answer.ok) return;
      const { printers, problems } = answer.value;
      setPrinters(printers);
      setPrinter((now) => now ?? session.printer() ?? printers[0]?.id ?? null);
      for (const message of problems) notify({ tone: "error", message });
    });
  }, [session]);

  const forPress = isForPress(standard);
  const isProof = standard === "proof";
  const readOnly = useDesk((state) => state.document?.readOnly ?? false);
  // After an attempt the host's own findings say what stands in the way; before, those of the window.
  const all = exporting.kind === "done" && exporting.findings.length > 0 ? exporting.findings : known;
  const stops = blocking(
    all.map((finding) => asStandardSees(finding, standard)),
    new Set(),
  );
  const codes = [...new Set(stops.map(({ code }) => code))];
  const held = blocking(stops, allowed).length > 0;
  const running = exporting.kind === "running";
  /** What the pages are held to follows, so that the list of findings speaks of this printer. */
  const choosePrinter = (id: string) => {
    setPrinter(id);
    const chosen = printers.find((each) => each.id === id);
    if (!chosen) return;
    setMarks(chosen.rules.marks);
    session.setPrinter(id, chosen.rules);
  };
  const start = () =>
    void startExport(session, {
      standard,
      printer: forPress ? printer : null,
      pages: some && pages.trim() !== "" ? pages.trim() : null,
      marks: marks && forPress,
      receipt: receipt && forPress,
      record: record && (forPress || isProof) && !readOnly,
      lineNumbers: lineNumbers && isProof,
      grid: grid && isProof,
      allow: [...allowed],
    });

  return (
    <>
      <Heading slot="title" className={styles.title ?? ""}>
        {t("export.title")}
      </Heading>
      <div className={styles.body}>
        <fieldset className={styles.order} disabled={running}>
          <RadioGroup
            className={styles.standards ?? ""}
            value={standard}
            isDisabled={running}
            onChange={(value) => setStandard(value as Standard)}
          >
            <Label>{t("export.standard")}</Label>
            {STANDARDS.map((each) => (
              <Radio className={styles.standard ?? ""} value={each} key={each}>
                <i aria-hidden />
                <span>
                  {t(`export.${each}`)}
                  <small>{t(`export.${each}Hint`)}</small>
                </span>
              </Radio>
            ))}
          </RadioGroup>
          {forPress && printers.length > 0 ? (
            <div className={styles.row}>
              <Choose
                label={t("export.printer")}
                value={printer}
                isDisabled={running}
                choices={printers.map(({ id, rules }) => ({
                  id,
                  label: rules.title,
                  hint: t("export.ink", { limit: rules.inkLimit }),
                }))}
                onChange={choosePrinter}
              />
            </div>
          ) : null}
          <RadioGroup
            className={styles.pages ?? ""}
            value={some ? "some" : "all"}
            isDisabled={running}
            onChange={(value) => setSome(value === "some")}
          >
            <Label>{t("export.pages")}</Label>
            <Radio className={styles.standard ?? ""} value="all">
              <i aria-hidden />
              {t("export.allPages", { count })}
            </Radio>
            <Radio className={styles.standard ?? ""} value="some">
              <i aria-hidden />
              {t("export.somePages")}
            </Radio>
            <TextField
              className={styles.which ?? ""}
              aria-label={t("export.pages")}
              value={pages}
              isDisabled={running}
              onChange={(value) => {
                setPages(value);
                setSome(value.trim() !== "");
              }}
            >
              <Input placeholder={t("export.pagesHint")} />
            </TextField>
          </RadioGroup>
          {forPress ? (
            <Checkbox className={styles.check ?? ""} isSelected={marks} isDisabled={running} onChange={setMarks}>
              <i aria-hidden />
              {t("export.marks")}
            </Checkbox>
          ) : null}
          {forPress ? (
            <Checkbox className={styles.check ?? ""} isSelected={receipt} isDisabled={running} onChange={setReceipt}>
              <i aria-hidden />
              {t("export.receipt")}
            </Checkbox>
          ) : null}
          {isProof ? (
            <>
              <Checkbox
                className={styles.check ?? ""}
                isSelected={lineNumbers}
                isDisabled={running}
                onChange={setLineNumbers}
              >
                <i aria-hidden />
                {t("export.lineNumbers")}
              </Checkbox>
              <Checkbox className={styles.check ?? ""} isSelected={grid} isDisabled={running} onChange={setGrid}>
                <i aria-hidden />
                {t("export.grid")}
              </Checkbox>
            </>
          ) : null}
          {isProof || forPress ? (
            <Checkbox
              className={styles.check ?? ""}
              isSelected={record && !readOnly}
              isDisabled={running || readOnly}
              onChange={setRecord}
            >
              <i aria-hidden />
              {t(isProof ? "export.recordProof" : "export.recordPrint")}
            </Checkbox>
          ) : null}
        </fieldset>
        {stops.length > 0 && !running && !(exporting.kind === "done" && exporting.outcome === "written") ? (
          <Stops
            codes={codes}
            stops={stops}
            allowed={allowed}
            session={session}
            onAllow={setAllowed}
            onClose={onClose}
          />
        ) : null}
        <Outcome session={session} exporting={exporting} />
      </div>
      <div className={styles.buttons}>
        {running ? (
          <TextButton onPress={() => void cancelExport(session.bridge)}>{t("export.cancel")}</TextButton>
        ) : (
          <TextButton onPress={onClose}>{t("export.close")}</TextButton>
        )}
        <TextButton strong isDisabled={running || held || count === 0} onPress={start}>
          {t(exporting.kind === "done" ? "export.again" : "export.start")}
        </TextButton>
      </div>
    </>
  );
}

/** One switch for each kind of finding that stops the export; what it is about stands below it. */
function Stops({
  codes,
  stops,
  allowed,
  session,
  onAllow,
  onClose,
}: {
  readonly codes: readonly string[];
  readonly stops: readonly Finding[];
  readonly allowed: ReadonlySet<string>;
  readonly session: Session;
  onAllow(allowed: ReadonlySet<string>): void;
  onClose(): void;
}) {
  const { t } = useTranslation();
  return (
    <section className={styles.stops}>
      <h3>{t("export.stops", { count: stops.length })}</h3>
      <p className={styles.quiet}>{t("export.stopsHint")}</p>
      {codes.map((code) => {
        const of = stops.filter((finding) => finding.code === code);
        return (
          <div className={styles.stop} key={code}>
            <ul>
              {of.slice(0, MOST_SHOWN).map((finding, n) => (
                <li key={n}>
                  <FindingWords finding={finding} brief={n > 0} />
                  <button
                    type="button"
                    className={styles.link}
                    onClick={() => {
                      onClose();
                      session.goTo(finding);
                    }}
                  >
                    {t("export.show")}
                  </button>
                </li>
              ))}
              {of.length > MOST_SHOWN ? <li className={styles.quiet}>+ {of.length - MOST_SHOWN}</li> : null}
            </ul>
            <Switch
              className={styles.switch ?? ""}
              isSelected={allowed.has(code)}
              onChange={(on) =>
                onAllow(new Set(on ? [...allowed, code] : [...allowed].filter((each) => each !== code)))
              }
            >
              <i aria-hidden />
              {t("export.allow")}
            </Switch>
          </div>
        );
      })}
    </section>
  );
}
const MOST_SHOWN = 4;

function Outcome({ session, exporting }: { readonly session: Session; readonly exporting: Exporting }) {
  const { t } = useTranslation();
  if (exporting.kind === "idle") return null;
  if (exporting.kind === "running") {
    const { progress } = exporting;
    const stage = t(
      { layout: "export.stageLayout", pictures: "export.stagePictures", write: "export.stageWrite" }[
        progress?.stage ?? "layout"
      ],
    );
    const isKnown = progress !== null && progress.of > 0;
    return (
      <ProgressBar
        className={styles.progress ?? ""}
        aria-label={stage}
        isIndeterminate={!isKnown}
        value={isKnown ? (progress.done / progress.of) * 100 : 0}
      >
        {({ percentage }) => (
          <>
            <span>
              {stage}
              <span className={styles.quiet}>
                {isKnown ? t("export.step", { done: progress.done, of: progress.of }) : ""}
              </span>
            </span>
            <i data-moving={!isKnown}>
              <b style={{ width: isKnown ? `${percentage ?? 0}%` : "30%" }} />
            </i>
          </>
        )}
      </ProgressBar>
    );
  }
  const { outcome, files, findings, failure } = exporting;
  if (outcome === "blocked") return null;
  return (
    <section className={styles.outcome} role="status" data-outcome={outcome}>
      {outcome === "written" ? <h3>{t("export.written")}</h3> : null}
      {outcome === "cancelled" ? <p>{t("export.cancelled")}</p> : null}
      {outcome === "failed" ? (
        <>
          <h3>{t("export.failed")}</h3>
          <p>{failure?.message}</p>
          <p className={styles.quiet}>{failure?.hint}</p>
        </>
      ) : null}
      {files.map((file) => (
        <p key={file.sha256}>
          {file.url ? (
            <a href={session.bridge.url(file.url)} download={file.name}>
              {t("export.download", { name: file.name })}
            </a>
          ) : (
            t("export.lies", { path: file.path })
          )}
          <span className={styles.quiet}>
            {t("export.size", { size: show(file.bytes / 1e6, file.bytes < 1e5 ? 2 : 1) })}
          </span>
        </p>
      ))}
      {outcome === "written" && findings.length > 0 ? (
        <details>
          <summary>
            {t("export.kept")} ({findings.length})
          </summary>
          {findings.map((finding, n) => (
            <FindingWords finding={finding} key={n} />
          ))}
        </details>
      ) : null}
    </section>
  );
}
