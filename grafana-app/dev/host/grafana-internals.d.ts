/** What dev/build.ts finds inside Grafana's packages; see there. */

declare module 'host:PluginPage' {
  import type { ComponentType } from 'react';
  import type { PluginPageProps } from '@grafana/runtime';
  export function setPluginPage(component: ComponentType<PluginPageProps>): void;
}

declare module 'host:dataSourceSettings' {
  import type { DataSourceInstanceSettings } from '@grafana/data';
  export function initDataSourceInstanceSettings(
    settings: Record<string, DataSourceInstanceSettings>,
    defaultName: string,
  ): void;
}

declare module 'host:dataSourceInstance' {
  export function setDataSourcePluginImporter(
    importer: () => Promise<{ DataSourceClass: unknown; components: object }>,
  ): void;
}

declare module 'host:sceneInterpolator' {
  import type { SceneObject } from '@grafana/scenes';
  import type { ScopedVars } from '@grafana/data';
  export function sceneInterpolator(
    scene: SceneObject,
    text: string,
    scopedVars?: ScopedVars,
    format?: string | Function,
  ): string;
}

declare module 'host:i18n' {
  export function initializeI18n(options: { ns: string[]; language: string }): Promise<unknown>;
  export function getI18nInstance(): object;
}

declare module 'host:router5' {
  import type { ComponentType, ReactNode } from 'react';
  export const Router: ComponentType<{ history: object; children: ReactNode }>;
}

declare module 'host:router6-compat' {
  import type { ComponentType, ReactNode } from 'react';
  export const CompatRouter: ComponentType<{ children: ReactNode }>;
  export { Route, Routes, useLocation } from 'react-router-dom';
}

declare module 'systemjs/dist/system.js';
declare module 'systemjs/dist/extras/amd.js';
declare module 'systemjs/dist/extras/named-register.js';
