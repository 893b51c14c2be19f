/** Figures about a link: phases with their durations, bytes and counts. */

import type { Diagnostic } from '@wasmwright/diagnostics';
import type { LinkStatistics } from '@wasmwright/linker';

/** One phase of a link. */
export interface PhaseTime {
  readonly name: string;
  /** Milliseconds; 0 without a clock. */
  readonly duration: number;
}

/** Figures about a link. */
export interface LinkStats {
  /** In the order they ran; a phase that ran twice stands twice. */
  readonly phases: readonly PhaseTime[];
  readonly filesRead: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly errors: number;
  readonly warnings: number;
  /** Objects, functions, segments and symbols; undefined if it did not come to linking. */
  readonly linked: LinkStatistics | undefined;
}

/** Measures phases as they start one after the other. */
export class Phases {
  filesRead = 0;
  bytesRead = 0;
  bytesWritten = 0;
  linked: LinkStatistics | undefined;
  private readonly list: PhaseTime[] = [];
  private readonly now: () => number;
  private readonly onPhase: ((phase: string) => void) | undefined;
  private current = '';
  private since = 0;

  constructor(now: (() => number) | undefined, onPhase: ((phase: string) => void) | undefined) {
    this.now = now ?? (() => 0);
    this.onPhase = onPhase;
  }

  /** Ends the current phase and begins another. */
  start(name: string): void {
    const time = this.now();
    this.end(time);
    this.current = name;
    this.since = time;
    this.onPhase?.(name);
  }

  finish(diagnostics: readonly Diagnostic[]): LinkStats {
    this.end(this.now());
    const { list: phases, filesRead, bytesRead, bytesWritten, linked } = this;
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
    const warnings = diagnostics.length - errors;
    return { phases, filesRead, bytesRead, bytesWritten, errors, warnings, linked };
  }

  private end(time: number): void {
    if (this.current !== '') this.list.push({ name: this.current, duration: time - this.since });
    this.current = '';
  }
}
