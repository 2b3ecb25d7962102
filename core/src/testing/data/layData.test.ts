import { existsSync } from 'node:fs';
import { unixSeconds } from '../../model/index.ts';
import { describeUnless, describeWithData } from '../describeWith.ts';
import { findProgram } from '../process/findProgram.ts';
import { parseExposition } from '../prometheus/exposition.ts';
import { startPrometheus, type TestPrometheus } from '../prometheus/startPrometheus.ts';
import {
  cadvisorText,
  layKeplerGeneration1,
  layKeplerGeneration2,
  layKubernetesExpositions,
} from './kubernetesExpositions.ts';
import { layNezhaPods } from './layNezhaPods.ts';
import { readNezhaPods } from './nezhaPods.ts';
import { readDataFile } from './testData.ts';

const end = unixSeconds(1_763_700_000);
const window = { start: unixSeconds(end - 3600), end };
const withoutPrometheus = findProgram('prometheus') === null ? 'prometheus is not on the PATH' : null;

async function value(prometheus: TestPrometheus, expression: string, time = end): Promise<number> {
  const search = new URLSearchParams({ query: expression, time: String(time) });
  const response = await fetch(`${prometheus.url}/api/v1/query?${search}`);
  const body = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(body.data.result[0]?.value[1] ?? NaN);
}

describeWithData('Nezha pods', 'nezha-pods', folder => {
  it('reads ten pods with their limits and all their samples', () => {
    const pods = readNezhaPods();
    expect(existsSync(folder)).toBe(true);
    expect(
      pods.map(pod => [pod.service, Math.round(pod.cpuLimit * 1000), pod.memoryLimit / 2 ** 20]),
    ).toEqual([
      ['adservice', 30, 231],
      ['cartservice', 30, 128],
      ['checkoutservice', 20, 128],
      ['currencyservice', 20, 128],
      ['emailservice', 20, 512],
      ['frontend', 20, 128],
      ['paymentservice', 20, 128],
      ['productcatalogservice', 20, 128],
      ['recommendationservice', 20, 450],
      ['shippingservice', 20, 128],
    ]);
    expect(pods.every(pod => pod.samples.length + pod.dropped === 1209)).toBe(true);
  });

  describeUnless(withoutPrometheus, 'in a real Prometheus', () => {
    let prometheus: TestPrometheus;
    beforeAll(async () => {
      prometheus = await startPrometheus({ series: layNezhaPods(end) });
    }, 60_000);
    afterAll(() => prometheus.stop());

    it('shows the mean usage of the raw text as the rate of the counter', async () => {
      const selector = 'container_cpu_usage_seconds_total{container="frontend",image!=""}';
      const samples = readNezhaPods().find(pod => pod.service === 'frontend')?.samples ?? [];
      // Σ usage × time since the sample before, all in the text; the counter starts at 0.
      const used = samples.reduce((sum, sample, index) => {
        const before = samples[index - 1];
        return before ? sum + sample.cpu * (sample.time - before.time) : sum;
      }, 0);
      expect(used).toBeGreaterThan(100);
      expect(await value(prometheus, selector)).toBeCloseTo(used, 6);
    });

    it('ends all series at the chosen end', async () => {
      expect(await value(prometheus, 'max(timestamp(container_memory_working_set_bytes))')).toBe(end);
      expect(await value(prometheus, 'count(kube_replicaset_owner{owner_kind="Deployment"})')).toBe(10);
    });
  });
});

describeWithData('Kubernetes and Kepler expositions', 'k8s-expositions', () => {
  describeUnless(withoutPrometheus, 'in a real Prometheus', () => {
    let prometheus: TestPrometheus;
    const options = { window, stepSeconds: 60 };
    beforeAll(async () => {
      prometheus = await startPrometheus({
        series: [
          ...layKubernetesExpositions('1_33', options),
          ...layKeplerGeneration2(options),
          ...layKeplerGeneration1(options),
        ],
      });
    }, 120_000);
    afterAll(() => prometheus.stop());

    it('has every series of the text', async () => {
      const written = parseExposition(cadvisorText('1_33')).length;
      expect(written).toBeGreaterThan(4000);
      expect(await value(prometheus, 'count({metrics_path="/metrics/cadvisor"})')).toBe(written);
    });

    it('keeps the cgroup hierarchy, so that a naive sum is several times too high', async () => {
      const metric = 'container_cpu_usage_seconds_total';
      const real = await value(prometheus, `sum(${metric}{container!="",image!=""})`);
      expect(await value(prometheus, `sum(${metric})`)).toBeGreaterThan(3 * real);
    });

    it('has the joules that Kepler counted in five minutes as its rate', async () => {
      const of = (file: string): number =>
        parseExposition(readDataFile('kepler', file))
          .filter(
            sample => sample.name === 'kepler_pod_cpu_joules_total' && sample.labels['zone'] === 'package',
          )
          .reduce((sum, sample) => sum + sample.value, 0);
      const watts = (of('gen2-derived-1_33-t300.prom') - of('gen2-derived-1_33-t0.prom')) / 300;
      expect(watts).toBeGreaterThan(0.1);
      expect(
        await value(prometheus, 'sum(rate(kepler_pod_cpu_joules_total{zone="package"}[30m]))'),
      ).toBeCloseTo(watts, 6);
    });

    it('renames the instance label of Kepler’s first generation, as a scrape does', async () => {
      expect(await value(prometheus, 'count(kepler_node_info)')).toBe(1);
      expect(
        await value(prometheus, 'count(kepler_node_package_joules_total{exported_instance!=""})'),
      ).toBeGreaterThan(0);
    });
  });
});
