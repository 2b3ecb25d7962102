import { unixSeconds } from '../../model/index.ts';
import { describeWithPrometheus, startPrometheus, type TestPrometheus } from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { PrometheusClient } from './PrometheusClient.ts';
import { equal, matches, notEqual, PromqlScope, quote } from './promql.ts';

const HOSTILE = [
  'plain',
  'quote " inside',
  'ends with backslash \\',
  'back\\" slash and quote',
  '"} or vector(1) #',
  'line\nbreak',
  '{{template}} $1 ${x}',
  'ünïcödé 日本 🙂',
  "single ' and ` backtick",
  '',
];

describe('PromqlScope', () => {
  it('writes the cluster into every selector', () => {
    const scope = new PromqlScope({ name: 'cluster', value: 'eu "1"' });
    expect(scope.select('up', equal('job', 'a'))).toBe('up{job="a",cluster="eu \\"1\\""}');
    expect(scope.select(null, matches('__name__', 'kube_.*'))).toBe(
      '{__name__=~"kube_.*",cluster="eu \\"1\\""}',
    );
    expect(new PromqlScope().select('up')).toBe('up{}');
  });

  it.each(['a-b', '1a', 'a b', 'a"', '', 'a=~".*",x'])('refuses %j as a name', name => {
    expect(() => new PromqlScope({ name, value: 'x' })).toThrow('is not a Prometheus name');
    expect(() => new PromqlScope().select('up', equal(name, 'x'))).toThrow('is not a Prometheus name');
    expect(() => new PromqlScope().select(name)).toThrow('is not a Prometheus name');
  });

  it('never lets a value end its own string', () => {
    for (const value of HOSTILE) {
      // In Go and JSON the escapes used here mean the same.
      expect(JSON.parse(quote(value))).toBe(value);
    }
  });
});

describeWithPrometheus('hostile label values in a real Prometheus', () => {
  const end = unixSeconds(1_763_700_000);
  let prometheus: TestPrometheus;
  beforeAll(async () => {
    const series = HOSTILE.map((pod, index) => ({
      labels: { pod, index: `${index}` },
      times: [end],
      values: [index],
    }));
    prometheus = await startPrometheus({ series: [{ name: 'thing', type: 'gauge', series }] });
  }, 60_000);
  afterAll(() => prometheus.stop());

  it('select exactly the series that is meant', async () => {
    const { prometheus: source } = clusterConfigSchema.parse({
      id: 'x',
      prometheus: { url: prometheus.url },
    });
    if (source === undefined) throw new Error('no prometheus in the configuration');
    const client = PrometheusClient.create(source);
    for (const [index, value] of HOSTILE.entries()) {
      const asLabel = await client.query(new PromqlScope().select('thing', equal('pod', value)), end);
      expect(asLabel.map(sample => sample.value)).toEqual([index]);
      const asCluster = new PromqlScope({ name: 'pod', value });
      expect((await client.query(asCluster.select('thing', notEqual('index', '')), end)).length).toBe(1);
    }
  });
});
