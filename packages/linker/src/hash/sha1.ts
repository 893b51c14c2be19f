/** SHA-1 (FIPS 180-4), for build ids only. */

const BLOCK = 64;

/**
 * SHA-1 of `bytes[start .. end)`: 20 bytes.
 *
 * @example
 * sha1(new Uint8Array(0)); // da 39 a3 ee 5e 6b 4b 0d …
 */
export function sha1(bytes: Uint8Array, start: number = 0, end: number = bytes.length): Uint8Array {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Int32Array(80);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  for (; at + BLOCK <= end; at += BLOCK) compress(state, words, input, at);

  // The rest, a one bit, zeros, and the length in bits as 64 bits fill one or two more blocks.
  const rest = end - at;
  const tail = new Uint8Array(rest < 56 ? BLOCK : 2 * BLOCK);
  tail.set(bytes.subarray(at, end));
  tail[rest] = 0x80;
  const last = new DataView(tail.buffer);
  last.setUint32(tail.length - 8, Math.floor((end - start) / 0x2000_0000));
  last.setUint32(tail.length - 4, (end - start) << 3);
  for (let i = 0; i < tail.length; i += BLOCK) compress(state, words, last, i);

  const digest = new Uint8Array(20);
  const output = new DataView(digest.buffer);
  for (let i = 0; i < 5; i++) output.setInt32(4 * i, state[i]!);
  return digest;
}

/** Adds the block at `at` to the state; `w` is scratch space for the message schedule. */
function compress(state: Int32Array, w: Int32Array, input: DataView, at: number): void {
  for (let i = 0; i < 16; i++) w[i] = input.getInt32(at + 4 * i);
  for (let i = 16; i < 80; i++) {
    const x = w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!;
    w[i] = (x << 1) | (x >>> 31);
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let t = 0;
  for (let i = 0; i < 20; i++) {
    t = (((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + e + w[i]! + 0x5a827999) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = t;
  }
  for (let i = 20; i < 40; i++) {
    t = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + w[i]! + 0x6ed9eba1) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = t;
  }
  for (let i = 40; i < 60; i++) {
    t = (((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + e + w[i]! + 0x8f1bbcdc) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = t;
  }
  for (let i = 60; i < 80; i++) {
    t = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + w[i]! + 0xca62c1d6) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = t;
  }
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
  state[4] = (state[4]! + e) | 0;
}
