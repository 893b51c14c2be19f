import { recipe } from '../../tooling/tsup.ts';

// The command line tools are bundled whole, each into one CommonJS file: start-up time is dominated by the number of
// files Node has to open and by its ES module loader. The first line makes a copy under another name a program too.
export default recipe({
  entry: { wasmwright: 'src/wasmwright.ts', 'wasmwright-ld': 'src/wasmwright-ld.ts' },
  format: ['cjs'],
  outExtension: () => ({ js: '.cjs' }),
  platform: 'node',
  target: 'node20',
  noExternal: [/.*/],
  // From the sources: one pass over everything drops more than one pass per package.
  esbuildOptions: (options) => void (options.conditions = ['@wasmwright/source']),
  banner: { js: '#!/usr/bin/env node' },
  splitting: false,
  minify: true,
  sourcemap: false,
  dts: false,
});
