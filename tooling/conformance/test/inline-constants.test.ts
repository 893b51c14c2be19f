// The bundler's plugin: which members become numbers, and which must not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { inlineConstants } from '../../inline-constants.ts';

const folder = mkdtempSync(join(tmpdir(), 'inline-constants-'));
mkdirSync(join(folder, 'src'));
afterAll(() => rmSync(folder, { recursive: true }));

async function bundled(main: string): Promise<string> {
  writeFileSync(join(folder, 'src/kinds.ts'), KINDS);
  writeFileSync(join(folder, 'src/main.ts'), main);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'src/main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    packages: 'external',
    treeShaking: true,
    plugins: [inlineConstants()],
  });
  return outputFiles[0]!.text;
}

const KINDS = `
export const Kind = { none: 0, some: 7, low: -1 } as const;
let n = 40;
export const Counted = /* @__PURE__ */ (() => ({ a: n++, b: n++ }))();
export const Names = { a: 'text' } as const;
export const table = { a: 1 };
`;

test('members of constant objects become numbers, and the objects go', async () => {
  const text = await bundled(`
    import { Kind, Counted as C } from './kinds.ts';
    export const f = (x: number) => x === Kind.some ? Kind.low : x - C.b;
  `);
  expect(text).toMatch(/x === 7 +\? +\(?-1\)? +: +x - 41/);
  expect(text).not.toContain('some');
});

test('members of packages that stay outside become numbers', async () => {
  const text = await bundled(`
    import { Tag } from '@wasmwright/mir';
    export const add: number = Tag.i32_add;
  `);
  expect(text).toContain('106');
});

test('other objects, unknown members and names of inner scopes stay', async () => {
  const text = await bundled(`
    import { Kind, Names, table } from './kinds.ts';
    export const f = (Counted: { a: number }) => Counted.a;
    export const g = (name: 'none') => [Names.a, table.a, Kind[name], 'Kind.some', (Kind as any).other];
    export function h() { const Kind = { some: 'mine' }; return Kind.some; }
  `);
  for (const kept of [
    'Counted.a',
    'Names.a',
    'table.a',
    'Kind[name]',
    '"Kind.some"',
    '.other',
    '.some',
  ])
    expect(text).toContain(kept);
});
