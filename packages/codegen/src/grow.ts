// Arrays that serve one function after the other: they grow by doubling and keep what is in them.

const room = (known: number, length: number): number => Math.max(256, length, 2 * known);

export function growBytes(array: Uint8Array, length: number): Uint8Array {
  const grown = new Uint8Array(room(array.length, length));
  grown.set(array);
  return grown;
}

export function growWords(array: Uint32Array, length: number): Uint32Array {
  const grown = new Uint32Array(room(array.length, length));
  grown.set(array);
  return grown;
}

/** For words that may be negative. */
export function growIntegers(array: Int32Array, length: number): Int32Array {
  const grown = new Int32Array(room(array.length, length));
  grown.set(array);
  return grown;
}

export function growFloats(array: Float64Array, length: number): Float64Array {
  const grown = new Float64Array(room(array.length, length));
  grown.set(array);
  return grown;
}
