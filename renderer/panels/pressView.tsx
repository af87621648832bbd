/**
 * The page in view as the press prints it, over the pages: its plates to be shown and hidden, the soft proof with or
 * without the paper's colour, where its ink is, and how much of each ink lies under the pointer.
 */
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { type CSSProperties, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "react-aria-components";
import type { Failure } from "../../shared/ipc.ts";
import { show } from "../../shared/units.ts";
import { askPress, heatOf, inkAt, letPressGo, type PressLook } from "../desk/pressLook.ts";
import type { Session } from "../desk/session.ts";
import { desk, useDesk } from "../desk/store.ts";
import { IconButton } from "./controls.tsx";
import styles from "./pressView.module.css";

/** After the last keystroke. */
const SETTLE_MS = 500;
const LEAST_PPI = 48;
const MOST_PPI = 200;

export function PressView({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const handle = useDesk((state) => state.document?.handle);
  const count = useDesk((state) => state.pageCount);
  const inView = useDesk((state) => state.pageInView);
  // New with every layout: the pages may be others.
  const photos = useDesk((state) => state.photos);
  const room = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState(inView);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [paper, setPaper] = useState(true);
  const [heat, setHeat] = useState(false);
  const [look, setLook] = useState<PressLook | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [under, setUnder] = useState<readonly number[] | null>(null);
  const laid = useRef(photos);
  const shown = Math.min(page, count - 1);

  useEffect(() => {
    if (handle === undefined || shown < 0) return undefined;
    const wait = setTimeout(
      () => {
        laid.current = photos;
        const size = session.pages()?.pages[shown]?.list;
        const place = room.current;
        if (!size || !place) return;
        const { trim, bleed } = size;
        const fit = Math.min(
          place.clientWidth / (trim.width + bleed.left + bleed.right),
          place.clientHeight / (trim.height + bleed.top + bleed.bottom),
        );
        const ppi = Math.round(Math.min(MOST_PPI, Math.max(LEAST_PPI, 72 * fit * window.devicePixelRatio)));
        const wish = { handle, page: shown + 1, printer: session.printer(), ppi, paper, hidden };
        void session.flush().then(async () => {
          const answer = await askPress(session.bridge, wish);
          if (answer === null) return;
          if ("code" in answer) setFailure(answer);
          else {
            setFailure(null);
            setLook(answer);
          }
        });
      },
      laid.current === photos ? 0 : SETTLE_MS,
    );
    return () => clearTimeout(wait);
  }, [session, handle, shown, paper, hidden, photos]);
  useEffect(() => () => letPressGo(session.bridge), [session]);

  const read = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    setUnder(look && inkAt(look, (event.clientX - left) / width, (event.clientY - top) / height));
  };
  const toggle = (name: string, on: boolean) =>
    setHidden(on ? hidden.filter((one) => one !== name) : [...hidden, name]);
  const sum = under?.reduce((all, value) => all + value, 0) ?? null;
  const folio = session.pages()?.pages[shown]?.list.folio ?? "";

  return (
    <section className={styles.view} aria-label={t("press.label")}>
      <div ref={room} className={styles.room}>
        {look ? (
          <div
            className={styles.sheet}
            style={{ "--shape": look.width / look.height } as CSSProperties}
            onPointerMove={read}
            onPointerLeave={() => setUnder(null)}
          >
            {heat ? <Heat look={look} label={t("press.heat")} /> : <img src={look.image} alt={t("press.proof")} />}
          </div>
        ) : (
          <p role="status">{failure ? failure.message : t("press.making")}</p>
        )}
      </div>
      <aside className={styles.side}>
        <header>
          <h2>{t("press.label")}</h2>
          <IconButton icon={X} label={t("press.close")} onPress={() => desk.setState({ pressShown: false })} />
        </header>
        <div className={styles.pages}>
          <IconButton
            icon={ChevronLeft}
            label={t("press.before")}
            isDisabled={shown <= 0}
            onPress={() => setPage(shown - 1)}
          />
          <span>{t("pages.page", { folio, index: shown + 1, count })}</span>
          <IconButton
            icon={ChevronRight}
            label={t("press.next")}
            isDisabled={shown >= count - 1}
            onPress={() => setPage(shown + 1)}
          />
        </div>
        <div role="group" aria-label={t("press.plates")}>
          {look?.plates.map(({ name, look: [r, g, b] }, n) => (
            <div className={styles.plate} key={name}>
              <Checkbox
                className={styles.check ?? ""}
                isSelected={!hidden.includes(name)}
                onChange={(on) => toggle(name, on)}
              >
                <span className={styles.box} aria-hidden />
                <i style={{ background: `rgb(${r} ${g} ${b})` }} aria-hidden />
                {t(`press.plate.${name}`, { defaultValue: name })}
              </Checkbox>
              <output>{under ? `${Math.round(under[n] ?? 0)} %` : ""}</output>
            </div>
          ))}
          <div className={styles.plate}>
            <strong>{t("press.sum")}</strong>
            <output data-over={look !== null && sum !== null && sum > look.ink.limit + 1}>
              {sum === null ? "" : `${Math.round(sum)} %`}
            </output>
          </div>
        </div>
        <Checkbox className={styles.check ?? ""} isSelected={paper} onChange={setPaper}>
          <span className={styles.box} aria-hidden />
          {t("press.paper")}
        </Checkbox>
        <Checkbox className={styles.check ?? ""} isSelected={heat} onChange={setHeat}>
          <span className={styles.box} aria-hidden />
          {t("press.heat")}
        </Checkbox>
        {look ? (
          <p className={styles.facts}>
            {t("press.heaviest", { mean: show(look.ink.mean, 0), limit: show(look.ink.limit, 0) })}
          </p>
        ) : null}
        {look && look.unseen > 0 ? <p role="note">{t("press.unseen", { count: look.unseen })}</p> : null}
        {look && failure ? <p role="alert">{failure.message}</p> : null}
      </aside>
    </section>
  );
}

function Heat({ look, label }: { readonly look: PressLook; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(new ImageData(heatOf(look), look.width, look.height), 0, 0);
  }, [look]);
  return <canvas ref={canvas} width={look.width} height={look.height} role="img" aria-label={label} />;
}
