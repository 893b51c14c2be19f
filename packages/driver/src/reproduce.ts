/** `--reproduce`: a tar with every file that was read and the options, so that the link can be repeated elsewhere (Q5). */
import { renderArgument, type Argument } from './options/match.ts';
import { baseName, stemOf } from './paths.ts';
import type { TarEntry } from './tar.ts';
import { encodeText } from './text.ts';

/** Resolves `.` and `..` and drops the root, so that a path can stand under the archive's own directory. */
export function relativeToRoot(path: string, directory: string): string {
  const unified = path.replaceAll('\\', '/');
  const isAbsolute = unified.startsWith('/') || /^[A-Za-z]:\//.test(unified);
  const full = isAbsolute ? unified : `${directory.replaceAll('\\', '/')}/${unified}`;
  const out: string[] = [];
  for (const part of full.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part.replace(/^([A-Za-z]):$/, '$1'));
  }
  return out.join('/');
}

const quoted = (text: string): string => (text.includes(' ') ? `"${text}"` : text);

/** Text of `response.txt`: one option per line; inputs relative to the root, `-o` as a base name. */
function responseText(list: readonly Argument[], directory: string): string {
  let out = '';
  for (const argument of list) {
    if (argument.kind !== 'option') {
      const path =
        argument.kind === 'input' ? relativeToRoot(argument.text, directory) : argument.text;
      out += `${quoted(path)}\n`;
    } else if (argument.row.id === 'o') out += `-o ${quoted(baseName(argument.value ?? ''))}\n`;
    else if (argument.row.id !== 'reproduce') out += `${renderArgument(argument)}\n`;
  }
  return out;
}

/** Collects what goes into the tar while files are read. */
export class Reproducer {
  readonly entries: TarEntry[] = [];
  private readonly directory: string;
  private readonly stem: string;

  /**
   * @param tarPath - file name of the tar; its stem is the directory inside
   * @param directory - current directory, absolute
   */
  constructor(tarPath: string, directory: string, list: readonly Argument[], version: string) {
    this.directory = directory;
    this.stem = stemOf(tarPath);
    this.add('response.txt', encodeText(responseText(list, directory)));
    this.add('version.txt', encodeText(`${version}\n`));
  }

  /** Records a file that was read. */
  file(path: string, bytes: Uint8Array): void {
    this.add(relativeToRoot(path, this.directory), bytes);
  }

  private add(path: string, bytes: Uint8Array): void {
    this.entries.push({ path: `${this.stem}/${path}`, bytes });
  }
}
