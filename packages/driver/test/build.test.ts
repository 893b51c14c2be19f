// What `wasmwright build` says about wrong inputs: file, line, column, a caret and the next step (issue 3).

import { build, memoryHost } from '@wasmwright/driver';
import { describe, expect, test } from 'vitest';

const TARGET = 'target wasm32-freestanding +bulk_memory +sign_ext +mutable_globals\n';
const F = 'export fn f(u32) callconv(c) u32 {\n  %0 = arg(0)\n';
const GOOD = `${TARGET}${F}  ret(%0)\n}\n`;

async function built(sources: Readonly<Record<string, string>>, ...args: string[]) {
  const files = Object.fromEntries(
    Object.entries(sources).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
  const inputs = [...Object.keys(sources), ...args];
  return build({ args: [...inputs, '-o', 'out.wasm'], host: memoryHost(files) });
}

/** Inputs and what is said about them. */
const WRONG: readonly (readonly [
  what: string,
  sources: Readonly<Record<string, string>>,
  ...messages: string[],
])[] = [
  [
    'a syntax error',
    { 'a.air': `${TARGET}${F}  %1 = add_wrap(%0, <u32, 1)\n  ret(%1)\n}\n` },
    `a.air:4:28: error: expected \`>\`, found \`)\`
    %1 = add_wrap(%0, <u32, 1)
                             ^
`,
  ],
  [
    'operands that do not agree',
    { 'a.air': `${TARGET}${F}  %1 = add_wrap(%0, <u8, 1>)\n  ret(%1)\n}\n` },
    'a.air:4:3: error: ',
    '    %1 = add_wrap(%0, <u8, 1>)\n    ^\n',
  ],
  ['an unknown target', { 'a.air': 'target arm-linux\n' }, 'a.air:1:8: error: ', '  hint: '],
  ['an unknown type', { 'a.air': `${TARGET}var p: Point = undef\n` }, 'a.air:2:8: error: no type'],
  [
    'a symbol nobody defines',
    {
      'a.air': `${TARGET}extern fn g(u32) callconv(c) u32\n${F}  %1 = call(g, [%0])\n  ret(%1)\n}\n`,
    },
    `a.air:2:11: error: nothing defines 'g'
  extern fn g(u32) callconv(c) u32
            ^
  hint: add the module, object or library`,
    'a.air:(f): undefined symbol: g\n',
  ],
  [
    'one symbol in two modules',
    { 'a.air': GOOD, 'b.air': GOOD },
    "a.air:2:11: error: 'f' is defined more than once\n",
    "b.air:2:11: error: 'f' is defined more than once\n",
    '  hint: rename one of the definitions',
  ],
  [
    'two architectures',
    { 'a.air': GOOD, 'b.air': GOOD.replace('wasm32', 'wasm64') },
    'b.air:1:1: error: the module is for wasm64; a.air is for wasm32\n',
    '  hint: compile all modules of a program for one architecture\n',
  ],
  [
    'a program without entry',
    { 'a.air': GOOD.replace('freestanding', 'wasi') },
    'entry symbol not defined',
    '  hint: link crt1 or name another entry',
  ],
  [
    'something that is not implemented, in what is needed',
    {
      'a.air': `${TARGET}noinline fn g(f16) f16 {\n  %0 = arg(0)\n  %1 = add(%0, %0)\n  ret(%1)\n}
${F}  %1 = call(g, [<f16, 1.0>])\n  ret(%0)\n}\n`,
    },
    'a.air:4:3: error: code generation for f16 is not implemented yet (function g)\n    %1 = add(%0, %0)\n    ^\n  hint: ',
    'undefined symbol: g\n',
  ],
  [
    'a run-time function that is not there',
    {
      'a.air': `${TARGET}export fn f(f64) callconv(c) f64 {\n  %0 = arg(0)\n  %1 = rem(%0, <f64, 3.0>)\n  ret(%1)\n}\n`,
    },
    "a.air:2:11: error: function 'f' needs 'fmod' of the compiler run-time library\n",
    '            ^\n  hint: add that library to the inputs',
    "missing compiler runtime intrinsic 'fmod'",
  ],
  [
    'a weak function that is missed',
    {
      'a.air': `${TARGET}export weak hidden fn g(f16) f16 {\n  %0 = arg(0)\n  %1 = add(%0, %0)\n  ret(%1)\n}
${F}  %1 = call(g, [<f16, 1.0>])\n  ret(%0)\n}\n`,
    },
    'error: code generation for f16 is not implemented yet (function g)\n',
    'undefined symbol: g\n',
  ],
];

describe('what is wrong is shown', () => {
  for (const [what, sources, ...messages] of WRONG)
    test(what, async () => {
      const { ok, stderr, outputs } = await built(sources);
      expect(ok).toBe(false);
      expect(outputs.size).toBe(0);
      for (const message of messages) expect(stderr).toContain(message);
    });

  test('a file that is not there', async () => {
    const { ok, stderr } = await built({}, 'no.air');
    expect(ok).toBe(false);
    expect(stderr).toMatch(/^no\.air: error: cannot open no\.air: /);
  });

  test('an architecture that is not that of the modules', async () => {
    for (const args of [['-mwasm64'], ['-m', 'wasm64']]) {
      const { ok, stderr } = await built({ 'a.air': GOOD }, ...args);
      expect(ok).toBe(false);
      expect(stderr).toContain(
        'a.air:1:1: error: the module is for wasm32; -mwasm64 is for wasm64',
      );
    }
  });
});

describe('what is right is built', () => {
  test('functions that were left out matter to who needs them', async () => {
    const text = `${GOOD}export fn half(f16) f16 {\n  %0 = arg(0)\n  %1 = add(%0, %0)\n  ret(%1)\n}
fn unseen(f16) f16 {\n  %0 = arg(0)\n  %1 = mul(%0, %0)\n  ret(%1)\n}\n`;
    const { ok, stderr, outputs } = await built({ 'a.air': text });
    expect(ok).toBe(true);
    expect(outputs.size).toBe(1);
    expect(stderr).toContain('a.air:8:3: warning: code generation for f16');
    expect(stderr).not.toContain('unseen');
  });

  test('a signature that differs is a warning', async () => {
    const { ok, stderr } = await built({
      'a.air': `${TARGET}extern fn g(u64) callconv(c) u32\n${F}  %1 = call(g, [<u64, 1>])\n  ret(%1)\n}\n`,
      'b.air': GOOD.replace(' f(', ' g('),
    });
    expect(ok).toBe(true);
    expect(stderr).toContain("a.air:2:11: warning: 'g' is declared with another signature");
  });

  test('the architecture of the modules is that of the link', async () => {
    const { ok, stderr } = await built({ 'a.air': GOOD.replace('wasm32', 'wasm64') });
    expect([ok, stderr]).toEqual([true, '']);
  });

  test('a library for WASI in a program without system needs no entry', async () => {
    const library = GOOD.replace('freestanding', 'wasi').replace(' f(', ' g(');
    const { ok, stderr } = await built({ 'a.air': GOOD, 'b.air': library });
    expect([ok, stderr]).toEqual([true, '']);
  });

  test('an output that ends like an input is none', async () => {
    const host = memoryHost({ 'a.air': new TextEncoder().encode(GOOD) });
    const result = await build({ args: ['a.air', '-o', 'b.air'], host, emit: 'air' });
    expect([result.stderr, [...result.outputs.keys()]]).toEqual(['', ['b.air']]);
  });

  test('the stack is 1 MiB unless the command line says otherwise', async () => {
    const pages = async (...args: string[]): Promise<number> => {
      const { outputs } = await built({ 'a.air': GOOD }, ...args);
      const [bytes] = [...outputs.values()] as Uint8Array<ArrayBuffer>[];
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes!));
      return (exports['memory'] as WebAssembly.Memory).buffer.byteLength / 65536;
    };
    expect([await pages(), await pages('-z', 'stack-size=65536')]).toEqual([17, 2]);
  });
});
