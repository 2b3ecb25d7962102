import {
  type ClusterNode,
  type GpuUsage,
  type Observation,
  type Provenance,
  watts,
  type Watts,
  wattsAtLoad,
} from '../../model/index.ts';
import table from './gpuWatts.json' with { type: 'json' };

/** Watts of one GPU at rest and at full load. */
export interface GpuCoefficients {
  readonly idle: number;
  readonly full: number;
}

const WATTS: ReadonlyMap<string, readonly number[]> = new Map(Object.entries(table.wattsOfGpu));

/** What a GPU does when nobody says what it does (Cloud Carbon Footprint). */
const UTILIZATION_WHEN_UNKNOWN = 0.5;

/** By product name as the device plugin tells it (`NVIDIA-A100-SXM4-40GB`, `Tesla-T4`); `null` where it is not in the table. */
export function gpuCoefficients(model: string | null): GpuCoefficients | null {
  const row = (model ?? '')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .map(part => WATTS.get(part))
    .find(found => found !== undefined);
  const [idle, full] = row ?? [];
  return idle === undefined || full === undefined ? null : { idle, full };
}

/** Families of machines that come with one kind of GPU only. */
const GPU_OF_FAMILY: ReadonlyMap<string, string> = new Map([
  ['p2', 'K80'],
  ['p3', 'V100'],
  ['p3dn', 'V100'],
  ['p4d', 'A100'],
  ['p4de', 'A100'],
  ['g3', 'M60'],
  ['g3s', 'M60'],
  ['g4dn', 'T4'],
  ['g4ad', 'V520'],
  ['g5', 'A10G'],
  ['a2', 'A100'],
]);

/** The node's label says it, else its instance type does. */
export const gpuModelOf = ({ gpuModel, instanceType }: ClusterNode): string | null =>
  gpuModel ?? GPU_OF_FAMILY.get(/^[a-z0-9]+/.exec(instanceType ?? '')?.[0] ?? '') ?? null;

export interface GpuPower {
  readonly watts: Watts;
  readonly provenance: Provenance;
}

const modelled = (source: string): Provenance => ({ kind: 'modelled', method: 'ccf-gpu', source });

/**
 * Mean power of the GPUs that a workload holds on a kind of GPU: the mean of the devices that a meter
 * measured, else by Cloud Carbon Footprint's coefficients at the utilisation that was seen (50 % where
 * nobody saw it). `null` where neither is known: a GPU may draw more than the rest of the node together.
 */
export function gpuPower(gpus: number, model: string | null, usage: readonly GpuUsage[]): GpuPower | null {
  if (gpus === 0) return { watts: watts(0), provenance: modelled('no GPU') };
  const measured = usage.flatMap(({ meanWatts }) => (meanWatts === null ? [] : [meanWatts]));
  if (measured.length > 0) {
    return {
      watts: watts(gpus * mean(measured)),
      provenance: { kind: 'measured', method: 'dcgm-power', source: 'DCGM exporter' },
    };
  }
  const coefficients = gpuCoefficients(usage.find(one => one.model !== null)?.model ?? model);
  if (coefficients === null) return null;
  const busy = usage.length > 0 ? mean(usage.map(one => one.meanUtilization)) : UTILIZATION_WHEN_UNKNOWN;
  return {
    watts: watts(
      gpus *
        wattsAtLoad(
          [
            [0, coefficients.idle],
            [1, coefficients.full],
          ],
          busy,
        ),
    ),
    provenance: modelled('Cloud Carbon Footprint, watts per GPU'),
  };
}

/** What GPUs that nobody holds draw: their power at rest. */
export function idleGpuWatts(gpus: number, node: ClusterNode): Watts | null {
  if (gpus <= 0) return watts(0);
  const coefficients = gpuCoefficients(gpuModelOf(node));
  return coefficients === null ? null : watts(gpus * coefficients.idle);
}

export const gpusOf = (workloadId: string, { gpus }: Observation): readonly GpuUsage[] =>
  gpus.filter(one => one.workloadId === workloadId);

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
