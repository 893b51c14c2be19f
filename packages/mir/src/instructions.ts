/**
 * The table of machine instructions: the core instructions, derived from the table of the binary format, and the pseudo
 * instructions (codegen.md 6.2). Printer, parser, verifier and encoder all read it.
 */
import {
  featureNames,
  instructions as coreInstructions,
  type FeatureName,
  type Instruction,
  type OperandType,
} from '@wasmwright/wasm';
import { Form, SubForm } from './forms.ts';
import { NavKind, NONE } from './mir.ts';
import { Tag, TAG_END } from './tags.ts';

/** A row of the table. */
export interface MirInstruction {
  /** Name in the text form: the mnemonic with `_` for `.` and blank. */
  readonly name: string;
  readonly tag: number;
  /** Sub-opcode behind a prefix byte, else `NONE`. */
  readonly sub: number;
  readonly form: Form;
  /** Immediates behind the sub-opcode; `none` without a prefix. */
  readonly subForm: SubForm;
  /** Kind of the nav operand, if it has one. */
  readonly nav: NavKind | null;
  /** Types popped, the deepest first; `null` where the operands decide. */
  readonly operands: readonly OperandType[] | null;
  readonly results: readonly OperandType[] | null;
  readonly feature: FeatureName | 'mvp';
  /** Access size as an exponent of two; -1 if it does not access memory. */
  readonly alignment: number;
}

type Pseudo = readonly [
  tag: keyof typeof Tag,
  form: Form,
  nav: NavKind | null,
  type: string | null,
  feature?: FeatureName,
];

/** What a pseudo instruction pops and pushes, as in the core table; `addr` is the address type. */
// prettier-ignore
const pseudo: readonly Pseudo[] = [
  ['call_nav',                Form.nav,       NavKind.function, null],
  ['return_call_nav',         Form.nav,       NavKind.function, null,       'tail-call'],
  ['func_ref',                Form.nav,       NavKind.function, ' -> addr'],
  ['nav_ref',                 Form.nav,       NavKind.data,     ' -> addr'],
  ['nav_ref_off',             Form.navOffset, NavKind.data,     ' -> addr'],
  ['uav_ref',                 Form.uav,       null,             ' -> addr'],
  ['uav_ref_off',             Form.uavOffset, null,             ' -> addr'],
  ['tls_ref',                 Form.navOffset, NavKind.tls,      ' -> addr'],
  ['global_get_sp',           Form.none,      null,             ' -> addr'],
  ['global_set_sp',           Form.none,      null,             'addr -> '],
  ['call_intrinsic',          Form.intrinsic, null,             null],
  ['call_tag_index',          Form.tagName,   null,             null],
  ['enum_tag_name_table_ref', Form.tagName,   null,             ' -> addr'],
  ['errors_len',              Form.none,      null,             ' -> i32'],
  ['error_name_table_ref',    Form.none,      null,             ' -> addr'],
  ['dbg_line',                Form.position,  null,             ' -> '],
  ['dbg_prologue_end',        Form.none,      null,             ' -> '],
  ['dbg_epilogue_begin',      Form.none,      null,             ' -> '],
];

/** Form of a core instruction of one byte by its form in the binary format; others have no place in MIR. */
const forms: Partial<Record<Instruction['form'], Form>> = {
  none: Form.none,
  end: Form.none,
  blockType: Form.block,
  label: Form.label,
  delegate: Form.label,
  labels: Form.labels,
  tryTable: Form.tryTable,
  local: Form.local,
  memory: Form.memory,
  i32: Form.i32,
  f32: Form.f32,
  i64: Form.i64,
  f64: Form.f64,
  memoryAccess: Form.access,
  function: Form.nav,
  global: Form.nav,
  table: Form.nav,
  tag: Form.nav,
  typeTable: Form.signature,
  types: Form.type,
  heapType: Form.type,
};

/** The same for the instructions with a prefix byte. */
const subForms: Partial<Record<Instruction['form'], SubForm>> = {
  none: SubForm.none,
  memoryAccess: SubForm.access,
  laneAccess: SubForm.accessLane,
  lane: SubForm.lane,
  v128: SubForm.bytes,
  lanes: SubForm.bytes,
  memory: SubForm.index,
  data: SubForm.index,
  element: SubForm.index,
  memoryMemory: SubForm.indexes,
  dataMemory: SubForm.indexes,
  table: SubForm.table,
  tableTable: SubForm.tables,
  elementTable: SubForm.segmentTable,
  order: SubForm.fence,
};

const navKinds: Readonly<Record<string, NavKind>> = {
  function: NavKind.function,
  global: NavKind.global,
  table: NavKind.table,
  tag: NavKind.tag,
};

/** Proposals whose types MIR cannot express. */
const unsupported: readonly string[] = ['function-references', 'gc', 'stack-switching'];
/** Direct calls are `call_nav` and `return_call_nav`. */
const replaced: readonly string[] = ['call', 'return_call'];

/** Instructions engines have had longer than the rest of their proposal (codegen.md 5.6). */
const earlier: Readonly<Record<string, FeatureName>> = {
  'memory.copy': 'bulk-memory-opt',
  'memory.fill': 'bulk-memory-opt',
};

function coreRow(row: Instruction): MirInstruction | undefined {
  if (unsupported.includes(row.feature) || replaced.includes(row.name)) return undefined;
  const isPrefixed = row.code >= 0x1000;
  const subForm = isPrefixed ? subForms[row.form] : SubForm.none;
  const form = isPrefixed ? Form.prefixed : forms[row.form];
  if (form === undefined || subForm === undefined) return undefined;
  return {
    name: row.name.replaceAll(/[. ]/g, '_'),
    tag: isPrefixed ? row.code >>> 12 : row.code,
    sub: isPrefixed ? row.code & 0xfff : NONE,
    form,
    subForm,
    nav: navKinds[row.immediates[row.immediates.length - 1] ?? ''] ?? null,
    operands: row.operands,
    results: row.results,
    feature: earlier[row.name] ?? row.feature,
    alignment: row.alignment,
  };
}

function pseudoRow([name, form, nav, type, feature = 'mvp' as never]: Pseudo): MirInstruction {
  const [operands, results] =
    type === null
      ? [null, null]
      : type.split('->').map((side) => side.split(' ').filter((word) => word !== ''));
  return {
    name,
    tag: Tag[name],
    sub: NONE,
    form,
    subForm: SubForm.none,
    nav,
    operands: (operands ?? null) as readonly OperandType[] | null,
    results: (results ?? null) as readonly OperandType[] | null,
    feature,
    alignment: -1,
  };
}

/** Every machine instruction, the core ones by rising opcode. */
export const mirInstructions: readonly MirInstruction[] = /* @__PURE__ */ build();

function build(): readonly MirInstruction[] {
  const rows: MirInstruction[] = [];
  for (const core of coreInstructions()) {
    const row = coreRow(core);
    if (row !== undefined) rows.push(row);
  }
  for (const row of pseudo) rows.push(pseudoRow(row));
  return rows;
}

/** Sub-opcodes are below this. */
const SUB_END = 0x200;

/** Rows of `mirInstructions`, plus 1, by tag, and by prefix and sub-opcode; 0 where there is none. */
const rowOfTag: Uint16Array = /* @__PURE__ */ index(TAG_END, (row) =>
  row.sub === NONE ? row.tag : -1,
);
const rowOfSub: Uint16Array = /* @__PURE__ */ index(3 * SUB_END, (row) =>
  row.sub === NONE ? -1 : (row.tag - Tag.misc_prefix) * SUB_END + row.sub,
);

function index(size: number, key: (row: MirInstruction) => number): Uint16Array {
  const rows = new Uint16Array(size);
  mirInstructions.forEach((row, i) => {
    if (key(row) >= 0) rows[key(row)] = i + 1;
  });
  return rows;
}

/** `Form` by tag; 0xff where there is no instruction. Prefixes have `Form.prefixed` whatever follows. */
export const formOf: Uint8Array = /* @__PURE__ */ formTable();

function formTable(): Uint8Array {
  const table = new Uint8Array(TAG_END).fill(0xff);
  for (const row of mirInstructions) table[row.tag] = row.form;
  return table;
}

const subFormTable: Uint8Array = /* @__PURE__ */ Uint8Array.from(rowOfSub, (row) =>
  row === 0 ? 0xff : mirInstructions[row - 1]!.subForm,
);

/** `SubForm` of an instruction with a prefix byte; 0xff if there is none. */
export function subFormOf(prefix: number, sub: number): number {
  return sub < SUB_END ? subFormTable[(prefix - 0xfc) * SUB_END + sub]! : 0xff;
}

/** Feature of an instruction as its row of `featureNames` plus 1; 0 for WebAssembly 1.0. By tag, and by prefix and sub-opcode. */
const featureOfTag: Uint8Array = /* @__PURE__ */ Uint8Array.from(rowOfTag, featureOfRow);
const featureOfSub: Uint8Array = /* @__PURE__ */ Uint8Array.from(rowOfSub, featureOfRow);

function featureOfRow(row: number): number {
  return row === 0 ? 0 : featureNames.indexOf(mirInstructions[row - 1]!.feature as FeatureName) + 1;
}

/** Row of `featureNames` of the feature an instruction needs, plus 1; 0 for WebAssembly 1.0 and where there is no instruction. */
export function featureOf(tag: number, sub: number): number {
  if (tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix) {
    return sub < SUB_END ? featureOfSub[(tag - Tag.misc_prefix) * SUB_END + sub]! : 0;
  }
  return tag < TAG_END ? featureOfTag[tag]! : 0;
}

/**
 * The instruction of a tag, or `undefined`.
 *
 * @param sub - sub-opcode, for the three prefixes
 */
export function mirInstruction(tag: number, sub: number = NONE): MirInstruction | undefined {
  if (tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix) {
    return sub < SUB_END
      ? mirInstructions[rowOfSub[(tag - Tag.misc_prefix) * SUB_END + sub]! - 1]
      : undefined;
  }
  return tag < TAG_END ? mirInstructions[rowOfTag[tag]! - 1] : undefined;
}

const byName: ReadonlyMap<string, MirInstruction> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ mirInstructions.map((row) => [row.name, row]),
);

/** The instruction of a name in the text form, or `undefined`. */
export function mirInstructionByName(name: string): MirInstruction | undefined {
  return byName.get(name);
}
