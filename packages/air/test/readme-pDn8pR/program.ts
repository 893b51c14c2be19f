import { CallingConvention, defineFunction, NavFlag, parseAir, printAir, verify } from '@wasmwright/air';
import { createInterpreter } from '@wasmwright/air/interpret';

const { module, diagnostics } = parseAir(
  `target wasm32-freestanding

fn square(i32) callconv(c) i32 {
  %0 = arg(0)
  %1 = mul_wrap(%0, %0)
  ret(%1)
}
`,
  { file: 'square.air' },
);
for (const { at, text } of diagnostics) console.log(`${at.line}:${at.column} ${text}`);

const { names, navs, types } = module;
const i32 = types.int(true, 32);
const signature = types.function({ parameters: [i32], result: i32, convention: CallingConvention.c });
const square = navs.find(names.intern('square'))!;
defineFunction(
  module,
  'twice',
  signature,
  (f) => {
    const once = f.call(f.functionRef(square), [f.arg(0)]);
    f.un('ret', f.call(f.functionRef(square), [once]));
  },
  NavFlag.export,
);

console.log(verify(module).length); // 0
console.log(createInterpreter([module]).call('twice', [3n])); // { kind: 'return', value: 81n }
console.log(printAir(module));
