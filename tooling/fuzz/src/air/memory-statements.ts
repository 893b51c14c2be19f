// Statements that read and write memory: stores, globals, fields, bulk operations, undefined values.

import { Values } from './values.ts';
import type { Operand } from './tree.ts';
import { arrayOf, boolType, f32, f64, manyOf, pointerTo, sliceOf } from './types.ts';
import type { AirType, CompoundType } from './types.ts';

/** Appends statements that read and write memory. */
export abstract class MemoryStatements extends Values {
  protected randomType(): AirType {
    switch (this.random.below(10)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return this.randomInt();
      case 4:
        return boolType;
      case 5:
        return this.random.pick([f32, f64]);
      default:
        return this.random.pick(this.around.types);
    }
  }

  protected write(): void {
    const type = this.randomType();
    const pointer = this.pick(pointerTo(type));
    const tag = this.random.pick(['store', 'store_safe']);
    if (this.chance(1, 4)) {
      const volatile = pointerTo(type, 'volatile ');
      const place = this.hidden(() => this.make1(volatile, `ptr_cast(${volatile.text}`, pointer));
      this.do1(tag, place, this.pick(type));
      this.make1(type, 'load', place);
    } else {
      this.do1(tag, pointer, this.pick(type));
    }
  }

  protected globalAccess(): void {
    if (this.around.globals.length === 0) return;
    const { name, type, isConst } = this.random.pick(this.around.globals);
    const qualifier = isConst ? 'const ' : '';
    const pointer = this.constant(pointerTo(type, qualifier), `&${name}`);
    if (isConst || this.chance(1, 2)) this.make1(type, 'load', pointer);
    else this.do1('store', pointer, this.pick(type));
  }

  /** The address of a global by the instruction for those that may be thread-local. */
  protected globalPlace(): void {
    const globals = this.around.globals.filter(({ isConst }) => !isConst);
    if (globals.length === 0) return;
    const { name, type } = this.random.pick(globals);
    const pointer = pointerTo(type);
    const place = this.emit(pointer, [`runtime_nav_ptr(${pointer.text}, ${name})`]);
    this.make1(type, 'load', { ...place, constant: `<${pointer.text}, &${name}>` });
  }

  // Bulk operations.

  protected bulk(): void {
    const child = this.randomType();
    const array = arrayOf(2 + this.random.below(this.chance(1, 6) ? 40 : 6), child);
    const to = this.slot(array);
    switch (this.random.below(4)) {
      case 0: {
        const asSlice = this.chance(1, 2);
        const place = asSlice
          ? this.make1(sliceOf(child), `array_to_slice([]${child.text}`, to)
          : to;
        this.do1(this.random.pick(['memset', 'memset_safe']), place, this.pick(child));
        break;
      }
      case 1:
        this.do1(this.random.pick(['memcpy', 'memmove']), to, this.slot(array));
        break;
      case 2:
        this.run(to, array, child);
        break;
      default:
        this.shifted(to, array, child);
    }
    this.make1(array, 'load', to);
  }

  /** A copy whose length is known only when it runs, perhaps 0. */
  private run(to: Operand, array: CompoundType, child: AirType): void {
    const from = this.pick(sliceOf(child));
    const length = this.make1(this.usize, 'slice_len', from);
    const most = this.make1(this.usize, 'min', this.or(length, '1'), `<usize, ${array.length}>`);
    const count = this.make1(this.usize, 'min', this.or(most, '1'), this.pick(this.usize));
    const part = (base: Operand): Operand =>
      this.hidden(() =>
        this.make1(sliceOf(child), `slice([]${child.text}`, base, this.or(count, '0')),
      );
    const many = manyOf(child);
    const base = this.hidden(() => this.make1(many, 'slice_ptr', from));
    const start = this.hidden(() => this.make1(many, `ptr_cast(${many.text}`, to));
    this.do1(this.random.pick(['memcpy', 'memmove']), part(start), part(base));
  }

  /** `memmove` of the array onto itself, one element further. */
  private shifted(array: Operand, type: CompoundType, child: AirType): void {
    const many = manyOf(child);
    const slice = (offset: number): Operand => {
      const base = this.hidden(() => this.make1(many, `ptr_cast(${many.text}`, array));
      const moved = this.hidden(() =>
        this.make1(many, `ptr_add(${many.text}`, base, `<usize, ${offset}>`),
      );
      const length = `<usize, ${type.length - 1}>`;
      return this.hidden(() => this.make1(sliceOf(child), `slice([]${child.text}`, moved, length));
    };
    const [a, b] = this.chance(1, 2) ? [slice(0), slice(1)] : [slice(1), slice(0)];
    this.do1('memmove', a, b);
  }

  // Fields.

  /** Reads and writes a field, of a value and through a pointer. */
  protected fieldAccess(): void {
    const type = this.ofKind('struct');
    if (type === undefined) return;
    const at = this.random.below(type.parts.length);
    const part = type.parts[at]!;
    if (this.chance(1, 2)) {
      this.make1(part, 'agg_field_val', this.pick(type), `${at}`);
      return;
    }
    const pointer = this.pick(pointerTo(type));
    if (type.isPacked) {
      this.do1('store', pointer, this.pick(type));
      return;
    }
    const head = `struct_field_ptr(*${part.text}`;
    const field = this.make1(pointerTo(part), head, pointer, `${at}`);
    if (part.kind !== 'void' && part.bits !== 0) this.do1('store', field, this.pick(part));
    this.make1(type, 'load', pointer);
  }

  /** Two fields or elements exchanged: what is read before must be what is written after. */
  protected exchange(): void {
    const structs = this.around.types.filter(
      (type) => type.kind === 'struct' && !(type as CompoundType).isPacked,
    ) as CompoundType[];
    const child = this.randomType();
    const struct = structs.find(
      ({ parts }) => parts.length >= 2 && parts.at(0)!.text === parts.at(1)!.text,
    );
    const type = struct === undefined || this.chance(1, 2) ? arrayOf(2, child) : struct;
    const of = type.kind === 'array' ? child : type.parts[0]!;
    const place = this.slot(type);
    const whole = this.make1(type, 'load', place);
    const part = (at: number): Operand =>
      type.kind === 'array'
        ? this.make1(of, 'array_elem_val', whole, `<usize, ${at}>`)
        : this.make1(of, 'agg_field_val', whole, `${at}`);
    const [second, first] = [part(1), part(0)];
    if (type.kind === 'array') {
      this.do1('store', place, this.aggregate(type, [second, first]));
    } else {
      const field = (at: number): Operand =>
        this.hidden(() =>
          this.make1(pointerTo(of), `struct_field_ptr(*${of.text}`, place, `${at}`),
        );
      this.do1('store', field(0), second);
      this.do1('store', field(1), first);
    }
    this.make1(type, 'load', place);
  }

  /** A field of a packed struct or union through a bit-pointer. */
  protected packedField(): void {
    const types = this.around.types.filter(
      (type) => (type as CompoundType).isPacked,
    ) as CompoundType[];
    if (types.length === 0) return;
    const type = this.random.pick(types);
    const at = this.random.below(type.parts.length);
    const before = type.kind === 'union' ? [] : type.parts.slice(0, at);
    const offset = before.reduce((sum, part) => sum + part.bits!, 0);
    const bytes = Math.ceil(type.bits! / 8);
    const align = bytes <= 1 ? 1 : bytes <= 2 ? 2 : bytes <= 4 ? 4 : 8;
    const part = type.parts[at]!;
    const text = `*align(${align}:${offset}:${bytes}) ${part.text}`;
    const bitPointer: AirType = { text, kind: 'pointer', constant: () => 'undef' };
    const pointer = this.pick(pointerTo(type));
    const field = this.hidden(() =>
      this.make1(bitPointer, `struct_field_ptr(${text}`, pointer, `${at}`),
    );
    if (this.chance(2, 3)) this.do1('store', field, this.pick(part));
    this.make1(part, 'load', field);
    this.make1(type, 'load', pointer);
  }

  /** A struct from the pointer to one of its fields. */
  protected parent(): void {
    const type = this.ofKind('struct');
    if (type === undefined || type.isPacked) return;
    const at = this.random.below(type.parts.length);
    const part = type.parts[at]!;
    const pointer = this.pick(pointerTo(type));
    const head = `struct_field_ptr(*${part.text}`;
    const field = this.hidden(() => this.make1(pointerTo(part), head, pointer, `${at}`));
    const parent = `field_parent_ptr(*${type.text}`;
    this.make1(type, 'load', this.make1(pointerTo(type), parent, field, `${at}`));
  }

  /** The words of a slice in memory, each through its own pointer. */
  protected sliceWords(): void {
    const child = this.randomType();
    const type = sliceOf(child);
    const place = this.emit(pointerTo(type), [`alloc(*${type.text})`]);
    this.forget(place);
    this.do1('store', place, this.pick(type));
    const word = (head: string, of: AirType): Operand =>
      this.hidden(() => this.make1(pointerTo(of), `${head}(*${of.text}`, place));
    const many = manyOf(child);
    const length = word('ptr_slice_len_ptr', this.usize);
    const start = word('ptr_slice_ptr_ptr', many);
    if (this.chance(1, 2)) {
      const longer = this.pick(type);
      const base = this.hidden(() => this.make1(many, 'slice_ptr', longer));
      this.do1('store', start, base);
      this.do1('store', length, this.make1(this.usize, 'slice_len', longer));
    } else {
      this.do1('store', length, '<usize, 1>');
    }
    this.make1(type, 'load', place);
  }

  // Undefined values.

  /** Memory that is written part by part, and values with parts nobody looks at. */
  protected undefinedParts(): void {
    const type = this.ofKind('struct');
    if (type === undefined) return;
    const { parts } = type;
    const seen = this.random.below(parts.length);
    const hasBits = (part: AirType): boolean => part.kind !== 'void' && part.bits !== 0;
    if (type.isPacked || this.chance(1, 2)) {
      const operands = parts.map((part, at) =>
        at === seen || part.kind === 'void' ? this.pick(part) : this.constant(part, 'undef'),
      );
      const made = this.hidden(() => this.aggregate(type, operands));
      this.make1(parts[seen]!, 'agg_field_val', made, `${seen}`);
      return;
    }
    const place = this.emit(pointerTo(type), [`alloc(*${type.text})`]);
    this.forget(place);
    if (this.chance(1, 2)) this.do1('store', place, `<${type.text}, undef>`);
    parts.forEach((part, at) => {
      if (!hasBits(part)) return;
      const value = this.pick(part);
      const head = `struct_field_ptr(*${part.text}`;
      const field = this.hidden(() => this.make1(pointerTo(part), head, place, `${at}`));
      this.do1('store', field, value);
    });
    this.make1(type, 'load', place);
  }

  /** Undefined values that safe instructions fill with 0xAA. */
  protected filled(): void {
    const type = this.randomInt();
    if (this.chance(1, 2)) {
      const place = this.slot(type);
      this.do1('store_safe', place, `<${type.text}, undef>`);
      this.make1(type, 'load', place);
      return;
    }
    const array = arrayOf(1 + this.random.below(4), type);
    const place = this.slot(array);
    this.do1('memset_safe', place, `<${type.text}, undef>`);
    this.make1(array, 'load', place);
  }
}
