/** Diagnostics of text inputs with the line they are about and a caret under the column. */
import type { Diagnostic } from '@wasmwright/diagnostics';

/** Lines longer than this are cut around the caret. */
const WIDTH = 100;

/**
 * Renders a finding about a text.
 *
 * @param lineOf - gives a line of an input (from 1), or undefined
 * @example
 * renderExcerpt(diagnostic, (input, line) => text.split('\n')[line - 1]);
 * // main.air:2:9: error: add: expected u8, found u16
 * //   %2 = add(%0, %1)
 * //        ^
 */
export function renderExcerpt(
  diagnostic: Diagnostic,
  lineOf: (input: string, line: number) => string | undefined,
): string {
  const { at, severity, text, hint } = diagnostic;
  const place = [at.input ?? '', at.line, at.column].filter(
    (part) => part !== undefined && part !== '',
  );
  const head = `${place.length > 0 ? `${place.join(':')}: ` : ''}${severity}: ${text}`;
  const parts = [head];
  const line =
    at.input !== undefined && at.line !== undefined ? lineOf(at.input, at.line) : undefined;
  if (line !== undefined && at.column !== undefined) parts.push(...excerpt(line, at.column));
  if (hint !== undefined) parts.push(`  hint: ${hint}`);
  return `${parts.join('\n')}\n`;
}

function excerpt(line: string, column: number): string[] {
  const start = Math.max(0, column - 1 - WIDTH / 2);
  const shown = line.slice(start, start + WIDTH);
  // Tabs keep their width in the line of the caret.
  const before = shown.slice(0, column - 1 - start).replace(/[^\t]/g, ' ');
  return [`  ${shown}`, `  ${before}^`];
}
