import { type UnixSeconds, unixSeconds } from '../../../model/index.ts';
import type { SeriesFamily } from '../../clusterSource.ts';
import type { HourlyMean, MeteredNode, MeteredPod, MeteredPower } from '../../fold/MeteredPower.ts';
import type { LearnedView } from '../LearnedView.ts';
import type { Page } from '../Page.ts';
import { AMOUNTS_PER_UNIT } from '../families.ts';
import { HOURS_PER_DAY } from '../part/Hours.ts';
import { HoursPart } from '../part/HoursPart.ts';
import { CLUSTER, namesIn } from '../subject.ts';

const HOUR = 3_600;

type PowerFamily = Extract<SeriesFamily, 'podWatts' | 'cpu' | 'nodeActiveWatts' | 'nodeIdleWatts'>;

/** Sum and samples of one hour. */
interface Hour {
  readonly hour: UnixSeconds;
  readonly sum: number;
  readonly samples: number;
}

/**
 * Power, and CPU as its stand-in, from the pages. A mean is over the moments at which the family was seen
 * at all: a pod that was there half the time has half of what it drew then.
 */
export class LearnedPower implements MeteredPower {
  readonly #view: LearnedView;
  /** By family and hour. */
  readonly #moments = new Map<PowerFamily, Map<UnixSeconds, number>>();
  readonly #allMoments = new Map<PowerFamily, number>();

  constructor(view: LearnedView) {
    this.#view = view;
    const pages = view.days(CLUSTER);
    for (const family of ['podWatts', 'cpu', 'nodeActiveWatts', 'nodeIdleWatts'] as const) {
      const hours = hoursOf(pages, family).map(({ hour, samples }) => [hour, samples] as const);
      this.#moments.set(family, new Map(hours));
      this.#allMoments.set(
        family,
        hours.reduce((total, [, moments]) => total + moments, 0),
      );
    }
  }

  podWatts(): MeteredPod[] {
    return this.#pods('podWatts');
  }

  podCores(): MeteredPod[] {
    return this.#pods('cpu');
  }

  nodes(): MeteredNode[] {
    return [...this.#view.subjects('n')].flatMap(subject => {
      const pages = this.#view.days(subject);
      const active = hoursOf(pages, 'nodeActiveWatts');
      if (active.length === 0) return [];
      const idle = hoursOf(pages, 'nodeIdleWatts');
      const idleIn = new Map(idle.map(({ hour, sum, samples }) => [hour, sum / samples]));
      const [node = ''] = namesIn(subject, 1);
      return [
        {
          node,
          active: this.#meanOverWindow('nodeActiveWatts', active),
          activeWhileThere: meanWhileThere(active) ?? 0,
          idle: meanWhileThere(idle),
          hourly: this.#hourly('nodeActiveWatts', active).map(({ hour, value }) => ({
            hour,
            active: value,
            idle: idleIn.get(hour) ?? null,
          })),
        },
      ];
    });
  }

  #pods(family: 'podWatts' | 'cpu'): MeteredPod[] {
    return [...this.#view.subjects('p')].flatMap(subject => {
      const hours = () => hoursOf(this.#view.days(subject), family);
      const found = hours();
      if (found.length === 0) return [];
      const [namespace = '', pod = '', node = ''] = namesIn(subject, 3);
      const hourly = () => this.#hourly(family, hours());
      return [
        {
          namespace,
          pod,
          node: node === '' ? null : node,
          value: this.#meanOverWindow(family, found),
          // Unpacked when it is asked for: tens of thousands of pods with hundreds of hours each do not fit.
          get hourly() {
            return hourly();
          },
        },
      ];
    });
  }

  #meanOverWindow(family: PowerFamily, hours: readonly Hour[]): number {
    return hours.reduce((total, { sum }) => total + sum, 0) / Math.max(1, this.#allMoments.get(family) ?? 1);
  }

  #hourly(family: PowerFamily, hours: readonly Hour[]): HourlyMean[] {
    const moments = this.#moments.get(family);
    return hours.map(({ hour, sum }) => ({ hour, value: sum / Math.max(1, moments?.get(hour) ?? 1) }));
  }
}

function meanWhileThere(hours: readonly Hour[]): number | null {
  const samples = hours.reduce((total, hour) => total + hour.samples, 0);
  return samples === 0 ? null : hours.reduce((total, { sum }) => total + sum, 0) / samples;
}

/** Hours with a sample, oldest first. */
function hoursOf(pages: readonly Page[], family: PowerFamily): Hour[] {
  const hours: Hour[] = [];
  for (const page of pages) {
    const part = page.part(family);
    if (!(part instanceof HoursPart)) continue;
    for (let hour = 0; hour < HOURS_PER_DAY; hour += 1) {
      const samples = part.hours.samples(hour);
      if (samples === 0) continue;
      hours.push({
        hour: unixSeconds(page.day + hour * HOUR),
        sum: part.hours.sum(hour) / AMOUNTS_PER_UNIT[family],
        samples,
      });
    }
  }
  return hours;
}
