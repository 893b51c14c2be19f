/** Function, tag and global sections: types of what the object defines. */
import { ValueType, type ByteWriter } from '@wasmwright/wasm';
import type { ObjectModel } from './model.ts';

export function writeFunctions(out: ByteWriter, { functions, rows }: ObjectModel): void {
  out.u32(functions.mir.length);
  // A function's own type is the first of its words.
  for (const start of functions.rows) out.u32(rows.words[start]!);
}

export function writeTags(out: ByteWriter, { tags }: ObjectModel): void {
  out.u32(tags.length);
  for (const type of tags) {
    out.byte(0);
    out.u32(type);
  }
}

export function writeGlobals(out: ByteWriter, { globals }: ObjectModel): void {
  out.u32(globals.length);
  for (const { type, mutable, value } of globals) {
    out.byte(type);
    out.byte(mutable ? 1 : 0);
    switch (type) {
      case ValueType.i32:
        out.byte(0x41);
        out.s32(Number(BigInt.asIntN(32, value)));
        break;
      case ValueType.i64:
        out.byte(0x42);
        out.s64(BigInt.asIntN(64, value));
        break;
      case ValueType.f32:
        out.byte(0x43);
        out.fixed32(Number(BigInt.asUintN(32, value)));
        break;
      case ValueType.f64:
        out.byte(0x44);
        out.fixed64(BigInt.asUintN(64, value));
        break;
      default: // references: null
        out.byte(0xd0);
        out.byte(type);
    }
    out.byte(0x0b);
  }
}
