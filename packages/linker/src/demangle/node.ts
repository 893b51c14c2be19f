/**
 * The tree a mangled C++ name is parsed into. C++ declarators print on two sides of the name they declare
 * (`int (*f)(char)`), and packs are expanded while printing, so the tree cannot be replaced by strings.
 */

/** How a node prints; see print.ts. */
export enum Kind {
  /** `text`, also where it is a bracket. */
  Text,
  /** `parts`. */
  Join,
  /** `parts` on the left of a declared name, `after` on its right. */
  Sided,
  /** `parts` directly between template angles: a `>` operator in it needs parentheses. */
  Angles,
  /** `parts`, a `>` or `>>` expression: in parentheses when directly between template angles. */
  Greater,
  /** `parts`, all nodes, separated by commas; parts that print nothing are left out. */
  List,
  /** Type `inner`, then `text`, its qualifiers. */
  Qualified,
  /** Pointer to `inner`; `parts` is the sign, `*` or `Class::*`. */
  Pointer,
  /** Reference to `inner`; `text` is `&` or `&&`. */
  Reference,
  /** Array of `inner`; `parts` is the dimension. */
  Array,
  /** Template parameter pack with the elements `parts`; prints the one an expansion has come to. */
  Pack,
  /** `inner` once for each element of the packs in it. */
  Expansion,
  /** Template parameter used before its arguments are known: `inner`, filled in later. */
  Forward,
  /** Only the left side of `inner`. */
  Left,
  /** Only the right side of `inner`. */
  Right,
  /** A space unless `inner` has a right side. */
  Space,
}

/** What later grammar rules ask about a node. */
export enum Role {
  None,
  /** Name with template arguments. */
  Template,
  /** `Sa`, `Ss`, …: `inner` is its full form, which constructors show. */
  Abbreviation,
  Module,
  /** Designated initializer. */
  Designator,
  /** Lambda type: `inner` is its declarator. */
  Closure,
  /** Template argument with its parameter's declaration: `inner` is the argument. */
  Declared,
  ArgumentPack,
  /** Objective-C `objc_object` with a protocol: `inner` is the protocol. */
  ObjectId,
}

/** Operator precedence, the tightest first. An operand that binds no tighter than its operator gets parentheses. */
export enum Precedence {
  Primary,
  Postfix,
  Unary,
  Cast,
  PointerToMember,
  Multiplicative,
  Additive,
  Shift,
  Spaceship,
  Relational,
  Equality,
  And,
  Xor,
  Or,
  AndIf,
  OrIf,
  Conditional,
  Assign,
  Comma,
  None,
}

/** Whether a node has a property. `Depends`: on `inner`, or on the element of a pack. */
export enum Has {
  No,
  Yes,
  Depends,
}

/** Position of a property, a `Has` of 2 bits, in `Node.has`. */
export enum Side {
  /** Something is printed right of the declared name. */
  Right = 0,
  /** It is an array. */
  Array = 2,
  /** It is a function. */
  Function = 4,
}

/** A text that is exactly one bracket of `(` `[` `{` opens a bracket, in which `>` is an operator again. */
export type Part = string | Node;

/** `Has.Depends` at every side. */
const DEPENDS_MASK = 0b10_10_10;
const RIGHT_MASK = 0b11;

const NOTHING: readonly Part[] = [];

/** One node. All nodes have one shape, so that the printer stays fast. */
export class Node {
  kind: Kind;
  parts: readonly Part[];
  after: readonly Part[] = NOTHING;
  inner: Node | undefined;
  text = '';
  /** The name a constructor of this class has; empty for what has none. */
  base: string;
  role: Role = Role.None;
  precedence: Precedence = Precedence.Primary;
  /** `Has` at each `Side`. */
  has = 0;
  /** Set while the node is printed, by kinds that could contain themselves. */
  busy = false;

  constructor(kind: Kind, parts: readonly Part[], inner?: Node, base = '') {
    this.kind = kind;
    this.parts = parts;
    this.inner = inner;
    this.base = base;
  }
}

/** A plain name; `base` as in `Node`. */
export function name(text: string, base: string = text): Node {
  const node = new Node(Kind.Text, NOTHING, undefined, base);
  node.text = text;
  return node;
}

/** The parts one after the other. */
export function join(parts: readonly Part[], base = '', role: Role = Role.None): Node {
  const node = new Node(Kind.Join, parts, undefined, base);
  node.role = role;
  return node;
}

/** An expression. */
export function expression(parts: readonly Part[], precedence: Precedence): Node {
  const node = new Node(Kind.Join, parts);
  node.precedence = precedence;
  return node;
}

/** `node` as an operand: in parentheses if it binds no tighter than `limit` (`orEqual`: than the next weaker one). */
export function operand(node: Node, limit: Precedence, orEqual = false): Node {
  return node.precedence >= limit + (orEqual ? 1 : 0) ? join(['(', node, ')']) : node;
}

/** Comma-separated nodes. */
export function list(nodes: readonly Node[], role: Role = Role.None): Node {
  const node = new Node(Kind.List, nodes);
  node.role = role;
  return node;
}

/** The parts, directly between template angles. */
export function angles(parts: readonly Part[]): Node {
  return new Node(Kind.Angles, parts);
}

/** `left` declares a name, `after` follows it. */
export function sided(left: readonly Part[], after: readonly Part[], isFunction: boolean): Node {
  const node = new Node(Kind.Sided, left);
  node.after = after;
  node.has = (Has.Yes << Side.Right) | (isFunction ? Has.Yes << Side.Function : 0);
  return node;
}

/** `inner` with qualifiers, each with a space before it. */
export function qualified(inner: Node, qualifiers: string): Node {
  const node = new Node(Kind.Qualified, NOTHING, inner);
  node.text = qualifiers;
  node.has = inner.has;
  return node;
}

/** A pointer; the sign is `*` or `Class::*`. */
export function pointer(inner: Node, sign: readonly Part[]): Node {
  const node = new Node(Kind.Pointer, sign, inner);
  node.has = inner.has & RIGHT_MASK;
  return node;
}

/** A reference; the sign is `&` or `&&`. */
export function reference(inner: Node, sign: string): Node {
  const node = new Node(Kind.Reference, NOTHING, inner);
  node.text = sign;
  node.has = inner.has & RIGHT_MASK;
  return node;
}

/** An array; the dimension has at most one part. */
export function array(inner: Node, dimension: readonly Part[]): Node {
  const node = new Node(Kind.Array, dimension, inner);
  node.has = (Has.Yes << Side.Right) | (Has.Yes << Side.Array);
  return node;
}

/** A pack of template arguments. */
export function pack(elements: readonly Node[]): Node {
  const node = new Node(Kind.Pack, elements);
  for (const element of elements) {
    // Any answer but "no" becomes "depends".
    node.has |= ((element.has << 1) | element.has) & DEPENDS_MASK;
  }
  return node;
}

/** A template parameter whose argument comes later in the name. */
export function forward(): Node {
  const node = new Node(Kind.Forward, NOTHING);
  node.has = DEPENDS_MASK;
  return node;
}

/** A node of a kind that wraps another one. */
export function wrap(kind: Kind, inner: Node): Node {
  return new Node(kind, NOTHING, inner);
}
