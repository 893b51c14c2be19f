import { Form, formWords, subFormWords } from './forms.ts';
import { formOf, subFormOf } from './instructions.ts';
import { TAG_END } from './tags.ts';

/** Marks tags in `fixedWords` whose instructions have a list. */
const LISTED = 0xff;

/** Words of `extra` of each tag, or `LISTED`. */
const fixedWords: Uint8Array = /* @__PURE__ */ fixedTable();

function fixedTable(): Uint8Array {
  const table = new Uint8Array(TAG_END);
  for (let tag = 0; tag < TAG_END; tag++) {
    const form = formOf[tag]!;
    const isListed = form === Form.labels || form === Form.tryTable || form === Form.prefixed;
    table[tag] = isListed ? LISTED : (formWords[form] ?? 0);
  }
  return table;
}

/**
 * Number of words of `extra` an instruction has, from `extra[word]` on; 0 if its operand is the data word. The operands must
 * exist (`verifyMir`).
 */
export function extraWords(tag: number, word: number, extra: Uint32Array): number {
  const fixed = fixedWords[tag]!;
  return fixed === LISTED ? listedWords(tag, word, extra) : fixed;
}

function listedWords(tag: number, word: number, extra: Uint32Array): number {
  const form = formOf[tag]!;
  const fixed = formWords[form]!;
  if (form === Form.labels) return fixed + extra[word]!;
  if (form === Form.tryTable) return fixed + 3 * extra[word + 1]!;
  return fixed + subFormWords[subFormOf(tag, extra[word]!)]!;
}
