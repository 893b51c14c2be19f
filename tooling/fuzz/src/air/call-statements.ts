// Calls, direct and indirect, and what is done with their errors.

import { ControlStatements } from './control-statements.ts';
import { FUEL, instruction } from './core.ts';
import type { Signature, Surroundings } from './core.ts';
import type { Random } from '../random.ts';
import type { Operand, Part } from './tree.ts';
import { boolType, intType, pointerTo } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

const u8 = intType(8, false);

/** `fn (u8) callconv(c) i32` */
export function signatureText({ parameters, result, convention }: Signature): string {
  return `fn (${parameters.map((type) => type.text).join(', ')}) ${convention}${result.text}`;
}

/** Appends calls. */
export abstract class CallStatements extends ControlStatements {
  /** What is called like the function itself; of its result also `ret` inside a `try`. */
  protected readonly self: Signature;
  /** The countdown of a recursive function. */
  protected fuel: Operand | undefined;

  constructor(random: Random, budget: number, around: Surroundings, self: Signature) {
    super(random, budget, around);
    this.self = self;
  }

  private arguments(callee: Signature, fuel?: Operand): Operand[] {
    return callee.parameters.map((type, at) => {
      if (at > 0 || !callee.isRecursive) return this.pick(type);
      return fuel ?? this.limited(type as IntType, FUEL);
    });
  }

  /** A call of an earlier function, or of the function itself as long as its countdown lasts. */
  protected call(): void {
    const { functions, tables } = this.around;
    if (this.fuel !== undefined && this.chance(1, 3)) return this.recursion(this.fuel);
    if (tables.length > 0 && this.chance(1, 4)) return this.tableCall();
    if (functions.length === 0) return;
    this.callOf(this.random.pick(functions));
  }

  /** A call of a function, directly or through a pointer. */
  protected callOf(callee: Signature): void {
    const { name, result } = callee;
    const args = this.arguments(callee);
    const tag = this.random.pick(['call', 'call', 'call_never_tail', 'call_never_inline']);
    let target: Part = name;
    if (this.around.hasPointers && this.chance(1, 5)) {
      const text = `*const ${signatureText(callee)}`;
      const pointer: AirType = { text, kind: 'pointer', constant: () => `&${name}` };
      const slot = this.hidden(() => this.emit(pointerTo(pointer), [`alloc(*${text})`]));
      this.emit(undefined, ['store(', slot, `, <${text}, &${name}>)`], undefined, name);
      target = this.hidden(() => this.make1(pointer, 'load', slot));
    }
    this.emit(result, calling(tag, target, args), undefined, name);
  }

  /** A call of one of the functions of a table, by index. */
  private tableCall(): void {
    const { name, functions } = this.random.pick(this.around.tables);
    const [callee] = functions;
    const text = `*const ${signatureText(callee!)}`;
    const pointer: AirType = { text, kind: 'pointer', constant: () => `&${callee!.name}` };
    const at = this.indexBelow(`<usize, ${functions.length}>`);
    const base = `<[*]const ${text}, &${name}>`;
    const target = this.hidden(() =>
      this.emit(pointer, instruction('ptr_elem_val', [base, at]), undefined, callee!.name),
    );
    const args = this.arguments(callee!);
    this.emit(callee!.result, calling('call', target, args), undefined, callee!.name);
  }

  /** A call of the function itself with a smaller countdown, if there is any left. */
  private recursion(fuel: Operand): void {
    const block = this.reserve();
    const { result, name } = this.self;
    const inner = this.nested(() => {
      const isLeft = this.make1(boolType, 'cmp_gt', { ...fuel, constant: '<u8, 0>' }, '<u8, 0>');
      const again = this.nested(() => {
        const less = this.hidden(() => this.make1(u8, 'sub', fuel, '<u8, 1>'));
        const args = this.arguments(this.self, this.or(less, '0'));
        const made = this.emit(result, calling('call', name, args), undefined, name);
        if (result.kind === 'void') return this.leave(block);
        return ['br(', this.label(block), ', ', made, ')'];
      });
      const enough = this.nested(() => ['br(', this.label(block), ', ', this.pick(result), ')']);
      return ['cond_br(', { ...isLeft, constant: 'false' }, ', ', again, ', ', enough, ')'];
    });
    this.emit(result, [`block(${result.text}, `, inner, ')'], block);
  }

  /** A tail call of a function with the same result, where there is one that can be called so. */
  protected tailCall(): readonly Part[] | undefined {
    const { result, convention } = this.self;
    const found = this.around.functions.filter(
      (callee) =>
        callee.result.text === result.text &&
        callee.convention === convention &&
        callee.parameters.every(({ kind }) => ['int', 'bool', 'float', 'enum'].includes(kind)),
    );
    if (found.length === 0 || !this.around.features.has('tail_call')) return undefined;
    const callee = this.random.pick(found);
    const parts = calling('call_always_tail', callee.name, this.arguments(callee));
    const made = this.emit(result, parts, undefined, callee.name);
    return ['ret(', result.kind === 'void' ? 'void_value' : made, ')'];
  }

  /** `trap`, a breakpoint, or a function that does not return. */
  protected stop(): readonly Part[] {
    if (this.chance(1, 2)) {
      const i64 = intType(64, true);
      this.emit(undefined, calling('call', 'stop', [this.pick(i64)]));
      return ['unreach()'];
    }
    if (this.chance(1, 3)) this.emit(undefined, ['breakpoint()']);
    return ['trap()'];
  }

  /** The payload of an error union: by `try` where the function can return the error, else by a test. */
  protected unwrapError(): void {
    const type = this.ofKind('errorUnion');
    if (type === undefined) return;
    const [set, payload] = type.parts as [AirType, AirType];
    const value = this.pick(type);
    const own = this.self.result as CompoundType;
    const canReturn = own.kind === 'errorUnion' && own.parts[0]!.text === set.text;
    if (this.chance(2, 3)) {
      this.tried(type, value, canReturn && this.chance(3, 4));
      return;
    }
    const block = this.reserve();
    const inner = this.nested(() => {
      const isError = this.make1(boolType, this.random.pick(['is_err']), value);
      const onError = this.nested(() => {
        this.make1(set, 'unwrap_errunion_err', value);
        return this.breakWith(block, payload);
      });
      const onSuccess = this.nested(() => {
        const taken = this.make1(payload, 'unwrap_errunion_payload', value);
        const given = payload.kind === 'void' ? this.pick(payload) : taken;
        return ['br(', this.label(block), ', ', given, ')'];
      });
      return ['cond_br(', isError, ', ', onError, ', ', onSuccess, ')'];
    });
    this.emit(payload, [`block(${payload.text}, `, inner, ')'], block);
  }

  /** `try` of a value or through a pointer; an error is returned, or leaves a block around it. */
  private tried(type: CompoundType, value: Operand, returns: boolean): void {
    const [set, payload] = type.parts as [AirType, AirType];
    const own = this.self.result;
    const cold = this.chance(1, 3) ? '_cold' : '';
    const throughPointer = payload.kind !== 'void' && this.chance(1, 3);
    const take = (onError: () => readonly Part[]): Operand => {
      if (!throughPointer) {
        return this.emit(payload, [`try${cold}(`, value, ', ', this.nested(onError), ')']);
      }
      const place = this.hidden(() => this.emit(pointerTo(type), [`alloc(*${type.text})`]));
      this.do1('store', place, value);
      const head = `try_ptr${cold}(*${payload.text}, `;
      const pointer = this.hidden(() =>
        this.emit(pointerTo(payload), [head, place, ', ', this.nested(onError), ')']),
      );
      return this.make1(payload, 'load', pointer);
    };
    if (returns) {
      take(() => {
        const error = this.make1(set, 'unwrap_errunion_err', value);
        const wrapped = this.make1(own, `wrap_errunion_err(${own.text}`, error);
        return ['ret(', wrapped, ')'];
      });
      return;
    }
    const block = this.reserve();
    const inner = this.nested(() => {
      const taken = take(() => this.breakWith(block, payload));
      this.statements(2);
      const given = payload.kind === 'void' ? this.pick(payload) : taken;
      return ['br(', this.label(block), ', ', given, ')'];
    });
    this.emit(payload, [`block(${payload.text}, `, inner, ')'], block);
  }
}

/** `tag(callee, [a, b])` */
function calling(tag: string, callee: Part, args: readonly Operand[]): Part[] {
  const list = args.flatMap((arg, at): Part[] => (at === 0 ? [arg] : [', ', arg]));
  return [`${tag}(`, callee, ', [', ...list, '])'];
}
