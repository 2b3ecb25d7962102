import { type Scan, type SourceName, SourceUnreachableError } from '../model/index.ts';

/** Who tells what containers use. */
const METERS: ReadonlySet<SourceName> = new Set(['prometheus', 'cadvisor']);

/**
 * A scan that could not read what containers use finds nothing, or too little. Stored, it would take
 * back every finding of the scans before it, as if somebody had mended them.
 *
 * @throws SourceUnreachableError that says which meter failed
 */
export function requireUsage({ observation }: Scan): void {
  const failure = observation.notes.find(
    ({ severity, source }) => severity === 'error' && METERS.has(source),
  );
  if (failure) throw new SourceUnreachableError(failure.message, failure.cure ?? 'ask "greenops doctor"');
}
