// Statements about memory: globals, fields, packed fields, bulk operations, atomics, pointers into optionals, error unions and unions.

import type { Random } from '../random.ts';
import { Expressions } from './expressions.ts';
import type { Operand } from './tree.ts';
import { arrayOf, boolType, f64, intType, pointerTo, sliceOf, usize } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

/** A function that may be called. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly AirType[];
  readonly result: AirType;
}

/** A global variable. */
export interface GlobalVariable {
  readonly name: string;
  readonly type: AirType;
}

/** What the functions of a program share. */
export interface Surroundings {
  readonly types: readonly AirType[];
  readonly functions: readonly Signature[];
  readonly globals: readonly GlobalVariable[];
  /** Whether atomic instructions are wanted. */
  readonly atomics: boolean;
}

/** Appends statements that read and write memory. */
export class MemoryStatements extends Expressions {
  protected readonly around: Surroundings;

  constructor(random: Random, budget: number, around: Surroundings) {
    super(random, budget);
    this.around = around;
  }

  protected randomType(): AirType {
    const any = [boolType, this.random.pick([f64, f64, intType(32, true)]), ...this.around.types];
    return this.chance(1, 2) ? this.randomInt() : this.random.pick(any);
  }

  // Memory.

  protected write(): void {
    const type = this.randomType();
    const pointer = this.pick(pointerTo(type));
    this.emit(undefined, [
      `${this.random.pick(['store', 'store_safe'])}(`,
      pointer,
      ', ',
      this.pick(type),
      ')',
    ]);
  }

  protected globalAccess(): void {
    if (this.around.globals.length === 0) return;
    const { name, type } = this.random.pick(this.around.globals);
    const pointer = this.constant(pointerTo(type), `&${name}`);
    if (this.chance(1, 2)) this.emit(type, ['load(', pointer, ')']);
    else this.emit(undefined, ['store(', pointer, ', ', this.pick(type), ')']);
  }

  protected bulk(): void {
    const child = this.randomType();
    const array = arrayOf(2 + this.random.below(6), child);
    const to = this.slot(array);
    if (this.chance(1, 3)) {
      const slice = this.emit(sliceOf(child), [`array_to_slice([]${child.text}, `, to, ')']);
      this.emit(undefined, ['memset(', slice, ', ', this.pick(child), ')']);
    } else if (this.chance(1, 2)) {
      const from = this.slot(array);
      this.emit(undefined, [`${this.random.pick(['memcpy', 'memmove'])}(`, to, ', ', from, ')']);
    } else {
      this.shifted(to, array, child);
    }
    this.emit(array, ['load(', to, ')']);
  }

  /** `memmove` of the array onto itself, one element further. */
  protected shifted(array: Operand, type: CompoundType, child: AirType): void {
    const many: AirType = { text: `[*]${child.text}`, kind: 'pointer', constant: () => 'undef' };
    const slice = (offset: number): Operand => {
      const base = this.emit(many, [`ptr_cast(${many.text}, `, array, ')']);
      const moved = this.emit(many, [`ptr_add(${many.text}, `, base, `, <usize, ${offset}>)`]);
      const length = `<usize, ${type.length - 1}>`;
      return this.emit(sliceOf(child), [`slice([]${child.text}, `, moved, `, ${length})`]);
    };
    const mark = this.scope.length;
    const [a, b] = this.chance(1, 2) ? [slice(0), slice(1)] : [slice(1), slice(0)];
    this.emit(undefined, ['memmove(', a, ', ', b, ')']);
    this.scope.length = mark;
  }

  /** Reads and writes a field, of a value and through a pointer. */
  protected fieldAccess(): void {
    const structs = this.around.types.filter((type) => type.kind === 'struct') as CompoundType[];
    if (structs.length === 0) return;
    const type = this.random.pick(structs);
    const at = this.random.below(type.parts.length);
    const part = type.parts[at]!;
    if (this.chance(1, 2)) {
      this.emit(part, ['agg_field_val(', this.pick(type), `, ${at})`]);
      return;
    }
    if (type.isPacked) {
      // Only the whole, through memory: pointers to packed fields have types of their own.
      this.emit(undefined, ['store(', this.pick(pointerTo(type)), ', ', this.pick(type), ')']);
      return;
    }
    const pointer = this.pick(pointerTo(type));
    const field = this.emit(pointerTo(part), [
      `struct_field_ptr(*${part.text}, `,
      pointer,
      `, ${at})`,
    ]);
    this.emit(undefined, ['store(', field, ', ', this.pick(part), ')']);
    this.emit(type, ['load(', pointer, ')']);
  }

  /** A field of a packed struct through a bit-pointer. */
  protected packedField(): void {
    const types = this.around.types.filter(
      (type) => (type as CompoundType).isPacked,
    ) as CompoundType[];
    const type = types[0];
    if (type === undefined) return;
    const at = this.random.below(type.parts.length);
    const bitsOf = (part: AirType): number => (part.kind === 'bool' ? 1 : (part as IntType).bits);
    const offset = type.parts.slice(0, at).reduce((sum, part) => sum + bitsOf(part), 0);
    const bytes = Math.ceil(type.parts.reduce((sum, part) => sum + bitsOf(part), 0) / 8);
    const align = bytes <= 1 ? 1 : bytes <= 2 ? 2 : bytes <= 4 ? 4 : 8;
    const part = type.parts[at]!;
    const text = `*align(${align}:${offset}:${bytes}) ${part.text}`;
    const bitPointer: AirType = { text, kind: 'pointer', constant: () => 'undef' };
    const pointer = this.pick(pointerTo(type));
    const field = this.emit(bitPointer, [`struct_field_ptr(${text}, `, pointer, `, ${at})`]);
    this.scope.pop();
    if (this.chance(2, 3)) this.emit(undefined, ['store(', field, ', ', this.pick(part), ')']);
    this.emit(part, ['load(', field, ')']);
    this.emit(type, ['load(', pointer, ')']);
  }

  /** The payload of an optional, made present through its pointer. */
  protected optionalInPlace(): void {
    const type = this.ofKind('optional');
    if (type === undefined) return;
    const child = type.parts[0]!;
    const pointer = this.pick(pointerTo(type));
    this.emit(boolType, [`${this.random.pick(['is_null_ptr', 'is_non_null_ptr'])}(`, pointer, ')']);
    const value = this.pick(child);
    const payload = this.emit(pointerTo(child), [
      `optional_payload_ptr_set(*${child.text}, `,
      pointer,
      ')',
    ]);
    this.emit(undefined, ['store(', payload, ', ', value, ')']);
    this.forget(payload); // a later null would make it invalid
    this.emit(type, ['load(', pointer, ')']);
  }

  /** The payload of an error union, made a success through its pointer. */
  protected successInPlace(): void {
    const type = this.ofKind('errorUnion');
    const payloadType = type?.parts[1];
    if (type === undefined || payloadType === undefined || payloadType.kind === 'void') return;
    const pointer = this.pick(pointerTo(type));
    this.emit(boolType, [`${this.random.pick(['is_err_ptr', 'is_non_err_ptr'])}(`, pointer, ')']);
    const value = this.pick(payloadType);
    const payload = this.emit(pointerTo(payloadType), [
      `errunion_payload_ptr_set(*${payloadType.text}, `,
      pointer,
      ')',
    ]);
    this.emit(undefined, ['store(', payload, ', ', value, ')']);
    this.forget(payload);
    this.emit(type, ['load(', pointer, ')']);
  }

  /** Another field of a union, by its tag and its payload's pointer. */
  protected unionInPlace(): void {
    const type = this.ofKind('union');
    if (type === undefined) return;
    const at = this.random.below(type.parts.length);
    const part = type.parts[at]!;
    const pointer = this.pick(pointerTo(type));
    // Before the tag: a value read from this union after it would be undefined.
    const value = this.pick(part);
    this.emit(undefined, ['set_union_tag(', pointer, `, <${type.tag!.text}, .${type.names[at]}>)`]);
    if (part.kind !== 'void') {
      const payload = this.emit(pointerTo(part), [
        `struct_field_ptr(*${part.text}, `,
        pointer,
        `, ${at})`,
      ]);
      this.emit(undefined, ['store(', payload, ', ', value, ')']);
      this.forget(payload);
    }
    this.emit(type, ['load(', pointer, ')']);
  }

  /** A struct from the pointer to one of its fields. */
  protected parent(): void {
    const type = this.ofKind('struct');
    if (type === undefined || type.isPacked) return;
    const at = this.random.below(type.parts.length);
    const part = type.parts[at]!;
    const pointer = this.pick(pointerTo(type));
    const field = this.emit(pointerTo(part), [
      `struct_field_ptr(*${part.text}, `,
      pointer,
      `, ${at})`,
    ]);
    const parent = this.emit(pointerTo(type), [
      `field_parent_ptr(*${type.text}, `,
      field,
      `, ${at})`,
    ]);
    this.emit(type, ['load(', parent, ')']);
  }

  protected atomic(): void {
    const type = intType(this.random.pick([8, 16, 32, 64, 7, 24, 33]), this.chance(1, 2));
    const pointer = this.pick(pointerTo(type));
    if (this.chance(1, 3)) {
      const optional: AirType = { text: `?${type.text}`, kind: 'optional', constant: () => 'null' };
      const seen = this.emit(optional, [
        `cmpxchg_strong(?${type.text}, seq_cst, monotonic, `,
        pointer,
        ', ',
        this.pick(type),
        ', ',
        this.pick(type),
        ')',
      ]);
      this.scope.pop();
      this.emit(boolType, ['is_null(', seen, ')']);
    } else {
      const operation = this.random.pick([
        'xchg',
        'add',
        'sub',
        'and',
        'nand',
        'or',
        'xor',
        'max',
        'min',
      ]);
      this.emit(type, [`atomic_rmw(${operation}, seq_cst, `, pointer, ', ', this.pick(type), ')']);
    }
    this.emit(type, ['atomic_load(seq_cst, ', pointer, ')']);
  }

  /** Length and a byte of the name of an enum value or error. */
  protected name(): void {
    const named = this.ofKind(this.random.pick(['enum', 'errorSet']));
    if (named === undefined) return;
    const tag = named.kind === 'enum' ? 'tag_name' : 'error_name';
    const slice: AirType = {
      text: '[:0]const u8',
      kind: 'slice',
      constant: () => '.{ &<[1:0]u8, "x">, 1 }',
    };
    const name = this.emit(slice, [`${tag}(`, this.pick(named), ')']);
    this.scope.pop();
    this.emit(usize, ['slice_len(', name, ')']);
    this.emit(intType(8, false), ['slice_elem_val(', name, ', <usize, 0>)']);
  }

  /** A random type of a kind, if the program has one. */
  protected ofKind(kind: AirType['kind']): CompoundType | undefined {
    const types = this.around.types.filter((type) => type.kind === kind);
    return types.length === 0 ? undefined : (this.random.pick(types) as CompoundType);
  }
}
