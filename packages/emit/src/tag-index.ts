/**
 * `__zig_tag_index_N`: from a tag value to its position in the enum's declaration, or -1 (codegen.md 5.10, linking.md J13).
 */
import { MirBuilder, Tag, tagTypes, type Mir, type TagNames } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';

/** Symbol of the function. */
export function tagIndexName(names: Pick<TagNames, 'id'>): string {
  return `__zig_tag_index_${names.id}`;
}

/** Type of the function. */
export function tagIndexSignature(
  names: TagNames,
  is64: boolean,
): { readonly params: readonly number[]; readonly results: readonly number[] } {
  return { params: tagTypes(names.bits, is64), results: [ValueType.i32] };
}

/** The function of one enum. */
export function tagIndexFunction(names: TagNames, is64: boolean): Mir {
  const b = new MirBuilder({ is64 });
  b.begin(tagIndexName(names), tagIndexSignature(names, is64));
  if (names.bits === 0) b.i32Const(0);
  else if (names.bits <= 64 && names.fields.every(({ value }, i) => value === BigInt(i))) {
    writeContiguous(b, names);
  } else writeChain(b, names);
  return b.finish();
}

/** `tag < n ? tag : -1`, unsigned. */
function writeContiguous(b: MirBuilder, { bits, fields }: TagNames): void {
  b.localGet(0);
  if (bits > 32) b.op(Tag.i32_wrap_i64);
  b.i32Const(-1);
  b.localGet(0);
  if (bits > 32) {
    b.i64Const(fields.length);
    b.op(Tag.i64_lt_u);
  } else {
    b.i32Const(fields.length);
    b.op(Tag.i32_lt_u);
  }
  b.op(Tag.select);
}

/** One comparison after the other. */
function writeChain(b: MirBuilder, names: TagNames): void {
  names.fields.forEach(({ value }, position) => {
    if (names.bits > 64) writeLimbsEqual(b, names.bits, value);
    else {
      b.localGet(0);
      if (names.bits > 32) {
        b.i64Const(value);
        b.op(Tag.i64_eq);
      } else {
        b.i32Const(Number(BigInt.asIntN(32, value)));
        b.op(Tag.i32_eq);
      }
    }
    b.if();
    b.i32Const(position);
    b.op(Tag.return);
    b.end();
  });
  b.i32Const(-1);
}

/** Whether the integer local 0 points at is `value`: no limb differs. */
function writeLimbsEqual(b: MirBuilder, bits: number, value: bigint): void {
  for (let limb = 0; limb * 64 < bits; limb++) {
    b.localGet(0);
    b.access(Tag.i64_load, limb * 8, 8);
    b.i64Const(value >> BigInt(limb * 64));
    b.op(Tag.i64_xor);
    if (limb > 0) b.op(Tag.i64_or);
  }
  b.op(Tag.i64_eqz);
}
