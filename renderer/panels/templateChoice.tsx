/** The template a document is made up by: another one, or its design kept as a template of one's own. */
import { useTranslation } from "react-i18next";
import type { DesignSpec } from "../../shared/schema/attributes.ts";
import { chooseTemplate } from "../../shared/schema/templateCommands.ts";
import type { Session } from "../desk/session.ts";
import { desk, useDesk } from "../desk/store.ts";
import { Choose, TextButton } from "./controls.tsx";
import styles from "./inspector.module.css";

export function TemplateChoice({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const templates = useDesk((state) => state.templates);
  const readOnly = useDesk((state) => state.document?.readOnly ?? true);
  const spec = session.state()?.doc.attrs.design as DesignSpec | undefined;
  if (!spec) return null;
  return (
    <>
      <div className={styles.fact}>
        <span>{t("inspector.template")}</span>
        <div>
          <Choose
            quiet
            label={t("inspector.template")}
            value={spec.template}
            isDisabled={readOnly}
            placeholder={spec.template}
            choices={templates.map(({ id, title, own }) => ({
              id,
              label: title,
              ...(own ? { hint: t("template.own") } : {}),
            }))}
            onChange={(id) => session.run(chooseTemplate(id))}
          />
        </div>
      </div>
      <div className={styles.button}>
        <TextButton onPress={() => desk.setState({ dialog: "template" })}>{t("bar.saveTemplate")}</TextButton>
      </div>
    </>
  );
}
