// Assembles the samples with wasm-tools (its WebAssembly build in @bytecodealliance/jco, which is no dependency of ours):
//   mkdir /tmp/jco && cd /tmp/jco && npm init -y && npm install --ignore-scripts @bytecodealliance/jco
//   tsx packages/wasm/scripts/golden.ts /tmp/jco
//   writes: test/golden/instructions.txt, one `body => bytes` a line
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { instructions, SectionId, SectionWalker } from '../src/index.ts';
import { moduleOf, samples } from './samples.ts';

const directory = process.argv[2] ?? '.';
const { resolve } = createRequire(`${directory}/package.json`);
const { parse } = (await import(pathToFileURL(resolve('@bytecodealliance/jco')).href)) as {
  parse(text: string): Promise<Uint8Array>;
};

/** Bytes of the only function's instructions, without the last `end`. */
function body(module: Uint8Array): string {
  const sections = new SectionWalker(module);
  while (sections.next() && sections.id !== SectionId.code);
  // count 1, size (one byte: samples are short), no locals, instructions, end
  return Buffer.from(module.subarray(sections.start + 3, sections.end - 1)).toString('hex');
}

const lines: string[] = [];
const refused: string[] = [];
for (const row of instructions()) {
  for (const text of samples(row)) {
    try {
      lines.push(`${text} => ${body(await parse(moduleOf(text)))}\n`);
    } catch (error) {
      refused.push(`${text}: ${String(error).slice(0, 300)}`);
    }
  }
}
writeFileSync(new URL('../test/golden/instructions.txt', import.meta.url), lines.join(''));
console.log(`${lines.length} lines, ${refused.length} refused`, refused.slice(0, 20));
