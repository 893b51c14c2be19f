import { recipe } from '../../tooling/tsup.ts';

// The command line tools are bundled whole (the workspace packages and the two CLI libraries inside), because
// start-up time is dominated by the number of files Node has to open.
export default recipe({
  entry: { wasmwright: 'src/wasmwright.ts', 'wasmwright-ld': 'src/wasmwright-ld.ts' },
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  noExternal: [/.*/],
  minify: true,
  dts: false,
});
