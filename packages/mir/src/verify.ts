/**
 * Verification of a function (codegen.md 6.4), so that wrong code is found before it is emitted. Bad MIR gives diagnostics,
 * whatever the arrays hold; nothing recurses and the work is linear in the code.
 *
 *   reads:  a function's MIR
 *   phases: side tables, operands of each instruction, operand stack, what follows from the instructions
 */
import { diagnose, mirCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { requiredFeatures } from './features.ts';
import { indirectFunctions } from './constants.ts';
import { NONE, type Mir } from './mir.ts';
import { Tag } from './tags.ts';
import { verifyOperands } from './verify-operands.ts';
import { verifyStack } from './verify-stack.ts';
import { verifyTables } from './verify-tables.ts';

export interface VerifyOptions {
  /** Features instructions may need. @default any */
  readonly features?: Iterable<string>;
}

/**
 * Everything that is wrong with a function; nothing if it is right. Code that passes validates as WebAssembly.
 *
 * @example
 * for (const { text } of verifyMir(mir, { features: ['sign-ext'] })) report(text);
 */
export function verifyMir(mir: Mir, options: VerifyOptions = {}): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  verifyTables(mir, diagnostics);
  if (diagnostics.length > 0) return diagnostics;
  const features = options.features === undefined ? undefined : new Set(options.features);
  verifyOperands(mir, features, diagnostics);
  verifyPrologue(mir, diagnostics);
  // The rest relies on operands that exist.
  if (diagnostics.length > 0) return diagnostics;
  verifyStack(mir, diagnostics);
  verifyDerived(mir, diagnostics);
  verifyPositions(mir, diagnostics);
  return diagnostics;
}

function verifyPrologue(mir: Mir, diagnostics: Diagnostic[]): void {
  if (mir.prologue === null) return;
  const { savedLocal, bottomLocal, alignment, size } = mir.prologue;
  const report = (problem: string): void => {
    diagnostics.push(diagnose(mirCodes.prologue, { problem }, { symbol: mir.name }));
  };
  const params = mir.signatures.params[0]!;
  const address = mir.is64 ? 0x7e : 0x7f;
  for (const local of [savedLocal, bottomLocal]) {
    if (local === NONE) continue;
    const type = local < params ? mir.signatures.types[local] : mir.locals[local - params];
    if (type !== address) report(`local ${local} is not a local of the address type`);
  }
  const isPowerOfTwo = alignment > 0 && (alignment & (alignment - 1)) === 0;
  if (!isPowerOfTwo) report(`the alignment ${alignment} is not a power of two`);
  else if (size % Math.max(16, alignment) !== 0) {
    report(`the size ${size} is not a multiple of the alignment`);
  }
}

/** Lists that follow from the instructions and constants. */
function verifyDerived(mir: Mir, diagnostics: Diagnostic[]): void {
  const { tags, data, extra, navs, uavs, signatures } = mir;
  const at = { symbol: mir.name };
  const refs: number[] = [];
  let count = 0;
  for (let i = 0; i < tags.length; i++) {
    if (tags[i] === Tag.func_ref) refs.push(data[i]!);
    else if (tags[i] === Tag.error_name_table_ref) count++;
  }
  const listedFunctions = new Set(mir.indirectFunctions);
  for (const nav of indirectFunctions(uavs, navs, refs)) {
    if (listedFunctions.has(nav)) continue;
    diagnostics.push(diagnose(mirCodes.indirectFunctions, { nav: navs.names[nav]! }, at));
  }
  if (mir.errorNameRefs !== count) {
    diagnostics.push(diagnose(mirCodes.errorNameRefs, { listed: mir.errorNameRefs, count }, at));
  }
  const needed = requiredFeatures(tags, data, extra, signatures, mir.is64).join(' ');
  const listed = mir.features.join(' ');
  if (needed !== listed) {
    const list = (names: string): string => names || 'none';
    diagnostics.push(
      diagnose(mirCodes.featureUnlisted, { listed: list(listed), needed: list(needed) }, at),
    );
  }
}

/** Hints and debug information: what they point at exists. */
function verifyPositions(mir: Mir, diagnostics: Diagnostic[]): void {
  const { hints, debug, tags } = mir;
  const at = { symbol: mir.name };
  hints.at.forEach((instruction, row) => {
    let problem = '';
    const tag = tags[instruction];
    if (row > 0 && hints.at[row - 1]! >= instruction) problem = 'hints are not in ascending order';
    else if (tag !== Tag.if && tag !== Tag.br_if) {
      problem = `instruction ${instruction} is neither \`if\` nor \`br_if\``;
    }
    if (problem !== '') diagnostics.push(diagnose(mirCodes.hint, { row, problem }, at));
  });
  if (debug === null) return;
  const report = (problem: string): void => {
    diagnostics.push(diagnose(mirCodes.debug, { problem }, at));
  };
  const locals = mir.signatures.params[0]! + mir.locals.length;
  debug.variableNames.forEach((name, row) => {
    const start = debug.variableStart[row]!;
    const end = debug.variableEnd[row]!;
    if (!(start <= end && end <= tags.length))
      report(`the range of variable ${name} is not in the code`);
    const isLocal = debug.variablePlace[row] !== 1;
    if (isLocal && !(debug.variableValue[row]! < locals)) report(`variable ${name} is in no local`);
  });
  debug.inlinedNames.forEach((name, row) => {
    const start = debug.inlinedStart[row]!;
    const end = debug.inlinedEnd[row]!;
    if (!(start <= end && end <= tags.length)) report(`the range of ${name} is not in the code`);
    if (!(debug.inlinedFile[row]! < debug.files.length))
      report(`the file of ${name} is not listed`);
  });
}
