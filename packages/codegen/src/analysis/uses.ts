// How often each result is used, and which instructions are only another name for an address or value.
//   reads:  the instructions of one function, layouts
//   writes: Uses

import {
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
  Tag,
  tagRows,
  typeOfInst,
  valueOf,
} from '@wasmwright/air';
import { growFloats, growWords, growBytes } from '../grow.ts';
import type { TypeFactsCache } from '../type-facts.ts';
import { AliasFinder } from './aliases.ts';
import { typeOfRef } from './refs.ts';

/** Effect by tag: 0 pure, 1 reads memory, 2 effect or end. */
const effectOf: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(256);
  for (const row of tagRows)
    table[row.tag] = row.effect === 'pure' ? 0 : row.effect === 'read' ? 1 : 2;
  return table;
})();

/** True for instructions that only name values: nothing is computed for them (codegen.md 5.16). */
function isDebug(tag: number): boolean {
  return tag === Tag.dbg_var_ptr || tag === Tag.dbg_var_val || tag === Tag.dbg_arg_inline;
}

/** True if an instruction reads memory others may write. */
export function readsMemory(body: FunctionBody, inst: InstId): boolean {
  return effectOf[body.tags[inst]!] === 1;
}

/** Facts about the results of one function, by instruction. One object serves all functions of a module. */
export class Uses {
  /**
   * Number of uses by instructions that are lowered. An alias hands its uses to its root; results nobody needs of
   * instructions without effect have none, nor do their operands count.
   */
  count: Uint32Array = new Uint32Array(0);
  /** Root of an alias, `None` for instructions that compute something. */
  root: Uint32Array = new Uint32Array(0);
  /** What an alias adds to its root: bytes, to an address or to the address of a value in memory. 0 for others. */
  offset: Float64Array = new Float64Array(0);
  /** The one instruction that uses a result, when `count` is 1 (aliases in between left out). */
  user: Uint32Array = new Uint32Array(0);
  /** 1 for instructions that must be kept though nobody uses their result. */
  effect: Uint8Array = new Uint8Array(0);
  /**
   * Operands of lowered instructions that are addresses of allocs, the last instruction first: instruction, position of the
   * operand, operand.
   */
  allocUses: Uint32Array = new Uint32Array(3 * 256);
  /** Number of words of `allocUses`. */
  allocUseWords = 0;
  /** True if all results, and all constants among the operands, are of types any instruction can handle. */
  arePlain = true;

  readonly #module: Module;
  readonly #facts: TypeFactsCache;
  readonly #aliases: AliasFinder;
  readonly #operands: Operands = new Operands();

  constructor(module: Module, facts: TypeFactsCache) {
    this.#module = module;
    this.#facts = facts;
    this.#aliases = new AliasFinder(module, facts);
  }

  /** Root behind a ref: the ref itself unless it is an alias. */
  rootOf(ref: Ref): Ref {
    if (!isInst(ref)) return ref;
    const root = this.root[instOf(ref)]!;
    return root === None ? ref : (root as Ref);
  }

  /** What a ref adds to its root. */
  offsetOf(ref: Ref): number {
    return isInst(ref) ? this.offset[instOf(ref)]! : 0;
  }

  analyse(body: FunctionBody): void {
    const { length } = body;
    if (length > this.count.length) this.#reserve(length);
    this.arePlain = true;
    this.allocUseWords = 0;
    this.#findAliases(body);
    this.#countUses(body);
  }

  #reserve(length: number): void {
    this.count = growWords(this.count, length);
    this.root = growWords(this.root, length);
    this.offset = growFloats(this.offset, length);
    this.user = growWords(this.user, length);
    this.effect = growBytes(this.effect, length);
  }

  #findAliases(body: FunctionBody): void {
    const { count, root, offset, user } = this;
    const aliases = this.#aliases;
    for (let inst = 0 as InstId; inst < body.length; inst++) {
      count[inst] = 0;
      user[inst] = None;
      if (!this.#facts.of(typeOfInst(body, inst)).isPlain) this.arePlain = false;
      const operand = aliases.find(body, inst);
      if (operand === None) {
        root[inst] = None;
        offset[inst] = 0;
        continue;
      }
      const ref = operand as Ref;
      const inner = isInst(ref) ? root[instOf(ref)]! : None;
      root[inst] = inner === None ? ref : inner;
      offset[inst] = aliases.offset + (inner === None ? 0 : offset[instOf(ref)]!);
    }
  }

  #countUses(body: FunctionBody): void {
    const { count, root, user, effect } = this;
    const { tags } = body;
    const { values } = this.#module;
    const operands = this.#operands;
    for (let inst = (body.length - 1) as InstId; inst >= 0; inst--) {
      const kind = effectOf[tags[inst]!]!;
      const isKept = kind === 2 || (kind === 1 && this.#readsVolatile(body, inst));
      effect[inst] = isKept ? 1 : 0;
      if (isDebug(tags[inst]!)) continue;
      // An alias with an effect (`try`, `*_ptr_set`) uses its operand for the effect too.
      if (!isKept && (root[inst] !== None || count[inst] === 0)) continue;
      const length = operands.read(body, inst);
      const { refs } = operands;
      for (let at = 0; at < length; at++) {
        const ref = refs[at]! as Ref;
        if (!isInst(ref)) {
          if (isValue(ref) && !this.#facts.of(values.type(valueOf(ref))).isPlain) {
            this.arePlain = false;
          }
          continue;
        }
        const alias = root[instOf(ref)]! as Ref;
        if (isValue(alias)) continue;
        const id = (alias as number) === None ? instOf(ref) : instOf(alias);
        count[id]!++;
        user[id] = inst;
        if (tags[id] === Tag.alloc) this.#noteAllocUse(inst, at, ref);
      }
    }
  }

  #noteAllocUse(inst: InstId, position: number, operand: Ref): void {
    const at = this.allocUseWords;
    if (at === this.allocUses.length) this.allocUses = growWords(this.allocUses, at + 3);
    this.allocUses[at] = inst;
    this.allocUses[at + 1] = position;
    this.allocUses[at + 2] = operand;
    this.allocUseWords = at + 3;
  }

  #readsVolatile(body: FunctionBody, inst: InstId): boolean {
    if (body.tags[inst] === Tag.atomic_load) return dataB(body, inst) > 1; // stronger than monotonic
    const length = this.#operands.read(body, inst);
    const { refs } = this.#operands;
    for (let at = 0; at < length; at++) {
      const type = typeOfRef(this.#module, body, refs[at]! as Ref);
      if (this.#facts.of(type).isVolatile) return true;
    }
    return false;
  }
}
