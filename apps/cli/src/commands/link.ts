/** `wasmwright-ld` and `wasmwright link`: wasm-ld's command line over the driver. Only what every link needs is imported. */
import { isatty } from 'node:tty';
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

/** Whether messages on a terminal get colours (NO_COLOR). */
function wantsColors(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return (NO_COLOR ?? '') === '' && TERM !== 'dumb' && isatty(STDERR);
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
  const colors = wantsColors();
  const progress =
    mentions(args, '--progress') && isatty(STDERR)
      ? (await import('../progress.ts')).createProgress(process.stderr)
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
      now: () => performance.now(),
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
