/**
 * Numbers of instructions: the opcode byte, or `prefix << 12 | sub-opcode` (a sub-opcode has at most nine bits so far):
 * 0x6a is i32.add, 0xfd_10c is `fd 8c 02`, i64x2.relaxed_laneselect.
 */
import { sizeOfU32, writeU32 } from './leb128.ts';

/** The first byte of the encoding. */
export function opcodePrefix(code: number): number {
  return code < 0x1000 ? code : code >>> 12;
}

/** The sub-opcode behind a prefix byte; 0 for an instruction of one byte. */
export function opcodeSub(code: number): number {
  return code < 0x1000 ? 0 : code & 0xfff;
}

/** Bytes of the shortest encoding: 1 to 3. */
export function sizeOfOpcode(code: number): number {
  return code < 0x1000 ? 1 : 1 + sizeOfU32(code & 0xfff);
}

/** Writes the opcode at `at`; returns the offset after it. */
export function writeOpcode(bytes: Uint8Array, at: number, code: number): number {
  if (code < 0x1000) {
    bytes[at] = code;
    return at + 1;
  }
  bytes[at] = code >>> 12;
  return writeU32(bytes, at + 1, code & 0xfff);
}
