import type { Workload } from '../../model/index.ts';

/** What collects, stores or shows metrics, logs, traces, profiles and costs; as it is commonly called. */
const OBSERVERS: ReadonlySet<string> = new Set(
  `alertmanager alloy beyla cadvisor cortex datadog datadog-agent dcgm-exporter dynatrace dynakube elastic-agent
  filebeat fluent-bit fluentbit fluentd grafana grafana-agent goldpinger instana-agent jaeger kepler kiali
  kube-state-metrics kubecost logstash loki metricbeat metrics-server mimir netdata newrelic node-exporter
  nri-bundle oneagent opencost opentelemetry-collector otel-agent otel-collector parca parca-agent pixie
  prometheus prometheus-node-exporter prometheus-operator promtail pyroscope scaphandre sentry signoz
  splunk-otel-collector statsd-exporter sysdig tempo thanos uptime-kuma vector victoria-logs
  victoria-metrics vmagent vmalert vmselect vmsingle vmstorage zabbix zipkin greenops greenops-backend`.split(
    /\s+/,
  ),
);

/** Labels by which charts say what they install, the surest first. */
const NAME_LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/part-of', 'k8s-app', 'app'] as const;

/** `kube-prometheus-stack-grafana` ends with a known name, `loki-0` starts with one. */
function holdsKnownName(name: string): boolean {
  const words = name.split('-');
  return words.some((_, from) =>
    words.some((__, to) => to >= from && OBSERVERS.has(words.slice(from, to + 1).join('-'))),
  );
}

/** True for a workload that is there to observe the others, by its labels or, where it has none, its name. */
export function isObserver({ reference, labels, podLabels }: Workload): boolean {
  const told = NAME_LABELS.map(label => labels[label] ?? podLabels[label]).find(name => name !== undefined);
  return told !== undefined && OBSERVERS.has(told) ? true : holdsKnownName(reference.name);
}
