// Units under the options of a link.
import { ObjectWriter } from '@wasmwright/emit';
import { MirBuilder, NavFlag, NavKind, Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { describe, expect, it } from 'vitest';
import { createLinker, type Linker, type LinkOptions, unitSupport } from '../src/index.ts';
import { lebsOf } from './lebs.ts';
import { data, fn, func, linkerOf, object, outputOf, Program, text } from './units.ts';

const strong = { linkage: 'strong' } as const;

/** Two units and an object that use each other; `start` gives 42. */
function mixed(l: Linker): void {
  const writer = new ObjectWriter();
  writer.addFunction(
    fn('object_function', (b) => {
      b.call(b.nav(func('second_function')));
      b.navRef(b.nav(object('shared_data')));
      b.access(Tag.i32_load, 0, 4);
      b.op(Tag.i32_add);
    }),
  );
  const first = l.addUnit({ name: 'first' });
  l.addObject('a.o', writer.finish());
  const second = l.addUnit({ name: 'second' });
  l.updateFunction(
    first,
    1,
    fn('start', (b) => b.call(b.nav(func('object_function')))),
    strong,
  );
  l.updateFunction(
    first,
    2,
    fn('dead', (b) => b.uavRef(b.uav(text('constant')))),
  );
  l.updateData(first, 3, data('shared_data', [40, 0, 0, 0]), { linkage: 'strong', hidden: true });
  const hidden = { linkage: 'strong', hidden: true } as const;
  l.updateFunction(
    second,
    1,
    fn('second_function', (b) => b.i32Const(2)),
    hidden,
  );
  l.updateFunction(
    second,
    2,
    fn('dead', (b) => b.uavRef(b.uav(text('constant', 8)))),
  );
}

describe('units', () => {
  const cases: readonly LinkOptions[] = [
    {},
    { gcSections: false },
    { compressRelocations: true, stripDebug: true },
    { stripAll: true },
    { exportAll: true },
    { stackFirst: true, globalBase: 0x20_0000 },
    { mergeDataSegments: false },
    { growableTable: true, exportTable: true },
    { optimize: 0 },
    { compat: 22 },
    { buildId: 'fast' },
  ];
  it.each(cases)('run when linked with %o', (options) => {
    const linker = linkerOf(mixed, options);
    const result = linker.flush();
    expect(new Program(result).call('start')).toBe(42);
    expect(linker.flush().bytes).toEqual(result.bytes);
    const { padded } = lebsOf(result.bytes!);
    // The object's two fields.
    expect(padded.length).toBe(options.compressRelocations === true ? 0 : 2);
  });

  it('keep what they ask for', () => {
    const live = (keep: boolean) =>
      linkerOf((l) => {
        const hidden = { linkage: 'strong', hidden: true, keep } as const;
        l.updateFunction(
          l.addUnit(),
          1,
          fn('kept', (b) => b.i32Const(1)),
          hidden,
        );
      }).flush().stats.liveFunctions;
    expect([live(true), live(false)]).toEqual([1, 0]);
  });

  it('have thread-local data as offsets in shared memory', () => {
    const features = ['atomics', 'bulk-memory', 'mutable-globals'];
    const options = {
      sharedMemory: true,
      maxMemory: 0x10_0000,
      importMemory: ['env', 'memory'],
    } as const;
    const linker = linkerOf((l) => {
      const unit = l.addUnit({ features });
      const base = {
        name: '__tls_base',
        kind: NavKind.global,
        type: ValueType.i32 + 0x100,
      } as const;
      l.updateData(unit, 1, data('pad', [1, 2, 3, 4]), { isTls: true });
      l.updateData(unit, 2, data('tls', [5, 0, 0, 0]), { isTls: true });
      const read = (id: number, name: string) =>
        fn(`read_${name}`, (b) => {
          b.globalGet(b.nav({ ...base, flags: NavFlag.extern }));
          b.tlsRef(b.nav({ name, kind: NavKind.tls, id }));
          b.op(Tag.i32_add);
          b.access(Tag.i32_load, 0, 4);
        });
      l.updateFunction(unit, 3, read(1, 'pad'), strong);
      l.updateFunction(unit, 4, read(2, 'tls'), strong);
    }, options);
    const result = linker.flush();
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 16, shared: true });
    const program = new Program(result, { env: { memory } });
    expect([program.call('read_tls'), program.call('read_pad')]).toEqual([5, 0x0403_0201]);
  });

  it('for 64-bit memory have 64-bit addresses', () => {
    const linker = createLinker({ entry: null, target: 'wasm64', units: unitSupport });
    const unit = linker.addUnit();
    const b = new MirBuilder({ is64: true });
    b.begin('address', { params: [], results: [ValueType.i64] });
    b.uavRef(b.uav(text('far')), 3);
    linker.updateFunction(unit, 1, b.finish(), strong);
    b.begin('value', { params: [], results: [ValueType.i32] });
    b.i64Const(-1024);
    b.access(
      Tag.i32_load8_u,
      0,
      1,
      b.nav({ name: 'absent', kind: NavKind.data, flags: NavFlag.extern | NavFlag.weak }),
    );
    linker.updateFunction(unit, 2, b.finish(), { linkage: 'strong', exported: false });
    const { bytes, diagnostics } = linker.flush();
    expect(diagnostics).toEqual([]);
    expect(lebsOf(bytes!).padded).toEqual([]);
    // i64.const 1027, i64.add is folded: the address is one constant.
    expect([...bytes!].join()).toContain([0x42, 0x83, 0x08, 0x0b].join());
  });

  it('are numbered by id, and list their features', () => {
    const bytes = (order: readonly number[]) => {
      const linker = createLinker({ entry: null, units: unitSupport });
      const unit = linker.addUnit({ features: ['sign-ext', 'mutable-globals'] });
      for (const id of order)
        linker.updateFunction(
          unit,
          id,
          fn(`f${id}`, (b) => b.i32Const(id)),
          strong,
        );
      return outputOf(linker.flush());
    };
    expect(bytes([3, 1, 2])).toEqual(bytes([1, 2, 3]));
    expect(new TextDecoder('latin1').decode(bytes([1]))).toContain('+\x08sign-ext');
  });
});
