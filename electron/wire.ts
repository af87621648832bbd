/** The names under which the preload and the desktop speak; the channels of `shared/ipc.ts` travel inside them. */
export const WIRE = {
  /** Asked: channel, arguments, ticket or null. Answered: an `Answer`. */
  call: "quoin:call",
  /** Told: ticket. */
  cancel: "quoin:cancel",
  /** Told: event name, data. */
  event: "quoin:event",
} as const;

/** The window's base. A host name of its own gives it an origin of its own. */
export const BASE = "quoin://app/";
