/**
 * What a name means when an input defines or references it (linking.md S2 to S11).
 *   reads:  the symbol table and the input being parsed
 *   writes: `link.symbols`, `link.symtab`, `link.variants`
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import type { InputId } from './inputs.ts';
import type { Link, TableType } from './link.ts';
import { type SignatureId, valueTypeName } from './signatures.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** A name as it stands in an input: `link.sources[source]` from `start` to `end`. One instance is reused for all. */
export interface Name {
  source: number;
  start: number;
  end: number;
  /** `hashName` of it. */
  hash: number;
}

/** A symbol of an input, as it enters the symbol table. One instance is reused for all of them. */
export interface Incoming {
  kind: number;
  flags: number;
  owner: InputId;
  /** As `Symbols.element`. */
  element: number;
  signature: SignatureId;
  offset: number;
  size: number;
  /** Numbers of `link.strings`, or `NONE`. */
  importName: number;
  importModule: number;
  /** A FUNCTION_INDEX relocation of the input uses the symbol (S6). */
  called: boolean;
}

const kindNames: Readonly<Record<number, string>> = {
  [SymbolKind.function]: 'WASM_SYMBOL_TYPE_FUNCTION',
  [SymbolKind.data]: 'WASM_SYMBOL_TYPE_DATA',
  [SymbolKind.global]: 'WASM_SYMBOL_TYPE_GLOBAL',
  [SymbolKind.section]: 'WASM_SYMBOL_TYPE_SECTION',
  [SymbolKind.tag]: 'WASM_SYMBOL_TYPE_TAG',
  [SymbolKind.table]: 'WASM_SYMBOL_TYPE_TABLE',
};

/** Inserts a name of a regular object or of the linker itself, which counts as a use. */
function insertUsed(link: Link, { source, start, end, hash }: Name): SymbolId {
  const { symbols, symtab } = link;
  const symbol = symtab.insert(source, start, end, hash);
  if (symtab.inserted) link.traceNew(symbol);
  symbols.flags[symbol]! |= Mark.USED;
  return symbol;
}

/** A definition (S2). Returns the symbol that carries it. */
export function define(link: Link, name: Name, incoming: Incoming): SymbolId {
  const { symbols, symtab } = link;
  const symbol = insertUsed(link, name);
  if (symtab.inserted || symbols.state[symbol] === State.lazy) {
    setDefined(link, symbol, incoming);
    return symbol;
  }
  if (symbols.kind[symbol] !== incoming.kind) {
    reportKinds(link, symbol, incoming);
    if (incoming.kind === SymbolKind.function) return symbol;
  } else if (incoming.kind === SymbolKind.function) {
    const compared = symbols.isDefined(symbol) || symbols.has(symbol, Mark.CALLED);
    if (compared && !sameSignature(link, symbol, incoming.signature)) {
      return defineVariant(link, symbol, incoming);
    }
  } else {
    checkType(link, symbol, incoming);
  }
  if (shouldReplace(link, symbol, incoming)) setDefined(link, symbol, incoming);
  return symbol;
}

/** A definition whose signature differs joins the variant of its signature, which the name means from then on (S7). */
function defineVariant(link: Link, symbol: SymbolId, incoming: Incoming): SymbolId {
  const known = variantOf(link, symbol, incoming.signature);
  const variant = known ?? addVariant(link, symbol);
  if (known === undefined || shouldReplace(link, symbol, incoming)) {
    setDefined(link, variant, incoming);
  }
  const position = link.symtab.position(link.nameBytes(symbol));
  link.symtab.order.data[position!] = variant;
  return variant;
}

/** S2: whether the new definition takes the place of what is there. Reports duplicates (S3). */
function shouldReplace(link: Link, symbol: SymbolId, incoming: Incoming): boolean {
  const { symbols, settings } = link;
  if (!symbols.isDefined(symbol)) return true;
  if ((incoming.flags & SymbolFlag.BINDING_MASK) === SymbolFlag.WEAK) return false;
  if (symbols.isWeak(symbol)) return true;
  if (settings.allowMultipleDefinition) return false;
  link.report(
    settings.noinhibitExec ? linkerCodes.duplicateSymbolIgnored : linkerCodes.duplicateSymbol,
    {
      symbol: link.displayOf(symbol),
      first: link.fileOf(symbols.owner[symbol]!),
      second: link.fileOf(incoming.owner),
    },
    incoming.owner,
  );
  return true;
}

function setDefined(link: Link, symbol: SymbolId, incoming: Incoming): void {
  const { symbols } = link;
  const { kind, flags, owner, element } = incoming;
  const keepsOld = incoming.signature === NONE && kind === SymbolKind.function;
  const signature = keepsOld ? symbols.signature[symbol]! : incoming.signature;
  symbols.replace(symbol, State.defined, kind, flags, owner, element, signature);
  symbols.offset[symbol] = incoming.offset;
  symbols.size[symbol] = incoming.size;
  link.announce(symbol);
}

/**
 * An undefined reference (S4).
 *
 * @returns the symbol the reference means; it is lazy if the reference extracts its input, which the caller does
 */
export function reference(link: Link, name: Name, incoming: Incoming): SymbolId {
  const { symbols, symtab } = link;
  const symbol = insertUsed(link, name);
  const { kind, flags } = incoming;
  const isFunction = kind === SymbolKind.function;
  const isWeak = (flags & SymbolFlag.BINDING_MASK) === SymbolFlag.WEAK;
  if (symtab.inserted) {
    setUndefined(link, symbol, incoming);
  } else if (symbols.state[symbol] === State.lazy) {
    if (isWeak && (isFunction || kind === SymbolKind.data)) {
      symbols.flags[symbol] = (symbols.flags[symbol]! & ~SymbolFlag.BINDING_MASK) | SymbolFlag.WEAK;
      if (isFunction) symbols.signature[symbol] = incoming.signature;
    }
  } else if (isFunction) {
    return referenceFunction(link, symbol, incoming);
  } else if (symbols.isDefined(symbol)) {
    if (symbols.kind[symbol] !== kind) reportKinds(link, symbol, incoming);
    else checkType(link, symbol, incoming);
  } else if (symbols.isWeak(symbol)) {
    symbols.flags[symbol] = (symbols.flags[symbol]! & ~FORMAT_FLAGS) | flags | SymbolFlag.UNDEFINED;
  }
  keepNoStrip(link, symbol, flags);
  return symbol;
}

const FORMAT_FLAGS = 0xffff;

/** NO_STRIP on any reference keeps the symbol (S4, section 6 FIX). */
function keepNoStrip(link: Link, symbol: SymbolId, flags: number): void {
  if (link.symbols.isUndefined(symbol)) {
    link.symbols.flags[symbol]! |= flags & SymbolFlag.NO_STRIP;
  }
}

/** A reference to a function whose name is known and not lazy (S4, S6 to S9). */
function referenceFunction(link: Link, symbol: SymbolId, incoming: Incoming): SymbolId {
  const { symbols } = link;
  if (symbols.kind[symbol] !== SymbolKind.function) {
    reportKinds(link, symbol, incoming);
    return symbol;
  }
  if (symbols.signature[symbol] === NONE) symbols.signature[symbol] = incoming.signature;
  const isUndefined = symbols.isUndefined(symbol);
  let meant = symbol;
  if (incoming.called && !sameSignature(link, symbol, incoming.signature)) {
    if (isUndefined && !symbols.has(symbol, Mark.CALLED)) {
      setUndefined(link, symbol, incoming);
    } else {
      const known = variantOf(link, symbol, incoming.signature);
      meant = known ?? addVariant(link, symbol);
      if (known === undefined) setUndefined(link, meant, incoming);
    }
  }
  if (isUndefined) {
    mergeImportAttributes(link, symbol, incoming);
    if (incoming.called) symbols.flags[symbol]! |= Mark.CALLED;
    keepNoStrip(link, symbol, incoming.flags);
  }
  return meant;
}

function setUndefined(link: Link, symbol: SymbolId, incoming: Incoming): void {
  const { symbols } = link;
  const { kind, owner, element, signature } = incoming;
  const flags = incoming.flags | SymbolFlag.UNDEFINED;
  symbols.replace(symbol, State.undefined, kind, flags, owner, element, signature);
  symbols.importName[symbol] = incoming.importName;
  symbols.importModule[symbol] = incoming.importModule;
  if (incoming.called) symbols.flags[symbol]! |= Mark.CALLED;
}

/** S8; a strong reference also makes the symbol strong (S4). */
function mergeImportAttributes(link: Link, symbol: SymbolId, incoming: Incoming): void {
  const { symbols } = link;
  for (const column of ['importName', 'importModule'] as const) {
    const offered = incoming[column];
    if (offered === NONE) continue;
    const existing = symbols[column][symbol]!;
    if (existing === NONE) {
      symbols[column][symbol] = offered;
    } else if (existing !== offered) {
      link.report(
        column === 'importName' ? linkerCodes.importNameMismatch : linkerCodes.importModuleMismatch,
        {
          symbol: link.displayOf(symbol),
          firstName: link.stringOf(existing),
          first: link.fileOf(symbols.owner[symbol]!),
          secondName: link.stringOf(offered),
          second: link.fileOf(incoming.owner),
        },
        incoming.owner,
      );
    }
  }
  const binding = incoming.flags & SymbolFlag.BINDING_MASK;
  if (symbols.isWeak(symbol) && binding !== SymbolFlag.WEAK) {
    symbols.flags[symbol] = (symbols.flags[symbol]! & ~SymbolFlag.BINDING_MASK) | binding;
  }
}

/**
 * A name that a lazy input defines (S11).
 *
 * @returns the symbol if it is a strong undefined one, so that the caller extracts the input; else `NONE`
 */
export function offer(link: Link, name: Name, owner: InputId): SymbolId {
  const { symbols, symtab } = link;
  const { source, start, end, hash } = name;
  const symbol = symtab.insert(source, start, end, hash);
  if (symtab.inserted) link.traceNew(symbol);
  if (!symtab.inserted) {
    if (!symbols.isUndefined(symbol)) return NONE;
    if (!symbols.isWeak(symbol)) return symbol;
  }
  const flags = symtab.inserted ? 0 : SymbolFlag.WEAK;
  const isFunction = symbols.kind[symbol] === SymbolKind.function;
  const signature = isFunction ? symbols.signature[symbol]! : NONE;
  symbols.replace(symbol, State.lazy, SymbolKind.function, flags, owner, NONE, signature);
  link.announce(symbol);
  return NONE;
}

// --- variants

function sameSignature(link: Link, symbol: SymbolId, signature: SignatureId): boolean {
  const own = link.symbols.signature[symbol]!;
  return own === NONE || signature === NONE || own === signature;
}

/** The variant of a name with a signature; the first variant is the symbol itself. */
function variantOf(link: Link, symbol: SymbolId, signature: SignatureId): SymbolId | undefined {
  const name = link.nameOf(symbol);
  let variants = link.variants.get(name);
  if (variants === undefined) {
    variants = { name, symbols: [symbol] };
    link.variants.set(name, variants);
  }
  return variants.symbols.find((variant) => link.symbols.signature[variant] === signature);
}

/** A new, empty variant of a name; it has the name but no place in the symtab. */
function addVariant(link: Link, symbol: SymbolId): SymbolId {
  const { symbols } = link;
  const variant = symbols.add();
  symbols.source[variant] = symbols.source[symbol]!;
  symbols.nameStart[variant] = symbols.nameStart[symbol]!;
  symbols.nameEnd[variant] = symbols.nameEnd[symbol]!;
  symbols.flags[variant] = Mark.USED;
  link.variants.get(link.nameOf(symbol))!.symbols.push(variant);
  return variant;
}

// --- kinds and types (S5)

function reportKinds(link: Link, symbol: SymbolId, incoming: Incoming): void {
  link.report(
    linkerCodes.symbolTypeMismatch,
    {
      symbol: link.displayOf(symbol),
      firstKind: kindNames[link.symbols.kind[symbol]!]!,
      first: link.fileOf(link.symbols.owner[symbol]!),
      secondKind: kindNames[incoming.kind]!,
      second: link.fileOf(incoming.owner),
    },
    incoming.owner,
  );
}

/** Types of globals, tables and tags of one name must agree. */
function checkType(link: Link, symbol: SymbolId, incoming: Incoming): void {
  const { symbols } = link;
  const values = (firstType: string, secondType: string) => ({
    symbol: link.nameOf(symbol),
    firstType,
    first: link.fileOf(symbols.owner[symbol]!),
    secondType,
    second: link.fileOf(incoming.owner),
  });
  switch (incoming.kind) {
    case SymbolKind.global: {
      const first = globalText(link, symbol);
      const second = globalText(link, probe(link, incoming));
      if (first === second) return;
      link.report(linkerCodes.globalTypeMismatch, values(first, second), incoming.owner);
      return;
    }
    case SymbolKind.table: {
      const first = link.tableType(symbol);
      const second = link.tableType(probe(link, incoming));
      if (first.type === second.type) return;
      link.report(
        linkerCodes.tableTypeMismatch,
        values(tableText(first), tableText(second)),
        incoming.owner,
      );
      return;
    }
    case SymbolKind.tag: {
      const first = symbols.signature[symbol]!;
      if (first === incoming.signature) return;
      const { signatures } = link;
      link.report(
        linkerCodes.tagSignatureMismatch,
        values(signatures.text(first), signatures.text(incoming.signature)),
        incoming.owner,
      );
    }
  }
}

/** The incoming symbol as a row past the end of the table, to ask for its type. The next `add` overwrites it. */
function probe(link: Link, incoming: Incoming): SymbolId {
  const { symbols } = link;
  const row = symbols.add();
  symbols.count--;
  const isUndefined = (incoming.flags & SymbolFlag.UNDEFINED) !== 0;
  symbols.state[row] = isUndefined ? State.undefined : State.defined;
  symbols.owner[row] = incoming.owner;
  symbols.element[row] = incoming.element;
  return row;
}

function globalText(link: Link, symbol: SymbolId): string {
  const { type, mutable } = link.globalType(symbol);
  return `${mutable ? 'var' : 'const'} ${valueTypeName(type)}`;
}

function tableText({ type, flags, minimum, maximum }: TableType): string {
  const max = maximum === Infinity ? '' : `; max=${maximum}`;
  return `type=${valueTypeName(type)}; limits=[flags=0x${flags}; min=${minimum}${max}]`;
}
