import { describe, expect, it } from 'vitest';
import { memoryHost } from '../src/host.ts';
import { expandResponseFiles, splitResponse } from '../src/options/response.ts';

describe('quoting of response files (P3)', () => {
  it.each([
    ['a  b\n\tc\r\n', ['a', 'b', 'c']],
    ['"a b" \'c d\'', ['a b', 'c d']],
    ['a\\ b', ['a b']],
    [`'x\\b y'`, ['xb y']],
    ['"q\\"r"', ['q"r']],
    [`a"b c"d'e f'`, ['ab cde f']],
    ['"" a', ['a']],
    ["'open to the end", ['open to the end']],
    ['ends\\', ['ends\\']],
  ])('posix %j', (text, expected) => {
    expect(splitResponse(text, 'posix')).toEqual(expected);
  });

  it.each([
    ['a b\r\nc', ['a', 'b', 'c']],
    ['"x\\b y"', ['x\\b y']],
    ['"q\\"r"', ['q"r']],
    ['b\\\\ c\\\\"d e"', ['b\\\\', 'c\\d e']],
    ['"a""b"', ['a"b']],
    ["f'g h'", ["f'g", "h'"]],
    ['""', ['']],
    ['C:\\dir\\a.o', ['C:\\dir\\a.o']],
  ])('windows %j', (text, expected) => {
    expect(splitResponse(text, 'windows')).toEqual(expected);
  });
});

describe('expansion', () => {
  const expand = async (args: string[], files: Record<string, string>) => {
    const texts: string[] = [];
    const list = await expandResponseFiles(args, 'posix', memoryHost(files), (diagnostic) =>
      texts.push(diagnostic.text),
    );
    return { list, texts };
  };

  it('nests, and keeps the order', async () => {
    const files = { one: 'b @two e', two: 'c d' };
    expect((await expand(['a', '@one', 'f'], files)).list).toEqual([...'abcdef']);
  });

  it('leaves what does not exist', async () => {
    expect(await expand(['@none'], {})).toEqual({ list: ['@none'], texts: [] });
  });

  it('stops at a file that names itself', async () => {
    const files = { one: '@two x', two: 'y @one' };
    const { list, texts } = await expand(['@one'], files);
    expect(list).toEqual(['y', '@one', 'x']);
    expect(texts).toEqual(["recursive expansion of: 'one'"]);
  });

  it('bounds files that multiply each other', async () => {
    const files: Record<string, string> = { f0: 'x '.repeat(100) };
    for (let i = 1; i < 12; i++) files[`f${i}`] = `@f${i - 1} `.repeat(10);
    const { list } = await expand(['@f11'], files);
    expect(list.length).toBeLessThan(5_000_000);
  });
});
