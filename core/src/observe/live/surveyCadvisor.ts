import type { ObservationNote, UnixSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { maxBy, notEqual, type PromqlScope } from '../prometheus/promql.ts';
import { scrapeInterval } from '../prometheus/scrapeInterval.ts';

/** What there is of the kubelet's container metrics. */
export interface CadvisorSurvey {
  /** Containers with a CPU counter. */
  readonly containers: number;
  /** False where no series says which image it runs. */
  readonly imageLabel: boolean;
  /** Jobs that scrape the counters. */
  readonly jobs: readonly string[];
  /** Containers that more than one job scrapes. */
  readonly scrapedTwice: number;
  /** Seconds between two scrapes. */
  readonly interval: number;
}

const METRIC = 'container_cpu_usage_seconds_total';
const CONTAINER = ['namespace', 'pod', 'container'];

export async function surveyCadvisor(
  client: PrometheusClient,
  scope: PromqlScope,
  at: UnixSeconds,
  signal?: AbortSignal,
): Promise<CadvisorSurvey> {
  const named = [notEqual('container', ''), notEqual('container', 'POD')];
  const count = async (expression: string): Promise<number> =>
    (await client.query(`count(${expression})`, at, signal))[0]?.value ?? 0;
  const withImage = await count(maxBy(CONTAINER, scope.select(METRIC, ...named, notEqual('image', ''))));
  const imageLabel = withImage > 0;
  const selector = scope.select(METRIC, ...named, ...(imageLabel ? [notEqual('image', '')] : []));
  const [containers, jobs, scrapedTwice, interval] = await Promise.all([
    imageLabel ? withImage : count(maxBy(CONTAINER, selector)),
    client.query(maxBy(['job'], selector), at, signal),
    count(`count by (${CONTAINER.join(', ')}) (${maxBy([...CONTAINER, 'job'], selector)}) > 1`),
    scrapeInterval(client, selector, at, signal),
  ]);
  return {
    containers,
    imageLabel,
    scrapedTwice,
    interval,
    jobs: jobs.map(({ labels }) => labels['job'] ?? '(no job)').sort(),
  };
}

/** What a reader of the figures should know about how they were metered. */
export function cadvisorNotes(survey: CadvisorSurvey): ObservationNote[] {
  const notes: ObservationNote[] = [];
  if (survey.containers === 0) {
    notes.push({
      severity: 'error',
      source: 'cadvisor',
      message: `There is no ${METRIC} of containers: nobody meters what they use.`,
      cure: 'Let Prometheus scrape the kubelet at /metrics/cadvisor.',
    });
  } else if (!survey.imageLabel) {
    notes.push({
      severity: 'info',
      source: 'cadvisor',
      message:
        'The container metrics carry no image label; containers are told from pause containers by name only.',
      cure: 'Keep the image label in the metric relabelling of the kubelet job.',
    });
  }
  if (survey.scrapedTwice > 0) {
    notes.push({
      severity: 'info',
      source: 'cadvisor',
      message: `${survey.scrapedTwice} containers are scraped by several jobs (${survey.jobs.join(', ')}); each is counted once.`,
      cure: 'Drop one of the jobs to save half the storage.',
    });
  }
  return notes;
}
