// Returns of a copy: what leaves the callee goes on in the caller.

import {
  dataA,
  type InstId,
  instRef,
  type Module,
  None,
  type Ref,
  Tag,
  valueRef,
} from '@wasmwright/air';
import type { Copied, Exit } from './copied.ts';
import type { Draft } from './draft.ts';
import { outcomeOf, outcomeTags, partTypes } from './outcome.ts';
import { mapped } from './payload.ts';

/** `ret`, `ret_safe` or `ret_load` of a copy. */
export function copyReturn(
  module: Module,
  draft: Draft,
  copied: Copied,
  source: InstId,
  list: number[],
): void {
  const { body, exit, refs } = copied;
  const position = body.positions[source] ?? None;
  let value = mapped(refs, dataA(body, source) as Ref);
  if (body.tags[source] === Tag.ret_load) {
    const type = module.types.child(draft.typeOf(value));
    value = draft.convert(Tag.load, type, value, position, list);
  }
  switch (exit.kind) {
    case 'fall':
      copied.around!.refs[exit.call] = draft.as(value, exit.type, position, list);
      break;
    case 'block':
      draft.branch(exit.block, value, position, list);
      break;
    case 'outcome':
      leaveWithOutcome(module, draft, copied, exit, source, value, position, list);
  }
}

/** Leaves with an outcome: at once where the callee says which, else after a test. */
function leaveWithOutcome(
  module: Module,
  draft: Draft,
  { body, refs }: Copied,
  { good, bad, type, test }: Exit & { readonly kind: 'outcome' },
  source: InstId,
  value: Ref,
  position: number,
  list: number[],
): void {
  const { types, values } = module;
  const tags = outcomeTags(module, type)!;
  const parts = partTypes(module, type, test);
  const nothing = valueRef(values.void);
  const isLoaded = body.tags[source] === Tag.ret_load;
  const known = isLoaded ? undefined : outcomeOf(module, body, dataA(body, source) as Ref);
  const leave = (isGood: boolean, to: number[]): void => {
    let part = nothing;
    if (isGood ? test.needsPayload : test.needsError) {
      part =
        known === undefined || known.value === None
          ? draft.convert(
              isGood ? tags.payload : tags.error,
              isGood ? parts.payload : parts.error,
              value,
              position,
              to,
            )
          : mapped(refs, known.value);
    }
    draft.branch(isGood ? good : bad, part, position, to);
  };
  if (known !== undefined) {
    leave(known.isGood, list);
    return;
  }
  let condition = value;
  if (tags.isGood !== None) {
    const inst = draft.add(tags.isGood, types.bool, position, list);
    draft.set(inst, value, 0);
    condition = instRef(inst);
  }
  draft.conditional(
    condition,
    position,
    list,
    (to) => leave(true, to),
    (to) => leave(false, to),
  );
}
