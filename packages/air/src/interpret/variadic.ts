// Variadic arguments: codegen.md 2.4. They lie in order in a buffer of the caller's frame; the callee gets its address.

import { interpretCodes } from '@wasmwright/diagnostics';
import { convert, f32, f64 } from '../float/index.ts';
import { dataA, dataB } from '../function.ts';
import type { InstId, Ref, TypeId } from '../ids.ts';
import { alignUp } from '../layout.ts';
import { TypeKind } from '../types.ts';
import { fault } from './fault.ts';
import type { Machine } from './machine.ts';
import { Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Pointer, Undefined } from './value.ts';
import type { Value } from './value.ts';

/** Every slot has at least this size and alignment. */
const SLOT = 4;

/** True for an aggregate that is passed by address: one that does not reduce to a single scalar (2.2). */
function isIndirect(unit: Unit, root: TypeInfo): boolean {
  const { types } = unit.module;
  let info = root;
  while (info.shape === Shape.memory) {
    const members: TypeId[] = [];
    if (info.kind === TypeKind.struct || info.kind === TypeKind.union) {
      for (let field = 0; field < types.fieldCount(info.type); field++) {
        const type = types.fieldType(info.type, field);
        if (unit.info(type).size > 0) members.push(type);
      }
    } else if (
      info.kind === TypeKind.array &&
      info.size === unit.info(types.child(info.type)).size
    ) {
      members.push(types.child(info.type));
    }
    if (members.length !== 1) return true;
    info = unit.info(members[0]!);
  }
  return info.size !== root.size;
}

/** What the slot of a type holds: the value, or a pointer to it. */
function slotOf(unit: Unit, info: TypeInfo): { size: number; align: number; indirect: boolean } {
  const indirect = isIndirect(unit, info);
  const bytes = unit.module.layout.pointerBytes;
  const size = Math.max(SLOT, indirect ? bytes : info.size);
  return { size, align: Math.max(SLOT, indirect ? bytes : info.align), indirect };
}

/** Writes the arguments behind the fixed ones into a new buffer and gives its address. */
export function placeVariadic(machine: Machine, refs: readonly Ref[]): Pointer {
  const { unit } = machine.frame;
  const infos = refs.map((ref) => machine.infoOf(ref));
  let end = 0;
  const offsets = infos.map((info) => {
    const { size, align } = slotOf(unit, info);
    const offset = alignUp(end, align);
    end = offset + alignUp(size, SLOT);
    return offset;
  });
  const buffer = machine.memory.addSlot(end, 16, 'variadic arguments');
  refs.forEach((ref, at) => {
    const info = infos[at]!;
    let value = machine.value(ref);
    if (slotOf(unit, info).indirect) {
      const copy = machine.memory.addSlot(info.size, info.align, 'a variadic argument');
      unit.write(info, copy.object!, 0, value);
      value = copy;
    }
    const pointer = value instanceof Pointer ? unit.info(unit.module.types.usize) : info;
    unit.write(value instanceof Pointer ? pointer : info, buffer.object!, offsets[at]!, value);
  });
  return buffer;
}

/** `c_va_arg(T, list)`: the next argument, and moves the list past it. */
export function nextVariadic(machine: Machine, inst: InstId): Value {
  const { unit, body } = machine.frame;
  const info = unit.info(dataA(body, inst) as TypeId);
  const list = machine.pointer(dataB(body, inst) as Ref);
  const bytes = unit.module.layout.pointerBytes;
  const usize = unit.info(unit.module.types.usize);
  const at = machine.memory.locate(list, bytes, bytes, true);
  const store = machine.memory.object;
  const current = unit.read({ ...usize, shape: Shape.pointer }, store, at);
  if (current instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'a va_list' });
  const promoted = info.kind === TypeKind.float && info.bits === 32;
  const { size, align, indirect } = slotOf(unit, info);
  const step = promoted ? 8 : size;
  const wide = BigInt(promoted ? 8 : align);
  const { address, object } = current as Pointer;
  const slot = new Pointer(((address + wide - 1n) / wide) * wide, object);
  unit.write(usize, store, at, new Pointer(slot.address + BigInt(alignUp(step, SLOT)), object));
  if (promoted) {
    const offset = machine.memory.locate(slot, 8, 1, false);
    const double = unit.read(
      { ...info, bits: 64, size: 8, format: f64 },
      machine.memory.object,
      offset,
    );
    return double instanceof Undefined ? double : convert(f64, f32, double as bigint);
  }
  if (!indirect) return machine.load(slot, info, 1);
  const offset = machine.memory.locate(slot, bytes, 1, false);
  const copy = unit.read({ ...usize, shape: Shape.pointer }, machine.memory.object, offset);
  if (copy instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'a variadic argument' });
  return machine.load(copy as Pointer, info, info.align);
}
