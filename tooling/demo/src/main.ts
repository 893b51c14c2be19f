// `npm run demo`: compiles a C program with clang, links it with our linker against the WASI sysroot's libc, runs it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, root, runWasi, yowaspSysroot } from '@wasmwright/tooling-fixtures';
import { linkFiles } from './link.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const milliseconds = (since: number): string => `${(performance.now() - since).toFixed(1)} ms`;
const indent = (text: string): string => text.trimEnd().replace(/^/gm, '    ');

const directory = mkdtempSync(join(tmpdir(), 'wasmwright-demo-'));
mkdirSync(join(directory, 'data'));
writeFileSync(join(directory, 'data/lines.txt'), 'lines from\na file\n');
const sysroot = yowaspSysroot();

try {
  await linkC();
} finally {
  rmSync(directory, { recursive: true });
}

/** A C program with printf, malloc, qsort and files. */
async function linkC(): Promise<void> {
  console.log('\n1. C, linked with libc');
  const source = readFileSync(join(root, 'tooling/fixtures/sources/libc.c'), 'utf8');
  const started = performance.now();
  const made = await compile({ files: { 'words.c': source }, args: ['-O1', '-c', 'words.c', '-o', 'words.o'] });
  const object = made['words.o']!;
  console.log(`   compiled  words.c with @yowasp/clang (cached): ${kilobytes(object.length)}, ${milliseconds(started)}`);
  writeFileSync(join(directory, 'words.o'), object);
  const inputs = [join(sysroot.lib, 'crt1-command.o'), 'words.o', '-lc', sysroot.builtins];
  const args = [`-L${sysroot.lib}`, ...inputs, '-o', 'words.wasm'];
  for (const round of ['cold', 'warm']) {
    const before = performance.now();
    const { output, stats } = await linkFiles(directory, args);
    console.log(
      `   linked    ${round}: ${stats.files} files, ${kilobytes(stats.bytesRead)} read, ${kilobytes(output.length)} written, ${milliseconds(before)}`,
    );
    writeFileSync(join(directory, 'words.wasm'), output);
  }
  const ran = performance.now();
  const run = runWasi(new Uint8Array(readFileSync(join(directory, 'words.wasm'))), {
    args: ['words', '/data/lines.txt'],
    preopens: { '/data': join(directory, 'data') },
  });
  console.log(`   ran       exit code ${run.exitCode}, ${milliseconds(ran)}\n${indent(run.stdout)}`);
}
