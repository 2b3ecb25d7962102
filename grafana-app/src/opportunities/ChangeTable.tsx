import type { OpportunityView } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable.tsx';

export const ChangeTable = ({ changes }: Pick<OpportunityView, 'changes'>) => (
  <FactTable
    caption="Values to set"
    header={['Container', 'Field', 'Today', 'Set to']}
    rows={changes.map(({ container, target, from, to }) => ({
      key: `${container ?? ''}/${target}`,
      cells: [container ?? '(workload)', <code>{target}</code>, from ?? 'not set', <strong>{to}</strong>],
    }))}
  />
);
