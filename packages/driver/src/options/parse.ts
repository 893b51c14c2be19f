/** From arguments to settings: response files, matching, and reading the rows of the table in their order. */
import { diagnose, driverCodes, type Diagnostic } from '@wasmwright/diagnostics';
import type { Host } from '../host.ts';
import {
  matchArguments,
  spellingIndex,
  type Argument,
  type Matched,
  type OptionArgument,
} from './match.ts';
import { acceptGnuOptions } from './gnu.ts';
import { expandResponseFiles } from './response.ts';
import type { LoadStep, Mutable, Quoting, Settings } from './settings.ts';
import { optionTable, type OptionRow, type Stage } from './table.ts';
import { lastValue, readInteger, valueReaders, type Reading } from './values.ts';

type Report = (diagnostic: Diagnostic) => void;

/** A command line after expansion and matching. */
export interface CommandLine {
  /** Everything in order. */
  readonly arguments: readonly Argument[];
  /** Settings that were needed to parse: quoting, colours, compat level. */
  readonly draft: Mutable<Settings>;
  /** What is wrong with the line itself, in the order wasm-ld reports it. */
  readonly problems: readonly Diagnostic[];
}

/** Arguments of each row, by the row's id. */
function byRow(list: readonly Argument[]): Map<string, OptionArgument[]> {
  const map = new Map<string, OptionArgument[]>();
  for (const argument of list) {
    if (argument.kind !== 'option') continue;
    const same = map.get(argument.row.id);
    if (same === undefined) map.set(argument.row.id, [argument]);
    else same.push(argument);
  }
  return map;
}

/** Applies one row to the settings. */
function readRow(row: OptionRow, reading: Reading): void {
  const { given, draft } = reading;
  const { effect } = row;
  switch (effect.kind) {
    case 'flag':
      draft[effect.field] = given[given.length - 1]!.value !== null;
      break;
    case 'clear':
      draft[effect.field] = false;
      break;
    case 'text':
      draft[effect.field] = lastValue(given);
      break;
    case 'list':
      draft[effect.field] = given.map((argument) => argument.value ?? '');
      break;
    case 'items':
      draft[effect.field] = lastValue(given)
        .split(',')
        .filter((item) => item !== '');
      break;
    case 'integer': {
      const number = readInteger(reading);
      if (number !== 0 || effect.zeroIsUnset !== true) draft[effect.field] = number;
      break;
    }
    case 'value':
      valueReaders[effect.read](reading);
      break;
    case 'load':
    case 'ignored':
      break;
  }
}

/** Reads the rows of one stage, in table order, into `draft`. */
export function readStage(
  stage: Stage,
  list: readonly Argument[],
  draft: Mutable<Settings>,
  report: Report,
): void {
  const given = byRow(list);
  for (const row of optionTable()) {
    const arguments_ = row.stage === stage ? given.get(row.id) : undefined;
    if (arguments_ !== undefined) readRow(row, { given: arguments_, draft, report });
  }
}

/** Warnings for `-z` values without a meaning; they come before the early exits (P5). */
export function reportUnknownZ(list: readonly Argument[], compat: number, report: Report): void {
  for (const argument of list) {
    if (argument.kind !== 'option' || argument.row.id !== 'z') continue;
    const value = argument.value ?? '';
    const known = value.startsWith('stack-size=') || (compat >= 20 && value === 'muldefs');
    if (!known) report(diagnose(driverCodes.unknownZ, { value }));
  }
}

/** Quoting asked for, looked up before response files are expanded. */
function quotingOf(matched: Matched, standard: Quoting, report: Report): Quoting {
  const draft: Mutable<Settings> = {};
  const given = byRow(matched.arguments).get('rsp-quoting');
  if (given !== undefined) valueReaders.quoting({ given, draft, report });
  return draft.quoting ?? standard;
}

/** Drops `-flavor wasm` at the start (P6). */
function withoutFlavor(args: readonly string[]): readonly string[] {
  return args[0] === '-flavor' && args[1] === 'wasm' ? args.slice(2) : args;
}

/**
 * Expands and matches a command line.
 *
 * @param standard - quoting of response files unless `--rsp-quoting` says otherwise
 */
export async function parseCommandLine(
  args: readonly string[],
  standard: Quoting,
  host: Host,
): Promise<CommandLine> {
  const problems: Diagnostic[] = [];
  const report: Report = (diagnostic) => problems.push(diagnostic);
  const own = withoutFlavor(args);
  let index = spellingIndex(19);
  const expanded = await expandResponseFiles(
    own,
    quotingOf(matchArguments(own, index), standard, report),
    host,
    report,
  );
  let matched = matchArguments(expanded, index);
  const draft: Mutable<Settings> = {};
  const parsing = matched.arguments.filter(
    (argument) => argument.kind === 'option' && argument.row.id !== 'rsp-quoting',
  );
  readStage('parsing', parsing, draft, report);
  if (draft.compat !== undefined && draft.compat !== 19) {
    index = spellingIndex(draft.compat);
    matched = matchArguments(expanded, index);
  }
  if (matched.missing !== undefined) {
    report(diagnose(driverCodes.missingArgument, { argument: matched.missing }));
  }
  const list =
    draft.gnuCompat === true ? acceptGnuOptions(matched.arguments, report) : matched.arguments;
  for (const argument of list) {
    if (argument.kind === 'unknown') {
      report(diagnose(driverCodes.unknownArgument, { argument: argument.text }));
    }
  }
  return { arguments: list, draft, problems };
}

/** What to load, in command-line order (P4). */
export function loadSteps(list: readonly Argument[]): LoadStep[] {
  const steps: LoadStep[] = [];
  for (const argument of list) {
    if (argument.kind === 'input') steps.push({ input: argument.text });
    else if (argument.kind === 'option' && argument.row.effect.kind === 'load') {
      const { load } = argument.row.effect;
      steps.push(load === 'library' ? { library: argument.value ?? '' } : { set: load });
    }
  }
  return steps;
}
