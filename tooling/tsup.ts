// The one bundling recipe of every package: `bundle` writes JavaScript, `types` (with TYPES set) declarations only.
import { defineConfig, type Options } from 'tsup';

export function recipe(options: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig(({ env }) => ({
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    dts: env?.['TYPES'] ? { only: true, compilerOptions: { ignoreDeprecations: '6.0' } } : false,
    silent: true,
    ...options,
  }));
}

export default recipe();
