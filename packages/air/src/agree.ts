import type { TypeId } from './ids.ts';
import { PointerSize, TypeKind, type TypeTable } from './types.ts';

/**
 * True when a value of one type may stand for one of the other without a cast (air.md 7): pointers that differ in constness, volatility,
 * alignment, child or size class, error sets, and types that differ only in such parts.
 */
export function agree(types: TypeTable, a: TypeId, b: TypeId): boolean {
  for (;;) {
    if (a === b) return true;
    const kind = types.kind(a);
    if (kind !== types.kind(b)) return false;
    switch (kind) {
      case TypeKind.pointer: {
        const slice = types.pointerSize(a) === PointerSize.slice;
        return slice === (types.pointerSize(b) === PointerSize.slice);
      }
      case TypeKind.errorSet:
        return true;
      case TypeKind.optional:
        break;
      case TypeKind.errorUnion:
        a = types.payloadOf(a);
        b = types.payloadOf(b);
        continue;
      case TypeKind.array:
      case TypeKind.vector:
        if (types.exactLength(a) !== types.exactLength(b)) return false;
        break;
      default:
        return false;
    }
    a = types.child(a);
    b = types.child(b);
  }
}
