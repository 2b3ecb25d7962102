import {
  type Inventory,
  type Pod,
  type Toleration,
  unixSeconds,
  type VolumeClaim,
  type Workload,
} from '../../model/index.ts';
import { demoClusters } from '../demoClusters.ts';

const inventories = new Map<string, Inventory>();
beforeAll(async () => {
  for (const source of demoClusters({ seed: 7, end: unixSeconds(1_794_787_200), days: 14 }))
    inventories.set(source.cluster.id, await source.inventory());
}, 60_000);

const both = (): [string, Inventory][] => [...inventories];
const running = ({ pods }: Workload): Pod[] => pods.filter(pod => pod.present && pod.phase === 'Running');

const tolerates = (tolerations: readonly Toleration[], taint: { key: string; value: string }): boolean =>
  tolerations.some(
    ({ key, operator, value }) =>
      (key === '' && operator === 'Exists') || (key === taint.key && value === taint.value),
  );

/** Zone of the StatefulSet's pod that mounts a claim. */
function zoneOfPod({ nodes, workloads }: Inventory, claim: VolumeClaim): string | null | undefined {
  const workload = workloads.find(({ id }) => claim.mountedBy.includes(id));
  const pod = workload?.pods.find(({ name }) => claim.name.endsWith(`-${name}`));
  return nodes.find(({ name }) => name === pod?.node)?.zone;
}

describe('what the demo clusters declare', () => {
  it('holds for every pod that runs: selectors, taints, and never two on one node', () => {
    for (const [, { nodes, workloads }] of both()) {
      for (const workload of workloads) {
        const { scheduling } = workload;
        const hosts = running(workload).map(pod => nodes.find(({ name }) => name === pod.node));
        for (const host of hosts) {
          expect(host?.labels).toMatchObject(scheduling?.nodeSelector ?? {});
          for (const taint of host?.taints ?? [])
            expect(tolerates(scheduling?.tolerations ?? [], taint)).toBe(true);
        }
        if (scheduling?.podAntiAffinity.length)
          expect([workload.reference.name, new Set(hosts).size]).toEqual([
            workload.reference.name,
            hosts.length,
          ]);
      }
    }
  });

  it('binds each claim to a disk in the zone of the pod that mounts it', () => {
    for (const [, inventory] of both()) {
      const { volumeClaims, volumes } = inventory;
      expect(new Set(volumeClaims.map(({ volume }) => volume)).size).toBe(volumeClaims.length);
      for (const claim of volumeClaims) {
        const disk = volumes?.find(({ name }) => name === claim.volume);
        const { namespace, name } = claim;
        expect(disk).toMatchObject({ phase: 'Bound', claim: { namespace, name } });
        const zone = zoneOfPod(inventory, claim);
        if (zone) expect(disk?.nodeAffinity?.[0]?.[0]?.values).toEqual([zone]);
      }
      expect(volumes?.filter(({ phase }) => phase === 'Released')).toHaveLength(1);
    }
  });

  it('mounts claims that there are', () => {
    for (const [, { volumeClaims, workloads }] of both()) {
      for (const { id, volumes } of workloads) {
        const mounted = volumeClaims.filter(({ mountedBy }) => mountedBy.includes(id));
        expect(volumes?.claims).toEqual(mounted.map(({ name }) => name));
      }
    }
  });

  it('is older than what needs it', () => {
    for (const [, { namespaces, nodes, workloads }] of both()) {
      const namespaceOf = new Map(namespaces?.map(({ name, createdAt }) => [name, createdAt]));
      for (const { pods, createdAt, reference } of workloads) {
        expect(namespaceOf.has(reference.namespace)).toBe(true);
        for (const { node, startedAt } of pods) {
          expect(createdAt).toBeLessThanOrEqual(startedAt ?? 0);
          expect(nodes.find(({ name }) => name === node)?.createdAt).toBeLessThanOrEqual(startedAt ?? 0);
        }
      }
    }
  });

  it('has the leftovers and mistakes that are worth finding', () => {
    const [shop, platform] = [...inventories.values()] as [Inventory, Inventory];
    const preview = shop.namespaces?.find(({ name }) => name === 'preview');
    expect(preview?.annotations['janitor/ttl']).toBe('14d');
    expect(shop.observedAt - (preview?.createdAt ?? 0)).toBeGreaterThan(14 * 86_400);
    expect(
      shop.disruptionBudgets?.filter(({ disruptionsAllowed }) => disruptionsAllowed === 0),
    ).toMatchObject([{ name: 'orders-postgres', expectedPods: 2 }]);
    const broken = platform.workloads.filter(({ autoscaler }) => autoscaler?.failures.length);
    expect(broken.map(({ reference }) => reference.name)).toEqual(['embedding-worker']);
    for (const [, { services, workloads }] of both()) {
      const names = new Set(workloads.map(({ reference }) => reference.name));
      const orphans = (services ?? []).filter(
        ({ selector }) => !names.has(selector?.['app.kubernetes.io/name'] ?? ''),
      );
      expect(orphans.map(({ type }) => type)).toEqual(['LoadBalancer']);
      const privileged = workloads.filter(({ containers }) =>
        containers.some(({ security }) => security?.privileged),
      );
      expect(privileged.length).toBeGreaterThan(0);
    }
  });
});
