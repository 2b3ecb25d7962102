import { unixSeconds } from '../../model/index.ts';
import type { SeriesChunk } from '../clusterSource.ts';
import type { HourlyMean, MeteredNode, MeteredPod, MeteredPower } from './MeteredPower.ts';
import { podKey } from './PodIndex.ts';
import { SampleGate } from './SampleGate.ts';

const HOUR = 3_600;
const hourOf = (time: number): number => Math.floor(time / HOUR) * HOUR;

/** Sum and number of the samples of one series. */
interface Total {
  sum: number;
  samples: number;
  /** The same by start of the hour. */
  readonly hours: Map<number, { sum: number; samples: number }>;
}

/** Sums of values per subject, and at how many moments the family was seen at all. */
class Totals {
  readonly #gate = new SampleGate();
  readonly #moments = new Set<number>();
  /** Of the family, by start of the hour. */
  readonly #momentsOfHour = new Map<number, number>();
  readonly bySubject = new Map<string, Total>();

  add(key: string, times: ArrayLike<number>, values: ArrayLike<number>): void {
    const total = this.bySubject.get(key) ?? { sum: 0, samples: 0, hours: new Map() };
    this.bySubject.set(key, total);
    this.#gate.pass(key, times, values, (time, value) => {
      total.sum += value;
      total.samples += 1;
      const hour = hourOf(time);
      const ofHour = total.hours.get(hour) ?? { sum: 0, samples: 0 };
      ofHour.sum += value;
      ofHour.samples += 1;
      total.hours.set(hour, ofHour);
      if (this.#moments.has(time)) return;
      this.#moments.add(time);
      this.#momentsOfHour.set(hour, (this.#momentsOfHour.get(hour) ?? 0) + 1);
    });
  }

  /** Mean over the moments of the family: a subject that was there half the time has half of what it drew then. */
  meanOverWindow(key: string): number {
    return (this.bySubject.get(key)?.sum ?? 0) / Math.max(1, this.#moments.size);
  }

  /** Mean over the subject's own samples; `null` where it has none. */
  meanWhileThere(key: string): number | null {
    const total = this.bySubject.get(key);
    return total === undefined || total.samples === 0 ? null : total.sum / total.samples;
  }

  /** As {@link meanOverWindow}, for each hour in which the subject has a sample, oldest first. */
  hourly(key: string): HourlyMean[] {
    const hours = [...(this.bySubject.get(key)?.hours ?? [])];
    return hours
      .map(([hour, { sum }]) => ({
        hour: unixSeconds(hour),
        value: sum / Math.max(1, this.#momentsOfHour.get(hour) ?? 1),
      }))
      .sort((a, b) => a.hour - b.hour);
  }

  /** As {@link meanWhileThere}, for one hour. */
  meanWhileThereIn(key: string, hour: number): number | null {
    const found = this.bySubject.get(key)?.hours.get(hour);
    return found === undefined ? null : found.sum / found.samples;
  }
}

/** Means of what the meters of power, and of CPU as its stand-in, showed over the window. */
export class PowerFolder implements MeteredPower {
  readonly #watts = new Totals();
  readonly #cores = new Totals();
  readonly #active = new Totals();
  readonly #idle = new Totals();

  addPodWatts({ subject, times, values }: SeriesChunk): void {
    if (subject.namespace === null || subject.pod === null) return;
    this.#watts.add(`${podKey(subject.namespace, subject.pod)}/${subject.node ?? ''}`, times, values);
  }

  /** CPU of one container; containers of a pod are added up. */
  addCpu({ subject, times, values }: SeriesChunk): void {
    if (subject.namespace === null || subject.pod === null) return;
    this.#cores.add(`${podKey(subject.namespace, subject.pod)}//${subject.container ?? ''}`, times, values);
  }

  addNode(family: 'nodeActiveWatts' | 'nodeIdleWatts', { subject, times, values }: SeriesChunk): void {
    if (subject.node === null) return;
    (family === 'nodeActiveWatts' ? this.#active : this.#idle).add(subject.node, times, values);
  }

  podWatts(): MeteredPod[] {
    return meteredPods(this.#watts);
  }

  podCores(): MeteredPod[] {
    return meteredPods(this.#cores);
  }

  /** Nodes that a meter of active power spoke of. Idle power is what the node drew while it was there. */
  nodes(): MeteredNode[] {
    return [...this.#active.bySubject.keys()].map(node => ({
      node,
      active: this.#active.meanOverWindow(node),
      activeWhileThere: this.#active.meanWhileThere(node) ?? 0,
      idle: this.#idle.meanWhileThere(node),
      hourly: this.#active.hourly(node).map(({ hour, value }) => ({
        hour,
        active: value,
        idle: this.#idle.meanWhileThereIn(node, hour),
      })),
    }));
  }
}

function meteredPods(totals: Totals): MeteredPod[] {
  return [...totals.bySubject.keys()].map(key => {
    const [namespace = '', pod = '', node = ''] = key.split('/');
    return {
      namespace,
      pod,
      node: node === '' ? null : node,
      value: totals.meanOverWindow(key),
      hourly: totals.hourly(key),
    };
  });
}
