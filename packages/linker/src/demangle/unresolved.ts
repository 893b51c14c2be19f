/** Names that depend on template parameters. */
import { isDigit, type Mangled } from './mangled.ts';
import { parseOperatorName, parseSourceName, withArguments } from './names.ts';
import { join, Kind, wrap, type Node } from './node.ts';
import { parseSubstitution } from './substitutions.ts';
import { parseTemplateArguments, parseTemplateParameter } from './templates.ts';
import { parseDecltype } from './types.ts';
import { fail } from './unparsable.ts';

/** A name that depends on template parameters. */
export function parseUnresolvedName(m: Mangled, isGlobal: boolean): Node {
  let scope: Node;
  if (m.take('srN')) {
    scope = parseUnresolvedType(m);
    while (!m.take('E')) scope = scoped(scope, parseSimpleName(m));
  } else if (!m.take('sr')) {
    const base = parseUnresolvedBase(m);
    return isGlobal ? join(['::', base], base.base) : base;
  } else if (isDigit(m.look())) {
    scope = parseSimpleName(m);
    if (isGlobal) scope = join(['::', scope], scope.base);
    while (!m.take('E')) scope = scoped(scope, parseSimpleName(m));
  } else scope = parseUnresolvedType(m);
  return scoped(scope, parseUnresolvedBase(m));
}

function scoped(scope: Node, node: Node): Node {
  return join([scope, '::', node], node.base);
}

/** An identifier, and its template arguments if it has some. */
function parseSimpleName(m: Mangled): Node {
  return withOwnArguments(m, parseSourceName(m));
}

function withOwnArguments(m: Mangled, node: Node): Node {
  return m.is('I') ? withArguments(node, parseTemplateArguments(m, false)) : node;
}

/** A template parameter, `decltype` or substitution, and its template arguments if it has some. */
function parseUnresolvedType(m: Mangled): Node {
  return withOwnArguments(m, parseUnresolvedTypeName(m));
}

function parseUnresolvedTypeName(m: Mangled): Node {
  if (!m.isOneOf('TD')) return parseSubstitution(m);
  if (m.is('D') && !m.isOneOf('tT', 1)) fail();
  const node = m.is('T') ? parseTemplateParameter(m) : parseDecltype(m);
  m.substitutions.push(node);
  return node;
}

function parseUnresolvedBase(m: Mangled): Node {
  if (isDigit(m.look())) return parseSimpleName(m);
  if (m.take('dn')) {
    const type = isDigit(m.look()) ? parseSimpleName(m) : parseUnresolvedTypeName(m);
    return join(['~', wrap(Kind.Left, type)]);
  }
  m.take('on');
  return withOwnArguments(m, parseOperatorName(m));
}
