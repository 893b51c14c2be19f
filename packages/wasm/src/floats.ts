// Floating-point constants as the text format writes them, from their bits: exact, the shortest decimal that reads back.

const scratch = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** Text of an f32 given its bits: `1.5`, `-inf`, `nan`, `nan:0x200000`. */
export function formatF32(bits: number): string {
  scratch.setUint32(0, bits);
  const value = scratch.getFloat32(0);
  if (Number.isNaN(value)) return formatNan(bits >>> 31, BigInt(bits & 0x7f_ffff), 0x40_0000n);
  if (!Number.isFinite(value)) return formatNumber(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return formatNumber(Object.is(value, -0) ? value : short);
  }
  return formatNumber(value);
}

/** Text of an f64 given its bits as two u32 words. */
export function formatF64(low: number, high: number): string {
  scratch.setUint32(0, high);
  scratch.setUint32(4, low);
  const value = scratch.getFloat64(0);
  if (!Number.isNaN(value)) return formatNumber(value);
  const payload = (BigInt(high & 0xf_ffff) << 32n) | BigInt(low);
  return formatNan(high >>> 31, payload, 0x8_0000_0000_0000n);
}

function formatNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return String(value).replace('Infinity', 'inf').replace('e+', 'e');
}

function formatNan(sign: number, payload: bigint, canonical: bigint): string {
  const text = payload === canonical ? 'nan' : `nan:0x${payload.toString(16)}`;
  return sign === 0 ? text : `-${text}`;
}
