// Which allocs become wasm locals: those whose address is only used to load and store, so that every access means
// whole scalars of them (mem2reg for scalars, scalar replacement for aggregates); and which of those that stay in memory
// nobody else can see.
//   reads:  the instructions of one function, Uses, Structure
//   writes: Allocs

import {
  dataA,
  dataB,
  type FunctionBody,
  type InstId,
  instOf,
  isValue,
  type Module,
  None,
  type Ref,
  Representation,
  Tag,
  TypeKind,
  type TypeId,
  typeOfInst,
  valueOf,
} from '@wasmwright/air';
import { growFloats, growIntegers, growWords } from '../grow.ts';
import { MAX_LEAVES, type TypeFactsCache } from '../type-facts.ts';
import { flagAccess } from './flag-access.ts';
import { isSameScalar } from './leaves.ts';
import { typeOfRef } from './refs.ts';
import type { Structure } from './structure.ts';
import type { Uses } from './uses.ts';

/** Why an alloc is not promoted: its address goes elsewhere, or an access is not of whole scalars. */
const State = { escapes: 0, whole: 1, split: 2 } as const;

/** No row of the table of allocs. */
const NO_ROW = -1;

/**
 * Facts about the allocs of one function. One object serves all functions of a module.
 *
 * The scalars (leaves) of the alloc in row `r` are at `r * MAX_LEAVES` and up in the columns of leaves.
 */
export class Allocs {
  /** Offset of each leaf in its alloc, in bytes. */
  leafOffset: Float64Array = new Float64Array(0);
  /** Type of each leaf. */
  leafType: Uint32Array = new Uint32Array(0);
  /** Local of each leaf; lowering sets it. */
  leafLocal: Int32Array = new Int32Array(0);

  #body!: FunctionBody;
  /** Row by instruction; valid for allocs that are used. */
  #row: Int32Array = new Int32Array(0);
  // By row.
  #state: Int32Array = new Int32Array(0);
  #alloc: Uint32Array = new Uint32Array(0);
  /** Number of instructions that write it, and one of them. */
  #stores: Uint32Array = new Uint32Array(0);
  #store: Uint32Array = new Uint32Array(0);
  #leaves: Uint32Array = new Uint32Array(0);
  #rows = 0;

  readonly #module: Module;
  readonly #facts: TypeFactsCache;
  readonly #uses: Uses;
  readonly #structure: Structure;
  readonly #promote: boolean;

  /** @param promote - keep allocs in locals at all */
  constructor(
    module: Module,
    facts: TypeFactsCache,
    uses: Uses,
    structure: Structure,
    promote: boolean,
  ) {
    this.#module = module;
    this.#facts = facts;
    this.#uses = uses;
    this.#structure = structure;
    this.#promote = promote;
  }

  /** First leaf of an alloc that becomes locals; -1 for one that stays in memory. */
  firstLeaf(alloc: InstId): number {
    const row = this.#rowOf(alloc);
    const isPromoted = this.#promote && row !== NO_ROW && this.#state[row] === State.split;
    return isPromoted ? row * MAX_LEAVES : -1;
  }

  /** Number of leaves of a promoted alloc. */
  leafCount(alloc: InstId): number {
    return this.#leaves[this.#row[alloc]!]!;
  }

  /** True for an alloc whose address does not escape: no called function reads or writes it. */
  isHidden(alloc: InstId): boolean {
    const row = this.#rowOf(alloc);
    return row !== NO_ROW && this.#state[row] !== State.escapes;
  }

  /**
   * True for an alloc whose address does not escape and that is written once in each life: what is read from it never
   * changes, and may as well be written earlier.
   */
  isConstant(alloc: InstId): boolean {
    const row = this.#rowOf(alloc);
    if (row === NO_ROW || this.#state[row] === State.escapes || this.#stores[row] !== 1)
      return false;
    const { loop } = this.#structure;
    return loop[this.#store[row]!] === loop[alloc];
  }

  analyse(body: FunctionBody): void {
    const { allocUses, allocUseWords } = this.#uses;
    if (body.length > this.#row.length) this.#row = growIntegers(this.#row, body.length);
    this.#body = body;
    this.#rows = 0;
    for (let at = 0; at < allocUseWords; at += 3) {
      this.#row[instOf(this.#uses.rootOf(allocUses[at + 2]! as Ref))] = NO_ROW;
    }
    for (let at = allocUseWords - 3; at >= 0; at -= 3) {
      const inst = allocUses[at]! as InstId;
      const operand = allocUses[at + 2]! as Ref;
      const alloc = instOf(this.#uses.rootOf(operand));
      const row = this.#row[alloc] === NO_ROW ? this.#addRow(alloc) : this.#row[alloc]!;
      if (this.#state[row] === State.escapes) continue;
      if (!this.#isAccess(body, inst, allocUses[at + 1]!, operand, row)) {
        this.#state[row] = State.escapes;
      }
    }
  }

  /** Row of an instruction; `NO_ROW` for others than allocs that are used. */
  #rowOf(inst: InstId): number {
    const isUsed = this.#body.tags[inst] === Tag.alloc && this.#uses.count[inst]! > 0;
    return isUsed ? this.#row[inst]! : NO_ROW;
  }

  #addRow(alloc: InstId): number {
    const row = this.#rows++;
    if (row === this.#state.length) this.#reserveRows(row + 1);
    this.#row[alloc] = row;
    this.#state[row] = State.split;
    this.#alloc[row] = alloc;
    this.#stores[row] = 0;
    this.#store[row] = alloc;
    this.#leaves[row] = 0;
    return row;
  }

  #reserveRows(count: number): void {
    this.#state = growIntegers(this.#state, count);
    this.#alloc = growWords(this.#alloc, count);
    this.#stores = growWords(this.#stores, count);
    this.#store = growWords(this.#store, count);
    this.#leaves = growWords(this.#leaves, count);
    const leaves = this.#state.length * MAX_LEAVES;
    this.leafOffset = growFloats(this.leafOffset, leaves);
    this.leafType = growWords(this.leafType, leaves);
    this.leafLocal = growIntegers(this.leafLocal, leaves);
  }

  /** Notes a load or store through an address of the alloc; false if the address goes elsewhere. */
  #isAccess(
    body: FunctionBody,
    inst: InstId,
    position: number,
    operand: Ref,
    row: number,
  ): boolean {
    const tag = body.tags[inst]!;
    const isStore = tag === Tag.store || tag === Tag.store_safe;
    if (position !== 0) return false;
    const module = this.#module;
    const { types, values } = module;
    const pointer = typeOfRef(module, body, operand);
    const facts = this.#facts.of(pointer);
    if (facts.kind !== TypeKind.pointer || facts.isVolatile || !facts.isPlain) return false;
    if (tag !== Tag.load && !isStore) {
      return this.#isFlagAccess(body, inst, operand, pointer, row);
    }
    const offset = this.#uses.offsetOf(operand);
    const whole = types.child(dataA(body, this.#alloc[row]! as InstId) as TypeId);
    const value = isStore ? (dataB(body, inst) as Ref) : (None as Ref);
    const type = isStore ? typeOfRef(module, body, value) : typeOfInst(body, inst);
    const { size, isMemory } = this.#facts.of(type);
    if (size === 0) return true;
    if (offset < 0 || offset + size > this.#facts.of(whole).size) return false;
    const isUndef = isStore && isValue(value) && values.isUndef(valueOf(value));
    if (isStore && !(isUndef && tag === Tag.store)) {
      this.#stores[row]!++;
      this.#store[row] = inst;
    }
    if (!this.#promote || this.#state[row] !== State.split) return true;
    const isNothing = isUndef && isMemory;
    const isSplit = facts.isBitPointer
      ? this.#addHost(row, whole, offset, types.hostSize(pointer))
      : isNothing || this.#addAll(row, type, offset);
    if (!isSplit) this.#state[row] = State.whole;
    return true;
  }

  /** `#isAccess` for an instruction that reads or writes a flag, an error or a tag. */
  #isFlagAccess(
    body: FunctionBody,
    inst: InstId,
    operand: Ref,
    pointer: TypeId,
    row: number,
  ): boolean {
    const access = flagAccess(this.#module, body.tags[inst]!, this.#module.types.child(pointer));
    if (access === undefined) return false;
    const { size } = access === 'nothing' ? { size: 0 } : this.#facts.of(access.type);
    if (access === 'nothing' || size === 0) return true;
    const offset = this.#uses.offsetOf(operand) + access.offset;
    if (offset < 0 || offset + size > this.#sizeOf(body, row)) return false;
    if (access.isWrite) {
      this.#stores[row]!++;
      this.#store[row] = inst;
    }
    const isSplit = this.#promote && this.#state[row] === State.split;
    if (isSplit && !this.#add(row, access.type, offset)) this.#state[row] = State.whole;
    return true;
  }

  /** Size of the object in a row. */
  #sizeOf(body: FunctionBody, row: number): number {
    const pointer = dataA(body, this.#alloc[row]! as InstId) as TypeId;
    return this.#facts.of(this.#module.types.child(pointer)).size;
  }

  /** Adds the scalars of a value that is accessed as a whole. */
  #addAll(row: number, type: TypeId, offset: number): boolean {
    if (!this.#facts.of(type).isMemory) return this.#add(row, type, offset);
    const leaves = this.#facts.leaves(type);
    return leaves?.every((leaf) => this.#add(row, leaf.type, offset + leaf.offset)) === true;
  }

  /** Adds the integer some of whose bits are accessed. */
  #addHost(row: number, whole: TypeId, offset: number, size: number): boolean {
    const host = this.#facts.leaves(whole)?.find((leaf) => leaf.offset === offset);
    if (host === undefined) return false;
    const { bits } = this.#facts.of(host.type);
    return bits > 0 && Math.ceil(bits / 8) === size && this.#add(row, host.type, offset);
  }

  /** Adds a scalar; false if it overlaps another one in part. */
  #add(row: number, type: TypeId, offset: number): boolean {
    const { size, representation } = this.#facts.of(type);
    if (representation === Representation.v128) return false;
    const first = row * MAX_LEAVES;
    const last = first + this.#leaves[row]!;
    for (let leaf = first; leaf < last; leaf++) {
      const known = this.leafOffset[leaf]!;
      const knownType = this.leafType[leaf]! as TypeId;
      if (offset + size <= known || known + this.#facts.of(knownType).size <= offset) continue;
      return known === offset && isSameScalar(this.#module, knownType, type);
    }
    if (this.#leaves[row] === MAX_LEAVES) return false;
    this.leafOffset[last] = offset;
    this.leafType[last] = type;
    this.#leaves[row]!++;
    return true;
  }
}
