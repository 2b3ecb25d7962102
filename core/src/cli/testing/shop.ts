import { observationOf } from '../../assess/examples/observationOf.ts';
import type { Observation } from '../../model/index.ts';

/** A small cluster with a finding of most kinds. */
export const shop = (changes: { id?: string; demo?: boolean; cartCpu?: number } = {}): Observation => ({
  ...observationOf({
    clusterId: changes.id ?? 'shop',
    demo: changes.demo ?? false,
    workloads: [
      { name: 'cart', containers: [{ cpuRequest: 2, cpu: [changes.cartCpu ?? 0.2, 0.1] }] },
      {
        name: 'a-very-long-name-of-a-payment-provider-adapter',
        replicas: 1,
        containers: [{ cpuRequest: 0.1, cpu: [0.4] }],
      },
      {
        namespace: 'search',
        name: 'indexer',
        containers: [{ memoryRequest: 512, memoryLimit: 512, oomKills: 3 }],
      },
      { name: 'asleep', trafficP99: 12, containers: [{ cpu: [0.001] }] },
      { name: 'young', ageDays: 1 },
    ],
  }),
  notes: [
    {
      severity: 'warning',
      source: 'kepler',
      message: 'Kepler tells nothing about pods.',
      cure: 'Give Kepler access to the Kubernetes API.',
    },
  ],
});
