/** The window's beginning: words, bridge, compositor, session, and then React. */
import { createRoot } from "react-dom/client";
import { openBridge } from "./bridge.ts";
import type { Port } from "./compositor/client.ts";
import { createActions } from "./desk/actions.ts";
import { watchExports } from "./desk/exporting.ts";
import { createSafekeeping } from "./desk/safekeeping.ts";
import { createSession } from "./desk/session.ts";
import { notify, notifyFailure, offerTemplates } from "./desk/store.ts";
import "./editor/story.css";
import { Desk } from "./panels/desk.tsx";
import "./theme.css";
import { startWords, words } from "./words/index.ts";

/** `heard`: call it when the compositor is listened to. */
export async function open(compositor: Port, heard: () => void): Promise<void> {
  const element = document.getElementById("desk");
  if (!element) throw new RangeError("the page has no place for the desk");
  // Asked at once: each answer takes its time to come.
  const bridge = openBridge();
  const info = bridge.call("app.info", {});
  const [answer] = await Promise.all([bridge.call("template.list", {}), startWords()]);
  const templates = answer.ok ? answer.value.map(({ id, file }) => [id, file] as const) : [];
  if (answer.ok) offerTemplates(answer.value);
  const session = createSession(bridge, compositor, templates);
  heard();
  const safekeeping = createSafekeeping(session);
  const actions = createActions(session, safekeeping);
  watchExports(bridge);
  // The host reads the document while the window is drawn for the first time.
  const started = actions.start(await info);
  createRoot(element).render(<Desk session={session} actions={actions} safekeeping={safekeeping} />);
  if (!answer.ok) notifyFailure(answer.failure);

  // What was typed in the last moment goes with the page.
  window.addEventListener("pagehide", () => void session.flush());
  for (const kind of ["error", "unhandledrejection"] as const) {
    window.addEventListener(kind, (event) => {
      const error: unknown = "reason" in event ? event.reason : (event as ErrorEvent).error;
      // The browser's own note that a size changed twice in a frame; nothing is lost.
      if (event instanceof ErrorEvent && /ResizeObserver/.test(event.message)) return;
      const message = error instanceof Error ? error.message : String(error);
      notify({ tone: "error", message: words.t("notice.broken", { message }), hint: words.t("notice.brokenHint") });
    });
  }
  await started;
}
