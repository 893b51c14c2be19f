// Constants of the text form: the part of the machine of terms.ts that begins them and puts them together.

import { airCodes } from '@wasmwright/diagnostics';
import { formatOfBits, parseFloatText } from '../float/index.ts';
import { None, type ErrorId, type NameId, type NavId, type TypeId, type ValueId } from '../ids.ts';
import { packedConstant } from '../packed.ts';
import { PointerSize, TypeKind } from '../types.ts';
import { ValueKind } from '../values.ts';
import { ParseFailure } from './context.ts';
import {
  F_ELEMENT,
  F_FIELD,
  F_NAMED_FIELD,
  F_SLICE_POINTER,
  F_SOME,
  F_SUCCESS,
  F_TYPED,
  F_UAV,
  F_UNION,
  F_UNION_BYTES,
  type Mode,
  RESULT,
  TYPE,
  VALUE,
} from './frames.ts';
import { BUILTIN, FLOAT, INTEGER, NAME, STRING } from './lexer.ts';
import { Word } from './words.ts';
import { TypeReader } from './type-reader.ts';

/** Reads constants of known types. */
export abstract class ValueReader extends TypeReader {
  protected startValue(): Mode {
    const context = this.context;
    const { lexer, module } = context;
    const { types, values } = module;
    let type = this.expected;
    if (lexer.kind === 60) {
      lexer.next();
      this.frames.push2(type, F_TYPED);
      return TYPE;
    }
    for (;;) {
      if (lexer.is(Word.undef)) {
        this.result = values.undef(type);
        lexer.next();
        return RESULT;
      }
      const kind = types.kind(type);
      if (kind === TypeKind.optional) {
        if (lexer.is(Word.null)) {
          this.result = values.null(type);
          lexer.next();
          return RESULT;
        }
        this.frames.push2(type, F_SOME);
        type = types.child(type);
      } else if (kind === TypeKind.errorUnion && !lexer.is(Word.error)) {
        this.frames.push2(type, F_SUCCESS);
        type = types.payloadOf(type);
      } else break;
    }
    switch (types.kind(type)) {
      case TypeKind.int:
        this.result = this.integer(type, type);
        return RESULT;
      case TypeKind.float:
        this.result = this.float(type);
        return RESULT;
      case TypeKind.bool:
        if (lexer.is(Word.true)) this.result = values.true;
        else if (lexer.is(Word.false)) this.result = values.false;
        else this.bad(type);
        lexer.next();
        return RESULT;
      case TypeKind.errorSet:
        this.result = values.error(type, this.error(type));
        return RESULT;
      case TypeKind.errorUnion:
        this.result = values.failure(type, this.error(type));
        return RESULT;
      case TypeKind.enum:
        this.result = this.enum(type);
        return RESULT;
      case TypeKind.pointer:
        if (types.pointerSize(type) === PointerSize.slice) return this.slice(type);
        return this.pointerValue(type);
      case TypeKind.array:
      case TypeKind.vector:
        return this.array(type);
      case TypeKind.struct:
      case TypeKind.tuple:
      case TypeKind.union:
        return this.container(type);
      case TypeKind.function:
        if (!lexer.isName) this.bad(type);
        this.result = values.function(type, this.nav());
        return RESULT;
      default:
        if (lexer.is(Word.void_value)) lexer.next();
        else {
          if (lexer.kind !== 46) this.bad(type);
          lexer.next();
          context.expect(123);
          context.expect(125);
        }
        this.result = values.one(type);
        return RESULT;
    }
  }

  protected bad(type: TypeId): never {
    this.context.fail(airCodes.badValue, {
      found: this.context.lexer.found(),
      type: this.describe(type),
    });
  }

  /** The result, a value of type `from`, as one of the optional, error union or union type `to`. */
  protected coerce(from: TypeId, to: TypeId): ValueId {
    const { types, values } = this.context.module;
    const value = this.result as ValueId;
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
        this.context.report(airCodes.valueType, {
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

  /** An integer token as a value of integer type `as`; `type` is what a message calls it. */
  protected integer(as: TypeId, type: TypeId): ValueId {
    const { lexer, module } = this.context;
    if (lexer.kind !== INTEGER) this.bad(type);
    const value = this.context.integer();
    this.context.checkRange(as, value);
    lexer.next();
    return module.values.int(as, value);
  }

  protected float(type: TypeId): ValueId {
    const { lexer, module } = this.context;
    const known =
      lexer.kind === FLOAT || lexer.kind === INTEGER || lexer.is(Word.inf) || lexer.is(Word.nan);
    if (!known) this.bad(type);
    const format = formatOfBits(module.types.bits(type) as 16);
    const text = lexer.text.slice(lexer.start, lexer.end);
    const bits = parseFloatText(format, text);
    if (bits === undefined) {
      this.context.fail(airCodes.badNumber, { found: lexer.found(), what: this.describe(type) });
    }
    lexer.next();
    return module.values.float(type, bits);
  }

  protected error(type: TypeId): ErrorId {
    if (!this.context.lexer.is(Word.error)) this.bad(type);
    this.context.lexer.next();
    return this.errorId();
  }

  /** `.Name` behind the word `error`. */
  errorId(): ErrorId {
    this.context.expect(46);
    return this.context.module.errors.intern(this.context.takeName('the name of an error'));
  }

  protected enum(type: TypeId): ValueId {
    const { lexer, module } = this.context;
    const { types, values } = module;
    this.need(type);
    const id = types.declaredOf(type);
    const tag = types.declared.tag(id);
    if (tag === None) return values.undef(type);
    if (lexer.kind === INTEGER) return values.enum(type, this.integer(tag as TypeId, type));
    if (lexer.is(Word.void_value)) {
      lexer.next();
      return values.one(type);
    }
    if (lexer.kind !== 46) this.bad(type);
    lexer.next();
    const at = lexer.start;
    const field = this.field(type, this.context.takeName('the name of an enum field'), at);
    return values.enum(type, types.declared.enumValue(id, field));
  }

  /** Index of a field by name. */
  protected field(type: TypeId, name: NameId, at: number): number {
    const { types, names } = this.context.module;
    const index =
      types.kind(type) === TypeKind.tuple
        ? -1
        : types.declared.findField(types.declaredOf(type), name);
    if (index < 0) {
      const values = { type: this.describe(type), name: names.text(name) };
      this.context.fail(airCodes.unknownField, values, at);
    }
    return index;
  }

  /** The nav named by the current token. */
  nav(): NavId {
    const { lexer, module } = this.context;
    const { start } = lexer;
    const name = this.context.takeName('the name of a function, const or var');
    const nav = module.navs.find(name);
    if (nav === undefined) {
      this.context.fail(airCodes.unknownNav, { name: lexer.names.text(name) }, start);
    }
    if (this.context.broken.has(nav)) throw new ParseFailure();
    return nav;
  }

  protected pointerValue(type: TypeId): Mode {
    const context = this.context;
    const { lexer, module } = context;
    const { values } = module;
    if (lexer.is(Word.null)) {
      lexer.next();
      this.result = values.addressPointer(type, 0);
      return RESULT;
    }
    if (lexer.kind === BUILTIN && lexer.name === Word.addr) {
      lexer.next();
      context.expect(40);
      if (lexer.kind !== INTEGER) context.unexpected('an address');
      const address = context.integer();
      lexer.next();
      context.expect(41);
      this.result = values.addressPointer(type, BigInt.asUintN(64, BigInt(address)));
      return RESULT;
    }
    if (lexer.kind !== 38) this.bad(type);
    lexer.next();
    const align = context.acceptWord(Word.align) ? context.takeAlign() : 0;
    if (lexer.at(60)) {
      lexer.next();
      this.frames.push3(type, align, F_UAV);
      return TYPE;
    }
    const nav = this.nav();
    this.result = values.navPointer(type, nav, this.offset());
    return RESULT;
  }

  /** `+ n` behind a pointer, if it is there. */
  protected offset(): bigint | number {
    const { lexer } = this.context;
    if (!this.context.accept(43)) return 0;
    if (lexer.kind !== INTEGER) this.context.unexpected('a distance in bytes');
    const value = this.context.integer();
    lexer.next();
    return value;
  }

  /** `.{`; anything else but `void_value` is no value of the type. False for `void_value`. */
  protected open(type: TypeId): boolean {
    const { lexer } = this.context;
    if (lexer.is(Word.void_value)) {
      lexer.next();
      this.result = this.context.module.values.one(type);
      return false;
    }
    if (lexer.kind !== 46) this.bad(type);
    lexer.next();
    this.context.expect(123);
    return true;
  }

  protected slice(type: TypeId): Mode {
    const { types } = this.context.module;
    if (!this.open(type)) return RESULT;
    this.frames.push2(type, F_SLICE_POINTER);
    this.expected = types.pointer({ ...types.pointerAttributes(type), size: PointerSize.many });
    return VALUE;
  }

  protected array(type: TypeId): Mode {
    const context = this.context;
    const { lexer, module } = context;
    if (lexer.kind === STRING) {
      context.checkEscapes();
      const bytes = lexer.bytes();
      const { types } = module;
      const child = types.child(type);
      const isBytes = types.kind(child) === TypeKind.int && types.bits(child) === 8;
      if (!isBytes || types.kind(type) !== TypeKind.array) this.bad(type);
      this.checkCount(type, bytes.length);
      lexer.next();
      this.result = module.values.bytes(type, bytes);
      return RESULT;
    }
    if (!this.open(type)) return RESULT;
    if (lexer.kind === 125) return this.finishElements(type, this.list.length);
    this.frames.push3(type, this.list.length, F_ELEMENT);
    this.expected = module.types.child(type);
    return VALUE;
  }

  protected checkCount(type: TypeId, found: number): void {
    const expected = this.context.module.types.arrayLength(type);
    if (found !== expected) {
      this.context.fail(airCodes.elementCount, { type: this.describe(type), expected, found });
    }
  }

  protected afterElement(base: number, type: TypeId): Mode {
    const context = this.context;
    const { lexer, module } = context;
    this.list.push(this.result);
    if (lexer.kind === 42 && this.list.length === base + 1) {
      lexer.next();
      context.expect(42);
      const count = context.takeNumber('a count', Number.MAX_SAFE_INTEGER);
      this.list.length = base;
      this.checkCount(type, count);
      context.expect(125);
      const element = this.result as ValueId;
      this.result =
        count === 0 ? module.values.aggregate(type, []) : module.values.repeat(type, element);
      return RESULT;
    }
    if (lexer.kind !== 125) context.expect(44);
    if (lexer.kind === 125) return this.finishElements(type, base);
    this.frames.push3(type, base, F_ELEMENT);
    this.expected = module.types.child(type);
    return VALUE;
  }

  protected finishElements(type: TypeId, base: number): Mode {
    this.checkCount(type, this.list.length - base);
    this.result = this.aggregate(type, base);
    return RESULT;
  }

  /** The aggregate of the list from `base`; moves past the `}`. */
  protected aggregate(type: TypeId, base: number): ValueId {
    const elements = Array.from(this.list.words.subarray(base, this.list.length)) as ValueId[];
    this.list.length = base;
    this.context.expect(125);
    const { module } = this.context;
    if (module.layout.isPacked(type)) return packedConstant(module, type, elements);
    return module.values.aggregate(type, elements);
  }

  protected container(type: TypeId): Mode {
    const context = this.context;
    const { lexer, module } = context;
    const { types, values } = module;
    const kind = types.kind(type);
    if (kind !== TypeKind.tuple) this.need(type);
    if (lexer.kind === INTEGER && module.layout.isPacked(type)) {
      const stated = types.declared.backing(types.declaredOf(type));
      const backing = stated === None ? types.int(false, module.layout.bitsOf(type)) : stated;
      this.result = values.packed(type, this.integer(backing as TypeId, type));
      return RESULT;
    }
    if (!this.open(type)) return RESULT;
    if (kind === TypeKind.union) return this.union(type);
    if (lexer.kind === 125) {
      lexer.next();
      this.result = values.one(type);
      return RESULT;
    }
    const base = this.list.length;
    if (lexer.kind === 46) {
      // `.x = v` is a named field, `.x` alone an enum value.
      const at = lexer.start;
      lexer.next();
      if (lexer.kind === NAME) {
        lexer.next();
        if (lexer.at(61)) {
          for (let index = 0; index < types.fieldCount(type); index++) this.list.push(None);
          lexer.jump(at);
          return this.namedField(base, type);
        }
      }
      lexer.jump(at);
    }
    return this.nextField(base, type);
  }

  protected nextField(base: number, type: TypeId): Mode {
    const { types } = this.context.module;
    const index = this.list.length - base;
    const expected = types.fieldCount(type);
    if (index >= expected) {
      this.context.fail(airCodes.elementCount, {
        type: this.describe(type),
        expected,
        found: `more than ${expected}`,
      });
    }
    this.frames.push3(type, base, F_FIELD);
    this.expected = types.fieldType(type, index);
    return VALUE;
  }

  protected afterField(base: number, type: TypeId): Mode {
    const { lexer, module } = this.context;
    this.list.push(this.result);
    if (lexer.kind !== 125) this.context.expect(44);
    if (lexer.kind !== 125) return this.nextField(base, type);
    const expected = module.types.fieldCount(type);
    const found = this.list.length - base;
    if (found !== expected) {
      this.context.fail(airCodes.elementCount, { type: this.describe(type), expected, found });
    }
    this.result = this.aggregate(type, base);
    return RESULT;
  }

  protected namedField(base: number, type: TypeId): Mode {
    const { lexer, module } = this.context;
    this.context.expect(46);
    const at = lexer.start;
    const field = this.field(type, this.context.takeName('the name of a field'), at);
    this.context.expect(61);
    this.frames.push4(type, base, field, F_NAMED_FIELD);
    this.expected = module.types.fieldType(type, field);
    return VALUE;
  }

  protected afterNamedField(field: number, base: number, type: TypeId): Mode {
    const { lexer, module } = this.context;
    this.list.words[base + field] = this.result;
    if (lexer.kind !== 125) this.context.expect(44);
    if (lexer.kind !== 125) return this.namedField(base, type);
    for (let at = base; at < this.list.length; at++) {
      if (this.list.words[at] === None)
        this.list.words[at] = module.types.fieldComptime(type, at - base);
      if (this.list.words[at] === None) {
        const expected = module.types.fieldCount(type);
        const found = `no value for field ${at - base}`;
        this.context.fail(airCodes.elementCount, { type: this.describe(type), expected, found });
      }
    }
    this.result = this.aggregate(type, base);
    return RESULT;
  }

  protected union(type: TypeId): Mode {
    const context = this.context;
    const { lexer, module } = context;
    if (lexer.kind === 125) {
      lexer.next();
      this.result = module.values.one(type);
      return RESULT;
    }
    if (lexer.kind === 60) {
      lexer.next();
      this.frames.push4(type, F_UNION_BYTES, None, F_TYPED);
      return TYPE;
    }
    if (context.acceptWord(Word.undef)) {
      context.expect(125);
      this.result = module.values.unionBytes(type, module.values.undef(type));
      return RESULT;
    }
    context.expect(46);
    const at = lexer.start;
    const field = this.field(type, context.takeName('the name of a field'), at);
    context.expect(61);
    this.frames.push3(type, field, F_UNION);
    this.expected = module.types.fieldType(type, field);
    return VALUE;
  }
}
