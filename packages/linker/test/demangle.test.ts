import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativeTool } from '@wasmwright/tooling-fixtures';
import { demangle } from '../src/demangle/index.ts';

/**
 * Names of libc++, libc++abi, Rust's std, C++ and Rust sources that use the whole language, hand-made ones for rare
 * rules, and mutations of all of these; with what LLVM 19 prints for them.
 */
const fixture = new URL('fixtures/demangled-names.txt', import.meta.url);
const [comment, ...lines] = readFileSync(fixture, 'utf8').trimEnd().split('\n');
const golden = lines.map((line) => line.split('\t') as [mangled: string, text: string]);

/** `T` in `T` in `T`…, `count` deep. */
const nested = (count: number): string => `_Z1f${'1AI'.repeat(count)}i${'E'.repeat(count)}`;

describe('demangle', () => {
  it(`prints ${golden.length} names as LLVM 19 does`, () => {
    const wrong = golden.filter(([mangled, text]) => demangle(mangled) !== text);
    expect(wrong.map(([mangled, text]) => ({ mangled, text, got: demangle(mangled) }))).toEqual([]);
    expect(golden.length).toBeGreaterThan(2000);
  });

  const cxxfilt = nativeTool('llvm-cxxfilt-19');
  it.skipIf(cxxfilt === undefined && process.env['WASMWRIGHT_NATIVE'] !== 'required')(
    'has a fixture that llvm-cxxfilt-19 agrees with',
    () => {
      const input = golden.map(([mangled]) => `${mangled}\n`).join('');
      const { stdout } = spawnSync(cxxfilt!, ['-n'], { input, encoding: 'utf8' });
      const fresh = stdout
        .trimEnd()
        .split('\n')
        .map((text, i) => `${golden[i]![0]}\t${text}`);
      if (process.env['UPDATE']) writeFileSync(fixture, `${[comment, ...fresh].join('\n')}\n`);
      expect(fresh).toEqual(lines);
    },
  );

  // wasm-ld 19 printed these; llvm-cxxfilt takes other names apart before it looks at them.
  it.each([
    ['__RNvC1a3foo', 'a::foo'],
    ['__ZN3foo3barEv', 'foo::bar()'],
    ['____ZN3foo3barEv_block_invoke_2', 'invocation function for block in foo::bar()'],
    ['_____ZN3foo3barEv_block_invoke', '_____ZN3foo3barEv_block_invoke'],
    ['__D3foo3bari', 'foo.bar'],
    ['._RNvC1a1f', '.a::f'],
    ['..._Z1fv', '..._Z1fv'],
    ['_RNvC1a3foo.é', 'a::foo (.é)'],
    ['_Z6naïvev', 'naïve()'],
    ['_Z5naïvei', 'naïv(long double, int)'],
    ['_ZN6naïve1fEv', 'naïve::f()'],
    ['__Z1fé', '__Z1fé'],
    ['main', 'main'],
    ['', ''],
    ['_', '_'],
    ['_Z', '_Z'],
  ])('%s', (mangled, text) => {
    expect(demangle(mangled)).toBe(text);
  });

  it('follows hundreds of levels and leaves deeper names alone', () => {
    expect(demangle(nested(400))).toBe(`f(${'A<'.repeat(400)}int${'>'.repeat(400)})`);
    const deep = 100_000;
    for (const name of [
      nested(deep),
      `_Z${'Z'.repeat(deep)}`,
      `_Z${'N1A'.repeat(deep)}`,
      `_Z1f${'P'.repeat(deep)}i`,
      `_Z1fI${'J'.repeat(deep)}`,
      `_Z1fIXtl${'idxLi1E'.repeat(deep)}`,
      `_Z1fITp${'Tp'.repeat(deep)}`,
      `_Z1f${'U1a'.repeat(deep)}i`,
      `_R${'I'.repeat(deep)}`,
      `_RINvC1a1b${'R'.repeat(deep)}hE`,
      `_D3foo${'Qb'.repeat(deep)}`,
    ])
      expect(demangle(name) === name, name.slice(0, 20)).toBe(true);
  });

  it('does not print what doubles with each reference', () => {
    const position = (k: number): string =>
      k === 0 ? 'S_' : `S${(k - 1).toString(36).toUpperCase()}_`;
    let cxx = '_Z1f1AIiiE';
    for (let k = 1; k < 60; k++) cxx += `1AI${position(2 * k - 1)}${position(2 * k - 1)}E`;
    expect(demangle(cxx)).toBe(cxx);
    const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const back = (at: number): string =>
      `B${at === 0 ? '' : at > 62 ? digits[Math.floor((at - 1) / 62)]! + digits[(at - 1) % 62]! : digits[at - 1]!}_`;
    let rust = '_RINvC1a1bTuuE';
    for (let k = 0, at = 8; k < 40; k++) {
      const here = rust.length - 2;
      rust += `T${back(at)}${back(at)}E`;
      at = here;
    }
    expect(demangle(`${rust}E`)).toBe(`${rust}E`);
  });

  it('takes any text', () => {
    const letters = fc.constantFrom(...'IEJXLTSNKPROMFDCUZQBWGVHv_0123456789abcdilmnprstuz.é');
    fc.assert(
      fc.property(
        fc.constantFrom('_Z', '__Z', '___Z', '_R', '_D', '.', '_ZN1a', '_Z1fI', '_RINvC1a1b'),
        fc.array(letters, { maxLength: 60 }),
        (start, rest) => {
          const name = start + rest.join('');
          expect(demangle(name).length).toBeLessThanOrEqual(4096 + 256 * name.length);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('takes names cut anywhere', () => {
    for (const [mangled] of golden)
      for (const end of [0.25, 0.5, 0.75, 0.9]) demangle(mangled.slice(0, mangled.length * end));
  });
});
