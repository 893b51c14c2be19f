/** `wasmwright`, `wasmwright --help`, `wasmwright --version`, and names that are no command. */
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
    inspect: { meta: { name: 'inspect', description: 'Show what is in objects and modules' } },
  },
});

/** Prints what was asked for; 1 for a command that does not exist. */
export async function runUsage(args: readonly string[]): Promise<number> {
  const [first] = args;
  if (first === '--version' || first === '-v') {
    console.log(`wasmwright ${manifest.version} (compatible with ${versionText()})`);
    return 0;
  }
  const isHelp = first === undefined || first === '--help' || first === '-h' || first === 'help';
  if (!isHelp) console.error(`wasmwright: unknown command: ${first}\n`);
  const usage = await renderUsage(main);
  if (isHelp) console.log(usage);
  else console.error(usage);
  return isHelp ? 0 : 1;
}
