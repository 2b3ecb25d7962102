import {
  type DataFrameJSON,
  dataFrameFromJSON,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  DataSourceApi,
} from '@grafana/data';
import { getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import { catchError, map, type Observable, of } from 'rxjs';

interface PromQuery extends DataQuery {
  readonly expr: string;
  readonly legendFormat?: string;
}

const isPromQuery = (query: DataQuery): query is PromQuery =>
  'expr' in query && typeof query.expr === 'string';

interface QueryAnswer {
  readonly results: Readonly<Record<string, { readonly frames?: DataFrameJSON[]; readonly error?: string }>>;
}

/**
 * A small stand-in for Grafana's Prometheus data source (which is AGPL and not ours to bundle): posts
 * the same `/api/ds/query` and reads the same frames. No editor, no annotations, no exemplars.
 */
export class PrometheusDataSource extends DataSourceApi {
  override query(request: DataQueryRequest): Observable<DataQueryResponse> {
    const queries = request.targets
      .filter(target => isPromQuery(target))
      .filter(({ hide }) => hide !== true)
      .map(target => ({
        ...target,
        expr: getTemplateSrv().replace(target.expr, request.scopedVars),
        datasource: this.getRef(),
        intervalMs: request.intervalMs,
        maxDataPoints: request.maxDataPoints,
      }));
    return getBackendSrv()
      .fetch<QueryAnswer>({
        url: '/api/ds/query?ds_type=prometheus',
        method: 'POST',
        data: { queries, from: String(request.range.from.valueOf()), to: String(request.range.to.valueOf()) },
        showErrorAlert: false,
      })
      .pipe(
        map(({ data }) => toResponse(data)),
        catchError((error: { data?: QueryAnswer | { message?: string } }) => of(toFailure(error.data))),
      );
  }

  override async testDatasource() {
    return { status: 'success', message: 'The stand-in does not test its data source' };
  }
}

function toResponse({ results }: QueryAnswer): DataQueryResponse {
  const errors = Object.entries(results).flatMap(([refId, { error }]) =>
    error ? [{ refId, message: error }] : [],
  );
  return {
    data: Object.values(results).flatMap(({ frames }) =>
      (frames ?? []).map(frame => dataFrameFromJSON(frame)),
    ),
    ...(errors.length > 0 && { errors }),
  };
}

function toFailure(body: QueryAnswer | { message?: string } | undefined): DataQueryResponse {
  if (body && 'results' in body) return toResponse(body);
  return { data: [], errors: [{ message: body?.message ?? 'Prometheus cannot be reached' }] };
}
