/** One line of a function's body to one instruction. */
import { diagnose, mirCodes } from '@wasmwright/diagnostics';
import type { MirBuilder } from './builder.ts';
import { mirInstructionByName, type MirInstruction } from './instructions.ts';
import { intrinsicId } from './intrinsics.ts';
import type { LineReader } from './line-reader.ts';
import type { Lists } from './list-parser.ts';
import { NONE } from './mir.ts';
import { typeByte } from './names.ts';
import { catchNames } from './printer.ts';
import { BLOCK_EMPTY, BLOCK_SIGNATURE } from './tags.ts';

export function parseInstruction(reader: LineReader, builder: MirBuilder, lists: Lists): void {
  const name = reader.peek();
  const row = mirInstructionByName(name);
  if (row === undefined) {
    reader.report(
      diagnose(mirCodes.unknownInstruction, { name: name.slice(0, 80) }, reader.place()),
    );
    return;
  }
  reader.next('an instruction');
  const { tag } = row;
  switch (row.form) {
    case 0: // none
      builder.op(tag);
      break;
    case 1: // block
      builder.opWord(tag, blockType(reader));
      break;
    case 2: // label
      builder.opWord(tag, reader.u32('a label'));
      break;
    case 3: // labels
      builder.opWords(tag, labels(reader));
      break;
    case 4: // tryTable
      builder.opWords(tag, tryTable(reader, lists));
      break;
    case 5: // local
      builder.opWord(tag, reader.u32('a local'));
      break;
    case 6: // memory
      builder.opWord(tag, optionalMemory(reader));
      break;
    case 7: // i32
      builder.opWord(tag, i32(reader));
      break;
    case 8: // f32
      builder.opWord(tag, f32Bits(reader));
      break;
    case 9: // i64
      builder.opWords(tag, words64(bits64(reader)));
      break;
    case 10: // f64
      builder.opWords(tag, words64(f64Bits(reader)));
      break;
    case 11: // access
      builder.opWords(tag, access(reader, lists, row));
      break;
    case 12: // nav
      builder.opWord(tag, lists.nav(reader));
      break;
    case 13: // navOffset
      builder.opWords(tag, [lists.nav(reader), i32(reader)]);
      break;
    case 14: // uav
      builder.opWord(tag, reader.row('uav'));
      break;
    case 15: // uavOffset
      builder.opWords(tag, [reader.row('uav'), i32(reader)]);
      break;
    case 16: // signature
      builder.opWord(tag, reader.row('type'));
      break;
    case 17: // intrinsic
      builder.opWord(tag, intrinsic(reader));
      break;
    case 18: // tagName
      builder.opWord(tag, reader.row('enum'));
      break;
    case 19: // type
      builder.opWord(tag, type(reader));
      break;
    case 20: // prefixed
      builder.opWords(tag, [row.sub, ...immediates(reader, lists, row)]);
      break;
    case 21: // position
      builder.opWords(tag, position(reader));
      break;
  }
}

function blockType(reader: LineReader): number {
  if (reader.peek() === '(') {
    const [type = BLOCK_EMPTY, ...more] = reader.types('result');
    if (more.length > 0 || type === BLOCK_EMPTY) reader.expected('one result, or a type row');
    return type;
  }
  if (!reader.peek().startsWith('type#')) return BLOCK_EMPTY;
  return BLOCK_SIGNATURE + Math.min(reader.row('type'), 0xffff_0000);
}

/** Depths to the end of the line. */
function labels(reader: LineReader): readonly number[] {
  const depths: number[] = [];
  do depths.push(reader.u32('a label'));
  while (/^[0-9]/.test(reader.peek()));
  return [depths.length, ...depths];
}

function tryTable(reader: LineReader, lists: Lists): readonly number[] {
  const words = [blockType(reader), 0];
  while (catchNames.includes(reader.peek())) {
    const kind = catchNames.indexOf(reader.next('a catch clause'));
    words.push(kind, kind < 2 ? lists.nav(reader) : NONE, reader.u32('a label'));
    words[1]!++;
  }
  return words;
}

function optionalMemory(reader: LineReader): number {
  return reader.peek() === '' ? 0 : reader.u32('a memory');
}

/** A 32-bit integer, signed or unsigned, as its bits. */
function i32(reader: LineReader): number {
  const value = reader.integer('an integer');
  if (value < -0x8000_0000n || value > 0xffff_ffffn) reader.rejected('an integer of 32 bits');
  return Number(BigInt.asUintN(32, value));
}

function bits64(reader: LineReader): bigint {
  const value = reader.integer('an integer');
  const isInRange = value >= -(1n << 63n) && value < 1n << 64n;
  if (!isInRange) reader.rejected('an integer of 64 bits');
  return BigInt.asUintN(64, value);
}

function words64(bits: bigint): readonly number[] {
  return [Number(bits & 0xffff_ffffn), Number(bits >> 32n)];
}

const FLOAT = /^[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?$/;

/** A float as a number, or the bits of a NaN. */
function float(reader: LineReader, exponent: bigint, quiet: bigint): number | bigint {
  const text = reader.next('a number');
  const negative = text.startsWith('-');
  const plain = text.replace(/^[+-]/, '');
  if (plain === 'inf') return negative ? -Infinity : Infinity;
  if (plain === 'nan' || plain.startsWith('nan:')) {
    const payload = plain === 'nan' ? quiet : reader.toInteger(plain.slice(4), 'a payload');
    if (payload <= 0n || payload >= quiet * 2n) reader.rejected('a payload that fits');
    const sign = negative ? quiet * 2n * (exponent + 1n) : 0n;
    return sign | (exponent * quiet * 2n) | BigInt.asUintN(52, payload);
  }
  if (!FLOAT.test(text)) reader.rejected('a number');
  return Number(text);
}

/** Decimals are rounded to f64 first: exact for the shortest decimals, which the printer writes. */
function f32Bits(reader: LineReader): number {
  const value = float(reader, 0xffn, 1n << 22n);
  if (typeof value === 'bigint') return Number(BigInt.asUintN(32, value));
  return new Uint32Array(Float32Array.of(value).buffer)[0]!;
}

function f64Bits(reader: LineReader): bigint {
  const value = float(reader, 0x7ffn, 1n << 51n);
  if (typeof value === 'bigint') return BigInt.asUintN(64, value);
  return new BigUint64Array(Float64Array.of(value).buffer)[0]!;
}

/** `offset=4 align=4 memory=1 base=$nav`; all but the alignment may be left out, and it has a default. */
function access(reader: LineReader, lists: Lists, row: MirInstruction): readonly number[] {
  const offset = reader.toInteger(reader.acceptKeyed('offset') ?? '0', 'an offset');
  const isInRange = offset >= -(1n << 63n) && offset < 1n << 64n;
  if (!isInRange) reader.rejected('an offset of 64 bits');
  const align = reader.acceptKeyed('align');
  const alignment = align === undefined ? 2 ** row.alignment : reader.toU32(align, 'an alignment');
  if (alignment > 0xff) reader.rejected('an alignment in bytes');
  const memory = reader.toU32(reader.acceptKeyed('memory') ?? '0', 'a memory');
  if (memory > 0xffff) reader.rejected('a memory below 65536');
  const base = reader.acceptKeyed('base');
  return [
    ...words64(BigInt.asUintN(64, offset)),
    (alignment & 0xff) + memory * 0x100,
    base === undefined ? NONE : lists.baseOf(base, reader),
  ];
}

function intrinsic(reader: LineReader): number {
  const id = intrinsicId(reader.next('a run-time function'));
  if (id === undefined) reader.rejected('the name of a run-time function');
  return id ?? 0;
}

function type(reader: LineReader): number {
  const byte = typeByte(reader.next('a type'));
  if (byte === undefined) reader.rejected('a type');
  return byte ?? 0;
}

function position(reader: LineReader): readonly number[] {
  const [line = '', column = ''] = reader.next('line:column').split(':');
  return [reader.toU32(line, 'line:column'), reader.toU32(column, 'line:column')];
}

function immediates(reader: LineReader, lists: Lists, row: MirInstruction): readonly number[] {
  const number = (): number => reader.u32('a number');
  switch (row.subForm) {
    case 1: // access
      return access(reader, lists, row);
    case 2: // accessLane
      return [...access(reader, lists, row), number()];
    case 3: // lane
    case 5: // index
      return [number()];
    case 4: // bytes
      return bytes(reader);
    case 6: // indexes
      return [number(), number()];
    case 7: // table
      return [lists.nav(reader)];
    case 8: // tables
      return [lists.nav(reader), lists.nav(reader)];
    case 9: // segmentTable
      return [number(), lists.nav(reader)];
    default: // none, fence
      return [];
  }
}

/** Four words, or sixteen bytes. */
function bytes(reader: LineReader): readonly number[] {
  const list: number[] = [];
  while (reader.peek() !== '' && list.length < 16) list.push(reader.u32('a number'));
  if (list.length === 4) return list;
  if (list.length !== 16 || list.some((byte) => byte > 0xff))
    reader.expected('4 words or 16 bytes');
  const words = [0, 0, 0, 0];
  list.forEach((byte, i) => (words[i >> 2] = (words[i >> 2]! | (byte << (8 * (i & 3)))) >>> 0));
  return words;
}
