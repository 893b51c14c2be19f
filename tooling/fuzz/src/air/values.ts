// Values of every type: scalars, aggregates, pointers, and the elements and fields of what is there.

import { Scalars } from './scalars.ts';
import type { Operand } from './tree.ts';
import { arrayOf, intType, manyOf, optionalOf, pointerTo, sliceOf, usizeOf } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

/** Makes values. */
export abstract class Values extends Scalars {
  protected readonly usize: IntType = usizeOf(this.around.is64);

  make(type: AirType): Operand {
    if (type.kind === 'void') {
      return { kind: 'operand', type, local: undefined, constant: 'void_value' };
    }
    const isPlace =
      type.kind === 'slice' || (type.kind === 'pointer' && !(type as CompoundType).isConst);
    return !isPlace && this.chance(1, 6) ? this.part(type) : this.fresh(type);
  }

  private fresh(type: AirType): Operand {
    const compound = type as CompoundType;
    const { parts } = compound;
    switch (type.kind) {
      case 'int':
        if (type.bits === 0) return this.constant(type);
        return type.text === 'usize' ? this.index() : this.integer(type as IntType);
      case 'bool':
        return this.boolean();
      case 'float':
        return this.float(type);
      case 'enum':
        return this.enumValue(compound);
      case 'errorSet':
        return this.error(compound);
      case 'struct':
        if (compound.isPacked && this.chance(1, 4)) return this.fromInteger(compound);
        return this.aggregate(
          type,
          parts.map((part) => this.pick(part)),
        );
      case 'array':
        return this.aggregate(
          type,
          Array.from({ length: compound.length }, () => this.pick(parts[0]!)),
        );
      case 'optional':
        return this.make1(type, `wrap_optional(${type.text}`, this.pick(parts[0]!));
      case 'errorUnion':
        return this.chance(1, 3)
          ? this.make1(type, `wrap_errunion_err(${type.text}`, this.pick(parts[0]!))
          : this.make1(type, `wrap_errunion_payload(${type.text}`, this.pick(parts[1]!));
      case 'union': {
        if (compound.isPacked && this.chance(1, 3)) return this.fromInteger(compound);
        if (compound.tag !== undefined && parts.every(({ kind }) => kind === 'void')) {
          return this.make1(type, `union_from_enum(${type.text}`, this.pick(compound.tag));
        }
        const at = this.random.below(parts.length);
        return this.make1(type, `union_init(${type.text}, ${at}`, this.pick(parts[at]!));
      }
      case 'pointer':
        return this.pointer(compound);
      default:
        return this.slice(compound);
    }
  }

  /** A packed type from its backing integer. */
  private fromInteger(type: CompoundType): Operand {
    return this.make1(type, `bit_cast(${type.text}`, this.pick(intType(type.bits!, false)));
  }

  /** A stack slot with a value in it. */
  protected slot(child: AirType): Operand {
    const value = this.pick(child);
    const slot = this.emit(pointerTo(child), [`alloc(*${child.text})`]);
    this.do1('store', slot, value);
    return slot;
  }

  protected loaded(type: AirType): Operand {
    if (this.chance(1, 4)) {
      const pointer = this.hidden(() => {
        const volatile = pointerTo(type, 'volatile ');
        return this.make1(volatile, `ptr_cast(${volatile.text}`, this.pick(pointerTo(type)));
      });
      return this.make1(type, 'load', pointer);
    }
    return this.make1(type, 'load', this.pick(pointerTo(type)));
  }

  // Pointers and slices.

  private pointer(type: CompoundType): Operand {
    const child = type.parts[0]!;
    if (type.isConst) return this.constant(type);
    switch (this.random.below(9)) {
      case 0: {
        const globals = this.around.globals.filter(
          (global) => !global.isConst && global.type.text === child.text,
        );
        if (globals.length === 0) break;
        const name = `&${this.random.pick(globals).name}`;
        return { ...this.constant(type, name), constant: `<${type.text}, ${name}>` };
      }
      case 1: {
        const array = arrayOf(1 + this.random.below(4), child);
        const at = this.indexBelow(`<usize, ${array.length}>`);
        return this.make1(type, `ptr_elem_ptr(${type.text}`, this.slot(array), at);
      }
      case 2: {
        const struct = this.structWith(child);
        if (struct === undefined) break;
        const head = `struct_field_ptr(${type.text}`;
        return this.make1(type, head, this.pick(pointerTo(struct.type)), `${struct.at}`);
      }
      case 3: {
        const address = this.hidden(() =>
          this.make1(this.usize, 'int_from_ptr(usize', this.pick(type)),
        );
        if (this.chance(1, 3)) this.whole(this.usize, 'bit_and', address, '<usize, 0>');
        return this.make1(type, `ptr_from_int(${type.text}`, address);
      }
      case 4:
        return this.make1(type, `addrspace_cast(${type.text}`, this.pick(type));
      case 5: {
        const optional = optionalOf(type);
        const wrapped = this.hidden(() =>
          this.make1(optional, `wrap_optional(${optional.text}`, this.pick(type)),
        );
        return this.make1(type, 'optional_payload', wrapped);
      }
      case 6: {
        const slice = this.pick(sliceOf(child));
        const head = `slice_elem_ptr(${type.text}`;
        return this.make1(type, head, slice, this.sliceIndex(slice));
      }
    }
    return this.slot(child);
  }

  /** A struct of the program that has a field of a type, and which. */
  private structWith(child: AirType): { type: CompoundType; at: number } | undefined {
    for (const type of this.around.types as readonly CompoundType[]) {
      if (type.kind !== 'struct' || type.isPacked) continue;
      const at = type.parts.findIndex((part) => part.text === child.text);
      if (at >= 0) return { type, at };
    }
    return undefined;
  }

  /** A slice with elements. */
  private slice(type: CompoundType): Operand {
    const child = type.parts[0]!;
    const length = 1 + this.random.below(5);
    const array = this.slot(arrayOf(length, child));
    if (this.chance(1, 2)) return this.make1(type, `array_to_slice(${type.text}`, array);
    // From a pointer into the array to its end.
    const many = manyOf(child);
    const skipped = this.random.below(length);
    const from = this.hidden(() => this.make1(many, `ptr_cast(${many.text}`, array));
    const step = (tag: string, base: Operand, count: number): Operand =>
      this.hidden(() => this.make1(many, `${tag}(${many.text}`, base, `<usize, ${count}>`));
    const end = this.chance(1, 3)
      ? step('ptr_sub', step('ptr_add', from, length), length - skipped)
      : step('ptr_add', from, skipped);
    const slice = this.make1(type, `slice(${type.text}`, end, `<usize, ${length - skipped}>`);
    return this.chance(1, 4) ? this.make1(type, `ptr_cast(${type.text}`, slice) : slice;
  }

  protected sliceIndex(slice: Operand): Operand {
    const length = this.make1(this.usize, 'slice_len', slice);
    return this.indexBelow(this.or(length, '1'));
  }

  // Parts of what is there.

  /** A value out of memory, an array, a struct, an optional, an error union. */
  private part(type: AirType): Operand {
    const child = type;
    switch (this.random.below(9)) {
      case 0:
      case 1:
        return this.element(type);
      case 2: {
        const structs = this.around.types.filter(
          (other) =>
            other.kind === 'struct' &&
            (other as CompoundType).parts.some((part) => part.text === type.text),
        );
        if (structs.length === 0) break;
        const struct = this.random.pick(structs) as CompoundType;
        const at = struct.parts.findIndex((part) => part.text === type.text);
        return this.make1(type, 'agg_field_val', this.pick(struct), `${at}`);
      }
      case 3: {
        const optional = optionalOf(child);
        const wrapped = this.make1(optional, `wrap_optional(${optional.text}`, this.pick(child));
        return this.make1(type, 'optional_payload', {
          ...wrapped,
          constant: `<${optional.text}, ${this.constant(child).constant}>`,
        });
      }
      case 4: {
        const union = this.around.types.find(
          (other) =>
            other.kind === 'errorUnion' && (other as CompoundType).parts[1]!.text === child.text,
        );
        if (union === undefined) break;
        const head = `wrap_errunion_payload(${union.text}`;
        const wrapped = this.make1(union, head, this.pick(child));
        return this.make1(type, 'unwrap_errunion_payload', {
          ...wrapped,
          constant: `<${union.text}, ${this.constant(child).constant}>`,
        });
      }
      case 5: {
        const union = (this.around.types as readonly CompoundType[]).find(
          (other) =>
            other.kind === 'union' &&
            other.tag === undefined &&
            other.parts.some((part) => part.text === child.text),
        );
        if (union === undefined) break;
        const at = union.parts.findIndex((part) => part.text === child.text);
        return this.make1(type, 'agg_field_val', this.pick(union), `${at}`);
      }
    }
    return this.loaded(type);
  }

  /** An element of an array value, or through a pointer or slice. */
  protected element(type: AirType): Operand {
    const array = arrayOf(
      1 + this.random.below(5),
      type,
      this.chance(1, 8) && type.kind === 'int' ? '0' : undefined,
    );
    const index = (): Operand => this.indexBelow(`<usize, ${array.length}>`);
    switch (this.random.below(5)) {
      case 0:
        return this.make1(type, 'array_elem_val', this.pick(array), index());
      case 1: {
        const head = `ptr_elem_ptr(*${type.text}`;
        const place = this.make1(pointerTo(type), head, this.pick(pointerTo(array)), index());
        return this.make1(type, 'load', place);
      }
      case 2: {
        const slice = this.pick(sliceOf(type));
        return this.make1(type, 'slice_elem_val', slice, this.sliceIndex(slice));
      }
      case 3: {
        const slice = this.pick(sliceOf(type));
        const head = `slice_elem_ptr(*${type.text}`;
        const place = this.make1(pointerTo(type), head, slice, this.sliceIndex(slice));
        return this.make1(type, 'load', place);
      }
      default: {
        const many = manyOf(type);
        const slice = this.pick(sliceOf(type));
        const base = this.hidden(() => this.make1(many, 'slice_ptr', slice));
        return this.make1(type, 'ptr_elem_val', base, this.sliceIndex(slice));
      }
    }
  }
}
