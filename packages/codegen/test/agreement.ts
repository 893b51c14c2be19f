// Programs with several exported functions of scalars: interpreter and generated code must give the same for each call.

import { type Module, TypeKind, type TypeId } from '@wasmwright/air';
import { createInterpreter } from '@wasmwright/air/interpret';
import type { CodegenOptions } from '@wasmwright/codegen';
import { build, instantiate, moduleOf, outcome, type Wasm, withTarget } from './harness.ts';

/** No optimisation, each alone, all, and all but one. */
export const SETTINGS = {
  none: { optimize: 'none', defer: false },
  promote: { optimize: 'none', defer: false, promote: true },
  defer: { optimize: 'none' },
  inline: { optimize: 'none', defer: false, inline: true },
  passes: { optimize: 'none', defer: false, passes: true },
  speed: { optimize: 'speed' },
  size: { optimize: 'size' },
  'without promote': { promote: false },
  'without defer': { defer: false },
  'without inline': { inline: false },
  'without passes': { passes: false },
} as const satisfies Readonly<Record<string, CodegenOptions>>;

const EDGES: readonly bigint[] = [
  0n, 1n, 2n, 3n, 4n, 5n, 7n, 8n, 9n, 15n, 16n, 100n, 127n, 128n, 255n, 256n, 1000n, 65535n, 0x7fff_ffffn, 0x8000_0000n,
  0xffff_ffffn, 0x1_0000_0000n, 0x1_0000_0001n, -1n, -2n, -128n, -0x8000_0000n, 0x7fff_ffff_ffff_ffffn, -(1n << 63n),
]; // prettier-ignore

/** Bytes: programs with large frames need more than the linker's default. */
const STACK = 1 << 24;

/** What comparing found. */
export interface Agreement {
  /** One line for each call and setting that differs. */
  readonly wrong: readonly string[];
  /** Calls without undefined behaviour. */
  readonly compared: number;
  /** Why calls showed nothing. */
  readonly reasons: ReadonlySet<string>;
}

const isScalar = (module: Module, type: TypeId): boolean =>
  module.layout.integerBits(type) > 0 && module.types.kind(type) !== TypeKind.pointer;

/** Calls every exported function of a module (declarations without a target line) with edge values. */
export function compareExports(
  declarations: string,
  target?: string,
  settings: Readonly<Record<string, CodegenOptions>> = SETTINGS,
): Agreement {
  const module = moduleOf(withTarget(declarations, target));
  const { types, layout } = module;
  const compiled = Object.entries(settings).map(
    ([name, options]) =>
      [
        name,
        new WebAssembly.Module(
          build(module, options, {}, { stackSize: STACK }).wasm as Uint8Array<ArrayBuffer>,
        ),
      ] as const,
  );
  const start = () => compiled.map(([setting, wasm]) => [setting, instantiate(wasm)] as const);
  const wrong: string[] = [];
  const reasons = new Set<string>();
  let compared = 0;
  for (const entry of module.exports) {
    const type = module.navs.type(entry.nav);
    if (types.kind(type) !== TypeKind.function) continue;
    const name = module.text(entry.name);
    const parameters = Array.from({ length: types.parameterCount(type) }, (_, at) =>
      types.parameter(type, at),
    );
    if (!parameters.every((one) => isScalar(module, one))) throw new RangeError(name);
    const result = types.resultOf(type);
    const resultBits = layout.representation(result) === layout.representation(types.int(false, 64)) ? 64 : 32; // prettier-ignore
    // Memory lives from call to call, on both sides; after anything but a return all begin anew.
    let interpreter = createInterpreter([module]);
    let instances = start();
    for (const call of callsOf(parameters.length)) {
      const args = call.map((value, at) => {
        const one = parameters[at]!;
        const bits = layout.integerBits(one);
        return layout.isSigned(one) ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
      });
      const expected = interpreter.call(name, args);
      if (expected.kind !== 'return') interpreter = createInterpreter([module]);
      if (expected.kind === 'undefined' || expected.kind === 'stopped') {
        reasons.add(`${name}: ${expected.diagnostic.text} (line ${expected.diagnostic.at.line})`);
        instances = start();
        continue;
      }
      compared++;
      const want = expected.kind !== 'return' ? 'trap' : expected.value === undefined ? undefined : BigInt.asIntN(resultBits, expected.value as bigint); // prettier-ignore
      const wasmArgs = args.map((value, at): Wasm =>
        layout.representation(parameters[at]!) === layout.representation(types.int(false, 64))
          ? BigInt.asIntN(64, value)
          : Number(BigInt.asIntN(32, value)),
      );
      for (const [setting, exports] of instances) {
        const run = exports[name] as (...list: Wasm[]) => Wasm;
        const got = outcome(() => run(...wasmArgs));
        const shown = typeof got === 'number' ? BigInt(got) : got;
        if (shown !== want)
          wrong.push(`${setting}: ${name}(${args.join(', ')}) = ${shown}, not ${want}`);
      }
      if (expected.kind !== 'return') instances = start();
    }
  }
  return { wrong, compared, reasons };
}

/** Edge values for so many parameters: all for one, and neighbours in the list for more. */
function callsOf(count: number): readonly (readonly bigint[])[] {
  if (count === 0) return [[]];
  return EDGES.map((_, at) =>
    Array.from({ length: count }, (_1, index) => EDGES[(at + index * (index + 4)) % EDGES.length]!),
  );
}
