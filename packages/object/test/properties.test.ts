import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '@wasmwright/wasm';
import {
  decodeRelocations,
  definedSymbols,
  detectKind,
  hashName,
  parseArchive,
  parseObject,
} from '@wasmwright/object';
import type { ObjectFile } from '@wasmwright/object';
import { objectSpec } from './arbitrary.ts';
import { mkArchive, mkObject } from './build.ts';
import type { ObjectSpec, SymbolSpec } from './build.ts';
import { readBack, relocationsOf } from './read-back.ts';

function parse(bytes: Uint8Array): ObjectFile {
  const { object, diagnostics } = parseObject(bytes, { name: 'a.o' });
  expect(diagnostics).toEqual([]);
  return object!;
}

/** What the format cannot tell apart: the addend of a type without one is 0. */
const withAddends = (spec: Required<ObjectSpec>): Required<ObjectSpec> => ({
  ...spec,
  relocations: new Map(
    [...spec.relocations].map(([target, entries]) => [
      target,
      entries.map((entry) => ({ ...entry, addend: entry.addend ?? 0 })),
    ]),
  ),
});

describe('parse(write(x))', () => {
  it('is x', () => {
    fc.assert(
      fc.property(objectSpec, (spec) => {
        expect(readBack(parse(mkObject(spec)))).toEqual(withAddends(spec));
      }),
      { numRuns: 300 },
    );
  });

  it('hands each relocation to the function or segment it is in', () => {
    fc.assert(
      fc.property(objectSpec, (spec) => {
        const object = parse(mkObject(spec));
        const sides = [
          [object.functions, object.functions.bodyStart, object.codeRelocations],
          [object.segments, object.segments.start, object.dataRelocations],
        ] as const;
        for (const [chunks, starts, table] of sides) {
          expect(chunks.relocationStart[0]).toBe(0);
          expect(chunks.relocationStart[chunks.count]).toBe(table.count);
          for (let chunk = 0; chunk < chunks.count; chunk++) {
            const last = chunks.relocationStart[chunk + 1]!;
            for (let row = chunks.relocationStart[chunk]!; row < last; row++) {
              expect(table.offset[row]).toBeGreaterThanOrEqual(starts[chunk]!);
              expect(table.offset[row]).toBeLessThan(chunks.end[chunk]!);
            }
          }
        }
      }),
    );
  });

  it('gives the same relocations into columns used before', () => {
    fc.assert(
      fc.property(objectSpec, objectSpec, (first, second) => {
        const one = parse(mkObject(first));
        const two = parse(mkObject(second));
        let scratch;
        for (const object of [one, two]) {
          for (let row = 0; row < object.relocationSections.count; row++) {
            const fresh = decodeRelocations(object, row).table;
            scratch = decodeRelocations(object, row, scratch).table;
            expect(relocationsOf(scratch, 0)).toEqual(relocationsOf(fresh, 0));
          }
        }
      }),
    );
  });

  it('marks 64-bit objects', () => {
    fc.assert(
      fc.property(objectSpec, (spec) => {
        const limits = [
          ...spec.memories,
          ...spec.imports.flatMap((entry) => (entry.kind === 'memory' ? [entry.limits] : [])),
        ];
        const is64 = limits.some(({ flags = 0 }) => (flags & 4) !== 0);
        expect(parse(mkObject(spec)).is64).toBe(is64);
      }),
    );
  });
});

describe('definedSymbols', () => {
  const visible = ({ kind, flags = 0 }: SymbolSpec): boolean =>
    kind !== 'section' && (flags & 0x10) === 0 && (flags & 3) !== 2;

  it('lists what a full parse finds defined and not local', () => {
    fc.assert(
      fc.property(objectSpec, (spec) => {
        const bytes = mkObject(spec);
        const listed = definedSymbols(bytes, { name: 'a.o' });
        const names = Array.from({ length: listed.count }, (_, i) => ({
          name: decodeUtf8(bytes, listed.start[i]!, listed.end[i]!),
          flags: listed.flags[i],
        }));
        const expected = spec.symbols.filter(visible);
        expect(names).toEqual(expected.map(({ name, flags }) => ({ name, flags })));
        expect(listed.diagnostics).toEqual([]);
      }),
    );
  });
});

describe('SymbolTable.hash', () => {
  it('is the hash of the name of non-local symbols', () => {
    fc.assert(
      fc.property(objectSpec, (spec) => {
        const { symbols, bytes } = parse(mkObject(spec));
        for (let i = 0; i < symbols.count; i++) {
          const hash = hashName(bytes, symbols.nameStart[i]!, symbols.nameEnd[i]!);
          expect(symbols.hash[i]).toBe((symbols.flags[i]! & 3) === 2 ? 0 : hash);
        }
      }),
    );
  });
});

describe('parseArchive', () => {
  it('finds every member between its header and the padding', () => {
    const member = fc.record({
      name: fc.stringMatching(/^[a-z.]{1,15}$/),
      bytes: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 50 }),
    });
    fc.assert(
      fc.property(fc.array(member), (list) => {
        const archive = mkArchive(list.map(({ name, bytes }) => ({ name: `${name}/`, bytes })));
        const { members, diagnostics } = parseArchive(archive, 'l.a');
        expect(diagnostics).toEqual([]);
        expect(
          members.map(({ name, start, end }) => ({
            name,
            bytes: [...archive.subarray(start, end)],
          })),
        ).toEqual(list);
      }),
    );
  });
});

describe('any bytes', () => {
  it('have a kind, and parse or give a diagnostic', () => {
    const head = fc.constantFrom(
      [],
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      [...'!<arch>\n'].map((c) => c.charCodeAt(0)),
    );
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const bytes = Uint8Array.from([...start, ...rest]);
        expect(typeof detectKind(bytes)).toBe('string');
        const parsed = parseObject(bytes, { name: 'x' });
        expect(parsed.object !== undefined || parsed.diagnostics.length > 0).toBe(true);
        definedSymbols(bytes, { name: 'x' });
        parseArchive(bytes, 'x');
      }),
      { numRuns: 2000 },
    );
  });
});
