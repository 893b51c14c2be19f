// Types and constants of the text form. Both nest in each other to any depth, so one machine with an explicit stack reads both: a frame is
// what happens with a result. Frames are in frames.ts, what begins a type in type-reader.ts, what begins a constant in value-reader.ts.

import { None, type TypeId, type ValueId } from '../ids.ts';
import { packedConstant } from '../packed.ts';
import { TypeKind } from '../types.ts';
import {
  F_ALIAS,
  F_ARRAY,
  F_ARRAY_SENTINEL,
  F_ELEMENT,
  F_ERROR_UNION,
  F_FIELD,
  F_FUNCTION,
  F_NAMED_FIELD,
  F_OPTIONAL,
  F_PARAMETER,
  F_POINTER,
  F_POINTER_SENTINEL,
  F_SLICE_LENGTH,
  F_SLICE_POINTER,
  F_SOME,
  F_SUCCESS,
  F_TUPLE,
  F_TUPLE_VALUE,
  F_TYPED,
  F_TYPED_VALUE,
  F_UAV,
  F_UAV_VALUE,
  F_UNION,
  F_UNION_BYTES,
  F_VECTOR,
  type Mode,
  RESULT,
  TYPE,
  VALUE,
} from './frames.ts';
import { Word } from './words.ts';
import { ValueReader } from './value-reader.ts';

/** Reads types and constants. */
export class TermParser extends ValueReader {
  /** Reads a type. */
  type(): TypeId {
    const base = this.frames.length;
    const known = this.knownType();
    if (known === None) return this.run(TYPE, base) as TypeId;
    this.context.lexer.next();
    this.result = known;
    const mode = this.afterName();
    return (mode === RESULT ? known : this.run(mode, base)) as TypeId;
  }

  /** Reads a value of a type. */
  value(type: TypeId): ValueId {
    this.expected = type;
    return this.run(VALUE, this.frames.length) as ValueId;
  }

  /** Reads `<T, v>`; the current token is the `<`. */
  typedValue(): ValueId {
    const { lexer, module } = this.context;
    lexer.next();
    const plain = this.knownType();
    if (plain === None || module.types.kind(plain as TypeId) !== TypeKind.int) {
      const base = this.frames.length;
      this.frames.push2(None, F_TYPED);
      return this.run(TYPE, base) as ValueId;
    }
    // The common case, an integer: no frames.
    lexer.next();
    this.context.expect(44);
    const value = this.value(plain as TypeId);
    this.context.expect(62);
    return value;
  }

  /** Reads `(T, …) callconv(…) R`. */
  signature(): TypeId {
    this.context.expect(40);
    const base = this.frames.length;
    return this.run(this.parameter(this.list.length), base) as TypeId;
  }

  /** Works until there are only `base` words of frames. */
  protected run(start: Mode, base: number): number {
    let mode = start;
    for (;;) {
      if (mode === TYPE) mode = this.startType();
      else if (mode === VALUE) mode = this.startValue();
      else if (this.frames.length === base) return this.result;
      else mode = this.resume();
    }
  }

  /** Hands the result to the frame on top. */
  protected resume(): Mode {
    const frames = this.frames;
    const context = this.context;
    const { lexer, module } = context;
    const { types, values } = module;
    const pop = (): number => frames.pop();
    switch (pop()) {
      case F_POINTER: {
        const sentinel = pop();
        if (sentinel !== None) {
          frames.push3(this.result, lexer.start, F_POINTER_SENTINEL);
          this.expected = this.result as TypeId;
          lexer.jump(sentinel);
          return VALUE;
        }
        this.makePointer(this.result as TypeId, None);
        return RESULT;
      }
      case F_POINTER_SENTINEL: {
        const sentinel = this.result as ValueId;
        lexer.jump(pop());
        this.makePointer(pop() as TypeId, sentinel);
        return RESULT;
      }
      case F_ARRAY: {
        const sentinel = pop();
        if (sentinel !== None) {
          frames.push3(this.result, lexer.start, F_ARRAY_SENTINEL);
          this.expected = this.result as TypeId;
          lexer.jump(sentinel);
          return VALUE;
        }
        this.result = this.makeArray(this.result as TypeId, None);
        return RESULT;
      }
      case F_ARRAY_SENTINEL: {
        const sentinel = this.result as ValueId;
        lexer.jump(pop());
        this.result = this.makeArray(pop() as TypeId, sentinel);
        return RESULT;
      }
      case F_OPTIONAL:
        this.result = types.optional(this.result as TypeId);
        return RESULT;
      case F_VECTOR:
        context.expect(41);
        this.result = types.vector(this.result as TypeId, pop());
        return RESULT;
      case F_ERROR_UNION:
        this.result = types.errorUnion(pop() as TypeId, this.result as TypeId);
        return RESULT;
      case F_PARAMETER: {
        const base = pop();
        this.list.push(this.result);
        if (lexer.kind !== 41) context.expect(44);
        return this.parameter(base);
      }
      case F_FUNCTION:
        this.makeFunction(pop(), pop(), pop());
        return RESULT;
      case F_TUPLE: {
        const base = pop();
        if (!context.acceptWord(Word.comptime)) {
          this.list.push2(this.result, None);
          return this.afterTupleField(base);
        }
        context.expect(61);
        this.list.push(this.result);
        this.expected = this.result as TypeId;
        frames.push2(base, F_TUPLE_VALUE);
        return VALUE;
      }
      case F_TUPLE_VALUE: {
        this.list.push(this.result);
        return this.afterTupleField(pop());
      }
      case F_ALIAS: {
        const end = pop();
        const declaration = this.active.pop()!;
        declaration.type = this.result as TypeId;
        declaration.state = 'done';
        lexer.jump(end);
        return this.afterName();
      }
      case F_TYPED: {
        this.expected = this.result as TypeId;
        context.expect(44);
        frames.push2(this.result, F_TYPED_VALUE);
        return VALUE;
      }
      case F_TYPED_VALUE: {
        const type = pop() as TypeId;
        const around = pop();
        context.expect(62);
        if (around !== None) this.result = this.coerce(type, around as TypeId);
        return RESULT;
      }
      case F_SOME:
        this.result = values.some(pop() as TypeId, this.result as ValueId);
        return RESULT;
      case F_SUCCESS:
        this.result = values.success(pop() as TypeId, this.result as ValueId);
        return RESULT;
      case F_ELEMENT:
        return this.afterElement(pop(), pop() as TypeId);
      case F_FIELD:
        return this.afterField(pop(), pop() as TypeId);
      case F_NAMED_FIELD:
        return this.afterNamedField(pop(), pop(), pop() as TypeId);
      case F_UNION: {
        const field = pop();
        context.expect(125);
        const type = pop() as TypeId;
        const value = this.result as ValueId;
        this.result = module.layout.isPacked(type)
          ? packedConstant(module, type, [value])
          : values.union(type, field, value);
        return RESULT;
      }
      case F_UNION_BYTES:
        context.expect(125);
        this.result = values.unionBytes(pop() as TypeId, this.result as ValueId);
        return RESULT;
      case F_SLICE_POINTER:
        context.expect(44);
        frames.push2(this.result, F_SLICE_LENGTH);
        this.expected = types.usize;
        return VALUE;
      case F_SLICE_LENGTH: {
        const pointer = pop() as ValueId;
        context.expect(125);
        this.result = values.slice(pop() as TypeId, pointer, this.result as ValueId);
        return RESULT;
      }
      case F_UAV:
        this.expected = this.result as TypeId;
        context.expect(44);
        frames.push(F_UAV_VALUE);
        return VALUE;
      default: {
        // F_UAV_VALUE
        const align = pop();
        context.expect(62);
        const value = this.result as ValueId;
        this.result = values.uavPointer(pop() as TypeId, value, this.offset(), align);
        return RESULT;
      }
    }
  }
}
