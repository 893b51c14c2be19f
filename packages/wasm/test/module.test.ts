// Names of types, floats and sections.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatF32,
  formatF64,
  heapTypeName,
  isValueType,
  REF,
  REF_NULL,
  SectionId,
  SectionWalker,
  ValueType,
  valueTypeName,
} from '../src/index.ts';

describe('type names', () => {
  it('name every value type constant by its key', () => {
    for (const [name, byte] of Object.entries(ValueType)) {
      if (['ref', 'refNull', 'empty'].includes(name)) continue;
      expect([name, valueTypeName(byte), valueTypeName(byte - 0x80)]).toEqual([name, name, name]);
      expect(isValueType(byte - 0x80)).toBe(name !== 'i8' && name !== 'i16');
    }
    expect(valueTypeName(REF_NULL, 3, (index) => `$t${index}`)).toBe('(ref null $t3)');
    expect(valueTypeName(REF, -0x10)).toBe('(ref func)');
    expect(valueTypeName(0x79)).toBe('0x79?');
    expect(heapTypeName(-0x0f)).toBe('none');
    expect(heapTypeName(7)).toBe('7');
    expect(heapTypeName(-1)).toBe('0x7f?');
  });
});

describe('float texts', () => {
  it('read back to the same bits, and no shorter decimal does', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.double({ noNaN: true }), (single, double) => {
        const view = new DataView(new ArrayBuffer(8));
        view.setFloat32(0, single);
        const text = formatF32(view.getUint32(0)).replace('inf', 'Infinity');
        expect(Math.fround(Number(text))).toBe(single);
        view.setFloat64(0, double);
        const wide = formatF64(view.getUint32(4), view.getUint32(0)).replace('inf', 'Infinity');
        expect(Number(wide)).toBe(double);
      }),
    );
    expect(formatF32(0x3dcccccd)).toBe('0.1');
    expect(formatF32(0xff800001)).toBe('-nan:0x1');
  });
});

describe('SectionWalker', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const walk = (...bytes: number[]) => {
    const walker = new SectionWalker(Uint8Array.from([...header, ...bytes]));
    const found: number[][] = [];
    while (walker.next()) found.push([walker.number, walker.id, walker.start, walker.end]);
    return [found, walker.failed, walker.failedAt];
  };

  it('gives payload ranges, of custom sections behind the name', () => {
    expect(walk(1, 2, 9, 9, 0, 4, 1, 0x61, 7, 7, 10, 0x80, 0x00)).toEqual([
      [
        [0, SectionId.type, 10, 12],
        [1, SectionId.custom, 16, 18],
        [2, SectionId.code, 21, 21],
      ],
      '',
      -1,
    ]);
    const walker = new SectionWalker(Uint8Array.from([...header, 0, 3, 2, 0x61, 0x62]));
    expect([walker.next(), walker.nameStart, walker.nameEnd]).toEqual([true, 11, 13]);
  });

  it('says what is wrong and where', () => {
    expect(new SectionWalker(Uint8Array.from([0, 0x61, 0x73])).failedAt).toBe(0);
    const component = new SectionWalker(Uint8Array.from([...header.slice(0, 4), 13, 0, 1, 0]));
    expect([component.failed, component.failedAt, component.next()]).toEqual(['header', 4, false]);
    expect(walk(1, 2, 9)).toEqual([[], 'truncated', 10]);
    expect(walk(1, 0, 0, 1, 5)).toEqual([[[0, 1, 10, 10]], 'truncated', 13]);
    expect(walk(1)).toEqual([[], 'truncated', 9]);
  });
});
