import type { V1PodSpec } from '@kubernetes/client-node';
import { labelSelector, NOTHING } from './labelSelector.ts';
import { podScheduling } from './podScheduling.ts';

const spec = (rest: Partial<V1PodSpec>): V1PodSpec => ({ containers: [], ...rest });
const zone = 'topology.kubernetes.io/zone';

describe('labelSelector', () => {
  it('tells one that is not there, which selects nothing, from an empty one, which selects everything', () => {
    expect(labelSelector(undefined)).toEqual(NOTHING);
    expect(labelSelector({})).toEqual([]);
  });

  it('keeps hostile keys and values as they are', () => {
    const hostile = '__proto__/"}) or vector(1) # \n💥';
    expect(labelSelector({ matchLabels: { [hostile]: hostile, constructor: 'x' } })).toEqual([
      { key: hostile, operator: 'In', values: [hostile] },
      { key: 'constructor', operator: 'In', values: ['x'] },
    ]);
  });

  it('leaves out requirements of operators that nobody knows', () => {
    const matchExpressions = [
      { key: 'a', operator: 'NotIn', values: ['x'] },
      { key: 'b', operator: 'Exists' },
      { key: 'c', operator: 'Resembles', values: ['x'] },
    ];
    expect(labelSelector({ matchExpressions })).toEqual([
      { key: 'a', operator: 'NotIn', values: ['x'] },
      { key: 'b', operator: 'Exists', values: [] },
    ]);
  });
});

describe('podScheduling', () => {
  it('has the rules that must hold, and not the wishes', () => {
    const wish = { weight: 1, podAffinityTerm: { topologyKey: zone } };
    const scheduling = podScheduling(
      spec({
        nodeSelector: { disk: 'ssd' },
        priorityClassName: 'high',
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: zone, operator: 'In', values: ['a', 'b'] }] },
                { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['8'] }] },
                // A term that asks for nothing fits no node.
                {},
              ],
            },
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, preference: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } },
            ],
          },
          podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [wish] },
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                topologyKey: 'kubernetes.io/hostname',
                labelSelector: { matchLabels: { app: 'web' } },
                matchLabelKeys: ['pod-template-hash', 'absent'],
                mismatchLabelKeys: ['tenant'],
              },
              { topologyKey: zone, namespaces: ['other'], namespaceSelector: {} },
            ],
          },
        },
        tolerations: [{ operator: 'Exists' }, { key: 'spot', value: 'true', effect: 'NoSchedule' }],
        topologySpreadConstraints: [
          {
            maxSkew: 2,
            topologyKey: zone,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: { app: 'web' } },
            minDomains: 3,
          },
        ],
      }),
      { app: 'web', 'pod-template-hash': 'abc', tenant: 'one' },
      'Deployment',
    );
    const own = { key: 'app', operator: 'In', values: ['web'] };
    expect(scheduling).toEqual({
      nodeSelector: { disk: 'ssd' },
      nodeAffinity: [
        [{ key: zone, operator: 'In', values: ['a', 'b'] }],
        [{ key: 'cores', operator: 'Gt', values: ['8'] }],
      ],
      podAffinity: [],
      podAntiAffinity: [
        {
          selector: [
            own,
            { key: 'pod-template-hash', operator: 'In', values: ['abc'] },
            { key: 'tenant', operator: 'NotIn', values: ['one'] },
          ],
          topologyKey: 'kubernetes.io/hostname',
          namespaces: [],
          namespaceSelector: null,
        },
        { selector: NOTHING, topologyKey: zone, namespaces: ['other'], namespaceSelector: [] },
      ],
      tolerations: [
        { key: '', operator: 'Exists', value: '', effect: '' },
        { key: 'spot', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
      ],
      topologySpread: [
        {
          maxSkew: 2,
          topologyKey: zone,
          whenUnsatisfiable: 'ScheduleAnyway',
          selector: [own],
          minDomains: 3,
        },
      ],
      priorityClass: 'high',
      hostPorts: [],
    });
  });

  it('does not bind a DaemonSet to the node that its newest pod was made for', () => {
    const nodeSelectorTerms = [
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] },
      {
        matchExpressions: [{ key: 'gpu', operator: 'Exists' }],
        matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }],
      },
    ];
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    };
    const ofKind = (kind: string) => podScheduling(spec({ affinity }), {}, kind).nodeAffinity;
    const gpu = { key: 'gpu', operator: 'Exists', values: [] };
    const named = { key: 'metadata.name', operator: 'In', values: ['n1'] };
    expect(ofKind('DaemonSet')).toEqual([[gpu]]);
    expect(ofKind('Pod')).toEqual([[named], [gpu, named]]);
  });

  it("takes a container's ports for the node's where it is on the node's network", () => {
    const ports = [{ containerPort: 80 }, { containerPort: 443, hostPort: 8443 }];
    const containers = [{ name: 'c', image: 'x', ports }];
    const ofNetwork = (hostNetwork: boolean) =>
      podScheduling({ containers, hostNetwork }, {}, 'Deployment').hostPorts;
    expect(ofNetwork(false)).toEqual([8443]);
    expect(ofNetwork(true)).toEqual([80, 8443]);
  });
});
