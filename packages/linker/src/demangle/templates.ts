/** Template arguments, parameters and parameter declarations. */
import { parseConstraint, parseExpression, parsePrimary } from './expressions.ts';
import { parseEncoding } from './itanium.ts';
import type { Mangled } from './mangled.ts';
import { parseName } from './names.ts';
import {
  angles,
  forward,
  join,
  Kind,
  list,
  name,
  pack,
  Role,
  sided,
  wrap,
  type Node,
  type Part,
} from './node.ts';
import { parseType } from './types.ts';
import { fail } from './unparsable.ts';

/** Numbers of `Mangled.invented`. */
const TYPE = 0;
const VALUE = 1;
const TEMPLATE = 2;
const prefixes = ['$T', '$N', '$TT'] as const;

/** Runs `parse` with one more level of template parameters, which it fills. */
export function withTemplateLevel(m: Mangled, parse: (m: Mangled, level: Node[]) => Node): Node {
  const depth = m.levels.length;
  const level: Node[] = [];
  m.levels.push(level);
  const node = parse(m, level);
  if (m.levels.length > depth) m.levels.length = depth;
  return node;
}

/**
 * `I` arguments `E`.
 *
 * @param areOuter - the arguments are those of the encoding's name: `T_` means them from here on
 */
export function parseTemplateArguments(m: Mangled, areOuter: boolean): Node {
  m.expect('I');
  if (areOuter) {
    m.outer = [];
    m.levels = [m.outer];
  }
  const nodes: Node[] = [];
  while (!m.take('E')) {
    const node = parseTemplateArgument(m);
    nodes.push(node);
    if (areOuter) {
      const meant = node.role === Role.Declared ? node.inner! : node;
      m.outer.push(node.role === Role.ArgumentPack ? pack(node.parts as Node[]) : meant);
    }
    if (m.take('Q')) {
      parseConstraint(m); // not printed
      m.expect('E');
      break;
    }
  }
  return angles(['<', list(nodes), '>']);
}

/** A type, an expression, a pack, or an argument with its parameter's declaration. */
export function parseTemplateArgument(m: Mangled): Node {
  m.enter();
  const node = parseArgument(m);
  m.leave();
  return node;
}

function parseArgument(m: Mangled): Node {
  if (m.take('X')) {
    const node = parseExpression(m);
    m.expect('E');
    return node;
  }
  if (m.take('J')) return m.listUntil('E', parseTemplateArgument, Role.ArgumentPack);
  if (m.take('LZ')) {
    const node = parseEncoding(m);
    m.expect('E');
    return node;
  }
  if (m.is('L')) return parsePrimary(m);
  if (m.is('T') && m.isOneOf('yptnk', 1)) {
    parseParameterDeclaration(m, undefined); // not printed
    const argument = parseTemplateArgument(m);
    const node = join([argument], '', Role.Declared);
    node.inner = argument;
    return node;
  }
  return parseType(m);
}

/** `T_`, `T0_`, `TL0__`, …: the argument it stands for. */
export function parseTemplateParameter(m: Mangled): Node {
  const start = m.at;
  m.expect('T');
  let level = 0;
  if (m.take('L')) {
    level = m.count() + 1;
    m.expect('_');
  }
  let index = 0;
  if (!m.take('_')) {
    index = m.count() + 1;
    m.expect('_');
  }
  if (m.inConstraint) return name(m.text.slice(start, m.at - 1));
  if (m.allowForward && level === 0) {
    const node = forward();
    m.forwards.push(node);
    m.forwardIndexes.push(index);
    return node;
  }
  const found = m.levels[level]?.[index];
  if (found !== undefined) return found;
  if (level !== m.lambdaLevel || level > m.levels.length) fail();
  if (level === m.levels.length) m.levels.push(undefined);
  return name('auto');
}

/** Declaration of a template parameter; adds its invented name to `level`. */
export function parseParameterDeclaration(m: Mangled, level: Node[] | undefined): Node {
  m.enter();
  const node = parseDeclaration(m, level);
  m.leave();
  return node;
}

function parseDeclaration(m: Mangled, level: Node[] | undefined): Node {
  if (m.take('Ty')) return sided(['typename '], [invent(m, TYPE, level)], false);
  if (m.take('Tk')) {
    const constraint = parseName(m);
    return sided([constraint, ' '], [invent(m, TYPE, level)], false);
  }
  if (m.take('Tn')) {
    const invented = invent(m, VALUE, level);
    const type = parseType(m);
    return sided(
      [wrap(Kind.Left, type), wrap(Kind.Space, type)],
      [invented, wrap(Kind.Right, type)],
      false,
    );
  }
  if (m.take('Tt')) {
    const after: Part[] = [invent(m, TEMPLATE, level)];
    const inner = withTemplateLevel(m, (_, innerLevel) => {
      const nodes: Node[] = [];
      while (!m.take('E')) {
        nodes.push(parseParameterDeclaration(m, innerLevel));
        if (m.take('Q')) {
          after.push(' requires ', parseConstraint(m));
          m.expect('E');
          break;
        }
      }
      return list(nodes);
    });
    return sided([angles(['template<', inner, '> typename '])], after, false);
  }
  m.expect('Tp');
  const node = parseParameterDeclaration(m, level);
  return sided([wrap(Kind.Left, node), '...'], [wrap(Kind.Right, node)], false);
}

function invent(m: Mangled, kind: 0 | 1 | 2, level: Node[] | undefined): Node {
  const index = m.invented[kind]++;
  const node = name(prefixes[kind] + (index === 0 ? '' : String(index - 1)), '');
  level?.push(node);
  return node;
}
