/** The part of WebAssembly that `shared/` uses; the host reads this file too, since Node's types name it only with the DOM's. */
declare namespace WebAssembly {
  class Instance {
    constructor(module: Module, imports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Module {
    readonly wasmModule?: never;
  }
  /** A trap: the module's own code did what it must not. Its memory is in an unknown state. */
  class RuntimeError extends Error {}
  function instantiate(
    bytes: Uint8Array | ArrayBuffer,
    imports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<{ readonly instance: Instance; readonly module: Module }>;
}
