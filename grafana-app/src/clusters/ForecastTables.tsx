import {
  capacityRows,
  FORECAST_LABELS,
  type ForecastMeasureName,
  forecastNowText,
  type ForecastsView,
  horizonText,
  namespacesByCost,
} from '@greenops/core/api';
import { formatCount } from '@greenops/core/model';
import { FactTable } from '../elements/FactTable.tsx';
import { Secondary } from '../elements/Secondary.tsx';

const MEASURES = Object.keys(FORECAST_LABELS) as ForecastMeasureName[];
const MOST_NAMESPACES = 10;

/** The forecast in figures: the cluster, its pools' dates, the namespaces that will cost most. */
export function ForecastTables({ forecasts }: { forecasts: ForecastsView }) {
  const { cluster, pools } = forecasts;
  const { most, others } = namespacesByCost(forecasts, MOST_NAMESPACES);
  return (
    <>
      <FactTable
        caption="The cluster now, in 30 and in 90 days; bounds in brackets"
        header={['', 'Next day', 'Next 30 days', 'Next 90 days']}
        rows={MEASURES.map(measure => ({
          key: measure,
          cells: [
            FORECAST_LABELS[measure],
            forecastNowText(measure, cluster[measure]),
            horizonText(measure, cluster[measure], 30),
            horizonText(measure, cluster[measure], 90),
          ],
        }))}
      />
      {pools.length > 0 && (
        <FactTable
          caption="When the pools are full"
          header={['Pool', 'Resource', 'Requested', 'Used', 'Room', 'Full']}
          rows={capacityRows(pools).map(({ key, pool, resource, requested, used, room, full }) => ({
            key,
            cells: [pool, resource, requested, used, room, full],
          }))}
        />
      )}
      {most.length > 0 && (
        <FactTable
          caption="Namespaces that cost most"
          header={['Namespace', 'Cost of 30 days', 'Cost of 90 days', 'Carbon of 30 days']}
          rows={most.map(({ name, measures }) => ({
            key: name,
            cells: [
              name,
              horizonText('cost', measures.cost, 30),
              horizonText('cost', measures.cost, 90),
              horizonText('carbon', measures.carbon, 30),
            ],
          }))}
        />
      )}
      {others > 0 && <Secondary>and {formatCount(others, 'namespace')} more that cost less</Secondary>}
    </>
  );
}
