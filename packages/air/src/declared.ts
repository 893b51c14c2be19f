import { Rows } from './rows.ts';
import { None, type DeclaredId, type NameId, type TypeId, type ValueId } from './ids.ts';
import type { TypeKind } from './types.ts';

/** Layouts of declared structs and unions. */
export const ContainerLayout = { auto: 0, extern: 1, packed: 2 } as const;
export type ContainerLayout = (typeof ContainerLayout)[keyof typeof ContainerLayout];

/** A field of a struct or union to define. */
export interface FieldDefinition {
  readonly name: NameId;
  readonly type: TypeId;
  /** Stated alignment in bytes; 0 is the natural one. @default 0 */
  readonly align?: number;
  /** Stated offset in bytes. @default None */
  readonly offset?: number;
  /** Value of a comptime field. @default None */
  readonly comptime?: ValueId | typeof None;
}

/** A struct or union to define. */
export interface ContainerDefinition {
  readonly fields: readonly FieldDefinition[];
  /** @default ContainerLayout.auto */
  readonly layout?: ContainerLayout;
  /** Backing integer of a packed container. @default None: as wide as the fields, unsigned */
  readonly backing?: TypeId | typeof None;
  /** Enum of a tagged union. @default None: untagged */
  readonly tag?: TypeId | typeof None;
  /** Stated size in bytes. @default None */
  readonly size?: number;
  /** Stated alignment in bytes; 0 is none. @default 0 */
  readonly align?: number;
  /** Stated offset of the tag of a tagged union. @default None */
  readonly tagOffset?: number;
  /** Stated offset of the payload of a tagged union. @default None */
  readonly payloadOffset?: number;
}

/** A name and number of an enum to define. */
export interface EnumFieldDefinition {
  readonly name: NameId;
  /** Integer value of the enum's tag type. */
  readonly value: ValueId;
}

/** Words of a row of declarations. */
const NAME = 0;
const KIND = 1;
const TYPE = 2;
/** Layout in bits 0 to 1, defined in bit 8, exhaustive in bit 9. */
const FLAGS = 3;
const FIRST = 4;
const COUNT = 5;
/** Backing integer of a packed container, tag enum of a union, tag integer of an enum. */
const INNER = 6;
const SIZE = 7;
const ALIGN = 8;
const TAG_OFFSET = 9;
const PAYLOAD_OFFSET = 10;
/** Offset of the name in the text. */
const POSITION = 11;
const ROW = 12;

const DEFINED = 1 << 8;
const EXHAUSTIVE = 1 << 9;

/** Words of a field. In an enum `FIELD_TYPE` is unused and `FIELD_VALUE` the tag integer. */
const FIELD_NAME = 0;
const FIELD_TYPE = 1;
const FIELD_ALIGN = 2;
const FIELD_OFFSET = 3;
const FIELD_VALUE = 4;
const FIELD = 5;

/** Key of (declaration, word) in the maps below: exact below 2^53. */
function key(id: DeclaredId, word: number): number {
  return id * 0x1_0000_0000 + word;
}

/**
 * The structs, unions, enums and opaques of a module, in order of their declaration. They get an id first and a definition later, so
 * that they can name each other. Reading a declaration without definition gives no fields.
 */
export class DeclaredTypes {
  readonly #rows = new Rows(ROW);
  readonly #fields = new Rows(FIELD);
  /** First field with a name: (declaration, name) to index. */
  readonly #byName: Map<number, number> = new Map();
  /** First enum field with a value: (declaration, value) to index. */
  readonly #byValue: Map<number, number> = new Map();

  /** Number of declarations. */
  get length(): number {
    return this.#rows.length;
  }

  /** Used by `TypeTable.declare`, which also makes the type. */
  add(kind: TypeKind, name: NameId, position: number): DeclaredId {
    const id = this.#rows.add(None) as DeclaredId;
    this.#rows.set(id, NAME, name);
    this.#rows.set(id, KIND, kind);
    this.#rows.set(id, POSITION, position);
    this.#rows.set(id, FLAGS, 0);
    this.#rows.set(id, FIRST, 0);
    this.#rows.set(id, COUNT, 0);
    this.#rows.set(id, ALIGN, 0);
    return id;
  }

  setType(id: DeclaredId, type: TypeId): void {
    this.#rows.set(id, TYPE, type);
  }

  /** Gives a struct or union its fields. @throws TypeError when it has them already */
  defineContainer(id: DeclaredId, definition: ContainerDefinition): void {
    const { fields, layout = ContainerLayout.auto } = definition;
    this.#begin(id, fields.length, layout);
    const packed = layout === ContainerLayout.packed;
    this.#rows.set(id, INNER, (packed ? definition.backing : definition.tag) ?? None);
    this.#rows.set(id, SIZE, definition.size ?? None);
    this.#rows.set(id, ALIGN, definition.align ?? 0);
    this.#rows.set(id, TAG_OFFSET, definition.tagOffset ?? None);
    this.#rows.set(id, PAYLOAD_OFFSET, definition.payloadOffset ?? None);
    for (const field of fields) {
      this.#field(
        id,
        field.name,
        field.type,
        field.align ?? 0,
        field.offset ?? None,
        field.comptime ?? None,
      );
    }
  }

  /** Gives an enum its tag type and fields. @throws TypeError when it has them already */
  defineEnum(
    id: DeclaredId,
    tag: TypeId,
    fields: readonly EnumFieldDefinition[],
    exhaustive = true,
  ): void {
    this.#begin(id, fields.length, exhaustive ? EXHAUSTIVE : 0);
    this.#rows.set(id, INNER, tag);
    for (const field of fields) this.#field(id, field.name, None, 0, None, field.value);
  }

  #begin(id: DeclaredId, count: number, flags: number): void {
    if (this.isDefined(id)) throw new TypeError(`declaration ${id} is already defined`);
    this.#rows.set(id, FLAGS, DEFINED | flags);
    this.#rows.set(id, FIRST, this.#fields.length);
    this.#rows.set(id, COUNT, count);
  }

  #field(
    id: DeclaredId,
    name: NameId,
    type: number,
    align: number,
    offset: number,
    value: number,
  ): void {
    const row = this.#fields.add(None);
    this.#fields.set(row, FIELD_NAME, name);
    this.#fields.set(row, FIELD_TYPE, type);
    this.#fields.set(row, FIELD_ALIGN, align);
    this.#fields.set(row, FIELD_OFFSET, offset);
    this.#fields.set(row, FIELD_VALUE, value);
    const local = row - this.#rows.get(id, FIRST);
    if (!this.#byName.has(key(id, name))) this.#byName.set(key(id, name), local);
    if (value !== None && !this.#byValue.has(key(id, value))) {
      this.#byValue.set(key(id, value), local);
    }
  }

  name(id: DeclaredId): NameId {
    return this.#rows.get(id, NAME) as NameId;
  }

  kind(id: DeclaredId): TypeKind {
    return this.#rows.get(id, KIND) as TypeKind;
  }

  type(id: DeclaredId): TypeId {
    return this.#rows.get(id, TYPE) as TypeId;
  }

  /** Offset of the name in the text, or `None`. */
  position(id: DeclaredId): number {
    return this.#rows.get(id, POSITION);
  }

  isDefined(id: DeclaredId): boolean {
    return (this.#rows.get(id, FLAGS) & DEFINED) !== 0;
  }

  layout(id: DeclaredId): ContainerLayout {
    return (this.#rows.get(id, FLAGS) & 3) as ContainerLayout;
  }

  /** False for an enum with `_`. */
  isExhaustive(id: DeclaredId): boolean {
    return (this.#rows.get(id, FLAGS) & EXHAUSTIVE) !== 0;
  }

  /** Backing integer of a packed container as stated, or `None`. */
  backing(id: DeclaredId): TypeId | typeof None {
    return this.layout(id) === ContainerLayout.packed
      ? (this.#rows.get(id, INNER) as TypeId)
      : None;
  }

  /** Enum of a tagged union, integer of an enum, `None` for an untagged union or struct. */
  tag(id: DeclaredId): TypeId | typeof None {
    return this.layout(id) === ContainerLayout.packed
      ? None
      : (this.#rows.get(id, INNER) as TypeId);
  }

  /** Stated size, or `None`. */
  size(id: DeclaredId): number {
    return this.#rows.get(id, SIZE);
  }

  /** Stated alignment, or 0. */
  align(id: DeclaredId): number {
    return this.#rows.get(id, ALIGN);
  }

  /** Stated offset of a union's tag, or `None`. */
  tagOffset(id: DeclaredId): number {
    return this.#rows.get(id, TAG_OFFSET);
  }

  /** Stated offset of a tagged union's payload, or `None`. */
  payloadOffset(id: DeclaredId): number {
    return this.#rows.get(id, PAYLOAD_OFFSET);
  }

  fieldCount(id: DeclaredId): number {
    return this.#rows.get(id, COUNT);
  }

  #fieldWord(id: DeclaredId, index: number, word: number): number {
    if (index >= this.fieldCount(id)) throw new RangeError(`no field ${index}`);
    return this.#fields.get(this.#rows.get(id, FIRST) + index, word);
  }

  fieldName(id: DeclaredId, index: number): NameId {
    return this.#fieldWord(id, index, FIELD_NAME) as NameId;
  }

  fieldType(id: DeclaredId, index: number): TypeId {
    return this.#fieldWord(id, index, FIELD_TYPE) as TypeId;
  }

  /** Stated alignment of a field, or 0. */
  fieldAlign(id: DeclaredId, index: number): number {
    return this.#fieldWord(id, index, FIELD_ALIGN);
  }

  /** Stated offset of a field, or `None`. */
  fieldOffset(id: DeclaredId, index: number): number {
    return this.#fieldWord(id, index, FIELD_OFFSET);
  }

  /** Value of a comptime field, or `None`. */
  fieldComptime(id: DeclaredId, index: number): ValueId | typeof None {
    return this.#fieldWord(id, index, FIELD_VALUE) as ValueId;
  }

  /** Integer (a value of the tag type) of an enum field. */
  enumValue(id: DeclaredId, index: number): ValueId {
    return this.#fieldWord(id, index, FIELD_VALUE) as ValueId;
  }

  /** Index of the field with a name, or -1. */
  findField(id: DeclaredId, name: NameId): number {
    return this.#byName.get(key(id, name)) ?? -1;
  }

  /** Index of the first enum field with an integer value of the tag type, or -1. */
  findEnumValue(id: DeclaredId, value: ValueId): number {
    return this.#byValue.get(key(id, value)) ?? -1;
  }
}
