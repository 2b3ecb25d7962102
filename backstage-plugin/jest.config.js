process.env.TZ = 'UTC';

/** Transpiled to CommonJS: Backstage's frontend packages import without extensions, which native modules refuse. */
module.exports = {
  displayName: 'backstage-plugin',
  rootDir: '.',
  testEnvironment: '<rootDir>/jestEnvironment.config.mjs',
  roots: ['<rootDir>/src'],
  setupFilesAfterEnv: ['<rootDir>/testing/jestSetup.ts'],
  testTimeout: 40_000,
  moduleNameMapper: {
    '\\.(css|svg)$': '<rootDir>/testing/emptyModule.ts',
    // jsdom cannot read the cascade layers that @backstage/ui writes into the page, and says so at length.
    'style-inject': '<rootDir>/testing/noStyles.js',
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
        module: { type: 'commonjs' },
      },
    ],
  },
  // Dozens of packages below Backstage ship ES modules only, and their list moves.
  transformIgnorePatterns: [],
};
