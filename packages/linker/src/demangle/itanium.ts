/** Encodings of the Itanium C++ ABI, as far as and as LLVM 19 prints them. */
import { parseConstraint } from './expressions.ts';
import { Mangled } from './mangled.ts';
import { parseName, type NameState } from './names.ts';
import { join, Kind, list, sided, wrap, type Node, type Part } from './node.ts';
import { print } from './print.ts';
import { parseSpecialName } from './special-names.ts';
import { parseTemplateArgument } from './templates.ts';
import { parseType } from './types.ts';
import { fail, sizeLimit } from './unparsable.ts';

/**
 * The declaration a C++ symbol stands for.
 *
 * @param text - begins with one to four underscores and a `Z`
 * @throws unparsable
 */
export function demangleItanium(text: string): string {
  const m = new Mangled(text);
  let node: Node;
  if (m.take('_Z') || m.take('__Z')) {
    node = parseEncoding(m);
    if (m.is('.')) {
      node = join([node, ` (${text.slice(m.at)})`]);
      m.at = text.length;
    }
  } else {
    if (!m.take('___Z')) m.expect('____Z');
    node = join(['invocation function for block in ', parseEncoding(m)]);
    m.expect('_block_invoke');
    const numbered = m.take('_');
    if (m.number() === '' && numbered) fail();
    if (m.is('.')) m.at = text.length;
  }
  if (m.at !== text.length) fail();
  return print(node, sizeLimit(text.length));
}

/** A name, and for a function its parameters. */
export function parseEncoding(m: Mangled): Node {
  m.enter();
  const { levels, outer } = m;
  m.levels = [];
  m.outer = [];
  const node = m.isOneOf('GT') ? parseSpecialName(m) : parseFunctionOrData(m);
  m.levels = levels;
  m.outer = outer;
  m.leave();
  return node;
}

function isEndOfEncoding(m: Mangled): boolean {
  return m.at === m.text.length || m.isOneOf('E._');
}

function parseFunctionOrData(m: Mangled): Node {
  const state: NameState = {
    isSpecialMember: false,
    endsWithArguments: false,
    qualifiers: '',
    hasExplicitThis: false,
  };
  const firstForward = m.forwards.length;
  const entity = parseName(m, state);
  resolveForwards(m, firstForward);
  if (isEndOfEncoding(m)) return entity;

  const after: Part[] = [];
  const attributes = m.take('Ua9enable_ifI')
    ? [' [enable_if:', m.listUntil('E', parseTemplateArgument), ']']
    : [];
  const result = !state.isSpecialMember && state.endsWithArguments ? parseType(m) : undefined;
  const parameters: Node[] = [];
  if (!m.take('v')) {
    do {
      const type = parseType(m);
      const isThis = state.hasExplicitThis && parameters.length === 0;
      parameters.push(isThis ? join(['this ', type]) : type);
    } while (!isEndOfEncoding(m) && !m.is('Q'));
  }
  after.push('(', list(parameters), ')');
  if (result !== undefined) after.push(wrap(Kind.Right, result));
  after.push(state.qualifiers, ...attributes);
  if (m.take('Q')) after.push(' requires ', parseConstraint(m));
  const before =
    result === undefined ? [entity] : [wrap(Kind.Left, result), wrap(Kind.Space, result), entity];
  return sided(before, after, true);
}

/** Gives the parameters in the type of a conversion operator the arguments that followed it. */
function resolveForwards(m: Mangled, first: number): void {
  for (let i = first; i < m.forwards.length; i++)
    m.forwards[i]!.inner = m.levels[0]?.[m.forwardIndexes[i]!] ?? fail();
  m.forwards.length = first;
  m.forwardIndexes.length = first;
}
