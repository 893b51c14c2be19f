/**
 * Hash C of linking.md appendix A, a relative of CityHash. It decides the order of table 2 and nothing else, over few
 * names, so it is written with BigInt, modulo 2^64 throughout.
 */

const SEED = 0xff51afd7ed558ccdn;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;
const K3 = 0xc949d7c7509e6557n;
const MULTIPLIER = 0x9ddfea08eb382d69n;

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Rotates right; `value` may lie outside 64 bits. */
function rotr(value: bigint, by: number): bigint {
  const low = wrap(value);
  return by === 0 ? low : (low >> BigInt(by)) | wrap(low << BigInt(64 - by));
}

/** `v ^ (v >> 47)` of `value` modulo 2^64. */
function shiftMix(value: bigint): bigint {
  const low = wrap(value);
  return low ^ (low >> 47n);
}

function hash16(low: bigint, high: bigint): bigint {
  const h = wrap(high);
  const a = shiftMix((wrap(low) ^ h) * MULTIPLIER);
  return wrap(shiftMix((h ^ a) * MULTIPLIER) * MULTIPLIER);
}

/**
 * Hash C of a name.
 *
 * @returns 0 to 2^64 - 1
 */
export function cityHash(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const n = bytes.length;
  const length = BigInt(n);
  const w8 = (at: number): bigint => view.getBigUint64(at, true);
  const w4 = (at: number): bigint => BigInt(view.getUint32(at, true));

  if (n === 0) return K2 ^ SEED;
  if (n <= 3) {
    const y = BigInt(bytes[0]! + (bytes[n >> 1]! << 8));
    const z = BigInt(n + (bytes[n - 1]! << 2));
    return wrap(shiftMix(wrap(y * K2) ^ wrap(z * K3) ^ SEED) * K2);
  }
  if (n <= 8) return hash16(length + (w4(0) << 3n), SEED ^ w4(n - 4));
  if (n <= 16) {
    const b = w8(n - 8);
    return hash16(SEED ^ w8(0), rotr(b + length, n)) ^ b;
  }
  if (n <= 32) {
    const a = w8(0) * K1;
    const b = w8(8);
    const c = wrap(w8(n - 8) * K2);
    const d = w8(n - 16) * K0;
    return hash16(
      rotr(a - b, 43) + rotr(c ^ SEED, 30) + d,
      a + rotr(b ^ K3, 20) - c + length + SEED,
    );
  }
  return n <= 64 ? hash64(w8, n) : hashLong(w8, n);
}

/** 33 to 64 bytes. */
function hash64(w8: (at: number) => bigint, n: number): bigint {
  const lane = (x0: bigint, x1: bigint, x2: bigint, z: bigint): [first: bigint, second: bigint] => {
    const b = rotr(x0 + z, 52);
    let a = x0 + x1;
    let c = rotr(x0, 37) + rotr(a, 7);
    a += x2;
    const first = a + z;
    c += b + rotr(a, 31);
    return [first, c];
  };
  const [vf, vs] = lane(w8(0) + (BigInt(n) + w8(n - 16)) * K0, w8(8), w8(16), w8(24));
  const [wf, ws] = lane(w8(16) + w8(n - 32), w8(n - 24), w8(n - 16), w8(n - 8));
  const r = shiftMix((vf + ws) * K2 + (wf + vs) * K0);
  return wrap(shiftMix((SEED ^ wrap(r * K0)) + vs) * K2);
}

/** Over 64 bytes: seven words of state, 64 bytes at a time, the last block overlapping the one before. */
function hashLong(w8: (at: number) => bigint, n: number): bigint {
  let h0 = 0n;
  let h1 = SEED;
  let h2 = hash16(SEED, K1);
  let h3 = rotr(SEED ^ K1, 49);
  let h4 = wrap(SEED * K1);
  let h5 = shiftMix(SEED);
  let h6 = hash16(h4, h5);
  const mix = (at: number, a: bigint, b: bigint): [bigint, bigint] => {
    a += w8(at);
    const c = w8(at + 24);
    b = rotr(b + a + c, 21);
    const d = a;
    a += w8(at + 8) + w8(at + 16);
    return [wrap(a + c), wrap(b + rotr(a, 44) + d)];
  };
  const block = (p: number): void => {
    h0 = wrap(rotr(h0 + h1 + h3 + w8(p + 8), 37) * K1);
    h1 = wrap(rotr(h1 + h4 + w8(p + 48), 42) * K1);
    h0 ^= h6;
    h1 = wrap(h1 + h3 + w8(p + 40));
    h2 = wrap(rotr(h2 + h5, 33) * K1);
    h3 = wrap(h4 * K1);
    h4 = wrap(h0 + h5);
    [h3, h4] = mix(p, h3, h4);
    h5 = wrap(h2 + h6);
    h6 = wrap(h1 + w8(p + 16));
    [h5, h6] = mix(p + 32, h5, h6);
    [h0, h2] = [h2, h0];
  };
  let at = 0;
  for (; at + 64 <= n; at += 64) block(at);
  if (at !== n) block(n - 64);
  return hash16(
    hash16(h3, h5) + shiftMix(h1) * K1 + h2,
    hash16(h4, h6) + shiftMix(BigInt(n)) * K1 + h0,
  );
}
