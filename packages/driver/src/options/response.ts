/** Response files: `@FILE` stands for the arguments in FILE (P3). */
import { diagnose, driverCodes, type Diagnostic } from '@wasmwright/diagnostics';
import type { Host } from '../host.ts';
import { readFile } from '../host.ts';
import { decodeText } from '../text.ts';
import type { Quoting } from './settings.ts';

const isBlank = (char: string): boolean =>
  char === ' ' || char === '\t' || char === '\n' || char === '\r' || char === '\0';

/** Blanks separate; single and double quotes keep blanks; a backslash keeps the next character, everywhere. */
function splitPosix(text: string): string[] {
  const out: string[] = [];
  let token = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\' && i + 1 < text.length) token += text[++i]!;
    else if (quote !== '') {
      if (char === quote) quote = '';
      else token += char;
    } else if (char === '"' || char === "'") quote = char;
    else if (isBlank(char)) {
      if (token !== '') out.push(token);
      token = '';
    } else token += char;
  }
  if (token !== '') out.push(token);
  return out;
}

/**
 * Rules of the Microsoft C run time: double quotes keep blanks; backslashes are themselves unless they precede a
 * double quote, where pairs make one and an odd one makes the quote ordinary; `""` inside quotes is one quote.
 */
function splitWindows(text: string): string[] {
  const out: string[] = [];
  let token = '';
  let inToken = false;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\') {
      let count = 1;
      while (text[i + 1] === '\\') {
        count++;
        i++;
      }
      inToken = true;
      if (text[i + 1] !== '"') token += '\\'.repeat(count);
      else {
        token += '\\'.repeat(count >> 1);
        if (count % 2 === 1) {
          token += '"';
          i++;
        }
      }
    } else if (char === '"') {
      inToken = true;
      if (quoted && text[i + 1] === '"') {
        token += '"';
        i++;
      } else quoted = !quoted;
    } else if (!quoted && isBlank(char)) {
      if (inToken) out.push(token);
      token = '';
      inToken = false;
    } else {
      token += char;
      inToken = true;
    }
  }
  if (inToken) out.push(token);
  return out;
}

/**
 * Cuts the text of a response file into arguments.
 *
 * @example
 * splitResponse('-o "a b.wasm" c.o', 'posix'); // ['-o', 'a b.wasm', 'c.o']
 */
export function splitResponse(text: string, quoting: Quoting): string[] {
  return quoting === 'windows' ? splitWindows(text) : splitPosix(text);
}

/** Arguments all expansions of one command line may add up to; a guard against files that multiply each other. */
const MOST_ARGUMENTS = 4_000_000;

/**
 * Replaces every `@FILE` by the arguments in FILE, again and again. A file that does not exist leaves its argument as
 * it is, and so does one that is being expanded already, which is also reported.
 */
export async function expandResponseFiles(
  args: readonly string[],
  quoting: Quoting,
  host: Host,
  report: (diagnostic: Diagnostic) => void,
): Promise<string[]> {
  const out: string[] = [];
  // A stack of argument lists instead of recursion; `file` is what the list came from.
  const stack: { file: string; list: readonly string[]; next: number }[] = [
    { file: '', list: args, next: 0 },
  ];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    if (top.next >= top.list.length) {
      stack.pop();
      continue;
    }
    const text = top.list[top.next++]!;
    if (!text.startsWith('@') || out.length >= MOST_ARGUMENTS) {
      out.push(text);
      continue;
    }
    const file = text.slice(1);
    if (stack.some((level) => level.file === file)) {
      report(diagnose(driverCodes.recursiveResponseFile, { file }, { input: file }));
      out.push(text);
      continue;
    }
    const { bytes } = await readFile(host, file);
    if (bytes === undefined) out.push(text);
    else stack.push({ file, list: splitResponse(decodeText(bytes), quoting), next: 0 });
  }
  return out;
}
