/** Names: nested, local, of constructors and operators. */
import { parseEncoding } from './itanium.ts';
import { isDigit, type Mangled } from './mangled.ts';
import { join, list, name, Role, type Node } from './node.ts';
import { Form, operatorOf, overloadName } from './operators.ts';
import { parseAbiTags, parseSubstitution } from './substitutions.ts';
import { parseTemplateArguments, parseTemplateParameter } from './templates.ts';
import { parseDecltype, parseQualifiers, parseType } from './types.ts';
import { fail } from './unparsable.ts';
import { parseUnnamedType } from './unnamed.ts';

/** What the name of an encoding says about the rest of the encoding. */
export interface NameState {
  /** A constructor, destructor or conversion: no return type. */
  isSpecialMember: boolean;
  endsWithArguments: boolean;
  /** Printed after the parameters. */
  qualifiers: string;
  /** The first parameter is `this`. */
  hasExplicitThis: boolean;
}

/** A name; `state` only for the name of an encoding. */
export function parseName(m: Mangled, state?: NameState): Node {
  m.enter();
  const node = m.is('N')
    ? parseNestedName(m, state)
    : m.is('Z')
      ? parseLocalName(m, state)
      : parseUnscopedTemplate(m, state);
  m.leave();
  return node;
}

function parseUnscopedTemplate(m: Mangled, state: NameState | undefined): Node {
  const { node, isSubstitution } = parseUnscopedName(m, state, true);
  if (!m.is('I')) return isSubstitution ? fail() : node;
  if (!isSubstitution) m.substitutions.push(node);
  const args = parseTemplateArguments(m, state !== undefined);
  if (state !== undefined) state.endsWithArguments = true;
  return withArguments(node, args);
}

/** A template with its arguments. */
export function withArguments(template: Node, args: Node): Node {
  return join([template, args], template.base, Role.Template);
}

/** A name inside a function. */
function parseLocalName(m: Mangled, state: NameState | undefined): Node {
  m.expect('Z');
  const encoding = parseEncoding(m);
  m.expect('E');
  if (m.take('s')) {
    skipDiscriminator(m);
    return join([encoding, '::string literal']);
  }
  const { levels, outer } = m;
  m.levels = [];
  m.outer = [];
  let entity: Node;
  if (m.take('d')) {
    m.number(true);
    m.expect('_');
    entity = parseName(m, state);
  } else {
    entity = parseName(m, state);
    skipDiscriminator(m);
  }
  m.levels = levels;
  m.outer = outer;
  return join([encoding, '::', entity]);
}

/** `_3`, `__12_`, or digits at the end of the text: which of several equal local names. */
function skipDiscriminator(m: Mangled): void {
  const start = m.at;
  if (m.take('__')) {
    m.number();
    if (!m.take('_')) m.at = start;
  } else if (m.take('_')) {
    if (isDigit(m.look())) m.at++;
    else m.at = start;
  } else {
    m.number();
    if (m.at !== m.text.length) m.at = start;
  }
}

/** A name without scope or in `std`, or, if `allowed`, a substitution. */
export function parseUnscopedName(
  m: Mangled,
  state: NameState | undefined,
  allowed: boolean,
): { node: Node; isSubstitution: boolean } {
  const std = m.take('St') ? name('std') : undefined;
  let module: Node | undefined;
  if (m.is('S')) {
    const node = parseSubstitution(m);
    if (node.role === Role.Module) module = node;
    else if (allowed && std === undefined) return { node, isSubstitution: true };
    else fail();
  }
  return { node: parseUnqualifiedName(m, state, std, module), isSubstitution: false };
}

function parseUnqualifiedName(
  m: Mangled,
  state: NameState | undefined,
  scope: Node | undefined,
  importedFrom: Node | undefined,
): Node {
  const module = parseModule(m, importedFrom);
  const isFriend = scope !== undefined && m.take('F');
  m.take('L'); // internal linkage
  let node: Node;
  if (m.isOneOf('123456789')) node = parseSourceName(m);
  else if (m.is('U')) node = parseUnnamedType(m, state !== undefined);
  else if (m.take('DC')) {
    // `auto [a, b]`: at least one name.
    node = join(['[', list([parseSourceName(m), ...m.until('E', parseSourceName)]), ']']);
  } else if (m.isOneOf('CD')) {
    if (scope === undefined || module !== undefined) fail();
    if (scope.role === Role.Abbreviation) scope = scope.inner!;
    node = parseConstructor(m, scope, state);
  } else node = parseOperatorName(m, state);

  if (module !== undefined) node = join([node, '@', module], node.base);
  node = parseAbiTags(m, node);
  if (scope === undefined) return node;
  return join([scope, isFriend ? '::friend ' : '::', node], node.base);
}

/** Modules, each `W` and a name; undefined if there are none. */
export function parseModule(m: Mangled, parent: Node | undefined): Node | undefined {
  let module = parent;
  while (m.take('W')) {
    const separator = m.take('P') ? ':' : module === undefined ? '' : '.';
    const part = parseSourceName(m);
    module = join(module === undefined ? [separator, part] : [module, separator, part]);
    module.role = Role.Module;
    m.substitutions.push(module);
  }
  return module;
}

/** `<length> <identifier>`. */
export function parseSourceName(m: Mangled): Node {
  const text = m.identifier();
  return name(text.startsWith('_GLOBAL__N') ? '(anonymous namespace)' : text);
}

/** Name of an operator's function. */
export function parseOperatorName(m: Mangled, state?: NameState): Node {
  const operator = operatorOf(m.text.slice(m.at, m.at + 2));
  if (operator !== undefined) {
    m.at += 2;
    const form = operator[0];
    if (form === Form.Conversion) {
      const { allowArguments, allowForward } = m;
      m.allowArguments = false;
      m.allowForward ||= state !== undefined;
      const type = parseType(m);
      m.allowArguments = allowArguments;
      m.allowForward = allowForward;
      if (state !== undefined) state.isSpecialMember = true;
      return join(['operator ', type]);
    }
    if (form >= Form.NamedCast || form === Form.Access) fail();
    return name(overloadName(operator));
  }
  if (m.take('li')) return join(['operator"" ', parseSourceName(m)]);
  m.expect('v'); // vendor operator: its number of operands, its name
  if (!isDigit(m.look())) fail();
  m.at++;
  return join(['operator ', parseSourceName(m)]);
}

function parseConstructor(m: Mangled, scope: Node, state: NameState | undefined): Node {
  let sign = '';
  if (m.take('C')) {
    const inherited = m.take('I');
    if (!m.isOneOf('12345')) fail();
    m.at++;
    if (state !== undefined) state.isSpecialMember = true;
    if (inherited) parseName(m, state);
  } else {
    if (!m.isOneOf('01245', 1)) fail();
    m.at += 2;
    sign = '~';
  }
  if (state !== undefined) state.isSpecialMember = true;
  return name(sign + scope.base, '');
}

function parseNestedName(m: Mangled, state: NameState | undefined): Node {
  m.expect('N');
  let explicitThis = false;
  let qualifiers = '';
  if (m.take('H')) explicitThis = true;
  else {
    qualifiers = parseQualifiers(m);
    if (m.take('O')) qualifiers += ' &&';
    else if (m.take('R')) qualifiers += ' &';
  }
  if (state !== undefined) {
    if (explicitThis) state.hasExplicitThis = true;
    else state.qualifiers = qualifiers;
  }
  let node: Node | undefined;
  while (!m.take('E')) {
    if (state !== undefined) state.endsWithArguments = false;
    if (m.is('T')) {
      if (node !== undefined) fail();
      node = parseTemplateParameter(m);
    } else if (m.is('I')) {
      if (node === undefined) fail();
      const args = parseTemplateArguments(m, state !== undefined);
      if (node.role === Role.Template) fail();
      if (state !== undefined) state.endsWithArguments = true;
      node = withArguments(node, args);
    } else if (m.is('D') && m.isOneOf('tT', 1)) {
      if (node !== undefined) fail();
      node = parseDecltype(m);
    } else {
      let module: Node | undefined;
      if (m.is('S')) {
        const found = m.take('St') ? name('std') : parseSubstitution(m);
        if (found.role !== Role.Module) {
          if (node !== undefined) fail();
          node = found;
          continue; // what a substitution stands for is no new candidate
        }
        module = found;
      }
      node = parseUnqualifiedName(m, state, node, module);
    }
    m.substitutions.push(node);
    m.take('M');
  }
  if (node === undefined || m.substitutions.pop() === undefined) fail();
  return node;
}
