import { bytes, type Inventory, unixSeconds, type Workload } from '../../model/index.ts';
import { cannedSource } from '../recording/testing/cannedSource.ts';
import { mergeInventories } from './mergeInventories.ts';

const told = await cannedSource([]).inventory();
const [cart] = told.workloads as [Workload];
const ALL = ['pods', 'nodes', 'deployments', 'horizontalpodautoscalers', 'persistentvolumeclaims'];
const seenBut = (...missing: string[]): ReadonlySet<string> =>
  new Set(ALL.filter(resource => !missing.includes(resource)).map(resource => `api:${resource}`));

/** As kube-state-metrics tells the same: one more pod, nothing of specifications, how full the claim was. */
const past: Inventory = {
  ...told,
  nodes: told.nodes.map(node => ({ ...node, name: 'from-metrics' })),
  workloads: [
    {
      ...cart,
      pods: [...cart.pods, { ...cart.pods[0]!, name: 'cart-new', uid: 'u2' }],
      scheduling: null,
      labels: { from: 'metrics' },
      createdAt: unixSeconds(7),
    },
  ],
  volumeClaims: told.volumeClaims.map(claim => ({ ...claim, usedBytes: bytes(5) })),
  services: [{ namespace: 'shop', name: 'from-metrics', type: 'ClusterIP', selector: null, createdAt: null }],
};

describe('mergeInventories', () => {
  it("takes the API's word first, and only what is gone or how full it was from kube-state-metrics", () => {
    const merged = mergeInventories({ inventory: told, seen: seenBut() }, past);
    expect(merged).toMatchObject({ nodes: told.nodes, services: [], volumes: told.volumes });
    expect(merged.volumeClaims).toMatchObject([{ name: 'data', usedBytes: 5 }]);
    expect(merged.workloads).toEqual([
      { ...cart, pods: [...cart.pods, { ...cart.pods[0], name: 'cart-new', uid: 'u2', present: false }] },
    ]);
  });

  it('fills the lists that the API did not give', () => {
    const inventory = { ...told, nodes: [], volumeClaims: [], services: null, volumes: null };
    const merged = mergeInventories(
      { inventory, seen: seenBut('nodes', 'persistentvolumeclaims') },
      { ...past, volumes: null },
    );
    expect(merged.nodes).toEqual(past.nodes);
    expect(merged.volumeClaims).toEqual(past.volumeClaims);
    expect(merged.services).toEqual(past.services);
    expect(merged.volumes).toBeNull();
  });

  it('takes pods for present where only kube-state-metrics could list them', () => {
    const inventory = { ...told, workloads: [{ ...cart, pods: [] }] };
    const [merged] = mergeInventories({ inventory, seen: seenBut('pods') }, past).workloads;
    expect(merged?.pods).toEqual(past.workloads[0]?.pods);
    expect(merged?.scheduling).toEqual(cart.scheduling);
  });

  it('fills what lists of controllers and autoscalers would have told', () => {
    const bare = { ...cart, labels: {}, createdAt: null, autoscaler: null };
    const inventory = { ...told, workloads: [bare] };
    const [merged] = mergeInventories(
      { inventory, seen: seenBut('deployments', 'horizontalpodautoscalers') },
      past,
    ).workloads;
    expect(merged).toMatchObject({ labels: { from: 'metrics' }, createdAt: 7, autoscaler: cart.autoscaler });
    const [known] = mergeInventories({ inventory, seen: seenBut() }, past).workloads;
    expect(known).toMatchObject({ labels: {}, createdAt: null, autoscaler: null });
  });
});
