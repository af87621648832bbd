/**
 * HarfBuzz's subsetter, as WebAssembly without imports or wrapper: these are calls of its C functions. The bytes of the
 * module come in from outside, since this room opens no file. A font that makes it trap (none is known) costs that one
 * font: the library is set up anew from the compiled module.
 */
type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer };
} & Readonly<Record<string, (...args: number[]) => number>>;

/** Calls a C function by name. */
export type Call = (name: string, ...args: number[]) => number;

/** Sets up the input of one run; `face` is for functions that ask for it. All three are HarfBuzz's pointers. */
export type Prepare = (call: Call, input: number, face: number) => void;

export type SubsetLibrary = {
  /**
   * What HarfBuzz makes of face `index` of a font, by the input that `prepare` sets up. Null when it cannot, whatever
   * the reason.
   */
  make(font: Uint8Array, index: number, prepare: Prepare): Uint8Array | null;
};

const MEMORY_MODE_READONLY = 1;

/** `wasm` is `harfbuzz-subset.wasm` of the package harfbuzzjs. */
export async function loadSubsetLibrary(wasm: Uint8Array): Promise<SubsetLibrary> {
  const { module, instance } = await WebAssembly.instantiate(wasm as Uint8Array<ArrayBuffer>, {});
  let hb = instance.exports as unknown as Exports;
  const call: Call = (name, ...args) => {
    const found = hb[name];
    if (!found) throw new RangeError(`the subsetter has no ${name}`);
    return found(...args);
  };
  call("_initialize");

  function make(font: Uint8Array, index: number, prepare: Prepare): Uint8Array | null {
    const at = call("malloc", font.length);
    if (at === 0) return null;
    new Uint8Array(hb.memory.buffer).set(font, at);
    const blob = call("hb_blob_create", at, font.length, MEMORY_MODE_READONLY, 0, 0);
    const face = call("hb_face_create", blob, index);
    const input = call("hb_subset_input_create_or_fail");
    prepare(call, input, face);
    const made = call("hb_subset_or_fail", face, input);
    let copy: Uint8Array | null = null;
    if (made !== 0) {
      const out = call("hb_face_reference_blob", made);
      const length = call("hb_blob_get_length", out);
      const from = call("hb_blob_get_data", out, 0);
      // The memory may have moved while it grew: a view is made only now.
      copy = length === 0 ? null : new Uint8Array(hb.memory.buffer).slice(from, from + length);
      call("hb_blob_destroy", out);
      call("hb_face_destroy", made);
    }
    call("hb_subset_input_destroy", input);
    call("hb_face_destroy", face);
    call("hb_blob_destroy", blob);
    call("free", at);
    return copy;
  }

  return {
    make(font, index, prepare) {
      try {
        return make(font, index, prepare);
      } catch (error) {
        if (!(error instanceof WebAssembly.RuntimeError)) throw error;
        hb = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
        call("_initialize");
        return null;
      }
    },
  };
}

/** A tag as HarfBuzz counts it: "wght" is its four bytes. */
export function tagNumber(tag: string): number {
  return [0, 1, 2, 3].reduce((sum, i) => (sum << 8) | tag.charCodeAt(i), 0) >>> 0;
}
