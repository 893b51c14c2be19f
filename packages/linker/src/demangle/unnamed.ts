/** Classes without a name, lambdas and blocks. */
import { parseConstraint } from './expressions.ts';
import type { Mangled } from './mangled.ts';
import { angles, join, list, name, Role, type Node, type Part } from './node.ts';
import { parseParameterDeclaration, withTemplateLevel } from './templates.ts';
import { parseType } from './types.ts';

/** An unnamed class, a lambda, or a block. */
export function parseUnnamedType(m: Mangled, startsEntity: boolean): Node {
  if (startsEntity) m.levels = [];
  if (m.take('Ut')) {
    const number = m.number();
    m.expect('_');
    return name(`'unnamed${number}'`, '');
  }
  if (m.take('Ub')) {
    m.number();
    m.expect('_');
    return name("'block-literal'");
  }
  m.expect('Ul');
  const savedLevel = m.lambdaLevel;
  m.lambdaLevel = m.levels.length;
  const declarator = withTemplateLevel(m, parseLambdaDeclarator);
  m.lambdaLevel = savedLevel;
  m.expect('E');
  const closure = join([`'lambda${m.number()}'`, declarator], '', Role.Closure);
  m.expect('_');
  closure.inner = declarator;
  return closure;
}

function parseLambdaDeclarator(m: Mangled, level: Node[]): Node {
  const parts: Part[] = [];
  const templates: Node[] = [];
  while (m.is('T') && m.isOneOf('yptnk', 1)) templates.push(parseParameterDeclaration(m, level));
  if (templates.length === 0) m.levels.pop();
  else parts.push(angles(['<', list(templates), '>']));
  if (m.take('Q')) parts.push(' requires ', parseConstraint(m), ' ');
  const parameters: Node[] = [];
  if (!m.take('v')) {
    do parameters.push(parseType(m));
    while (!m.isOneOf('EQ'));
  }
  parts.push('(', list(parameters), ')');
  if (m.take('Q')) parts.push(' requires ', parseConstraint(m));
  return join(parts);
}
