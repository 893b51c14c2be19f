import { instructions, Opcode } from '@wasmwright/wasm';
import { describe, expect, it } from 'vitest';
import {
  formOf,
  mirInstruction,
  mirInstructionByName,
  mirInstructions,
  NONE,
  Tag,
} from '@wasmwright/mir';

const prefixes = ['misc_prefix', 'simd_prefix', 'atomics_prefix'];
/** Written as pseudo instructions. */
const replaced = ['call', 'return_call'];
/** Their types are beyond MIR. */
const unsupported = ['function-references', 'gc', 'stack-switching'];

describe('Tag', () => {
  it('has the opcode of every core instruction of one byte, and nothing else below 0x100', () => {
    const expected = instructions()
      .filter(({ code, name, feature }) => {
        return code < 0x100 && !replaced.includes(name) && !unsupported.includes(feature);
      })
      .map(({ name, code }) => [name.replaceAll(/[. ]/g, '_'), code]);
    const core = Object.entries(Tag).filter(
      ([name, tag]) => tag < 0x100 && !prefixes.includes(name),
    );
    expect(core.sort()).toEqual(expected.sort());
    for (const [name, tag] of core) expect(Opcode[name as keyof typeof Opcode]).toBe(tag);
  });

  it('numbers the pseudo tags from 0x100 without gaps, each with a row', () => {
    const pseudo = Object.values(Tag).filter((tag) => tag >= 0x100);
    expect(pseudo).toEqual(pseudo.map((_, i) => 0x100 + i));
    for (const tag of pseudo) expect(mirInstruction(tag)?.tag).toBe(tag);
  });
});

describe('mirInstructions', () => {
  it('is found by tag and by name', () => {
    for (const row of mirInstructions) {
      expect(mirInstruction(row.tag, row.sub)).toBe(row);
      expect(mirInstructionByName(row.name)).toBe(row);
      expect(formOf[row.tag]).toBe(row.form);
    }
    expect(new Set(mirInstructions.map(({ name }) => name)).size).toBe(mirInstructions.length);
  });

  it('covers every prefixed instruction of the supported proposals', () => {
    for (const { code, feature } of instructions()) {
      if (code < 0x1000 || unsupported.includes(feature)) continue;
      expect(mirInstruction(code >>> 12, code & 0xfff)).toBeDefined();
    }
  });

  it('knows what does not exist', () => {
    expect(mirInstruction(0x10)).toBeUndefined();
    expect(mirInstruction(0xffff)).toBeUndefined();
    expect(mirInstruction(Tag.misc_prefix, 999)).toBeUndefined();
    expect(mirInstruction(Tag.simd_prefix, NONE)).toBeUndefined();
  });
});
