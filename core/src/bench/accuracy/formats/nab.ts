import { cleanTrace } from '../trace.ts';
import type { TraceFormat } from './format.ts';

/** Numenta NAB, AWS CloudWatch: one series a file, UTC; those of CPU are percents of a machine, read as one of one core. */
export const nab: TraceFormat = {
  name: 'NAB',
  fits: (header, file) => header === 'timestamp,value' && file.includes('cpu_utilization'),
  read: (file, [, ...lines]) => [
    cleanTrace(
      file,
      lines.map(line => {
        const [time = '', percent = ''] = line.split(',');
        return {
          time: Date.parse(`${time.replace(' ', 'T')}Z`) / 1000,
          cores: Number(percent) / 100,
          capacityCores: 1,
          bytes: null,
          capacityBytes: null,
        };
      }),
    ),
  ],
};
