// `wasmwright inspect`: golden listings (UPDATE=1 writes them), the shape of the JSON, damaged files.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspect, type InspectHost, type Report, runInspect } from '../src/inspect/index.ts';

const at = (path: string) => new URL(`inspect/${path}`, import.meta.url);
const read = (path: string) => new Uint8Array(readFileSync(at(`fixtures/${path}`)));
const everything = {
  headers: true,
  details: true,
  disassemble: true,
  contents: true,
  relocations: true,
  symbols: true,
};

/** Runs the command on the fixtures and other bytes; collects what it prints. */
function run(args: readonly string[], files: Readonly<Record<string, Uint8Array>> = {}) {
  let out = '';
  let err = '';
  const host: InspectHost = {
    read: (path) => {
      const bytes = files[path];
      return bytes ?? read(path);
    },
    out: (text) => (out += text),
    err: (text) => (err += text),
  };
  return { status: runInspect(args, host), out, err };
}

describe('listings', () => {
  it.each([
    ['object', ['-hxtrd', 'program.o']],
    ['shared', ['-x', '--disassemble', 'shared.so']],
    ['features', ['-hxd', 'features.wasm']],
    ['archive', ['-ht', 'library.a']],
    ['section', ['-hsr', '--section=data', 'program.o', 'features.wasm']],
    ['json', ['--json', '-hxtd', 'library.a']],
  ])('%s', (name, args) => {
    const { status, out, err } = run(args);
    const golden = at(`expected/${name}.txt`);
    if (process.env['UPDATE'] !== undefined) writeFileSync(golden, out);
    expect(out).toBe(readFileSync(golden, 'utf8'));
    expect([status, err]).toEqual([0, '']);
  });
});

describe('JSON', () => {
  it('says what the listing says', () => {
    const [report] = JSON.parse(run(['--json', '-hxtrds', 'program.o']).out) as [Report];
    expect(report).toMatchObject({ file: 'program.o', kind: 'object', diagnostics: [] });
    expect(report.size).toBe(read('program.o').length);
    const main = report.symbols?.find(({ name }) => name === '__main_argc_argv');
    expect(main).toMatchObject({ kind: 'function', binding: 'global', flags: ['hidden'] });
    const body = report.code?.find(({ index }) => index === main?.element);
    expect(body?.instructions.at(-1)?.text).toBe('end');
    expect(body?.instructions.some(({ target }) => target === 'names+4')).toBe(true);
    expect(report.details?.comdats).toEqual([
      { name: '_Z5twicei', members: [{ kind: 'function', index: expect.any(Number) as number }] },
    ]);
    expect(report.details?.initFunctions).toHaveLength(1);
    expect(report.contents?.[0]?.hex).toMatch(/^[0-9a-f]+$/);
    expect(report.relocations?.length).toBeGreaterThan(20);
  });

  it('is what the function returns', () => {
    for (const file of ['program.o', 'shared.so', 'features.wasm', 'library.a']) {
      const printed: unknown = JSON.parse(run(['--json', '-hxtrds', file, file]).out);
      const report: unknown = JSON.parse(JSON.stringify(inspect(read(file), file, everything)));
      expect(printed).toEqual([report, report]);
    }
    const nothing = run(['--json', 'missing.o'], {});
    expect([nothing.status, nothing.out]).toEqual([1, '[]\n']);
  });

  it('has a bad member make the status 1', () => {
    const bytes = read('library.a');
    const member = inspect(bytes, 'library.a', everything).members![0]!;
    const damaged = bytes.slice();
    damaged[member.offset + 4] = 2;
    for (const args of [['--json', 'x.a'], ['x.a']]) {
      expect(run(args, { 'x.a': damaged }).status).toBe(1);
    }
  });

  it('has only the parts asked for', () => {
    const [report] = JSON.parse(run(['--json', '-t', 'program.o']).out) as [Report];
    expect(Object.keys(report)).toEqual(['file', 'kind', 'size', 'symbols', 'diagnostics']);
  });
});

describe('command line', () => {
  it.each([
    [[], 'WW7001'],
    [['--nothing', 'program.o'], 'WW7000'],
    [['-hz', 'program.o'], 'WW7000'],
    [['program.o', '-j'], 'WW7002'],
  ])('%j is refused', (args, code) => {
    const { status, out, err } = run(args);
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain(code);
  });

  it('explains itself', () => {
    const { status, out } = run(['--help']);
    expect(status).toBe(0);
    for (const part of Object.keys(everything)) expect(out).toContain(`--${part}`);
  });

  it('goes on behind a file that cannot be read', () => {
    const host = (path: string): Uint8Array => {
      if (path === 'missing.o') throw new Error('no such file or directory');
      return read(path);
    };
    let out = '';
    let err = '';
    const status = runInspect(['missing.o', '--', 'features.wasm'], {
      read: host,
      out: (text) => (out += text),
      err: (text) => (err += text),
    });
    expect(status).toBe(1);
    expect(err).toContain('WW7003  missing.o: no such file or directory');
    expect(out).toContain('features.wasm: wasm module');
  });

  it('warns of a section no file has', () => {
    const { status, err } = run(['-s', '-j', '.text', 'program.o']);
    expect([status, err.includes('WW7020')]).toEqual([0, true]);
  });
});

describe('files that are no modules', () => {
  const text = (content: string) => new TextEncoder().encode(content);
  it.each([
    ['component', Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0), 'WW7012', 'component'],
    ['version 2', Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0), 'WW7013', 'unknown'],
    ['cut header', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1), 'WW7010', 'unknown'],
    ['text', text('int main;'), 'WW7010', 'unknown'],
    [
      'bitcode',
      text('BC\xc0\xde').fill(0xc0, 2, 3).fill(0xde, 3, 4).subarray(0, 4),
      'WW7011',
      'bitcode',
    ],
    ['nothing', new Uint8Array(0), 'WW7010', 'unknown'],
  ])('%s', (_, bytes, code, kind) => {
    const report = inspect(bytes, 'x', everything);
    expect([report.kind, report.diagnostics.map((row) => row.code)]).toEqual([kind, [code]]);
  });

  it('a stub library', () => {
    expect(inspect(text('#STUB\nfoo: bar\n'), 'x', everything)).toMatchObject({
      kind: 'stub',
      diagnostics: [],
    });
  });
});

describe('damaged files', () => {
  it('shows what stands in front of the damage, and says where it is', () => {
    const bytes = read('program.o');
    const { sections = [], code = [] } = inspect(bytes, 'x', everything);
    const section = sections.find(({ name }) => name === 'code')!;
    const broken = bytes.slice();
    const target = code[1]!.instructions[2]!.offset;
    broken[target] = 0xff;
    const report = inspect(broken, 'x', everything);
    expect(report.diagnostics).toMatchObject([{ code: 'WW7017', at: { offset: target } }]);
    expect(report.code?.[1]?.instructions).toHaveLength(2);
    expect(report.code).toHaveLength(code.length);
    const cut = inspect(bytes.subarray(0, section.offset + section.size + 4), 'x', everything);
    expect(cut.diagnostics.map((row) => row.code)).toContain('WW7014');
    expect(cut.sections).toHaveLength(section.number + 1);
    expect(cut.code).toHaveLength(code.length);
  });

  const files = ['program.o', 'shared.so', 'features.wasm', 'library.a'];
  it.each(files)(
    '%s, cut anywhere or with any byte changed, is listed without an exception',
    (file) => {
      const bytes = read(file);
      const look = (damaged: Uint8Array): void => {
        const report = inspect(damaged, file, everything);
        for (const { at: place } of report.diagnostics) {
          expect(place.offset ?? 0).toBeLessThanOrEqual(damaged.length);
        }
        let lines = 0;
        runInspect(['-hxtrds', file], {
          read: () => damaged,
          out: () => lines++,
          err: () => lines++,
        });
        expect(lines).toBeGreaterThan(0);
      };
      const step = Math.max(1, Math.floor(bytes.length / 200));
      for (let end = 0; end < bytes.length; end += step) look(bytes.subarray(0, end));
      let random = 1;
      const next = (limit: number): number => {
        random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
        return random % limit;
      };
      for (let i = 0; i < 400; i++) {
        const damaged = bytes.slice();
        damaged[next(bytes.length)] = next(256);
        look(damaged);
      }
    },
  );
});
