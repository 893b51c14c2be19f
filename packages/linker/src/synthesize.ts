/**
 * Functions the linker makes during a flush and the bodies of all it made (linking.md N1, N2, T4, T5).
 *   reads:  symbols, live sets, segments with addresses, indexes
 *   writes: `bodies`, `initFunctions`, `startFunction`, wrappers and their symbols
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { ByteWriter, SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import { exportName, isExported } from './exports.ts';
import type { Flush } from './flush-state.ts';
import { addFunction, functionIndexOf } from './number.ts';
import { addSyntheticFunction } from './synthetic.ts';
import { Mark, type SymbolId } from './symbols.ts';
import { addressOf } from './values.ts';

/** Opcodes the bodies are made of. */
const Op = {
  unreachable: 0x00,
  block: 0x02,
  br: 0x0c,
  brTable: 0x0e,
  end: 0x0b,
  call: 0x10,
  drop: 0x1a,
  localGet: 0x20,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Add: 0x6a,
  i64Add: 0x7c,
  /** Prefix and sub-opcodes of bulk memory. */
  bulk: 0xfc,
  memoryInit: 8,
  dataDrop: 9,
  memoryFill: 11,
  /** Prefix and sub-opcodes of threads. */
  atomic: 0xfe,
  notify: 0x00,
  wait32: 0x01,
  i32AtomicStore: 0x17,
  i32AtomicCmpxchg: 0x48,
} as const;

const EMPTY_BLOCK = 0x40;
/** log2 of the alignment of the flag of `__wasm_init_memory`. */
const FLAG_ALIGNMENT = 2;
const TRAP = /* @__PURE__ */ Uint8Array.of(0, Op.unreachable, Op.end);

/** Makes the functions of T4 and T5 that this link needs, before indexes are assigned. */
export function addInitFunctions(flush: Flush): void {
  const { link } = flush;
  const { settings, wellKnown, symbols } = link;
  const add = (name: string): number => {
    const symbol = addSyntheticFunction(link, name, link.signatures.of([], []));
    flush.track();
    return symbols.element[symbol]!;
  };
  const keepTlsBase = () => {
    flush.globalLive[symbols.element[wellKnown.tlsBase!]!] = 1;
  };
  if (flush.outputSegments.some((segment) => flush.needsInitialization(segment))) {
    flush.initMemory = add('__wasm_init_memory');
    flush.startFunction = flush.initMemory;
    if (settings.sharedMemory) keepTlsBase();
  }
  if (!settings.sharedMemory) return;
  if (flush.gotEntries.view().some((symbol) => symbols.has(symbol, SymbolFlag.TLS))) {
    flush.applyGlobalTlsRelocs = add('__wasm_apply_global_tls_relocs');
    keepTlsBase();
  }
  if (hasTlsRelocations(flush)) flush.applyTlsRelocs = add('__wasm_apply_tls_relocs');
}

function hasTlsRelocations(flush: Flush): boolean {
  const { link } = flush;
  const tls = flush.outputSegments.find((segment) => segment.isTls);
  if (tls === undefined) return false;
  return tls.chunks.view().some((row) => {
    const owner = link.segments.owner.data[row];
    if (owner === undefined) return false;
    const { relocationStart } = link.objectOf(owner).file.segments;
    const local = link.segments.local.data[row]!;
    return relocationStart[local + 1]! > relocationStart[local]!;
  });
}

/** Makes all bodies, now that indexes are known. */
export function makeBodies(flush: Flush): void {
  const { link } = flush;
  const { wellKnown, symbols } = link;
  for (const made of link.syntheticFunctions) {
    if (isTrap(flush, made.row, made.debugName)) setBody(flush, made.row, TRAP);
  }
  collectInitFunctions(flush);
  if (flush.applyTlsRelocs !== NONE) setBody(flush, flush.applyTlsRelocs, emptyBody());
  if (flush.applyGlobalTlsRelocs !== NONE) {
    setBody(flush, flush.applyGlobalTlsRelocs, applyGlobalTlsRelocs(flush));
  }
  if (flush.initMemory !== NONE) setBody(flush, flush.initMemory, initMemory(flush));
  const constructors = symbols.element[wellKnown.callCtors]!;
  setBody(flush, constructors, callConstructors(flush));
  const isCalled = symbols.has(wellKnown.callCtors, Mark.USED);
  if (!isCalled && !isExported(link, wellKnown.callCtors)) addCommandExports(flush);
  if (wellKnown.initTls !== undefined) {
    setBody(flush, symbols.element[wellKnown.initTls]!, initTls(flush));
  }
}

/** Only stubs have a name of their own for the name section. */
function isTrap(flush: Flush, row: number, debugName: string): boolean {
  return flush.functionLive[row] === 1 && debugName !== '';
}

function setBody(flush: Flush, row: number, body: Uint8Array): void {
  flush.bodies[flush.link.functions.local.data[row]!] = body;
}

function emptyBody(): Uint8Array {
  return Uint8Array.of(0, Op.end);
}

/** N1. */
function collectInitFunctions(flush: Flush): void {
  const { link } = flush;
  const { wellKnown, symbols, signatures } = link;
  if (!flush.isLive(wellKnown.callCtors)) return;
  const found: { symbol: SymbolId; priority: number }[] = [];
  for (const { file, symbolBase } of link.linkOrder) {
    const { initFunctions } = file;
    for (let i = 0; i < initFunctions.count; i++) {
      const symbol = link.references.data[symbolBase + initFunctions.symbol[i]!]!;
      if (link.isDiscarded(symbol) || !flush.isLive(symbol)) continue;
      const signature = symbols.signature[symbol]!;
      if (signature !== NONE && signatures.lists(signature).parameters.length > 0) {
        link.report(linkerCodes.constructorWithArguments, { symbol: link.displayOf(symbol) });
      }
      found.push({ symbol, priority: initFunctions.priority[i]! });
    }
  }
  // Array.prototype.sort is stable.
  found.sort((a, b) => a.priority - b.priority);
  flush.initFunctions = found.map(({ symbol }) => symbol);
}

/** N1: each init function in order; results are dropped. */
function callConstructors(flush: Flush): Uint8Array {
  const { symbols, signatures } = flush.link;
  const body = new ByteWriter();
  body.byte(0);
  for (const symbol of flush.initFunctions) {
    body.byte(Op.call);
    body.u32(functionIndexOf(flush, symbol));
    const { results } = signatures.lists(symbols.signature[symbol]!);
    for (let i = 0; i < results.length; i++) body.byte(Op.drop);
  }
  body.byte(Op.end);
  return body.toBytes();
}

/** N2: wraps every exported function of a command, so that it runs constructors and destructors. */
function addCommandExports(flush: Flush): void {
  const { link } = flush;
  const { symbols, symtab, wellKnown } = link;
  if (flush.initFunctions.length === 0 && wellKnown.callDtors === undefined) return;
  const exported = symtab.order
    .view()
    .filter((symbol) => symbols.kind[symbol] === SymbolKind.function && isExported(link, symbol));
  for (const symbol of exported) {
    const target = symbols.element[symbol]!;
    const signature = symbols.signature[symbol]!;
    const name = exportName(link, target) ?? link.nameBytes(symbol);
    const flags = (symbols.flags[symbol]! & ~SymbolFlag.HIDDEN) | SymbolFlag.EXPORTED;
    const wrapper = addSyntheticFunction(
      link,
      `${link.nameOf(symbol)}.command_export`,
      signature,
      flags,
    );
    flush.track();
    const row = symbols.element[wrapper]!;
    symbols.flags[wrapper]! |= symbols.flags[symbol]! & Mark.FORCE_EXPORT;
    symbols.flags[symbol]! |= SymbolFlag.HIDDEN;
    symbols.flags[symbol]! &= ~(SymbolFlag.EXPORTED | Mark.FORCE_EXPORT);
    flush.wrapped.add(target);
    flush.wrapperExports.set(row, name);
    addFunction(flush, row);
    setBody(flush, row, commandExport(flush, functionIndexOf(flush, symbol), signature));
  }
}

function commandExport(flush: Flush, target: number, signature: number): Uint8Array {
  const { link } = flush;
  const { wellKnown } = link;
  const body = new ByteWriter();
  const call = (index: number) => {
    body.byte(Op.call);
    body.u32(index);
  };
  body.byte(0);
  if (flush.isLive(wellKnown.callCtors)) call(functionIndexOf(flush, wellKnown.callCtors));
  const { parameters } = link.signatures.lists(signature);
  for (let i = 0; i < parameters.length; i++) {
    body.byte(Op.localGet);
    body.u32(i);
  }
  call(target);
  if (wellKnown.callDtors !== undefined) call(functionIndexOf(flush, wellKnown.callDtors));
  body.byte(Op.end);
  return body.toBytes();
}

// --- memory and thread-local storage

function pointerConst(flush: Flush, body: ByteWriter, value: number): void {
  body.byte(flush.link.settings.is64 ? Op.i64Const : Op.i32Const);
  if (flush.link.settings.is64) body.s64(value);
  else body.s32(value);
}

function i32Const(body: ByteWriter, value: number): void {
  body.byte(Op.i32Const);
  body.s32(value);
}

function bulk(body: ByteWriter, operation: number, ...operands: number[]): void {
  body.byte(Op.bulk);
  body.u32(operation);
  for (const operand of operands) body.u32(operand);
}

function atomic(body: ByteWriter, operation: number): void {
  body.byte(Op.atomic);
  body.u32(operation);
  body.u32(FLAG_ALIGNMENT);
  body.u32(0);
}

/** T4: initializes the passive segments once, whichever thread comes first. */
function initMemory(flush: Flush): Uint8Array {
  const { link, initFlagAddress } = flush;
  const { sharedMemory } = link.settings;
  const segments = flush.outputSegments.filter((segment) => flush.needsInitialization(segment));
  const body = new ByteWriter();
  const flag = () => pointerConst(flush, body, initFlagAddress);
  body.byte(0);
  if (sharedMemory) {
    for (let i = 0; i < 3; i++) {
      body.byte(Op.block);
      body.byte(EMPTY_BLOCK);
    }
    flag();
    i32Const(body, 0);
    i32Const(body, 1);
    atomic(body, Op.i32AtomicCmpxchg);
    body.byte(Op.brTable);
    body.u32(2);
    for (const depth of [0, 1, 2]) body.u32(depth);
    body.byte(Op.end);
  }
  for (const segment of segments) {
    pointerConst(flush, body, segment.address);
    if (sharedMemory && segment.isTls) {
      pointerConst(flush, body, segment.address);
      body.byte(Op.globalSet);
      body.u32(flush.globalIndex[link.symbols.element[link.wellKnown.tlsBase!]!]!);
    }
    i32Const(body, 0);
    if (segment.isZero) {
      pointerConst(flush, body, segment.size);
      bulk(body, Op.memoryFill, 0);
    } else {
      i32Const(body, segment.size);
      bulk(body, Op.memoryInit, segment.index, 0);
    }
  }
  if (sharedMemory) {
    flag();
    i32Const(body, 2);
    atomic(body, Op.i32AtomicStore);
    flag();
    i32Const(body, -1);
    atomic(body, Op.notify);
    body.byte(Op.drop);
    body.byte(Op.br);
    body.u32(1);
    body.byte(Op.end);
    flag();
    i32Const(body, 1);
    body.byte(Op.i64Const);
    body.s64(-1);
    atomic(body, Op.wait32);
    body.byte(Op.drop);
    body.byte(Op.end);
  }
  for (const segment of segments) {
    if (segment.isZero || (sharedMemory && segment.isTls)) continue;
    bulk(body, Op.dataDrop, segment.index);
  }
  body.byte(Op.end);
  return body.toBytes();
}

/** T5. */
function initTls(flush: Flush): Uint8Array {
  const { link } = flush;
  const body = new ByteWriter();
  body.byte(0);
  const tls = flush.outputSegments.find((segment) => segment.isTls);
  if (tls !== undefined) {
    const getPointer = () => {
      body.byte(Op.localGet);
      body.u32(0);
    };
    getPointer();
    body.byte(Op.globalSet);
    body.u32(flush.globalIndex[link.symbols.element[link.wellKnown.tlsBase!]!]!);
    getPointer();
    i32Const(body, 0);
    i32Const(body, tls.size);
    bulk(body, Op.memoryInit, tls.index, 0);
  }
  for (const row of [flush.applyTlsRelocs, flush.applyGlobalTlsRelocs]) {
    if (row === NONE) continue;
    body.byte(Op.call);
    body.u32(flush.functionIndex[row]!);
  }
  body.byte(Op.end);
  return body.toBytes();
}

/** T5: internal GOT entries of TLS symbols, relative to this thread's block. */
function applyGlobalTlsRelocs(flush: Flush): Uint8Array {
  const { link } = flush;
  const { symbols, wellKnown, settings } = link;
  const body = new ByteWriter();
  body.byte(0);
  for (const symbol of flush.gotEntries.view()) {
    if (!symbols.has(symbol, SymbolFlag.TLS)) continue;
    body.byte(Op.globalGet);
    body.u32(flush.globalIndex[symbols.element[wellKnown.tlsBase!]!]!);
    pointerConst(flush, body, addressOf(flush, symbol));
    body.byte(settings.is64 ? Op.i64Add : Op.i32Add);
    body.byte(Op.globalSet);
    body.u32(flush.gotIndex.get(symbol)!);
  }
  body.byte(Op.end);
  return body.toBytes();
}
