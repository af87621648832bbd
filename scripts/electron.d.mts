/** The runtime's program, or null when it is not here. */
export function electronRuntime(): string | null;
