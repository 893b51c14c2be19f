/**
 * The run-time library that generated code calls (codegen.md section 8): name and type of each function. A row number is
 * the operand of `call_intrinsic`; rows are only ever added at the end.
 */
import type { Signature } from './function-types.ts';

/**
 * Type of a function, `parameters>result`: `i` i32, `l` i64, `f` f32, `d` f64, `p` pointer or usize, `S` pointer to the
 * result, `q` a 128-bit value as two i64.
 */
type Shape = string;

/** Operand shape of a float by format letter (h f16, s f32, d f64, x f80, t f128). */
const OPERAND: Readonly<Record<string, string>> = { h: 'i', s: 'f', d: 'd', x: 'p', t: 'q' };
/** The two that are returned through memory. */
const isByRef = (format: string): boolean => format === 'x' || format === 't';

const words = (list: string): readonly string[] => list.split(' ');

function* integerRows(): Generator<readonly [string, Shape]> {
  for (const op of words('mul div udiv mod umod')) yield [`__${op}ti3`, 'Sqq>'];
  for (const op of words('ashl ashr lshr')) yield [`__${op}ti3`, 'Sqi>'];
  yield ['__muloti4', 'Sqqp>'];
  for (const op of words('addo subo mulo')) yield [`__${op}_limb64`, 'pppii>i'];
  yield ['__cmp_limb64', 'ppii>i'];
  for (const op of words('and or xor')) yield [`__${op}_limb64`, 'pppi>'];
  for (const op of words('not bitreverse byteswap')) yield [`__${op}_limb64`, 'ppii>'];
  yield ['__shlo_limb64', 'ppiii>i'];
  yield ['__shr_limb64', 'ppiii>'];
  for (const op of words('clz ctz popcount')) yield [`__${op}_limb64`, 'pi>i'];
  yield ['__abs_limb64', 'ppi>'];
  for (const op of words('div udiv mod umod')) yield [`__${op}ei5`, 'ppppp>'];
  for (const op of words('bswap bitreverse')) {
    yield [`__${op}si2`, 'i>i'];
    yield [`__${op}di2`, 'l>l'];
  }
}

/** `result` of a call that gives a float of a format: through memory or as a value. */
function floatResult(format: string, params: string): Shape {
  return isByRef(format) ? `S${params}>` : `${params}>${OPERAND[format]!}`;
}

function* floatRows(): Generator<readonly [string, Shape]> {
  for (const format of 'hxt') {
    const pair = OPERAND[format]! + OPERAND[format]!;
    for (const op of words('add sub mul div'))
      yield [`__${op}${format}f3`, floatResult(format, pair)];
  }
  for (const format of 'xt') {
    const pair = OPERAND[format]! + OPERAND[format]!;
    for (const op of words('eq ne lt le gt ge')) yield [`__${op}${format}f2`, `${pair}>i`];
  }
  for (const [kind, pairs] of [
    ['extend', 'hs hx ht sx st dx dt xt'],
    ['trunc', 'sh dh xh th xs ts xd td tx'],
  ] as const) {
    for (const [from, to] of words(pairs).map((pair) => [pair[0]!, pair[1]!] as const)) {
      yield [`__${kind}${from}f${to}f2`, floatResult(to, OPERAND[from]!)];
    }
  }
  for (const format of 'hsdxt') {
    const operand = OPERAND[format]!;
    for (const sign of ['', 'uns']) {
      yield [`__fix${sign}${format}fsi`, `${operand}>i`];
      yield [`__fix${sign}${format}fdi`, `${operand}>l`];
      yield [`__fix${sign}${format}fti`, `S${operand}>`];
      yield [`__fix${sign}${format}fei`, `pp${operand}>`];
    }
    for (const sign of ['', 'un']) {
      yield [`__float${sign}si${format}f`, floatResult(format, 'i')];
      yield [`__float${sign}di${format}f`, floatResult(format, 'l')];
      yield [`__float${sign}ti${format}f`, floatResult(format, 'q')];
      yield [`__float${sign}ei${format}f`, floatResult(format, 'pp')];
    }
  }
}

/** Name of a libm function for a format: `__sinh`, `sinf`, `sin`, `__sinx`, `sinf128`. */
function mathName(name: string, format: string): string {
  if (format === 'h' || format === 'x') return `__${name}${format}`;
  return name + { s: 'f', d: '', t: 'f128' }[format as 's' | 'd' | 't'];
}

function* mathRows(): Generator<readonly [string, Shape]> {
  for (const [names, formats, count] of [
    ['sin cos tan exp exp2 log log2 log10', 'hsdxt', 1],
    ['fmod fmin fmax', 'hsdxt', 2],
    ['fma', 'hsdxt', 3],
    ['sqrt floor ceil trunc round fabs', 'hxt', 1],
  ] as const) {
    for (const name of words(names)) {
      for (const format of formats) {
        yield [mathName(name, format), floatResult(format, OPERAND[format]!.repeat(count))];
      }
    }
  }
}

function* memoryRows(): Generator<readonly [string, Shape]> {
  yield ['memcpy', 'ppp>p'];
  yield ['memmove', 'ppp>p'];
  yield ['memset', 'pip>p'];
  yield ['__atomic_load_16', 'Spi>'];
  yield ['__atomic_store_16', 'pqi>'];
  yield ['__atomic_exchange_16', 'Spqi>'];
  yield ['__atomic_compare_exchange_16', 'ppqii>i'];
  for (const op of words('add sub and or xor nand umax umin')) {
    yield [`__atomic_fetch_${op}_16`, 'Spqi>'];
  }
}

/** One function of the run-time library. */
export interface Intrinsic {
  /** Linker symbol. */
  readonly name: string;
  /** Type on wasm32 and on wasm64. */
  readonly signatures: readonly [wasm32: Signature, wasm64: Signature];
}

function valueTypes(shape: string, pointer: number): Uint8Array {
  const types: number[] = [];
  for (const letter of shape) {
    if (letter === 'q') types.push(0x7e, 0x7e);
    else if (letter === 'p' || letter === 'S') types.push(pointer);
    else types.push({ i: 0x7f, l: 0x7e, f: 0x7d, d: 0x7c }[letter]!);
  }
  return Uint8Array.from(types);
}

function build(): readonly Intrinsic[] {
  const rows: Intrinsic[] = [];
  for (const group of [integerRows, floatRows, mathRows, memoryRows]) {
    for (const [name, shape] of group()) {
      const [params, results] = shape.split('>') as [string, string];
      const of = (pointer: number): Signature => ({
        params: valueTypes(params, pointer),
        results: valueTypes(results, pointer),
      });
      rows.push({ name, signatures: [of(0x7f), of(0x7e)] });
    }
  }
  return rows;
}

/** Every function of the run-time library. */
export const intrinsics: readonly Intrinsic[] = /* @__PURE__ */ build();

const ids: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ intrinsics.map((row, id) => [row.name, id]),
);

/**
 * Row of a run-time function by name.
 *
 * @returns `undefined` for a name that is not in the table
 * @example
 * builder.callIntrinsic(intrinsicId('__multi3')!);
 */
export function intrinsicId(name: string): number | undefined {
  return ids.get(name);
}
