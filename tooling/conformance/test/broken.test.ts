// Broken input (see break.ts): what `@yowasp/clang` made of the fixtures, and parts of its sysroot.
import { buildProgram, programs, yowaspSysroot } from '@wasmwright/tooling-fixtures';
import { describe, test } from 'vitest';
import { breakAll, filesOf, fixturesOf } from './break.ts';

for (const program of programs.filter(({ language }) => language !== 'rust')) {
  const built = await buildProgram(program, 'yowasp');
  test.each(fixturesOf(built!))('$name', breakAll);
}

describe('the sysroot', () => {
  const wanted = /^(crt1-command\.o|libdl\.a|libsetjmp\.a|libwasi-emulated-(getpid|mman)\.a)$/;
  test.each(filesOf(yowaspSysroot().lib, wanted))('$name', breakAll);
});
