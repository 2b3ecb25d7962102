import { type HourlyUsage, unixSeconds } from '../../model/index.ts';
import { drawAreaChart } from './areaChart.ts';
import { cellsOf, padEnd, padStart, truncate, truncateMiddle, wrap } from './cells.ts';
import { drawColumns } from './columns.ts';
import { resample, sparkline } from './sparkline.ts';

const plain = (text: string) => text;

describe('cells', () => {
  it.each([
    ['checkout', 8, 'checkout'],
    ['checkout', 7, 'checko…'],
    ['checkout', 1, '…'],
    ['checkout', 0, ''],
    ['日本語', 4, '日…'],
    ['👩‍👩‍👧 shop', 3, '👩‍👩‍👧…'],
  ])('truncate(%s, %d) = %s', (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected);
    expect(cellsOf(truncate(text, width))).toBeLessThanOrEqual(width);
  });

  it('cuts names in the middle, so that both ends can be told', () => {
    expect(truncateMiddle('storefront/product-catalog', 15)).toBe('storefr…catalog');
  });

  it('pads by cells, not by characters', () => {
    expect(padEnd('日本', 6)).toBe('日本  ');
    expect(padStart('日本', 6)).toBe('  日本');
  });

  it('wraps at spaces and leaves long words whole', () => {
    expect(wrap('to be or not', 6)).toEqual(['to be', 'or not']);
    expect(wrap('see https://example.com/a/long/path now', 10)).toEqual([
      'see',
      'https://example.com/a/long/path',
      'now',
    ]);
  });
});

describe('drawColumns', () => {
  const rows = [{ name: 'a-long-workload-name', change: 'cpu 2 → 343m' }];
  const columns = [
    { title: 'NAME', text: (row: (typeof rows)[number]) => row.name, shrinksTo: 8, shrinksAs: 2 },
    { title: 'CHANGE', text: (row: (typeof rows)[number]) => row.change, shrinksTo: 6, shrinksAs: 1 },
  ];

  it('takes in the columns in their order', () => {
    expect(drawColumns(columns, rows, 40, plain)).toEqual([
      'NAME                  CHANGE',
      'a-long-workload-name  cpu 2 → 343m',
    ]);
    expect(drawColumns(columns, rows, 30, plain)[1]).toBe('a-long-workload-name  cpu 2 →…');
    expect(drawColumns(columns, rows, 20, plain)[1]).toBe('a-long-work…  cpu 2…');
  });

  it('leaves out what needs a wider screen', () => {
    const wide = [...columns, { title: 'ID', text: () => 'opp', from: 50 }];
    expect(drawColumns(wide, rows, 49, plain)[0]).not.toContain('ID');
    expect(drawColumns(wide, rows, 50, plain)[0]).toContain('ID');
  });
});

const hour = (index: number, max: number): HourlyUsage<number> => ({
  hour: unixSeconds(index * 3_600),
  mean: max / 2,
  max,
  samples: 12,
});

describe('sparkline', () => {
  it('takes the highest of the hours of a cell and leaves holes open', () => {
    expect(resample([hour(0, 1), hour(1, 3), hour(5, 2)], unixSeconds(0), unixSeconds(6 * 3_600), 3)).toEqual(
      [3, null, 2],
    );
  });

  it('fills all cells of an hour that is longer than a cell', () => {
    expect(resample([hour(0, 1), hour(2, 3)], unixSeconds(0), unixSeconds(3 * 3_600), 6)).toEqual([
      1,
      1,
      null,
      null,
      3,
      3,
    ]);
  });

  it('ignores hours outside the window', () => {
    expect(resample([hour(9, 1)], unixSeconds(0), unixSeconds(6 * 3_600), 3)).toEqual([null, null, null]);
  });

  it('is drawn against the request and marks what is above it', () => {
    const cells = sparkline([0, 1, 2, null, 4], 2);
    expect(cells.map(({ mark }) => mark).join('')).toBe('▁▃▅ █');
    expect(cells.map(({ above }) => above)).toEqual([false, false, false, false, true]);
  });

  it('stays at the bottom when all is zero', () => {
    expect(
      sparkline([0, 0], null)
        .map(({ mark }) => mark)
        .join(''),
    ).toBe('▁▁');
  });
});

describe('drawAreaChart', () => {
  it('draws usage, reference lines and their values', () => {
    const lines = drawAreaChart({
      values: [1, 2, null, 1],
      lines: [{ value: 4, label: 'request', mark: '╌', paint: plain }],
      height: 4,
      write: String,
      paint: plain,
    });
    // The top is 4 × 1.05 = 4.2, so a row is 1.05: 1 fills most of the first row, 2 most of two.
    expect(lines).toEqual(
      ['  4 ┤╌╌╌╌ request', '    │    ', '    │ ▇  ', '  0 │██ █'].map(line => line.slice(2)),
    );
  });

  it('draws nothing where there is nothing', () => {
    expect(drawAreaChart({ values: [null, 0], lines: [], height: 4, write: String, paint: plain })).toEqual(
      [],
    );
  });
});
