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
  isInst,
  isValue,
  type Module,
  None,
  Operands,
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

  /** Row by instruction; `NO_ROW` for others than allocs that are used. */
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
  readonly #operands: Operands = new Operands();
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
    const row = this.#row[alloc]!;
    const isPromoted = this.#promote && row !== NO_ROW && this.#state[row] === State.split;
    return isPromoted ? row * MAX_LEAVES : -1;
  }

  /** Number of leaves of a promoted alloc. */
  leafCount(alloc: InstId): number {
    return this.#leaves[this.#row[alloc]!]!;
  }

  /** True for an alloc whose address does not escape: no called function reads or writes it. */
  isHidden(alloc: InstId): boolean {
    const row = this.#row[alloc]!;
    return row !== NO_ROW && this.#state[row] !== State.escapes;
  }

  /**
   * True for an alloc whose address does not escape and that is written once in each life: what is read from it never
   * changes, and may as well be written earlier.
   */
  isConstant(alloc: InstId): boolean {
    const row = this.#row[alloc]!;
    if (row === NO_ROW || this.#state[row] === State.escapes || this.#stores[row] !== 1)
      return false;
    const { loop } = this.#structure;
    return loop[this.#store[row]!] === loop[alloc];
  }

  analyse(body: FunctionBody): void {
    const { root, count } = this.#uses;
    if (body.length > this.#row.length) this.#row = growIntegers(this.#row, body.length);
    this.#rows = 0;
    for (let inst = 0 as InstId; inst < body.length; inst++) {
      this.#row[inst] =
        body.tags[inst] === Tag.alloc && count[inst]! > 0 ? this.#addRow(inst) : NO_ROW;
    }
    if (this.#rows === 0) return;
    const operands = this.#operands;
    for (let inst = 0 as InstId; inst < body.length; inst++) {
      const tag = body.tags[inst]!;
      if (tag === Tag.dbg_var_ptr || tag === Tag.dbg_var_val) continue;
      // An alias is judged by what uses it; one with an effect writes through its pointer.
      if (root[inst] !== None && !writesThrough(tag)) continue;
      const length = operands.read(body, inst);
      const { refs } = operands;
      for (let position = 0; position < length; position++) {
        const operand = refs[position]! as Ref;
        const target = this.#uses.rootOf(operand);
        if (!isInst(target)) continue;
        const row = this.#row[instOf(target)]!;
        if (row === NO_ROW || this.#state[row] === State.escapes) continue;
        if (!this.#isAccess(body, inst, tag, position, operand, row)) {
          this.#state[row] = State.escapes;
        }
      }
    }
  }

  #addRow(alloc: InstId): number {
    const row = this.#rows++;
    if (row === this.#state.length) this.#reserveRows(row + 1);
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
    tag: number,
    position: number,
    operand: Ref,
    row: number,
  ): boolean {
    const isStore = tag === Tag.store || tag === Tag.store_safe;
    if (tag !== Tag.load && !(isStore && position === 0)) return false;
    const module = this.#module;
    const { types, values } = module;
    const pointer = typeOfRef(module, body, operand);
    const facts = this.#facts.of(pointer);
    if (facts.kind !== TypeKind.pointer || facts.isVolatile) return false;
    if (types.vectorIndex(pointer) !== None) return false;
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
    const host = types.hostSize(pointer);
    const isNothing = isUndef && isMemory;
    const isSplit =
      host !== 0
        ? this.#addHost(row, whole, offset, host)
        : isNothing || this.#addAll(row, type, offset);
    if (!isSplit) this.#state[row] = State.whole;
    return true;
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

/** Aliases that also store through their pointer. */
function writesThrough(tag: number): boolean {
  switch (tag) {
    case Tag.optional_payload_ptr_set:
    case Tag.errunion_payload_ptr_set:
    case Tag.try_ptr:
    case Tag.try_ptr_cold:
      return true;
    default:
      return false;
  }
}
