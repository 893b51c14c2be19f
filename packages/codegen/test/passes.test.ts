// Epilogues and the passes over MIR, each alone, on MIR text.

import { compactMir, type Mir, NONE, parseMir, printMir, verifyMir } from '@wasmwright/mir';
import { expect, test } from 'vitest';
import { placeEpilogues } from '../src/epilogue.ts';
import { coalesceLocals } from '../src/passes/coalesce-locals.ts';
import { copyLocals } from '../src/passes/copy-locals.ts';
import { dropDeadLocals } from '../src/passes/dead-locals.ts';
import { peephole } from '../src/passes/peephole.ts';

function parsed(header: string, body: string): Mir {
  const { functions, diagnostics } = parseMir(`func $f ${header}\n${body}\nend\n`);
  expect(diagnostics).toEqual([]);
  return functions[0]!;
}

/** The instructions of a function after a pass, which must leave it valid. */
function after(mir: Mir): string[] {
  const settled = compactMir(mir, new Uint8Array(mir.tags.length).fill(1));
  expect(verifyMir(settled)).toEqual([]);
  const lines = printMir(settled).trim().split('\n').slice(1);
  return lines.slice(0, lines.lastIndexOf('end')).map((line) => line.trim());
}

test.each<[string, string, string, string[]]>([
  ['a set and a get are a tee', '(param i32) (result i32) (local i32)', 'local_get 0\nlocal_set 1\nlocal_get 1', ['local_get 0', 'local_tee 1']],
  ['a pushed value that is dropped', '(param i32)', 'local_get 0\ndrop', []],
  ['constants fold', '(result i32)', 'i32_const 3\ni32_const 4\ni32_add', ['i32_const 7']],
  ['(x + a) + b', '(param i32) (result i32)', 'local_get 0\ni32_const 3\ni32_add\ni32_const 4\ni32_add', ['local_get 0', 'i32_const 7', 'i32_add']],
  ['x + 0', '(param i32) (result i32)', 'local_get 0\ni32_const 0\ni32_add', ['local_get 0']],
  ['the negation of a comparison', '(param i32 i32) (result i32)', 'local_get 0\nlocal_get 1\ni32_lt_s\ni32_eqz', ['local_get 0', 'local_get 1', 'i32_ge_s']],
  ['but not of floats, for NaN', '(param f64 f64) (result i32)', 'local_get 0\nlocal_get 1\nf64_lt\ni32_eqz', ['local_get 0', 'local_get 1', 'f64_lt', 'i32_eqz']],
  ['a double negation as a condition', '(param i32)', 'local_get 0\ni32_eqz\ni32_eqz\nbr_if 0', ['local_get 0', 'br_if 0']],
  ['a mask before a narrow store', '(param i32 i32)', 'local_get 0\nlocal_get 1\ni32_const 255\ni32_and\ni32_store8', ['local_get 0', 'local_get 1', 'i32_store8 align=1']],
  ['but not a mask that takes bits away', '(param i32 i32)', 'local_get 0\nlocal_get 1\ni32_const 127\ni32_and\ni32_store8', ['local_get 0', 'local_get 1', 'i32_const 127', 'i32_and', 'i32_store8 align=1']],
  ['widened and narrowed', '(param i32) (result i32)', 'local_get 0\ni64_extend_i32_s\ni32_wrap_i64', ['local_get 0']],
  ['what follows a jump', '(param i32) (result i32)', 'local_get 0\nreturn\nlocal_get 0\nblock\nnop\nend\ndrop\nunreachable', ['local_get 0', 'return']],
  ['a jump to the next instruction', '', 'block\nbr 0\nend', ['block', 'end']],
  ['but not to the start of a loop', '', 'loop\nbr 0\nend', ['loop', 'br 0', 'end']],
])('peephole: %s', (_, header, body, expected) => {
  expect(after(peephole(parsed(header, body)))).toEqual(expected);
}); // prettier-ignore

test('dead locals: a tee vanishes, a set becomes a drop', () => {
  const mir = parsed(
    '(param i32) (result i32) (local i32*2)',
    'local_get 0\nlocal_tee 1\nlocal_get 0\nlocal_set 2',
  );
  expect(after(dropDeadLocals(mir))).toEqual(['local_get 0', 'local_get 0', 'drop']);
});

test('copies: a local that only holds another one', () => {
  const mir = parsed(
    '(param i32) (result i32) (local i32)',
    'local_get 0\nlocal_set 1\nlocal_get 1\nlocal_get 1\ni32_add',
  );
  expect(after(copyLocals(mir))).toEqual(['local_get 0', 'local_get 0', 'i32_add']);
});

test('copies: not of a local that changes', () => {
  const body =
    'local_get 0\nlocal_set 1\ni32_const 5\nlocal_set 0\nlocal_get 1\nlocal_get 0\ni32_add';
  const mir = parsed('(param i32) (result i32) (local i32)', body);
  expect(after(copyLocals(mir))).toEqual(body.split('\n'));
});

/** Locals named in the body after colouring. */
function locals(header: string, body: string): string[] {
  return after(coalesceLocals(parsed(header, body)))
    .filter((line) => line.startsWith('local_'))
    .map((line) => line.replace('local_', ''));
}

test('colouring: lives one after the other share, of one type only', () => {
  expect(
    locals(
      '(local i32*2 i64)',
      'i32_const 1\nlocal_set 0\nlocal_get 0\ndrop\ni32_const 2\nlocal_set 1\nlocal_get 1\ndrop\ni64_const 3\nlocal_set 2\nlocal_get 2\ndrop',
    ),
  ).toEqual(['set 0', 'get 0', 'set 0', 'get 0', 'set 2', 'get 2']);
});

test('colouring: a value from before a loop lives through it', () => {
  const body =
    'i32_const 1\nlocal_set 0\nloop\nlocal_get 0\ndrop\ni32_const 2\nlocal_set 1\nlocal_get 1\nbr_if 0\nend';
  expect(locals('(local i32*2)', body)).toEqual(['set 0', 'get 0', 'set 1', 'get 1']);
});

test('colouring: a value carried around a loop lives in all of it, and from the start', () => {
  const body =
    'i32_const 7\nlocal_set 2\nlocal_get 2\ndrop\nloop\nlocal_get 0\ni32_const 1\ni32_add\nlocal_set 0\ni32_const 2\nlocal_set 1\nlocal_get 1\nbr_if 0\nend';
  const used = locals('(local i32*3)', body);
  const carried = used[2]!.slice(4);
  expect([used[0], used[4]].map((one) => one!.slice(4))).not.toContain(carried);
});

test('colouring: through nested loops, to the outermost that starts after the first set', () => {
  const body =
    'loop\ni32_const 1\nlocal_set 0\nloop\nloop\nlocal_get 0\ndrop\nend\ni32_const 2\nlocal_set 1\nlocal_get 1\nbr_if 0\nend\ni32_const 3\nlocal_set 2\nlocal_get 2\nbr_if 0\nend';
  expect(locals('(local i32*3)', body)).toEqual([
    'set 0',
    'get 0',
    'set 1',
    'get 1',
    expect.any(String),
    expect.any(String),
  ]);
});

test('epilogues: marks vanish without a frame, and restore the stack pointer with one', () => {
  const mir = parsed('(result i32) (local i32*2)', 'i32_const 1\ndbg_epilogue_begin');
  expect(after(placeEpilogues(mir, undefined))).toEqual(['i32_const 1']);
  const frame = { bottom: 0, size: 32, alignment: 16, saved: NONE };
  expect(after(placeEpilogues(mir, frame))).toEqual([
    'prologue saved=none bottom=0 align=16 size=32',
    'i32_const 1',
    'local_get 0',
    'i32_const 32',
    'i32_add',
    'global_set_sp',
  ]);
  const aligned = { bottom: 0, size: 64, alignment: 64, saved: 1 };
  expect(after(placeEpilogues(mir, aligned))).toEqual([
    'prologue saved=1 bottom=0 align=64 size=64',
    'i32_const 1',
    'local_get 1',
    'global_set_sp',
  ]);
});
