// `npm run demo`: (1) AIR of a front end, compiled by us and linked with a C object and libc into one executable; (2) a C
// program compiled by clang and linked by us against the WASI sysroot's libc. Both are run.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, root, runWasi, yowaspSysroot } from '@wasmwright/tooling-fixtures';
import { buildFiles, linkFiles } from './link.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const milliseconds = (since: number): string => `${(performance.now() - since).toFixed(1)} ms`;
const indent = (text: string): string => text.trimEnd().replace(/^/gm, '    ');

const directory = mkdtempSync(join(tmpdir(), 'wasmwright-demo-'));
mkdirSync(join(directory, 'data'));
writeFileSync(join(directory, 'data/lines.txt'), 'lines from\na file\n');
const sysroot = yowaspSysroot();

try {
  await buildAir();
  await linkC();
} finally {
  rmSync(directory, { recursive: true });
}

/** A C program with printf, malloc, qsort and files. */
async function linkC(): Promise<void> {
  console.log('\n2. C, linked with libc');
  const source = readFileSync(join(root, 'tooling/fixtures/sources/libc.c'), 'utf8');
  const started = performance.now();
  const made = await compile({
    files: { 'words.c': source },
    args: ['-O1', '-c', 'words.c', '-o', 'words.o'],
  });
  const object = made['words.o']!;
  console.log(
    `   compiled  words.c with @yowasp/clang: ${kilobytes(object.length)}, ${milliseconds(started)}`,
  );
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
  console.log(
    `   ran       exit code ${run.exitCode}, ${milliseconds(ran)}\n${indent(run.stdout)}`,
  );
}

/** An AIR module and a C object that call each other, with libc, in one executable. */
async function buildAir(): Promise<void> {
  console.log('\n1. AIR, linked with C and libc');
  const here = join(root, 'tooling/demo/src');
  const air = readFileSync(join(here, 'checksum.air'), 'utf8');
  const source = readFileSync(join(here, 'main.c'), 'utf8');
  const made = await compile({
    files: { 'main.c': source },
    args: ['-O1', '-c', 'main.c', '-o', 'main.o'],
  });
  writeFileSync(join(directory, 'main.o'), made['main.o']!);
  writeFileSync(join(directory, 'checksum.air'), air);
  console.log(`   compiled  main.c with @yowasp/clang: ${kilobytes(made['main.o']!.length)}`);
  const inputs = [
    'checksum.air',
    'main.o',
    join(sysroot.lib, 'crt1-command.o'),
    '-lc',
    sysroot.builtins,
  ];
  const args = [`-L${sysroot.lib}`, ...inputs, '-o', 'program.wasm'];
  for (const round of ['cold', 'warm']) {
    const before = performance.now();
    const { output, stats } = await buildFiles(directory, args);
    console.log(
      `   built     ${round}: ${kilobytes(air.length)} of AIR and ${stats.files - 1} other files, ${kilobytes(output.length)} written, ${milliseconds(before)}`,
    );
    writeFileSync(join(directory, 'program.wasm'), output);
  }
  const ran = performance.now();
  const run = runWasi(new Uint8Array(readFileSync(join(directory, 'program.wasm'))));
  console.log(
    `   ran       exit code ${run.exitCode}, ${milliseconds(ran)}\n${indent(run.stdout)}`,
  );
}
