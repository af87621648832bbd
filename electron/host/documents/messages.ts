/**
 * What the host and the child process that holds a document say to each other: requests answered by number, and one
 * event. Both sides are ours and of one version, so types suffice; bytes travel as `Uint8Array` (advanced serialization).
 */
import type { Finding } from "../../../shared/finding.ts";
import type { Failure, Json, MediaInfo, RecordedTransaction, Transaction, Version } from "../../../shared/ipc.ts";
import type { Edition, EditionKind } from "./editions.ts";
import type { NewMedia } from "./originalsTable.ts";
import type { OpenOptions, ReadOnlyReason } from "./storyFile.ts";

export type Loaded = {
  readonly path: string;
  readonly doc: Json;
  readonly revision: number;
  readonly readOnly: ReadOnlyReason | null;
  /** Time of the last change, milliseconds since 1970. */
  readonly changed: number;
  /** Whoever wrote it last never let go of it: what is here was brought back after a crash. */
  readonly crashed: boolean;
};

/** Each request's arguments and its answer. */
export type Requests = {
  create: {
    readonly ask: {
      readonly path: string;
      readonly doc: Json;
      readonly time: number;
      readonly media: readonly NewMedia[];
    };
    readonly answer: null;
  };
  /** `refuge`: the folder for a rescue copy, should the file not be writable later; null: nowhere. */
  /** What is sound in a damaged file as a new one at `to`; what is not, one finding each. */
  rescue: {
    readonly ask: { readonly path: string; readonly to: string };
    readonly answer: { readonly findings: readonly Finding[] };
  };
  open: {
    readonly ask: { readonly path: string; readonly refuge: string | null } & OpenOptions;
    readonly answer: Loaded;
  };
  apply: {
    readonly ask: { readonly base: number; readonly transactions: readonly Transaction[]; readonly time: number };
    readonly answer: { readonly revision: number; readonly ids: number[] };
  };
  flush: { readonly ask: null; readonly answer: { readonly revision: number } };
  version: { readonly ask: { readonly name: string; readonly time: number }; readonly answer: Version };
  /** Forgets the past but for named versions, and pictures that nothing shows; the file's sizes in bytes. */
  compact: {
    readonly ask: { readonly time: number };
    readonly answer: { readonly before: number; readonly after: number };
  };
  versions: { readonly ask: null; readonly answer: Version[] };
  at: {
    readonly ask: { readonly revision: number };
    readonly answer: { readonly revision: number; readonly doc: Json };
  };
  now: { readonly ask: null; readonly answer: Loaded };
  history: {
    readonly ask: { readonly before: number; readonly limit: number };
    readonly answer: {
      readonly base: { readonly revision: number; readonly doc: Json };
      readonly transactions: RecordedTransaction[];
    };
  };
  addMedia: { readonly ask: { readonly media: NewMedia; readonly time: number }; readonly answer: MediaInfo };
  mediaInfo: { readonly ask: { readonly hash: string }; readonly answer: MediaInfo | null };
  mediaList: { readonly ask: null; readonly answer: MediaInfo[] };
  media: { readonly ask: { readonly hash: string }; readonly answer: Uint8Array };
  /** Piece `part` from 0; null past the end. For streams, which hold one piece at a time. */
  mediaPart: { readonly ask: { readonly hash: string; readonly part: number }; readonly answer: Uint8Array | null };
  copy: { readonly ask: { readonly path: string }; readonly answer: null };
  /** A copy into the empty file `path`, its writer still named in it. */
  publish: { readonly ask: { readonly path: string }; readonly answer: null };
  /** A copy at `path`, and the document goes on there. One request, so that no step falls between the two files. */
  move: { readonly ask: { readonly path: string } & OpenOptions; readonly answer: Loaded };
  /** Commits, and counts an edition with its map, or takes the last of a kind back. */
  record: { readonly ask: { readonly edition: Edition; readonly map: string | null }; readonly answer: null };
  forget: { readonly ask: { readonly kind: EditionKind; readonly number: number }; readonly answer: null };
  close: { readonly ask: null; readonly answer: null };
};
export type RequestName = keyof Requests;

export type Request = {
  [N in RequestName]: { readonly n: number; readonly name: N; readonly ask: Requests[N]["ask"] };
}[RequestName];

export type Message =
  | { readonly kind: "answer"; readonly n: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly n: number; readonly failure: Failure }
  /**
   * After each commit, and after one that failed. `revision` is the one on disk; `kept`: the rescue copy that holds the
   * rest.
   */
  | {
      readonly kind: "committed";
      readonly revision: number;
      readonly failure: Failure | null;
      readonly kept: string | null;
    }
  /** The file was moved, and is written where it lies now. */
  | { readonly kind: "moved"; readonly path: string }
  /** A document that is only read, as somebody else has written it since. */
  | { readonly kind: "changed"; readonly loaded: Loaded }
  /** The other writer is gone: the document may be written here. */
  | { readonly kind: "free" };
