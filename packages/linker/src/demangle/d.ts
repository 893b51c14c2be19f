/** D mangling, as far as LLVM 19 knows it: plain qualified names, of data of type `int` or without a type. */
import { isDigit } from './mangled.ts';
import { fail, sizeLimit } from './unparsable.ts';

/** Names of what the compiler adds to a declaration: the text is printed before the declaration's name. */
const artificial: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['__init', 'initializer for '],
  ['__vtbl', 'vtable for '],
  ['__Class', 'ClassInfo for '],
  ['__Interface', 'Interface for '],
  ['__ModuleInfo', 'ModuleInfo for '],
]);

/**
 * The declaration a D symbol stands for.
 *
 * @param text - begins with `_D`
 * @throws unparsable
 */
export function demangleD(text: string): string {
  if (text === '_Dmain') return 'D main';
  const d = new DName(text, 2);
  d.qualifiedName();
  if (d.at < text.length && text[d.at] === 'Z') d.at++;
  else d.type();
  if (d.at !== text.length || d.out === '') fail();
  return d.out;
}

class DName {
  out = '';
  at: number;
  private readonly text: string;
  private readonly limit: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
    this.limit = sizeLimit(text.length);
  }

  qualifiedName(): void {
    let isFirst = true;
    do {
      if (this.text[this.at] === '0') {
        while (this.text[this.at] === '0') this.at++; // anonymous
        continue;
      }
      if (!isFirst) this.out += '.';
      isFirst = false;
      this.symbol();
      if (this.out.length > this.limit) fail();
    } while (this.isSymbol());
  }

  private isSymbol(): boolean {
    if (this.text[this.at] !== 'Q') return this.isDigitAt(this.at);
    const { target } = this.reference(this.at);
    return target >= 0 && this.isDigitAt(target);
  }

  private isDigitAt(at: number): boolean {
    return isDigit(this.text.charCodeAt(at));
  }

  /** `<length> <identifier>`, or `Q` and the distance to an earlier one. */
  private symbol(): void {
    for (;;) {
      if (this.text[this.at] === 'Q') {
        const { target, end } = this.reference(this.at);
        if (target < 0) fail();
        this.identifier(target);
        this.at = end;
        return;
      }
      const { start, length } = this.lengthAt(this.at);
      if (length === 0) fail();
      // `__S1`, `__S2`, … make equal names of one function distinct and are not printed.
      if (!/^__S\d+$/.test(this.text.slice(start, start + length))) break;
      this.at = start + length;
    }
    this.at = this.identifier(this.at);
  }

  /** Prints the identifier at a position; the position after it. */
  private identifier(at: number): number {
    const { start, length } = this.lengthAt(at);
    const end = start + length;
    const name = this.text.slice(start, end);
    const prefix = this.text[end] === 'Z' ? artificial.get(name) : undefined;
    if (prefix === undefined) this.out += name;
    else this.out = (prefix + this.out).slice(0, -1); // without the dot that was printed for the name
    return end;
  }

  private lengthAt(at: number): { start: number; length: number } {
    let start = at;
    while (this.isDigitAt(start)) start++;
    const length = Number(this.text.slice(at, start));
    if (start === at || length >= this.text.length - start) fail();
    return { start, length };
  }

  type(): void {
    let at = this.at;
    let end: number | undefined;
    // Each reference of a chain lies before the one that led to it.
    while (this.text[at] === 'Q') {
      const reference = this.reference(at);
      if (reference.target < 0) fail();
      end ??= reference.end;
      at = reference.target;
    }
    if (this.text[at] !== 'i') fail();
    this.at = end ?? at + 1;
  }

  /**
   * The reference at a `Q`: base 26, upper case letters and a last lower case one.
   *
   * @returns target -1 if it is none
   */
  private reference(at: number): { target: number; end: number } {
    let distance = 0;
    let end = at + 1;
    for (; /[A-Z]/.test(this.text[end] ?? ''); end++)
      distance = distance * 26 + this.text.charCodeAt(end) - 65;
    if (!/[a-z]/.test(this.text[end] ?? '')) return { target: -1, end };
    distance = distance * 26 + this.text.charCodeAt(end) - 97;
    return { target: distance === 0 || distance > at ? -1 : at - distance, end: end + 1 };
  }
}
