// An esbuild plugin that writes members of constant objects (`Tag.i32_add`, `Opcode.end`, `SymbolFlag.hidden`) as numbers.
//
// V8 reads an imported member through its object each time; in a switch over instruction tags that costs ten times as much
// as a literal. The sources keep the names; bundles get the numbers, and lose the tables nobody else reads.
//
// A constant object is an export that begins with a capital letter and has integers only as values. To know the values,
// modules are evaluated as they are; modules of this repository do nothing when they are loaded.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import ts from 'typescript';

const packages = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages');

/** Numbers of a constant object by the names of its members. */
type Constants = Readonly<Record<string, number>>;
/** Constant objects of a module by the names of its exports. */
type ModuleConstants = ReadonlyMap<string, Constants>;

export function inlineConstants(): Plugin {
  const modules = new Map<string, Promise<ModuleConstants>>();
  const constantsOf = (path: string): Promise<ModuleConstants> => {
    const known = modules.get(path) ?? evaluate(path);
    modules.set(path, known);
    return known;
  };
  return {
    name: 'inline-constants',
    setup(context) {
      context.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const text = readFileSync(path, 'utf8');
        return { contents: await withNumbers(path, text, constantsOf), loader: 'ts' };
      });
    },
  };
}

/** The source text with numbers in place of members. Columns stay where they are as long as names are longer than numbers. */
async function withNumbers(
  path: string,
  text: string,
  constantsOf: (path: string) => Promise<ModuleConstants>,
): Promise<string> {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const names = await constantsInScope(source, path, constantsOf);
  if (names.size === 0) return text;
  const pieces: string[] = [];
  let done = 0;
  const visit = (node: ts.Node): void => {
    const value = ts.isPropertyAccessExpression(node) ? numberOf(node, names) : undefined;
    if (value === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    const start = node.getStart(source);
    const literal = value < 0 ? `(${value})` : String(value);
    pieces.push(text.slice(done, start), literal.padEnd(node.end - start));
    done = node.end;
  };
  visit(source);
  return pieces.join('') + text.slice(done);
}

function numberOf(
  { expression, name }: ts.PropertyAccessExpression,
  names: ModuleConstants,
): number | undefined {
  if (!ts.isIdentifier(expression)) return undefined;
  const members = names.get(expression.text);
  return members !== undefined && Object.hasOwn(members, name.text)
    ? members[name.text]
    : undefined;
}

/** Constant objects a file imports or exports, by their local names. A name declared in an inner scope too is left out. */
async function constantsInScope(
  source: ts.SourceFile,
  path: string,
  constantsOf: (path: string) => Promise<ModuleConstants>,
): Promise<ModuleConstants> {
  const found = new Map<string, Constants>();
  for (const statement of source.statements) {
    if (isExportedConst(statement)) {
      const own = await constantsOf(path);
      for (const { name } of statement.declarationList.declarations) {
        const members = ts.isIdentifier(name) ? own.get(name.text) : undefined;
        if (members !== undefined) found.set((name as ts.Identifier).text, members);
      }
    }
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly === true) continue;
    const bindings = statement.importClause?.namedBindings;
    const from = moduleFile(path, (statement.moduleSpecifier as ts.StringLiteral).text);
    if (bindings === undefined || !ts.isNamedImports(bindings) || from === undefined) continue;
    const capitals = bindings.elements.filter(
      ({ name, propertyName, isTypeOnly }) => !isTypeOnly && isCapital(propertyName ?? name),
    );
    if (capitals.length === 0) continue;
    const exported = await constantsOf(from);
    for (const { name, propertyName } of capitals) {
      const members = exported.get((propertyName ?? name).text);
      if (members !== undefined) found.set(name.text, members);
    }
  }
  const dropShadowed = (node: ts.Node): void => {
    const isDeclaration =
      ts.isParameter(node) || (ts.isVariableDeclaration(node) && !isTopLevel(node, source));
    if (isDeclaration && ts.isIdentifier(node.name)) found.delete(node.name.text);
    ts.forEachChild(node, dropShadowed);
  };
  dropShadowed(source);
  return found;
}

function isCapital(name: { readonly text: string }): boolean {
  return /^[A-Z]/.test(name.text);
}

function isExportedConst(statement: ts.Statement): statement is ts.VariableStatement {
  return (
    ts.isVariableStatement(statement) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true &&
    statement.declarationList.declarations.some(
      ({ name }) => ts.isIdentifier(name) && isCapital(name),
    )
  );
}

function isTopLevel(node: ts.VariableDeclaration, source: ts.SourceFile): boolean {
  return source.statements.some(
    (statement) =>
      ts.isVariableStatement(statement) && statement.declarationList.declarations.includes(node),
  );
}

/** File of an imported module of this repository. */
function moduleFile(from: string, specifier: string): string | undefined {
  const name = /^@wasmwright\/([\w-]+)$/.exec(specifier)?.[1];
  const file = name === undefined ? resolve(dirname(from), specifier) : entry(name);
  return (name !== undefined || specifier.startsWith('.')) && existsSync(file) ? file : undefined;
}

function entry(name: string): string {
  return join(packages, name, 'src/index.ts');
}

async function evaluate(path: string): Promise<ModuleConstants> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@wasmwright/source'],
    logLevel: 'error',
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`;
  const exported = (await import(url)) as Record<string, unknown>;
  return new Map(
    Object.entries(exported).filter(
      (pair): pair is [string, Constants] => isCapital({ text: pair[0] }) && isConstants(pair[1]),
    ),
  );
}

function isConstants(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  const members = Object.values(value);
  return members.length > 0 && members.every(Number.isSafeInteger);
}
