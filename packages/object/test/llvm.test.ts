// Our tables against what LLVM 19's obj2yaml reads from the same bytes: small committed objects always, the libraries of the system
// where obj2yaml is installed. `UPDATE=1` compiles the small ones again (clang-19).

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { decodeUtf8 } from '@wasmwright/wasm';
import { definedSymbols, detectKind, parseArchive, parseObject } from '@wasmwright/object';
import { comparable, describeObject } from './obj2yaml.ts';

const data = fileURLToPath(new URL('./data/', import.meta.url));
const expected = fileURLToPath(new URL('./expected/', import.meta.url));
const wasm32 = '--target=wasm32-unknown-unknown';

/** Compiler arguments of each committed object. */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  debug: [wasm32, '-O1', '-g', 'program.cpp'],
  refs: [wasm32, '-O0', '-mreference-types', '-mmultivalue', 'program.cpp'],
  pic: [wasm32, '-O2', '-fPIC', 'program.cpp'],
  threads: [wasm32, '-O2', '-pthread', 'program.cpp'],
  memory64: ['--target=wasm64-unknown-unknown', '-O2', 'program.cpp'],
  throws: [wasm32, '-O2', '-fwasm-exceptions', 'throws.cpp'],
  sections: [wasm32, '-mreference-types', 'sections.s'],
};

const has = (tool: string): boolean => existsSync(`/usr/bin/${tool}`);
const obj2yaml = (path: string): string =>
  execFileSync('obj2yaml-19', [path], { encoding: 'utf8', maxBuffer: 1 << 28 });

if (process.env['UPDATE'] === '1' && has('clang-19')) {
  for (const [name, args] of Object.entries(OBJECTS)) {
    execFileSync('clang-19', [...args, '-c', '-o', `${name}.o`], { cwd: data });
    writeFileSync(join(expected, `${name}.yaml`), obj2yaml(join(data, `${name}.o`)));
  }
}

function expectSame(bytes: Uint8Array, yaml: string): void {
  const { object, diagnostics } = parseObject(bytes, { name: 'a.o' });
  expect(diagnostics).toEqual([]);
  // Quoted or not, hexadecimal strings must stay strings.
  const document = yaml.slice(yaml.indexOf('\n')); // without the tag !WASM
  const text = document.replace(/^( *(?:Body|Content|Payload): +)([0-9A-F]+)$/gm, "$1'$2'");
  const { Sections } = parseYaml(text) as { Sections: Parameters<typeof comparable>[0] };
  expect(describeObject(object!)).toEqual(comparable(Sections));
}

describe('obj2yaml agrees about committed objects', () => {
  it.each(Object.keys(OBJECTS))('%s.o', (name) => {
    const bytes = new Uint8Array(readFileSync(join(data, `${name}.o`)));
    expectSame(bytes, readFileSync(join(expected, `${name}.yaml`), 'utf8'));
  });
});

/** Archives of the system: every how many members are compared. */
const ARCHIVES: readonly (readonly [path: string, step: number])[] = [
  ['/usr/lib/wasm32-wasi/libc.a', 60],
  ['/usr/lib/wasm32-wasi/libc++.a', 20],
  ['/usr/lib/wasm32-wasi/libc++abi.a', 5],
  ...rlibs(/^lib(?:std|alloc|panic_abort)-[0-9a-f]+\.rlib$/, 12),
];

function rlibs(pattern: RegExp, step: number): (readonly [string, number])[] {
  const directory = '/usr/lib/rustlib/wasm32-wasi/lib';
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => pattern.test(name))
    .map((name) => [join(directory, name), step] as const);
}

const found = ARCHIVES.filter(([path]) => existsSync(path));

describe.runIf(has('obj2yaml-19') && found.length > 0)('LLVM 19 agrees about libraries', () => {
  it.each(found)('%s: obj2yaml of one member in %i', (path, step) => {
    const bytes = new Uint8Array(readFileSync(path));
    const { members } = parseArchive(bytes, path);
    const directory = mkdtempSync(join(tmpdir(), 'wasmwright-object-'));
    try {
      for (let i = 0; i < members.length; i += step) {
        const { start, end } = members[i]!;
        const member = bytes.subarray(start, end);
        if (detectKind(member) !== 'wasm-object') continue;
        writeFileSync(join(directory, 'member.o'), member);
        expectSame(member, obj2yaml(join(directory, 'member.o')));
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it.runIf(has('llvm-nm-19')).each(found)('%s: llvm-nm of every member', (path) => {
    const bytes = new Uint8Array(readFileSync(path));
    const lines: string[] = [];
    for (const { name, start, end } of parseArchive(bytes, path).members) {
      const member = bytes.subarray(start, end);
      if (detectKind(member) !== 'wasm-object') continue;
      const listed = definedSymbols(member, { name });
      expect(listed.diagnostics).toEqual([]);
      for (let i = 0; i < listed.count; i++) {
        lines.push(`${name} ${decodeUtf8(member, listed.start[i]!, listed.end[i]!)}`);
      }
    }
    const args = ['--print-file-name', '--format=just-symbols', '--defined-only', '--extern-only'];
    const text = execFileSync('llvm-nm-19', [...args, path], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const theirs = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/^.*?\.r?a?lib:|^.*?\.a:/, '').replace(/: /, ' '));
    expect(lines.sort()).toEqual(theirs.sort());
  });
});
