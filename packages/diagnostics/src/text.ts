import type { Diagnostic, Place } from './diagnostic.ts';

/** How `renderText` writes. */
export interface TextOptions {
  /** Use ANSI colours. @default false */
  readonly color?: boolean;
}

type Style = 'error' | 'warning' | 'code' | 'place' | 'hint';

const SGR: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  code: '1',
  place: '2',
  hint: '36',
};

/**
 * Writes a diagnostic for people: severity, code and text, then indented lines for the place, related places and the hint. No final line
 * end. Control characters from inputs are shown, not sent to the terminal.
 *
 * @example
 * renderText(diagnose(objectCodes.zeroLengthSection, { file: 'a.o' }, { input: 'a.o', offset: 8 }));
 * // error WW1010  a.o: zero length section
 * //   at a.o, offset 0x8
 * //   hint: the file is damaged or was not written by a WebAssembly compiler; build it again
 */
export function renderText(diagnostic: Diagnostic, options: TextOptions = {}): string {
  const paint = (style: Style, text: string): string =>
    options.color === true ? `\x1b[${SGR[style]}m${text}\x1b[0m` : text;
  const { severity, code, at, related, hint } = diagnostic;
  const head = `${paint(severity, severity)} ${paint('code', code)}`;
  const lines = [`${head}  ${visible(diagnostic.text).replaceAll('\n', '\n  ')}`];
  const place = describePlace(at);
  if (place !== '') lines.push(`  ${paint('place', `at ${place}`)}`);
  for (const other of related) {
    const where = describePlace(other.at);
    const suffix = where === '' ? '' : `  ${paint('place', where)}`;
    lines.push(`  ${visible(other.text)}${suffix}`);
  }
  if (hint !== undefined) lines.push(`  ${paint('hint', 'hint:')} ${visible(hint)}`);
  return lines.join('\n');
}

/** `main.air:3:7`, or `libc.a(printf.o), section code, symbol printf, offset 0x1c7`: what is known, in that order. */
function describePlace(at: Place): string {
  const parts: string[] = [];
  if (at.input !== undefined) {
    const member = at.member === undefined ? '' : `(${at.member})`;
    const line = at.line === undefined ? '' : `:${at.line}`;
    const column = at.line === undefined || at.column === undefined ? '' : `:${at.column}`;
    parts.push(`${at.input}${member}${line}${column}`);
  } else if (at.line !== undefined) parts.push(`line ${at.line}`);
  if (at.section !== undefined) parts.push(`section ${at.section}`);
  if (at.symbol !== undefined) parts.push(`symbol ${at.symbol}`);
  if (at.offset !== undefined) parts.push(`offset 0x${at.offset.toString(16)}`);
  return visible(parts.join(', '));
}

/** Control characters other than line ends as `\x1b`. */
function visible(text: string): string {
  return text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
