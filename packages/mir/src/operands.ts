import { Form, formWords, subFormWords } from './forms.ts';
import { formOf, subFormOf } from './instructions.ts';

/**
 * Number of words of `extra` an instruction has, from `extra[word]` on; 0 if its operand is the data word. The operands must
 * exist (`verifyMir`).
 */
export function extraWords(tag: number, word: number, extra: Uint32Array): number {
  const form = formOf[tag]!;
  const fixed = formWords[form]!;
  if (form === Form.labels) return fixed + extra[word]!;
  if (form === Form.tryTable) return fixed + 3 * extra[word + 1]!;
  if (form === Form.prefixed) return fixed + subFormWords[subFormOf(tag, extra[word]!)]!;
  return fixed;
}
