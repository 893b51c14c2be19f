/** Short forms of the objects link tests are made of; see packages/object/test/build.ts for the writer itself. */
import type {
  ImportSpec,
  ObjectSpec,
  RelocationSpec,
  SymbolSpec,
} from '../../object/test/build.ts';

/** Flags of symbols. */
export const UNDEFINED = 0x10;
export const EXPORTED = 0x20;
export const EXPLICIT_NAME = 0x40;
export const TLS = 0x100;

/** Flags of segments. */
export const STRINGS = 1;
export const TLS_SEGMENT = 2;

const VALUE_TYPES: Readonly<Record<string, number>> = { i: 0x7f, l: 0x7e, f: 0x7d, d: 0x7c };

/** A type from letters: `i` i32, `l` i64, `f` f32, `d` f64; `'il:i'` is (i32, i64) -> i32. */
export function signature(text: string): { params: number[]; results: number[] } {
  const [params = '', results = ''] = text.split(':');
  const list = (letters: string): number[] => [...letters].map((letter) => VALUE_TYPES[letter]!);
  return { params: list(params), results: list(results) };
}

/** What a reference does with a symbol: a relocation type by its number, the symbol, the addend. */
export type Use = readonly [type: number, symbol: number, addend?: number];

/** The instruction with the field, and the field's width, for each relocation type that code can have. */
const CARRIERS: Readonly<Record<number, readonly [opcode: number, width: number]>> = {
  0: [0x10, 5],
  1: [0x41, 5],
  3: [0x41, 5],
  4: [0x41, 5],
  5: [0x41, 4],
  7: [0x23, 5],
  10: [0x08, 5],
  11: [0x41, 5],
  12: [0x41, 5],
  15: [0x42, 10],
  20: [0x25, 5],
  21: [0x41, 5],
};

interface Body {
  readonly bytes: number[];
  /** Offsets from the start of the body. */
  readonly fields: readonly Use[];
  readonly offsets: readonly number[];
}

/** A function body with one instruction per use. It is not meant to be valid, only to be linked. */
function body(uses: readonly Use[]): Body {
  const bytes = [0x00, 0x00];
  const offsets: number[] = [];
  for (const [type] of uses) {
    const [opcode, width] = CARRIERS[type]!;
    bytes.push(opcode);
    offsets.push(bytes.length);
    for (let i = 1; i < width; i++) bytes.push(0x80);
    bytes.push(0x00);
  }
  bytes.push(0x0b);
  return { bytes, fields: uses, offsets };
}

/** An object with one function, which is exported and uses symbols. The function's symbol is the last one. */
export function user(
  name: string,
  symbols: readonly SymbolSpec[],
  uses: readonly Use[],
  more: ObjectSpec = {},
): ObjectSpec {
  const code = body(uses);
  const imported = (more.imports ?? []).filter(({ kind }) => kind === 'function').length;
  const relocations: RelocationSpec[] = code.fields.map(([type, index, addend], i) => ({
    type,
    // After the count of functions and the size of the body.
    offset: 2 + code.offsets[i]!,
    index,
    ...(addend === undefined ? {} : { addend }),
  }));
  const base: ObjectSpec = {
    ...more,
    types: more.types ?? [signature('')],
    functions: [{ type: 0, body: code.bytes }],
    symbols: [...symbols, { kind: 'function', name, flags: EXPORTED, element: imported }],
  };
  const number = [
    'types',
    'imports',
    'functions',
    'tables',
    'memories',
    'tags',
    'globals',
    'exports',
  ].filter((key) => base[key as keyof ObjectSpec] !== undefined).length;
  return { ...base, relocations: new Map([[number, relocations]]) };
}

/** An object that defines one function. */
export function definer(name: string, type: string, more: Partial<SymbolSpec> = {}): ObjectSpec {
  return {
    types: [signature(type)],
    functions: [{ type: 0, body: [0x00, 0x00, 0x0b] }],
    symbols: [{ kind: 'function', name, element: 0, ...more }],
  };
}

/** An object whose function `name` calls `callee`. */
export function caller(
  name: string,
  callee: string,
  type = '',
  {
    flags = 0,
    module = 'env',
    field = callee,
  }: { flags?: number; module?: string; field?: string } = {},
): ObjectSpec {
  const imports: ImportSpec[] = [{ module, field, kind: 'function', type: 1 }];
  const explicit = field === callee ? 0 : EXPLICIT_NAME;
  const symbol: SymbolSpec = {
    kind: 'function',
    flags: UNDEFINED | flags | explicit,
    element: 0,
    ...(explicit === 0 ? {} : { name: callee }),
  };
  return user(name, [symbol], [[0, 0]], { types: [signature(''), signature(type)], imports });
}

/** A data symbol in segment 0. */
export function data(name: string, more: Partial<SymbolSpec> = {}): SymbolSpec {
  return { kind: 'data', name, element: 0, offset: 0, size: 4, ...more };
}

/** An object with one segment and one exported data symbol in it. */
export function dataDefiner(
  name: string,
  segment: { bytes?: number[]; name?: string; alignment?: number; flags?: number } = {},
  more: ObjectSpec = {},
): ObjectSpec {
  return {
    ...more,
    segments: [{ bytes: [1, 2, 3, 4], name: '.data.x', ...segment }],
    symbols: [data(name, { flags: EXPORTED | ((segment.flags ?? 0) & TLS_SEGMENT ? TLS : 0) })],
  };
}
