import {
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  LoadingState,
  type PanelData,
} from '@grafana/data';
import { catchError, from, isObservable, map, type Observable, of, startWith } from 'rxjs';

/** As in Grafana's core, without streaming: Loading, then Done or Error. */
export function runRequest(
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  queryFunction?: typeof dataSource.query,
): Observable<PanelData> {
  const started: DataQueryRequest = { ...request, startTime: Date.now() };
  // Variables of type query bring a function of their own.
  const result = queryFunction ? queryFunction(started) : dataSource.query(started);
  const answers: Observable<DataQueryResponse> = isObservable(result) ? result : from(result);
  const panelData = (state: LoadingState, parts: Partial<PanelData> = {}): PanelData => ({
    state,
    series: [],
    request: started,
    timeRange: request.range,
    ...parts,
  });
  return answers.pipe(
    map(({ data, errors }) =>
      errors?.length
        ? panelData(LoadingState.Error, { series: data, errors, error: errors[0] })
        : panelData(LoadingState.Done, { series: data }),
    ),
    catchError((error: unknown) => {
      const failure = { message: error instanceof Error ? error.message : String(error) };
      return of(panelData(LoadingState.Error, { errors: [failure], error: failure }));
    }),
    startWith(panelData(LoadingState.Loading)),
  );
}
