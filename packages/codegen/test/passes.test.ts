// Epilogues and the passes over MIR, each alone, on MIR text.

import {
  editMir,
  type Mir,
  type MirDraft,
  NONE,
  parseMir,
  printMir,
  Tag,
  verifyMir,
} from '@wasmwright/mir';
import { expect, test } from 'vitest';
import { placeEpilogues } from '../src/epilogue.ts';
import { coalesceLocals } from '../src/passes/coalesce-locals.ts';
import { copyLocals } from '../src/passes/copy-locals.ts';
import { dropDeadLocals } from '../src/passes/dead-locals.ts';
import { peephole } from '../src/passes/peephole.ts';
import { renumberLocals } from '../src/passes/renumber-locals.ts';
import type { Pass } from '../src/passes/run.ts';
import { Scratch } from '../src/passes/scratch.ts';

function parsed(header: string, body: string): Mir {
  const text = `func $f ${header}\n${body}\n${body.includes('debug') ? '' : 'end\n'}`;
  const { functions, diagnostics } = parseMir(text);
  expect(diagnostics).toEqual([]);
  return functions[0]!;
}

/** A function after an edit, which must leave it valid. */
function edited(mir: Mir, edit: (draft: MirDraft) => void): Mir {
  const result = editMir(mir, edit);
  expect(verifyMir(result)).toEqual([]);
  return result;
}

/** A function after a pass; columns hold what another function left there. */
function passed(mir: Mir, pass: Pass): Mir {
  const scratch = new Scratch();
  for (let which = 0; which < 24; which++) scratch.filled(which, 64, 0xdead_beef);
  return edited(mir, (draft) => {
    const before = printMir(mir);
    const changed = pass(draft, scratch);
    if (!changed) expect(printMir(editMir(mir, (copy) => pass(copy, scratch)))).toBe(before);
  });
}

/** The instructions of a function. */
function code(mir: Mir): string[] {
  const lines = printMir(mir).trim().split('\n').slice(1);
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
  expect(code(passed(parsed(header, body), peephole))).toEqual(expected);
}); // prettier-ignore

test('dead locals: a tee vanishes, a set becomes a drop', () => {
  const mir = parsed(
    '(param i32) (result i32) (local i32*2)',
    'local_get 0\nlocal_tee 1\nlocal_get 0\nlocal_set 2',
  );
  expect(code(passed(mir, dropDeadLocals))).toEqual(['local_get 0', 'local_get 0', 'drop']);
});

test('copies: a local that only holds another one', () => {
  const mir = parsed(
    '(param i32) (result i32) (local i32)',
    'local_get 0\nlocal_set 1\nlocal_get 1\nlocal_get 1\ni32_add',
  );
  const copied = passed(mir, copyLocals);
  expect(code(copied).slice(2)).toEqual(['local_get 0', 'local_get 0', 'i32_add']);
  expect(code(passed(copied, dropDeadLocals)).slice(0, 2)).toEqual(['local_get 0', 'drop']);
});

test('copies: not of a local that changes', () => {
  const body =
    'local_get 0\nlocal_set 1\ni32_const 5\nlocal_set 0\nlocal_get 1\nlocal_get 0\ni32_add';
  const mir = parsed('(param i32) (result i32) (local i32)', body);
  expect(code(passed(mir, copyLocals))).toEqual(body.split('\n'));
});

/** Locals named in the body after colouring. */
function locals(header: string, body: string): string[] {
  return code(passed(parsed(header, body), coalesceLocals))
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
  expect(code(edited(mir, (draft) => placeEpilogues(draft, undefined)))).toEqual(['i32_const 1']);
  const frame = { bottom: 0, size: 32, alignment: 16, saved: NONE };
  expect(code(edited(mir, (draft) => placeEpilogues(draft, frame)))).toEqual([
    'prologue saved=none bottom=0 align=16 size=32',
    'i32_const 1',
    'local_get 0',
    'i32_const 32',
    'i32_add',
    'global_set_sp',
  ]);
  const aligned = { bottom: 0, size: 64, alignment: 64, saved: 1 };
  expect(code(edited(mir, (draft) => placeEpilogues(draft, aligned)))).toEqual([
    'prologue saved=1 bottom=0 align=64 size=64',
    'i32_const 1',
    'local_get 1',
    'global_set_sp',
  ]);
});

test('final numbers: unused locals vanish, equal types stand together, the most used first', () => {
  const mir = parsed(
    '(param i32) (local f64 i32 i64 i32 i32)',
    `prologue saved=5 bottom=none align=16 size=16
      f64_const 1
      local_set 1
      i32_const 1
      local_tee 4
      local_set 4
      local_get 0
      local_get 5
      global_set_sp
      local_set 5
    end
    debug "f" line=1
    variable "gone" local=2 from=0 to=1
    variable "kept" local=4 from=0 to=1
    variable "slot" frame=2 from=0 to=1`,
  );
  const result = passed(mir, renumberLocals);
  expect(printMir(result).split('\n')[0]).toBe('func $f (param i32) (local i32*2 f64)');
  expect(result.prologue!.savedLocal).toBe(1);
  expect(result.debug!.variableNames).toEqual(['kept', 'slot']);
  expect([...result.debug!.variableValue]).toEqual([2, 2]);
});

test('final numbers: the one-byte indexes go to the most used', () => {
  const lines = Array.from({ length: 200 }, (_, i) =>
    `local_get ${i}\ndrop\n`.repeat(i >= 198 ? 2 : 1),
  );
  const mir = parsed('(local i32*199 f32)', lines.join(''));
  const result = passed(mir, renumberLocals);
  expect(printMir(result).split('\n')[0]).toBe('func $f (local i32*127 f32 i32*72)');
  const hot = result.data.filter((local, at) => result.tags[at] === Tag.local_get && local < 128);
  expect(hot).toHaveLength(130);
});
