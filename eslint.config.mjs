import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The borders of docs/architecture.md: which folder of core may import which. `model` is everybody's
 * vocabulary and imports nobody; the stages import `model` (and `store` and `cli` the API contract)
 * but not each other; `advisor` is the only place where they meet.
 */
const mayImport = {
  model: [],
  api: ['model'],
  observe: ['model'],
  assess: ['model'],
  advise: ['model'],
  store: ['model', 'api'],
  vault: ['model'],
  demo: ['model', 'observe'],
  advisor: ['model', 'api', 'observe', 'assess', 'advise', 'store', 'vault'],
  cli: ['model', 'api', 'observe', 'assess', 'advisor', 'store', 'vault', 'demo'],
  testing: ['model', 'api', 'observe', 'store', 'demo'],
  bench: ['model', 'api', 'observe', 'assess', 'advise', 'store', 'demo', 'advisor', 'testing'],
};

const folders = Object.keys(mayImport);
const zones = Object.entries(mayImport).flatMap(([folder, allowed]) =>
  folders
    .filter(other => other !== folder && !allowed.includes(other))
    .map(other => ({
      target: `./core/src/${folder}/**/!(*.test).ts`,
      from: `./core/src/${other}`,
      message: `core/src/${folder} may import only: ${allowed.join(', ') || 'nothing of core'}.`,
    })),
);

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/dist-types/**',
      '**/node_modules/**',
      '**/coverage/**',
      '**/*.d.ts',
      '.greenops/**',
      '**/test-results/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    rules: {
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/order': ['error', { 'newlines-between': 'ignore', alphabetize: { order: 'asc' } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-console': 'error',
      complexity: ['error', 14],
    },
  },
  {
    // Browsers get only what is browser-safe.
    files: ['backstage-plugin/**/*.{ts,tsx}', 'grafana-app/src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@greenops/core/(?!model$|api$)',
              message: 'Browsers may import only @greenops/core/model and @greenops/core/api.',
            },
          ],
        },
      ],
    },
  },
  {
    // The tools that load these files ask for a default export.
    files: [
      '**/*.config.{js,mjs,ts}',
      'backstage-plugin/src/{index,alpha}.ts',
      'backstage-backend/src/index.ts',
      'e2e/startSuite.ts',
    ],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    // Programs that talk to a terminal.
    files: ['scripts/**', 'e2e/**', 'grafana-app/dev/**', '**/*.{js,mjs}'],
    rules: { 'no-console': 'off' },
  },
);
