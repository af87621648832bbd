/** One export at a time: what was asked, how far it is, what came of it. */
import { createStore, useStore } from "zustand";
import type { Finding } from "../../shared/finding.ts";
import type { Bridge, EventData, Failure, Standard, WrittenFile } from "../../shared/ipc.ts";
import type { Session } from "./session.ts";
import { desk } from "./store.ts";

export type ExportOrder = {
  readonly standard: Standard;
  readonly printer: string | null;
  /** As printers write them; null for all. */
  readonly pages: string | null;
  readonly marks: boolean;
  readonly receipt: boolean;
  /** Count it in the document as its next proof or print. */
  readonly record: boolean;
  readonly lineNumbers: boolean;
  readonly grid: boolean;
  readonly allow: readonly string[];
};
export type Exporting =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly job: string | null; readonly progress: EventData<"export.progress"> | null }
  | {
      readonly kind: "done";
      readonly outcome: "written" | "blocked" | "cancelled" | "failed";
      readonly files: readonly WrittenFile[];
      readonly findings: readonly Finding[];
      readonly failure: Failure | null;
    };

const store = createStore<{ readonly exporting: Exporting }>(() => ({ exporting: { kind: "idle" } }));
const set = (exporting: Exporting) => store.setState({ exporting });
export function useExporting(): Exporting {
  return useStore(store, (state) => state.exporting);
}
export function forgetExport(): void {
  if (store.getState().exporting.kind === "done") set({ kind: "idle" });
}

/** Listens to the host; call once. */
export function watchExports(bridge: Bridge): void {
  bridge.on("export.progress", (progress) => {
    const { exporting } = store.getState();
    if (exporting.kind === "running" && (exporting.job === null || exporting.job === progress.job)) {
      set({ ...exporting, progress });
    }
  });
  bridge.on("export.done", ({ job, outcome, files, findings, failure }) => {
    const { exporting } = store.getState();
    if (exporting.kind === "running" && (exporting.job === null || exporting.job === job)) {
      set({ kind: "done", outcome, files, findings, failure });
    }
  });
}

export async function startExport(session: Session, order: ExportOrder): Promise<void> {
  const { bridge } = session;
  const open = desk.getState().document;
  if (!open || store.getState().exporting.kind === "running") return;
  const failed = (failure: Failure) => set({ kind: "done", outcome: "failed", files: [], findings: [], failure });
  let target: string | null = null;
  if (desk.getState().host?.nativeDialogs) {
    const name = `${open.name.replace(/\.quoin$/i, "") || "interview"}.pdf`;
    const place = await bridge.call("dialog.save", { purpose: "pdf", name });
    if (!place.ok) return failed(place.failure);
    if (!place.value) return;
    target = place.value.token;
  }
  set({ kind: "running", job: null, progress: null });
  const unwritten = await session.flush();
  if (unwritten) return failed(unwritten);
  const answer = await bridge.call("export.start", {
    handle: open.handle,
    ...order,
    allow: [...order.allow],
    digests: order.pages === null ? (session.digests() as string[] | null) : null,
    target,
  });
  if (!answer.ok) return failed(answer.failure);
  const { exporting } = store.getState();
  // The host may have been quicker than its own answer.
  if (exporting.kind === "running") set({ ...exporting, job: answer.value.job });
}

export async function cancelExport(bridge: Bridge): Promise<void> {
  const { exporting } = store.getState();
  if (exporting.kind === "running" && exporting.job) await bridge.call("export.cancel", { job: exporting.job });
}
