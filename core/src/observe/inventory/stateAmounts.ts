import { bytes, cores, type ResourceAmounts } from '../../model/index.ts';
import type { StateRow } from './KubeStateQueries.ts';

export const NO_AMOUNTS: ResourceAmounts = { cpu: null, memory: null, gpus: null };

/** Extended resources that are GPUs, as kube-state-metrics writes them: `nvidia_com_gpu`, `amd_com_gpu`, MIG slices. */
const GPU = /(^|_)(gpu|mig_)|^gpu_intel_com_/;

/** Adds up rows of one object (`resource` label, value in base unit) to its amounts. */
export function amountsOf(rows: readonly StateRow[]): ResourceAmounts {
  const amounts = rows.filter(row => row.value >= 0);
  const value = (resource: string) => amounts.find(row => row.labels['resource'] === resource)?.value ?? null;
  const gpus = amounts.filter(row => GPU.test(row.labels['resource'] ?? ''));
  const cpu = value('cpu');
  const memory = value('memory');
  return {
    cpu: cpu === null ? null : cores(cpu),
    memory: memory === null ? null : bytes(memory),
    gpus: gpus.length === 0 ? null : gpus.reduce((sum, row) => sum + row.value, 0),
  };
}
