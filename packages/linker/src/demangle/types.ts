/** Types. */
import { parseExpression } from './expressions.ts';
import { isDigit, type Mangled } from './mangled.ts';
import { parseName, parseUnscopedName, withArguments } from './names.ts';
import {
  array,
  expression,
  join,
  Kind,
  list,
  name,
  operand,
  pointer,
  Precedence,
  qualified,
  reference,
  Role,
  sided,
  wrap,
  type Node,
  type Part,
} from './node.ts';
import { parseTemplateArguments, parseTemplateParameter } from './templates.ts';
import { fail } from './unparsable.ts';

/** Types of one letter. */
const builtins: Readonly<Record<string, string>> = {
  v: 'void',
  w: 'wchar_t',
  b: 'bool',
  c: 'char',
  a: 'signed char',
  h: 'unsigned char',
  s: 'short',
  t: 'unsigned short',
  i: 'int',
  j: 'unsigned int',
  l: 'long',
  m: 'unsigned long',
  x: 'long long',
  y: 'unsigned long long',
  n: '__int128',
  o: 'unsigned __int128',
  f: 'float',
  d: 'double',
  e: 'long double',
  g: '__float128',
  z: '...',
};

/** Types of `D` and a letter. */
const builtinsAfterD: Readonly<Record<string, string>> = {
  d: 'decimal64',
  e: 'decimal128',
  f: 'decimal32',
  h: 'half',
  i: 'char32_t',
  s: 'char16_t',
  u: 'char8_t',
  a: 'auto',
  c: 'decltype(auto)',
  n: 'std::nullptr_t',
};

/** A type. All but the built-in ones become candidates for substitution. */
export function parseType(m: Mangled): Node {
  const builtin = m.at < m.text.length ? builtins[m.text[m.at]!] : fail();
  if (builtin !== undefined) {
    m.at++;
    return name(builtin);
  }
  m.enter();
  const node = parseCompound(m);
  m.leave();
  return node;
}

function parseCompound(m: Mangled): Node {
  let node: Node;
  switch (m.text[m.at]) {
    case 'r':
    case 'V':
    case 'K':
      node = isQualifiedFunction(m) ? parseFunctionType(m) : parseQualifiedType(m);
      break;
    case 'U':
      node = parseQualifiedType(m);
      break;
    case 'u': {
      m.at++;
      const text = m.identifier();
      node = name(text);
      if (m.take('I')) {
        node = join([`${text}(`, parseType(m), name(')')]);
        m.expect('E');
      }
      break;
    }
    case 'D': {
      const builtin = builtinsAfterD[m.text[m.at + 1] ?? ''];
      if (builtin !== undefined) {
        m.at += 2;
        return name(builtin);
      }
      if (m.isOneOf('FBUkK', 1)) return parseParametrizedBuiltin(m);
      node = parseAfterD(m);
      break;
    }
    case 'F':
      node = parseFunctionType(m);
      break;
    case 'A': {
      m.at++;
      const dimension = parseDimension(m, isDigit(m.look()));
      node = array(parseType(m), dimension);
      break;
    }
    case 'M': {
      m.at++;
      const owner = parseType(m);
      node = pointer(parseType(m), [owner, '::*']);
      break;
    }
    case 'T':
      if (m.isOneOf('sue', 1)) {
        node = parseElaborated(m);
        break;
      }
      node = parseTemplateParameter(m);
      if (m.allowArguments && m.is('I'))
        node = withArguments(node, parseTemplateArguments(m, false));
      break;
    case 'P': {
      m.at++;
      const inner = parseType(m);
      if (inner.role === Role.ObjectId) node = join(['id<', inner.inner!, '>']);
      else node = pointer(inner, ['*']);
      break;
    }
    case 'R':
      m.at++;
      node = reference(parseType(m), '&');
      break;
    case 'O':
      m.at++;
      node = reference(parseType(m), '&&');
      break;
    case 'C':
      m.at++;
      node = join([wrap(Kind.Left, parseType(m)), ' complex']);
      break;
    case 'G':
      m.at++;
      node = join([wrap(Kind.Left, parseType(m)), ' imaginary']);
      break;
    case 'S': {
      if (m.is('t', 1)) {
        node = parseName(m);
        break;
      }
      const found = parseUnscopedName(m, undefined, true);
      node = found.node;
      if (m.is('I') && (!found.isSubstitution || m.allowArguments)) {
        if (!found.isSubstitution) m.substitutions.push(node);
        node = withArguments(node, parseTemplateArguments(m, false));
      } else if (found.isSubstitution) return node;
      break;
    }
    default:
      node = parseName(m);
  }
  m.substitutions.push(node);
  return node;
}

/** Whether the qualifiers here belong to a function type: `FKvvE` is qualified as a whole. */
function isQualifiedFunction(m: Mangled): boolean {
  let ahead = 0;
  if (m.is('r', ahead)) ahead++;
  if (m.is('V', ahead)) ahead++;
  if (m.is('K', ahead)) ahead++;
  return m.is('F', ahead) || (m.is('D', ahead) && m.isOneOf('oOwx', ahead + 1));
}

/** `restrict`, `volatile`, `const` as they are printed after a type. */
export function parseQualifiers(m: Mangled): string {
  const restrict = m.take('r') ? ' restrict' : '';
  const volatile = m.take('V') ? ' volatile' : '';
  return (m.take('K') ? ' const' : '') + volatile + restrict;
}

function parseQualifiedType(m: Mangled): Node {
  if (!m.take('U')) {
    const qualifiers = parseQualifiers(m);
    const type = parseType(m);
    return qualifiers === '' ? type : qualified(type, qualifiers);
  }
  const vendor = m.identifier();
  if (vendor.startsWith('objcproto')) {
    const protocol = /^objcproto(\d+)(.*)$/s.exec(vendor);
    const length = Number(protocol?.[1] ?? 0);
    if (length === 0 || length > protocol![2]!.length) fail();
    const text = protocol![2]!.slice(0, length);
    const type = parseNestedQualified(m);
    const node = join([type, `<${text}>`]);
    if (type.kind === Kind.Text && type.text === 'objc_object') {
      node.role = Role.ObjectId;
      node.inner = name(text);
    }
    return node;
  }
  const parts: Part[] = [` ${vendor}`];
  if (m.is('I')) parts.push(parseTemplateArguments(m, false));
  return join([parseNestedQualified(m), ...parts]);
}

function parseNestedQualified(m: Mangled): Node {
  m.enter();
  const node = parseQualifiedType(m);
  m.leave();
  return node;
}

/** `_Float16`, `_BitInt(8)`, constrained `auto`: no candidates for substitution. */
function parseParametrizedBuiltin(m: Mangled): Node {
  const letter = m.text[m.at + 1];
  m.at += 2;
  if (letter === 'k' || letter === 'K')
    return join([wrap(Kind.Left, parseName(m)), letter === 'k' ? ' auto' : ' decltype(auto)']);
  if (letter === 'F') {
    const node = join([`_Float${m.number()}`]);
    m.expect('_');
    return node;
  }
  const size = isDigit(m.look()) ? name(m.number()) : parseExpression(m);
  m.expect('_');
  const text = letter === 'B' ? '_BitInt' : 'unsigned _BitInt';
  return join([text, '(', operand(size, Precedence.None), ')']);
}

function parseAfterD(m: Mangled): Node {
  if (m.isOneOf('tT', 1)) return parseDecltype(m);
  if (m.take('Dv')) return parseVector(m);
  if (m.take('Dp')) return wrap(Kind.Expansion, parseType(m));
  if (m.isOneOf('oOwx', 1)) return parseFunctionType(m);
  return fail();
}

/** `decltype(expression)`. */
export function parseDecltype(m: Mangled): Node {
  m.at += 2;
  const node = expression(['decltype', '(', parseExpression(m), ')'], Precedence.Primary);
  m.expect('E');
  return node;
}

/** A number, an expression or nothing, and `_`. */
function parseDimension(m: Mangled, isNumber: boolean): Node[] {
  if (m.take('_')) return [];
  const node = isNumber ? name(m.number()) : parseExpression(m);
  m.expect('_');
  return [node];
}

function parseVector(m: Mangled): Node {
  const isNumber = m.isOneOf('123456789');
  const dimension = parseDimension(m, isNumber);
  if (isNumber && m.take('p')) return join(['pixel vector[', ...dimension, name(']')]);
  return join([parseType(m), ' vector[', ...dimension, name(']')]);
}

function parseElaborated(m: Mangled): Node {
  const keyword = m.take('Ts') ? 'struct ' : m.take('Tu') ? 'union ' : 'enum ';
  if (keyword === 'enum ') m.expect('Te');
  return join([keyword, parseName(m)]);
}

/** Qualifiers, exception specification, `F` return type, parameters, `E`. */
function parseFunctionType(m: Mangled): Node {
  let qualifiers = parseQualifiers(m);
  const exceptions: Part[] = [];
  if (m.take('Do')) exceptions.push(' noexcept');
  else if (m.take('DO')) {
    const condition = operand(parseExpression(m), Precedence.None);
    exceptions.push(' noexcept', '(', condition, ')');
    m.expect('E');
  } else if (m.take('Dw')) exceptions.push(' throw', '(', m.listUntil('E', parseType), ')');
  m.take('Dx'); // transaction-safe
  m.expect('F');
  m.take('Y'); // extern "C"
  const result = parseType(m);
  const parameters: Node[] = [];
  for (;;) {
    if (m.take('E')) break;
    if (m.take('v')) continue;
    if (m.take('RE')) {
      qualifiers += ' &';
      break;
    }
    if (m.take('OE')) {
      qualifiers += ' &&';
      break;
    }
    parameters.push(parseType(m));
  }
  return sided(
    [wrap(Kind.Left, result), ' '],
    ['(', list(parameters), ')', wrap(Kind.Right, result), qualifiers, ...exceptions],
    true,
  );
}
