// Words with a meaning, interned first in the name table of a parsed module, so that their ids are known numbers.

import type { NameId } from '../ids.ts';
import { NameTable } from '../names.ts';
import { tagRows } from '../tags.ts';

/** Reserved words (air.md 2): a name that has one of them as a segment is written with quotes. */
// prettier-ignore
const reserved = [
  'void', 'noreturn', 'bool', 'anyopaque', 'anyerror', 'usize', 'isize', 'c_char', 'c_short', 'c_ushort', 'c_int',
  'c_uint', 'c_long', 'c_ulong', 'c_longlong', 'c_ulonglong', 'c_longdouble', 'f16', 'f32', 'f64', 'f80', 'f128',
  'fn', 'struct', 'union', 'enum', 'opaque', 'error', 'type', 'target', 'source', 'errors', 'error_bits', 'panic',
  'const', 'var', 'extern', 'export', 'threadlocal', 'noinline', 'cold', 'weak', 'hidden', 'protected', 'strong',
  'link_once', 'packed', 'align', 'offset', 'size', 'tag_offset', 'payload_offset', 'comptime', 'section', 'callconv',
  'noalias', 'volatile', 'allowzero', 'addrspace', 'vec', 'from', 'as', 'at', 'else', 'case', 'out', 'in', 'clobber',
  'ret', 'likely', 'unlikely', 'unpredictable', 'undef', 'null', 'true', 'false', 'void_value', 'inf', 'nan', 'read',
  'write', 'data', 'instruction',
] as const;

/** Words that mean something in one place only and may be names elsewhere. */
const contextual = ['auto', 'c', 'naked', 'Vector', 'addr'] as const;

/** Tags are fewer. */
const NO_TAG = 255;

type KnownWord = (typeof reserved)[number] | (typeof contextual)[number];

/** Name ids of the words in a parsed module. */
export const Word: { readonly [Name in KnownWord]: NameId } = /* @__PURE__ */ (() =>
  Object.fromEntries([...reserved, ...contextual].map((word, id) => [word, id])))() as {
  [Name in KnownWord]: NameId;
};

/** True for the id of a reserved word in a table made by `namesWithWords`. */
export function isReservedId(name: NameId): boolean {
  return name < reserved.length;
}

/** Tag number by name id, 255 for a name that is no instruction. Filled by `namesWithWords`. */
const tagOfWord: Uint8Array = /* @__PURE__ */ (() =>
  new Uint8Array(reserved.length + contextual.length + tagRows.length).fill(NO_TAG))();

/** A name table that begins with the words and then the instruction names. */
export function namesWithWords(): NameTable {
  const names = new NameTable();
  for (const word of reserved) names.intern(word);
  for (const word of contextual) names.intern(word);
  for (const { name, tag } of tagRows) tagOfWord[names.intern(name)] = tag;
  return names;
}

/** The tag an instruction name stands for, or -1. Valid for name tables made by `namesWithWords`. */
export function tagOfName(name: NameId): number {
  const tag = name < tagOfWord.length ? tagOfWord[name]! : NO_TAG;
  return tag === NO_TAG ? -1 : tag;
}

let reservedSet: Set<string> | undefined;

/** True for a reserved word, `_`, or what looks like an integer type: it cannot stand in a name without quotes. */
export function needsQuotes(segment: string): boolean {
  reservedSet ??= new Set(reserved);
  return segment === '_' || reservedSet.has(segment) || /^[iu]\d+$/.test(segment);
}
