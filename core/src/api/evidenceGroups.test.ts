import { evidenceGroups } from './evidenceGroups.ts';

describe('evidenceGroups', () => {
  it('puts replay and comparison under headings of their own, in the order given', () => {
    const facts = ['cpu.p95', 'compare.krr-cpu', 'replay.cpu-days', 'cpu.max'].map(id => ({ id }));
    expect(evidenceGroups(facts).map(({ title, facts: own }) => [title, own.map(({ id }) => id)])).toEqual([
      ['Measured and computed', ['cpu.p95', 'cpu.max']],
      ['Replayed on its own past', ['replay.cpu-days']],
      ['What others would request', ['compare.krr-cpu']],
    ]);
  });

  it('has no heading without facts', () => {
    expect(evidenceGroups([{ id: 'cpu.p95' }])).toHaveLength(1);
    expect(evidenceGroups([])).toEqual([]);
  });
});
