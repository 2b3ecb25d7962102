import { EventBusSrv } from '@grafana/data';
import {
  config,
  setAppEvents,
  setBackendSrv,
  setChromeHeaderHeightHook,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setMegaMenuOpenHook,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import { setDataSourcePluginImporter } from 'host:dataSourceInstance';
import { initDataSourceInstanceSettings } from 'host:dataSourceSettings';
import { PrometheusDataSource } from '../prometheus/PrometheusDataSource.ts';
import { backendSrv } from './backendSrv.ts';
import { dataSourceSrv } from './dataSourceSrv.ts';
import { runRequest } from './runRequest.ts';
import { templateSrv } from './templateSrv.ts';

export const HEADER_HEIGHT_PX = 40;

/** The services that Grafana's core gives @grafana/runtime at start. */
export function installServices(): void {
  setBackendSrv(backendSrv);
  setDataSourceSrv(dataSourceSrv);
  initDataSourceInstanceSettings(config.datasources, config.defaultDatasource);
  setDataSourcePluginImporter(async () => ({ DataSourceClass: PrometheusDataSource, components: {} }));
  setTemplateSrv(templateSrv);
  setRunRequest(runRequest);
  setCurrentUser(config.bootData.user);
  setAppEvents(new EventBusSrv());
  setEchoSrv({
    addEvent: () => undefined,
    addBackend: () => undefined,
    flush: () => undefined,
    onInteraction: () => () => undefined,
  });
  setChromeHeaderHeightHook(() => HEADER_HEIGHT_PX);
  setMegaMenuOpenHook(() => [true, () => undefined]);
  setReturnToPreviousHook(() => () => undefined);
  // No other plugin is installed here, so none extends ours.
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
}
