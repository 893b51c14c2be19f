/**
 * The text form of functions (codegen.md 6.3) to MIR. Bad text gives diagnostics with line and column; every line is looked
 * at, so all errors of a file are reported at once.
 */
import { diagnose, mirCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { MirBuilder } from './builder.ts';
import { LineReader } from './line-reader.ts';
import { mirInstructionByName } from './instructions.ts';
import { wordsOf, type Word } from './lexer.ts';
import { parseLists, type Lists } from './list-parser.ts';
import { NONE, type Mir } from './mir.ts';
import { parseInstruction } from './instruction-parser.ts';
import { Tag } from './tags.ts';

/** Locals a function may have: the limit engines agree on. */
const MAX_LOCALS = 50_000;

export interface ParsedMir {
  /** The functions without errors, in order. */
  readonly functions: readonly Mir[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A line with its words; lines without words are left out. */
export interface Line {
  readonly words: readonly Word[];
  /** From 1. */
  readonly number: number;
}

/**
 * Reads functions from text. What it returns is well formed, but not verified: see `verifyMir`.
 *
 * @param options.file - name of the text in diagnostics
 * @example
 * const { functions, diagnostics } = parseMir('func $f (result i32)\n  i32_const 1\nend\n');
 */
export function parseMir(text: string, options: { readonly file?: string } = {}): ParsedMir {
  const diagnostics: Diagnostic[] = [];
  const functions: Mir[] = [];
  const file = options.file ?? '';
  let chunk: Line[] = [];
  const flush = (): void => {
    if (chunk.length === 0) return;
    const before = diagnostics.length;
    const mir = parseFunction(chunk, file, diagnostics);
    if (mir !== undefined && diagnostics.length === before) functions.push(mir);
    chunk = [];
  };
  text.split('\n').forEach((line, i) => {
    const words = wordsOf(line);
    if (words.length === 0) return;
    if (words[0]!.text === 'func') flush();
    chunk.push({ words, number: i + 1 });
  });
  flush();
  return { functions, diagnostics };
}

function parseFunction(
  lines: readonly Line[],
  file: string,
  diagnostics: Diagnostic[],
): Mir | undefined {
  const reader = new LineReader(file, diagnostics);
  reader.open(lines[0]!);
  reader.word('func');
  const name = reader.symbol();
  const is64 = reader.accept('wasm64');
  const params = reader.types('param');
  const results = reader.types('result');
  const locals = reader.types('local');
  reader.close();
  const count = params.length + locals.length;
  if (count > MAX_LOCALS) {
    reader.report(diagnose(mirCodes.tooManyLocals, { name, limit: MAX_LOCALS }, reader.place()));
    return undefined;
  }
  const builder = new MirBuilder({ is64 });
  builder.begin(name, { params, results });
  for (const type of locals) builder.locals.fresh(type);
  let body = 1;
  if (lines[1]?.words[0]!.text === 'prologue') {
    reader.open(lines[1]);
    parsePrologue(reader, builder);
    reader.close();
    body = 2;
  }
  const end = endOfBody(lines, body);
  if (end === lines.length) {
    reader.report(diagnose(mirCodes.missingEnd, { name }, reader.place()));
    return undefined;
  }
  const lists = parseLists(lines.slice(end + 1), reader, builder);
  parseBody(lines, body, end, reader, builder, lists);
  return builder.finish();
}

function parsePrologue(reader: LineReader, builder: MirBuilder): void {
  const local = (key: string): number => {
    const text = reader.keyed(key);
    return text === 'none' ? NONE : reader.toU32(text, 'a local');
  };
  reader.word('prologue');
  builder.setPrologue({
    savedLocal: local('saved'),
    bottomLocal: local('bottom'),
    alignment: reader.toU32(reader.keyed('align'), 'an alignment'),
    size: reader.toU32(reader.keyed('size'), 'a size'),
  });
}

/** Line of the function's own `end`; the number of lines if there is none. */
function endOfBody(lines: readonly Line[], start: number): number {
  let depth = 0;
  for (let i = start; i < lines.length; i++) {
    const tag = mirInstructionByName(lines[i]!.words[0]!.text)?.tag;
    if (tag === undefined) continue;
    if ((tag >= Tag.block && tag <= Tag.if) || tag === Tag.try || tag === Tag.try_table) depth++;
    else if (tag === Tag.end && depth === 0) return i;
    else if (tag === Tag.end || tag === Tag.delegate) depth--;
  }
  return lines.length;
}

function parseBody(
  lines: readonly Line[],
  start: number,
  end: number,
  reader: LineReader,
  builder: MirBuilder,
  lists: Lists,
): void {
  for (let i = start; i < end; i++) {
    reader.open(lines[i]!);
    parseInstruction(reader, builder, lists);
    if (reader.accept('likely')) builder.hint(true);
    else if (reader.accept('unlikely')) builder.hint(false);
    reader.close();
  }
}
