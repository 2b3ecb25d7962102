import type { ContainerUsage, EvidenceFact, EvidenceUnit, Provenance } from '../../model/index.ts';
import { krrCpu, krrMemory } from '../comparators/krr.ts';
import { kubecostCpu, kubecostMemory } from '../comparators/kubecost.ts';
import { verticalPodAutoscaler, type WeightedSample } from '../comparators/verticalPodAutoscaler.ts';
import { fact } from './evidence.ts';

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

/** What others would make of the same samples, so that people see side by side why the answers differ. */
export function comparisonFacts(usage: ContainerUsage, resource: 'cpu' | 'memory'): readonly EvidenceFact[] {
  const statistics = usage[resource];
  if (statistics === null || statistics.samples === 0 || usage.days.length === 0) return [];
  const { sketch, max } = statistics;
  const advice = verticalPodAutoscaler(cpuSamples(usage), memoryPeaks(usage));
  const unit: EvidenceUnit = resource === 'cpu' ? 'cores' : 'bytes';
  const name = resource === 'cpu' ? 'CPU' : 'memory';
  const vpa = resource === 'cpu' ? (advice.millicores?.target ?? null) : (advice.bytes?.target ?? null);
  const said = (id: string, label: string, value: number, provenance: Provenance) =>
    fact(`compare.${id}-${resource}`, `${label} would request of ${name}`, value, unit, provenance);
  return [
    said('krr', 'KRR', resource === 'cpu' ? krrCpu(sketch.quantile(0.95)) : krrMemory(max), KRR),
    ...(vpa === null
      ? []
      : [said('vpa', 'Vertical Pod Autoscaler', resource === 'cpu' ? vpa / 1000 : vpa, VPA)]),
    said('kubecost', 'Kubecost', resource === 'cpu' ? kubecostCpu(max) : kubecostMemory(max), KUBECOST),
  ];
}
