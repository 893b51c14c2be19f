// The one bundling recipe of every package: `bundle` writes JavaScript, `types` (with TYPES set) declarations only.
import { defineConfig, type Options } from 'tsup';
import { inlineConstants } from './inline-constants.ts';

export function recipe(options: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig(({ env }) => ({
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    dts: env?.['TYPES'] ? { only: true, compilerOptions: { ignoreDeprecations: '6.0' } } : false,
    silent: true,
    esbuildPlugins: [inlineConstants()],
    ...options,
    esbuildOptions: (esbuild, context) => {
      // Imports that only named constants go, instead of staying as imports for their effect.
      delete esbuild.tsconfig;
      esbuild.tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: false } };
      options.esbuildOptions?.(esbuild, context);
    },
  }));
}

export default recipe();
