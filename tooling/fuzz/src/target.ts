/** One parser under test. */
export interface FuzzTarget {
  /** Name on the command line, such as `object`. */
  readonly name: string;
  /** Feeds bytes to the parser and checks what comes back. It throws only on a bug. */
  run(bytes: Uint8Array): void;
  /** Inputs of its own, next to the files of the corpus. */
  readonly seeds?: () => readonly Uint8Array[];
}
