import type {
  Constraint,
  Inventory,
  NodeSelectorTerms,
  PersistentVolume,
  Pod,
  Scheduling,
  VolumeClaim,
  Workload,
} from '../../model/index.ts';
import { isTransient } from '../footprint/placements.ts';

/** Why a pod may not leave its node, whatever room there is elsewhere. */
export interface Hold {
  readonly constraint: Constraint;
  /** The annotation or the claim that says so. */
  readonly by: string | null;
}

const hold = (constraint: Constraint, by: string | null = null): Hold => ({ constraint, by });

/** Annotations by which Cluster Autoscaler and Karpenter are told not to move a pod, with the value that says so. */
const EVICTION_ANNOTATIONS: readonly (readonly [key: string, value: string])[] = [
  ['cluster-autoscaler.kubernetes.io/safe-to-evict', 'false'],
  ['karpenter.sh/do-not-disrupt', 'true'],
  ['karpenter.sh/do-not-evict', 'true'],
];

/** The annotation that forbids to move the workload's pods; `null` where none does. */
export function evictionAnnotation({ annotations, podAnnotations }: Workload): string | null {
  const all = { ...annotations, ...podAnnotations };
  const found = EVICTION_ANNOTATIONS.find(([key, value]) => all[key] === value);
  return found ? `${found[0]}: "${found[1]}"` : null;
}

/** DaemonSet and static pods go with their node and come with the next one: they neither move nor keep it. */
export const leavesWithNode = ({ reference }: Workload): boolean =>
  reference.kind === 'DaemonSet' || reference.kind === 'Node';

/** Why no pod of the workload moves; `null` where they may, as far as the workload itself says. */
export function workloadHold(workload: Workload, whereUnknown: 'pinned' | 'free'): Hold | null {
  if (workload.reference.kind === 'Pod') return hold('bare-pod');
  if (isTransient(workload)) return hold('job');
  return workload.scheduling === null && whereUnknown === 'pinned' ? hold('unknown-scheduling') : null;
}

/** True where a term of the pods' affinity asks for labels of namespaces that nobody read. */
export const needsNamespaces = ({ podAffinity }: Scheduling): boolean =>
  podAffinity.some(({ namespaceSelector }) => namespaceSelector !== null && namespaceSelector.length > 0);

/** `data-db-0` is the claim of pod `db-0` of StatefulSet `db`. */
const ordinalOf = (name: string): string | null => /-(\d+)$/.exec(name)?.[1] ?? null;

function claimsOfPod({ reference, volumes }: Workload, pod: Pod): readonly string[] {
  const claims = volumes?.claims ?? [];
  if (reference.kind !== 'StatefulSet') return claims;
  const mine = ordinalOf(pod.name);
  const template = `-${reference.name}-`;
  return claims.filter(claim => !claim.includes(template) || ordinalOf(claim) === mine);
}

/** Where the volumes of pods can be reached from. */
export class VolumeReach {
  readonly #claims: ReadonlyMap<string, VolumeClaim>;
  readonly #volumes: ReadonlyMap<string, PersistentVolume> | null;

  constructor({ volumeClaims, volumes }: Inventory) {
    this.#claims = new Map(volumeClaims.map(claim => [`${claim.namespace}/${claim.name}`, claim]));
    this.#volumes = volumes && new Map(volumes.map(volume => [volume.name, volume]));
  }

  /** One entry for each volume that is not reachable from everywhere; a hold where one of them is not known. */
  of(workload: Workload, pod: Pod): readonly NodeSelectorTerms[] | Hold {
    const terms: NodeSelectorTerms[] = [];
    for (const name of claimsOfPod(workload, pod)) {
      const key = `${workload.reference.namespace}/${name}`;
      const bound = this.#claims.get(key)?.volume ?? null;
      const volume = bound === null ? undefined : this.#volumes?.get(bound);
      if (!volume) return hold('unknown-volume', key);
      if (volume.nodeAffinity) terms.push(volume.nodeAffinity);
    }
    return terms;
  }
}
