import { type ContainerSpec, container, initContainer, workload, type WorkloadSpec } from './workloadSpec.ts';

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
const meshed = (main: ContainerSpec): ContainerSpec[] => [main, istioProxy, istioInit];

const app = (
  name: string,
  version: string,
  text: Omit<Parameters<typeof container>[1], 'image'>,
): ContainerSpec => container('server', { image: `${REGISTRY}/${name}:${version}`, ...text });

const storefront: WorkloadSpec[] = [
  // Well sized, scales with the day.
  workload(
    'storefront/Deployment/frontend',
    'storefront',
    meshed(
      app('frontend', '2.31.0', {
        requests: '300m/192Mi',
        limits: '-/384Mi',
        cpu: 'shopRhythm 150m',
        memory: '128Mi',
      }),
    ),
    {
      replicas: 3,
      autoscaler: { min: 3, max: 9, cpuPercent: 70 },
      rollouts: 2,
      traffic: '34k/180k',
    },
  ),
  // Over-requested in both, on every replica.
  workload(
    'storefront/Deployment/product-catalog',
    'storefront',
    [
      app('product-catalog', '1.18.2', {
        requests: '1/1Gi',
        limits: '2/1Gi',
        cpu: 'shopRhythm 90m',
        memory: '240Mi',
      }),
    ],
    {
      replicas: 3,
      rollouts: 2,
      traffic: '170k/90k',
    },
  ),
  // Leaks until the kernel kills it.
  workload(
    'storefront/Deployment/recommendation',
    'storefront',
    [
      app('recommendation', '0.9.7', {
        requests: '200m/512Mi',
        limits: '-/1Gi',
        cpu: 'shopRhythm 80m',
        memory: '420Mi',
        leakPerHour: 0.014,
      }),
    ],
    {
      replicas: 2,
      traffic: '13k/30k',
    },
  ),
  // A JVM: needs a core to start, a twentieth of it to run; memory asked for threefold.
  workload(
    'storefront/Deployment/ad-service',
    'storefront',
    [
      app('ad-service', '3.4.1', {
        requests: '500m/2Gi',
        limits: '1/2Gi',
        cpu: 'steady 45m',
        memory: '610Mi',
        startUp: 16,
      }),
    ],
    {
      replicas: 2,
      rollouts: 3,
      traffic: '31k/80k',
    },
  ),
  // Pinned at its limit every evening.
  workload(
    'storefront/Deployment/currency',
    'storefront',
    [
      app('currency', '1.2.0', {
        requests: '100m/64Mi',
        limits: '200m/128Mi',
        cpu: 'shopRhythm 75m',
        memory: '36Mi',
      }),
    ],
    {
      replicas: 2,
      traffic: '29k/29k',
    },
  ),
  // No requests at all.
  workload(
    'storefront/Deployment/image-resizer',
    'storefront',
    [app('image-resizer', '0.4.0', { cpu: 'bursts 40m', memory: '310Mi', follows: 0.04 })],
    {
      replicas: 2,
      pool: 'spot',
      traffic: '20k/60k',
    },
  ),
  // Nobody has called it for weeks.
  workload(
    'storefront/Deployment/legacy-wishlist',
    'storefront',
    [
      app('legacy-wishlist', '0.7.13', {
        requests: '500m/512Mi',
        limits: '1/1Gi',
        cpu: 'idle 900u',
        memory: '150Mi',
      }),
    ],
    {
      replicas: 2,
      traffic: '18/22',
    },
  ),
  // Two days old: too young to judge.
  workload(
    'storefront/Deployment/loyalty',
    'storefront',
    [app('loyalty', '0.1.0', { requests: '250m/256Mi', cpu: 'shopRhythm 30m', memory: '120Mi' })],
    {
      replicas: 2,
      presence: { sinceDays: 2 },
      traffic: '4k/6k',
    },
  ),
  // Its metrics mostly get lost.
  workload(
    'storefront/Deployment/reviews',
    'storefront',
    [app('reviews', '2.0.5', { requests: '400m/512Mi', cpu: 'shopRhythm 60m', memory: '260Mi' })],
    {
      replicas: 2,
      scraped: 0.4,
      traffic: '9k/15k',
    },
  ),
];

const checkout: WorkloadSpec[] = [
  workload(
    'checkout/Deployment/cart',
    'checkout',
    meshed(
      app('cart', '4.2.0', {
        requests: '250m/256Mi',
        limits: '-/512Mi',
        cpu: 'shopRhythm 110m',
        memory: '150Mi',
      }),
    ),
    {
      replicas: 2,
      autoscaler: { min: 2, max: 6, cpuPercent: 65 },
      rollouts: 1,
      traffic: '12k/14k',
    },
  ),
  workload(
    'checkout/Deployment/checkout',
    'checkout',
    meshed(
      app('checkout', '5.11.3', {
        requests: '400m/160Mi',
        limits: '-/320Mi',
        cpu: 'shopRhythm 95m',
        memory: '120Mi',
      }),
    ),
    {
      replicas: 3,
      rollouts: 2,
      traffic: '58k/140k',
    },
  ),
  workload(
    'checkout/Deployment/payment',
    'checkout',
    meshed(
      app('payment', '2.8.0', {
        requests: '50m/96Mi',
        limits: '-/160Mi',
        cpu: 'shopRhythm 11m',
        memory: '72Mi',
      }),
    ),
    {
      replicas: 2,
      traffic: '13k/12k',
    },
  ),
  // Takes four times the CPU it asked for.
  workload(
    'checkout/Deployment/fraud-check',
    'checkout',
    [
      app('fraud-check', '1.0.9', {
        requests: '100m/768Mi',
        limits: '-/1Gi',
        cpu: 'shopRhythm 160m',
        memory: '620Mi',
      }),
    ],
    {
      replicas: 2,
      traffic: '8k/3k',
    },
  ),
  workload(
    'checkout/StatefulSet/cart-redis',
    'checkout',
    [
      container('redis', {
        image: 'docker.io/library/redis:8.2.1',
        requests: '500m/2Gi',
        limits: '-/2Gi',
        cpu: 'steady 60m',
        memory: '480Mi',
      }),
    ],
    {
      replicas: 3,
      volume: { name: 'data', storageClass: 'premium-rwo', requested: '20Gi', used: '3Gi' },
      traffic: '40k/50k',
    },
  ),
  workload(
    'checkout/StatefulSet/orders-postgres',
    'checkout',
    [
      container('postgres', {
        image: 'docker.io/library/postgres:17.6',
        requests: '1/8Gi',
        limits: '-/8Gi',
        cpu: 'shopRhythm 260m',
        memory: '6.4Gi',
      }),
    ],
    {
      replicas: 2,
      pool: 'data',
      volume: { name: 'pgdata', storageClass: 'premium-rwo', requested: '200Gi', used: '61Gi' },
      traffic: '90k/160k',
    },
  ),
];

const fulfilment: WorkloadSpec[] = [
  workload(
    'fulfilment/Deployment/shipping',
    'fulfilment',
    [
      app('shipping', '1.14.0', {
        requests: '500m/128Mi',
        limits: '500m/256Mi',
        cpu: 'requests 8m',
        memory: '64Mi',
      }),
    ],
    {
      replicas: 2,
      rollouts: 1,
      traffic: '2400/2600',
    },
  ),
  // Hardly anything to do, but a place for four.
  workload(
    'fulfilment/Deployment/email',
    'fulfilment',
    [app('email', '0.22.0', { requests: '500m/1Gi', cpu: 'requests 3m', memory: '90Mi' })],
    {
      replicas: 2,
      traffic: '1100/14k',
    },
  ),
  // Uses almost three times the memory it asked for and has no limit.
  workload(
    'fulfilment/Deployment/label-printer',
    'fulfilment',
    [app('label-printer', '1.1.1', { requests: '100m/256Mi', cpu: 'officeRhythm 25m', memory: '690Mi' })],
    {
      traffic: '5k/9k',
    },
  ),
  workload(
    'fulfilment/Deployment/warehouse-bridge',
    'fulfilment',
    [
      app('warehouse-bridge', '6.0.2', {
        requests: '150m/224Mi',
        limits: '-/320Mi',
        cpu: 'constant 105m',
        memory: '185Mi',
      }),
    ],
    {
      traffic: '22k/21k',
    },
  ),
  workload(
    'fulfilment/CronJob/inventory-sync',
    'fulfilment',
    [
      app('inventory-sync', '2.3.0', {
        requests: '500m/512Mi',
        cpu: 'constant 310m',
        memory: '340Mi',
        follows: 0,
      }),
    ],
    {
      schedule: '15 */2 * * *',
      runMinutes: 11,
      pool: 'spot',
      traffic: '300k/120k',
    },
  ),
  workload(
    'fulfilment/CronJob/invoice-renderer',
    'fulfilment',
    [
      app('invoice-renderer', '1.9.0', {
        requests: '2/8Gi',
        limits: '2/8Gi',
        cpu: 'constant 1700m',
        memory: '1.6Gi',
        follows: 0,
      }),
    ],
    {
      schedule: '30 2 * * *',
      runMinutes: 55,
      pool: 'spot',
      traffic: '80k/400k',
    },
  ),
];

const search: WorkloadSpec[] = [
  workload(
    'search/StatefulSet/elasticsearch',
    'search',
    [
      container('elasticsearch', {
        image: 'docker.elastic.co/elasticsearch/elasticsearch:9.1.4',
        requests: '2/12Gi',
        limits: '-/12Gi',
        cpu: 'shopRhythm 360m',
        memory: '9.8Gi',
        startUp: 5,
      }),
      initContainer('sysctl', 'docker.io/library/busybox:1.37', '10m/16Mi'),
    ],
    {
      replicas: 3,
      pool: 'data',
      volume: { name: 'data', storageClass: 'premium-rwo', requested: '300Gi', used: '174Gi' },
      traffic: '400k/600k',
    },
  ),
  // Works flat out for hours, at its limit, then waits.
  workload(
    'search/Deployment/indexer',
    'search',
    [
      app('indexer', '0.31.0', {
        requests: '1/1Gi',
        limits: '2/2Gi',
        cpu: 'plateau 2600m',
        memory: '720Mi',
        follows: 0,
      }),
    ],
    {
      pool: 'spot',
      traffic: '600k/200k',
    },
  ),
  workload(
    'search/Deployment/query-api',
    'search',
    meshed(
      app('query-api', '2.6.1', {
        requests: '300m/320Mi',
        limits: '-/512Mi',
        cpu: 'shopRhythm 130m',
        memory: '230Mi',
      }),
    ),
    {
      replicas: 2,
      autoscaler: { min: 2, max: 6, cpuPercent: 70 },
      traffic: '50k/210k',
    },
  ),
];

const previews: WorkloadSpec[] = [
  // Switched off for the last week: a stretch without pods.
  workload(
    'preview/Deployment/shop-pr-4711',
    'storefront',
    [app('frontend', 'pr-4711', { requests: '300m/256Mi', cpu: 'idle 2m', memory: '110Mi' })],
    {
      presence: { gonePastDays: 7.5 },
      traffic: '40/60',
    },
  ),
  workload(
    'preview/Deployment/load-generator',
    'storefront',
    [
      app('load-generator', '0.3.2', {
        requests: '500m/256Mi',
        limits: '1/512Mi',
        cpu: 'constant 420m',
        memory: '180Mi',
      }),
    ],
    {
      presence: 'office-hours',
      pool: 'spot',
      traffic: '50k/30k',
    },
  ),
];

const infrastructure: WorkloadSpec[] = [
  workload(
    'istio-system/Deployment/istiod',
    'platform',
    [
      container('discovery', {
        image: 'docker.io/istio/pilot:1.27.3',
        requests: '500m/2Gi',
        cpu: 'steady 22m',
        memory: '190Mi',
      }),
    ],
    { traffic: '3k/9k' },
  ),
  workload(
    'istio-system/Deployment/istio-ingressgateway',
    'platform',
    [
      container('istio-proxy', {
        image: 'docker.io/istio/proxyv2:1.27.3',
        requests: '200m/192Mi',
        limits: '2/1Gi',
        cpu: 'shopRhythm 85m',
        memory: '120Mi',
      }),
    ],
    {
      replicas: 2,
      autoscaler: { min: 2, max: 5, cpuPercent: 80 },
      traffic: '210k/900k',
    },
  ),
  workload(
    'monitoring/StatefulSet/prometheus',
    'platform',
    [
      container('prometheus', {
        image: 'quay.io/prometheus/prometheus:v3.6.0',
        requests: '500m/5Gi',
        limits: '-/6Gi',
        cpu: 'steady 330m',
        memory: '4.1Gi',
      }),
      container(
        'config-reloader',
        {
          image: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.86.0',
          requests: '10m/50Mi',
          cpu: 'idle 300u',
          memory: '18Mi',
        },
        'sidecar',
      ),
    ],
    {
      volume: { name: 'prometheus', storageClass: 'standard-rwo', requested: '100Gi', used: '44Gi' },
      traffic: '800k/40k',
    },
  ),
  workload(
    'monitoring/Deployment/grafana',
    'platform',
    [
      container('grafana', {
        image: 'docker.io/grafana/grafana:12.2.0',
        requests: '250m/750Mi',
        cpu: 'officeRhythm 9m',
        memory: '140Mi',
      }),
    ],
    { traffic: '4k/20k' },
  ),
  workload(
    'monitoring/DaemonSet/kepler',
    'platform',
    [
      container('kepler', {
        image: 'quay.io/sustainable_computing_io/kepler:v0.11.4',
        requests: '50m/128Mi',
        cpu: 'steady 14m',
        memory: '62Mi',
      }),
    ],
    { hostNetwork: true },
  ),
  // Agents without requests are the rule, not the exception.
  workload(
    'monitoring/DaemonSet/node-exporter',
    'platform',
    [
      container('node-exporter', {
        image: 'quay.io/prometheus/node-exporter:v1.9.1',
        cpu: 'steady 4m',
        memory: '24Mi',
      }),
    ],
    { hostNetwork: true },
  ),
  workload(
    'logging/DaemonSet/fluent-bit',
    'platform',
    [
      container('fluent-bit', {
        image: 'docker.io/fluent/fluent-bit:4.1.0',
        requests: '50m/64Mi',
        limits: '-/128Mi',
        cpu: 'steady 31m',
        memory: '46Mi',
      }),
    ],
    { traffic: '500/70k' },
  ),
  workload(
    'kube-system/Deployment/coredns',
    'platform',
    [
      container('coredns', {
        image: 'registry.k8s.io/coredns/coredns:v1.12.4',
        requests: '100m/70Mi',
        limits: '-/170Mi',
        cpu: 'steady 12m',
        memory: '34Mi',
      }),
    ],
    { replicas: 2, traffic: '9k/11k' },
  ),
  workload(
    'kube-system/Deployment/metrics-server',
    'platform',
    [
      container('metrics-server', {
        image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
        requests: '100m/200Mi',
        cpu: 'constant 7m',
        memory: '48Mi',
      }),
    ],
    { traffic: '20k/4k' },
  ),
];

/** Good and bad citizens of each kind; the comments say which. */
export const SHOP_WORKLOADS: readonly WorkloadSpec[] = [
  ...storefront,
  ...checkout,
  ...fulfilment,
  ...search,
  ...previews,
  ...infrastructure,
];
