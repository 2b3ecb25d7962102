import { existsSync } from 'node:fs';
import { unixSeconds } from '../../model/index.ts';
import { describeWithPrometheus } from '../describeWith.ts';
import { layExposition, layTwoScrapes } from './layExposition.ts';
import type { MetricFamily } from './metricFamily.ts';
import { openMetricsText } from './openMetricsWriter.ts';
import { startPrometheus, type TestPrometheus } from './startPrometheus.ts';

interface Answer {
  status: string;
  data: { result: { metric: Record<string, string>; value: [number, string] }[] };
}

async function query(
  prometheus: TestPrometheus,
  expression: string,
  time: number,
): Promise<Answer['data']['result']> {
  const search = new URLSearchParams({ query: expression, time: String(time) });
  const response = await fetch(`${prometheus.url}/api/v1/query?${search}`);
  return ((await response.json()) as Answer).data.result;
}

describe('openMetricsText', () => {
  it('puts a family together, leaves empty labels out and escapes values', () => {
    const family = (instance: string): MetricFamily => ({
      name: 'a_total',
      type: 'counter',
      series: [{ labels: { instance, path: 'C:\\"x"\n', empty: '' }, times: [1], values: [NaN] }],
    });
    const gauge: MetricFamily = {
      name: 'g',
      type: 'gauge',
      series: [{ labels: {}, times: [1.5], values: [-Infinity] }],
    };
    expect([...openMetricsText([family('1'), gauge, family('2')])].join('')).toBe(
      '# TYPE a counter\n' +
        'a_total{instance="1",path="C:\\\\\\"x\\"\\n"} NaN 1\n' +
        'a_total{instance="2",path="C:\\\\\\"x\\"\\n"} NaN 1\n' +
        '# TYPE g gauge\ng -Inf 1.5\n# EOF\n',
    );
  });
});

describeWithPrometheus('startPrometheus', () => {
  const end = unixSeconds(1_700_000_000);
  const window = { start: unixSeconds(end - 3600), end };
  let prometheus: TestPrometheus;

  beforeAll(async () => {
    const common = { window, stepSeconds: 60, instance: '10.0.0.1:1' };
    prometheus = await startPrometheus({
      series: [
        ...layExposition({
          ...common,
          text: '# TYPE c_total counter\nc_total{pod="p",job="own",container=""} 7200\n# TYPE g gauge\ng{job="own"} 5\n',
          job: 'kubelet',
          extraLabels: { node: 'n' },
          honorLabels: true,
        }),
        ...layTwoScrapes({
          ...common,
          first: '# TYPE k_total counter\nk_total{job="own"} 100\nk_total{x="gone"} 1\n',
          second: '# TYPE k_total counter\nk_total{job="own"} 400\nk_total{x="new"} 2\n',
          secondsBetween: 300,
          job: 'kepler',
        }),
      ],
    });
  }, 60_000);
  afterAll(() => prometheus.stop());

  it('grows a counter evenly, so that its rate is value ÷ window', async () => {
    // 7200 over 3600 s is 2 a second.
    const [series] = await query(prometheus, 'rate(c_total[30m])', end);
    expect(Number(series?.value[1])).toBeCloseTo(2, 9);
    expect(series?.metric).toEqual({ pod: 'p', job: 'own', node: 'n', instance: '10.0.0.1:1' });
  });

  it('keeps a gauge over the whole window', async () => {
    expect((await query(prometheus, 'min_over_time(g[1h])', end))[0]?.value[1]).toBe('5');
    expect((await query(prometheus, 'count_over_time(g[61m])', end))[0]?.value[1]).toBe('61');
  });

  it('takes the rate between two scrapes and renames labels that clash with the target', async () => {
    const [series] = await query(prometheus, 'rate(k_total{exported_job="own"}[10m])', end);
    expect(Number(series?.value[1])).toBeCloseTo(1, 9);
    expect(series?.metric['job']).toBe('kepler');
  });

  it('lays what only one scrape has at that end of the window alone', async () => {
    expect((await query(prometheus, 'k_total{x="gone"}', window.start))[0]?.value[1]).toBe('1');
    expect(await query(prometheus, 'k_total{x="gone"}', end)).toEqual([]);
    expect((await query(prometheus, 'k_total{x="new"}', end))[0]?.value[1]).toBe('2');
  });
});

describeWithPrometheus('stop', () => {
  it('ends the server', async () => {
    const prometheus = await startPrometheus({ series: [] });
    expect((await fetch(`${prometheus.url}/-/ready`)).status).toBe(200);
    await prometheus.stop();
    await expect(fetch(`${prometheus.url}/-/ready`)).rejects.toThrow();
  });

  it('leaves nothing behind where the data cannot be laid', async () => {
    await expect(startPrometheus({ openMetricsFile: '/nowhere.om' })).rejects.toThrow(/promtool/);
    expect(existsSync('/nowhere.om')).toBe(false);
  });
});
