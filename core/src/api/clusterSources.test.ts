import { type ObservationNote, unixSeconds } from '../model/index.ts';
import { clusterGaps } from './clusterGaps.ts';
import { clusterSourcesView } from './clusterSources.ts';
import type { ClusterView } from './schema.ts';

const note = (source: ObservationNote['source'], message: string, unanswered = true): ObservationNote => ({
  severity: 'warning',
  source,
  message,
  ...(unanswered ? { unanswered: true } : {}),
});
const at = (seconds: number, ...notes: ObservationNote[]) => ({
  asked: ['kubernetes', 'prometheus', 'opencost'] as const,
  notes,
  observedAt: unixSeconds(seconds),
});

describe('clusterSourcesView', () => {
  it('tells who answered, and since when the others do not', () => {
    const first = clusterSourcesView(
      at(0, note('opencost', 'refused'), note('kubernetes', 'a doubt', false)),
      [],
    );
    expect(first).toEqual([
      { source: 'kubernetes', answered: true, failingSince: null, message: null },
      { source: 'prometheus', answered: true, failingSince: null, message: null },
      { source: 'opencost', answered: false, failingSince: '1970-01-01T00:00:00.000Z', message: 'refused' },
    ]);
    const second = clusterSourcesView(
      at(60, note('opencost', 'timed out'), note('kepler', 'overloaded')),
      first,
    );
    expect(second.slice(1)).toEqual([
      {
        source: 'prometheus',
        answered: false,
        failingSince: '1970-01-01T00:01:00.000Z',
        message: 'overloaded',
      },
      { source: 'opencost', answered: false, failingSince: '1970-01-01T00:00:00.000Z', message: 'timed out' },
    ]);
    const third = clusterSourcesView(at(120), second);
    expect(third.every(({ answered, failingSince }) => answered && failingSince === null)).toBe(true);
  });

  it('has nothing to tell of a recording', () => {
    expect(clusterSourcesView({ notes: [note('prometheus', 'x')], observedAt: unixSeconds(0) }, [])).toEqual(
      [],
    );
  });
});

describe('clusterGaps', () => {
  const gapsOf = (facts: Partial<ClusterView>) =>
    clusterGaps({ id: 'c', status: 'ok', notes: [], sources: [], ...facts } as ClusterView).map(
      ({ text }) => text,
    );

  it('says since when a cluster, or a source of it, is down', () => {
    const failingSince = '2026-11-21T10:00:00.000Z';
    expect(gapsOf({ status: 'failed', lastError: 'no answer', failingSince })).toEqual([
      expect.stringMatching(/^Every scan since .*2026.* failed: no answer\.$/),
    ]);
    expect(
      gapsOf({
        notes: [{ severity: 'error', source: 'opencost', message: 'OpenCost refused', cure: 'start it' }],
        sources: [{ source: 'opencost', answered: false, failingSince, message: 'OpenCost refused' }],
      }),
    ).toEqual([
      expect.stringMatching(/^OpenCost refused\. There has been no full answer since .*2026.*\. Start it\.$/),
    ]);
  });
});
