/** Messages that ask for nothing: one calm line, what to do about it, and a way to close it. */
import { CircleAlert, Info, X } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { dismiss, type Notice, useDesk } from "../desk/store.ts";
import { IconButton, TextButton } from "./controls.tsx";
import styles from "./notices.module.css";

/** What calls for nothing goes by itself; what says that something failed, or holds a link, stays. */
const STAYS_MS = 9000;

export function Notices() {
  const { t } = useTranslation();
  const notices = useDesk((state) => state.notices);
  return (
    <section className={styles.stack} aria-label={t("notice.label")} aria-live="polite">
      {notices.map((notice) => (
        <Line key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function Line({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  const { id, tone, message, hint, link, action } = notice;
  useEffect(() => {
    if (tone === "error" || link || action) return undefined;
    const timer = setTimeout(() => dismiss(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [id, tone, link, action]);
  const Icon = tone === "error" ? CircleAlert : Info;
  return (
    <div className={styles.notice} data-tone={tone} role={tone === "error" ? "alert" : "status"}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <div>
        <p>{message}</p>
        {hint === "" ? null : <p className={styles.hint}>{hint}</p>}
        {link ? (
          <a href={link.href} download>
            {link.label}
          </a>
        ) : null}
        {action ? (
          <TextButton
            onPress={() => {
              dismiss(id);
              action.run();
            }}
          >
            {action.label}
          </TextButton>
        ) : null}
      </div>
      <IconButton icon={X} label={t("notice.close")} onPress={() => dismiss(id)} />
    </div>
  );
}
