import {
  cureOf,
  describeError,
  formatCount,
  type GridIntensity,
  type Observation,
  type ObservationNote,
  type SourceName,
} from '../model/index.ts';
import { powerUsageEffectiveness } from './carbon/powerUsageEffectiveness.ts';
import { resolveLocation } from './carbon/resolveLocation.ts';
import type { ClusterFacts, ClusterSource } from './clusterSource.ts';
import { attributeEnergy } from './energy/attributeEnergy.ts';
import { PodIndex } from './fold/PodIndex.ts';
import { type LearnOptions, learnUsage } from './learn/learnUsage.ts';
import { readLearned } from './learn/read/readLearned.ts';
import { defaultPrices } from './prices/defaultPrices.ts';
import { seenMetrics } from './seenMetrics.ts';

/** Without a ledger, everything is read anew. */
export type ObserveOptions = LearnOptions;

/**
 * Reads a cluster into one {@link Observation}. Of what containers use only that is asked for which the
 * ledger has not learned yet; samples are folded as they come, so that memory grows with the number of
 * containers, not with the length of the history.
 *
 * @throws the source's error when the inventory cannot be had: without it nothing else has a meaning; the
 * ledger's when it cannot keep what was learned. Any other part that fails becomes a note, and the rest is
 * still observed.
 */
export async function observe(source: ClusterSource, options: ObserveOptions = {}): Promise<Observation> {
  const { signal, onProgress } = options;
  const notes: ObservationNote[] = [];
  /** The part, or what stands in for it when it fails. */
  const attempt = async <T>(from: SourceName, part: () => Promise<T>, instead: T): Promise<T> => {
    try {
      return await part();
    } catch (error) {
      signal?.throwIfAborted();
      notes.push(failureNote(from, error));
      return instead;
    }
  };
  onProgress?.({ stage: 'Reading the inventory', done: 0, total: 1 });
  const inventory = await source.inventory(signal);
  onProgress?.({ stage: 'Reading the inventory', done: 1, total: 1 });
  const learned = await learnUsage(source, inventory, options);
  if (learned.failure) notes.push(failureNote('prometheus', learned.failure.error));
  const usage = readLearned(learned.view, inventory);
  const facts = await attempt('prometheus', () => source.facts(signal), NO_FACTS);
  const location = resolveLocation(source.cluster, inventory.nodes);
  const provenance = await attempt('kepler', () => source.energyProvenance(signal), {
    pods: null,
    nodes: null,
  });
  const attributed = attributeEnergy({
    inventory,
    pods: new PodIndex(inventory),
    power: usage.power,
    provider: location.provider,
    provenance,
  });
  const prices = await attempt(
    'opencost',
    () => source.prices(signal),
    defaultPrices(location.provider, inventory.nodes),
  );
  const grid = await attempt<GridIntensity | null>('grid-intensity', () => source.grid(signal), null);
  const pue = await attempt(
    'grid-intensity',
    () => source.pue(signal),
    powerUsageEffectiveness(location.provider, undefined),
  );
  if (grid === null && !notes.some(note => note.source === 'grid-intensity')) notes.push(NO_GRID);
  const strangers = strangersNote(learned.strangers);
  return {
    cluster: source.cluster,
    window: learned.view.window,
    newSince: learned.newSince,
    step: source.step,
    observedAt: inventory.observedAt,
    inventory,
    usage: usage.containers,
    traffic: usage.traffic,
    seen: new Set([...facts.seen, ...seenMetrics(usage.families, inventory)]),
    autoscaling: usage.autoscaling,
    gpus: usage.gpus,
    runtimes: facts.runtimes,
    images: facts.images,
    functionalUnits: usage.functionalUnits,
    energy: attributed.energy,
    prices,
    grid,
    pue,
    ...(source.asked ? { asked: source.asked } : {}),
    notes: withoutRepeats([...source.notes(), ...notes, ...attributed.notes, ...strangers]),
  };
}

const NO_FACTS: ClusterFacts = { seen: new Set(), runtimes: new Map(), images: new Map() };

const NO_GRID: ObservationNote = {
  severity: 'warning',
  source: 'grid-intensity',
  message: 'Nobody says what the grid of this cluster emits: its carbon is not known.',
  cure: 'Set provider and region, or gridGramsPerKilowattHour (--grid).',
};

function failureNote(source: SourceName, error: unknown): ObservationNote {
  const cure = cureOf(error);
  return {
    severity: 'error',
    source,
    message: describeError(error),
    ...(cure === undefined ? {} : { cure }),
    unanswered: true,
  };
}

/** Usage that belongs to nobody in the inventory is told by name: it must not vanish in silence. */
function strangersNote(strangers: ReadonlySet<string>): ObservationNote[] {
  if (strangers.size === 0) return [];
  const named = [...strangers].sort();
  const more = named.length > 10 ? ` and ${named.length - 10} more` : '';
  return [
    {
      severity: 'warning',
      source: 'cadvisor',
      message: `Metered, but in no workload, because the inventory does not have their pods: ${formatCount(named.length, 'container')} (${named.slice(0, 10).join(', ')}${more}).`,
      cure: 'Check that the Kubernetes API, kube-state-metrics and cAdvisor show the same cluster, and that kube-state-metrics sees all namespaces.',
    },
  ];
}

function withoutRepeats(notes: readonly ObservationNote[]): ObservationNote[] {
  return [...new Map(notes.map(note => [`${note.source}:${note.message}`, note])).values()];
}
