/** Of a placed PDF: which of its pages is shown, and by which of its boxes. The sizes come from the host, file by file. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { PDF_BOXES, type PdfPage } from "../../shared/schema/attributes.ts";
import { setPdfPage } from "../../shared/schema/photoCommands.ts";
import { pt, toMm } from "../../shared/units.ts";
import type { PdfSizes, Session } from "../desk/session.ts";
import { Choose } from "./controls.tsx";
import styles from "./inspector.module.css";

export function PdfChoice({
  session,
  id,
  hash,
  own,
}: {
  readonly session: Session;
  readonly id: string;
  readonly hash: string;
  readonly own: PdfPage | null;
}) {
  const { t } = useTranslation();
  const [known, setKnown] = useState<{ readonly hash: string; readonly sizes: PdfSizes } | null>(null);
  useEffect(() => {
    let wanted = true;
    void session.pdfSizes(hash).then((sizes) => wanted && setKnown({ hash, sizes }));
    return () => {
      wanted = false;
    };
  }, [session, hash]);
  const sizes = known?.hash === hash ? known.sizes : [];
  const page = own?.page ?? 1;
  const box = own?.box ?? "trim";
  const choose = (next: Pick<PdfPage, "page" | "box">) => {
    const size = sizes[next.page - 1]?.[next.box];
    if (size) session.run(setPdfPage(id, { ...next, width: size[0], height: size[1] }));
  };
  const measured = (one: (typeof PDF_BOXES)[number]) => {
    const size = sizes[page - 1]?.[one];
    return size ? `${size.map((points) => Math.round(toMm(pt(points)) * 10) / 10).join(" × ")} mm` : "";
  };
  if (sizes.length === 0) return null;
  return (
    <>
      {sizes.length > 1 ? (
        <div className={styles.fact}>
          <span>{t("inspector.pdfPage")}</span>
          <div>
            <Choose
              quiet
              label={t("inspector.pdfPage")}
              value={`${page}`}
              choices={sizes.map((_, n) => ({ id: `${n + 1}`, label: `${n + 1}` }))}
              onChange={(chosen) => choose({ page: Number(chosen), box })}
            />
          </div>
        </div>
      ) : null}
      <div className={styles.fact}>
        <span>{t("inspector.pdfBox")}</span>
        <div>
          <Choose
            quiet
            label={t("inspector.pdfBox")}
            value={box}
            choices={PDF_BOXES.map((one) => ({ id: one, label: t(`pdfBox.${one}`), hint: measured(one) }))}
            onChange={(chosen) => choose({ page, box: PDF_BOXES.find((one) => one === chosen) ?? "trim" })}
          />
        </div>
      </div>
    </>
  );
}
