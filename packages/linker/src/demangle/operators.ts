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

/** The operators of one form and precedence: mangled codes of two letters with their symbols. */
const groups: readonly (readonly [form: Form, precedence: P, operators: string])[] = [
  [Form.Prefix, P.Unary, 'ad& co~ de* ng- nt! ps+'],
  [Form.Postfix, P.Postfix, 'mm-- pp++'],
  [Form.Binary, P.Multiplicative, 'ml* rm%'],
  [Form.Binary, P.Additive, 'mi- pl+'],
  [Form.Binary, P.Shift, 'ls<< rs>>'],
  [Form.Binary, P.Spaceship, 'ss<=>'],
  [Form.Binary, P.Relational, 'ge>= gt> le<= lt<'],
  [Form.Binary, P.Equality, 'eq== ne!='],
  [Form.Binary, P.And, 'an&'],
  [Form.Binary, P.Xor, 'eo^'],
  [Form.Binary, P.Or, 'or|'],
  [Form.Binary, P.AndIf, 'aa&&'],
  [Form.Binary, P.OrIf, 'oo||'],
  // LLVM takes `/` for an assignment, which shows in parentheses.
  [Form.Binary, P.Assign, 'dv/ aS= aN&= dV/= eO^= lS<<= mI-= mL*= oR|= pL+= rM%= rS>>='],
  [Form.Binary, P.Comma, 'cm,'],
  [Form.Subscript, P.Postfix, 'ix[]'],
  [Form.Member, P.Postfix, 'pt->'],
  [Form.Access, P.Postfix, 'dt.'],
  [Form.Access, P.PointerToMember, 'ds.* pm->*'],
  [Form.New, P.Unary, 'nwnew nanew[]'],
  [Form.Delete, P.Unary, 'dldelete dadelete[]'],
  [Form.Call, P.Postfix, 'cl()'],
  [Form.Conversion, P.Cast, 'cv'],
  [Form.Conditional, P.Conditional, 'qu?'],
  [Form.NameOnly, P.Primary, 'awco_await'],
  [Form.NamedCast, P.Postfix, 'ccconst_cast dcdynamic_cast rcreinterpret_cast scstatic_cast'],
  [Form.OfType, P.Unary, 'atalignof stsizeof'],
  [Form.OfType, P.Postfix, 'titypeid'],
  [Form.OfExpression, P.Unary, 'azalignof szsizeof'],
  [Form.OfExpression, P.Postfix, 'tetypeid'],
];

const operators: ReadonlyMap<string, Operator> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ groups.flatMap(([form, precedence, list]) =>
    list.split(' ').map((entry) => [entry.slice(0, 2), [form, precedence, entry.slice(2)]]),
  ),
);

/** The operator with a mangled code of two letters. */
export function operatorOf(code: string): Operator | undefined {
  return operators.get(code);
}

/** Name of the function that overloads an operator. */
export function overloadName([, , symbol]: Operator): string {
  return `operator${symbol >= 'a' && symbol <= 'z' ? ' ' : ''}${symbol}`;
}
