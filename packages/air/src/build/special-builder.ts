// Instructions with words among their operands: vectors, atomics, memory, debug information, assembly.

import { None, type NavId, type Ref, type TypeId } from '../ids.ts';
import {
  Tag,
  compareOperations,
  memoryOrders,
  reduceOperations,
  rmwOperations,
  type TagsOf,
} from '../tags.ts';
import type { AssemblyOptions, LaneOfTwo, LaneOrValue, MemoryOrder, Operand } from './options.ts';
import { StructureBuilder } from './structure-builder.ts';

/** The bit of a lane word that holds a value, and of a number of outputs whose assembly is volatile. */
const HIGH_BIT = 0x8000_0000;

/** Builds what few front ends need: a method for each text form. */
export class SpecialBuilder extends StructureBuilder {
  /** `cmp_vector(op, a, b)` */
  cmpVector(
    tag: TagsOf<'cmpVector'>,
    op: (typeof compareOperations)[number],
    left: Operand,
    right: Operand,
  ): Ref {
    const number = this.tag(tag);
    const type = this.result(number, this.typeOf(left));
    const at = this.pair(left, right);
    this.writer.emit(this.choice(compareOperations, op));
    return this.put(number, type, at, type);
  }

  /** `reduce(op, a)` */
  reduce(tag: TagsOf<'reduce'>, op: (typeof reduceOperations)[number], operand: Operand): Ref {
    const number = this.tag(tag);
    const type = this.result(number, this.typeOf(operand));
    return this.put(number, this.operand(operand), this.choice(reduceOperations, op), type);
  }

  /** `shuffle_one(T, [0, <E, v>, undef], a)` */
  shuffleOne(type: TypeId, lanes: readonly LaneOrValue[], operand: Operand): Ref {
    const undef = this.module.values.undef(this.module.types.child(type));
    const at = this.writer.emit(lanes.length);
    for (const lane of lanes) {
      if (typeof lane === 'number') this.writer.emit(this.index(lane, 'lane'));
      else this.writer.emit((lane === undefined ? undef : this.operand(lane.value)) | HIGH_BIT);
    }
    this.writer.emit(this.operand(operand));
    return this.put(Tag.shuffle_one, type, at, type);
  }

  /** `shuffle_two(T, [a0, b3, undef], a, b)` */
  shuffleTwo(type: TypeId, lanes: readonly LaneOfTwo[], left: Operand, right: Operand): Ref {
    const at = this.writer.emit(lanes.length);
    for (const lane of lanes) {
      if (lane === undefined) this.writer.emit(None);
      else this.writer.emit((this.index(lane[1], 'lane') << 1) | (lane[0] === 'b' ? 1 : 0));
    }
    this.pair(left, right);
    return this.put(Tag.shuffle_two, type, at, type);
  }

  /** `atomic_load(order, p)` */
  atomicLoad(order: MemoryOrder, pointer: Operand): Ref {
    const type = this.result(Tag.atomic_load, this.typeOf(pointer));
    return this.put(Tag.atomic_load, this.operand(pointer), this.choice(memoryOrders, order), type);
  }

  /** `atomic_rmw(op, order, p, a)` */
  atomicRmw(
    op: (typeof rmwOperations)[number],
    order: MemoryOrder,
    pointer: Operand,
    operand: Operand,
  ): Ref {
    const type = this.result(Tag.atomic_rmw, this.typeOf(pointer));
    const flags = this.choice(memoryOrders, order) | (this.choice(rmwOperations, op) << 3);
    const at = this.writer.emit2(this.operand(operand), flags);
    return this.put(Tag.atomic_rmw, this.operand(pointer), at, type);
  }

  /** `cmpxchg_strong(T, success, failure, p, expected, new)`; `orders` are success and failure. */
  cmpxchg(
    tag: TagsOf<'cmpxchg'>,
    type: TypeId,
    orders: readonly [MemoryOrder, MemoryOrder],
    pointer: Operand,
    expected: Operand,
    replacement: Operand,
  ): Ref {
    const at = this.pair(pointer, expected);
    this.writer.emit(this.operand(replacement));
    this.writer.emit(
      this.choice(memoryOrders, orders[0]) | (this.choice(memoryOrders, orders[1]) << 3),
    );
    return this.put(this.tag(tag), type, at, type);
  }

  /** `prefetch(p, read|write, locality, data|instruction)` */
  prefetch(
    pointer: Operand,
    access: 'read' | 'write',
    locality: 0 | 1 | 2 | 3,
    cache: 'data' | 'instruction',
  ): Ref {
    const flags = (access === 'write' ? 1 : 0) | ((locality & 3) << 1) | (cache === 'data' ? 0 : 8);
    return this.put(Tag.prefetch, this.operand(pointer), flags, this.module.types.void);
  }

  /** `wasm_memory_size(i)` */
  memorySize(memory = 0): Ref {
    return this.put(
      Tag.wasm_memory_size,
      None,
      this.index(memory, 'memory'),
      this.module.types.usize,
    );
  }

  /** `wasm_memory_grow(i, a)` */
  memoryGrow(memory: number, pages: Operand): Ref {
    return this.put(
      Tag.wasm_memory_grow,
      this.operand(pages),
      this.index(memory, 'memory'),
      this.module.types.isize,
    );
  }

  /** `runtime_nav_ptr(T, name)` */
  runtimeNavPtr(type: TypeId, nav: NavId): Ref {
    return this.put(Tag.runtime_nav_ptr, type, nav, type);
  }

  /** `dbg_stmt(line:column)` */
  dbgStmt(line: number, column: number): Ref {
    return this.put(
      Tag.dbg_stmt,
      this.index(line, 'line'),
      this.index(column, 'column'),
      this.module.types.void,
    );
  }

  /** `dbg_var_ptr(p, "name")`, `dbg_var_val(a, "name")`, `dbg_arg_inline(a, "name")` */
  dbgVar(tag: TagsOf<'dbgVar'>, operand: Operand, name: string): Ref {
    return this.put(this.tag(tag), this.operand(operand), this.name(name), this.module.types.void);
  }

  /** `save_err_return_trace_index(T, i)` */
  saveErrReturnTraceIndex(type: TypeId, field: number): Ref {
    return this.put(
      Tag.save_err_return_trace_index,
      type,
      this.index(field, 'field'),
      this.module.types.usize,
    );
  }

  /** `legalize_vec_store_elem(p, i, a)`: for legalization only. */
  storeElement(pointer: Operand, index: Operand, value: Operand): Ref {
    const at = this.pair(index, value);
    return this.put(Tag.legalize_vec_store_elem, this.operand(pointer), at, this.module.types.void);
  }

  /** `assembly(T, "text", …)` */
  assembly(type: TypeId, text: string, options: AssemblyOptions = {}): Ref {
    const { volatile = false, outputs = [], inputs = [], clobbers = [] } = options;
    const at = this.writer.emit2(this.name(text), outputs.length | (volatile ? HIGH_BIT : 0));
    this.writer.emit2(inputs.length, clobbers.length);
    for (const { name, constraint, operand } of [...outputs, ...inputs]) {
      this.writer.emit2(this.name(name), this.name(constraint));
      this.writer.emit(operand === undefined ? None : this.operand(operand));
    }
    for (const clobber of clobbers) this.writer.emit(this.name(clobber));
    return this.put(Tag.assembly, type, at, type);
  }
}
