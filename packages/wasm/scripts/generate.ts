// Writes what is derived from the instruction table and must not pull it in: `tsx packages/wasm/scripts/generate.ts`.
//   reads:  src/instructions/
//   writes: src/opcodes.gen.ts, src/shapes.gen.ts (both committed; test/generated.test.ts says when they are old)
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { forms } from '../src/instructions/forms.ts';
import { instructions } from '../src/instructions/table.ts';

const HEAD = '// Written by scripts/generate.ts from src/instructions. Do not edit.\n\n';

/** `0x6a`, `0xfd_10c`. */
function hex(code: number): string {
  const digits = code.toString(16);
  return code < 0x1000
    ? `0x${digits.padStart(2, '0')}`
    : `0x${digits.slice(0, 2)}_${digits.slice(2)}`;
}

export function opcodesSource(): string {
  const rows = instructions().map(({ name, code }) => ({ key: name.replace(/[. ]/g, '_'), code }));
  const types = rows.map(({ key, code }) => `  readonly ${key}: ${hex(code)};\n`);
  const values = rows.map(({ key, code }, i) =>
    code === (rows[i - 1]?.code ?? -1) + 1
      ? `    ${key}: ++n,\n`
      : `    ${key}: (n = ${hex(code)}),\n`,
  );
  return `${HEAD}/**
 * Instructions by name, \`.\` and blank as \`_\`. A number is the opcode byte, or \`prefix << 12 | sub-opcode\`.
 *
 * @example
 * Opcode.i32_add; // 0x6a
 * Opcode.i8x16_swizzle; // 0xfd_00e
 */
export const Opcode: {
${types.join('')}} = /* @__PURE__ */ ((n: number) => {
  // Counting takes a kilobyte less than the numbers do, after compression.
  const opcodes = {
${values.join('')}  };
  return opcodes as typeof Opcode;
})(-1);
`;
}

export function shapesSource(): string {
  const pages: string[] = ['', '', '', '', ''];
  for (const { code, form } of instructions()) {
    const page = code < 0x1000 ? 0 : (code >>> 12) - 0xfa;
    const text = pages[page]!.padEnd(code & 0xfff, '@');
    pages[page] = text + String.fromCharCode(0x40 + forms[form].shape);
  }
  return `${HEAD}/**
 * Shape of every opcode (\`shape\` in instructions/forms.ts) as a letter: \`@\` is 0, no instruction. Page 0 is the
 * opcodes of one byte, pages 1 to 4 are the sub-opcodes of the prefixes fb, fc, fd and fe.
 */
export const shapePages: readonly string[] = [
${pages.map((page) => `  '${page}',\n`).join('')}];
`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const write = (name: string, text: string): void =>
    writeFileSync(new URL(`../src/${name}`, import.meta.url), text);
  write('opcodes.gen.ts', opcodesSource());
  write('shapes.gen.ts', shapesSource());
}
