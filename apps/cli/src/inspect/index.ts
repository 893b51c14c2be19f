/** `wasmwright inspect`: shows what is in modules, objects, shared objects and archives. */
import { renderText, type Diagnostic } from '@wasmwright/diagnostics';
import { diagnose, inspectCodes } from '@wasmwright/diagnostics';
import { examine, type Inspection } from './inspection.ts';
import { nodeInspectHost } from './node-host.ts';
import { helpText, parseOptions } from './options.ts';
import { membersOf, writeText } from './text.ts';
import { writeJson } from './json.ts';
import { isError } from './to-report.ts';

export type { Report } from './report.ts';
export { inspect } from './to-report.ts';

/** Where the command reads and prints. */
export interface InspectHost {
  /** Bytes of a file; throws an error whose message is the reason. */
  read(path: string): Uint8Array;
  out(text: string): void;
  err(text: string): void;
}

/**
 * Runs the command.
 *
 * @param args - arguments behind `inspect`
 * @returns the exit status: 1 if a file could not be read to its end
 */
export function runInspect(args: readonly string[], host: InspectHost = nodeInspectHost): number {
  const options = parseOptions(args);
  if ('code' in options) {
    host.err(`${renderText(options)}\n`);
    return 1;
  }
  if (options.help) {
    host.out(helpText());
    return 0;
  }
  const out = new LineBuffer(host);
  let failed = false;
  const tell = (diagnostics: readonly Diagnostic[]): void => {
    out.flush();
    for (const diagnostic of diagnostics) host.err(`${renderText(diagnostic)}\n`);
    failed ||= diagnostics.some(isError);
  };
  const show = (inspection: Inspection): void => {
    writeText(inspection, options, out.line);
    tell(inspection.diagnostics);
    for (const member of membersOf(inspection)) {
      out.line('');
      show(member);
    }
  };
  let shown = 0;
  for (const path of options.paths) {
    let bytes: Uint8Array;
    try {
      bytes = host.read(path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell([diagnose(inspectCodes.unreadable, { file: path, reason }, { input: path })]);
      continue;
    }
    const inspection = examine(bytes, path);
    if (options.json) {
      out.line(shown++ === 0 ? '[{' : '}, {');
      writeJson(inspection, options, out.line);
      failed ||= inspection.memberFailed === true || inspection.diagnostics.some(isError);
    } else {
      if (shown++ > 0) out.line('');
      show(inspection);
    }
  }
  if (options.json) out.line(shown === 0 ? '[]' : '}]');
  out.flush();
  return failed ? 1 : 0;
}

/** Collects lines and prints them in blocks. */
class LineBuffer {
  private readonly host: InspectHost;
  private lines: string[] = [];

  constructor(host: InspectHost) {
    this.host = host;
  }

  readonly line = (text: string): void => {
    if (this.lines.push(text) === 1000) this.flush();
  };

  flush(): void {
    if (this.lines.length === 0) return;
    this.host.out(`${this.lines.join('\n')}\n`);
    this.lines = [];
  }
}
