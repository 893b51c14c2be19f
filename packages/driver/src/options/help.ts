/** `--help`: the option table as text, one group after the other. */
import { spellingsOf, type Spelling } from './match.ts';
import { groups, optionTable, type Group, type OptionRow } from './table.ts';

/** Column where the explanations begin. */
const COLUMN = 34;

/** How one spelling is written, with its value. */
function written({ name, two, shape, row, value }: Spelling): string {
  const dashed = `${two ? '--' : '-'}${name}`;
  if (shape === 'flag' || value !== undefined) return dashed;
  if (shape === 'joined') return `${dashed}${row.value}`;
  return `${dashed} ${row.value}`;
}

/**
 * All ways to write an option at a compat level, each once: where `--x=V` and `--x V` exist, only the first.
 *
 * @example
 * optionForms(row, 19); // ['--entry=SYMBOL', '-e SYMBOL', '--no-entry']
 */
function optionForms(row: OptionRow, compat: number): string[] {
  const spellings = spellingsOf(row, compat);
  const joined = new Set(spellings.map((spelling) => spelling.name));
  return spellings
    .filter(({ name, shape }) => shape !== 'separate' || !joined.has(`${name}=`))
    .map(written);
}

/** Rows of a group that exist at a compat level. */
function rowsOf(group: Group, compat: number): OptionRow[] {
  return optionTable().filter((row) => row.group === group && row.since <= compat);
}

/** The text of `--help`. */
export function helpText(program: string, compat: number): string {
  const lines = [
    `Usage: ${program} [options] file...`,
    '',
    'Links WebAssembly objects, archives and stub libraries. Options of several letters take one',
    'dash as well as two where wasm-ld does. @FILE stands for the arguments in FILE.',
  ];
  for (const group of Object.keys(groups) as Group[]) {
    lines.push('', `${groups[group]}:`);
    for (const row of rowsOf(group, compat)) {
      const forms = `  ${optionForms(row, compat).join(', ')}`;
      const standard = row.standard === '' ? '' : ` (default: ${row.standard})`;
      const text = row.help + standard;
      if (forms.length + 2 > COLUMN) lines.push(forms, ' '.repeat(COLUMN) + text);
      else lines.push(forms.padEnd(COLUMN) + text);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The option table of the README: one row of Markdown per option. */
export function helpMarkdown(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = ['| option | effect | default | since |', '| --- | --- | --- | --- |'];
  for (const group of Object.keys(groups) as Group[]) {
    for (const row of rowsOf(group, 22)) {
      const forms = optionForms(row, 22).map((form) => `\`${form}\``);
      const since = row.since === 19 ? '' : String(row.since);
      lines.push(
        `| ${cell(forms.join(', '))} | ${cell(row.help)} | ${cell(row.standard)} | ${since} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
