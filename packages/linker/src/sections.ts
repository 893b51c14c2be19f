/**
 * Payloads of the sections that are small enough to be built in memory (linking.md 2.1, 2.6, E5, O5).
 *   reads:  everything a flush found out
 *   writes: nothing
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import {
  ByteReader,
  ByteWriter,
  encodeUtf8,
  ExternalKind,
  LimitsFlag,
  SymbolFlag,
  SymbolKind,
  TypeForm,
} from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import type { LinkedObject } from './inputs.ts';
import { importNames } from './imports.ts';
import type { TableType } from './link.ts';
import { functionIndexOf, slotOf, tagSignature } from './number.ts';
import { addressOf, gotAddressOf } from './values.ts';

const WASM32_POINTER = 0x7f;
const WASM64_POINTER = 0x7e;
const END = 0x0b;

/** Table type of the import or definition of a symbol; the indirect table's limits are the linker's. */
function writeTableType(writer: ByteWriter, { type, flags, minimum, maximum }: TableType): void {
  writer.byte(type);
  writer.byte(flags);
  writer.u64(minimum);
  if ((flags & LimitsFlag.HAS_MAX) !== 0) writer.u64(maximum);
}

function writeMemoryType(flush: Flush, writer: ByteWriter): void {
  const { settings } = flush.link;
  const max = flush.maxMemoryPages;
  const { HAS_MAX, SHARED, IS_64, CUSTOM_PAGE_SIZE } = LimitsFlag;
  writer.byte(
    (max === undefined ? 0 : HAS_MAX) |
      (settings.sharedMemory ? SHARED : 0) |
      (settings.is64 ? IS_64 : 0) |
      (settings.pageSize === 65536 ? 0 : CUSTOM_PAGE_SIZE),
  );
  writer.u64(flush.memoryPages);
  if (max !== undefined) writer.u64(max);
  if (settings.pageSize !== 65536) writer.u32(Math.log2(settings.pageSize));
}

/** `i32.const` or `i64.const` and `end`. */
function writePointerInit(flush: Flush, writer: ByteWriter, value: number): void {
  const { is64 } = flush.link.settings;
  writer.byte(is64 ? 0x42 : 0x41);
  if (is64) writer.s64(value);
  else writer.s32(value);
  writer.byte(END);
}

/** Empty if there are no types. */
export function typeSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  const { types, link } = flush;
  if (types.length === 0) return writer;
  writer.u32(types.length);
  for (const signature of types.view()) {
    writer.byte(TypeForm.func);
    writer.raw(link.signatures.bytes(signature));
  }
  return writer;
}

/** Memory first, then the other imports in order (E3). */
export function importSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  const { link, imports } = flush;
  const { importMemory } = link.settings;
  const count = imports.length + (importMemory === undefined ? 0 : 1);
  if (count === 0) return writer;
  writer.u32(count);
  if (importMemory !== undefined) {
    writer.name(importMemory[0]);
    writer.name(importMemory[1]);
    writer.byte(ExternalKind.memory);
    writeMemoryType(flush, writer);
  }
  for (const symbol of imports.view()) {
    const { module, field } = importNames(link, symbol);
    writer.name(module);
    writer.name(field);
    const signature = link.symbols.signature[symbol]!;
    switch (link.symbols.kind[symbol]) {
      case SymbolKind.function:
        writer.byte(ExternalKind.function);
        writer.u32(flush.typeOf(signature));
        break;
      case SymbolKind.table: {
        writer.byte(ExternalKind.table);
        const own = flush.indirectTable;
        writeTableType(writer, own?.symbol === symbol ? own.type : link.tableType(symbol));
        break;
      }
      case SymbolKind.global: {
        const { type, mutable } = link.globalType(symbol);
        writer.byte(ExternalKind.global);
        writer.byte(type);
        writer.byte(mutable ? 1 : 0);
        break;
      }
      default:
        writer.byte(ExternalKind.tag);
        writer.byte(0);
        writer.u32(flush.typeOf(signature));
    }
  }
  return writer;
}

export function functionSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter(flush.functions.length + 16);
  if (flush.functions.length === 0) return writer;
  writer.u32(flush.functions.length);
  for (const row of flush.functions.view()) {
    writer.u32(flush.typeOf(flush.link.functionSignature(row)));
  }
  return writer;
}

export function tableSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  const { link, tables } = flush;
  if (tables.length === 0) return writer;
  writer.u32(tables.length);
  for (const row of tables.view()) {
    const owner = link.tables.owner.data[row]!;
    if (owner === NONE) {
      writeTableType(writer, flush.indirectTable!.type);
      continue;
    }
    const { type, flags, minimum, maximum } = link.objectOf(owner).file.tables;
    const local = link.tables.local.data[row]!;
    writeTableType(writer, {
      type: type[local]!,
      flags: flags[local]!,
      minimum: minimum[local]!,
      maximum: maximum[local]!,
    });
  }
  return writer;
}

export function memorySection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  if (flush.link.settings.importMemory !== undefined) return writer;
  writer.u32(1);
  writeMemoryType(flush, writer);
  return writer;
}

export function tagSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  if (flush.tags.length === 0) return writer;
  writer.u32(flush.tags.length);
  for (const row of flush.tags.view()) {
    writer.byte(0);
    writer.u32(flush.typeOf(tagSignature(flush, row)));
  }
  return writer;
}

/** Defined globals, internal GOT entries, exported data addresses (O3). */
export function globalSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  const { link, globals, gotEntries, dataGlobals } = flush;
  const count = globals.length + gotEntries.length + dataGlobals.length;
  if (count === 0) return writer;
  const pointer = link.settings.is64 ? WASM64_POINTER : WASM32_POINTER;
  writer.u32(count);
  const imported = new ImportedGlobals();
  for (const row of globals.view()) {
    const { type, mutable } = link.globalRowType(row);
    writer.byte(type);
    writer.byte(mutable ? 1 : 0);
    const owner = link.globals.owner.data[row]!;
    const local = link.globals.local.data[row]!;
    if (owner === NONE) writePointerInit(flush, writer, flush.globalValues[local] ?? 0);
    else writeInitializer(flush, writer, imported, row);
  }
  for (const symbol of gotEntries.view()) {
    const { symbols, settings } = link;
    const isFunction = symbols.kind[symbol] === SymbolKind.function;
    const isMutable = settings.sharedMemory && symbols.has(symbol, SymbolFlag.TLS);
    writer.byte(pointer);
    writer.byte(isMutable ? 1 : 0);
    const value = isFunction ? slotOf(flush, symbol) : gotAddressOf(flush, symbol);
    writePointerInit(flush, writer, value);
  }
  for (const symbol of dataGlobals) {
    writer.byte(pointer);
    writer.byte(0);
    writePointerInit(flush, writer, addressOf(flush, symbol));
  }
  return writer;
}

/** An object's initializer is copied; `global.get` only if the number means the same global (2.5). */
function writeInitializer(
  flush: Flush,
  writer: ByteWriter,
  imported: ImportedGlobals,
  row: number,
): void {
  const { link } = flush;
  const owner = link.globals.owner.data[row]!;
  const object = link.objectOf(owner);
  const { file } = object;
  const local = link.globals.local.data[row]!;
  const start = file.globals.initStart[local]!;
  const end = file.globals.initEnd[local]!;
  const reader = new ByteReader(file.bytes, start, end);
  if (reader.byte() === 0x23) {
    const index = reader.u32();
    if (outputGlobal(flush, object, imported, index) !== index) {
      link.report(linkerCodes.initializerGlobal, { file: object.input.name, index }, owner);
    }
  }
  writer.raw(file.bytes, start, end);
}

/** Output index of the global that `index` means in an object; `NONE` if it has none. */
function outputGlobal(
  flush: Flush,
  object: LinkedObject,
  imported: ImportedGlobals,
  index: number,
): number {
  const { link } = flush;
  const count = object.file.imports.byKind[3].length;
  if (index >= count) return flush.globalIndex[object.globalBase + index - count] ?? NONE;
  const symbol = imported.symbols(flush, object)[index]!;
  if (symbol === NONE) return NONE;
  return link.symbols.isDefined(symbol)
    ? flush.globalIndex[link.symbols.element[symbol]!]!
    : flush.importIndex[symbol]!;
}

/** The symbols that the imported globals of an object mean, found once per object. */
class ImportedGlobals {
  private object: LinkedObject | undefined;
  private found: Uint32Array = new Uint32Array(0);

  /** By import; `NONE` where no symbol names it. */
  symbols(flush: Flush, object: LinkedObject): Uint32Array {
    if (this.object === object) return this.found;
    const { kind, element, count } = object.file.symbols;
    this.object = object;
    this.found = new Uint32Array(object.file.imports.byKind[3].length).fill(NONE);
    for (let i = 0; i < count; i++) {
      if (kind[i] !== SymbolKind.global || element[i]! >= this.found.length) continue;
      this.found[element[i]!] = flush.link.references.data[object.symbolBase + i]!;
    }
    return this.found;
  }
}

export function exportSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  if (flush.exports.length === 0) return writer;
  writer.u32(flush.exports.length);
  for (const { name, kind, index } of flush.exports) {
    writer.u32(name.length);
    writer.raw(name);
    writer.byte(kind);
    writer.u32(index);
  }
  return writer;
}

export function startSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  if (flush.startFunction !== NONE) writer.u32(flush.functionIndex[flush.startFunction]!);
  return writer;
}

/** One segment that fills the indirect table from its first slot (2.6). */
export function elementSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  const { link, slots, indirectTable } = flush;
  if (slots.length === 0 || indirectTable === undefined) return writer;
  const { symbol, isImport } = indirectTable;
  const table = isImport
    ? flush.importIndex[symbol]!
    : flush.tableIndex[link.symbols.element[symbol]!]!;
  writer.u32(1);
  writer.u32(table === 0 ? 0 : 2);
  if (table !== 0) writer.u32(table);
  writePointerInit(flush, writer, link.settings.tableBase);
  if (table !== 0) writer.byte(0);
  writer.u32(slots.length);
  for (const slot of slots.view()) writer.u32(functionIndexOf(flush, slot));
  return writer;
}

/** Only with shared memory (T1). */
export function dataCountSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  const count = flush.outputSegments.filter((segment) => flush.isWritten(segment)).length;
  if (flush.link.settings.sharedMemory && count > 0) writer.u32(count);
  return writer;
}

/** Header of a data segment: flags, offset if active, size (O5). */
export function segmentHeader(flush: Flush, address: number, size: number): Uint8Array {
  const writer = new ByteWriter(24);
  const isPassive = flush.link.settings.sharedMemory;
  writer.u32(isPassive ? 1 : 0);
  if (!isPassive) writePointerInit(flush, writer, address);
  writer.u32(size);
  return writer.toBytes();
}

/** F1: the output features, sorted bytewise. */
export function targetFeaturesSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  if (flush.features.size === 0) return writer;
  writer.u32(flush.features.size);
  for (const name of [...flush.features].sort(compareBytes)) {
    writer.byte(0x2b);
    writer.name(name);
  }
  return writer;
}

function compareBytes(a: string, b: string): number {
  const x = encodeUtf8(a);
  const y = encodeUtf8(b);
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

const PRODUCER_FIELDS = ['language', 'processed-by', 'sdk'] as const;

/** O8: per field the union over the objects; the first version of a name wins. */
export function producersSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter();
  const fields = PRODUCER_FIELDS.map((field) => ({ field, values: new Map<string, string>() }));
  for (const { file } of flush.link.linkOrder) {
    for (const { field, values } of file.producers) {
      const merged = fields.find((row) => row.field === field)!.values;
      for (const [name, version] of values) if (!merged.has(name)) merged.set(name, version);
    }
  }
  const present = fields.filter(({ values }) => values.size > 0);
  if (present.length === 0) return writer;
  writer.u32(present.length);
  for (const { field, values } of present) {
    writer.name(field);
    writer.u32(values.size);
    for (const [name, version] of values) {
      writer.name(name);
      writer.name(version);
    }
  }
  return writer;
}
