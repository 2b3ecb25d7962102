import type { ContainerView } from '@greenops/core/api';
import { bytes, cores, formatBytes, formatCores, formatRatio, ratio } from '@greenops/core/model';
import { Amount } from '../elements/Amount.tsx';
import { FactTable } from '../elements/FactTable.tsx';

const cpu = (amount: number | null | undefined, absent: string) => (
  <Amount>{amount === null || amount === undefined ? absent : formatCores(cores(amount))}</Amount>
);
const memory = (amount: number | null | undefined, absent: string) => (
  <Amount>{amount === null || amount === undefined ? absent : formatBytes(bytes(amount))}</Amount>
);

const NOT_SET = 'not set';
const NOT_SEEN = 'not metered';

/** What each container reserves beside what it takes, per pod. */
export const ContainerTable = ({ containers }: { containers: readonly ContainerView[] }) => (
  <FactTable
    caption="Requests, limits and usage per pod"
    header={['Container', 'Resource', 'Request', 'Limit', 'Mean', '95th percentile', 'Maximum', 'Coverage']}
    rows={containers.flatMap(container => [
      {
        key: `${container.name}/cpu`,
        cells: [
          `${container.name}${container.role === 'main' ? '' : ` (${container.role})`}`,
          'CPU',
          cpu(container.requests.cores, NOT_SET),
          cpu(container.limits.cores, NOT_SET),
          cpu(container.cpu?.mean, NOT_SEEN),
          cpu(container.cpu?.p95, NOT_SEEN),
          cpu(container.cpu?.max, NOT_SEEN),
          coverage(container.cpu),
        ],
      },
      {
        key: `${container.name}/memory`,
        cells: [
          '',
          'Memory',
          memory(container.requests.bytes, NOT_SET),
          memory(container.limits.bytes, NOT_SET),
          memory(container.memory?.mean, NOT_SEEN),
          memory(container.memory?.p95, NOT_SEEN),
          memory(container.memory?.max, NOT_SEEN),
          coverage(container.memory),
        ],
      },
    ])}
  />
);

const coverage = (usage: ContainerView['cpu']) => (
  <Amount>{usage === null ? NOT_SEEN : formatRatio(ratio(usage.coverage))}</Amount>
);
