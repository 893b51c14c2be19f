// The instruction table against independent assemblers: wasm-tools (golden bytes) and wabt (run here).
import loadWabt from 'wabt';
import { beforeAll, describe, expect, it } from 'vitest';
import { moduleOf, samples } from '../scripts/samples.ts';
import {
  featureNames,
  formatInstruction,
  forms,
  type Instruction,
  InstructionDecoder,
  instructionByCode,
  instructionByName,
  instructions,
  Opcode,
  opcodePrefix,
  opcodeSub,
  SectionWalker,
  SectionId,
  sizeOfOpcode,
  writeOpcode,
} from '../src/index.ts';
import { goldenLines } from './golden.ts';

const golden = new Map(goldenLines().map(({ text, bytes }) => [text, bytes]));

/** The instructions of a body without its last `end`, one line each joined by ` | `. */
function disassemble(body: Uint8Array): string {
  const decoder = new InstructionDecoder(Uint8Array.from([...body, 0x0b]));
  const lines: string[] = [];
  while (decoder.next() && !decoder.finished) lines.push(formatInstruction(decoder));
  expect([decoder.failed, decoder.finished, decoder.pos]).toEqual(['', true, body.length + 1]);
  return lines.join(' | ');
}

describe('the table', () => {
  it('has unique encodings and names, known forms and features', () => {
    const rows = instructions();
    expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length);
    for (const row of rows) {
      expect(forms).toHaveProperty(row.form);
      if (row.feature !== 'mvp') expect(featureNames).toContain(row.feature);
      expect(row.alignment >= 0).toBe(row.immediates.includes('memoryAccess'));
      expect(instructionByCode(row.code)).toBe(row);
      expect(instructionByName(row.name)).toBe(row);
      expect(Opcode[row.name.replace(/[. ]/g, '_') as keyof typeof Opcode]).toBe(row.code);
    }
    expect(Object.keys(Opcode)).toHaveLength(rows.length);
  });

  it('is as wasm-tools assembles it, for every instruction and form', () => {
    for (const row of instructions()) {
      for (const text of samples(row)) {
        const bytes = golden.get(text);
        expect(bytes, `scripts/golden.ts has not seen: ${text}`).toBeDefined();
        expect(disassemble(bytes!)).toBe(text);
        const opcode = new Uint8Array(3);
        const size = writeOpcode(opcode, 0, row.code);
        expect(size).toBe(sizeOfOpcode(row.code));
        const at = text.startsWith(row.mnemonic) ? 0 : bytes!.indexOf(opcode[0]!);
        expect(bytes!.subarray(at, at + size)).toEqual(opcode.subarray(0, size));
        expect(opcodePrefix(row.code)).toBe(opcode[0]);
        expect(opcodeSub(row.code) > 0 && row.code < 0x1000).toBe(false);
      }
    }
  });

  it('has nothing that is not sampled', () => {
    expect(new Set(instructions().flatMap(samples))).toEqual(new Set(golden.keys()));
  });
});

describe('wabt', () => {
  type Wabt = Awaited<ReturnType<typeof loadWabt>>;
  let wabt: Wabt;
  const features = {
    sign_extension: true,
    sat_float_to_int: true,
    bulk_memory: true,
    reference_types: true,
    multi_value: true,
    simd: true,
    relaxed_simd: true,
    threads: true,
    tail_call: true,
    exceptions: true,
    multi_memory: true,
    function_references: true,
  };
  /** Proposals wabt 1.0.39 does not have. */
  const unknown = new Set(['gc', 'wide-arithmetic', 'stack-switching', 'function-references']);
  const rows = instructions().filter((row) => !unknown.has(row.feature));
  beforeAll(async () => {
    wabt = await loadWabt();
  });

  /** wabt has no typed references and knows three heap types. */
  const beyondWabt = (row: Instruction, text: string): boolean =>
    /\(ref |exnref|switch/.test(text) ||
    (row.name === 'ref.null' && !/ (func|extern)$/.test(text)) ||
    /\(type |try_table/.test(text);

  it('assembles the same bytes', () => {
    let compared = 0;
    for (const row of rows) {
      for (const text of samples(row)) {
        if (beyondWabt(row, text)) continue;
        const module = wabt.parseWat('sample.wat', moduleOf(text), features);
        const bytes = module.toBinary({}).buffer;
        const sections = new SectionWalker(bytes);
        while (sections.next() && sections.id !== SectionId.code);
        module.destroy();
        expect([text, ...bytes.subarray(sections.start + 3, sections.end - 1)]).toEqual([
          text,
          ...golden.get(text)!,
        ]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(800);
  });

  it('agrees on operand and result types: a function of just those types is valid, any other is not', () => {
    const concrete = new Set(['i32', 'i64', 'f32', 'f64', 'v128', 'addr', 'addr2', 'addrMin']);
    const options = { ...features, memory64: true };
    let compared = 0;
    for (const row of rows) {
      const { operands, results } = row;
      if (operands === null || results === null) continue;
      if (![...operands, ...results].every((type) => concrete.has(type))) continue;
      const types = (list: readonly string[], address: string): string[] =>
        list.map((type) => (type.startsWith('addr') ? address : type));
      for (const address of ['i32', 'i64']) {
        const valid = (from: readonly string[], to: readonly string[]): boolean => {
          const body = samples(row)[0]!.replace('align=1', '');
          const gets = from.map((_, i) => `local.get ${i}`).join(' ');
          const memory = `(memory ${address} 1 1 ${row.feature === 'atomics' ? 'shared' : ''})`;
          const module = wabt.parseWat(
            'types.wat',
            `(module ${memory} ${`(table ${address} 1 funcref)`.repeat(3)}
              (data "a") (data "b") (elem func) (elem func)
              (func (param ${from.join(' ')}) (result ${to.join(' ')}) ${gets} ${body}))`,
            options,
          );
          try {
            // Its declaration file leaves the options out.
            (module as unknown as { validate(features: object): void }).validate(options);
            return true;
          } catch {
            return false;
          } finally {
            module.destroy();
          }
        };
        if (address === 'i64' && !operands.concat(results).some((type) => type.startsWith('addr')))
          continue;
        const from = types(operands, address);
        const to = types(results, address);
        expect([row.name, address, valid(from, to)]).toEqual([row.name, address, true]);
        compared++;
        for (let i = 0; i < from.length + to.length; i++) {
          const wrong = [...from, ...to];
          wrong[i] = wrong[i] === 'f32' ? 'f64' : 'f32';
          const isValid = valid(wrong.slice(0, from.length), wrong.slice(from.length));
          expect([row.name, wrong, isValid]).toEqual([row.name, wrong, false]);
        }
      }
    }
    expect(compared).toBeGreaterThan(500);
  });
});
