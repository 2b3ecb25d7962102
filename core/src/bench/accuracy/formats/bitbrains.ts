import { cleanTrace } from '../trace.ts';
import type { TraceFormat } from './format.ts';

const KIB = 1_024;

/** GWA-T-12 Bitbrains: one virtual machine a file, `;` between the columns; the header says ms, the values are seconds. */
export const bitbrains: TraceFormat = {
  name: 'Bitbrains',
  fits: header => header.startsWith('Timestamp [ms];') && header.includes('CPU capacity provisioned'),
  read: (file, [, ...lines]) => [
    cleanTrace(
      file,
      lines.map(line => {
        const [time = '', cores = '', , , percent = '', capacity = '', used = ''] = line.split(';');
        return {
          time: Number(time),
          cores: (Number(percent) / 100) * Number(cores),
          capacityCores: Number(cores),
          bytes: Number(used) * KIB,
          capacityBytes: Number(capacity) * KIB,
        };
      }),
    ),
  ],
};
