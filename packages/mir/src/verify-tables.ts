/** Shape of a function's tables: parallel columns of equal length, offsets that ascend, rows that exist. */
import { diagnose, mirCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { NavKind, NONE, UAV, type Mir, type References, type SignatureTable } from './mir.ts';

type Report = (table: string, problem: string) => void;

export function verifyTables(mir: Mir, diagnostics: Diagnostic[]): void {
  const report: Report = (table, problem) => {
    diagnostics.push(diagnose(mirCodes.tableShape, { table, problem }, { symbol: mir.name }));
  };
  if (mir.tags.length !== mir.data.length) report('tags', '`data` has another length');
  verifySignatures(mir, report);
  if (mir.signatures.count === 0)
    report('signatures', 'row 0, the type of the function, is missing');
  const { navs, uavs, tagNames, hints, debug } = mir;
  const navColumns = [navs.names, navs.modules, navs.id, navs.kind, navs.flags, navs.type];
  if (navColumns.some((column) => column.length !== navs.count)) {
    report('navs', 'a column has another length');
    return;
  }
  verifyNavs(mir, report);
  verifyConstants(mir, report);
  if (mir.indirectFunctions.some((nav) => nav >= navs.count)) {
    report('indirectFunctions', 'a row is not in `navs`');
  }
  const enumColumns = [tagNames.id, tagNames.bits, tagNames.signed];
  const isEnumShape =
    enumColumns.every((column) => column.length === tagNames.count) &&
    ascends(tagNames.fieldStart, tagNames.count, tagNames.names.length);
  if (!isEnumShape) report('tagNames', 'columns do not agree');
  if (hints.at.length !== hints.likely.length) report('hints', 'columns do not agree');
  if (debug !== null) {
    const { variableNames, inlinedNames } = debug;
    const isDebugShape =
      [
        debug.variableIsParameter,
        debug.variablePlace,
        debug.variableValue,
        debug.variableStart,
        debug.variableEnd,
      ].every((column) => column.length === variableNames.length) &&
      [debug.inlinedFile, debug.inlinedLine, debug.inlinedStart, debug.inlinedEnd].every(
        (column) => column.length === inlinedNames.length,
      );
    if (!isDebugShape) report('debug', 'columns do not agree');
  }
  if (uavs.count >= NONE - UAV) report('uavs', 'too many rows');
}

/** True if `starts` has `count + 1` offsets that ascend from 0 to at most `end`. */
function ascends(starts: Uint32Array, count: number, end: number): boolean {
  if (starts.length !== count + 1 || starts[0] !== 0) return false;
  for (let i = 0; i < count; i++) if (starts[i + 1]! < starts[i]!) return false;
  return starts[count]! <= end;
}

function verifySignatures({ signatures }: References, report: Report): void {
  const { count, params, start, types } = signatures;
  if (params.length !== count || !ascends(start, count, types.length)) {
    report('signatures', 'columns do not agree');
    return;
  }
  for (let row = 0; row < count; row++) {
    if (params[row]! > start[row + 1]! - start[row]!)
      report('signatures', `row ${row} is too short`);
  }
}

function verifyNavs({ navs, signatures }: References, report: Report): void {
  for (let row = 0; row < navs.count; row++) {
    const kind = navs.kind[row]!;
    const type = navs.type[row]!;
    if (kind > NavKind.tag) report('navs', `row ${row} has the unknown kind ${kind}`);
    const hasSignature = kind === NavKind.function || kind === NavKind.tag;
    if (hasSignature && type >= signatures.count) report('navs', `row ${row} has no type`);
    else if (kind === NavKind.tag && hasResults(signatures, type)) {
      report('navs', `row ${row} is a tag whose type has results`);
    }
    if ((kind === NavKind.global || kind === NavKind.table) && type > 0x17f) {
      report('navs', `row ${row} has no value type`);
    }
  }
}

function hasResults({ start, params }: SignatureTable, row: number): boolean {
  return start[row + 1]! - start[row]! > params[row]!;
}

function verifyConstants({ uavs, navs, is64 }: References, report: Report): void {
  const { count, relocationOffset: offsets, relocationTarget: targets } = uavs;
  const isShape =
    uavs.size.length === count &&
    uavs.alignment.length === count &&
    ascends(uavs.start, count, uavs.bytes.length) &&
    ascends(uavs.relocationStart, count, offsets.length) &&
    targets.length === offsets.length &&
    uavs.relocationAddend.length === offsets.length;
  if (!isShape) {
    report('uavs', 'columns do not agree');
    return;
  }
  const pointer = is64 ? 8 : 4;
  for (let row = 0; row < count; row++) {
    const size = uavs.size[row]!;
    const alignment = uavs.alignment[row]!;
    if (uavs.start[row + 1]! - uavs.start[row]! > size)
      report('uavs', `row ${row} stores too many bytes`);
    if (alignment === 0 || (alignment & (alignment - 1)) !== 0) {
      report('uavs', `row ${row}: the alignment ${alignment} is not a power of two`);
    }
    let next = 0;
    for (let i = uavs.relocationStart[row]!; i < uavs.relocationStart[row + 1]!; i++) {
      const target = targets[i]!;
      const exists = target >= UAV ? target - UAV < count : target < navs.count;
      if (!exists) report('uavs', `row ${row}: relocation ${i} has no target`);
      else if (target < UAV && navs.kind[target]! > NavKind.tls) {
        report('uavs', `row ${row}: relocation ${i} points at something without an address`);
      }
      if (offsets[i]! < next || offsets[i]! + pointer > size) {
        report('uavs', `row ${row}: relocation ${i} overlaps the one before it or the end`);
      }
      next = offsets[i]! + pointer;
    }
  }
}
