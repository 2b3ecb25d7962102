import type { Threshold } from '../rule.ts';

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
