/** True when a value is one of an integer type. */
export function fitsInteger(bits: number, signed: boolean, value: number | bigint): boolean {
  if (typeof value === 'number' && bits <= 53) {
    if (bits === 0) return value === 0;
    return signed
      ? value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1)
      : value >= 0 && value < 2 ** bits;
  }
  const wide = BigInt(value);
  return signed ? BigInt.asIntN(bits, wide) === wide : wide >= 0n && wide >> BigInt(bits) === 0n;
}

/** An integer in a message: its beginning. */
export function shownInteger(value: number | bigint): string {
  const text = value.toString();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
