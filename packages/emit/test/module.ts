import { CodeEncoder, type Numbers } from '@wasmwright/emit';
import { intrinsics, NavKind, signatureAt, type Mir } from '@wasmwright/mir';
import { ByteWriter, SectionId } from '@wasmwright/wasm';

/** Numbers that put nav `n` of its kind at index `n`, and addresses at 1000, 1100, …. */
export function plainNumbers(mir: Mir, first: { readonly function?: number } = {}): Numbers {
  const seen = new Map<number, number>([[NavKind.function, first.function ?? 0]]);
  const count = mir.navs.count;
  const navIndex = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const kind = mir.navs.kind[i]!;
    navIndex[i] = seen.get(kind) ?? 0;
    seen.set(kind, navIndex[i]! + 1);
  }
  return {
    navIndex,
    navSlot: navIndex.map((index) => index + 1),
    navAddress: Float64Array.from(navIndex, (_, i) => 1000 + 100 * i),
    uavAddress: Float64Array.from({ length: mir.uavs.count }, (_, i) => 2000 + 100 * i),
    signatureIndex: Uint32Array.from({ length: mir.signatures.count }, (_, i) => i),
    tagIndexFunction: new Uint32Array(mir.tagNames.count),
    tagNameTable: new Float64Array(mir.tagNames.count).fill(3000),
    intrinsicIndex: new Uint32Array(intrinsics.length),
    stackPointer: 0,
    indirectTable: 0,
    errorsLength: 3,
    errorNameTable: 4000,
  };
}

/**
 * A module with one function, exported as `f`. Function navs are imported, globals, tables and tags are defined, and there is
 * one memory. Global 0 is the stack pointer, if the function has navs of kind global they come before it.
 */
export function moduleOf(mir: Mir): Uint8Array {
  const { navs, signatures, is64 } = mir;
  const address = is64 ? 0x7e : 0x7f;
  const of = (kind: NavKind): number[] =>
    Array.from(navs.kind.keys()).filter((row) => navs.kind[row] === kind);
  const out = new ByteWriter();
  out.fixed32(0x6d73_6100);
  out.fixed32(1);
  const section = (id: number, write: (payload: ByteWriter) => void): void => {
    const payload = new ByteWriter();
    write(payload);
    out.byte(id);
    out.u32(payload.length);
    out.raw(payload.view());
  };
  section(SectionId.type, (p) => {
    p.u32(signatures.count);
    for (let row = 0; row < signatures.count; row++) {
      const { params, results } = signatureAt(signatures, row);
      p.byte(0x60);
      for (const types of [params, results]) {
        p.u32(types.length);
        p.raw(types);
      }
    }
  });
  const functions = of(NavKind.function);
  section(SectionId.import, (p) => {
    p.u32(functions.length);
    for (const row of functions) {
      p.name('env');
      p.name(navs.names[row]!);
      p.byte(0);
      p.u32(navs.type[row]!);
    }
  });
  section(SectionId.function, (p) => p.raw(Uint8Array.of(1, 0)));
  const tables = of(NavKind.table);
  section(SectionId.table, (p) => {
    p.u32(tables.length + 1);
    for (const type of [...tables.map((row) => navs.type[row]!), 0x70])
      p.raw(Uint8Array.of(type, is64 ? 4 : 0, 2));
  });
  section(SectionId.memory, (p) => p.raw(Uint8Array.of(1, is64 ? 4 : 0, 1)));
  const tags = of(NavKind.tag);
  if (tags.length > 0) {
    section(SectionId.tag, (p) => {
      p.u32(tags.length);
      for (const row of tags) p.raw(Uint8Array.of(0, navs.type[row]!));
    });
  }
  const globals = of(NavKind.global);
  section(SectionId.global, (p) => {
    p.u32(globals.length + 1);
    for (const type of [...globals.map((row) => navs.type[row]!), address + 0x100]) {
      const constant = type % 0x100 === 0x7e ? 0x42 : 0x41;
      p.raw(Uint8Array.of(type % 0x100, type >> 8, constant, 0x80, 0x80, 0x02, 0x0b));
    }
  });
  section(SectionId.export, (p) => {
    p.u32(2);
    p.name('f');
    p.byte(0);
    p.u32(functions.length);
    p.name('memory');
    p.byte(2);
    p.u32(0);
  });
  if (functions.length > 0) {
    // Declares the functions for ref_func.
    section(SectionId.element, (p) => {
      p.raw(Uint8Array.of(1, 3, 0));
      p.u32(functions.length);
      functions.forEach((_, i) => p.u32(i));
    });
  }
  section(SectionId.dataCount, (p) => p.u32(1));
  const encoder = new CodeEncoder();
  encoder.emit(mir, {
    ...plainNumbers(mir),
    stackPointer: globals.length,
    indirectTable: tables.length,
  });
  section(SectionId.code, (p) => {
    p.u32(1);
    p.raw(encoder.view());
  });
  section(SectionId.data, (p) => p.raw(Uint8Array.of(1, 1, 2, 7, 8)));
  return out.toBytes();
}
