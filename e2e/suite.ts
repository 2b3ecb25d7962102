const fromEnvironment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: run the specs through e2e/playwright.config.ts`);
  return value;
};

/** The running suite that global setup has started, for the specs. */
export const suite = {
  get portalUrl() {
    return fromEnvironment('E2E_PORTAL_URL');
  },
  get grafanaUrl() {
    return fromEnvironment('E2E_GRAFANA_URL');
  },
  get apiUrl() {
    return fromEnvironment('E2E_API_URL');
  },
  get token() {
    return fromEnvironment('E2E_TOKEN');
  },
  /** A catalog entity whose workloads have findings in the demo. */
  component: { id: 'product-catalog', namespace: 'storefront' },
} as const;
