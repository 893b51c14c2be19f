import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeTool, runNative } from '@wasmwright/tooling-fixtures';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryHost } from '../src/host.ts';
import { link } from '../src/link.ts';
import { relativeToRoot } from '../src/reproduce.ts';
import { writeTar } from '../src/tar.ts';
import { archive } from './archive.ts';
import { emptyObject } from './error-cases.ts';

const decoder = new TextDecoder('latin1');

/** Names and contents of an archive, read with the ustar fields. */
function readTar(bytes: Uint8Array): Record<string, string> {
  const entries: Record<string, string> = {};
  const field = (at: number, length: number): string =>
    decoder.decode(bytes.subarray(at, at + length)).replace(/\0.*$/s, '');
  let longName = '';
  for (let at = 0; at < bytes.length && bytes.subarray(at, at + 512).some((byte) => byte !== 0);) {
    const size = parseInt(field(at + 124, 12), 8);
    const content = decoder.decode(bytes.subarray(at + 512, at + 512 + size));
    if (field(at + 156, 1) === 'x') longName = /path=(.*)\n/.exec(content)![1]!;
    else {
      const prefix = field(at + 345, 155);
      const name = longName || (prefix === '' ? '' : `${prefix}/`) + field(at, 100);
      entries[name] = content;
      longName = '';
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

describe('tar', () => {
  it('holds names of any length, each once', () => {
    const paths = [
      'a',
      `${'d/'.repeat(60)}x`,
      'n'.repeat(99),
      'n'.repeat(100),
      'é'.repeat(300),
      'a',
    ];
    const bytes = writeTar(paths.map((path, i) => ({ path, bytes: new Uint8Array(i * 300) })));
    expect(bytes.length % 512).toBe(0);
    const names = Object.keys(readTar(bytes));
    const expected = [...new Set(paths)].map((path) =>
      decoder.decode(new TextEncoder().encode(path)),
    );
    expect(names).toEqual(expected);
  });
});

describe('--reproduce', () => {
  it('makes paths relative to the root', () => {
    expect(relativeToRoot('a.o', '/home/me')).toBe('home/me/a.o');
    expect(relativeToRoot('/x/../y/./a.o', '/home')).toBe('y/a.o');
    expect(relativeToRoot('C:\\dir\\a.o', 'D:\\')).toBe('C/dir/a.o');
    expect(relativeToRoot('..\\a.o', 'D:\\x\\y')).toBe('D/x/a.o');
  });

  const line =
    'a.o -Ll -lf --export=x -u y -s --no-entry --lto-O2 -z stack-size=65536 -dn --build-id -i2 none';

  it('packs a failing link so that it fails again', async () => {
    const files = { 'a.o': emptyObject, 'l/libf.a': archive({ 'f.o': emptyObject }) };
    const host = memoryHost(files);
    const args = [...line.split(' '), '-o', 'dir/out.wasm', '--reproduce=r/rep.tar'];
    const first = await link({ args, host, directory: '/w', name: 'x' });
    expect(first.ok).toBe(false);
    const tar = readTar(host.written.get('r/rep.tar')!);
    expect(Object.keys(tar)).toEqual([
      ...['rep/response.txt', 'rep/version.txt', 'rep/w/a.o', 'rep/w/l/libf.a'],
    ]);
    expect(tar['rep/version.txt']).toBe('LLD 19.1.7\n');
    expect(tar['rep/response.txt']).toContain('-o out.wasm\n');
    expect(tar['rep/response.txt']).not.toContain('reproduce');
  });

  it('repeats a link with the same bytes', async () => {
    const files = { 'a.o': emptyObject, 'l/libf.a': archive({ 'f.o': emptyObject }) };
    const host = memoryHost(files);
    const args = '--no-entry --whole-archive a.o l/libf.a -o out.wasm'.split(' ');
    const environment = { LLD_REPRODUCE: 'rep.tar' };
    const first = await link({ args, host, environment });
    expect(first.ok).toBe(true);
    const tar = readTar(host.written.get('rep.tar')!);
    const packed = Object.entries(tar).map(([path, text]): [string, Uint8Array] => [
      path.replace('rep/', ''),
      Uint8Array.from(text, (char) => char.charCodeAt(0)),
    ]);
    const again = await link({ args: ['@response.txt'], files: Object.fromEntries(packed) });
    expect(again.output).toEqual(first.output);
  });
});

const native = nativeTool('wasm-ld-19');

describe.runIf(native !== undefined)('--reproduce as wasm-ld 19 does it', () => {
  let directory = '';
  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'wasmwright-driver-')));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it.each([
    '--no-entry a.o -Ll -lf -o out.wasm --export-if-defined=x -u y -s -dn -S --no-demangle',
    '-e _start -no-gc-sections --import-memory=a,b --initial-heap=65536 l/../a.o --no-entry -oout.wasm',
    `--no-entry a.o ${'long-directory-name/'.repeat(8)}a.o -o out.wasm -L=x -Llong -l:../a.o`,
    '--no-entry -L l a.o none -lnone --trace-symbol=x -y z -t -M --Map=m -o x/out.wasm',
  ])('%s', async (line) => {
    const long = `${'long-directory-name/'.repeat(8)}a.o`;
    const files = {
      'a.o': emptyObject,
      'l/libf.a': archive({ 'f.o': emptyObject }),
      [long]: emptyObject,
    };
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(join(directory, name, '..'), { recursive: true });
      writeFileSync(join(directory, name), bytes);
    }
    runNative(native!, [...line.split(' '), '--reproduce=rep.tar'], { cwd: directory });
    const host = memoryHost({ ...files, 'l/../a.o': emptyObject });
    const args = [...line.split(' '), '--reproduce=rep.tar'];
    await link({ args, host, directory });
    const theirs = readTar(readFileSync(join(directory, 'rep.tar')));
    theirs['rep/version.txt'] = theirs['rep/version.txt']!.replace(/^\w+ (?=LLD )/, '');
    const ours = host.written.get('rep.tar')!;
    expect(readTar(ours)).toEqual(theirs);
    expect(Object.keys(readTar(ours))).toEqual(Object.keys(theirs));
    // The same bytes in the same fields, too.
    const entries = Object.entries(theirs).map(([path, text]) => ({
      path,
      bytes: Uint8Array.from(text, (char) => char.charCodeAt(0)),
    }));
    expect(Buffer.compare(ours, writeTar(entries))).toBe(0);
  });

  it('writes the headers that wasm-ld writes', async () => {
    const paths = [
      'a.o',
      `${'long-directory-name/'.repeat(8)}a.o`,
      `${'n'.repeat(120)}/${'m'.repeat(120)}.o`,
    ];
    for (const path of paths) {
      mkdirSync(join(directory, path, '..'), { recursive: true });
      writeFileSync(join(directory, path), emptyObject);
    }
    runNative(native!, ['--no-entry', ...paths, '-o', 'o', '--reproduce=rep.tar'], {
      cwd: directory,
    });
    const theirs = new Uint8Array(readFileSync(join(directory, 'rep.tar')));
    const entries = Object.entries(readTar(theirs)).map(([path, text]) => ({
      path,
      bytes: Uint8Array.from(text, (char) => char.charCodeAt(0)),
    }));
    expect(Buffer.compare(writeTar(entries), theirs)).toBe(0);
  });
});
