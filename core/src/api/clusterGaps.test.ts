import { notJudgedTexts } from './clusterGaps.ts';
import type { ClusterView } from './schema.ts';

const withReasons = (...notJudged: ClusterView['notJudged']): ClusterView =>
  ({ notJudged }) as Partial<ClusterView> as ClusterView;

describe('notJudgedTexts', () => {
  it('names the most frequent reasons of all clusters first and counts the rest', () => {
    const clusters = [
      withReasons({ reason: 'a', count: 2 }, { reason: 'b', count: 1 }),
      withReasons({ reason: 'c', count: 9 }, { reason: 'd', count: 1 }),
    ];
    expect(notJudgedTexts(clusters)).toEqual(['9 × c', '2 × a', '1 × b', 'and 1 more reason']);
  });

  it('has nothing to say where everything was judged', () => {
    expect(notJudgedTexts([withReasons()])).toEqual([]);
  });
});
