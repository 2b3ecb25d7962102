import type { Seconds, UnixSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { Labels } from '../prometheus/parseResult.ts';
import { type Matcher, maxBy, over, type PromqlScope } from '../prometheus/promql.ts';

/** One row of a kube-state-metrics family. */
export interface StateRow {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * Reads kube-state-metrics out of Prometheus. Every query aggregates by the labels it needs, because
 * the same series may come from several replicas, jobs, or from OpenCost, which emits some of them again.
 */
export class KubeStateQueries {
  readonly #client: PrometheusClient;
  readonly #scope: PromqlScope;
  readonly #at: UnixSeconds;
  readonly #window: Seconds;
  readonly #signal: AbortSignal | undefined;

  constructor(options: {
    client: PrometheusClient;
    scope: PromqlScope;
    /** The moment that counts as the present. */
    at: UnixSeconds;
    /** How far back pods that are gone are looked for. */
    window: Seconds;
    signal?: AbortSignal | undefined;
  }) {
    this.#client = options.client;
    this.#scope = options.scope;
    this.#at = options.at;
    this.#window = options.window;
    this.#signal = options.signal;
  }

  /** What is so at the moment. */
  async present(metric: string, labels: readonly string[], ...matchers: Matcher[]): Promise<StateRow[]> {
    return this.#query(maxBy(labels, this.#scope.select(metric, ...matchers)));
  }

  /** What was last said in the window. */
  async lastKnown(metric: string, labels: readonly string[], ...matchers: Matcher[]): Promise<StateRow[]> {
    const last = `last_over_time(${over(this.#scope.select(metric, ...matchers), this.#window)})`;
    return this.#query(maxBy(labels, last));
  }

  /** The same, of pods only that are no longer there. */
  async ofGonePods(metric: string, labels: readonly string[], ...matchers: Matcher[]): Promise<StateRow[]> {
    const last = `last_over_time(${over(this.#scope.select(metric, ...matchers), this.#window)})`;
    const there = this.#scope.select('kube_pod_info');
    return this.#query(maxBy(labels, `${last} unless on (namespace, pod) ${there}`));
  }

  /** What is so at the moment; `null` where the family had no series in the whole window, so that nobody knows. */
  async presentOrUnknown(metric: string, labels: readonly string[]): Promise<StateRow[] | null> {
    const rows = await this.present(metric, labels);
    if (rows.length > 0) return rows;
    return (await this.lastKnown(metric, [])).length > 0 ? [] : null;
  }

  /** Highest value in the window. */
  async highest(metric: string, labels: readonly string[]): Promise<StateRow[]> {
    return this.#query(maxBy(labels, `max_over_time(${over(this.#scope.select(metric), this.#window)})`));
  }

  /** Slope of a straight line through the values of the window, per second; of several series, the steepest. */
  async slope(metric: string, labels: readonly string[]): Promise<StateRow[]> {
    return this.#query(maxBy(labels, `deriv(${over(this.#scope.select(metric), this.#window)})`));
  }

  /** Rows with all their labels, which families of free label sets need. */
  async withAllLabels(metric: string | null, ...matchers: Matcher[]): Promise<StateRow[]> {
    return this.#query(this.#scope.select(metric, ...matchers));
  }

  async #query(expression: string): Promise<StateRow[]> {
    return this.#client.query(expression, this.#at, this.#signal);
  }
}
