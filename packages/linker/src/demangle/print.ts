/** Prints the tree of a C++ name as LLVM 19 does. */
import { Has, Kind, Precedence, Side, type Node, type Part } from './node.ts';
import { fail, MAX_DEPTH } from './unparsable.ts';

/** `packSize` and `packIndex` outside of expansions, or before the first pack of one. */
const NO_PACK = -1;

/**
 * The text of `node`.
 *
 * @param limit - longest text, and most nodes; beyond it the name counts as unparsable
 */
export function print(node: Node, limit: number): string {
  const printer = new Printer(limit);
  printer.print(node);
  return printer.out;
}

class Printer {
  out = '';
  /** 0 directly between template angles; each bracket adds one. */
  private brackets = 1;
  /** Element and number of elements of the packs in the current expansion. */
  private packIndex = NO_PACK;
  private packSize = NO_PACK;
  private depth = 0;
  private steps = 0;
  /** Sign of the reference `collapse` was last asked about. */
  private sign = '';
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  print(node: Node): void {
    this.left(node);
    if (((node.has >> Side.Right) & 3) !== Has.No) this.right(node);
  }

  private enter(): void {
    if (++this.depth > MAX_DEPTH || ++this.steps > this.limit || this.out.length > this.limit)
      fail();
  }

  private parts(parts: readonly Part[]): void {
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (typeof part !== 'string') {
        this.print(part);
        continue;
      }
      this.out += part;
      if (part.length === 1) {
        if (part === '(' || part === '[' || part === '{') this.brackets++;
        else if (part === ')' || part === ']' || part === '}') this.brackets--;
      }
    }
  }

  private left(node: Node): void {
    this.enter();
    switch (node.kind) {
      case Kind.Text:
        this.out += node.text;
        break;
      case Kind.Join:
      case Kind.Sided:
        this.parts(node.parts);
        break;
      case Kind.Angles: {
        const saved = this.brackets;
        this.brackets = 0;
        this.parts(node.parts);
        this.brackets = saved;
        break;
      }
      case Kind.Greater:
        if (this.brackets === 0) this.parts(['(', ...node.parts, ')']);
        else this.parts(node.parts);
        break;
      case Kind.List:
        this.list(node.parts as readonly Node[]);
        break;
      case Kind.Qualified:
        this.left(node.inner!);
        this.out += node.text;
        break;
      case Kind.Pointer:
        this.openDeclarator(node.inner!, node.parts[0] === '*' ? '' : ' ');
        this.parts(node.parts);
        break;
      case Kind.Reference: {
        if (node.busy) break;
        node.busy = true;
        const target = this.collapse(node);
        if (target !== undefined) {
          const sign = this.sign;
          this.openDeclarator(target, '');
          this.out += sign;
        }
        node.busy = false;
        break;
      }
      case Kind.Array:
        this.left(node.inner!);
        break;
      case Kind.Pack: {
        const element = this.element(node);
        if (element !== undefined) this.left(element);
        break;
      }
      case Kind.Expansion:
        this.expand(node.inner!);
        break;
      case Kind.Forward:
        if (node.busy) break;
        node.busy = true;
        this.left(node.inner ?? fail());
        node.busy = false;
        break;
      case Kind.Left:
        this.left(node.inner!);
        break;
      case Kind.Right:
        this.right(node.inner!);
        break;
      case Kind.Space:
        if (!this.has(node.inner!, Side.Right)) this.out += ' ';
        break;
    }
    this.depth--;
  }

  private right(node: Node): void {
    this.enter();
    switch (node.kind) {
      case Kind.Sided:
        this.parts(node.after);
        break;
      case Kind.Qualified:
        this.right(node.inner!);
        break;
      case Kind.Pointer:
        this.closeDeclarator(node.inner!);
        break;
      case Kind.Reference: {
        if (node.busy) break;
        node.busy = true;
        const target = this.collapse(node);
        if (target !== undefined) this.closeDeclarator(target);
        node.busy = false;
        break;
      }
      case Kind.Array:
        this.out += this.out.endsWith(']') ? '[' : ' [';
        this.parts(node.parts);
        this.out += ']';
        this.right(node.inner!);
        break;
      case Kind.Pack: {
        const element = this.element(node);
        if (element !== undefined) this.right(element);
        break;
      }
      case Kind.Forward:
        if (node.busy) break;
        node.busy = true;
        this.right(node.inner!);
        node.busy = false;
        break;
    }
    this.depth--;
  }

  /** Left side of `inner`, and the parenthesis that a pointer to an array or a function needs. */
  private openDeclarator(inner: Node, otherwise: '' | ' '): void {
    this.left(inner);
    const isArray = this.has(inner, Side.Array);
    // A pointer to member has a space before its class and none before the parenthesis of an array.
    if (isArray && otherwise === '') this.out += ' ';
    this.out += isArray || this.has(inner, Side.Function) ? '(' : otherwise;
  }

  private closeDeclarator(inner: Node): void {
    if (this.has(inner, Side.Array) || this.has(inner, Side.Function)) this.out += ')';
    this.right(inner);
  }

  private list(nodes: readonly Node[]): void {
    let first = true;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!;
      const before = this.out;
      if (!first) this.out += ', ';
      const start = this.out.length;
      if (node.precedence >= Precedence.Comma) this.parts(['(', node, ')']);
      else this.print(node);
      if (this.out.length === start) this.out = before;
      else first = false;
    }
  }

  private expand(pattern: Node): void {
    const { packIndex, packSize, out } = this;
    this.packIndex = NO_PACK;
    this.packSize = NO_PACK;
    this.print(pattern);
    const size: number = this.packSize;
    if (size === NO_PACK) this.out += '...';
    else if (size === 0) this.out = out;
    for (let i = 1; i < size; i++) {
      this.out += ', ';
      this.packIndex = i;
      this.print(pattern);
    }
    this.packIndex = packIndex;
    this.packSize = packSize;
  }

  /** The element of a pack whose turn it is. The first pack met in an expansion decides the number of turns. */
  private element(node: Node): Node | undefined {
    if (this.packSize === NO_PACK) {
      this.packSize = node.parts.length;
      this.packIndex = 0;
    }
    return node.parts[this.packIndex] as Node | undefined;
  }

  /** What a reference refers to in the end: `T& &&` is `T&`. Undefined for a reference that refers to itself. */
  private collapse(node: Node): Node | undefined {
    let target = node;
    let slow = node;
    let sign = node.text;
    for (let hops = 0; ; hops++) {
      if (target.text === '&') sign = '&';
      const next = this.syntax(target.inner!);
      if (next.kind !== Kind.Reference) {
        this.sign = sign;
        return target.inner!;
      }
      target = next;
      if (hops % 2 === 1) slow = this.syntax(slow.inner!);
      if (target === slow && hops > 0) return undefined;
    }
  }

  /** The node itself, or what stands behind a pack or a template parameter. */
  private syntax(node: Node): Node {
    let at = node;
    let mark: Node | undefined;
    for (let hops = 1; !at.busy; hops++) {
      const next =
        at.kind === Kind.Pack ? this.element(at) : at.kind === Kind.Forward ? at.inner : undefined;
      if (next === undefined || next === mark) break;
      if (isPowerOfTwo(hops)) mark = next;
      at = next;
    }
    return at;
  }

  private has(node: Node, side: Side): boolean {
    let at: Node | undefined = node;
    let mark: Node | undefined;
    for (let hops = 1; at !== undefined && at !== mark; hops++) {
      const has = (at.has >> side) & 3;
      if (has !== Has.Depends) return has === Has.Yes;
      if (++this.steps > this.limit) fail();
      if (isPowerOfTwo(hops)) mark = at;
      if (at.kind === Kind.Pack) at = this.element(at);
      else at = at.busy && at.kind === Kind.Forward ? undefined : at.inner;
    }
    return false;
  }
}

/**
 * When to move the mark of a walk along `inner`. A walk that comes back to its mark runs in a circle: it met a template
 * parameter whose argument contains the parameter.
 */
function isPowerOfTwo(hops: number): boolean {
  return (hops & (hops - 1)) === 0;
}
