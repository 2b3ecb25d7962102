/** As in plugin.json; a test compares the two. */
export const PLUGIN_ID = 'greenops-advisor-app';

/** Needed to see anything; checked again by Grafana's proxy on every request. */
export const READ_FINDINGS = `${PLUGIN_ID}.findings:read`;

const base = `/a/${PLUGIN_ID}`;

/** Where the pages of the app live inside Grafana. */
export const pagePaths = {
  opportunities: `${base}/opportunities`,
  opportunity: (id: string) => `${base}/opportunities/${encodeURIComponent(id)}`,
  clusters: `${base}/clusters`,
  workloads: `${base}/workloads`,
  workload: (id: string) => `${base}/workloads/${encodeURIComponent(id)}`,
  configuration: `/plugins/${PLUGIN_ID}`,
} as const;
