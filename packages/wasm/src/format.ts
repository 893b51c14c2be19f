import { type InstructionDecoder, LIST_STRIDE } from './decoder.ts';
import { formatF32, formatF64 } from './floats.ts';
import type { ImmediateKind } from './instructions/forms.ts';
import { instructionByCode } from './instructions/table.ts';
import { EMPTY_BLOCK, heapTypeName, valueTypeName } from './types.ts';

/** Index spaces an immediate may refer to. */
export type IndexSpace =
  'function' | 'type' | 'table' | 'memory' | 'global' | 'local' | 'tag' | 'data' | 'element';

/** Name of an index (`$puts`), or `undefined` to print the number. */
export type IndexNames = (space: IndexSpace, index: number) => string | undefined;

const CATCHES: readonly string[] = ['catch', 'catch_ref', 'catch_all', 'catch_all_ref'];

/**
 * The instruction a decoder stands on, in the text format, without indentation. Memory and table 0 are left out where
 * the text format allows it, and an alignment that is the natural one.
 *
 * @example
 * const decoder = new InstructionDecoder(Uint8Array.of(0x28, 0x02, 0x08, 0x0b));
 * decoder.next();
 * formatInstruction(decoder); // 'i32.load offset=8'
 */
export function formatInstruction(decoder: InstructionDecoder, names?: IndexNames): string {
  const row = instructionByCode(decoder.code);
  if (row === undefined)
    throw new RangeError('formatInstruction: the decoder stands on no instruction');
  const index = (space: IndexSpace, value: number): string =>
    names?.(space, value) ?? String(value);
  const typeNames = (type: number): string => index('type', type);
  const { mnemonic, form } = row;
  switch (form) {
    // Forms whose text is not their immediates in the order of the encoding.
    case 'memory':
      return decoder.index === 0 ? mnemonic : `${mnemonic} ${index('memory', decoder.index)}`;
    case 'memoryMemory': {
      const { index: to, index2: from } = decoder;
      if ((to | from) === 0) return mnemonic;
      return `${mnemonic} ${index('memory', to)} ${index('memory', from)}`;
    }
    case 'typeTable':
      return join(
        mnemonic,
        decoder.index2 === 0 ? '' : index('table', decoder.index2),
        `(type ${typeNames(decoder.index)})`,
      );
    case 'dataMemory':
      return join(
        mnemonic,
        decoder.index2 === 0 ? '' : index('memory', decoder.index2),
        index('data', decoder.index),
      );
    case 'elementTable':
      return join(
        mnemonic,
        decoder.index2 === 0 ? '' : index('table', decoder.index2),
        index('element', decoder.index),
      );
    case 'castBranch': {
      const { lane, heapType, heapType2 } = decoder;
      const reference = (isNull: number, type: number): string =>
        `(ref ${isNull === 0 ? '' : 'null '}${heapTypeName(type, typeNames)})`;
      return join(
        mnemonic,
        String(decoder.index),
        reference(lane & 1, heapType),
        reference(lane & 2, heapType2),
      );
    }
    case 'order':
      return decoder.lane === 0 ? mnemonic : `${mnemonic} ${decoder.lane}`;
  }
  return join(
    mnemonic,
    ...row.immediates.map((kind, i) => formatImmediate(decoder, kind, i, row.alignment, index)),
  );
}

type Index = (space: IndexSpace, value: number) => string;

/** Text of immediate `position` of the instruction; '' for one that is not written. */
function formatImmediate(
  decoder: InstructionDecoder,
  kind: ImmediateKind,
  position: number,
  alignment: number,
  index: Index,
): string {
  const value = position === 0 ? decoder.index : decoder.index2;
  const { list, listLength, low, high } = decoder;
  const typeNames = (type: number): string => index('type', type);
  switch (kind) {
    case 'label':
    case 'field':
    case 'count':
      return String(value);
    case 'lane':
    case 'order':
    case 'castFlags':
      return String(decoder.lane);
    case 'memoryAccess': {
      const { memory, align } = decoder;
      const offset = (BigInt(high) << 32n) | BigInt(low);
      return join(
        memory === 0 ? '' : index('memory', memory),
        offset === 0n ? '' : `offset=${offset}`,
        align === alignment ? '' : `align=${2 ** align}`,
      );
    }
    case 'i32':
      return String(decoder.value);
    case 'i64':
      return String((BigInt(high | 0) << 32n) | BigInt(low));
    case 'f32':
      return formatF32(low);
    case 'f64':
      return formatF64(low, high);
    case 'v128':
      return join(
        'i32x4',
        ...[0, 4, 8, 12].map((at) => hexWord(decoder.bytes, decoder.vector + at)),
      );
    case 'lanes':
      return decoder.bytes.subarray(decoder.vector, decoder.vector + 16).join(' ');
    case 'blockType':
      if (decoder.blockType === EMPTY_BLOCK) return '';
      if (decoder.blockType >= 0) return `(type ${typeNames(decoder.blockType)})`;
      return `(result ${valueTypeName(decoder.blockType, decoder.heapType, typeNames)})`;
    case 'heapType':
      return heapTypeName(decoder.heapType, typeNames);
    case 'refType':
      return `(ref ${heapTypeName(decoder.heapType, typeNames)})`;
    case 'refTypeNull':
      return `(ref null ${heapTypeName(decoder.heapType, typeNames)})`;
    case 'labels':
      return list.subarray(0, listLength).join(' ');
    case 'types': {
      const types = strided(listLength, 2, (at) =>
        valueTypeName(list[at]!, list[at + 1], typeNames),
      );
      return `(${join('result', ...types)})`;
    }
    case 'catches':
      return join(
        ...strided(listLength, LIST_STRIDE, (at) => {
          const tag = list[at]! < 2 ? index('tag', list[at + 1]!) : '';
          return `(${join(CATCHES[list[at]!]!, tag, String(list[at + 2]))})`;
        }),
      );
    case 'handlers':
      return join(
        ...strided(listLength, LIST_STRIDE, (at) => {
          const target = list[at] === 0 ? String(list[at + 2]) : 'switch';
          return `(on ${index('tag', list[at + 1]!)} ${target})`;
        }),
      );
    default:
      return index(kind, value);
  }
}

function strided(length: number, stride: number, format: (at: number) => string): string[] {
  const texts: string[] = [];
  for (let at = 0; at < length; at += stride) texts.push(format(at));
  return texts;
}

/** The words that are not empty, one blank between them. */
function join(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

function hexWord(bytes: Uint8Array, at: number): string {
  let text = '';
  for (let i = 3; i >= 0; i--) text += bytes[at + i]!.toString(16).padStart(2, '0');
  return `0x${text}`;
}
