/**
 * One copy of equal unnamed constants of all units (linking.md J10). Inside a unit they are one already.
 *   reads:  the resolved symbols of units
 *   writes: `link.references` of symbols whose constant another unit has too, alignments
 */
import { ByteWriter } from '@wasmwright/wasm';
import { Interner } from '../interner.ts';
import type { LinkedObject } from '../inputs.ts';
import type { Link } from '../link.ts';
import type { SymbolId } from '../symbols.ts';
import { writeRelocationKey } from './segments.ts';

/** Makes the constants of later units mean the equal ones of earlier units. The copies stay behind, dead. */
export function mergeConstants(link: Link): void {
  const units = link.linkOrder.filter(({ unit }) => unit !== undefined);
  if (units.length < 2) return;
  const contents = new Interner();
  const key = new ByteWriter();
  const firsts: {
    readonly symbol: SymbolId;
    readonly object: LinkedObject;
    readonly segment: number;
  }[] = [];
  for (const object of units) {
    const { firstConstant, constantSymbols } = object.unit!;
    constantSymbols.forEach((own, i) => {
      const segment = firstConstant + i;
      const known = contents.count;
      writeKey(key, link, object, segment);
      const number = contents.intern(key.view());
      if (number === known) {
        const symbol = link.references.data[object.symbolBase + own]!;
        firsts.push({ symbol, object, segment });
        return;
      }
      const first = firsts[number]!;
      link.references.data[object.symbolBase + own] = first.symbol;
      const { alignment } = first.object.file.segments;
      const asked = object.file.segments.alignment[segment]!;
      alignment[first.segment] = Math.max(alignment[first.segment]!, asked);
    });
  }
}

/** Size, bytes, and the places and resolved targets of pointers. A constant comes after those it points at. */
function writeKey(
  key: ByteWriter,
  { references }: Link,
  { file, symbolBase }: LinkedObject,
  segment: number,
): void {
  const { segments, dataRelocations, bytes } = file;
  const { type, offset, index, addend } = dataRelocations;
  const start = segments.start[segment]!;
  key.length = 0;
  key.fixed32(segments.end[segment]! - start);
  key.raw(bytes, start, Math.min(segments.end[segment]!, bytes.length));
  const last = segments.relocationStart[segment + 1]!;
  for (let i = segments.relocationStart[segment]!; i < last; i++) {
    const symbol = references.data[symbolBase + index[i]!]!;
    writeRelocationKey(key, type[i]!, offset[i]! - start, symbol, addend[i]!);
  }
}
