/** `wasmwright`, `wasmwright --help`, `wasmwright --version`, and names that are no command. */
import { stripVTControlCharacters } from 'node:util';
import { versionText } from '@wasmwright/driver';
import { defineCommand, renderUsage } from 'citty';
import manifest from '../../package.json' with { type: 'json' };

const main = defineCommand({
  meta: {
    name: 'wasmwright',
    version: manifest.version,
    description: 'WebAssembly linker and compiler backend',
  },
  subCommands: {
    link: { meta: { name: 'link', description: "Link, with wasm-ld's command line" } },
    build: {
      meta: {
        name: 'build',
        description: 'Compile AIR modules and link them with objects and archives',
      },
    },
    check: { meta: { name: 'check', description: 'Verify AIR modules' } },
    interpret: {
      meta: {
        name: 'interpret',
        description: 'Run AIR in the reference interpreter, which finds undefined behaviour',
      },
    },
    run: { meta: { name: 'run', description: 'Build, then run under WASI; or run a module' } },
    inspect: { meta: { name: 'inspect', description: 'Show what is in objects and modules' } },
  },
});

/** The usage with colours on a terminal only (NO_COLOR). */
async function usage(stream: NodeJS.WriteStream): Promise<string> {
  const text = await renderUsage(main);
  const colors = stream.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  return colors ? text : stripVTControlCharacters(text);
}

/** Prints what was asked for; 1 for a command that does not exist. */
export async function runUsage(args: readonly string[]): Promise<number> {
  const [first] = args;
  if (first === '--version' || first === '-v') {
    console.log(`wasmwright ${manifest.version} (compatible with ${versionText()})`);
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    console.log(await usage(process.stdout));
    return 0;
  }
  console.error(`wasmwright: unknown command: ${first}\n`);
  console.error(await usage(process.stderr));
  return 1;
}
