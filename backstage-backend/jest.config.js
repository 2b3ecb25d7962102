import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** Native ES modules, as the backend runs: `npm test` starts jest with --experimental-vm-modules. */
export default {
  displayName: 'backstage-backend',
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/dev/src'],
  extensionsToTreatAsEsm: ['.ts'],
  // A test that starts a backend loads all of Backstage first.
  testTimeout: 60_000,
  moduleNameMapper: {
    // Its ES modules end in .js without saying so in package.json: Node finds that out, jest does not.
    '^@backstage/catalog-model$': resolve('@backstage/catalog-model'),
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
      },
    ],
  },
};
