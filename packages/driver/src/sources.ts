/** AIR sources: parsed, verified, generated, and turned into relocatable objects. */
import { type Module, parseAir, verify } from '@wasmwright/air';
import {
  type CodegenOptions,
  generateModule,
  type Unit,
  type UnitLinkage,
} from '@wasmwright/codegen';
import type { Diagnostic } from '@wasmwright/diagnostics';
import { ObjectWriter, type SymbolOptions } from '@wasmwright/emit';

/** A source that was parsed and verified. */
export interface CheckedSource {
  /** Absent when there are errors. */
  readonly module?: Module;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses and verifies a source.
 *
 * @example
 * const { module, diagnostics } = checkSource('fn f() u8 {', 'main.air');
 */
export function checkSource(text: string, file: string): CheckedSource {
  const { module, diagnostics } = parseAir(text, { file });
  const hasErrors = (list: readonly Diagnostic[]): boolean =>
    list.some(({ severity }) => severity === 'error');
  if (hasErrors(diagnostics)) return { diagnostics };
  const found = [...diagnostics, ...verify(module)];
  return hasErrors(found) ? { diagnostics: found } : { module, diagnostics: found };
}

/** Generates a checked module. Functions that cannot be generated are errors in the unit's diagnostics. */
export function compileModule(module: Module, options?: CodegenOptions): Unit {
  return generateModule(module, options);
}

/**
 * The relocatable object of a unit, for any wasm linker.
 *
 * @example
 * const object = unitObject(compileModule(module));
 */
export function unitObject(unit: Unit): Uint8Array {
  const writer = new ObjectWriter({
    is64: unit.is64,
    features: unit.features,
    errorNames: unit.errorNames,
    producers: [{ field: 'processed-by', values: [['wasmwright', '0.1']] }],
    names: true,
  });
  const names = new Map<number, string>();
  for (const { id, name, mir, ...linkage } of unit.functions) {
    names.set(id, name);
    writer.addFunction(mir, { ...symbolOptions(linkage), ...comdat(linkage, name) });
  }
  for (const { id, name, data, isConst, isTls, section, ...linkage } of unit.data) {
    names.set(id, name);
    writer.addData(data, {
      ...symbolOptions(linkage),
      ...comdat(linkage, name),
      section: isTls ? 'tls' : isConst ? 'rodata' : 'data',
      ...(section === '' ? {} : { segment: section }),
    });
  }
  for (const { name, target, ...linkage } of unit.aliases) {
    writer.addAlias(name, names.get(target)!, symbolOptions(linkage));
  }
  return writer.finish();
}

function symbolOptions({ linkage, hidden }: UnitLinkage): SymbolOptions {
  const binding = linkage === 'local' ? 'local' : linkage === 'strong' ? 'global' : 'weak';
  return { binding, hidden, exported: linkage !== 'local' && !hidden };
}

/** A `link_once` definition is alone in a group of its name. */
function comdat({ linkage }: UnitLinkage, name: string): { comdat?: string } {
  return linkage === 'link_once' ? { comdat: name } : {};
}
