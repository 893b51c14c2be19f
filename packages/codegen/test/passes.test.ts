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
import type { CodegenOptions } from '@wasmwright/codegen';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { placeEpilogues } from '../src/epilogue.ts';
import { simplifyBranches } from '../src/passes/branches.ts';
import { coalesceLocals } from '../src/passes/coalesce-locals.ts';
import { copyLocals } from '../src/passes/copy-locals.ts';
import { dropDeadLocals } from '../src/passes/dead-locals.ts';
import { mergePanics } from '../src/passes/merge-panics.ts';
import { mergeReturns } from '../src/passes/merge-returns.ts';
import { peephole } from '../src/passes/peephole.ts';
import { renumberLocals } from '../src/passes/renumber-locals.ts';
import { type Pass, passes, type PassName, PassRunner } from '../src/passes/run.ts';
import { Scratch } from '../src/passes/scratch.ts';
import { moduleOf, unitOf } from './harness.ts';

function parsed(header: string, body: string): Mir {
  const text = `func $f ${header}\n${body}\n${/ debug |nav /.test(body.replaceAll('\n', ' ')) ? '' : 'end\n'}`;
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
  ['constants of i64 fold', '(result i64)', 'i64_const -3\ni64_const 5000000000\ni64_mul', ['i64_const -15000000000']],
  ['comparisons of constants fold', '(result i32)', 'i64_const -1\ni64_const 1\ni64_lt_u\ni32_eqz', ['i32_const 1']],
  ['a division that traps stays', '(result i64)', 'i64_const 1\ni64_const 0\ni64_div_u', ['i64_const 1', 'i64_const 0', 'i64_div_u']],
  ['(x - a) + b of i64', '(param i64) (result i64)', 'local_get 0\ni64_const 3\ni64_sub\ni64_const 4\ni64_add', ['local_get 0', 'i64_const 1', 'i64_add']],
  ['x & -1 of i64', '(param i64) (result i64)', 'local_get 0\ni64_const -1\ni64_and', ['local_get 0']],
  ['but not x & 0xffffffff', '(param i64) (result i64)', 'local_get 0\ni64_const 4294967295\ni64_and', ['local_get 0', 'i64_const 4294967295', 'i64_and']],
  ['a product with a power of two', '(param i64) (result i64)', 'local_get 0\ni64_const 0x8000000000\ni64_mul', ['local_get 0', 'i64_const 39', 'i64_shl']],
  ['a remainder by a power of two', '(param i32) (result i32)', 'local_get 0\ni32_const 64\ni32_rem_u', ['local_get 0', 'i32_const 63', 'i32_and']],
  ['a mask before a narrow store of i64', '(param i32 i64)', 'local_get 0\nlocal_get 1\ni64_const 65535\ni64_and\ni64_store16', ['local_get 0', 'local_get 1', 'i64_store16 align=2']],
  ['a mask before a sum that is narrowed', '(param i64) (result i32)', 'local_get 0\ni64_const 4294967295\ni64_and\ni64_const 7\ni64_add\ni32_wrap_i64', ['local_get 0', 'i64_const 7', 'i64_add', 'i32_wrap_i64']],
  ['but not before a shift to the right', '(param i64) (result i32)', 'local_get 0\ni64_const 4294967295\ni64_and\ni64_const 7\ni64_shr_u\ni32_wrap_i64', ['local_get 0', 'i64_const 4294967295', 'i64_and', 'i64_const 7', 'i64_shr_u', 'i32_wrap_i64']],
  ['a mask of what was widened', '(param i32) (result i64)', 'local_get 0\ni64_extend_i32_u\ni64_const 4294967295\ni64_and', ['local_get 0', 'i64_extend_i32_u']],
  ['zero of what was widened', '(param i32) (result i32)', 'local_get 0\ni64_extend_i32_s\ni64_eqz', ['local_get 0', 'i32_eqz']],
  ['a jump to the next instruction', '', 'block\nbr 0\nend', ['block', 'end']],
  ['but not to the start of a loop', '', 'loop\nbr 0\nend', ['loop', 'br 0', 'end']],
  ['two shifts by constants are a rotation', '(param i32) (result i32)',
   'local_get 0\ni32_const 7\ni32_shr_u\nlocal_get 0\ni32_const 25\ni32_shl\ni32_or',
   ['local_get 0', 'i32_const 7', 'i32_rotr']],
  ['two shifts by n and its negation are one, masks of counts go', '(param i32 i32) (result i32)',
   'local_get 0\ni32_const 0\nlocal_get 1\ni32_sub\ni32_const 31\ni32_and\ni32_shr_u\nlocal_get 0\nlocal_get 1\ni32_shl\ni32_or',
   ['local_get 0', 'local_get 1', 'i32_rotl']],
  ['also of 64 bits', '(param i64 i64) (result i64)',
   'local_get 0\nlocal_get 1\ni64_shl\nlocal_get 0\ni64_const 64\nlocal_get 1\ni64_sub\ni64_shr_u\ni64_or',
   ['local_get 0', 'local_get 1', 'i64_rotl']],
  ['no rotation: other counts', '(param i32) (result i32)',
   'local_get 0\ni32_const 7\ni32_shr_u\nlocal_get 0\ni32_const 24\ni32_shl\ni32_or',
   ['local_get 0', 'i32_const 7', 'i32_shr_u', 'local_get 0', 'i32_const 24', 'i32_shl', 'i32_or']],
  ['no rotation: other values', '(param i32 i32) (result i32)',
   'local_get 0\ni32_const 7\ni32_shr_u\nlocal_get 1\ni32_const 25\ni32_shl\ni32_or',
   ['local_get 0', 'i32_const 7', 'i32_shr_u', 'local_get 1', 'i32_const 25', 'i32_shl', 'i32_or']],
])('peephole: %s', (_, header, body, expected) => {
  expect(code(passed(parsed(header, body), peephole))).toEqual(expected);
}); // prettier-ignore

test.each<[string, string, string, string[]]>([
  ['an if without code', '(param i32)', 'local_get 0\nif\nend', ['local_get 0', 'drop']],
  ['an empty else', '(param i32) (local i32)', 'local_get 0\nif\nlocal_get 0\nlocal_set 1\nelse\nend', ['local_get 0', 'if', 'local_get 0', 'local_set 1', 'end']],
  ['an empty then', '(param i32) (local i32)', 'local_get 0\nif unlikely\nelse\nlocal_get 0\nlocal_set 1\nend', ['local_get 0', 'i32_eqz', 'if likely', 'local_get 0', 'local_set 1', 'end']],
  ['an if with a branch', '(param i32)', 'block\nlocal_get 0\nif likely\nbr 1\nend\nnop\nend', ['block', 'local_get 0', 'br_if 0 likely', 'nop', 'end']],
  ['a branch or code', '(param i32) (result i32)', 'block\nlocal_get 0\nif (result i32)\nbr 1\nelse\ni32_const 5\nend\nreturn\nend\ni32_const 6', ['block', 'local_get 0', 'br_if 0', 'block (result i32)', 'i32_const 5', 'end', 'return', 'end', 'i32_const 6']],
  ['code or a branch', '(param i32)', 'block\nlocal_get 0\nif unlikely\nnop\nelse\nbr 1\nend\nnop\nend', ['block', 'local_get 0', 'i32_eqz', 'br_if 0 likely', 'block', 'nop', 'end', 'nop', 'end']],
  ['a negated condition swaps the arms', '(param i32) (result i32)', 'local_get 0\ni32_eqz\nif (result i32) likely\ni32_const 1\nelse\ni32_const 2\nend', ['local_get 0', 'if (result i32) unlikely', 'i32_const 2', 'else', 'i32_const 1', 'end']],
  ['also in swapped arms', '(param i32) (result i32)', 'local_get 0\ni32_eqz\nif (result i32)\nlocal_get 0\ni32_eqz\nif (result i32)\ni32_const 1\nelse\ni32_const 2\nend\nelse\ni32_const 3\nend', ['local_get 0', 'if (result i32)', 'i32_const 3', 'else', 'local_get 0', 'if (result i32)', 'i32_const 2', 'else', 'i32_const 1', 'end', 'end']],
  ['a branch over a branch', '(param i32)', 'block\nblock\nlocal_get 0\nbr_if 0 likely\nbr 1\nend\nnop\nend', ['block', 'block', 'local_get 0', 'i32_eqz', 'br_if 1 unlikely', 'end', 'nop', 'end']],
  ['but not with a value', '(param i32) (result i32)', 'block (result i32)\ni32_const 1\nblock\ni32_const 2\nlocal_get 0\nbr_if 0\nbr 1\nend\nend', ['block (result i32)', 'i32_const 1', 'block', 'i32_const 2', 'local_get 0', 'br_if 0', 'br 1', 'end', 'end']],
  ['a branch to a branch', '(param i32)', 'loop\nblock\nlocal_get 0\nbr_if 0\nnop\nend\nbr 0\nend', ['loop', 'block', 'local_get 0', 'br_if 1', 'nop', 'end', 'br 0', 'end']],
  ['a table of branches to branches', '(param i32)', 'loop\nblock\nblock\nlocal_get 0\nbr_table 0 1\nend\nbr 1\nend\nend', ['loop', 'block', 'block', 'local_get 0', 'br_table 2 1', 'end', 'br 1', 'end', 'end']],
  ['a branch to what comes next', '(param i32)', 'block\nblock\nnop\nbr 1\nend\nend', ['block', 'block', 'nop', 'end', 'end']],
  ['a condition that always holds', '(result i32)', 'i32_const 1\nif (result i32)\ni32_const 5\nelse\ni32_const 6\nend', ['block (result i32)', 'i32_const 5', 'end']],
  ['a condition that never holds', '', 'block\ni32_const 0\nbr_if 0\ni32_const 0\nif\nnop\nend\nend', ['block', 'block', 'end', 'end']],
])('branches: %s', (_, header, body, expected) => {
  expect(code(passed(parsed(header, body), simplifyBranches))).toEqual(expected);
}); // prettier-ignore

const check = 'local_get 0\nif unlikely\ni32_const 0\ncall_nav $p\nunreachable\nend\n';

/** A function with a panic handler `$p`. */
function withHandler(header: string, body: string): Mir {
  const lists = 'type#1 (param i32)\nnav $p function type#1';
  return parsed(header, `${body}\nend\n${lists}`);
}

test('panics: equal reports stand once, behind a block around the function', () => {
  const mir = withHandler('(param i32) (result i32)', `${check}loop\n${check}local_get 0\nbr_if 0\nlocal_get 0\nbr_if 0\nend\n${check}i32_const 7`);
  expect(code(passed(mir, mergePanics)).filter((line) => !line.includes('#'))).toEqual([
    'block', 'local_get 0', 'br_if 0 unlikely',
    'loop', 'local_get 0', 'br_if 1 unlikely', 'local_get 0', 'br_if 0', 'local_get 0', 'br_if 0', 'end',
    'local_get 0', 'br_if 0 unlikely', 'i32_const 7', 'return', 'end',
    'i32_const 0', 'call_nav $p', 'unreachable',
  ]);
}); // prettier-ignore

test('panics: two reports have two blocks, branches out of the function cross them', () => {
  const trap = 'local_get 0\nif\nunreachable\nend\n';
  const mir = withHandler('(param i32 i32)', `${check}${trap}${trap}${trap}${trap}${check}local_get 0\nbr_if 0\nnop\nreturn`);
  expect(code(passed(mir, mergePanics)).filter((line) => line !== 'local_get 0')).toEqual([
    'block', 'block',
    'br_if 1 unlikely', 'br_if 0', 'br_if 0', 'br_if 0', 'br_if 0', 'br_if 1 unlikely',
    'br_if 2', 'nop', 'return',
    'end', 'unreachable', 'end', 'i32_const 0', 'call_nav $p', 'unreachable',
  ]);
}); // prettier-ignore

test('panics: one check stays where it is, and so do two that save nothing', () => {
  const trap = 'local_get 0\nif\nunreachable\nend\n';
  for (const body of [check, trap + trap]) {
    const mir = withHandler('(param i32 i32)', `${body}nop`);
    expect(passed(mir, mergePanics)).toEqual(editMir(mir, () => undefined));
  }
});

/** A function with a frame; `RETURN` gives it back and leaves. */
function withFrame(body: string): Mir {
  const epilogue = 'local_get 2\ni32_const 32\ni32_add\nglobal_set_sp';
  const frame = 'prologue saved=none bottom=2 align=16 size=32\n';
  const text = body.replaceAll('RETURN', `${epilogue}\nreturn`).replaceAll('LEAVE', epilogue);
  return parsed('(param i32 i32) (result i32) (local i32)', frame + text);
}

test('returns: equal epilogues stand once, behind a block with the result', () => {
  const mir = withFrame(
    'local_get 0\nif\ni32_const 1\nRETURN\nend\nloop\nlocal_get 1\nif\ni32_const 2\nRETURN\nend\nlocal_get 0\nbr_if 0\nend\ni32_const 3\nLEAVE',
  );
  expect(code(passed(mir, mergeReturns)).slice(1)).toEqual([
    'block (result i32)', 'local_get 0', 'if', 'i32_const 1', 'br 1', 'end',
    'loop', 'local_get 1', 'if', 'i32_const 2', 'br 2', 'end', 'local_get 0', 'br_if 0', 'end',
    'i32_const 3', 'end', 'local_get 2', 'i32_const 32', 'i32_add', 'global_set_sp',
  ]);
}); // prettier-ignore

test('returns: one stays where it is, and without a frame all do', () => {
  const one = withFrame('i32_const 1\nLEAVE');
  const none = parsed('(param i32)', 'local_get 0\nif\nreturn\nend\nlocal_get 0\nif\nreturn\nend');
  for (const mir of [one, none]) {
    expect(passed(mir, mergeReturns)).toEqual(editMir(mir, () => undefined));
  }
});

test('dead locals: a value that is overwritten before it is read, not one for the next round', () => {
  const body =
    'local_get 0\nlocal_set 1\nloop\nlocal_get 1\ndrop\ni32_const 2\nlocal_set 2\ni32_const 3\nlocal_set 2\nlocal_get 2\nlocal_set 1\nlocal_get 0\nbr_if 0\ni32_const 4\nlocal_set 1\nend';
  expect(code(passed(parsed('(param i32) (local i32*2)', body), dropDeadLocals))).toEqual([
    ...body.split('\n').slice(0, 6),
    'drop',
    ...body.split('\n').slice(7, 14),
    'drop',
    'end',
  ]);
});

test('dead locals: either arm, tables of branches, and what leaves the function', () => {
  const body =
    'i32_const 1\nlocal_set 1\nblock\nblock\nlocal_get 0\nbr_table 0 1\nend\nlocal_get 0\nif\nlocal_get 1\nreturn\nelse\ni32_const 2\nlocal_set 1\nend\nend\nlocal_get 1';
  const mir = parsed('(param i32) (result i32) (local i32)', body);
  expect(code(passed(mir, dropDeadLocals))).toEqual(body.split('\n'));
  const left = body
    .replace('local_get 1\nreturn', 'i32_const 9\nreturn')
    .replace(/local_get 1$/, 'i32_const 8');
  expect(
    code(passed(parsed('(param i32) (result i32) (local i32)', left), dropDeadLocals)).filter(
      (line) => line === 'drop',
    ),
  ).toHaveLength(2);
});

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

test('copies: all gets or none, also around loops', () => {
  const start = 'local_get 0\nlocal_set 1\nlocal_get 1\ndrop\n';
  const kept = `${start}loop\nlocal_get 1\ni32_const 1\ni32_add\nlocal_tee 1\nbr_if 0\nend`;
  const header = '(param i32) (local i32)';
  expect(code(passed(parsed(header, kept), copyLocals))).toEqual(kept.split('\n'));
  const gone = `${start}loop\nlocal_get 1\nbr_if 0\nend`;
  expect(
    code(passed(parsed(header, gone), copyLocals)).filter((line) => line === 'local_get 1'),
  ).toEqual([]);
  const original = `${start}loop\nlocal_get 1\ni32_const 1\nlocal_set 0\nbr_if 0\nend`;
  expect(code(passed(parsed(header, original), copyLocals))).toEqual(original.split('\n'));
});

test('copies: of copies, and until the arm ends', () => {
  const header = '(param i32 i32) (result i32) (local i32*2)';
  const chain = 'local_get 0\nlocal_set 2\nlocal_get 2\nlocal_set 3\nlocal_get 3';
  expect(code(passed(parsed(header, chain), copyLocals)).slice(-1)).toEqual(['local_get 0']);
  const arm = 'local_get 1\nif\nlocal_get 0\nlocal_set 2\nend\nlocal_get 2';
  expect(code(passed(parsed(header, arm), copyLocals))).toEqual(arm.split('\n'));
});

test('passes run again only where another one changed something, and single ones can be off', () => {
  const run = (isOn: (pass: PassName) => boolean, body: string): readonly PassName[] => {
    const ran: PassName[] = [];
    edited(parsed('(param i32) (result i32) (local i32)', body), (draft) =>
      new PassRunner(isOn).run(draft, (pass) => ran.push(pass)),
    );
    return ran;
  };
  const nothing = run(() => true, 'local_get 0');
  expect(new Set(nothing).size).toBe(nothing.length);
  const copies = run(() => true, 'local_get 0\nlocal_set 1\nlocal_get 1\nlocal_get 1\ni32_add');
  expect(copies.filter((pass) => pass === 'peephole').length).toBeGreaterThan(1);
  expect(run((pass) => pass === 'deadLocals', 'local_get 0')).toEqual(['deadLocals']);
});

test('every pass can be off, and every pass can be alone', () => {
  const folder = new URL('kernels/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const module = moduleOf(readFileSync(new URL(file, folder), 'utf8'));
    for (const pass of Object.keys(passes) as PassName[]) {
      const names: PassName[] = [];
      unitOf(module, { passes: { [pass]: false }, afterPass: (name) => names.push(name) });
      expect(names).not.toContain(pass);
      unitOf(module, { optimize: 'none', passes: { [pass]: true } });
    }
  }
  const unknown = { passes: { other: true } } as unknown as CodegenOptions;
  expect(() => unitOf(moduleOf('target wasm32-freestanding'), unknown)).toThrow(TypeError);
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
