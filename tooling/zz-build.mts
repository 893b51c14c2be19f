import { build } from 'esbuild';
import { inlineConstants } from './inline-constants.ts';
const base = { bundle: true, platform: 'node', format: 'esm', target: 'es2022', conditions: ['@wasmwright/source'], logLevel: 'error', plugins: [inlineConstants()], tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } } } as const;
const which = process.argv[2] ?? 'both';
if (which !== 'hash') await build({ ...base, entryPoints: ['/tmp/wk/tooling/bench/src/zz-gen.mts'], outfile: '/tmp/h/gen.mjs' });
if (which !== 'gen') await build({ ...base, plugins: [], entryPoints: ['/tmp/wk/tooling/fuzz/src/zz-hash.mts'], outfile: '/tmp/h/hash.mjs', banner: { js: "import {createRequire} from 'node:module';const require=createRequire(import.meta.url);" } });
