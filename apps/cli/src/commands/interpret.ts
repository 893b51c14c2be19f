/** `wasmwright interpret`: runs AIR in the reference interpreter. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Module } from '@wasmwright/air';
import { createInterpreter, type Outcome, wasiImports } from '@wasmwright/air/interpret';
import { checkSource, renderExcerpt } from '@wasmwright/driver';

const USAGE = `Usage: wasmwright interpret FILE.air... [--call NAME [INTEGER...]] [-- ARGUMENT...]

Runs _start with a small WASI, or the function --call names, and stops at the first
undefined behaviour. Further modules define what the first one declares.
`;
/** Exit status after undefined behaviour or a limit of the interpreter. */
const STOPPED = 2;
/** Exit status after a trap, as shells report an aborted process. */
const TRAPPED = 134;

/** @returns the program's exit status */
export async function runInterpret(args: readonly string[]): Promise<number> {
  const split = args.indexOf('--');
  const own = split < 0 ? args : args.slice(0, split);
  const programArguments = split < 0 ? [] : args.slice(split + 1);
  const call = own.indexOf('--call');
  const files = call < 0 ? own : own.slice(0, call);
  if (files.length === 0 || own.includes('--help')) {
    process.stdout.write(USAGE);
    return own.includes('--help') ? 0 : 1;
  }
  const texts = new Map<string, readonly string[]>();
  const lineOf = (input: string, line: number): string | undefined => texts.get(input)?.[line - 1];
  const modules: Module[] = [];
  for (const path of files) {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      process.stderr.write(`${path}: error: cannot be read: ${(error as Error).message}\n`);
      return 1;
    }
    texts.set(path, text.split('\n'));
    const { module, diagnostics } = checkSource(text, path);
    for (const one of diagnostics) process.stderr.write(renderExcerpt(one, lineOf));
    if (module === undefined) return 1;
    modules.push(module);
  }
  const interpreter = createInterpreter(modules, {
    imports: {
      wasi_snapshot_preview1: wasiImports({
        args: [files[0]!, ...programArguments],
        environ: Object.entries(process.env).map(([name, value]) => `${name}=${value ?? ''}`),
        write: (descriptor, bytes) =>
          void (descriptor === 1 ? process.stdout : process.stderr).write(bytes),
        now: () => BigInt(Date.now()) * 1_000_000n,
        random: (bytes) => void bytes.set(randomBytes(bytes.length)),
      }),
    },
  });
  const name = call < 0 ? '_start' : (own[call + 1] ?? '');
  const given = call < 0 ? [] : own.slice(call + 2);
  const wrong = given.find((value) => !/^-?(\d+|0x[\da-f]+)$/i.test(value));
  if (wrong !== undefined) {
    process.stderr.write(`--call: arguments are integers, not '${wrong}'\n`);
    return 1;
  }
  const values = given.map((value) =>
    value.startsWith('-') ? -BigInt(value.slice(1)) : BigInt(value),
  );
  let outcome: Outcome;
  try {
    outcome = interpreter.call(name, values);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`${files[0]!}: error: ${error.message}\n`);
    if (call < 0) process.stderr.write('  hint: name another function with --call\n');
    return 1;
  }
  return report(outcome, name, lineOf);
}

function report(
  outcome: Outcome,
  name: string,
  lineOf: (input: string, line: number) => string | undefined,
): number {
  switch (outcome.kind) {
    case 'return':
      if (outcome.value !== undefined) process.stdout.write(`${name} = ${show(outcome.value)}\n`);
      return 0;
    case 'exit':
      return outcome.status;
    case 'trap':
      process.stderr.write(
        `${name}: trap${outcome.panic === undefined ? '' : ` (${outcome.panic})`}\n`,
      );
      return TRAPPED;
    default:
      process.stderr.write(renderExcerpt(outcome.diagnostic, lineOf));
      return STOPPED;
  }
}

function show(value: Extract<Outcome, { kind: 'return' }>['value']): string {
  if (typeof value !== 'object') return String(value);
  return Buffer.from(value.bytes).toString('hex');
}
