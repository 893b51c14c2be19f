// Constants: that each is one of its type.

import { airCodes } from '@wasmwright/diagnostics';
import { agree } from './agree.ts';
import { fitsInteger, shownInteger } from './integers.ts';
import { None, type TypeId, type ValueId } from './ids.ts';
import { StateClass } from './layout.ts';
import { shortTypeText, shortValueText } from './text/print-terms.ts';
import { PointerSize, TypeKind } from './types.ts';
import { ValueKind } from './values.ts';
import type { Findings } from './verify.ts';

/** Checks every constant of the module. Parts of a constant are constants themselves, so each looks at its own parts only. */
export function verifyValues(findings: Findings): void {
  const { values } = findings.module;
  for (let value = 0; value < values.length; value++) verifyValue(findings, value as ValueId);
}

function verifyValue(findings: Findings, value: ValueId): void {
  const { module } = findings;
  const { layout, types, values } = module;
  const type = values.type(value);
  const kind = types.kind(type);
  const bad = (): void => {
    const shown = { found: shortValueText(module, value), type: shortTypeText(module, type) };
    findings.about(airCodes.badValue, shown, shown.type);
  };
  const must = (expected: TypeId, part: ValueId): void => {
    const found = values.type(part);
    if (agree(types, expected, found)) return;
    const shown = {
      found: shortTypeText(module, found),
      expected: shortTypeText(module, expected),
    };
    findings.about(airCodes.valueType, shown, shortTypeText(module, type));
  };
  switch (values.kind(value)) {
    case ValueKind.undef:
    case ValueKind.float:
    case ValueKind.bool:
    case ValueKind.null:
    case ValueKind.bytes:
    case ValueKind.function:
      return;
    case ValueKind.void:
      if (layout.classOf(type) !== StateClass.one) bad();
      return;
    case ValueKind.int:
      verifyInteger(findings, value);
      return;
    case ValueKind.some:
      must(types.child(type), values.payload(value));
      return;
    case ValueKind.success:
      must(types.payloadOf(type), values.payload(value));
      return;
    case ValueKind.error:
    case ValueKind.failure: {
      const set = kind === TypeKind.errorUnion ? types.errorSetOf(type) : type;
      const error = values.errorOf(value);
      if (types.hasError(set, error)) return;
      const name = module.text(module.errors.name(error));
      findings.about(airCodes.notInSet, { name, type: shortTypeText(module, set) }, name);
      return;
    }
    case ValueKind.enum: {
      const tag = types.declared.tag(types.declaredOf(type));
      if (tag !== None) must(tag as TypeId, values.payload(value));
      return;
    }
    case ValueKind.packed:
      if (layout.integerBits(values.type(values.payload(value))) !== layout.bitsOf(type)) bad();
      return;
    case ValueKind.aggregate:
    case ValueKind.repeat:
      verifyElements(findings, value, must, bad);
      return;
    case ValueKind.union: {
      const field = values.unionField(value);
      if (kind !== TypeKind.union || field >= types.fieldCount(type)) bad();
      else must(types.fieldType(type, field), values.unionValue(value));
      return;
    }
    case ValueKind.unionBytes: {
      const bytes = values.payload(value);
      if (values.isUndef(bytes)) return;
      if (layout.sizeOf(values.type(bytes)) > layout.sizeOf(type)) bad();
      return;
    }
    case ValueKind.navPointer:
    case ValueKind.uavPointer:
    case ValueKind.addressPointer:
      if (kind !== TypeKind.pointer || types.pointerSize(type) === PointerSize.slice) bad();
      return;
    case ValueKind.slice:
      must(types.usize, values.sliceLength(value));
  }
}

function verifyElements(
  findings: Findings,
  value: ValueId,
  must: (expected: TypeId, part: ValueId) => void,
  bad: () => void,
): void {
  const { types, values } = findings.module;
  const type = values.type(value);
  const kind = types.kind(type);
  if (kind === TypeKind.array || kind === TypeKind.vector) {
    if (values.kind(value) === ValueKind.repeat) {
      must(types.child(type), values.payload(value));
      return;
    }
    if (values.elementCount(value) !== types.arrayLength(type)) bad();
    for (let at = 0; at < values.elementCount(value); at++) {
      must(types.child(type), values.element(value, at));
    }
    return;
  }
  const count = values.elementCount(value);
  if ((kind !== TypeKind.struct && kind !== TypeKind.tuple) || count !== types.fieldCount(type)) {
    bad();
    return;
  }
  for (let at = 0; at < count; at++) must(types.fieldType(type, at), values.element(value, at));
}

function verifyInteger(findings: Findings, value: ValueId): void {
  const { module } = findings;
  const { types, values } = module;
  const type = values.type(value);
  const number = values.intNumber(value) ?? values.intValue(value);
  const isInteger = types.kind(type) === TypeKind.int;
  const good = isInteger && fitsInteger(types.bits(type), types.signed(type), number);
  if (good) return;
  const shown = { value: shownInteger(number), type: shortTypeText(module, type) };
  findings.about(airCodes.valueRange, shown, shown.type);
}
