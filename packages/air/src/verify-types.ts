// Declared types: layouts given by the front end, packed fields, union tags, enum values.

import { airCodes } from '@wasmwright/diagnostics';
import { ContainerLayout } from './declared.ts';
import { None, type DeclaredId, type TypeId, type ValueId } from './ids.ts';
import { StateClass } from './layout.ts';
import type { Module } from './module.ts';
import { shortTypeText } from './text/print-terms.ts';
import { TypeKind } from './types.ts';
import type { Findings } from './verify.ts';

/** Largest size of a type on a 32-bit target, and on a 64-bit one: what an offset can say. */
const LARGEST = { 32: 2 ** 32 - 1, 64: Number.MAX_SAFE_INTEGER } as const;

/** Checks every declared type. */
export function verifyTypes(findings: Findings): void {
  const { types } = findings.module;
  for (let id = 0; id < types.declared.length; id++) {
    const declared = id as DeclaredId;
    verifyAligns(findings, declared);
    switch (types.declared.kind(declared)) {
      case TypeKind.struct:
        verifyStruct(findings, declared);
        break;
      case TypeKind.union:
        verifyUnion(findings, declared);
        break;
      case TypeKind.enum:
        verifyEnum(findings, declared);
        break;
    }
  }
  verifyStructural(findings);
  verifySizes(findings);
}

function nameOf(findings: Findings, id: DeclaredId): string {
  return findings.module.text(findings.module.types.declared.name(id));
}

function fieldName(findings: Findings, id: DeclaredId, index: number): string {
  return findings.module.text(findings.module.types.declared.fieldName(id, index));
}

/** Stated alignments are powers of two. */
function verifyAligns(findings: Findings, id: DeclaredId): void {
  const { types } = findings.module;
  const { declared } = types;
  const aligns = [declared.align(id)];
  if (declared.kind(id) !== TypeKind.enum) {
    for (let at = 0; at < declared.fieldCount(id); at++) aligns.push(declared.fieldAlign(id, at));
  }
  for (const align of aligns) {
    if ((align & (align - 1)) !== 0) findings.aboutDeclared(airCodes.badAlign, { align }, id);
  }
}

/** What is wrong with a type without a name. */
function structuralProblem(module: Module, type: TypeId): string | undefined {
  const { layout, types } = module;
  switch (types.kind(type)) {
    case TypeKind.function:
      for (let at = 0; at < types.parameterCount(type); at++) {
        if (!isStored(module, types.parameter(type, at))) return `parameter ${at} has no values`;
      }
      return isStored(module, types.resultOf(type)) ? undefined : 'its result has no values';
    case TypeKind.vector: {
      const child = types.child(type);
      const kind = types.kind(child);
      const good = isBits(module, child) || kind === TypeKind.optional;
      return good ? undefined : 'lanes are integers, floats, bools and pointers';
    }
    case TypeKind.pointer: {
      const host = 8 * types.hostSize(type);
      const end = types.bitOffset(type) + layout.bitsOf(types.child(type));
      return host > 0 && end > host ? `its bits end at ${end}, behind ${host}` : undefined;
    }
    default:
      return undefined;
  }
}

/** Types without a name. */
function verifyStructural(findings: Findings): void {
  const { module } = findings;
  for (let id = 0; id < module.types.length; id++) {
    const type = id as TypeId;
    const problem = structuralProblem(module, type);
    if (problem === undefined) continue;
    const shown = shortTypeText(module, type);
    findings.aboutType(airCodes.badType, { type: shown, problem }, type);
  }
}

/** Every type that has values has a size the target can address; no type contains itself. */
function verifySizes(findings: Findings): void {
  const { module } = findings;
  const { layout, types } = module;
  for (let id = 0; id < types.length; id++) {
    const type = id as TypeId;
    if (layout.sizeOf(type) > LARGEST[types.pointerBits]) {
      const shown = shortTypeText(module, type);
      findings.aboutType(airCodes.typeTooLarge, { type: shown }, type);
    }
  }
  for (const type of layout.cyclic) {
    const name = shortTypeText(module, type);
    findings.aboutType(airCodes.containsItself, { name }, type);
  }
}

/** True for a type whose values can stand somewhere: no function, no opaque. */
function isStored({ types }: Module, type: TypeId): boolean {
  const kind = types.kind(type);
  return kind !== TypeKind.opaque && kind !== TypeKind.anyopaque && kind !== TypeKind.function;
}

/** True for a type that is bits of an integer, or nothing. */
function isBits({ layout, types }: Module, type: TypeId): boolean {
  return (
    layout.integerBits(type) >= 0 ||
    types.kind(type) === TypeKind.float ||
    layout.classOf(type) === StateClass.one
  );
}

/** Fields that hold values need a type that has a size; those of packed types need one that is bits. */
function verifyFieldTypes(findings: Findings, id: DeclaredId): void {
  const { module } = findings;
  const { types } = module;
  for (let at = 0; at < types.declared.fieldCount(id); at++) {
    const type = types.declared.fieldType(id, at);
    const packed = types.declared.layout(id) === ContainerLayout.packed;
    const isComptime = types.declared.fieldComptime(id, at) !== None;
    if (packed && !isComptime ? isBits(module, type) : isStored(module, type)) continue;
    findings.aboutDeclared(
      airCodes.badFieldType,
      {
        name: nameOf(findings, id),
        field: fieldName(findings, id, at),
        type: shortTypeText(module, type),
      },
      id,
    );
  }
}

function verifyStruct(findings: Findings, id: DeclaredId): void {
  const { layout, types } = findings.module;
  const { declared } = types;
  const type = declared.type(id);
  verifyFieldTypes(findings, id);
  if (declared.layout(id) === ContainerLayout.packed) {
    let bits = 0;
    for (let at = 0; at < declared.fieldCount(id); at++) {
      if (declared.fieldComptime(id, at) === None)
        bits += layout.bitsOf(declared.fieldType(id, at));
    }
    verifyBacking(findings, id, bits);
    return;
  }
  verifySize(findings, id);
  if (layout.classOf(type) !== StateClass.none) verifyOffsets(findings, id);
}

function verifyBacking(findings: Findings, id: DeclaredId, bits: number): void {
  const { types } = findings.module;
  const stated = types.declared.backing(id);
  const name = nameOf(findings, id);
  const backing =
    stated === None
      ? 65535
      : types.kind(stated as TypeId) === TypeKind.int
        ? types.bits(stated as TypeId)
        : 0;
  const fits = stated === None ? bits <= backing : bits === backing;
  if (!fits) findings.aboutDeclared(airCodes.badPacked, { name, bits, backing }, id);
}

function verifySize(findings: Findings, id: DeclaredId): void {
  const { layout, types } = findings.module;
  const size = types.declared.size(id);
  const align = layout.alignOf(types.declared.type(id));
  const name = nameOf(findings, id);
  if (size !== None && size % align !== 0) {
    findings.aboutDeclared(airCodes.badSize, { name, size, align }, id);
  }
}

/** Stated offsets: all or none, aligned, inside of the size, without overlap. */
function verifyOffsets(findings: Findings, id: DeclaredId): void {
  const { layout, types } = findings.module;
  const { declared } = types;
  const type = declared.type(id);
  const name = nameOf(findings, id);
  const fields: number[] = [];
  const missing: number[] = [];
  for (let at = 0; at < declared.fieldCount(id); at++) {
    if (declared.fieldComptime(id, at) !== None) continue;
    (declared.fieldOffset(id, at) === None ? missing : fields).push(at);
  }
  if (fields.length === 0) return;
  for (const at of missing) {
    findings.aboutDeclared(
      airCodes.missingOffset,
      { name, field: fieldName(findings, id, at) },
      id,
    );
  }
  const size = layout.sizeOf(type);
  for (const at of fields) {
    const offset = declared.fieldOffset(id, at);
    const align = layout.fieldAlign(type, at);
    const end = offset + layout.sizeOf(declared.fieldType(id, at));
    const field = fieldName(findings, id, at);
    if (offset % align !== 0) {
      findings.aboutDeclared(airCodes.fieldMisaligned, { name, field, offset, align }, id);
    }
    if (end > size) findings.aboutDeclared(airCodes.fieldOverflow, { name, field, end, size }, id);
  }
  const sized = fields.filter((at) => layout.sizeOf(declared.fieldType(id, at)) > 0);
  sized.sort((a, b) => declared.fieldOffset(id, a) - declared.fieldOffset(id, b));
  for (let at = 1; at < sized.length; at++) {
    const before = sized[at - 1]!;
    const end = declared.fieldOffset(id, before) + layout.sizeOf(declared.fieldType(id, before));
    if (declared.fieldOffset(id, sized[at]!) >= end) continue;
    const first = fieldName(findings, id, before);
    const second = fieldName(findings, id, sized[at]!);
    findings.aboutDeclared(airCodes.fieldOverlap, { name, first, second }, id);
  }
}

function verifyUnion(findings: Findings, id: DeclaredId): void {
  const { layout, types } = findings.module;
  const { declared } = types;
  const name = nameOf(findings, id);
  const problem = (text: string): void =>
    findings.aboutDeclared(airCodes.badUnionTag, { name, problem: text }, id);
  verifyFieldTypes(findings, id);
  if (declared.layout(id) === ContainerLayout.packed) {
    for (let at = 0; at < declared.fieldCount(id); at++) {
      const bits = layout.bitsOf(declared.fieldType(id, at));
      if (bits !== layout.bitsOf(declared.type(id))) verifyBacking(findings, id, bits);
    }
    return;
  }
  verifySize(findings, id);
  verifyUnionOffsets(findings, id, problem);
  const tag = declared.tag(id);
  if (tag === None) return;
  if (types.kind(tag as TypeId) !== TypeKind.enum) {
    problem('its tag type is not an enum');
    return;
  }
  const tagId = types.declaredOf(tag as TypeId);
  for (let at = 0; at < declared.fieldCount(id); at++) {
    if (declared.findField(tagId, declared.fieldName(id, at)) < 0) {
      problem(`its tag enum has no field \`${fieldName(findings, id, at)}\``);
    }
  }
}

/** Stated offsets of tag and payload: inside of the size, without overlap. */
function verifyUnionOffsets(
  findings: Findings,
  id: DeclaredId,
  problem: (text: string) => void,
): void {
  const { layout, types } = findings.module;
  const { declared } = types;
  const type = declared.type(id);
  if (layout.classOf(type) === StateClass.none) return;
  const tagAt = layout.tagOffset(type);
  const payloadAt = layout.payloadOffset(type);
  const size = layout.sizeOf(type);
  let payload = 0;
  for (let at = 0; at < declared.fieldCount(id); at++) {
    payload = Math.max(payload, layout.sizeOf(declared.fieldType(id, at)));
  }
  if (payloadAt + payload > size)
    problem(`its payload ends at ${payloadAt + payload}, behind ${size}`);
  if (tagAt === None) return;
  const tag = layout.sizeOf(declared.tag(id) as TypeId);
  if (tagAt + tag > size) problem(`its tag ends at ${tagAt + tag}, behind ${size}`);
  const apart = tagAt + tag <= payloadAt || payloadAt + payload <= tagAt;
  if (!apart && payload > 0) problem('its tag and payload overlap');
}

function verifyEnum(findings: Findings, id: DeclaredId): void {
  const { types, values } = findings.module;
  const { declared } = types;
  const name = nameOf(findings, id);
  const seen = new Set<ValueId>();
  const tag = declared.tag(id);
  if (tag === None || types.kind(tag as TypeId) !== TypeKind.int) {
    findings.aboutDeclared(
      airCodes.badEnum,
      { name, problem: 'its tag type is not an integer' },
      id,
    );
    return;
  }
  for (let at = 0; at < declared.fieldCount(id); at++) {
    const value = declared.enumValue(id, at);
    if (seen.has(value)) {
      const problem = `the value ${values.intValue(value)} has two names`;
      findings.aboutDeclared(airCodes.badEnum, { name, problem }, id);
    }
    seen.add(value);
  }
}
