import { formatCount, type ObservationNote } from '../../model/index.ts';
import type { PowerJudgement } from './judgeNodePower.ts';

/** Nodes whose power is modelled, by reason: no meter, one that is not believed, or one not believed in some hours. */
export type ModelledNodes = Record<Exclude<PowerJudgement, 'plausible'> | 'unmetered' | 'partly', string[]>;

export function energyNotes(judged: ModelledNodes): ObservationNote[] {
  const listed = (nodes: string[]) =>
    `${formatCount(nodes.length, 'node')} (${nodes.slice(0, 5).join(', ')}${nodes.length > 5 ? ', …' : ''})`;
  const notes: ObservationNote[] = [];
  if (judged.unmetered.length > 0) {
    notes.push({
      severity: 'info',
      source: 'kepler',
      message: `No meter tells the power of ${listed(judged.unmetered)}: it is modelled from CPU use.`,
      cure: 'Install Kepler where the machines have RAPL.',
    });
  }
  if (judged.fake.length > 0) {
    notes.push({
      severity: 'warning',
      source: 'kepler',
      message: `Kepler reports next to no power on ${listed(judged.fake)}: this is its fake meter or a meter that stands still. Power there is modelled instead.`,
      cure: 'Switch dev.fake-cpu-meter off; where the machine has no RAPL (most cloud VMs), leave it to the model.',
    });
  }
  if (judged.absurd.length > 0) {
    notes.push({
      severity: 'warning',
      source: 'kepler',
      message: `Kepler reports more power than the CPUs of ${listed(judged.absurd)} can draw. Power there is modelled instead.`,
      cure: 'Update Kepler: releases around 0.5 are known for it.',
    });
  }
  if (judged.partly.length > 0) {
    notes.push({
      severity: 'info',
      source: 'kepler',
      message: `In some hours Kepler told nothing, or nothing that can be, of ${listed(judged.partly)}: there the power is modelled from CPU use.`,
    });
  }
  return notes;
}
