// The element section (linking.md 2.6). A link uses none of it, but checks the offsets (I16).

import { objectCodes } from '@wasmwright/diagnostics';
import { importCount } from './definitions.ts';
import type { Draft } from './draft.ts';
import { skipInitializer } from './initializers.ts';
import { skipValueType } from './types.ts';

const PASSIVE = 1;
const HAS_TABLE = 2;
const EXPRESSIONS = 4;

/** Reads the element section. */
export function readElements(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) readSegment(draft);
}

function readSegment(draft: Draft): void {
  const { input } = draft;
  const at = input.pos;
  const flags = input.u32();
  if (flags > 7) input.fail(objectCodes.elementFlags, {}, at);
  const active = (flags & PASSIVE) === 0;
  const table = active && (flags & HAS_TABLE) !== 0 ? input.u32() : 0;
  if (table >= importCount(draft, 1) + draft.tables.count) {
    input.fail(objectCodes.elementTable, {}, at);
  }
  if (active) {
    const form = skipInitializer(input);
    if (draft.elementOffset === 'constant' && form !== 'constant') {
      draft.elementOffset = form === 'extended' ? 'extended' : 'other';
    }
  }
  if ((flags & (PASSIVE | HAS_TABLE)) !== 0) {
    if ((flags & EXPRESSIONS) !== 0) skipValueType(input);
    else if (input.u32() !== 0) input.fail(objectCodes.elementType, {}, at);
  }
  const items = input.u32();
  for (let i = 0; i < items && input.ok; i++) {
    if ((flags & EXPRESSIONS) !== 0) skipInitializer(input);
    else input.u32();
  }
}
