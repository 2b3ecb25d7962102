import type { Change, ChangeTarget } from '../model/index.ts';

/** Targets that name the field themselves. */
type NamedTarget = `environment.${string}` | `limits.nvidia.com/${string}`;

const FIELD: Readonly<Record<Exclude<ChangeTarget, NamedTarget>, string>> = {
  'requests.cpu': 'CPU request',
  'requests.memory': 'memory request',
  'limits.cpu': 'CPU limit',
  'limits.memory': 'memory limit',
  replicas: 'replicas',
  schedule: 'schedule',
  timeZone: 'time zone',
  suspend: 'suspension',
  'autoscaler.minReplicas': 'lowest number of replicas of the autoscaler',
  'autoscaler.maxReplicas': 'highest number of replicas of the autoscaler',
  'autoscaler.targetUtilization': 'target utilisation of the autoscaler',
};

const ENVIRONMENT = 'environment.';
const EXTENDED = /^limits\.(.+\/.+)$/;

function fieldName(target: ChangeTarget): string {
  if (target.startsWith(ENVIRONMENT)) return `environment variable ${target.slice(ENVIRONMENT.length)}`;
  const extended = EXTENDED.exec(target)?.[1];
  return extended === undefined ? (FIELD[target as keyof typeof FIELD] ?? target) : `${extended} limit`;
}

const enumerate = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1] ?? ''}`;

const span = ({ from, to }: Change): string => (from === null ? `to ${to}` : `from ${from} to ${to}`);

/** `replicas from 3 to 1 and CPU request of server from 2 to 343m`. */
export const changesText = (changes: readonly Change[]): string =>
  enumerate(
    changes.map(
      change =>
        `${fieldName(change.target)}${change.container === null ? '' : ` of ${change.container}`} ${span(change)}`,
    ),
  );

/** `Lower the CPU request of server from 2 to 343m and its CPU limit from 4 to 1`. */
export const titleOf = (verb: string, subject: string | null, changes: readonly Change[]): string =>
  `${verb} ${enumerate(
    changes.map((change, index) =>
      index === 0
        ? `the ${fieldName(change.target)}${subject === null ? '' : ` of ${subject}`} ${span(change)}`
        : `its ${fieldName(change.target)} ${span(change)}`,
    ),
  )}`;
