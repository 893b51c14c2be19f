// Types and constants of the text form. Both nest in each other to any depth, so one machine with an explicit stack reads both.

import { airCodes } from '@wasmwright/diagnostics';
import { formatOfBits, parseFloatText } from '../float/index.ts';
import { None, type ErrorId, type NameId, type NavId, type TypeId, type ValueId } from '../ids.ts';
import { packedConstant } from '../packed.ts';
import { CallingConvention, PointerSize, TypeKind } from '../types.ts';
import { ValueKind } from '../values.ts';
import { ParseFailure, type Context } from './context.ts';
import { BUILTIN, ELLIPSIS, FLOAT, INTEGER, NAME, STRING } from './lexer.ts';
import { skipValue } from './skim.ts';
import { Word } from './words.ts';

/** What the machine does next. */
const TYPE = 0;
const VALUE = 1;
const RESULT = 2;
type Mode = typeof TYPE | typeof VALUE | typeof RESULT;

// Frames: what happens with a result. The kind is on top of its words, which the comments name from the bottom up.

/** Pointer: size | flags << 8, align, host size, bit offset, lane, address space, offset of the sentinel's text or None. */
const F_POINTER = 0;
/** Pointer with sentinel: the same without the last, child, where to go on. The result is the sentinel. */
const F_POINTER_SENTINEL = 1;
/** Array: length low, high, offset of the sentinel's text or None. */
const F_ARRAY = 2;
/** Array with sentinel: length low, high, child, where to go on. The result is the sentinel. */
const F_ARRAY_SENTINEL = 3;
const F_OPTIONAL = 4;
/** Vector: length. */
const F_VECTOR = 5;
/** Error union: set. */
const F_ERROR_UNION = 6;
/** Parameter of a function type: first word of the list. The list holds (noalias, type) pairs. */
const F_PARAMETER = 7;
/** Result of a function type: first word of the list, convention, variadic. */
const F_FUNCTION = 8;
/** Type of a tuple field: first word of the list. The list holds (type, comptime value) pairs. */
const F_TUPLE = 9;
/** Value of a comptime tuple field: first word of the list. */
const F_TUPLE_VALUE = 10;
/** Alias whose text is read now, the last of the active declarations: where to go on. */
const F_ALIAS = 11;
/** `<T, v>` whose T is the result: type around it or None. */
const F_TYPED = 12;
/** `<T, v>` whose v is the result: type around it or None, T. */
const F_TYPED_VALUE = 13;
/** Payload of an optional: its type. */
const F_SOME = 14;
/** Payload of an error union: its type. */
const F_SUCCESS = 15;
/** Element of an array or vector: its type, first word of the list. */
const F_ELEMENT = 16;
/** Positional field: type, first word of the list. */
const F_FIELD = 17;
/** Named field: type, first word of the list, field. */
const F_NAMED_FIELD = 18;
/** Active field of a union: type, field. */
const F_UNION = 19;
/** Bytes of a union: type. */
const F_UNION_BYTES = 20;
/** Pointer of a slice: type. */
const F_SLICE_POINTER = 21;
/** Length of a slice: type, pointer. */
const F_SLICE_LENGTH = 22;
/** `&<T, v>` whose T is the result: pointer type, alignment. */
const F_UAV = 23;
/** `&<T, v>` whose v is the result: pointer type, alignment. */
const F_UAV_VALUE = 24;

/** Comptime values may need declarations that need comptime values … this often. */
const MAX_DECLARATION_DEPTH = 100;

const CONST = 1;
const VOLATILE = 2;
const ALLOWZERO = 4;

/** A `type` declaration of the module. */
export interface TypeDeclaration {
  readonly name: NameId;
  /** Offset of what follows the `=`. */
  readonly position: number;
  /** The type; undefined for an alias that is not read yet. */
  type: TypeId | undefined;
  readonly alias: boolean;
  state: 'new' | 'active' | 'done';
}

export class TermParser {
  readonly #context: Context;
  /** Declarations by name. */
  readonly declarations: Map<NameId, TypeDeclaration> = new Map();
  /** Those whose text is being read, the innermost last. */
  readonly #active: TypeDeclaration[] = [];
  /** Reads the definition of a struct, union or enum: set by the declaration parser. */
  define: (declaration: TypeDeclaration) => void = () => undefined;
  #depth = 0;
  /** Types of unquoted names that were looked up before. */
  readonly #known: (TypeId | undefined)[] = [];
  /** Frames, and the lists that frames are filling. */
  readonly #frames: number[] = [];
  readonly #list: number[] = [];
  #result = 0;
  /** VALUE: the type of the value. */
  #expected: TypeId = 0 as TypeId;

  constructor(context: Context) {
    this.#context = context;
  }

  addDeclaration(declaration: TypeDeclaration): void {
    this.declarations.set(declaration.name, declaration);
  }

  /** Reads a declaration if no other has needed it before. */
  readDeclaration(declaration: TypeDeclaration): void {
    if (declaration.state !== 'new') return;
    declaration.state = 'active';
    this.#active.push(declaration);
    if (declaration.alias) {
      this.#context.lexer.jump(declaration.position);
      declaration.type = this.type();
    } else this.define(declaration);
    declaration.state = 'done';
    this.#active.pop();
  }

  /** Drops what a failed declaration left behind. */
  reset(): void {
    this.#frames.length = 0;
    this.#list.length = 0;
    this.#depth = 0;
    for (const declaration of this.#active) {
      declaration.state = 'done';
      declaration.type ??= this.#context.module.types.void;
    }
    this.#active.length = 0;
  }

  /** Reads a type. */
  type(): TypeId {
    return this.#run(TYPE, this.#frames.length) as TypeId;
  }

  /** Reads a value of a type. */
  value(type: TypeId): ValueId {
    this.#expected = type;
    return this.#run(VALUE, this.#frames.length) as ValueId;
  }

  /** Reads `<T, v>`; the current token is the `<`. */
  typedValue(): ValueId {
    const { lexer, module } = this.#context;
    lexer.next();
    const plain = lexer.kind === NAME && !lexer.quoted ? this.#known[lexer.name] : undefined;
    if (plain === undefined || module.types.kind(plain) !== TypeKind.int) {
      const base = this.#frames.length;
      this.#frames.push(None, F_TYPED);
      return this.#run(TYPE, base) as ValueId;
    }
    // The common case, an integer: no frames.
    lexer.next();
    this.#context.expect(44);
    const value = this.value(plain);
    this.#context.expect(62);
    return value;
  }

  /** Reads `(T, …) callconv(…) R`. */
  signature(): TypeId {
    this.#context.expect(40);
    const base = this.#frames.length;
    return this.#run(this.#parameter(this.#list.length), base) as TypeId;
  }

  /** Works until there are only `base` words of frames. */
  #run(start: Mode, base: number): number {
    let mode = start;
    for (;;) {
      if (mode === TYPE) mode = this.#startType();
      else if (mode === VALUE) mode = this.#startValue();
      else if (this.#frames.length === base) return this.#result;
      else mode = this.#resume();
    }
  }

  // Types.

  #startType(): Mode {
    const { lexer, module } = this.#context;
    const { types } = module;
    for (;;) {
      switch (lexer.kind) {
        case 42: // *
          lexer.next();
          this.#pointer(PointerSize.one, None);
          continue;
        case 63: // ?
          lexer.next();
          this.#frames.push(F_OPTIONAL);
          continue;
        case 91: // [
          lexer.next();
          this.#bracket();
          continue;
        case BUILTIN:
          if (lexer.name !== Word.Vector) break;
          lexer.next();
          this.#context.expect(40);
          this.#frames.push(this.#context.takeNumber('a vector length', None), F_VECTOR);
          this.#context.expect(44);
          continue;
        case NAME: {
          const known = lexer.quoted ? undefined : this.#known[lexer.name];
          if (known !== undefined) {
            this.#result = known;
            lexer.next();
          } else if (lexer.is(Word.fn)) {
            lexer.next();
            this.#context.expect(40);
            return this.#parameter(this.#list.length);
          } else if (lexer.is(Word.struct)) {
            lexer.next();
            this.#context.expect(123);
            return this.#tupleField(this.#list.length);
          } else if (lexer.is(Word.error)) {
            lexer.next();
            this.#result = this.#errorSet();
          } else if (!this.#named()) continue;
          if (lexer.kind !== 33) return RESULT;
          if (types.kind(this.#result as TypeId) !== TypeKind.errorSet) {
            this.#context.fail(airCodes.badValue, { found: '`!`', type: 'an error set before it' });
          }
          lexer.next();
          this.#frames.push(this.#result, F_ERROR_UNION);
          continue;
        }
      }
      this.#context.unexpected('a type');
    }
  }

  /** Looks up the name token and moves past it. False when an alias must be read first: the machine is at its text then. */
  #named(): boolean {
    const { lexer } = this.#context;
    const { name, quoted, start, end } = lexer;
    if (!quoted) {
      const primitive = this.#primitive(name, start, end);
      if (primitive !== undefined) {
        this.#known[name] = primitive;
        this.#result = primitive;
        lexer.next();
        return true;
      }
    }
    const declaration = this.declarations.get(name);
    if (declaration === undefined) {
      this.#context.fail(airCodes.unknownType, { name: lexer.names.text(name) });
    }
    if (declaration.type === undefined) {
      if (declaration.state === 'active') {
        this.#context.fail(airCodes.aliasCycle, { name: lexer.names.text(name) });
      }
      declaration.state = 'active';
      this.#active.push(declaration);
      this.#frames.push(end, F_ALIAS);
      lexer.jump(declaration.position);
      return false;
    }
    if (!quoted) this.#known[name] = declaration.type;
    this.#result = declaration.type;
    lexer.next();
    return true;
  }

  #primitive(name: NameId, start: number, end: number): TypeId | undefined {
    const { lexer, module } = this.#context;
    const { types } = module;
    const first = lexer.text.charCodeAt(start) | 32;
    if ((first === 105 || first === 117) && end - start > 1 && end - start < 7) {
      const digits = lexer.text.slice(start + 1, end);
      if (/^(?:0|[1-9]\d*)$/.test(digits)) {
        const bits = Number(digits);
        if (bits > 65535) {
          this.#context.fail(airCodes.tooLarge, { what: 'an integer type', found: lexer.found() });
        }
        return types.int(first === 105, bits);
      }
    }
    switch (name) {
      case Word.void:
        return types.void;
      case Word.noreturn:
        return types.noreturn;
      case Word.bool:
        return types.bool;
      case Word.anyopaque:
        return types.anyopaque;
      case Word.anyerror:
        return types.anyerror;
      case Word.c_longdouble:
        return types.float(128, true);
      case Word.f16:
        return types.float(16);
      case Word.f32:
        return types.float(32);
      case Word.f64:
        return types.float(64);
      case Word.f80:
        return types.float(80);
      case Word.f128:
        return types.float(128);
      default:
        if (name < Word.usize || name > Word.c_ulonglong) return undefined;
        return types.namedInt(lexer.names.text(name) as 'usize');
    }
  }

  #errorSet(): TypeId {
    const { lexer, module } = this.#context;
    this.#context.expect(123);
    const errors = [];
    while (lexer.kind !== 125) {
      errors.push(module.errors.intern(this.#context.takeName('the name of an error')));
      if (!this.#context.accept(44)) break;
    }
    this.#context.expect(125);
    return module.types.errorSet(errors);
  }

  /** Reads the attributes of a pointer and pushes its frame. */
  #pointer(size: PointerSize, sentinel: number): void {
    const context = this.#context;
    const { lexer } = context;
    let flags = 0;
    let align = 0;
    let host = 0;
    let bit = 0;
    let lane = None;
    let space = None;
    while (lexer.kind === NAME && !lexer.quoted) {
      const { name } = lexer;
      if (name === Word.const) flags |= CONST;
      else if (name === Word.volatile) flags |= VOLATILE;
      else if (name === Word.allowzero) flags |= ALLOWZERO;
      else if (name === Word.align) {
        lexer.next();
        context.expect(40);
        align = context.takePowerOfTwo();
        if (context.accept(58)) {
          if (context.acceptWord(Word.vec)) lane = context.takeNumber('a lane', None - 1);
          else {
            bit = context.takeNumber('a bit offset', 65535);
            context.expect(58);
            host = context.takeNumber('a host size', 8192);
          }
        }
        context.expect(41);
        continue;
      } else if (name === Word.addrspace) {
        lexer.next();
        context.expect(40);
        space = context.takeWord('an address space');
        context.expect(41);
        continue;
      } else break;
      lexer.next();
    }
    this.#frames.push(size | (flags << 8), align, host, bit, lane, space, sentinel, F_POINTER);
  }

  /** What follows a `[`. */
  #bracket(): void {
    const context = this.#context;
    const { lexer } = context;
    if (lexer.kind === INTEGER) {
      const length = context.takeWide();
      if (length < 0n || length >> 64n !== 0n) {
        context.fail(airCodes.tooLarge, { what: 'an array length', found: lexer.found() });
      }
      lexer.next();
      const sentinel = this.#sentinel();
      context.expect(93);
      const low = Number(length & 0xffff_ffffn);
      this.#frames.push(low, Number(length >> 32n), sentinel, F_ARRAY);
      return;
    }
    let size: PointerSize = PointerSize.slice;
    if (context.accept(42)) {
      size = context.acceptWord(Word.c) ? PointerSize.c : PointerSize.many;
    }
    const sentinel = this.#sentinel();
    context.expect(93);
    this.#pointer(size, sentinel);
  }

  /** Skips `:value`, because the type of the value comes after it. @returns the offset of the value, or `None` */
  #sentinel(): number {
    if (!this.#context.accept(58)) return None;
    const { start } = this.#context.lexer;
    skipValue(this.#context);
    return start;
  }

  /** Begins a parameter, or the result when there is none left. */
  #parameter(base: number): Mode {
    const context = this.#context;
    const { lexer } = context;
    let variadic = 0;
    if (lexer.kind === ELLIPSIS) {
      lexer.next();
      variadic = 1;
    } else if (lexer.kind !== 41) {
      this.#list.push(context.acceptWord(Word.noalias) ? 1 : 0);
      this.#frames.push(base, F_PARAMETER);
      return TYPE;
    }
    context.expect(41);
    let convention: number = CallingConvention.auto;
    const at = lexer.start;
    if (context.acceptWord(Word.callconv)) {
      context.expect(40);
      if (context.acceptWord(Word.c)) convention = CallingConvention.c;
      else if (context.acceptWord(Word.naked)) convention = CallingConvention.naked;
      else if (!context.acceptWord(Word.auto)) context.unexpected('auto, c or naked');
      context.expect(41);
    }
    if (variadic === 1 && convention !== CallingConvention.c) {
      context.report(
        airCodes.unexpectedToken,
        { expected: '`callconv(c)` after `...`', found: 'another convention' },
        at,
      );
      variadic = 0;
    }
    this.#frames.push(base, convention, variadic, F_FUNCTION);
    return TYPE;
  }

  /** Begins a tuple field, or makes the tuple when there is none left. */
  #tupleField(base: number): Mode {
    if (this.#context.lexer.kind !== 125) {
      this.#frames.push(base, F_TUPLE);
      return TYPE;
    }
    this.#context.lexer.next();
    const fields = [];
    for (let at = base; at < this.#list.length; at += 2) {
      fields.push({ type: this.#list[at]! as TypeId, comptime: this.#list[at + 1]! as ValueId });
    }
    this.#list.length = base;
    this.#result = this.#context.module.types.tuple(fields);
    return RESULT;
  }

  #afterTupleField(base: number): Mode {
    if (this.#context.lexer.kind !== 125) this.#context.expect(44);
    return this.#tupleField(base);
  }

  // Results.

  /** Hands the result to the frame on top. */
  #resume(): Mode {
    const frames = this.#frames;
    const context = this.#context;
    const { lexer, module } = context;
    const { types, values } = module;
    const pop = (): number => frames.pop()!;
    switch (pop()) {
      case F_POINTER: {
        const sentinel = pop();
        if (sentinel !== None) {
          frames.push(this.#result, lexer.start, F_POINTER_SENTINEL);
          this.#expected = this.#result as TypeId;
          lexer.jump(sentinel);
          return VALUE;
        }
        this.#makePointer(this.#result as TypeId, None);
        return RESULT;
      }
      case F_POINTER_SENTINEL: {
        const sentinel = this.#result as ValueId;
        lexer.jump(pop());
        this.#makePointer(pop() as TypeId, sentinel);
        return RESULT;
      }
      case F_ARRAY: {
        const sentinel = pop();
        if (sentinel !== None) {
          frames.push(this.#result, lexer.start, F_ARRAY_SENTINEL);
          this.#expected = this.#result as TypeId;
          lexer.jump(sentinel);
          return VALUE;
        }
        this.#result = this.#makeArray(this.#result as TypeId, None);
        return RESULT;
      }
      case F_ARRAY_SENTINEL: {
        const sentinel = this.#result as ValueId;
        lexer.jump(pop());
        this.#result = this.#makeArray(pop() as TypeId, sentinel);
        return RESULT;
      }
      case F_OPTIONAL:
        this.#result = types.optional(this.#result as TypeId);
        return RESULT;
      case F_VECTOR:
        context.expect(41);
        this.#result = types.vector(this.#result as TypeId, pop());
        return RESULT;
      case F_ERROR_UNION:
        this.#result = types.errorUnion(pop() as TypeId, this.#result as TypeId);
        return RESULT;
      case F_PARAMETER: {
        const base = pop();
        this.#list.push(this.#result);
        if (lexer.kind !== 41) context.expect(44);
        return this.#parameter(base);
      }
      case F_FUNCTION:
        this.#makeFunction(pop(), pop(), pop());
        return RESULT;
      case F_TUPLE: {
        const base = pop();
        if (!context.acceptWord(Word.comptime)) {
          this.#list.push(this.#result, None);
          return this.#afterTupleField(base);
        }
        context.expect(61);
        this.#list.push(this.#result);
        this.#expected = this.#result as TypeId;
        frames.push(base, F_TUPLE_VALUE);
        return VALUE;
      }
      case F_TUPLE_VALUE: {
        this.#list.push(this.#result);
        return this.#afterTupleField(pop());
      }
      case F_ALIAS: {
        const end = pop();
        const declaration = this.#active.pop()!;
        declaration.type = this.#result as TypeId;
        declaration.state = 'done';
        lexer.jump(end);
        if (lexer.kind === 33 && types.kind(declaration.type) === TypeKind.errorSet) {
          lexer.next();
          frames.push(declaration.type, F_ERROR_UNION);
          return TYPE;
        }
        return RESULT;
      }
      case F_TYPED: {
        this.#expected = this.#result as TypeId;
        context.expect(44);
        frames.push(this.#result, F_TYPED_VALUE);
        return VALUE;
      }
      case F_TYPED_VALUE: {
        const type = pop() as TypeId;
        const around = pop();
        context.expect(62);
        if (around !== None) this.#result = this.#coerce(type, around as TypeId);
        return RESULT;
      }
      case F_SOME:
        this.#result = values.some(pop() as TypeId, this.#result as ValueId);
        return RESULT;
      case F_SUCCESS:
        this.#result = values.success(pop() as TypeId, this.#result as ValueId);
        return RESULT;
      case F_ELEMENT:
        return this.#afterElement(pop(), pop() as TypeId);
      case F_FIELD:
        return this.#afterField(pop(), pop() as TypeId);
      case F_NAMED_FIELD:
        return this.#afterNamedField(pop(), pop(), pop() as TypeId);
      case F_UNION: {
        const field = pop();
        context.expect(125);
        const type = pop() as TypeId;
        const value = this.#result as ValueId;
        this.#result = module.layout.isPacked(type)
          ? packedConstant(module, type, [value])
          : values.union(type, field, value);
        return RESULT;
      }
      case F_UNION_BYTES:
        context.expect(125);
        this.#result = values.unionBytes(pop() as TypeId, this.#result as ValueId);
        return RESULT;
      case F_SLICE_POINTER:
        context.expect(44);
        frames.push(this.#result, F_SLICE_LENGTH);
        this.#expected = types.usize;
        return VALUE;
      case F_SLICE_LENGTH: {
        const pointer = pop() as ValueId;
        context.expect(125);
        this.#result = values.slice(pop() as TypeId, pointer, this.#result as ValueId);
        return RESULT;
      }
      case F_UAV:
        this.#expected = this.#result as TypeId;
        context.expect(44);
        frames.push(F_UAV_VALUE);
        return VALUE;
      default: {
        // F_UAV_VALUE
        const align = pop();
        context.expect(62);
        const value = this.#result as ValueId;
        this.#result = values.uavPointer(pop() as TypeId, value, this.#offset(), align);
        return RESULT;
      }
    }
  }

  #makePointer(child: TypeId, sentinel: number): void {
    const frames = this.#frames;
    const addressSpace = frames.pop()! as NameId;
    const vectorIndex = frames.pop()!;
    const bitOffset = frames.pop()!;
    const hostSize = frames.pop()!;
    const align = frames.pop()!;
    const word = frames.pop()!;
    this.#result = this.#context.module.types.pointer({
      size: (word & 0xff) as PointerSize,
      child,
      const: ((word >>> 8) & CONST) !== 0,
      volatile: ((word >>> 8) & VOLATILE) !== 0,
      allowzero: ((word >>> 8) & ALLOWZERO) !== 0,
      align,
      addressSpace,
      sentinel: sentinel as ValueId,
      hostSize,
      bitOffset,
      vectorIndex,
    });
  }

  #makeArray(child: TypeId, sentinel: number): TypeId {
    const high = BigInt(this.#frames.pop()!);
    const low = BigInt(this.#frames.pop()!);
    return this.#context.module.types.array(child, (high << 32n) | low, sentinel as ValueId);
  }

  #makeFunction(variadic: number, convention: number, base: number): void {
    const parameters: TypeId[] = [];
    const noalias: number[] = [];
    for (let at = base; at < this.#list.length; at += 2) {
      if (this.#list[at] === 1) noalias.push(parameters.length);
      parameters.push(this.#list[at + 1]! as TypeId);
    }
    this.#list.length = base;
    this.#result = this.#context.module.types.function({
      parameters,
      noalias,
      result: this.#result as TypeId,
      convention: convention as CallingConvention,
      variadic: variadic === 1,
    });
  }

  /** The result, a value of type `from`, as one of the optional, error union or union type `to`. */
  #coerce(from: TypeId, to: TypeId): ValueId {
    const { types, values } = this.#context.module;
    const value = this.#result as ValueId;
    const around: TypeId[] = [];
    let type = to;
    while (type !== from) {
      const kind = types.kind(type);
      around.push(type);
      if (kind === TypeKind.optional) type = types.child(type);
      else if (kind === TypeKind.errorUnion) {
        // An error is the payload where that has its type, and a failure elsewhere.
        if (values.kind(value) === ValueKind.error && types.payloadOf(type) !== from) break;
        type = types.payloadOf(type);
      } else {
        this.#context.report(airCodes.valueType, {
          found: this.describe(from),
          expected: this.describe(to),
        });
        return values.undef(to);
      }
    }
    let result = value;
    for (let at = around.length - 1; at >= 0; at--) {
      const outer = around[at]!;
      if (types.kind(outer) === TypeKind.optional) result = values.some(outer, result);
      else if (
        at === around.length - 1 &&
        values.kind(value) === ValueKind.error &&
        type === outer
      ) {
        result = values.failure(outer, values.errorOf(value));
      } else result = values.success(outer, result);
    }
    return result;
  }

  /** A type in a message. */
  describe: (type: TypeId) => string = (type) => `type ${type}`;

  // Values.

  #bad(type: TypeId): never {
    this.#context.fail(airCodes.badValue, {
      found: this.#context.lexer.found(),
      type: this.describe(type),
    });
  }

  #startValue(): Mode {
    const context = this.#context;
    const { lexer, module } = context;
    const { types, values } = module;
    let type = this.#expected;
    if (lexer.kind === 60) {
      lexer.next();
      this.#frames.push(type, F_TYPED);
      return TYPE;
    }
    for (;;) {
      if (lexer.is(Word.undef)) {
        this.#result = values.undef(type);
        lexer.next();
        return RESULT;
      }
      const kind = types.kind(type);
      if (kind === TypeKind.optional) {
        if (lexer.is(Word.null)) {
          this.#result = values.null(type);
          lexer.next();
          return RESULT;
        }
        this.#frames.push(type, F_SOME);
        type = types.child(type);
      } else if (kind === TypeKind.errorUnion && !lexer.is(Word.error)) {
        this.#frames.push(type, F_SUCCESS);
        type = types.payloadOf(type);
      } else break;
    }
    switch (types.kind(type)) {
      case TypeKind.int:
        this.#result = this.#integer(type, type);
        return RESULT;
      case TypeKind.float:
        this.#result = this.#float(type);
        return RESULT;
      case TypeKind.bool:
        if (lexer.is(Word.true)) this.#result = values.true;
        else if (lexer.is(Word.false)) this.#result = values.false;
        else this.#bad(type);
        lexer.next();
        return RESULT;
      case TypeKind.errorSet:
        this.#result = values.error(type, this.#error(type));
        return RESULT;
      case TypeKind.errorUnion:
        this.#result = values.failure(type, this.#error(type));
        return RESULT;
      case TypeKind.enum:
        this.#result = this.#enum(type);
        return RESULT;
      case TypeKind.pointer:
        if (types.pointerSize(type) === PointerSize.slice) return this.#slice(type);
        return this.#pointerValue(type);
      case TypeKind.array:
      case TypeKind.vector:
        return this.#array(type);
      case TypeKind.struct:
      case TypeKind.tuple:
      case TypeKind.union:
        return this.#container(type);
      case TypeKind.function:
        if (!lexer.isName) this.#bad(type);
        this.#result = values.function(type, this.nav());
        return RESULT;
      default:
        if (lexer.is(Word.void_value)) lexer.next();
        else {
          if (lexer.kind !== 46) this.#bad(type);
          lexer.next();
          context.expect(123);
          context.expect(125);
        }
        this.#result = values.one(type);
        return RESULT;
    }
  }

  /** An integer token as a value of integer type `as`; `type` is what a message calls it. */
  #integer(as: TypeId, type: TypeId): ValueId {
    const { lexer, module } = this.#context;
    if (lexer.kind !== INTEGER) this.#bad(type);
    const { number } = lexer;
    const value = number === number ? number : this.#context.takeWide();
    lexer.next();
    return module.values.int(as, value);
  }

  #float(type: TypeId): ValueId {
    const { lexer, module } = this.#context;
    const known =
      lexer.kind === FLOAT || lexer.kind === INTEGER || lexer.is(Word.inf) || lexer.is(Word.nan);
    if (!known) this.#bad(type);
    const format = formatOfBits(module.types.bits(type) as 16);
    const text = lexer.text.slice(lexer.start, lexer.end);
    const bits = parseFloatText(format, text);
    if (bits === undefined) {
      this.#context.fail(airCodes.badNumber, { found: lexer.found(), what: this.describe(type) });
    }
    lexer.next();
    return module.values.float(type, bits);
  }

  #error(type: TypeId): ErrorId {
    if (!this.#context.lexer.is(Word.error)) this.#bad(type);
    this.#context.lexer.next();
    return this.errorId();
  }

  /** `.Name` behind the word `error`. */
  errorId(): ErrorId {
    this.#context.expect(46);
    return this.#context.module.errors.intern(this.#context.takeName('the name of an error'));
  }

  #enum(type: TypeId): ValueId {
    const { lexer, module } = this.#context;
    const { types, values } = module;
    this.#need(type);
    const id = types.declaredOf(type);
    const tag = types.declared.tag(id);
    if (tag === None) return values.undef(type);
    if (lexer.kind === INTEGER) return values.enum(type, this.#integer(tag as TypeId, type));
    if (lexer.is(Word.void_value)) {
      lexer.next();
      return values.one(type);
    }
    if (lexer.kind !== 46) this.#bad(type);
    lexer.next();
    const at = lexer.start;
    const field = this.#field(type, this.#context.takeName('the name of an enum field'), at);
    return values.enum(type, types.declared.enumValue(id, field));
  }

  /** Index of a field by name. */
  #field(type: TypeId, name: NameId, at: number): number {
    const { types, names } = this.#context.module;
    const index =
      types.kind(type) === TypeKind.tuple
        ? -1
        : types.declared.findField(types.declaredOf(type), name);
    if (index < 0) {
      const values = { type: this.describe(type), name: names.text(name) };
      this.#context.fail(airCodes.unknownField, values, at);
    }
    return index;
  }

  /** Makes sure that the fields of a declared type are known. */
  #need(type: TypeId): void {
    const { types } = this.#context.module;
    const id = types.declaredOf(type);
    if (types.declared.isDefined(id)) return;
    const declaration = this.declarations.get(types.declared.name(id));
    const { lexer } = this.#context;
    // Its own mistake is reported already.
    if (declaration?.state === 'done') throw new ParseFailure();
    if (declaration === undefined || declaration.state !== 'new') {
      this.#context.fail(airCodes.aliasCycle, { name: lexer.names.text(types.declared.name(id)) });
    }
    if (this.#depth >= MAX_DECLARATION_DEPTH) this.#context.fail(airCodes.declarationDepth, {});
    const { start } = lexer;
    const expected = this.#expected;
    this.#depth++;
    this.readDeclaration(declaration);
    this.#depth--;
    this.#expected = expected;
    lexer.jump(start);
  }

  /** The nav named by the current token. */
  nav(): NavId {
    const { lexer, module } = this.#context;
    const { start } = lexer;
    const name = this.#context.takeName('the name of a function, const or var');
    const nav = module.navs.find(name);
    if (nav === undefined) {
      this.#context.fail(airCodes.unknownNav, { name: lexer.names.text(name) }, start);
    }
    if (this.#context.broken.has(nav)) throw new ParseFailure();
    return nav;
  }

  #pointerValue(type: TypeId): Mode {
    const context = this.#context;
    const { lexer, module } = context;
    const { values } = module;
    if (lexer.is(Word.null)) {
      lexer.next();
      this.#result = values.addressPointer(type, 0);
      return RESULT;
    }
    if (lexer.kind === BUILTIN && lexer.name === Word.addr) {
      lexer.next();
      context.expect(40);
      if (lexer.kind !== INTEGER) context.unexpected('an address');
      const address = context.takeWide();
      lexer.next();
      context.expect(41);
      this.#result = values.addressPointer(type, BigInt.asUintN(64, address));
      return RESULT;
    }
    if (lexer.kind !== 38) this.#bad(type);
    lexer.next();
    const align = context.acceptWord(Word.align) ? context.takeAlign() : 0;
    if (lexer.at(60)) {
      lexer.next();
      this.#frames.push(type, align, F_UAV);
      return TYPE;
    }
    const nav = this.nav();
    this.#result = values.navPointer(type, nav, this.#offset());
    return RESULT;
  }

  /** `+ n` behind a pointer, if it is there. */
  #offset(): bigint | number {
    const { lexer } = this.#context;
    if (!this.#context.accept(43)) return 0;
    if (lexer.kind !== INTEGER) this.#context.unexpected('a distance in bytes');
    const value = lexer.number === lexer.number ? lexer.number : this.#context.takeWide();
    lexer.next();
    return value;
  }

  /** `.{`; anything else but `void_value` is no value of the type. False for `void_value`. */
  #open(type: TypeId): boolean {
    const { lexer } = this.#context;
    if (lexer.is(Word.void_value)) {
      lexer.next();
      this.#result = this.#context.module.values.one(type);
      return false;
    }
    if (lexer.kind !== 46) this.#bad(type);
    lexer.next();
    this.#context.expect(123);
    return true;
  }

  #slice(type: TypeId): Mode {
    const { types } = this.#context.module;
    if (!this.#open(type)) return RESULT;
    this.#frames.push(type, F_SLICE_POINTER);
    this.#expected = types.pointer({ ...types.pointerAttributes(type), size: PointerSize.many });
    return VALUE;
  }

  #array(type: TypeId): Mode {
    const context = this.#context;
    const { lexer, module } = context;
    if (lexer.kind === STRING) {
      context.checkEscapes();
      const bytes = lexer.bytes();
      const { types } = module;
      const child = types.child(type);
      const isBytes = types.kind(child) === TypeKind.int && types.bits(child) === 8;
      if (!isBytes || types.kind(type) !== TypeKind.array) this.#bad(type);
      this.#checkCount(type, bytes.length);
      lexer.next();
      this.#result = module.values.bytes(type, bytes);
      return RESULT;
    }
    if (!this.#open(type)) return RESULT;
    if (lexer.kind === 125) return this.#finishElements(type, this.#list.length);
    this.#frames.push(type, this.#list.length, F_ELEMENT);
    this.#expected = module.types.child(type);
    return VALUE;
  }

  #checkCount(type: TypeId, found: number): void {
    const expected = this.#context.module.types.arrayLength(type);
    if (found !== expected) {
      this.#context.fail(airCodes.elementCount, { type: this.describe(type), expected, found });
    }
  }

  #afterElement(base: number, type: TypeId): Mode {
    const context = this.#context;
    const { lexer, module } = context;
    this.#list.push(this.#result);
    if (lexer.kind === 42 && this.#list.length === base + 1) {
      lexer.next();
      context.expect(42);
      const count = context.takeNumber('a count', Number.MAX_SAFE_INTEGER);
      this.#list.length = base;
      this.#checkCount(type, count);
      context.expect(125);
      const element = this.#result as ValueId;
      this.#result =
        count === 0 ? module.values.aggregate(type, []) : module.values.repeat(type, element);
      return RESULT;
    }
    if (lexer.kind !== 125) context.expect(44);
    if (lexer.kind === 125) return this.#finishElements(type, base);
    this.#frames.push(type, base, F_ELEMENT);
    this.#expected = module.types.child(type);
    return VALUE;
  }

  #finishElements(type: TypeId, base: number): Mode {
    this.#checkCount(type, this.#list.length - base);
    this.#result = this.#aggregate(type, base);
    return RESULT;
  }

  /** The aggregate of the list from `base`; moves past the `}`. */
  #aggregate(type: TypeId, base: number): ValueId {
    const elements = this.#list.slice(base) as ValueId[];
    this.#list.length = base;
    this.#context.expect(125);
    const { module } = this.#context;
    if (module.layout.isPacked(type)) return packedConstant(module, type, elements);
    return module.values.aggregate(type, elements);
  }

  #container(type: TypeId): Mode {
    const context = this.#context;
    const { lexer, module } = context;
    const { types, values } = module;
    const kind = types.kind(type);
    if (kind !== TypeKind.tuple) this.#need(type);
    if (lexer.kind === INTEGER && module.layout.isPacked(type)) {
      const stated = types.declared.backing(types.declaredOf(type));
      const backing = stated === None ? types.int(false, module.layout.bitsOf(type)) : stated;
      this.#result = values.packed(type, this.#integer(backing as TypeId, type));
      return RESULT;
    }
    if (!this.#open(type)) return RESULT;
    if (kind === TypeKind.union) return this.#union(type);
    if (lexer.kind === 125) {
      lexer.next();
      this.#result = values.one(type);
      return RESULT;
    }
    const base = this.#list.length;
    if (lexer.kind === 46) {
      // `.x = v` is a named field, `.x` alone an enum value.
      const at = lexer.start;
      lexer.next();
      if (lexer.kind === NAME) {
        lexer.next();
        if (lexer.at(61)) {
          for (let index = 0; index < types.fieldCount(type); index++) this.#list.push(None);
          lexer.jump(at);
          return this.#namedField(base, type);
        }
      }
      lexer.jump(at);
    }
    return this.#nextField(base, type);
  }

  #nextField(base: number, type: TypeId): Mode {
    const { types } = this.#context.module;
    const index = this.#list.length - base;
    const expected = types.fieldCount(type);
    if (index >= expected) {
      this.#context.fail(airCodes.elementCount, {
        type: this.describe(type),
        expected,
        found: `more than ${expected}`,
      });
    }
    this.#frames.push(type, base, F_FIELD);
    this.#expected = types.fieldType(type, index);
    return VALUE;
  }

  #afterField(base: number, type: TypeId): Mode {
    const { lexer, module } = this.#context;
    this.#list.push(this.#result);
    if (lexer.kind !== 125) this.#context.expect(44);
    if (lexer.kind !== 125) return this.#nextField(base, type);
    const expected = module.types.fieldCount(type);
    const found = this.#list.length - base;
    if (found !== expected) {
      this.#context.fail(airCodes.elementCount, { type: this.describe(type), expected, found });
    }
    this.#result = this.#aggregate(type, base);
    return RESULT;
  }

  #namedField(base: number, type: TypeId): Mode {
    const { lexer, module } = this.#context;
    this.#context.expect(46);
    const at = lexer.start;
    const field = this.#field(type, this.#context.takeName('the name of a field'), at);
    this.#context.expect(61);
    this.#frames.push(type, base, field, F_NAMED_FIELD);
    this.#expected = module.types.fieldType(type, field);
    return VALUE;
  }

  #afterNamedField(field: number, base: number, type: TypeId): Mode {
    const { lexer, module } = this.#context;
    this.#list[base + field] = this.#result;
    if (lexer.kind !== 125) this.#context.expect(44);
    if (lexer.kind !== 125) return this.#namedField(base, type);
    for (let at = base; at < this.#list.length; at++) {
      if (this.#list[at] === None) this.#list[at] = module.types.fieldComptime(type, at - base);
      if (this.#list[at] === None) {
        const expected = module.types.fieldCount(type);
        const found = `no value for field ${at - base}`;
        this.#context.fail(airCodes.elementCount, { type: this.describe(type), expected, found });
      }
    }
    this.#result = this.#aggregate(type, base);
    return RESULT;
  }

  #union(type: TypeId): Mode {
    const context = this.#context;
    const { lexer, module } = context;
    if (lexer.kind === 125) {
      lexer.next();
      this.#result = module.values.one(type);
      return RESULT;
    }
    if (lexer.kind === 60) {
      lexer.next();
      this.#frames.push(type, F_UNION_BYTES, None, F_TYPED);
      return TYPE;
    }
    if (context.acceptWord(Word.undef)) {
      context.expect(125);
      this.#result = module.values.unionBytes(type, module.values.undef(type));
      return RESULT;
    }
    context.expect(46);
    const at = lexer.start;
    const field = this.#field(type, context.takeName('the name of a field'), at);
    context.expect(61);
    this.#frames.push(type, field, F_UNION);
    this.#expected = module.types.fieldType(type, field);
    return VALUE;
  }
}
