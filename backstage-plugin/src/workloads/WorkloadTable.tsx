import { useRouteRef } from '@backstage/frontend-plugin-api';
import { CellText, type ColumnConfig, Table, useTable } from '@backstage/ui';
import { NOT_KNOWN, type WorkloadView } from '@greenops/core/api';
import { formatCarbon, formatUsd, gramsCO2e, usd } from '@greenops/core/model';
import { useMemo } from 'react';
import { workloadRouteRef } from '../routes';
import { useNarrow } from '../states/useNarrow';

const PAGE_SIZE = 25;

/** Workloads with what they cost, emit and could save. */
export function WorkloadTable({ workloads }: { workloads: readonly WorkloadView[] }) {
  const linkTo = useRouteRef(workloadRouteRef);
  const narrow = useNarrow();
  const data = useMemo(() => [...workloads], [workloads]);
  const { tableProps } = useTable<WorkloadView>({
    mode: 'complete',
    data,
    paginationOptions: { pageSize: PAGE_SIZE, pageSizeOptions: [PAGE_SIZE], showPageSizeOptions: false },
  });
  const columns = useMemo(() => columnsFor(id => linkTo?.({ id }), narrow), [linkTo, narrow]);
  const pagination = data.length > PAGE_SIZE ? tableProps.pagination : ({ type: 'none' } as const);
  return <Table columnConfig={columns} {...tableProps} pagination={pagination} />;
}

function columnsFor(
  hrefOf: (id: string) => string | undefined,
  narrow: boolean,
): readonly ColumnConfig<WorkloadView>[] {
  const all: readonly ColumnConfig<WorkloadView>[] = [
    {
      id: 'name',
      label: 'Workload',
      isRowHeader: true,
      cell: ({ id, kind, namespace, name, clusterId }) => {
        const href = hrefOf(id);
        return (
          <CellText
            title={`${namespace}/${name}`}
            description={`${kind} · ${clusterId}`}
            {...(href ? { href } : {})}
          />
        );
      },
    },
    {
      id: 'cost',
      label: narrow ? 'Cost' : 'Cost per month',
      width: narrow ? 100 : 170,
      cell: ({ footprint }) => (
        <CellText title={footprint === null ? NOT_KNOWN : formatUsd(usd(footprint.usdPerMonth))} />
      ),
    },
    {
      id: 'carbon',
      label: 'Carbon',
      width: 140,
      cell: ({ footprint }) => {
        const grams = footprint?.gramsCO2ePerMonth ?? null;
        return <CellText title={grams === null ? NOT_KNOWN : formatCarbon(gramsCO2e(grams))} />;
      },
    },
    {
      id: 'saving',
      label: 'Possible saving',
      width: 150,
      cell: ({ savingUsdPerMonth }) => <CellText title={formatUsd(usd(savingUsdPerMonth))} />,
    },
  ];
  return narrow ? all.slice(0, 2) : all;
}
