/** A module in the WebAssembly text format, from the readers of `wasmwright inspect`. */
import { diagnose, inspectCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { SectionId } from '@wasmwright/wasm';
import { disassemble } from '../inspect/disassemble.ts';
import { examine } from '../inspect/inspection.ts';
import type { Model } from '../inspect/model.ts';
import type {
  CodeReport,
  DataReport,
  ElementReport,
  EntityReport,
  ImportReport,
  TypeReport,
} from '../inspect/report.ts';
import { Identifiers } from './identifiers.ts';
import { quote, quoteBytes } from './strings.ts';

/** Bytes of a data segment on a line. */
const BYTES_PER_LINE = 32;
/** Deeper blocks are indented no further: the text grows with the code and not with its square. */
const DEEPEST_INDENT = 40;
/** Engines take no more locals in a function (JavaScript interface, limits). */
const MOST_LOCALS = 50_000;
/** All functions together may have so many more for each byte of the module: a few bytes can declare thousands. */
const LOCALS_PER_BYTE = 16;
/** A longer signature stands only in its type. */
const LONGEST_SIGNATURE = 200;

/** Words of the text format for the kinds of imports and exports. */
const keywords: Readonly<Record<string, string>> = {
  function: 'func',
  table: 'table',
  memory: 'memory',
  global: 'global',
  tag: 'tag',
};

/** Custom sections the text form has in another form, or whose offsets another encoding would make wrong. */
const isLeftOut = (name: string): boolean =>
  name === 'name' || name === 'linking' || name.startsWith('reloc.');

/**
 * Writes a module line by line. A damaged module gives what can be read of it.
 *
 * @param out - gets the text, piece by piece
 * @returns what is wrong with the module
 * @example
 * let text = '';
 * writeModuleText(bytes, 'a.wasm', (line) => (text += line));
 */
export function writeModuleText(
  bytes: Uint8Array,
  file: string,
  out: (text: string) => void,
): readonly Diagnostic[] {
  const { model, names, diagnostics } = examine(bytes, file);
  if (model === undefined || names === undefined) return diagnostics;
  const writer = new ModuleWriter(model, new Identifiers(names), out);
  writer.write();
  return diagnostics;
}

class ModuleWriter {
  readonly #model: Model;
  readonly #names: Identifiers;
  readonly #out: (text: string) => void;
  /** Locals that may still be listed. */
  #locals: number;

  constructor(model: Model, names: Identifiers, out: (text: string) => void) {
    this.#model = model;
    this.#names = names;
    this.#out = out;
    this.#locals = MOST_LOCALS + LOCALS_PER_BYTE * model.bytes.length;
  }

  write(): void {
    const { types, imports, tables, memories, tags, globals, exports, start } = this.#model;
    const moduleName = this.#model.notes.get('module name');
    this.#out(`(module${moduleName === undefined ? '' : ` ;; ${quote(moduleName)}`}\n`);
    this.#types(types);
    for (const row of imports) this.#import(row);
    this.#entities('tag', tags);
    this.#entities('table', tables);
    this.#entities('memory', memories);
    this.#entities('global', globals);
    for (const { name, kind, index } of exports) {
      this.#line(`(export ${quote(name)} (${keywords[kind]} ${this.#ref(kind, index)}))`);
    }
    if (start !== undefined) this.#line(`(start ${this.#ref('function', start)})`);
    for (const row of this.#model.elements) this.#element(row);
    for (const code of disassemble(this.#model, this.#names, undefined)) this.#function(code);
    for (const row of this.#model.data) this.#data(row);
    this.#customSections();
    this.#out(')\n');
  }

  #line(text: string): void {
    this.#out(`  ${text}\n`);
  }

  /** An index where it is used: its identifier, or the number. */
  #ref(space: string, index: number): string {
    return this.#names.get(space, index) ?? String(index);
  }

  /** An index where it is defined, with its number. */
  #definition(space: string, index: number): string {
    const name = this.#names.get(space, index);
    return name === undefined ? `(;${index};)` : `${name} (;${index};)`;
  }

  /** A comment with the name that could not be an identifier. */
  #comment(space: string, index: number): string {
    const name = this.#names.original(space, index);
    return name === undefined ? '' : ` ;; ${quote(name)}`;
  }

  #types(types: readonly TypeReport[]): void {
    let open: number | undefined;
    for (const { index, text, group } of types) {
      if (open !== undefined && group !== open) this.#line(')');
      if (group !== undefined && group !== open) this.#line('(rec');
      open = group;
      this.#line(`(type ${this.#definition('type', index)} ${text})`);
    }
    if (open !== undefined) this.#line(')');
  }

  #import({ module, field, kind, index, text }: ImportReport): void {
    const entity = `(${keywords[kind]} ${this.#definition(kind, index)} ${text})`;
    this.#line(`(import ${quote(module)} ${quote(field)} ${entity})`);
  }

  #entities(kind: string, rows: readonly EntityReport[]): void {
    for (const { index, text, init } of rows) {
      const value = init === undefined ? '' : ` ${init}`;
      const comment = this.#comment(kind, index);
      this.#line(`(${keywords[kind]} ${this.#definition(kind, index)} ${text}${value})${comment}`);
    }
  }

  #element({ index, mode, table, init, type, items }: ElementReport): void {
    const words = ['elem', this.#definition('element', index)];
    if (mode === 'declarative') words.push('declare');
    if (table !== undefined) words.push(`(table ${this.#ref('table', table)})`);
    if (init !== undefined) words.push(`(offset ${init})`);
    const areIndexes = items.every((item) => typeof item === 'number');
    words.push(areIndexes && type === 'funcref' ? 'func' : type);
    for (const item of items) {
      words.push(typeof item === 'number' ? this.#ref('function', item) : `(item ${item})`);
    }
    this.#line(`(${words.join(' ')})`);
  }

  #function({ index, type, locals, instructions }: CodeReport): void {
    const head = `(func ${this.#definition('function', index)} (type ${this.#ref('type', type)})`;
    this.#line(`${head}${this.#signature(type)}${this.#comment('function', index)}`);
    for (const line of this.#localTypes(index, locals)) this.#line(`  (local ${line})`);
    // The `end` of the body is the closing parenthesis.
    for (const { depth, text } of instructions.slice(0, -1)) {
      this.#line(`${'  '.repeat(Math.min(depth + 1, DEEPEST_INDENT))}${text}`);
    }
    this.#line(')');
  }

  /** ` (param i32) (result i32)` of a function type, for readers. */
  #signature(type: number): string {
    const text = this.#model.types[type]?.text ?? '';
    if (text.length > LONGEST_SIGNATURE || !text.startsWith('(func ')) return '';
    return text.slice('(func'.length, -1);
  }

  /** `i32 i32 i32` for each group of locals. */
  #localTypes(index: number, groups: readonly string[]): string[] {
    const counted = groups.map((group) => {
      const at = group.indexOf(' ');
      return { count: Number(group.slice(0, at)), type: group.slice(at + 1) };
    });
    const count = counted.reduce((sum, group) => sum + group.count, 0);
    this.#locals -= count;
    if (count > MOST_LOCALS || this.#locals < 0) {
      const { file, diagnostics } = this.#model;
      const at = { input: file, section: 'code' };
      diagnostics.push(diagnose(inspectCodes.manyLocals, { file, index, count }, at));
      return [];
    }
    return counted
      .filter((group) => group.count > 0)
      .map((group) => new Array<string>(group.count).fill(group.type).join(' '));
  }

  #data({ index, memory, init, offset, size }: DataReport): void {
    const words = [`(data ${this.#definition('data', index)}`];
    if (memory !== undefined && memory !== 0) words.push(`(memory ${this.#ref('memory', memory)})`);
    if (init !== undefined) words.push(`(offset ${init})`);
    this.#bytes(words.join(' ') + this.#comment('data', index), offset, size);
  }

  /** A parenthesis with strings in it. */
  #bytes(head: string, offset: number, size: number): void {
    this.#line(head);
    const { bytes } = this.#model;
    for (let at = offset; at < offset + size; at += BYTES_PER_LINE) {
      const end = Math.min(at + BYTES_PER_LINE, offset + size);
      this.#line(`  ${quoteBytes(bytes.subarray(at, end))}`);
    }
    this.#line(')');
  }

  #customSections(): void {
    for (const { id, name, offset, size } of this.#model.sections) {
      if (id !== SectionId.custom) continue;
      if (isLeftOut(name)) this.#line(`;; custom section ${quote(name)}, ${size} bytes`);
      else this.#bytes(`(@custom ${quote(name)}`, offset, size);
    }
  }
}
