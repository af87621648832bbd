/** Node's types name no WebAssembly unless the DOM's are there; this is the part that `shared/` uses (its platform.d.ts). */
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
