// Observation of values: every part of a value becomes an argument of an imported call.

import { MemoryStatements } from './memory-statements.ts';
import type { Body, Operand, Part } from './tree.ts';
import { boolType, f64, intType } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

const i64 = intType(64, true);

/** Appends the calls that show values. */
export class Observations extends MemoryStatements {
  protected observe(value: Operand): void {
    const type = value.type as CompoundType;
    switch (type.kind) {
      case 'int':
        this.report(this.widened(value));
        return;
      case 'bool': {
        const bit = this.emit(intType(1, false), ['bit_cast(u1, ', value, ')']);
        this.report(this.widened(bit));
        return;
      }
      case 'float': {
        const wide = type.text === 'f64' ? value : this.emit(f64, ['fpext(f64, ', value, ')']);
        this.emit(undefined, ['call(observe_f64, [', wide, '])']);
        return;
      }
      case 'enum': {
        const tag = type.parts[0] as IntType;
        this.observe(this.emit(tag, [`bit_cast(${tag.text}, `, value, ')']));
        return;
      }
      case 'errorSet':
        this.observe(this.emit(intType(16, false), ['int_from_error(u16, ', value, ')']));
        return;
      case 'struct':
        type.parts.forEach((part, at) => {
          this.observe(this.emit(part, ['agg_field_val(', value, `, ${at})`]));
        });
        return;
      case 'array':
        for (let at = 0; at < Math.min(type.length, 3); at++) {
          this.observe(this.emit(type.parts[0]!, ['array_elem_val(', value, `, <usize, ${at}>)`]));
        }
        return;
      case 'optional':
      case 'errorUnion':
      case 'union':
        this.observeParts(value, type);
    }
  }

  /** Behind a test of which part is there. */
  private observeParts(value: Operand, type: CompoundType): void {
    const block = this.reserve();
    const leave: readonly Part[] = ['br(', { kind: 'label', local: block }, ', void_value)'];
    const part = (tag: string, of: AirType, suffix = ''): Body =>
      this.nested(() => {
        if (of.kind !== 'void') this.observe(this.emit(of, [`${tag}(`, value, `${suffix})`]));
        return leave;
      });
    const nothing = this.nested(() => leave);
    const inner = this.nested(() => {
      if (type.kind === 'optional') {
        const there = this.emit(boolType, ['is_non_null(', value, ')']);
        return [
          'cond_br(',
          there,
          ', ',
          part('optional_payload', type.parts[0]!),
          ', ',
          nothing,
          ')',
        ];
      }
      if (type.kind === 'errorUnion') {
        const isError = this.emit(boolType, ['is_err(', value, ')']);
        const error = part('unwrap_errunion_err', type.parts[0]!);
        return [
          'cond_br(',
          isError,
          ', ',
          error,
          ', ',
          part('unwrap_errunion_payload', type.parts[1]!),
          ')',
        ];
      }
      const tag = this.emit(type.tag!, ['get_union_tag(', value, ')']);
      const parts: Part[] = ['switch_br(', tag];
      type.parts.forEach((field, at) => {
        parts.push(`, case(.${type.names[at]}) `, part('agg_field_val', field, `, ${at}`));
      });
      return [...parts, ')'];
    });
    this.emit(undefined, ['block(void, ', inner, ')'], block);
  }

  /** An integer as `i64`. */
  protected widened(value: Operand): Operand {
    const { bits, signed } = value.type as IntType;
    if (bits === 64 && signed) return value;
    const tag = bits === 64 ? 'bit_cast' : 'int_cast';
    return this.emit(i64, [`${tag}(i64, `, value, ')']);
  }

  private report(value: Operand): void {
    this.emit(undefined, ['call(observe_i64, [', value, '])']);
  }
}
