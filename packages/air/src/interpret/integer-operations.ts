// Integer arithmetic on mathematical integers: codegen.md 3.2 and 3.3.

import { interpretCodes } from '@wasmwright/diagnostics';
import { dataA, dataB } from '../function.ts';
import type { Ref } from '../ids.ts';
import type { PanicId, TagName } from '../tags.ts';
import { tagRows } from '../tags.ts';
import { fault } from './fault.ts';
import { applyBinary, binary, isVector, lane, laneCount, laneInfo, strict } from './lanes.ts';
import type { Binary, Operation, Unary } from './lanes.ts';
import type { Machine } from './machine.ts';
import { bitsAndMask, partial } from './unit.ts';
import type { TypeInfo } from './unit.ts';
import { Image, Pointer, Undefined, UNDEFINED } from './value.ts';
import type { Value } from './value.ts';

/** Name of the instruction that runs, for diagnostics. */
export function tagName(machine: Machine): TagName {
  return tagRows[machine.frame.body.tags[machine.inst]!]!.name;
}

/** A defined scalar as an integer; a pointer is its address. */
export function asInteger(value: Value): bigint {
  return value instanceof Pointer ? value.address : (value as bigint);
}

/** The low bits of `value` as an integer of the type. */
export function wrap(info: TypeInfo, value: bigint): bigint {
  return info.signed ? BigInt.asIntN(info.bits, value) : BigInt.asUintN(info.bits, value);
}

export const fits = (info: TypeInfo, value: bigint): boolean =>
  value >= info.min && value <= info.max;

const clamp = (info: TypeInfo, value: bigint): bigint =>
  value < info.min ? info.min : value > info.max ? info.max : value;

type Exact = (a: bigint, b: bigint) => bigint;
const sum: Exact = (a, b) => a + b;
const difference: Exact = (a, b) => a - b;
const product: Exact = (a, b) => a * b;

/** Overflow is undefined behaviour. */
function checked(exact: Exact): Binary {
  return strict((a, b, info, _, machine) => {
    const value = exact(a as bigint, b as bigint);
    if (!fits(info, value)) {
      fault(interpretCodes.overflow, { value, tag: tagName(machine), bits: info.bits });
    }
    return value;
  });
}
export const add: Binary = /* @__PURE__ */ checked(sum);
export const subtract: Binary = /* @__PURE__ */ checked(difference);
export const multiply: Binary = /* @__PURE__ */ checked(product);

const wrapping = (exact: Exact): Binary =>
  strict((a, b, info) => wrap(info, exact(a as bigint, b as bigint)));
export const addWrap: Binary = /* @__PURE__ */ wrapping(sum);
export const subtractWrap: Binary = /* @__PURE__ */ wrapping(difference);
export const multiplyWrap: Binary = /* @__PURE__ */ wrapping(product);

const saturating = (exact: Exact): Binary =>
  strict((a, b, info) => clamp(info, exact(a as bigint, b as bigint)));
export const addSaturate: Binary = /* @__PURE__ */ saturating(sum);
export const subtractSaturate: Binary = /* @__PURE__ */ saturating(difference);
export const multiplySaturate: Binary = /* @__PURE__ */ saturating(product);

export const shiftSaturate: Binary = /* @__PURE__ */ strict((a, b, info) => {
  const [value, count] = [a as bigint, b as bigint];
  if (value === 0n) return 0n;
  // A count of the width or more saturates whatever the value is.
  return clamp(info, value << (count < BigInt(info.bits) ? count : BigInt(info.bits)));
});

/** Quotient and the correction of its rounding. */
function division(
  round: (quotient: bigint, rest: bigint, a: bigint, b: bigint, machine: Machine) => bigint,
): Binary {
  return (x, y, info, _, machine) => {
    if (y instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'a divisor' });
    if (y === 0n) fault(interpretCodes.divideByZero, { tag: tagName(machine) });
    if (x instanceof Undefined) return x;
    const [a, b] = [x as bigint, y as bigint];
    const quotient = a / b;
    const value = round(quotient, a - quotient * b, a, b, machine);
    if (!fits(info, value)) {
      fault(interpretCodes.overflow, { value, tag: tagName(machine), bits: info.bits });
    }
    return value;
  };
}
export const divideTruncate: Binary = /* @__PURE__ */ division((quotient) => quotient);
export const divideFloor: Binary = /* @__PURE__ */ division((quotient, rest, _, b) =>
  rest !== 0n && rest < 0n !== b < 0n ? quotient - 1n : quotient,
);
export const divideCeil: Binary = /* @__PURE__ */ division((quotient, rest, a, b) =>
  rest !== 0n && a < 0n === b < 0n ? quotient + 1n : quotient,
);
export const divideExact: Binary = /* @__PURE__ */ division((quotient, rest, _, __, machine) => {
  if (rest !== 0n) machine.defer(interpretCodes.inexact, { tag: 'div_exact' });
  return quotient;
});
/** Of min and -1 the quotient does not fit, but the remainder is 0. */
export const remainder: Binary = /* @__PURE__ */ division((_, rest) => rest);
export const modulo: Binary = /* @__PURE__ */ division((_, rest, __, b) =>
  rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest,
);

export const minimum: Binary = /* @__PURE__ */ strict((a, b) =>
  (a as bigint) < (b as bigint) ? a : b,
);
export const maximum: Binary = /* @__PURE__ */ strict((a, b) =>
  (a as bigint) > (b as bigint) ? a : b,
);

// Bitwise operations keep track of single undefined bits: a zero decides an `and`, a one an `or`.

export const bitAnd: Binary = (a, b, info) => {
  const x = bitsAndMask(info, a);
  const y = bitsAndMask(info, b);
  return partial(info, x.bits & y.bits, (x.mask | y.mask) & (x.bits | x.mask) & (y.bits | y.mask));
};
export const bitOr: Binary = (a, b, info) => {
  const x = bitsAndMask(info, a);
  const y = bitsAndMask(info, b);
  return partial(info, x.bits | y.bits, (x.mask | y.mask) & ~x.bits & ~y.bits);
};
export const bitXor: Binary = (a, b, info) => {
  const x = bitsAndMask(info, a);
  const y = bitsAndMask(info, b);
  return partial(info, x.bits ^ y.bits, x.mask | y.mask);
};
export const bitNot: Unary = (value, info) => {
  const { bits, mask } = bitsAndMask(info, value);
  return partial(info, ~bits & ((1n << BigInt(info.bits)) - 1n), mask);
};

/**
 * A shift by a defined count. By the width or more the result is undefined; a check of the count may follow the shift, so
 * the program goes on for now.
 */
function shift(
  exact: (value: bigint, count: bigint, info: TypeInfo, machine: Machine) => bigint,
  pattern: (bits: bigint, count: bigint, info: TypeInfo) => bigint,
): Binary {
  return (a, b, info, _, machine) => {
    if (b instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'a shift count' });
    const count = b as bigint;
    if (count !== 0n && count >= BigInt(info.bits)) {
      machine.defer(interpretCodes.shiftTooLarge, { bits: info.bits, count });
      return UNDEFINED;
    }
    if (!(a instanceof Undefined)) return exact(a as bigint, count, info, machine);
    const { bits, mask } = bitsAndMask(info, a);
    const width = (x: bigint): bigint => BigInt.asUintN(info.bits, pattern(x, count, info));
    return partial(info, width(bits), width(mask));
  };
}

const leftPattern = (bits: bigint, count: bigint): bigint => bits << count;
/** The sign is extended, and so is its being undefined. */
const rightPattern = (bits: bigint, count: bigint, info: TypeInfo): bigint =>
  (info.signed ? BigInt.asIntN(info.bits, bits) : bits) >> count;

export const shiftLeft: Binary = /* @__PURE__ */ shift(
  (value, count, info) => wrap(info, value << count),
  leftPattern,
);
export const shiftRight: Binary = /* @__PURE__ */ shift(
  (value, count) => value >> count,
  rightPattern,
);
export const shiftLeftExact: Binary = /* @__PURE__ */ shift((value, count, info, machine) => {
  const result = wrap(info, value << count);
  if (result >> count !== value) machine.defer(interpretCodes.inexact, { tag: 'shl_exact' });
  return result;
}, leftPattern);
export const shiftRightExact: Binary = /* @__PURE__ */ shift((value, count, _, machine) => {
  const result = value >> count;
  if (result << count !== value) machine.defer(interpretCodes.inexact, { tag: 'shr_exact' });
  return result;
}, rightPattern);

// Bit counting, on the N bits of the pattern.

const pattern = (info: TypeInfo, value: Value): string =>
  BigInt.asUintN(info.bits, value as bigint)
    .toString(2)
    .padStart(info.bits, '0')
    .slice(0, info.bits);

export const countLeadingZeros: Unary = (value, _, info) => {
  const one = info.bits === 0 ? -1 : pattern(info, value).indexOf('1');
  return BigInt(one < 0 ? info.bits : one);
};
export const countTrailingZeros: Unary = (value, _, info) => {
  const one = info.bits === 0 ? -1 : pattern(info, value).lastIndexOf('1');
  return BigInt(one < 0 ? info.bits : info.bits - 1 - one);
};
export const populationCount: Unary = (value, _, info) => {
  let count = 0n;
  for (const bit of pattern(info, value)) if (bit === '1') count++;
  return count;
};
export const byteSwap: Unary = (value, info) => {
  let rest = BigInt.asUintN(info.bits, value as bigint);
  let swapped = 0n;
  for (let at = 0; at < info.bits; at += 8) {
    swapped = (swapped << 8n) | (rest & 0xffn);
    rest >>= 8n;
  }
  return wrap(info, swapped);
};
export const bitReverse: Unary = (value, info) => {
  if (info.bits === 0) return 0n;
  const reversed = [...pattern(info, value)].reverse().join('');
  return wrap(info, BigInt(`0b${reversed}`));
};
/** The unsigned type of the same width holds also the magnitude of the least integer. */
export const absolute: Unary = (value) => {
  const integer = value as bigint;
  return integer < 0n ? -integer : integer;
};

// Overflow as a value, and as a panic.

/** The wrapped result and whether it differs from the exact one, as a tuple {T, u1}. */
function overflowing(exact: Exact, isShift = false): Operation {
  return (machine, inst) => {
    const { unit, body } = machine.frame;
    const payload = dataB(body, inst);
    const left = body.extra[payload]! as Ref;
    const right = body.extra[payload + 1]! as Ref;
    const info = machine.infoOf(left);
    const tuple = machine.resultInfo(inst);
    const { types, layout } = unit.module;
    const image = new Image(tuple.size);
    const flag = unit.info(types.fieldType(tuple.type, 1));
    const flags = isVector(flag) ? flag : undefined;
    const result =
      (overflow: boolean): Binary =>
      (a, b, scalar) => {
        if (a instanceof Undefined || b instanceof Undefined) return UNDEFINED;
        if (isShift && b !== 0n && (b as bigint) >= BigInt(scalar.bits)) {
          const count = b as bigint;
          machine.defer(interpretCodes.shiftTooLarge, { bits: scalar.bits, count });
          return UNDEFINED;
        }
        const value = exact(a as bigint, b as bigint);
        if (!overflow) return wrap(scalar, value);
        return fits(scalar, value) ? 0n : 1n;
      };
    const a = machine.value(left);
    const b = machine.value(right);
    const rightInfo = machine.infoOf(right);
    const wrapped = applyBinary(machine, a, b, info, info, rightInfo, result(false));
    const overflowed = applyBinary(machine, a, b, flags ?? flag, info, rightInfo, result(true));
    unit.write(info, image, layout.fieldOffset(tuple.type, 0), wrapped);
    unit.write(flag, image, layout.fieldOffset(tuple.type, 1), overflowed);
    return image;
  };
}
export const addOverflow: Operation = /* @__PURE__ */ overflowing(sum);
export const subtractOverflow: Operation = /* @__PURE__ */ overflowing(difference);
export const multiplyOverflow: Operation = /* @__PURE__ */ overflowing(product);
export const shiftOverflow: Operation = /* @__PURE__ */ overflowing((a, b) => a << b, true);

/** Panics where the exact result does not fit, in any lane. */
function safe(exact: Exact): Operation {
  const wrapped = binary(wrapping(exact));
  return (machine, inst) => {
    const { body } = machine.frame;
    const left = dataA(body, inst) as Ref;
    const right = dataB(body, inst) as Ref;
    const overflow = anyLane(machine, left, right, (a, b, info) => {
      if (a instanceof Undefined || b instanceof Undefined) {
        return fault(interpretCodes.undefinedUse, { use: 'an operand of a checked operation' });
      }
      return !fits(info, exact(a as bigint, b as bigint));
    });
    if (!overflow) return wrapped(machine, inst);
    panic(machine, 'integer_overflow');
    return undefined;
  };
}
export const addSafe: Operation = /* @__PURE__ */ safe(sum);
export const subtractSafe: Operation = /* @__PURE__ */ safe(difference);
export const multiplySafe: Operation = /* @__PURE__ */ safe(product);

/** Calls the handler; the instruction itself gives nothing, because no handler returns. */
function panic(machine: Machine, id: PanicId): void {
  machine.panic(id);
}

function anyLane(
  machine: Machine,
  left: Ref,
  right: Ref,
  test: (a: Value, b: Value, info: TypeInfo) => boolean,
): boolean {
  const info = machine.infoOf(left);
  const a = machine.value(left);
  const b = machine.value(right);
  if (!isVector(info)) return test(a, b, info);
  const { unit } = machine.frame;
  const scalar = laneInfo(unit, info);
  for (let at = 0; at < laneCount(unit, info); at++) {
    if (test(lane(unit, scalar, a, at), lane(unit, scalar, b, at), scalar)) return true;
  }
  return false;
}
