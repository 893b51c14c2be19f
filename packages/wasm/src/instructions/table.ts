import type { FeatureName } from '../features.ts';
import { bulkMemory } from './bulk-memory.ts';
import { exceptionHandling, legacyExceptionHandling } from './exception-handling.ts';
import { forms, type FormName, type ImmediateKind } from './forms.ts';
import { functionReferences } from './function-references.ts';
import { gc } from './gc.ts';
import { mvp } from './mvp.ts';
import { referenceTypes } from './reference-types.ts';
import { relaxedSimd } from './relaxed-simd.ts';
import type { InstructionGroup, OperandType } from './row.ts';
import { saturatingConversion } from './saturating-conversion.ts';
import { signExtension } from './sign-extension.ts';
import { simd } from './simd.ts';
import { stackSwitching } from './stack-switching.ts';
import { tailCall } from './tail-call.ts';
import { threads } from './threads.ts';
import { wideArithmetic } from './wide-arithmetic.ts';

/** A row of the instruction table, spelled out. */
export interface Instruction {
  /** The opcode byte, or `prefix << 12 | sub-opcode`: the numbers of `Opcode`. */
  readonly code: number;
  /** Unique name: the mnemonic, or the mnemonic and a second word (`select t`, `ref.test null`). */
  readonly name: string;
  /** What the text format writes. */
  readonly mnemonic: string;
  readonly form: FormName;
  readonly immediates: readonly ImmediateKind[];
  /** Types popped, the deepest first; `null` where the immediates decide how many. */
  readonly operands: readonly OperandType[] | null;
  /** Types pushed; `null` together with `operands`. */
  readonly results: readonly OperandType[] | null;
  /** What a module must enable; `mvp` for WebAssembly 1.0. */
  readonly feature: FeatureName | 'mvp';
  /** Natural alignment of a memory access as an exponent of two; -1 for other instructions. */
  readonly alignment: number;
}

/** All groups. Each proposal is one file beside this one. */
const groups = (): readonly InstructionGroup[] => [
  mvp,
  signExtension,
  saturatingConversion,
  bulkMemory,
  referenceTypes,
  simd,
  relaxedSimd,
  threads,
  tailCall,
  exceptionHandling,
  legacyExceptionHandling,
  functionReferences,
  gc,
  wideArithmetic,
  stackSwitching,
];

interface Table {
  readonly all: readonly Instruction[];
  readonly byCode: ReadonlyMap<number, Instruction>;
  readonly byName: ReadonlyMap<string, Instruction>;
}

/** Built on first use: a program that imports only `Opcode` does not pay for it. */
let table: Table | undefined;

function build(): Table {
  const all: Instruction[] = [];
  for (const { feature, rows } of groups()) {
    for (const [code, name, form, type, alignment = -1] of rows) {
      const [operands, results] = type === null ? [null, null] : type.split('->').map(operandList);
      all.push({
        code,
        name,
        mnemonic: name.split(' ', 1)[0]!,
        form,
        immediates: forms[form].immediates,
        operands: operands ?? null,
        results: results ?? null,
        feature,
        alignment,
      });
    }
  }
  all.sort((a, b) => a.code - b.code);
  return {
    all,
    byCode: new Map(all.map((row) => [row.code, row])),
    byName: new Map(all.map((row) => [row.name, row])),
  };
}

function operandList(text: string): readonly OperandType[] {
  return text.split(' ').filter((word) => word !== '') as OperandType[];
}

/** Every instruction, by rising encoding. */
export function instructions(): readonly Instruction[] {
  return (table ??= build()).all;
}

/** The instruction of an encoding (`Opcode` number), or `undefined`. */
export function instructionByCode(code: number): Instruction | undefined {
  return (table ??= build()).byCode.get(code);
}

/**
 * The instruction of a name, or `undefined`. A mnemonic with two encodings means the first here: `select` without
 * types, `ref.test` and `ref.cast` of a non-null type; the second is `select t`, `ref.test null`, `ref.cast null`.
 *
 * @example
 * instructionByName('i32.add')?.code; // 0x6a
 */
export function instructionByName(name: string): Instruction | undefined {
  return (table ??= build()).byName.get(name);
}
