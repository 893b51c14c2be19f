// The law of the repository: the package graph, no Node and no DOM in core, inert modules. See docs/engineering.md.
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

/** Package graph of DESIGN.md: a package may import these and nothing else. */
const GRAPH = {
  diagnostics: [],
  wasm: [],
  object: ['wasm', 'diagnostics'],
  air: ['wasm', 'diagnostics'],
  mir: ['wasm', 'diagnostics'],
  codegen: ['air', 'mir', 'diagnostics', 'wasm'],
  emit: ['wasm', 'mir'],
  linker: ['wasm', 'object', 'mir', 'emit', 'diagnostics'],
  driver: ['air', 'codegen', 'linker', 'object', 'diagnostics', 'wasm', 'mir', 'emit'],
};
const NODE_GLOBALS = [
  'process',
  'Buffer',
  '__dirname',
  '__filename',
  'require',
  'module',
  'setImmediate',
];
const DOM_GLOBALS = [
  'window',
  'document',
  'self',
  'navigator',
  'location',
  'fetch',
  'Worker',
  'localStorage',
];
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

const packageRules = Object.entries(GRAPH).map(([name, allowed]) => ({
  files: [`packages/${name}/src/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: builtins.map((builtin) => ({
          name: builtin,
          message: 'Core packages import nothing from Node.',
        })),
        patterns: [
          {
            regex: `^@wasmwright/(?!(${allowed.join('|') || '-'})$)`,
            message: `@wasmwright/${name} may import only: ${allowed.join(', ') || 'nothing'} (DESIGN.md).`,
          },
          { regex: '^(\\.\\./){2,}(?!src)', message: 'No relative import leaves its package.' },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.cache/**', '.tools/**', '**/*.gen.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['packages/*/src/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...NODE_GLOBALS, ...DOM_GLOBALS],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportNamedDeclaration > TSEnumDeclaration[const=true]',
          message:
            'Exported const enums hurt consumers; use an `as const` object or a plain constant.',
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  ...packageRules,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
