import { type ContainerUsage, type EvidenceFact, formatEvidence, type Policy } from '../../model/index.ts';
import { type Replay, replayOf } from '../sizing/replay.ts';
import type { Doubt } from './confidence.ts';
import { computed, fact } from './evidence.ts';

const NAME = { cpu: 'CPU', memory: 'Memory' } as const;

/** What became of the container when its own past was sized by the policy, day by day. */
export function replayFacts(
  usage: ContainerUsage,
  resource: 'cpu' | 'memory',
  policy: Policy,
): readonly EvidenceFact[] {
  const replay = replayOf(usage, resource, policy);
  if (replay === null) return [];
  const origin = computed('replay');
  return [
    fact(
      `replay.${resource}-days`,
      `${NAME[resource]} replayed: days, each sized from the days before it`,
      replay.days,
      'count',
      origin,
    ),
    fact(
      `replay.${resource}-samples`,
      `${NAME[resource]} replayed: samples`,
      replay.samples,
      'count',
      origin,
    ),
    fact(
      `replay.${resource}-above`,
      `${NAME[resource]} replayed: samples above the request of their day`,
      replay.samplesAbove,
      'count',
      origin,
    ),
    fact(
      `replay.${resource}-bad-days`,
      `${NAME[resource]} replayed: days that went badly`,
      replay.badDays,
      'count',
      origin,
    ),
  ];
}

/**
 * Laplace's rule of succession: after `days` days of which `badDays` went badly, the next goes well with
 * this chance. Half, before anything is known.
 */
const chanceOfGoodDay = ({ days, badDays }: Replay): number => (days - badDays + 1) / (days + 2);

function reasonOf(replay: Replay): string {
  const count = (value: number) => formatEvidence(value, 'count');
  const bad = replay.badDays === 0 ? 'no day went badly' : `${count(replay.badDays)} of them went badly`;
  return `Sized on ${count(replay.days)} past days from the days before each: ${count(replay.samplesAbove)} of ${count(replay.samples)} samples were above the request, ${bad}`;
}

/** How far the outcome of the replay speaks against a size; a history too short to replay is no better than an even chance. */
export function replayDoubt(
  usage: ContainerUsage,
  resource: 'cpu' | 'memory',
  policy: Policy,
): readonly Doubt[] {
  const replay = replayOf(usage, resource, policy);
  if (replay === null) {
    return usage.days.length === 0
      ? []
      : [
          {
            factor: 0.5,
            reason: 'Its history is too short to replay the size on days that it was not made from',
          },
        ];
  }
  return [{ factor: chanceOfGoodDay(replay), reason: reasonOf(replay) }];
}
