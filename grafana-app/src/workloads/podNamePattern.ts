import type { WorkloadView } from '@greenops/core/api';

/** The alphabet of the names Kubernetes generates: no vowels, none of 0 1 3 that look like them. */
const GENERATED = '[bcdfghjklmnpqrstvwxz2456789]';
const SUFFIX = `${GENERATED}{5}`;

const escapeRegularExpression = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * A regular expression for the names of a workload's pods. Prometheus data sources know pods, not
 * workloads, and the owner metrics that would join them are not everywhere; the naming rules of
 * Kubernetes' controllers are.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/
 */
export function podNamePattern({ kind, name }: Pick<WorkloadView, 'kind' | 'name'>): string {
  const start = escapeRegularExpression(name);
  switch (kind) {
    case 'Deployment':
    case 'Rollout':
      return `${start}-${GENERATED}{1,10}-${SUFFIX}`;
    case 'StatefulSet':
      return `${start}-[0-9]+`;
    case 'DaemonSet':
    case 'ReplicaSet':
      return `${start}-${SUFFIX}`;
    case 'Job':
      // An indexed job puts its index before the suffix.
      return `${start}(-[0-9]+)?-${SUFFIX}`;
    case 'CronJob':
      return `${start}-[0-9]+(-[0-9]+)?-${SUFFIX}`;
    case 'Pod':
    case 'Node':
      return start;
    default:
      // A custom controller names its pods as it likes.
      return `${start}(-.+)?`;
  }
}
