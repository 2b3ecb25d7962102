import type {
  Bytes,
  ContainerUsage,
  Cores,
  EvidenceFact,
  Provenance,
  UsageStatistics,
} from '../../model/index.ts';
import { krrCpu, krrMemory } from '../comparators/krr.ts';
import { kubecostCpu, kubecostMemory } from '../comparators/kubecost.ts';
import { verticalPodAutoscaler, type WeightedSample } from '../comparators/verticalPodAutoscaler.ts';
import { known } from './evidence.ts';

const DAY = 86_400;

/** CPU samples of a day as its sketch tells them; all at the end of the day, because it does not keep the times. */
const cpuSamples = ({ days }: ContainerUsage): readonly WeightedSample[] =>
  days.flatMap(({ day, cpu }) =>
    cpu === null
      ? []
      : [...(cpu.startUp?.values() ?? []), ...cpu.steady.values()].map(([value, count]) => ({
          time: day + DAY,
          value,
          count,
        })),
  );

const memoryPeaks = ({ days }: ContainerUsage): readonly WeightedSample[] =>
  days.flatMap(({ day, memory }) => {
    if (memory === null) return [];
    const value = Math.max(memory.steady.count > 0 ? memory.steady.max : 0, memory.startUp?.max ?? 0);
    return [{ time: day + DAY, value, count: 1 }];
  });

const origin = (method: string, source: string): Provenance => ({ kind: 'modelled', method, source });
const KRR = origin('krr-simple', 'Robusta KRR, strategy simple, on the same samples');
const VPA = origin('vpa-target', 'Vertical Pod Autoscaler, target, on the same samples by day');
const KUBECOST = origin('kubecost-max', 'Kubecost, max ÷ 0.65, on the same samples');

interface Other {
  readonly id: string;
  readonly name: string;
  /** `null` where it would not say. */
  readonly value: number | null;
  readonly provenance: Provenance;
}

const vpaOf = (usage: ContainerUsage) => verticalPodAutoscaler(cpuSamples(usage), memoryPeaks(usage));

const ofCpu = (usage: ContainerUsage, { sketch, max }: UsageStatistics<Cores>): readonly Other[] => {
  const target = vpaOf(usage).millicores?.target;
  return [
    { id: 'krr', name: 'KRR', value: krrCpu(sketch.quantile(0.95)), provenance: KRR },
    {
      id: 'vpa',
      name: 'Vertical Pod Autoscaler',
      value: target === undefined ? null : target / 1000,
      provenance: VPA,
    },
    { id: 'kubecost', name: 'Kubecost', value: kubecostCpu(max), provenance: KUBECOST },
  ];
};

const ofMemory = (usage: ContainerUsage, { max }: UsageStatistics<Bytes>): readonly Other[] => [
  { id: 'krr', name: 'KRR', value: krrMemory(max), provenance: KRR },
  { id: 'vpa', name: 'Vertical Pod Autoscaler', value: vpaOf(usage).bytes?.target ?? null, provenance: VPA },
  { id: 'kubecost', name: 'Kubecost', value: kubecostMemory(max), provenance: KUBECOST },
];

function othersOf(usage: ContainerUsage, resource: 'cpu' | 'memory'): readonly Other[] {
  if (usage.days.length === 0) return [];
  if (resource === 'cpu') return usage.cpu ? ofCpu(usage, usage.cpu) : [];
  return usage.memory ? ofMemory(usage, usage.memory) : [];
}

/** What others would make of the same samples, so that people see side by side why the answers differ. */
export const comparisonFacts = (usage: ContainerUsage, resource: 'cpu' | 'memory'): readonly EvidenceFact[] =>
  othersOf(usage, resource).flatMap(({ id, name, value, provenance }) =>
    known(
      `compare.${id}-${resource}`,
      `${name} would request of ${resource === 'cpu' ? 'CPU' : 'memory'}`,
      value,
      resource === 'cpu' ? 'cores' : 'bytes',
      provenance,
    ),
  );
