export { f16, f32, f64, f80, f128, decode, encode, formatOfBits, isNaN } from './format.ts';
export type { FloatFormat } from './format.ts';
export {
  add,
  divide,
  fusedMultiplyAdd,
  modulo,
  multiply,
  remainder,
  squareRoot,
  subtract,
} from './arithmetic.ts';
export { ceil, floor, round, truncate } from './rounding.ts';
export { absolute, compare, maximum, minimum, negate } from './compare.ts';
export { convert, fromInteger, fromNumber, toInteger, toNumber } from './convert.ts';
export { parseFloatText, printFloat } from './text.ts';
export { cos, exp, exp2, log, log10, log2, sin, tan } from './transcendental.ts';
