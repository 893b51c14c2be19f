// Generated code given to the linker as MIR beside the same code as an object: the executables behave the same, and the
// one from MIR is shorter and holds no number longer than needed (issue 3, must show 5 and 6).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAir } from '@wasmwright/air';
import { generateModule, type Unit } from '@wasmwright/codegen';
import { createLinker, unitSupport, type LinkOptions } from '@wasmwright/linker';
import { compile, root, runWasi } from '@wasmwright/tooling-fixtures';
import { describe, expect, test } from 'vitest';
import { LEVELS, moduleOf, objectOf, unitOf } from '../../../packages/codegen/test/harness.ts';
import { lebsOf } from '../../../packages/linker/test/lebs.ts';
import { airText, cText, SHAPES } from './abi-shapes.ts';
import { addGenerated } from './units.ts';

const samples = resolve(root, '../shared/air-samples');
const filesOf = (folder: string): string[] =>
  existsSync(join(samples, folder))
    ? readdirSync(join(samples, folder))
        .filter((name) => name.endsWith('.air'))
        .map((name) => `${folder}/${name}`)
    : [];

function generate(file: string): Unit {
  const { module } = parseAir(readFileSync(join(samples, file), 'utf8'), { file });
  return generateModule(module, { optimize: 'speed' });
}

/** Links a unit, as MIR or as an object. What nobody defines is imported. */
function linkUnit(unit: Unit, as: 'mir' | 'object', options: LinkOptions): Uint8Array {
  const linker = createLinker({ importUndefined: true, units: unitSupport, ...options });
  if (as === 'mir') addGenerated(linker, unit);
  else linker.addObject('unit.o', objectOf(unit));
  const { bytes, diagnostics } = linker.flush();
  expect(diagnostics.map(({ text }) => text)).toEqual([]);
  return bytes!;
}

interface Call {
  readonly fn: string;
  readonly args: readonly (readonly [type: string, bits: string])[];
  readonly trap?: boolean;
}

const view = new DataView(new ArrayBuffer(8));

function fromBits(type: string, bits: bigint): number | bigint {
  if (type === 'i32') return Number(BigInt.asIntN(32, bits));
  if (type === 'i64') return BigInt.asIntN(64, bits);
  view.setBigUint64(0, type === 'f32' ? bits << 32n : bits);
  return type === 'f32' ? view.getFloat32(0) : view.getFloat64(0);
}

/** What each call recorded beside a sample gives, or that it traps. */
function results(file: string, bytes: Uint8Array): string[] {
  const stem = file.replace(/(\.small)?\.air$/, '');
  const parsed = JSON.parse(readFileSync(join(samples, `${stem}.json`), 'utf8')) as
    { calls: Call[] } | Call[];
  const module = new WebAssembly.Module(bytes as BufferSource);
  const imports: Record<string, Record<string, () => never>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => {
      throw new Error(name);
    };
  }
  let instance: WebAssembly.Instance | undefined;
  const calls = Array.isArray(parsed) ? parsed : parsed.calls;
  // What traps may as well be undefined behaviour, or never end.
  const defined = calls.filter(({ trap }) => trap !== true);
  return defined.map(({ fn, args }) => {
    instance ??= new WebAssembly.Instance(module, imports);
    const run = instance.exports[fn];
    if (typeof run !== 'function') return `no ${fn}`;
    const values = args.map(([type, bits]) => fromBits(type, BigInt(bits)));
    try {
      return `${fn} ${String((run as (...list: unknown[]) => unknown)(...values))}`;
    } catch (error) {
      instance = undefined;
      return `${fn} ${(error as Error).message}`;
    }
  });
}

describe('samples of a front end, from MIR and from an object', () => {
  test.each(filesOf('small'))('%s', (file) => {
    const unit = generate(file);
    const mir = linkUnit(unit, 'mir', { entry: null });
    const object = linkUnit(unit, 'object', { entry: null });
    expect(lebsOf(mir).padded).toEqual([]);
    // Equal where all calls are inlined: then nothing refers to anything.
    expect(mir.length).toBeLessThanOrEqual(object.length);
    expect(results(file, mir)).toEqual(results(file, object));
  });

  test.each(filesOf('behavior'))('%s', (file) => {
    const bytes = linkUnit(generate(file), 'mir', { entry: null });
    expect(WebAssembly.validate(bytes as BufferSource)).toBe(true);
    expect(lebsOf(bytes).padded).toEqual([]);
  });

  test.each(filesOf('wasi'))('%s', (file) => {
    const unit = generate(file);
    const run = (as: 'mir' | 'object') => {
      const bytes = linkUnit(unit, as, {});
      const env: Record<string, () => never> = {};
      const module = new WebAssembly.Module(bytes as BufferSource);
      for (const { module: from, name } of WebAssembly.Module.imports(module)) {
        if (from !== 'env') continue;
        env[name] = () => {
          throw new Error(`missing ${name}`);
        };
      }
      try {
        const { exitCode, stdout } = runWasi(bytes, { imports: { env }, stdin: 'a b a\n' });
        return { exitCode, stdout };
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(lebsOf(linkUnit(unit, 'mir', {})).padded).toEqual([]);
    expect(run('mir')).toEqual(run('object'));
  });
});

describe.each(LEVELS)('AIR at %s as MIR', (optimize) => {
  const unit = unitOf(
    moduleOf(airText('wasm32-freestanding +bulk_memory +sign_ext +mutable_globals')),
    {
      optimize,
    },
  );

  test.each(['-O0', '-O2'])('and C at %s call each other', async (level) => {
    const { 'abi.o': c } = await compile({
      files: { 'abi.c': cText() },
      // As in abi.test.ts, so that it is compiled once.
      args: `--target=wasm32-unknown-unknown ${level} -mbulk-memory -c abi.c -o abi.o -w`.split(
        ' ',
      ),
    });
    for (const unitFirst of [true, false]) {
      const linker = createLinker({ entry: null, units: unitSupport });
      if (unitFirst) addGenerated(linker, unit);
      linker.addObject('abi.o', c!);
      if (!unitFirst) addGenerated(linker, unit);
      const { bytes, diagnostics } = linker.flush();
      expect(diagnostics).toEqual([]);
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
      const call = (name: string) => (exports[name] as (seed: number) => number)(0x1234_5678);
      for (const { name } of SHAPES) {
        expect([name, call(`c_caller_${name}`), call(`air_caller_${name}`)]).toEqual([name, 0, 1]);
      }
    }
  });
});
