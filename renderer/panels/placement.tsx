/** Where a picture or a box stands and who said so; held there by hand, or given back to the engine. */
import { Pin, PinOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Actions } from "../desk/actions.ts";
import { useDesk } from "../desk/store.ts";
import { TextButton, WithTooltip } from "./controls.tsx";
import styles from "./inspector.module.css";

/** The key that pins a picture and frees it. */
const PIN_KEY = "Mod-Alt-p";

export function PlacementFacts({ actions }: { readonly actions: Actions }) {
  const { t } = useTranslation();
  const photo = useDesk((state) => state.selected.photo);
  const box = useDesk((state) => state.selected.box);
  const piece = photo ?? box;
  const place = useDesk((state) => (piece ? state.places.get(piece.id) : undefined));
  const shown = useDesk((state) => (photo ? state.photos.has(photo.id) : true));
  if (!piece || !shown) return null;
  const { placement } = piece;
  const pinned = placement === "pinned";
  return (
    <>
      <div className={styles.fact}>
        <span>{t("place.name")}</span>
        <div>
          {place || pinned ? t(`place.${placement}`) : t("place.design")}
          {place ? (
            <span className={styles.quiet}>
              {" "}
              {t("place.where", { page: place.page, column: place.column + 1, row: place.row + 1 })}
            </span>
          ) : null}
        </div>
      </div>
      {place || pinned ? (
        <div className={styles.button}>
          <WithTooltip label={t(pinned ? "place.free" : "place.pin")} shortcut={PIN_KEY}>
            <TextButton onPress={() => actions.togglePin()}>
              {pinned ? (
                <PinOff size={16} strokeWidth={1.5} aria-hidden />
              ) : (
                <Pin size={16} strokeWidth={1.5} aria-hidden />
              )}
              {t(pinned ? "place.free" : "place.pin")}
            </TextButton>
          </WithTooltip>
          {placement === "settled" ? (
            <TextButton onPress={() => actions.freePlace()}>{t("place.anew")}</TextButton>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
