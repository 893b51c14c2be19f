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
import { type Abi, type FunctionAbi, valueTypeOf } from '../abi.ts';
import type { Promoted } from '../analysis/promote.ts';
import { FallTo, type FallTarget, type Structure } from '../analysis/structure.ts';
import { hasEffect, readsMemory, typeOfRef, type Uses } from '../analysis/uses.ts';
import { forEachOperand } from '../analysis/operands.ts';
import { type Constants, hasAddress, zeroSizeAddress } from '../constants.ts';
import type { Navs } from '../navs.ts';
import type { ResolvedOptions } from '../options.ts';
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
/** Loads and stores whose offset is below this never wrap around for an address that is in bounds. */
const MAX_FOLD = 0x1_0000;

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
  readonly promoted: Promoted;
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
  /** The instruction of a body that is lowered now. */
  current: InstId = 0 as InstId;
  /** Work that is left, last first: structured control flow without recursion. */
  readonly #tasks: (() => void)[] = [];

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
    promoted: Promoted;
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
    this.promoted = input.promoted;
    this.handlers = input.handlers;
    this.is64 = input.module.layout.pointerBytes === 8;
    this.addressType = valueTypeOf(Representation.memory, input.module.layout.pointerBytes);
    this.frameTypes = [input.abi.wasmResults[0] ?? BLOCK_EMPTY];
    this.place = new Uint8Array(input.body.length);
    this.slot = new Int32Array(input.body.length).fill(-1);
    this.#depth = new Uint8Array(input.body.length);
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
    if (this.options.defer && sameLoop && depth < MAX_DEPTH && tag !== AirTag.arg) {
      this.#depth[inst] = depth;
      if (readsMemory(this.body, inst)) this.#pending.push(inst);
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
      this.place[inst] = Place.borrowed;
      this.#pending.push(inst);
      return;
    }
    const offset = this.allocateFor(this.resultType(inst));
    handler!.into!(this, inst, { kind: 'frame', offset });
    this.setFrame(inst, offset);
  }

  /** Parts whose operands are evaluated once though the aggregate may be read more often. */
  setSplit(inst: InstId, parts: readonly Part[]): void {
    this.place[inst] = Place.split;
    if (this.uses.count[inst]! > 1) {
      for (const part of parts) if (part.local < 0) this.pin(part.ref);
    } else for (const part of parts) if (part.local < 0) this.pinReads(part.ref);
    this.splits.set(inst, parts);
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
    this.handlers[this.body.tags[inst]!]!.value!(this, inst);
  }

  #depthOf(inst: InstId): number {
    let depth = 0;
    forEachOperand(this.body, inst, (operand) => {
      const { root } = this.resolve(operand);
      if (!isInst(root) || this.place[instOf(root)] !== Place.deferred) return;
      depth = Math.max(depth, this.#depth[instOf(root)]! + 1);
    });
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

  /** Pins a deferred value that reads memory, or whose operands do: it must not move past a write unnoticed. */
  pinReads(ref: Ref): void {
    const { root } = this.resolve(ref);
    if (!isInst(root)) return;
    if (this.place[instOf(root)] === Place.deferred) this.pin(ref);
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
    if (this.#pending.length === 0) return;
    const consumed = new Set<InstId>();
    if (consumer >= 0) this.#collect(consumer as InstId, consumed);
    const rest: InstId[] = [];
    const pending = this.#pending;
    this.#pending = [];
    for (const inst of pending) {
      const place = this.place[inst]!;
      if (place !== Place.deferred && place !== Place.borrowed) continue;
      if (!this.#isInScope(inst)) continue; // nobody can use it any more, and its operands may not exist
      const variable = this.#variableRead(inst);
      const isHit =
        what === 'all' || (what === 'memory' ? variable === undefined : variable === what.variable);
      if (!isHit || (consumed.has(inst) && place === Place.deferred)) {
        rest.push(inst);
        continue;
      }
      if (place === Place.borrowed) {
        if (consumed.has(inst) && this.uses.count[inst] === 1) rest.push(inst);
        else this.#unborrow(inst);
      } else {
        this.#emit(inst);
        this.keep(inst);
      }
    }
    this.#pending.push(...rest);
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

  #collect(inst: InstId, into: Set<InstId>): void {
    const stack: InstId[] = [inst];
    while (stack.length > 0) {
      forEachOperand(this.body, stack.pop()!, (operand) => {
        const { root } = this.resolve(operand);
        if (!isInst(root)) return;
        const id = instOf(root);
        if (into.has(id)) return;
        const place = this.place[id];
        if (place === Place.deferred || place === Place.borrowed) {
          into.add(id);
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
      const row = this.constants.row(values.uavOf(value), values.uavAlign(value));
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
        this.#pushUndef(type, representation);
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
        if (values.isUndef(integer)) this.#pushUndef(type, representation);
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
          const row = this.constants.row(target, values.uavAlign(value));
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
  #pushUndef(type: TypeId, representation: Representation): void {
    const { layout } = this.module;
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
    const found = this.partAt(ref, offset, type);
    if (found !== undefined) {
      if (found.local >= 0) this.b.localGet(found.local);
      else this.push(found.ref);
      return;
    }
    loadScalar(this, { kind: 'ref', ref, offset }, type);
  }

  /** The part of a split aggregate that is exactly this field. */
  partAt(ref: Ref, offset: number, type: TypeId): Part | undefined {
    const resolved = this.resolve(ref);
    if (!isInst(resolved.root) || this.place[instOf(resolved.root)] !== Place.split)
      return undefined;
    const at = resolved.offset + offset;
    const part = this.splits.get(instOf(resolved.root))!.find((one) => one.offset === at);
    return part !== undefined && this.representation(part.type) === this.representation(type)
      ? part
      : undefined;
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
    copyMemory(this, to, { kind: 'ref', ref, offset: 0 }, type);
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
