import { type CellProps, type Column, InteractiveTable, TextLink } from '@grafana/ui';
import { offTheBillText, type WorkloadView } from '@greenops/core/api';
import { formatCarbon, formatUsd, gramsCO2e, usd } from '@greenops/core/model';
import { useMemo } from 'react';
import { Amount } from '../elements/Amount.tsx';
import { Secondary } from '../elements/Secondary.tsx';
import { byNumber } from '../elements/byNumber.ts';
import { pagePaths } from '../pluginId.ts';

/** Flat, because InteractiveTable sorts by the column's own field. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly usdPerMonth: number | null;
  readonly gramsPerMonth: number | null;
  readonly savingUsdPerMonth: number;
  readonly opportunities: number;
  readonly workload: WorkloadView;
}

const toRow = (workload: WorkloadView): Row => ({
  id: workload.id,
  name: workload.name,
  usdPerMonth: workload.footprint?.usdPerMonth ?? null,
  gramsPerMonth: workload.footprint?.gramsCO2ePerMonth ?? null,
  savingUsdPerMonth: workload.savingUsdPerMonth,
  opportunities: workload.opportunities,
  workload,
});

interface WorkloadTableProps {
  readonly workloads: readonly WorkloadView[];
  /** Room for the two columns that matter only. */
  readonly narrow: boolean;
}

const PAGE_SIZE = 25;

export function WorkloadTable({ workloads, narrow }: WorkloadTableProps) {
  const rows = useMemo(() => workloads.map(toRow), [workloads]);
  const columns = useMemo(() => columnsFor(narrow), [narrow]);
  return (
    // InteractiveTable fixes which columns are hidden when it is mounted.
    <InteractiveTable
      key={narrow ? 'narrow' : 'wide'}
      columns={columns}
      data={rows}
      getRowId={row => row.id}
      pageSize={PAGE_SIZE}
    />
  );
}

const places = ({ kind, namespace, replicas, clusterId }: WorkloadView): string =>
  `${namespace} · ${kind} · ${replicas} ${replicas === 1 ? 'replica' : 'replicas'} · ${clusterId}`;

function columnsFor(narrow: boolean): Column<Row>[] {
  const wideOnly = () => !narrow;
  return [
    {
      id: 'name',
      header: 'Workload',
      sortType: 'string',
      cell: ({ row: { original } }: CellProps<Row>) => (
        <div data-workload-id={original.id}>
          <TextLink href={pagePaths.workload(original.id)} color="primary">
            {original.name}
          </TextLink>
          <Secondary>{places(original.workload)}</Secondary>
        </div>
      ),
    },
    {
      id: 'usdPerMonth',
      header: narrow ? 'Costs' : 'Cost per month',
      sortType: byNumber,
      cell: ({ row: { original } }: CellProps<Row>) => (
        <Amount>{original.usdPerMonth === null ? null : formatUsd(usd(original.usdPerMonth))}</Amount>
      ),
    },
    {
      id: 'gramsPerMonth',
      header: 'Carbon',
      sortType: byNumber,
      visible: wideOnly,
      cell: ({ row: { original } }: CellProps<Row>) => (
        <Amount>
          {original.gramsPerMonth === null ? null : formatCarbon(gramsCO2e(original.gramsPerMonth))}
        </Amount>
      ),
    },
    {
      id: 'savingUsdPerMonth',
      header: 'Possible saving',
      sortType: byNumber,
      visible: wideOnly,
      cell: ({ row: { original } }: CellProps<Row>) => (
        <>
          <Amount>{formatUsd(usd(original.savingUsdPerMonth))}</Amount>
          {original.workload.realisableUsdPerMonth !== null && (
            <Secondary>{offTheBillText(original.workload.realisableUsdPerMonth)}</Secondary>
          )}
        </>
      ),
    },
    {
      id: 'opportunities',
      header: 'Opportunities',
      sortType: byNumber,
      visible: wideOnly,
      cell: ({ row: { original } }: CellProps<Row>) => <Amount>{String(original.opportunities)}</Amount>,
    },
  ];
}
