// The readers of @wasmwright/wasm, and `wasmwright inspect`, which reads every section with them.

import { readFileSync } from 'node:fs';
import {
  ByteReader,
  decodeSigned,
  decodeUnsigned,
  formatInstruction,
  InstructionDecoder,
  SectionWalker,
} from '@wasmwright/wasm';
import { inspect, runInspect } from '../../../../apps/cli/src/inspect/index.ts';
import { writeModuleText } from '../../../../apps/cli/src/wat/index.ts';
import type { FuzzTarget } from '../target.ts';

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`wrong: ${what}`);
}

/** The reader and the BigInt decoder agree on every LEB128 of 64 bits, on values, ends and failures. */
function runLeb(bytes: Uint8Array): void {
  for (const [read, decode] of [
    [(reader: ByteReader) => reader.u64(), decodeUnsigned],
    [(reader: ByteReader) => reader.s64(), decodeSigned],
  ] as const) {
    const reader = new ByteReader(bytes);
    while (!reader.atEnd) {
      const start = reader.pos;
      const value = read(reader);
      const other = decode(bytes, { start, bits: 64 });
      check(reader.failed === other.failed, `failure at ${start}: ${reader.failed}`);
      if (other.failed !== '') check(reader.failedAt === other.failedAt, `place of ${start}`);
      else check(value === other.value && reader.pos === other.next, `value at ${start}`);
    }
  }
}

/** Every instruction is inside the range, behind the one before, and has a text. */
function runDecoder(bytes: Uint8Array): void {
  const decoder = new InstructionDecoder(bytes);
  for (const hasLocals of [true, false]) {
    decoder.seek(0, bytes.length);
    if (hasLocals) decoder.locals();
    let last = -1;
    while (decoder.next()) {
      check(decoder.start > last && decoder.pos <= bytes.length, `range of ${decoder.start}`);
      check(/^[a-z]/.test(formatInstruction(decoder)), `text of ${decoder.start}`);
      last = decoder.start;
    }
    check(decoder.finished || decoder.failed !== '', 'neither finished nor failed');
    check(decoder.failedAt <= bytes.length, 'place of the failure');
  }
}

function runSections(bytes: Uint8Array): void {
  const walker = new SectionWalker(bytes);
  let last = 8;
  while (walker.next()) {
    const { headerStart, start, end, nameStart, nameEnd } = walker;
    check(headerStart === last && start <= end && end <= bytes.length, `range of ${headerStart}`);
    check(nameStart <= nameEnd && nameEnd <= start, `name of ${headerStart}`);
    last = end;
  }
  check(walker.failedAt <= bytes.length, 'place of the failure');
}

function runInspection(bytes: Uint8Array): void {
  const parts = {
    headers: true,
    details: true,
    disassemble: true,
    contents: true,
    relocations: true,
    symbols: true,
  };
  for (const { text, at } of inspect(bytes, 'fuzz', parts).diagnostics) {
    check(text !== '' && (at.offset ?? 0) <= bytes.length, `place of ${text}`);
  }
  const quiet = (): void => undefined;
  runInspect(['-hxdrts', 'fuzz'], { read: () => bytes, out: quiet, err: quiet });
}

/** Whatever the module is: its text is made of whole lines and not much longer than the module. */
function runText(bytes: Uint8Array): void {
  let size = 0;
  const out = (text: string): void => {
    size += text.length;
    check(text.endsWith('\n') && !text.slice(0, -1).includes('\n'), 'a line of the text');
  };
  for (const { text, at } of writeModuleText(bytes, 'fuzz', out)) {
    check(text !== '' && (at.offset ?? 0) <= bytes.length, `place of ${text}`);
  }
  check(size <= 1_000_000 + 400 * bytes.length, `${size} letters of text`);
}

/** The bodies of the instruction table's golden file, each followed by `end`. */
function bodies(): Uint8Array[] {
  const path = '../../../../packages/wasm/test/golden/instructions.txt';
  return readFileSync(new URL(path, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => new Uint8Array(Buffer.from(`${line.split(' => ')[1]!}0b`, 'hex')));
}

const fixture = (name: string): Uint8Array =>
  new Uint8Array(
    readFileSync(new URL(`../../../../apps/cli/test/inspect/fixtures/${name}`, import.meta.url)),
  );
const modules = (): Uint8Array[] =>
  ['program.o', 'shared.so', 'features.wasm', 'library.a'].map(fixture);

export const targets: readonly FuzzTarget[] = [
  { name: 'leb128', run: runLeb, seeds: bodies },
  { name: 'decoder', run: runDecoder, seeds: bodies },
  { name: 'sections', run: runSections, seeds: modules },
  { name: 'inspect', run: runInspection, seeds: modules },
  { name: 'wat', run: runText, seeds: modules },
];
