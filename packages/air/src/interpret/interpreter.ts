// The public face: plain data in and out, around the machine.

import type { Diagnostic } from '@wasmwright/diagnostics';
import type { Module } from '../module.ts';
import type { PanicId } from '../tags.ts';
import { TypeKind } from '../types.ts';
import { Halt } from './fault.ts';
import { adapt, Machine } from './machine.ts';
import type { HostCall, MachineOutcome } from './machine.ts';
import { Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, Pointer } from './value.ts';
import type { Value } from './value.ts';

/**
 * A value at the border of the interpreter. Integers, bools, enums, error numbers and packed containers are the integer
 * (of signed types: negative where they are), floats their bit pattern, pointers their address, and everything else its
 * bytes in memory. `undefinedBits` marks bits that are undefined; they mean nothing and compare equal to anything.
 */
export type PlainValue = bigint | PlainBytes | undefined;

/** The bytes of an aggregate, or of a scalar that is undefined at least in part. */
export interface PlainBytes {
  readonly bytes: Uint8Array;
  /** One bit for each bit of `bytes`: set where that bit is undefined. */
  readonly undefinedBits: Uint8Array;
}

/** How a program ended. */
export type Outcome =
  /** The function returned; `value` is `undefined` for types without bits. */
  | { readonly kind: 'return'; readonly value: PlainValue }
  /** `trap`, or a failed check without a handler, or whatever the handler of check `panic` did to end the program. */
  | { readonly kind: 'trap'; readonly panic?: PanicId }
  /** An import ended the program. */
  | { readonly kind: 'exit'; readonly status: number }
  /** Undefined behaviour: the program is wrong, and no other result can be compared with. */
  | { readonly kind: 'undefined'; readonly diagnostic: Diagnostic }
  /** A limit of the interpreter, an instruction it does not support, or a missing definition. */
  | { readonly kind: 'stopped'; readonly diagnostic: Diagnostic };

/** The program's memory, for imports and for looking at results. Out-of-range access throws RangeError. */
export interface MemoryView {
  /** A copy of `length` bytes. */
  read(address: bigint, length: number): Uint8Array;
  /** Writes bytes; they become defined. */
  write(address: bigint, bytes: Uint8Array): void;
}

/** One call of an import. */
export interface ImportCall {
  /** Wasm import module. */
  readonly module: string;
  readonly name: string;
  readonly arguments: readonly PlainValue[];
  readonly memory: MemoryView;
  /** Ends the program with an exit status. */
  exit(status: number): never;
}

/** A host function: its result, `undefined` for none. */
export type Import = (call: ImportCall) => bigint | undefined;

/** Settings of an interpreter. */
export interface InterpreterOptions {
  /** Imports by module and name. @default none */
  readonly imports?: Readonly<Record<string, Readonly<Record<string, Import>>>>;
  /** Instructions after which the program is stopped. @default 100_000_000 */
  readonly stepLimit?: number;
  /** Active calls at which the program is stopped. @default 20_000 */
  readonly callDepth?: number;
  /** Pages of 64 KiB that `wasm_memory_grow` can get. @default 4096 */
  readonly memoryPages?: number;
  /** Called for each import with what the program passes, before the import runs. */
  readonly onImport?: (call: ImportCall) => void;
}

/** A loaded program. Its memory and globals live from call to call. */
export interface Interpreter {
  /**
   * Calls a function by its exported name, or by its name in the first module.
   *
   * @param args - integers of at most the parameter's width, of either sign; bytes for aggregates
   * @throws RangeError when there is no such function, or the arguments do not match its parameters
   */
  call(name: string, args?: readonly (bigint | Uint8Array)[]): Outcome;
  /** The bytes of a global, by exported name or name in the first module; `undefined` if there is none. */
  global(name: string): PlainBytes | undefined;
  readonly memory: MemoryView;
  /** Instructions executed so far. */
  readonly steps: number;
}

/**
 * Loads verified modules, linked by symbol name: an extern of one module is the export of that name of another.
 *
 * The modules must have passed `verify`; executing others may throw.
 *
 * @example
 * const { module } = parseAir('target wasm32-freestanding\nexport fn f(u8) callconv(c) u8 { … }', { file: 'a.air' });
 * const outcome = createInterpreter([module]).call('f', [255n]);
 * if (outcome.kind === 'undefined') outcome.diagnostic.text; // 'undefined behaviour: …'
 */
export function createInterpreter(
  modules: readonly Module[],
  options: InterpreterOptions = {},
): Interpreter {
  const machine = new Machine(modules, {
    stepLimit: options.stepLimit ?? 100_000_000,
    callDepth: options.callDepth ?? 20_000,
    memoryPages: options.memoryPages ?? 4096,
    host: (running, call) => callImport(running, call, options),
  });
  const memory = memoryView(machine);
  return {
    memory,
    get steps() {
      return machine.steps;
    },
    call(name, args = []) {
      const found = machine.program.find(name);
      if (found === undefined) throw new RangeError(`no function ${name}`);
      const { unit, nav } = found;
      if (unit.module.types.kind(unit.module.navs.type(nav)) !== TypeKind.function) {
        throw new RangeError(`${name} is no function`);
      }
      const callee = machine.program.callee(unit, nav);
      const { types } = callee.unit.module;
      if (types.parameterCount(callee.type) !== args.length) {
        throw new RangeError(`${name} has ${types.parameterCount(callee.type)} parameters`);
      }
      const values = args.map((arg, at) => {
        const info = callee.unit.info(types.parameter(callee.type, at));
        return fromPlain(callee.unit, info, arg);
      });
      return toOutcome(machine.run(callee, values));
    },
    global(name) {
      const found = machine.program.find(name);
      if (found === undefined) return undefined;
      const { unit, nav } = found;
      if (unit.module.types.kind(unit.module.navs.type(nav)) === TypeKind.function)
        return undefined;
      const object = machine.program.object(unit, nav);
      if (object === undefined) return undefined;
      return { bytes: object.bytes.slice(), undefinedBits: object.undefinedBits.slice() };
    },
  };
}

function toOutcome(outcome: MachineOutcome): Outcome {
  if (outcome.kind !== 'return') return outcome;
  return { kind: 'return', value: toPlain(outcome.unit, outcome.info, outcome.value) };
}

function toPlain(unit: Unit, info: TypeInfo, value: Value): PlainValue {
  if (info.size === 0) return undefined;
  if (value instanceof Pointer) return value.address;
  if (typeof value === 'bigint') return value;
  const { bytes, undefinedBits } = unit.imageOf(info, value);
  return { bytes: bytes.slice(), undefinedBits: undefinedBits.slice() };
}

function fromPlain(unit: Unit, info: TypeInfo, arg: bigint | Uint8Array): Value {
  if (typeof arg === 'bigint') {
    if (info.shape === Shape.memory && info.size > 0) {
      throw new RangeError('an aggregate argument is given as its bytes');
    }
    return info.size === 0 ? unit.undefinedValue(info) : adapt(unit, info, wrapped(info, arg));
  }
  if (arg.length !== info.size) throw new RangeError(`the argument has ${info.size} bytes`);
  const image = new Image(info.size);
  image.bytes.set(arg);
  return unit.valueOf(info, image);
}

/** An integer of either sign as the type has it. */
function wrapped(info: TypeInfo, value: bigint): Value {
  if (info.shape === Shape.pointer) return new Pointer(BigInt.asUintN(info.bits, value));
  return info.signed ? BigInt.asIntN(info.bits, value) : BigInt.asUintN(info.bits, value);
}

function callImport(
  machine: Machine,
  call: HostCall,
  options: InterpreterOptions,
): Value | undefined {
  const { callee } = call;
  const { types } = callee.unit.module;
  const plain: ImportCall = {
    module: call.module,
    name: call.name,
    arguments: call.arguments.map((value, at) =>
      toPlain(callee.unit, callee.unit.info(types.parameter(callee.type, at)), value),
    ),
    memory: memoryView(machine),
    exit: (status) => {
      throw new Halt('exit', status);
    },
  };
  const implementation = options.imports?.[call.module]?.[call.name];
  if (implementation === undefined) return undefined;
  options.onImport?.(plain);
  const result = implementation(plain);
  const info = callee.unit.info(types.resultOf(callee.type));
  return info.size === 0 ? callee.unit.undefinedValue(info) : wrapped(info, result ?? 0n);
}

function memoryView(machine: Machine): MemoryView {
  const range = (address: bigint, length: number) => {
    const object = machine.memory.find(address);
    const offset = object === undefined ? 0 : Number(address - object.address);
    if (object === undefined || offset + length > object.size) {
      throw new RangeError(`no ${length} bytes at ${address}`);
    }
    return { object, offset };
  };
  return {
    read(address, length) {
      if (length === 0) return new Uint8Array(0);
      const { object, offset } = range(address, length);
      return object.bytes.slice(offset, offset + length);
    },
    write(address, bytes) {
      if (bytes.length === 0) return;
      const { object, offset } = range(address, bytes.length);
      object.bytes.set(bytes, offset);
      object.undefinedBits.fill(0, offset, offset + bytes.length);
    },
  };
}
