// The environment: wasm memory, thread-locals, variadics, error return traces, assembly (codegen.md 3.11).

import { interpretCodes } from '@wasmwright/diagnostics';
import { assembly as assemblyParts, dataA, dataB } from '../function.ts';
import type { NavId, Ref, TypeId } from '../ids.ts';
import { TypeKind } from '../types.ts';
import { fault } from './fault.ts';
import type { Operation } from './lanes.ts';
import { moved } from './memory-operations.ts';
import { Image, Pointer, Undefined } from './value.ts';

/** `wasm_memory_size(i)`; only memory 0 exists. */
export const memorySize: Operation = (machine, inst) => {
  requireMemoryZero(dataB(machine.frame.body, inst));
  return BigInt(machine.memory.pages);
};

/** `wasm_memory_grow(i, pages)`: the old size, or -1. */
export const memoryGrow: Operation = (machine, inst) => {
  const { body } = machine.frame;
  requireMemoryZero(dataB(body, inst));
  const pages = machine.integer(dataA(body, inst) as Ref, 'a number of pages');
  return BigInt(machine.memory.grow(pages));
};

function requireMemoryZero(index: number): void {
  if (index !== 0) fault(interpretCodes.unsupported, { what: `memory ${index}` });
}

/** `runtime_nav_ptr(T, name)`. */
export const navPointer: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  return machine.program.addressOf(unit, dataB(body, inst) as NavId);
};

/** `c_va_start(T)`: the hidden pointer. */
export const variadicStart: Operation = (machine) => machine.frame.variadic;

/** `c_va_copy(T, p)`: the list the pointer addresses. */
export const variadicCopy: Operation = (machine, inst) => {
  const info = machine.resultInfo(inst);
  return machine.load(machine.pointer(dataB(machine.frame.body, inst) as Ref), info, info.align);
};

/** There are no return addresses. */
export const returnAddress: Operation = () => 0n;

export const frameAddress: Operation = (machine) => machine.memory.stackTop;

// Error return traces.

export const errorTrace: Operation = (machine) => machine.errorTrace;

export const setErrorTrace: Operation = (machine, inst) => {
  const trace = machine.value(dataA(machine.frame.body, inst) as Ref);
  if (trace instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'an error trace' });
  machine.errorTrace = trace as Pointer;
  return undefined;
};

/** `save_err_return_trace_index(T, i)`: the named field of the trace, 0 without a trace. */
export const errorTraceIndex: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  if (machine.errorTrace.address === 0n) return 0n;
  const { types, layout } = unit.module;
  const stated = dataA(body, inst) as TypeId;
  const trace = types.kind(stated) === TypeKind.pointer ? types.child(stated) : stated;
  const info = machine.resultInfo(inst);
  const field = moved(machine.errorTrace, layout.fieldOffset(trace, dataB(body, inst)));
  return machine.load(field, info, info.align);
};

/** `assembly`: only the empty text without outputs, which is a barrier for optimisers. */
export const assembly: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const { source, outputs } = assemblyParts(body, inst);
  const text = unit.module.text(source as never);
  if (text.trim() !== '' || outputs.length > 0) {
    fault(interpretCodes.unsupported, { what: 'assembly' });
  }
  return new Image(0);
};
