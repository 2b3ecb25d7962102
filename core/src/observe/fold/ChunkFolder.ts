import {
  type LearnedPages,
  type Seconds,
  type TimeWindow,
  type UnixSeconds,
  unixSeconds,
} from '../../model/index.ts';
import type { SeriesChunk, SeriesFamily, SeriesSubject } from '../clusterSource.ts';
import type { Page } from '../learn/Page.ts';
import { AMOUNTS_PER_UNIT, FAMILIES, familyNumber } from '../learn/families.ts';
import type { SampleRun } from '../learn/part/Part.ts';
import {
  autoscalerSubject,
  CLUSTER,
  containerSubject,
  gpuSubject,
  nodeSubject,
  podSubject,
  trafficSubject,
  unitsSubject,
} from '../learn/subject.ts';
import { Moments } from './Moments.ts';
import { OpenPages } from './OpenPages.ts';
import type { PodIndex } from './PodIndex.ts';
import { droppedAny, SampleGate } from './SampleGate.ts';

type CounterFamily = 'cfsPeriods' | 'cfsThrottledPeriods' | 'oomKills';
type GpuFamily = 'gpuUtilization' | 'gpuMemory' | 'gpuWatts';

const DAY = 86_400;
const dayOf = (time: number): UnixSeconds => unixSeconds(Math.floor(time / DAY) * DAY);

export interface FoldingStep {
  /** Moments that are learned of each family; chunks of other families are left alone. */
  readonly spans: ReadonlyMap<SeriesFamily, TimeWindow>;
  /** Samples from here on may still get company: they are shown, but asked for again. */
  readonly provisionalFrom: UnixSeconds;
  readonly step: Seconds;
}

/** Folds the chunks of one step of learning into pages; holds no sample. */
export class ChunkFolder {
  /** Containers that meters saw in pods the inventory does not have: `namespace/pod/container`. */
  readonly strangers = new Set<string>();
  readonly #pods: PodIndex;
  readonly #step: FoldingStep;
  readonly #gate = new SampleGate();
  readonly #moments: Moments;
  readonly #learned = new OpenPages();
  readonly #provisional = new OpenPages();
  /** Last moment by series: by its subject, then by number of the family. */
  readonly #last = new Map<string, number[]>();

  constructor(pods: PodIndex, step: FoldingStep) {
    this.#pods = pods;
    this.#step = step;
    this.#moments = new Moments(step.step);
  }

  add(chunk: SeriesChunk): void {
    const { family, subject } = chunk;
    const span = this.#step.spans.get(family);
    if (span === undefined) return;
    const last = this.#lastOf(subject);
    const number = familyNumber(family);
    const { provisionalFrom } = this.#step;
    last[number] = this.#gate.pass(
      chunk,
      last[number] ?? -Infinity,
      { ...span, provisionalFrom },
      AMOUNTS_PER_UNIT[family],
    );
    this.#noteMoments(family);
    this.#file(family, subject, span);
  }

  /** Takes back what a family has said in this step: it could not be read to its end. */
  forget(family: SeriesFamily): void {
    this.#learned.forget(family);
    this.#provisional.forget(family);
  }

  finish(): { readonly learned: LearnedPages; readonly provisional: LearnedPages } {
    return { learned: this.#learned.finish(), provisional: this.#provisional.finish() };
  }

  #file(family: SeriesFamily, subject: SeriesSubject, span: TimeWindow): void {
    const { namespace, pod, node } = subject;
    switch (family) {
      case 'cpu':
      case 'memory':
        this.#fileResource(family, subject, span);
        break;
      case 'receivedBytes':
      case 'transmittedBytes':
        this.#fileTraffic(family, subject);
        break;
      case 'podWatts':
        if (namespace !== null && pod !== null)
          this.#fileHours(family, podSubject(namespace, pod, node ?? ''));
        break;
      case 'nodeActiveWatts':
      case 'nodeIdleWatts':
        if (node !== null) this.#fileHours(family, nodeSubject(node));
        break;
      case 'autoscalerReplicas':
        this.#fileReplicas(subject);
        break;
      case 'functionalUnits':
        this.#fileUnits(subject);
        break;
      default:
        this.#fileCounterOrGpu(family, subject);
    }
  }

  #fileResource(family: 'cpu' | 'memory', subject: SeriesSubject, span: TimeWindow): void {
    const held = this.#containerOf(subject);
    if (held === null) return;
    this.#spread(held.subject, (page, run) => page.resource(family).add(run), held.pod);
    const { dropped, droppedProvisionally } = this.#gate;
    if (droppedAny(dropped)) {
      this.#learned.page(held.subject, dayOf(span.start)).resource(family).drop(dropped);
    }
    if (droppedAny(droppedProvisionally)) {
      const day = dayOf(this.#step.provisionalFrom);
      this.#provisional.page(held.subject, day).resource(family).drop(droppedProvisionally);
    }
    // Where nobody meters power, cores stand in for it.
    if (family === 'cpu') this.#fileHours(family, podSubject(held.namespace, held.pod.name, ''));
  }

  #fileCounterOrGpu(family: CounterFamily | GpuFamily, subject: SeriesSubject): void {
    switch (family) {
      case 'cfsPeriods':
      case 'cfsThrottledPeriods':
      case 'oomKills': {
        const held = this.#containerOf(subject);
        if (held !== null) this.#spread(held.subject, (page, run) => page.total(family).add(run));
        break;
      }
      case 'gpuUtilization':
      case 'gpuMemory':
      case 'gpuWatts':
        this.#fileGpu(family, subject);
        break;
      default: {
        const never: never = family;
        throw new TypeError(`unknown series family ${String(never)}`);
      }
    }
  }

  /** The container that a series is about; one in a pod that nobody knows is remembered, and `null`. */
  #containerOf({ namespace, pod, container }: SeriesSubject) {
    const found = this.#pods.find(namespace, pod);
    if (found === undefined || namespace === null || container === null) {
      this.strangers.add(`${namespace ?? '?'}/${pod ?? '?'}/${container ?? '?'}`);
      return null;
    }
    return { subject: containerSubject(found.workload.id, container), namespace, pod: found.pod };
  }

  #fileTraffic(family: 'receivedBytes' | 'transmittedBytes', { namespace, pod }: SeriesSubject): void {
    const found = this.#pods.find(namespace, pod);
    // What is metered on the host's network is the node's.
    if (found === undefined || found.pod.hostNetwork) return;
    this.#spread(trafficSubject(found.workload.id), (page, run) => page.distribution(family).add(run));
  }

  #fileReplicas({ namespace, object }: SeriesSubject): void {
    const workload = this.#pods.findAutoscaled(namespace, object);
    const autoscaler = workload?.autoscaler;
    if (!workload || !autoscaler) return;
    this.#spread(autoscalerSubject(workload.id), (page, run) => page.replicas(autoscaler).add(run));
  }

  #fileGpu(family: GpuFamily, { namespace, pod, container, object }: SeriesSubject): void {
    const found = this.#pods.find(namespace, pod);
    if (found === undefined || container === null || object === null) return;
    this.#spread(gpuSubject(found.workload.id, container, object), (page, run) =>
      page.distribution(family).add(run),
    );
  }

  #fileUnits({ namespace, pod, object }: SeriesSubject): void {
    const found = this.#pods.find(namespace, pod);
    if (found === undefined) {
      this.strangers.add(`${namespace ?? '?'}/${pod ?? '?'}/${object ?? '?'}`);
      return;
    }
    this.#fileHours('functionalUnits', unitsSubject(found.workload.id, object ?? 'unit'));
  }

  #fileHours(family: SeriesFamily, subject: string): void {
    this.#spread(subject, (page, run) => page.hours(family).add(run));
  }

  /** Hands the samples that were let through to the pages of their days. */
  #spread(
    subject: string,
    add: (page: Page, run: SampleRun) => void,
    pod: { readonly name: string; readonly startedAt: number | null } = NO_POD,
  ): void {
    const { times, amounts, length } = this.#gate;
    const { provisionalFrom } = this.#step;
    let from = 0;
    while (from < length) {
      const day = dayOf(times[from] ?? 0);
      const provisional = (times[from] ?? 0) >= provisionalFrom;
      const until = provisional ? day + DAY : Math.min(day + DAY, provisionalFrom);
      let to = from + 1;
      while (to < length && (times[to] ?? 0) < until) to += 1;
      const page = (provisional ? this.#provisional : this.#learned).page(subject, day);
      add(page, { pod: pod.name, startedAt: pod.startedAt, day, times, amounts, from, to });
      from = to;
    }
  }

  #noteMoments(family: SeriesFamily): void {
    const fresh = this.#moments.note(family, this.#gate.times, this.#gate.length);
    for (const time of fresh) {
      const pages = time >= this.#step.provisionalFrom ? this.#provisional : this.#learned;
      const day = dayOf(time);
      pages
        .page(CLUSTER, day)
        .hours(family)
        .hours.add(time - day, 0);
    }
  }

  #lastOf({ namespace, pod, container, node, object }: SeriesSubject): number[] {
    const key = `${namespace ?? ''}/${pod ?? ''}/${container ?? ''}/${node ?? ''}/${object ?? ''}`;
    const known = this.#last.get(key);
    if (known) return known;
    const created = new Array<number>(FAMILIES.length).fill(-Infinity);
    this.#last.set(key, created);
    return created;
  }
}

const NO_POD = { name: '', startedAt: null };
