// The builder: one method for each text form, types as in the text, misuse throws.

import { describe, expect, test } from 'vitest';
import {
  CallingConvention,
  FunctionBuilder,
  Module,
  NavFlag,
  NavKind,
  declareNav,
  defineFunction,
  forms,
  parseAir,
  printAir,
  tagRows,
  valueRef,
  verify,
  type Ref,
  type TypeId,
} from '../src/index.ts';
import { line } from './helpers.ts';

function empty(): Module {
  return new Module({ arch: 'wasm32', os: 'freestanding', features: [] });
}

/** Builds a function with the parameters given and returns the printed lines behind its `arg`s. */
function built(
  parameters: (module: Module) => TypeId[],
  build: (f: FunctionBuilder, args: Ref[]) => void,
): string[] {
  const module = empty();
  const { types } = module;
  const list = parameters(module);
  const signature = types.function({ parameters: list, result: types.void });
  defineFunction(module, 'f', signature, (f) => {
    const args = list.map((_, at) => f.arg(at));
    build(f, args);
    f.un('ret', valueRef(module.values.void));
  });
  expect(verify(module).map(line)).toEqual([]);
  const text = printAir(module);
  expect(printAir(parseAir(text).module)).toBe(text);
  return text
    .split('\n')
    .map((part) => part.trim())
    .filter(
      (part) =>
        part !== '' &&
        !/^(?:target|fn|type|threadlocal)\b|arg\(|^\}$|^ret\(void_value\)$/.test(part),
    );
}

describe('a method for each form', () => {
  const u32 = (module: Module): TypeId => module.types.int(false, 32);

  test('operands only', () => {
    const lines = built(
      (m) => [u32(m), m.types.float(32), m.types.pointerTo(u32(m))],
      (f, [a, x, p]) => {
        f.none('breakpoint');
        f.un('sqrt', x!);
        f.un('popcount', a!);
        f.bin('store', p!, f.bin('add_sat', a!, a!));
        f.tyOp('int_cast', f.module.types.int(true, 8), a!);
        f.tyOp(
          'error_set_has_value',
          f.module.types.anyerror,
          valueRef(f.module.values.undef(f.module.types.anyerror)),
        );
        f.ty('alloc', f.module.types.pointerTo(u32(f.module)));
        const pair = f.module.types.tuple([
          { type: u32(f.module) },
          { type: f.module.types.int(false, 1) },
        ]);
        f.fieldVal(f.tyBin('mul_with_overflow', pair, a!, a!), 1);
        f.mulAdd(x!, x!, x!);
        f.dbgStmt(1, 2);
        f.dbgVar('dbg_var_val', a!, 'x');
        f.prefetch(p!, 'write', 2, 'data');
        f.memorySize();
        f.memoryGrow(0, valueRef(f.module.values.int(f.module.types.usize, 1)));
        f.atomicLoad('acquire', p!);
        f.atomicRmw('max', 'seq_cst', p!, a!);
        f.cmpxchg(
          'cmpxchg_weak',
          f.module.types.optional(u32(f.module)),
          ['acq_rel', 'monotonic'],
          p!,
          a!,
          a!,
        );
      },
    );
    expect(lines).toEqual([
      'breakpoint()', 'sqrt(%1)', 'popcount(%0)', '%6 = add_sat(%0, %0)', 'store(%2, %6)', 'int_cast(i8, %0)',
      'error_set_has_value(anyerror, <anyerror, undef>)', 'alloc(*u32)', '%11 = mul_with_overflow(struct { u32, u1 }, %0, %0)',
      'agg_field_val(%11, 1)', 'mul_add(%1, %1, %1)', 'dbg_stmt(1:2)', 'dbg_var_val(%0, "x")', 'prefetch(%2, write, 2, data)',
      'wasm_memory_size(0)', 'wasm_memory_grow(0, <usize, 1>)', 'atomic_load(acquire, %2)', 'atomic_rmw(max, seq_cst, %2, %0)',
      'cmpxchg_weak(?u32, acq_rel, monotonic, %2, %0, %0)',
    ]); // prettier-ignore
  });

  test('aggregates, vectors, assembly', () => {
    const lines = built(
      (m) => [u32(m), m.types.vector(u32(m), 2), m.types.vector(m.types.bool, 2)],
      (f, [a, v, mask]) => {
        const { types, values } = f.module;
        const vector = types.vector(u32(f.module), 2);
        f.aggregateInit(types.array(u32(f.module), 2), [a!, a!]);
        f.select(mask!, v!, v!);
        f.cmpVector('cmp_vector', 'gt', v!, v!);
        f.reduce('reduce', 'xor', v!);
        f.shuffleOne(vector, [1, { value: values.int(u32(f.module), 7) }], v!);
        f.shuffleOne(vector, [undefined, 0], v!);
        f.shuffleTwo(vector, [['b', 1], undefined], v!, v!);
        const union = types.declare('union', f.module.names.intern('U'));
        types.declared.defineContainer(types.declaredOf(union), {
          fields: [{ name: f.module.names.intern('x'), type: u32(f.module) }],
        });
        f.unionInit(union, 0, a!);
        const pointer = types.pointerTo(union);
        f.fieldPtr('struct_field_ptr', types.pointerTo(u32(f.module)), f.ty('alloc', pointer), 0);
        f.assembly(u32(f.module), 'nop', {
          outputs: [{ name: 'r', constraint: '=r' }],
          inputs: [{ name: 'a', constraint: 'r', operand: a! }],
          clobbers: ['memory'],
        });
        f.storeElement(f.ty('alloc', types.pointerTo(vector)), values.int(types.usize, 0), a!);
        f.saveErrReturnTraceIndex(union, 0);
      },
    );
    expect(lines).toEqual([
      'aggregate_init([2]u32, [%0, %0])', 'select(%2, %1, %1)', 'cmp_vector(gt, %1, %1)', 'reduce(xor, %1)',
      'shuffle_one(@Vector(2, u32), [1, <u32, 7>], %1)', 'shuffle_one(@Vector(2, u32), [undef, 0], %1)',
      'shuffle_two(@Vector(2, u32), [b1, undef], %1, %1)', 'union_init(U, 0, %0)', '%11 = alloc(*U)', 'struct_field_ptr(*u32, %11, 0)',
      'assembly(u32, "nop", out [r]("=r", ret), in [a]("r", %0), clobber "memory")', '%14 = alloc(*@Vector(2, u32))',
      'legalize_vec_store_elem(%14, <usize, 0>, %0)', 'save_err_return_trace_index(U, 0)',
    ]); // prettier-ignore
  });

  test('bodies', () => {
    const lines = built(
      (m) => [
        u32(m),
        m.types.bool,
        m.types.errorUnion(m.types.anyerror, u32(m)),
        m.types.pointerTo(m.types.errorUnion(m.types.anyerror, u32(m))),
      ],
      (f, [a, flag, union, pointer]) => {
        const { types, values } = f.module;
        const number = (value: number): never => values.int(u32(f.module), value) as never;
        f.block(u32(f.module), (block) => {
          f.loop((loop) => {
            f.condBr(
              flag!,
              () => f.repeat(loop),
              () => f.br(block, a!),
              { then: 'likely', else: 'cold' },
            );
          });
        });
        f.try('try_cold', union!, () => f.none('trap'));
        f.tryPtr('try_ptr', types.pointerTo(u32(f.module)), pointer!, () => f.none('unreach'));
        f.inlineBlock(types.void, { name: 'g', file: 'a.zig', line: 3 }, (block) =>
          f.br(block, values.void as never),
        );
        f.block(types.void, (block) => {
          f.switchBr(
            'loop_switch_br',
            a!,
            (again) => [
              {
                values: [number(1)],
                ranges: [[number(3), number(5)]],
                body: () => f.switchDispatch(again, a!),
              },
              {
                values: [number(2)],
                hint: 'unlikely',
                body: () => f.br(block, values.void as never),
              },
            ],
            { hint: 'cold', body: () => f.none('unreach') },
          );
        });
      },
    );
    expect(lines.join('\n')).toBe(
      [
        '%4 = block(u32, {', '%5 = loop({', 'cond_br(%1, likely {', 'repeat(%5)', '}, cold {', 'br(%4, %0)', '})', '})', '})',
        'try_cold(%2, {', 'trap()', '})', 'try_ptr(*u32, %3, {', 'unreach()', '})', '%13 = dbg_inline_block(void, "g" at "a.zig":3, {',
        'br(%13, void_value)', '})', '%15 = block(void, {', '%16 = loop_switch_br(%0, case(1, 3...5) {', 'switch_dispatch(%16, %0)',
        '}, case(2) unlikely {', 'br(%15, void_value)', '}, else cold {', 'unreach()', '})', '})',
      ].join('\n'),
    ); // prettier-ignore
  });

  test('calls and navs', () => {
    const module = empty();
    const { types } = module;
    const signature = types.function({
      parameters: [types.usize],
      result: types.usize,
      convention: CallingConvention.c,
    });
    const slot = declareNav(module, 'slot', {
      kind: NavKind.var,
      type: types.usize,
      flags: NavFlag.threadlocal,
      value: module.values.int(types.usize, 0),
    });
    defineFunction(module, 'f', signature, (f, nav) => {
      f.runtimeNavPtr(types.pointerTo(types.usize), slot);
      f.un('ret', f.call(f.functionRef(nav), [f.arg(0)], 'call_never_tail'));
    }, NavFlag.export | NavFlag.weak); // prettier-ignore
    expect(module.exports.map(({ name }) => module.text(name))).toEqual(['f']);
    expect(printAir(module)).toBe(
      'target wasm32-freestanding\n\nthreadlocal var slot: usize = 0\n\nexport weak fn f(usize) callconv(c) usize {\n' +
        '  runtime_nav_ptr(*usize, slot)\n  %1 = arg(0)\n  %2 = call_never_tail(f, [%1])\n  ret(%2)\n}\n',
    );
    expect(verify(module).map(line)).toEqual(['WW4211 arg: it stands behind other instructions']);
  });

  test('every form has a method', () => {
    const method: Record<string, string> = {
      unTy: 'un', aggregate: 'aggregateInit', repeat: 'repeat', br: 'br', memorySize: 'memorySize', tyNav: 'runtimeNavPtr',
      fieldIndex: 'saveErrReturnTraceIndex',
    }; // prettier-ignore
    const methods = FunctionBuilder.prototype as unknown as Record<string, unknown>;
    for (const form of Object.keys(forms))
      expect(typeof methods[method[form] ?? form], form).toBe('function');
    expect(new Set(tagRows.map(({ form }) => form)).size).toBe(Object.keys(forms).length);
  });
});

describe('misuse', () => {
  const module = empty();
  const { types, values } = module;
  const u8 = types.int(false, 8);
  const signature = types.function({ parameters: [u8, types.bool], result: u8 });
  const builder = (): FunctionBuilder => new FunctionBuilder(module, signature);

  test.each<[string, (f: FunctionBuilder) => void, new () => Error, string]>([
    ['operands of different types', (f) => f.bin('add', f.arg(0), f.arg(1)), TypeError, 'add: expected u8, found bool'],
    ['no result', (f) => f.un('load', f.arg(0)), TypeError, 'load: no result for an operand of type u8'],
    ['a wrong return', (f) => f.un('ret', f.arg(1)), TypeError, 'ret: expected u8, found bool'],
    ['an instruction that is not there', (f) => f.un('ret', 0x8000_0007 as Ref), RangeError, 'neither an instruction'],
    ['a constant that is not there', (f) => f.un('ret', 77777 as Ref), RangeError, 'nor a constant'],
    ['a parameter that is not there', (f) => f.arg(2), RangeError, 'there is no parameter 2'],
    ['an unknown instruction', (f) => f.none('hello' as 'trap'), RangeError, 'no instruction hello'],
    ['an unknown hint', (f) => f.condBr(f.arg(1), () => f.none('trap'), () => f.none('trap'), { then: 'hot' as 'cold' }), RangeError, 'hot is none of'],
    ['a branch to nothing', (f) => f.repeat(5 as never), RangeError, 'there is no instruction 5'],
    ['a negative field', (f) => f.fieldVal(f.arg(0), -1), RangeError, 'field -1'],
    ['arguments of another number', (f) => f.call(valueRef(values.undef(signature)), []), TypeError, 'the function takes 2 arguments, found 0'],
    ['a condition that is no bool', (f) => f.condBr(f.arg(0), () => f.none('trap'), () => f.none('trap')), TypeError, 'expected bool, found u8'],
  ])('%s', (_, act, error, message) => {
    expect(() => act(builder())).toThrow(error);
    expect(() => act(builder())).toThrow(message);
  }); // prettier-ignore

  test('a body is finished once', () => {
    const f = builder();
    f.un('ret', f.arg(0));
    f.finish();
    expect(() => f.finish()).toThrow(TypeError);
    expect(() => f.none('trap')).toThrow(TypeError);
  });

  test('a signature is a function type, a name belongs to one nav', () => {
    expect(() => new FunctionBuilder(module, u8)).toThrow(TypeError);
    declareNav(module, 'x', { kind: NavKind.var, type: u8 });
    expect(() => declareNav(module, 'x', { kind: NavKind.var, type: u8 })).toThrow(TypeError);
    expect(() => module.setPanic('oops' as 'unwrap_null', 0 as never)).toThrow(RangeError);
  });
});
