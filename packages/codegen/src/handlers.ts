// Handlers of all AIR tags that code generation knows; a tag without one is not implemented yet.

import { handlerTable, type HandlerTable } from './lower/handler.ts';
import { aggregateHandlers } from './lower/aggregate.ts';
import { bitHandlers } from './lower/bits.ts';
import { callHandlers } from './lower/call.ts';
import { compareHandlers } from './lower/compare.ts';
import { controlHandlers } from './lower/control.ts';
import { convertHandlers } from './lower/convert.ts';
import { enumHandlers } from './lower/enum.ts';
import { floatHandlers } from './lower/float.ts';
import { integerHandlers } from './lower/integer.ts';
import { memoryHandlers } from './lower/memory.ts';
import { switchHandlers } from './lower/switch.ts';

/** Handler by AIR tag. */
export const handlers: HandlerTable = /* @__PURE__ */ handlerTable([
  aggregateHandlers,
  bitHandlers,
  callHandlers,
  compareHandlers,
  controlHandlers,
  convertHandlers,
  enumHandlers,
  floatHandlers,
  integerHandlers,
  memoryHandlers,
  switchHandlers,
]);
