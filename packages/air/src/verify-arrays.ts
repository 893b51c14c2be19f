// The arrays of a function body: that they hang together, so that nothing after reads behind their ends or asks for rows that are not there.

import { HINTS_PER_WORD, assembly, switchBr, type FunctionBody } from './function.ts';
import type { InstId } from './ids.ts';
import type { Module } from './module.ts';
import {
  DataForm,
  branchHints,
  compareOperations,
  reduceOperations,
  rmwOperations,
  tagRows,
  type TagRow,
} from './tags.ts';

const LANE_IS_VALUE = 0x8000_0000;

/** What is wrong with the arrays, or an empty string. */
export function damageOf(module: Module, body: FunctionBody): string {
  const { extra, length } = body;
  if (body.tags.length < length || body.data.length < 2 * length || body.types.length < length) {
    return 'its arrays are too short';
  }
  for (const { length: found } of [body.positions, body.locals]) {
    if (found > 0 && found < length) return 'its arrays are too short';
  }
  if (extra.length === 0 || extra[0]! >= extra.length) return 'it has no main body';
  if (extra[0]! + extra[extra[0]!]! >= extra.length) return 'its main body is cut off';
  for (let inst = 0; inst < length; inst++) {
    const problem = instructionDamage(module, body, inst as InstId);
    if (problem !== '') return `instruction ${inst} ${problem}`;
  }
  return '';
}

function instructionDamage(module: Module, body: FunctionBody, inst: InstId): string {
  const { data, types } = body;
  const row = tagRows[body.tags[inst]!];
  if (row === undefined) return 'has an unknown tag';
  const typeCount = module.types.length;
  if (types[inst]! >= typeCount) return `has a result of type ${types[inst]}, which is not there`;
  switch (row.data) {
    case DataForm.ty:
    case DataForm.arg:
    case DataForm.tyOp:
    case DataForm.tyPl:
    case DataForm.tyNav:
      if (data[2 * inst]! >= typeCount) return `names type ${data[2 * inst]}, which is not there`;
      break;
    case DataForm.reduce:
      if (data[2 * inst + 1]! >= reduceOperations.length) return UNKNOWN_WORD;
  }
  if (payloadEnd(body, inst, row) > body.extra.length) return 'has a payload that is cut off';
  return payloadDamage(module, body, inst, row);
}

const UNKNOWN_WORD = 'has an unknown operation or hint';
const NO_NAME = 'has a name that is not there';

/** What is wrong with the words of a payload that are no operands; operands are looked at where it is known which are visible. */
function payloadDamage(module: Module, body: FunctionBody, inst: InstId, row: TagRow): string {
  const { extra } = body;
  const at = body.data[2 * inst + 1]!;
  const isName = (name: number): boolean => name < module.names.length;
  switch (row.form) {
    case 'dbgVar':
      return isName(at) ? '' : NO_NAME;
    case 'inlineBlock':
      return isName(extra[at]!) && isName(extra[at + 1]!) ? '' : NO_NAME;
    case 'assembly': {
      const { source, outputs, inputs, clobbers } = assembly(body, inst);
      const names = [source, ...clobbers];
      for (const { name, constraint } of [...outputs, ...inputs]) names.push(name, constraint);
      return names.every(isName) ? '' : NO_NAME;
    }
    case 'cmpVector':
      return extra[at + 2]! < compareOperations.length ? '' : UNKNOWN_WORD;
    case 'atomicRmw':
      return extra[at + 1]! >>> 3 < rmwOperations.length ? '' : UNKNOWN_WORD;
    case 'condBr': {
      const hints = extra[at + 2]!;
      const isKnown = isHint(hints & 7) && isHint(hints >>> 3);
      return isKnown ? '' : UNKNOWN_WORD;
    }
    case 'switchBr':
      return switchDamage(module, body, inst);
    case 'shuffleOne':
      for (let lane = at + 1; lane <= at + extra[at]!; lane++) {
        const value = extra[lane]! - LANE_IS_VALUE;
        if (value >= module.values.length) return `names value ${value}, which is not there`;
      }
      return '';
    default:
      return '';
  }
}

function isHint(hint: number): boolean {
  return hint < branchHints.length;
}

function switchDamage(module: Module, body: FunctionBody, inst: InstId): string {
  const { cases, elseHint } = switchBr(body, inst);
  if (!isHint(elseHint)) return UNKNOWN_WORD;
  for (const { items, itemCount, rangeCount, hint } of cases) {
    if (!isHint(hint)) return UNKNOWN_WORD;
    // The bounds of ranges follow the items.
    const end = items + itemCount + 2 * rangeCount;
    for (let at = items; at < end; at++) {
      const value = body.extra[at]!;
      if (value >= module.values.length) return `names value ${value}, which is not there`;
    }
  }
  return '';
}

/** First word of `extra` behind the payload of an instruction; more than there are for a payload that is cut off. */
function payloadEnd({ data, extra }: FunctionBody, inst: number, row: TagRow): number {
  const at = data[2 * inst + 1]!;
  const count = (index: number): number => extra[at + index] ?? Infinity;
  switch (row.form) {
    case 'tyBin':
    case 'fieldVal':
    case 'fieldPtr':
    case 'unionInit':
    case 'select':
    case 'mulAdd':
    case 'atomicRmw':
    case 'storeElement':
      return at + 2;
    case 'cmpVector':
      return at + 3;
    case 'cmpxchg':
      return at + 4;
    case 'aggregate':
    case 'block':
    case 'loop':
    case 'try':
    case 'call':
      return at + 1 + count(0);
    case 'shuffleOne':
      return at + 2 + count(0);
    case 'shuffleTwo':
      return at + 3 + count(0);
    case 'tryPtr':
      return at + 2 + count(1);
    case 'inlineBlock':
      return at + 4 + count(3);
    case 'condBr':
      return at + 3 + count(0) + count(1);
    case 'assembly':
      return at + 4 + 3 * ((count(1) & 0x7fff_ffff) + count(2)) + count(3);
    case 'switchBr': {
      const cases = count(0);
      if (cases > extra.length) return Infinity;
      let next = at + 3 + Math.floor(cases / HINTS_PER_WORD);
      for (let index = 0; index < cases; index++) {
        if (next + 3 > extra.length) return Infinity;
        next += 3 + extra[next]! + 2 * extra[next + 1]! + extra[next + 2]!;
      }
      return next + count(1);
    }
    default:
      return 0;
  }
}
