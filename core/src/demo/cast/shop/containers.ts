import { type ContainerSpec, container, initContainer } from '../workloadSpec.ts';

const REGISTRY = 'europe-docker.pkg.dev/demo-shop/services';

/** The mesh's proxy: reserves a lot more than it uses, in every pod that has one. */
const istioProxy: ContainerSpec = container(
  'istio-proxy',
  {
    image: 'docker.io/istio/proxyv2:1.27.3',
    requests: '100m/128Mi',
    limits: '2/1Gi',
    cpu: 'steady 6m',
    memory: '52Mi',
  },
  'sidecar',
);
const istioInit = initContainer('istio-init', 'docker.io/istio/proxyv2:1.27.3', '10m/40Mi');
export const meshed = (main: ContainerSpec): ContainerSpec[] => [main, istioProxy, istioInit];

export const app = (
  name: string,
  version: string,
  text: Omit<Parameters<typeof container>[1], 'image'>,
): ContainerSpec => container('server', { image: `${REGISTRY}/${name}:${version}`, ...text });
