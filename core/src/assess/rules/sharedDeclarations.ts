import type { Threshold } from '../rule.ts';

/** Why every rule on sizes leaves them alone. */
export const INIT_CONTAINERS = 'Init containers: they are over before the workload works.';

export const CPU_QUANTILE: Threshold = {
  meaning: 'Share of CPU samples the request shall cover',
  unit: 'ratio',
  source: 'KRR 95 %, Vertical Pod Autoscaler 90 %, CAST AI 80 %',
  valueIn: policy => policy.cpuQuantile,
};

export const CPU_HEADROOM: Threshold = {
  meaning: 'CPU headroom on top',
  unit: 'ratio',
  source: 'Vertical Pod Autoscaler 15 %, GreenKube 20 %, CAST AI 0 %',
  valueIn: policy => policy.cpuHeadroom,
};

export const MEMORY_HEADROOM: Threshold = {
  meaning: 'Memory headroom on top of the highest use',
  unit: 'ratio',
  source: 'KRR 15 %, CAST AI 10 %',
  valueIn: policy => policy.memoryHeadroom,
};

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
