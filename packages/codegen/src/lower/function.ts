// The state of lowering a function. One object serves all functions of a module.
//
// A result is in one of the places of `Place`. Aliases (analysis/aliases.ts) have no place of their own: they are an offset
// to their root. A value in memory is represented by its address and never written after it is made (codegen.md 1.7).

import {
  dataA,
  type FunctionBody,
  type InstId,
  instOf,
  isValue,
  type Module,
  type NavId,
  Operands,
  type Ref,
  Representation,
  Tag as AirTag,
  type TypeId,
  typeOfInst,
  valueOf,
} from '@wasmwright/air';
import { type BaseRef, BLOCK_EMPTY, type MirBuilder, NONE } from '@wasmwright/mir';
import { type Abi, type FunctionAbi, Passing, valueTypeOf } from '../abi.ts';
import type { Allocs } from '../analysis/promote.ts';
import { FallTo, type FallTarget, type Structure } from '../analysis/structure.ts';
import type { Uses } from '../analysis/uses.ts';
import type { Constants } from '../constants.ts';
import { growBytes, growIntegers, growWords } from '../grow.ts';
import type { Navs } from '../navs.ts';
import type { ResolvedOptions } from '../options.ts';
import type { TypeFacts, TypeFactsCache } from '../type-facts.ts';
import { Frame } from './frame.ts';
import type { HandlerTable } from './handler.ts';
import { type Part, Place } from './places.ts';
import { ScalarConstants } from './scalar-constants.ts';
import { Tasks } from './tasks.ts';
import { Waiting } from './waiting.ts';

/** Owner of room in the frame whose address may be known anywhere in the function. */
export const ANYWHERE = -1;

/** What is the same for all functions of a module. */
export interface LoweringContext {
  readonly module: Module;
  readonly options: ResolvedOptions;
  readonly abis: Abi;
  readonly navs: Navs;
  readonly builder: MirBuilder;
  readonly constants: Constants;
  readonly facts: TypeFactsCache;
  readonly uses: Uses;
  readonly structure: Structure;
  readonly allocs: Allocs;
  readonly handlers: HandlerTable;
}

export class FunctionLowering {
  readonly module: Module;
  readonly options: ResolvedOptions;
  readonly abis: Abi;
  readonly navs: Navs;
  readonly b: MirBuilder;
  readonly constants: Constants;
  readonly facts: TypeFactsCache;
  readonly uses: Uses;
  readonly structure: Structure;
  readonly allocs: Allocs;
  readonly handlers: HandlerTable;
  readonly scalars: ScalarConstants;
  /** Value type byte of addresses. */
  readonly addressType: number;
  readonly is64: boolean;
  readonly hasSignExt: boolean;
  readonly hasBulkMemory: boolean;

  // The function.

  body!: FunctionBody;
  abi!: FunctionAbi;
  /** True if the function uses the address of its result in memory. */
  hasResultPointer = false;

  // By instruction.

  place: Uint8Array = new Uint8Array(0);
  slot: Int32Array = new Int32Array(0);
  /** How deep the deferred operands of a deferred value or of the parts of a split one nest. */
  depth: Uint8Array = new Uint8Array(0);
  /** How deep aggregates nest in each split one: bounds the recursion over parts of parts. */
  nesting: Uint8Array = new Uint8Array(0);
  /** Labels of the wasm blocks made for AIR blocks and loops. */
  label: Uint32Array = new Uint32Array(0);
  /** Parts of the results whose place is `Place.split`. */
  readonly splits: Map<InstId, readonly Part[]> = new Map();
  /** Local with the operand of each `loop_switch_br`, -1 where it has no bits. */
  readonly switchOperands: Map<InstId, number> = new Map();

  /** Results that read memory or a variable and are not evaluated yet. */
  readonly waiting: Waiting = new Waiting();
  readonly tasks: Tasks = new Tasks();
  /** Operands of the instruction at hand. */
  readonly operands: Operands = new Operands();
  /** The instruction of a body that is lowered now. */
  current: InstId = 0 as InstId;
  /** Where control goes that falls off the body being lowered. */
  fallTo: FallTarget = FallTo.functionEnd;
  /** Block types of the open wasm frames, the function's first: what dead ends pretend to leave. */
  readonly frameTypes: number[] = [];
  /** Symbol that belongs to the address pushed last (`pushBase`), or `NONE`. */
  base: BaseRef = NONE;

  readonly frame: Frame;
  /** Local that will hold the frame's lowest address. */
  #bottom = -1;

  constructor(context: LoweringContext) {
    this.module = context.module;
    this.options = context.options;
    this.abis = context.abis;
    this.navs = context.navs;
    this.b = context.builder;
    this.constants = context.constants;
    this.facts = context.facts;
    this.uses = context.uses;
    this.structure = context.structure;
    this.allocs = context.allocs;
    this.handlers = context.handlers;
    this.frame = new Frame(context.structure);
    this.scalars = new ScalarConstants(context.module, context.facts);
    const { features } = context.module.target;
    this.hasSignExt = features.includes('sign_ext');
    this.hasBulkMemory = features.includes('bulk_memory') || features.includes('bulk_memory_opt');
    this.is64 = context.module.layout.pointerBytes === 8;
    this.addressType = valueTypeOf(Representation.memory, context.module.layout.pointerBytes);
  }

  /** Starts a function, whose body is analysed already. */
  begin(body: FunctionBody, abi: FunctionAbi): void {
    const { length } = body;
    this.body = body;
    this.abi = abi;
    if (length > this.place.length) {
      this.place = growBytes(this.place, length);
      this.slot = growIntegers(this.slot, length);
      this.depth = growBytes(this.depth, length);
      this.nesting = growBytes(this.nesting, length);
      this.label = growWords(this.label, length);
    }
    this.place.fill(Place.deferred, 0, length);
    this.slot.fill(-1, 0, length);
    this.depth.fill(0, 0, length);
    this.nesting.fill(0, 0, length);
    this.waiting.begin(length);
    this.hasResultPointer =
      abi.result.passing === Passing.sret && body.tags.includes(AirTag.ret_ptr);
    if (this.splits.size > 0) this.splits.clear();
    if (this.switchOperands.size > 0) this.switchOperands.clear();
    this.frameTypes[0] = abi.wasmResults[0] ?? BLOCK_EMPTY; // the others were closed
    this.frame.begin();
    this.#bottom = -1;
  }

  // Types.

  typeOf(ref: Ref): TypeId {
    return isValue(ref)
      ? this.module.values.type(valueOf(ref))
      : typeOfInst(this.body, instOf(ref));
  }

  resultType(inst: InstId): TypeId {
    return typeOfInst(this.body, inst);
  }

  /** Facts about the type of an operand. */
  factsOf(ref: Ref): TypeFacts {
    return this.facts.of(this.typeOf(ref));
  }

  /** Facts about the type of a result. */
  resultFacts(inst: InstId): TypeFacts {
    return this.facts.of(typeOfInst(this.body, inst));
  }

  representation(type: TypeId): Representation {
    return this.facts.of(type).representation;
  }

  sizeOf(type: TypeId): number {
    return this.facts.of(type).size;
  }

  isMemory(type: TypeId): boolean {
    return this.facts.of(type).isMemory;
  }

  /** Value type byte of what represents a type: its scalar, or its address. */
  valueType(type: TypeId): number {
    return this.facts.of(type).valueType;
  }

  /** Type of the object an alloc makes. */
  allocType(inst: InstId): TypeId {
    return this.module.types.child(dataA(this.body, inst) as TypeId);
  }

  // Refs: what they are another name for, and the bytes they add to it.

  rootOf(ref: Ref): Ref {
    return this.uses.rootOf(ref);
  }

  offsetOf(ref: Ref): number {
    return this.uses.offsetOf(ref);
  }

  navRow(nav: NavId): number {
    return this.b.nav(this.navs.info(nav));
  }

  /** Does this after the work pushed later. */
  later(task: () => void): void {
    this.tasks.call(task);
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
    return this.hasFrame && this.frame.align > 16 ? this.b.locals.fresh(this.addressType) : -1;
  }

  /**
   * New room in the frame; returns its offset from the bottom.
   *
   * @param owner - the instruction whose body it belongs to: nobody refers to it outside of that; or `ANYWHERE`
   */
  allocate(size: number, align: number, owner: InstId | typeof ANYWHERE): number {
    void this.bottom;
    const { region } = this.structure;
    const body = owner === ANYWHERE ? 0 : region[owner]!;
    return this.frame.allocate(size, align, body, region[this.current]!);
  }

  allocateFor(type: TypeId, owner: InstId | typeof ANYWHERE): number {
    return this.allocate(this.sizeOf(type), this.module.layout.alignOf(type), owner);
  }

  // Places.

  setFrame(inst: InstId, offset: number): void {
    this.place[inst] = Place.frame;
    this.slot[inst] = offset;
  }

  setLocal(inst: InstId, local: number): void {
    this.place[inst] = Place.local;
    this.slot[inst] = local;
  }
}
