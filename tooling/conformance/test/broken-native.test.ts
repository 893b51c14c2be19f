// Broken input (see break.ts): what native clang 19 and rustc made of the fixtures, where they are installed. Where not, it
// is a failure if WASMWRIGHT_NATIVE=required (CI).
import { buildProgram, programs } from '@wasmwright/tooling-fixtures';
import { expect, test } from 'vitest';
import { breakAll, fixturesOf } from './break.ts';

const required = process.env['WASMWRIGHT_NATIVE'] === 'required';

for (const program of programs) {
  const built = await buildProgram(program, 'native');
  if (built === undefined) {
    test(`${program.name}: the tool chain is installed`, ({ skip }) => {
      if (!required) skip();
      expect.unreachable();
    });
  } else test.each(fixturesOf(built))('$name', breakAll);
}
