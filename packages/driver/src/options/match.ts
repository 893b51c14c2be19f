/**
 * Turns arguments into options (P1, P2): the longest declared spelling that fits wins; a flag or separate form must
 * match the whole argument, so a short option swallows what no longer form claims (`-error-limit=0` is `-e`).
 */
import { optionTable, type Form, type OptionRow } from './table.ts';

/** How a spelling takes its value. */
type Shape = 'flag' | 'joined' | 'separate' | 'either';

/** One way to write an option. */
export interface Spelling {
  /** Without dashes; a joined form includes its `=`. */
  readonly name: string;
  /** Accepted with one dash, with two. */
  readonly one: boolean;
  readonly two: boolean;
  readonly shape: Shape;
  readonly row: OptionRow;
  /** Value it stands for; null switches the row off. */
  readonly value: string | null | undefined;
}

/** An option as given. */
export interface OptionArgument {
  readonly kind: 'option';
  readonly row: OptionRow;
  readonly spelling: Spelling;
  /** The value; `''` of a flag; null of a twin such as `--no-x`. */
  readonly value: string | null;
  /** The argument as written, without a value that follows separately. */
  readonly text: string;
}

/** Anything else: an input file, or something that looks like an option and is none. */
interface PlainArgument {
  readonly kind: 'input' | 'unknown';
  readonly text: string;
}

export type Argument = OptionArgument | PlainArgument;

/** Result of `matchArguments`. */
export interface Matched {
  readonly arguments: readonly Argument[];
  /** The option whose value is missing at the end of the line. */
  readonly missing: string | undefined;
}

/** Spellings by name, for one compat level. */
export interface SpellingIndex {
  readonly byName: ReadonlyMap<string, readonly Spelling[]>;
  readonly longest: number;
}

/** Form -> parts: suffix of the name, dashes, shape, and whether it is the `no-` twin. */
const FORMS: Readonly<Record<Form, readonly (readonly [string, 1 | 2 | 3, Shape, boolean?])[]>> = {
  F: [['', 3, 'flag']],
  FF: [['', 2, 'flag']],
  f: [['', 1, 'flag']],
  B: [
    ['', 3, 'flag'],
    ['', 3, 'flag', true],
  ],
  BB: [
    ['', 2, 'flag'],
    ['', 2, 'flag', true],
  ],
  J: [['=', 3, 'joined']],
  JJ: [['=', 2, 'joined']],
  JN: [['', 2, 'joined']],
  E: [
    ['', 3, 'separate'],
    ['=', 3, 'joined'],
  ],
  EE: [
    ['', 2, 'separate'],
    ['=', 2, 'joined'],
  ],
  S: [['', 1, 'either']],
  s: [['', 1, 'separate']],
};

/** All spellings of a row that exist at a compat level. */
export function spellingsOf(row: OptionRow, compat: number): Spelling[] {
  const list: Spelling[] = [];
  const add = (name: string, form: Form, value: string | null | undefined): void => {
    for (const [suffix, dashes, shape, twin] of FORMS[form]) {
      const spelled = (twin === true ? `no-${name}` : name) + suffix;
      const fixed = twin === true ? null : value;
      list.push({
        ...{ name: spelled, one: (dashes & 1) !== 0, two: (dashes & 2) !== 0, shape, row },
        value: fixed,
      });
    }
  };
  if (row.since <= compat) add(row.name, row.form, undefined);
  for (const alias of row.aliases) {
    if (Math.max(row.since, alias.since ?? 19) <= compat) add(alias.name, alias.form, alias.value);
  }
  return list;
}

/** Builds the index of all spellings of a compat level. */
export function spellingIndex(compat: number): SpellingIndex {
  const byName = new Map<string, Spelling[]>();
  let longest = 0;
  for (const row of optionTable()) {
    for (const spelling of spellingsOf(row, compat)) {
      const same = byName.get(spelling.name);
      if (same === undefined) byName.set(spelling.name, [spelling]);
      else same.push(spelling);
      longest = Math.max(longest, spelling.name.length);
    }
  }
  return { byName, longest };
}

/** The spelling an argument begins with and the value joined to it, if any. */
function find(
  index: SpellingIndex,
  text: string,
): { spelling: Spelling; joined: string | undefined } | undefined {
  const dashes = text.startsWith('--') ? 2 : 1;
  // "-" + name that itself begins with a dash does not exist, so the dashes decide where the name starts.
  const rest = text.slice(dashes);
  for (let length = Math.min(rest.length, index.longest); length > 0; length--) {
    const candidates = index.byName.get(rest.slice(0, length));
    if (candidates === undefined) continue;
    const whole = length === rest.length;
    for (const spelling of candidates) {
      if (dashes === 2 ? !spelling.two : !spelling.one) continue;
      switch (spelling.shape) {
        case 'flag':
        case 'separate':
          if (whole) return { spelling, joined: undefined };
          break;
        case 'joined':
          return { spelling, joined: rest.slice(length) };
        case 'either':
          return { spelling, joined: whole ? undefined : rest.slice(length) };
      }
    }
  }
  return undefined;
}

/**
 * Matches every argument against the table. Empty arguments are dropped; `-` and what does not begin with `-` is an
 * input.
 */
export function matchArguments(args: readonly string[], index: SpellingIndex): Matched {
  const out: Argument[] = [];
  for (let i = 0; i < args.length; i++) {
    const text = args[i]!;
    if (text === '') continue;
    if (text === '-' || !text.startsWith('-')) {
      out.push({ kind: 'input', text });
      continue;
    }
    const found = find(index, text);
    if (found === undefined) {
      out.push({ kind: 'unknown', text });
      continue;
    }
    const { spelling, joined } = found;
    let value: string | null;
    if (spelling.value !== undefined) value = spelling.value;
    else if (joined !== undefined) value = joined;
    else if (spelling.shape === 'flag') value = '';
    else {
      if (i + 1 >= args.length) return { arguments: out, missing: text };
      value = args[++i]!;
    }
    out.push({ kind: 'option', row: spelling.row, spelling, value, text });
  }
  return { arguments: out, missing: undefined };
}

/** Writes an option as `--reproduce` does: its canonical spelling, with quotes where a value has blanks. */
export function renderArgument(argument: OptionArgument): string {
  const { row, spelling, value, text } = argument;
  if (spelling.shape === 'flag') {
    const isRow = spelling.name === row.name || spelling.value !== undefined;
    if (row.id === 'initial-memory') return '--initial-memory=';
    return isRow ? text : `--${row.name}`;
  }
  const quoted = value !== null && value.includes(' ') ? `"${value}"` : (value ?? '');
  if (row.form === 'J' || row.form === 'JJ') return `--${row.name}=${quoted}`;
  if (row.form === 'JN') return `--${row.name}${quoted}`;
  if (row.form === 'S') return `-${row.name} ${quoted}`;
  const canonical = spelling.name === row.name && spelling.shape === 'separate';
  return `${canonical ? text : `--${row.name}`} ${quoted}`;
}
