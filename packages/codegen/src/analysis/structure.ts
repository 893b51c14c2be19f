// Which bodies lie where, which loops hold which instructions, which blocks need a wasm label.
//   reads:  the instructions of one function
//   writes: Structure

import {
  blockBody,
  type BodyRange,
  condBr,
  dataA,
  type FunctionBody,
  type InstId,
  mainBody,
  type Module,
  switchBr,
  Tag,
  tryBody,
  TypeKind,
  typeOfInst,
} from '@wasmwright/air';

/** Where control arrives that falls off the end of a body: a block's end, the function's end, or nowhere. */
export const FallTo = {
  nothing: -1,
  functionEnd: -2,
} as const;
/** `InstId` of a block, or one of `FallTo`. */
export type FallTarget = number;

/** Facts about the nesting of one function, by instruction. */
export interface Structure {
  /** Innermost loop around an instruction, plus one; 0 outside loops. */
  readonly loop: Uint32Array;
  /** Number of the body an instruction stands in; 0 is the main body. */
  readonly region: Uint32Array;
  /** Body around each body, by number; bodies have higher numbers than those around them. */
  readonly parent: readonly number[];
  /** 1 for blocks that a `br` leaves from another place than the end of their body. */
  readonly labelled: Uint8Array;
  /** Number of `br` to each block. */
  readonly breaks: Uint32Array;
  /** True if control can fall off the end of the body that starts at this index of `extra`. */
  falls(body: BodyRange): boolean;
}

interface Frame {
  readonly body: BodyRange;
  readonly loop: number;
  readonly fallTo: FallTarget;
}

/** True for `block` and `dbg_inline_block`. */
export function isBlock(tag: number): boolean {
  return tag === Tag.block || tag === Tag.dbg_inline_block;
}

export function analyseStructure(module: Module, body: FunctionBody): Structure {
  const loop = new Uint32Array(body.length);
  const region = new Uint32Array(body.length);
  const labelled = new Uint8Array(body.length);
  const breaks = new Uint32Array(body.length);
  // Bodies in the order they are found: a body comes before the bodies inside it.
  const frames: Frame[] = [{ body: mainBody(body), loop: 0, fallTo: FallTo.functionEnd }];
  const parent: number[] = [0];
  const stack = [0];
  /** Bodies at the end of a body, through which it falls; -1 - target where a `br` or `ret` decides. */
  const tails: number[][] = [];

  /** The body that is read. */
  let open = 0;
  const enter = (range: BodyRange, inLoop: number, fallTo: FallTarget): number => {
    stack.push(frames.length);
    parent.push(open);
    return frames.push({ body: range, loop: inLoop, fallTo }) - 1;
  };

  while (stack.length > 0) {
    const index = stack.pop()!;
    open = index;
    const frame = frames[index]!;
    const { start, length } = frame.body;
    const tail: number[] = (tails[index] = []);
    for (let at = start; at < start + length; at++) {
      const inst = body.extra[at]! as InstId;
      loop[inst] = frame.loop;
      region[inst] = index;
      const isLast = at === start + length - 1;
      const tag = body.tags[inst]!;
      switch (tag) {
        case Tag.block:
        case Tag.dbg_inline_block: {
          const inner = blockBody(body, inst, tag === Tag.dbg_inline_block);
          const leaves = module.types.kind(typeOfInst(body, inst)) === TypeKind.noreturn;
          if (leaves && isLast) tail.push(enter(inner, frame.loop, frame.fallTo));
          else enter(inner, frame.loop, leaves ? FallTo.nothing : inst);
          break;
        }
        case Tag.loop:
          tail.push(enter(blockBody(body, inst), inst + 1, frame.fallTo));
          break;
        case Tag.cond_br: {
          const branch = condBr(body, inst);
          tail.push(enter(branch.then, frame.loop, frame.fallTo));
          tail.push(enter(branch.else, frame.loop, frame.fallTo));
          break;
        }
        case Tag.switch_br:
        case Tag.loop_switch_br: {
          const inner = tag === Tag.loop_switch_br ? inst + 1 : frame.loop;
          const parts = switchBr(body, inst);
          for (const one of parts.cases) enter(one.body, inner, FallTo.nothing);
          if (parts.else.length > 0) enter(parts.else, inner, FallTo.nothing);
          break;
        }
        case Tag.try:
        case Tag.try_cold:
          enter(tryBody(body, inst, false), frame.loop, FallTo.nothing);
          break;
        case Tag.try_ptr:
        case Tag.try_ptr_cold:
          enter(tryBody(body, inst, true), frame.loop, FallTo.nothing);
          break;
        case Tag.br: {
          const target = dataA(body, inst);
          breaks[target] = breaks[target]! + 1;
          if (frame.fallTo === target) tail.push(-1);
          else labelled[target] = 1;
          break;
        }
        case Tag.ret:
        case Tag.ret_safe:
        case Tag.ret_load:
          if (frame.fallTo === FallTo.functionEnd) tail.push(-1);
          break;
      }
    }
  }

  const falling = new Set<number>();
  for (let index = frames.length - 1; index >= 0; index--) {
    if (tails[index]!.some((tail) => tail === -1 || falling.has(frames[tail]!.body.start))) {
      falling.add(frames[index]!.body.start);
    }
  }
  return {
    loop,
    region,
    parent,
    labelled,
    breaks,
    falls: ({ start, length }) => length > 0 && falling.has(start),
  };
}
