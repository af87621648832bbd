/**
 * The calls, whatever door they come through. A door hands over a channel's name and what it received; the arguments
 * are checked here, and whatever happens comes back as an `Answer`. Events go out to every listener.
 */
import type { z } from "zod";
import { type Answer, calls, type CallName, type EventData, type EventName, type Result } from "../../shared/ipc.ts";
import { anyFailure, CANCELLED } from "./failure.ts";

/** Arguments as checked, with defaults filled in. */
export type Checked<C extends CallName> = z.output<(typeof calls)[C]["args"]>;
export type Handlers = {
  readonly [C in CallName]: (args: Checked<C>, signal: AbortSignal) => Result<C> | Promise<Result<C>>;
};

export type Emit = <E extends EventName>(event: E, data: EventData<E>) => void;
export type Listener = (event: EventName, data: unknown) => void;

export type Events = { readonly emit: Emit; listen(listener: Listener): () => void };
export function createEvents(): Events {
  const listeners = new Set<Listener>();
  return {
    emit: (event, data) => {
      for (const listener of listeners) listener(event, data);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * One call from outside. Never rejects. `report` hears of our own mistakes, with their stack; the caller gets one line.
 */
export async function answerCall(
  handlers: Handlers,
  channel: string,
  received: unknown,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<Answer<unknown>> {
  if (!Object.hasOwn(calls, channel)) {
    return refused(`There is no call "${channel.slice(0, 60)}"`);
  }
  const name = channel as CallName;
  const args = calls[name].args.safeParse(received);
  if (!args.success) {
    const issue = args.error.issues[0];
    return refused(`${name}: ${issue?.path.join(".") || "the arguments"}: ${issue?.message ?? "not as expected"}`);
  }
  if (signal.aborted) return { ok: false, failure: CANCELLED };
  try {
    const handler = handlers[name] as (args: unknown, signal: AbortSignal) => unknown;
    const value = await handler(args.data, signal);
    return signal.aborted ? { ok: false, failure: CANCELLED } : { ok: true, value };
  } catch (error) {
    const failure = signal.aborted ? CANCELLED : anyFailure(error, name);
    if (failure.code === "internal") report(error);
    return { ok: false, failure };
  }
}

function refused(message: string): Answer<never> {
  return {
    ok: false,
    failure: { code: "refused", message, hint: "Window and host do not fit together; start Quoin again" },
  };
}
