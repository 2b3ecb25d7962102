import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unixSeconds, unixSecondsFromDate } from '../model/index.ts';
import {
  describeWithData,
  describeWithPrometheus,
  exposedKubernetesObjects,
  layKeplerGeneration2,
  layKubernetesExpositions,
  listenOnLoopback,
  startKubernetesApi,
  startPrometheus,
  type TestKubernetesApi,
  type TestPrometheus,
} from '../testing/index.ts';
import { clusterConfigSchema } from './clusterConfig.ts';
import { observe } from './observe.ts';
import { openCluster } from './openCluster.ts';
import { openRecording, writeRecording } from './recording/index.ts';

/** The present, because the Kubernetes API always speaks of it. */
const end = unixSeconds(Math.ceil(unixSecondsFromDate(new Date()) / 300) * 300);
const window = { start: unixSeconds(end - 1.2 * 3600), end };
const READ = /^(kube_|kepler_|container_(cpu_usage|memory_working_set))/;

describeWithPrometheus('openCluster', () => {
  describeWithData('on a Kubernetes API and a Prometheus of the same cluster', 'k8s-expositions', () => {
    let prometheus: TestPrometheus;
    let kubernetes: TestKubernetesApi;
    let directory: string;
    /** Nobody listens there. */
    let closedPort: number;

    beforeAll(async () => {
      const options = { window, stepSeconds: 30, only: (name: string) => READ.test(name) };
      prometheus = await startPrometheus({
        series: [...layKubernetesExpositions('1_33', options), ...layKeplerGeneration2(options)],
      });
      kubernetes = await startKubernetesApi({ objects: exposedKubernetesObjects('1_33') });
      const closed = await listenOnLoopback(createServer(), 0);
      closedPort = closed.port;
      await closed.stop();
      directory = await mkdtemp(path.join(tmpdir(), 'greenops-open-'));
    }, 120_000);
    afterAll(async () => {
      await Promise.all([prometheus.stop(), kubernetes.stop()]);
      await rm(directory, { recursive: true, force: true });
    });

    const config = (sources: object) =>
      clusterConfigSchema.parse({ id: 'both', historyDays: 1 / 24, ...sources });
    const kubernetesConfig = () => ({ type: 'kubeconfig', file: kubernetes.kubeconfig });
    const prometheusConfig = () => ({ url: prometheus.url });

    it('sees the same workloads, requests and use through the API as through kube-state-metrics alone', async () => {
      const both = await observe(
        await openCluster(config({ prometheus: prometheusConfig(), kubernetes: kubernetesConfig() })),
      );
      const alone = await observe(await openCluster(config({ prometheus: prometheusConfig() })));
      expect(both.notes.filter(({ source }) => source === 'kubernetes')).toEqual([]);
      const ids = (observation: typeof both) => observation.inventory.workloads.map(({ id }) => id).sort();
      expect(ids(both)).toEqual(ids(alone));
      const pods = (observation: typeof both) =>
        observation.inventory.workloads
          .flatMap(({ id, pods: all }) => all.map(pod => `${id}/${pod.name}/${pod.phase}/${pod.present}`))
          .sort();
      expect(pods(both)).toEqual(pods(alone));
      expect([...both.usage.keys()].sort()).toEqual([...alone.usage.keys()].sort());
      expect([...both.energy.workloads].length).toBeGreaterThan(10);
      for (const workload of both.inventory.workloads) {
        const other = alone.inventory.workloads.find(({ id }) => id === workload.id);
        expect(workload.desiredReplicas).toBe(other?.desiredReplicas);
        expect(workload.autoscaler).toEqual(other?.autoscaler);
        const requests = (containers: typeof workload.containers = []) =>
          containers
            .map(container => [container.name, container.role, container.requests, container.limits])
            .sort();
        if (workload.reference.name === 'e2e-container-pending') {
          // Not scheduled and without requests: kube-state-metrics has no series of its container, the API does.
          expect([workload.containers.length, other?.containers.length]).toEqual([1, 0]);
        } else expect(requests(workload.containers)).toEqual(requests(other?.containers));
      }
    }, 60_000);

    it('falls back to kube-state-metrics, with a note, where the API is not there', async () => {
      const source = await openCluster(
        config({
          prometheus: prometheusConfig(),
          kubernetes: { type: 'kubeconfig', file: path.join(directory, 'absent') },
        }),
      );
      const observation = await observe(source);
      expect(observation.inventory.workloads.length).toBeGreaterThan(10);
      expect(observation.notes).toContainEqual(
        expect.objectContaining({
          source: 'kubernetes',
          severity: 'warning',
          message: expect.stringContaining('The inventory comes from kube-state-metrics alone'),
        }),
      );
    });

    it('observes what there is where Prometheus is down: the inventory, and a note for the rest', async () => {
      const source = await openCluster(
        config({ prometheus: { url: `http://127.0.0.1:${closedPort}` }, kubernetes: kubernetesConfig() }),
      );
      const observation = await observe(source);
      expect(observation.inventory.workloads.length).toBeGreaterThan(10);
      expect(observation.usage.size).toBe(0);
      const errors = observation.notes.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ source: from }) => from)).toContain('prometheus');
      expect(observation.prices.fallback.provenance.kind).toBe('default');
    });

    it('is fatal where there is no inventory at all', async () => {
      const source = await openCluster(config({ prometheus: { url: `http://127.0.0.1:${closedPort}` } }));
      await expect(observe(source)).rejects.toMatchObject({ name: 'SourceUnreachableError' });
      await expect(openCluster(config({}))).rejects.toMatchObject({ name: 'InvalidInputError' });
    });

    it('gives the same observation from its recording', async () => {
      const live = await openCluster(config({ prometheus: prometheusConfig() }));
      const file = path.join(directory, 'both.greenops');
      await writeRecording(live, file);
      const [before, after] = [await observe(live), await observe(await openRecording(file))];
      expect(after.inventory).toEqual(before.inventory);
      expect([...after.usage.keys()].sort()).toEqual([...before.usage.keys()].sort());
      for (const [key, usage] of before.usage) {
        const recorded = after.usage.get(key)?.cpu;
        expect(recorded?.samples).toBe(usage.cpu?.samples);
        expect(Math.abs((recorded?.mean ?? 0) - (usage.cpu?.mean ?? 0))).toBeLessThan(
          1e-6 + 0.002 * (usage.cpu?.mean ?? 0),
        );
      }
    });

    it('tells how far it is, and stops when told to', async () => {
      const stages: string[] = [];
      const source = await openCluster(config({ prometheus: prometheusConfig() }));
      await observe(source, {
        onProgress: ({ stage, done, total }) => {
          stages.push(stage);
          expect(done).toBeLessThanOrEqual(total);
        },
      });
      expect(new Set(stages)).toEqual(new Set(['Reading the inventory', 'Reading usage']));
      const controller = new AbortController();
      const stopped = observe(await openCluster(config({ prometheus: prometheusConfig() })), {
        signal: controller.signal,
        onProgress: ({ stage }) => {
          if (stage === 'Reading usage') controller.abort(new Error('enough'));
        },
      });
      await expect(stopped).rejects.toThrow('enough');
    });
  });
});
