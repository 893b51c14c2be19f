/** Symbols that are not functions or data of the program: virtual tables, thunks, guards. */
import { parseEncoding } from './itanium.ts';
import { isDigit, type Mangled } from './mangled.ts';
import { parseModule, parseName } from './names.ts';
import { join, type Node } from './node.ts';
import { parseTemplateArgument } from './templates.ts';
import { parseType } from './types.ts';
import { fail } from './unparsable.ts';

/** What begins with `T` or `G`. */
export function parseSpecialName(m: Mangled): Node {
  for (const [code, text, parse] of specialNames) if (m.take(code)) return join([text, parse(m)]);
  if (m.take('TC')) {
    const base = parseType(m);
    if (m.number(true) === '') fail();
    m.expect('_');
    return join(['construction vtable for ', parseType(m), '-in-', base]);
  }
  m.expect('T');
  const text = m.is('v') ? 'virtual thunk to ' : 'non-virtual thunk to ';
  skipCallOffset(m);
  return join([text, parseEncoding(m)]);
}

type SpecialName = readonly [code: string, text: string, parse: (m: Mangled) => Node];

const specialNames: readonly SpecialName[] = [
  ['TV', 'vtable for ', parseType],
  ['TT', 'VTT for ', parseType],
  ['TI', 'typeinfo for ', parseType],
  ['TS', 'typeinfo name for ', parseType],
  ['TA', 'template parameter object for ', parseTemplateArgument],
  ['Tc', 'covariant return thunk to ', parseCovariant],
  ['TW', 'thread-local wrapper routine for ', parseName],
  ['TH', 'thread-local initialization routine for ', parseName],
  ['GV', 'guard variable for ', parseName],
  ['GR', 'reference temporary for ', parseTemporary],
  ['GI', 'initializer for module ', (m) => parseModule(m, undefined) ?? fail()],
];

function parseCovariant(m: Mangled): Node {
  skipCallOffset(m);
  skipCallOffset(m);
  return parseEncoding(m);
}

function parseTemporary(m: Mangled): Node {
  const node = parseName(m);
  const start = m.at;
  while (isDigit(m.look()) || (m.look() >= 65 && m.look() <= 90)) m.at++;
  if (!m.take('_') && m.at > start) fail();
  return node;
}

/** `h` and an offset, or `v` and two. */
function skipCallOffset(m: Mangled): void {
  let numbers = m.take('h') ? 1 : m.take('v') ? 2 : fail();
  for (; numbers > 0; numbers--) {
    if (m.number(true) === '') fail();
    m.expect('_');
  }
}
