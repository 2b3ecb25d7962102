import type { ProvenanceView } from '@greenops/core/api';
import { formatMoment, unixSecondsFromDate } from '@greenops/core/model';

/** `measured: cAdvisor, 2026-11-21 10:00 UTC`. */
export function provenanceText({ kind, source, asOf }: ProvenanceView): string {
  const when = asOf === null ? '' : `, ${formatMoment(unixSecondsFromDate(new Date(asOf)))}`;
  return `${kind}: ${source}${when}`;
}
