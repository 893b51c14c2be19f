/**
 * The text form of a function (codegen.md 6.3): a header line, one instruction per line, then the lists of what the
 * instructions name. Numbers that follow from the instructions (features, indirect functions) are not written.
 */
import { formatF32, formatF64, heapTypeName, valueTypeName } from '@wasmwright/wasm';
import { mirInstruction } from './instructions.ts';
import { intrinsics } from './intrinsics.ts';
import { NavKind, NONE, UAV, VariablePlace, type Mir, type NavTable } from './mir.ts';
import { navFlagNames, navKindNames, quote, symbolText } from './names.ts';
import type { Signature } from './function-types.ts';
import { signatureAt } from './signatures.ts';
import { tagNamesAt } from './tag-names.ts';
import { BLOCK_EMPTY, BLOCK_SIGNATURE, Tag } from './tags.ts';

/**
 * Writes a function as text. `parseMir` reads it back, exactly.
 *
 * @example
 * printMir(mir);
 * // func $add_one (param i32) (result i32)
 * //   local_get 0
 * //   i32_const 1
 * //   i32_add
 * // end
 */
export function printMir(mir: Mir): string {
  const navNames = navReferences(mir.navs);
  const lines = [header(mir)];
  const { prologue } = mir;
  if (prologue !== null) {
    const local = (index: number): string => (index === NONE ? 'none' : String(index));
    lines.push(
      `  prologue saved=${local(prologue.savedLocal)} bottom=${local(prologue.bottomLocal)} align=${prologue.alignment} size=${prologue.size}`,
    );
  }
  printBody(mir, navNames, lines);
  printLists(mir, navNames, lines);
  return `${lines.join('\n')}\n`;
}

function header(mir: Mir): string {
  const words = [`func $${symbolText(mir.name)}`];
  if (mir.is64) words.push('wasm64');
  const type = mir.signatures.count > 0 ? signatureText(signatureAt(mir.signatures, 0)) : '';
  if (type !== '') words.push(type);
  const locals = typeRuns(mir.locals);
  if (locals !== '') words.push(`(local ${locals})`);
  return words.join(' ');
}

function signatureText({ params, results }: Signature): string {
  const list = (word: string, types: ArrayLike<number>): string =>
    types.length === 0
      ? ''
      : `(${word} ${Array.from(types, (type) => valueTypeName(type)).join(' ')})`;
  return [list('param', params), list('result', results)].filter((text) => text !== '').join(' ');
}

/** `i32*3 f64`. */
function typeRuns(types: Uint8Array): string {
  const runs: string[] = [];
  for (let i = 0; i < types.length;) {
    let end = i + 1;
    while (end < types.length && types[end] === types[i]) end++;
    const name = valueTypeName(types[i]!);
    runs.push(end - i === 1 ? name : `${name}*${end - i}`);
    i = end;
  }
  return runs.join(' ');
}

/** `$name` of every nav, with its row where a name is not unique. */
function navReferences(navs: NavTable): readonly string[] {
  const uses = new Map<string, number>();
  for (const name of navs.names) uses.set(name, (uses.get(name) ?? 0) + 1);
  return navs.names.map((name, row) => {
    const text = `$${symbolText(name)}`;
    return uses.get(name) === 1 ? text : `${text}#${row}`;
  });
}

/** Indentation by depth; deeper code is not indented further, so that text stays linear in the code. */
const MAX_INDENT = 40;

function printBody(mir: Mir, navs: readonly string[], lines: string[]): void {
  const { tags, hints } = mir;
  let depth = 1;
  let hint = 0;
  for (let i = 0; i < tags.length; i++) {
    const tag = tags[i]!;
    const closes = tag === Tag.end || tag === Tag.delegate;
    const splits = tag === Tag.else || tag === Tag.catch || tag === Tag.catch_all;
    if (closes) depth = Math.max(0, depth - 1);
    const indent = '  '.repeat(Math.min(MAX_INDENT, splits ? Math.max(0, depth - 1) : depth));
    let line = indent + instructionText(mir, i, navs);
    if (hints.at[hint] === i) line += hints.likely[hint++] === 1 ? ' likely' : ' unlikely';
    lines.push(line);
    const opens = (tag >= Tag.block && tag <= Tag.if) || tag === Tag.try || tag === Tag.try_table;
    if (opens) depth++;
  }
}

/** One instruction without indentation, such as `i32_load offset=4 align=4`. */
function instructionText(mir: Mir, i: number, navs: readonly string[]): string {
  const { extra } = mir;
  const tag = mir.tags[i]!;
  const word = mir.data[i]!;
  const isPrefix = tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix;
  const row = mirInstruction(tag, isPrefix ? extra[word]! : NONE);
  if (row === undefined) return `unknown_${tag}`;
  const at = (offset: number): number => extra[word + offset] ?? 0;
  const nav = (nav: number): string => navs[nav] ?? `$?#${nav}`;
  const words: (string | number)[] = [row.name];
  switch (row.form) {
    case 0: // none
      break;
    case 1: // block
      words.push(...blockText(word));
      break;
    case 2: // label
    case 5: // local
      words.push(word);
      break;
    case 3: // labels
      for (let k = 1; k <= at(0); k++) words.push(at(k));
      break;
    case 4: // tryTable
      words.push(...blockText(at(0)));
      for (let k = 0; k < at(1); k++) {
        const kind = at(2 + 3 * k);
        words.push(catchNames[kind] ?? `catch_${kind}`);
        if (kind < 2) words.push(nav(at(3 + 3 * k)));
        words.push(at(4 + 3 * k));
      }
      break;
    case 6: // memory
      if (word !== 0) words.push(word);
      break;
    case 7: // i32
      words.push(word | 0);
      break;
    case 8: // f32
      words.push(formatF32(word));
      break;
    case 9: // i64
      words.push(wideText(at(0), at(1), true));
      break;
    case 10: // f64
      words.push(formatF64(at(0), at(1)));
      break;
    case 11: // access
      words.push(...accessText(extra, word, nav));
      break;
    case 12: // nav
      words.push(nav(word));
      break;
    case 13: // navOffset
      words.push(nav(at(0)), at(1) | 0);
      break;
    case 14: // uav
      words.push(`uav#${word}`);
      break;
    case 15: // uavOffset
      words.push(`uav#${at(0)}`, at(1) | 0);
      break;
    case 16: // signature
      words.push(`type#${word}`);
      break;
    case 17: // intrinsic
      words.push(intrinsics[word]?.name ?? `intrinsic#${word}`);
      break;
    case 18: // tagName
      words.push(`enum#${word}`);
      break;
    case 19: // type
      words.push(tag === Tag.ref_null ? heapTypeName(word - 0x80) : valueTypeName(word));
      break;
    case 20: // prefixed
      words.push(...prefixedText(extra, word + 1, row.subForm, row.name, nav));
      break;
    case 21: // position
      words.push(`${at(0)}:${at(1)}`);
      break;
  }
  return words.join(' ');
}

/** Words of the catch kinds of `try_table`. */
export const catchNames: readonly string[] = ['catch', 'catch_ref', 'catch_all', 'catch_all_ref'];

function blockText(type: number): readonly string[] {
  if (type === BLOCK_EMPTY) return [];
  if (type >= BLOCK_SIGNATURE) return [`type#${type - BLOCK_SIGNATURE}`];
  return [`(result ${valueTypeName(type)})`];
}

function accessText(
  extra: Uint32Array,
  word: number,
  nav: (row: number) => string,
): readonly string[] {
  const [low = 0, high = 0, alignment = 0, base = 0] = extra.subarray(word, word + 4);
  const words: string[] = [];
  if (low !== 0 || high !== 0) words.push(`offset=${wideText(low, high, base !== NONE)}`);
  words.push(`align=${alignment & 0xff}`);
  if (alignment >>> 8 !== 0) words.push(`memory=${alignment >>> 8}`);
  if (base !== NONE) words.push(`base=${baseText(base, nav)}`);
  return words;
}

function baseText(base: number, nav: (row: number) => string): string {
  return base >= UAV ? `uav#${base - UAV}` : nav(base);
}

function prefixedText(
  extra: Uint32Array,
  word: number,
  subForm: number,
  name: string,
  nav: (row: number) => string,
): readonly (string | number)[] {
  const at = (offset: number): number => extra[word + offset] ?? 0;
  switch (subForm) {
    case 1: // access
      return accessText(extra, word, nav);
    case 2: // accessLane
      return [...accessText(extra, word, nav), at(4)];
    case 4: // bytes
      if (name === 'i8x16_shuffle') {
        return Array.from({ length: 16 }, (_, k) => (at(k >> 2) >>> (8 * (k & 3))) & 0xff);
      }
      return [0, 1, 2, 3].map((k) => `0x${at(k).toString(16).padStart(8, '0')}`);
    case 3: // lane
    case 5: // index
      return [at(0)];
    case 6: // indexes
      return [at(0), at(1)];
    case 7: // table
      return [nav(at(0))];
    case 8: // tables
      return [nav(at(0)), nav(at(1))];
    case 9: // segmentTable
      return [at(0), nav(at(1))];
    default: // none, fence
      return [];
  }
}

/** A 64-bit number in decimal. */
function wideText(low: number, high: number, signed: boolean): string {
  const value = (BigInt(high) << 32n) | BigInt(low);
  return String(signed ? BigInt.asIntN(64, value) : value);
}

function printLists(mir: Mir, navNames: readonly string[], lines: string[]): void {
  const { signatures, navs, uavs, tagNames } = mir;
  const nav = (row: number): string => navNames[row] ?? `$?#${row}`;
  for (let row = 1; row < signatures.count; row++) {
    lines.push(`type#${row} ${signatureText(signatureAt(signatures, row))}`.trimEnd());
  }
  for (let row = 0; row < navs.count; row++) lines.push(`nav ${navText(navs, row)}`);
  for (let row = 0; row < uavs.count; row++) {
    const words = [`uav#${row} size=${uavs.size[row]!} align=${uavs.alignment[row]!}`];
    const bytes = uavs.bytes.subarray(uavs.start[row]!, uavs.start[row + 1]!);
    if (bytes.length > 0) {
      words.push(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
    }
    for (let i = uavs.relocationStart[row]!; i < uavs.relocationStart[row + 1]!; i++) {
      const addend = uavs.relocationAddend[i]!;
      const target = baseText(uavs.relocationTarget[i]!, nav);
      words.push(`@${uavs.relocationOffset[i]!} ${target} ${addend}`);
    }
    lines.push(words.join(' '));
  }
  for (let row = 0; row < tagNames.count; row++) {
    const { id, bits, signed, fields } = tagNamesAt(tagNames, row);
    const words = [`enum#${row} id=${id} ${signed ? 'i' : 'u'}${bits}`];
    for (const { name, value } of fields) words.push(`${quote(name)} ${value}`);
    lines.push(words.join(' '));
  }
  if (mir.debug !== null) printDebug(mir.debug, lines);
}

function navText(navs: NavTable, row: number): string {
  const kind = navs.kind[row]!;
  const type = navs.type[row]!;
  const words = [`$${symbolText(navs.names[row]!)}`, navKindNames[kind] ?? String(kind)];
  for (const [word, bit] of navFlagNames) if ((navs.flags[row]! & bit) !== 0) words.push(word);
  if (navs.id[row] !== NONE) words.push(`id=${navs.id[row]!}`);
  if (navs.modules[row] !== '') words.push(`module=${quote(navs.modules[row]!)}`);
  if (kind === NavKind.function || kind === NavKind.tag) words.push(`type#${type}`);
  else if (type !== NONE) {
    if (type >= 0x100) words.push('mutable');
    words.push(valueTypeName(type & 0xff));
  }
  return words.join(' ');
}

/** Words of the places of variables, by `VariablePlace`. */
const placeNames: readonly string[] = /* @__PURE__ */ Object.keys(VariablePlace);

function printDebug(debug: NonNullable<Mir['debug']>, lines: string[]): void {
  lines.push(`debug ${quote(debug.name)} line=${debug.line}`);
  for (const file of debug.files) lines.push(`file ${quote(file)}`);
  debug.variableNames.forEach((name, i) => {
    const kind = debug.variableIsParameter[i] === 1 ? 'parameter' : 'variable';
    const place = `${placeNames[debug.variablePlace[i]!] ?? 'local'}=${debug.variableValue[i]!}`;
    lines.push(
      `${kind} ${quote(name)} ${place} from=${debug.variableStart[i]!} to=${debug.variableEnd[i]!}`,
    );
  });
  debug.inlinedNames.forEach((name, i) => {
    const place = `file=${debug.inlinedFile[i]!} line=${debug.inlinedLine[i]!}`;
    lines.push(
      `inlined ${quote(name)} ${place} from=${debug.inlinedStart[i]!} to=${debug.inlinedEnd[i]!}`,
    );
  });
}
