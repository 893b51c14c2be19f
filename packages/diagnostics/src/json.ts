import type { Diagnostic, Place } from './diagnostic.ts';

/**
 * Writes a diagnostic as one line of JSON with a fixed order of keys: `code`, `severity`, `fatal`, `text`, `at`, `related`, `hint`
 * (left out without one). Names and numbers are those of `Diagnostic`. No final line end.
 *
 * @example
 * JSON.parse(renderJson(diagnostic)).code; // 'WW1010'
 */
export function renderJson(diagnostic: Diagnostic): string {
  const { code, severity, fatal, text, at, related, hint } = diagnostic;
  return JSON.stringify({
    code,
    severity,
    fatal,
    text,
    at: ordered(at),
    related: related.map((other) => ({ text: other.text, at: ordered(other.at) })),
    hint,
  });
}

/** The parts of a place in the order of `Place`; unknown ones are undefined, which JSON leaves out. */
function ordered({ input, member, section, symbol, offset, line, column }: Place): unknown {
  return { input, member, section, symbol, offset, line, column };
}
