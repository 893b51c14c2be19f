/** Lines of the text form as words. */

/** A word of a line. */
export interface Word {
  readonly text: string;
  /** Column of its first character, from 1. */
  readonly column: number;
}

/**
 * Words of one line: runs of characters without blanks and parentheses, which are words of their own. A quoted part of a
 * word may hold anything but a line break. `;;` starts a comment.
 */
export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    const character = line[at]!;
    if (character === ' ' || character === '\t' || character === '\r') {
      at++;
    } else if (character === '(' || character === ')') {
      words.push({ text: character, column: ++at });
    } else if (character === ';' && line[at + 1] === ';') {
      break;
    } else {
      const end = wordEnd(line, at);
      words.push({ text: line.slice(at, end), column: at + 1 });
      at = end;
    }
  }
  return words;
}

function wordEnd(line: string, at: number): number {
  let quoted = false;
  for (; at < line.length; at++) {
    const character = line[at]!;
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && ' \t\r()'.includes(character)) return at;
  }
  return line.length;
}
