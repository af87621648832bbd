/** A document's design kept as a template of one's own: it asks for a name, and before one of that name is replaced. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog, Heading, Input, Label, Modal, ModalOverlay, Text, TextField } from "react-aria-components";
import type { Failure } from "../../shared/ipc.ts";
import type { Actions } from "../desk/actions.ts";
import { desk, useDesk } from "../desk/store.ts";
import { TextButton } from "./controls.tsx";
import styles from "./exportDialog.module.css";

const close = () => desk.setState({ dialog: null });

export function TemplateDialog({ actions }: { readonly actions: Actions }) {
  const isOpen = useDesk((state) => state.dialog === "template");
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.dialog ?? ""}>
          <Naming actions={actions} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Naming({ actions }: { readonly actions: Actions }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const taken = failure?.code === "exists";
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    void actions.saveTemplate(name.trim(), taken).then((said) => {
      if (said) setFailure(said);
      else close();
    });
  };
  return (
    <form onSubmit={save} noValidate>
      <Heading slot="title" className={styles.title ?? ""}>
        {t("template.title")}
      </Heading>
      <div className={styles.body}>
        <TextField
          className={styles.which ?? ""}
          value={name}
          autoFocus
          maxLength={60}
          onChange={(typed) => {
            setName(typed);
            setFailure(null);
          }}
        >
          <Label>{t("template.name")}</Label>
          <Input />
          <Text slot="description" className={styles.quiet ?? ""}>
            {t("template.hint")}
          </Text>
        </TextField>
        {failure ? (
          <p role="alert" className={styles.stops}>
            {taken ? t("template.taken", { name: name.trim() }) : `${failure.message}. ${failure.hint}`}
          </p>
        ) : null}
      </div>
      <footer className={styles.buttons}>
        <TextButton type="button" onPress={close}>
          {t("export.cancel")}
        </TextButton>
        <TextButton strong type="submit" isDisabled={name.trim() === ""}>
          {t(taken ? "template.replace" : "template.save")}
        </TextButton>
      </footer>
    </form>
  );
}
