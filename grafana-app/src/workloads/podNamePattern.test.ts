import { podNamePattern } from './podNamePattern.ts';

const matches = (kind: string, name: string, pod: string) =>
  new RegExp(`^(?:${podNamePattern({ kind, name })})$`).test(pod);

test.each([
  ['Deployment', 'cart', 'cart-7c9f5d6b8-x2k4z'],
  ['StatefulSet', 'db', 'db-0'],
  ['DaemonSet', 'agent', 'agent-x2k4z'],
  ['Job', 'load', 'load-x2k4z'],
  ['Job', 'load', 'load-3-x2k4z'],
  ['CronJob', 'nightly', 'nightly-29401560-x2k4z'],
  ['Pod', 'alone', 'alone'],
  ['Node', 'kube-apiserver-node-1', 'kube-apiserver-node-1'],
  ['Database', 'orders', 'orders-primary-0'],
])('%s %s has the pod %s', (kind, name, pod) => {
  expect(matches(kind, name, pod)).toBe(true);
});

test.each([
  // Looks like a pod of `cart`, is one of the deployment `cart-api`: no generated hash has an `a` or `i`.
  ['Deployment', 'cart', 'cart-api-7c9f5d6b8-x2k4z'],
  ['Deployment', 'cart', 'cart-0'],
  ['Deployment', 'cart', 'my-cart-7c9f5d6b8-x2k4z'],
  ['StatefulSet', 'db', 'db-0-x2k4z'],
  ['StatefulSet', 'db', 'db-replica-0'],
  ['DaemonSet', 'agent', 'agent-7c9f5d6b8-x2k4z'],
  ['CronJob', 'nightly', 'nightly-x2k4z'],
  ['Pod', 'alone', 'alone-0'],
  ['Pod', 'a.b', 'axb'],
])('%s %s does not have the pod %s', (kind, name, pod) => {
  expect(matches(kind, name, pod)).toBe(false);
});
