// The running program: frames, operands, calls and the main loop. What single instructions do is in the
// `*-operations.ts` files; `operations.ts` is the table of all of them.

import { diagnose, interpretCodes } from '@wasmwright/diagnostics';
import type { Arguments, CodeRow, Diagnostic, Place } from '@wasmwright/diagnostics';
import { callArguments, dataA } from '../function.ts';
import type { FunctionBody } from '../function.ts';
import { instOf, isInst, None, valueOf } from '../ids.ts';
import type { InstId, Ref, TypeId } from '../ids.ts';
import { panicIds } from '../tags.ts';
import type { PanicId } from '../tags.ts';
import { TypeKind } from '../types.ts';
import { ValueKind } from '../values.ts';
import { Fault, fault, Halt } from './fault.ts';
import { Memory } from './memory.ts';
import type { StackMark } from './memory.ts';
import { operations } from './operations.ts';
import { Program } from './program.ts';
import type { Callee, Code } from './program.ts';
import { bitsAndMask, partial, Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, NULL, Pointer, Undefined } from './value.ts';
import type { Value } from './value.ts';
import { placeVariadic } from './variadic.ts';

/** One active call. */
export class Frame {
  readonly callee: Callee;
  readonly unit: Unit;
  readonly code: Code;
  readonly body: FunctionBody;
  /** Results of instructions, by instruction. */
  readonly values: Value[];
  readonly arguments: readonly Value[];
  /** Hidden pointer of a variadic function. */
  readonly variadic: Pointer;
  /** Index in `extra` of the next instruction's id. */
  pc: number;
  /** The call instruction that is waiting for its callee. */
  calling: InstId = 0 as InstId;
  /** Slot for the result, made by `ret_ptr`. */
  resultSlot: Pointer | undefined = undefined;
  /** Nothing waits for its result: it must not return. */
  isPanicHandler = false;
  readonly mark: StackMark;

  constructor(
    callee: Callee,
    code: Code,
    args: readonly Value[],
    variadic: Pointer,
    mark: StackMark,
  ) {
    this.callee = callee;
    this.unit = callee.unit;
    this.code = code;
    this.body = code.body;
    this.values = new Array<Value>(code.body.length);
    this.arguments = args;
    this.variadic = variadic;
    this.pc = code.body.extra[0]! + 1;
    this.mark = mark;
  }
}

/** What a host import gets to see. */
export interface HostCall {
  readonly module: string;
  readonly name: string;
  readonly callee: Callee;
  readonly arguments: readonly Value[];
}

/** Parts the host decides; see `InterpreterOptions`. */
export interface MachineOptions {
  readonly stepLimit: number;
  readonly callDepth: number;
  readonly memoryPages: number;
  /** The result, or `undefined` when the host has no such import. */
  readonly host: (machine: Machine, call: HostCall) => Value | undefined;
}

/** How a run ended, with values still in their run-time form. */
export type MachineOutcome =
  | { readonly kind: 'return'; readonly value: Value; readonly info: TypeInfo; readonly unit: Unit }
  | { readonly kind: 'trap'; readonly panic?: PanicId }
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'undefined' | 'stopped'; readonly diagnostic: Diagnostic };

/** Executes functions of linked modules. */
export class Machine {
  readonly program: Program;
  readonly memory: Memory;
  readonly options: MachineOptions;
  readonly #frames: Frame[] = [];
  /** The active frame. Operations read it; only the main loop and calls replace it. */
  frame!: Frame;
  /** Instructions executed since the machine was made. */
  steps = 0;
  /** The last check that failed, once one has. */
  panicked: PanicId | undefined = undefined;
  /** The global `__zig_error_return_trace`. */
  errorTrace: Pointer = NULL;
  /**
   * Undefined behaviour of arithmetic that front ends check afterwards, on the result (`shr_exact`, then a comparison). It is the
   * outcome unless the program ends in a trap, as it does when the check is there.
   */
  pending: Fault | undefined = undefined;
  /** Result of the outermost function once it has returned. */
  #finished: Value | undefined = undefined;

  constructor(modules: ConstructorParameters<typeof Program>[0], options: MachineOptions) {
    this.memory = new Memory(options.memoryPages);
    this.program = new Program(modules, this.memory);
    this.options = options;
  }

  /** Runs a function to its end. */
  run(callee: Callee, args: readonly Value[]): MachineOutcome {
    this.#frames.length = 0;
    this.panicked = undefined;
    this.pending = undefined;
    this.#finished = undefined;
    try {
      this.#enter(callee, args, NULL);
      this.#loop();
    } catch (stop) {
      if (stop instanceof Halt) return this.#halted(stop);
      if (stop instanceof Fault) return this.#faulted(stop);
      throw stop;
    }
    if (this.pending !== undefined) return this.#faulted(this.pending);
    const { types } = callee.unit.module;
    const info = callee.unit.info(types.resultOf(callee.type));
    return { kind: 'return', value: this.#finished!, info, unit: callee.unit };
  }

  #loop(): void {
    const limit = this.options.stepLimit;
    const byTag = operations();
    while (this.#finished === undefined) {
      if (this.steps >= limit) fault(interpretCodes.stepLimit, { steps: this.steps });
      this.steps++;
      const { frame } = this;
      const { body } = frame;
      const inst = body.extra[frame.pc++]! as InstId;
      this.inst = inst;
      const result = byTag[body.tags[inst]!]!(this, inst);
      if (result !== undefined) frame.values[inst] = result;
    }
  }
  /** The instruction that runs. */
  inst: InstId = 0 as InstId;

  #halted({ kind, status }: Halt): MachineOutcome {
    if (kind === 'exit') {
      return this.pending === undefined ? { kind, status } : this.#faulted(this.pending);
    }
    return this.panicked === undefined ? { kind } : { kind, panic: this.panicked };
  }

  /** Remembers undefined behaviour whose result may still be discarded; see `pending`. */
  defer<Row extends CodeRow>(row: Row, values: Arguments<Row>): void {
    this.pending ??= new Fault(row, values, this.place());
  }

  #faulted(stop: Fault): MachineOutcome {
    const { row, values } = stop;
    const kind = row.text.startsWith('undefined behaviour') ? 'undefined' : 'stopped';
    return { kind, diagnostic: diagnose(row, values, stop.at ?? this.place()) };
  }

  /** Function, instruction and text position of the current instruction. */
  place(): Place {
    if (this.#frames.length === 0) return {};
    const { unit, callee, body } = this.frame;
    const { module } = unit;
    const name = module.text(module.navs.name(callee.nav));
    const position = body.positions[this.inst];
    const at = position === undefined ? undefined : module.lineColumn(position);
    const input = module.file || module.source;
    return {
      ...(input === '' ? {} : { input }),
      section: `%${this.inst}`,
      symbol: name,
      ...at,
    };
  }

  // Operands.

  /** Value of an operand of the current instruction. */
  value(ref: Ref): Value {
    const { frame } = this;
    if (isInst(ref)) return frame.values[instOf(ref)]!;
    return this.program.constant(frame.unit, valueOf(ref));
  }

  /** As `value`; the undefined constant becomes 0xAA bytes, as `store_safe` and its like define it. */
  filledValue(ref: Ref): Value {
    const { unit } = this.frame;
    if (isInst(ref) || !unit.module.values.isUndef(valueOf(ref))) return this.value(ref);
    return unit.filledValue(this.infoOf(ref));
  }

  /** Type of an operand. */
  typeOf(ref: Ref): TypeId {
    const { body, unit } = this.frame;
    if (isInst(ref)) return body.types[instOf(ref)]! as TypeId;
    return unit.module.values.type(valueOf(ref));
  }

  infoOf(ref: Ref): TypeInfo {
    return this.frame.unit.info(this.typeOf(ref));
  }

  /** Facts about the result type of an instruction. */
  resultInfo(inst: InstId): TypeInfo {
    return this.frame.unit.info(this.frame.body.types[inst]! as TypeId);
  }

  /** An operand that decides something and so must be defined; integers and pointers alike. */
  integer(ref: Ref, use: string): bigint {
    const value = this.value(ref);
    if (value instanceof Undefined) fault(interpretCodes.undefinedUse, { use });
    return value instanceof Pointer ? value.address : (value as bigint);
  }

  /** A pointer operand that is used as an address. */
  pointer(ref: Ref): Pointer {
    const value = this.value(ref);
    if (value instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'an address' });
    return value as Pointer;
  }

  // Memory.

  /** A value of a type at an address. Of size 0 there is only one value, and no access. */
  load(pointer: Pointer, info: TypeInfo, align: number): Value {
    const { unit } = this.frame;
    if (info.size === 0) return unit.undefinedValue(info);
    const offset = this.memory.locate(pointer, info.size, align, false);
    return unit.read(info, this.memory.object, offset);
  }

  store(pointer: Pointer, info: TypeInfo, align: number, value: Value): void {
    if (info.size === 0) return;
    const offset = this.memory.locate(pointer, info.size, align, true);
    this.frame.unit.write(info, this.memory.object, offset, value);
  }

  // Calls.

  /** Makes a call active. Without a body the callee is the host's. */
  #enter(callee: Callee, args: readonly Value[], variadic: Pointer): void {
    const { code } = callee;
    if (code === undefined) {
      this.leave(this.#callHost(callee, args));
      return;
    }
    if (this.#frames.length >= this.options.callDepth) {
      fault(interpretCodes.callDepth, { depth: this.#frames.length });
    }
    this.frame = new Frame(callee, code, args, variadic, this.memory.mark());
    this.#frames.push(this.frame);
  }

  #callHost(callee: Callee, args: readonly Value[]): Value {
    const { importModule: module, symbol: name } = callee;
    if (args.some((value) => value instanceof Undefined)) {
      fault(interpretCodes.undefinedUse, { use: `an argument of the import ${name}` });
    }
    const result = this.options.host(this, { module, name, callee, arguments: args });
    if (result === undefined) fault(interpretCodes.unresolved, { symbol: name, module });
    return result;
  }

  /** Hands a result to the call instruction that waits in the active frame. */
  leave(value: Value): void {
    if (this.#frames.length === 0) {
      this.#finished = value;
      return;
    }
    const { frame } = this;
    const inst = frame.calling;
    const info = this.resultInfo(inst);
    if (info.kind === TypeKind.noreturn) {
      fault(interpretCodes.unreachable, { what: 'the return of a function that does not return' });
    }
    frame.values[inst] = adapt(frame.unit, info, value);
  }

  /** Ends the active frame with a result. */
  return(value: Value): void {
    if (this.frame.isPanicHandler) {
      fault(interpretCodes.unreachable, { what: HANDLER_RETURNED });
    }
    this.#drop();
    this.leave(value);
  }

  #drop(): void {
    this.memory.release(this.frame.mark);
    this.#frames.pop();
    const caller = this.#frames[this.#frames.length - 1];
    if (caller !== undefined) this.frame = caller;
  }

  /** A call instruction. A tail call gives up the active frame first. */
  call(inst: InstId, tail: boolean): void {
    const { body } = this.frame;
    const callee = this.#calleeOf(dataA(body, inst) as Ref);
    const list = callArguments(body, inst);
    const { types } = callee.unit.module;
    const fixed = types.parameterCount(callee.type);
    const isVariadic = types.isVariadic(callee.type);
    if (list.length < fixed || (list.length > fixed && !isVariadic)) {
      fault(interpretCodes.badCall, {
        callee: `a function of ${fixed} parameters with ${list.length}`,
      });
    }
    const args: Value[] = [];
    for (let at = 0; at < fixed; at++) {
      const ref = body.extra[list.start + at]! as Ref;
      const info = callee.unit.info(types.parameter(callee.type, at));
      args.push(adapt(callee.unit, info, this.value(ref)));
    }
    let variadic = NULL;
    if (isVariadic) {
      const rest = Array.from(body.extra.subarray(list.start + fixed, list.start + list.length));
      variadic = placeVariadic(this, rest as Ref[]);
    }
    if (tail) this.#drop();
    else this.frame.calling = inst;
    this.#enter(callee, args, variadic);
  }

  #calleeOf(ref: Ref): Callee {
    const { unit } = this.frame;
    const { values } = unit.module;
    if (!isInst(ref) && values.kind(valueOf(ref)) === ValueKind.function) {
      return this.program.callee(unit, values.navOf(valueOf(ref)));
    }
    const { address } = this.pointer(ref);
    const callee = this.program.functionAt(address);
    if (callee !== undefined) return callee;
    const what = address === 0n ? 'null' : `0x${address.toString(16)}, which is no function`;
    return fault(interpretCodes.badCall, { callee: what });
  }

  /** A check failed: calls the module's handler of the panic, or traps when there is none. */
  panic(id: PanicId): void {
    this.panicked = id;
    const { unit } = this.frame;
    const handler = unit.module.panics[panicIds.indexOf(id)]!;
    if (handler === None) throw new Halt('trap');
    const callee = this.program.callee(unit, handler);
    const { types } = callee.unit.module;
    const args: Value[] = [];
    for (let at = 0; at < types.parameterCount(callee.type); at++) {
      args.push(callee.unit.undefinedValue(callee.unit.info(types.parameter(callee.type, at))));
    }
    if (callee.code === undefined) {
      this.#callHost(callee, args);
      fault(interpretCodes.unreachable, { what: HANDLER_RETURNED });
    }
    this.#enter(callee, args, NULL);
    this.frame.isPanicHandler = true;
  }
}

const HANDLER_RETURNED = 'the return of a panic handler';

/**
 * A value as another type of the same representation in wasm: what happens where a function is called through a pointer
 * of another type, or from another module.
 */
export function adapt(unit: Unit, info: TypeInfo, value: Value): Value {
  if (info.shape === Shape.memory) return value;
  if (value instanceof Image) return unit.read(info, value, 0);
  if (value instanceof Pointer && info.shape === Shape.pointer) return value;
  if (typeof value === 'bigint' && value >= info.min && value <= info.max) return value;
  if (info.shape === Shape.float && typeof value === 'bigint') return value;
  const { bits, mask } = bitsAndMask(info, value);
  return partial(info, bits, mask);
}
