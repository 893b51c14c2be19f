// Instructions with words among their operands: operations, memory orders, names, lines.

import { None } from '../ids.ts';
import { compareOperations, memoryOrders, reduceOperations, rmwOperations } from '../tags.ts';
import type { Forms } from './forms.ts';
import type { InstructionReader } from './instruction-reader.ts';

const COLON = 58;

/** Readers of the forms with words. */
export function wordForms(
  r: InstructionReader,
): Forms<
  | 'cmpVector'
  | 'reduce'
  | 'atomicLoad'
  | 'atomicRmw'
  | 'cmpxchg'
  | 'prefetch'
  | 'memorySize'
  | 'memoryGrow'
  | 'tyNav'
  | 'dbgStmt'
  | 'dbgVar'
  | 'fieldIndex'
  | 'storeElement'
> {
  const { context, terms, writer } = r;
  return {
    cmpVector: (inst) => {
      const op = r.choice(compareOperations, 'comparison');
      const a = r.nextOperand();
      const b = r.nextOperand();
      const type = r.result(inst, r.typeOf(a));
      const at = writer.emit2(a, b);
      writer.emit(op);
      r.end(inst, type, at, type);
    },
    reduce: (inst) => {
      const op = r.choice(reduceOperations, 'reduction');
      const a = r.nextOperand();
      r.end(inst, a, op, r.result(inst, r.typeOf(a)));
    },
    atomicLoad: (inst) => {
      const order = r.choice(memoryOrders, 'memory order');
      const a = r.nextOperand();
      r.end(inst, a, order, r.result(inst, r.typeOf(a)));
    },
    atomicRmw: (inst) => {
      const op = r.choice(rmwOperations, 'operation');
      r.comma();
      const order = r.choice(memoryOrders, 'memory order');
      const pointer = r.nextOperand();
      const a = r.nextOperand();
      const type = r.result(inst, r.typeOf(pointer));
      r.end(inst, pointer, writer.emit2(a, order | (op << 3)), type);
    },
    cmpxchg: (inst) => {
      const type = terms.type();
      r.comma();
      const success = r.choice(memoryOrders, 'memory order');
      r.comma();
      const failure = r.choice(memoryOrders, 'memory order');
      const at = writer.emit2(r.nextOperand(), r.nextOperand());
      writer.emit(r.nextOperand());
      writer.emit(success | (failure << 3));
      r.end(inst, type, at, type);
    },
    prefetch: (inst) => {
      const a = r.operand();
      r.comma();
      const write = r.choice(['read', 'write'], 'kind of access');
      r.comma();
      const locality = context.takeNumber('a locality of at most 3', 3);
      r.comma();
      const cache = r.choice(['data', 'instruction'], 'cache');
      r.end(inst, a, write | (locality << 1) | (cache << 3), context.module.types.void);
    },
    memorySize: (inst) => {
      const index = r.index('a memory index');
      r.end(inst, None, index, r.result(inst, context.module.types.void));
    },
    memoryGrow: (inst) => {
      const index = r.index('a memory index');
      const a = r.nextOperand();
      r.end(inst, a, index, r.result(inst, context.module.types.void));
    },
    tyNav: (inst) => {
      const type = terms.type();
      r.comma();
      r.end(inst, type, terms.nav(), type);
    },
    dbgStmt: (inst) => {
      const line = r.index('a line');
      context.expect(COLON);
      r.end(inst, line, r.index('a column'), context.module.types.void);
    },
    dbgVar: (inst) => {
      const a = r.operand();
      r.comma();
      const name = context.takeString('the name of a variable');
      r.end(inst, a, name, context.module.types.void);
    },
    fieldIndex: (inst) => {
      const type = terms.type();
      r.comma();
      const index = r.index('a field index');
      r.end(inst, type, index, context.module.types.usize);
    },
    storeElement: (inst) => {
      const pointer = r.operand();
      const at = writer.emit2(r.nextOperand(), r.nextOperand());
      r.end(inst, pointer, at, context.module.types.void);
    },
  };
}
