// What a user does not import, a bundler drops: each import below has its own budget in bytes after gzip.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));

async function bundle(names: string): Promise<string> {
  const entry = 'virtual:entry';
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      rollupOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { ${names} } from ${JSON.stringify(index)};` : null),
      },
    ],
  });
  if (!('output' in result)) throw new Error('one output expected');
  return result.output[0].code;
}

it.each([
  ['sizeOfU32, writeU32, writeU32Padded', 400, ['TextDecoder', 'i32']],
  ['ByteReader', 1200, ['i32_add', 'i32.add']],
  ['Opcode, ByteReader, ByteWriter', 5000, ['i32.add', 'R_WASM']],
  ['InstructionDecoder', 2600, ['i32_add', 'i32.add']],
  ['relocationTypes, SymbolFlag, SectionId', 800, ['TextDecoder', 'i32']],
])('%s', async (names, budget, absent) => {
  const code = await bundle(names);
  const size = gzipSync(code).length;
  console.log(`${names}: ${size} bytes of ${budget}`);
  expect(size).toBeLessThan(budget);
  for (const text of absent) expect(code.includes(text), text).toBe(false);
});
