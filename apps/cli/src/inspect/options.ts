import { diagnose, inspectCodes, type Diagnostic } from '@wasmwright/diagnostics';

/** What to show. */
export interface Parts {
  /** Section headers. @default true if nothing else is asked for */
  headers: boolean;
  /** Everything in the sections of the specification and in known custom sections. @default false */
  details: boolean;
  /** Code. @default false */
  disassemble: boolean;
  /** Bytes of the sections. @default false */
  contents: boolean;
  /** Relocations. @default false */
  relocations: boolean;
  /** Symbol table. @default false */
  symbols: boolean;
  /** Only sections of this name. @default all */
  section?: string;
}

export interface Options extends Parts {
  json: boolean;
  help: boolean;
  readonly paths: string[];
}

type Switch = Exclude<keyof Options, 'section' | 'paths'>;

/** Every option: long name, letter (that of wasm-objdump where it has one), what it sets, help text. */
const switches: readonly (readonly [long: string, short: string, sets: Switch, help: string])[] = [
  ['headers', 'h', 'headers', 'section headers (the default)'],
  ['details', 'x', 'details', 'contents of the sections, as lists'],
  ['disassemble', 'd', 'disassemble', 'code'],
  ['contents', 's', 'contents', 'bytes of the sections'],
  ['relocations', 'r', 'relocations', 'relocations'],
  ['symbols', 't', 'symbols', 'symbol table'],
  ['json', '', 'json', 'print JSON: an array with one report per file'],
  ['help', '', 'help', 'this text'],
];

/** The text of `--help`. */
export function helpText(): string {
  const lines = switches.map(([long, short, , help]) => {
    const letter = short === '' ? '    ' : `-${short}, `;
    return `  ${letter}--${long}`.padEnd(24) + help;
  });
  lines.splice(6, 0, '  -j, --section=NAME'.padEnd(24) + 'only sections of this name');
  return `Usage: wasmwright inspect [options] FILE...

Shows what is in WebAssembly modules, objects, shared objects and archives.

${lines.join('\n')}

Letters may be joined: -hx. Without a part, --headers is meant.
`;
}

/** Reads the command line. */
export function parseOptions(args: readonly string[]): Options | Diagnostic {
  const options: Options = {
    headers: false,
    details: false,
    disassemble: false,
    contents: false,
    relocations: false,
    symbols: false,
    json: false,
    help: false,
    paths: [],
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const section = /^(?:--section|-j)(?:=?(.+))?$/s.exec(arg);
    if (arg === '--') {
      options.paths.push(...args.slice(i + 1));
      break;
    }
    if (section !== null) {
      const value = section[1] ?? args[++i];
      if (value === undefined) return diagnose(inspectCodes.noValue, { option: arg });
      options.section = value;
    } else if (!arg.startsWith('-') || arg === '-') options.paths.push(arg);
    else {
      const found = arg.startsWith('--')
        ? switches.filter(([long]) => arg === `--${long}`)
        : [...arg.slice(1)].flatMap((letter) => switches.filter(([, short]) => short === letter));
      const wanted = arg.startsWith('--') ? 1 : arg.length - 1;
      if (found.length !== wanted) return diagnose(inspectCodes.unknownOption, { option: arg });
      for (const [, , sets] of found) options[sets] = true;
    }
  }
  if (options.paths.length === 0 && !options.help) return diagnose(inspectCodes.noInput, {});
  const parts = ['details', 'disassemble', 'contents', 'relocations', 'symbols'] as const;
  if (!parts.some((part) => options[part])) options.headers = true;
  return options;
}
