import { containerKey, type Observation, type Seconds, unixSeconds, type Workload } from '../model/index.ts';
import {
  cadvisorText,
  describeWithData,
  describeWithPrometheus,
  type ExposedKubernetes,
  exposedNode,
  type ExpositionSample,
  kubeStateMetricsText,
  layExposition,
  layKeplerGeneration1,
  layKeplerGeneration2,
  layNezhaPods,
  type MetricFamily,
  NEZHA_NAMESPACE,
  parseExposition,
  readDataFile,
  readNezhaPods,
  startPrometheus,
  type TestPrometheus,
} from '../testing/index.ts';
import { type ClusterConfig, clusterConfigSchema } from './clusterConfig.ts';
import type { ClusterSource } from './clusterSource.ts';
import { LiveClusterSource } from './live/LiveClusterSource.ts';
import { observe } from './observe.ts';

/** A whole hour, so that every hour of the window is a full one. */
const end = unixSeconds(1_763_700_000 - (1_763_700_000 % 3600));
const HOUR = 3600;
/** Longer than the hour that is observed: a rate needs samples before its moment. */
const window = { start: unixSeconds(end - 1.2 * HOUR), end };
const SPAN = window.end - window.start;

function open(
  prometheus: TestPrometheus,
  config: Partial<ClusterConfig> & { id: string },
): LiveClusterSource {
  return LiveClusterSource.create(
    clusterConfigSchema.parse({
      prometheus: { url: prometheus.url },
      historyDays: 1 / 24,
      ...config,
    }),
    {
      now: end,
      openKubernetes: () => Promise.reject(new Error('no Kubernetes API is configured here')),
    },
  );
}

/** Both endpoints of a cluster, each scraped by two jobs, with the `cluster` label of a shared store. */
function layTwice(version: ExposedKubernetes): MetricFamily[] {
  const cluster = `k${version}`;
  const lay = (text: string, job: string, instance: string, extraLabels = {}) =>
    layExposition({
      text,
      window,
      stepSeconds: 30,
      job,
      instance,
      extraLabels: { cluster, ...extraLabels },
      honorLabels: true,
      // Of two megabytes of text only what is read, to spare the time of laying it.
      only: name => /^(kube_|container_(cpu|memory_working|network_(receive|transmit)_bytes|oom))/.test(name),
    });
  const node = exposedNode(version);
  const metricsPath = { metrics_path: '/metrics/cadvisor', node };
  return [
    ...lay(cadvisorText(version), 'kubelet', '192.168.67.2:10250', metricsPath),
    ...lay(cadvisorText(version), 'kubernetes-cadvisor', `${node}:10250`, { kubernetes_io_os: 'linux' }),
    ...lay(kubeStateMetricsText(version), 'kube-state-metrics', '10.244.0.7:8080'),
    ...lay(kubeStateMetricsText(version), 'kubernetes-service-endpoints', '10.244.0.7:8080'),
  ];
}

const inCluster = (families: MetricFamily[], cluster: string): MetricFamily[] =>
  families.map(family => ({
    ...family,
    series: [...family.series].map(series => ({ ...series, labels: { ...series.labels, cluster } })),
  }));

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** Real containers of the raw text: those with a name of their own, as the kubelet writes them. */
const containersIn = (samples: readonly ExpositionSample[], metric: string): ExpositionSample[] =>
  samples.filter(({ name, labels }) => name === metric && labels['container'] !== '');

const podsOf = (workloads: readonly Workload[]) =>
  workloads.flatMap(workload => workload.pods.map(pod => ({ workload, pod })));

/** Σ over containers of mean per pod × pods: what all of them used together. */
const usedTogether = (observation: Observation, resource: 'cpu' | 'memory'): number =>
  sum([...observation.usage.values()].map(usage => (usage[resource]?.mean ?? 0) * usage.pods));

describeWithPrometheus('observing a running cluster through a real Prometheus', () => {
  describeWithData(
    'Kubernetes 1.31 and 1.33 in one store, every endpoint scraped twice',
    'k8s-expositions',
    () => {
      let prometheus: TestPrometheus;
      const sources = new Map<ExposedKubernetes, ClusterSource>();
      const observations = new Map<ExposedKubernetes, Observation>();
      const seen = (version: ExposedKubernetes): Observation => {
        const observation = observations.get(version);
        if (observation === undefined) throw new Error(`${version} was not observed`);
        return observation;
      };

      beforeAll(async () => {
        prometheus = await startPrometheus({
          series: [
            ...layTwice('1_31'),
            ...layTwice('1_33'),
            ...inCluster(layKeplerGeneration2({ window, stepSeconds: 30 }), 'k1_33'),
          ],
        });
        for (const version of ['1_31', '1_33'] as const) {
          const id = version.replace('_', '-');
          const source = open(prometheus, { id, clusterLabel: { name: 'cluster', value: `k${version}` } });
          sources.set(version, source);
          observations.set(version, await observe(source));
        }
      }, 120_000);
      afterAll(() => prometheus.stop());

      it.each(['1_31', '1_33'] as const)('%s: accounts for every container exactly once', version => {
        const raw = parseExposition(cadvisorText(version));
        const metered = containersIn(raw, 'container_memory_working_set_bytes');
        const names = metered.map(
          ({ labels }) => `${labels['namespace']}/${labels['pod']}/${labels['container']}`,
        );
        expect(new Set(names).size).toBe(metered.length);
        const { usage, inventory, notes } = seen(version);
        expect(sum([...usage.values()].map(({ pods }) => pods))).toBe(metered.length);
        expect([...usage.values()].every(({ cpu, memory }) => cpu !== null && memory !== null)).toBe(true);
        // Each by name, under the workload that its pod belongs to.
        const workloadOf = new Map(
          podsOf(inventory.workloads).map(({ workload, pod }) => [
            `${workload.reference.namespace}/${pod.name}`,
            workload.id,
          ]),
        );
        const keys = metered.map(({ labels }) =>
          containerKey(
            workloadOf.get(`${labels['namespace']}/${labels['pod']}`) ?? '?',
            labels['container'] ?? '?',
          ),
        );
        expect(new Set(usage.keys())).toEqual(new Set(keys));
        expect(notes.filter(note => note.message.includes('are in no workload'))).toEqual([]);
      });

      it.each(['1_31', '1_33'] as const)(
        '%s: lists every pod and container that kube-state-metrics has',
        version => {
          const raw = parseExposition(kubeStateMetricsText(version));
          const pods = raw.filter(({ name }) => name === 'kube_pod_info');
          const { inventory } = seen(version);
          expect(podsOf(inventory.workloads)).toHaveLength(pods.length);
          for (const phase of ['Pending', 'Running', 'Succeeded', 'Failed']) {
            const inPhase = raw.filter(
              ({ name, labels, value }) =>
                name === 'kube_pod_status_phase' && labels['phase'] === phase && value === 1,
            );
            expect(podsOf(inventory.workloads).filter(({ pod }) => pod.phase === phase)).toHaveLength(
              inPhase.length,
            );
          }
          const containers = new Set(
            raw
              .filter(({ name }) =>
                /^kube_pod_container_(info|resource_requests|resource_limits)$/.test(name),
              )
              .map(({ labels }) => `${labels['namespace']}/${labels['pod']}/${labels['container']}`),
          );
          const listed = podsOf(inventory.workloads).flatMap(({ workload, pod }) =>
            workload.containers.map(({ name }) => `${workload.reference.namespace}/${pod.name}/${name}`),
          );
          expect(new Set(listed)).toEqual(containers);
          expect(listed).toHaveLength(containers.size);
        },
      );

      it.each(['1_31', '1_33'] as const)(
        '%s: requested cores and bytes are those of the raw text',
        version => {
          const raw = parseExposition(kubeStateMetricsText(version));
          const { inventory } = seen(version);
          for (const [resource, pick] of [
            ['cpu', 'cpu'],
            ['memory', 'memory'],
          ] as const) {
            const inText = sum(
              raw
                .filter(
                  ({ name, labels }) =>
                    name === 'kube_pod_container_resource_requests' && labels['resource'] === resource,
                )
                .map(({ value }) => value),
            );
            const observed = sum(
              podsOf(inventory.workloads).flatMap(({ workload }) =>
                workload.containers.map(({ requests }) => requests[pick] ?? 0),
              ),
            );
            expect(observed).toBeCloseTo(inText, 9);
          }
        },
      );

      it.each(['1_31', '1_33'] as const)('%s: used cores and bytes are those of the raw text', version => {
        const raw = parseExposition(cadvisorText(version));
        // Laid as a counter that grows evenly from 0 to the raw value over the span: rate = value ÷ span.
        const cpu = containersIn(raw, 'container_cpu_usage_seconds_total');
        // Learned in nanocores, of which each container's samples are rounded to whole ones.
        expect(usedTogether(seen(version), 'cpu')).toBeCloseTo(sum(cpu.map(({ value }) => value)) / SPAN, 8);
        const memory = containersIn(raw, 'container_memory_working_set_bytes');
        expect(usedTogether(seen(version), 'memory')).toBeCloseTo(sum(memory.map(({ value }) => value)), 3);
      });

      it.each(['1_31', '1_33'] as const)(
        '%s: traffic is that of the pods with a network of their own',
        version => {
          const hosted = new Set(
            parseExposition(kubeStateMetricsText(version))
              .filter(({ name, labels }) => name === 'kube_pod_info' && labels['host_network'] === 'true')
              .map(({ labels }) => `${labels['namespace']}/${labels['pod']}`),
          );
          const received = parseExposition(cadvisorText(version)).filter(
            ({ name, labels }) =>
              name === 'container_network_receive_bytes_total' &&
              labels['pod'] !== '' &&
              labels['interface'] === 'eth0' &&
              !hosted.has(`${labels['namespace']}/${labels['pod']}`),
          );
          expect(hosted.size).toBeGreaterThan(0);
          const metered = new Set(received.map(({ labels }) => `${labels['namespace']}/${labels['pod']}`));
          const { inventory, traffic } = seen(version);
          const totals = inventory.workloads.map(({ id, reference: { namespace }, pods }) => {
            const carrying = pods.filter(({ name }) => metered.has(`${namespace}/${name}`)).length;
            return (traffic.get(id)?.received?.mean ?? 0) * carrying;
          });
          // Traffic is learned in thousandths of a byte per second.
          expect(sum(totals)).toBeCloseTo(sum(received.map(({ value }) => value)) / SPAN, 2);
        },
      );

      it('1_33: watts are those of the raw text, one zone, terminated pods not counted twice', () => {
        const first = parseExposition(readDataFile('kepler', 'gen2-derived-1_33-t0.prom'));
        const second = parseExposition(readDataFile('kepler', 'gen2-derived-1_33-t300.prom'));
        const joules = (samples: readonly ExpositionSample[], metric: string) =>
          sum(
            samples
              .filter(({ name, labels }) => name === metric && labels['zone'] === 'package')
              .map(({ value }) => value),
          );
        const watts = (metric: string) => (joules(second, metric) - joules(first, metric)) / 300;
        const { energy } = seen('1_33');
        const node = energy.nodes.get('datagen-1-33');
        const workloads = sum([...energy.workloads.values()].map(({ active }) => active));
        expect(node?.idle).toBeCloseTo(watts('kepler_node_cpu_idle_joules_total'), 6);
        expect(node?.active).toBeCloseTo(watts('kepler_node_cpu_active_joules_total'), 6);
        expect(workloads).toBeCloseTo(watts('kepler_pod_cpu_joules_total'), 6);
        expect(node?.provenance).toMatchObject({
          kind: 'measured',
          method: 'kepler-gen2-package',
          source: 'Kepler v0.11.3',
        });
        // Σ workloads + unallocated = node, and nobody got more than there is.
        expect((node?.active ?? 0) - workloads).toBeGreaterThanOrEqual(0);
      });

      it('1_31: power is modelled where nobody meters it, and adds up', () => {
        const { energy, usage } = seen('1_31');
        const node = energy.nodes.get('datagen-1-31');
        const cores = sum([...usage.values()].map(({ cpu, pods }) => (cpu?.mean ?? 0) * pods));
        // Cloud Carbon Footprint's unknown CPU: 0.74 W idle, 3.5 W at full load, 10 vCPUs.
        expect(node?.idle).toBeCloseTo(7.4, 9);
        // From cores learned in whole nanocores.
        expect(node?.active).toBeCloseTo(cores * (3.5 - 0.74), 7);
        expect(sum([...energy.workloads.values()].map(({ active }) => active))).toBeCloseTo(
          node?.active ?? 0,
          9,
        );
        expect(node?.provenance.kind).toBe('modelled');
      });

      it('finds owners, autoscaler, schedule, volume and node of 1.33', () => {
        const { inventory } = seen('1_33');
        const named = (kind: string, name: string) =>
          inventory.workloads.find(({ reference }) => reference.kind === kind && reference.name === name);
        expect(named('Deployment', 'e2e-deployment')).toMatchObject({
          desiredReplicas: 2,
          labels: { environment: 'dev', team: 'k8-team' },
        });
        expect(named('Deployment', 'e2e-hpa')?.autoscaler).toEqual({
          kind: 'HorizontalPodAutoscaler',
          name: 'e2e-hpa',
          minReplicas: 1,
          maxReplicas: 10,
          currentReplicas: 1,
          targets: [{ metric: 'cpu', utilizationPercent: 50 }],
          // Its metrics-server has nothing yet; kube-state-metrics does not tell why.
          failures: [{ condition: 'ScalingActive', reason: '' }],
        });
        expect(named('CronJob', 'e2e-cronjob')).toMatchObject({
          schedule: '* * * * *',
          desiredReplicas: null,
        });
        expect(named('CronJob', 'e2e-cronjob')?.pods).toHaveLength(1);
        expect(named('Job', 'e2e-failjob')?.pods.map(({ phase }) => phase)).toEqual(
          new Array(4).fill('Failed'),
        );
        expect(named('Node', 'etcd')?.pods[0]).toMatchObject({
          hostNetwork: true,
          name: 'etcd-datagen-1-33',
        });
        expect(named('Pod', 'e2e-container-pending')?.pods[0]).toMatchObject({
          phase: 'Pending',
          node: null,
        });
        expect(named('StatefulSet', 'e2e-statefulset')?.pods).toHaveLength(2);
        expect(inventory.volumeClaims).toEqual([
          {
            namespace: 'scraper',
            name: 'e2e-pv-claim',
            storageClass: 'e2e-pv-class',
            requestedBytes: 3_145_728,
            usedBytes: null,
            growth: null,
            mountedBy: [named('StatefulSet', 'e2e-statefulset')?.id],
            volume: 'e2e-pv-storage',
            createdAt: 1_762_283_303,
          },
        ]);
        expect(inventory.nodes).toMatchObject([
          { name: 'datagen-1-33', capacity: { cpu: 10, memory: 16_485_224_448 }, maxPods: 110 },
        ]);
      });

      it('finds what else kube-state-metrics of 1.33 tells, and leaves unknown what it does not', () => {
        const raw = parseExposition(kubeStateMetricsText('1_33'));
        const { inventory } = seen('1_33');
        const named = (kind: string, name: string) =>
          inventory.workloads.find(({ reference }) => reference.kind === kind && reference.name === name);
        expect(inventory.volumes).toEqual([
          {
            name: 'e2e-pv-storage',
            phase: 'Bound',
            capacity: 5_242_880,
            storageClass: 'e2e-pv-class',
            claim: { namespace: 'scraper', name: 'e2e-pv-claim' },
            nodeAffinity: null,
            reclaimPolicy: 'Retain',
            createdAt: expect.any(Number),
          },
        ]);
        const created = raw.filter(({ name }) => name === 'kube_namespace_created');
        expect(
          Object.fromEntries((inventory.namespaces ?? []).map(({ name, createdAt }) => [name, createdAt])),
        ).toEqual(Object.fromEntries(created.map(({ labels, value }) => [labels['namespace'], value])));
        const types = raw.filter(({ name }) => name === 'kube_service_spec_type');
        expect(Object.fromEntries((inventory.services ?? []).map(({ name, type }) => [name, type]))).toEqual(
          Object.fromEntries(types.map(({ labels }) => [labels['service'], labels['type']])),
        );
        expect(inventory.services?.find(({ name }) => name === 'e2e-lb')?.type).toBe('LoadBalancer');
        // No such series in the window: that there are no budgets is not known.
        expect(raw.filter(({ name }) => name.startsWith('kube_poddisruptionbudget'))).toEqual([]);
        expect(inventory.disruptionBudgets).toBeNull();
        expect(inventory.nodes).toMatchObject([{ unschedulable: false, createdAt: 1_762_283_261 }]);
        expect(named('Deployment', 'e2e-deployment')).toMatchObject({
          createdAt: 1_762_283_303,
          maxUnavailable: 0.5,
          scheduling: null,
          volumes: null,
        });
        expect(named('Deployment', 'metrics-server')?.maxUnavailable).toBe(0);
        expect(named('CronJob', 'e2e-cronjob')).toMatchObject({ suspended: false, timeZone: null });
        // It still has attempts left.
        expect(named('Job', 'e2e-failjob')).toMatchObject({ job: null, createdAt: 1_762_283_303 });
        expect(named('Job', 'e2e-failjob')?.pods.map(({ trouble }) => trouble)).toEqual(
          new Array(4).fill('Error'),
        );
        expect(named('Pod', 'e2e-container-creating')?.pods[0]?.trouble).toBe('CrashLoopBackOff');
        expect(named('Node', 'etcd')?.pods[0]?.trouble).toBeNull();
      });

      it('says that endpoints are scraped twice, and that carbon and prices are defaults or unknown', () => {
        const { notes, prices, grid, pue } = seen('1_33');
        expect(notes.map(({ message }) => message)).toContainEqual(
          expect.stringContaining(
            'containers are scraped by several jobs (kubelet, kubernetes-cadvisor); each is counted once',
          ),
        );
        expect(prices.fallback.provenance.kind).toBe('default');
        expect(grid).toBeNull();
        expect(pue).toMatchObject({ factor: 1, provenance: { method: 'pue-none' } });
      });

      it('refuses to mix two clusters when none is chosen', async () => {
        const mixed = open(prometheus, { id: 'mixed' });
        await expect(observe(mixed)).rejects.toMatchObject({
          name: 'SourceQueryError',
          message: expect.stringContaining('It holds 2 clusters (cluster = k1_31, k1_33)'),
        });
      });
    },
  );

  describeWithData('Kepler of generation 1', 'kepler', () => {
    let prometheus: TestPrometheus;
    let observation: Observation;
    const node = 'kind-fms-control-plane';
    const raw = () => parseExposition(readDataFile('kepler', 'gen1-exposition-idle-first.prom'));

    beforeAll(async () => {
      const pods = new Map(
        raw()
          .filter(({ name }) => name === 'kepler_container_joules_total')
          .map(({ labels }) => [`${labels['container_namespace']}/${labels['pod_name']}`, labels]),
      );
      const text = [
        '# TYPE kube_pod_info gauge',
        ...[...pods.values()].map(
          labels =>
            `kube_pod_info{namespace="${labels['container_namespace']}",pod="${labels['pod_name']}",uid="",node="${node}",host_network="false"} 1`,
        ),
        '# TYPE kube_node_info gauge',
        `kube_node_info{node="${node}"} 1`,
        '# TYPE kube_node_status_capacity gauge',
        `kube_node_status_capacity{node="${node}",resource="cpu",unit="core"} 72`,
      ].join('\n');
      prometheus = await startPrometheus({
        series: [
          ...layExposition({
            text,
            window,
            stepSeconds: 30,
            job: 'ksm',
            instance: 'a:8080',
            honorLabels: true,
          }),
          ...layKeplerGeneration1({ window, stepSeconds: 30 }),
        ],
      });
      observation = await observe(open(prometheus, { id: 'kind' }));
    }, 120_000);
    afterAll(() => prometheus.stop());

    it('reads the packages of a node, active and idle, and the pods', () => {
      const joules = (metric: string, mode: string) =>
        sum(
          raw()
            .filter(({ name, labels }) => name === metric && labels['mode'] === mode)
            .map(({ value }) => value),
        );
      // The raw counters were laid as growing evenly from 0 over the span.
      const metered = observation.energy.nodes.get(node);
      expect(metered?.active).toBeCloseTo(joules('kepler_node_package_joules_total', 'dynamic') / SPAN, 6);
      expect(metered?.idle).toBeCloseTo(joules('kepler_node_package_joules_total', 'idle') / SPAN, 6);
      expect(metered?.provenance).toMatchObject({ method: 'kepler-gen1-package', kind: 'measured' });
      const workloads = sum([...observation.energy.workloads.values()].map(({ active }) => active));
      expect(workloads).toBeCloseTo(joules('kepler_container_package_joules_total', 'dynamic') / SPAN, 6);
    });
  });

  describeWithData('the ten Nezha pods, 20 hours', 'nezha-pods', () => {
    let prometheus: TestPrometheus;
    let observation: Observation;

    beforeAll(async () => {
      prometheus = await startPrometheus({ series: layNezhaPods(end) });
      observation = await observe(open(prometheus, { id: 'nezha', historyDays: 1 }));
    }, 120_000);
    afterAll(() => prometheus.stop());

    it('finds ten Deployments with the limits of the raw text', () => {
      const { workloads } = observation.inventory;
      expect(
        workloads.map(({ reference }) => `${reference.kind} ${reference.namespace}/${reference.name}`).sort(),
      ).toEqual(
        readNezhaPods()
          .map(({ service }) => `Deployment ${NEZHA_NAMESPACE}/${service}`)
          .sort(),
      );
      for (const pod of readNezhaPods()) {
        const container = workloads
          .flatMap(({ containers }) => containers)
          .find(({ name }) => name === pod.service);
        expect(container?.limits.cpu).toBeCloseTo(pod.cpuLimit, 9);
        expect(container?.limits.memory).toBe(pod.memoryLimit);
      }
    });

    it('sees the use of the raw text: mean CPU within 2 %, highest memory exactly', () => {
      for (const pod of readNezhaPods()) {
        const usage = [...observation.usage.values()].find(({ container }) => container === pod.service);
        const seconds = (pod.samples.at(-1)?.time ?? 0) - (pod.samples[0]?.time ?? 0);
        const used = pod.samples.reduce((total, sample, index) => {
          const before = pod.samples[index - 1];
          return before ? total + sample.cpu * (sample.time - before.time) : total;
        }, 0);
        // The pods were not sampled at even distances, and the last step ends outside the window.
        expect(Math.abs((usage?.cpu?.mean ?? 0) / (used / seconds) - 1)).toBeLessThan(0.02);
        expect(usage?.memory?.max).toBe(Math.max(...pod.samples.map(({ memory }) => memory)));
      }
    });

    it('has a sample for each five minutes of the 20 hours', () => {
      const step: Seconds = observation.step;
      for (const { cpu } of observation.usage.values()) {
        expect(step).toBe(300);
        expect(cpu?.samples).toBeGreaterThan(235);
        expect(cpu?.samples).toBeLessThanOrEqual(243);
      }
    });
  });
});
