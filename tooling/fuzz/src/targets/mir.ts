// The text form, the verifier and the encoder of machine code.

import { mirCodes } from '@wasmwright/diagnostics';
import { CodeEncoder } from '@wasmwright/emit';
import {
  type Mir,
  mirInstruction,
  NavKind,
  NONE,
  parseMir,
  printMir,
  signatureAt,
  Tag,
  verifyMir,
} from '@wasmwright/mir';
import { decodeUtf8, encodeUtf8, ValueType } from '@wasmwright/wasm';
import { moduleOf, plainNumbers } from '../../../../packages/emit/test/module.ts';
import { random, randomFunction } from '../../../../packages/mir/test/generate.ts';
import type { FuzzTarget } from '../target.ts';

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`wrong: ${what}`);
}

/** Features and instructions Node 20 does not validate, and operands the test module has nothing for. */
const foreignFeatures = ['relaxed-simd', 'wide-arithmetic', 'memory64', 'atomics'];
const foreign = new Set([
  'try_table',
  'throw_ref',
  'call_intrinsic',
  'call_tag_index',
  'memory_init',
  'data_drop',
  'table_init',
  'elem_drop',
]);

/** True if the engine should agree with the verifier about the function in a module of its own. */
function isComparable(mir: Mir): boolean {
  const { navs, signatures, tags, data, extra } = mir;
  if (mir.features.some((feature) => foreignFeatures.includes(feature))) return false;
  for (const type of [...signatures.types, ...mir.locals]) {
    if (type < ValueType.externref) return false;
  }
  for (let row = 0; row < signatures.count; row++) {
    const { params, results } = signatureAt(signatures, row);
    if (params.length > 1000 || results.length > 1000) return false;
  }
  for (let row = 0; row < navs.count; row++) {
    const type = navs.type[row]! & 0xff;
    if (navs.kind[row] === NavKind.global && type !== ValueType.i32 && type !== ValueType.i64)
      return false;
    if (
      navs.kind[row] === NavKind.table &&
      type !== ValueType.funcref &&
      type !== ValueType.externref
    )
      return false;
  }
  return tags.every((tag, i) => {
    const isPrefix = tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix;
    const row = mirInstruction(tag, isPrefix ? extra[data[i]!]! : NONE)!;
    if (foreign.has(row.name) || data[i] === ValueType.exnref) return false;
    const memories = row.name === 'memory_copy' ? [1, 2] : row.name === 'memory_fill' ? [1] : [];
    if (memories.some((k) => extra[data[i]! + k] !== 0)) return false;
    if ((tag === Tag.memory_size || tag === Tag.memory_grow) && data[i] !== 0) return false;
    const access = row.alignment < 0 ? -1 : data[i]! + (isPrefix ? 1 : 0);
    return access < 0 || extra[access + 2]! < 0x100;
  });
}

/** Mistakes an engine finds too. */
const typing: readonly string[] = [mirCodes.operandType, mirCodes.leftOver, mirCodes.structure].map(
  ({ code }) => code,
);

/** What passes the verifier is emitted and valid; what has mistakes in its types is not valid. */
function checkVerified(mir: Mir): void {
  const diagnostics = verifyMir(mir);
  for (const { text } of diagnostics)
    check(text !== '' && !/\{\w+\}/.test(text.replace(/`.*`/s, '')), text);
  if (diagnostics.some(({ code }) => !typing.includes(code))) return;
  const encoder = new CodeEncoder();
  encoder.emit(mir, plainNumbers(mir));
  if (!isComparable(mir)) return;
  const isValid = WebAssembly.validate(moduleOf(mir) as BufferSource);
  const verdict = diagnostics[0]?.text ?? 'verified';
  check(isValid === (diagnostics.length === 0), `${verdict}, valid: ${isValid}\n${printMir(mir)}`);
}

const text: FuzzTarget = {
  name: 'mir-text',
  seeds: () => Array.from({ length: 40 }, (_, seed) => encodeUtf8(printMir(randomFunction(seed)))),
  run: (bytes) => {
    const source = decodeUtf8(bytes, 0, bytes.length);
    const { functions, diagnostics } = parseMir(source, { file: 'fuzz.mir' });
    const lines = source.split('\n').length;
    for (const { at } of diagnostics) check(at.line! >= 1 && at.line! <= lines, 'place');
    for (const mir of functions) {
      const printed = printMir(mir);
      const again = parseMir(printed);
      check(again.diagnostics.length === 0, `printed text is not accepted:\n${printed}`);
      check(printMir(again.functions[0]!) === printed, `text changes:\n${printed}`);
      checkVerified(mir);
    }
  },
};

/** What a byte stands for in `linesOf`. */
const lines = [
  ...[
    'block',
    'block (result i32)',
    'loop',
    'loop type#2',
    'if',
    'if (result f32)',
    'else',
    'try',
    'catch $t',
  ],
  ...[
    'catch_all',
    'rethrow 0',
    'rethrow 1',
    'throw $t',
    'delegate 0',
    'end',
    'end',
    'end',
    'br 0',
    'br 1',
    'br_if 0',
  ],
  ...[
    'br_if 2',
    'br_table 0 1',
    'br_table 1 1 0',
    'return',
    'unreachable',
    'unreachable',
    'drop',
    'drop',
    'nop',
  ],
  ...[
    'select',
    'select_t i32',
    'select_t funcref',
    'local_get 0',
    'local_get 2',
    'local_set 0',
    'local_set 1',
  ],
  ...[
    'local_tee 2',
    'global_get $g',
    'global_set $g',
    'table_get $table',
    'table_set $table',
    'table_size $table',
  ],
  ...[
    'table_grow $table',
    'table_fill $table',
    'table_copy $table $table',
    'i32_const 1',
    'i64_const 5',
    'f32_const 1',
  ],
  ...[
    'f64_const nan:0x1',
    'v128_const 1 2 3 4',
    'i32_add',
    'i64_eqz',
    'f32_max',
    'i32_wrap_i64',
    'f64_promote_f32',
  ],
  ...[
    'i8x16_swizzle',
    'i32x4_extract_lane 3',
    'i64_extend8_s',
    'i32_trunc_sat_f64_u',
    'memory_copy 0 0',
  ],
  ...[
    'memory_fill 0',
    'memory_size',
    'memory_grow',
    'i32_load align=4',
    'i64_store8 base=$d',
    'v128_load32_lane align=2 1',
  ],
  ...[
    'call_nav $f1',
    'return_call_nav $f1',
    'call_indirect type#1',
    'return_call_indirect type#1',
    'func_ref $f1',
  ],
  ...[
    'nav_ref $d',
    'uav_ref uav#0',
    'uav_ref_off uav#0 4',
    'ref_null func',
    'ref_null extern',
    'ref_is_null',
  ],
  ...[
    'ref_func $f1',
    'errors_len',
    'error_name_table_ref',
    'global_get_sp',
    'global_set_sp',
    'dbg_line 1:2',
  ],
];

/** A function with one line per byte and the blocks closed. */
function linesOf(bytes: Uint8Array): string {
  const head = bytes[0]! & 1 ? 'prologue saved=0 bottom=none align=16 size=16' : 'nop';
  const body = Array.from(bytes.subarray(1, 200), (byte) => lines[byte % lines.length]!);
  let depth = 0;
  const kept = body.filter((line) => {
    if (/^(?:block|loop|if|try)/.test(line)) depth++;
    const closes = line === 'end' || line === 'delegate 0';
    if (closes && depth-- === 0) depth = 0;
    else return true;
    return false;
  });
  return `func $f (param i32 f32) (result i32) (local v128)
    ${head}
    ${[...kept, ...Array<string>(depth).fill('end'), 'i32_const 7'].join('\n')}
    end
    type#1 (param i32) (result i32)
    type#2 (param i32) (result i32 f32)
    type#3 (param i64)
    nav $t tag type#3
    nav $g global mutable i32
    nav $table table funcref
    nav $d data
    nav $f1 function type#1
    uav#0 size=8 align=4`;
}

const code: FuzzTarget = {
  name: 'mir-code',
  seeds: () => Array.from({ length: 40 }, (_, seed) => bytesOf(seed)),
  run: (bytes) => {
    if (bytes.length === 0) return;
    const { functions, diagnostics } = parseMir(linesOf(bytes));
    check(diagnostics.length === 0, diagnostics[0]?.text ?? '');
    checkVerified(functions[0]!);
  },
};

/** Short, and unreachable at first: then most of it passes. */
function bytesOf(seed: number): Uint8Array {
  const next = random(seed);
  const start = lines.indexOf('unreachable');
  return Uint8Array.from({ length: 3 + next(30) }, (_, i) =>
    i === 1 ? start : next(lines.length),
  );
}

/** A function whose arrays are the bytes: tags from a few, so that some of them pass. */
function functionOf(bytes: Uint8Array): Mir {
  const base = randomFunction(bytes[0] ?? 0);
  const count = Math.min(bytes.length >> 1, 1000);
  const words = new Uint32Array(bytes.slice(0, bytes.length & ~3).buffer);
  return {
    ...base,
    tags: Uint16Array.from(
      { length: count },
      (_, i) =>
        (bytes[2 * i]! === 0 ? Tag.end : bytes[2 * i]!) +
        (bytes[2 * i + 1]! & 1 ? 0 : 0x100 * (bytes[2 * i]! & 1)),
    ),
    data: Uint32Array.from({ length: count }, (_, i) =>
      bytes[2 * i + 1]! < 250 ? bytes[2 * i + 1]! >> 4 : words[i % words.length]!,
    ),
    extra: Uint32Array.from(words, (word, i) => (i & 1 ? word & 3 : word)),
    hints: { at: words.slice(0, 2), likely: bytes.slice(0, 2) },
  };
}

const arrays: FuzzTarget = {
  name: 'mir-arrays',
  run: (bytes) => checkVerified(functionOf(bytes)),
};

export const targets: readonly FuzzTarget[] = [text, code, arrays];
