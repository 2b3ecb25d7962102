import { unixSeconds } from '../../model/index.ts';
import { gridEndingAt } from '../grid.ts';
import { Random } from '../random.ts';
import { bitbrainsRows, describeWithRealTraces } from '../testing/realTraces.ts';
import { mean } from '../testing/traceStatistics.ts';
import { lossyScrapes, nodeScrapes } from './holes.ts';

const grid = gridEndingAt(unixSeconds(1_794_787_200), 14, 0);

/** Lengths in steps of what was not scraped. */
function holes(scraped: (position: number) => boolean): number[] {
  const lengths: number[] = [];
  let length = 0;
  for (let position = 0; position <= grid.steps; position += 1) {
    if (position < grid.steps && !scraped(position)) length += 1;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  return lengths;
}

describe('holes', () => {
  const nodes = Array.from({ length: 30 }, (_, index) =>
    holes(nodeScrapes(grid, new Random('cluster'), new Random(`node ${index}`))),
  );

  it('are few, mostly a step long, and one long one strikes all nodes at once', () => {
    expect(mean(nodes.map(lengths => lengths.length))).toBeGreaterThan(3);
    expect(mean(nodes.map(lengths => lengths.length))).toBeLessThan(7);
    expect(
      mean(nodes.map(lengths => lengths.filter(length => length <= 2).length / lengths.length)),
    ).toBeGreaterThan(0.6);
    for (const lengths of nodes) {
      expect(Math.max(...lengths)).toBeGreaterThanOrEqual(5);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(15);
    }
  });

  it('leave a lossy target about the share it was told', () => {
    const shares = Array.from({ length: 20 }, (_, index) => {
      const scraped = lossyScrapes(grid, new Random(`target ${index}`), 0.4);
      return Array.from({ length: grid.steps }, (_, position) => Number(scraped(position)));
    });
    expect(mean(shares.map(mean))).toBeCloseTo(0.4, 1);
  });
});

describeWithRealTraces('holes of the real traces', () => {
  it.each(['348', '008', '212', '201', '006', '090', '093'])(
    'machine %s: few, mostly a step, one long',
    machine => {
      const times = bitbrainsRows(machine).map(row => Number(row[0]));
      const lengths = times.slice(1).flatMap((time, index) => {
        const missing = Math.round((time - (times[index] ?? time)) / 300) - 1;
        return missing > 0 ? [missing] : [];
      });
      expect(lengths.length).toBeGreaterThanOrEqual(5);
      expect(lengths.length).toBeLessThanOrEqual(13);
      expect(lengths.filter(length => length <= 2).length / lengths.length).toBeGreaterThan(0.6);
      expect(Math.max(...lengths)).toBeGreaterThanOrEqual(3);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(13);
    },
  );

  it.each([
    ['123', 7.5],
    ['265', 17.3],
  ])(
    'machine %s is powered off for %d days at a stretch, as the demo has switched-off workloads',
    (machine, days) => {
      const off = new Set(
        bitbrainsRows(machine)
          .filter(row => Number(row[1]) === 0)
          .map(row => row[0]),
      );
      expect((off.size * 300) / 86_400).toBeCloseTo(days, 0);
    },
  );
});
