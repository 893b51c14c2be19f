// The functions of a run-time library that generated code calls, for the instances under test: the float functions are
// the interpreter's own, which round correctly.

import * as float from '../../../../packages/air/src/float/index.ts';

type Bits = (format: typeof float.f32, ...operands: bigint[]) => bigint;

const functions: Readonly<Record<string, Bits>> = {
  fma: float.fusedMultiplyAdd,
  fmod: float.remainder,
  sin: float.sin,
  cos: float.cos,
  tan: float.tan,
  exp: float.exp,
  exp2: float.exp2,
  log: float.log,
  log2: float.log2,
  log10: float.log10,
};

const view = new DataView(new ArrayBuffer(8));

/** A function of JavaScript numbers from one of bit patterns. */
function ofNumbers(compute: Bits, is64: boolean): (...operands: number[]) => number {
  const format = is64 ? float.f64 : float.f32;
  return (...operands) => {
    const bits = operands.map((operand) => {
      if (!is64) {
        view.setFloat32(0, operand);
        return BigInt(view.getUint32(0));
      }
      view.setFloat64(0, operand);
      return view.getBigUint64(0);
    });
    const result = compute(format, ...bits);
    if (!is64) {
      view.setUint32(0, Number(result));
      return view.getFloat32(0);
    }
    view.setBigUint64(0, result);
    return view.getFloat64(0);
  };
}

const floats = Object.entries(functions).flatMap(([name, compute]) => [
  [name, ofNumbers(compute, true)] as const,
  [`${name}f`, ofNumbers(compute, false)] as const,
]);

/** Imports of an instance, whose memory `bytes` gives once there is one. */
export function library(bytes: () => Uint8Array): WebAssembly.ModuleImports {
  const address = (value: number | bigint): number =>
    typeof value === 'bigint' ? Number(value) : value >>> 0;
  const move = (to: number, from: number, count: number): number => {
    bytes().copyWithin(address(to), address(from), address(from) + address(count));
    return to;
  };
  const memset = (to: number, value: number, count: number): number => {
    bytes().fill(value, address(to), address(to) + address(count));
    return to;
  };
  return { ...Object.fromEntries(floats), memcpy: move, memmove: move, memset };
}
