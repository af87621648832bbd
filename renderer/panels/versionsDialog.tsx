/** The document's named versions, newest first: to name the present one, and to go back to an earlier. */
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog, Heading, Input, Label, Modal, ModalOverlay, TextField } from "react-aria-components";
import type { Failure } from "../../shared/ipc.ts";
import type { Safekeeping, Version } from "../desk/safekeeping.ts";
import { desk, useDesk } from "../desk/store.ts";
import { TextButton } from "./controls.tsx";
import dialog from "./exportDialog.module.css";
import styles from "./versionsDialog.module.css";

const close = () => desk.setState({ dialog: null });

export function VersionsDialog({ safekeeping }: { readonly safekeeping: Safekeeping }) {
  const isOpen = useDesk((state) => state.dialog === "versions");
  return (
    <ModalOverlay
      className={dialog.overlay ?? ""}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Modal className={dialog.modal ?? ""}>
        <Dialog className={dialog.dialog ?? ""}>
          <Versions safekeeping={safekeeping} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Versions({ safekeeping }: { readonly safekeeping: Safekeeping }) {
  const { t, i18n } = useTranslation();
  const readOnly = useDesk((state) => state.document?.readOnly ?? true);
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [name, setName] = useState("");

  const load = () =>
    void safekeeping.versions().then((answer) => {
      if (answer.ok) setVersions(answer.value.toReversed());
      else setFailure(answer.failure);
    });
  useEffect(load, [safekeeping]);

  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    void safekeeping.nameVersion(name.trim()).then((said) => {
      setFailure(said);
      if (!said) setName("");
      load();
    });
  };
  const goBack = (version: Version) =>
    void safekeeping.restore(version).then((said) => {
      if (said) setFailure(said);
      else close();
    });
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });

  return (
    <>
      <Heading slot="title" className={dialog.title ?? ""}>
        {t("versions.title")}
      </Heading>
      <div className={dialog.body}>
        <form className={styles.naming} onSubmit={keep} noValidate>
          <TextField
            autoFocus
            className={styles.name ?? ""}
            value={name}
            maxLength={120}
            isDisabled={readOnly}
            onChange={setName}
          >
            <Label>{t("versions.name")}</Label>
            <Input />
          </TextField>
          <TextButton type="submit" isDisabled={readOnly || name.trim() === ""}>
            {t("versions.keep")}
          </TextButton>
        </form>
        {failure ? (
          <p role="alert" className={dialog.stops}>
            {failure.message}. {failure.hint}
          </p>
        ) : null}
        {versions?.length === 0 ? <p className={styles.none}>{t("versions.none")}</p> : null}
        <ul className={styles.list} aria-label={t("versions.title")}>
          {(versions ?? []).map((version) => (
            <li key={`${version.revision} ${version.time}`}>
              <span className={styles.what}>{version.name}</span>
              <time className={styles.when} dateTime={new Date(version.time).toISOString()}>
                {when.format(version.time)}
              </time>
              <TextButton
                isDisabled={readOnly}
                aria-label={`${t("versions.restore")}: ${version.name}`}
                onPress={() => goBack(version)}
              >
                {t("versions.restore")}
              </TextButton>
            </li>
          ))}
        </ul>
        <p className={styles.none}>{t("versions.compactHint")}</p>
      </div>
      <footer className={dialog.buttons}>
        <TextButton
          isDisabled={readOnly}
          onPress={() =>
            void safekeeping.compact().then((said) => {
              if (said) setFailure(said);
              else close();
            })
          }
        >
          {t("versions.compact")}
        </TextButton>
        <TextButton strong onPress={close}>
          {t("versions.close")}
        </TextButton>
      </footer>
    </>
  );
}
