// The types of one program: every kind, with random parts.

import type { Random } from '../random.ts';
import {
  anyError,
  arrayOf,
  bitsUnionOf,
  boolType,
  enumOf,
  errorNames,
  errorSetOf,
  errorUnionOf,
  f32,
  f64,
  integerWidths,
  intType,
  optionalOf,
  pointerTo,
  structOf,
  tupleOf,
  unionOf,
  voidType,
} from './types.ts';
import type { AirType, Declared, IntType } from './types.ts';

/** The types of a program and the declarations of those that have names. */
export interface RandomTypes {
  readonly types: readonly AirType[];
  readonly declarations: readonly string[];
}

/** Makes the types of one program. */
export function randomTypes(random: Random): RandomTypes {
  const declared: Declared[] = [];
  const int = (): IntType => intType(random.pick(integerWidths), random.below(2) === 0);
  const scalar = (): AirType => (random.below(4) === 0 ? random.pick([f32, f64, boolType]) : int());
  const list = (most: number, make: () => AirType): AirType[] =>
    Array.from({ length: 1 + random.below(most) }, make);
  const add = <Made extends Declared>(made: Made): Made['type'] => {
    declared.push(made);
    return made.type;
  };
  const layout = random.below(2) === 0 ? ({ layout: 'extern' } as const) : {};
  const color = add(enumOf('Color', ...enumValues(random)));
  const open = add(enumOf('Open', ...enumValues(random), true));
  const simple = add(structOf('Simple', list(4, scalar), layout));
  const packed = add(structOf('Packed', packedFields(random), { layout: 'packed' }));
  const placed = add(placedStruct(random, list(3, int) as IntType[]));
  const odd = add(oddStruct(random, scalar));
  const mixed = add(structOf('Mixed', mixedFields(random, [color, open]), { layout: 'packed' }));
  const set = errorSetOf(errorNames.slice(0, 1 + random.below(3)));
  const small = (): AirType =>
    random.pick([
      ...[scalar(), scalar(), boolType, simple, packed, mixed, color, open, set],
      pointerTo(scalar(), 'const '),
    ]);
  const tuple = tupleOf([scalar(), small()]);
  const array = arrayOf(1 + random.below(4), small());
  const optional = optionalOf(small());
  const union = errorUnionOf(set, small());
  const raw = add(
    bitsUnionOf('Bits', false, [
      intType(32, false),
      intType(32, true),
      arrayOf(4, intType(8, false)),
    ]),
  );
  // Aggregates in aggregates.
  const any = (): AirType =>
    random.pick([small(), small(), placed, odd, tuple, array, optional, union, raw]);
  const nested = add(structOf('Nested', [any(), optionalOf(any()), any(), any()]));
  const payloads = color.names.map((_, at) =>
    at === 0 ? any() : random.pick([any(), any(), voidType]),
  );
  const shape = add(unionOf('Shape', color, payloads));
  const plain = add(
    unionOf(
      'Plain',
      color,
      color.names.map(() => voidType),
    ),
  );
  const width = packed.bits!;
  const word = add(
    bitsUnionOf('Word', true, [intType(width, false), intType(width, true), packed]),
  );
  const types: AirType[] = [
    color, open, simple, packed, mixed, placed, odd, nested, shape, plain, word, raw, set, anyError, f32, boolType,
    tuple, array, optional, union, tupleOf([scalar(), any()]),
    arrayOf(1 + random.below(5), int()), arrayOf(3, any()), arrayOf(2, arrayOf(2, scalar())),
    optionalOf(scalar()), optionalOf(any()), optionalOf(optionalOf(scalar())),
    optionalOf(random.pick([set, anyError])), optionalOf(voidType),
    errorUnionOf(set, scalar()), errorUnionOf(set, any()), errorUnionOf(set, voidType),
    errorUnionOf(anyError, random.pick([scalar(), nested, shape, optionalOf(scalar())])),
    pointerTo(scalar()), pointerTo(any()), pointerTo(scalar(), 'const '), pointerTo(small(), 'const '),
  ]; // prettier-ignore
  return { types, declarations: declared.map(({ declaration }) => declaration) };
}

/** Tag type and values of an enum. */
function enumValues(random: Random): [IntType, bigint[]] {
  const tag = intType(random.pick([2, 7, 8, 8, 16, 32, 33, 64]), random.below(3) === 0);
  const values = new Set<bigint>();
  const isDense = random.below(3) === 0;
  const count = 2 + random.below(3);
  for (let at = isDense ? random.below(2) - (tag.signed ? 2 : 0) : 0; values.size < count; at++) {
    const value = BigInt(isDense && tag.bits > 2 ? at : tag.constant(random));
    values.add(value);
  }
  return [tag, [...values]];
}

/** Fields of at most 64 bits in all. */
function packedFields(random: Random): AirType[] {
  const fields: AirType[] = [];
  let rest = random.pick([8, 16, 24, 32, 33, 40, 64]);
  while (rest > 0 && fields.length < 5) {
    const bits = Math.min(rest, random.pick([1, 3, 5, 7, 8, 16, 31]));
    const isBool = bits === 1 && random.below(2) === 0;
    fields.push(isBool ? boolType : intType(bits, random.below(2) === 0));
    rest -= bits;
  }
  return fields;
}

/** Fields of every kind that a packed struct may have, at most 64 bits in all. */
function mixedFields(random: Random, enums: readonly AirType[]): AirType[] {
  const fields: AirType[] = [random.pick([f32, boolType])];
  let rest = 64 - fields[0]!.bits!;
  for (const type of [...enums, boolType, intType(random.pick([3, 7, 9]), true)]) {
    if (type.bits! > rest) continue;
    fields.push(type);
    rest -= type.bits!;
  }
  return fields;
}

/** Bytes and alignment of an integer. */
function sizeOf({ bits }: IntType): { size: number; align: number } {
  const align = 2 ** Math.ceil(Math.log2(Math.ceil(bits / 8)));
  return { size: Math.ceil(Math.ceil(bits / 8) / align) * align, align };
}

/** A struct whose offsets the front end gives, out of order and with gaps. */
function placedStruct(random: Random, parts: readonly IntType[]): Declared {
  const order = [...parts.keys()].sort(() => random.below(3) - 1);
  const offsets: number[] = [];
  let end = 0;
  let most = 1;
  for (const at of order) {
    const { size, align } = sizeOf(parts[at]!);
    const start = Math.ceil((end + random.below(5)) / align) * align;
    offsets[at] = start;
    end = start + size;
    most = Math.max(most, align);
  }
  const size = Math.ceil((end + random.below(3)) / most) * most;
  return structOf('Placed', parts, {
    attributes: offsets.map((offset) => `offset(${offset})`),
    head: `size(${size}) align(${most}) `,
  });
}

/** A struct with an aligned field, fields without bits, and one that is known when compiling. */
function oddStruct(random: Random, scalar: () => AirType): Declared {
  const empty = random.pick([voidType, arrayOf(0, intType(64, false)), tupleOf([])]);
  const parts = [scalar(), empty, scalar(), intType(0, false)];
  const align = random.pick(['', '', 'align(8)', 'align(16)']);
  const last = random.below(2) === 0 ? {} : { last: 'known: u8 comptime = 7' };
  return structOf('Odd', parts, { attributes: ['', '', align, ''], ...last });
}
