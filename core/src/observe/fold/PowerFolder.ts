import type { SeriesChunk } from '../clusterSource.ts';
import { podKey } from './PodIndex.ts';
import { SampleGate } from './SampleGate.ts';

/** Sum and number of the samples of one series. */
interface Total {
  sum: number;
  samples: number;
}

/** Sums of values per subject, and at how many moments the family was seen at all. */
class Totals {
  readonly #gate = new SampleGate();
  readonly #moments = new Set<number>();
  readonly bySubject = new Map<string, Total>();

  add(key: string, times: ArrayLike<number>, values: ArrayLike<number>): void {
    const total = this.bySubject.get(key) ?? { sum: 0, samples: 0 };
    this.bySubject.set(key, total);
    this.#gate.pass(key, times, values, (time, value) => {
      total.sum += value;
      total.samples += 1;
      this.#moments.add(time);
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
}

export interface MeteredPod {
  readonly namespace: string;
  readonly pod: string;
  /** `null` where the meter does not say on which node. */
  readonly node: string | null;
  /** Mean over the window. */
  readonly value: number;
}

/** Means of what the meters of power, and of CPU as its stand-in, showed over the window. */
export class PowerFolder {
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
  nodes(): { node: string; active: number; activeWhileThere: number; idle: number | null }[] {
    return [...this.#active.bySubject.keys()].map(node => ({
      node,
      active: this.#active.meanOverWindow(node),
      activeWhileThere: this.#active.meanWhileThere(node) ?? 0,
      idle: this.#idle.meanWhileThere(node),
    }));
  }
}

function meteredPods(totals: Totals): MeteredPod[] {
  return [...totals.bySubject.keys()].map(key => {
    const [namespace = '', pod = '', node = ''] = key.split('/');
    return { namespace, pod, node: node === '' ? null : node, value: totals.meanOverWindow(key) };
  });
}
