import { describe, expect, it } from 'vitest';
import {
  matchArguments,
  renderArgument,
  spellingIndex,
  spellingsOf,
  type Argument,
} from '../src/options/match.ts';
import { optionTable } from '../src/options/table.ts';

const index = spellingIndex(19);

/** `id value` of an option, or what kind of argument it is. */
const shown = (argument: Argument): string =>
  argument.kind === 'option'
    ? `${argument.row.id} ${String(argument.value)}`
    : `(${argument.kind}) ${argument.text}`;
const match = (line: string, compat = 19): string[] => {
  const { arguments: list, missing } = matchArguments(line.split(' '), spellingIndex(compat));
  return missing === undefined ? list.map(shown) : [...list.map(shown), `missing ${missing}`];
};

describe('every row of the table', () => {
  it('has its own id', () => {
    const ids = optionTable().map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(optionTable().map((row) => [row.id, row] as const))('%s in all spellings', (_, row) => {
    for (const compat of [19, 21, 22]) {
      const own = spellingIndex(compat);
      const spellings = spellingsOf(row, compat);
      expect(spellings.length > 0).toBe(compat >= row.since);
      for (const { name, one, two, shape, value } of spellings) {
        for (const dashes of [...(one ? ['-'] : []), ...(two ? ['--'] : [])]) {
          const forms: [string[], string | null][] = [];
          const plain = value === undefined ? '' : value;
          if (shape === 'flag') forms.push([[dashes + name], plain]);
          if (shape === 'joined') forms.push([[`${dashes}${name}9`], '9'], [[dashes + name], '']);
          if (shape === 'separate' || shape === 'either') forms.push([[dashes + name, '9'], '9']);
          if (shape === 'either') forms.push([[`${dashes}${name}9`], '9']);
          for (const [args, expected] of forms) {
            const { arguments: list, missing } = matchArguments(args, own);
            expect(missing).toBeUndefined();
            expect(list.map(shown)).toEqual([`${row.id} ${String(expected)}`]);
          }
        }
      }
    }
  });
});

describe('matching (P1, P2)', () => {
  it.each([
    ['-max-memory=1', ['m ax-memory=1']],
    ['-error-limit=0', ['entry rror-limit=0']],
    ['-export-memory', ['entry xport-memory']],
    ['-export-all', ['entry xport-all']],
    ['-lto-O2', ['l to-O2']],
    ['--lto-O2', ['lto-O 2']],
    ['-merge-data-segments', ['m erge-data-segments']],
    ['-experimental-pic', ['entry xperimental-pic']],
    ['-end-lib=V', ['entry nd-lib=V']],
    ['-undefinedV', ['undefined ndefinedV']],
    ['-libraryV', ['l ibraryV']],
    ['-e=V', ['entry =V']],
    ['-L=V', ['L =V']],
    ['-i', ['initial-memory ']],
    [
      '-E -M -S -s -t -r',
      ['export-dynamic ', 'print-map ', 'strip-debug ', 'strip-all ', 'trace ', 'relocatable '],
    ],
    ['-zstack-size=1 -z stack-size=2', ['z stack-size=1', 'z stack-size=2']],
    [
      '-color-diagnostics --no-color-diagnostics',
      ['color-diagnostics always', 'color-diagnostics never'],
    ],
    ['--no-entry', ['entry null']],
    ['-no-entry', ['(unknown) -no-entry']],
    ['--allow-undefined-file F', ['(unknown) --allow-undefined-file', '(input) F']],
    ['-allow-undefined-file F', ['allow-undefined-file F']],
    ['-Wl,-x', ['(unknown) -Wl,-x']],
    ['---export=a', ['(unknown) ---export=a']],
    ['--', ['(unknown) --']],
    ['- a.o', ['(input) -', '(input) a.o']],
    ['a.o  b.o', ['(input) a.o', '(input) b.o']],
    ['-o', ['missing -o']],
    ['a.o --export', ['(input) a.o', 'missing --export']],
    ['--export --export', ['export --export']],
    ['-v -V', ['v ', '(unknown) -V']],
    ['--cooperative-threading', ['(unknown) --cooperative-threading']],
    ['--page-size=1', ['(unknown) --page-size=1']],
  ])('%s', (line, expected) => {
    expect(match(line)).toEqual(expected);
  });

  it('cuts the table at the compat level', () => {
    expect(match('--page-size=1 -V --rpath=a', 21)).toEqual(['page-size 1', 'v ', 'rpath a']);
    expect(match('--no-stack-first', 21)).toEqual(['(unknown) --no-stack-first']);
    expect(match('--no-stack-first', 22)).toEqual(['stack-first null']);
  });

  it('refuses what wasm-ld refuses (P11)', () => {
    const refused =
      '-T --version-script=x --dynamic-list=x --defsym=a=b --start-group --end-group --as-needed ' +
      '--no-undefined --warn-common -Bsymbolic-functions -rpath-link --retain-symbols-file=x ' +
      '--print-symbol-order=x --call-graph-profile-sort';
    for (const argument of refused.split(' ')) {
      expect(match(argument)).toEqual([`(unknown) ${argument}`]);
    }
  });
});

describe('rendering for --reproduce', () => {
  it.each([
    ['-L=V', '-L =V'],
    ['-library-path=V', '-L V'],
    ['-u V', '--undefined V'],
    ['-undefined V', '-undefined V'],
    ['--export=V', '--export V'],
    ['-s', '--strip-all'],
    ['-strip-all', '-strip-all'],
    ['-no-gc-sections', '-no-gc-sections'],
    ['--table-base=4', '--table-base=4'],
    ['-i', '--initial-memory='],
    ['-y V', '--trace-symbol V'],
    ['-allow-undefined-file V', '--allow-undefined-file=V'],
    ['--lto-O2', '--lto-O2'],
    ['-dn', '--Bstatic'],
    ['--no-entry', '--no-entry'],
  ])('%s', (line, expected) => {
    const { arguments: list } = matchArguments(line.split(' '), index);
    const [first] = list;
    expect(first?.kind === 'option' ? renderArgument(first) : '').toBe(expected);
  });
});
