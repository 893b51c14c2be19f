import { reserveU32 } from './interner.ts';

/** A stack of 32-bit words. Unlike a `number[]` it is of one kind whatever is on it, and so is the code that uses it. */
export class WordStack {
  words: Uint32Array = new Uint32Array(256);
  length = 0;

  push(word: number): void {
    if (this.length === this.words.length) this.words = reserveU32(this.words, this.length + 1);
    this.words[this.length++] = word;
  }

  push2(first: number, second: number): void {
    this.push(first);
    this.push(second);
  }

  push3(first: number, second: number, third: number): void {
    this.push(first);
    this.push(second);
    this.push(third);
  }

  push4(first: number, second: number, third: number, fourth: number): void {
    this.push2(first, second);
    this.push2(third, fourth);
  }

  /** Takes the last word off. The caller knows that there is one. */
  pop(): number {
    return this.words[--this.length]!;
  }
}
