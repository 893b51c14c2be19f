// The compiler under test: code generation with each of its switches, an object, a link.

import type { Module } from '@wasmwright/air';
import { generateModule } from '@wasmwright/codegen';
import type { CodegenOptions } from '@wasmwright/codegen';
import { ObjectWriter } from '@wasmwright/emit';
import type { SymbolOptions } from '@wasmwright/emit';
import { link } from '@wasmwright/linker';
import type { Mir } from '@wasmwright/mir';
import type { Setting } from './differential.ts';

/** The object of a module. */
function compileObject(
  module: Module,
  options: CodegenOptions,
  change?: (mir: Mir) => void,
): Uint8Array {
  const unit = generateModule(module, options);
  const [problem] = unit.diagnostics;
  if (problem !== undefined) throw new Error(`${problem.code} ${problem.text}`);
  if (change !== undefined) for (const { mir } of unit.functions) change(mir);
  const { is64, features, errorNames } = unit;
  const object = new ObjectWriter({ is64, features, errorNames });
  const seen = ({ linkage, hidden }: { linkage: string; hidden: boolean }): SymbolOptions => ({
    binding: linkage === 'local' ? 'local' : linkage === 'strong' ? 'global' : 'weak',
    hidden,
    exported: linkage === 'strong',
  });
  for (const definition of unit.functions) object.addFunction(definition.mir, seen(definition));
  for (const { data, ...definition } of unit.data) object.addData(data, seen(definition));
  return object.finish();
}

/**
 * An executable of a module that exports the entry of a random program. It imports what it needs of a run-time library.
 *
 * @param change - plants a mistake in each function
 */
export function compileExecutable(
  module: Module,
  options: CodegenOptions,
  change?: (mir: Mir) => void,
): Uint8Array {
  const bytes = compileObject(module, options, change);
  const result = link({
    inputs: [{ kind: 'object', name: 'random.o', bytes }],
    options: {
      entry: null,
      exports: ['entry'],
      importUndefined: true,
      target: module.target.arch,
    },
  });
  if (result.bytes === undefined) throw new Error(result.diagnostics[0]?.text ?? 'no output');
  return result.bytes;
}

const switches: Readonly<Record<string, CodegenOptions>> = {
  none: { optimize: 'none' },
  promote: { optimize: 'none', promote: true },
  defer: { optimize: 'none', defer: true },
  inline: { optimize: 'none', inline: true },
  passes: { optimize: 'none', passes: true },
  speed: { optimize: 'speed' },
  size: { optimize: 'size' },
};

/** Every optimisation alone, none, and all. */
export const settings: readonly Setting[] = Object.entries(switches).map(([name, options]) => ({
  name,
  compile: (module) => compileExecutable(module, options),
}));
