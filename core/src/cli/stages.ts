import type { CustomRule, RuleDeclaration, RuleTrial } from '../assess/index.ts';
import type { Observation, Policy, Scan, UsageLedger } from '../model/index.ts';
import type { ClusterConfig } from '../observe/clusterConfig.ts';
import type { ClusterSource, Progress } from '../observe/clusterSource.ts';

export interface LongRead {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What the command line asks of the rest of core. */
export interface Stages {
  openCluster(config: ClusterConfig): Promise<ClusterSource>;
  openRecording(file: string): Promise<ClusterSource>;
  writeRecording(source: ClusterSource, file: string, options?: LongRead): Promise<void>;
  scanCluster(
    source: ClusterSource,
    options: LongRead & {
      readonly policy: Policy;
      readonly policies?: readonly Policy[];
      readonly rules?: readonly CustomRule[];
      readonly ledger?: UsageLedger;
    },
  ): Promise<Scan>;
  /** Keeps what was learned of clusters from one scan to the next. */
  createLedger(): UsageLedger;
  readonly rules: {
    /** Of our own rules. */
    readonly declarations: readonly RuleDeclaration[];
    read(text: string, file: string): readonly CustomRule[];
    tryOn(rule: CustomRule, observation: Observation, policy: Policy): RuleTrial;
  };
}

/** The real ones, loaded only when a command needs them: `--help` answers at once. */
export async function loadStages(): Promise<Stages> {
  const [observe, assess, advisor] = await Promise.all([
    import('../observe/index.ts'),
    import('../assess/index.ts'),
    import('../advisor/index.ts'),
  ]);
  return {
    openCluster: observe.openCluster,
    openRecording: observe.openRecording,
    writeRecording: observe.writeRecording,
    scanCluster: advisor.scanCluster,
    rules: {
      declarations: assess.ruleDeclarations,
      read: assess.readCustomRules,
      tryOn: assess.tryCustomRule,
    },
    createLedger: () => new observe.MemoryLedger(),
  };
}
