// What the operands of instructions must be: a function for each operand rule of `tags.ts`.

import { tagRows, type OperandRule } from '../tags.ts';
import type { Checked } from './checked.ts';
import { containerRules } from './containers.ts';
import { controlRules } from './control.ts';
import { memoryRules } from './memory.ts';
import { numberRules } from './numbers.ts';
import { pointerRules } from './pointers.ts';
import { vectorRules } from './vectors.ts';

/** Records what is wrong with the operands of the instruction at hand. */
export type Rule = (c: Checked) => void;
export type Rules<Name extends OperandRule = OperandRule> = { readonly [Key in Name]: Rule };

/** The operand rule of each tag. */
export const operandRuleOf: readonly Rule[] = /* @__PURE__ */ (() => {
  const rules: Rules = {
    ...containerRules,
    ...controlRules,
    ...memoryRules,
    ...numberRules,
    ...pointerRules,
    ...vectorRules,
  };
  return tagRows.map((row) => rules[row.operands]);
})();
