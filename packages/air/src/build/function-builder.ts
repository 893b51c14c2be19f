// The builder: functions made by calls instead of text, through the same tables and rules.

import { valueRef, type NavId, type Ref, type TypeId } from '../ids.ts';
import { Tag, tagRows, type TagsOf } from '../tags.ts';
import type { Operand } from './options.ts';
import { SpecialBuilder } from './special-builder.ts';

/**
 * Builds the body of one function. There is a method for each text form; result types follow from the operands as in the text. Operands
 * of a wrong type throw a TypeError at once; dominance and terminators are left to `verify`.
 *
 * @example
 * const module = new Module({ arch: 'wasm32', os: 'freestanding', features: [] });
 * const { types } = module;
 * const u32 = types.int(false, 32);
 * const signature = types.function({ parameters: [u32, u32], result: u32, convention: CallingConvention.c });
 * defineFunction(module, 'add', signature, (f) => f.un('ret', f.bin('add_wrap', f.arg(0), f.arg(1))), NavFlag.export);
 */
export class FunctionBuilder extends SpecialBuilder {
  /** `trap()`, `unreach()`, `ret_addr()` … */
  none(tag: TagsOf<'none'>): Ref {
    const number = this.tag(tag);
    return this.put(number, 0, 0, this.result(number, this.module.types.void));
  }

  /** `arg(i)`: parameter `i`. The `arg`s come first, in ascending order. @throws RangeError */
  arg(index: number): Ref {
    const { types } = this.module;
    if (!(this.index(index, 'parameter') < types.parameterCount(this.signature))) {
      throw new RangeError(`there is no parameter ${index}`);
    }
    const type = types.parameter(this.signature, index);
    return this.put(Tag.arg, type, index, type);
  }

  /** `sqrt(a)`, `ret(a)`, `load(p)` … */
  un(tag: TagsOf<'un' | 'unTy'>, operand: Operand): Ref {
    const number = this.tag(tag);
    const a = this.operand(operand);
    const type = this.result(number, this.typeOfRef(a));
    return tagRows[number]!.form === 'un'
      ? this.put(number, a, 0, type)
      : this.put(number, type, a, type);
  }

  /** `add(a, b)`, `store(p, a)` … */
  bin(tag: TagsOf<'bin'>, left: Operand, right: Operand): Ref {
    const number = this.tag(tag);
    const type = this.result(number, this.typeOf(left));
    return this.put(number, left, this.operand(right), type);
  }

  /** `int_cast(T, a)`, `ptr_cast(T, a)` … */
  tyOp(tag: TagsOf<'tyOp'>, type: TypeId, operand: Operand): Ref {
    const a = this.operand(operand);
    const number = this.tag(tag);
    const result = tagRows[number]!.result === 'stated' ? type : this.module.types.bool;
    return this.put(number, type, a, result);
  }

  /** `alloc(T)`, `ret_ptr(T)` … */
  ty(tag: TagsOf<'ty'>, type: TypeId): Ref {
    return this.put(this.tag(tag), type, 0, type);
  }

  /** `slice(T, a, b)`, `add_with_overflow(T, a, b)` … */
  tyBin(tag: TagsOf<'tyBin'>, type: TypeId, left: Operand, right: Operand): Ref {
    const at = this.pair(left, right);
    return this.put(this.tag(tag), type, at, type);
  }

  /** `agg_field_val(a, i)` */
  fieldVal(operand: Operand, field: number): Ref {
    const a = this.operand(operand);
    const type = this.result(Tag.agg_field_val, this.typeOfRef(a), this.index(field, 'field'));
    return this.put(Tag.agg_field_val, type, this.writer.emit2(a, field), type);
  }

  /** `struct_field_ptr(T, p, i)`, `field_parent_ptr(T, p, i)` */
  fieldPtr(tag: TagsOf<'fieldPtr'>, type: TypeId, pointer: Operand, field: number): Ref {
    const at = this.writer.emit2(this.operand(pointer), this.index(field, 'field'));
    return this.put(this.tag(tag), type, at, type);
  }

  /** `aggregate_init(T, [a, …])`: elements of an array or vector, run-time fields of a struct or tuple. */
  aggregateInit(type: TypeId, elements: readonly Operand[]): Ref {
    const at = this.operands(elements);
    return this.put(Tag.aggregate_init, type, at, type);
  }

  /** `union_init(T, i, a)` */
  unionInit(type: TypeId, field: number, value: Operand): Ref {
    const at = this.writer.emit2(this.index(field, 'field'), this.operand(value));
    return this.put(Tag.union_init, type, at, type);
  }

  /** `call(f, [a, …])`; `f` is `functionRef` of a nav, or a function pointer. */
  call(callee: Operand, args: readonly Operand[], tag: TagsOf<'call'> = 'call'): Ref {
    const number = this.tag(tag);
    const a = this.operand(callee);
    const type = this.result(number, this.typeOfRef(a));
    const at = this.operands(args);
    return this.put(number, a, at, type);
  }

  /** A function as the callee of `call`. */
  functionRef(nav: NavId): Ref {
    return valueRef(this.module.values.function(this.module.navs.type(nav), nav));
  }

  /** `select(mask, a, b)` */
  select(mask: Operand, left: Operand, right: Operand): Ref {
    const type = this.typeOf(left);
    const at = this.pair(left, right);
    return this.put(Tag.select, this.operand(mask), at, type);
  }

  /** `mul_add(a, b, addend)` */
  mulAdd(left: Operand, right: Operand, addend: Operand): Ref {
    const type = this.typeOf(left);
    const at = this.pair(left, right);
    return this.put(Tag.mul_add, this.operand(addend), at, type);
  }
}
