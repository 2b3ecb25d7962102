import { cleanTrace, type RawSample } from '../trace.ts';
import type { TraceFormat } from './format.ts';

const MIB = 2 ** 20;

const median = (values: readonly number[]): number | null => {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  return finite[Math.floor(finite.length / 2)] ?? null;
};

/** `2022-08-22 03:51:19.799087274 +0000 UTC m=+0.3`: the column TimeStamp of the same file is years ahead. */
const secondsOf = (text: string): number => {
  const [date = '', time = ''] = text.split(' ');
  return Math.floor(Date.parse(`${date}T${time.slice(0, 8)}Z`) / 1000);
};

/** Nezha (FSE 2023): one pod a file; the limit is the use divided by its share of the limit. */
export const nezha: TraceFormat = {
  name: 'Nezha',
  fits: header => header.startsWith('Time,TimeStamp,PodName,CpuUsage(m)'),
  read: (file, [, ...lines]) => {
    const rows = lines.map(line => {
      const [time = '', , , cpu = '', cpuPercent = '', memory = '', memoryPercent = ''] = line.split(',');
      const [cores, bytes] = [Number.parseFloat(cpu) / 1000, Number.parseFloat(memory) * MIB];
      return {
        time: secondsOf(time),
        cores,
        bytes,
        limitCores: (cores / Number.parseFloat(cpuPercent)) * 100,
        limitBytes: (bytes / Number.parseFloat(memoryPercent)) * 100,
      };
    });
    const capacityCores = median(rows.map(({ limitCores }) => limitCores)) ?? 0;
    const capacityBytes = median(rows.map(({ limitBytes }) => limitBytes));
    return [
      cleanTrace(
        file,
        rows.map(({ time, cores, bytes }): RawSample => ({
          time,
          cores,
          capacityCores,
          bytes,
          capacityBytes,
        })),
      ),
    ];
  },
};
