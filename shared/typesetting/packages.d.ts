/** Types of a package that brings none. */
declare module "hyphen/patterns/*" {
  type Trie = { readonly [letter: string]: Trie | number | readonly [Trie, number] };
  /** Levels between letters, a tree of patterns that point into them, words with their division points. */
  const patterns: readonly [
    levels: readonly (readonly number[])[],
    tree: Trie,
    exceptions?: Readonly<Record<string, readonly number[]>>,
  ];
  export default patterns;
}
