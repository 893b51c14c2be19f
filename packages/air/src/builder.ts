// The builder: functions made by calls instead of text, through the same tables and rules.

import { BodyWriter } from './body-writer.ts';
import { HINTS_PER_WORD, type FunctionBody } from './function.ts';
import { None, instOf, instRef, isInst, isValue, valueRef } from './ids.ts';
import type { InstId, NameId, NavId, Ref, TypeId, ValueId } from './ids.ts';
import { Linkage, NavFlag, NavKind, type Module, type NavDefinition } from './module.ts';
import { operandRules, typeOfRef, type Checked } from './operands.ts';
import { resultRules } from './results.ts';
import {
  Tag,
  branchHints,
  compareOperations,
  memoryOrders,
  reduceOperations,
  rmwOperations,
  tagRows,
  type TagName,
  type TagsOf,
} from './tags.ts';
import { shortTypeText } from './text/print-terms.ts';
import { TypeKind } from './types.ts';

/** An operand: the result of an instruction, or a constant. */
export type Operand = Ref | ValueId;
/** Name of a branch hint. */
export type BranchHint = (typeof branchHints)[number];
/** Name of a memory order. */
export type MemoryOrder = (typeof memoryOrders)[number];

/** A case of a switch: single values and inclusive ranges, constants of the operand's type. */
export interface CaseOptions {
  readonly values?: readonly ValueId[];
  readonly ranges?: readonly (readonly [ValueId, ValueId])[];
  readonly hint?: BranchHint;
  /** Builds the body. */
  readonly body: () => void;
}

/** An operand of an `assembly`. */
export interface AssemblyOptions {
  readonly volatile?: boolean;
  /** An output without operand is the result. */
  readonly outputs?: readonly {
    readonly name: string;
    readonly constraint: string;
    readonly operand?: Operand;
  }[];
  readonly inputs?: readonly {
    readonly name: string;
    readonly constraint: string;
    readonly operand: Operand;
  }[];
  readonly clobbers?: readonly string[];
}

/** A lane of `shuffleOne`: a lane index, a constant, or undefined. */
export type LaneOrValue = number | { readonly value: ValueId } | undefined;
/** A lane of `shuffleTwo`: operand and lane, or undefined. */
export type LaneOfTwo = readonly ['a' | 'b', number] | undefined;

/**
 * Builds the body of one function. There is a method for each text form; result types follow from the operands as in the text. Operands
 * of a wrong type throw a TypeError at once; dominance and terminators are left to `verify`.
 *
 * @example
 * const module = new Module({ arch: 'wasm32', os: 'freestanding', features: [] });
 * const { types } = module;
 * const u32 = types.int(false, 32);
 * const signature = types.function({ parameters: [u32, u32], result: u32, convention: CallingConvention.c });
 * defineFunction(module, 'add', signature, (f) => f.un('ret', f.bin('add_wrap', f.arg(0), f.arg(1))), NavFlag.export);
 */
export class FunctionBuilder implements Checked {
  readonly module: Module;
  readonly signature: TypeId;
  readonly #writer: BodyWriter = new BodyWriter();
  /** Instructions of the body at hand. */
  #list: number[] = [];
  #finished = false;
  inst: InstId = 0 as InstId;

  /** @throws TypeError when `signature` is no function type */
  constructor(module: Module, signature: TypeId) {
    if (module.types.kind(signature) !== TypeKind.function) {
      throw new TypeError(`${shortTypeText(module, signature)} is no function type`);
    }
    this.module = module;
    this.signature = signature;
  }

  /** The arrays so far. */
  get body(): FunctionBody {
    return this.#writer;
  }

  /** @internal Called by the operand rules. */
  wrong(problem: string): never {
    throw new TypeError(`${tagRows[this.#writer.tags[this.inst]!]!.name}: ${problem}`);
  }

  /** @internal Called by the operand rules. */
  show(type: TypeId): string {
    return shortTypeText(this.module, type);
  }

  /** Type of an operand. */
  typeOf(operand: Operand): TypeId {
    return typeOfRef(this.module, this.#writer, this.#operand(operand));
  }

  /** The finished body. @throws TypeError when it was taken before */
  finish(): FunctionBody {
    if (this.#finished) throw new TypeError('the body is finished');
    this.#finished = true;
    return this.#writer.finish(this.#list, false);
  }

  // What all methods share.

  #operand(operand: Operand): Ref {
    const ref = operand as Ref;
    const known = isInst(ref)
      ? instOf(ref) < this.#writer.length
      : isValue(ref) && ref < this.module.values.length;
    if (!known)
      throw new RangeError(
        `operand ${operand} is neither an instruction of this function nor a constant`,
      );
    return ref;
  }

  #add(tag: TagName): InstId {
    if (this.#finished) throw new TypeError('the body is finished');
    const number = Tag[tag];
    if (number === undefined) throw new RangeError(`no instruction ${tag}`);
    const inst = this.#writer.add(number);
    this.#list.push(inst);
    return inst;
  }

  /** Sets data and type, then checks the operands. */
  #set(inst: InstId, a: number, b: number, type: TypeId): Ref {
    this.#writer.set(inst, a, b, type);
    this.inst = inst;
    operandRules[tagRows[this.#writer.tags[inst]!]!.operands](this);
    return instRef(inst);
  }

  /** Result type by the rule of the instruction. */
  #result(tag: TagName, operand: TypeId, index = 0): TypeId {
    const type = resultRules[tagRows[Tag[tag]]!.result](this.module, operand, index);
    if (type === None)
      throw new TypeError(`${tag}: no result for an operand of type ${this.show(operand)}`);
    return type as TypeId;
  }

  #pair(first: number, second: number): number {
    const at = this.#writer.emit(first);
    this.#writer.emit(second);
    return at;
  }

  #operands(operands: readonly Operand[]): number {
    return this.#writer.emitList(operands.map((operand) => this.#operand(operand)));
  }

  /** Builds a body and returns its instructions. */
  #body(build: () => void): number[] {
    const around = this.#list;
    const inside: number[] = [];
    this.#list = inside;
    try {
      build();
    } finally {
      this.#list = around;
    }
    return inside;
  }

  #choice(list: readonly string[], word: string): number {
    const index = list.indexOf(word);
    if (index < 0) throw new RangeError(`${word} is none of ${list.join(' ')}`);
    return index;
  }

  #name(text: string): NameId {
    return this.module.names.intern(text);
  }

  #index(index: number, what: string): number {
    if (!Number.isInteger(index) || index < 0 || index > 0x7fff_ffff)
      throw new RangeError(`${what} ${index}`);
    return index;
  }

  // One method for each form.

  /** `trap()`, `unreach()`, `ret_addr()` … */
  none(tag: TagsOf<'none'>): Ref {
    return this.#set(this.#add(tag), 0, 0, this.#result(tag, this.module.types.void));
  }

  /** `arg(i)`: parameter `i`. The `arg`s come first, in ascending order. @throws RangeError */
  arg(index: number): Ref {
    const { types } = this.module;
    if (!(this.#index(index, 'parameter') < types.parameterCount(this.signature))) {
      throw new RangeError(`there is no parameter ${index}`);
    }
    const type = types.parameter(this.signature, index);
    return this.#set(this.#add('arg'), type, index, type);
  }

  /** `sqrt(a)`, `ret(a)`, `load(p)` … */
  un(tag: TagsOf<'un' | 'unTy'>, operand: Operand): Ref {
    const a = this.#operand(operand);
    const type = this.#result(tag, this.typeOf(a));
    const inst = this.#add(tag);
    return tagRows[Tag[tag]]!.form === 'un'
      ? this.#set(inst, a, 0, type)
      : this.#set(inst, type, a, type);
  }

  /** `add(a, b)`, `store(p, a)` … */
  bin(tag: TagsOf<'bin'>, left: Operand, right: Operand): Ref {
    const a = this.#operand(left);
    const b = this.#operand(right);
    const type = this.#result(tag, this.typeOf(a));
    return this.#set(this.#add(tag), a, b, type);
  }

  /** `int_cast(T, a)`, `ptr_cast(T, a)` … */
  tyOp(tag: TagsOf<'tyOp'>, type: TypeId, operand: Operand): Ref {
    const a = this.#operand(operand);
    const result = tagRows[Tag[tag]]!.result === 'stated' ? type : this.module.types.bool;
    return this.#set(this.#add(tag), type, a, result);
  }

  /** `alloc(T)`, `ret_ptr(T)` … */
  ty(tag: TagsOf<'ty'>, type: TypeId): Ref {
    return this.#set(this.#add(tag), type, 0, type);
  }

  /** `slice(T, a, b)`, `add_with_overflow(T, a, b)` … */
  tyBin(tag: TagsOf<'tyBin'>, type: TypeId, left: Operand, right: Operand): Ref {
    const at = this.#pair(this.#operand(left), this.#operand(right));
    return this.#set(this.#add(tag), type, at, type);
  }

  /** `agg_field_val(a, i)` */
  fieldVal(operand: Operand, field: number): Ref {
    const a = this.#operand(operand);
    const type = this.#result('agg_field_val', this.typeOf(a), this.#index(field, 'field'));
    return this.#set(this.#add('agg_field_val'), type, this.#pair(a, field), type);
  }

  /** `struct_field_ptr(T, p, i)`, `field_parent_ptr(T, p, i)` */
  fieldPtr(tag: TagsOf<'fieldPtr'>, type: TypeId, pointer: Operand, field: number): Ref {
    const at = this.#pair(this.#operand(pointer), this.#index(field, 'field'));
    return this.#set(this.#add(tag), type, at, type);
  }

  /** `aggregate_init(T, [a, …])`: elements of an array or vector, run-time fields of a struct or tuple. */
  aggregateInit(type: TypeId, elements: readonly Operand[]): Ref {
    const at = this.#operands(elements);
    return this.#set(this.#add('aggregate_init'), type, at, type);
  }

  /** `union_init(T, i, a)` */
  unionInit(type: TypeId, field: number, value: Operand): Ref {
    const at = this.#pair(this.#index(field, 'field'), this.#operand(value));
    return this.#set(this.#add('union_init'), type, at, type);
  }

  /** `block(T, B)`: `build` gets the block, to `br` to. */
  block(type: TypeId, build: (block: InstId) => void): Ref {
    const inst = this.#add('block');
    this.#writer.set(inst, type, 0, type);
    const list = this.#body(() => build(inst));
    return this.#set(inst, type, this.#writer.emitList(list), type);
  }

  /** `loop(B)`: `build` gets the loop, to `repeat`. */
  loop(build: (loop: InstId) => void): Ref {
    const { noreturn } = this.module.types;
    const inst = this.#add('loop');
    this.#writer.set(inst, noreturn, 0, noreturn);
    const list = this.#body(() => build(inst));
    return this.#set(inst, noreturn, this.#writer.emitList(list), noreturn);
  }

  /** `dbg_inline_block(T, "function" at "file":line, B)` */
  inlineBlock(
    type: TypeId,
    source: { readonly name: string; readonly file: string; readonly line: number },
    build: (block: InstId) => void,
  ): Ref {
    const inst = this.#add('dbg_inline_block');
    this.#writer.set(inst, type, 0, type);
    const list = this.#body(() => build(inst));
    const at = this.#writer.emit(this.#name(source.name));
    this.#writer.emit(this.#name(source.file));
    this.#writer.emit(this.#index(source.line, 'line'));
    this.#writer.emitList(list);
    return this.#set(inst, type, at, type);
  }

  /** `repeat(%loop)` */
  repeat(loop: InstId): Ref {
    this.#target(loop);
    return this.#set(this.#add('repeat'), loop, 0, this.module.types.noreturn);
  }

  /** `br(%block, a)` */
  br(block: InstId, operand: Operand): Ref {
    this.#target(block);
    const a = this.#operand(operand);
    return this.#set(this.#add('br'), block, a, this.module.types.noreturn);
  }

  /** `switch_dispatch(%loop, a)`: back to a `loop_switch_br`. */
  switchDispatch(loop: InstId, operand: Operand): Ref {
    this.#target(loop);
    const a = this.#operand(operand);
    return this.#set(this.#add('switch_dispatch'), loop, a, this.module.types.noreturn);
  }

  #target(inst: InstId): void {
    if (!(inst >= 0 && inst < this.#writer.length))
      throw new RangeError(`there is no instruction ${inst}`);
  }

  /** `cond_br(a, [hint] B, [hint] B)` */
  condBr(
    condition: Operand,
    then: () => void,
    otherwise: () => void,
    hints: { readonly then?: BranchHint; readonly else?: BranchHint } = {},
  ): Ref {
    const { noreturn } = this.module.types;
    const a = this.#operand(condition);
    const inst = this.#add('cond_br');
    this.#writer.set(inst, a, 0, noreturn);
    const first = this.#body(then);
    const second = this.#body(otherwise);
    const at = this.#pair(first.length, second.length);
    const thenHint = this.#choice(branchHints, hints.then ?? 'none');
    this.#writer.emit(thenHint | (this.#choice(branchHints, hints.else ?? 'none') << 3));
    this.#writer.emitRange(first);
    this.#writer.emitRange(second);
    return this.#set(inst, a, at, noreturn);
  }

  /** `switch_br(a, case(…) B, …, else B)` and `loop_switch_br`, whose instruction `build` functions may dispatch to. */
  switchBr(
    tag: TagsOf<'switchBr'>,
    operand: Operand,
    cases: (inst: InstId) => readonly CaseOptions[],
    otherwise?: { readonly hint?: BranchHint; readonly body: () => void },
  ): Ref {
    const { noreturn } = this.module.types;
    const a = this.#operand(operand);
    const inst = this.#add(tag);
    this.#writer.set(inst, a, 0, noreturn);
    const hints: number[] = [];
    const words: number[] = [];
    for (const { values = [], ranges = [], hint = 'none', body } of cases(inst)) {
      const list = this.#body(body);
      words.push(values.length, ranges.length, list.length, ...values);
      for (const [low, high] of ranges) words.push(low, high);
      for (const id of list) words.push(id);
      hints.push(this.#choice(branchHints, hint));
    }
    const count = hints.length;
    const last = otherwise === undefined ? [] : this.#body(otherwise.body);
    hints.push(this.#choice(branchHints, otherwise?.hint ?? 'none'));
    const at = this.#pair(count, last.length);
    for (let word = 0; word < hints.length; word += HINTS_PER_WORD) {
      const group = hints.slice(word, word + HINTS_PER_WORD);
      this.#writer.emit(group.reduce((bits, hint, index) => bits | (hint << (3 * index)), 0));
    }
    this.#writer.emitRange(words);
    this.#writer.emitRange(last);
    return this.#set(inst, a, at, noreturn);
  }

  /** `try(a, B)`, `try_cold(a, B)`: the payload, or the body on an error. */
  try(tag: TagsOf<'try'>, operand: Operand, build: () => void): Ref {
    const a = this.#operand(operand);
    const type = this.#result(tag, this.typeOf(a));
    const inst = this.#add(tag);
    const list = this.#body(build);
    return this.#set(inst, a, this.#writer.emitList(list), type);
  }

  /** `try_ptr(T, p, B)` */
  tryPtr(tag: TagsOf<'tryPtr'>, type: TypeId, pointer: Operand, build: () => void): Ref {
    const a = this.#operand(pointer);
    const inst = this.#add(tag);
    const list = this.#body(build);
    const at = this.#writer.emit(a);
    this.#writer.emitList(list);
    return this.#set(inst, type, at, type);
  }

  /** `call(f, [a, …])`; `f` is `functionRef` of a nav, or a function pointer. */
  call(callee: Operand, args: readonly Operand[], tag: TagsOf<'call'> = 'call'): Ref {
    const a = this.#operand(callee);
    const type = this.#result(tag, this.typeOf(a));
    const at = this.#operands(args);
    return this.#set(this.#add(tag), a, at, type);
  }

  /** A function as the callee of `call`. */
  functionRef(nav: NavId): Ref {
    return valueRef(this.module.values.function(this.module.navs.type(nav), nav));
  }

  /** `select(mask, a, b)` */
  select(mask: Operand, left: Operand, right: Operand): Ref {
    const type = this.typeOf(left);
    const at = this.#pair(this.#operand(left), this.#operand(right));
    return this.#set(this.#add('select'), this.#operand(mask), at, type);
  }

  /** `mul_add(a, b, addend)` */
  mulAdd(left: Operand, right: Operand, addend: Operand): Ref {
    const type = this.typeOf(left);
    const at = this.#pair(this.#operand(left), this.#operand(right));
    return this.#set(this.#add('mul_add'), this.#operand(addend), at, type);
  }

  /** `cmp_vector(op, a, b)` */
  cmpVector(
    tag: TagsOf<'cmpVector'>,
    op: (typeof compareOperations)[number],
    left: Operand,
    right: Operand,
  ): Ref {
    const type = this.#result(tag, this.typeOf(left));
    const at = this.#pair(this.#operand(left), this.#operand(right));
    this.#writer.emit(this.#choice(compareOperations, op));
    return this.#set(this.#add(tag), type, at, type);
  }

  /** `reduce(op, a)` */
  reduce(tag: TagsOf<'reduce'>, op: (typeof reduceOperations)[number], operand: Operand): Ref {
    const type = this.#result(tag, this.typeOf(operand));
    return this.#set(
      this.#add(tag),
      this.#operand(operand),
      this.#choice(reduceOperations, op),
      type,
    );
  }

  /** `shuffle_one(T, [0, <E, v>, undef], a)` */
  shuffleOne(type: TypeId, lanes: readonly LaneOrValue[], operand: Operand): Ref {
    const undef = this.module.values.undef(this.module.types.child(type));
    const words = lanes.map((lane) => {
      if (typeof lane === 'number') return this.#index(lane, 'lane');
      return ((lane === undefined ? undef : this.#operand(lane.value)) | 0x8000_0000) >>> 0;
    });
    const at = this.#writer.emitList(words);
    this.#writer.emit(this.#operand(operand));
    return this.#set(this.#add('shuffle_one'), type, at, type);
  }

  /** `shuffle_two(T, [a0, b3, undef], a, b)` */
  shuffleTwo(type: TypeId, lanes: readonly LaneOfTwo[], left: Operand, right: Operand): Ref {
    const words = lanes.map((lane) =>
      lane === undefined
        ? None
        : ((this.#index(lane[1], 'lane') << 1) | (lane[0] === 'b' ? 1 : 0)) >>> 0,
    );
    const at = this.#writer.emitList(words);
    this.#pair(this.#operand(left), this.#operand(right));
    return this.#set(this.#add('shuffle_two'), type, at, type);
  }

  /** `atomic_load(order, p)` */
  atomicLoad(order: MemoryOrder, pointer: Operand): Ref {
    const type = this.#result('atomic_load', this.typeOf(pointer));
    return this.#set(
      this.#add('atomic_load'),
      this.#operand(pointer),
      this.#choice(memoryOrders, order),
      type,
    );
  }

  /** `atomic_rmw(op, order, p, a)` */
  atomicRmw(
    op: (typeof rmwOperations)[number],
    order: MemoryOrder,
    pointer: Operand,
    operand: Operand,
  ): Ref {
    const type = this.#result('atomic_rmw', this.typeOf(pointer));
    const flags = this.#choice(memoryOrders, order) | (this.#choice(rmwOperations, op) << 3);
    const at = this.#pair(this.#operand(operand), flags);
    return this.#set(this.#add('atomic_rmw'), this.#operand(pointer), at, type);
  }

  /** `cmpxchg_strong(T, success, failure, p, expected, new)`; `orders` are success and failure. */
  cmpxchg(
    tag: TagsOf<'cmpxchg'>,
    type: TypeId,
    orders: readonly [MemoryOrder, MemoryOrder],
    pointer: Operand,
    expected: Operand,
    replacement: Operand,
  ): Ref {
    const at = this.#pair(this.#operand(pointer), this.#operand(expected));
    this.#writer.emit(this.#operand(replacement));
    this.#writer.emit(
      this.#choice(memoryOrders, orders[0]) | (this.#choice(memoryOrders, orders[1]) << 3),
    );
    return this.#set(this.#add(tag), type, at, type);
  }

  /** `prefetch(p, read|write, locality, data|instruction)` */
  prefetch(
    pointer: Operand,
    access: 'read' | 'write',
    locality: 0 | 1 | 2 | 3,
    cache: 'data' | 'instruction',
  ): Ref {
    const flags = (access === 'write' ? 1 : 0) | ((locality & 3) << 1) | (cache === 'data' ? 0 : 8);
    return this.#set(this.#add('prefetch'), this.#operand(pointer), flags, this.module.types.void);
  }

  /** `wasm_memory_size(i)` */
  memorySize(memory = 0): Ref {
    return this.#set(
      this.#add('wasm_memory_size'),
      None,
      this.#index(memory, 'memory'),
      this.module.types.usize,
    );
  }

  /** `wasm_memory_grow(i, a)` */
  memoryGrow(memory: number, pages: Operand): Ref {
    return this.#set(
      this.#add('wasm_memory_grow'),
      this.#operand(pages),
      this.#index(memory, 'memory'),
      this.module.types.isize,
    );
  }

  /** `runtime_nav_ptr(T, name)` */
  runtimeNavPtr(type: TypeId, nav: NavId): Ref {
    return this.#set(this.#add('runtime_nav_ptr'), type, nav, type);
  }

  /** `dbg_stmt(line:column)` */
  dbgStmt(line: number, column: number): Ref {
    return this.#set(
      this.#add('dbg_stmt'),
      this.#index(line, 'line'),
      this.#index(column, 'column'),
      this.module.types.void,
    );
  }

  /** `dbg_var_ptr(p, "name")`, `dbg_var_val(a, "name")`, `dbg_arg_inline(a, "name")` */
  dbgVar(tag: TagsOf<'dbgVar'>, operand: Operand, name: string): Ref {
    return this.#set(
      this.#add(tag),
      this.#operand(operand),
      this.#name(name),
      this.module.types.void,
    );
  }

  /** `save_err_return_trace_index(T, i)` */
  saveErrReturnTraceIndex(type: TypeId, field: number): Ref {
    return this.#set(
      this.#add('save_err_return_trace_index'),
      type,
      this.#index(field, 'field'),
      this.module.types.usize,
    );
  }

  /** `legalize_vec_store_elem(p, i, a)`: for legalization only. */
  storeElement(pointer: Operand, index: Operand, value: Operand): Ref {
    const at = this.#pair(this.#operand(index), this.#operand(value));
    return this.#set(
      this.#add('legalize_vec_store_elem'),
      this.#operand(pointer),
      at,
      this.module.types.void,
    );
  }

  /** `assembly(T, "text", …)` */
  assembly(type: TypeId, text: string, options: AssemblyOptions = {}): Ref {
    const { volatile = false, outputs = [], inputs = [], clobbers = [] } = options;
    const at = this.#pair(this.#name(text), (outputs.length + (volatile ? 0x8000_0000 : 0)) >>> 0);
    this.#pair(inputs.length, clobbers.length);
    for (const { name, constraint, operand } of [...outputs, ...inputs]) {
      this.#pair(this.#name(name), this.#name(constraint));
      this.#writer.emit(operand === undefined ? None : this.#operand(operand));
    }
    for (const clobber of clobbers) this.#writer.emit(this.#name(clobber));
    return this.#set(this.#add('assembly'), type, at, type);
  }
}

/**
 * Adds a function with a body to a module.
 *
 * @param flags - bits of `NavFlag`; with `NavFlag.export` it is exported under its name
 * @throws TypeError when the name is taken or `build` makes a mistake
 */
export function defineFunction(
  module: Module,
  name: string,
  signature: TypeId,
  build: (builder: FunctionBuilder, nav: NavId) => void,
  flags = 0,
): NavId {
  const nav = declareNav(module, name, { kind: NavKind.function, type: signature, flags });
  const builder = new FunctionBuilder(module, signature);
  build(builder, nav);
  module.addFunction(nav, builder.finish());
  return nav;
}

/** Adds a nav by name, with its export if it has the flag: a const, a var, or something extern. */
export function declareNav(module: Module, name: string, definition: NavDefinition): NavId {
  const id = module.names.intern(name);
  const nav = module.navs.add(id, definition);
  const flags = definition.flags ?? 0;
  if ((flags & NavFlag.export) !== 0) {
    const linkage = (flags & NavFlag.weak) !== 0 ? Linkage.weak : Linkage.strong;
    module.addExport({
      nav,
      name: id,
      linkage,
      visibility: (flags & NavFlag.hidden) !== 0 ? 1 : 0,
    });
  }
  return nav;
}
