import { type DataSet, findDataSet } from './data/testData.ts';
import { findProgram } from './process/findProgram.ts';

/**
 * `describe`, skipped where something that the tests need is missing; the title of the skipped block then
 * says what, so that nobody takes it for passed.
 */
export function describeUnless(missing: string | null, name: string, tests: () => void): void {
  if (missing === null) describe(name, tests);
  else describe.skip(`${name} (skipped: ${missing})`, tests);
}

/** For tests on a data set of `GREENOPS_DATA`; `tests` gets its folder, which does not exist where skipped. */
export function describeWithData(name: string, set: DataSet, tests: (folder: string) => void): void {
  const folder = findDataSet(set);
  const missing = folder === null ? `no data set ${set}; set GREENOPS_DATA` : null;
  describeUnless(missing, name, () => tests(folder ?? set));
}

/** For tests that run other people's programs (prometheus, promtool, kubectl …). */
export function describeWithPrograms(name: string, programs: readonly string[], tests: () => void): void {
  const missing = programs.filter(program => findProgram(program) === null);
  describeUnless(missing.length === 0 ? null : `not on the PATH: ${missing.join(', ')}`, name, tests);
}

/** For tests that start the real Prometheus. */
export const describeWithPrometheus = (name: string, tests: () => void): void =>
  describeWithPrograms(name, ['prometheus', 'promtool'], tests);
