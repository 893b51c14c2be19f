/**
 * Messages as wasm-ld prints them (Q6): `NAME: error: TEXT`, the error limit, the blank line after a message of
 * several lines, warnings that count as errors, colours.
 */
import type { Diagnostic } from '@wasmwright/diagnostics';

/** Colours of a terminal: `\x1b[0;Nm` before the severity, and reset after it. */
const RED = '\x1b[0;31m';
const MAGENTA = '\x1b[0;35m';
const RESET = '\x1b[0m';

const LIMIT_REACHED =
  'too many errors emitted, stopping now (use -error-limit=0 to see all errors)';

/** Thrown to leave the link after a fatal error or the error limit; caught in `link`. */
export class Stop extends Error {}

/** What a `Messages` tells its owner. */
export interface MessageSink {
  /** Called with each diagnostic that is printed, and its text with name, colours and line end. */
  onDiagnostic(diagnostic: Diagnostic, rendered: string): void;
}

/** Renders diagnostics in order and counts errors. */
export class Messages {
  /** Errors reported so far, printed or not. */
  errors = 0;
  /** Errors printed before the link is given up; 0 is no limit. */
  limit = 20;
  fatalWarnings = false;
  colors = false;
  /** Everything that was printed. */
  text = '';
  readonly diagnostics: Diagnostic[] = [];
  private readonly name: string;
  private readonly onDiagnostic: MessageSink['onDiagnostic'] | undefined;
  private separator = '';

  constructor(name: string, onDiagnostic?: MessageSink['onDiagnostic']) {
    this.name = name;
    this.onDiagnostic = onDiagnostic;
  }

  /**
   * Reports a diagnostic.
   *
   * @throws Stop after a fatal error and when the limit is reached
   */
  report(diagnostic: Diagnostic): void {
    if (diagnostic.severity === 'warning' && !this.fatalWarnings) {
      this.warn(diagnostic);
      return;
    }
    const before = this.errors++;
    if (this.limit === 0 || before < this.limit) {
      this.emit(
        diagnostic.severity === 'error' ? diagnostic : { ...diagnostic, severity: 'error' },
        this.line(RED, 'error', diagnostic.text),
      );
    } else if (before === this.limit) {
      this.text += this.line(RED, 'error', LIMIT_REACHED);
      throw new Stop();
    }
    if (diagnostic.fatal) throw new Stop();
  }

  /** Prints a warning that stays one under `--fatal-warnings`. */
  warn(diagnostic: Diagnostic): void {
    this.emit(diagnostic, this.line(MAGENTA, 'warning', diagnostic.text));
  }

  /** A line of `--verbose`. */
  log(text: string): void {
    this.text += this.line(RESET, '', text);
  }

  private emit(diagnostic: Diagnostic, rendered: string): void {
    this.text += rendered;
    this.diagnostics.push(diagnostic);
    this.onDiagnostic?.(diagnostic, rendered);
  }

  private line(color: string, kind: string, text: string): string {
    const label = kind === '' ? '' : this.colors ? `${color}${kind}: ${RESET}` : `${kind}: `;
    const line = `${this.separator}${this.name}: ${label}${text}\n`;
    this.separator = text.includes('\n') ? '\n' : '';
    return line;
  }
}
