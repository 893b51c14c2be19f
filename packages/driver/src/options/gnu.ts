/** `--gnu-compat`: options of GNU ld that group or diagnose are taken with a warning and ignored (P11). */
import { diagnose, driverCodes, type Diagnostic } from '@wasmwright/diagnostics';
import type { Argument } from './match.ts';

/** Names without dashes. Options that change the program (scripts, `--defsym`) stay unknown. */
const NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'start-group',
  'end-group',
  '(',
  ')',
  'as-needed',
  'no-as-needed',
  'no-undefined',
  'warn-common',
  'no-warn-common',
  'Bsymbolic-functions',
]);

/** Options with a value that may follow separately. */
const WITH_VALUE: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'rpath-link',
  'print-symbol-order',
]);

/** The arguments without the options that are ignored, each of which is reported. */
export function acceptGnuOptions(
  list: readonly Argument[],
  report: (diagnostic: Diagnostic) => void,
): readonly Argument[] {
  const out: Argument[] = [];
  for (let i = 0; i < list.length; i++) {
    const argument = list[i]!;
    const match = argument.kind === 'unknown' ? /^--?([^=]+)(=?)/.exec(argument.text) : null;
    const name = match?.[1] ?? '';
    const ignored = NAMES.has(name) || WITH_VALUE.has(name) || name.startsWith('call-graph-');
    if (match === null || !ignored) {
      out.push(argument);
      continue;
    }
    report(diagnose(driverCodes.ignoredGnuOption, { argument: argument.text }));
    if (WITH_VALUE.has(name) && match[2] === '' && list[i + 1]?.kind === 'input') i++;
  }
  return out;
}
