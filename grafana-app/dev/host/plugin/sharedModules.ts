/** The modules Grafana 13.2 shares with plugins, by the names of its loader; one instance of each. */
export const sharedModules: Readonly<Record<string, () => Promise<object>>> = {
  '@emotion/css': () => import('@emotion/css'),
  '@emotion/react': () => import('@emotion/react'),
  '@grafana/data': () => import('@grafana/data'),
  '@grafana/data/unstable': () => import('@grafana/data/unstable'),
  '@grafana/runtime': () => import('@grafana/runtime'),
  '@grafana/runtime/unstable': () => import('@grafana/runtime/unstable'),
  '@grafana/ui': () => import('@grafana/ui'),
  '@grafana/ui/unstable': () => import('@grafana/ui/unstable'),
  i18next: async () => (await import('host:i18n')).getI18nInstance(),
  lodash: async () => ({ ...(await import('lodash')), __useDefault: true }),
  moment: async () => ({ ...(await import('moment')), __useDefault: true }),
  react: () => import('react'),
  'react/jsx-runtime': () => import('react/jsx-runtime'),
  'react-dom': () => import('react-dom'),
  'react-dom/client': () => import('react-dom/client'),
  // Grafana gives plugins router 5 under this name, and the API of 6 as react-router.
  'react-router-dom': () => import('host:router5'),
  'react-router': () => import('host:router6-compat'),
  rxjs: () => import('rxjs'),
  'rxjs/operators': () => import('rxjs/operators'),
};
