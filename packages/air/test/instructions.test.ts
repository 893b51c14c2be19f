// Every instruction of the table: it parses, verifies, and prints back to itself.

import { describe, expect, test } from 'vitest';
import { Tag, parseAir, printAir, tagRows, verify } from '../src/index.ts';
import { line } from './helpers.ts';
import { DECLARATIONS, functionWith, lines } from './instructions.ts';

const HEAD = 'target wasm32-freestanding +tail_call\nerrors { Bad }\n';
const MORE = 'type Two = enum(u8) { a = 0, b = 1 }\ntype Plain = union(Two) { a: void, b: void }\n';

test('the table has an example for each tag, and tags are their numbers', () => {
  expect([...lines.keys()].sort()).toEqual(tagRows.map(({ name }) => name).sort());
  expect(tagRows.every((row, at) => row.tag === at && Tag[row.name] === at)).toBe(true);
  expect(tagRows.length).toBeLessThan(256);
});

describe('each instruction', () => {
  test.each(tagRows.map(({ name }) => name))('%s', (name) => {
    const declarations = DECLARATIONS.replace('type Pair', `${MORE}type Pair`);
    const text = `${HEAD}${declarations}\n${functionWith(name)}`;
    const { module, diagnostics } = parseAir(text);
    expect(diagnostics.map(line)).toEqual([]);
    expect(verify(module).map(line)).toEqual([]);
    expect(printAir(module)).toBe(text);
    expect(module.functions[1]!.body.tags).toContain(Tag[name]);
  });
});
