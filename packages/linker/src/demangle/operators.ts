/** Operators of the Itanium C++ ABI. */
import { Precedence as P } from './node.ts';

/** Where an operator stands, and whether a function can be named after it. */
export enum Form {
  Prefix,
  Postfix,
  Binary,
  Subscript,
  /** `->*`, `->`: can be named. */
  Member,
  /** `.`, `.*`: cannot. */
  Access,
  New,
  Delete,
  Call,
  Conversion,
  Conditional,
  /** Only the name of a function. */
  NameOnly,
  /** `static_cast<T>(x)`. */
  NamedCast,
  /** `sizeof (T)`. */
  OfType,
  /** `sizeof (x)`. */
  OfExpression,
}

/** One operator: its form, precedence and symbol as in the source. */
export type Operator = readonly [form: Form, precedence: P, symbol: string];

const operators: ReadonlyMap<string, Operator> = /* @__PURE__ */ new Map<string, Operator>([
  ['aN', [Form.Binary, P.Assign, '&=']],
  ['aS', [Form.Binary, P.Assign, '=']],
  ['aa', [Form.Binary, P.AndIf, '&&']],
  ['ad', [Form.Prefix, P.Unary, '&']],
  ['an', [Form.Binary, P.And, '&']],
  ['at', [Form.OfType, P.Unary, 'alignof ']],
  ['aw', [Form.NameOnly, P.Primary, 'co_await']],
  ['az', [Form.OfExpression, P.Unary, 'alignof ']],
  ['cc', [Form.NamedCast, P.Postfix, 'const_cast']],
  ['cl', [Form.Call, P.Postfix, '()']],
  ['cm', [Form.Binary, P.Comma, ',']],
  ['co', [Form.Prefix, P.Unary, '~']],
  ['cv', [Form.Conversion, P.Cast, '']],
  ['dV', [Form.Binary, P.Assign, '/=']],
  ['da', [Form.Delete, P.Unary, 'delete[]']],
  ['dc', [Form.NamedCast, P.Postfix, 'dynamic_cast']],
  ['de', [Form.Prefix, P.Unary, '*']],
  ['dl', [Form.Delete, P.Unary, 'delete']],
  ['ds', [Form.Access, P.PointerToMember, '.*']],
  ['dt', [Form.Access, P.Postfix, '.']],
  ['dv', [Form.Binary, P.Assign, '/']],
  ['eO', [Form.Binary, P.Assign, '^=']],
  ['eo', [Form.Binary, P.Xor, '^']],
  ['eq', [Form.Binary, P.Equality, '==']],
  ['ge', [Form.Binary, P.Relational, '>=']],
  ['gt', [Form.Binary, P.Relational, '>']],
  ['ix', [Form.Subscript, P.Postfix, '[]']],
  ['lS', [Form.Binary, P.Assign, '<<=']],
  ['le', [Form.Binary, P.Relational, '<=']],
  ['ls', [Form.Binary, P.Shift, '<<']],
  ['lt', [Form.Binary, P.Relational, '<']],
  ['mI', [Form.Binary, P.Assign, '-=']],
  ['mL', [Form.Binary, P.Assign, '*=']],
  ['mi', [Form.Binary, P.Additive, '-']],
  ['ml', [Form.Binary, P.Multiplicative, '*']],
  ['mm', [Form.Postfix, P.Postfix, '--']],
  ['na', [Form.New, P.Unary, 'new[]']],
  ['ne', [Form.Binary, P.Equality, '!=']],
  ['ng', [Form.Prefix, P.Unary, '-']],
  ['nt', [Form.Prefix, P.Unary, '!']],
  ['nw', [Form.New, P.Unary, 'new']],
  ['oR', [Form.Binary, P.Assign, '|=']],
  ['oo', [Form.Binary, P.OrIf, '||']],
  ['or', [Form.Binary, P.Or, '|']],
  ['pL', [Form.Binary, P.Assign, '+=']],
  ['pl', [Form.Binary, P.Additive, '+']],
  ['pm', [Form.Access, P.PointerToMember, '->*']],
  ['pp', [Form.Postfix, P.Postfix, '++']],
  ['ps', [Form.Prefix, P.Unary, '+']],
  ['pt', [Form.Member, P.Postfix, '->']],
  ['qu', [Form.Conditional, P.Conditional, '?']],
  ['rM', [Form.Binary, P.Assign, '%=']],
  ['rS', [Form.Binary, P.Assign, '>>=']],
  ['rc', [Form.NamedCast, P.Postfix, 'reinterpret_cast']],
  ['rm', [Form.Binary, P.Multiplicative, '%']],
  ['rs', [Form.Binary, P.Shift, '>>']],
  ['sc', [Form.NamedCast, P.Postfix, 'static_cast']],
  ['ss', [Form.Binary, P.Spaceship, '<=>']],
  ['st', [Form.OfType, P.Unary, 'sizeof ']],
  ['sz', [Form.OfExpression, P.Unary, 'sizeof ']],
  ['te', [Form.OfExpression, P.Postfix, 'typeid ']],
  ['ti', [Form.OfType, P.Postfix, 'typeid ']],
]);

/** The operator with a mangled code of two letters. */
export function operatorOf(code: string): Operator | undefined {
  return operators.get(code);
}

/** Name of the function that overloads an operator. */
export function overloadName([, , symbol]: Operator): string {
  return `operator${symbol >= 'a' && symbol <= 'z' ? ' ' : ''}${symbol}`;
}
