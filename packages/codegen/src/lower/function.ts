// The state of lowering one function, and how values get onto the operand stack and into memory.
//
// A result is in one of the places of `Place`. Aliases (analysis/uses.ts) have no place of their own: they are an offset
// to their root. A value in memory is represented by its address and never written after it is made (codegen.md 1.7).

import {
  dataA,
  dataB,
  type FunctionBody,
  type InstId,
  instOf,
  isInst,
  isValue,
  type Module,
  type NavId,
  NavKind,
  None,
  type Ref,
  Representation,
  Tag as AirTag,
  TypeKind,
  type TypeId,
  typeOfInst,
  ValueKind,
  type ValueId,
  valueOf,
  valueRef,
} from '@wasmwright/air';
import type { Diagnostic } from '@wasmwright/diagnostics';
import {
  type BaseRef,
  BLOCK_EMPTY,
  type Label,
  type MirBuilder,
  NONE,
  Tag,
  UAV,
} from '@wasmwright/mir';
import { type Abi, type FunctionAbi, Passing, valueTypeOf } from '../abi.ts';
import { isSameScalar, leavesOf } from '../analysis/leaves.ts';
import type { Allocs } from '../analysis/promote.ts';
import { FallTo, type FallTarget, type Structure } from '../analysis/structure.ts';
import { hasEffect, readsMemory, typeOfRef, type Uses } from '../analysis/uses.ts';
import { forEachOperand } from '../analysis/operands.ts';
import { alignmentAsked, type Constants, hasAddress, zeroSizeAddress } from '../constants.ts';
import type { Navs } from '../navs.ts';
import type { ResolvedOptions } from '../options.ts';
import { constantLeaves } from './constant-leaves.ts';
import { copyMemory } from './copy.ts';
import { loadScalar, scalarAccess, storeScalar } from './scalar.ts';

/** Where the result of an instruction is. */
export const Place = {
  /** Not computed yet: `handlers` makes the value where it is used. */
  deferred: 0,
  /** In wasm local `slot`. For a value in memory the local holds its address. */
  local: 1,
  /** The value is an address, or is in memory at an address: frame bottom + `slot`. */
  frame: 2,
  /** A promoted alloc: its components are in locals `variables`. */
  variable: 3,
  /** A value in memory that stays where it was loaded from until something may write there: `slot` is unused. */
  borrowed: 4,
  /** An aggregate that is not in memory: its parts are in `splits`. */
  split: 5,
  /** Size 0, or nobody needs it. */
  none: 6,
} as const;
export type Place = (typeof Place)[keyof typeof Place];

/** A part of an aggregate that is not in memory. */
export interface Part {
  readonly offset: number;
  readonly type: TypeId;
  /** Local that holds the part, or -1 and `ref` names it. */
  readonly local: number;
  readonly ref: Ref;
}

/** A component of a promoted alloc. */
export interface Variable {
  readonly offset: number;
  readonly type: TypeId;
  readonly local: number;
}

/** An address on its way into a memory instruction: what was pushed, plus these. */
export interface Folded {
  readonly offset: number;
  readonly base: BaseRef;
}

/** Where to write an aggregate: what `address` takes, or an offset in the frame, or a local that holds an address. */
export type Destination =
  | { readonly kind: 'ref'; readonly ref: Ref; readonly offset: number }
  | { readonly kind: 'frame'; readonly offset: number }
  | { readonly kind: 'local'; readonly local: number; readonly offset: number };

/** How the instructions of one tag are lowered. */
export interface Handler {
  /** Pushes the scalar result. */
  readonly value?: (f: FunctionLowering, inst: InstId) => void;
  /** Writes the aggregate result to memory. */
  readonly into?: (f: FunctionLowering, inst: InstId, to: Destination) => void;
  /** Gives the parts of an aggregate result instead of writing it. */
  readonly split?: (f: FunctionLowering, inst: InstId) => readonly Part[] | undefined;
  /** Emits an instruction with effect; a scalar result is left on the stack, an aggregate one is given a place. */
  readonly effect?: (f: FunctionLowering, inst: InstId) => void;
}

/** A deferred expression may nest this deep; deeper ones go to locals, which bounds our own recursion. */
const MAX_DEPTH = 64;
/** So many reads of memory or variables may wait at a time. */
const MAX_PENDING = 64;
/** Loads and stores whose offset is below this never wrap around for an address that is in bounds. */
const MAX_FOLD = 0x1_0000;
/** Constants of at most this many scalars are used scalar by scalar. */
const MAX_CONSTANT_LEAVES = 8;
/** The results of blocks of at most this many scalars stay in locals. */
const MAX_RESULT_LEAVES = 8;
/** `Part.ref` of a part in a local. */
const NO_REF = None as Ref;

export class FunctionLowering {
  readonly module: Module;
  readonly body: FunctionBody;
  readonly abi: FunctionAbi;
  readonly abis: Abi;
  readonly navs: Navs;
  readonly b: MirBuilder;
  readonly constants: Constants;
  readonly options: ResolvedOptions;
  readonly uses: Uses;
  readonly structure: Structure;
  readonly allocs: Allocs;
  readonly diagnostics: Diagnostic[] = [];
  readonly handlers: readonly (Handler | undefined)[];
  /** Value type byte of addresses. */
  readonly addressType: number;
  readonly is64: boolean;

  readonly place: Uint8Array;
  readonly slot: Int32Array;
  readonly #depth: Uint8Array;
  readonly splits: Map<InstId, readonly Part[]> = new Map();
  readonly variables: Map<InstId, readonly Variable[]> = new Map();
  /** Results that read memory or a variable and are not evaluated yet. */
  #pending: InstId[] = [];
  /** 1 for deferred values that read memory or variables themselves or through their deferred operands. */
  readonly #reads: Uint8Array;
  /** 1 for deferred values whose only user has evaluated them. */
  readonly #emitted: Uint8Array;
  /** Number of the last flush that met a value among what its instruction evaluates. */
  readonly #consumed: Uint32Array;
  #stamp = 0;
  /** The instruction of a body that is lowered now. */
  current: InstId = 0 as InstId;
  /** Work that is left, last first: structured control flow without recursion. */
  readonly #tasks: (() => void)[] = [];

  /** True if the function uses the address of its result. */
  readonly #hasResultPointer: boolean;

  // The frame: size so far, alignment, the local that will hold its lowest address.
  frameSize = 0;
  frameAlign = 16;
  #bottom = -1;

  /** Labels of wasm blocks made for AIR blocks and loops. */
  readonly labels: Map<InstId, Label> = new Map();
  /** Local with the operand of each `loop_switch_br`, -1 where it has no bits. */
  readonly switchOperands: Map<InstId, number> = new Map();
  /** Block types of the open wasm frames, the function's first: what dead ends pretend to leave. */
  readonly frameTypes: number[];
  /** Where control goes that falls off the body being lowered. */
  fallTo: FallTarget = FallTo.functionEnd;

  constructor(input: {
    module: Module;
    body: FunctionBody;
    abi: FunctionAbi;
    abis: Abi;
    navs: Navs;
    builder: MirBuilder;
    constants: Constants;
    options: ResolvedOptions;
    uses: Uses;
    structure: Structure;
    allocs: Allocs;
    handlers: readonly (Handler | undefined)[];
  }) {
    this.module = input.module;
    this.body = input.body;
    this.abi = input.abi;
    this.abis = input.abis;
    this.navs = input.navs;
    this.b = input.builder;
    this.constants = input.constants;
    this.options = input.options;
    this.uses = input.uses;
    this.structure = input.structure;
    this.allocs = input.allocs;
    this.handlers = input.handlers;
    this.is64 = input.module.layout.pointerBytes === 8;
    this.addressType = valueTypeOf(Representation.memory, input.module.layout.pointerBytes);
    this.frameTypes = [input.abi.wasmResults[0] ?? BLOCK_EMPTY];
    this.place = new Uint8Array(input.body.length);
    this.slot = new Int32Array(input.body.length).fill(-1);
    this.#depth = new Uint8Array(input.body.length);
    this.#reads = new Uint8Array(input.body.length);
    this.#emitted = new Uint8Array(input.body.length);
    this.#consumed = new Uint32Array(input.body.length);
    this.#hasResultPointer = input.body.tags.includes(AirTag.ret_ptr);
  }

  // Types.

  typeOf(ref: Ref): TypeId {
    return typeOfRef(this.module, this.body, ref);
  }

  resultType(inst: InstId): TypeId {
    return typeOfInst(this.body, inst);
  }

  representation(type: TypeId): Representation {
    return this.module.layout.representation(type);
  }

  sizeOf(type: TypeId): number {
    return this.module.layout.sizeOf(type);
  }

  isMemory(type: TypeId): boolean {
    return this.representation(type) === Representation.memory;
  }

  /** Value type byte of what represents a type: its scalar, or its address. */
  valueType(type: TypeId): number {
    return valueTypeOf(this.representation(type), this.module.layout.pointerBytes);
  }

  /** Root and offset behind a ref. */
  resolve(ref: Ref): { readonly root: Ref; readonly offset: number } {
    if (!isInst(ref)) return { root: ref, offset: 0 };
    const inst = instOf(ref);
    const root = this.uses.root[inst]!;
    return root === None
      ? { root: ref, offset: 0 }
      : { root: root as Ref, offset: this.uses.offset[inst]! };
  }

  // Tasks.

  /** Does this after the work pushed later. */
  later(task: () => void): void {
    this.#tasks.push(task);
  }

  runTasks(): void {
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) task();
  }

  // The frame.

  /** Local that holds the frame's lowest address. */
  get bottom(): number {
    if (this.#bottom < 0) this.#bottom = this.b.locals.fresh(this.addressType);
    return this.#bottom;
  }

  /** True once something lies in the frame. */
  get hasFrame(): boolean {
    return this.#bottom >= 0;
  }

  /** Local for the caller's stack pointer when the frame is aligned to more than the stack is, else -1. */
  takeSavedLocal(): number {
    return this.hasFrame && this.frameAlign > 16 ? this.b.locals.fresh(this.addressType) : -1;
  }

  /** New room in the frame; returns its offset from the bottom. */
  allocate(size: number, align: number): number {
    void this.bottom;
    if (align > this.frameAlign) this.frameAlign = align;
    const offset = Math.ceil(this.frameSize / align) * align;
    this.frameSize = offset + size;
    return offset;
  }

  allocateFor(type: TypeId): number {
    return this.allocate(this.sizeOf(type), this.module.layout.alignOf(type));
  }

  /** Size of the whole frame. */
  get finalFrameSize(): number {
    return Math.ceil(this.frameSize / this.frameAlign) * this.frameAlign;
  }

  // Instructions.

  /** Lowers one instruction where it stands: at once if it has an effect, else when it is used. */
  statement(inst: InstId): void {
    const tag = this.body.tags[inst]!;
    const handler = this.handlers[tag];
    const count = this.uses.count[inst]!;
    if (handler?.effect !== undefined) {
      handler.effect(this, inst);
      return;
    }
    if (this.uses.root[inst] !== None) return;
    if (count === 0 && !hasEffect(this.module, this.body, inst)) return;
    const type = this.resultType(inst);
    if (this.sizeOf(type) === 0) {
      this.place[inst] = Place.none;
      return;
    }
    if (this.isMemory(type)) {
      this.#aggregate(inst, handler);
      return;
    }
    if (hasEffect(this.module, this.body, inst)) {
      // A volatile read happens here and once.
      this.#emit(inst);
      this.keep(inst);
      return;
    }
    const depth = this.#depthOf(inst);
    const user = this.uses.user[inst]!;
    const sameLoop = count === 1 && this.structure.loop[user] === this.structure.loop[inst];
    const reads = readsMemory(this.body, inst);
    const mayDefer = this.options.defer && sameLoop && tag !== AirTag.arg && depth < MAX_DEPTH;
    if (mayDefer && (!reads || this.#mayWait())) {
      this.#depth[inst] = depth;
      if (reads) this.#pending.push(inst);
      return;
    }
    this.#emit(inst);
    this.keep(inst);
  }

  #aggregate(inst: InstId, handler: Handler | undefined): void {
    const parts = handler?.split?.(this, inst);
    if (parts !== undefined) {
      this.setSplit(inst, parts);
      return;
    }
    if (this.body.tags[inst] === AirTag.load) {
      this.#borrow(inst);
      return;
    }
    handler!.into!(this, inst, this.setDestination(inst));
  }

  /** An aggregate that is loaded stays where it is until that is written. */
  #borrow(inst: InstId): void {
    const { root, offset } = this.resolve(dataB(this.body, inst) as Ref);
    const alloc = isInst(root) ? instOf(root) : undefined;
    const isConstant = alloc !== undefined && this.allocs.constant.has(alloc);
    if (alloc !== undefined && this.place[alloc] === Place.variable) {
      this.place[inst] = Place.split;
      this.splits.set(inst, this.#partsOf(alloc, offset, this.sizeOf(this.resultType(inst))));
      if (isConstant) return;
      if (this.#mayWait()) this.#pending.push(inst);
      else this.#snapshot(inst);
    } else if (isConstant && this.place[alloc] === Place.frame) {
      this.setFrame(inst, this.slot[alloc]! + offset);
    } else if (!this.#mayWait()) this.#unborrow(inst);
    else {
      this.place[inst] = Place.borrowed;
      this.#pending.push(inst);
    }
  }

  /** The locals of what lies behind a pointer to a promoted alloc. */
  variableParts(pointer: Ref, size: number): Part[] {
    const { root, offset } = this.resolve(pointer);
    return this.#partsOf(instOf(root), offset, size);
  }

  /** The locals of a part of a promoted alloc. */
  #partsOf(alloc: InstId, offset: number, size: number): Part[] {
    return this.variables
      .get(alloc)!
      .filter((variable) => variable.offset >= offset && variable.offset < offset + size)
      .map(({ offset: at, type, local }) => ({ offset: at - offset, type, local, ref: NO_REF }));
  }

  /** Chooses where an aggregate result is made: where its only user wants it, if nobody can tell, else in the frame. */
  setDestination(inst: InstId): Destination {
    if (this.#isReturned(inst)) {
      this.setLocal(inst, 0);
      return { kind: 'local', local: 0, offset: 0 };
    }
    const offset = this.#storedTo(inst) ?? this.allocateFor(this.resultType(inst));
    this.setFrame(inst, offset);
    return { kind: 'frame', offset };
  }

  /** True if a result is only returned through memory, by the end of the body it is made in. */
  #isReturned(inst: InstId): boolean {
    if (this.abi.result.passing !== Passing.sret) return false;
    if (this.uses.count[inst] !== 1 || this.#hasResultPointer) return false;
    const user = this.uses.user[inst]! as InstId;
    const tag = this.body.tags[user]!;
    if (tag !== AirTag.ret && tag !== AirTag.ret_safe) return false;
    if (this.structure.region[user] !== this.structure.region[inst]) return false;
    return this.#isWhole(inst, dataA(this.body, user) as Ref);
  }

  /** Offset in the frame of the alloc that a result is stored to and nothing else is (`Allocs.constant`). */
  #storedTo(inst: InstId): number | undefined {
    if (this.uses.count[inst] !== 1) return undefined;
    const user = this.uses.user[inst]! as InstId;
    const tag = this.body.tags[user]!;
    if (tag !== AirTag.store && tag !== AirTag.store_safe) return undefined;
    if (this.structure.loop[user] !== this.structure.loop[inst]) return undefined;
    if (!this.#isWhole(inst, dataB(this.body, user) as Ref)) return undefined;
    const to = this.resolve(dataA(this.body, user) as Ref);
    if (!isInst(to.root)) return undefined;
    const alloc = instOf(to.root);
    if (!this.allocs.constant.has(alloc) || this.place[alloc] !== Place.frame) return undefined;
    return this.slot[alloc]! + to.offset;
  }

  /** True if a ref means a whole result and not a part at its beginning. */
  #isWhole(inst: InstId, ref: Ref): boolean {
    return (
      this.resolve(ref).offset === 0 &&
      this.sizeOf(this.typeOf(ref)) === this.sizeOf(this.resultType(inst))
    );
  }

  /** Parts whose operands are evaluated once though the aggregate may be read more often. */
  setSplit(inst: InstId, parts: readonly Part[]): void {
    this.place[inst] = Place.split;
    const user = this.uses.user[inst]!;
    const isOnce =
      this.uses.count[inst] === 1 && this.structure.loop[user] === this.structure.loop[inst];
    let depth = 0;
    for (const part of parts) {
      if (part.local >= 0) continue;
      const { root } = this.resolve(part.ref);
      if (!isInst(root)) continue;
      const value = instOf(root);
      const isPure = this.place[value] !== Place.deferred || this.#reads[value] === 0;
      if (!isOnce || !isPure || this.#depth[value]! >= MAX_DEPTH - 1) this.#pinParts(part.ref);
      else depth = Math.max(depth, this.#depth[value]! + 1);
    }
    this.#depth[inst] = depth;
    this.splits.set(inst, parts);
  }

  /** Gives the aggregate result of a block a place. */
  prepareResult(inst: InstId): void {
    const type = this.resultType(inst);
    const leaves = this.options.promote
      ? leavesOf(this.module, type, MAX_RESULT_LEAVES)
      : undefined;
    if (leaves === undefined || this.#isReturned(inst)) {
      this.setDestination(inst);
      return;
    }
    const parts = leaves.map((leaf) => {
      const local = this.b.locals.fresh(this.valueType(leaf.type));
      return { ...leaf, local, ref: NO_REF };
    });
    this.place[inst] = Place.split;
    this.splits.set(inst, parts);
  }

  /** Stores the aggregate result of a block where `prepareResult` said. */
  setResult(inst: InstId, value: Ref): void {
    if (this.place[inst] === Place.split) this.assignParts(this.splits.get(inst)!, value);
    else if (this.place[inst] === Place.local) {
      this.storeTo({ kind: 'local', local: this.slot[inst]!, offset: 0 }, value);
    } else this.storeTo({ kind: 'frame', offset: this.slot[inst]! }, value);
  }

  setFrame(inst: InstId, offset: number): void {
    this.place[inst] = Place.frame;
    this.slot[inst] = offset;
  }

  setLocal(inst: InstId, local: number): void {
    this.place[inst] = Place.local;
    this.slot[inst] = local;
  }

  /** Puts the scalar on the stack into a local of the instruction, or drops it if nobody wants it. */
  keep(inst: InstId): void {
    if (this.uses.count[inst] === 0) {
      this.b.op(Tag.drop);
      this.place[inst] = Place.none;
      return;
    }
    const local = this.b.locals.fresh(this.valueType(this.resultType(inst)));
    this.b.localSet(local);
    this.setLocal(inst, local);
  }

  #emit(inst: InstId): void {
    this.#emitted[inst] = 1;
    this.handlers[this.body.tags[inst]!]!.value!(this, inst);
  }

  /** How deep the deferred operands of an instruction nest; notes in `#reads` whether any of them reads. */
  #depthOf(inst: InstId): number {
    let depth = 0;
    let reads: number = readsMemory(this.body, inst) ? 1 : 0;
    forEachOperand(this.body, inst, (operand) => {
      const { root } = this.resolve(operand);
      if (!isInst(root)) return;
      const id = instOf(root);
      const place = this.place[id];
      if (place !== Place.deferred && place !== Place.split) return;
      depth = Math.max(depth, this.#depth[id]! + 1);
      if (place === Place.split || this.#reads[id] === 1) reads = 1;
    });
    this.#reads[inst] = reads;
    return depth;
  }

  /** Makes sure that a ref can be pushed any number of times. */
  pin(ref: Ref): void {
    const { root } = this.resolve(ref);
    if (!isInst(root)) return;
    const inst = instOf(root);
    if (this.place[inst] !== Place.deferred || this.isMemory(this.resultType(inst))) return;
    this.#emit(inst);
    this.keep(inst);
  }

  /** `pin`, also for the parts of a split aggregate. */
  #pinParts(ref: Ref): void {
    const { root } = this.resolve(ref);
    if (!isInst(root) || this.place[instOf(root)] !== Place.split) {
      this.pin(ref);
      return;
    }
    for (const part of this.splits.get(instOf(root))!) {
      if (part.local < 0) this.#pinParts(part.ref);
    }
  }

  // Values that wait.

  /**
   * Before something is written: evaluates every waiting read that the writing instruction does not itself consume.
   * `variable` limits it to reads of one promoted alloc, `memory` to reads of memory.
   */
  flush(
    consumer: InstId | -1,
    what: 'memory' | 'all' | { readonly variable: InstId } = 'all',
  ): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#stamp++;
    if (consumer >= 0) this.#collect(consumer as InstId);
    let kept = 0;
    for (let at = 0; at < pending.length; at++) {
      const inst = pending[at]!;
      const isWaiting = this.#isWaiting(inst) && this.#keepsWaiting(inst, what);
      if (isWaiting) pending[kept++] = inst;
    }
    pending.length = kept;
  }

  /** True if a value is still to be read, by somebody who can. */
  #isWaiting(inst: InstId): boolean {
    const place = this.place[inst]!;
    if (place === Place.deferred) {
      if (this.#emitted[inst] === 1) return false;
    } else if (place !== Place.borrowed && place !== Place.split) return false;
    return this.#isInScope(inst); // else nobody can use it any more, and its operands may not exist
  }

  /** Evaluates a waiting read unless what is written does not touch it; true if it waits on. */
  #keepsWaiting(inst: InstId, what: 'memory' | 'all' | { readonly variable: InstId }): boolean {
    const variable = this.#variableRead(inst);
    const isHit =
      what === 'all' || (what === 'memory' ? variable === undefined : variable === what.variable);
    if (!isHit) return true;
    const isConsumed = this.#consumed[inst] === this.#stamp;
    const isOnly = isConsumed && this.uses.count[inst] === 1;
    switch (this.place[inst]) {
      case Place.split:
        if (what === 'all' && isOnly) return true;
        this.#snapshot(inst);
        return false;
      case Place.borrowed:
        if (isOnly) return true;
        this.#unborrow(inst);
        return false;
      default:
        if (isConsumed) return true;
        this.#emit(inst);
        this.keep(inst);
        return false;
    }
  }

  /** Room for one more waiting read, so that `flush` takes bounded time; false if it must be evaluated at once. */
  #mayWait(): boolean {
    if (this.#pending.length < MAX_PENDING) return true;
    this.#pending = this.#pending.filter((inst) => this.#isWaiting(inst));
    return this.#pending.length < MAX_PENDING;
  }

  /** True if the body of an instruction is the current one or around it. */
  #isInScope(inst: InstId): boolean {
    const { region, parent } = this.structure;
    const wanted = region[inst]!;
    let body = region[this.current]!;
    while (body > wanted) body = parent[body]!;
    return body === wanted;
  }

  /** The promoted alloc a waiting load reads, if it reads one. */
  #variableRead(inst: InstId): InstId | undefined {
    if (this.body.tags[inst] !== AirTag.load) return undefined;
    const { root } = this.resolve(dataB(this.body, inst) as Ref);
    return isInst(root) && this.place[instOf(root)] === Place.variable ? instOf(root) : undefined;
  }

  /** Marks what an instruction evaluates itself. */
  #collect(inst: InstId): void {
    const stack: InstId[] = [inst];
    while (stack.length > 0) {
      forEachOperand(this.body, stack.pop()!, (operand) => {
        const { root } = this.resolve(operand);
        if (!isInst(root)) return;
        const id = instOf(root);
        if (this.#consumed[id] === this.#stamp) return;
        const place = this.place[id];
        if (place === Place.split) this.#consumed[id] = this.#stamp;
        else if (place === Place.deferred || place === Place.borrowed) {
          this.#consumed[id] = this.#stamp;
          stack.push(id);
        }
      });
    }
  }

  /** Copies a borrowed aggregate into the frame. */
  #unborrow(inst: InstId): void {
    const type = this.resultType(inst);
    const offset = this.allocateFor(type);
    const source = dataB(this.body, inst) as Ref;
    copyMemory(this, { kind: 'frame', offset }, { kind: 'ref', ref: source, offset: 0 }, type);
    this.setFrame(inst, offset);
  }

  /** True for an aggregate that still lies where a called function may write. */
  isExposed(ref: Ref): boolean {
    const { root } = this.resolve(ref);
    if (!isInst(root) || this.place[instOf(root)] !== Place.borrowed) return false;
    const source = this.resolve(dataB(this.body, instOf(root)) as Ref).root;
    if (isInst(source)) return !this.allocs.hidden.has(instOf(source));
    const { values, navs } = this.module;
    const value = valueOf(source);
    switch (values.kind(value)) {
      case ValueKind.uavPointer:
        return false;
      case ValueKind.navPointer:
        return navs.kind(values.navOf(value)) !== NavKind.const;
      default:
        return true;
    }
  }

  /** Copies the parts of a promoted alloc that a load gave to locals of their own. */
  #snapshot(inst: InstId): void {
    const parts = this.splits.get(inst)!.map((part) => {
      const local = this.b.locals.fresh(this.valueType(part.type));
      this.b.localGet(part.local);
      this.b.localSet(local);
      return { ...part, local };
    });
    this.splits.set(inst, parts);
  }

  // Onto the stack.

  /** Pushes a scalar, or the address of a value in memory. Pushes nothing for a value of size 0. */
  push(ref: Ref): void {
    if (isValue(ref)) {
      this.pushConstant(valueOf(ref));
      return;
    }
    const { root, offset } = this.resolve(ref);
    if (offset !== 0) {
      const folded = this.pushBase(ref);
      this.finishAddress(folded);
      return;
    }
    if (isValue(root)) {
      this.pushConstant(valueOf(root));
      return;
    }
    const inst = instOf(root);
    switch (this.place[inst]) {
      case Place.local:
        this.b.localGet(this.slot[inst]!);
        break;
      case Place.none:
        break;
      case Place.deferred:
        this.#emit(inst);
        break;
      default:
        this.finishAddress(this.pushBase(ref));
    }
  }

  /** Turns what `pushBase` pushed into the whole address. */
  finishAddress({ offset, base }: Folded): void {
    if (base !== NONE) {
      // The pushed part is zero: replace it by the symbol's address.
      this.b.rewind(this.b.position - 1, this.b.extraPosition);
      if (base >= UAV) this.b.uavRef(base - UAV, offset);
      else this.b.navRef(base, offset);
    } else if (offset !== 0) {
      this.b.addressConst(offset);
      this.b.op(this.is64 ? Tag.i64_add : Tag.i32_add);
    }
  }

  /** Pushes an address and returns what a memory instruction adds to it. A symbol is pushed as zero plus itself. */
  pushBase(ref: Ref): Folded {
    const { root, offset } = this.resolve(ref);
    const folded = this.#pushRoot(root);
    const total = folded.offset + offset;
    if (folded.base !== NONE || (total >= 0 && total < MAX_FOLD))
      return { offset: total, base: folded.base };
    this.b.addressConst(total);
    this.b.op(this.is64 ? Tag.i64_add : Tag.i32_add);
    return { offset: 0, base: NONE };
  }

  #pushRoot(root: Ref): Folded {
    if (isValue(root)) return this.#pushConstantBase(valueOf(root));
    const inst = instOf(root);
    switch (this.place[inst]) {
      case Place.local:
        this.b.localGet(this.slot[inst]!);
        return { offset: 0, base: NONE };
      case Place.frame:
        this.b.localGet(this.bottom);
        return { offset: this.slot[inst]!, base: NONE };
      case Place.borrowed:
        return this.pushBase(dataB(this.body, inst) as Ref);
      case Place.split:
        return this.#pushSplit(inst);
      case Place.none:
        this.b.addressConst(0);
        return { offset: 0, base: NONE };
      default:
        if (this.isMemory(this.resultType(inst))) throw new Error('an aggregate is never deferred');
        this.#emit(inst);
        return { offset: 0, base: NONE };
    }
  }

  /** Writes the parts of a split aggregate to memory, for somebody who needs an address. */
  #pushSplit(inst: InstId): Folded {
    const type = this.resultType(inst);
    let offset = this.slot[inst]!;
    if (offset < 0) {
      offset = this.allocateFor(type);
      this.slot[inst] = offset;
    }
    this.storeParts(this.splits.get(inst)!, { kind: 'frame', offset });
    this.b.localGet(this.bottom);
    return { offset, base: NONE };
  }

  /** Stores the parts of an aggregate. */
  storeParts(parts: readonly Part[], to: Destination): void {
    for (const part of parts) {
      const at = moved(to, part.offset);
      if (part.local >= 0) storeScalar(this, at, part.type, () => this.b.localGet(part.local));
      else this.storeTo(at, part.ref);
    }
  }

  #pushConstantBase(value: ValueId): Folded {
    const { values, layout } = this.module;
    const kind = values.kind(value);
    if (
      kind === ValueKind.navPointer &&
      hasAddress(this.module, this.module.navs.type(values.navOf(value)))
    ) {
      const type = this.module.navs.type(values.navOf(value));
      if (this.module.types.kind(type) !== TypeKind.function) {
        this.b.addressConst(0);
        return { offset: values.pointerOffset(value), base: this.navRow(values.navOf(value)) };
      }
    } else if (
      kind === ValueKind.uavPointer &&
      hasAddress(this.module, values.type(values.uavOf(value)))
    ) {
      this.b.addressConst(0);
      const row = this.constants.row(values.uavOf(value), alignmentAsked(this.module, value));
      return { offset: values.pointerOffset(value), base: UAV + row };
    } else if (layout.representation(values.type(value)) === Representation.memory) {
      this.b.addressConst(0);
      return { offset: 0, base: UAV + this.constants.row(value) };
    }
    this.pushConstant(value);
    return { offset: 0, base: NONE };
  }

  navRow(nav: NavId): number {
    return this.b.nav(this.navs.info(nav));
  }

  /** Pushes a destination and returns what the store adds. */
  pushDestination(to: Destination): Folded {
    switch (to.kind) {
      case 'frame':
        this.b.localGet(this.bottom);
        return { offset: to.offset, base: NONE };
      case 'local':
        this.b.localGet(to.local);
        return { offset: to.offset, base: NONE };
      case 'ref': {
        const folded = this.pushBase(to.ref);
        return { offset: folded.offset + to.offset, base: folded.base };
      }
    }
  }

  /** Pushes a constant: a scalar, or the address of one in memory. */
  pushConstant(value: ValueId): void {
    const { values, layout, types } = this.module;
    const type = values.type(value);
    const representation = layout.representation(type);
    if (representation === Representation.none) return;
    if (representation === Representation.memory) {
      this.finishAddress(this.#pushConstantBase(value));
      return;
    }
    switch (values.kind(value)) {
      case ValueKind.undef:
        this.pushUndef(type);
        return;
      case ValueKind.bool:
        this.b.i32Const(values.boolValue(value) ? 1 : 0);
        return;
      case ValueKind.int:
        this.pushInteger(type, values.intValue(value));
        return;
      case ValueKind.float:
        this.#pushFloat(values.floatBits(value), types.bits(type));
        return;
      case ValueKind.null:
      case ValueKind.void:
        this.pushInteger(type, 0n);
        return;
      case ValueKind.some:
        if (this.sizeOf(types.child(type)) === 0) this.b.i32Const(1);
        else this.pushConstant(values.payload(value));
        return;
      case ValueKind.success:
        this.b.i32Const(0);
        return;
      case ValueKind.error:
      case ValueKind.failure:
        this.b.i32Const(values.errorOf(value));
        return;
      case ValueKind.enum:
      case ValueKind.packed: {
        const integer = values.payload(value);
        if (values.isUndef(integer)) this.pushUndef(type);
        else this.pushInteger(type, values.intValue(integer));
        return;
      }
      case ValueKind.addressPointer:
        this.pushInteger(type, values.address(value));
        return;
      case ValueKind.function:
        this.b.funcRef(this.navRow(values.navOf(value)));
        return;
      case ValueKind.navPointer: {
        const nav = values.navOf(value);
        const pointee = this.module.navs.type(nav);
        if (types.kind(pointee) === TypeKind.function) this.b.funcRef(this.navRow(nav));
        else if (hasAddress(this.module, pointee)) {
          this.b.navRef(this.navRow(nav), values.pointerOffset(value));
        } else this.pushInteger(type, zeroSizeAddress(this.module, pointee));
        return;
      }
      case ValueKind.uavPointer: {
        const target = values.uavOf(value);
        const pointee = values.type(target);
        if (hasAddress(this.module, pointee)) {
          const row = this.constants.row(target, alignmentAsked(this.module, value));
          this.b.uavRef(row, values.pointerOffset(value));
        } else this.pushInteger(type, zeroSizeAddress(this.module, pointee));
        return;
      }
      default: // aggregates represented by one scalar: the tag of a union without payload
        this.#pushThroughMemory(value, type);
    }
  }

  #pushThroughMemory(value: ValueId, type: TypeId): void {
    this.b.addressConst(0);
    const access = scalarAccess(this, type);
    this.b.access(access.load, 0, access.align, UAV + this.constants.row(value));
  }

  /** Pushes an integer constant in the canonical form of a type. */
  pushInteger(type: TypeId, value: bigint): void {
    if (this.valueType(type) === 0x7f) this.b.i32Const(Number(BigInt.asIntN(32, value)));
    else this.b.i64Const(BigInt.asIntN(64, value));
  }

  #pushFloat(bits: bigint, width: number): void {
    if (width === 64) this.b.f64ConstWords(Number(bits & 0xffff_ffffn), Number(bits >> 32n));
    else if (width === 32) this.b.f32ConstBits(Number(bits));
    else this.b.i32Const(Number(bits));
  }

  /** Undefined scalars are 0xAA… (codegen.md 9), canonical for the type. */
  pushUndef(type: TypeId): void {
    const { layout } = this.module;
    const representation = layout.representation(type);
    if (representation === Representation.f32) this.b.f32ConstBits(0xaaaa_aaaa);
    else if (representation === Representation.f64) this.b.f64ConstWords(0xaaaa_aaaa, 0xaaaa_aaaa);
    else {
      const bits = Math.max(0, layout.integerBits(type));
      const pattern = 0xaaaa_aaaa_aaaa_aaaan;
      const value = layout.isSigned(type)
        ? BigInt.asIntN(bits, pattern)
        : BigInt.asUintN(bits, pattern);
      this.pushInteger(type, value);
    }
  }

  // Fields of values in memory.

  /** Pushes a scalar that lies in a value in memory (or in the parts of a split one). */
  pushField(ref: Ref, offset: number, type: TypeId): void {
    const found = this.#locate(ref, offset, type);
    if (found === 'undefined') this.pushUndef(type);
    else if ('type' in found) this.#pushPart(found);
    else loadScalar(this, { kind: 'ref', ref: found.root, offset: found.offset }, type);
  }

  #pushPart(part: Part): void {
    if (part.local >= 0) this.b.localGet(part.local);
    else this.push(part.ref);
  }

  /** The part of a split aggregate or constant that is exactly this field. */
  partAt(ref: Ref, offset: number, type: TypeId): Part | undefined {
    const found = this.#locate(ref, offset, type);
    return found !== 'undefined' && 'type' in found ? found : undefined;
  }

  /** Where a scalar of an aggregate is: a part, somewhere in memory, or nowhere because nothing defines it. */
  #locate(
    ref: Ref,
    offset: number,
    type: TypeId,
  ): Part | { readonly root: Ref; readonly offset: number } | 'undefined' {
    const { values } = this.module;
    const start = this.resolve(ref);
    let root = start.root;
    let at = start.offset + offset;
    for (;;) {
      if (isValue(root)) {
        const leaves = constantLeaves(this.module, valueOf(root), MAX_CONSTANT_LEAVES);
        const position = at;
        const leaf = leaves?.find((one) => one.offset === position);
        if (leaf === undefined) return { root, offset: at };
        const known = values.type(leaf.value);
        if (!isSameScalar(this.module, known, type)) return { root, offset: at };
        return { offset: at, type: known, local: -1, ref: valueRef(leaf.value) };
      }
      if (this.place[instOf(root)] !== Place.split) return { root, offset: at };
      const parts = this.splits.get(instOf(root))!;
      const position = at;
      const end = at + this.sizeOf(type);
      const part = parts.find(
        (one) => one.offset < end && position < one.offset + this.sizeOf(one.type),
      );
      if (part === undefined) return 'undefined';
      if (part.local < 0 && this.isMemory(part.type)) {
        const isInside = at >= part.offset && end <= part.offset + this.sizeOf(part.type);
        if (!isInside) return { root, offset: at };
        const inner = this.resolve(part.ref);
        root = inner.root;
        at += inner.offset - part.offset;
        continue;
      }
      return part.offset === at && isSameScalar(this.module, part.type, type)
        ? part
        : { root, offset: at };
    }
  }

  // Into memory.

  /** Stores any value to a destination. Undefined values are skipped. */
  storeTo(to: Destination, ref: Ref): void {
    const type = this.typeOf(ref);
    if (this.sizeOf(type) === 0) return;
    const { root, offset } = this.resolve(ref);
    if (isValue(root) && this.module.values.isUndef(valueOf(root))) return;
    if (!this.isMemory(type)) {
      storeScalar(this, to, type, () => this.push(ref));
      return;
    }
    if (isInst(root) && offset === 0 && this.place[instOf(root)] === Place.split) {
      // Only if the whole is meant, not a part at its beginning.
      if (this.sizeOf(this.resultType(instOf(root))) === this.sizeOf(type)) {
        this.storeParts(this.splits.get(instOf(root))!, to);
        return;
      }
    }
    if (isValue(root) && offset === 0 && this.#storeConstant(to, valueOf(root))) return;
    if (this.#isThere(to, root, offset)) return;
    copyMemory(this, to, { kind: 'ref', ref, offset: 0 }, type);
  }

  /** Stores a small constant scalar by scalar; false if it is better copied. */
  #storeConstant(to: Destination, value: ValueId): boolean {
    const max = this.options.optimize === 'size' ? 2 : MAX_CONSTANT_LEAVES;
    const leaves = constantLeaves(this.module, value, max);
    if (leaves === undefined) return false;
    for (const leaf of leaves) {
      const type = this.module.values.type(leaf.value);
      storeScalar(this, moved(to, leaf.offset), type, () => this.pushConstant(leaf.value));
    }
    return true;
  }

  /** True if an aggregate was made where it is to be stored (`setDestination`). */
  #isThere(to: Destination, root: Ref, offset: number): boolean {
    if (!isInst(root)) return false;
    const at = this.slot[instOf(root)]! + offset;
    switch (this.place[instOf(root)]) {
      case Place.local:
        return to.kind === 'local' && to.local === this.slot[instOf(root)] && to.offset === offset;
      case Place.frame: {
        if (to.kind === 'frame') return to.offset === at;
        if (to.kind !== 'ref') return false;
        const target = this.resolve(to.ref);
        if (!isInst(target.root) || this.place[instOf(target.root)] !== Place.frame) return false;
        return this.slot[instOf(target.root)]! + target.offset + to.offset === at;
      }
      default:
        return false;
    }
  }

  /** Sets each of these locals to the scalar at its place in a value. The value does not depend on them. */
  assignParts(parts: readonly Part[], ref: Ref): void {
    for (const part of parts) {
      if (this.#locate(ref, part.offset, part.type) === 'undefined') continue;
      this.pushField(ref, part.offset, part.type);
      this.b.localSet(part.local);
    }
  }

  /** Type of the object an alloc makes. */
  allocType(inst: InstId): TypeId {
    return this.module.types.child(dataA(this.body, inst) as TypeId);
  }
}

/** A destination some bytes further. */
export function moved(to: Destination, offset: number): Destination {
  if (offset === 0) return to;
  return { ...to, offset: to.offset + offset };
}
