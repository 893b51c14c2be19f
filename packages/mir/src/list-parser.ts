/** The lists behind a function: types, navs, constants, enums, debug information. */
import { diagnose, mirCodes } from '@wasmwright/diagnostics';
import type { MirBuilder } from './builder.ts';
import type { ConstantRelocation } from './constants.ts';
import type { LineReader } from './line-reader.ts';
import { NavKind, NONE, UAV, VariablePlace, type BaseRef, type DebugTable } from './mir.ts';
import { navFlagNames, typeByte } from './names.ts';
import type { Line } from './parser.ts';
import type { NavInfo } from './navs.ts';
import type { Signature } from './function-types.ts';

/** Rows that instructions refer to by name. */
export class Lists {
  /** Row by `$name`, and by `$name#row`. */
  private readonly navs = new Map<string, number>();

  addNav(name: string, row: number): void {
    if (!this.navs.has(name)) this.navs.set(name, row);
    this.navs.set(`${name}#${row}`, row);
  }

  /** Row of the nav that is next. */
  nav(reader: LineReader): number {
    return this.navOf(reader.next('a name'), reader);
  }

  /** Nav or `uav#row`, as a base. */
  baseOf(text: string, reader: LineReader): BaseRef {
    if (!text.startsWith('uav#')) return this.navOf(text, reader);
    const row = reader.toU32(text.slice(4), 'a row');
    return row < NONE - UAV ? UAV + row : NONE;
  }

  private navOf(text: string, reader: LineReader): number {
    // `$name#3` and `$"name"#3` name a row; a `#` inside a name is always quoted.
    const hash = text.lastIndexOf('#');
    const isRow = hash > text.lastIndexOf('"');
    const name = isRow ? text.slice(0, hash) : text;
    const plain = name.startsWith('$"') ? reader.unquoted(name.slice(1)) : name.slice(1);
    const row = this.navs.get(isRow ? `${plain}${text.slice(hash)}` : plain);
    if (row === undefined || !text.startsWith('$')) {
      reader.report(diagnose(mirCodes.unlistedName, { name: text }, reader.place()));
    }
    return row ?? 0;
  }
}

/** Variables and inlined calls under construction. */
interface DebugRows {
  files: string[];
  name: string;
  line: number;
  variables: [
    name: string,
    isParameter: number,
    place: number,
    value: number,
    from: number,
    to: number,
  ][];
  inlined: [name: string, file: number, line: number, from: number, to: number][];
}

/** Reads the lists into the builder's tables. */
export function parseLists(lines: readonly Line[], reader: LineReader, builder: MirBuilder): Lists {
  const lists = new Lists();
  const signatures: Signature[] = [];
  const debug: DebugRows = { files: [], name: '', line: 0, variables: [], inlined: [] };
  const counts = { uav: 0, enum: 0 };
  let hasDebug = false;
  for (const line of lines) {
    reader.open(line);
    const first = reader.peek();
    const isDebug = debugWords.has(first);
    hasDebug ||= isDebug;
    if (first.startsWith('type#')) parseType(reader, builder, signatures);
    else if (first === 'nav') parseNav(reader, builder, lists, signatures);
    else if (first.startsWith('uav#')) parseConstant(reader, builder, lists, counts);
    else if (first.startsWith('enum#')) parseEnum(reader, builder, counts);
    else if (isDebug) parseDebug(reader, debug);
    else reader.expected('a list entry or `func`');
    reader.close();
  }
  if (hasDebug) builder.setDebug(debugTable(debug));
  return lists;
}

function listedTwice(reader: LineReader, what: string): void {
  reader.report(diagnose(mirCodes.listedTwice, { what }, reader.place()));
}

/** `type#1 (param i32) (result i32)`; row 0 is the header's. */
function parseType(reader: LineReader, builder: MirBuilder, signatures: Signature[]): void {
  const row = reader.row('type');
  const signature = { params: reader.types('param'), results: reader.types('result') };
  if (builder.signature(signature) !== row) listedTwice(reader, `type#${row}`);
  signatures[row] = signature;
}

/** `nav $name function extern weak id=3 module="env" type#1`. */
function parseNav(
  reader: LineReader,
  builder: MirBuilder,
  lists: Lists,
  signatures: readonly Signature[],
): void {
  reader.word('nav');
  const name = reader.symbol();
  const kind = (NavKind as Readonly<Record<string, NavKind>>)[reader.next('a kind of name')];
  if (kind === undefined) {
    reader.rejected('function, data, tls, global, table or tag');
    return;
  }
  let flags = 0;
  for (const [word, bit] of navFlagNames) if (reader.accept(word)) flags |= bit;
  const id = reader.acceptKeyed('id');
  const module = reader.acceptKeyed('module');
  const info: NavInfo = {
    name,
    kind,
    flags,
    ...(id === undefined ? {} : { id: reader.toU32(id, 'a number') }),
    ...(module === undefined ? {} : { module: reader.unquoted(module) }),
    ...navType(reader, builder, kind, signatures),
  };
  if (info.signature === undefined && (kind === NavKind.function || kind === NavKind.tag)) return;
  const before = builder.navCount;
  const row = builder.nav(info);
  if (row !== before) listedTwice(reader, `$${name}`);
  lists.addNav(name, row);
}

function navType(
  reader: LineReader,
  builder: MirBuilder,
  kind: NavKind,
  signatures: readonly Signature[],
): { readonly signature: Signature } | { readonly type: number } | object {
  if (kind === NavKind.function || kind === NavKind.tag) {
    const row = reader.row('type');
    const signature = row === 0 ? builder.ownSignature : signatures[row];
    if (signature === undefined) reader.rejected('a listed type');
    return { signature };
  }
  const mutable = reader.accept('mutable');
  if (!mutable && reader.peek() === '') return {};
  const type = typeByte(reader.next('a value type'));
  if (type === undefined) reader.rejected('a value type');
  return { type: (type ?? 0) + (mutable ? 0x100 : 0) };
}

/** `uav#0 size=8 align=4 0x68690a @4 $nav 12`. */
function parseConstant(
  reader: LineReader,
  builder: MirBuilder,
  lists: Lists,
  counts: { uav: number },
): void {
  if (reader.row('uav') !== counts.uav++) listedTwice(reader, `uav#${counts.uav - 1}`);
  const size = Number(reader.toInteger(reader.keyed('size'), 'a size'));
  const alignment = reader.toU32(reader.keyed('align'), 'an alignment');
  const hex = reader.peek().startsWith('0x') ? reader.next('bytes').slice(2) : '';
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) reader.rejected('two digits per byte');
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  if (!(size >= bytes.length && Number.isSafeInteger(size)))
    reader.expected('a size that holds the bytes');
  const relocations: ConstantRelocation[] = [];
  while (reader.peek().startsWith('@')) {
    const offset = reader.toU32(reader.next('an offset').slice(1), 'an offset');
    const target = lists.baseOf(reader.next('a name or constant'), reader);
    relocations.push({ offset, target, addend: Number(reader.integer('an addend')) });
  }
  builder.uav({ size: Math.max(size, bytes.length) || 0, alignment, bytes, relocations });
}

/** `enum#0 id=3 u8 "red" 0 "blue" 7`. */
function parseEnum(reader: LineReader, builder: MirBuilder, counts: { enum: number }): void {
  const row = reader.row('enum');
  const id = reader.toU32(reader.keyed('id'), 'a number');
  const type = reader.next('the tag type');
  const bits = reader.toU32(type.slice(1), 'a tag type');
  if (!/^[iu]/.test(type) || bits > 0xffff) reader.rejected('a tag type such as `u8`');
  const fields: { name: string; value: bigint }[] = [];
  while (reader.peek() !== '')
    fields.push({ name: reader.string(), value: reader.integer('a value') });
  const names = { id, bits: Math.min(bits, 0xffff), signed: type.startsWith('i'), fields };
  if (row !== counts.enum || builder.tagNameType(names) !== counts.enum++) {
    listedTwice(reader, `enum#${row}`);
  }
}

const debugWords: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'debug',
  'file',
  'parameter',
  'variable',
  'inlined',
]);

function parseDebug(reader: LineReader, debug: DebugRows): void {
  const word = reader.next('an entry');
  const name = reader.string();
  const number = (key: string): number => reader.toU32(reader.keyed(key), 'a number');
  if (word === 'file') debug.files.push(name);
  else if (word === 'debug') {
    debug.name = name;
    debug.line = number('line');
  } else if (word === 'inlined') {
    debug.inlined.push([name, number('file'), number('line'), number('from'), number('to')]);
  } else {
    const isParameter = word === 'parameter' ? 1 : 0;
    const [key = '', value = ''] = reader.next('a place').split('=');
    const place = (VariablePlace as Readonly<Record<string, number>>)[key];
    if (place === undefined) reader.rejected('local=, frame= or pointer=');
    const local = reader.toU32(value, 'a number');
    debug.variables.push([name, isParameter, place ?? 0, local, number('from'), number('to')]);
  }
}

function debugTable({ files, name, line, variables, inlined }: DebugRows): DebugTable {
  return {
    files,
    name,
    line,
    variableNames: variables.map((row) => row[0]),
    variableIsParameter: Uint8Array.from(variables, (row) => row[1]),
    variablePlace: Uint8Array.from(variables, (row) => row[2]),
    variableValue: Uint32Array.from(variables, (row) => row[3]),
    variableStart: Uint32Array.from(variables, (row) => row[4]),
    variableEnd: Uint32Array.from(variables, (row) => row[5]),
    inlinedNames: inlined.map((row) => row[0]),
    inlinedFile: Uint32Array.from(inlined, (row) => row[1]),
    inlinedLine: Uint32Array.from(inlined, (row) => row[2]),
    inlinedStart: Uint32Array.from(inlined, (row) => row[3]),
    inlinedEnd: Uint32Array.from(inlined, (row) => row[4]),
  };
}
