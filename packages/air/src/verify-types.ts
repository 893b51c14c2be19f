// Declared types: layouts given by the front end, packed fields, union tags, enum values.

import { airCodes } from '@wasmwright/diagnostics';
import { ContainerLayout } from './declared.ts';
import { None, type DeclaredId, type TypeId, type ValueId } from './ids.ts';
import { StateClass } from './layout.ts';
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
    if ((align & (align - 1)) !== 0)
      findings.about(airCodes.badAlign, { align }, nameOf(findings, id));
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
      findings.about(airCodes.typeTooLarge, { type: shown }, shown);
    }
  }
  for (const type of layout.cyclic) {
    const name = shortTypeText(module, type);
    findings.about(airCodes.containsItself, { name }, name);
  }
}

/** Fields that hold values need a type that has a size: no function, no opaque. */
function verifyFieldTypes(findings: Findings, id: DeclaredId): void {
  const { module } = findings;
  const { types } = module;
  for (let at = 0; at < types.declared.fieldCount(id); at++) {
    const type = types.declared.fieldType(id, at);
    const kind = types.kind(type);
    if (kind !== TypeKind.opaque && kind !== TypeKind.anyopaque && kind !== TypeKind.function)
      continue;
    findings.about(
      airCodes.badFieldType,
      {
        name: nameOf(findings, id),
        field: fieldName(findings, id, at),
        type: shortTypeText(module, type),
      },
      nameOf(findings, id),
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
  if (!fits) findings.about(airCodes.badPacked, { name, bits, backing }, name);
}

function verifySize(findings: Findings, id: DeclaredId): void {
  const { layout, types } = findings.module;
  const size = types.declared.size(id);
  const align = layout.alignOf(types.declared.type(id));
  const name = nameOf(findings, id);
  if (size !== None && size % align !== 0) {
    findings.about(airCodes.badSize, { name, size, align }, name);
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
    findings.about(airCodes.missingOffset, { name, field: fieldName(findings, id, at) }, name);
  }
  const size = layout.sizeOf(type);
  for (const at of fields) {
    const offset = declared.fieldOffset(id, at);
    const align = layout.fieldAlign(type, at);
    const end = offset + layout.sizeOf(declared.fieldType(id, at));
    const field = fieldName(findings, id, at);
    if (offset % align !== 0) {
      findings.about(airCodes.fieldMisaligned, { name, field, offset, align }, name);
    }
    if (end > size) findings.about(airCodes.fieldOverflow, { name, field, end, size }, name);
  }
  const sized = fields.filter((at) => layout.sizeOf(declared.fieldType(id, at)) > 0);
  sized.sort((a, b) => declared.fieldOffset(id, a) - declared.fieldOffset(id, b));
  for (let at = 1; at < sized.length; at++) {
    const before = sized[at - 1]!;
    const end = declared.fieldOffset(id, before) + layout.sizeOf(declared.fieldType(id, before));
    if (declared.fieldOffset(id, sized[at]!) >= end) continue;
    const first = fieldName(findings, id, before);
    const second = fieldName(findings, id, sized[at]!);
    findings.about(airCodes.fieldOverlap, { name, first, second }, name);
  }
}

function verifyUnion(findings: Findings, id: DeclaredId): void {
  const { layout, types } = findings.module;
  const { declared } = types;
  const name = nameOf(findings, id);
  const problem = (text: string): void =>
    findings.about(airCodes.badUnionTag, { name, problem: text }, name);
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
    findings.about(airCodes.badEnum, { name, problem: 'its tag type is not an integer' }, name);
    return;
  }
  for (let at = 0; at < declared.fieldCount(id); at++) {
    const value = declared.enumValue(id, at);
    if (seen.has(value)) {
      const problem = `the value ${values.intValue(value)} has two names`;
      findings.about(airCodes.badEnum, { name, problem }, name);
    }
    seen.add(value);
  }
}
