/** Native ES modules, as the backend runs: `npm test` starts jest with --experimental-vm-modules. */
export default {
  displayName: 'backstage-backend',
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/dev/src'],
  extensionsToTreatAsEsm: ['.ts'],
  // A test that starts a backend loads all of Backstage first.
  testTimeout: 60_000,
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
