/** A box and what is put into it: a picture or a page of a PDF, as an advertisement comes. */
import { useTranslation } from "react-i18next";
import type { Actions } from "../desk/actions.ts";
import type { Session } from "../desk/session.ts";
import { useDesk } from "../desk/store.ts";
import { TextButton } from "./controls.tsx";
import styles from "./inspector.module.css";
import { PdfChoice } from "./pdfChoice.tsx";
import { PlacementFacts } from "./placement.tsx";

export function BoxFacts({ session, actions }: { readonly session: Session; readonly actions: Actions }) {
  const { t } = useTranslation();
  const box = useDesk((state) => state.selected.box);
  const media = useDesk((state) => state.media);
  if (!box) return null;
  const holds = box.use === "advertisement" || box.use === "logo";
  const info = media.find(({ hash }) => hash === box.media);
  return (
    <div className={styles.part}>
      <h2>{t("inspector.box")}</h2>
      <div className={styles.fact}>
        <span>{t("inspector.boxUse")}</span>
        <div>{t(`inspector.use.${box.use}`)}</div>
      </div>
      {holds ? (
        <div className={styles.fact}>
          <span>{t("inspector.file")}</span>
          <div>
            <span className={styles.cut} title={info?.name ?? ""}>
              {info?.name ?? t("inspector.boxEmpty")}
            </span>
          </div>
        </div>
      ) : null}
      {info?.type === "application/pdf" ? (
        <PdfChoice session={session} id={box.id} hash={info.hash} own={box.pdf} />
      ) : null}
      <PlacementFacts actions={actions} />
      {holds ? (
        <div className={styles.button}>
          <TextButton onPress={() => void actions.fillPicture(box.id, "box")}>
            {t(info ? "inspector.replace" : "inspector.boxFind")}
          </TextButton>
        </div>
      ) : null}
    </div>
  );
}
