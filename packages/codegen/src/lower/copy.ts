// Copies and fills of known size (codegen.md 5.6).

import type { TypeId } from '@wasmwright/air';
import { type BaseRef, intrinsicId, NONE, Tag } from '@wasmwright/mir';
import { Opcode } from '@wasmwright/wasm';
import type { FunctionLowering } from './function.ts';
import type { Destination } from './places.ts';
import { finishAddress, pushDestination } from './push.ts';

/** Up to this many bytes are copied by loads and stores. */
function inlineLimit(f: FunctionLowering): number {
  return f.options.optimize === 'size' ? 16 : 64;
}

/** Copies a value of a type. All of it is read before any of it is written, for the two may overlap. */
export function copyMemory(
  f: FunctionLowering,
  to: Destination,
  from: Destination,
  type: TypeId,
): void {
  const size = f.sizeOf(type);
  if (size === 0) return;
  if (size > inlineLimit(f)) {
    pushAddress(f, to);
    pushAddress(f, from);
    f.b.addressConst(size);
    emitCopy(f, to.kind === 'ref' ? 'memmove' : 'memcpy');
    return;
  }
  const source = stable(f, from);
  const target = stable(f, to);
  const align = f.module.layout.alignOf(type);
  const stores: Store[] = [];
  let at = 0;
  for (const width of [8, 4, 2, 1] as const) {
    while (size - at >= width) {
      const { load, store } = ACCESS[width];
      const claim = Math.min(align, width);
      const into = pushDestination(f, target) + at;
      const { base } = f;
      const out = pushDestination(f, source) + at;
      f.b.access(load, out, claim, f.base);
      stores.push({ store, claim, into, base });
      at += width;
    }
  }
  for (const { store, claim, into, base } of stores.reverse()) f.b.access(store, into, claim, base);
}

/** A store whose address and value are on the stack. */
interface Store {
  readonly store: number;
  readonly claim: number;
  readonly into: number;
  readonly base: BaseRef;
}

const ACCESS = {
  8: { load: Tag.i64_load, store: Tag.i64_store },
  4: { load: Tag.i32_load, store: Tag.i32_store },
  2: { load: Tag.i32_load16_u, store: Tag.i32_store16 },
  1: { load: Tag.i32_load8_u, store: Tag.i32_store8 },
} as const;

/** A place that can be pushed again and again: an address that must be computed goes to a local first. */
function stable(f: FunctionLowering, place: Destination): Destination {
  if (place.kind !== 'ref') return place;
  const position = f.b.position;
  const offset = pushDestination(f, place);
  if (f.base !== NONE || f.b.position === position + 1) {
    // One local.get or a symbol: cheap to repeat.
    f.b.rewind(position, f.b.extraPosition);
    return place;
  }
  const local = f.b.locals.fresh(f.addressType);
  f.b.localSet(local);
  return { kind: 'local', local, offset };
}

/** Pushes the address itself. */
export function pushAddress(f: FunctionLowering, place: Destination): void {
  finishAddress(f, pushDestination(f, place));
}

/** Turns (to, from, size) on the stack into a copy. */
export function emitCopy(f: FunctionLowering, function_: 'memcpy' | 'memmove'): void {
  if (f.hasBulkMemory) f.b.prefixedWords(Opcode.memory_copy, 0, 0);
  else {
    f.b.callIntrinsic(intrinsicId(function_)!);
    f.b.op(Tag.drop);
  }
}

/** Turns (to, i32 byte, size) on the stack into a fill. */
export function emitFill(f: FunctionLowering): void {
  if (f.hasBulkMemory) f.b.prefixedWord(Opcode.memory_fill, 0);
  else {
    f.b.callIntrinsic(intrinsicId('memset')!);
    f.b.op(Tag.drop);
  }
}

/** Byte of undefined memory (codegen.md 9). */
const UNDEFINED = 0xaa;

/** Fills memory of known size with the undefined byte, for safe stores. */
export function fillUndefined(f: FunctionLowering, to: Destination, size: number): void {
  if (size === 0) return;
  pushAddress(f, to);
  f.b.i32Const(UNDEFINED);
  f.b.addressConst(size);
  emitFill(f);
}
