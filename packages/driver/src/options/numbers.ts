/** Numbers as wasm-ld reads them (P7). */

/**
 * A signed 64-bit decimal, cut to the unsigned number of `bits` bits that wasm-ld makes of it; undefined if it is none.
 */
export function parseDecimal(text: string, bits: 32 | 64 = 64): number | undefined {
  const digits = /^(-?)0*([0-9]{1,19})$/.exec(text);
  if (digits === null) return undefined;
  const value = BigInt(`${digits[1]}${digits[2]}`);
  return BigInt.asIntN(64, value) === value ? Number(BigInt.asUintN(bits, value)) : undefined;
}

/**
 * An unsigned number whose prefix gives the base: `0x`, `0b`, `0o`, a leading `0` (octal) or none; undefined if it is
 * none or has more than `bits` bits.
 */
export function parseUnsigned(text: string, bits: 32 | 64): number | undefined {
  const digits = /^0[0-9]/.test(text) ? `0o${text.slice(1)}` : text;
  const shape = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+)$/;
  if (digits.length > 2 + 64 || !shape.test(digits)) return undefined;
  const value = BigInt(digits.toLowerCase());
  return BigInt.asUintN(bits, value) === value ? Number(value) : undefined;
}
