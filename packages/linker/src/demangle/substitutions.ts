/** Back references to earlier parts of a name, and the abbreviations for names of the standard library. */
import type { Mangled } from './mangled.ts';
import { join, name, Role, type Node } from './node.ts';
import { fail } from './unparsable.ts';

const charTraits = '<char, std::char_traits<char>';

/** Letter after `S`; name as printed; name and arguments of the template it is short for. */
const abbreviations: Readonly<Record<string, readonly [string, string, string]>> = {
  a: ['allocator', 'allocator', ''],
  b: ['basic_string', 'basic_string', ''],
  s: ['string', 'basic_string', `${charTraits}, std::allocator<char>>`],
  i: ['istream', 'basic_istream', `${charTraits}>`],
  o: ['ostream', 'basic_ostream', `${charTraits}>`],
  d: ['iostream', 'basic_iostream', `${charTraits}>`],
};

/** `Ss` and its like, `S_`, or `S` and a number in base 36. */
export function parseSubstitution(m: Mangled): Node {
  m.expect('S');
  const code = m.look();
  if (code >= 97 && code <= 122) {
    const found = abbreviations[m.text[m.at]!];
    if (found === undefined) fail();
    m.at++;
    const [short, full, args] = found;
    const node = name(`std::${short}`, short);
    node.role = Role.Abbreviation;
    node.inner = name(`std::${full}${args}`, full);
    const tagged = parseAbiTags(m, node);
    if (tagged !== node) m.substitutions.push(tagged);
    return tagged;
  }
  return m.substitutions[parseSequenceNumber(m)] ?? fail();
}

/** `_` is 0, `0_` is 1, `Z_` is 36. */
function parseSequenceNumber(m: Mangled): number {
  if (m.take('_')) return 0;
  const start = m.at;
  let value = 0;
  for (; ; m.at++) {
    const code = m.look();
    if (code >= 48 && code <= 57) value = value * 36 + code - 48;
    else if (code >= 65 && code <= 90) value = value * 36 + code - 55;
    else break;
  }
  if (m.at === start) fail();
  m.expect('_');
  return value + 1;
}

/** `node`, with the ABI tags that follow it. */
export function parseAbiTags(m: Mangled, node: Node): Node {
  let tagged = node;
  while (m.take('B')) tagged = join([tagged, `[abi:${m.identifier()}]`], node.base);
  return tagged;
}
