// MIR and data of a compiler next to objects (linking.md J7 to J14).
import { ObjectWriter } from '@wasmwright/emit';
import { DataBuilder, intrinsicId, MirBuilder, NavFlag, NavKind, Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { describe, expect, it } from 'vitest';
import { mkArchive } from '../../object/test/build.ts';
import { createLinker, unitSupport } from '../src/index.ts';
import { lebsOf } from './lebs.ts';
import {
  data,
  fn,
  func,
  linkerOf,
  NULLARY,
  object,
  outputOf,
  Program,
  text,
  UNARY,
} from './units.ts';

const strong = { linkage: 'strong' } as const;

/** A function that gives a number. */
const constant = (name: string, value: number) => fn(name, (b) => b.i32Const(value));

/** A function that adds the results of others. */
const sum = (name: string, ...callees: readonly ReturnType<typeof func>[]) =>
  fn(name, (b) => {
    b.i32Const(0);
    for (const callee of callees) {
      b.call(b.nav(callee));
      b.op(Tag.i32_add);
    }
  });

/** An object with one exported or plain function. */
function objectOf(...functions: readonly ReturnType<typeof constant>[]): Uint8Array {
  const writer = new ObjectWriter();
  for (const mir of functions) writer.addFunction(mir);
  return writer.finish();
}

const names = (bytes: Uint8Array): string[] => {
  const custom = WebAssembly.Module.customSections(
    new WebAssembly.Module(bytes as BufferSource),
    'name',
  );
  return [...new TextDecoder('latin1').decode(custom[0]).matchAll(/[a-z_]{3,}\w*/g)].map(String);
};

describe('functions', () => {
  it('call each other and those of objects, both ways', () => {
    const linker = linkerOf((l) => {
      l.addObject(
        'a.o',
        objectOf(sum('object_calls', func('unit_leaf')), constant('object_leaf', 40)),
      );
      const unit = l.addUnit({ name: 'main.air' });
      l.updateFunction(
        unit,
        7,
        sum('start', func('object_leaf'), func('local', 3), func('object_calls')),
        strong,
      );
      l.updateFunction(unit, 3, constant('local', 2));
      l.updateFunction(unit, 4, constant('unit_leaf', 100), { linkage: 'strong', hidden: true });
    });
    const program = new Program(linker.flush());
    expect(Object.keys(program.exports).sort()).toEqual(['memory', 'start']);
    expect(program.call('start')).toBe(142);
    expect(names(program.bytes)).toEqual(
      expect.arrayContaining(['local', 'unit_leaf', 'object_leaf']),
    );
  });

  it('are collected as garbage together with objects', () => {
    const link = (used: boolean) =>
      linkerOf(
        (l) => {
          l.addObject(
            'a.o',
            objectOf(constant('only_dead', 1), sum('dead_object', func('dead_leaf'))),
          );
          const unit = l.addUnit({ name: 'main.air' });
          l.updateFunction(unit, 1, constant('start', 1), strong);
          l.updateFunction(unit, 2, sum('dead', func('only_dead')), {
            linkage: 'strong',
            exported: used,
          });
          l.updateFunction(unit, 3, constant('dead_leaf', 3), { linkage: 'strong', hidden: true });
        },
        { printGcSections: true },
      ).flush();
    expect(link(false).stdout).toEqual(
      [
        'removing unused section a.o:(only_dead)',
        'removing unused section a.o:(dead_object)',
        'removing unused section main.air:(dead)',
        'removing unused section main.air:(dead_leaf)',
        'removing unused section <internal>:(__wasm_call_ctors)',
        'removing unused section <internal>:(__stack_pointer)',
      ].filter((line) => !line.includes('__stack_pointer')),
    );
    expect(link(true).stdout).not.toContain('removing unused section a.o:(only_dead)');
    // A dead function costs nothing.
    const alone = linkerOf((l) => {
      l.updateFunction(l.addUnit({ name: 'main.air' }), 1, constant('start', 1), strong);
    }).flush();
    expect(link(false).bytes).toEqual(alone.bytes);
  });

  it('extract archive members, and lose to strong definitions if they are weak', () => {
    const archive = mkArchive([
      { name: 'm.o/', bytes: objectOf(constant('member', 5)) },
      { name: 'n.o/', bytes: objectOf(constant('unneeded', 5)) },
    ]);
    const linker = linkerOf((l) => {
      const unit = l.addUnit();
      l.updateFunction(unit, 1, sum('start', func('member'), func('both', 2)), strong);
      l.updateFunction(unit, 2, constant('both', 1000), { linkage: 'weak', hidden: true });
      l.addArchive('lib.a', archive);
      l.addObject('strong.o', objectOf(constant('both', 10)));
    });
    const result = linker.flush();
    expect(new Program(result).call('start')).toBe(15);
    expect(result.stats.objects).toBe(3);
  });

  it('of link_once groups are kept once', () => {
    const result = linkerOf((l) => {
      for (const value of [1, 2, 3]) {
        const unit = l.addUnit({ name: `${value}.air` });
        l.updateFunction(unit, 1, constant('shared', value), {
          linkage: 'link_once',
          hidden: true,
        });
        l.updateFunction(unit, 2, sum(`get${value}`, func('shared', 1)), strong);
      }
    }).flush();
    const program = new Program(result);
    expect([1, 2, 3].map((n) => program.call(`get${n}`))).toEqual([1, 1, 1]);
    expect(result.stats.liveFunctions).toBe(4);
  });

  it('run as init functions, through tables, with a frame, and use symbols of the linker', () => {
    const linker = linkerOf((l) => {
      const unit = l.addUnit();
      const counter = object('counter', 9);
      l.updateData(unit, 9, data('counter', [1, 0, 0, 0]));
      l.updateFunction(
        unit,
        1,
        fn(
          'init',
          (b) => {
            b.navRef(b.nav(counter));
            b.i32Const(77);
            b.access(Tag.i32_store, 0, 4);
          },
          { params: [], results: [] },
        ),
        { initPriority: 5 },
      );
      l.updateFunction(
        unit,
        2,
        fn(
          '_initialize',
          (b) => {
            b.call(b.nav(func('__wasm_call_ctors', undefined, { params: [], results: [] })));
          },
          { params: [], results: [] },
        ),
        strong,
      );
      l.updateFunction(
        unit,
        3,
        fn('read', (b) => {
          const frame = b.nav(counter);
          b.i32Const(0);
          b.access(Tag.i32_load, 0, 4, frame);
        }),
        strong,
      );
      l.updateFunction(
        unit,
        4,
        fn('indirect', (b) => {
          b.funcRef(b.nav(func('read', 3)));
          b.callIndirect(b.signature(NULLARY));
        }),
        strong,
      );
      l.updateFunction(
        unit,
        5,
        fn('heap', (b) => b.navRef(b.nav(object('__heap_base')), 4)),
        strong,
      );
    });
    const program = new Program(linker.flush());
    program.call('_initialize');
    expect(program.call('read')).toBe(77);
    expect(program.call('indirect')).toBe(77);
    expect(program.call('heap') % 16).toBe(4);
  });

  it('hold no number that is longer than needed', () => {
    const linker = linkerOf((l) => {
      const unit = l.addUnit();
      const callees = Array.from({ length: 300 }, (_, i) => func(`f${i}`, i));
      callees.forEach(({ name }, i) => l.updateFunction(unit, i, constant(name, i * 64)));
      l.updateData(
        unit,
        1000,
        data(
          'big',
          Array.from({ length: 70_000 }, () => 1),
        ),
      );
      l.updateFunction(unit, 2000, sum('all', ...callees), strong);
      l.updateFunction(
        unit,
        2001,
        fn('addresses', (b) => {
          for (const offset of [0, 63, 64, 8192, -8, 69_999]) {
            b.navRef(b.nav(object('big', 1000)), offset);
            b.op(Tag.drop);
          }
          b.funcRef(b.nav(func('f7', 7)));
          b.callIndirect(b.signature(NULLARY));
        }),
        strong,
      );
    });
    const lebs = lebsOf(outputOf(linker.flush()));
    expect(lebs.padded).toEqual([]);
    expect(lebs.count).toBeGreaterThan(1000);
  });

  it('may have more parameters than fit in a byte', () => {
    const wide = {
      params: Array.from({ length: 200 }, () => ValueType.i32),
      results: [ValueType.i32],
    };
    const linker = linkerOf((l) => {
      const unit = l.addUnit();
      l.updateFunction(
        unit,
        1,
        fn('last', (b) => b.localGet(199), wide),
        strong,
      );
    });
    const program = new Program(linker.flush());
    expect(program.call('last', ...wide.params.map((_, i) => i))).toBe(199);
  });

  it('called most come first, then those with smaller ids', () => {
    const result = linkerOf(
      (l) => {
        const unit = l.addUnit({ name: 'u' });
        l.updateFunction(
          unit,
          1,
          sum('root', func('rare', 2), func('often', 3), func('often', 3)),
          strong,
        );
        l.updateFunction(unit, 2, constant('rare', 1));
        l.updateFunction(unit, 3, constant('often', 2));
        l.updateFunction(unit, 4, sum('other', func('rare_too', 5)), strong);
        l.updateFunction(unit, 5, constant('rare_too', 3));
      },
      { map: true },
    ).flush();
    const order = [...result.map!.matchAll(/u:\((\w+)\)/g)].map(([, name]) => name);
    expect(order).toEqual(['often', 'rare', 'rare_too', 'root', 'other']);
  });
});

describe('data', () => {
  it('comes after that of objects: alignment, then uses, then id', () => {
    const writer = new ObjectWriter();
    writer.addData(data('object_data', [9, 9, 9], [], 1), { exported: true });
    const result = linkerOf(
      (l) => {
        const unit = l.addUnit({ name: 'u' });
        l.addObject('a.o', writer.finish());
        const keep = { linkage: 'strong' } as const;
        l.updateData(unit, 1, data('byte', [1], [], 1), keep);
        l.updateData(unit, 2, data('rare', [2, 0, 0, 0]), keep);
        l.updateData(unit, 3, data('often', [3, 0, 0, 0]), keep);
        l.updateData(unit, 4, data('wide', [4, 0, 0, 0], [], 16), keep);
        l.updateData(unit, 5, data('zero', [0, 0, 0, 0]), keep);
        l.updateFunction(
          unit,
          9,
          fn('use', (b) => {
            b.i32Const(0);
            b.access(Tag.i32_load, 0, 4, b.nav(object('often', 3)));
          }),
          strong,
        );
      },
      { map: true },
    ).flush();
    const order = [...result.map!.matchAll(/(?:u|a.o):\((\.[\w.]+)\)/g)].map(([, name]) => name);
    expect(order).toEqual([
      '.data.object_data',
      '.data.wide',
      '.data.often',
      '.data.rare',
      '.data.byte',
      '.bss.zero',
    ]);
    const program = new Program(result);
    expect(program.call('use')).toBe(3);
    const address = (name: string) => (program.exports[name] as WebAssembly.Global).value as number;
    expect(address('wide') % 16).toBe(0);
    expect(program.memory[address('rare')]).toBe(2);
  });

  it('shares equal unnamed constants of all units and drops those nothing uses', () => {
    const texts = (
      l: ReturnType<typeof createLinker>,
      name: string,
      value: string,
      alignment = 1,
    ) => {
      const unit = l.addUnit({ name });
      l.updateFunction(
        unit,
        1,
        fn(name, (b) => b.uavRef(b.uav(text(value, alignment)))),
        strong,
      );
      l.updateFunction(
        unit,
        2,
        fn(`${name}2`, (b) => b.uavRef(b.uav(text(value)), 1)),
        strong,
      );
      l.updateFunction(
        unit,
        3,
        fn('dead', (b) => b.uavRef(b.uav(text('dropped')))),
      );
      l.updateData(unit, 4, data(`${name}_table`, [], [value, func(name, 1)]), strong);
    };
    const result = linkerOf((l) => {
      texts(l, 'first', 'shared');
      texts(l, 'second', 'shared', 8);
      texts(l, 'third', 'different');
    }).flush();
    const program = new Program(result);
    const at = program.call('first');
    expect(program.text(at)).toBe('shared');
    expect(program.call('second')).toBe(at);
    expect(program.call('first2')).toBe(at + 1);
    expect(at % 8).toBe(0);
    expect(program.text(program.call('third'))).toBe('different');
    const table = (program.exports['second_table'] as WebAssembly.Global).value as number;
    const view = new DataView(program.memory.buffer);
    expect(view.getUint32(table, true)).toBe(at);
    expect(view.getUint32(table + 4, true)).toBeGreaterThan(0);
    const count = (value: string) =>
      new TextDecoder('latin1').decode(result.bytes).split(`${value}\0`).length - 1;
    expect([count('shared'), count('different'), count('dropped')]).toEqual([1, 1, 0]);
  });

  it('of threads is addressed from the base', () => {
    const nav = { name: 'tls', kind: NavKind.tls, id: 2 } as const;
    const result = linkerOf(
      (l) => {
        const unit = l.addUnit();
        l.updateData(unit, 2, data('tls', [5, 0, 0, 0]), { isTls: true });
        l.updateFunction(
          unit,
          1,
          fn('read', (b) => {
            b.globalGet(
              b.nav({
                name: '__tls_base',
                kind: NavKind.global,
                flags: NavFlag.extern,
                type: ValueType.i32,
              }),
            );
            b.tlsRef(b.nav(nav));
            b.op(Tag.i32_add);
            b.access(Tag.i32_load, 0, 4);
          }),
          strong,
        );
      },
      { checkFeatures: false },
    ).flush();
    expect(new Program(result).call('read')).toBe(5);
  });
});

describe('names of errors and enums', () => {
  const color = {
    id: 4,
    bits: 8,
    signed: false,
    fields: [
      { name: 'red', value: 3n },
      { name: 'green', value: 9n },
    ],
  };
  const shape = {
    id: 2,
    bits: 2,
    signed: false,
    fields: [
      { name: 'circle', value: 0n },
      { name: 'square', value: 1n },
    ],
  };

  const link = (live: boolean) =>
    linkerOf((l) => {
      const unit = l.addUnit();
      l.updateErrorNames(unit, ['OutOfMemory', 'EndOfStream']);
      l.updateFunction(
        unit,
        1,
        fn('count', (b) => b.op(Tag.errors_len)),
        strong,
      );
      l.updateFunction(
        unit,
        2,
        fn(
          'error_name',
          (b) => {
            b.op(Tag.error_name_table_ref);
            b.localGet(0);
            b.i32Const(3);
            b.op(Tag.i32_shl);
            b.op(Tag.i32_add);
            b.access(Tag.i32_load, 0, 4);
          },
          UNARY,
        ),
        { linkage: 'strong', exported: live },
      );
      for (const [id, names] of [
        [3, color],
        [4, shape],
      ] as const) {
        l.updateFunction(
          unit,
          id,
          fn(
            `tag${names.id}`,
            (b) => {
              b.enumTagNameTableRef(b.tagNameType(names));
              b.localGet(0);
              b.callTagIndex(b.tagNameType(names));
              b.i32Const(3);
              b.op(Tag.i32_shl);
              b.op(Tag.i32_add);
              b.access(Tag.i32_load, 0, 4);
            },
            UNARY,
          ),
          { linkage: 'strong', exported: live || names === shape },
        );
      }
    }).flush();

  it('are looked up', () => {
    const program = new Program(link(true));
    expect(program.call('count')).toBe(3);
    expect(program.text(program.call('error_name', 2))).toBe('EndOfStream');
    expect(program.text(program.call('tag4', 9))).toBe('green');
    expect(program.text(program.call('tag2', 1))).toBe('square');
    expect(names(program.bytes)).toEqual(expect.arrayContaining(['__zig_tag_index_4']));
  });

  it('are there only for what is live', () => {
    const bytes = new TextDecoder('latin1').decode(outputOf(link(false)));
    expect(['circle', 'green', 'EndOfStream'].map((name) => bytes.includes(name))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('messages', () => {
  const messages = (write: (b: MirBuilder) => void) =>
    linkerOf((l) => {
      l.updateFunction(l.addUnit({ name: 'main.air' }), 1, fn('start', write), strong);
    })
      .flush()
      .diagnostics.map(({ code, text: message }) => [code, message]);

  it('name the file and the function of an undefined symbol', () => {
    expect(
      messages((b) => {
        b.call(b.nav(func('nowhere')));
        b.call(b.nav(func('nowhere')));
        b.op(Tag.drop);
      }),
    ).toEqual([['WW2110', 'main.air:(start): undefined symbol: nowhere']]);
  });

  it('name a missing intrinsic', () => {
    expect(
      messages((b) => {
        for (let i = 0; i < 4; i++) b.f64Const(0);
        for (let i = 0; i < 3; i++) b.callIntrinsic(intrinsicId('fmod')!);
        b.op(Tag.i32_trunc_f64_s);
      }),
    ).toEqual([['WW2126', "missing compiler runtime intrinsic 'fmod' (undefined linker symbol)"]]);
  });

  it('tell of offsets outside memory', () => {
    expect(
      messages((b) => {
        b.i32Const(0);
        b.access(Tag.i32_load, -4000, 4, b.uav(text('abc')));
      }),
    ).toEqual([['WW2406', 'main.air:(start): memory offset outside the address space']]);
  });

  it('of misuse are thrown', () => {
    const linker = createLinker({ units: unitSupport });
    const unit = linker.addUnit();
    const wide = new DataBuilder({ is64: true });
    wide.begin('wide');
    expect(() => linker.updateData(unit, 1, wide.finish({ alignment: 1, bytes: [1] }))).toThrow(
      TypeError,
    );
    expect(() => linker.updateFunction(unit, -1, constant('f', 1))).toThrow(RangeError);
    expect(() => linker.updateFunction({ name: 'unit' }, 1, constant('f', 1))).toThrow(TypeError);
    expect(() => createLinker().deleteFunction(unit, 1)).toThrow(TypeError);
    linker.prelink();
    expect(() => linker.addUnit()).toThrow(TypeError);
  });
});
