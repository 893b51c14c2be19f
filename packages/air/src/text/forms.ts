// Reading the operands of instructions, form by form (air.md 7): those with operands, types and indexes only.

import { airCodes } from '@wasmwright/diagnostics';
import type { InstId } from '../ids.ts';
import { tagRows, type FormName } from '../tags.ts';
import { bodyForms } from './forms-with-bodies.ts';
import { listForms } from './forms-with-lists.ts';
import { wordForms } from './forms-with-words.ts';
import type { InstructionReader } from './instruction-reader.ts';

/** What reads an instruction of a form, from behind its `(`. */
export type FormReader = (inst: InstId) => void;
export type Forms<Name extends FormName = FormName> = Readonly<Record<Name, FormReader>>;

/** A reader for each form. */
export function formReaders(r: InstructionReader): Forms {
  return { ...plainForms(r), ...bodyForms(r), ...listForms(r), ...wordForms(r) };
}

function plainForms(
  r: InstructionReader,
): Forms<
  | 'none'
  | 'arg'
  | 'un'
  | 'unTy'
  | 'bin'
  | 'tyOp'
  | 'ty'
  | 'tyBin'
  | 'fieldVal'
  | 'fieldPtr'
  | 'aggregate'
  | 'unionInit'
  | 'call'
  | 'select'
  | 'mulAdd'
> {
  const { context, terms, writer } = r;
  return {
    none: (inst) => r.end(inst, 0, 0, r.result(inst, context.module.types.void)),
    arg: (inst) => {
      const { types } = context.module;
      const index = r.index('a parameter index');
      let type = types.void;
      if (index < types.parameterCount(r.signature)) {
        type = types.parameter(r.signature, index);
      } else context.report(airCodes.badArgument, { problem: `there is no parameter ${index}` });
      r.end(inst, type, index, type);
    },
    un: (inst) => {
      const a = r.operand();
      r.end(inst, a, 0, r.result(inst, r.typeOf(a)));
    },
    unTy: (inst) => {
      const a = r.operand();
      const type = r.result(inst, r.typeOf(a));
      r.end(inst, type, a, type);
    },
    bin: (inst) => {
      const a = r.operand();
      const b = r.nextOperand();
      r.end(inst, a, b, r.result(inst, r.typeOf(a)));
    },
    tyOp: (inst) => {
      const type = terms.type();
      const a = r.nextOperand();
      const stated = tagRows[writer.tags[inst]!]!.result === 'stated';
      r.end(inst, type, a, stated ? type : context.module.types.bool);
    },
    ty: (inst) => {
      const type = terms.type();
      r.end(inst, type, 0, type);
    },
    tyBin: (inst) => {
      const type = terms.type();
      const a = r.nextOperand();
      const b = r.nextOperand();
      r.end(inst, type, writer.emit2(a, b), type);
    },
    fieldVal: (inst) => {
      const a = r.operand();
      r.comma();
      const field = r.index('a field index');
      const type = r.result(inst, r.typeOf(a), field);
      r.end(inst, type, writer.emit2(a, field), type);
    },
    fieldPtr: (inst) => {
      const type = terms.type();
      const a = r.nextOperand();
      r.comma();
      r.end(inst, type, writer.emit2(a, r.index('a field index')), type);
    },
    aggregate: (inst) => {
      const type = terms.type();
      r.comma();
      r.end(inst, type, r.operandList(), type);
    },
    unionInit: (inst) => {
      const type = terms.type();
      r.comma();
      const field = r.index('a field index');
      r.end(inst, type, writer.emit2(field, r.nextOperand()), type);
    },
    call: (inst) => {
      const callee = r.operand();
      r.comma();
      const list = r.operandList();
      r.end(inst, callee, list, r.result(inst, r.typeOf(callee)));
    },
    select: (inst) => {
      const mask = r.operand();
      const a = r.nextOperand();
      const b = r.nextOperand();
      r.end(inst, mask, writer.emit2(a, b), r.result(inst, r.typeOf(a)));
    },
    mulAdd: (inst) => {
      const a = r.operand();
      const b = r.nextOperand();
      const addend = r.nextOperand();
      r.end(inst, addend, writer.emit2(a, b), r.result(inst, r.typeOf(a)));
    },
  };
}
