/** The part of WebAssembly that `shared/` uses; the host reads this file too, since Node's types name it only with the DOM's. */
declare namespace WebAssembly {
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Module {
    readonly wasmModule?: never;
  }
  function instantiate(
    bytes: Uint8Array | ArrayBuffer,
    imports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<{ readonly instance: Instance; readonly module: Module }>;
}
