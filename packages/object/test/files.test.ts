// Kinds of files, archives, shared objects, stub libraries, lists of names.

import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '@wasmwright/wasm';
import {
  detectKind,
  detectMemberKind,
  parseArchive,
  parseNameList,
  parseShared,
  parseStub,
} from '@wasmwright/object';
import { ascii, custom, mkArchive, mkModule, section, str, uleb, vec } from './build.ts';

const text = (value: string): Uint8Array => encodeUtf8(value);

describe('detectKind (I1)', () => {
  it.each([
    ['wasm-object', mkModule()],
    ['wasm-object', Uint8Array.of(0, 0x61, 0x73, 0x6d)],
    ['wasm-object', mkModule(section(1, [0]), custom('dylinkx', []))],
    ['wasm-shared', mkModule(custom('dylink.0', []))],
    ['wasm-shared', mkModule(section(1, [0]), custom('dylink', []))],
    ['archive', text('!<arch>\n')],
    ['thin-archive', text('!<thin>\n')],
    ['bitcode', Uint8Array.of(0x42, 0x43, 0xc0, 0xde)],
    ['bitcode', Uint8Array.of(0xde, 0xc0, 0x17, 0x0b)],
    ['stub', text('#STUB\nf\n')],
    ['unknown', text('!<arch>')],
    ['unknown', text('INPUT(libc.so)')],
    ['unknown', Uint8Array.of(0, 0x61, 0x73)],
    ['unknown', new Uint8Array(0)],
  ] as const)('%s', (kind, bytes) => {
    expect(detectKind(bytes)).toBe(kind);
  });

  it('of a member does not depend on dylink', () => {
    expect(detectMemberKind(mkModule(custom('dylink.0', [])))).toBe('wasm-object');
    expect(detectMemberKind(text('rust metadata'))).toBe('unknown');
  });

  it('ends its search for dylink at a damaged header', () => {
    expect(detectKind(mkModule([1, 0x7f], custom('dylink.0', [])))).toBe('wasm-object');
  });
});

describe('parseArchive', () => {
  const list = (bytes: Uint8Array): { name: string; text: string; thin: boolean }[] => {
    const { members, diagnostics } = parseArchive(bytes, 'l.a');
    expect(diagnostics).toEqual([]);
    return members.map(({ name, start, end, thin }) => ({
      name,
      text: decodeUtf8(bytes, start, end),
      thin,
    }));
  };
  const one = (name: string, body: string) => ({ name, text: body, thin: false });

  it('reads an empty archive, with or without a symbol table', () => {
    expect(list(text('!<arch>\n'))).toEqual([]);
    expect(list(mkArchive([{ name: '/', bytes: [0, 0, 0, 0] }]))).toEqual([]);
  });

  it('reads GNU names: short, long, and members of odd size', () => {
    const bytes = mkArchive([
      { name: '/', bytes: [0, 0, 0, 0] },
      { name: '//', bytes: ascii('a_very_long_member_name.o/\ndir/another one.o/\n') },
      { name: 'a b.o/', bytes: ascii('abc') },
      { name: '/0', bytes: ascii('de') },
      { name: '/27', bytes: ascii('f') },
    ]);
    expect(list(bytes)).toEqual([
      one('a b.o', 'abc'),
      one('a_very_long_member_name.o', 'de'),
      one('dir/another one.o', 'f'),
    ]);
  });

  it('reads the 64-bit symbol table member and COFF style names', () => {
    const bytes = mkArchive([
      { name: '/SYM64/', bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
      { name: '//', bytes: [...ascii('long_name_of_a_member.obj'), 0, ...ascii('b.obj'), 0] },
      { name: '/0', bytes: ascii('x') },
      { name: '/26', bytes: ascii('y') },
    ]);
    expect(list(bytes)).toEqual([one('long_name_of_a_member.obj', 'x'), one('b.obj', 'y')]);
  });

  it.each(['__.SYMDEF', '__.SYMDEF SORTED', '__.SYMDEF_64'])(
    'reads BSD archives with %s',
    (table) => {
      const name = 'name with spaces.o';
      const padded = [...ascii(name), 0, 0];
      const bytes = mkArchive([
        { name: table, bytes: [1, 2, 3, 4] },
        { name: `#1/${padded.length}`, bytes: [...padded, ...ascii('xyz')] },
        { name: 'short.o', bytes: ascii('q') },
      ]);
      expect(list(bytes)).toEqual([one(name, 'xyz'), one('short.o', 'q')]);
    },
  );

  it('knows a BSD symbol table by its long name, too', () => {
    const name = [...ascii('__.SYMDEF SORTED'), 0, 0, 0, 0];
    const bytes = mkArchive([
      { name: `#1/${name.length}`, bytes: [...name, 9, 9] },
      { name: 'a.o', bytes: ascii('q') },
    ]);
    expect(list(bytes)).toEqual([one('a.o', 'q')]);
  });

  it('reads thin archives: only the tables carry data', () => {
    const bytes = mkArchive(
      [
        { name: '/', bytes: [0, 0, 0, 0] },
        { name: '//', bytes: ascii('sub/dir/member.o/\n') },
        { name: '/0', bytes: [], size: '123456', data: false },
        { name: 'b.o/', bytes: [], size: '77', data: false },
      ],
      '!<thin>\n',
    );
    const thin = (name: string) => ({ name, text: '', thin: true });
    expect(list(bytes)).toEqual([thin('sub/dir/member.o'), thin('b.o')]);
  });

  it('accepts a last member of odd size without its padding', () => {
    const bytes = mkArchive([{ name: 'a.o/', bytes: ascii('abc') }]);
    expect(list(bytes.subarray(0, -1))).toEqual([one('a.o', 'abc')]);
  });

  it('keeps the members in front of damage', () => {
    const bytes = mkArchive([
      { name: 'a.o/', bytes: ascii('ab') },
      { name: 'b.o/', bytes: [], size: 'x' },
    ]);
    const { members, diagnostics } = parseArchive(bytes, 'l.a');
    expect(members.map(({ name }) => name)).toEqual(['a.o']);
    expect(diagnostics[0]!.at).toEqual({ input: 'l.a', offset: 70 });
  });
});

describe('parseShared (I30)', () => {
  const dylink = custom('dylink.0', [
    ...section(1, [...uleb(1000), 4, 7, 0]),
    ...section(2, vec([str('libc.so'), str('libm.so')])),
    ...section(3, vec([[...str('tls'), ...uleb(0x100)]])),
    ...section(4, vec([[...str('env'), ...str('weak'), 1]])),
    ...section(5, vec([str('$ORIGIN')])),
    ...section(99, [1, 2, 3]),
  ]);
  const exported = (name: string, kind: number, index: number): number[] => [
    ...str(name),
    kind,
    index,
  ];
  const bytes = mkModule(
    dylink,
    section(
      1,
      vec([
        [0x60, 0, 0],
        [0x60, 1, 0x7f, 1, 0x7f],
      ]),
    ),
    section(2, vec([[...str('env'), ...str('i'), 0, 0]])),
    section(3, vec([[1]])),
    section(6, vec([[0x7f, 0, 0x41, 0, 0x0b]])),
    section(
      7,
      vec([
        exported('__wasm_call_ctors', 0, 1),
        exported('__wasm_apply_data_relocs', 0, 1),
        exported('__start_x', 3, 0),
        exported('__stop_x', 3, 0),
        exported('memory', 2, 0),
        exported('f', 0, 1),
        exported('tls', 3, 0),
      ]),
    ),
    section(10, vec([[2, 0, 0x0b]])),
  );

  it('lists exports with signatures and flags, and what dylink.0 says', () => {
    const { shared, diagnostics } = parseShared(bytes, { name: 'libx.so' });
    expect(diagnostics).toEqual([]);
    const { symbols, dylink: info } = shared!;
    const rows = Array.from({ length: symbols.count }, (_, i) => ({
      name: decodeUtf8(bytes, symbols.nameStart[i]!, symbols.nameEnd[i]!),
      kind: symbols.kind[i],
      flags: symbols.flags[i],
      type: symbols.type[i],
    }));
    expect(rows).toEqual([
      { name: 'f', kind: 0, flags: 0, type: 1 },
      { name: 'tls', kind: 1, flags: 0x100, type: 0 },
    ]);
    expect(info).toEqual({
      memorySize: 1000,
      memoryAlignment: 4,
      tableSize: 7,
      tableAlignment: 0,
      needed: ['libc.so', 'libm.so'],
      exportFlags: new Map([['tls', 0x100]]),
      importFlags: [{ module: 'env', field: 'weak', flags: 1 }],
      runtimePaths: ['$ORIGIN'],
    });
  });

  it('reads the old dylink section', () => {
    const old = mkModule(custom('dylink', [8, 2, 1, 0, ...vec([str('a.so')])]));
    const { shared } = parseShared(old, { name: 'libx.so' });
    expect(shared!.dylink.needed).toEqual(['a.so']);
    expect(shared!.dylink.memorySize).toBe(8);
  });

  it('gives the diagnostics of a malformed module', () => {
    const { shared, diagnostics } = parseShared(bytes.subarray(0, -1), { name: 'libx.so' });
    expect(shared).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.text)).toEqual([
      'libx.so: section too large',
    ]);
  });
});

describe('parseStub (B1)', () => {
  it('reads names and dependencies; the last line of a name counts', () => {
    const library = parseStub(
      text('#STUB\n# comment\n\n  a  \r\nb: c, d\nb :  e ,, f\n c:\nd: x: y\n'),
    );
    expect([...library]).toEqual([
      ['a', []],
      ['b', ['e', 'f']],
      ['c', []],
      ['d', ['x: y']],
    ]);
  });
});

describe('parseNameList (I28, U2)', () => {
  it('trims lines and skips comments and blank lines', () => {
    expect(parseNameList(text('# x\n  a\n\n\tb \r\n#c\nd e'))).toEqual(['a', 'b', 'd e']);
    expect(parseNameList(new Uint8Array(0))).toEqual([]);
  });
});
