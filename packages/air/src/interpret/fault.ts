// How an operation stops the program: by throwing a `Fault` or a `Halt`, which only the machine's main loop catches.

import type { Arguments, CodeRow, Place } from '@wasmwright/diagnostics';

/** A stop with a diagnostic; the main loop adds the place. */
export class Fault {
  readonly row: CodeRow;
  readonly values: Readonly<Record<string, string | number | bigint>>;
  /** Where it happened, if not at the current instruction. */
  readonly at: Place | undefined;

  constructor(
    row: CodeRow,
    values: Readonly<Record<string, string | number | bigint>>,
    at?: Place,
  ) {
    this.row = row;
    this.values = values;
    this.at = at;
  }
}

/** An ordered end of the program. */
export class Halt {
  readonly kind: 'trap' | 'exit';
  /** Exit status. */
  readonly status: number;

  constructor(kind: 'trap' | 'exit', status = 0) {
    this.kind = kind;
    this.status = status;
  }
}

/** Stops the program with a row of `interpretCodes`. */
export function fault<Row extends CodeRow>(row: Row, values: Arguments<Row>): never {
  throw new Fault(row, values as Record<string, string | number | bigint>);
}
