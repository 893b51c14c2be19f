// The address space: three regions of objects with gaps between them, so that no pointer past the end of an object
// is a pointer into the next. A page number of wasm is 64 KiB.
//
//   0x400 …         globals and constants, given addresses when first used
//   HEAP_BASE …     what wasm_memory_grow hands out; wasm_memory_size starts there
//   STACK_BASE …    stack slots, upwards; a returned frame gives its addresses back

import { interpretCodes } from '@wasmwright/diagnostics';
import { fault } from './fault.ts';
import { markUndefined, Pointer } from './value.ts';
import type { MemoryObject } from './value.ts';

const PAGE = 65536;
const GLOBAL_BASE = 0x400;
/** First address of the heap, and the initial size of the wasm memory as the program sees it. */
export const HEAP_BASE = 0x1000_0000;
const STACK_BASE = 0x8000_0000;
const STACK_END = 0xffff_0000;
/** Unused bytes between objects. */
const GAP = 16;

class Allocation implements MemoryObject {
  readonly address: bigint;
  size: number;
  readonly writable: boolean;
  live = true;
  readonly name: string;
  bytes: Uint8Array;
  undefinedBits: Uint8Array;
  pointers: Map<number, Pointer> | undefined = undefined;

  constructor(address: number, size: number, writable: boolean, name: string) {
    this.address = BigInt(address);
    this.size = size;
    this.writable = writable;
    this.name = name;
    this.bytes = new Uint8Array(size);
    this.undefinedBits = new Uint8Array(size);
  }
}

/** Where the stack of a frame begins; see `Memory.release`. */
export interface StackMark {
  readonly objects: number;
  readonly top: number;
}

/** All objects of a running program. */
export class Memory {
  /** Ascending addresses. */
  readonly #globals: Allocation[] = [];
  #globalTop = GLOBAL_BASE;
  /** Ascending addresses; only live slots. */
  readonly #stack: Allocation[] = [];
  #stackTop = STACK_BASE;
  readonly #heap = new Allocation(HEAP_BASE, 0, true, 'the heap');
  readonly #maxPages: number;
  /** The object found by the last `locate`. */
  object: MemoryObject = this.#heap;

  /** @param maxPages - pages beyond which `wasm_memory_grow` fails, the initial ones not counted */
  constructor(maxPages: number) {
    this.#maxPages = maxPages;
  }

  /** A new global of zero bytes. */
  addGlobal(size: number, align: number, writable: boolean, name: string): MemoryObject {
    const address = Math.ceil(this.#globalTop / align) * align;
    if (address + size + GAP > HEAP_BASE) fault(interpretCodes.outOfMemory, { size });
    this.#globalTop = address + size + GAP;
    const object = new Allocation(address, size, writable, name);
    this.#globals.push(object);
    return object;
  }

  /** A new stack slot of undefined bytes. */
  addSlot(size: number, align: number, name: string): Pointer {
    const address = Math.ceil(this.#stackTop / align) * align;
    if (address + size + GAP > STACK_END) fault(interpretCodes.outOfMemory, { size });
    this.#stackTop = address + size + GAP;
    const slot = new Allocation(address, size, true, name);
    markUndefined(slot, 0, size);
    this.#stack.push(slot);
    return new Pointer(slot.address, slot);
  }

  /** The lowest address above all slots. */
  get stackTop(): bigint {
    return BigInt(this.#stackTop);
  }

  mark(): StackMark {
    return { objects: this.#stack.length, top: this.#stackTop };
  }

  /** Ends the life of the slots made since the mark. */
  release(mark: StackMark): void {
    while (this.#stack.length > mark.objects) this.#stack.pop()!.live = false;
    this.#stackTop = mark.top;
  }

  /** Size of the memory in pages. */
  get pages(): number {
    return (HEAP_BASE + this.#heap.size) / PAGE;
  }

  /** Grows the heap by zero pages; the old size in pages, or -1 when there is no room. */
  grow(pages: bigint): number {
    const old = this.pages;
    const size = this.#heap.size + Number(pages) * PAGE;
    if (size > this.#maxPages * PAGE || HEAP_BASE + size > STACK_BASE) return -1;
    if (size > this.#heap.bytes.length) {
      const capacity = Math.max(size, this.#heap.bytes.length * 2);
      const bytes = new Uint8Array(capacity);
      bytes.set(this.#heap.bytes);
      this.#heap.bytes = bytes;
      const undefinedBits = new Uint8Array(capacity);
      undefinedBits.set(this.#heap.undefinedBits);
      this.#heap.undefinedBits = undefinedBits;
    }
    this.#heap.size = size;
    return old;
  }

  /** The live object that holds an address, or whose end it is. */
  find(address: bigint): MemoryObject | undefined {
    if (address >= BigInt(STACK_BASE)) return search(this.#stack, address);
    return address >= BigInt(HEAP_BASE) ? this.#heap : search(this.#globals, address);
  }

  /**
   * Checks an access of `size` > 0 bytes and gives its offset in `this.object`.
   *
   * @param align - required alignment of the address, a power of two
   */
  locate(pointer: Pointer, size: number, align: number, write: boolean): number {
    const { address } = pointer;
    const object = pointer.object ?? this.find(address);
    const shown = `0x${address.toString(16)}`;
    if (object === undefined) return fault(interpretCodes.noObject, { size, address: shown });
    if (!object.live) fault(interpretCodes.deadObject, { object: object.name });
    const offset = Number(address - object.address);
    if (offset < 0 || offset + size > object.size) {
      const { name, size: length } = object;
      fault(interpretCodes.outOfBounds, { size, offset, object: name, length });
    }
    if (align > 1 && address % BigInt(align) !== 0n) {
      fault(interpretCodes.misaligned, { address: shown, align });
    }
    if (write && !object.writable) fault(interpretCodes.readOnly, { object: object.name });
    this.object = object;
    return offset;
  }
}

/** The last object at or below an address, if the address is in it or at its end. */
function search(objects: readonly Allocation[], address: bigint): Allocation | undefined {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (objects[middle]!.address <= address) low = middle + 1;
    else high = middle;
  }
  const object = objects[low - 1];
  if (object === undefined || address > object.address + BigInt(object.size)) return undefined;
  return object;
}
