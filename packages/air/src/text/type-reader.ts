// Types of the text form: the part of the machine of terms.ts that begins them and puts them together.

import { airCodes } from '@wasmwright/diagnostics';
import { None, type NameId, type TypeId, type ValueId } from '../ids.ts';
import { reserveU32 } from '../interner.ts';
import { CallingConvention, PointerSize, TypeKind } from '../types.ts';
import { ParseFailure, type Context } from './context.ts';
import {
  F_ALIAS,
  F_ARRAY,
  F_ERROR_UNION,
  F_FUNCTION,
  F_OPTIONAL,
  F_PARAMETER,
  F_POINTER,
  F_TUPLE,
  F_VECTOR,
  type Mode,
  RESULT,
  TYPE,
} from './frames.ts';
import { BUILTIN, ELLIPSIS, INTEGER, NAME } from './lexer.ts';
import { skipValue } from './skim.ts';
import { WordStack } from '../word-stack.ts';
import { Word } from './words.ts';

/** Comptime values may need declarations that need comptime values … this often. */
const MAX_DECLARATION_DEPTH = 100;

/** Largest length of an array. */
const MAX_LENGTH = 0xffff_ffff_ffff_ffffn;

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

/** Reads types, and keeps the declarations they name. */
export abstract class TypeReader {
  protected readonly context: Context;
  /** Declarations by name. */
  readonly declarations: Map<NameId, TypeDeclaration> = new Map();
  /** Those whose text is being read, the innermost last. */
  protected readonly active: TypeDeclaration[] = [];
  /** Reads the definition of a struct, union or enum: set by the declaration parser. */
  define: (declaration: TypeDeclaration) => void = () => undefined;
  protected depth = 0;
  /** By name: 1 more than the type of an unquoted name that was looked up before, or 0. */
  #known: Uint32Array = new Uint32Array(1024);
  /** Frames, and the lists that frames are filling. */
  protected readonly frames: WordStack = new WordStack();
  protected readonly list: WordStack = new WordStack();
  protected result = 0;
  /** VALUE: the type of the value. */
  protected expected: TypeId = 0 as TypeId;
  /** A type in a message. */
  describe: (type: TypeId) => string = (type) => `type ${type}`;

  constructor(context: Context) {
    this.context = context;
  }

  /** Reads a type. */
  abstract type(): TypeId;

  addDeclaration(declaration: TypeDeclaration): void {
    this.declarations.set(declaration.name, declaration);
  }

  /** Reads a declaration if no other has needed it before. */
  readDeclaration(declaration: TypeDeclaration): void {
    if (declaration.state !== 'new') return;
    declaration.state = 'active';
    this.active.push(declaration);
    if (declaration.alias) {
      this.context.lexer.jump(declaration.position);
      declaration.type = this.type();
    } else this.define(declaration);
    declaration.state = 'done';
    this.active.pop();
  }

  /** Drops what a failed declaration left behind. */
  reset(): void {
    this.frames.length = 0;
    this.list.length = 0;
    this.depth = 0;
    for (const declaration of this.active) {
      declaration.state = 'done';
      declaration.type ??= this.context.module.types.void;
    }
    this.active.length = 0;
  }

  /** Makes sure that the fields of a declared type are known. */
  protected need(type: TypeId): void {
    const { types } = this.context.module;
    const id = types.declaredOf(type);
    if (types.declared.isDefined(id)) return;
    const declaration = this.declarations.get(types.declared.name(id));
    const { lexer } = this.context;
    // Its own mistake is reported already.
    if (declaration?.state === 'done') throw new ParseFailure();
    if (declaration === undefined || declaration.state !== 'new') {
      this.context.fail(airCodes.aliasCycle, { name: lexer.names.text(types.declared.name(id)) });
    }
    if (this.depth >= MAX_DECLARATION_DEPTH) this.context.fail(airCodes.declarationDepth, {});
    const { start } = lexer;
    const expected = this.expected;
    this.depth++;
    this.readDeclaration(declaration);
    this.depth--;
    this.expected = expected;
    lexer.jump(start);
  }

  protected startType(): Mode {
    const { lexer } = this.context;
    for (;;) {
      switch (lexer.kind) {
        case 42: // *
          lexer.next();
          this.pointer(PointerSize.one, None);
          continue;
        case 63: // ?
          lexer.next();
          this.frames.push(F_OPTIONAL);
          continue;
        case 91: // [
          lexer.next();
          this.bracket();
          continue;
        case BUILTIN:
          if (lexer.name !== Word.Vector) break;
          lexer.next();
          this.context.expect(40);
          this.frames.push2(this.context.takeNumber('a vector length', None), F_VECTOR);
          this.context.expect(44);
          continue;
        case NAME: {
          const known = this.knownType();
          if (known !== None) {
            this.result = known;
            lexer.next();
          } else if (lexer.is(Word.fn)) {
            lexer.next();
            this.context.expect(40);
            return this.parameter(this.list.length);
          } else if (lexer.is(Word.struct)) {
            lexer.next();
            this.context.expect(123);
            return this.tupleField(this.list.length);
          } else if (lexer.is(Word.error)) {
            lexer.next();
            this.result = this.errorSet();
          } else if (!this.named()) continue;
          if (this.afterName() === RESULT) return RESULT;
          continue;
        }
      }
      this.context.unexpected('a type');
    }
  }

  /** The type the current token names if it is no quoted name and was looked up before, or `None`. */
  protected knownType(): number {
    const { lexer } = this.context;
    if (lexer.kind !== NAME || lexer.quoted) return None;
    const known = lexer.name < this.#known.length ? this.#known[lexer.name]! : 0;
    return known === 0 ? None : known - 1;
  }

  #remember(name: NameId, type: TypeId): void {
    this.#known = reserveU32(this.#known, name + 1);
    this.#known[name] = type + 1;
  }

  /** What follows a type with a name, which is the result: `!` and the payload, or nothing. */
  protected afterName(): Mode {
    const { lexer, module } = this.context;
    if (lexer.kind !== 33) return RESULT;
    if (module.types.kind(this.result as TypeId) !== TypeKind.errorSet) {
      const found = this.describe(this.result as TypeId);
      this.context.fail(airCodes.unexpectedToken, { expected: 'an error set before `!`', found });
    }
    lexer.next();
    this.frames.push2(this.result, F_ERROR_UNION);
    return TYPE;
  }

  /** Looks up the name token and moves past it. False when an alias must be read first: the machine is at its text then. */
  protected named(): boolean {
    const { lexer } = this.context;
    const { name, quoted, start, end } = lexer;
    if (!quoted) {
      const primitive = this.primitive(name, start, end);
      if (primitive !== undefined) {
        this.#remember(name, primitive);
        this.result = primitive;
        lexer.next();
        return true;
      }
    }
    const declaration = this.declarations.get(name);
    if (declaration === undefined) {
      this.context.fail(airCodes.unknownType, { name: lexer.names.text(name) });
    }
    if (declaration.type === undefined) {
      if (declaration.state === 'active') {
        this.context.fail(airCodes.aliasCycle, { name: lexer.names.text(name) });
      }
      declaration.state = 'active';
      this.active.push(declaration);
      this.frames.push2(end, F_ALIAS);
      lexer.jump(declaration.position);
      return false;
    }
    if (!quoted) this.#remember(name, declaration.type);
    this.result = declaration.type;
    lexer.next();
    return true;
  }

  protected primitive(name: NameId, start: number, end: number): TypeId | undefined {
    const { lexer, module } = this.context;
    const { types } = module;
    const first = lexer.text.charCodeAt(start);
    if ((first === 105 || first === 117) && end - start > 1 && end - start < 7) {
      const digits = lexer.text.slice(start + 1, end);
      if (/^(?:0|[1-9]\d*)$/.test(digits)) {
        const bits = Number(digits);
        if (bits > 65535) {
          this.context.fail(airCodes.tooLarge, { what: 'an integer type', found: lexer.found() });
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

  protected errorSet(): TypeId {
    const { lexer, module } = this.context;
    this.context.expect(123);
    const errors = [];
    while (lexer.kind !== 125) {
      errors.push(module.errors.intern(this.context.takeName('the name of an error')));
      if (!this.context.accept(44)) break;
    }
    this.context.expect(125);
    return module.types.errorSet(errors);
  }

  /** Reads the attributes of a pointer and pushes its frame. */
  protected pointer(size: PointerSize, sentinel: number): void {
    const context = this.context;
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
    this.frames.push4(size | (flags << 8), align, host, bit);
    this.frames.push4(lane, space, sentinel, F_POINTER);
  }

  /** What follows a `[`. */
  protected bracket(): void {
    const context = this.context;
    const { lexer } = context;
    if (lexer.kind === INTEGER) {
      const length = context.integer();
      if (length < 0 || length > MAX_LENGTH) {
        context.fail(airCodes.tooLarge, { what: 'an array length', found: lexer.found() });
      }
      lexer.next();
      const sentinel = this.sentinel();
      context.expect(93);
      const high = BigInt(length) >> 32n;
      this.frames.push4(Number(BigInt(length) & 0xffff_ffffn), Number(high), sentinel, F_ARRAY);
      return;
    }
    let size: PointerSize = PointerSize.slice;
    if (context.accept(42)) {
      size = context.acceptWord(Word.c) ? PointerSize.c : PointerSize.many;
    }
    const sentinel = this.sentinel();
    context.expect(93);
    this.pointer(size, sentinel);
  }

  /** Skips `:value`, because the type of the value comes after it. @returns the offset of the value, or `None` */
  protected sentinel(): number {
    if (!this.context.accept(58)) return None;
    const { start } = this.context.lexer;
    skipValue(this.context);
    return start;
  }

  /** Begins a parameter, or the result when there is none left. */
  protected parameter(base: number): Mode {
    const context = this.context;
    const { lexer } = context;
    let variadic = 0;
    if (lexer.kind === ELLIPSIS) {
      lexer.next();
      variadic = 1;
    } else if (lexer.kind !== 41) {
      this.list.push(context.acceptWord(Word.noalias) ? 1 : 0);
      this.frames.push2(base, F_PARAMETER);
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
    this.frames.push4(base, convention, variadic, F_FUNCTION);
    return TYPE;
  }

  /** Begins a tuple field, or makes the tuple when there is none left. */
  protected tupleField(base: number): Mode {
    if (this.context.lexer.kind !== 125) {
      this.frames.push2(base, F_TUPLE);
      return TYPE;
    }
    this.context.lexer.next();
    const fields = [];
    for (let at = base; at < this.list.length; at += 2) {
      fields.push({
        type: this.list.words[at]! as TypeId,
        comptime: this.list.words[at + 1]! as ValueId,
      });
    }
    this.list.length = base;
    this.result = this.context.module.types.tuple(fields);
    return RESULT;
  }

  protected afterTupleField(base: number): Mode {
    if (this.context.lexer.kind !== 125) this.context.expect(44);
    return this.tupleField(base);
  }

  protected makePointer(child: TypeId, sentinel: number): void {
    const frames = this.frames;
    const addressSpace = frames.pop() as NameId;
    const vectorIndex = frames.pop();
    const bitOffset = frames.pop();
    const hostSize = frames.pop();
    const align = frames.pop();
    const word = frames.pop();
    const { types } = this.context.module;
    // `*T` and `*const T`, which are most pointers.
    const isOne = word === PointerSize.one || word === (PointerSize.one | (CONST << 8));
    const hasSpace = (addressSpace as number) !== None || vectorIndex !== None;
    if (isOne && (align | hostSize | bitOffset) === 0 && sentinel === None && !hasSpace) {
      this.result = types.pointerTo(child, word !== PointerSize.one);
      return;
    }
    this.result = types.pointer({
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

  protected makeArray(child: TypeId, sentinel: number): TypeId {
    const high = BigInt(this.frames.pop());
    const low = BigInt(this.frames.pop());
    return this.context.module.types.array(child, (high << 32n) | low, sentinel as ValueId);
  }

  protected makeFunction(variadic: number, convention: number, base: number): void {
    const parameters: TypeId[] = [];
    const noalias: number[] = [];
    for (let at = base; at < this.list.length; at += 2) {
      if (this.list.words[at] === 1) noalias.push(parameters.length);
      parameters.push(this.list.words[at + 1]! as TypeId);
    }
    this.list.length = base;
    this.result = this.context.module.types.function({
      parameters,
      noalias,
      result: this.result as TypeId,
      convention: convention as CallingConvention,
      variadic: variadic === 1,
    });
  }
}
