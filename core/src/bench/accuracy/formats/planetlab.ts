import { cleanTrace } from '../trace.ts';
import type { TraceFormat } from './format.ts';

const STEP_SECONDS = 300;

/** PlanetLab as CSV: one virtual machine of one core a line, whole percents of CPU every five minutes, no memory. */
export const planetlab: TraceFormat = {
  name: 'PlanetLab',
  fits: header => header.startsWith('vm,t0,t1,'),
  read: (_, [, ...lines]) =>
    lines.map(line => {
      const [name = '', ...percents] = line.split(',');
      return cleanTrace(
        name,
        percents.map((percent, index) => ({
          time: index * STEP_SECONDS,
          cores: Number(percent) / 100,
          capacityCores: 1,
          bytes: null,
          capacityBytes: null,
        })),
      );
    }),
};
