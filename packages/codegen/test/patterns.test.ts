// Patterns of front ends, many small programs to a file (`patterns/SUBJECT.air`, each after a line `// === what`): every
// exported function must give what the interpreter gives, at every setting.

import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { compareExports, SETTINGS } from './agreement.ts';
import { moduleOf, objectOf, unitOf, withTarget } from './harness.ts';

const folder = new URL('patterns/', import.meta.url);

const TARGETS: Readonly<Record<string, string | undefined>> = {
  'usual features': undefined,
  'hardly a feature': 'wasm32-freestanding +mutable_globals',
  wasm64: 'wasm64-freestanding +mutable_globals +bulk_memory',
};

setFlagsFromString('--experimental-wasm-memory64'); // for Node 20

describe.each(readdirSync(folder).filter((name) => name.endsWith('.air')))('%s', (file) => {
  const programs = readFileSync(new URL(file, folder), 'utf8').split(/^\/\/ === /m);
  const named = programs.slice(1).map((text) => [text.slice(0, text.indexOf('\n')), text] as const);
  describe.each(named)('%s', (name, text) => {
    test.each(Object.entries(TARGETS))('%s', (_, target) => {
      const settings =
        target === undefined ? SETTINGS : { none: SETTINGS.none, size: SETTINGS.size };
      const { wrong, compared, reasons } = compareExports(
        text.slice(name.length),
        target,
        settings,
      );
      expect(wrong).toEqual([]);
      expect(`${compared > 0} ${[...reasons][0]}`).toMatch(/^true/);
    });
  });
});

test('names of values for a debugger change no code', () => {
  const text = withTarget(`export fn f(u32, u32) callconv(c) u32 {
    %0 = arg(0)
    %1 = arg(1)
    dbg_var_val(%0, "a")
    %2 = alloc(*u32)
    %3 = alloc(*[4]u32)
    dbg_var_ptr(%2, "p")
    dbg_var_ptr(%3, "unused")
    store(%2, %0)
    %4 = load(%2)
    dbg_var_val(%4, "v")
    %5 = add_wrap(%4, %1)
    dbg_var_val(%5, "w")
    %6 = mul_wrap(%5, %4)
    dbg_var_val(%6, "nobody needs it")
    ret(%5)
  }`);
  const bare = text.replace(/^ *dbg_.*\n/gm, '');
  for (const options of Object.values(SETTINGS)) {
    const [named, plain] = [text, bare].map((one) => objectOf(unitOf(moduleOf(one), options)));
    expect(named).toEqual(plain);
  }
});
