// Checks that fail: a call of the module's panic handler, or a trap without one (codegen.md 4.2, 5.11).

import { None, type PanicId, panicIds } from '@wasmwright/air';
import { BLOCK_EMPTY, Tag } from '@wasmwright/mir';
import type { FunctionLowering } from './function.ts';

/** Calls the handler of a panic with what `args` pushes; control does not come back. */
function panic(f: FunctionLowering, id: PanicId, args?: () => void): void {
  const handler = f.module.panics[panicIds.indexOf(id)]!;
  if (handler !== None) {
    const abi = f.abis.of(f.module.navs.type(handler));
    if (args !== undefined) args();
    else for (const type of abi.wasmParams) pushZero(f, type);
    f.b.call(f.navRow(handler));
  }
  f.b.op(Tag.unreachable);
}

function pushZero(f: FunctionLowering, type: number): void {
  if (type === 0x7e) f.b.i64Const(0n);
  else f.b.i32Const(0);
}

/** Panics if the i32 that `condition` pushes is not zero. */
export function panicIf(
  f: FunctionLowering,
  id: PanicId,
  condition: () => void,
  args?: () => void,
): void {
  condition();
  f.b.if(BLOCK_EMPTY);
  f.b.hint(false);
  panic(f, id, args);
  f.b.end();
}
