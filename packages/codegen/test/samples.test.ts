// Three modules of a front end with the results of their calls (shared/air-samples has more).

import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { build, type Exported, LEVELS, type Wasm } from './harness.ts';

interface Call {
  readonly fn: string;
  readonly args: readonly (readonly [type: string, bits: string])[];
  readonly result_type: string;
  readonly result?: string | null;
}

const folder = new URL('samples/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.air'));

const view = new DataView(new ArrayBuffer(8));

function argument([type, text]: readonly [string, string]): Wasm {
  view.setBigUint64(0, BigInt(text));
  if (type === 'i32') return view.getInt32(4);
  if (type === 'f32') return view.getFloat32(4);
  return type === 'f64' ? view.getFloat64(0) : view.getBigInt64(0);
}

function bits(type: string, value: Wasm): bigint {
  view.setBigUint64(0, 0n);
  if (type === 'i32') view.setInt32(4, value as number);
  else if (type === 'i64') view.setBigInt64(0, value as bigint);
  else if (type === 'f32') view.setFloat32(4, value as number);
  else view.setFloat64(0, value as number);
  return view.getBigUint64(0);
}

describe.each(LEVELS)('at %s', (optimize) => {
  test.each(files)('%s', (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const json = readFileSync(new URL(file.replace('.small.air', '.json'), folder), 'utf8');
    const { calls } = JSON.parse(json) as { calls: Call[] };
    const module = new WebAssembly.Module(
      build(text, { optimize }).wasm as Uint8Array<ArrayBuffer>,
    );
    let made = 0;
    for (const { fn, args, result, result_type: type } of calls) {
      if (typeof result !== 'string' || result === 'nan') continue;
      const { exports } = new WebAssembly.Instance(module);
      const value = (exports[fn] as Exported)(...args.map(argument));
      if (bits(type, value) !== BigInt(result)) expect([fn, args, value]).toBe(result);
      made++;
    }
    expect(made).toBeGreaterThan(5);
  });
});
