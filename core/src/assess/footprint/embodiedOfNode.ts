import {
  BYTES_PER_GIB,
  type ClusterIdentity,
  type ClusterNode,
  type GramsCO2e,
  gramsCO2e,
  HOURS_PER_MONTH,
  type Provenance,
} from '../../model/index.ts';
import tables from './embodiedByInstance.json' with { type: 'json' };

/** Four years: over them Cloud Carbon Footprint and SCI write a server's manufacture off. */
export const LIFESPAN_HOURS = 35_040;
const GRAMS_PER_KILOGRAM = 1_000;
/** Of the generic server: one socket, 16 GB of memory, no disk (Cloud Carbon Footprint). */
const BASE_KILOGRAMS = 1_000;
const BASE_GIGABYTES = 16;
/** 533 kg for 384 GB (Dell R740 life-cycle assessment, as Cloud Carbon Footprint takes it). */
export const MEMORY_KILOGRAMS_PER_GB = 533 / 384;
export const GPU_KILOGRAMS = 150;

/** Manufacture of what a node is made of, in kg CO₂e over its whole life. */
export interface EmbodiedOfNode {
  readonly kilograms: number;
  readonly provenance: Provenance;
}

type Table = Readonly<Record<string, number>>;

const own = (table: Table, key: string): number | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** `m5.large` → `m5`, `n2d-standard-4` → `n2d`, `D4as v4` → `Das v4`. */
function familyOf(type: string): string {
  const azure = /^([A-Z]+)\d+([a-z]*)(?: (v\d+))?$/.exec(type);
  if (azure) return `${azure[1]}${azure[2]}${azure[3] ? ` ${azure[3]}` : ''}`;
  return /^[a-z0-9]+/.exec(type)?.[0] ?? type;
}

/** How the tables spell a type: Azure's without `Standard_`, with blanks. */
const tabled = (type: string): string => type.replace(/^(?:Standard|Basic)_/, '').replaceAll('_', ' ');

/** Each cloud spells its types in its own way. */
function tableOf(type: string): keyof typeof tables & ('aws' | 'gcp' | 'azure') {
  if (/^(?:Standard|Basic)_/.test(type)) return 'azure';
  return type.includes('.') ? 'aws' : 'gcp';
}

function kilogramsOfInstance(type: string, cpus: number | null): number | null {
  const cloud = tableOf(type);
  const { kilogramsPerVcpu, kilogramsOfType } = tables[cloud];
  const whole = own(kilogramsOfType, tabled(type));
  if (whole !== undefined) return whole;
  const family = familyOf(tabled(type));
  const newer = cloud === 'aws' ? own(tables.aws2026.kilogramsPerVcpu, family) : undefined;
  const perCpu = own(kilogramsPerVcpu, family) ?? newer;
  return perCpu === undefined || cpus === null ? null : perCpu * cpus;
}

/**
 * kg CO₂e of a server nobody has a table for: 1,000 + (GB − 16) × 533/384 + 150 per GPU (Cloud Carbon
 * Footprint). Sockets beyond the first and disks are left out, because Kubernetes does not tell them.
 */
export const genericServerKilograms = (gigabytes: number, gpus: number): number =>
  BASE_KILOGRAMS + Math.max(0, gigabytes - BASE_GIGABYTES) * MEMORY_KILOGRAMS_PER_GB + gpus * GPU_KILOGRAMS;

/**
 * A cloud machine is a slice of a platform that only the provider's table knows: without a row there it is
 * `null`. A node on premises is a machine of its own, for which the generic formula stands in.
 */
export function embodiedOfNode(
  { instanceType, capacity }: ClusterNode,
  provider: ClusterIdentity['provider'],
): EmbodiedOfNode | null {
  if (provider === 'on-premises') {
    if (capacity.memory === null) return null;
    return {
      kilograms: genericServerKilograms(capacity.memory / BYTES_PER_GIB, capacity.gpus ?? 0),
      provenance: {
        kind: 'default',
        method: 'ccf-generic-server',
        source: 'Cloud Carbon Footprint, generic server',
      },
    };
  }
  if (instanceType === null) return null;
  const kilograms = kilogramsOfInstance(instanceType, capacity.cpu);
  return kilograms === null
    ? null
    : {
        kilograms,
        provenance: {
          kind: 'modelled',
          method: 'ccf-platform-embodied',
          source: 'Cloud Carbon Footprint, embodied carbon by instance type',
        },
      };
}

/** M = TE × TS × RS of SCI (ISO/IEC 21031): manufacture × hours ÷ lifespan × share. */
export const embodiedCarbon = (kilograms: number, hours: number, share: number): GramsCO2e =>
  gramsCO2e(((kilograms * GRAMS_PER_KILOGRAM * hours) / LIFESPAN_HOURS) * share);

export const embodiedPerMonth = (kilograms: number, share: number): GramsCO2e =>
  embodiedCarbon(kilograms, HOURS_PER_MONTH, share);
