import type { TimeWindow } from '../../model/index.ts';
import { windowSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { VectorSample } from '../prometheus/parseResult.ts';
import { type Matcher, maxBy, notEqual, over, type PromqlScope, sumBy } from '../prometheus/promql.ts';
import type { OverTime, RuntimeFigure } from './runtimeFigures.ts';

/** Labels by which scrape configurations name the pod and container that was scraped. */
export const TARGET_LABELS = {
  namespace: ['namespace', 'kubernetes_namespace'],
  pod: ['pod', 'kubernetes_pod_name', 'pod_name'],
  container: ['container', 'kubernetes_container_name'],
} as const;
const TARGET = Object.values(TARGET_LABELS).flat();

const HOUR = 3_600;

/** Reads what runtimes say of themselves: one instant query per metric, whatever the number of pods. */
export class RuntimeQueries {
  readonly #client: PrometheusClient;
  readonly #scope: PromqlScope;
  readonly #window: TimeWindow;
  readonly #signal: AbortSignal | undefined;

  constructor(options: {
    client: PrometheusClient;
    scope: PromqlScope;
    window: TimeWindow;
    signal?: AbortSignal | undefined;
  }) {
    this.#client = options.client;
    this.#scope = options.scope;
    this.#window = options.window;
    this.#signal = options.signal;
  }

  /** One row per scraped target; below nought is "not defined", which is left out. */
  async figure({ metric, matchers, parts, overTime }: RuntimeFigure): Promise<VectorSample[]> {
    const values = `${this.#overTime(this.#scope.select(metric, ...matchers), overTime)} >= 0`;
    return this.#query(sumBy(TARGET, maxBy([...TARGET, ...parts], values)));
  }

  async versions(metric: string, matchers: readonly Matcher[]): Promise<VectorSample[]> {
    const selector = this.#scope.select(metric, notEqual('version', ''), ...matchers);
    return this.#query(maxBy([...TARGET, 'version'], this.#overTime(selector, 'last')));
  }

  #overTime(selector: string, overTime: OverTime): string {
    const window = windowSeconds(this.#window);
    switch (overTime) {
      case 'highest':
        return `max_over_time(${over(selector, window)})`;
      case 'highest-low':
        return `max_over_time(min_over_time(${over(selector, HOUR)})[${Math.max(HOUR, window)}s:${HOUR}s])`;
      case 'last':
        return `last_over_time(${over(selector, Math.min(HOUR, window))})`;
      default: {
        const never: never = overTime;
        return never;
      }
    }
  }

  #query(expression: string): Promise<VectorSample[]> {
    return this.#client.query(expression, this.#window.end, this.#signal);
  }
}
