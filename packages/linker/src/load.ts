/**
 * Parsing inputs in link order and entering their symbols (linking.md S11, S13, C1, C2).
 *   reads:  `link.inputs`
 *   writes: the tables of `Link`: objects, symbols, references, rows of every kind
 * Extraction happens in the middle of the object that causes it; a stack of half-read objects keeps it from recursing.
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import {
  definedSymbols,
  hashName,
  NONE,
  type ObjectFile,
  parseObject,
  type ParseOptions,
} from '@wasmwright/object';
import { SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import type { Input, InputId, LinkedObject } from './inputs.ts';
import { type Link, Stop } from './link.ts';
import { define, type Incoming, type Name, offer, reference } from './resolve.ts';
import { Mark, State, type SymbolId } from './symbols.ts';
import type { UnitTables } from './unit/tables.ts';

const nothing: Incoming = {
  kind: 0,
  flags: 0,
  owner: 0,
  element: NONE,
  signature: NONE,
  offset: 0,
  size: 0,
  importName: NONE,
  importModule: NONE,
  called: false,
};

/** An object whose symbols are being read. */
interface Frame {
  readonly object: LinkedObject;
  /** Per symbol 1 if a relocation of the object calls it (S6). */
  readonly called: Uint8Array;
  readonly incoming: Incoming;
  readonly name: Name;
  next: number;
  /** Symbol whose reference extracted another object, until that is recorded. */
  waiting: SymbolId;
}

/** Reads every input in order; lazy ones only enter their names. */
export function loadInputs(link: Link): void {
  for (const input of link.inputs) {
    link.checkAbort();
    if (input.kind === 'stub') continue;
    if (input.lazy) offerNames(link, input);
    else if (input.object === undefined) loadObject(link, input.row);
  }
}

/** Enters the names of a lazy input (S11); one that is already needed extracts it. */
function offerNames(link: Link, input: Input): void {
  const names = (input.parsed.names ??= definedSymbols(input.bytes, parseOptions(link, input)));
  link.diagnostics.push(...names.diagnostics);
  if (names.diagnostics.some((diagnostic) => diagnostic.fatal)) throw new Stop();
  for (let i = 0; i < names.count; i++) {
    const start = names.start[i]!;
    const end = names.end[i]!;
    const name = { source: input.source, start, end, hash: hashName(input.bytes, start, end) };
    const needed = offer(link, name, input.row);
    if (needed === NONE) continue;
    const referrer = link.symbols.owner[needed]!;
    loadObject(link, input.row);
    link.recordExtraction(link.fileOf(referrer), needed);
    return;
  }
}

/** Parses an object, and whatever its references extract, and enters the symbols (S13). No effect a second time. */
export function loadObject(link: Link, row: InputId): void {
  if (link.inputs[row]!.object !== undefined) return;
  const stack = [begin(link, row)];
  while (stack.length > 0) {
    const frame = stack[stack.length - 1]!;
    const needed = readSymbols(link, frame);
    if (needed !== NONE) {
      stack.push(begin(link, needed));
    } else {
      link.linkOrder.push(frame.object);
      stack.pop();
    }
  }
}

function begin(link: Link, row: InputId): Frame {
  link.checkAbort();
  const input = link.inputs[row]!;
  input.lazy = false;
  if (link.settings.trace) link.stdout.push(input.name);
  const unit = input.unit?.tables();
  const file = unit === undefined ? parse(link, input) : unitFile(link, input, unit);
  checkArchitecture(link, file, row);
  const object: LinkedObject = {
    input,
    file,
    unit,
    symbolBase: link.references.fill(file.symbols.count, NONE),
    functionBase: link.functions.add(row, file.functions.count),
    segmentBase: link.segments.add(row, file.segments.count),
    globalBase: link.globals.add(row, file.globals.count),
    tableBase: link.tables.add(row, file.tables.count),
    tagBase: link.tags.add(row, file.tags.count),
    sectionBase: link.sections.add(row, file.sections.count),
    signatures: internTypes(link, file),
    keptComdats: keepComdats(link, file),
    functionNames: new Uint32Array(file.functions.count).fill(NONE),
    globalNames: new Uint32Array(file.globals.count).fill(NONE),
    tagNames: new Uint32Array(file.tags.count).fill(NONE),
    tableNames: new Uint32Array(file.tables.count).fill(NONE),
  };
  input.object = object;
  nameChunks(object);
  if (file.legacyTable) link.legacyTable = true;
  return {
    object,
    called: calledSymbols(file),
    incoming: { ...nothing },
    name: { source: input.source, start: 0, end: 0, hash: 0 },
    next: 0,
    waiting: NONE,
  };
}

/** The tables of an object; those of a former resolution if there was one. */
function parse(link: Link, input: Input): ObjectFile {
  const { object, diagnostics } = (input.parsed.object ??= parseObject(
    input.bytes,
    parseOptions(link, input),
  ));
  link.diagnostics.push(...diagnostics);
  if (object === undefined || diagnostics.some(({ fatal }) => fatal)) throw new Stop();
  return object;
}

/** The tables of a unit, with copies of the columns that later phases change. */
function unitFile(link: Link, input: Input, { file }: UnitTables): ObjectFile {
  link.sources[input.source] = file.bytes;
  const { functions, segments } = file;
  return {
    ...file,
    functions: { ...functions, bodyStart: functions.bodyStart.slice() },
    segments: { ...segments, alignment: segments.alignment.slice() },
  };
}

function parseOptions(link: Link, input: Input): ParseOptions {
  return { name: input.name, member: input.memberName, compat: link.settings.compat };
}

/** I3. */
function checkArchitecture(link: Link, file: ObjectFile, row: InputId): void {
  if (file.is64 === link.settings.is64) return;
  const isUnasked = file.is64 && link.options.target === undefined;
  link.fatal(
    isUnasked ? linkerCodes.wasm64NeedsOption : linkerCodes.wasm32InWasm64,
    { file: file.name },
    row,
  );
}

function internTypes(link: Link, file: ObjectFile): Uint32Array {
  const { types } = file;
  const numbers = new Uint32Array(types.count);
  for (let i = 0; i < types.count; i++) {
    numbers[i] = link.signatures.intern(file.bytes, types.start[i]!, types.end[i]!);
  }
  return numbers;
}

/** C1: the first object to name a group keeps it. */
function keepComdats(link: Link, file: ObjectFile): Uint8Array {
  const { comdats } = file;
  const kept = new Uint8Array(comdats.count);
  for (let i = 0; i < comdats.count; i++) {
    const known = link.comdats.count;
    const id = link.comdats.intern(file.bytes, comdats.nameStart[i], comdats.nameEnd[i]);
    kept[i] = id === known ? 1 : 0;
  }
  return kept;
}

/** I18: a chunk is named after the first symbol that defines it. */
function nameChunks(object: LinkedObject): void {
  const { file } = object;
  const { kind, flags, element, count } = file.symbols;
  const importCount = (external: 0 | 1 | 3 | 4) => file.imports.byKind[external].length;
  const targets: Readonly<Record<number, readonly [Uint32Array, number]>> = {
    [SymbolKind.function]: [object.functionNames, importCount(0)],
    [SymbolKind.global]: [object.globalNames, importCount(3)],
    [SymbolKind.tag]: [object.tagNames, importCount(4)],
    [SymbolKind.table]: [object.tableNames, importCount(1)],
  };
  for (let i = 0; i < count; i++) {
    if ((flags[i]! & SymbolFlag.UNDEFINED) !== 0) continue;
    const target = targets[kind[i]!];
    if (target === undefined) continue;
    const local = element[i]! - target[1];
    if (target[0][local] === NONE) target[0][local] = i;
  }
}

/** S6: symbols that a FUNCTION_INDEX_LEB relocation of code or data uses. */
function calledSymbols(file: ObjectFile): Uint8Array {
  const called = new Uint8Array(file.symbols.count);
  for (const { count, type, index } of [file.codeRelocations, file.dataRelocations]) {
    for (let i = 0; i < count; i++) if (type[i] === 0) called[index[i]!] = 1;
  }
  return called;
}

/**
 * Enters the symbols of an object from where it stopped.
 *
 * @returns the lazy input to parse before going on, or `NONE` when all symbols are read
 */
function readSymbols(link: Link, frame: Frame): InputId {
  const { object, incoming, name } = frame;
  const { symbols: rows, references } = link;
  const { input, file } = object;
  const { symbols } = file;
  let isResumed = frame.waiting !== NONE;
  // Functions only: why-extract records no other references (Q2).
  if (isResumed && rows.kind[frame.waiting] === SymbolKind.function) {
    link.recordExtraction(input.name, frame.waiting);
  }
  frame.waiting = NONE;
  for (; frame.next < symbols.count; frame.next++) {
    const i = frame.next;
    const flags = symbols.flags[i]!;
    name.start = symbols.nameStart[i]!;
    name.end = symbols.nameEnd[i]!;
    name.hash = symbols.hash[i]!;
    incoming.kind = symbols.kind[i]!;
    incoming.flags = flags;
    incoming.owner = input.row;
    const isLocal = (flags & SymbolFlag.BINDING_MASK) === SymbolFlag.LOCAL;
    const isDefined = (flags & SymbolFlag.UNDEFINED) === 0;
    const at = object.symbolBase + i;
    if (isDefined && describeDefinition(incoming, object, i, isLocal)) {
      references.data[at] = isLocal ? addLocal(link, name, incoming) : define(link, name, incoming);
      continue;
    }
    describeReference(incoming, link, object, i, frame.called[i] === 1);
    if (isLocal) {
      references.data[at] = addLocal(link, name, incoming);
      continue;
    }
    const symbol = reference(link, name, incoming);
    references.data[at] = symbol;
    if (!isResumed) traceReference(link, input, symbol);
    isResumed = false;
    if (rows.state[symbol] !== State.lazy || isWeakOnly(incoming)) continue;
    // A member that is being read stays the owner of names it did not reach yet, or whose COMDAT it lost (C2).
    if (!link.inputs[rows.owner[symbol]!]!.lazy) {
      if (incoming.kind === SymbolKind.function) link.recordExtraction(input.name, symbol);
      continue;
    }
    // The reference is read again when the definition is there, which compares their types (S6).
    frame.waiting = symbol;
    return rows.owner[symbol]!;
  }
  return NONE;
}

function traceReference(link: Link, input: Input, symbol: SymbolId): void {
  if (!link.symbols.has(symbol, Mark.TRACED)) return;
  link.stdout.push(`${input.name}: reference to ${link.nameOf(symbol)}`);
}

/** A weak function or data reference, which extracts nothing (S12). */
function isWeakOnly({ kind, flags }: Incoming): boolean {
  const isWeak = (flags & SymbolFlag.BINDING_MASK) === SymbolFlag.WEAK;
  return isWeak && (kind === SymbolKind.function || kind === SymbolKind.data);
}

/**
 * Describes a defined symbol in `incoming`.
 *
 * @returns false if its chunk was discarded with a COMDAT, so that the symbol becomes a reference (C2)
 */
function describeDefinition(
  incoming: Incoming,
  object: LinkedObject,
  i: number,
  isLocal: boolean,
): boolean {
  const { file } = object;
  const { symbols, imports } = file;
  const element = symbols.element[i]!;
  incoming.signature = NONE;
  incoming.offset = 0;
  incoming.size = 0;
  switch (symbols.kind[i]) {
    case SymbolKind.function: {
      const local = element - imports.byKind[0].length;
      if (!isLocal && isDiscarded(object, file.functions.comdat[local]!)) return false;
      incoming.element = object.functionBase + local;
      incoming.signature = object.signatures[file.functions.type[local]!]!;
      return true;
    }
    case SymbolKind.data: {
      incoming.offset = symbols.offset[i]!;
      incoming.size = symbols.size[i]!;
      incoming.element = NONE;
      if ((incoming.flags & SymbolFlag.ABSOLUTE) !== 0) return true;
      if (!isLocal && isDiscarded(object, file.segments.comdat[element]!)) return false;
      incoming.element = object.segmentBase + element;
      return true;
    }
    case SymbolKind.global:
      incoming.element = object.globalBase + element - imports.byKind[3].length;
      return true;
    case SymbolKind.tag: {
      const local = element - imports.byKind[4].length;
      incoming.element = object.tagBase + local;
      incoming.signature = object.signatures[file.tags.type[local]!]!;
      return true;
    }
    case SymbolKind.table:
      incoming.element = object.tableBase + element - imports.byKind[1].length;
      return true;
    default:
      incoming.element = object.sectionBase + element;
      return true;
  }
}

function isDiscarded(object: LinkedObject, comdat: number): boolean {
  return comdat !== NONE && object.keptComdats[comdat] === 0;
}

/** Describes a reference in `incoming`; also a definition that was discarded, which has no import. */
function describeReference(
  incoming: Incoming,
  link: Link,
  object: LinkedObject,
  i: number,
  called: boolean,
): void {
  const { file } = object;
  const { symbols, imports, bytes } = file;
  const kind = symbols.kind[i]!;
  const element = symbols.element[i]!;
  incoming.called = called;
  incoming.offset = 0;
  incoming.size = 0;
  incoming.element = NONE;
  incoming.signature = NONE;
  incoming.importName = NONE;
  incoming.importModule = NONE;
  if ((incoming.flags & SymbolFlag.UNDEFINED) === 0) {
    // Only functions and data are in COMDATs; the reference keeps the signature of its own copy.
    if (kind === SymbolKind.function) {
      const local = element - imports.byKind[0].length;
      incoming.signature = object.signatures[file.functions.type[local]!]!;
    }
    return;
  }
  const external = externalOf(kind);
  if (external === undefined) return;
  incoming.element = element;
  const row = imports.byKind[external][element]!;
  incoming.importModule = link.strings.intern(
    bytes,
    imports.moduleStart[row],
    imports.moduleEnd[row],
  );
  if ((incoming.flags & SymbolFlag.EXPLICIT_NAME) !== 0) {
    incoming.importName = link.strings.intern(
      bytes,
      imports.fieldStart[row],
      imports.fieldEnd[row],
    );
  }
  if (external === 0 || external === 4) {
    incoming.signature = object.signatures[imports.type[row]!]!;
  }
}

/** Kind of import of an undefined symbol; data symbols have none. */
function externalOf(kind: number): 0 | 1 | 3 | 4 | undefined {
  switch (kind) {
    case SymbolKind.function:
      return 0;
    case SymbolKind.table:
      return 1;
    case SymbolKind.global:
      return 3;
    case SymbolKind.tag:
      return 4;
    default:
      return undefined;
  }
}

/** A local symbol: a row of its own, outside the symtab. */
function addLocal(link: Link, { source, start, end }: Name, incoming: Incoming): SymbolId {
  const { symbols } = link;
  const symbol = symbols.add();
  const { kind, flags, owner, element, signature } = incoming;
  const isDefined = (flags & SymbolFlag.UNDEFINED) === 0;
  symbols.source[symbol] = source;
  symbols.nameStart[symbol] = start;
  symbols.nameEnd[symbol] = end;
  symbols.replace(
    symbol,
    isDefined ? State.defined : State.undefined,
    kind,
    flags | Mark.USED,
    owner,
    element,
    signature,
  );
  symbols.flags[symbol]! |= Mark.USED;
  symbols.offset[symbol] = incoming.offset;
  symbols.size[symbol] = incoming.size;
  return symbol;
}
