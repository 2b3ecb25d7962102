import type { Change } from '../model/index.ts';

const FIELD = {
  'requests.cpu': 'CPU request',
  'requests.memory': 'memory request',
  'limits.cpu': 'CPU limit',
  'limits.memory': 'memory limit',
  replicas: 'replicas',
} as const;

const enumerate = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1] ?? ''}`;

const span = ({ from, to }: Change): string => (from === null ? `to ${to}` : `from ${from} to ${to}`);

/** `Lower the CPU request of server from 2 to 343m and its CPU limit from 4 to 1`. */
export const titleOf = (verb: string, subject: string | null, changes: readonly Change[]): string =>
  `${verb} ${enumerate(
    changes.map((change, index) =>
      index === 0
        ? `the ${FIELD[change.target]}${subject === null ? '' : ` of ${subject}`} ${span(change)}`
        : `its ${FIELD[change.target]} ${span(change)}`,
    ),
  )}`;
