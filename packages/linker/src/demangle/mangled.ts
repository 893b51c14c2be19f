/** State of parsing one mangled C++ name: the cursor, and what earlier parts of the name declared. */
import { list, type Node, type Role } from './node.ts';
import { fail, MAX_DEPTH } from './unparsable.ts';

/** Whether a character code is a decimal digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The mangled text, and the position in it. Every method that reads fails at the end of the text. */
export class Mangled {
  readonly text: string;
  at = 0;
  /** What `S_`, `S0_`, … stand for. */
  readonly substitutions: Node[] = [];
  /** What `T_`, `T0_`, … stand for: one list per level, `undefined` for a level of generic lambda parameters. */
  levels: (Node[] | undefined)[] = [];
  /** Arguments of the outermost template: `levels[0]` once there is one. */
  outer: Node[] = [];
  /** Parameters used in a conversion operator's type before their arguments are known, and their numbers. */
  readonly forwards: Node[] = [];
  readonly forwardIndexes: number[] = [];
  /** Level of the `auto` parameters of the lambda being parsed; -1 outside. */
  lambdaLevel = -1;
  /** An `I` after a type is its template arguments. */
  allowArguments = true;
  /** A parameter without an argument is a forward one. */
  allowForward = false;
  /** In a requires-clause parameters print as they are mangled. */
  inConstraint = false;
  /** How many parameters of each kind, `$T`, `$N` and `$TT`, were invented. */
  readonly invented: [number, number, number] = [0, 0, 0];
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Code of a character, 0 past the end. */
  look(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : 0;
  }

  /** Whether the character at the position is `letter`. */
  is(letter: string, ahead = 0): boolean {
    return this.text.charCodeAt(this.at + ahead) === letter.charCodeAt(0);
  }

  /** Whether the character at the position is one of `letters`. */
  isOneOf(letters: string, ahead = 0): boolean {
    const at = this.at + ahead;
    return at < this.text.length && letters.includes(this.text[at]!);
  }

  /** Moves past `word` if it stands here. */
  take(word: string): boolean {
    // Most calls end with the first character.
    if (this.text.charCodeAt(this.at) !== word.charCodeAt(0)) return false;
    if (word.length > 1 && !this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** Moves past `word`, which has to stand here. */
  expect(word: string): void {
    if (!this.take(word)) fail();
  }

  /** Decimal digits, and before them `n` for minus; empty if there are none (an `n` alone is skipped). */
  number(signed = false): string {
    const start = this.at;
    if (signed) this.take('n');
    if (!isDigit(this.look())) return '';
    while (isDigit(this.look())) this.at++;
    return this.text.slice(start, this.at);
  }

  /** An unsigned number that has to be there. */
  count(): number {
    let value = 0;
    if (!isDigit(this.look())) fail();
    for (; isDigit(this.look()); this.at++) value = value * 10 + this.look() - 48;
    return value;
  }

  /** `<length> <identifier>`. */
  identifier(): string {
    const length = this.count();
    const end = this.at + length;
    if (length === 0 || end > this.text.length) fail();
    const start = this.at;
    this.at = end;
    return this.text.slice(start, end);
  }

  /** One `parse` after the other up to a closing `E` (or `end`). */
  until(end: string, parse: (m: Mangled) => Node): Node[] {
    const nodes: Node[] = [];
    while (!this.take(end)) nodes.push(parse(this));
    return nodes;
  }

  /** As `until`, as a comma-separated list. */
  listUntil(end: string, parse: (m: Mangled) => Node, role?: Role): Node {
    return list(this.until(end, parse), role);
  }

  /** Counts a level of nesting; `leave` ends it. */
  enter(): void {
    if (++this.depth > MAX_DEPTH) fail();
  }

  leave(): void {
    this.depth--;
  }
}
