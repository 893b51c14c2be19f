/** The program `wasmwright`. The commands get their arguments as they are; usage and version are citty's. */
import { programName } from './program-name.ts';

/** Commands that read their own arguments, loaded when called. */
const commands: Readonly<
  Record<string, (args: readonly string[], name: string) => Promise<number>>
> = {
  link: async (args, name) => (await import('./commands/link.ts')).runLink(args, name),
  build: async (args, name) => (await import('./commands/build.ts')).runBuild(args, name),
  check: async (args) => (await import('./commands/check.ts')).runCheck(args),
  interpret: async (args) => (await import('./commands/interpret.ts')).runInterpret(args),
  run: async (args, name) => (await import('./commands/run.ts')).runProgram(args, name),
  inspect: async (args) => (await import('./commands/inspect.ts')).inspect(args),
};

async function main(): Promise<number> {
  const [first = '', ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (command !== undefined) return command(rest, programName(process.argv[1]));
  const { runUsage } = await import('./commands/usage.ts');
  return runUsage(process.argv.slice(2));
}

void main().then((status) => {
  process.exit(status);
});
