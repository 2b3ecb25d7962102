import { type CellProps, type Column, InteractiveTable, TextLink } from '@grafana/ui';
import { offTheBillText, type OpportunityView, placeText } from '@greenops/core/api';
import { formatCarbon, formatRatio, formatUsd, gramsCO2e, ratio, usd } from '@greenops/core/model';
import { useMemo } from 'react';
import { Amount } from '../elements/Amount.tsx';
import { Secondary } from '../elements/Secondary.tsx';
import { byNumber } from '../elements/byNumber.ts';
import { RiskBadge } from './RiskBadge.tsx';

/** Flat, because InteractiveTable sorts by the column's own field. */
interface Row {
  readonly id: string;
  readonly title: string;
  readonly usdPerMonth: number;
  readonly gramsPerMonth: number | null;
  readonly risk: number;
  readonly confidence: number;
  readonly opportunity: OpportunityView;
}

const riskOrder: readonly OpportunityView['risk']['level'][] = ['low', 'medium', 'high'];

const toRow = (opportunity: OpportunityView): Row => ({
  id: opportunity.id,
  title: opportunity.title,
  usdPerMonth: opportunity.saving.nominal.usdPerMonth.likely,
  gramsPerMonth: opportunity.saving.nominal.gramsCO2ePerMonth?.likely ?? null,
  risk: riskOrder.indexOf(opportunity.risk.level),
  confidence: opportunity.confidence.score,
  opportunity,
});

interface OpportunityTableProps {
  readonly opportunities: readonly OpportunityView[];
  readonly hrefOf: (opportunity: OpportunityView) => string;
  /** Where there is only one cluster, its id is not worth its room in each row. */
  readonly showCluster: boolean;
  /** Room for the two columns that matter only. */
  readonly narrow: boolean;
}

const PAGE_SIZE = 25;

export function OpportunityTable({ opportunities, hrefOf, showCluster, narrow }: OpportunityTableProps) {
  const rows = useMemo(() => opportunities.map(toRow), [opportunities]);
  const columns = useMemo(() => columnsFor({ hrefOf, showCluster, narrow }), [hrefOf, showCluster, narrow]);
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

type ColumnOptions = Pick<OpportunityTableProps, 'hrefOf' | 'showCluster' | 'narrow'>;

function columnsFor({ hrefOf, showCluster, narrow }: ColumnOptions): Column<Row>[] {
  const place = (opportunity: OpportunityView) =>
    `${placeText(opportunity)}${showCluster ? ` · ${opportunity.clusterId}` : ''}`;
  const wideOnly = () => !narrow;

  return [
    {
      id: 'title',
      header: 'Opportunity',
      sortType: 'string',
      cell: ({ row: { original } }: CellProps<Row>) => (
        // The raw numbers, for tools and tests that compare the faces.
        <div
          data-opportunity-id={original.id}
          data-usd-per-month={original.usdPerMonth}
          data-grams-per-month={original.gramsPerMonth ?? ''}
        >
          <TextLink href={hrefOf(original.opportunity)} color="primary">
            {original.title}
          </TextLink>
          <Secondary>{place(original.opportunity)}</Secondary>
        </div>
      ),
    },
    {
      id: 'usdPerMonth',
      header: narrow ? 'Saves' : 'Saves per month',
      sortType: byNumber,
      cell: ({ row: { original } }: CellProps<Row>) => (
        <>
          <Amount>{formatUsd(usd(original.usdPerMonth))}</Amount>
          {original.opportunity.saving.realisable && (
            <Secondary>{offTheBillText(original.opportunity.saving.realisable.usdPerMonth.likely)}</Secondary>
          )}
        </>
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
      id: 'risk',
      header: 'Risk',
      sortType: byNumber,
      visible: wideOnly,
      cell: ({ row: { original } }: CellProps<Row>) => <RiskBadge level={original.opportunity.risk.level} />,
    },
    {
      id: 'confidence',
      header: 'Confidence',
      sortType: byNumber,
      visible: wideOnly,
      cell: ({ row: { original } }: CellProps<Row>) => (
        <Amount>{formatRatio(ratio(original.confidence))}</Amount>
      ),
    },
  ];
}
