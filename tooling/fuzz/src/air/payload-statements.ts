// Optionals, error unions and unions in place, and the names of enum values and errors.

import { MemoryStatements } from './memory-statements.ts';
import type { Operand } from './tree.ts';
import { anyError, boolType, intType, pointerTo } from './types.ts';
import type { AirType, CompoundType } from './types.ts';

/** Appends statements about payloads. */
export abstract class PayloadStatements extends MemoryStatements {
  /** The payload of an optional, made present through its pointer. */
  protected optionalInPlace(): void {
    const type = this.ofKind('optional');
    if (type === undefined) return;
    const child = type.parts[0]!;
    const pointer = this.pick(pointerTo(type));
    this.make1(boolType, this.random.pick(['is_null_ptr', 'is_non_null_ptr']), pointer);
    const value = this.pick(child);
    this.writePayload('optional_payload_ptr_set', pointer, child, value);
    if (this.chance(1, 2)) this.readPayload('optional_payload_ptr', pointer, child);
    this.make1(type, 'load', pointer);
  }

  /** The payload of an error union, made a success through its pointer; or the error of a failure. */
  protected successInPlace(): void {
    const type = this.ofKind('errorUnion');
    if (type === undefined) return;
    const [set, payload] = type.parts as [AirType, AirType];
    if (this.chance(1, 3)) {
      const failed = this.make1(type, `wrap_errunion_err(${type.text}`, this.pick(set));
      const place = this.hidden(() => this.emit(pointerTo(type), [`alloc(*${type.text})`]));
      this.do1('store', place, this.or(failed, set.constant(this.random)));
      this.make1(set, `unwrap_errunion_err_ptr(${set.text}`, place);
      return;
    }
    const pointer = this.pick(pointerTo(type));
    this.make1(boolType, this.random.pick(['is_err_ptr', 'is_non_err_ptr']), pointer);
    if (payload.kind === 'void') return;
    this.writePayload('errunion_payload_ptr_set', pointer, payload, this.pick(payload));
    if (this.chance(1, 2)) this.readPayload('unwrap_errunion_payload_ptr', pointer, payload);
    this.make1(type, 'load', pointer);
  }

  // A pointer to a payload is used at once: a later null or error would make it invalid.

  private writePayload(tag: string, pointer: Operand, child: AirType, value: Operand): void {
    this.do1('store', this.payload(tag, pointer, child), value);
  }

  private readPayload(tag: string, pointer: Operand, child: AirType): void {
    this.make1(child, 'load', this.payload(tag, pointer, child));
  }

  private payload(tag: string, pointer: Operand, child: AirType): Operand {
    return this.hidden(() => this.make1(pointerTo(child), `${tag}(*${child.text}`, pointer));
  }

  /** Another field of a union, by its tag and its payload's pointer. */
  protected unionInPlace(): void {
    const type = this.ofKind('union');
    if (type === undefined || type.isPacked) return;
    const at = this.random.below(type.parts.length);
    const part = type.parts[at]!;
    const pointer = this.pick(pointerTo(type));
    // Before the tag: a value read from this union after it would be undefined.
    const value = this.pick(part);
    if (type.tag !== undefined) {
      this.do1('set_union_tag', pointer, `<${type.tag.text}, .${type.names[at]}>`);
    }
    if (part.kind !== 'void' && part.bits !== 0) {
      const head = `struct_field_ptr(*${part.text}`;
      const payload = this.hidden(() => this.make1(pointerTo(part), head, pointer, `${at}`));
      this.do1('store', payload, value);
    }
    this.make1(type, 'load', pointer);
  }

  /** Length and a byte of the name of an enum value or error. */
  protected name(): void {
    const kind = this.random.pick(['enum', 'errorSet'] as const);
    const named = this.ofKind(kind) ?? anyError;
    const tag = named.kind === 'enum' ? 'tag_name' : 'error_name';
    const slice: AirType = {
      text: '[:0]const u8',
      kind: 'slice',
      constant: () => '.{ &<[1:0]u8, "x">, 1 }',
    };
    // A value of an open enum may have no name.
    const value = named.kind === 'enum' && named.isOpen ? this.namedValue(named) : this.pick(named);
    const name = this.hidden(() => this.make1(slice, tag, value));
    this.make1(this.usize, 'slice_len', name);
    this.make1(intType(8, false), 'slice_elem_val', name, '<usize, 0>');
  }

  private namedValue(type: CompoundType): Operand {
    const place = this.hidden(() => this.emit(pointerTo(type), [`alloc(*${type.text})`]));
    this.do1('store', place, this.constant(type));
    return this.hidden(() => this.make1(type, 'load', place));
  }
}
