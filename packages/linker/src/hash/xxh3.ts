/**
 * XXH3-64 with seed 0 (linking.md appendix B). Short inputs and the final mixing use BigInt: they run once per name or
 * per piece. The stripes of inputs over 240 bytes, where the time goes, use exact double arithmetic.
 */

const SECRET = /* @__PURE__ */ secretBytes(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221' +
    'b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8' +
    'a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb' +
    '170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
);

const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;
const Q1 = 0x9e3779b1n;
const Q2 = 0x85ebca77n;
const Q3 = 0xc2b2ae3dn;
const X1 = 0x165667919e3779f9n;
const X2 = 0x9fb21c651e98df25n;

const STRIPE = 64;
const STRIPES_PER_BLOCK = 16;
const BLOCK = 1024;
const TWO_32 = 0x1_0000_0000;

function secretBytes(hex: string): DataView {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return new DataView(bytes.buffer);
}

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotl = (value: bigint, by: bigint): bigint => wrap((value << by) | (value >> (64n - by)));
const secret8 = (at: number): bigint => SECRET.getBigUint64(at, true);
const secret4 = (at: number): bigint => BigInt(SECRET.getUint32(at, true));

function fold(a: bigint, b: bigint): bigint {
  const product = a * b;
  return wrap(product) ^ (product >> 64n);
}

function avalanche(hash: bigint): bigint {
  hash = wrap((hash ^ (hash >> 37n)) * X1);
  return hash ^ (hash >> 32n);
}

function avalanche64(hash: bigint): bigint {
  hash = wrap((hash ^ (hash >> 33n)) * P2);
  hash = wrap((hash ^ (hash >> 29n)) * P3);
  return hash ^ (hash >> 32n);
}

/**
 * XXH3-64 of `bytes[start .. end)`.
 *
 * @example
 * xxh3(new Uint8Array(0)); // 0x2d06800538d394c2n
 */
export function xxh3(bytes: Uint8Array, start: number = 0, end: number = bytes.length): bigint {
  const input = bytes.subarray(start, end);
  return input.length <= 240 ? hashShort(input) : hashLong(input);
}

function hashShort(bytes: Uint8Array): bigint {
  const n = bytes.length;
  const input = new DataView(bytes.buffer, bytes.byteOffset, n);
  const length = BigInt(n);
  const read8 = (at: number): bigint => input.getBigUint64(at, true);
  const read4 = (at: number): bigint => BigInt(input.getUint32(at, true));
  const mix = (at: number, key: number): bigint =>
    fold(read8(at) ^ secret8(key), read8(at + 8) ^ secret8(key + 8));

  if (n === 0) return avalanche64(secret8(56) ^ secret8(64));
  if (n <= 3) {
    const high = (bytes[0]! << 16) | (bytes[n >> 1]! << 24);
    const combined = (high | bytes[n - 1]! | (n << 8)) >>> 0;
    return avalanche64(BigInt(combined) ^ secret4(0) ^ secret4(4));
  }
  if (n <= 8) {
    let hash = wrap(read4(n - 4) + (read4(0) << 32n)) ^ secret8(8) ^ secret8(16);
    hash ^= rotl(hash, 49n) ^ rotl(hash, 24n);
    hash = wrap(hash * X2);
    hash = wrap((hash ^ ((hash >> 35n) + length)) * X2);
    return hash ^ (hash >> 28n);
  }
  if (n <= 16) {
    const low = read8(0) ^ secret8(24) ^ secret8(32);
    const high = read8(n - 8) ^ secret8(40) ^ secret8(48);
    return avalanche(wrap(length + byteSwap(low) + high + fold(low, high)));
  }
  let sum = length * P1;
  if (n <= 128) {
    for (let i = (n - 1) >> 5; i >= 0; i--) {
      sum += mix(16 * i, 32 * i) + mix(n - 16 * (i + 1), 32 * i + 16);
    }
    return avalanche(wrap(sum));
  }
  for (let i = 0; i < 8; i++) sum += mix(16 * i, 16 * i);
  sum = avalanche(wrap(sum));
  for (let i = 8; i < n >> 4; i++) sum += mix(16 * i, 16 * (i - 8) + 3);
  return avalanche(wrap(sum + mix(n - 16, 119)));
}

function byteSwap(value: bigint): bigint {
  let swapped = 0n;
  for (let i = 0; i < 8; i++, value >>= 8n) swapped = (swapped << 8n) | (value & 0xffn);
  return swapped;
}

function hashLong(bytes: Uint8Array): bigint {
  const n = bytes.length;
  const lanes = new BigUint64Array([Q3, P1, P2, P3, P4, Q2, P5, Q1]);
  const keys = new Uint32Array(SECRET.buffer);
  // Blocks are copied so that their words are aligned; words are little-endian, as on every host of JavaScript.
  const block = new Uint8Array(BLOCK);
  const words = new Uint32Array(block.buffer);
  const load = (from: number, to: number): void => block.set(bytes.subarray(from, to));

  const blocks = Math.floor((n - 1) / BLOCK);
  for (let i = 0; i < blocks; i++) {
    load(i * BLOCK, (i + 1) * BLOCK);
    accumulate(lanes, words, keys, STRIPES_PER_BLOCK);
    scramble(lanes);
  }
  load(blocks * BLOCK, n);
  accumulate(lanes, words, keys, Math.floor(((n - 1) % BLOCK) / STRIPE));
  load(n - STRIPE, n);
  accumulate(lanes, words, new Uint32Array(SECRET.buffer.slice(121, 121 + STRIPE)), 1);

  let sum = BigInt(n) * P1;
  for (let i = 0; i < 4; i++) {
    sum += fold(lanes[2 * i]! ^ secret8(11 + 16 * i), lanes[2 * i + 1]! ^ secret8(19 + 16 * i));
  }
  return avalanche(wrap(sum));
}

/**
 * Adds up to 16 stripes of 16 words to the lanes; stripe t is keyed from word 2t of `keys`. A lane grows by the
 * product of the halves of its keyed word and by its neighbour's word. Sums are kept as doubles: the product in two
 * parts below 2^48 (by the 16-bit halves of one factor), words in halves, so 16 stripes stay below 2^53.
 */
function accumulate(
  lanes: BigUint64Array,
  words: Uint32Array,
  keys: Uint32Array,
  stripes: number,
): void {
  const halves = new Uint32Array(lanes.buffer);
  for (let lane = 0; lane < 16; lane += 2) {
    let productLow = 0;
    let productHigh = 0;
    let wordLow = 0;
    let wordHigh = 0;
    for (let t = 0, at = lane, key = lane; t < stripes; t++, at += 16, key += 2) {
      const low = words[at]!;
      const high = words[at + 1]!;
      const keyedLow = (low ^ keys[key]!) >>> 0;
      const keyedHigh = high ^ keys[key + 1]!;
      productLow += keyedLow * (keyedHigh & 0xffff);
      productHigh += keyedLow * (keyedHigh >>> 16);
      wordLow += low;
      wordHigh += high;
    }
    add(halves, lane, productLow, 0);
    addShifted(halves, lane, productHigh);
    add(halves, lane ^ 2, wordLow, wordHigh);
  }
}

/** Adds `low + high * 2^32` modulo 2^64 to the two words at `at`; both are integers from 0 to 2^53. Stores cut. */
function add(words: Uint32Array, at: number, low: number, high: number): void {
  const sum = words[at]! + low;
  words[at] = sum;
  words[at + 1] = words[at + 1]! + high + Math.floor(sum / TWO_32);
}

/** Adds `value * 2^16` modulo 2^64. */
function addShifted(words: Uint32Array, at: number, value: number): void {
  add(words, at, (value << 16) >>> 0, Math.floor(value / 0x10000));
}

/** Mixes the lanes after a block: `acc ^= acc >> 47; acc ^= secret; acc *= Q1`. */
function scramble(lanes: BigUint64Array): void {
  const words = new Uint32Array(lanes.buffer);
  const factor = Number(Q1);
  for (let i = 0; i < 8; i++) {
    const high = words[2 * i + 1]!;
    const low = (words[2 * i]! ^ (high >>> 15) ^ SECRET.getUint32(128 + 8 * i, true)) >>> 0;
    const keyedHigh = high ^ SECRET.getUint32(132 + 8 * i, true);
    const upper = Math.imul(keyedHigh, factor) >>> 0;
    words[2 * i] = 0;
    words[2 * i + 1] = 0;
    const middle = (low >>> 16) * factor;
    add(words, 2 * i, (low & 0xffff) * factor, upper);
    addShifted(words, 2 * i, middle);
  }
}
