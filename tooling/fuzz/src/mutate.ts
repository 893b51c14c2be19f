import type { Random } from './random.ts';

/** No mutation makes an input longer than this. */
const LARGEST = 1 << 20;

/** Byte sequences that upset parsers: small and large numbers, LEB128 of all lengths, ends of instructions. */
const INTERESTING: readonly (readonly number[])[] = [
  [0],
  [1],
  [0x0b],
  [0x7f],
  [0x80],
  [0xff],
  [0x80, 0x00],
  [0xff, 0x7f],
  [0x80, 0x80, 0x80, 0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
];

/** Changes `bytes[at .. at + removed]` into `inserted`. */
function splice(
  bytes: Uint8Array,
  at: number,
  removed: number,
  inserted: ArrayLike<number>,
): Uint8Array {
  const length = bytes.length - removed + inserted.length;
  if (length > LARGEST) return bytes;
  const made = new Uint8Array(length);
  made.set(bytes.subarray(0, at));
  made.set(inserted, at);
  made.set(bytes.subarray(at + removed), at + inserted.length);
  return made;
}

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const overwrite =
  (value: (byte: number, random: Random) => number): Mutation =>
  (bytes, random) => {
    if (bytes.length === 0) return bytes;
    const made = bytes.slice();
    const at = random.below(made.length);
    made[at] = value(made[at]!, random);
    return made;
  };

/** A random part of at most 64 bytes, now and then of any length. */
function part(bytes: Uint8Array, random: Random): { at: number; length: number } {
  const at = random.below(bytes.length);
  const rest = bytes.length - at;
  return { at, length: random.below(random.below(8) === 0 ? rest : Math.min(rest, 64)) };
}

const MUTATIONS: readonly Mutation[] = [
  overwrite((byte, random) => byte ^ (1 << random.below(8))),
  overwrite((_, random) => random.below(256)),
  overwrite((byte) => byte + 1),
  overwrite((byte) => byte - 1),
  // An interesting value over what is there, or between.
  (bytes, random) => {
    const value = random.pick(INTERESTING);
    const at = random.below(bytes.length + 1);
    const removed = random.below(2) === 0 ? 0 : Math.min(value.length, bytes.length - at);
    return splice(bytes, at, removed, value);
  },
  // A part removed, repeated, moved, or taken from another input.
  (bytes, random) => {
    const { at, length } = part(bytes, random);
    return splice(bytes, at, length, []);
  },
  (bytes, random) => {
    const { at, length } = part(bytes, random);
    return splice(bytes, at, 0, bytes.slice(at, at + length));
  },
  (bytes, random) => {
    const { at, length } = part(bytes, random);
    return splice(bytes, random.below(bytes.length), 0, bytes.slice(at, at + length));
  },
  (bytes, random, other) => {
    const { at, length } = part(other, random);
    return splice(bytes, random.below(bytes.length), 0, other.subarray(at, at + length));
  },
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
];

/** One to eight random changes; `other` is a second input to take parts from. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let made = bytes;
  for (let changes = 1 + random.below(8); changes > 0; changes--) {
    made = random.pick(MUTATIONS)(made, random, other);
  }
  return made;
}
