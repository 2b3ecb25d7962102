import type { DataSourceApi, DataSourceInstanceSettings, DataSourceRef, ScopedVars } from '@grafana/data';
import { config, type DataSourceSrv } from '@grafana/runtime';
import { PrometheusDataSource } from '../prometheus/PrometheusDataSource.ts';
import { templateSrv } from './templateSrv.ts';

type Reference = DataSourceRef | string | null | undefined;

const all = (): DataSourceInstanceSettings[] => Object.values(config.datasources);

function find(reference?: Reference): DataSourceInstanceSettings | undefined {
  if (reference === null || reference === undefined || reference === 'default') {
    return all().find(({ isDefault }) => isDefault);
  }
  if (typeof reference === 'string')
    return all().find(({ uid, name }) => uid === reference || name === reference);
  return all().find(({ uid, type }) => (reference.uid ? uid === reference.uid : type === reference.type));
}

const instances = new Map<string, DataSourceApi>();

/** A reference may hold a variable, `${datasource}`, that only its scene knows. */
function resolve(reference: Reference, scopedVars: ScopedVars | undefined): Reference {
  const fill = (text: string) => templateSrv.replace(text, scopedVars);
  if (typeof reference === 'string') return fill(reference);
  return reference?.uid ? { ...reference, uid: fill(reference.uid) } : reference;
}

async function get(reference?: Reference, scopedVars?: ScopedVars): Promise<DataSourceApi> {
  const settings = find(resolve(reference, scopedVars));
  if (!settings) throw new Error(`Datasource ${JSON.stringify(reference)} was not found`);
  const known = instances.get(settings.uid) ?? new PrometheusDataSource(settings);
  instances.set(settings.uid, known);
  return known;
}

/** Knows the data sources of the host page: one Prometheus, or none. */
export const dataSourceSrv: DataSourceSrv = {
  get,
  getInstanceSettings: (reference, scopedVars) => find(resolve(reference, scopedVars)),
  getList: (filters = {}) => {
    const types = filters.type === undefined ? null : [filters.type].flat();
    return all().filter(
      settings => (types === null || types.includes(settings.type)) && (filters.filter?.(settings) ?? true),
    );
  },
  reload: async () => undefined,
  registerRuntimeDataSource: () => {
    throw new Error('the stand-in host has no runtime data sources');
  },
};
