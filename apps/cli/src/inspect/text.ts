// An inspection as text, written line by line: a listing may be many times as long as the file.
import { examine, type Inspection } from './inspection.ts';
import { relocationsOf, symbolsOf } from './object.ts';
import type { Parts } from './options.ts';
import type { CodeReport, Details, InstructionReport, SectionReport } from './report.ts';
import { sectionLines } from './section-text.ts';
import { codeOf, detailsOf, sectionFilter } from './to-report.ts';

/** Takes one line, without its end. */
export type Line = (text: string) => void;

/** Writes what an inspection found. Diagnostics are the caller's. */
export function writeText(inspection: Inspection, parts: Parts, line: Line): void {
  const { file, kind, bytes, model, names, object } = inspection;
  line(
    `${visible(file)}: ${kind === 'object' || kind === 'module' ? `wasm ${kind}` : kind}, ${bytes.length} bytes`,
  );
  if (kind === 'archive') return;
  if (model === undefined || names === undefined) return;
  const wants = sectionFilter(inspection, parts);
  const sections = model.sections.filter(({ number }) => wants(number));
  if (parts.headers) writeHeaders(sections, line);
  if (parts.details) writeDetails(sections, detailsOf(model, names, object), line);
  if (parts.symbols && object !== undefined) writeSymbols(symbolsOf(object, model), line);
  if (parts.relocations && object !== undefined) {
    writeRelocations(model.sections, relocationsOf(object, wants), line);
  }
  if (parts.disassemble && sections.some(({ name, id }) => id !== 0 && name === 'code')) {
    writeCode(inspection, line);
  }
  if (parts.contents) {
    for (const section of sections) writeContents(section, bytes, line);
  }
}

/** The members of an archive, each looked at and forgotten before the next. */
export function* membersOf({ bytes, file, members }: Inspection): Generator<Inspection> {
  for (const { name, start, end, thin } of members) {
    if (thin) {
      yield {
        file: `${file}(${name})`,
        bytes: new Uint8Array(0),
        kind: 'unknown',
        diagnostics: [],
        members: [],
      };
    } else yield examine(bytes.subarray(start, end), `${file}(${name})`);
  }
}

/** Control characters as `\x1b`: names come from the file. */
function visible(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

function heading(text: string, line: Line): void {
  line('');
  line(`${text}:`);
}

function hex(value: number, width = 6): string {
  return value.toString(16).padStart(width, '0');
}

function writeHeaders(sections: readonly SectionReport[], line: Line): void {
  heading('Sections', line);
  const width = Math.max(12, ...sections.map((row) => title(row).length));
  line(`   #  ${'name'.padEnd(width)}   start     end      size   count`);
  for (const row of sections) {
    const { number, offset, size, count } = row;
    const columns = [
      String(number).padStart(4),
      ` ${title(row).padEnd(width)}`,
      hex(offset).padStart(7),
      hex(offset + size).padStart(7),
      String(size).padStart(9),
      count === undefined ? '' : String(count).padStart(7),
    ];
    line(columns.join(' ').trimEnd());
  }
}

/** `code`, or the name of a custom section in quotes. */
function title({ id, name }: SectionReport): string {
  return id === 0 ? `"${visible(name)}"` : name;
}

function writeDetails(sections: readonly SectionReport[], details: Details, line: Line): void {
  for (const section of sections) {
    const lines = sectionLines(section, details);
    if (lines === undefined || (lines.length === 0 && section.id === 0)) continue;
    const count = section.count === undefined ? '' : ` (${section.count})`;
    heading(`Section ${section.number} ${title(section)}${count}`, line);
    for (const text of lines) line(`  ${visible(text)}`);
  }
}

function writeSymbols(symbols: ReturnType<typeof symbolsOf>, line: Line): void {
  heading(`Symbols (${symbols.length})`, line);
  for (const {
    index,
    kind,
    name,
    binding,
    flags,
    element,
    offset,
    size,
    import: from,
  } of symbols) {
    const where = [
      element === undefined ? '' : `${kind === 'data' ? 'segment' : kind} ${element}`,
      offset === undefined ? '' : `offset ${offset}`,
      size === undefined ? '' : `size ${size}`,
      from === undefined ? '' : `import ${from}`,
    ].filter((text) => text !== '');
    const words = [binding, ...flags].join(' ');
    line(
      visible(
        `${String(index).padStart(6)} ${kind.padEnd(8)} ${name}  [${words}] ${where.join(', ')}`,
      ).trimEnd(),
    );
  }
}

function writeRelocations(
  sections: readonly SectionReport[],
  relocations: ReturnType<typeof relocationsOf>,
  line: Line,
): void {
  let last = -1;
  for (const { section, type, offset, index, target, addend } of relocations) {
    if (section !== last) {
      const row = sections[section];
      heading(`Relocations of section ${section} ${row === undefined ? '' : title(row)}`, line);
      last = section;
    }
    const plus =
      addend === undefined || addend === 0 ? '' : ` ${addend < 0 ? '-' : '+'} ${Math.abs(addend)}`;
    line(visible(`  ${hex(offset)}: ${type.padEnd(31)} ${index} <${target}>${plus}`));
  }
}

/** Bytes of an instruction per line. */
const BYTES = 9;

function writeCode(inspection: Inspection, line: Line): void {
  heading('Code', line);
  for (const row of codeOf(inspection)) {
    writeFunction(row, inspection, line);
  }
}

function writeFunction(row: CodeReport, { bytes, model }: Inspection, line: Line): void {
  const { index, name, type, offset, locals, instructions } = row;
  const title = name === undefined ? '' : ` <${name}>`;
  const signature = model!.types[type]?.text.slice('(func'.length, -1) ?? '';
  line('');
  line(visible(`${hex(offset)} function ${index}${title} (type ${type})${signature}`));
  const first = instructions[0]?.offset ?? offset;
  if (locals.length > 0) {
    writeBytes(bytes, offset, first, `(local ${locals.join(', ')})`, line);
  }
  for (const instruction of instructions) {
    const { size, depth, text } = instruction;
    const at = instruction.offset;
    writeBytes(
      bytes,
      at,
      at + size,
      '  '.repeat(Math.min(depth, 40)) + text + comment(instruction),
      line,
    );
  }
}

/** `  ; table+4`: what a relocated field means, unless the text says so. */
function comment({ target, text }: InstructionReport): string {
  if (target === undefined || text.includes(`<${target}>`)) return '';
  return `  ; ${target}`;
}

function writeBytes(bytes: Uint8Array, start: number, end: number, text: string, line: Line): void {
  for (let at = start; at < end; at += BYTES) {
    const part = hexText(bytes.subarray(at, Math.min(end, at + BYTES)));
    const right = at === start ? ` ${visible(text)}` : '';
    line(` ${hex(at)}: ${part.padEnd(3 * BYTES - 1)} |${right}`);
  }
}

/** Bytes of a section, sixteen a line. */
function writeContents(section: SectionReport, bytes: Uint8Array, line: Line): void {
  heading(`Contents of section ${section.number} ${title(section)}`, line);
  const end = section.offset + section.size;
  for (let at = section.offset; at < end; at += 16) {
    const part = bytes.subarray(at, Math.min(end, at + 16));
    const text = String.fromCharCode(...part).replace(/[^\x20-\x7e]/g, '.');
    line(` ${hex(at)}: ${hexText(part).padEnd(47)}  ${text}`);
  }
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => hex(byte, 2));

/** Two digits per byte, blanks between. */
function hexText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += text === '' ? HEX[byte]! : ` ${HEX[byte]!}`;
  return text;
}
