import { RadioButtonGroup, Stack } from '@grafana/ui';
import {
  capacityMarks,
  FORECAST_LABELS,
  forecastBasisText,
  type ForecastMeasureName,
  type ForecastsView,
  provenanceText,
} from '@greenops/core/api';
import { useState } from 'react';
import { Secondary } from '../elements/Secondary.tsx';
import { ForecastChart } from './ForecastChart.tsx';
import { ForecastTables } from './ForecastTables.tsx';

const MEASURES = (Object.keys(FORECAST_LABELS) as ForecastMeasureName[]).map(value => ({
  value,
  label: FORECAST_LABELS[value],
}));

/** What the cluster will take, when its pools are full, and who takes most of it. */
export function ForecastSection({ forecasts }: { forecasts: ForecastsView }) {
  const [measure, setMeasure] = useState<ForecastMeasureName>('cost');
  const forecast = forecasts.cluster[measure];
  return (
    <Stack direction="column" gap={2}>
      <div>
        <RadioButtonGroup
          aria-label="What to look ahead at"
          options={MEASURES}
          value={measure}
          onChange={setMeasure}
        />
      </div>
      {forecast.kind === 'forecast' ? (
        <>
          <ForecastChart
            measure={measure}
            forecast={forecast}
            marks={capacityMarks(measure, forecast, forecasts.pools)}
          />
          <Secondary>
            {forecastBasisText(forecast)} From {forecast.provenance.map(provenanceText).join('; ')}.
          </Secondary>
        </>
      ) : (
        <Secondary>
          {FORECAST_LABELS[measure]} is not forecast: {forecast.reason}.
        </Secondary>
      )}
      <ForecastTables forecasts={forecasts} />
    </Stack>
  );
}
