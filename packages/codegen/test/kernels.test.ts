// Sizes of function bodies against the bars of codegen.md 10.3. Each file of kernels/ holds one kernel as a front end
// writes it without safety checks; the size is that of all functions named here, in final form.

import { readFileSync } from 'node:fs';
import { CodeEncoder, type Numbers } from '@wasmwright/emit';
import { intrinsics, type Mir } from '@wasmwright/mir';
import { describe, expect, test } from 'vitest';
import { LEVELS, moduleOf, unitOf } from './harness.ts';
import type { OptimizeFor } from '@wasmwright/codegen';

interface Kernel {
  readonly file: string;
  /** Functions whose sizes add up; the others are only called. */
  readonly functions: readonly string[];
  /** Bar without optimisation: the smallest of the columns A, C, E. */
  readonly plain: number;
  /** Bar for size: 1.5 times column D. */
  readonly small: number;
}

// The 17th kernel adds integers of 128 bits, which code generation does not have yet.
const kernels: readonly Kernel[] = [
  { file: 'add', functions: ['kernel'], plain: 15, small: 1.5 * 7 },
  { file: 'fib', functions: ['kernel'], plain: 184, small: 1.5 * 52 },
  { file: 'sum', functions: ['kernel'], plain: 171, small: 1.5 * 54 },
  { file: 'memset', functions: ['kernel'], plain: 117, small: 1.5 * 46 },
  { file: 'copy', functions: ['kernel'], plain: 45, small: 1.5 * 34 },
  { file: 'optional', functions: ['kernel'], plain: 48, small: 1.5 * 17 },
  { file: 'switch', functions: ['kernel'], plain: 107, small: 1.5 * 55 },
  { file: 'dense', functions: ['kernel'], plain: 105, small: 1.5 * 34 },
  { file: 'packed', functions: ['kernel'], plain: 105, small: 1.5 * 17 },
  { file: 'union', functions: ['make', 'kernel'], plain: 227, small: 1.5 * 146 },
  { file: 'error', functions: ['kernel'], plain: 88, small: 1.5 * 19 },
  { file: 'indirect', functions: ['kernel'], plain: 50, small: 1.5 * 30 },
  { file: 'byteswap', functions: ['kernel'], plain: 40, small: 1.5 * 35 },
  { file: 'i7', functions: ['kernel'], plain: 45, small: 1.5 * 13 },
  { file: 'saturating', functions: ['kernel'], plain: 34, small: 1.5 * 19 },
  { file: 'volatile', functions: ['kernel'], plain: 127, small: 1.5 * 75 },
];
/** The bars for the whole, less that of the missing kernel. */
const PLAIN_TOTAL = 1400 - 121;
const SMALL_TOTAL = 1.2 * (700 - 47);

/** Indexes and addresses of a small program: everything takes one byte but addresses of data. */
function numbersOf(mir: Mir): Numbers {
  const navs = mir.navs.kind.length;
  const uavs = 64;
  return {
    navIndex: new Uint32Array(navs).fill(1),
    navSlot: new Uint32Array(navs).fill(1),
    navAddress: new Float64Array(navs).fill(1024),
    uavAddress: new Float64Array(uavs).fill(1024),
    signatureIndex: new Uint32Array(64).fill(1),
    tagIndexFunction: new Uint32Array(8),
    tagNameTable: new Float64Array(8),
    intrinsicIndex: new Uint32Array(intrinsics.length),
    stackPointer: 0,
    indirectTable: 0,
    errorsLength: 1,
    errorNameTable: 1024,
  };
}

function sizeOf({ file, functions }: Kernel, optimize: OptimizeFor): number {
  const text = readFileSync(new URL(`kernels/${file}.air`, import.meta.url), 'utf8');
  const unit = unitOf(moduleOf(text), { optimize });
  let size = 0;
  for (const { name, mir } of unit.functions) {
    if (functions.includes(name)) size += new CodeEncoder().emit(mir, numbersOf(mir));
  }
  return size;
}

const total = (optimize: OptimizeFor): number =>
  kernels.reduce((sum, kernel) => sum + sizeOf(kernel, optimize), 0);

describe('sizes of kernels', () => {
  test.each(kernels)('$file', (kernel) => {
    expect(sizeOf(kernel, 'none')).toBeLessThanOrEqual(kernel.plain);
    expect(sizeOf(kernel, 'size')).toBeLessThanOrEqual(kernel.small);
  });

  test('together', () => {
    const sizes = { none: total('none'), speed: total('speed'), size: total('size') };
    console.log(
      kernels
        .map((kernel) => [kernel.file, ...LEVELS.map((level) => sizeOf(kernel, level))].join(' '))
        .join('\n'),
    );
    expect(sizes.none).toBeLessThanOrEqual(PLAIN_TOTAL);
    expect(sizes.size).toBeLessThanOrEqual(SMALL_TOTAL);
  });
});
