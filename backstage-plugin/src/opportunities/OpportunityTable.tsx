import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Cell, CellText, type ColumnConfig, Link, Table, Text, useTable } from '@backstage/ui';
import { NOT_KNOWN, offTheBillText, type OpportunityView, placeText } from '@greenops/core/api';
import { formatCarbon, formatRatio, formatUsd, gramsCO2e, ratio, usd } from '@greenops/core/model';
import { type ReactNode, useMemo } from 'react';
import { RiskBadge } from '../elements/RiskBadge';
import { opportunityRouteRef } from '../routes';
import { useNarrow } from '../states/useNarrow';
import { sortOpportunities } from './sortOpportunities';

interface OpportunityTableProps {
  readonly opportunities: readonly OpportunityView[];
  /** Names of clusters by id; where there is only one, it is not worth a word in each row. */
  readonly clusterNames: ReadonlyMap<string, string>;
  readonly empty: ReactNode;
}

const PAGE_SIZE = 25;

/** Findings, the most valuable first. */
export function OpportunityTable({ opportunities, clusterNames, empty }: OpportunityTableProps) {
  const linkTo = useRouteRef(opportunityRouteRef);
  const narrow = useNarrow();
  const data = useMemo(() => [...opportunities], [opportunities]);
  const { tableProps } = useTable<OpportunityView>({
    mode: 'complete',
    data,
    initialSort: { column: 'saving', direction: 'descending' },
    sortFn: sortOpportunities,
    paginationOptions: { pageSize: PAGE_SIZE, pageSizeOptions: [PAGE_SIZE], showPageSizeOptions: false },
  });
  const columns = useMemo(
    () => columnsFor(({ id }) => linkTo?.({ id }), clusterNames, narrow),
    [linkTo, clusterNames, narrow],
  );
  if (data.length === 0) return <>{empty}</>;
  // A short list needs no pages.
  const pagination = data.length > PAGE_SIZE ? tableProps.pagination : ({ type: 'none' } as const);
  return <Table columnConfig={columns} {...tableProps} pagination={pagination} />;
}

function columnsFor(
  hrefOf: (opportunity: OpportunityView) => string | undefined,
  clusterNames: ReadonlyMap<string, string>,
  narrow: boolean,
): readonly ColumnConfig<OpportunityView>[] {
  const place = (opportunity: OpportunityView) => {
    const { clusterId } = opportunity;
    const inCluster = clusterNames.size > 1 ? ` · ${clusterNames.get(clusterId) ?? clusterId}` : '';
    return `${placeText(opportunity)}${inCluster}`;
  };
  const all: readonly ColumnConfig<OpportunityView>[] = [
    {
      id: 'title',
      label: 'Opportunity',
      isRowHeader: true,
      isSortable: true,
      minWidth: narrow ? 180 : 320,
      cell: opportunity => {
        const { usdPerMonth, gramsCO2ePerMonth } = opportunity.saving.nominal;
        return (
          <Cell>
            {/* The raw numbers, for tools and tests that compare the faces. */}
            <div
              data-opportunity-id={opportunity.id}
              data-usd-per-month={usdPerMonth.likely}
              data-grams-per-month={gramsCO2ePerMonth?.likely ?? ''}
              style={{ display: 'grid', gap: 2, whiteSpace: 'normal' }}
            >
              <Link href={hrefOf(opportunity) ?? ''} standalone>
                {opportunity.title}
              </Link>
              <Text variant="body-small" color="secondary">
                {place(opportunity)}
              </Text>
            </div>
          </Cell>
        );
      },
    },
    {
      id: 'saving',
      label: narrow ? 'Saves' : 'Saves per month',
      isSortable: true,
      width: narrow ? 110 : 200,
      cell: ({ saving: { nominal, realisable } }) => (
        <CellText
          title={formatUsd(usd(nominal.usdPerMonth.likely))}
          {...(realisable && { description: offTheBillText(realisable.usdPerMonth.likely) })}
        />
      ),
    },
    {
      id: 'carbon',
      label: 'Carbon',
      isSortable: true,
      width: 140,
      cell: ({ saving: { nominal } }) => (
        <CellText
          title={
            nominal.gramsCO2ePerMonth === null
              ? NOT_KNOWN
              : formatCarbon(gramsCO2e(nominal.gramsCO2ePerMonth.likely))
          }
        />
      ),
    },
    {
      id: 'risk',
      label: 'Risk',
      isSortable: true,
      width: 130,
      cell: ({ risk }) => (
        <Cell>
          <RiskBadge level={risk.level} />
        </Cell>
      ),
    },
    {
      id: 'confidence',
      label: 'Confidence',
      isSortable: true,
      width: 160,
      cell: ({ confidence }) => <CellText title={formatRatio(ratio(confidence.score))} />,
    },
  ];
  return narrow ? all.slice(0, 2) : all;
}
