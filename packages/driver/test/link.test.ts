import { compile } from '@wasmwright/tooling-fixtures';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryHost, type Files, type Host } from '../src/host.ts';
import { link } from '../src/link.ts';
import type { LinkRequest, LinkResult } from '../src/request.ts';
import { archive, thinArchive } from './archive.ts';
import { emptyObject } from './error-cases.ts';

/** `_start` calls `f`. */
let main: Uint8Array;
/** Defines `f`, with the global `counter`. */
let f: Uint8Array;

beforeAll(async () => {
  const files = {
    'main.c': 'int f(void); void _start(void) { f(); }',
    'f.c': 'int counter = 1; int f(void) { return counter++; }',
  };
  const args = ['--target=wasm32', '-O1', '-c', 'main.c', 'f.c'];
  const made = await compile({ files, args });
  main = made['main.o']!;
  f = made['f.o']!;
});

const run = (line: string, files: Files, more: LinkRequest = {}): Promise<LinkResult> =>
  link({ args: line.split(' '), files, name: 'wasm-ld', ...more });
const exportsOf = (result: LinkResult): string[] =>
  WebAssembly.Module.exports(new WebAssembly.Module(result.output! as Uint8Array<ArrayBuffer>)).map(
    ({ name }) => name,
  );

describe('a link in memory', () => {
  it('gives a module', async () => {
    const result = await run('main.o f.o -o out.wasm', { 'main.o': main, 'f.o': f });
    expect(result.stderr).toBe('');
    expect(result).toMatchObject({ ok: true, exitCode: 0, outputPath: 'out.wasm', stdout: '' });
    expect(exportsOf(result)).toEqual(['memory', '_start']);
    expect(result.stats.filesRead).toBe(2);
    expect(result.stats.linked).toMatchObject({ objects: 2, liveFunctions: 2 });
    expect(result.stats.bytesWritten).toBe(result.output!.length);
  });

  it('takes options as values, with the same bytes', async () => {
    const files = { 'main.o': main, 'lib/libf.a': archive({ 'f.o': f }) };
    const byArgs = await run('main.o -Llib -lf -o out.wasm --export=f --stack-first', files);
    const byValues = await link({
      options: {
        inputs: ['main.o', { library: 'f' }],
        searchPaths: ['lib'],
        outputPath: 'out.wasm',
        exports: ['f'],
        stackFirst: true,
      },
      files,
    });
    expect(byValues.stderr).toBe('');
    expect(byValues.output).toEqual(byArgs.output);
  });

  it('checks values as it checks arguments', async () => {
    const { stderr } = await link({
      options: { inputs: [], outputPath: 'o', output: 'relocatable', exportTable: true },
      name: 'x',
    });
    expect(stderr).toBe('x: error: --relocatable is incompatible with --export-table\n');
  });

  it('reads lazy files once and only when needed', async () => {
    const reads: string[] = [];
    const lazy = (name: string, bytes: Uint8Array) => () => {
      reads.push(name);
      return Promise.resolve(bytes);
    };
    const files = { 'main.o': lazy('main.o', main), 'f.o': lazy('f.o', f), x: lazy('x', f) };
    expect((await run('main.o f.o -o o', files)).ok).toBe(true);
    expect(reads).toEqual(['main.o', 'f.o']);
  });

  it('runs beside others', async () => {
    const files = { 'main.o': main, 'f.o': f };
    const results = await Promise.all(
      [1, 2, 3].map((n) => run(`main.o f.o -o o --error-limit=${n}`, files)),
    );
    for (const { output } of results) expect(output).toEqual(results[0]!.output);
  });

  it('names the module after the output', async () => {
    const files = { 'main.o': main, 'f.o': f };
    const one = await run('main.o f.o -o dir/name.wasm', files);
    const two = await run('main.o f.o -o other --soname name.wasm', files);
    expect(two.output).toEqual(one.output);
    expect(new TextDecoder('latin1').decode(one.output)).toContain('\x09name.wasm');
  });

  it('stops when it is aborted', async () => {
    const reason = new Error('enough');
    const signal = { aborted: false, reason };
    const host: Host = {
      read: () => {
        signal.aborted = true;
        return main;
      },
    };
    const request = { args: ['main.o', 'f.o', '-o', 'o'], host, signal };
    await expect(link(request)).rejects.toBe(reason);
    await expect(link({ ...request, host: memoryHost({}) })).rejects.toBe(reason);
    const writing = Object.assign(memoryHost({}), host);
    signal.aborted = false;
    const args = [...request.args, '--reproduce=r.tar'];
    await expect(link({ args, host: writing, signal })).rejects.toBe(reason);
    expect(writing.written.size).toBe(0);
  });

  it('reports diagnostics as they are found, and phases', async () => {
    const found: string[] = [];
    const phases: string[] = [];
    await run(
      'main.o -o o',
      { 'main.o': main },
      {
        onDiagnostic: (diagnostic, rendered) => found.push(diagnostic.code, rendered),
        onPhase: (phase) => phases.push(phase),
      },
    );
    expect(found).toEqual([
      expect.stringMatching(/^WW2/),
      'wasm-ld: error: main.o: undefined symbol: f\n',
    ]);
    expect(phases.slice(0, 3)).toEqual(['options', 'read', 'load']);
  });

  it('measures with the clock it is given', async () => {
    let time = 0;
    const { stats } = await run(
      'main.o f.o -o o',
      { 'main.o': main, 'f.o': f },
      {
        now: () => time++,
      },
    );
    expect(stats.phases.length).toBeGreaterThan(3);
    for (const { duration } of stats.phases) expect(duration).toBe(1);
  });
});

describe('libraries (P4, P8, I23, I28)', () => {
  it('searches directories in order', async () => {
    const files = { 'main.o': main, 'b/libf.a': archive({ 'f.o': f }), 'c/libf.a': 'no archive' };
    expect((await run('main.o -lf -L a -L b -L c -o o', files)).ok).toBe(true);
    const { stderr } = await run('main.o -lf -L c -L b -o o', files);
    expect(stderr).toBe('wasm-ld: error: unknown file type: c/libf.a\n');
  });

  it('takes .so only for dynamic links', async () => {
    const files = { 'main.o': main, 'l/libf.so': 'x', 'l/libf.a': archive({ 'f.o': f }) };
    expect((await run('main.o -Ll -lf -o o', files)).ok).toBe(true);
    const { stderr } = await run('main.o -Ll -Bdynamic -lf -Bstatic -lf -o o', files);
    expect(stderr).toBe('wasm-ld: error: unknown file type: l/libf.so\n');
    const pie = await run('main.o -Ll -lf -o o -pie', files);
    expect(pie.stderr).toBe('wasm-ld: error: unknown file type: l/libf.so\n');
  });

  it('finds a file by its whole name, stub libraries too', async () => {
    const files = { 'main.o': main, 'l/f.txt': '#STUB\nf\n' };
    const result = await run('main.o -Ll -l:f.txt -o o', files);
    expect(result.stderr).toBe('');
    const module = new WebAssembly.Module(result.output! as Uint8Array<ArrayBuffer>);
    expect(WebAssembly.Module.imports(module)).toEqual([
      { module: 'env', name: 'f', kind: 'function' },
    ]);
  });

  it('links objects of --start-lib only if needed', async () => {
    const files = { 'main.o': main, 'f.o': f, 'again.o': f };
    const line = 'main.o --start-lib f.o again.o --end-lib -o o --trace';
    const result = await run(line, files);
    expect(result.stderr).toBe('');
    expect(result.stdout).toBe('main.o\nf.o\n');
  });

  it('links whole archives between the switches', async () => {
    const files = {
      'main.o': main,
      'f.a': archive({ 'f.o': f }),
      'e.a': archive({ 'e.o': emptyObject }),
    };
    const line = 'main.o f.a --whole-archive e.a --no-whole-archive e.a -o o --trace';
    expect((await run(line, files)).stdout).toBe('main.o\nf.a(f.o)\ne.a(e.o)\n');
  });

  it('reads members of thin archives beside the archive', async () => {
    const files = { 'main.o': main, 'l/t.a': thinArchive({ 'obj/f.o': f.length }), 'l/obj/f.o': f };
    const result = await run('main.o l/t.a -o o --trace', files);
    expect(result.stderr).toBe('');
    expect(result.stdout).toBe('main.o\nl/t.a(obj/f.o)\n');
    const absolute = { 'main.o': main, 't.a': thinArchive({ '/f.o': f.length }), '/f.o': f };
    expect((await run('main.o t.a -o o', absolute)).ok).toBe(true);
  });

  it('says which member of a thin archive is missing', async () => {
    const files = { 't.a': thinArchive({ 'sub/m.o': 10 }) };
    expect((await run('t.a none.o -o o', files)).stderr).toBe(
      "wasm-ld: error: t.a: could not get the buffer for a child of the archive: 'sub/m.o': No such file or directory\n",
    );
  });

  it('allows names of a sidecar and of --allow-undefined-file', async () => {
    const files = {
      'main.o': main,
      'libx.a': archive({ 'e.o': emptyObject }),
      'libx.imports': '# comment\n\n  f  \n',
      names: 'f\n',
    };
    expect((await run('main.o libx.a -o o', files)).stderr).toBe('');
    expect((await run('main.o --allow-undefined-file=names -o o', files)).stderr).toBe('');
    expect((await run('main.o -o o', files)).ok).toBe(false);
  });

  it('refuses bitcode', async () => {
    const files = { 'b.o': Uint8Array.of(0x42, 0x43, 0xc0, 0xde, 0) };
    expect((await run('b.o -o o', files)).stderr).toBe(
      'wasm-ld: error: b.o: LLVM bitcode is not supported; recompile without -flto\n',
    );
  });
});

describe('arguments', () => {
  it('drops -flavor wasm at the start (P6)', async () => {
    expect((await run('-flavor wasm main.o f.o -o o', { 'main.o': main, 'f.o': f })).ok).toBe(true);
  });

  it('reads response files (P3)', async () => {
    const files = { 'main.o': main, 'f.o': f, rsp: '"main.o"\n@more', more: "f.o -o 'o ut'" };
    expect(await run('@rsp', files)).toMatchObject({ ok: true, outputPath: 'o ut' });
    const windows = { ...files, rsp: 'main.o dir\\f.o', 'dir\\f.o': f };
    expect((await run('--rsp-quoting=windows @rsp -o o', windows)).ok).toBe(true);
    expect((await run('@rsp -o o', windows, { quoting: 'windows' })).ok).toBe(true);
  });

  it('prints the version of the compat level', async () => {
    expect((await run('--compat=22 -V', {})).stdout).toBe('LLD 22.1.0\n');
    const files = { 'main.o': main, 'f.o': f };
    const both = await run('--compat=21 -v main.o f.o -o o', files);
    expect(both.stdout).toBe('LLD 21.1.0\n');
    expect(both.output).toBeDefined();
    expect((await run('-v main.o f.o -o o', files)).output).toBeUndefined();
  });

  it('prints help in groups', async () => {
    const { stdout, exitCode } = await run('--help', {});
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Usage: wasm-ld [options] file...\n');
    expect(stdout).toContain('\nMemory:\n');
    expect(stdout).toContain('  --entry=SYMBOL, -e SYMBOL, --no-entry');
    expect(stdout).not.toContain('--page-size');
    expect((await run('--help --compat=21', {})).stdout).toContain('--page-size=N');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });

  it('colours messages when told to', async () => {
    const colored = 'wasm-ld: \x1b[0;31merror: \x1b[0munknown argument: --foo\n';
    expect((await run('--foo --color-diagnostics', {})).stderr).toBe(colored);
    expect((await run('--foo', {}, { colors: true })).stderr).toBe(colored);
    const plain = 'wasm-ld: error: unknown argument: --foo\n';
    expect((await run('--foo', {})).stderr).toBe(plain);
    expect((await run('--foo --no-color-diagnostics', {}, { colors: true })).stderr).toBe(plain);
    const files = { 'main.o': main, 'f.o': f };
    const warned = await run('main.o f.o -o o -z foo --color-diagnostics=always', files);
    expect(warned.stderr).toBe('wasm-ld: \x1b[0;35mwarning: \x1b[0munknown -z value: foo\n');
    expect(warned.ok).toBe(true);
  });

  it('puts an empty line after a message of several lines', async () => {
    const files = { 'a.o': f, 'b.o': f, 'main.o': main };
    const { stderr } = await run('main.o a.o b.o -o o', files);
    const one = (symbol: string): string =>
      `wasm-ld: error: duplicate symbol: ${symbol}\n>>> defined in a.o\n>>> defined in b.o\n`;
    expect(stderr.split('\n\n').map((text) => text.trim())).toEqual(
      expect.arrayContaining([one('f').trim(), one('counter').trim()]),
    );
  });

  it('wants random bytes for a uuid', async () => {
    const files = { 'main.o': main, 'f.o': f };
    const line = 'main.o f.o -o o --build-id=uuid';
    expect((await run(line, files)).stderr).toBe(
      'wasm-ld: error: --build-id=uuid needs a source of random bytes\n',
    );
    const random = (count: number) => new Uint8Array(count).fill(7);
    expect((await run(line, files, { random })).ok).toBe(true);
  });

  it('accepts what has no effect', async () => {
    const files = { 'main.o': main, 'f.o': f };
    const plain = await run('main.o f.o -o o', files);
    const line =
      'main.o f.o -o o --lto-O3 --lto-CGO2 -mllvm -x --thinlto-jobs=4 --thinlto-cache-dir=d ' +
      '--thinlto-cache-policy=x --lto-partitions=2 -save-temps --threads=4 --disable-verify -O2';
    const result = await run(line, files);
    expect(result.stderr).toBe('');
    expect(result.output).toEqual(plain.output);
  });
});

describe('what is written', () => {
  it('goes through the host', async () => {
    const host = memoryHost({ 'main.o': main, 'f.o': f });
    const { output, ok } = await link({
      args: 'main.o f.o -o out.wasm --Map=map --why-extract=why'.split(' '),
      host,
    });
    expect(ok).toBe(true);
    expect([...host.written.keys()].sort()).toEqual(['map', 'out.wasm', 'why']);
    expect(host.written.get('out.wasm')).toEqual(output);
    expect(new TextDecoder().decode(host.written.get('why'))).toBe(
      'reference\textracted\tsymbol\n',
    );
  });

  it('leaves the old output when the link fails', async () => {
    const host = memoryHost({ 'main.o': main, 'out.wasm': 'old' });
    const result = await link({ args: ['main.o', '-o', 'out.wasm'], host });
    expect(result.ok).toBe(false);
    expect(host.written.size).toBe(0);
  });

  it('is standard output for -', async () => {
    const host = memoryHost({ 'main.o': main, 'f.o': f });
    const result = await link({ args: 'main.o f.o -o - -M'.split(' '), host });
    expect(result).toMatchObject({ ok: true, outputPath: '-' });
    expect(result.stdout).toMatch(/^ {4}Addr {6}Off {5}Size Out {5}In {6}Symbol\n/);
    expect(result.map).toBe(result.stdout);
    expect(host.written.size).toBe(0);
  });

  it('is reported when it cannot be written', async () => {
    const files = memoryHost({ 'main.o': main, 'f.o': f });
    const host: Host = {
      ...files,
      write: () => {
        throw Object.assign(new Error(), { code: 'ENOSPC' });
      },
    };
    const result = await link({ args: ['main.o', 'f.o', '-o', 'o'], host, name: 'x' });
    expect(result.stderr).toBe("x: error: failed to write output 'o': No space left on device\n");
    expect(result.output).toBeUndefined();
  });
});
