/** Expressions: in template arguments, `decltype`, array bounds, `noexcept` and requires-clauses. */
import { floatText, type FloatLetter } from './floats.ts';
import { parseEncoding } from './itanium.ts';
import { isDigit, type Mangled } from './mangled.ts';
import { parseName, parseSourceName } from './names.ts';
import {
  angles,
  expression,
  join,
  Kind,
  list,
  name,
  operand,
  Precedence,
  Role,
  wrap,
  type Node,
  type Part,
} from './node.ts';
import { Form, operatorOf, type Operator } from './operators.ts';
import { parseTemplateArgument, parseTemplateParameter } from './templates.ts';
import { parseQualifiers, parseType } from './types.ts';
import { fail } from './unparsable.ts';
import { parseUnnamedType } from './unnamed.ts';
import { parseUnresolvedName } from './unresolved.ts';

/** Suffixes of integer literals, by the letter of the type. */
const suffixes: Readonly<Record<string, string>> = {
  i: '',
  j: 'u',
  l: 'l',
  m: 'ul',
  x: 'll',
  y: 'ull',
};
/** The expression of a requires-clause. */
export function parseConstraint(m: Mangled): Node {
  const saved = m.inConstraint;
  m.inConstraint = true;
  const node = parseExpression(m);
  m.inConstraint = saved;
  return node;
}

/** An expression. */
export function parseExpression(m: Mangled): Node {
  m.enter();
  const isGlobal = m.take('gs');
  const operator = operatorOf(m.text.slice(m.at, m.at + 2));
  let node: Node;
  if (operator === undefined) node = parseOther(m, isGlobal);
  else {
    m.at += 2;
    node = parseOperation(m, operator, isGlobal);
  }
  m.leave();
  return node;
}

function parseOperation(m: Mangled, [form, precedence, symbol]: Operator, isGlobal: boolean): Node {
  switch (form) {
    case Form.Prefix:
      return prefixed(m, symbol, precedence);
    case Form.Postfix:
      if (m.take('_')) return prefixed(m, symbol, precedence);
      return expression([operand(parseExpression(m), precedence, true), symbol], precedence);
    case Form.Binary:
      return parseBinary(m, precedence, symbol);
    case Form.Subscript: {
      const base = operand(parseExpression(m), precedence);
      const index = operand(parseExpression(m), Precedence.None);
      return expression([base, '[', index, ']'], precedence);
    }
    case Form.Member:
    case Form.Access: {
      const object = operand(parseExpression(m), precedence, true);
      return expression([object, symbol, operand(parseExpression(m), precedence)], precedence);
    }
    case Form.New:
      return parseNew(m, precedence, (isGlobal ? '::' : '') + symbol);
    case Form.Delete:
      return expression([`${isGlobal ? '::' : ''}${symbol} `, parseExpression(m)], precedence);
    case Form.Call: {
      const callee = parseExpression(m);
      return expression([callee, '(', m.listUntil('E', parseExpression), ')'], precedence);
    }
    case Form.Conversion:
      return parseConversion(m, precedence);
    case Form.Conditional: {
      const condition = operand(parseExpression(m), precedence);
      const yes = operand(parseExpression(m), Precedence.None);
      const no = operand(parseExpression(m), Precedence.Assign, true);
      return expression([condition, ' ? ', yes, ' : ', no], precedence);
    }
    case Form.NamedCast: {
      const to = angles(['<', wrap(Kind.Left, parseType(m)), '>']);
      const from = operand(parseExpression(m), Precedence.None);
      return expression([symbol, to, '(', from, ')'], precedence);
    }
    case Form.OfType:
      return expression([`${symbol} `, '(', parseType(m), ')'], precedence);
    case Form.OfExpression:
      return expression([`${symbol} `, '(', parseExpression(m), ')'], precedence);
    case Form.NameOnly:
      return fail();
  }
}

function prefixed(m: Mangled, symbol: string, precedence: Precedence): Node {
  return expression([symbol, operand(parseExpression(m), precedence)], precedence);
}

function parseBinary(m: Mangled, precedence: Precedence, symbol: string): Node {
  const isAssign = precedence === Precedence.Assign;
  const left = operand(parseExpression(m), isAssign ? Precedence.OrIf : precedence, !isAssign);
  const right = operand(parseExpression(m), precedence, isAssign);
  const node = expression([left, symbol === ',' ? ', ' : ` ${symbol} `, right], precedence);
  if (symbol === '>' || symbol === '>>') node.kind = Kind.Greater;
  return node;
}

function parseNew(m: Mangled, precedence: Precedence, symbol: string): Node {
  const placement = m.until('_', parseExpression);
  const parts: Part[] = [symbol];
  if (placement.length > 0) parts.push('(', list(placement), ')');
  parts.push(' ', parseType(m));
  const initializers = m.take('pi') ? m.until('E', parseExpression) : m.take('E') ? [] : fail();
  if (initializers.length > 0) parts.push('(', list(initializers), ')');
  return expression(parts, precedence);
}

function parseConversion(m: Mangled, precedence: Precedence): Node {
  const saved = m.allowArguments;
  m.allowArguments = false;
  const type = parseType(m);
  m.allowArguments = saved;
  const from = m.take('_') ? m.until('E', parseExpression) : [parseExpression(m)];
  return expression(['(', type, ')', '(', list(from), ')'], precedence);
}

/** Expressions that begin with no operator. */
function parseOther(m: Mangled, isGlobal: boolean): Node {
  if (m.text.length - m.at < 2) fail();
  if (m.is('L')) return parsePrimary(m);
  if (m.is('T')) return parseTemplateParameter(m);
  if (m.is('f')) {
    const isParameter = m.is('p', 1) || (m.is('L', 1) && isDigit(m.look(2)));
    return isParameter ? parseFunctionParameter(m) : parseFold(m);
  }
  if (m.take('il')) return join([name('{'), m.listUntil('E', parseBraced), name('}')]);
  if (m.take('mc')) {
    const type = parseType(m);
    const from = parseExpression(m);
    m.number(true);
    m.expect('E');
    return expression(['(', type, ')', '(', from, ')'], Precedence.Unary);
  }
  if (m.take('nx'))
    return expression(['noexcept ', '(', parseExpression(m), ')'], Precedence.Unary);
  if (m.is('r') && m.isOneOf('qQ', 1)) return parseRequires(m);
  if (m.take('so')) return parseSubobject(m);
  if (m.take('sp')) return wrap(Kind.Expansion, parseExpression(m));
  if (m.take('sZ')) {
    if (!m.is('T')) return join(['sizeof... ', '(', parseFunctionParameter(m), ')']);
    return join(['sizeof...', '(', wrap(Kind.Expansion, parseTemplateParameter(m)), ')']);
  }
  if (m.take('sP')) return join(['sizeof... ', '(', m.listUntil('E', parseTemplateArgument), ')']);
  if (m.take('tl')) {
    const type = parseType(m);
    return join([type, name('{'), m.listUntil('E', parseBraced), name('}')]);
  }
  if (m.take('tr')) return name('throw');
  if (m.take('tw')) return join(['throw ', parseExpression(m)]);
  if (m.take('u')) return parseVendor(m);
  return parseUnresolvedName(m, isGlobal);
}

/** A literal, or the address of a function or variable. */
export function parsePrimary(m: Mangled): Node {
  m.expect('L');
  const letter = m.text[m.at] ?? '';
  const suffix = suffixes[letter];
  if (suffix !== undefined) {
    m.at++;
    return join([parseValue(m) + suffix]);
  }
  if (m.isOneOf('fde')) {
    const text = floatText(letter as FloatLetter, m.text, m.at + 1);
    m.at += 1 + text.length;
    m.expect('E');
    return join([text.value]);
  }
  if (m.take('b0E')) return join(['false']);
  if (m.take('b1E')) return join(['true']);
  if (m.is('b') || m.is('T')) fail();
  if (m.is('D')) {
    m.expect('Dn');
    m.take('0');
    m.expect('E');
    return name('nullptr');
  }
  let node: Node;
  if (m.is('_')) {
    m.expect('_Z');
    node = parseEncoding(m);
  } else if (m.is('A')) node = join(['"<', parseType(m), '>"']);
  else if (m.is('U')) {
    if (!m.is('l', 1)) fail();
    node = join(['[]', parseUnnamedType(m, false).inner!, '{...}']);
  } else {
    const type = parseType(m);
    return join(['(', type, ')', parseValue(m)]);
  }
  m.expect('E');
  return node;
}

/** A decimal number that has to be there, with its sign, and `E`. */
function parseValue(m: Mangled): string {
  const digits = m.number(true);
  if (digits === '') fail();
  m.expect('E');
  return digits.replace('n', '-');
}

function parseFunctionParameter(m: Mangled): Node {
  if (m.take('fpT')) return name('this');
  if (m.take('fL')) {
    if (m.number() === '') fail();
    m.expect('p');
  } else m.expect('fp');
  parseQualifiers(m);
  const number = m.number();
  m.expect('_');
  return join([`fp${number}`]);
}

function parseFold(m: Mangled): Node {
  m.expect('f');
  const letter = m.isOneOf('lrLR') ? m.text[m.at++]! : fail();
  const operator = operatorOf(m.text.slice(m.at, m.at + 2));
  if (operator === undefined) fail();
  m.at += 2;
  const [form, , symbol] = operator;
  if (form !== Form.Binary && !(form === Form.Access && symbol.endsWith('*'))) fail();
  const first = parseExpression(m);
  const second = letter === 'L' || letter === 'R' ? parseExpression(m) : undefined;
  const isLeft = letter === 'l' || letter === 'L';
  const [packed, initial] = letter === 'L' ? [second!, first] : [first, second];
  const pack: Part[] = ['(', wrap(Kind.Expansion, packed), ')'];
  const sides: Part[][] = initial === undefined ? [] : [[operand(initial, Precedence.Cast, true)]];
  const before = isLeft ? sides : [pack];
  const after = isLeft ? [pack] : sides;
  return join([
    '(',
    ...before.flatMap((side) => [...side, ` ${symbol} `]),
    '...',
    ...after.flatMap((side) => [` ${symbol} `, ...side]),
    ')',
  ]);
}

function parseBraced(m: Mangled): Node {
  m.enter();
  const node = parseDesignated(m);
  m.leave();
  return node;
}

/** An initializer, and the member or element it is for. */
function parseDesignated(m: Mangled): Node {
  let parts: Part[];
  if (m.take('di')) parts = ['.', parseSourceName(m)];
  else if (m.take('dx')) parts = [name('['), parseExpression(m), name(']')];
  else if (m.take('dX')) {
    const first = parseExpression(m);
    parts = [name('['), first, ' ... ', parseExpression(m), name(']')];
  } else return parseExpression(m);
  const value = parseBraced(m);
  if (value.role !== Role.Designator) parts.push(' = ');
  return join([...parts, value], '', Role.Designator);
}

/** An object inside an object, by its offset. */
function parseSubobject(m: Mangled): Node {
  const type = parseType(m);
  const of = parseExpression(m);
  const offset = m.number(true).replace('n', '-') || '0';
  while (m.take('_')) m.number();
  m.take('p');
  m.expect('E');
  return join([of, '.<', type, ` at offset ${offset}>`]);
}

function parseRequires(m: Mangled): Node {
  const parts: Part[] = ['requires'];
  if (m.take('rQ')) {
    const parameters = m.until('_', parseType);
    if (parameters.length > 0) parts.push(' ', '(', list(parameters), ')');
  } else m.expect('rq');
  parts.push(' ', '{');
  do parseRequirement(m, parts);
  while (!m.take('E'));
  return join([...parts, ' ', '}']);
}

function parseRequirement(m: Mangled, parts: Part[]): void {
  if (m.take('X')) {
    const node = parseExpression(m);
    const isNoexcept = m.take('N');
    const type = m.take('R') ? parseName(m) : undefined;
    if (!isNoexcept && type === undefined) parts.push(' ', node);
    else parts.push(' ', '{', node, '}');
    if (isNoexcept) parts.push(' noexcept');
    if (type !== undefined) parts.push(' -> ', type);
  } else if (m.take('T')) parts.push(' typename ', parseType(m));
  else {
    m.expect('Q');
    parts.push(' requires ', parseExpression(m));
  }
  parts.push(';');
}

/** A call of a vendor's built-in. */
function parseVendor(m: Mangled): Node {
  const callee = parseSourceName(m);
  let args: Node[] | undefined;
  if (callee.base === '__uuidof') {
    if (m.take('t')) args = [parseType(m)];
    else if (m.take('z')) args = [parseExpression(m)];
  }
  args ??= m.until('E', parseTemplateArgument);
  return expression([callee, '(', list(args), ')'], Precedence.Postfix);
}
