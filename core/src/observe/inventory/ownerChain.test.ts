import { type Owner, topOwner } from './ownerChain.ts';

const intermediate = {
  replicaSets: new Map<string, Owner>([
    ['shop/web-1', { kind: 'Deployment', name: 'web' }],
    ['shop/canary-1', { kind: 'Rollout', name: 'canary' }],
    ['shop/orphan-1', { kind: '', name: '' }],
    ['shop/old-orphan-1', { kind: '<none>', name: '<none>' }],
    ['other/web-1', { kind: 'Deployment', name: 'other' }],
  ]),
  jobs: new Map<string, Owner>([['shop/nightly-1', { kind: 'CronJob', name: 'nightly' }]]),
  replicationControllers: new Map<string, Owner>([['shop/dc-1', { kind: 'DeploymentConfig', name: 'dc' }]]),
};

describe('topOwner', () => {
  it.each([
    ['ReplicaSet', 'web-1', 'Deployment', 'web'],
    ['ReplicaSet', 'canary-1', 'Rollout', 'canary'],
    ['ReplicaSet', 'orphan-1', 'ReplicaSet', 'orphan-1'],
    ['ReplicaSet', 'old-orphan-1', 'ReplicaSet', 'old-orphan-1'],
    ['ReplicaSet', 'nobody-knows', 'ReplicaSet', 'nobody-knows'],
    ['Job', 'nightly-1', 'CronJob', 'nightly'],
    ['Job', 'once', 'Job', 'once'],
    ['ReplicationController', 'dc-1', 'DeploymentConfig', 'dc'],
    ['StatefulSet', 'web-1', 'StatefulSet', 'web-1'],
    ['DaemonSet', 'agent', 'DaemonSet', 'agent'],
    ['Workflow', 'nightly-1', 'Workflow', 'nightly-1'],
    ['', '', 'Pod', 'pod-x'],
    ['<none>', '<none>', 'Pod', 'pod-x'],
  ])('of a pod of %s %s is %s %s', (kind, name, topKind, topName) => {
    const pod = { namespace: 'shop', name: 'pod-x', node: 'n1' };
    expect(topOwner(pod, { kind, name }, intermediate)).toEqual({ kind: topKind, name: topName });
  });

  it.each([
    ['etcd-n1', 'n1', 'etcd'],
    ['kube-apiserver-a.b-c', 'a.b-c', 'kube-apiserver'],
    // Near misses: the node's name inside, or nothing before it.
    ['etcd-n1-x', 'n1', 'etcd-n1-x'],
    ['-n1', 'n1', '-n1'],
  ])('of the static pod %s on %s is the manifest %s', (name, node, manifest) => {
    const owner = { kind: 'Node', name: node };
    expect(topOwner({ namespace: 'kube-system', name, node: null }, owner, intermediate)).toEqual({
      kind: 'Node',
      name: manifest,
    });
  });
});
