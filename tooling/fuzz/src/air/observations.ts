// Observation of values: every part of a value becomes an argument of an imported call.

import { PayloadStatements } from './payload-statements.ts';
import type { Body, Operand, Part } from './tree.ts';
import { boolType, f64, intType } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

const i64 = intType(64, true);

/** Elements of an array or slice that are shown. */
const SHOWN_ELEMENTS = 3;

/** Appends the calls that show values. */
export abstract class Observations extends PayloadStatements {
  protected observe(value: Operand): void {
    const type = value.type as CompoundType;
    const part = (of: AirType, head: string, ...rest: readonly Part[]): void =>
      this.observe(this.make1(of, head, value, ...rest));
    switch (type.kind) {
      case 'int':
        if (type.bits !== 0) this.report(this.widened(value));
        return;
      case 'bool':
        return part(intType(1, false), 'bit_cast(u1');
      case 'float': {
        const wide = type.text === 'f64' ? value : this.make1(f64, 'fpext(f64', value);
        this.emit(undefined, ['call(observe_f64, [', wide, '])']);
        return;
      }
      case 'enum': {
        const tag = type.parts[0] as IntType;
        return part(tag, `bit_cast(${tag.text}`);
      }
      case 'errorSet': {
        const { errorInt } = this.around;
        return part(errorInt, `int_from_error(${errorInt.text}`);
      }
      case 'struct':
        type.parts.forEach((of, at) => {
          if (of.kind !== 'void') part(of, 'agg_field_val', `${at}`);
        });
        return;
      case 'array':
        for (let at = 0; at < Math.min(type.length, SHOWN_ELEMENTS); at++) {
          part(type.parts[0]!, 'array_elem_val', `<usize, ${at}>`);
        }
        return;
      case 'pointer':
        // Pointers that lead further could lead far.
        if (isFlat(type.parts[0]!)) part(type.parts[0]!, 'load');
        return;
      case 'slice':
        if (!isFlat(type.parts[0]!)) return;
        part(this.usize, 'slice_len');
        return part(type.parts[0]!, 'slice_elem_val', '<usize, 0>');
      case 'union':
        if (type.tag === undefined) return part(type.parts[0]!, 'agg_field_val', '0');
        return this.observeParts(value, type);
      case 'optional':
      case 'errorUnion':
        this.observeParts(value, type);
    }
  }

  /** Something from further out or before; rare kinds of types as often as common ones. */
  protected observeAny(): void {
    if (this.scope.length === 0) return;
    const kind = this.random.pick([...new Set(this.scope.map(({ type }) => type.kind))]);
    this.observe(this.random.pick(this.scope.filter(({ type }) => type.kind === kind)));
  }

  /** Behind a test of which part is there. */
  private observeParts(value: Operand, type: CompoundType): void {
    const block = this.reserve();
    const leave: readonly Part[] = ['br(', { kind: 'label', local: block }, ', void_value)'];
    const part = (tag: string, of: AirType, ...rest: readonly Part[]): Body =>
      this.nested(() => {
        if (of.kind !== 'void') this.observe(this.make1(of, tag, value, ...rest));
        return leave;
      });
    const nothing = this.nested(() => leave);
    const inner = this.nested(() => {
      if (type.kind === 'optional') {
        const there = this.make1(boolType, 'is_non_null', value);
        const payload = part('optional_payload', type.parts[0]!);
        return ['cond_br(', there, ', ', payload, ', ', nothing, ')'];
      }
      if (type.kind === 'errorUnion') {
        const isError = this.make1(boolType, 'is_err', value);
        const error = part('unwrap_errunion_err', type.parts[0]!);
        const payload = part('unwrap_errunion_payload', type.parts[1]!);
        return ['cond_br(', isError, ', ', error, ', ', payload, ')'];
      }
      const parts: Part[] = ['switch_br(', this.make1(type.tag!, 'get_union_tag', value)];
      type.parts.forEach((field, at) => {
        parts.push(`, case(.${type.names[at]}) `, part('agg_field_val', field, `${at}`));
      });
      return [...parts, ')'];
    });
    this.emit(undefined, ['block(void, ', inner, ')'], block);
  }

  /** An integer as `i64`. */
  protected widened(value: Operand): Operand {
    const { bits, signed } = value.type as IntType;
    if (bits === 64 && signed) return value;
    return this.make1(i64, `${bits === 64 ? 'bit_cast' : 'int_cast'}(i64`, value);
  }

  private report(value: Operand): void {
    this.emit(undefined, ['call(observe_i64, [', value, '])']);
  }
}

/** True for types that hold no pointers. */
function isFlat(type: AirType): boolean {
  const { parts = [] } = type as Partial<CompoundType>;
  return type.kind !== 'pointer' && type.kind !== 'slice' && parts.every(isFlat);
}
