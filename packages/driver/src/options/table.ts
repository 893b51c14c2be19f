/**
 * wasm-ld's command line as one table (linking.md section 5.2). The matcher, the reader of values, `--help` and the
 * table in the README derive from it. Rows stand in the order in which their values are read, which is the order in
 * which wrong values are reported.
 */
import type { LoadSwitch, Settings } from './settings.ts';

/**
 * How an option is spelled (P1). `F` flag with one or two dashes, `FF` two, `f` one; `B` flag with a twin `no-x`, `BB`
 * the same with two dashes; `J` joined `x=V`, `JJ` with two dashes only; `JN` joined without `=`, two dashes; `E`
 * separate or joined, `EE` with two dashes only; `S` short `-xV` or `-x V`; `s` separate, one dash.
 */
export type Form = 'F' | 'FF' | 'f' | 'B' | 'BB' | 'J' | 'JJ' | 'JN' | 'E' | 'EE' | 'S' | 's';

/** A release of LLVM that brought options; the table is cut at the compat level. */
type Release = 19 | 20 | 22;

/**
 * When a row is read: to be able to parse the rest, before the early exits of P5, or after them. Wrong values of one
 * stage are reported before those of the next.
 */
export type Stage = 'parsing' | 'early' | 'reading';

/** Another spelling of a row. */
interface Alias {
  readonly name: string;
  readonly form: Form;
  /** The value it stands for; null switches the row off. */
  readonly value?: string | null;
  /** First release that has it, when later than the row. */
  readonly since?: Release;
}

/** Names of the settings that hold a `Value`. */
type FieldOf<Value> = {
  [Key in keyof Settings]-?: Value extends Settings[Key] ? Key : never;
}[keyof Settings];

/** What an option does. */
type Effect =
  /** Sets a boolean: true when given, false by its twin; the last one wins. */
  | { readonly kind: 'flag'; readonly field: FieldOf<boolean> }
  /** Sets a boolean to false when given. */
  | { readonly kind: 'clear'; readonly field: FieldOf<boolean> }
  /** The last value. */
  | { readonly kind: 'text'; readonly field: FieldOf<string> }
  /** All values in order. */
  | { readonly kind: 'list'; readonly field: FieldOf<readonly string[]> }
  /** The last value, cut at commas; empty items are dropped. */
  | { readonly kind: 'items'; readonly field: FieldOf<readonly string[]> }
  /** The last value as a decimal number (P7). With `zeroIsUnset` 0 means the default. */
  | { readonly kind: 'integer'; readonly field: FieldOf<number>; readonly zeroIsUnset?: boolean }
  /** Read by the function of this name in `values.ts`. */
  | { readonly kind: 'value'; readonly read: ValueReader }
  /** Acts in command-line order while inputs are loaded (P4). */
  | { readonly kind: 'load'; readonly load: LoadSwitch | 'library' }
  /** Accepted and without effect. */
  | { readonly kind: 'ignored' };

/** Names of the readers in `values.ts`. */
export type ValueReader =
  | 'architecture'
  | 'buildId'
  | 'colors'
  | 'compat'
  | 'entry'
  | 'exportMemory'
  | 'exportMemoryName'
  | 'importMemory'
  | 'importMemoryName'
  | 'ltoCodegenLevel'
  | 'ltoLevel'
  | 'notGrowable'
  | 'quoting'
  | 'threads'
  | 'unresolved'
  | 'z';

/** One option. */
export interface OptionRow {
  /** Unique; the name unless two rows share one. */
  readonly id: string;
  /** Canonical spelling without dashes and `=`. */
  readonly name: string;
  readonly form: Form;
  readonly aliases: readonly Alias[];
  /** Placeholder of the value in `--help`. */
  readonly value: string;
  readonly group: Group;
  readonly help: string;
  /** What holds without the option, where that is not "off". */
  readonly standard: string;
  /** First release that has it. */
  readonly since: Release;
  readonly stage: Stage;
  readonly effect: Effect;
}

/** Groups of `--help` with their titles, in the order they are printed. */
export const groups = {
  files: 'Files and libraries',
  output: 'Output',
  symbols: 'Symbols',
  memory: 'Memory',
  table: 'Function table',
  features: 'Target and features',
  content: 'What goes into the output',
  pic: 'Position-independent code and shared libraries',
  report: 'Reports',
  messages: 'Messages',
  general: 'General',
  ignored: 'Accepted and ignored',
  own: 'Beyond wasm-ld',
} as const;

/** Key of `groups`. */
export type Group = keyof typeof groups;

/** Optional columns of a row. */
type Columns = Partial<
  Pick<OptionRow, 'id' | 'aliases' | 'value' | 'standard' | 'since' | 'stage'>
>;

/** A further spelling. */
const also = (name: string, form: Form, value?: string | null, since?: Release): Alias => ({
  name,
  form,
  ...(value === undefined ? {} : { value }),
  ...(since === undefined ? {} : { since }),
});

/** Builds the rows; called once, on first use, so that importing the package does nothing. */
function rows(): readonly OptionRow[] {
  const list: OptionRow[] = [];
  const row = (
    group: Group,
    name: string,
    form: Form,
    effect: Effect,
    help: string,
    columns: Columns = {},
  ): void => {
    list.push({
      ...{ id: name, name, form, aliases: [], value: '', group, help, standard: '' },
      ...{ since: 19, stage: 'reading', effect },
      ...columns,
    });
  };
  const flag = (field: FieldOf<boolean>): Effect => ({ kind: 'flag', field });
  const clear = (field: FieldOf<boolean>): Effect => ({ kind: 'clear', field });
  const text = (field: FieldOf<string>): Effect => ({ kind: 'text', field });
  const all = (field: FieldOf<readonly string[]>): Effect => ({ kind: 'list', field });
  const items = (field: FieldOf<readonly string[]>): Effect => ({ kind: 'items', field });
  const integer = (field: FieldOf<number>): Effect => ({ kind: 'integer', field });
  const size = (field: FieldOf<number>): Effect => ({ kind: 'integer', field, zeroIsUnset: true });
  const value = (read: ValueReader): Effect => ({ kind: 'value', read });
  const load = (action: LoadSwitch | 'library'): Effect => ({ kind: 'load', load: action });
  const ignored: Effect = { kind: 'ignored' };

  row('files', 'rsp-quoting', 'E', value('quoting'), 'How arguments in @FILE are quoted', {
    value: 'posix|windows',
    standard: 'as on this system',
    stage: 'parsing',
  });
  row('own', 'compat', 'JJ', value('compat'), 'Release of wasm-ld to match byte for byte', {
    value: '19|21|22',
    standard: '19',
    stage: 'parsing',
  });
  row('messages', 'color-diagnostics', 'J', value('colors'), 'Use colours in messages', {
    value: 'auto|always|never',
    standard: 'auto',
    aliases: [also('color-diagnostics', 'F', 'always'), also('no-color-diagnostics', 'F', 'never')],
    stage: 'parsing',
  });
  row(
    'own',
    'gnu-compat',
    'FF',
    flag('gnuCompat'),
    'Ignore grouping and diagnostic options of GNU ld',
    {
      stage: 'parsing',
    },
  );

  row('messages', 'error-limit', 'EE', integer('errorLimit'), 'Stop after N errors, 0 for never', {
    value: 'N',
    standard: '20',
    stage: 'early',
  });
  row('messages', 'fatal-warnings', 'B', flag('fatalWarnings'), 'Turn warnings into errors', {
    stage: 'early',
  });
  row('general', 'help', 'F', flag('help'), 'Print this list and exit', { stage: 'early' });
  row('general', 'version', 'F', flag('version'), 'Print the version and exit', { stage: 'early' });
  row('general', 'v', 'f', flag('banner'), 'Print the version; from 20 on, then link', {
    aliases: [also('V', 'f', undefined, 20)],
    stage: 'early',
  });

  row('messages', 'verbose', 'F', flag('verbose'), 'Say what is being done');
  row('own', 'time', 'FF', flag('time'), 'Print phases with durations, bytes and counts');
  row('own', 'progress', 'FF', flag('progress'), 'Show a progress bar on a terminal');

  row('files', 'L', 'S', all('searchPaths'), 'Look for libraries in DIR', {
    value: 'DIR',
    aliases: [also('library-path', 'E')],
  });
  row('files', 'l', 'S', load('library'), 'Link libNAME, or the file FILE with :FILE', {
    value: 'NAME',
    aliases: [also('library', 'E')],
  });
  row('files', 'Bstatic', 'F', load('static'), 'Take only .a for -l from here on', {
    standard: 'on',
    aliases: [also('dn', 'F'), also('non_shared', 'F'), also('static', 'F')],
  });
  row('files', 'Bdynamic', 'F', load('dynamic'), 'Prefer .so to .a for -l from here on', {
    aliases: [also('dy', 'F'), also('call_shared', 'F')],
  });
  row('files', 'whole-archive', 'F', load('whole-archive'), 'Link every member of archives');
  row('files', 'no-whole-archive', 'F', load('no-whole-archive'), 'Link only the members needed', {
    standard: 'on',
  });
  row('files', 'start-lib', 'F', load('start-lib'), 'Treat the objects that follow as if archived');
  row('files', 'end-lib', 'F', load('end-lib'), 'End of --start-lib');
  row('files', 'reproduce', 'EE', text('reproducePath'), 'Pack all inputs and options into a tar', {
    value: 'FILE',
  });

  row('ignored', 'mllvm', 'E', ignored, 'Option for LLVM', { value: 'ARG' });
  row('ignored', 'lto-O', 'JN', value('ltoLevel'), 'Optimization level, 0 to 3', { value: 'N' });
  row('ignored', 'lto-CGO', 'JN', value('ltoCodegenLevel'), 'Code generation level, 0 to 3', {
    value: 'N',
  });
  row('ignored', 'lto-partitions', 'JJ', integer('ltoPartitions'), 'Parts, at least 1', {
    value: 'N',
  });
  row('ignored', 'lto-debug-pass-manager', 'FF', ignored, 'Pass manager debugging');
  row('ignored', 'disable-verify', 'F', ignored, 'No verification of bitcode');
  row('ignored', 'save-temps', 'F', ignored, 'Keep intermediate files');
  row('ignored', 'thinlto-cache-dir', 'JJ', ignored, 'Cache', { value: 'DIR' });
  row('ignored', 'thinlto-cache-policy', 'EE', ignored, 'Cache policy', { value: 'V' });
  row('ignored', 'thinlto-index-only', 'F', ignored, 'Stop after indexing', {
    since: 20,
    aliases: [also('thinlto-index-only', 'J')],
  });
  row('ignored', 'thinlto-emit-index-files', 'F', ignored, 'Index files', { since: 20 });
  row('ignored', 'thinlto-emit-imports-files', 'F', ignored, 'Import files', { since: 20 });
  for (const name of ['thinlto-prefix-replace', 'thinlto-object-suffix-replace', 'lto-obj-path']) {
    row('ignored', name, 'J', ignored, 'File names of ThinLTO', { value: 'V', since: 20 });
  }

  row('output', 'o', 'S', text('outputPath'), 'Write to FILE; - is standard output', {
    value: 'FILE',
  });
  row('report', 'Map', 'E', text('mapPath'), 'Write a link map to FILE', { value: 'FILE' });
  row('report', 'print-map', 'F', flag('printMap'), 'Print the link map; wins over --Map', {
    aliases: [also('M', 'f')],
  });
  row('content', 'O', 'S', integer('optimize'), '0: do not merge strings; more changes nothing', {
    value: 'N',
    standard: '1',
  });
  row(
    'output',
    'relocatable',
    'F',
    flag('relocatable'),
    'Make an object that can be linked again',
    {
      aliases: [also('r', 'f')],
    },
  );
  row('output', 'emit-relocs', 'F', flag('emitRelocs'), 'Keep relocations in an executable');
  row('pic', 'pie', 'B', flag('pie'), 'Make a position-independent executable');
  row('pic', 'shared', 'F', flag('shared'), 'Make a shared library');
  row('pic', 'Bsymbolic', 'F', flag('bsymbolic'), 'Bind symbols inside the library');
  row(
    'pic',
    'experimental-pic',
    'FF',
    flag('experimentalPic'),
    'No warnings about unstable output',
  );
  row('pic', 'soname', 'E', text('moduleName'), 'Module name in the name section', {
    value: 'NAME',
  });
  row('pic', 'rpath', 'E', all('runtimePaths'), 'Run-time search path', {
    value: 'DIR',
    since: 20,
  });
  row(
    'pic',
    'no-shlib-sigcheck',
    'FF',
    clear('shlibSigcheck'),
    'Trust signatures of shared libraries',
  );
  row('content', 'gc-sections', 'B', flag('gcSections'), 'Drop what nothing reaches', {
    standard: 'on, with -r off',
  });
  row('content', 'merge-data-segments', 'BB', flag('mergeDataSegments'), 'Merge data segments', {
    standard: 'on, with -r off',
  });
  row('content', 'strip-all', 'F', flag('stripAll'), 'No debug information, names, producers', {
    aliases: [also('s', 'f')],
  });
  row('content', 'strip-debug', 'F', flag('stripDebug'), 'No debug information', {
    aliases: [also('S', 'f')],
  });
  row(
    'content',
    'keep-section',
    'E',
    all('keepSections'),
    'Keep a section in spite of --strip-all',
    {
      value: 'NAME',
    },
  );
  row(
    'content',
    'compress-relocations',
    'F',
    flag('compressRelocations'),
    'Shorten numbers in code; needs stripping',
  );
  row('report', 'print-gc-sections', 'B', flag('printGcSections'), 'List what is dropped');

  row('symbols', 'entry', 'E', value('entry'), 'Where the program begins', {
    value: 'SYMBOL',
    standard: '_start',
    aliases: [also('e', 'S'), also('no-entry', 'FF', null)],
  });
  row('symbols', 'undefined', 'E', all('undefined'), 'Start with SYMBOL undefined', {
    value: 'SYMBOL',
    aliases: [also('u', 'S')],
  });
  row('symbols', 'wrap', 'E', all('wrap'), 'Send uses of SYMBOL to __wrap_SYMBOL', {
    value: 'SYMBOL',
  });
  row('symbols', 'export', 'E', all('exports'), 'Export SYMBOL', { value: 'SYMBOL' });
  row(
    'symbols',
    'export-if-defined',
    'E',
    all('exportsIfDefined'),
    'Export SYMBOL if it is defined',
    {
      value: 'SYMBOL',
    },
  );
  row('symbols', 'export-all', 'FF', flag('exportAll'), 'Export every definition');
  row('symbols', 'export-dynamic', 'B', flag('exportDynamic'), 'Export what is not hidden', {
    standard: 'with -shared on',
    aliases: [also('E', 'f')],
  });
  row('symbols', 'import-undefined', 'F', flag('importUndefined'), 'Import undefined symbols');
  row(
    'symbols',
    'allow-undefined',
    'F',
    flag('allowUndefined'),
    'Import, and report nothing undefined',
  );
  row(
    'symbols',
    'allow-undefined-file',
    'J',
    text('allowUndefinedFile'),
    'Names that may stay undefined',
    { value: 'FILE', aliases: [also('allow-undefined-file', 's')] },
  );
  row(
    'symbols',
    'unresolved-symbols',
    'E',
    value('unresolved'),
    'What to do with undefined symbols',
    {
      value: 'report-all|ignore-all|import-dynamic',
      standard: 'report-all',
    },
  );
  row(
    'symbols',
    'warn-unresolved-symbols',
    'F',
    flag('warnUnresolvedSymbols'),
    'Only warn about undefined symbols',
    { aliases: [also('error-unresolved-symbols', 'F', null)] },
  );
  row(
    'symbols',
    'allow-multiple-definition',
    'B',
    flag('allowMultipleDefinition'),
    'Take the first of several definitions',
    { since: 20 },
  );
  row(
    'symbols',
    'noinhibit-exec',
    'F',
    flag('noinhibitExec'),
    'Write output in spite of duplicates',
    {
      since: 20,
    },
  );
  row('messages', 'demangle', 'B', flag('demangle'), 'Show C++ and Rust names as in the source', {
    standard: 'on',
  });

  row('table', 'export-table', 'FF', flag('exportTable'), 'Export the function table');
  row('table', 'import-table', 'FF', flag('importTable'), 'Import the function table');
  row('table', 'growable-table', 'FF', flag('growableTable'), 'No maximum for the table');
  row('table', 'table-base', 'JJ', size('tableBase'), 'First slot used', {
    value: 'N',
    standard: '1',
  });

  row('memory', 'import-memory', 'JJ', value('importMemoryName'), 'Import memory NAME of MODULE', {
    id: 'import-memory=',
    value: 'MODULE,NAME',
  });
  row('memory', 'import-memory', 'FF', value('importMemory'), 'Import env.memory');
  row('memory', 'export-memory', 'JJ', value('exportMemoryName'), 'Export the memory as NAME', {
    id: 'export-memory=',
    value: 'NAME',
  });
  row('memory', 'export-memory', 'FF', value('exportMemory'), 'Export the memory as memory', {
    standard: 'unless imported',
  });
  row('memory', 'shared-memory', 'FF', flag('sharedMemory'), 'Memory shared by threads');
  row('memory', 'stack-first', 'FF', flag('stackFirst'), 'Stack below the data', {
    standard: 'off, from 22 on',
    aliases: [also('no-stack-first', 'FF', null, 22)],
  });
  row('memory', 'global-base', 'JJ', size('globalBase'), 'Address of the data', {
    value: 'N',
    standard: '1024',
  });
  row('memory', 'initial-heap', 'JJ', size('initialHeap'), 'Bytes of heap to start with', {
    value: 'N',
  });
  row('memory', 'initial-memory', 'JJ', size('initialMemory'), 'Bytes of memory to start with', {
    value: 'N',
    standard: 'what is needed',
    aliases: [also('i', 'f', '')],
  });
  row('memory', 'max-memory', 'JJ', size('maxMemory'), 'Bytes the memory can grow to', {
    value: 'N',
    standard: 'no limit',
  });
  row('memory', 'z', 'S', value('z'), 'Bytes of stack', {
    value: 'stack-size=N',
    standard: '65536',
  });
  row('memory', 'page-size', 'JJ', integer('pageSize'), 'Size of a page, 1 or 65536', {
    value: 'N',
    standard: '65536',
    since: 20,
  });

  row('memory', 'no-growable-memory', 'FF', value('notGrowable'), 'The memory does not grow');

  row('features', 'm', 'S', value('architecture'), 'Architecture', {
    value: 'wasm32|wasm64',
    standard: 'that of the inputs',
  });
  row('general', 'threads', 'E', value('threads'), 'Workers; the output does not depend on it', {
    value: 'N',
    standard: 'all processors',
  });
  row('ignored', 'thinlto-jobs', 'JJ', text('thinLtoJobs'), 'Jobs', { value: 'N' });
  row('features', 'features', 'J', items('features'), 'Features of the output, and no others', {
    value: 'A,B',
    standard: 'those the inputs use',
  });
  row('features', 'extra-features', 'J', items('extraFeatures'), 'Features to add', {
    value: 'A,B',
  });
  row('features', 'check-features', 'BB', flag('checkFeatures'), 'Check that the inputs agree', {
    standard: 'on',
  });
  row('content', 'build-id', 'J', value('buildId'), 'Write a build id; without a value, fast', {
    value: 'none|fast|sha1|tree|uuid|0xHEX',
    standard: 'none',
    aliases: [also('build-id', 'F', 'fast')],
  });
  row('report', 'why-extract', 'JJ', text('whyExtractPath'), 'Why each archive member was taken', {
    value: 'FILE',
  });
  row('report', 'trace', 'F', flag('trace'), 'Print the objects that are linked', {
    aliases: [also('t', 'f')],
  });
  row('report', 'trace-symbol', 'E', all('traceSymbols'), 'Print definitions and uses of SYMBOL', {
    value: 'SYMBOL',
    aliases: [also('y', 'S')],
  });
  return list;
}

let cache: readonly OptionRow[] | undefined;

/** The option table, in reading order. */
export function optionTable(): readonly OptionRow[] {
  return (cache ??= rows());
}
