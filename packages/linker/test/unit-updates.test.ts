// Updates in any order, any number of times, before and after flushes (linking.md J6, J7, J18, J28).
import fc from 'fast-check';
import { ObjectWriter } from '@wasmwright/emit';
import { type Mir, MirBuilder, Tag } from '@wasmwright/mir';
import { describe, expect, it } from 'vitest';
import { mkArchive } from '../../object/test/build.ts';
import {
  createLinker,
  unitSupport,
  type Linker,
  type LinkResult,
  type UnitHandle,
} from '../src/index.ts';
import { data, fn, func, object, outputOf, text } from './units.ts';

/** A step of a compiler. `unit` is 0 or 1, ids are 0 to 5. */
interface Step {
  readonly what:
    | 'function'
    | 'data'
    | 'exports'
    | 'errors'
    | 'deleteFunction'
    | 'deleteData'
    | 'deleteExport'
    | 'flush';
  readonly unit: number;
  readonly id: number;
  readonly callees: readonly number[];
  readonly seed: number;
  readonly isExported: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    'function',
    'function',
    'function',
    'data',
    'data',
    'exports',
    'errors',
    'deleteFunction',
    'deleteData',
    'deleteExport',
    'flush',
    'flush',
  ),
  unit: fc.nat(1),
  id: fc.nat(5),
  callees: fc.array(fc.nat(7), { maxLength: 4 }),
  seed: fc.nat(4),
  isExported: fc.boolean(),
});

const nameOf = (unit: number, id: number) => `u${unit}f${id}`;
const dataId = (id: number) => 100 + id;

/** A function that calls others of its unit (0 to 5), of an archive (6), of an object (7), and reads data and constants. */
function functionOf({ unit, id, callees, seed }: Step): Mir {
  return fn(nameOf(unit, id), (b: MirBuilder) => {
    b.i32Const(seed * 100);
    for (const callee of callees) {
      const external = ['member', 'object_function'][callee - 6];
      b.call(b.nav(external === undefined ? func(nameOf(unit, callee), callee) : func(external)));
      b.op(Tag.i32_add);
    }
    if (seed > 1) {
      b.uavRef(b.uav(text(`text ${seed}`, seed)));
      b.op(Tag.i32_xor);
      b.navRef(b.nav(object(`u${unit}d${seed}`, dataId(seed))));
      b.op(Tag.i32_xor);
    }
    if (seed === 1) {
      b.op(Tag.errors_len);
      b.op(Tag.error_name_table_ref);
      b.op(Tag.i32_add);
      b.op(Tag.i32_add);
    }
    if (seed === 3) {
      const kinds = [{ name: `tag ${id}`, value: 1n }];
      b.enumTagNameTableRef(b.tagNameType({ id, bits: 8, signed: false, fields: kinds }));
      b.op(Tag.i32_add);
    }
  });
}

function apply(linker: Linker, units: readonly UnitHandle[], one: Step): void {
  const unit = units[one.unit]!;
  const { id, seed } = one;
  const linkage = one.isExported ? 'strong' : 'local';
  switch (one.what) {
    case 'function':
      return linker.updateFunction(unit, id, functionOf(one), { linkage });
    case 'data':
      return linker.updateData(
        unit,
        dataId(id),
        data(
          `u${one.unit}d${id}`,
          [seed, seed, 0, 0],
          [`text ${seed}`, func(nameOf(one.unit, id), id)],
        ),
        { linkage, isConst: seed % 2 === 0 },
      );
    case 'exports':
      return linker.updateExports(
        unit,
        id,
        one.callees.map((callee) => ({ name: `e${one.unit}_${id}_${callee}`, linkage: 'weak' })),
      );
    case 'errors':
      return linker.updateErrorNames(
        unit,
        one.callees.map((callee) => `Error${callee}`),
      );
    case 'deleteFunction':
      return linker.deleteFunction(unit, id);
    case 'deleteData':
      return linker.deleteData(unit, dataId(id));
    case 'deleteExport':
      return linker.deleteExport(unit, id, `e${one.unit}_${id}_${seed}`);
    case 'flush':
      return undefined;
  }
}

function leaf(name: string): Uint8Array {
  const writer = new ObjectWriter();
  writer.addFunction(fn(name, (b) => b.i32Const(name.length)));
  return writer.finish();
}

const inputs = {
  object: leaf('object_function'),
  archive: mkArchive([{ name: 'm.o/', bytes: leaf('member') }]),
};

function start(): { linker: Linker; units: UnitHandle[] } {
  const linker = createLinker({
    units: unitSupport,
    entry: null,
    map: true,
    printGcSections: true,
    allowUndefinedNames: [],
  });
  const first = linker.addUnit({ name: 'first' });
  linker.addObject('a.o', inputs.object);
  const second = linker.addUnit({ name: 'second' });
  linker.addArchive('lib.a', inputs.archive);
  return { linker, units: [first, second] };
}

/** Everything a flush gives but the figures. */
function seen({ bytes, map, stdout, diagnostics }: LinkResult): unknown {
  const reports = diagnostics.map(({ code, text: message }) => `${code} ${message}`);
  return {
    bytes: bytes === undefined ? undefined : Buffer.from(bytes).toString('hex'),
    map,
    stdout,
    reports,
  };
}

/** Key of the state a step replaces; steps of different keys may change places. */
const stateOf = ({ what, unit, id }: Step): string =>
  `${unit} ${/function/i.test(what) ? `f${id}` : /data/i.test(what) ? `d${id}` : what === 'errors' ? 'errors' : `e${id}`}`;

/** A fresh link of the state after some steps, given in another order. */
function fresh(steps: readonly Step[], order: readonly number[]): LinkResult {
  const { linker, units } = start();
  const groups = new Map<string, Step[]>();
  for (const one of steps) {
    if (one.what !== 'flush') groups.set(stateOf(one), [...(groups.get(stateOf(one)) ?? []), one]);
  }
  const shuffled = [...groups.values()].map(
    (group, i) => [order[i % order.length]!, group] as const,
  );
  shuffled.sort(([a], [b]) => a - b);
  for (const [, group] of shuffled) for (const one of group) apply(linker, units, one);
  return linker.flush();
}

describe('updates of units', () => {
  it('give what a fresh link of the same state gives', () => {
    let flushed = 0;
    let linked = 0;
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 8, maxLength: 40 }),
        fc.array(fc.nat(100), { minLength: 1 }),
        fc.boolean(),
        (steps, order, prelinks) => {
          const { linker, units } = start();
          if (prelinks) linker.prelink();
          [...steps, { ...steps[0]!, what: 'flush' as const }].forEach((one, i, all) => {
            if (one.what !== 'flush') return apply(linker, units, one);
            const result = linker.flush();
            expect(seen(result)).toEqual(seen(fresh(all.slice(0, i), order)));
            expect(seen(linker.flush())).toEqual(seen(result));
            flushed++;
            if (result.bytes === undefined) return;
            linked++;
            outputOf(result);
          });
        },
      ),
      { numRuns: 200, seed: 20 },
    );
    expect(flushed).toBeGreaterThan(600);
    expect(linked).toBeGreaterThan(150);
  });

  it('that remove an export remove what only it kept', () => {
    const { linker, units } = start();
    const unit = units[0]!;
    linker.updateFunction(
      unit,
      1,
      fn('local', (b) => b.i32Const(1)),
    );
    linker.updateExports(unit, 1, [
      { name: 'one', linkage: 'strong' },
      { name: 'two', linkage: 'strong' },
    ]);
    const exportsOf = () =>
      WebAssembly.Module.exports(new WebAssembly.Module(outputOf(linker.flush()))).map(
        ({ name }) => name,
      );
    expect(exportsOf()).toEqual(['memory', 'one', 'two']);
    linker.deleteExport(unit, 1, 'one');
    expect(exportsOf()).toEqual(['memory', 'two']);
    linker.updateExports(unit, 1, []);
    expect(exportsOf()).toEqual(['memory']);
    expect(linker.flush().stats.liveFunctions).toBe(0);
  });

  it('after errors link again', () => {
    const { linker, units } = start();
    const unit = units[0]!;
    linker.updateFunction(
      unit,
      1,
      fn('main', (b) => b.call(b.nav(func('later', 2)))),
      { linkage: 'strong' },
    );
    expect(linker.flush().diagnostics.map(({ text: message }) => message)).toEqual([
      'first:(main): undefined symbol: later',
    ]);
    linker.updateFunction(
      unit,
      2,
      fn('later', (b) => b.i32Const(1)),
    );
    expect(linker.flush().diagnostics).toEqual([]);
  });
});

describe('size', () => {
  /** Builds and links units of many functions that call each other. */
  function linkMany(units: number, functions: number): void {
    const linker = createLinker({ entry: null, units: unitSupport });
    const mirs: Mir[] = [];
    for (let i = 0; i < functions; i++) {
      mirs.push(
        fn(`f${i}`, (b) => {
          b.uavRef(b.uav(text(`constant ${i % 1000}`)));
          for (let k = 0; k < 5; k++) {
            const callee = (i * 7 + k * 13) % functions;
            b.call(b.nav(func(`f${callee}`, callee)));
            b.op(Tag.i32_add);
          }
        }),
      );
    }
    for (let n = 0; n < units; n++) {
      const unit = linker.addUnit({ name: `${n}` });
      mirs.forEach((mir, id) => linker.updateFunction(unit, id, mir));
      linker.updateExports(unit, 0, [{ name: `root${n}`, linkage: 'strong' }]);
    }
    const { bytes, stats } = linker.flush();
    expect(bytes).toBeDefined();
    expect(stats.functions).toBe(units * functions + 1);
  }

  // Work that grows with the square of either number would not end before the time limit.
  it('takes many functions in a unit', () => {
    linkMany(1, 30_000);
  });

  it('takes many units', () => {
    linkMany(750, 80);
  });
});
