/** `wasmwright-ld` and `wasmwright link`: wasm-ld's command line over the driver. Only what every link needs is imported. */
import { fstatSync } from 'node:fs';
import { link, type LinkResult } from '@wasmwright/driver';
import { nodeHost, writeAll } from '../node-host.ts';

const STDOUT = 1;
const STDERR = 2;

/** Writes a text; a reader that went away is no error. */
function print(file: number, text: string): void {
  if (text === '') return;
  try {
    writeAll(file, Buffer.from(text));
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPIPE') throw error;
  }
}

/**
 * Whether standard error is a terminal. Node's `tty` takes milliseconds to load, so it is asked only about devices: a
 * compiler that calls a linker gives it a pipe or a file as often as a terminal.
 */
function isTerminal(): boolean {
  try {
    if (!fstatSync(STDERR).isCharacterDevice()) return false;
  } catch {
    return false; // closed
  }
  return process.getBuiltinModule('node:tty').isatty(STDERR);
}

/** Whether messages on a terminal get colours (NO_COLOR). */
function allowsColors(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}

/** Milliseconds; `performance` would load a module of Node's. */
function milliseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** Cheap test before a module is loaded for an option: the driver decides what the argument means. */
const mentions = (args: readonly string[], option: string): boolean => args.includes(option);

/**
 * Runs a link.
 *
 * @param args - wasm-ld's arguments, without the program's name
 * @param name - name in messages
 * @returns the exit status
 */
export async function runLink(args: readonly string[], name: string): Promise<number> {
  const terminal = isTerminal();
  const colors = terminal && allowsColors();
  const progress =
    terminal && mentions(args, '--progress')
      ? (await import('../progress.ts')).createProgress(process.stderr, milliseconds)
      : undefined;
  let result: LinkResult;
  try {
    result = await link({
      args,
      host: nodeHost,
      name,
      directory: process.cwd(),
      colors,
      quoting: process.platform === 'win32' ? 'windows' : 'posix',
      environment: process.env,
      random: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
      now: milliseconds,
      ...(progress === undefined ? {} : { onPhase: progress.onPhase }),
    });
  } finally {
    progress?.stop();
  }
  print(STDERR, result.stderr);
  print(STDOUT, result.stdout);
  if (result.output !== undefined && result.outputPath === '-') writeAll(STDOUT, result.output);
  if (result.settings.time === true) {
    const { timeTable } = await import('../time.ts');
    print(STDERR, timeTable(result.stats, colors));
  }
  return result.exitCode;
}
