/** `wasmwright build`: AIR modules, objects and archives in one link; or an object, or one of the forms in between. */
import { printAir } from '@wasmwright/air';
import type { CodegenOptions, OptimizeFor, Unit } from '@wasmwright/codegen';
import { diagnose, type Diagnostic, driverCodes } from '@wasmwright/diagnostics';
import { unitSupport } from '@wasmwright/linker';
import { printMir } from '@wasmwright/mir';
import { renderExcerpt } from './excerpt.ts';
import { asWarning, explain, type Generated, isExplained } from './explain.ts';
import { type Host, readFile } from './host.ts';
import { link } from './link.ts';
import { baseName } from './paths.ts';
import type { LinkRequest, LinkResult } from './request.ts';
import { checkSource, compileModule, unitObject } from './sources.ts';
import { decodeText, encodeText } from './text.ts';

/** Form of the output: a linked module, a relocatable object, or text. */
export type EmitForm = 'wasm' | 'obj' | 'air' | 'mir';

/** What to build, and the world it happens in. */
export interface BuildRequest extends Omit<LinkRequest, 'args' | 'options' | 'files' | 'host'> {
  /** Inputs (`.air` files among them) and wasm-ld options, in order; with `-o FILE`. */
  readonly args: readonly string[];
  readonly host: Host;
  /** @default 'wasm' */
  readonly emit?: EmitForm;
  readonly codegen?: CodegenOptions;
}

/** What a build gave. */
export interface BuildResult {
  readonly ok: boolean;
  readonly exitCode: 0 | 1;
  /** Output path to contents; `-` is standard output. Empty after an error. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  readonly diagnostics: readonly Diagnostic[];
  readonly stdout: string;
  readonly stderr: string;
  /** The link, if there was one. */
  readonly link?: LinkResult;
}

/** Values of `--optimize=`. */
export const optimizeLevels: readonly OptimizeFor[] = ['none', 'speed', 'size'];

/** An AIR input that was compiled. */
interface Compiled extends Generated {
  readonly air: () => string;
}

/** True for the path of an AIR input. */
function isAir(args: readonly string[], at: number): boolean {
  const argument = args[at]!;
  return argument.endsWith('.air') && !argument.startsWith('-') && args[at - 1] !== '-o';
}

/**
 * Compiles the AIR inputs and links them with the rest.
 *
 * @example
 * const { outputs } = await build({ args: ['a.air', 'b.o', '-o', 'a.wasm'], host });
 */
export async function build(request: BuildRequest): Promise<BuildResult> {
  const { args, host, emit = 'wasm' } = request;
  const diagnostics: Diagnostic[] = [];
  const compiled: Compiled[] = [];
  const texts = new Map<string, readonly string[]>();
  for (const path of args.filter((_, at) => isAir(args, at))) {
    const { bytes, reason } = await readFile(host, path);
    if (bytes === undefined) {
      diagnostics.push(diagnose(driverCodes.cannotOpen, { file: path, reason }, { input: path }));
      continue;
    }
    const text = decodeText(bytes);
    texts.set(path, text.split('\n'));
    const { module, diagnostics: found } = checkSource(text, path);
    diagnostics.push(...found);
    if (module === undefined) continue;
    const unit = emit === 'air' ? EMPTY : compileModule(module, request.codegen);
    compiled.push({ path, module, unit, air: () => printAir(module) });
  }
  const lineOf: LineOf = (input, line) => texts.get(input)?.[line - 1];
  if (diagnostics.some(({ severity }) => severity === 'error')) return failure(diagnostics, lineOf);
  if (emit === 'wasm') return linkCompiled(request, compiled, diagnostics, lineOf);
  return writeForms(request, compiled, emit, diagnostics, lineOf);
}

type LineOf = (input: string, line: number) => string | undefined;

function failure(diagnostics: readonly Diagnostic[], lineOf: LineOf): BuildResult {
  const stderr = render(diagnostics, lineOf);
  return { ok: false, exitCode: 1, outputs: new Map(), diagnostics, stdout: '', stderr };
}

function render(diagnostics: readonly Diagnostic[], lineOf: LineOf): string {
  return diagnostics.map((one) => renderExcerpt(one, lineOf)).join('');
}

/** In place of a unit where only the text is asked for. */
const EMPTY: Unit = {
  is64: false,
  features: [],
  functions: [],
  data: [],
  aliases: [],
  errorNames: [],
  diagnostics: [],
};

/** The whole program. Without a WASI target there is no entry: the exports are the module's. */
async function linkCompiled(
  request: BuildRequest,
  compiled: readonly Compiled[],
  diagnostics: readonly Diagnostic[],
  lineOf: LineOf,
): Promise<BuildResult> {
  const { host, args, ...rest } = request;
  const mixed = mixedTargets(args, compiled);
  if (mixed.length > 0) return failure([...diagnostics, ...mixed], lineOf);
  const units = new Map(compiled.map(({ path, unit }) => [path, unit]));
  const linkArgs = [...impliedOptions(args, compiled), ...args];
  const result = await link({ ...rest, args: linkArgs, host, units, unitSupport });
  const outputs = new Map<string, Uint8Array>();
  if (result.output !== undefined) outputs.set(result.outputPath, result.output);
  const reasons = explain(compiled, result.diagnostics);
  return {
    ok: result.ok,
    exitCode: result.exitCode,
    outputs,
    diagnostics: [...diagnostics, ...reasons, ...result.diagnostics],
    stdout: result.stdout,
    stderr: render([...diagnostics, ...reasons], lineOf) + result.stderr + hints(result),
    link: result,
  };
}

/** The next steps for what the linker found; its messages are wasm-ld's, which have none. */
function hints({ diagnostics }: LinkResult): string {
  const steps = new Set(
    diagnostics.filter(({ code }) => !isExplained(code)).map(({ hint }) => hint),
  );
  return [...steps].map((hint) => (hint === undefined ? '' : `  hint: ${hint}\n`)).join('');
}

const ARCHITECTURE = /^(?:-m|--?m=?)(wasm\d\d)$/;

/** The architecture the command line states. */
function statedArchitecture(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '-m' || ARCHITECTURE.test(arg));
  return at < 0 ? undefined : (ARCHITECTURE.exec(args[at]!)?.[1] ?? args[at + 1]);
}

/** Modules that do not fit the architecture of the others, or the stated one. */
function mixedTargets(args: readonly string[], compiled: readonly Compiled[]): Diagnostic[] {
  const stated = statedArchitecture(args);
  const [first] = compiled;
  return compiled.flatMap(({ path, module }) => {
    const wanted = stated ?? first!.module.target.arch;
    if (module.target.arch === wanted) return [];
    const other = stated === undefined ? first!.path : `-m${stated}`;
    const details = { arch: module.target.arch, wanted, other };
    return [diagnose(driverCodes.mixedTargets, details, { input: path, line: 1, column: 1 })];
  });
}

/** Bytes of stack that front ends count on; wasm-ld's 64 KiB are for C. */
const STACK = 1 << 20;

/** What the modules say that wasm-ld has to be told: the architecture, the stack, and that there is no entry. */
function impliedOptions(args: readonly string[], compiled: readonly Compiled[]): string[] {
  const implied: string[] = [];
  const arch = compiled[0]?.module.target.arch;
  if (arch === 'wasm64' && statedArchitecture(args) === undefined) implied.push('-mwasm64');
  if (compiled.length > 0 && !args.some((arg) => /^-z|^stack-size=/.test(arg))) {
    implied.push(`-zstack-size=${STACK}`);
  }
  const hasEntry = args.some((arg) => /^(-e|--?entry|--no-entry)/.test(arg));
  if (!hasEntry && !hasStart(compiled)) implied.push('--no-entry');
  return implied;
}

/** True for a program of a WASI target. A library for one may be linked to a module that has no system around it. */
function hasStart(compiled: readonly Compiled[]): boolean {
  if (compiled.every(({ module }) => module.target.os === 'wasi')) return true;
  return compiled.some(
    ({ module }) =>
      module.target.os === 'wasi' &&
      module.exports.some(({ name }) => ['_start', 'main'].includes(module.text(name))),
  );
}

/** One output per AIR input, or all texts after one another in the file `-o` names. */
async function writeForms(
  request: BuildRequest,
  compiled: readonly Compiled[],
  emit: EmitForm,
  checked: readonly Diagnostic[],
  lineOf: LineOf,
): Promise<BuildResult> {
  const { args, host } = request;
  // Whether something needs a function that was left out shows in the link.
  const leftOut = compiled.flatMap(({ unit }) => unit.diagnostics.map(asWarning));
  const diagnostics = [...checked, ...leftOut];
  const at = args.indexOf('-o');
  const stated = at >= 0 ? args[at + 1] : undefined;
  const outputs = new Map<string, Uint8Array>();
  const extension = { obj: '.o', air: '.air', mir: '.mir', wasm: '.wasm' }[emit];
  for (const one of compiled) {
    const bytes = emit === 'obj' ? unitObject(one.unit) : encodeText(textForm(one, emit));
    const fallback =
      emit === 'obj' ? `${baseName(one.path).replace(/\.air$/, '')}${extension}` : '-';
    const path = stated ?? fallback;
    const before = outputs.get(path);
    outputs.set(path, before === undefined ? bytes : concatenate(before, bytes));
  }
  if (emit === 'obj' && stated !== undefined && compiled.length > 1) {
    const problem = diagnose(driverCodes.oneObject, { file: stated }, { input: stated });
    return failure([...diagnostics, problem], lineOf);
  }
  for (const [path, bytes] of outputs) {
    if (path !== '-') await host.write?.(path, bytes, { executable: false });
  }
  return {
    ok: true,
    exitCode: 0,
    outputs,
    diagnostics,
    stdout: '',
    stderr: render(diagnostics, lineOf),
  };
}

function textForm(one: Compiled, emit: EmitForm): string {
  if (emit === 'air') return one.air();
  return one.unit.functions.map(({ mir }) => printMir(mir)).join('\n');
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
