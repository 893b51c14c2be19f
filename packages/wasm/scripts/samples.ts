// Bodies of instructions in our printer's normal form, derived from the table's names and forms. An independent assembler
// turns them into the bytes of test/golden/instructions.txt. A body is one line, its instructions separated by ` | `.
import type { FormName, Instruction } from '../src/index.ts';

const blockTypes = [
  '',
  '(result i32)',
  '(result v128)',
  '(result funcref)',
  '(result exnref)',
].concat('(result (ref func))', '(result (ref null 2))', '(type 1)');

/** Immediates worth trying, by form; the natural ones first. */
const immediates: { readonly [Form in FormName]: readonly string[] } = {
  none: [''],
  end: [''],
  label: ['1'],
  delegate: ['0'],
  function: ['2', '200'],
  type: ['1'],
  table: ['1'],
  memory: ['', '1'],
  global: ['2'],
  local: ['3', '300'],
  tag: ['1'],
  data: ['1'],
  element: ['1'],
  typeTable: ['(type 1)', '1 (type 1)'],
  typeField: ['2 1'],
  typeCount: ['3 4'],
  typeData: ['3 1'],
  typeElement: ['3 1'],
  typeType: ['3 4'],
  typeTag: ['1 2'],
  dataMemory: ['1', '1 2'],
  memoryMemory: ['', '1 2'],
  elementTable: ['1', '1 2'],
  tableTable: ['1 2'],
  memoryAccess: ['', 'offset=8', '1', '1 offset=70000'],
  laneAccess: ['1', 'offset=8 0', '1 offset=70000 1'],
  lane: ['1'],
  order: [''],
  i32: ['0', '-1', '64', '-65', '2147483647', '-2147483648'],
  i64: ['0', '-1', '4294967296', '-4294967297', '9223372036854775807', '-9223372036854775808'],
  f32: ['0', '-0', '1.5', '0.1', '16777216', '3.4028235e38', '1e-45', 'inf', '-inf'].concat(
    'nan',
    '-nan',
    'nan:0x200000',
    '-nan:0x1',
  ),
  f64: ['0', '-0', '1.5', '0.1', '1.7976931348623157e308', '5e-324', 'inf', '-inf'].concat(
    'nan',
    '-nan',
    'nan:0x4000000000000',
    '-nan:0x1',
  ),
  v128: ['i32x4 0x00000001 0x80000002 0xfffffffd 0x01020304'],
  lanes: ['0 1 2 3 4 5 6 7 31 30 29 28 27 26 25 24'],
  blockType: blockTypes,
  labels: ['0', '1 0 2', '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 300'],
  tryTable: [
    '',
    '(result i32)',
    '(type 1) (catch 0 1) (catch_ref 1 0) (catch_all 0) (catch_all_ref 1)',
  ],
  types: ['(result i32)', '(result externref)', '(result (ref null 2))'],
  heapType: [
    'func',
    'extern',
    'any',
    'eq',
    'i31',
    'struct',
    'array',
    'none',
    'nofunc',
    'noextern',
  ].concat('exn', 'noexn', 'cont', 'nocont', '2'),
  refType: ['(ref i31)', '(ref 2)'],
  refTypeNull: ['(ref null i31)', '(ref null 2)'],
  castBranch: [
    '1 (ref null any) (ref i31)',
    '0 (ref any) (ref 2)',
    '0 (ref null 2) (ref null none)',
  ],
  resume: ['5', '5 (on 0 1) (on 1 switch)'],
  resumeThrow: ['5 0', '5 0 (on 1 0)'],
};

/** Text around an instruction that cannot stand alone. */
const context: Readonly<Record<string, readonly [before: string, after: string]>> = {
  block: ['', ' | end'],
  loop: ['', ' | end'],
  if: ['', ' | end'],
  try: ['', ' | end'],
  try_table: ['', ' | end'],
  else: ['if | ', ' | nop | end'],
  end: ['block | ', ''],
  catch: ['try | ', ' | end'],
  catch_all: ['try | ', ' | end'],
  delegate: ['try | ', ''],
};

/** The bodies that show an instruction. */
export function samples(row: Instruction): readonly string[] {
  const [before, after] = context[row.name] ?? ['', ''];
  const list = [...immediates[row.form]];
  if (row.form === 'memoryAccess' && row.alignment > 0) list.push('align=1');
  return list.map((text) => `${before}${row.mnemonic}${text === '' ? '' : ` ${text}`}${after}`);
}

/** A module with one function of that body. Assemblers look at neither types nor indexes. */
export function moduleOf(body: string): string {
  return `(module ${body.split(' | ').reduce((all, line) => `${all}\n    ${line}`, '(func')}))`;
}
