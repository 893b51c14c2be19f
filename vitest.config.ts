// One process for the whole repository; packages resolve to their sources, so tests need no build of them.
import { existsSync, readdirSync } from 'node:fs';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const list = (dir: string) =>
  readdirSync(dir)
    .filter((name) => existsSync(`${dir}/${name}/test`))
    .map((name) => ({ name, root: `./${dir}/${name}` }));
const units = [...list('packages'), ...list('apps'), ...list('tooling')];

export default defineConfig({
  ssr: { resolve: { conditions: ['@wasmwright/source', ...defaultServerConditions] } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 300_000,
    projects: units.map((unit) => ({
      extends: true as const,
      test: { ...unit, include: ['test/**/*.test.ts'] },
    })),
  },
});
