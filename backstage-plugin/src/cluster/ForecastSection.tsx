import { Flex, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  capacityMarks,
  capacityRows,
  FORECAST_LABELS,
  forecastBasisText,
  type ForecastMeasureName,
  forecastNowText,
  type ForecastsView,
  horizonText,
  namespacesByCost,
  provenanceText,
} from '@greenops/core/api';
import { useState } from 'react';
import { FactTable } from '../elements/FactTable';
import { ForecastChart } from './ForecastChart';

const MEASURES = Object.keys(FORECAST_LABELS) as ForecastMeasureName[];
const MOST_NAMESPACES = 10;

/** What the cluster will take, when its pools are full, and who takes most of it. */
export function ForecastSection({ forecasts }: { forecasts: ForecastsView }) {
  const [measure, setMeasure] = useState<ForecastMeasureName>('cost');
  const forecast = forecasts.cluster[measure];
  const { pools } = forecasts;
  const { most, others } = namespacesByCost(forecasts, MOST_NAMESPACES);
  return (
    <Flex direction="column" gap="4">
      <ToggleButtonGroup
        aria-label="What to look ahead at"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[measure]}
        onSelectionChange={keys => setMeasure(MEASURES.find(one => keys.has(one)) ?? measure)}
      >
        {MEASURES.map(one => (
          <ToggleButton key={one} id={one}>
            {FORECAST_LABELS[one]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {forecast.kind === 'forecast' ? (
        <>
          <ForecastChart
            measure={measure}
            forecast={forecast}
            marks={capacityMarks(measure, forecast, pools)}
          />
          <Text as="p" variant="body-small" color="secondary">
            {forecastBasisText(forecast)} From {forecast.provenance.map(provenanceText).join('; ')}.
          </Text>
        </>
      ) : (
        <Text color="secondary">
          {FORECAST_LABELS[measure]} is not forecast: {forecast.reason}.
        </Text>
      )}
      <FactTable
        caption="The cluster now, in 30 and in 90 days; bounds in brackets"
        header={['', 'Next day', 'Next 30 days', 'Next 90 days']}
        rows={MEASURES.map(one => ({
          key: one,
          cells: [
            FORECAST_LABELS[one],
            forecastNowText(one, forecasts.cluster[one]),
            horizonText(one, forecasts.cluster[one], 30),
            horizonText(one, forecasts.cluster[one], 90),
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
      {others > 0 && (
        <Text variant="body-small" color="secondary">
          and {others} more namespaces that cost less
        </Text>
      )}
    </Flex>
  );
}
