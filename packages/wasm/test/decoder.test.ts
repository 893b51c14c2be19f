import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_BLOCK, InstructionDecoder, Opcode, REF, REF_NULL } from '../src/index.ts';
import { formatInstruction } from '../src/index.ts';
import { goldenLines } from './golden.ts';

const decoderOf = (...bytes: number[]) => new InstructionDecoder(Uint8Array.from(bytes));
/** Decodes to the end; what stopped it and where. */
function outcome(decoder: InstructionDecoder): [failed: string, at: number] {
  while (decoder.next());
  return [decoder.failed, decoder.failedAt];
}

describe('InstructionDecoder', () => {
  it('overwrites its fields', () => {
    const decoder = decoderOf(0x42, 0x7e, 0x29, 0x43, 0x01, 0x80, 0x80, 0x80, 0x80, 0x10, 0x0b);
    expect(decoder.next()).toBe(true);
    expect([decoder.code, decoder.start, decoder.pos]).toEqual([Opcode.i64_const, 0, 2]);
    expect([decoder.low, decoder.high]).toEqual([0xffff_fffe, 0xffff_ffff]);
    expect(decoder.next()).toBe(true);
    expect([decoder.code, decoder.start, decoder.pos]).toEqual([Opcode.i64_load, 2, 10]);
    expect([decoder.align, decoder.memory, decoder.low, decoder.high]).toEqual([3, 1, 0, 1]);
    expect([decoder.next(), decoder.finished, decoder.next()]).toEqual([true, true, false]);
    expect(decoder.failed).toBe('');
  });

  it('counts open blocks and stops behind the last end', () => {
    const decoder = decoderOf(
      0x02,
      0x40,
      0x06,
      0x7f,
      0x18,
      0x00,
      0x1f,
      0x40,
      0x00,
      0x0b,
      0x0b,
      0x0b,
      0,
    );
    const depths: number[] = [];
    while (decoder.next()) depths.push(decoder.depth);
    expect(depths).toEqual([1, 2, 1, 2, 1, 0, -1]);
    expect([decoder.failed, decoder.finished, decoder.pos]).toEqual(['', true, 12]);
    expect(outcome(decoderOf(0x02, EMPTY_BLOCK & 0x7f, 0x0b))).toEqual(['unterminated', 3]);
    expect(outcome(decoderOf(0x18, 0x00, 0x0b))).toEqual(['opcode', 0]);
  });

  it('starts over on another range', () => {
    const decoder = decoderOf(0x27, 0x41, 0x05, 0x0b, 0x0b);
    expect(outcome(decoder)).toEqual(['opcode', 0]);
    decoder.seek(1, 4);
    expect([decoder.failed, decoder.next(), decoder.value]).toEqual(['', true, 5]);
    expect([decoder.next(), decoder.finished, decoder.pos]).toEqual([true, true, 4]);
    expect(() => decoder.seek(1, 6)).toThrow(RangeError);
  });

  it('reads locals', () => {
    const decoder = decoderOf(3, 2, 0x7f, 1, 0x63, 5, 0x81, 0x00, 0x64, 0x70, 0x0b);
    expect(decoder.locals()).toBe(true);
    expect([...decoder.list.subarray(0, decoder.listLength)]).toEqual([
      ...[2, -1, 0],
      ...[1, REF_NULL, 5],
      ...[1, REF, -0x10],
    ]);
    expect(outcome(decoder)).toEqual(['', -1]);
    const many = decoderOf(2, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f, 1, 0x7f, 0x0b);
    expect([many.locals(), many.failed, many.failedAt]).toEqual([false, 'overflow', 7]);
    const storage = decoderOf(1, 1, 0x78, 0x0b);
    expect([storage.locals(), storage.failed, storage.failedAt]).toEqual([false, 'immediate', 2]);
    const count = decoderOf(0x80, 0x80, 0x04, 1, 0x7f);
    expect([count.locals(), count.failed, count.failedAt]).toEqual([false, 'truncated', 0]);
    expect(count.next()).toBe(false);
  });

  it.each([
    ['an unknown opcode', [0x01, 0x27], 'opcode', 1],
    ['an unknown sub-opcode', [0xfc, 0x12], 'opcode', 0],
    ['a sub-opcode beyond every page', [0xfd, 0x80, 0x04], 'opcode', 0],
    ['a prefix at the end', [0x01, 0xfe], 'truncated', 2],
    ['a truncated index', [0x20, 0x80], 'truncated', 1],
    ['an overlong index', [0x20, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 'overlong', 1],
    ['a constant too wide', [0x41, 0x80, 0x80, 0x80, 0x80, 0x08], 'overflow', 1],
    ['a truncated float', [0x44, 0, 0, 0], 'truncated', 1],
    ['a truncated vector', [0xfd, 0x0c, 0, 0], 'truncated', 2],
    ['alignment flags', [0x28, 0x80, 0x01, 0x00], 'immediate', 1],
    ['a block type', [0x02, 0x78], 'immediate', 1],
    ['a heap type', [0xd0, 0x7f], 'immediate', 1],
    ['cast flags', [0xfb, 0x18, 0x04, 0, 0x6e, 0x6e], 'immediate', 2],
    ['a catch kind', [0x1f, 0x40, 1, 4, 0, 0], 'immediate', 3],
    ['a handler kind', [0xe3, 0, 1, 2, 0, 0], 'immediate', 3],
    ['a count beyond the bytes', [0x0e, 0x05, 0, 0], 'truncated', 1],
    ['no default label', [0x0e, 0x02, 0, 0], 'truncated', 4],
  ] as const)('names %s', (_, bytes, failed, at) => {
    expect(outcome(decoderOf(...bytes))).toEqual([failed, at]);
  });

  it('never throws, hangs or leaves its range on any bytes', () => {
    const opcode = fc.oneof(
      fc.nat(0xff).map((byte) => [byte]),
      fc.tuple(fc.constantFrom(0xfb, 0xfc, 0xfd, 0xfe), fc.nat(0x7f)),
    );
    const code = fc
      .array(fc.oneof(opcode, fc.array(fc.nat(0xff), { maxLength: 3 })))
      .map((parts) => Uint8Array.from(parts.flat()));
    fc.assert(
      fc.property(code, fc.boolean(), (bytes, hasLocals) => {
        const decoder = new InstructionDecoder(bytes);
        if (hasLocals) decoder.locals();
        let last = -1;
        while (decoder.next()) {
          expect(decoder.start).toBeGreaterThan(last);
          expect(decoder.pos).toBeLessThanOrEqual(bytes.length);
          last = decoder.start;
          expect(formatInstruction(decoder)).toMatch(/^[a-z]/);
        }
        expect(decoder.failed !== '' || decoder.finished).toBe(true);
        expect(decoder.failedAt).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 20_000 },
    );
  });

  it('names every truncation of every sample', () => {
    for (const { text, bytes } of goldenLines()) {
      for (let end = 0; end <= bytes.length; end++) {
        const decoder = new InstructionDecoder(bytes, 0, end);
        const [failed, at] = outcome(decoder);
        expect([text, end, ['truncated', 'unterminated'].includes(failed)]).toEqual([
          text,
          end,
          true,
        ]);
        expect(at).toBeLessThanOrEqual(end);
      }
    }
  });
});

describe('formatInstruction', () => {
  it('uses names where it is given them', () => {
    const names = (space: string, index: number) =>
      index < 5 ? `$${space[0]}${index}` : undefined;
    const text = (...bytes: number[]): string => {
      const decoder = decoderOf(...bytes);
      expect(decoder.next()).toBe(true);
      return formatInstruction(decoder, names);
    };
    expect(text(0x10, 3)).toBe('call $f3');
    expect(text(0x10, 9)).toBe('call 9');
    expect(text(0x11, 1, 2)).toBe('call_indirect $t2 (type $t1)');
    expect(text(0x28, 0x42, 1, 4)).toBe('i32.load $m1 offset=4');
    expect(text(0x0c, 1)).toBe('br 1');
    expect(text(0x02, 0x63, 1)).toBe('block (result (ref null $t1))');
    expect(text(0xd0, 1)).toBe('ref.null $t1');
  });

  it('refuses a decoder that stands nowhere', () => {
    expect(() => formatInstruction(decoderOf(0x01))).toThrow(RangeError);
  });
});
