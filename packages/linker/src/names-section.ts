/**
 * The `name` section (linking.md O6).
 *   reads:  output lists, symbols, debug names
 *   writes: nothing
 */
import { NONE } from '@wasmwright/object';
import { ByteWriter, decodeUtf8, encodeUtf8, NameSubsection, SymbolKind } from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import { symbolName } from './inputs.ts';
import type { Link } from './link.ts';

/** Names of the module, of functions, globals and data segments. */
export function nameSection(flush: Flush): ByteWriter {
  const writer = new ByteWriter(1 << 16);
  const module = new ByteWriter();
  module.name(flush.link.settings.moduleName);
  subsection(writer, NameSubsection.module, module);
  named(writer, NameSubsection.function, functionNames(flush));
  named(writer, NameSubsection.global, globalNames(flush));
  named(writer, NameSubsection.data, segmentNames(flush));
  return writer;
}

/** A list of (index, name) with its length. */
class NameList {
  count = 0;
  readonly entries = new ByteWriter(1 << 12);

  add(index: number, bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    this.count++;
    this.entries.u32(index);
    this.entries.u32(end - start);
    this.entries.raw(bytes, start, end);
  }

  /** Adds a text. Display names are long and nearly always ASCII: a loop is three times as fast as an encoder. */
  addText(index: number, text: string): void {
    const { entries } = this;
    const start = entries.length;
    entries.u32(index);
    entries.u32(text.length);
    entries.reserve(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        entries.length = start;
        this.add(index, encodeUtf8(text));
        return;
      }
      entries.byte(code);
    }
    this.count++;
  }

  /** Adds a name as it is displayed; only one that can be mangled is decoded. */
  addDisplayed(link: Link, index: number, bytes: Uint8Array, start: number, end: number): void {
    const first = bytes[start];
    if (first === 0x5f || first === 0x2e) {
      this.addText(index, link.display(decodeUtf8(bytes, start, end)));
    } else {
      this.add(index, bytes, start, end);
    }
  }

  addSymbol(link: Link, index: number, symbol: number): void {
    const { source, nameStart, nameEnd } = link.symbols;
    const bytes = link.sources[source[symbol]!]!;
    this.addDisplayed(link, index, bytes, nameStart[symbol]!, nameEnd[symbol]!);
  }
}

function subsection(writer: ByteWriter, id: number, payload: ByteWriter): void {
  writer.byte(id);
  writer.u32(payload.length);
  writer.raw(payload.view());
}

function named(writer: ByteWriter, id: number, list: NameList): void {
  if (list.count === 0) return;
  const count = new ByteWriter();
  count.u32(list.count);
  writer.byte(id);
  writer.u32(count.length + list.entries.length);
  writer.raw(count.view());
  writer.raw(list.entries.view());
}

function functionNames(flush: Flush): NameList {
  const { link } = flush;
  const list = new NameList();
  for (const symbol of flush.imports.view()) {
    if (link.symbols.kind[symbol] !== SymbolKind.function) continue;
    list.addSymbol(link, flush.importIndex[symbol]!, symbol);
  }
  for (const row of flush.functions.view()) {
    const index = flush.functionIndex[row]!;
    const owner = link.functions.owner.data[row]!;
    const local = link.functions.local.data[row]!;
    if (owner === NONE) {
      const { name, debugName } = link.syntheticFunctions[local]!;
      list.addText(index, debugName === '' ? link.display(name) : debugName);
      continue;
    }
    const object = link.objectOf(owner);
    const { functions, symbols, bytes } = object.file;
    const symbol = object.functionNames[local]!;
    const start = functions.debugNameStart[local]!;
    const end = functions.debugNameEnd[local]!;
    const isNamed = symbol !== NONE && symbols.nameEnd[symbol]! > symbols.nameStart[symbol]!;
    if (!isNamed) continue;
    if (end > start) list.add(index, bytes, start, end);
    else {
      list.addDisplayed(link, index, bytes, symbols.nameStart[symbol]!, symbols.nameEnd[symbol]!);
    }
  }
  return list;
}

function globalNames(flush: Flush): NameList {
  const { link } = flush;
  const list = new NameList();
  for (const symbol of flush.imports.view()) {
    if (link.symbols.kind[symbol] !== SymbolKind.global) continue;
    list.addSymbol(link, flush.importIndex[symbol]!, symbol);
  }
  for (const row of flush.globals.view()) {
    const owner = link.globals.owner.data[row]!;
    const local = link.globals.local.data[row]!;
    const name =
      owner === NONE
        ? link.syntheticGlobals[local]!.name
        : symbolName(link.objectOf(owner), link.objectOf(owner).globalNames[local]!);
    if (name !== '') list.addText(flush.globalIndex[row]!, link.display(name));
  }
  for (const symbol of flush.gotEntries.view()) {
    const kind = link.symbols.kind[symbol] === SymbolKind.function ? 'func' : 'data';
    const name = `GOT.${kind}.internal.${link.displayOf(symbol)}`;
    list.addText(flush.gotIndex.get(symbol)!, name);
  }
  return list;
}

function segmentNames(flush: Flush): NameList {
  const list = new NameList();
  for (const segment of flush.outputSegments) {
    if (segment.name === '' || !flush.isWritten(segment)) continue;
    list.addText(segment.index, segment.name);
  }
  return list;
}
