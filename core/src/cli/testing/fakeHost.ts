import { assess, readCustomRules, ruleDeclarations, RULES, tryCustomRule } from '../../assess/index.ts';
import {
  type Observation,
  type Recommendation,
  type Scan,
  seconds,
  SourceUnreachableError,
  type UsageLedger,
} from '../../model/index.ts';
import type { ClusterConfig } from '../../observe/clusterConfig.ts';
import type { ClusterSource, SourceDiagnosis } from '../../observe/clusterSource.ts';
import { MemoryLedger } from '../../observe/learn/MemoryLedger.ts';
import type { Host, Output } from '../host.ts';
import type { Stages } from '../stages.ts';

/** An output that keeps what is written to it. */
export class TextOutput implements Output {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly rows = 40;
  text = '';

  constructor(isTTY = false, columns?: number) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): void {
    this.text += text;
  }
}

export interface FakeHost extends Host {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** What was asked of the stages, in order. */
  readonly asked: string[];
  /** Sends Ctrl-C. */
  interrupt(): void;
}

export interface FakeHostOptions {
  /** Observations by cluster id or recording file; anything else is unreachable. */
  readonly clusters?: Readonly<Record<string, Observation>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly columns?: number;
  readonly diagnoses?: readonly SourceDiagnosis[];
  readonly onPause?: (host: FakeHost) => void;
}

/** Texts as short as can be: what advice says is tested where it is written. */
const recommendationOf = (opportunity: Scan['assessment']['opportunities'][number]): Recommendation => ({
  opportunityId: opportunity.id,
  author: { kind: 'template' },
  title: `Mend ${opportunity.type}`,
  summary: `A summary of ${opportunity.id}.`,
  why: ['Because.'],
  risks: opportunity.risk.reasons,
  steps: ['At once: kubectl get nothing'],
  watchAfterwards: ['The clock.'],
});

function sourceOf(observation: Observation, diagnoses: readonly SourceDiagnosis[]): ClusterSource {
  return {
    cluster: observation.cluster,
    step: seconds(300),
    window: observation.window,
    inventory: async () => observation.inventory,
    series: async function* none() {
      yield* [];
    },
    facts: async () => ({ seen: new Set(), runtimes: new Map(), images: new Map() }),
    energyProvenance: async () => ({ pods: null, nodes: null }),
    prices: async () => observation.prices,
    grid: async () => observation.grid,
    pue: async () => observation.pue,
    diagnose: async () => diagnoses,
    notes: () => observation.notes,
  };
}

function stagesOf(options: FakeHostOptions, asked: string[]): Stages {
  const open = async (name: string): Promise<ClusterSource> => {
    asked.push(`open ${name}`);
    const observation = options.clusters?.[name];
    if (!observation) throw new SourceUnreachableError(`${name} did not answer`, 'check the address');
    return sourceOf(observation, options.diagnoses ?? []);
  };
  let ledgers = 0;
  const numbers = new Map<UsageLedger, number>();
  return {
    createLedger: () => {
      const ledger = new MemoryLedger();
      numbers.set(ledger, (ledgers += 1));
      return ledger;
    },
    openCluster: (config: ClusterConfig) => open(config.id),
    openRecording: open,
    writeRecording: async (source, file) => {
      asked.push(`record ${source.cluster.id} to ${file}`);
    },
    rules: { declarations: ruleDeclarations, read: readCustomRules, tryOn: tryCustomRule },
    scanCluster: async (source, { policy, rules = [], ledger, signal, onProgress }) => {
      signal?.throwIfAborted();
      onProgress?.({ stage: 'Reading', done: 1, total: 2 });
      const observation = Object.values(options.clusters ?? {}).find(
        ({ cluster }) => cluster === source.cluster,
      );
      if (!observation) throw new SourceUnreachableError(`${source.cluster.id} is gone`, 'look for it');
      const kept = ledger ? `, ledger ${numbers.get(ledger)}` : '';
      asked.push(`scan ${source.cluster.id} by ${policy.id}${kept}`);
      const assessment = assess(observation, policy, [...RULES, ...rules.map(({ rule }) => rule)]);
      const recommendations = new Map(assessment.opportunities.map(one => [one.id, recommendationOf(one)]));
      return { observation, assessment, recommendations };
    },
  };
}

/** Everything the command line touches, without a process. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const asked: string[] = [];
  const stages = stagesOf(options, asked);
  let onInterrupt: () => void = () => undefined;
  const host: FakeHost = {
    stdout: new TextOutput(options.tty, options.columns),
    stderr: new TextOutput(options.tty, options.columns),
    env: options.env ?? {},
    home: '/nowhere',
    asked,
    interrupt: () => {
      onInterrupt();
    },
    stages: async () => stages,
    pause: async () => {
      options.onPause?.(host);
    },
    onInterrupt: callback => {
      onInterrupt = callback;
      return () => {
        onInterrupt = () => undefined;
      };
    },
  };
  return host;
}
