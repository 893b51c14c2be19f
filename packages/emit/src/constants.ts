/**
 * Constants to bytes (codegen.md section 9). The bytes of a constant are kept with zeros where pointers go; the pointers
 * are filled in when addresses are known, and in an object they also get relocations.
 */
import { NavKind, UAV, type References } from '@wasmwright/mir';
import type { Numbers, Symbols } from './numbers.ts';
import type { RelocationList } from './relocation-list.ts';

const TWO_32 = 0x1_0000_0000;

/**
 * Writes one constant at `at`, pointers filled in. `out` must hold zeros there: only stored bytes are copied.
 *
 * @param row - row of `owner.uavs`
 */
export function writeConstant(
  out: Uint8Array,
  at: number,
  owner: References,
  row: number,
  numbers: Pick<Numbers, 'navSlot' | 'navAddress' | 'uavAddress'>,
): void {
  const { uavs, navs, is64 } = owner;
  out.set(uavs.bytes.subarray(uavs.start[row]!, uavs.start[row + 1]!), at);
  for (let i = uavs.relocationStart[row]!; i < uavs.relocationStart[row + 1]!; i++) {
    const target = uavs.relocationTarget[i]!;
    let value = uavs.relocationAddend[i]!;
    if (target >= UAV) value += numbers.uavAddress[target - UAV]!;
    else if (navs.kind[target] === NavKind.function) value = numbers.navSlot[target]!;
    else value += numbers.navAddress[target]!;
    const field = at + uavs.relocationOffset[i]!;
    writeWord(out, field, value >>> 0);
    if (is64) writeWord(out, field + 4, Math.floor(value / TWO_32) >>> 0);
  }
}

/** Adds the relocations of a constant that was written at `at`. */
export function relocateConstant(
  list: RelocationList,
  at: number,
  owner: References,
  row: number,
  symbols: Pick<Symbols, 'nav' | 'uav'>,
): void {
  const { uavs, navs, is64 } = owner;
  for (let i = uavs.relocationStart[row]!; i < uavs.relocationStart[row + 1]!; i++) {
    const target = uavs.relocationTarget[i]!;
    const field = at + uavs.relocationOffset[i]!;
    const addend = uavs.relocationAddend[i]!;
    if (target >= UAV) list.add(is64 ? 16 : 5, field, symbols.uav[target - UAV]!, addend);
    else if (navs.kind[target] === NavKind.function) {
      list.add(is64 ? 19 : 2, field, symbols.nav[target]!, 0);
    } else list.add(is64 ? 16 : 5, field, symbols.nav[target]!, addend);
  }
}

function writeWord(out: Uint8Array, at: number, word: number): void {
  out[at] = word;
  out[at + 1] = word >>> 8;
  out[at + 2] = word >>> 16;
  out[at + 3] = word >>> 24;
}
