import {
  type ContainerUsage,
  type Observation,
  type UnixSeconds,
  unixSeconds,
  type UsageLedger,
} from '../../model/index.ts';
import {
  describeWithPrometheus,
  type MetricFamily,
  type PrometheusWatch,
  startPrometheus,
  type TestPrometheus,
  watchPrometheus,
} from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { LiveClusterSource } from '../live/LiveClusterSource.ts';
import { observe } from '../observe.ts';
import { MemoryLedger } from './MemoryLedger.ts';

const HOUR = 3_600;
const DAY = 86_400;
const STEP = 300;
const DAYS = 3;
const end = unixSeconds(1_763_697_600);
const start = end - (DAYS * DAY + 2 * HOUR);
const SCRAPE = 60;

/** Pods of one workload each, with the series of cAdvisor and kube-state-metrics. */
function laid(pods: number): MetricFamily[] {
  const times = Array.from({ length: (end - start) / SCRAPE + 1 }, (_, index) => start + index * SCRAPE);
  const names = Array.from({ length: pods }, (_, index) => `db-${index}`);
  const family = (
    name: string,
    labels: Readonly<Record<string, string>>,
    valueAt: (elapsed: number, pod: number) => number,
  ): MetricFamily => ({
    name,
    type: name.endsWith('_total') ? 'counter' : 'gauge',
    series: names.map((pod, index) => ({
      labels: {
        namespace: 'shop',
        pod,
        ...labels,
        ...(name === 'kube_pod_owner' ? { owner_name: pod } : {}),
      },
      times,
      values: times.map(time => valueAt(time - start, index)),
    })),
  });
  const container = { container: 'app', image: 'app:1', id: '/app', job: 'kubelet' };
  const job = { job: 'ksm' };
  return [
    family(
      'container_cpu_usage_seconds_total',
      { ...container, cpu: 'total' },
      (elapsed, pod) => 1_000 + elapsed * 0.1 * (pod + 1) + 60 * Math.sin(elapsed / 5_000),
    ),
    family('container_memory_working_set_bytes', container, (elapsed, pod) =>
      Math.round(1e8 * (pod + 1) + 1e6 * Math.sin(elapsed / 9_000)),
    ),
    family('kube_pod_info', { ...job, uid: 'u', node: 'n1', host_network: 'false' }, () => 1),
    family('kube_pod_owner', { ...job, owner_kind: 'StatefulSet', owner_is_controller: 'true' }, () => 1),
    family('kube_pod_start_time', job, () => start),
    family('kube_pod_status_phase', { ...job, phase: 'Running' }, () => 1),
    family('kube_pod_container_info', { ...job, container: 'app', image: 'app:1' }, () => 1),
  ];
}

describeWithPrometheus('learning from a real Prometheus', () => {
  let prometheus: TestPrometheus;
  let watch: PrometheusWatch;
  beforeAll(async () => {
    prometheus = await startPrometheus({ series: laid(3) });
    watch = await watchPrometheus(prometheus.url);
  }, 60_000);
  afterAll(async () => {
    await watch.stop();
    await prometheus.stop();
  });
  beforeEach(() => watch.reset());

  /** Range queries since the last reset, and the moments they were about. */
  const ranges = () => {
    const asked = watch.queries.filter(({ path }) => path.endsWith('/query_range'));
    const numbers = (name: string) => asked.map(({ parameters }) => Number(parameters.get(name)));
    const [starts, ends] = [numbers('start'), numbers('end')];
    return {
      queries: asked.length,
      expressions: new Set(asked.map(({ parameters }) => parameters.get('query'))).size,
      points: starts.reduce((sum, from, index) => sum + ((ends[index] ?? from) - from) / STEP + 1, 0),
      oldest: Math.min(...starts),
    };
  };

  const scan = (now: UnixSeconds, ledger: UsageLedger, signal?: AbortSignal): Promise<Observation> =>
    observe(
      LiveClusterSource.create(
        clusterConfigSchema.parse({ id: 'c', prometheus: { url: watch.url }, historyDays: DAYS }),
        { now, openKubernetes: () => Promise.reject(new Error('there is no Kubernetes API here')) },
      ),
      { ledger, ...(signal ? { signal } : {}) },
    );
  const told = ({ usage }: Observation) =>
    [...usage].map(([key, { cpu, memory, ...rest }]: [string, ContainerUsage]) => ({
      key,
      ...rest,
      days: rest.days.map(({ day }) => day),
      resources: [cpu, memory].map(
        each => each && { ...each, sketch: [0.1, 0.5, 0.95].map(q => each.sketch.quantile(q)) },
      ),
    }));

  it('asks an hour later for the hour only, in one query a family, and sees what one long read sees', async () => {
    const ledger = new MemoryLedger();
    await scan(unixSeconds(end - HOUR), ledger);
    const first = ranges();
    // Days that begin at midnight: a window of three days touches four.
    expect(first.queries / first.expressions).toBe(DAYS + 1);
    expect(first.points).toBe((first.expressions * DAYS * DAY) / STEP);
    watch.reset();
    const second = await scan(end, ledger);
    const later = ranges();
    expect(later).toMatchObject({
      expressions: first.expressions,
      queries: first.expressions,
      // The hour, and the step before it, which may have got company.
      points: first.expressions * (HOUR / STEP + 1),
    });
    expect(second.newSince).toBe(end - HOUR - STEP);
    expect(second.window).toEqual({ start: end - HOUR - DAYS * DAY, end });
    const samples = ((DAYS * DAY + HOUR) / STEP) * 3;
    expect([...second.usage.values()].reduce((sum, { cpu }) => sum + (cpu?.samples ?? 0), 0)).toBe(samples);
    expect([...second.usage.values()].every(({ cpu }) => cpu?.coverage === 1)).toBe(true);
  }, 60_000);

  it('goes on where it was stopped, without reading a day twice', async () => {
    const ledger = new MemoryLedger();
    const controller = new AbortController();
    watch.onQuery = (path, number) => {
      if (path.endsWith('/query_range') && number === 12) controller.abort(new Error('Ctrl-C'));
    };
    await expect(scan(end, ledger, controller.signal)).rejects.toThrow('Ctrl-C');
    watch.onQuery = null;
    const { state } = await ledger.load('c');
    const learned = state?.watermarks.get('cpu') ?? 0;
    expect(learned).toBeGreaterThan(end - DAYS * DAY);
    expect(learned).toBeLessThan(end - STEP);
    watch.reset();
    const resumed = await scan(end, ledger);
    expect(ranges().oldest).toBe(learned);
    const afresh = await scan(end, new MemoryLedger());
    expect(told(resumed)).toEqual(told(afresh));
  }, 60_000);
});
