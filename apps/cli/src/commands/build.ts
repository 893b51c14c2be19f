/** `wasmwright build`: AIR modules, objects and archives in one link, or one of the forms in between. */
import { build, type BuildResult, type EmitForm, optimizeLevels } from '@wasmwright/driver';
import type { OptimizeFor } from '@wasmwright/codegen';
import { nodeHost, writeAll } from '../node-host.ts';

const STDOUT = 1;
const STDERR = 2;
const FORMS: readonly string[] = ['wasm', 'obj', 'air', 'mir', 'wat'];

/** Our own options; everything else is the linker's. */
interface BuildOptions {
  emit: EmitForm | 'wat';
  /** `-c` */
  isObject: boolean;
  optimize: OptimizeFor;
  help: boolean;
  rest: string[];
}

const USAGE = `Usage: wasmwright build [options] INPUT... [-o FILE]

Inputs are AIR modules (.air), relocatable objects and archives, in any order; all
options of wasmwright-ld are taken as well. The entry is _start when a module's
target is WASI; without one the output has no entry and exports what the modules export.

  -c                  write a relocatable object instead of linking
  --emit=FORM         wasm (default), obj, air, mir, or wat: the text of the module
                      (of the object with -c)
  --optimize=LEVEL    none, speed (default) or size
`;

/** @returns the options, or what is wrong with them */
function parse(args: readonly string[]): BuildOptions | string {
  const options: BuildOptions = {
    emit: 'wasm',
    isObject: false,
    optimize: 'speed',
    help: false,
    rest: [],
  };
  for (const arg of args) {
    const [name, value = ''] = arg.split(/=(.*)/s);
    if (arg === '-c') options.isObject = true;
    else if (arg === '--help' || arg === '-h') options.help = true;
    else if (name === '--emit') {
      if (!FORMS.includes(value)) return `--emit: one of ${FORMS.join(', ')}, not '${value}'`;
      options.emit = value as EmitForm;
    } else if (name === '--optimize') {
      if (!(optimizeLevels as readonly string[]).includes(value)) {
        return `--optimize: one of ${optimizeLevels.join(', ')}, not '${value}'`;
      }
      options.optimize = value as OptimizeFor;
    } else options.rest.push(arg);
  }
  if (options.isObject && options.emit === 'wasm') options.emit = 'obj';
  return options;
}

/** Builds with parsed options; nothing is printed. */
export function buildWith(
  args: readonly string[],
  optimize: OptimizeFor,
  emit: EmitForm,
  name: string,
): Promise<BuildResult> {
  return build({
    args,
    emit,
    codegen: { optimize },
    host: nodeHost,
    name,
    directory: process.cwd(),
    environment: process.env,
    random: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
  });
}

/** Runs `wasmwright build`. */
export async function runBuild(args: readonly string[], name: string): Promise<number> {
  const options = parse(args);
  if (typeof options === 'string') {
    process.stderr.write(`${name}: ${options}\n`);
    return 1;
  }
  if (options.help || options.rest.length === 0) {
    process.stdout.write(USAGE);
    return options.help ? 0 : 1;
  }
  if (options.emit === 'wat') return printText(options, name);
  const result = await buildWith(options.rest, options.optimize, options.emit, name);
  writeAll(STDERR, Buffer.from(result.stderr));
  writeAll(STDOUT, Buffer.from(result.stdout));
  const direct = result.outputs.get('-');
  if (direct !== undefined) writeAll(STDOUT, direct);
  return result.exitCode;
}

/** `--emit=wat`: builds as without it, and writes the text of what came out, to standard output if no file is named. */
async function printText(
  { optimize, isObject, rest }: BuildOptions,
  name: string,
): Promise<number> {
  const at = rest.indexOf('-o');
  const path = at < 0 ? '-' : (rest[at + 1] ?? '-');
  const args = at < 0 ? rest : [...rest.slice(0, at), ...rest.slice(at + 2)];
  const form = isObject ? 'obj' : 'wasm';
  const result = await buildWith([...args, '-o', '-'], optimize, form, name);
  writeAll(STDERR, Buffer.from(result.stderr));
  writeAll(STDOUT, Buffer.from(result.stdout));
  const bytes = result.outputs.get('-');
  if (bytes === undefined) return result.exitCode;
  const { writeModuleText } = await import('../wat/index.ts');
  const pieces: Buffer[] = [];
  writeModuleText(bytes, path, (text) => void pieces.push(Buffer.from(text)));
  const text = Buffer.concat(pieces);
  if (path === '-') writeAll(STDOUT, text);
  else nodeHost.write!(path, text, { executable: false });
  return result.exitCode;
}
