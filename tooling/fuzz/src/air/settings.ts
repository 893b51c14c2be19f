// The compiler under test: code generation with each of its switches, and a link of its object or of its machine IR.

import type { Module } from '@wasmwright/air';
import { generateModule } from '@wasmwright/codegen';
import type { CodegenOptions } from '@wasmwright/codegen';
import { unitObject } from '@wasmwright/driver';
import { createLinker, unitSupport } from '@wasmwright/linker';
import type { Mir } from '@wasmwright/mir';
import { addGenerated } from '../../../conformance/test/units.ts';
import type { Setting } from './differential.ts';

/**
 * An executable of a module that exports the entry of a random program. It imports what it needs of a run-time library.
 *
 * @param form - what the linker gets: a relocatable object, or machine IR and data
 * @param change - plants a mistake in each function
 */
export function compileExecutable(
  module: Module,
  options: CodegenOptions,
  form: 'object' | 'unit' = 'object',
  change?: (mir: Mir) => void,
): Uint8Array {
  const unit = generateModule(module, options);
  const [problem] = unit.diagnostics;
  if (problem !== undefined) throw new Error(`${problem.code} ${problem.text}`);
  if (change !== undefined) for (const { mir } of unit.functions) change(mir);
  const linker = createLinker({
    entry: null,
    exports: ['entry'],
    importUndefined: true,
    target: module.target.arch,
    units: unitSupport,
  });
  if (form === 'unit') addGenerated(linker, unit);
  else linker.addObject('random.o', unitObject(unit));
  const { bytes, diagnostics } = linker.flush();
  if (bytes === undefined) throw new Error(diagnostics[0]?.text ?? 'no output');
  return bytes;
}

const switches: Readonly<Record<string, CodegenOptions>> = {
  none: { optimize: 'none', defer: false },
  promote: { optimize: 'none', defer: false, promote: true },
  defer: { optimize: 'none' },
  inline: { optimize: 'none', defer: false, inline: true },
  passes: { optimize: 'none', defer: false, passes: true },
  speed: { optimize: 'speed' },
  size: { optimize: 'size' },
};

/** Every optimisation alone, none, and all; every second one without an object in between. */
export const settings: readonly Setting[] = Object.entries(switches).map(([name, options], at) => ({
  name,
  compile: (module) => compileExecutable(module, options, at % 2 === 0 ? 'object' : 'unit'),
}));
