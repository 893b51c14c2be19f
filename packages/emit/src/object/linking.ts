import { NONE } from '@wasmwright/mir';
import {
  ByteWriter,
  ComdatKind,
  LinkingSubsection,
  SymbolFlag,
  SymbolKind,
} from '@wasmwright/wasm';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';

/** Version of the `linking` section. */
const VERSION = 2;

/** `linking`: symbol table, segment info, init functions, COMDATs (linking.md 2.2). */
export function writeLinking(out: ByteWriter, model: ObjectModel, layout: ObjectLayout): void {
  const { symbols, segments, initFunctions, comdats } = model;
  const subsection = (id: number, write: (payload: ByteWriter) => void): void => {
    const payload = new ByteWriter();
    write(payload);
    out.byte(id);
    out.u32(payload.length);
    out.raw(payload.view());
  };
  out.u32(VERSION);
  if (symbols.count > 0) {
    subsection(LinkingSubsection.symbolTable, (payload) => writeSymbols(payload, model, layout));
  }
  if (segments.length > 0) {
    subsection(LinkingSubsection.segmentInfo, (payload) => writeSegmentInfo(payload, model));
  }
  if (initFunctions.length > 0) {
    subsection(LinkingSubsection.initFunctions, (payload) => {
      payload.u32(initFunctions.length);
      for (const { symbol, priority } of initFunctions) {
        payload.u32(priority);
        payload.u32(symbol);
      }
    });
  }
  if (comdats.length > 0) {
    subsection(LinkingSubsection.comdatInfo, (payload) => writeComdats(payload, model, layout));
  }
}

function writeSymbols(out: ByteWriter, { symbols }: ObjectModel, layout: ObjectLayout): void {
  out.u32(symbols.count);
  for (let i = 0; i < symbols.count; i++) {
    const kind = symbols.kind[i]!;
    const flags = symbols.flags[i]!;
    out.byte(kind);
    out.u32(flags);
    if (kind === SymbolKind.data) {
      out.name(symbols.names[i]!);
      if (!symbols.isDefined(i)) continue;
      out.u32(symbols.definition[i]!);
      out.u64(symbols.offset[i]!);
      out.u64(symbols.size[i]!);
    } else {
      out.u32(layout.index[i]!);
      // Without a name of its own an undefined symbol is named by its import.
      const isNamedByImport =
        (flags & SymbolFlag.UNDEFINED) !== 0 && (flags & SymbolFlag.EXPLICIT_NAME) === 0;
      if (!isNamedByImport) out.name(symbols.names[i]!);
    }
  }
}

function writeSegmentInfo(out: ByteWriter, { segments }: ObjectModel): void {
  out.u32(segments.length);
  for (const { name, alignment, flags } of segments) {
    out.name(name);
    out.u32(Math.log2(alignment));
    out.u32(flags);
  }
}

/** Groups with their functions and segments. */
function writeComdats(out: ByteWriter, model: ObjectModel, layout: ObjectLayout): void {
  const { comdats, functions, segments } = model;
  const members: [kind: number, index: number][][] = comdats.map(() => []);
  segments.forEach(({ comdat }, i) => {
    if (comdat !== NONE) members[comdat]!.push([ComdatKind.data, i]);
  });
  functions.comdat.forEach((comdat, i) => {
    if (comdat !== NONE)
      members[comdat]!.push([ComdatKind.function, layout.functionImports.length + i]);
  });
  out.u32(comdats.length);
  comdats.forEach((name, i) => {
    out.name(name);
    out.u32(0);
    out.u32(members[i]!.length);
    for (const [kind, index] of members[i]!) {
      out.byte(kind);
      out.u32(index);
    }
  });
}
