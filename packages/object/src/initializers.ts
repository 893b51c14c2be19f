// Initializers: the constant expressions of globals, segments and elements (linking.md 2.5).

import { objectCodes } from '@wasmwright/diagnostics';
import type { Input } from './input.ts';

/** `constant`: one i32.const or i64.const. `single`: one other instruction. `extended`: more than one instruction. */
export type InitializerForm = 'constant' | 'single' | 'extended';

/** Moves past an initializer and its `end`; tells its form. */
export function skipInitializer(input: Input): InitializerForm {
  let form: InitializerForm = 'constant';
  for (let instructions = 0; input.ok; instructions++) {
    const at = input.pos;
    const opcode = input.byte();
    if (opcode === 0x0b) return instructions === 1 ? form : 'extended';
    if (opcode !== 0x41 && opcode !== 0x42) form = 'single';
    if (!skipOperands(input, opcode)) input.fail(objectCodes.invalidInitializer, { opcode }, at);
  }
  return form;
}

/** Moves past the operands of an instruction of an initializer; false if it may not stand in one. */
function skipOperands(input: Input, opcode: number): boolean {
  switch (opcode) {
    case 0x41: // i32.const
      input.s32();
      return true;
    case 0x42: // i64.const
      input.s64();
      return true;
    case 0x43: // f32.const
      input.float(4);
      return true;
    case 0x44: // f64.const
      input.float(8);
      return true;
    case 0x23: // global.get
    case 0xd2: // ref.func
      input.u32();
      return true;
    case 0xd0: // ref.null, with a heap type
      input.s64();
      return true;
    case 0x6a: // i32.add, sub, mul
    case 0x6b:
    case 0x6c:
    case 0x7c: // i64.add, sub, mul
    case 0x7d:
    case 0x7e:
      return true;
    default:
      return false;
  }
}
