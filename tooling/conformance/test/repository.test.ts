// The law of the repository, beyond what ESLint checks file by file: manifests, the package graph, exports, diagnostic codes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as diagnostics from '@wasmwright/diagnostics';
import { root } from '@wasmwright/tooling-fixtures';
import { describe, expect, test } from 'vitest';

interface Manifest {
  readonly name?: string;
  readonly description?: string;
  readonly license?: string;
  readonly sideEffects?: boolean;
  readonly engines?: { readonly node?: string };
  readonly repository?: { readonly directory?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: Exports;
  readonly publishConfig?: { readonly exports?: Exports };
}
type Exports = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

const SCOPE = '@wasmwright/';
const SOURCE = '@wasmwright/source';
const MOST_LINES = 600;

const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The package graph, as ESLint has it. */
function graph(): Record<string, readonly string[]> {
  const table = /^const GRAPH = \{\n(.*?)^\};/ms.exec(text('eslint.config.js'))![1]!;
  const rows = table.matchAll(/^ {2}(\w+): \[(.*)\],$/gm);
  const names = (list: string): string[] => [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name!);
  return Object.fromEntries([...rows].map(([, name, list]) => [name!, names(list!)]));
}

function sourcesOf(directory: string): string[] {
  return readdirSync(join(root, directory, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${directory}/src/${name}`);
}

/** What a file imports or exports from: the statements, and calls of `import`. */
function importsOf(path: string): string[] {
  const statement = /^(?:(?:import|export|\}).*\bfrom|import) '([^']+)';$/gm;
  const call = /\bimport\('([^']+)'\)/g;
  const code = text(path);
  return [...code.matchAll(statement), ...code.matchAll(call)].map(([, from]) => from!);
}

/** Files that are one table of data, which splitting would not make clearer. */
const isTable = (path: string): boolean =>
  /\/(codes|tables?|instructions)\/|\.gen\.ts$|table/.test(path);

/** Codes of an area begin with these characters. */
const AREAS: Readonly<Record<string, string>> = {
  objectCodes: 'WW1',
  linkerCodes: 'WW2',
  driverCodes: 'WW3',
  airCodes: 'WW4',
  interpretCodes: 'WW48',
  mirCodes: 'WW5',
  codegenCodes: 'WW6',
  inspectCodes: 'WW7',
};

const allowed = graph();
const packages = readdirSync(join(root, 'packages')).map((name) => ({
  name,
  directory: `packages/${name}`,
  manifest: JSON.parse(text(`packages/${name}/package.json`)) as Manifest,
}));

test('the graph has every package and no other', () => {
  expect(Object.keys(allowed).sort()).toEqual(packages.map(({ name }) => name).sort());
});

describe.each(packages)('$directory', ({ name, directory, manifest }) => {
  const sources = sourcesOf(directory);

  test('describes itself', () => {
    expect(existsSync(join(root, directory, 'README.md')), 'README.md').toBe(true);
    expect(manifest).toMatchObject({
      name: `${SCOPE}${name}`,
      license: 'MIT',
      sideEffects: false,
      repository: { directory },
      engines: { node: expect.stringMatching(/^>=/) as string },
    });
    expect(manifest.description).toMatch(/.{20}/);
  });

  test('imports nothing from outside but packages of the graph', () => {
    const outside = sources.flatMap((path) =>
      importsOf(path)
        .filter((from) => from.startsWith('.'))
        .map((from) => relative(join(root, directory, 'src'), resolve(root, dirname(path), from)))
        .filter((to) => to.startsWith('..'))
        .map((to) => `${path}: ${to}`),
    );
    expect(outside).toEqual([]);
    const external = sources
      .flatMap((path) => importsOf(path).map((from) => ({ path, from })))
      .filter(({ from }) => !from.startsWith('.') && !from.startsWith(SCOPE));
    expect(external).toEqual([]);
  });

  test('depends on what it imports, which the graph allows', () => {
    const imported = sources
      .flatMap(importsOf)
      .filter((from) => from.startsWith(SCOPE))
      .map((from) => from.slice(SCOPE.length).split('/')[0]!);
    const declared = Object.keys(manifest.dependencies ?? {}).map((key) => key.slice(SCOPE.length));
    expect([...new Set(imported)].sort()).toEqual(declared.sort());
    expect(declared.filter((one) => !allowed[name]!.includes(one))).toEqual([]);
  });

  test('exports files that exist, and publishes the same', () => {
    const { './package.json': self, ...entries } = manifest.exports ?? {};
    expect(self).toBe('./package.json');
    expect(Object.keys(entries)).toContain('.');
    const published: Record<string, unknown> = { './package.json': self };
    for (const [entry, conditions] of Object.entries(entries)) {
      const { [SOURCE]: source, ...rest } = conditions as Record<string, unknown>;
      expect(existsSync(join(root, directory, source as string)), String(source)).toBe(true);
      expect(rest, entry).toEqual(builtEntry(entry));
      published[entry] = rest;
    }
    expect(manifest.publishConfig?.exports).toEqual(published);
  });

  test('has no file that is too long, but tables', () => {
    const long = sources
      .filter((path) => !isTable(path))
      .map((path) => ({ path, lines: text(path).split('\n').length }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });
});

/** Conditions of an entry: ESM and CommonJS, each with its own types. */
function builtEntry(entry: string): unknown {
  const stem = entry === '.' ? './dist/index' : entry.replace('./', './dist/');
  return {
    import: { types: `${stem}.d.ts`, default: `${stem}.js` },
    require: { types: `${stem}.d.cts`, default: `${stem}.cjs` },
  };
}

test('codes of diagnostics are unique and those of their area', () => {
  const tables = Object.entries(diagnostics).filter(([key]) => key.endsWith('Codes'));
  expect(tables.map(([area]) => area).sort()).toEqual(Object.keys(AREAS).sort());
  const owner = new Map<string, string>();
  const wrong: string[] = [];
  for (const [area, table] of tables) {
    for (const [row, { code }] of Object.entries(table as Record<string, { code: string }>)) {
      const name = `${area}.${row}`;
      if (!/^WW\d{4}$/.test(code) || !code.startsWith(AREAS[area]!)) wrong.push(`${name}: ${code}`);
      if (owner.has(code)) wrong.push(`${name}: ${code} is ${owner.get(code)}`);
      owner.set(code, name);
    }
  }
  expect(wrong).toEqual([]);
});
