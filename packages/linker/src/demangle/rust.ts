/** Rust v0 mangling, as LLVM 19 prints it. The mangled name is printed while it is parsed. */
import { decodePunycode } from './punycode.ts';
import { fail, sizeLimit } from './unparsable.ts';

/** Nesting that LLVM follows. */
const MAX_NESTING = 500;

const basicTypes: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

/** Character constants that are escaped. */
const escapes: Readonly<Record<string, string>> = {
  '9': '\\t',
  a: '\\n',
  d: '\\r',
  '27': "\\'",
  '5c': '\\\\',
};

/**
 * The path a Rust symbol stands for.
 *
 * @param text - begins with `_R`
 * @throws unparsable
 */
export function demangleRust(text: string): string {
  const dot = text.indexOf('.');
  const rust = new RustName(text.slice(2, dot < 0 ? text.length : dot), sizeLimit(text.length));
  rust.path(false);
  // The crate that instantiated the symbol is not printed.
  if (!rust.atEnd()) rust.silently(() => rust.path(false));
  if (!rust.atEnd()) fail();
  return dot < 0 ? rust.out : `${rust.out} (${text.slice(dot)})`;
}

/** Value of a digit in base 62: 0-9, a-z, A-Z. */
function digitOf(letter: string): number {
  return Number.parseInt(letter, 36) + (letter >= 'A' && letter <= 'Z' ? 26 : 0);
}

class RustName {
  out = '';
  private readonly text: string;
  private readonly limit: number;
  private at = 0;
  private isSilent = false;
  private nesting = 0;
  private steps = 0;
  /** Lifetimes bound by the `for<…>` around this point. */
  private bound = 0;

  constructor(text: string, limit: number) {
    this.text = text;
    this.limit = limit;
  }

  atEnd(): boolean {
    return this.at === this.text.length;
  }

  silently(parse: () => void): void {
    const saved = this.isSilent;
    this.isSilent = true;
    parse();
    this.isSilent = saved;
  }

  private next(): string {
    return this.text[this.at++] ?? fail();
  }

  private take(letter: string): boolean {
    if (this.text[this.at] !== letter) return false;
    this.at++;
    return true;
  }

  private print(text: string): void {
    if (!this.isSilent) this.out += text;
  }

  private enter(): void {
    if (++this.nesting > MAX_NESTING || ++this.steps > this.limit || this.out.length > this.limit)
      fail();
  }

  /** Parses and prints up to `E`; the number of items. */
  private listUntilEnd(separator: string, item: () => void): number {
    let count = 0;
    for (; !this.take('E'); count++) {
      if (count > 0) this.print(separator);
      item();
    }
    return count;
  }

  /**
   * A path.
   *
   * @param inType - arguments follow without `::`
   * @param leaveOpen - the caller adds to the arguments: no `>` is printed
   * @returns whether arguments were left open
   */
  path(inType: boolean, leaveOpen = false): boolean {
    this.enter();
    let isOpen = false;
    const kind = this.next();
    switch (kind) {
      case 'C':
        this.optionalNumber('s');
        this.print(this.identifier());
        break;
      case 'M':
      case 'X':
      case 'Y':
        if (kind !== 'Y')
          this.silently(() => {
            this.optionalNumber('s');
            this.path(inType);
          });
        this.print('<');
        this.type();
        if (kind !== 'M') {
          this.print(' as ');
          this.path(true);
        }
        this.print('>');
        break;
      case 'N':
        this.nested(inType);
        break;
      case 'I':
        this.path(inType);
        this.print(inType ? '<' : '::<');
        this.listUntilEnd(', ', () => this.argument());
        isOpen = leaveOpen;
        if (!isOpen) this.print('>');
        break;
      case 'B':
        this.backReference(() => {
          isOpen = this.path(inType, leaveOpen);
        });
        break;
      default:
        fail();
    }
    this.nesting--;
    return isOpen;
  }

  /** Namespace, path, name. Upper case namespaces are for what has no name in the source. */
  private nested(inType: boolean): void {
    const namespace = this.next();
    if (!/[a-zA-Z]/.test(namespace)) fail();
    this.path(inType);
    const number = this.disambiguator();
    const name = this.identifier();
    if (namespace >= 'a') {
      if (name !== '') this.print(`::${name}`);
      return;
    }
    const what = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace;
    this.print(`::{${what}${name && `:${name}`}#${number}}`);
  }

  private argument(): void {
    if (this.take('L')) this.lifetime(this.number());
    else if (this.take('K')) this.constant();
    else this.type();
  }

  private type(): void {
    this.enter();
    const kind = this.next();
    const basic = basicTypes[kind];
    if (basic !== undefined) this.print(basic);
    else this.compoundType(kind);
    this.nesting--;
  }

  private compoundType(kind: string): void {
    switch (kind) {
      case 'A':
      case 'S':
        this.print('[');
        this.type();
        if (kind === 'A') {
          this.print('; ');
          this.constant();
        }
        this.print(']');
        break;
      case 'T':
        this.print('(');
        this.print(this.listUntilEnd(', ', () => this.type()) === 1 ? ',)' : ')');
        break;
      case 'R':
      case 'Q':
        this.print('&');
        if (this.take('L')) this.namedLifetime('', ' ');
        if (kind === 'Q') this.print('mut ');
        this.type();
        break;
      case 'P':
      case 'O':
        this.print(kind === 'P' ? '*const ' : '*mut ');
        this.type();
        break;
      case 'F':
        this.functionType();
        break;
      case 'D':
        this.traitObject();
        break;
      case 'B':
        this.backReference(() => this.type());
        break;
      default:
        this.at--;
        this.path(true);
    }
  }

  private functionType(): void {
    const saved = this.bound;
    this.binder();
    if (this.take('U')) this.print('unsafe ');
    if (this.take('K')) {
      if (this.text[this.at] === 'u') fail();
      // The mangling turns `-` of an ABI into `_`.
      const abi = this.take('C') ? 'C' : this.identifier().replaceAll('_', '-');
      this.print(`extern "${abi}" `);
    }
    this.print('fn(');
    this.listUntilEnd(', ', () => this.type());
    this.print(')');
    if (!this.take('u')) {
      this.print(' -> ');
      this.type();
    }
    this.bound = saved;
  }

  private traitObject(): void {
    const saved = this.bound;
    this.print('dyn ');
    this.binder();
    this.listUntilEnd(' + ', () => this.trait());
    this.bound = saved;
    if (!this.take('L')) fail();
    this.namedLifetime(' + ', '');
  }

  /** A trait, and the types its associated types are bound to. */
  private trait(): void {
    let isOpen = this.path(true, true);
    while (this.take('p')) {
      this.print(isOpen ? ', ' : '<');
      isOpen = true;
      this.print(`${this.rawIdentifier().text} = `);
      this.type();
    }
    if (isOpen) this.print('>');
  }

  /** `for<'a, 'b> `. */
  private binder(): void {
    const count = this.optionalNumber('G');
    if (count === 0) return;
    // Every bound lifetime is used, which takes a letter: a larger count is no valid name.
    if (count >= this.text.length - this.bound) fail();
    this.print('for<');
    for (let i = 0; i < count; i++) {
      this.bound++;
      if (i > 0) this.print(', ');
      this.lifetime(1);
    }
    this.print('> ');
  }

  /** A lifetime unless it is erased. */
  private namedLifetime(before: string, after: string): void {
    const index = this.number();
    if (index === 0) return;
    this.print(before);
    this.lifetime(index);
    this.print(after);
  }

  /** 0 is erased, 1 the innermost bound one. */
  private lifetime(index: number): void {
    if (index === 0) return this.print("'_");
    if (index > this.bound) fail();
    const depth = this.bound - index;
    this.print(depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'z${depth - 25}`);
  }

  private constant(): void {
    this.enter();
    const kind = this.next();
    if (kind === 'p') this.print('_');
    else if (kind === 'B') this.backReference(() => this.constant());
    else if (kind === 'b') {
      const digits = this.hexadecimal();
      this.print(digits === '0' ? 'false' : digits === '1' ? 'true' : fail());
    } else if (kind === 'c') this.character(this.hexadecimal());
    else {
      if (!'ahijlmnostxy'.includes(kind)) fail();
      if (this.take('n')) this.print('-');
      const digits = this.hexadecimal();
      this.print(digits.length <= 16 ? BigInt(`0x${digits}`).toString() : `0x${digits}`);
    }
    this.nesting--;
  }

  private character(digits: string): void {
    if (digits.length > 6) fail();
    const code = Number.parseInt(digits, 16);
    const isPrintable = code >= 0x20 && code <= 0x7e;
    const text = isPrintable ? String.fromCharCode(code) : `\\u{${digits}}`;
    this.print(`'${escapes[digits] ?? text}'`);
  }

  private backReference(parse: () => void): void {
    const target = this.number();
    if (target >= this.at) fail();
    if (this.isSilent) return;
    const saved = this.at;
    this.at = target;
    parse();
    this.at = saved;
  }

  /** Name, decoded. */
  private identifier(): string {
    const { text, isPunycode } = this.rawIdentifier();
    return isPunycode && !this.isSilent ? decodePunycode(text) : text;
  }

  private rawIdentifier(): { text: string; isPunycode: boolean } {
    const isPunycode = this.take('u');
    const start = this.at;
    if (!this.take('0')) while (/[0-9]/.test(this.text[this.at] ?? '')) this.at++;
    if (this.at === start) fail();
    const length = Number(this.text.slice(start, this.at));
    this.take('_');
    const text = this.text.slice(this.at, this.at + length);
    if (text.length !== length || !/^\w*$/.test(text)) fail();
    this.at += length;
    return { text, isPunycode };
  }

  /** 0 without the tag, else the number + 1. */
  private optionalNumber(tag: string): number {
    return this.take(tag) ? this.number() + 1 : 0;
  }

  /** An optional number in decimal, exact where it is a hash of 64 bits. */
  private disambiguator(): string {
    const start = this.at + 1;
    const value = this.optionalNumber('s');
    if (value <= Number.MAX_SAFE_INTEGER) return String(value);
    let exact = 0n;
    for (let i = start; i < this.at - 1; i++) exact = exact * 62n + BigInt(digitOf(this.text[i]!));
    return String(exact + 2n);
  }

  /** Base 62: `_` is 0, `0_` is 1. */
  private number(): number {
    if (this.take('_')) return 0;
    let value = 0;
    for (;;) {
      const letter = this.next();
      if (letter === '_') return value + 1;
      if (!/[0-9a-zA-Z]/.test(letter)) fail();
      value = value * 62 + digitOf(letter);
      if (value >= 2 ** 64) fail();
    }
  }

  /** Hexadecimal digits without leading zeros, up to `_`. */
  private hexadecimal(): string {
    const end = this.text.indexOf('_', this.at);
    const digits = this.text.slice(this.at, end < 0 ? this.at : end);
    if (!/^(0|[1-9a-f][0-9a-f]*)$/.test(digits)) fail();
    this.at = end + 1;
    return digits;
  }
}
