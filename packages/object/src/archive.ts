// Archives (linking.md 1.3): member headers only, nothing is copied. One reader for GNU, BSD, Darwin and COFF style names.

import { diagnose, objectCodes } from '@wasmwright/diagnostics';
import type { Arguments, CodeRow, Diagnostic } from '@wasmwright/diagnostics';
import { decodeUtf8 } from '@wasmwright/wasm';
import { startsWithText } from './names.ts';

/** One member. */
export interface ArchiveMember {
  readonly name: string;
  /** Range of the payload in the bytes of the archive; empty in a thin archive. */
  readonly start: number;
  readonly end: number;
  /** True if the payload is the file `name`, relative to the directory of the archive unless absolute (I23). */
  readonly thin: boolean;
}

/** Result of `parseArchive`. */
export interface ParsedArchive {
  /** Members in file order, up to the first error; symbol and name tables are none. */
  readonly members: readonly ArchiveMember[];
  readonly diagnostics: readonly Diagnostic[];
}

const HEADER = 60;
/** Members that hold tables (I22). */
const TABLES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  '/',
  '//',
  '/SYM64/',
  '__.SYMDEF',
  '__.SYMDEF SORTED',
  '__.SYMDEF_64',
  '__.SYMDEF_64 SORTED',
]);

/**
 * Lists the members of an archive. Its symbol table is not used (I24).
 *
 * @param bytes - the file; it begins with the magic of an archive or a thin archive (`detectKind`)
 * @param name - display name of the archive
 * @example
 * const { members } = parseArchive(bytes, 'libc.a');
 * const first = members[0] && bytes.subarray(members[0].start, members[0].end);
 */
export function parseArchive(bytes: Uint8Array, name: string): ParsedArchive {
  const reader = new ArchiveReader(bytes, name);
  while (reader.next());
  return {
    members: reader.members,
    diagnostics: reader.diagnostic === undefined ? [] : [reader.diagnostic],
  };
}

class ArchiveReader {
  readonly members: ArchiveMember[] = [];
  diagnostic: Diagnostic | undefined;
  private readonly bytes: Uint8Array;
  private readonly file: string;
  private readonly thin: boolean;
  /** Offset of the next header. */
  private pos = 8;
  /** The `//` member: names too long for a header. */
  private namesStart = 0;
  private namesEnd = 0;
  /** Long names by offset, and how many bytes of the table belong to none yet. */
  private readonly longNames = new Map<number, string>();
  private namesLeft = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.bytes = bytes;
    this.file = file;
    this.thin = startsWithText(bytes, 0, bytes.length, '!<thin>\n');
  }

  /** Reads one member; false at the end and after an error. */
  next(): boolean {
    const { bytes, pos } = this;
    if (pos >= bytes.length) return false;
    if (bytes.length - pos < HEADER) return this.fail(objectCodes.archiveHeader, { offset: pos });
    const rawName = this.field(pos, 16);
    if (bytes[pos + 58] !== 0x60 || bytes[pos + 59] !== 0x0a) return this.failTerminator(rawName);
    const size = this.number(this.field(pos + 48, 10), objectCodes.archiveSize);
    if (size === undefined) return false;
    const start = pos + HEADER;
    const isTable = TABLES.has(rawName);
    const carriesData = !this.thin || isTable;
    const available = bytes.length - start;
    const name = isTable ? rawName : this.memberName(rawName, carriesData ? size : 0);
    if (name === undefined) return false;
    if (carriesData && size > available) {
      return this.fail(objectCodes.archiveMemberEnd, { member: name });
    }
    const end = carriesData ? start + size : start;
    if (rawName === '//') {
      this.namesStart = start;
      this.namesEnd = end;
      this.namesLeft = size;
      this.longNames.clear();
    } else if (!TABLES.has(name)) {
      const nameLength = rawName.startsWith('#1/') ? Number(rawName.slice(3)) : 0;
      this.members.push({ name, start: start + nameLength, end, thin: this.thin });
    }
    this.pos = end + (end & 1);
    return true;
  }

  /** A header field without the spaces that pad it. */
  private field(start: number, length: number): string {
    return decodeUtf8(this.bytes, start, start + length).replace(/ +$/, '');
  }

  private number(digits: string, row: typeof objectCodes.archiveSize): number | undefined {
    if (/^[0-9]+$/.test(digits)) return Number(digits);
    this.fail(row, { found: digits, offset: this.pos });
    return undefined;
  }

  /** The name a header stands for; undefined after an error. `size` is that of the data after the header. */
  private memberName(raw: string, size: number): string | undefined {
    if (raw.startsWith('#1/')) return this.bsdName(raw.slice(3), size);
    if (raw.startsWith('/')) return this.longName(raw.slice(1));
    const slash = raw.indexOf('/');
    return slash < 0 ? raw : raw.slice(0, slash);
  }

  /** BSD and Darwin: the name is the beginning of the data, padded with NUL. */
  private bsdName(digits: string, size: number): string | undefined {
    const offset = this.pos;
    if (!/^[0-9]+$/.test(digits)) {
      this.fail(objectCodes.archiveLongLength, { found: digits, offset });
      return undefined;
    }
    const length = Number(digits);
    const start = offset + HEADER;
    if (length > Math.min(size, this.bytes.length - start)) {
      this.fail(objectCodes.archiveLongLengthRange, { length: digits, offset });
      return undefined;
    }
    let end = start + length;
    while (end > start && this.bytes[end - 1] === 0) end--;
    return decodeUtf8(this.bytes, start, end);
  }

  /** GNU and COFF: an offset in the `//` member, whose names end in `/` LF or NUL. */
  private longName(digits: string): string | undefined {
    const { bytes, namesStart, namesEnd, pos: offset } = this;
    if (!/^[0-9]+$/.test(digits)) {
      this.fail(objectCodes.archiveLongOffset, { found: digits, offset });
      return undefined;
    }
    const position = Number(digits);
    if (position >= namesEnd - namesStart) {
      this.fail(objectCodes.archiveLongOffsetRange, { position: digits, offset });
      return undefined;
    }
    const known = this.longNames.get(position);
    if (known !== undefined) return known;
    const start = namesStart + position;
    const limit = Math.min(namesEnd, start + this.namesLeft);
    let end = start;
    while (end < limit && bytes[end] !== 0x0a && bytes[end] !== 0) end++;
    if (end === limit && limit < namesEnd) {
      // Without this rule many headers could share the bytes of one huge name.
      this.fail(objectCodes.archiveNamesOverlap, { position: digits });
      return undefined;
    }
    const isGnu = bytes[end] === 0x0a && end > start && bytes[end - 1] === 0x2f;
    if (end === namesEnd || (bytes[end] === 0x0a && !isGnu)) {
      this.fail(objectCodes.archiveLongUnterminated, { position: digits });
      return undefined;
    }
    const name = decodeUtf8(bytes, start, isGnu ? end - 1 : end);
    this.longNames.set(position, name);
    this.namesLeft -= end - start;
    return name;
  }

  private failTerminator(rawName: string): boolean {
    const { pos } = this;
    const found = escaped(this.bytes.subarray(pos + 58, pos + 60));
    const name = rawName.startsWith('/') || rawName.startsWith('#1/') ? '' : rawName;
    const member = name === '' ? `at offset ${pos}` : `for ${name.replace(/\/.*$/, '')}`;
    return this.fail(objectCodes.archiveTerminator, { found, member });
  }

  private fail<Row extends CodeRow>(row: Row, values: Omit<Arguments<Row>, 'file'>): false {
    this.diagnostic = diagnose(row, { ...values, file: this.file } as Arguments<Row>, {
      input: this.file,
      offset: this.pos,
    });
    return false;
  }
}

/** Bytes as LLVM escapes them: printable ASCII as it is, others as `\n`, `\t`, `\\`, `\"` or three octal digits. */
function escaped(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x0a) text += '\\n';
    else if (byte === 0x09) text += '\\t';
    else if (byte === 0x5c || byte === 0x22) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return text;
}
