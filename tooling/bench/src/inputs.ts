import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cacheDirectory,
  type Compiler,
  compile,
  nativeSysroot,
  nativeTool,
  type Sysroot,
  yowaspSysroot,
} from '@wasmwright/tooling-fixtures';

/** A set of objects with the linker arguments that make a program of them. */
export interface LinkInput {
  readonly name: string;
  /** Directory the objects are in; the link runs there. */
  readonly directory: string;
  /** Arguments without `-o`. */
  readonly args: readonly string[];
  /** Bytes of the objects, libraries not counted. */
  readonly bytes: number;
}

/** A generated C++ program: units of templates over types of their own and over shared ones (so COMDATs repeat). */
interface Generated {
  readonly name: string;
  readonly units: number;
  readonly flags: readonly string[];
}

const GENERATED: readonly Generated[] = [
  { name: 'cpp-1mb', units: 76, flags: ['-O1'] },
  { name: 'cpp-g-5mb', units: 8, flags: ['-O0', '-g'] },
  { name: 'cpp-g-100mb', units: 150, flags: ['-O0', '-g'] },
];

function unitSource(i: number): string {
  const own = `Own${i}`;
  return `
#include <map>
#include <string>
#include <vector>
struct Shared { int id; std::string name; double weight; };
struct ${own} { int id; std::string name; std::vector<${['int', 'double', 'long long'][i % 3]}> v; };
template <class T> struct Store {
  std::map<std::string, T> byName;
  std::vector<T> all;
  void add(const std::string &key, T value) {
    byName.emplace(key, value);
    all.push_back(std::move(value));
  }
  int total() const {
    int sum = int(all.size());
    for (auto &[key, value] : byName) sum += int(key.size()) + value.id;
    return sum;
  }
};
template <class T> int use(T value) {
  Store<T> store;
  store.add("first of ${i % 5}", value);
  store.add("second " + value.name, value);
  return store.total();
}
int unit${i}(int x) { return use(Shared{x, "shared", 1.5}) + use(${own}{x, "${own}", {1, 2, 3}}); }
`;
}

function mainSource(units: number): string {
  const names = Array.from({ length: units }, (_, i) => `unit${i}`);
  return `
#include <cstdio>
${names.map((name) => `int ${name}(int);`).join('\n')}
int main() {
  int sum = 0;
${names.map((name, i) => `  sum += ${name}(${i});`).join('\n')}
  std::printf("%d\\n", sum);
}
`;
}

/** Compiles (once; cached under `.cache/bench`) and returns the link inputs whose names match, smallest first. */
export async function linkInputs(wanted: (name: string) => boolean): Promise<LinkInput[]> {
  const compiler: Compiler = nativeTool('clang++-19') && nativeSysroot() ? 'native' : 'yowasp';
  const sysroot = nativeSysroot() ?? yowaspSysroot();
  const inputs: LinkInput[] = [];
  if (wanted('hello')) {
    const files = {
      'hello.c': '#include <stdio.h>\nint main(void) { puts("hello, world"); return 0; }\n',
    };
    inputs.push(await prepare('hello', files, ['-O2'], false, compiler, sysroot));
  }
  for (const { name, units, flags } of GENERATED) {
    if (!wanted(name)) continue;
    const files: Record<string, string> = { 'main.cpp': mainSource(units) };
    for (let i = 0; i < units; i++) files[`unit${i}.cpp`] = unitSource(i);
    const cxx = [...flags, '-std=c++20', '-fno-exceptions'];
    inputs.push(await prepare(name, files, cxx, true, compiler, sysroot));
  }
  return inputs;
}

async function prepare(
  name: string,
  files: Readonly<Record<string, string>>,
  flags: readonly string[],
  cxx: boolean,
  compiler: Compiler,
  sysroot: Sysroot,
): Promise<LinkInput> {
  const directory = join(cacheDirectory('bench'), `${name}-${compiler}`);
  mkdirSync(directory, { recursive: true });
  const objects: string[] = [];
  let bytes = 0;
  for (const [source, text] of Object.entries(files)) {
    const object = source.replace(/\.\w+$/, '.o');
    const path = join(directory, object);
    const copy = join(directory, source);
    if (!existsSync(path) || !existsSync(copy) || readFileSync(copy, 'utf8') !== text) {
      const args = [...flags, '-c', source, '-o', object];
      const made = await compile({ files: { [source]: text }, args, compiler, cxx });
      writeFileSync(`${path}.new`, made[object]!);
      renameSync(`${path}.new`, path);
      writeFileSync(copy, text);
    }
    bytes += statSync(path).size;
    objects.push(object);
  }
  const libraries = cxx ? ['-lc++', '-lc++abi', '-lc'] : ['-lc'];
  const args = [
    `-L${sysroot.lib}`,
    join(sysroot.lib, 'crt1-command.o'),
    ...objects,
    ...libraries,
    sysroot.builtins,
  ];
  return { name, directory, args: ['-m', 'wasm32', ...args], bytes };
}
