// The operands of an instruction, by its form.

import {
  assembly,
  dataA,
  dataB,
  type FormName,
  type FunctionBody,
  type InstId,
  None,
  type Ref,
  tagRows,
} from '@wasmwright/air';

/** Where a form keeps its operands; a number per shape so that the walk dispatches on literals. */
const Shape = {
  none: 0,
  a: 1,
  b: 2,
  ab: 3,
  /** First payload word. */
  payload1: 4,
  /** First two payload words. */
  payload2: 5,
  payload3: 6,
  /** Data word a, first payload word. */
  aPayload1: 7,
  /** Data word a, first two payload words. */
  aPayload2: 8,
  /** Second payload word. */
  second: 9,
  /** List in the payload. */
  list: 10,
  /** Data word a, list in the payload. */
  aList: 11,
  /** List, then one operand; then two. */
  shuffle1: 12,
  shuffle2: 13,
  assembly: 14,
} as const;

const shapes: Readonly<Record<FormName, number>> = {
  none: Shape.none,
  arg: Shape.none,
  un: Shape.a,
  unTy: Shape.b,
  bin: Shape.ab,
  tyOp: Shape.b,
  ty: Shape.none,
  tyBin: Shape.payload2,
  fieldVal: Shape.payload1,
  fieldPtr: Shape.payload1,
  aggregate: Shape.list,
  unionInit: Shape.second,
  block: Shape.none,
  loop: Shape.none,
  inlineBlock: Shape.none,
  repeat: Shape.none,
  br: Shape.b,
  condBr: Shape.a,
  switchBr: Shape.a,
  try: Shape.a,
  tryPtr: Shape.payload1,
  call: Shape.aList,
  select: Shape.aPayload2,
  mulAdd: Shape.aPayload2,
  cmpVector: Shape.payload2,
  reduce: Shape.a,
  shuffleOne: Shape.shuffle1,
  shuffleTwo: Shape.shuffle2,
  atomicLoad: Shape.a,
  atomicRmw: Shape.aPayload1,
  cmpxchg: Shape.payload3,
  prefetch: Shape.a,
  memorySize: Shape.none,
  memoryGrow: Shape.a,
  tyNav: Shape.none,
  dbgStmt: Shape.none,
  dbgVar: Shape.a,
  fieldIndex: Shape.none,
  assembly: Shape.assembly,
  storeElement: Shape.aPayload2,
};

const shapeOf: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(256);
  for (const row of tagRows) table[row.tag] = shapes[row.form];
  return table;
})();

/** Calls `visit` with each operand of an instruction, constants included, in evaluation order. */
export function forEachOperand(
  body: FunctionBody,
  inst: InstId,
  visit: (operand: Ref) => void,
): void {
  const { extra } = body;
  const b = dataB(body, inst);
  const shape = shapeOf[body.tags[inst]!]!;
  switch (shape) {
    case 0:
      return;
    case 1:
      visit(dataA(body, inst) as Ref);
      return;
    case 2:
      visit(b as Ref);
      return;
    case 3:
      visit(dataA(body, inst) as Ref);
      visit(b as Ref);
      return;
    case 4:
      visit(extra[b] as Ref);
      return;
    case 5:
      visit(extra[b] as Ref);
      visit(extra[b + 1] as Ref);
      return;
    case 6:
      visit(extra[b] as Ref);
      visit(extra[b + 1] as Ref);
      visit(extra[b + 2] as Ref);
      return;
    case 7:
      visit(dataA(body, inst) as Ref);
      visit(extra[b] as Ref);
      return;
    case 8:
      visit(dataA(body, inst) as Ref);
      visit(extra[b] as Ref);
      visit(extra[b + 1] as Ref);
      return;
    case 9:
      visit(extra[b + 1] as Ref);
      return;
    case 10:
    case 11:
      if (shape === 11) visit(dataA(body, inst) as Ref);
      for (let at = b + 1, end = at + extra[b]!; at < end; at++) visit(extra[at] as Ref);
      return;
    case 12:
      visit(extra[b + 1 + extra[b]!] as Ref);
      return;
    case 13:
      visit(extra[b + 1 + extra[b]!] as Ref);
      visit(extra[b + 2 + extra[b]!] as Ref);
      return;
    default: {
      const { outputs, inputs } = assembly(body, inst);
      for (const { operand } of outputs) if (operand !== None) visit(operand);
      for (const { operand } of inputs) visit(operand);
    }
  }
}
