import { fileURLToPath } from 'node:url';

process.env.TZ = 'UTC';

const folderOf = path => fileURLToPath(new URL(path, import.meta.url));

/** Transpiled to CommonJS: run without --experimental-vm-modules. */
export default {
  displayName: 'grafana-app',
  rootDir: '.',
  testEnvironment: '<rootDir>/jestEnvironment.config.js',
  roots: ['<rootDir>/src', '<rootDir>/dev', '<rootDir>/testing'],
  setupFilesAfterEnv: ['<rootDir>/testing/jestSetup.ts'],
  testTimeout: 40_000,
  moduleNameMapper: {
    '\\.(css|svg)$': '<rootDir>/testing/emptyModule.ts',
    // React 18 lies at the root for Backstage: packages hoisted there must get this workspace's 19.
    '^react($|/.*)': `${folderOf('node_modules/react')}$1`,
    '^react-dom($|/.*)': `${folderOf('node_modules/react-dom')}$1`,
  },
  transform: {
    '^.+\\.m?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  // Everything is transpiled: dozens of packages below @grafana/ui ship ES modules only, and their list moves.
  transformIgnorePatterns: [],
};
